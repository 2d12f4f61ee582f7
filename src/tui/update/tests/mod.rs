//! What keys and answers do to the model, without a terminal: a pane of numbers, in a real office.

mod drafts;
mod filters;
mod form;
mod lists;
mod lock;
mod login;
mod marks;
mod pages;

use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::people::Role;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PageAt, PaneData, RowData, RowMove, TableData,
};
use crate::tui::errand::{AppError, Done, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::model::page::{PageState, ViewState};
use crate::tui::model::{Desk as Sitting, PaneState};
use crate::tui::pane::{
    After, Does, Filter, Here, Layout, NowSpec, Offer, PageSpec, PaneSpec, Then, ViewSpec,
};
use crate::tui::trial::Desk;

/// How many numbers there are.
const COUNT: u64 = 40;

/// Written so far: each write is one.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

static PANE: PaneSpec = PaneSpec {
    title: Text::Register,
    slot: 1,
    action: Action::GoRegister,
    roles: &Role::ALL,
    page: &NUMBERS,
};

static NUMBERS: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::Register,
    help: Text::Register,
    views: &[
        ViewSpec {
            title: Text::Register,
            layout: Layout::List,
            load: numbers,
            side: Some(number),
            filters: &[Filter {
                label: Text::Rate,
                options: halves,
                start: "",
            }],
            search: Some(Text::SearchFor),
        },
        ViewSpec {
            title: Text::Checks,
            layout: Layout::Side,
            load: numbers,
            side: Some(number),
            filters: &[],
            search: None,
        },
    ],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&NUMBER)),
        Offer::record(Action::NextStep, Text::ActNextStep, Does::Fill(&COMPLETE)).for_each(),
        Offer::record(Action::StepBack, Text::ActStepBack, Does::Fill(&VOID)).for_each(),
        Offer::mark().unhinted(),
        Offer::record(Action::Match, Text::ActMatch, Does::Now(&MATCH)).unhinted(),
        Offer::record(Action::Reveal, Text::ActReveal, Does::Now(&REVEAL)),
        Offer::page(Action::New, Text::ActNew, Does::Fill(&REGISTER)),
        Offer::page(Action::ImportLog, Text::ActImportLog, Does::Now(&IMPORT)),
        Offer::page(Action::Export, Text::ActExport, Does::Now(&SHOW)).only(&[Role::Manager]),
    ],
};

static NUMBER: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::Register,
    help: Text::Register,
    views: &[ViewSpec {
        title: Text::Register,
        layout: Layout::Sheet,
        load: number,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[Offer::record(
        Action::Reveal,
        Text::ActReveal,
        Does::Now(&REVEAL),
    )],
};

static HEADS: &[Head] = &[Head::new(Text::Rate, 8)];

fn halves(_lang: Lang, _now: crate::domain::moment::Moment) -> Vec<Choice> {
    vec![Choice::new("low", "low"), Choice::new("high", "high")]
}

fn row(number: u64) -> RowData {
    let moves = vec![RowMove {
        action: Action::NextStep,
        label: None,
        cannot: (number == 3).then(|| "three is done".to_owned()),
    }];
    RowData {
        key: number.to_string(),
        cells: vec![Cell::plain(number.to_string())],
        moves,
        ..RowData::default()
    }
}

/// Numbers from 1 on, in their order.
#[expect(clippy::unnecessary_wraps, reason = "loads may fail")]
fn numbers(_office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let high = asked.filters.first().is_some_and(|half| half == "high");
    let found: Vec<u64> = (1..=COUNT)
        .filter(|number| !high || *number > COUNT / 2)
        .filter(|number| number.to_string().contains(&asked.search))
        .collect();
    let at = |key: &str| {
        let key: u64 = key.parse().unwrap();
        found
            .iter()
            .position(|number| *number >= key)
            .unwrap_or(found.len())
    };
    let (from, to) = match &asked.page {
        PageAt::Top => (0, asked.limit),
        PageAt::Bottom => (found.len().saturating_sub(asked.limit), found.len()),
        PageAt::From(key) => (at(key), at(key) + asked.limit),
        PageAt::UpTo(key) => ((at(key) + 1).saturating_sub(asked.limit), at(key) + 1),
    };
    let to = to.min(found.len());
    Ok(PaneData::Table(Box::new(TableData {
        measure: Some(Measure::Query),
        heads: HEADS,
        rows: found[from..to].iter().map(|number| row(*number)).collect(),
        has_before: from > 0,
        has_after: to < found.len(),
        ..TableData::default()
    })))
}

#[expect(clippy::unnecessary_wraps, reason = "loads may fail")]
fn number(_office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    Ok(PaneData::Detail(Box::new(DetailData {
        title: asked.about.clone(),
        lines: (0..30).map(|line| Line::words(line.to_string())).collect(),
        record: row(asked.about.parse().unwrap_or(0)),
        ..DetailData::default()
    })))
}

/// 登記: a code of four, a text, a choice whose Enter writes.
static REGISTER: FormSpec = FormSpec {
    title: Text::ActNew,
    place: Place::Body,
    prepare: prepare_register,
    fields: &[
        Field {
            full_at: Some(4),
            ..Field::new("case", Text::Login, Kind::Code)
        },
        Field::new("reason", Text::Rate, Kind::Text),
        Field::new("basis", Text::Colon, Kind::List).options(bases),
        Field {
            enter_writes: Some(Text::ActWrite),
            ..Field::new("relation", Text::Signature, Kind::Choice).options(relations)
        },
    ],
    submit: submit_register,
    after: registered,
    blames: blames_case,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

fn bases(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    vec![Choice::new("A", "alpha"), Choice::new("B", "beta")]
}

fn relations(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    vec![
        Choice::new("party", "party"),
        Choice::new("related", "related"),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "preparing may fail")]
fn prepare_register(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared {
        ditto: vec![
            ("case", "9999".to_owned()),
            ("reason", "as before".to_owned()),
        ],
        ..Prepared::of(here)
    })
}

fn submit_register(filled: &Filled, _prepared: &Prepared) -> Result<Errand, FieldFault> {
    if filled.get("reason") == "bad" {
        return Err(FieldFault {
            field: "reason",
            sentence: "not so".to_owned(),
        });
    }
    Ok(Errand::Read(write, filled.values.clone()))
}

/// Writes as far as a trial without an area of its own can: it counts.
fn write(
    _office: &mut Office,
    _here: &Here,
    values: &[(&'static str, String)],
) -> Result<After, AppError> {
    if given(values, "case") == "0000" {
        return Err(crate::domain::refusal::Refusal::Stale.into());
    }
    WRITTEN.fetch_add(1, Ordering::SeqCst);
    Ok(After {
        message: format!("written {}", given(values, "case")),
        then: Then::To("2".to_owned()),
        ..After::default()
    })
}

fn registered(_office: &mut Office, _done: &Done, _here: &Here) -> After {
    After::default()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a declared function has the shape that every form's has"
)]
fn blames_case(_error: &AppError) -> Option<&'static str> {
    Some("case")
}

/// 補登: everything is there already; F10 writes.
static COMPLETE: FormSpec = FormSpec {
    place: Place::Body,
    prepare: prepare_complete,
    fields: &[Field::new("case", Text::Login, Kind::Text)],
    ..REGISTER
};

#[expect(clippy::unnecessary_wraps, reason = "preparing may fail")]
fn prepare_complete(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared {
        starts: vec![Start {
            field: "case",
            value: "carried".to_owned(),
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

/// 作廢: a question in the drawer, with a reason.
static VOID: FormSpec = FormSpec {
    place: Place::Drawer,
    prepare: prepare_plain,
    fields: &[Field::new("case", Text::Login, Kind::Text)],
    ..REGISTER
};

#[expect(clippy::unnecessary_wraps, reason = "preparing may fail")]
fn prepare_plain(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared::of(here))
}

static MATCH: NowSpec = NowSpec {
    errand: |_here| Ok(Errand::Read(matched, Vec::new())),
    after: registered,
};

#[expect(clippy::unnecessary_wraps, reason = "reading may fail")]
fn matched(
    _office: &mut Office,
    here: &Here,
    _given: &[(&'static str, String)],
) -> Result<After, AppError> {
    Ok(After {
        message: format!("matched {}", here.row.key),
        then: Then::Next,
        ..After::default()
    })
}

static REVEAL: NowSpec = NowSpec {
    errand: |_here| Ok(Errand::Read(revealed, Vec::new())),
    after: registered,
};

#[expect(clippy::unnecessary_wraps, reason = "reading may fail")]
fn revealed(
    _office: &mut Office,
    here: &Here,
    _given: &[(&'static str, String)],
) -> Result<After, AppError> {
    let clear = DetailData {
        title: format!("{} in clear", here.row.key),
        ..DetailData::default()
    };
    Ok(After {
        revealed: Some(Box::new(PaneData::Detail(Box::new(clear)))),
        ..After::default()
    })
}

static SHOW: NowSpec = NowSpec {
    errand: |_here| Ok(Errand::Read(shown, Vec::new())),
    after: registered,
};

#[expect(clippy::unnecessary_wraps, reason = "reading may fail")]
fn shown(
    _office: &mut Office,
    here: &Here,
    _given: &[(&'static str, String)],
) -> Result<After, AppError> {
    let sheet = DetailData {
        title: "number".to_owned(),
        record: here.row.clone(),
        ..DetailData::default()
    };
    Ok(After {
        show: Some(Box::new(sheet)),
        ..After::default()
    })
}

static IMPORT: NowSpec = NowSpec {
    errand: |_here| {
        Ok(Errand::Job(Job {
            title: Text::ActImportLog,
            breaking: Text::Breaking,
            measure: Measure::LogRow,
            given: Vec::new(),
            run: import,
        }))
    },
    after: registered,
};

#[expect(clippy::unnecessary_wraps, reason = "jobs may fail")]
fn import(
    _office: &mut Office,
    _here: &Here,
    _job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    Ok(After {
        message: "imported".to_owned(),
        ..After::default()
    })
}

/// Somebody at the pane of numbers.
fn desk(role: Role) -> Desk {
    let mut desk = Desk::new(role, Lang::En);
    let sitting: &mut Sitting = desk.model.desk_mut().unwrap();
    sitting.panes = vec![PaneState {
        spec: &PANE,
        pages: vec![PageState::new(&NUMBERS, String::new(), 0)],
        overlays: Vec::new(),
    }];
    sitting.at = 0;
    desk.others_wrote();
    desk
}

fn view(desk: &Desk) -> &ViewState {
    desk.model.page().unwrap().view().unwrap().1
}

/// The rows that are loaded.
fn keys(desk: &Desk) -> Vec<u64> {
    let rows = view(desk).rows().iter();
    rows.map(|row| row.key.parse().unwrap()).collect()
}

fn cursor(desk: &Desk) -> u64 {
    desk.model.record().unwrap().key.parse().unwrap()
}
