//! 帳號清查 (6(6), domain.md F1 and T6): every account that stands, frozen once a year, a verdict a line, its deletion or
//! change applied for, and closed only when all of it is carried out. `population` freezes, `moves` judges.
//!
//! Knows neither the store nor who is at the desk.

mod codes;
mod event;
mod moves;
mod population;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::domain::ids::{BadForm, Login};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::request::{Request, RequestNo, Stage};
use crate::domain::roster::{AccountKind, AccountStatus, Post};

pub use codes::{Finding, LineState, LineStep, ReviewState, ReviewStep, Verdict};
pub use event::ReviewEvent;
pub use moves::{
    Given, LINE_MOVES, Ledger, MOVES, ReviewRefusal, check_line, check_review, decide, drafted,
    fits, request_for, take,
};
pub use population::{Compared, Seen, population};

/// 清查 in the number of a review, in every language (`115-清查`).
const WORD: &str = "\u{6e05}\u{67e5}";
/// The first year of the calendar, less one.
const ROC_ZERO: i32 = 1911;

/// The number of a review: its year, and which of that year it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewNo {
    /// ROC.
    pub year: u32,
    /// From 1.
    pub serial: u32,
}

impl ReviewNo {
    /// The year of a day.
    pub fn year_of(day: NaiveDate) -> u32 {
        u32::try_from(day.year().saturating_sub(ROC_ZERO)).unwrap_or_default()
    }

    /// `review-115`: for the names of files.
    pub fn file_stem(self) -> String {
        match self.serial {
            1 => format!("review-{}", self.year),
            serial => format!("review-{}-{serial}", self.year),
        }
    }
}

/// `115-清查`; a second one of that year `115-清查2`.
impl fmt::Display for ReviewNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{WORD}", self.year)?;
        if self.serial > 1 {
            write!(f, "{}", self.serial)?;
        }
        Ok(())
    }
}

impl FromStr for ReviewNo {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<ReviewNo, BadForm> {
        let (year, rest) = text.split_once('-').ok_or(BadForm)?;
        let serial = match rest.strip_prefix(WORD).ok_or(BadForm)? {
            "" => 1,
            serial => serial.parse().map_err(|_bad| BadForm)?,
        };
        let number = ReviewNo {
            year: year.parse().map_err(|_bad| BadForm)?,
            serial,
        };
        // One number, one spelling.
        if serial > 0 && number.to_string() == text {
            Ok(number)
        } else {
            Err(BadForm)
        }
    }
}

/// A signature: who, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub by: Login,
    pub name: String,
    pub at: Moment,
}

impl Signed {
    fn of(clerk: &Clerk, at: Moment) -> Signed {
        Signed {
            by: clerk.login.clone(),
            name: clerk.name.clone(),
            at,
        }
    }
}

/// A review and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub no: ReviewNo,
    pub version: u32,
    pub state: ReviewState,
    /// Who froze the accounts, and when: 清查日.
    pub opened: Signed,
    /// Idle days that warn and that propose deletion, as they were set.
    pub idle_warn: u32,
    pub idle_delete: u32,
    /// The review before, and how its accounts differ.
    pub before: Option<ReviewNo>,
    pub compared: Option<Compared>,
    /// 報請: the manager's signature under the verdicts.
    pub reported: Option<Signed>,
    /// 主管核章.
    pub approved: Option<Signed>,
    /// 結案.
    pub closed: Option<Signed>,
    /// Why it went back to its verdicts last.
    pub reason: String,
    pub change: Option<ReviewStep>,
    pub changed_by: Login,
    pub changed_at: Moment,
}

impl Review {
    /// A review that begins.
    pub fn opened(
        no: ReviewNo,
        (clerk, now): (&Clerk, Moment),
        (idle_warn, idle_delete): (u32, u32),
        before: Option<(ReviewNo, Compared)>,
    ) -> Review {
        Review {
            no,
            version: 1,
            state: ReviewState::Open,
            opened: Signed::of(clerk, now),
            idle_warn,
            idle_delete,
            before: before.map(|(no, _)| no),
            compared: before.map(|(_, compared)| compared),
            reported: None,
            approved: None,
            closed: None,
            reason: String::new(),
            change: None,
            changed_by: clerk.login.clone(),
            changed_at: now,
        }
    }
}

/// Whoever holds the account, as the roster had it on the day of the freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderSeen {
    pub name: String,
    pub unit: String,
    pub title: String,
    pub login: Option<Login>,
    pub post: Post,
    pub post_on: Option<NaiveDate>,
}

/// An account as it stood on the day of the freeze; it never changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub account: String,
    /// Nobody: the account is an orphan.
    pub holder: Option<HolderSeen>,
    /// The holder keeps the manager's work at this desk: the supervisor decides.
    pub is_managers: bool,
    pub kind: AccountKind,
    pub status: AccountStatus,
    pub items: Vec<String>,
    pub bases: Vec<String>,
    /// Those of the items that were not queried within twelve months.
    pub unused: Vec<String>,
    pub last_query: Option<NaiveDate>,
    pub idle: u32,
    /// Gravest first.
    pub findings: Vec<Finding>,
    /// 上年判定.
    pub before: Option<Verdict>,
}

impl Frozen {
    pub fn is_urgent(&self) -> bool {
        self.findings.iter().any(|finding| finding.is_urgent())
    }

    /// Whether the holder had gone by a day.
    pub fn is_gone(&self, on: NaiveDate) -> bool {
        self.holder.as_ref().is_some_and(|holder| {
            holder.post != Post::Serving && holder.post_on.is_none_or(|day| day <= on)
        })
    }

    /// Whether the line is a person's own: nobody decides that.
    pub fn is_own_of(&self, clerk: &Clerk) -> bool {
        let is_holder = self
            .holder
            .as_ref()
            .is_some_and(|holder| holder.login.as_ref() == Some(&clerk.login));
        is_holder || clerk.account.as_deref() == Some(self.account.as_str())
    }
}

/// A verdict that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub verdict: Verdict,
    pub reason: String,
    /// 調整: what is given up.
    pub items: Vec<String>,
    pub signed: Signed,
    pub role: Role,
}

/// A line of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    pub no: ReviewNo,
    /// From 1.
    pub place: u32,
    pub version: u32,
    pub frozen: Frozen,
    pub decided: Option<Decided>,
    /// 處置申請.
    pub request: Option<RequestNo>,
}

impl ReviewLine {
    /// A line that waits for its verdict.
    pub fn new(no: ReviewNo, place: u32, frozen: Frozen) -> ReviewLine {
        ReviewLine {
            no,
            place,
            version: 1,
            frozen,
            decided: None,
            request: None,
        }
    }

    pub fn verdict(&self) -> Option<Verdict> {
        self.decided.as_ref().map(|decided| decided.verdict)
    }
}

/// How far a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Undecided,
    Kept,
    /// No application is made yet.
    ToDraft,
    /// The application goes its way.
    UnderWay,
    /// The application ended without effect: another one is due, or another verdict.
    Failed,
    /// The application is closed, since that day.
    CarriedOut(NaiveDate),
}

impl Progress {
    /// What became of a line, by the application that it names.
    pub fn of(line: &ReviewLine, request: Option<&Request>) -> Progress {
        match (line.verdict(), request) {
            (None, _) => Progress::Undecided,
            (Some(Verdict::Keep), _) => Progress::Kept,
            (Some(Verdict::Change | Verdict::Delete), None) => Progress::ToDraft,
            (Some(Verdict::Change | Verdict::Delete), Some(request)) => {
                if request.stage == Stage::Closed {
                    let changed_on = request.changed_at.day();
                    Progress::CarriedOut(request.closed_on.unwrap_or(changed_on))
                } else if request.stage.is_end() {
                    Progress::Failed
                } else {
                    Progress::UnderWay
                }
            }
        }
    }

    /// Nothing is left to do.
    pub fn is_done(self) -> bool {
        match self {
            Progress::Kept | Progress::CarriedOut(_) => true,
            Progress::Undecided | Progress::ToDraft | Progress::UnderWay | Progress::Failed => {
                false
            }
        }
    }
}

/// SHA-256 over what a signed record says, line by line.
pub fn record_digest(review: &Review, lines: &[&ReviewLine]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("irdesk-review/1\n{}\n", review.no));
    for line in lines {
        let decided = line.decided.as_ref();
        let words = [
            line.place.to_string(),
            line.frozen.account.clone(),
            decided
                .map_or("", |decided| decided.verdict.code())
                .to_owned(),
            decided.map_or("", |decided| &decided.reason).to_owned(),
            decided.map_or_else(String::new, |decided| decided.items.join(" ")),
            decided.map_or_else(String::new, |decided| decided.signed.by.to_string()),
            line.request.map_or_else(String::new, |no| no.to_string()),
        ];
        hash.update(words.join("\t"));
        hash.update("\n");
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

/// 即時: days since the finding of a line that is not done; an application under way does not end them.
pub fn age(
    review: &Review,
    line: &ReviewLine,
    progress: Progress,
    today: NaiveDate,
) -> Option<u32> {
    let is_open = line.frozen.is_urgent() && !progress.is_done();
    let days = today
        .signed_duration_since(review.opened.at.day())
        .num_days();
    is_open.then(|| u32::try_from(days).unwrap_or(0))
}

/// When the next review is due: the set day of the year after the last one's; before the first, of the year in which the
/// desk began, or of the next one when that day had passed.
pub fn due_on(
    last: Option<ReviewNo>,
    founded_on: NaiveDate,
    (month, day): (u32, u32),
) -> Option<NaiveDate> {
    let on = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        // The 29th of February is the last of its month in other years.
        Some(NaiveDate::from_ymd_opt(year, month, day).unwrap_or_else(|| last_of_month(first)))
    };
    if let Some(last) = last {
        let year = i32::try_from(last.year).ok()?;
        return on(year.checked_add(ROC_ZERO)?.checked_add(1)?);
    }
    let this = on(founded_on.year())?;
    if this >= founded_on {
        Some(this)
    } else {
        on(founded_on.year().checked_add(1)?)
    }
}

fn last_of_month(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(chrono::Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(first)
}
