//! Every log row of a group (account, subject, item) against the register: which belong together, and by which rule.
//!
//! Source: monthly_check §2. The answer is the same for every order of the rows given.
//! Does not know where rows come from; void registrations and unreadable rows are not given to it.

mod mistyped;
mod passes;

use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::ids::{BadForm, LogId};
use crate::domain::moment::Moment;

pub use mistyped::{LoneQuery, LoneRow, differing_place, is_mistyped, mistyped_pairs};
use passes::Work;

/// The version of these rules, kept with each match and named by the freeze.
pub const RULE_VERSION: u32 = 2;

/// The rule that joined a log row and a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Our register number stands in the log's reason; account, item and subject agree.
    P1,
    /// Account, item, subject and day agree, and the case where both have one.
    P2,
    /// A second query within half an hour of a row that another pass paired.
    Retry,
    /// A proposal: account, item and subject agree, no working day strictly between the two dates.
    P3,
    /// A proposal: account, item and day agree, the identifiers differ by one character and one of them is wrong.
    P4,
    /// A proposal that a person confirmed.
    Confirmed,
}

impl Pass {
    pub const ALL: [Pass; 6] = [
        Pass::P1,
        Pass::P2,
        Pass::Retry,
        Pass::P3,
        Pass::P4,
        Pass::Confirmed,
    ];

    /// The English code of JSON, the store and the digest of matches.
    pub fn code(self) -> &'static str {
        match self {
            Pass::P1 => "p1",
            Pass::P2 => "p2",
            Pass::Retry => "retry",
            Pass::P3 => "p3",
            Pass::P4 => "p4",
            Pass::Confirmed => "confirmed",
        }
    }
}

impl FromStr for Pass {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Pass::ALL.into_iter();
        all.find(|pass| pass.code() == code).ok_or(BadForm)
    }
}

/// Whether a match stands or waits for a person. A retry of a proposal is a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchState {
    Matched,
    Proposed,
}

impl MatchState {
    /// The English code of JSON and the store.
    pub fn code(self) -> &'static str {
        match self {
            MatchState::Matched => "matched",
            MatchState::Proposed => "proposed",
        }
    }
}

/// Why a log row is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Of the month being reconciled: its match is the answer.
    OfMonth,
    /// Of another month that is not frozen: takes registrations like any other, but is no part of the answer.
    Neighbour,
    /// Of a frozen month: its match, if any, is fixed and takes that registration.
    Frozen(Option<String>),
}

/// A log row, its values normalised (`domain::normal`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    pub id: LogId,
    pub standing: Standing,
    pub day: NaiveDate,
    /// Seconds since midnight.
    pub secs: u32,
    pub case_key: Option<String>,
    /// The register number found in the reason.
    pub number: Option<String>,
    /// Case, reason and result: they settle ties, in this order.
    pub texts: [String; 3],
}

/// A registration that is not void, as its current version says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegLine {
    pub number: String,
    /// The version that counts: the first whose account, subject, item and day agree with the current one.
    pub version: u32,
    pub day: NaiveDate,
    /// Seconds since midnight of the query as registered.
    pub secs: Option<u32>,
    pub case_key: Option<String>,
    /// When that version was registered; none for imported registrations.
    pub registered_at: Option<Moment>,
}

/// What a person said to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Confirmed,
    /// Never proposed again.
    Refused,
}

/// A person's answer to one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub row: LogId,
    pub number: String,
    pub answer: Answer,
}

/// All that may belong together: one account, subject and item. Rows of other months are those that can still touch
/// this one: unfrozen rows of the neighbouring months, and frozen rows that hold a registration of the group.
#[derive(Debug, Clone, Copy)]
pub struct Group<'a> {
    pub log: &'a [LogLine],
    pub register: &'a [RegLine],
    pub decisions: &'a [Decision],
}

/// A log row of the month and the registration it belongs to, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub row: LogId,
    pub number: String,
    pub version: u32,
    pub registered_at: Option<Moment>,
    pub pass: Pass,
    pub state: MatchState,
    /// Log and register name the same day.
    pub is_same_day: bool,
    /// Both name a case, and not the same.
    pub is_other_case: bool,
}

/// The matches and proposals of the month's rows, by row. Rows without one are 查而未登.
pub fn match_group(group: Group<'_>, calendar: &Calendar) -> Vec<Match> {
    let mut work = Work::of(group);
    work.fix_settled();
    work.join_by_number();
    work.pair_days();
    work.join_retries(MatchState::Matched);
    work.propose(calendar);
    work.join_retries(MatchState::Proposed);
    work.answer()
}

/// Two cases that may be one: equal, or one of them not given.
fn may_be_one_case(one: Option<&String>, other: Option<&String>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => true,
    }
}

/// When a registration was made, seen from its query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    Before,
    /// 事後補登.
    After,
    /// 匯入: from before this desk, never counted as registered before the query.
    Imported,
}

/// How much later than its query a registration was made (事後補登).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// On the same day or before the next working day was over: minutes.
    Minutes(u32),
    WorkingDays(u32),
}

/// Working days from the query's day to the registration's; within the same day, minutes.
pub fn delay(queried_at: Moment, registered_at: Moment, calendar: &Calendar) -> Delay {
    let (from, to) = (queried_at.day(), registered_at.day());
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    let working = days.filter(|day| calendar.is_working(*day)).count();
    if working > 0 {
        return Delay::WorkingDays(u32::try_from(working).unwrap_or(u32::MAX));
    }
    let apart = registered_at.0.saturating_sub(queried_at.0).max(0);
    Delay::Minutes(u32::try_from(apart.div_euclid(60_000)).unwrap_or(u32::MAX))
}

/// `queried_at` is the log row's instant; a registration within the same second counts as before.
pub fn timing(queried_at: Moment, registered_at: Option<Moment>) -> Timing {
    match registered_at {
        None => Timing::Imported,
        Some(at) if at.0.div_euclid(1000) <= queried_at.0.div_euclid(1000) => Timing::Before,
        Some(_) => Timing::After,
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
