//! 名冊: people, their WebIR accounts, what each may query on which basis and since when (5(1), 6, 10(1), 12(6)).
//!
//! Nothing is taken away from here: what ends gets a day and the request that ended it. An account never changes hands
//! (6(1)): there is no such move. Knows neither the store nor who asks.

mod codes;
mod event;
mod holdings;
mod moves;
mod notice;

use chrono::NaiveDate;

use crate::domain::ids::Login;

pub use codes::{AccountKind, AccountStatus, Cause, Duty, Post, Standing, SuspensionCause};
pub use event::RosterEvent;
pub use holdings::{Grounds, Holdings};
pub use moves::{
    Ended, NewAccount, NewGrant, RosterRefusal, Wanted, delete, end_grant, grant, open, stop,
};
pub use notice::{Hint, IdleLimits, IdleState, Noted, hints, idle_days};

/// Somebody of the office; not everybody has a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 0 before it is written.
    pub id: i64,
    pub version: u32,
    /// Shown in full: staff names are not masked.
    pub name: String,
    pub unit: String,
    pub title: String,
    pub login: Option<Login>,
    /// 在職狀態.
    pub post: Post,
    /// 異動日: from when on the post is so; ahead while it is only announced.
    pub post_on: Option<NaiveDate>,
    pub remark: String,
}

impl Person {
    /// Whether the person is no longer at this post on a day.
    pub fn has_gone(&self, on: NaiveDate) -> bool {
        self.post != Post::Serving && self.post_on.is_none_or(|day| day <= on)
    }
}

/// 5(1), as a standing state: the days on which each was confirmed, and until when the certificate is good. Never its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proofs {
    /// 我的e政府公務帳號.
    pub official_on: Option<NaiveDate>,
    /// 自然人憑證綁定.
    pub bound_on: Option<NaiveDate>,
    pub certificate_until: Option<NaiveDate>,
    /// 保密切結.
    pub pledged_on: Option<NaiveDate>,
}

impl Proofs {
    /// Whether everything is there and the certificate is good on a day.
    pub fn hold_on(&self, on: NaiveDate) -> bool {
        let all = [self.official_on, self.bound_on, self.pledged_on];
        all.iter().all(|day| day.is_some_and(|day| day <= on))
            && self.certificate_until.is_some_and(|until| on <= until)
    }
}

/// A WebIR account. Its holder never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// 0 before it is written.
    pub id: i64,
    pub version: u32,
    /// NFKC, upper case, as log and register name it.
    pub account: String,
    /// [`Person::id`].
    pub person: i64,
    pub kind: AccountKind,
    pub status: AccountStatus,
    pub proofs: Proofs,
    /// The request that opened it, or the letter; empty where none is known.
    pub request: String,
    pub approved_on: Option<NaiveDate>,
    /// 啟用日.
    pub opened_on: NaiveDate,
    /// The last day on which it could be used.
    pub stopped_on: Option<NaiveDate>,
    pub deleted_on: Option<NaiveDate>,
    /// 異動原因.
    pub cause: Option<Cause>,
    /// The request that stopped or deleted it.
    pub ended_by: String,
    /// Why one person has a second active account.
    pub second_reason: Option<String>,
    pub remark: String,
}

impl Account {
    /// Whether it could be used on a day; the day of a stop or deletion still counts (6(5): by that day at the latest).
    pub fn is_open_on(&self, on: NaiveDate) -> bool {
        let ends = [self.stopped_on, self.deleted_on];
        self.opened_on <= on && ends.iter().flatten().all(|last| on <= *last)
    }
}

/// An item that an account holds on a legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// 0 before it is written.
    pub id: i64,
    pub version: u32,
    /// [`Account::id`].
    pub account: i64,
    pub item: String,
    pub basis: String,
    pub valid_from: NaiveDate,
    /// The last day, once it has ended.
    pub valid_to: Option<NaiveDate>,
    pub request: String,
    pub ended_by: String,
}

/// 查調項目 that the bureau granted to the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyItem {
    /// 0 before it is written.
    pub id: i64,
    pub version: u32,
    pub item: String,
    pub basis: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    /// The bureau's letter.
    pub document: String,
    pub request: String,
    pub ended_by: String,
}

/// Whether a day lies within from and to, both included.
pub fn covers(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from <= on && to.is_none_or(|to| on <= to)
}

impl Grant {
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        covers(self.valid_from, self.valid_to, on)
    }
}

impl AgencyItem {
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        covers(self.valid_from, self.valid_to, on)
    }
}

/// 2(3) and 12(6): how the agency stands from a day on, with the letter that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingFact {
    pub standing: Standing,
    pub since: NaiveDate,
    pub document: String,
    pub cause: Option<SuspensionCause>,
}

/// How the agency stood on a day: the latest fact by then, the later written one of a day. `None` before the first.
pub fn standing_on(facts: &[StandingFact], on: NaiveDate) -> Option<&StandingFact> {
    facts
        .iter()
        .filter(|fact| fact.since <= on)
        .max_by_key(|fact| fact.since)
}

/// 專責人員 (10(1)), from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// 0 before it is written.
    pub id: i64,
    pub version: u32,
    /// [`Person::id`].
    pub person: i64,
    pub duty: Duty,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    /// 派令文號.
    pub appointment: String,
}

/// One course of training (10(2)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// [`Person::id`].
    pub person: i64,
    pub held_on: NaiveDate,
    pub hours: u32,
    pub course: String,
}

/// A stretch of days on which nobody holds a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub duty: Duty,
    /// The first day without an officer.
    pub since: NaiveDate,
    /// The last one; `None` while nobody is appointed from a later day on.
    pub until: Option<NaiveDate>,
}

/// The first stretch from `today` on that nobody covers; it may have begun before. `None` when the duty is held without
/// end. Before anybody was ever appointed the gap begins today.
pub fn next_gap(officers: &[Officer], duty: Duty, today: NaiveDate) -> Option<Gap> {
    let of_duty: Vec<&Officer> = officers.iter().filter(|held| held.duty == duty).collect();
    let mut day = today;
    while let Some(covering) = of_duty
        .iter()
        .filter(|held| covers(held.since, held.until, day))
        .max_by_key(|held| held.until.unwrap_or(NaiveDate::MAX))
    {
        day = covering.until?.succ_opt()?;
    }
    let begun = of_duty
        .iter()
        .filter_map(|held| held.until)
        .filter(|until| *until < today)
        .max()
        .and_then(|until| until.succ_opt());
    let starts_later = of_duty
        .iter()
        .map(|held| held.since)
        .filter(|since| *since > day)
        .min();
    Some(Gap {
        duty,
        since: begun.filter(|_since| day == today).unwrap_or(day),
        until: starts_later.and_then(|since| since.pred_opt()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn officer(since: &str, until: Option<&str>) -> Officer {
        Officer {
            id: 1,
            version: 1,
            person: 1,
            duty: Duty::Checking,
            since: day(since),
            until: until.map(day),
            appointment: String::new(),
        }
    }

    #[test]
    fn a_duty_without_anybody_is_a_gap_that_says_since_when_and_until() {
        let today = day("2026-11-23");
        let gap = |officers: &[Officer]| {
            next_gap(officers, Duty::Checking, today).map(|gap| (gap.since, gap.until))
        };
        assert_eq!(gap(&[]), Some((today, None)), "never appointed");
        assert_eq!(gap(&[officer("2026-01-01", None)]), None, "held");
        let left = officer("2026-01-01", Some("2026-11-10"));
        assert_eq!(
            gap(std::slice::from_ref(&left)),
            Some((day("2026-11-11"), None))
        );
        let next = officer("2026-12-01", None);
        assert_eq!(
            gap(&[left, next]),
            Some((day("2026-11-11"), Some(day("2026-11-30"))))
        );
        let leaving = officer("2026-01-01", Some("2026-12-31"));
        assert_eq!(
            gap(std::slice::from_ref(&leaving)),
            Some((day("2027-01-01"), None)),
            "ahead"
        );
        let relay = officer("2027-01-01", None);
        assert_eq!(gap(&[leaving, relay]), None, "handed over without a day");
    }

    #[test]
    fn the_agencys_standing_is_the_latest_letters_by_that_day() {
        let fact = |standing, since: &str| StandingFact {
            standing,
            since: day(since),
            document: "字第1號".to_owned(),
            cause: None,
        };
        let facts = [
            fact(Standing::Consented, "2026-03-01"),
            fact(Standing::Suspended, "2026-11-01"),
        ];
        let on = |text: &str| standing_on(&facts, day(text)).map(|fact| fact.standing);
        assert_eq!(on("2026-02-28"), None);
        assert_eq!(on("2026-10-31"), Some(Standing::Consented));
        assert_eq!(on("2026-11-01"), Some(Standing::Suspended));
    }

    #[test]
    fn proofs_hold_when_all_are_there_and_the_certificate_is_good() {
        let on = day("2026-11-23");
        let whole = Proofs {
            official_on: Some(on),
            bound_on: Some(on),
            certificate_until: Some(on),
            pledged_on: Some(on),
        };
        assert!(whole.hold_on(on));
        assert!(!whole.hold_on(on.succ_opt().unwrap()), "run out");
        assert!(!whole.hold_on(on.pred_opt().unwrap()), "not yet");
        for broken in [
            Proofs {
                official_on: None,
                ..whole
            },
            Proofs {
                bound_on: None,
                ..whole
            },
            Proofs {
                certificate_until: None,
                ..whole
            },
            Proofs {
                pledged_on: None,
                ..whole
            },
        ] {
            assert!(!broken.hold_on(on));
        }
    }
}
