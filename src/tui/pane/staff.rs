//! 職員雜湊: whom the rules know as staff or as a declared relative. Identifiers are entered and never shown again.

use crate::app::{NewStaff, StaffCommand, StaffRow};
use crate::domain::identity::Subject;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::shown::shown;
use crate::domain::staff::StaffKind;
use crate::locale::RulesText as R;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PageAt, PaneData, RowData, TableData};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start, always, never,
};
use crate::tui::pane::checks::told;
use crate::tui::pane::{Does, Here, Layout, Offer, PageSpec, Target, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];
const NAME: &str = "name";
const KIND: &str = "kind";
const ACCOUNT: &str = "account";
const IDENTIFIER: &str = "identifier";
const FILE: &str = "file";

static STAFF: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Rules(R::Staff),
    help: Text::Rules(R::StaffHelp),
    views: &[ViewSpec {
        title: Text::Rules(R::Staff),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(Action::New, Text::Rules(R::EnterStaff), Does::Fill(&ENTER)).only(MANAGER),
        Offer::record(
            Action::StepBack,
            Text::Rules(R::RemoveStaff),
            Does::Fill(&REMOVE),
        )
        .only(MANAGER),
        Offer::page(
            Action::ImportStaff,
            Text::ActImportStaff,
            Does::Fill(&IMPORT),
        )
        .only(MANAGER)
        .unhinted(),
    ],
};

pub(super) fn staff(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &STAFF,
        about: String::new(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Rules(R::Name), 20),
    Head::new(Text::Rules(R::StaffKind), 8),
    Head::new(Text::Rules(R::StaffAccount), 12),
    Head::new(Text::Rules(R::StaffAt), 9),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let after = match &asked.page {
        PageAt::Top => 0,
        PageAt::Bottom => i64::MAX,
        PageAt::From(key) | PageAt::UpTo(key) => key.parse().unwrap_or(1) - 1,
    };
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let mut rows = office.staff(after, limit.saturating_add(1))?;
    let has_after = rows.len() > asked.limit;
    rows.truncate(asked.limit);
    let rows: Vec<RowData> = rows.iter().map(|row| listed(lang, row)).collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.check_page(R::Staff),
        measure: Some(Measure::Record),
        heads: HEADS,
        has_before: after > 0,
        has_after,
        rows,
        empty: vec![lang.text(Text::Rules(R::NoStaff)).to_owned()],
        peek: lang.text(Text::Rules(R::StaffHelp)).to_owned(),
        ..TableData::default()
    })))
}

fn kind_word(lang: Lang, kind: StaffKind) -> &'static str {
    lang.text(Text::Rules(match kind {
        StaffKind::Staff => R::StaffSelf,
        StaffKind::Relative => R::StaffRelative,
    }))
}

fn listed(lang: Lang, row: &StaffRow) -> RowData {
    RowData {
        key: row.id.to_string(),
        cells: vec![
            Cell::plain(shown(&row.name).into_owned()),
            Cell::plain(kind_word(lang, row.kind)),
            Cell::plain(row.account.clone().unwrap_or_default()),
            Cell::plain(roc_date::roc(row.at.day())),
        ],
        peek: lang.text(Text::Rules(R::StaffHelp)).to_owned(),
        ..RowData::default()
    }
}

static ENTER: FormSpec = FormSpec {
    title: Text::Rules(R::EnterStaff),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            starts: vec![Start {
                field: KIND,
                value: StaffKind::Staff.code().to_owned(),
                is_suggested: true,
                ..Start::default()
            }],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(NAME, Text::Rules(R::Name), Kind::Text),
        Field::new(KIND, Text::Rules(R::StaffKind), Kind::Choice).options(kinds),
        Field::new(ACCOUNT, Text::Rules(R::StaffAccount), Kind::Code).needed_when(is_relative),
        Field::new(IDENTIFIER, Text::Rules(R::Identifier), Kind::Masked).needed_when(always),
    ],
    submit: enter,
    after: told,
    blames,
    write: Text::Rules(R::EnterStaff),
    ready: |_filled, prepared| prepared.lang().text(Text::Rules(R::StaffPeek)).to_owned(),
};

fn kinds(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    StaffKind::ALL
        .map(|kind| Choice::new(kind.code(), kind_word(lang, kind)))
        .to_vec()
}

fn is_relative(filled: &Filled, prepared: &Prepared) -> bool {
    filled.get(KIND) == StaffKind::Relative.code() || never(filled, prepared)
}

fn enter(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let account = filled.get(ACCOUNT);
    let staff = NewStaff {
        name: filled.get(NAME).to_owned(),
        kind: filled.get(KIND).parse().map_err(|_none| FieldFault {
            field: KIND,
            sentence: prepared.lang().text(Text::FieldNotChosen).to_owned(),
        })?,
        account: (!account.is_empty()).then(|| account.to_owned()),
        identifier: Subject::read(filled.get(IDENTIFIER)),
    };
    let command = StaffCommand::Enter(Box::new(staff));
    Ok(Errand::Command(Box::new(command.into())))
}

static IMPORT: FormSpec = FormSpec {
    title: Text::ActImportStaff,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            foot: vec![
                Line::blank(),
                Line::words(here.lang.text(Text::Rules(R::StaffFileNote))),
            ],
            ..Prepared::of(here)
        })
    },
    fields: &[Field::new(FILE, Text::Rules(R::StaffFile), Kind::Text)],
    submit: |filled, _prepared| {
        let command = StaffCommand::Import(filled.get(FILE).into());
        Ok(Errand::Command(Box::new(command.into())))
    },
    after: told,
    blames,
    write: Text::ActImportStaff,
    ready: |_filled, prepared| prepared.lang().text(Text::Rules(R::StaffPeek)).to_owned(),
};

static REMOVE: FormSpec = FormSpec {
    title: Text::Rules(R::RemoveStaff),
    place: Place::Drawer,
    prepare: |_office, here| Ok(Prepared::of(here)),
    fields: &[],
    submit: |_filled, prepared| {
        let id = prepared.here.row.key.parse().map_err(|_bad| FieldFault {
            field: NAME,
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        Ok(Errand::Command(Box::new(StaffCommand::Remove(id).into())))
    },
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::Rules(R::RemoveStaff),
    ready: FormSpec::says_nothing,
};

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Form { field }) => Some(field),
        AppError::Failed(_) => Some(FILE),
        _ => None,
    }
}
