//! For tests: what the roster's own forms would have written.

use chrono::NaiveDate;

use crate::app::roster::carry;
use crate::app::{AppError, Office};
use crate::domain::event::{DeskEvent, Event};
use crate::domain::people::{Clerk, Role};
use crate::domain::roster::{AccountKind, NewAccount, NewGrant, Person, Post, Proofs};
use crate::store::WriteTx;
use crate::store::roster::By;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn proofs() -> Proofs {
    Proofs {
        official_on: Some(day("2026-03-02")),
        bound_on: Some(day("2026-03-02")),
        certificate_until: Some(day("2027-03-01")),
        pledged_on: Some(day("2026-03-02")),
    }
}

/// The manager enters something on the roster.
pub(crate) fn enter<T>(
    manager: &mut Office,
    rows: impl FnOnce(&mut WriteTx<'_>, &By) -> Result<T, AppError>,
) -> T {
    let by = By {
        login: manager.me.login.clone(),
        at: manager.now(),
    };
    let mut got = None;
    manager
        .write(Role::Manager, |tx| {
            got = Some(rows(tx, &by)?);
            let code = "LI01".to_owned();
            Ok(Event::Desk(DeskEvent::ItemSaved { code }))
        })
        .unwrap();
    got.unwrap()
}

/// This person with an account on the roster; a user's holds LI01 and LP11.
pub(crate) fn with_account(manager: &mut Office, clerk: &Clerk, kind: AccountKind, name: &str) {
    enter(manager, |tx, by| {
        let person = Person {
            id: 0,
            version: 0,
            name: clerk.name.clone(),
            unit: "社會救助科".to_owned(),
            title: "科員".to_owned(),
            login: Some(clerk.login.clone()),
            post: Post::Serving,
            post_on: None,
            remark: String::new(),
        };
        let new = NewAccount {
            account: name.to_owned(),
            person: carry::save_person(tx, &person, by)?,
            kind,
            proofs: proofs(),
            request: String::new(),
            approved_on: None,
            opened_on: day("2026-03-02"),
            second_reason: String::new(),
        };
        carry::open_account(tx, &new, by)?;
        for item in ["LI01", "LP11"] {
            let grant = NewGrant {
                item: item.to_owned(),
                basis: "SOC-01".to_owned(),
                valid_from: day("2026-03-02"),
                request: String::new(),
            };
            if kind == AccountKind::User {
                carry::grant_item(tx, name, &grant, by)?;
            }
        }
        Ok(())
    });
}
