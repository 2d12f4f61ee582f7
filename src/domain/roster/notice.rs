//! What a line of the roster is noticed for: idle, gone, twice, unproven, unknown.

use chrono::NaiveDate;

use super::{Account, AccountStatus, Person, Post};

/// Idle days from which a line is warned about, and from which its deletion is proposed (settings).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleLimits {
    pub warn: u32,
    pub delete: u32,
}

/// How long an account has not been used, against the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdleState {
    InUse,
    /// 閒置.
    Warned,
    /// 擬刪.
    DeletionProposed,
}

impl IdleLimits {
    pub fn state(self, days: u32) -> IdleState {
        if days >= self.delete {
            IdleState::DeletionProposed
        } else if days >= self.warn {
            IdleState::Warned
        } else {
            IdleState::InUse
        }
    }
}

/// 提示, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hint {
    /// 不明: seen in a log, not on the roster.
    Unknown,
    /// 調職, 離職, 退休, with an account that still stands.
    Gone(Post),
    /// The change is announced, the account still stands.
    Going(Post),
    /// 擬刪: idle beyond the second limit.
    DeletionProposed,
    /// 重複: the person has another active account.
    Duplicate,
    /// 憑證: a proof of 5(1) is missing or has run out.
    Unproven,
    /// 閒置.
    Idle,
    /// 停用: waits to be deleted.
    Stopped,
}

/// A line and what is known beside it.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    pub person: &'a Person,
    pub account: &'a Account,
    /// The last query in any imported log.
    pub last_query: Option<NaiveDate>,
    /// How many active accounts the person has.
    pub active_accounts: usize,
}

/// Days since the last query; since the opening for an account that was never used.
pub fn idle_days(account: &Account, last_query: Option<NaiveDate>, today: NaiveDate) -> u32 {
    let since = last_query.map_or(account.opened_on, |last| last.max(account.opened_on));
    u32::try_from(today.signed_duration_since(since).num_days()).unwrap_or(0)
}

/// Everything a line is noticed for on a day, gravest first. Nothing is said of a deleted account.
pub fn hints(noted: Noted<'_>, limits: IdleLimits, today: NaiveDate) -> Vec<Hint> {
    let Noted {
        person, account, ..
    } = noted;
    let is_active = match account.status {
        AccountStatus::Deleted => return Vec::new(),
        AccountStatus::Stopped => false,
        AccountStatus::Active => true,
    };
    let mut hints = Vec::new();
    if person.post != Post::Serving {
        hints.push(if person.has_gone(today) {
            Hint::Gone(person.post)
        } else {
            Hint::Going(person.post)
        });
    }
    if is_active {
        match limits.state(idle_days(account, noted.last_query, today)) {
            IdleState::InUse => {}
            IdleState::Warned => hints.push(Hint::Idle),
            IdleState::DeletionProposed => hints.push(Hint::DeletionProposed),
        }
        hints.extend((noted.active_accounts > 1).then_some(Hint::Duplicate));
        hints.extend((!account.proofs.hold_on(today)).then_some(Hint::Unproven));
    } else {
        hints.push(Hint::Stopped);
    }
    hints.sort_unstable();
    hints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::{AccountKind, Proofs};

    const LIMITS: IdleLimits = IdleLimits {
        warn: 90,
        delete: 180,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-11-23")
    }

    fn person(post: Post, post_on: Option<&str>) -> Person {
        Person {
            id: 1,
            version: 1,
            name: "劉明辰".to_owned(),
            unit: "身障福利科".to_owned(),
            title: "科員".to_owned(),
            login: None,
            post,
            post_on: post_on.map(day),
            remark: String::new(),
        }
    }

    fn account() -> Account {
        let confirmed = Some(day("2026-03-02"));
        Account {
            id: 1,
            version: 1,
            account: "KCGSOC0109".to_owned(),
            person: 1,
            kind: AccountKind::User,
            status: AccountStatus::Active,
            proofs: Proofs {
                official_on: confirmed,
                bound_on: confirmed,
                certificate_until: Some(day("2028-01-01")),
                pledged_on: confirmed,
            },
            request: String::new(),
            approved_on: None,
            opened_on: day("2025-01-01"),
            stopped_on: None,
            deleted_on: None,
            cause: None,
            ended_by: String::new(),
            second_reason: None,
            remark: String::new(),
        }
    }

    fn of(person: &Person, account: &Account, last: Option<&str>, active: usize) -> Vec<Hint> {
        let noted = Noted {
            person,
            account,
            last_query: last.map(day),
            active_accounts: active,
        };
        hints(noted, LIMITS, today())
    }

    #[test]
    fn ninety_idle_days_warn_and_a_hundred_and_eighty_propose_deletion() {
        let (person, account) = (person(Post::Serving, None), account());
        let seen = |last: &str| of(&person, &account, Some(last), 1);
        assert_eq!(seen("2026-08-26"), [], "89 days");
        assert_eq!(seen("2026-08-25"), [Hint::Idle], "90 days");
        assert_eq!(seen("2026-05-28"), [Hint::Idle], "179 days");
        assert_eq!(seen("2026-05-27"), [Hint::DeletionProposed], "180 days");
        assert_eq!(
            of(&person, &account, None, 1),
            [Hint::DeletionProposed],
            "never used"
        );
        let young = Account {
            opened_on: day("2026-11-01"),
            ..account.clone()
        };
        assert_eq!(of(&person, &young, None, 1), [], "counted from its opening");
        assert_eq!(idle_days(&account, Some(day("2026-12-01")), today()), 0);
    }

    #[test]
    fn who_has_gone_or_goes_or_holds_two_or_lacks_a_proof_is_noticed() {
        let account = account();
        let last = Some("2026-11-20");
        let moved = person(Post::Moved, Some("2026-11-23"));
        assert_eq!(of(&moved, &account, last, 1), [Hint::Gone(Post::Moved)]);
        let going = person(Post::Retired, Some("2026-11-24"));
        assert_eq!(of(&going, &account, last, 1), [Hint::Going(Post::Retired)]);
        let serving = person(Post::Serving, None);
        assert_eq!(of(&serving, &account, last, 2), [Hint::Duplicate]);
        let unproven = Account {
            proofs: Proofs::default(),
            ..account.clone()
        };
        assert_eq!(
            of(&serving, &unproven, last, 2),
            [Hint::Duplicate, Hint::Unproven]
        );
        let stopped = Account {
            status: AccountStatus::Stopped,
            ..unproven.clone()
        };
        assert_eq!(of(&serving, &stopped, None, 2), [Hint::Stopped]);
        let deleted = Account {
            status: AccountStatus::Deleted,
            ..unproven
        };
        assert_eq!(of(&moved, &deleted, None, 2), []);
    }
}
