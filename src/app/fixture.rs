//! An office for tests: a real store, a clock that stands still, whoever is wanted at the desk.

use tempfile::TempDir;

use super::{Clock, Office, Watch};
use crate::domain::calendar::Calendar;
use crate::domain::event::{Event, PeopleEvent};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::store;
use crate::store::fixture::{keeper, signer_of, store};

/// 115/11/23 (Monday), 09:44 in the office.
pub(crate) fn now() -> Moment {
    Moment::parse("2026-11-23T01:44:00.000Z").unwrap()
}

pub(crate) fn clerk(login: &str, roles: &str, account: Option<&str>) -> Clerk {
    Clerk {
        login: login.parse().unwrap(),
        name: login.to_owned(),
        roles: roles.parse().unwrap(),
        account: account.map(str::to_owned),
        items: Vec::new(),
    }
}

/// The user of most tests.
pub(crate) fn user() -> Clerk {
    clerk("hsu", "user", Some("KCGSOC0101"))
}

/// A seeded office with these people enrolled, the first of them at the desk. Keep the directory as long as the office.
pub(crate) fn office(people: &[Clerk]) -> (TempDir, Office) {
    let (dir, store, signer) = store();
    let held = Roles::of(&[Role::Keeper]);
    let mut office = Office {
        agency: store.agency().unwrap(),
        store,
        signer,
        me: Clerk {
            login: "keeper".parse().unwrap(),
            roles: held,
            ..people[0].clone()
        },
        roles: held,
        clock: Clock::Fixed(now()),
        watch: Watch::start(now()),
        calendar: Calendar::embedded(),
    };
    office.seed().unwrap();
    for person in people {
        enrol(&mut office, person);
    }
    let office = office.as_person(&people[0]);
    (dir, office)
}

fn enrol(keeper: &mut Office, person: &Clerk) {
    let by = "keeper".parse().unwrap();
    keeper
        .write(Role::Keeper, |tx| {
            store::clerks::put(tx, person, &by, now())?;
            Ok(Event::People(PeopleEvent::Added {
                login: person.login.clone(),
                roles: person.roles,
                code: person.login.to_string(),
            }))
        })
        .unwrap();
    let (login, role) = (person.login.as_str(), person.roles.iter().next().unwrap());
    keeper.store.enrol_key(login, role, login);
}

impl Office {
    /// The same store with another person at the desk, who is enrolled where nobody knows him yet.
    pub(crate) fn as_person(&self, person: &Clerk) -> Office {
        let signers = self.store.signers().unwrap();
        if signers.roles(person.login.as_str()).is_none() {
            enrol(&mut self.as_keeper(), person);
        }
        Office {
            me: person.clone(),
            roles: person.roles,
            signer: signer_of(person.login.as_str()),
            ..self.another().unwrap()
        }
    }

    /// The same store with its keeper at the desk.
    pub(crate) fn as_keeper(&self) -> Office {
        let roles = Roles::of(&[Role::Keeper]);
        Office {
            me: Clerk {
                login: "keeper".parse().unwrap(),
                roles,
                ..self.me.clone()
            },
            roles,
            signer: keeper(),
            ..self.another().unwrap()
        }
    }
}
