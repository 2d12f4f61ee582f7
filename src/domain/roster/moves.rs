//! What may be done to an account and its items: opening, stopping, deleting, granting, ending. Pure; the caller writes.

use chrono::NaiveDate;

use super::{Account, AccountKind, AccountStatus, AgencyItem, Cause, Grant, Proofs};
use crate::domain::normal::norm_text;

/// Why the roster said no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterRefusal {
    /// The account's name is empty or not plain.
    AccountForm,
    /// The roster has this account already, active or not; a deleted one is not opened again either.
    AccountKnown {
        account: String,
    },
    /// The person has another active account; a second one needs a reason.
    SecondAccount {
        account: String,
    },
    /// The account is not on the roster.
    NoSuchAccount,
    /// The person is not on the roster.
    NoSuchPerson,
    /// It is stopped or deleted already.
    NotActive {
        account: String,
    },
    AlreadyDeleted {
        account: String,
    },
    /// The end lies before the beginning.
    EndsBeforeItBegins {
        begins: NaiveDate,
    },
    /// The item is not among the agency's own on that day.
    NotTheAgencys {
        item: String,
    },
    /// The account holds it already on this basis.
    AlreadyHeld {
        item: String,
    },
    /// The account does not hold it on that day.
    NotHeld {
        item: String,
    },
    /// An item needs a code and a basis.
    ItemForm,
    /// Another person of the roster has this login.
    LoginTaken,
    /// A post that ended needs its day.
    PostNeedsDay,
    /// A day that only the past can hold lies ahead.
    InFuture,
}

/// An account about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    pub account: String,
    pub person: i64,
    pub kind: AccountKind,
    pub proofs: Proofs,
    pub request: String,
    pub approved_on: Option<NaiveDate>,
    pub opened_on: NaiveDate,
    /// Why the person needs a second active account; empty where it is the only one.
    pub second_reason: String,
}

/// What ends an account or a grant: the last day on which it holds, why, and by which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub on: NaiveDate,
    pub cause: Option<Cause>,
    pub request: String,
}

/// An item to be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    pub item: String,
    pub basis: String,
    pub valid_from: NaiveDate,
    pub request: String,
}

/// Which of an account's grants is meant: an item, on one basis or on all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    pub item: &'a str,
    /// `None`: on whatever basis it is held.
    pub basis: Option<&'a str>,
}

/// 新增. `same_name` is what the roster holds under this name, `others` the person's accounts.
pub fn open(
    new: &NewAccount,
    same_name: Option<&Account>,
    others: &[Account],
) -> Result<Account, RosterRefusal> {
    let name = norm_text(&new.account);
    if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_graphic()) {
        return Err(RosterRefusal::AccountForm);
    }
    if same_name.is_some() {
        return Err(RosterRefusal::AccountKnown { account: name });
    }
    let second = new.second_reason.trim();
    let active = others
        .iter()
        .find(|other| other.status == AccountStatus::Active);
    if let Some(active) = active
        && second.is_empty()
    {
        return Err(RosterRefusal::SecondAccount {
            account: active.account.clone(),
        });
    }
    Ok(Account {
        id: 0,
        version: 0,
        account: name,
        person: new.person,
        kind: new.kind,
        status: AccountStatus::Active,
        proofs: new.proofs,
        request: new.request.clone(),
        approved_on: new.approved_on,
        opened_on: new.opened_on,
        stopped_on: None,
        deleted_on: None,
        cause: None,
        ended_by: String::new(),
        second_reason: active.map(|_active| second.to_owned()),
        remark: String::new(),
    })
}

fn ended(account: &Account, end: &Ended) -> Result<Account, RosterRefusal> {
    if end.on < account.opened_on {
        return Err(RosterRefusal::EndsBeforeItBegins {
            begins: account.opened_on,
        });
    }
    Ok(Account {
        cause: end.cause.or(account.cause),
        ended_by: end.request.clone(),
        ..account.clone()
    })
}

/// 停止: nobody may use it after that day; 資訊處 or the manager deletes it later.
pub fn stop(account: &Account, end: &Ended) -> Result<Account, RosterRefusal> {
    if account.status != AccountStatus::Active {
        return Err(RosterRefusal::NotActive {
            account: account.account.clone(),
        });
    }
    Ok(Account {
        status: AccountStatus::Stopped,
        stopped_on: Some(end.on),
        ..ended(account, end)?
    })
}

/// 刪除, of an active or of a stopped account. The line stays.
pub fn delete(account: &Account, end: &Ended) -> Result<Account, RosterRefusal> {
    if account.status == AccountStatus::Deleted {
        return Err(RosterRefusal::AlreadyDeleted {
            account: account.account.clone(),
        });
    }
    Ok(Account {
        status: AccountStatus::Deleted,
        deleted_on: Some(end.on),
        ..ended(account, end)?
    })
}

/// 項目新增. While no agency item is recorded at all, the agency's own items are not compared.
pub fn grant(
    account: &Account,
    held: &[Grant],
    agency: &[AgencyItem],
    new: &NewGrant,
) -> Result<Grant, RosterRefusal> {
    let (item, basis) = (norm_text(&new.item), norm_text(&new.basis));
    if item.is_empty() || basis.is_empty() {
        return Err(RosterRefusal::ItemForm);
    }
    if account.status != AccountStatus::Active {
        return Err(RosterRefusal::NotActive {
            account: account.account.clone(),
        });
    }
    let from = new.valid_from;
    if from < account.opened_on {
        return Err(RosterRefusal::EndsBeforeItBegins {
            begins: account.opened_on,
        });
    }
    let is_agencys = |own: &AgencyItem| own.item == item && own.holds_on(from);
    if !agency.is_empty() && !agency.iter().any(is_agencys) {
        return Err(RosterRefusal::NotTheAgencys { item });
    }
    let overlaps = |other: &Grant| {
        other.item == item && other.basis == basis && other.valid_to.is_none_or(|to| from <= to)
    };
    if held.iter().any(overlaps) {
        return Err(RosterRefusal::AlreadyHeld { item });
    }
    Ok(Grant {
        id: 0,
        version: 0,
        account: account.id,
        item,
        basis,
        valid_from: from,
        valid_to: None,
        request: new.request.clone(),
        ended_by: String::new(),
    })
}

/// 項目刪除: the grants that end, each with its last day.
pub fn end_grant(
    held: &[Grant],
    wanted: Wanted<'_>,
    end: &Ended,
) -> Result<Vec<Grant>, RosterRefusal> {
    let item = norm_text(wanted.item);
    let is_meant = |grant: &&Grant| {
        grant.item == item
            && wanted.basis.is_none_or(|basis| grant.basis == basis)
            && grant.valid_to.is_none_or(|to| end.on < to)
    };
    let mut ended = Vec::new();
    for grant in held.iter().filter(is_meant) {
        if end.on < grant.valid_from {
            return Err(RosterRefusal::EndsBeforeItBegins {
                begins: grant.valid_from,
            });
        }
        ended.push(Grant {
            valid_to: Some(end.on),
            ended_by: end.request.clone(),
            ..grant.clone()
        });
    }
    if ended.is_empty() {
        Err(RosterRefusal::NotHeld { item })
    } else {
        Ok(ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn new() -> NewAccount {
        NewAccount {
            account: "ｋcgsoc0101 ".to_owned(),
            person: 7,
            kind: AccountKind::User,
            proofs: Proofs::default(),
            request: "A11503-004".to_owned(),
            approved_on: None,
            opened_on: day("2026-03-02"),
            second_reason: String::new(),
        }
    }

    fn account() -> Account {
        Account {
            id: 3,
            ..open(&new(), None, &[]).unwrap()
        }
    }

    fn end(on: &str) -> Ended {
        Ended {
            on: day(on),
            cause: Some(Cause::Moved),
            request: "A11511-009".to_owned(),
        }
    }

    fn item(code: &str, from: &str) -> NewGrant {
        NewGrant {
            item: code.to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day(from),
            request: "A11503-004".to_owned(),
        }
    }

    #[test]
    fn an_account_is_opened_once_and_named_as_the_log_names_it() {
        let first = account();
        assert_eq!(first.account, "KCGSOC0101");
        assert_eq!(
            open(&new(), Some(&first), &[]),
            Err(RosterRefusal::AccountKnown {
                account: "KCGSOC0101".to_owned()
            })
        );
        for bad in ["", "  ", "k c", "帳號"] {
            let new = NewAccount {
                account: bad.to_owned(),
                ..new()
            };
            assert_eq!(
                open(&new, None, &[]),
                Err(RosterRefusal::AccountForm),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_second_active_account_of_one_person_needs_a_reason() {
        let first = account();
        let other = NewAccount {
            account: "kcgsoc0199".to_owned(),
            ..new()
        };
        let refused = open(&other, None, std::slice::from_ref(&first));
        assert_eq!(
            refused,
            Err(RosterRefusal::SecondAccount {
                account: "KCGSOC0101".to_owned()
            })
        );
        let reasoned = NewAccount {
            second_reason: "管理者交接期間".to_owned(),
            ..other.clone()
        };
        let second = open(&reasoned, None, std::slice::from_ref(&first)).unwrap();
        assert_eq!(second.second_reason.as_deref(), Some("管理者交接期間"));
        let stopped = stop(&first, &end("2026-11-20")).unwrap();
        assert_eq!(open(&other, None, &[stopped]).unwrap().second_reason, None);
    }

    #[test]
    fn an_account_is_stopped_then_deleted_and_counts_through_its_last_day() {
        let stopped = stop(&account(), &end("2026-11-20")).unwrap();
        assert_eq!(stopped.status, AccountStatus::Stopped);
        assert!(stopped.is_open_on(day("2026-11-20")));
        assert!(!stopped.is_open_on(day("2026-11-21")));
        assert!(!stopped.is_open_on(day("2026-03-01")), "not opened yet");
        assert!(matches!(
            stop(&stopped, &end("2026-11-21")),
            Err(RosterRefusal::NotActive { .. })
        ));
        let deleted = delete(&stopped, &end("2026-11-25")).unwrap();
        assert_eq!(deleted.status, AccountStatus::Deleted);
        assert_eq!(
            deleted.stopped_on,
            Some(day("2026-11-20")),
            "the earlier day stays"
        );
        assert!(matches!(
            delete(&deleted, &end("2026-11-26")),
            Err(RosterRefusal::AlreadyDeleted { .. })
        ));
        assert!(
            delete(&account(), &end("2026-11-25")).is_ok(),
            "straight away too"
        );
        assert_eq!(
            delete(&account(), &end("2026-03-01")),
            Err(RosterRefusal::EndsBeforeItBegins {
                begins: day("2026-03-02")
            })
        );
    }

    #[test]
    fn an_item_is_granted_within_the_agencys_own_and_once() {
        let own = AgencyItem {
            id: 1,
            version: 1,
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-01-01"),
            valid_to: None,
            document: String::new(),
            request: String::new(),
            ended_by: String::new(),
        };
        let account = account();
        let own = [own];
        let first = grant(&account, &[], &own, &item("li01", "2026-03-02")).unwrap();
        assert_eq!((first.item.as_str(), first.account), ("LI01", 3));
        assert_eq!(
            grant(&account, &[], &own, &item("UB07", "2026-03-02")),
            Err(RosterRefusal::NotTheAgencys {
                item: "UB07".to_owned()
            })
        );
        assert!(
            grant(&account, &[], &[], &item("UB07", "2026-03-02")).is_ok(),
            "none recorded"
        );
        let held = [first];
        assert_eq!(
            grant(&account, &held, &own, &item("LI01", "2026-04-01")),
            Err(RosterRefusal::AlreadyHeld {
                item: "LI01".to_owned()
            })
        );
        let ended = end_grant(
            &held,
            Wanted {
                item: "LI01",
                basis: None,
            },
            &end("2026-06-30"),
        )
        .unwrap();
        assert!(
            grant(&account, &ended, &own, &item("LI01", "2026-07-01")).is_ok(),
            "again, later"
        );
        assert_eq!(
            grant(&account, &ended, &own, &item("LI01", "2026-06-30")),
            Err(RosterRefusal::AlreadyHeld {
                item: "LI01".to_owned()
            })
        );
        let early = grant(&account, &[], &own, &item("LI01", "2026-03-01"));
        assert!(matches!(
            early,
            Err(RosterRefusal::EndsBeforeItBegins { .. })
        ));
        let stopped = stop(&account, &end("2026-11-20")).unwrap();
        assert!(matches!(
            grant(&stopped, &[], &own, &item("LI01", "2026-11-21")),
            Err(RosterRefusal::NotActive { .. })
        ));
        let bare = NewGrant {
            basis: String::new(),
            ..item("LI01", "2026-03-02")
        };
        assert_eq!(
            grant(&account, &[], &own, &bare),
            Err(RosterRefusal::ItemForm)
        );
    }

    #[test]
    fn a_grant_ends_on_a_day_on_one_basis_or_on_all() {
        let account = account();
        let mut held = vec![grant(&account, &[], &[], &item("LI01", "2026-03-02")).unwrap()];
        let other = NewGrant {
            basis: "SOC-02".to_owned(),
            ..item("LI01", "2026-03-02")
        };
        held.push(grant(&account, &held, &[], &other).unwrap());
        let all = end_grant(
            &held,
            Wanted {
                item: "li01",
                basis: None,
            },
            &end("2026-11-25"),
        )
        .unwrap();
        assert_eq!(all.len(), 2);
        assert!(all[0].holds_on(day("2026-11-25")) && !all[0].holds_on(day("2026-11-26")));
        let one = Wanted {
            item: "LI01",
            basis: Some("SOC-02"),
        };
        assert_eq!(end_grant(&held, one, &end("2026-11-25")).unwrap().len(), 1);
        assert!(matches!(
            end_grant(
                &held,
                Wanted {
                    item: "UB07",
                    basis: None
                },
                &end("2026-11-25")
            ),
            Err(RosterRefusal::NotHeld { .. })
        ));
        assert!(matches!(
            end_grant(&all, one, &end("2026-11-25")),
            Err(RosterRefusal::NotHeld { .. })
        ));
        assert!(matches!(
            end_grant(&held, one, &end("2026-03-01")),
            Err(RosterRefusal::EndsBeforeItBegins { .. })
        ));
    }
}
