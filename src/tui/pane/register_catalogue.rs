//! 登記: the catalogues of items and reasons, the manager's.

use crate::app::{Command, Done, Item, RegisterCommand};
use crate::domain::catalogue::{CatalogueFault, checked_code, checked_name, checked_reason};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, TableData};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, Then, ViewSpec};

use super::register_fields::start;

const MANAGER: &[Role] = &[Role::Manager];
const CODE: &str = "code";
const NAME: &str = "name";
const SHORT_NAME: &str = "short_name";
const VALID_FROM: &str = "valid_from";
const VALID_TO: &str = "valid_to";
const IN_USE: &str = "in_use";
const YES: &str = "yes";
const NO: &str = "no";

/// 作業目錄.
pub(super) static ITEMS: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::RegItems,
    help: Text::RegItemsHelp,
    views: &[ViewSpec {
        title: Text::RegItems,
        layout: Layout::List,
        load: items,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActCorrect, Does::Fill(&ITEM)).only(MANAGER),
        Offer::page(Action::New, Text::ActNew, Does::Fill(&NEW_ITEM)).only(MANAGER),
    ],
};

/// 事由目錄.
pub(super) static REASONS: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::RegReasons,
    help: Text::RegReasonsHelp,
    views: &[ViewSpec {
        title: Text::RegReasons,
        layout: Layout::List,
        load: reasons,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActCorrect, Does::Fill(&REASON)).only(MANAGER),
        Offer::page(Action::New, Text::ActNew, Does::Fill(&NEW_REASON)).only(MANAGER),
    ],
};

static ITEM_HEADS: &[Head] = &[
    Head::new(Text::RegItemCode, 10),
    Head::new(Text::RegItemName, 30),
    Head::new(Text::RegValidFrom, 9),
    Head::new(Text::RegValidTo, 9),
    Head::new(Text::None, 7),
];

static REASON_HEADS: &[Head] = &[
    Head::new(Text::RegReasonName, 40),
    Head::new(Text::RegShortName, 13),
    Head::new(Text::RegInUse, 10),
];

static NEW_ITEM: FormSpec = FormSpec {
    prepare: prepare_new_item,
    ..item_form(&[CODE_FIELD, NAME_FIELD, FROM_FIELD, TO_FIELD])
};

static ITEM: FormSpec = FormSpec {
    prepare: prepare_item,
    ..item_form(&[NAME_FIELD, FROM_FIELD, TO_FIELD])
};

const CODE_FIELD: Field = Field {
    read: read_code,
    ..Field::new(CODE, Text::RegItemCode, Kind::Code)
};
const NAME_FIELD: Field = Field {
    read: read_name,
    ..Field::new(NAME, Text::RegItemName, Kind::Text)
};
const FROM_FIELD: Field = Field::new(VALID_FROM, Text::RegValidFrom, Kind::Day).optional();
const TO_FIELD: Field = Field::new(VALID_TO, Text::RegValidTo, Kind::Day).optional();

const fn item_form(fields: &'static [Field]) -> FormSpec {
    FormSpec {
        title: Text::RegItems,
        place: Place::Drawer,
        prepare: prepare_new_item,
        fields,
        submit: submit_item,
        after,
        blames,
        write: Text::ActWrite,
        ready: FormSpec::says_nothing,
    }
}

static NEW_REASON: FormSpec = FormSpec {
    prepare: prepare_new_reason,
    ..REASON_FORM
};

static REASON: FormSpec = FormSpec {
    prepare: prepare_reason,
    ..REASON_FORM
};

const REASON_FORM: FormSpec = FormSpec {
    title: Text::RegReasons,
    place: Place::Drawer,
    prepare: prepare_new_reason,
    fields: &[
        Field {
            read: read_name,
            ..Field::new(NAME, Text::RegReasonName, Kind::Text)
        },
        Field {
            read: read_short_name,
            ..Field::new(SHORT_NAME, Text::RegShortName, Kind::Text).needed_when(is_name_long)
        },
        Field::new(IN_USE, Text::RegInUse, Kind::Choice).options(uses),
    ],
    submit: submit_reason,
    after,
    blames,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

fn items(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_date::roc).unwrap_or_default();
    let rows = office.catalogue_items()?.into_iter().map(|item| {
        let example = if item.example {
            lang.text(Text::RegExample)
        } else {
            ""
        };
        RowData {
            key: item.code.clone(),
            cells: vec![
                Cell::plain(item.code),
                Cell::plain(item.name),
                Cell::plain(day(item.valid_from)),
                Cell::plain(day(item.valid_to)),
                Cell::plain(example),
            ],
            ..RowData::default()
        }
    });
    Ok(table(lang, Text::RegItems, ITEM_HEADS, rows.collect()))
}

fn reasons(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let rows = office.catalogue_reasons()?.into_iter().map(|reason| {
        let used = if reason.valid {
            Text::RegUsed
        } else {
            Text::RegUnused
        };
        RowData {
            key: reason.id.to_string(),
            cells: vec![
                Cell::plain(reason.name),
                Cell::plain(reason.short_name),
                Cell::plain(lang.text(used)),
            ],
            ..RowData::default()
        }
    });
    Ok(table(lang, Text::RegReasons, REASON_HEADS, rows.collect()))
}

/// A catalogue is short: all of it is one page.
fn table(lang: Lang, title: Text, heads: &'static [Head], rows: Vec<RowData>) -> PaneData {
    PaneData::Table(Box::new(TableData {
        title: format!("{}  {}", lang.text(Text::Register), lang.text(title)),
        measure: Some(Measure::Item),
        heads,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![lang.text(Text::Nothing).to_owned()],
        ..TableData::default()
    }))
}

fn prepare_new_item(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(titled(here, Text::RegItems))
}

fn titled(here: &Here, title: Text) -> Prepared {
    Prepared {
        title: here.lang.text(title).to_owned(),
        ..Prepared::of(here)
    }
}

fn prepare_item(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let items = office.catalogue_items()?;
    let item = items.into_iter().find(|item| item.code == here.row.key);
    let item = item.ok_or(Refusal::NoSuchRecord)?;
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_date::iso).unwrap_or_default();
    let mut prepared = titled(here, Text::RegItems);
    prepared.title = format!("{}  {}", prepared.title, item.code);
    prepared.starts = vec![
        start(NAME, item.name, ""),
        start(VALID_FROM, day(item.valid_from), ""),
        start(VALID_TO, day(item.valid_to), ""),
    ];
    prepared.starts.retain(|start| !start.value.is_empty());
    prepared.facts = vec![(CODE, item.code)];
    prepared.focus = Some(NAME);
    Ok(prepared)
}

fn prepare_new_reason(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let mut prepared = titled(here, Text::RegReasons);
    prepared.starts = vec![start(IN_USE, YES, "")];
    Ok(prepared)
}

fn prepare_reason(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let reasons = office.catalogue_reasons()?;
    let reason = reasons
        .into_iter()
        .find(|reason| reason.id.to_string() == here.row.key);
    let reason = reason.ok_or(Refusal::NoSuchRecord)?;
    let mut prepared = titled(here, Text::RegReasons);
    prepared.starts = vec![
        start(NAME, reason.name, ""),
        start(SHORT_NAME, reason.short_name, ""),
        start(IN_USE, if reason.valid { YES } else { NO }, ""),
    ];
    prepared.facts = vec![(CODE, reason.id.to_string())];
    prepared.focus = Some(NAME);
    Ok(prepared)
}

fn read(checked: Result<String, CatalogueFault>, prepared: &Prepared) -> Read {
    match checked {
        Ok(value) => Read::taken(value),
        Err(fault) => Read::Fault(prepared.lang().catalogue_fault(fault).to_owned()),
    }
}

fn read_code(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    read(checked_code(typed), prepared)
}

fn read_name(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    read(checked_name(typed), prepared)
}

fn read_short_name(typed: &str, filled: &Filled, prepared: &Prepared) -> Read {
    let checked = checked_reason(filled.get(NAME), typed).map(|(_, short)| short);
    read(checked, prepared)
}

fn is_name_long(filled: &Filled, _prepared: &Prepared) -> bool {
    !filled.get(NAME).is_empty() && checked_reason(filled.get(NAME), "").is_err()
}

fn uses(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(YES, lang.text(Text::RegUsed)),
        Choice::new(NO, lang.text(Text::RegUnused)),
    ]
}

fn submit_item(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let code = match prepared.fact(CODE) {
        "" => filled.get(CODE),
        known => known,
    };
    let item = Item {
        code: code.to_owned(),
        name: filled.get(NAME).to_owned(),
        valid_from: day_of(filled.get(VALID_FROM)),
        valid_to: day_of(filled.get(VALID_TO)),
        example: false,
    };
    let command = Command::Register(RegisterCommand::SaveItem(item));
    Ok(Errand::Command(Box::new(command)))
}

fn submit_reason(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let command = RegisterCommand::SaveReason {
        id: prepared.fact(CODE).parse().ok(),
        name: filled.get(NAME).to_owned(),
        short_name: filled.get(SHORT_NAME).to_owned(),
        is_valid: filled.get(IN_USE) == YES,
    };
    Ok(Errand::Command(Box::new(Command::Register(command))))
}

fn after(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::Stay,
        ..After::default()
    }
}

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::NameTaken) => Some(NAME),
        AppError::Refused(Refusal::Form { field }) => Some(field),
        _ => None,
    }
}
