//! 專責人員 (10(1)) and their training (10(2)): who, from when to when, by which appointment.

use chrono::Datelike;

use crate::app::{Command, RosterCommand};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::roster::{Duty, Officer, RosterRefusal, Training, covers};
use crate::locale::{Measure, RosterText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PaneData, RowData, TableData, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];

pub(super) static OFFICERS: PageSpec = PageSpec {
    contexts: &["roster"],
    title: Text::Roster(T::Officers),
    help: Text::Roster(T::OfficersHelp),
    views: &[ViewSpec {
        title: Text::Roster(T::Officers),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(
            Action::NextStep,
            Text::Roster(T::EndOfficer),
            Does::Fill(&CHANGE),
        )
        .only(MANAGER),
        Offer::page(Action::New, Text::Roster(T::NewOfficer), Does::Fill(&NEW)).only(MANAGER),
        Offer::record(Action::Train, Text::Roster(T::Train), Does::Fill(&TRAIN)).only(MANAGER),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::Roster(T::Duty), 8),
    Head::new(Text::Roster(T::Name), 6),
    Head::new(Text::Roster(T::Unit), 10),
    Head::new(Text::Roster(T::Since), 9),
    Head::new(Text::Roster(T::Until), 9),
    Head::new(Text::Roster(T::Appointment), 20),
    Head::new(Text::Roster(T::Hours), 4).right(),
];

const PERSON: &str = "person";
const DUTY: &str = "duty";
const SINCE: &str = "since";
const UNTIL: &str = "until";
const APPOINTMENT: &str = "appointment";
const HELD_ON: &str = "held_on";
const HOURS: &str = "hours";
const COURSE: &str = "course";

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = office.now().day();
    let hours = office.training_hours(today.year())?;
    let officers = office.officers()?;
    let rows: Vec<RowData> = officers
        .iter()
        .map(|(officer, person)| {
            let tone = if covers(officer.since, officer.until, today) {
                Tone::Plain
            } else {
                Tone::Dim
            };
            let until = officer
                .until
                .map_or_else(String::new, |day| lang.list_day(day, today));
            let cells = [
                lang.duty(officer.duty).to_owned(),
                person.name.clone(),
                person.unit.clone(),
                lang.list_day(officer.since, today),
                until,
                officer.appointment.clone(),
                hours.get(&person.id).map_or(0, |hours| *hours).to_string(),
            ];
            RowData {
                key: officer.id.to_string(),
                cells: cells
                    .into_iter()
                    .map(|text| Cell::toned(text, tone))
                    .collect(),
                facts: vec![(PERSON, person.id.to_string())],
                ..RowData::default()
            }
        })
        .collect();
    let mut foot: Vec<Line> = office
        .officer_gaps()?
        .into_iter()
        .map(|gap| Line::at(2, Cell::toned(lang.officer_gap(gap), Tone::Bad)))
        .collect();
    for person in office.checkers_with_accounts()? {
        let words = format!(
            "{}  {}",
            person.name,
            lang.text(Text::Roster(T::CheckerHolds))
        );
        foot.push(Line::at(2, Cell::toned(words, Tone::Warn)));
    }
    Ok(PaneData::Table(Box::new(TableData {
        title: format!(
            "{}  {}",
            lang.text(Text::Roster(T::Roster)),
            lang.text(Text::Roster(T::Officers))
        ),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        foot,
        empty: vec![lang.text(Text::Roster(T::NoOfficers)).to_owned()],
        ..TableData::default()
    })))
}

fn start(field: &'static str, value: String) -> Start {
    Start {
        field,
        value,
        ..Start::default()
    }
}

fn people(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(PERSON)
}

fn duties(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    Duty::ALL
        .into_iter()
        .map(|duty| Choice::new(duty.code(), lang.duty(duty)))
        .collect()
}

fn prepare_new(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let people: Vec<Choice> = office
        .roster_people()?
        .into_iter()
        .map(|person| Choice::new(person.id.to_string(), person.name).note(person.unit))
        .collect();
    if people.is_empty() {
        return Err(RosterRefusal::NoSuchPerson.into());
    }
    Ok(Prepared {
        title: here.lang.text(Text::Roster(T::NewOfficer)).to_owned(),
        lists: vec![(PERSON, people)],
        starts: vec![start(DUTY, Duty::Checking.code().to_owned())],
        ..Prepared::of(here)
    })
}

fn prepare_change(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let officers = office.officers()?;
    let known = officers
        .into_iter()
        .find(|(officer, _)| officer.id.to_string() == here.row.key);
    let (officer, person) = known.ok_or(Refusal::NoSuchRecord)?;
    let mut prepared = prepare_new(office, here)?;
    prepared.title = format!(
        "{}  {}",
        here.lang.text(Text::Roster(T::EndOfficer)),
        person.name
    );
    prepared.starts = vec![
        start(PERSON, person.id.to_string()),
        start(DUTY, officer.duty.code().to_owned()),
        start(SINCE, roc_date::iso(officer.since)),
        start(UNTIL, officer.until.map(roc_date::iso).unwrap_or_default()),
        start(APPOINTMENT, officer.appointment),
    ];
    prepared.starts.retain(|start| !start.value.is_empty());
    prepared.focus = Some(UNTIL);
    Ok(prepared)
}

const OFFICER_FORM: FormSpec = FormSpec {
    title: Text::Roster(T::NewOfficer),
    place: Place::Drawer,
    prepare: prepare_new,
    fields: &[
        Field::new(PERSON, Text::Roster(T::Name), Kind::List).options(people),
        Field::new(DUTY, Text::Roster(T::Duty), Kind::Choice).options(duties),
        Field::new(SINCE, Text::Roster(T::Since), Kind::Day),
        Field::new(UNTIL, Text::Roster(T::Until), Kind::Day).optional(),
        Field::new(APPOINTMENT, Text::Roster(T::Appointment), Kind::Text),
    ],
    submit: submit_new,
    after: told,
    blames: |error| match error {
        AppError::Refused(Refusal::Roster(RosterRefusal::EndsBeforeItBegins { .. })) => Some(UNTIL),
        _ => None,
    },
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

static NEW: FormSpec = OFFICER_FORM;
static CHANGE: FormSpec = FormSpec {
    title: Text::Roster(T::EndOfficer),
    prepare: prepare_change,
    submit: submit_change,
    ..OFFICER_FORM
};

fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn fault(field: &'static str, prepared: &Prepared) -> FieldFault {
    FieldFault {
        field,
        sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
    }
}

fn submit_new(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    officer(filled, prepared, 0)
}

fn submit_change(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    officer(filled, prepared, prepared.here.row.key.parse().unwrap_or(0))
}

fn officer(filled: &Filled, prepared: &Prepared, id: i64) -> Result<Errand, FieldFault> {
    let officer = Officer {
        id,
        version: 0,
        person: filled
            .get(PERSON)
            .parse()
            .map_err(|_bad| fault(PERSON, prepared))?,
        duty: filled
            .get(DUTY)
            .parse()
            .map_err(|_bad| fault(DUTY, prepared))?,
        since: day_of(filled.get(SINCE)).ok_or_else(|| fault(SINCE, prepared))?,
        until: day_of(filled.get(UNTIL)),
        appointment: filled.get(APPOINTMENT).to_owned(),
    };
    let command = RosterCommand::SaveOfficer(Box::new(officer));
    Ok(Errand::Command(Box::new(Command::Roster(command))))
}

static TRAIN: FormSpec = FormSpec {
    title: Text::Roster(T::Train),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            title: here.lang.text(Text::Roster(T::Train)).to_owned(),
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(HELD_ON, Text::Roster(T::HeldOn), Kind::Day),
        Field::new(HOURS, Text::Roster(T::Hours), Kind::Number),
        Field::new(COURSE, Text::Roster(T::Course), Kind::Text),
    ],
    submit: |filled, prepared| {
        let course = Training {
            person: prepared.here.row.fact(PERSON).parse().unwrap_or(0),
            held_on: day_of(filled.get(HELD_ON)).ok_or_else(|| fault(HELD_ON, prepared))?,
            hours: filled
                .get(HOURS)
                .parse()
                .map_err(|_bad| fault(HOURS, prepared))?,
            course: filled.get(COURSE).to_owned(),
        };
        let command = RosterCommand::Train(course);
        Ok(Errand::Command(Box::new(Command::Roster(command))))
    },
    after: told,
    blames: |error| match error {
        AppError::Refused(Refusal::Roster(RosterRefusal::InFuture)) => Some(HELD_ON),
        _ => None,
    },
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};
