//! 代理: who approves for whom; made and ended by the supervisor himself.

use super::requests_steps::signature;
use crate::app::{Command, NewDelegation, RequestCommand};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Delegation, DelegationRefusal, Family, Field as Of};
use crate::domain::roc_date;
use crate::locale::{Lang, Measure, RequestText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, ViewSpec};

const SUPERVISOR: &[Role] = &[Role::Supervisor];
const PEOPLE: &str = "people";
const ALL: &str = "all";

pub(super) static DELEGATIONS: PageSpec = PageSpec {
    contexts: &["requests"],
    title: Text::Request(T::Delegations),
    help: Text::Request(T::DelegationsHelp),
    views: &[ViewSpec {
        title: Text::Request(T::Delegations),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(
            Action::New,
            Text::Request(T::ActDelegate),
            Does::Fill(&DELEGATE),
        )
        .only(SUPERVISOR),
        Offer::record(
            Action::StepBack,
            Text::Request(T::ActEndDelegation),
            Does::Fill(&END),
        )
        .only(SUPERVISOR),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::Request(T::Principal), 8),
    Head::new(Text::Request(T::Deputy), 8),
    Head::new(Text::Request(T::Scope), 12),
    Head::new(Text::Request(T::From), 9),
    Head::new(Text::Request(T::To), 9),
    Head::new(Text::Request(T::State), 8),
    Head::new(Text::Request(T::Reason), 12),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = office.now().day();
    let names = office.names()?;
    let me = office.me().login.clone();
    let name = |login: &crate::domain::ids::Login| {
        let known = names.get(login.as_str());
        known.cloned().unwrap_or_else(|| login.to_string())
    };
    let mut rows = Vec::new();
    for known in office.delegations()? {
        let is_open = known.is_open_on(today) && known.is_to_come(today);
        let tone = if known.is_open_on(today) {
            Tone::Strong
        } else {
            Tone::Plain
        };
        let may_end = known.is_to_come(today) && known.principal == me;
        rows.push(RowData {
            key: known.id.to_string(),
            cells: vec![
                Cell::plain(name(&known.principal)),
                Cell::plain(name(&known.deputy)),
                Cell::plain(lang.delegation_scope(known.scope)),
                Cell::plain(lang.list_day(known.from, today)),
                Cell::plain(lang.list_day(last_day(&known), today)),
                Cell::toned(lang.delegation_state(&known, today), tone),
                Cell::plain(known.reason.clone()),
            ],
            moves: vec![RowMove {
                action: Action::StepBack,
                label: None,
                cannot: (!may_end).then(|| cannot_end(lang, is_open)),
            }],
            ..RowData::default()
        });
    }
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.text(Text::Request(T::Delegations)).to_owned(),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        empty: vec![lang.text(Text::Request(T::NoDelegation)).to_owned()],
        peek: lang.text(Text::Request(T::DelegationsHelp)).to_owned(),
        rows,
        ..TableData::default()
    })))
}

fn last_day(known: &Delegation) -> chrono::NaiveDate {
    known.ended_on.map_or(known.to, |ended| ended.min(known.to))
}

fn cannot_end(lang: Lang, is_open: bool) -> String {
    if is_open {
        lang.delegation_refusal_sentence(DelegationRefusal::NotSupervisor)
            .to_owned()
    } else {
        lang.text(Text::NothingToDo).to_owned()
    }
}

static DELEGATE: FormSpec = FormSpec {
    title: Text::Request(T::ActDelegate),
    place: Place::Drawer,
    prepare,
    fields: &[
        Field::new(Of::Deputy.code(), Text::OfRequest(Of::Deputy), Kind::List)
            .options(|_filled, prepared| prepared.list(PEOPLE)),
        Field::new(Of::Scope.code(), Text::OfRequest(Of::Scope), Kind::List).options(scopes),
        Field::new(Of::From.code(), Text::OfRequest(Of::From), Kind::Day),
        Field::new(Of::To.code(), Text::OfRequest(Of::To), Kind::Day),
        Field::new(Of::Reason.code(), Text::OfRequest(Of::Reason), Kind::Text),
    ],
    submit,
    after,
    blames,
    write: Text::Request(T::ActDelegate),
    ready: FormSpec::says_nothing,
};

fn scopes(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let families = Family::ALL
        .into_iter()
        .map(|family| Choice::new(family.code(), lang.request_family(family)));
    std::iter::once(Choice::new(ALL, lang.delegation_scope(None)))
        .chain(families)
        .collect()
}

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let fitting = office.people()?.into_iter().filter(|clerk| {
        clerk.roles.any_of(&[Role::User, Role::Manager]) && !clerk.roles.has(Role::Supervisor)
    });
    let people = fitting
        .map(|clerk| {
            Choice::new(clerk.login.to_string(), clerk.name.clone()).note(lang.roles(clerk.roles))
        })
        .collect();
    Ok(Prepared {
        title: lang.text(Text::Request(T::ActDelegate)).to_owned(),
        lists: vec![(PEOPLE, people)],
        starts: vec![Start {
            field: Of::From.code(),
            value: roc_date::iso(office.now().day()),
            ..Start::default()
        }],
        foot: vec![signature(lang, here)],
        ..Prepared::of(here)
    })
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let missing = |field: Of| FieldFault {
        field: field.code(),
        sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
    };
    let day = |field: Of| day_of(filled.get(field.code())).ok_or_else(|| missing(field));
    let deputy = filled.get(Of::Deputy.code()).parse();
    let delegation = NewDelegation {
        deputy: deputy.map_err(|_form| missing(Of::Deputy))?,
        scope: filled.get(Of::Scope.code()).parse().ok(),
        from: day(Of::From)?,
        to: day(Of::To)?,
        reason: filled.get(Of::Reason.code()).to_owned(),
    };
    let command = RequestCommand::Delegate(delegation);
    Ok(Errand::Command(Box::new(Command::Request(command))))
}

fn after(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Delegation(refusal)) => Some(match refusal {
            DelegationRefusal::NotSupervisor
            | DelegationRefusal::Oneself
            | DelegationRefusal::UnfitDeputy => Of::Deputy.code(),
            DelegationRefusal::Days => Of::To.code(),
            DelegationRefusal::ReasonMissing => Of::Reason.code(),
        }),
        _ => None,
    }
}

static END: FormSpec = FormSpec {
    title: Text::Request(T::ActEndDelegation),
    place: Place::Drawer,
    prepare: |_office, here| {
        let lang = here.lang;
        Ok(Prepared {
            title: lang.text(Text::Request(T::ActEndDelegation)).to_owned(),
            lines: vec![
                Line::at(
                    lang.value_column(),
                    Cell::plain(lang.end_delegation_sentence()),
                ),
                Line::blank(),
                signature(lang, here),
            ],
            ..Prepared::of(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| {
        let id = prepared.here.row.key.parse().map_err(|_form| FieldFault {
            field: "",
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        let command = RequestCommand::EndDelegation { id };
        Ok(Errand::Command(Box::new(Command::Request(command))))
    },
    after,
    blames: FormSpec::blames_nothing,
    write: Text::Request(T::ActEndDelegation),
    ready: FormSpec::says_nothing,
};
