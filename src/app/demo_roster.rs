//! The demo's roster: fifteen accounts, their holders and items, a checker's appointment, the agency's consent.

use chrono::{Days, NaiveDate};

use super::demo::broken;
use super::demo_words::{PEOPLE, REASONS};
use super::roster::RosterCommand;
use super::{AppError, Command, Office};
use crate::domain::event::Event;
use crate::domain::ids::Period;
use crate::domain::people::Role;
use crate::domain::roster::{
    AccountKind, Duty, NewAccount, NewGrant, Officer, Person, Post, Proofs, RosterEvent, Standing,
    StandingFact, Training,
};

/// Somebody on the roster.
struct Listed {
    name: &'static str,
    unit: &'static str,
    title: &'static str,
    account: &'static str,
    kind: AccountKind,
    items: &'static [&'static str],
    /// Days before today on which the account was opened; of old ones, none.
    opened: Option<u64>,
    /// Days before today on which the person left the post, and how.
    moved: Option<u64>,
    post: Post,
}

const fn listed(
    name: &'static str,
    unit: &'static str,
    account: &'static str,
    items: &'static [&'static str],
) -> Listed {
    Listed {
        name,
        unit,
        title: "科員",
        account,
        kind: AccountKind::User,
        items,
        opened: None,
        moved: None,
        post: Post::Moved,
    }
}

/// In the order of their accounts. Those of [`PEOPLE`] have a login; the others only stand on the roster.
const LISTED: [Listed; 15] = [
    Listed {
        title: "股長",
        kind: AccountKind::Manager,
        ..listed("陳怡君", "社會救助科", "kcgsoc0100", &["LI01", "LP11"])
    },
    listed("許婷辰", "社會救助科", "kcgsoc0101", &["LI01", "LP11"]),
    listed(
        "周明俊",
        "社會救助科",
        "kcgsoc0102",
        &["LI01", "LP11", "UB07"],
    ),
    listed(
        "何郁建",
        "社會救助科",
        "kcgsoc0103",
        &["EI03", "LI01", "LP11"],
    ),
    listed(
        "鄭明柏",
        "老人福利科",
        "kcgsoc0104",
        &["LI01", "LI02", "LP11"],
    ),
    listed("吳志傑", "老人福利科", "kcgsoc0105", &["EI03", "LP11"]),
    Listed {
        opened: Some(94),
        moved: Some(40),
        post: Post::Left,
        ..listed("許文彬", "老人福利科", "kcgsoc0106", &["LI01"])
    },
    listed("劉傑雯", "身障福利科", "kcgsoc0107", &["EI03", "LI01"]),
    listed("劉明辰", "身障福利科", "kcgsoc0109", &["LI02", "LP11"]),
    Listed {
        opened: Some(12),
        ..listed("林美志", "身障福利科", "kcgsoc0110", &["EI03", "LP11"])
    },
    Listed {
        opened: Some(30),
        ..listed("廖雅宗", "兒少福利科", "kcgsoc0111", &["LP11", "UB07"])
    },
    Listed {
        moved: Some(4),
        ..listed("郭婷郁", "兒少福利科", "kcgsoc0112", &["LI01", "UB07"])
    },
    listed(
        "張翰雯",
        "兒少福利科",
        "kcgsoc0113",
        &["EI03", "LI01", "UB07"],
    ),
    Listed {
        opened: Some(20),
        ..listed("黃國華", "兒少福利科", "kcgsoc0114", &["LI01"])
    },
    Listed {
        opened: Some(45),
        ..listed("謝佩玲", "社會救助科", "kcgsoc0115", &["LI01", "LP11"])
    },
];

fn give(manager: &mut Office, command: RosterCommand) -> Result<i64, AppError> {
    match manager.execute(Command::Roster(command))?.event {
        Event::Roster(RosterEvent::PersonSaved { id }) => Ok(id),
        _ => Ok(0),
    }
}

/// Those who have held their accounts for long, as they stood when the last review was made.
pub(super) fn lay_down_old(manager: &mut Office) -> Result<(), AppError> {
    let now = manager.now().day();
    let long_ago = now.checked_sub_days(Days::new(80)).unwrap_or(now);
    for (place, of) in listed_by(|of| of.opened.is_none()) {
        list(manager, (place, of), long_ago)?;
    }
    Ok(())
}

/// Lays down the rest of the roster; `today` is the day on which the demo is looked at, `first` the first month it
/// tells of.
pub(super) fn lay_down(
    manager: &mut Office,
    first: NaiveDate,
    today: NaiveDate,
) -> Result<(), AppError> {
    let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let long_ago = first.checked_sub_days(Days::new(240)).unwrap_or(first);
    let now = manager.now().day();
    give(
        manager,
        RosterCommand::SaveStanding(StandingFact {
            standing: Standing::Consented,
            since: long_ago,
            document: "高市勞就字第11430012300號".to_owned(),
            cause: None,
        }),
    )?;
    for (place, of) in listed_by(|of| of.opened.is_some()) {
        // An account that is opened later than the demo's first day is entered as of that day all the same.
        let opened_on = of.opened.map_or(long_ago, back).min(now);
        list(manager, (place, of), opened_on)?;
    }
    for (_, of) in listed_by(|of| of.moved.is_some()) {
        let people = manager.roster_people()?;
        let person = people.into_iter().find(|person| person.name == of.name);
        let person = Person {
            post: of.post,
            post_on: of.moved.map(back),
            ..person.ok_or_else(broken)?
        };
        give(manager, RosterCommand::SavePerson(Box::new(person)))?;
    }
    appoint(manager, long_ago, now)
}

fn listed_by(wanted: fn(&Listed) -> bool) -> impl Iterator<Item = (u32, &'static Listed)> {
    (1..).zip(&LISTED).filter(move |(_, of)| wanted(of))
}

/// A person and his account.
fn list(
    manager: &mut Office,
    (place, of): (u32, &Listed),
    opened_on: NaiveDate,
) -> Result<(), AppError> {
    let known = PEOPLE.iter().find(|known| known.name == of.name);
    let login = known
        .map(|known| known.login.parse().map_err(|_form| broken()))
        .transpose()?;
    let is_manager = of.kind == AccountKind::Manager;
    let person = Person {
        id: 0,
        version: 0,
        name: of.name.to_owned(),
        unit: of.unit.to_owned(),
        title: of.title.to_owned(),
        login: login.clone().filter(|_login| !is_manager),
        post: Post::Serving,
        post_on: None,
        remark: String::new(),
    };
    let id = give(manager, RosterCommand::SavePerson(Box::new(person.clone())))?;
    let period = Period::of(opened_on).unwrap_or_default();
    let request = format!("A{period}-{place:03}");
    give(manager, entered(of, id, opened_on, &request))?;
    // The manager's login comes after the account: here he does not register under it.
    if is_manager {
        let person = Person {
            id,
            login,
            ..person
        };
        give(manager, RosterCommand::SavePerson(Box::new(person)))?;
    }
    Ok(())
}

fn entered(of: &Listed, person: i64, opened_on: NaiveDate, request: &str) -> RosterCommand {
    let mut bases: Vec<&str> = REASONS.iter().map(|(_, basis)| *basis).collect();
    bases.sort_unstable();
    bases.dedup();
    let items = of.items.iter().flat_map(|item| {
        bases.iter().map(|basis| NewGrant {
            item: (*item).to_owned(),
            basis: (*basis).to_owned(),
            valid_from: opened_on,
            request: request.to_owned(),
        })
    });
    RosterCommand::EnterAccount {
        items: items.collect(),
        account: Box::new(NewAccount {
            account: of.account.to_owned(),
            person,
            kind: of.kind,
            proofs: Proofs {
                official_on: Some(opened_on),
                bound_on: Some(opened_on),
                certificate_until: opened_on.checked_add_days(Days::new(5 * 365)),
                pledged_on: Some(opened_on),
            },
            request: request.to_owned(),
            approved_on: Some(opened_on),
            opened_on,
            second_reason: String::new(),
        }),
    }
}

/// The checker's appointment and training.
fn appoint(manager: &mut Office, since: NaiveDate, now: NaiveDate) -> Result<(), AppError> {
    let known = PEOPLE
        .iter()
        .find(|known| known.role == Role::Checker)
        .ok_or_else(broken)?;
    let checker = Person {
        id: 0,
        version: 0,
        name: known.name.to_owned(),
        unit: "政風室".to_owned(),
        title: "專員".to_owned(),
        login: Some(known.login.parse().map_err(|_form| broken())?),
        post: Post::Serving,
        post_on: None,
        remark: String::new(),
    };
    let person = give(manager, RosterCommand::SavePerson(Box::new(checker)))?;
    give(
        manager,
        RosterCommand::SaveOfficer(Box::new(Officer {
            id: 0,
            version: 0,
            person,
            duty: Duty::Checking,
            since,
            until: None,
            appointment: "高市社人字第11430045600號".to_owned(),
        })),
    )?;
    give(
        manager,
        RosterCommand::Train(Training {
            person,
            held_on: now,
            hours: 3,
            course: "資通安全通識教育訓練".to_owned(),
        }),
    )?;
    Ok(())
}
