//! 機關資格 (2(3), 12(6)): the letters of consent, suspension and end, each in force from a day on.

use crate::app::{Command, RosterCommand};
use crate::domain::people::Role;
use crate::domain::roster::{Standing, StandingFact, SuspensionCause};
use crate::locale::{Measure, RosterText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, TableData, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, ViewSpec};

const WRITERS: &[Role] = &[Role::Manager, Role::Keeper];

pub(super) static AGENCY: PageSpec = PageSpec {
    contexts: &["roster"],
    title: Text::Roster(T::Agency),
    help: Text::Roster(T::AgencyHelp),
    views: &[ViewSpec {
        title: Text::Roster(T::Agency),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(Action::New, Text::Roster(T::NewStanding), Does::Fill(&NEW)).only(WRITERS),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::Roster(T::Since), 13),
    Head::new(Text::Roster(T::Standing), 10),
    Head::new(Text::Roster(T::Document), 26),
    Head::new(Text::Roster(T::Cause), 18),
];

const STANDING: &str = "standing";
const SINCE: &str = "since";
const DOCUMENT: &str = "document";
const CAUSE: &str = "cause";

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let facts = office.standing_facts()?;
    let now = office.standing_fact_on(office.now().day())?;
    let rows: Vec<RowData> = facts
        .iter()
        .rev()
        .enumerate()
        .map(|(place, fact)| {
            let tone = match fact.standing {
                _ if now.as_ref() != Some(fact) => Tone::Dim,
                Standing::Consented => Tone::Plain,
                Standing::NotConsented | Standing::Suspended | Standing::Terminated => Tone::Bad,
            };
            let cells = [
                lang.day(fact.since),
                lang.agency_standing(fact.standing).to_owned(),
                fact.document.clone(),
                fact.cause.map_or(String::new(), |cause| {
                    lang.suspension_cause(cause).to_owned()
                }),
            ];
            RowData {
                key: place.to_string(),
                cells: cells
                    .into_iter()
                    .map(|text| Cell::toned(text, tone))
                    .collect(),
                ..RowData::default()
            }
        })
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: format!(
            "{}  {}",
            lang.text(Text::Roster(T::Roster)),
            lang.text(Text::Roster(T::Agency))
        ),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![lang.text(Text::Roster(T::NoStanding)).to_owned()],
        peek: lang.text(Text::Roster(T::AgencyHelp)).to_owned(),
        ..TableData::default()
    })))
}

fn standings(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    Standing::ALL
        .into_iter()
        .map(|standing| Choice::new(standing.code(), lang.agency_standing(standing)))
        .collect()
}

fn causes(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    SuspensionCause::ALL
        .into_iter()
        .map(|cause| Choice::new(cause.code(), lang.suspension_cause(cause)))
        .collect()
}

fn has_cause(filled: &Filled, _prepared: &Prepared) -> bool {
    let standing = filled.get(STANDING).parse();
    matches!(standing, Ok(Standing::Suspended | Standing::Terminated))
}

static NEW: FormSpec = FormSpec {
    title: Text::Roster(T::NewStanding),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            title: here.lang.text(Text::Roster(T::NewStanding)).to_owned(),
            starts: vec![Start {
                field: STANDING,
                value: Standing::Consented.code().to_owned(),
                ..Start::default()
            }],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(STANDING, Text::Roster(T::Standing), Kind::Choice).options(standings),
        Field::new(CAUSE, Text::Roster(T::Cause), Kind::List)
            .options(causes)
            .shown_when(has_cause)
            .needed_when(has_cause),
        Field::new(SINCE, Text::Roster(T::Since), Kind::Day),
        Field::new(DOCUMENT, Text::Roster(T::Document), Kind::Text),
    ],
    submit,
    after: |_office: &mut Office, done: &Done, here: &Here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: FormSpec::blames_nothing,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let fault = |field| FieldFault {
        field,
        sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
    };
    let fact = StandingFact {
        standing: filled
            .get(STANDING)
            .parse()
            .map_err(|_bad| fault(STANDING))?,
        since: day_of(filled.get(SINCE)).ok_or_else(|| fault(SINCE))?,
        document: filled.get(DOCUMENT).to_owned(),
        cause: if has_cause(filled, prepared) {
            filled.get(CAUSE).parse().ok()
        } else {
            None
        },
    };
    let command = RosterCommand::SaveStanding(fact);
    Ok(Errand::Command(Box::new(Command::Roster(command))))
}
