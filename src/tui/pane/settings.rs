//! 設定: what the directive leaves open; each change is an entry of its own.

use crate::app::{DeskCommand, Setting};
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::locale::RulesText as R;
use crate::locale::{DueText, Lang, ReviewText, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PaneData, RowData, TableData, Tone};
use crate::tui::errand::{AppError, Command, Done, Errand, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, ViewSpec};

pub(super) static SETTINGS: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::TitleSettings,
    help: Text::SettingsHelp,
    views: &[ViewSpec {
        title: Text::TitleSettings,
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActChange, Does::Fill(&CHANGE)),
        Offer::record(Action::NextStep, Text::ActChange, Does::Fill(&CHANGE)).unhinted(),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::SettingName, 22),
    Head::new(Text::SettingValue, 24),
    Head::new(Text::SettingNote, 25),
];

const VALUE: &str = "value";
/// The same where it is one of a few.
const CHOSEN: &str = "chosen";

fn is_chosen(_filled: &Filled, prepared: &Prepared) -> bool {
    setting(prepared).is_some_and(|setting| !setting.choices().is_empty())
}

fn is_typed(filled: &Filled, prepared: &Prepared) -> bool {
    !is_chosen(filled, prepared)
}

fn choices(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let (lang, setting) = (prepared.lang(), setting(prepared));
    setting
        .into_iter()
        .flat_map(|setting| {
            let choice =
                move |value: &&'static str| Choice::new(*value, shown(setting, value, lang));
            setting.choices().iter().map(choice)
        })
        .collect()
}

fn name(setting: Setting) -> Text {
    match setting {
        Setting::InDir => Text::SettingInDir,
        Setting::OutDir => Text::SettingOutDir,
        Setting::ResultDue => Text::SettingResultDue,
        Setting::PlainExport => Text::SettingPlainExport,
        Setting::IdleWarn => Text::SettingIdleWarn,
        Setting::IdleDelete => Text::SettingIdleDelete,
        Setting::QuarterDue => Text::SettingQuarterDue,
        Setting::ReviewDue => Text::Review(ReviewText::SettingDue),
        Setting::Lock => Text::SettingLock,
        Setting::LogOut => Text::SettingLogOut,
        Setting::KeepRegister => Text::Due(DueText::KeepRegister),
        Setting::KeepNotice => Text::Due(DueText::KeepNotice),
        Setting::RuleThresholds => Text::Rules(R::SettingThresholds),
        Setting::Cover => Text::Rules(R::SettingCover),
        Setting::PreApproval => Text::SettingPreApproval,
        Setting::CheckDue => Text::SettingCheckDue,
    }
}

fn form(setting: Setting) -> Text {
    match setting {
        Setting::InDir | Setting::OutDir => Text::SettingFolderForm,
        Setting::ResultDue => Text::SettingDaysForm,
        Setting::PlainExport => Text::SettingPlainExportForm,
        Setting::IdleWarn | Setting::IdleDelete => Text::SettingIdleForm,
        Setting::QuarterDue => Text::SettingQuarterDueForm,
        Setting::ReviewDue => Text::Review(ReviewText::SettingDueForm),
        Setting::Lock => Text::SettingLockForm,
        Setting::LogOut => Text::SettingLogOutForm,
        Setting::KeepRegister | Setting::KeepNotice => Text::Due(DueText::KeepForm),
        Setting::RuleThresholds => Text::Rules(R::ThresholdsForm),
        Setting::Cover => Text::Rules(R::CoverForm),
        Setting::PreApproval => Text::SettingPreApprovalForm,
        Setting::CheckDue => Text::SettingCheckDueForm,
    }
}

/// A value as it is shown; a switch in words.
fn shown(setting: Setting, value: &str, lang: Lang) -> String {
    match setting {
        Setting::InDir
        | Setting::OutDir
        | Setting::ResultDue
        | Setting::Lock
        | Setting::LogOut
        | Setting::QuarterDue
        | Setting::ReviewDue
        | Setting::CheckDue
        | Setting::IdleWarn
        | Setting::IdleDelete
        | Setting::RuleThresholds => value.to_owned(),
        Setting::Cover => lang.cover(value).to_owned(),
        Setting::PreApproval => lang.pre_approval(value).to_owned(),
        Setting::PlainExport => lang.switch(value).to_owned(),
        Setting::KeepRegister | Setting::KeepNotice => value
            .parse()
            .map_or_else(|_form| value.to_owned(), |span| lang.span(span)),
    }
}

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let mut rows = Vec::new();
    for setting in Setting::ALL {
        let value = office.setting(setting)?;
        let note = if value == setting.default_value() {
            Cell::toned(lang.text(Text::SettingIsDefault), Tone::Dim)
        } else {
            let default = shown(setting, setting.default_value(), lang);
            Cell::plain(lang.setting_default(&default))
        };
        rows.push(RowData {
            key: setting.name().to_owned(),
            cells: vec![
                Cell::plain(lang.text(name(setting))),
                Cell::plain(shown(setting, &value, lang)),
                note,
            ],
            peek: lang.text(form(setting)).to_owned(),
            ..RowData::default()
        });
    }
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.text(Text::TitleSettings).to_owned(),
        heads: HEADS,
        rows,
        ..TableData::default()
    })))
}

static CHANGE: FormSpec = FormSpec {
    title: Text::TitleSettings,
    place: Place::Drawer,
    prepare,
    fields: &[
        Field {
            read,
            enter_writes: Some(Text::ActChange),
            ..Field::new(VALUE, Text::SettingValue, Kind::Text).shown_when(is_typed)
        },
        Field {
            enter_writes: Some(Text::ActChange),
            ..Field::new(CHOSEN, Text::SettingValue, Kind::Choice)
                .options(choices)
                .shown_when(is_chosen)
        },
    ],
    submit: |filled, prepared| {
        let setting = setting(prepared).ok_or_else(|| FieldFault {
            field: VALUE,
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        let value = format!("{}{}", filled.get(VALUE), filled.get(CHOSEN));
        let command = DeskCommand::ChangeSetting(setting, value);
        Ok(Errand::Command(Box::new(Command::Desk(command))))
    },
    after: |_office: &mut Office, done: &Done, here: &Here| After {
        message: changed(done, here),
        ..After::default()
    },
    blames: |error| match error {
        AppError::Failed(Trouble::File { .. }) | AppError::Refused(Refusal::Form { .. }) => {
            Some(VALUE)
        }
        _ => None,
    },
    write: Text::ActChange,
    ready: FormSpec::says_nothing,
};

fn setting(prepared: &Prepared) -> Option<Setting> {
    Setting::named(&prepared.here.row.key)
}

fn changed(done: &Done, here: &Here) -> String {
    match Setting::named(&here.row.key) {
        Some(setting) => here.lang.setting_changed(here.lang.text(name(setting))),
        None => here.lang.told(&done.event),
    }
}

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let setting = Setting::named(&here.row.key).ok_or(Refusal::Stale)?;
    let lang: Lang = here.lang;
    Ok(Prepared {
        title: format!(
            "{}  {}",
            lang.text(Text::TitleSettings),
            lang.text(name(setting))
        ),
        starts: vec![Start {
            field: if setting.choices().is_empty() {
                VALUE
            } else {
                CHOSEN
            },
            value: office.setting(setting)?,
            is_suggested: true,
            ..Start::default()
        }],
        foot: vec![Line::words(lang.text(form(setting)))],
        ..Prepared::of(here)
    })
}

fn read(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let Some(setting) = setting(prepared) else {
        return Read::Fault(prepared.lang().text(Text::NothingFound).to_owned());
    };
    match setting.read(typed) {
        Some(value) => Read::taken(value),
        None => Read::Fault(prepared.lang().text(form(setting)).to_owned()),
    }
}
