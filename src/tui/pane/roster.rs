//! 名冊: the list of accounts, those that only a log names among them, and what can be done from it.

use super::contacts::CONTACTS;
use super::reviews::{next_due_short, reviews_page};
use super::roster_agency::AGENCY;
use super::roster_detail::{DETAIL, detail};
use super::roster_forms::{DELETION, ENTER, EXPORT, IMPORT, NEW_PERSON, PERSON, PROOFS};
use super::roster_officers::OFFICERS;
use crate::app::{Roster, RosterAsked, RosterLine};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::roster::{AccountKind, AccountStatus, Hint};
use crate::domain::shown::width;
use crate::locale::{Lang, Measure, RosterText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, PaneSpec, Target, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Roster(T::Roster),
    slot: 5,
    action: Action::GoRoster,
    roles: &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper],
    page: &LIST,
};

/// A fact of a row that only a log names.
pub(super) const STATE: &str = "state";
pub(super) const UNKNOWN: &str = "unknown";
/// The holder's id.
pub(super) const PERSON_ID: &str = "person";

pub(super) static NEXT: Does = Does::Either {
    when: is_unknown,
    then: &Does::Fill(&ENTER),
    otherwise: &Does::Fill(&DELETION),
};

static LIST: PageSpec = PageSpec {
    contexts: &["roster"],
    title: Text::Roster(T::Roster),
    help: Text::Roster(T::Help),
    views: &[ViewSpec {
        title: Text::Roster(T::Roster),
        layout: Layout::List,
        load: list,
        side: Some(detail),
        filters: &[
            Filter {
                label: Text::Roster(T::Status),
                options: statuses,
                start: "",
            },
            Filter {
                label: Text::Roster(T::Kind),
                options: kinds,
                start: "",
            },
            Filter {
                label: Text::Roster(T::Hint),
                options: notices,
                start: "",
            },
            Filter {
                label: Text::Roster(T::Unit),
                options: none,
                start: "",
            },
        ],
        search: Some(Text::Roster(T::SearchHelp)),
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&DETAIL)),
        Offer::record(Action::NextStep, Text::Roster(T::DraftDeletion), NEXT).only(MANAGER),
        Offer::page(
            Action::New,
            Text::Roster(T::NewPerson),
            Does::Fill(&NEW_PERSON),
        )
        .only(MANAGER),
        Offer::page(Action::Export, Text::Roster(T::Export), Does::Fill(&EXPORT)),
        Offer::record(
            Action::Correct,
            Text::Roster(T::EditPerson),
            Does::Fill(&PERSON),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::record(
            Action::Proofs,
            Text::Roster(T::SaveProofs),
            Does::Fill(&PROOFS),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::page(
            Action::ImportRoster,
            Text::Roster(T::Import),
            Does::Fill(&IMPORT),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::page(
            Action::Officers,
            Text::Roster(T::Officers),
            Does::GoTo(officers),
        )
        .unhinted(),
        Offer::page(Action::Contacts, Text::ActContacts, Does::GoTo(contacts)).unhinted(),
        Offer::page(
            Action::Reviews,
            Text::Review(crate::locale::ReviewText::Reviews),
            Does::GoTo(reviews_page),
        )
        .unhinted(),
        Offer::page(Action::Agency, Text::Roster(T::Agency), Does::GoTo(agency)).unhinted(),
    ],
};

fn officers(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &OFFICERS,
        about: String::new(),
        view: 0,
    })
}

fn contacts(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &CONTACTS,
        about: String::new(),
        view: 0,
    })
}

fn agency(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &AGENCY,
        about: String::new(),
        view: 0,
    })
}

fn is_unknown(here: &Here) -> bool {
    here.row.fact(STATE) == UNKNOWN
}

static HEADS: &[Head] = &[
    Head::new(Text::Roster(T::Account), 10),
    Head::new(Text::Roster(T::Name), 6),
    Head::new(Text::Roster(T::Unit), 10).dims_repeats(),
    Head::new(Text::Roster(T::Kind), 6).widths([6, 6, 0]),
    Head::new(Text::Roster(T::Items), 14).widths([14, 30, 0]),
    Head::new(Text::Roster(T::LastQuery), 9)
        .gap(1)
        .widths([9, 9, 0]),
    Head::new(Text::Roster(T::Idle), 5).right(),
    Head::new(Text::Roster(T::Hint), 4),
];

fn none(_lang: Lang, _now: Moment) -> Vec<Choice> {
    Vec::new()
}

fn statuses(lang: Lang, _now: Moment) -> Vec<Choice> {
    AccountStatus::ALL
        .into_iter()
        .map(|status| Choice::new(status.code(), lang.account_status(status)))
        .collect()
}

fn kinds(lang: Lang, _now: Moment) -> Vec<Choice> {
    AccountKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.code(), lang.account_kind(kind)))
        .collect()
}

/// The notices that a line can be narrowed to.
const NOTICES: [(&str, Hint); 6] = [
    ("unknown", Hint::Unknown),
    ("delete", Hint::DeletionProposed),
    ("idle", Hint::Idle),
    ("duplicate", Hint::Duplicate),
    ("unproven", Hint::Unproven),
    ("stopped", Hint::Stopped),
];

fn notices(lang: Lang, _now: Moment) -> Vec<Choice> {
    NOTICES
        .into_iter()
        .map(|(code, hint)| Choice::new(code, lang.hint_word(hint)))
        .collect()
}

fn wanted(asked: &Asked) -> RosterAsked {
    let chosen = |index: usize| {
        let key = asked.filters.get(index).map(String::as_str);
        key.filter(|key| !key.is_empty())
    };
    RosterAsked {
        search: asked.search.clone(),
        status: chosen(0).and_then(|code| code.parse().ok()),
        kind: chosen(1).and_then(|code| code.parse().ok()),
        hint: chosen(2).and_then(|code| {
            let known = NOTICES.into_iter().find(|(known, _)| *known == code);
            known.map(|(_, hint)| hint)
        }),
        unit: chosen(3).map(str::to_owned),
    }
}

fn list(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let wanted = wanted(asked);
    let Roster {
        lines,
        active,
        stopped,
        units,
    } = office.roster(&wanted)?;
    let limits = office.idle_limits()?;
    let today = office.now().day();
    let rows: Vec<RowData> = lines
        .iter()
        .map(|line| {
            let cells = vec![
                Cell::plain(line.account.clone()),
                Cell::plain(name_of(line)),
                Cell::plain(unit_of(line)),
                Cell::plain(kind_of(line, lang)),
                Cell::plain(fitted(&line.items)),
                Cell::plain(
                    line.last_query
                        .map_or_else(String::new, |day| lang.list_day(day, today)),
                ),
                Cell::plain(
                    line.idle
                        .map_or_else(String::new, |days| lang.idle_days(days)),
                ),
                hint_cell(line, lang),
            ];
            RowData {
                cells,
                peek: lang.roster_peek(&said(line), limits),
                ..record(line, lang)
            }
        })
        .collect();
    let is_narrowed = wanted != RosterAsked::default();
    let units = units
        .into_iter()
        .map(|unit| Choice::new(unit.clone(), unit));
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.roster_title(active, stopped),
        right: vec![next_due_short(office, lang)?],
        measure: Some(Measure::Query),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        choices: vec![(Text::Roster(T::Unit), units.collect())],
        empty: vec![
            lang.text(if is_narrowed {
                Text::NothingFound
            } else {
                Text::Roster(T::Empty)
            })
            .to_owned(),
        ],
        ..TableData::default()
    })))
}

fn name_of(line: &RosterLine) -> String {
    let person = line.held.as_ref().map(|(_, person)| &person.name);
    person.cloned().unwrap_or_default()
}

fn unit_of(line: &RosterLine) -> String {
    let person = line.held.as_ref().map(|(_, person)| &person.unit);
    person.cloned().unwrap_or_default()
}

fn kind_of(line: &RosterLine, lang: Lang) -> &'static str {
    let account = line.held.as_ref().map(|(account, _)| account);
    account.map_or("", |account| lang.account_kind_short(account.kind))
}

/// `LI01 LP11 +1`: as many codes as fit.
pub(super) fn fitted(items: &[String]) -> String {
    const WIDTH: usize = 14;
    let whole = items.join(" ");
    if width(&whole) <= WIDTH {
        return whole;
    }
    let mut shown = String::new();
    for (place, item) in items.iter().enumerate() {
        let left = items.len().saturating_sub(place).saturating_sub(1);
        let longer = format!("{shown}{}{item}", if place == 0 { "" } else { " " });
        if width(&format!("{longer} +{left}")) > WIDTH {
            return format!("{shown} +{}", left.saturating_add(1));
        }
        shown = longer;
    }
    shown
}

fn hint_cell(line: &RosterLine, lang: Lang) -> Cell {
    let Some(hint) = line.hints.first() else {
        return Cell::default();
    };
    let tone = match hint {
        Hint::Unknown | Hint::Gone(_) | Hint::DeletionProposed => Tone::Bad,
        Hint::Going(_) | Hint::Duplicate | Hint::Unproven | Hint::Idle => Tone::Warn,
        Hint::Stopped => Tone::Dim,
    };
    Cell::toned(lang.hint_short(*hint), tone)
}

/// What the peek line says of a line.
pub(super) fn said(line: &RosterLine) -> crate::locale::RosterSaid<'_> {
    let held = line.held.as_ref();
    crate::locale::RosterSaid {
        name: held.map_or("", |(_, person)| &person.name),
        title: held.map_or("", |(_, person)| &person.title),
        post_on: held.and_then(|(_, person)| person.post_on),
        bases: &line.bases,
        approved_on: held.and_then(|(account, _)| account.approved_on),
        request: held.map_or("", |(account, _)| &account.request),
        hints: &line.hints,
    }
}

/// A line as a record: its key, facts, and what cannot be done with it.
pub(super) fn record(line: &RosterLine, lang: Lang) -> RowData {
    let word = |text| Some(lang.text(Text::Roster(text)).to_owned());
    let held = line.held.as_ref();
    let status = held.map(|(account, _)| account.status);
    let next = match status {
        None => RowMove {
            action: Action::NextStep,
            label: word(T::EnterAccount),
            cannot: None,
        },
        Some(AccountStatus::Deleted) => RowMove {
            action: Action::NextStep,
            label: None,
            cannot: word(T::Deleted),
        },
        Some(AccountStatus::Active | AccountStatus::Stopped) => RowMove {
            action: Action::NextStep,
            label: None,
            cannot: None,
        },
    };
    let needs_line = |action| RowMove {
        action,
        label: None,
        cannot: if held.is_none() {
            word(T::IsUnknown)
        } else {
            None
        },
    };
    let state = if held.is_none() { UNKNOWN } else { "" };
    let person = held.map_or_else(String::new, |(_, person)| person.id.to_string());
    RowData {
        key: line.account.clone(),
        moves: vec![
            next,
            needs_line(Action::Correct),
            needs_line(Action::Proofs),
        ],
        facts: vec![(STATE, state.to_owned()), (PERSON_ID, person)],
        ..RowData::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_items_as_fit_are_named_and_the_rest_counted() {
        let items = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert_eq!(fitted(&items("LI01 LP11 UB07")), "LI01 LP11 UB07");
        assert_eq!(fitted(&items("LI01 LI02 LP11 UB07")), "LI01 LI02 +2");
        assert_eq!(fitted(&[]), "");
    }
}
