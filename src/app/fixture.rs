//! An office for tests: a real store, a clock that stands still, whoever is wanted at the desk.

use tempfile::TempDir;

use super::{Clock, Office, Watch};
use crate::domain::calendar::Calendar;
use crate::domain::event::{Event, PeopleEvent};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::store;
use crate::store::fixture::store;

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
    let mut office = Office {
        agency: store.agency().unwrap(),
        store,
        signer,
        me: people[0].clone(),
        clock: Clock::Fixed(now()),
        watch: Watch::start(now()),
        calendar: Calendar::embedded(),
    };
    office.seed().unwrap();
    for person in people {
        let by = "keeper".parse().unwrap();
        office
            .write(Role::Keeper, |tx| {
                store::clerks::put(tx, person, &by, now())?;
                Ok(Event::People(PeopleEvent::Added {
                    login: person.login.clone(),
                    roles: person.roles,
                    code: String::new(),
                }))
            })
            .unwrap();
    }
    (dir, office)
}

impl Office {
    /// The same store with another person at the desk.
    pub(crate) fn as_person(&self, person: &Clerk) -> Office {
        Office {
            me: person.clone(),
            ..self.another().unwrap()
        }
    }
}
