//! What carries out a change of the roster, inside the caller's own transaction: an approved request, an import, a form.
//!
//! Each function judges by `domain::roster` against the rows as they stand in the transaction, writes, and says what
//! stands now. None asks who may: approvals are the caller's. The caller's one event names the request; rows name it too.

use crate::app::AppError;
use crate::domain::normal::norm_text;
use crate::domain::people::Clerk;
use crate::domain::refusal::Refusal;
use crate::domain::roster::{
    self, Account, AgencyItem, Ended, Grant, NewAccount, NewGrant, Person, Post, Proofs,
    RosterRefusal, Wanted,
};
use crate::store::roster::By;
use crate::store::{self, WriteTx};

impl From<RosterRefusal> for AppError {
    fn from(refusal: RosterRefusal) -> AppError {
        Refusal::Roster(refusal).into()
    }
}

fn named(tx: &WriteTx<'_>, account: &str) -> Result<Account, AppError> {
    let found = store::roster::account_named(tx.reader(), &norm_text(account))?;
    Ok(found.ok_or(RosterRefusal::NoSuchAccount)?)
}

/// Writes a person of the roster, new where the id is 0; says the id. A login belongs to one person, and a post that
/// ended has its day.
pub(in crate::app) fn save_person(
    tx: &mut WriteTx<'_>,
    person: &Person,
    by: &By,
) -> Result<i64, AppError> {
    if let Some(login) = &person.login
        && store::roster::person_of_login(tx.reader(), login)?
            .is_some_and(|other| other.id != person.id)
    {
        return Err(RosterRefusal::LoginTaken.into());
    }
    if person.post != Post::Serving && person.post_on.is_none() {
        return Err(RosterRefusal::PostNeedsDay.into());
    }
    Ok(store::roster::put_person(tx, person, by)?)
}

/// 帳號新增 (U-ADD, M-ADD): an account set up in WebIR for a person of the roster. Where the person has a login that
/// registers under no account, or under one that is no longer active, he registers under this one from now on.
/// Items are granted one by one with [`grant_item`].
pub(in crate::app) fn open_account(
    tx: &mut WriteTx<'_>,
    new: &NewAccount,
    by: &By,
) -> Result<Account, AppError> {
    let person =
        store::roster::person_by_id(tx.reader(), new.person)?.ok_or(RosterRefusal::NoSuchPerson)?;
    let same = store::roster::account_named(tx.reader(), &norm_text(&new.account))?;
    let others = store::roster::accounts_of(tx.reader(), new.person)?;
    let opened = roster::open(new, same.as_ref(), &others)?;
    let holder = store::clerks::holder(tx.reader(), &opened.account)?;
    if holder.is_some_and(|clerk| Some(&clerk.login) != person.login.as_ref()) {
        return Err(Refusal::AccountTaken.into());
    }
    let id = store::roster::put_account(tx, &opened, by)?;
    let opened = Account {
        id,
        version: 1,
        ..opened
    };
    link_clerk(tx, &person, &opened, &others, by)?;
    Ok(opened)
}

/// The login registers under the account, unless it does so under another that is still active.
fn link_clerk(
    tx: &mut WriteTx<'_>,
    person: &Person,
    opened: &Account,
    others: &[Account],
    by: &By,
) -> Result<(), AppError> {
    let Some(login) = &person.login else {
        return Ok(());
    };
    let Some(clerk) = store::clerks::get(tx.reader(), login)? else {
        return Ok(());
    };
    let is_in_use = clerk.account.as_deref().is_some_and(|held| {
        others
            .iter()
            .any(|other| other.account == norm_text(held) && other.status.is_active())
    });
    if is_in_use || clerk.account.as_deref() == Some(opened.account.as_str()) {
        return Ok(());
    }
    let clerk = Clerk {
        account: Some(opened.account.clone()),
        ..clerk
    };
    Ok(store::clerks::put(tx, &clerk, &by.login, by.at)?)
}

/// 帳號停止: nobody may use it after `end.on`. Its items stay on record until it is deleted.
pub(in crate::app) fn stop_account(
    tx: &mut WriteTx<'_>,
    account: &str,
    end: &Ended,
    by: &By,
) -> Result<Account, AppError> {
    let stopped = roster::stop(&named(tx, account)?, end)?;
    store::roster::put_account(tx, &stopped, by)?;
    Ok(stopped)
}

/// 帳號刪除 (U-DEL, M-DEL): the account and every item it still holds end on `end.on`. The lines stay on record, and the
/// person keeps his registrations.
pub(in crate::app) fn delete_account(
    tx: &mut WriteTx<'_>,
    account: &str,
    end: &Ended,
    by: &By,
) -> Result<Account, AppError> {
    let before = named(tx, account)?;
    let deleted = roster::delete(&before, end)?;
    for grant in store::roster::grants_of(tx.reader(), before.id)? {
        if grant.valid_to.is_none_or(|to| end.on < to) {
            let ended = Grant {
                valid_to: Some(end.on.max(grant.valid_from)),
                ended_by: end.request.clone(),
                ..grant
            };
            store::roster::put_grant(tx, &ended, by)?;
        }
    }
    store::roster::put_account(tx, &deleted, by)?;
    Ok(deleted)
}

/// 項目新增 (U-ITEM): an item on a basis, from a day on; within the agency's own items where these are recorded.
pub(in crate::app) fn grant_item(
    tx: &mut WriteTx<'_>,
    account: &str,
    new: &NewGrant,
    by: &By,
) -> Result<Grant, AppError> {
    let account = named(tx, account)?;
    let held = store::roster::grants_of(tx.reader(), account.id)?;
    let agency = store::roster::agency_items(tx.reader())?;
    let granted = roster::grant(&account, &held, &agency, new)?;
    let id = store::roster::put_grant(tx, &granted, by)?;
    Ok(Grant {
        id,
        version: 1,
        ..granted
    })
}

/// 項目刪除 (U-ITEM): the item is held through `end.on` and not after; on one basis, or on all.
pub(in crate::app) fn end_item(
    tx: &mut WriteTx<'_>,
    account: &str,
    wanted: Wanted<'_>,
    end: &Ended,
    by: &By,
) -> Result<Vec<Grant>, AppError> {
    let account = named(tx, account)?;
    let held = store::roster::grants_of(tx.reader(), account.id)?;
    let ended = roster::end_grant(&held, wanted, end)?;
    for grant in &ended {
        store::roster::put_grant(tx, grant, by)?;
    }
    Ok(ended)
}

/// 5(1): official account, certificate binding and pledge as they were confirmed, and until when the certificate is good.
pub(in crate::app) fn confirm_proofs(
    tx: &mut WriteTx<'_>,
    account: &str,
    proofs: Proofs,
    by: &By,
) -> Result<Account, AppError> {
    let confirmed = Account {
        proofs,
        ..named(tx, account)?
    };
    store::roster::put_account(tx, &confirmed, by)?;
    Ok(confirmed)
}

/// 機關項目新增 (Q-ADD): what the bureau granted to the agency; the same item on the same basis only once at a time.
pub(in crate::app) fn grant_agency_item(
    tx: &mut WriteTx<'_>,
    item: &AgencyItem,
    by: &By,
) -> Result<i64, AppError> {
    let item = AgencyItem {
        id: 0,
        item: norm_text(&item.item),
        basis: norm_text(&item.basis),
        ..item.clone()
    };
    if item.item.is_empty() || item.basis.is_empty() {
        return Err(RosterRefusal::ItemForm.into());
    }
    let is_held = |own: &AgencyItem| {
        own.item == item.item
            && own.basis == item.basis
            && own.valid_to.is_none_or(|to| item.valid_from <= to)
    };
    let own = store::roster::agency_items(tx.reader())?;
    if own.iter().any(is_held) {
        return Err(RosterRefusal::AlreadyHeld { item: item.item }.into());
    }
    Ok(store::roster::put_agency_item(tx, &item, by)?)
}

/// 機關項目刪除 (Q-DEL): the agency holds the item through `end.on`; on one basis, or on all.
pub(in crate::app) fn end_agency_item(
    tx: &mut WriteTx<'_>,
    wanted: Wanted<'_>,
    end: &Ended,
    by: &By,
) -> Result<Vec<AgencyItem>, AppError> {
    let code = norm_text(wanted.item);
    let is_meant = |own: &AgencyItem| {
        own.item == code
            && wanted.basis.is_none_or(|basis| own.basis == basis)
            && own.valid_to.is_none_or(|to| end.on < to)
    };
    let own = store::roster::agency_items(tx.reader())?;
    let mut ended = Vec::new();
    for item in own.into_iter().filter(is_meant) {
        if end.on < item.valid_from {
            let begins = item.valid_from;
            return Err(RosterRefusal::EndsBeforeItBegins { begins }.into());
        }
        let item = AgencyItem {
            valid_to: Some(end.on),
            ended_by: end.request.clone(),
            ..item
        };
        store::roster::put_agency_item(tx, &item, by)?;
        ended.push(item);
    }
    if ended.is_empty() {
        return Err(RosterRefusal::NotHeld { item: code }.into());
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::app::fixture::{clerk, now, office, user};
    use crate::domain::event::{DeskEvent, Event};
    use crate::domain::people::Role;
    use crate::domain::roster::{AccountKind, AccountStatus, Cause};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn by() -> By {
        By {
            login: "keeper".parse().unwrap(),
            at: now(),
        }
    }

    fn person(name: &str, login: Option<&str>) -> Person {
        Person {
            id: 0,
            version: 0,
            name: name.to_owned(),
            unit: "社會救助科".to_owned(),
            title: "科員".to_owned(),
            login: login.map(|login| login.parse().unwrap()),
            post: Post::Serving,
            post_on: None,
            remark: String::new(),
        }
    }

    fn account(name: &str, person: i64) -> NewAccount {
        NewAccount {
            account: name.to_owned(),
            person,
            kind: AccountKind::User,
            proofs: Proofs::default(),
            request: "A11511-015".to_owned(),
            approved_on: None,
            opened_on: day("2026-11-23"),
            second_reason: String::new(),
        }
    }

    fn item(code: &str) -> NewGrant {
        NewGrant {
            item: code.to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-11-23"),
            request: "A11511-015".to_owned(),
        }
    }

    fn end(on: &str) -> Ended {
        Ended {
            on: day(on),
            cause: Some(Cause::Moved),
            request: "A11511-009".to_owned(),
        }
    }

    /// One transaction of these deeds, entered and verified.
    fn deed<T>(
        office: &crate::app::Office,
        rows: impl FnOnce(&mut WriteTx<'_>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let mut got = None;
        office.as_keeper().write(Role::Keeper, |tx| {
            got = Some(rows(tx)?);
            Ok(Event::Desk(DeskEvent::SettingChanged { name: "in_dir" }))
        })?;
        Ok(got.unwrap())
    }

    #[test]
    fn an_account_is_opened_granted_changed_and_deleted_and_all_of_it_stays_on_record() {
        let newcomer = clerk("su", "user", None);
        let (_dir, office) = office(&[user(), newcomer.clone()]);
        let id = deed(&office, |tx| {
            save_person(tx, &person("蘇品恩", Some("su")), &by())
        })
        .unwrap();
        deed(&office, |tx| {
            let opened = open_account(tx, &account("kcgsoc0120", id), &by())?;
            grant_item(tx, &opened.account, &item("LI01"), &by())?;
            grant_item(tx, &opened.account, &item("UB07"), &by())
        })
        .unwrap();
        let reader = office.store.reader();
        let linked = store::clerks::get(reader, &newcomer.login)
            .unwrap()
            .unwrap();
        assert_eq!(linked.account.as_deref(), Some("KCGSOC0120"));
        let held = |office: &crate::app::Office, on: &str| {
            let kept = store::roster::holdings(office.store.reader()).unwrap();
            kept.items_on("KCGSOC0120", day(on)).unwrap()
        };
        assert_eq!(held(&office, "2026-11-23"), ["LI01", "UB07"]);
        deed(&office, |tx| {
            let wanted = Wanted {
                item: "UB07",
                basis: None,
            };
            end_item(tx, "kcgsoc0120", wanted, &end("2026-11-25"), &by())
        })
        .unwrap();
        assert_eq!(held(&office, "2026-11-26"), ["LI01"]);
        deed(&office, |tx| {
            stop_account(tx, "KCGSOC0120", &end("2026-11-27"), &by())
        })
        .unwrap();
        let gone = deed(&office, |tx| {
            delete_account(tx, "KCGSOC0120", &end("2026-11-30"), &by())
        })
        .unwrap();
        assert_eq!(gone.status, AccountStatus::Deleted);
        assert!(held(&office, "2026-12-01").is_empty());
        let grants = store::roster::grants_of(office.store.reader(), gone.id).unwrap();
        assert_eq!(grants.len(), 2);
        assert!(grants.iter().all(|grant| grant.ended_by == "A11511-009"));
        let report = office
            .store
            .verify(crate::domain::event::signs, None, |_| {})
            .unwrap();
        let roster = |problem: &&store::verify::Problem| {
            problem
                .table
                .as_deref()
                .is_some_and(|table| table.starts_with("roster"))
        };
        assert_eq!(report.problems.iter().filter(roster).count(), 0);
    }

    #[test]
    fn an_account_of_another_login_is_not_taken_and_a_second_one_needs_a_reason() {
        let (_dir, office) = office(&[user(), clerk("su", "user", None)]);
        let id = deed(&office, |tx| {
            save_person(tx, &person("蘇品恩", Some("su")), &by())
        })
        .unwrap();
        let taken = deed(&office, |tx| {
            open_account(tx, &account("kcgsoc0101", id), &by())
        });
        assert!(matches!(
            taken,
            Err(AppError::Refused(Refusal::AccountTaken))
        ));
        deed(&office, |tx| {
            open_account(tx, &account("kcgsoc0120", id), &by())
        })
        .unwrap();
        let second = deed(&office, |tx| {
            open_account(tx, &account("kcgsoc0121", id), &by())
        });
        assert!(matches!(
            second,
            Err(AppError::Refused(Refusal::Roster(
                RosterRefusal::SecondAccount { .. }
            )))
        ));
        let nobody = deed(&office, |tx| {
            open_account(tx, &account("kcgsoc0122", 99), &by())
        });
        assert!(matches!(
            nobody,
            Err(AppError::Refused(Refusal::Roster(
                RosterRefusal::NoSuchPerson
            )))
        ));
        let doubled = deed(&office, |tx| {
            save_person(tx, &person("蘇", Some("su")), &by())
        });
        assert!(matches!(
            doubled,
            Err(AppError::Refused(Refusal::Roster(
                RosterRefusal::LoginTaken
            )))
        ));
    }

    #[test]
    fn the_store_itself_refuses_a_transfer_and_a_second_active_account() {
        let (_dir, office) = office(&[user()]);
        let (one, other) = deed(&office, |tx| {
            let one = save_person(tx, &person("許婷辰", Some("hsu")), &by())?;
            Ok((one, save_person(tx, &person("何郁建", None), &by())?))
        })
        .unwrap();
        let held = deed(&office, |tx| {
            open_account(tx, &account("kcgsoc0101", one), &by())
        })
        .unwrap();
        let handed = Account {
            person: other,
            ..held.clone()
        };
        let refused = deed(&office, |tx| {
            Ok(store::roster::put_account(tx, &handed, &by())?)
        });
        assert!(refused.is_err(), "no transfer");
        let renamed = Account {
            account: "KCGSOC0199".to_owned(),
            ..held.clone()
        };
        assert!(
            deed(&office, |tx| Ok(store::roster::put_account(
                tx,
                &renamed,
                &by()
            )?))
            .is_err()
        );
        let second = Account {
            id: 0,
            account: "KCGSOC0198".to_owned(),
            ..held
        };
        assert!(
            deed(&office, |tx| Ok(store::roster::put_account(
                tx,
                &second,
                &by()
            )?))
            .is_err()
        );
    }

    #[test]
    fn the_agencys_items_bound_what_its_accounts_get() {
        let (_dir, office) = office(&[user()]);
        let own = AgencyItem {
            id: 0,
            version: 0,
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-01-01"),
            valid_to: None,
            document: "保費資字第1號".to_owned(),
            request: String::new(),
            ended_by: String::new(),
        };
        deed(&office, |tx| grant_agency_item(tx, &own, &by())).unwrap();
        let again = deed(&office, |tx| grant_agency_item(tx, &own, &by()));
        assert!(matches!(
            again,
            Err(AppError::Refused(Refusal::Roster(
                RosterRefusal::AlreadyHeld { .. }
            )))
        ));
        deed(&office, |tx| {
            let id = save_person(tx, &person("許婷辰", Some("hsu")), &by())?;
            open_account(tx, &account("kcgsoc0101", id), &by())?;
            grant_item(tx, "kcgsoc0101", &item("LI01"), &by())
        })
        .unwrap();
        let beyond = deed(&office, |tx| {
            grant_item(tx, "kcgsoc0101", &item("UB07"), &by())
        });
        assert!(matches!(
            beyond,
            Err(AppError::Refused(Refusal::Roster(
                RosterRefusal::NotTheAgencys { .. }
            )))
        ));
        deed(&office, |tx| {
            let wanted = Wanted {
                item: "LI01",
                basis: Some("SOC-01"),
            };
            end_agency_item(tx, wanted, &end("2026-12-31"), &by())
        })
        .unwrap();
        let late = NewGrant {
            valid_from: day("2027-01-01"),
            basis: "SOC-02".to_owned(),
            ..item("LI01")
        };
        assert!(deed(&office, |tx| grant_item(tx, "kcgsoc0101", &late, &by())).is_err());
    }
}
