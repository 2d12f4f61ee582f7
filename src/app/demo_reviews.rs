//! The demo's reviews of accounts: last year's, closed, and this year's, which goes its way.

use chrono::{Datelike, Days, NaiveDate};

use super::demo::broken;
use super::demo_rows::moment;
use super::demo_story::Story;
use super::demo_words::{GONE_BECAUSE, KEPT_BECAUSE};
use super::{AppError, Clock, Command, Office, ReviewCommand, ReviewLineRow};
use crate::domain::calendar::Calendar;
use crate::domain::moment::Moment;
use crate::domain::review::{Finding, Given, Progress, ReviewNo, ReviewStep, Verdict};

const MINUTE: i64 = 60_000;
/// Lines of this year's review that have their verdict.
const DECIDED: usize = 4;

/// When last year's accounts were reviewed: in December, or a while before the demo's first month.
pub(super) fn last_years_day(today: NaiveDate, first: NaiveDate, calendar: &Calendar) -> Moment {
    let year = today.year().saturating_sub(1);
    let december = NaiveDate::from_ymd_opt(year, 12, 10).unwrap_or(first);
    let before = first.checked_sub_days(Days::new(20)).unwrap_or(first);
    moment(
        calendar.next_working(december.min(before)),
        8 * 3600 + 30 * 60,
    )
}

fn give(office: &mut Office, command: ReviewCommand) -> Result<(), AppError> {
    office.execute(Command::Review(command)).map(drop)
}

/// The other one's turn, some minutes later.
fn turn(of: &mut Office, after: &Office) {
    of.clock = Clock::Fixed(Moment(after.now().0.saturating_add(20 * MINUTE)));
}

fn open(manager: &mut Office) -> Result<ReviewNo, AppError> {
    give(manager, ReviewCommand::Open)?;
    let open = manager.next_review()?.open;
    Ok(open.ok_or_else(broken)?)
}

fn decide(
    office: &mut Office,
    (no, row): (ReviewNo, &ReviewLineRow),
    (verdict, reason): (Verdict, &str),
) -> Result<(), AppError> {
    give(
        office,
        ReviewCommand::Decide {
            no,
            account: row.line.frozen.account.clone(),
            version: row.line.version,
            verdict,
            given: Given {
                reason: reason.to_owned(),
                items: Vec::new(),
            },
        },
    )
}

/// Everything that this person may decide is kept.
fn keep_all(office: &mut Office, no: ReviewNo) -> Result<(), AppError> {
    for row in office.review(no)?.lines {
        if row.no_verdict.is_none() && row.progress == Progress::Undecided {
            decide(office, (no, &row), (Verdict::Keep, KEPT_BECAUSE))?;
        }
    }
    Ok(())
}

fn step(office: &mut Office, no: ReviewNo, step: ReviewStep) -> Result<(), AppError> {
    let version = office.review(no)?.row.review.version;
    let reason = String::new();
    give(
        office,
        ReviewCommand::Step {
            no,
            version,
            step,
            reason,
        },
    )
}

/// Last year's review: everybody was kept.
pub(super) fn last_years(manager: &mut Office, supervisor: &mut Office) -> Result<(), AppError> {
    let no = open(manager)?;
    keep_all(manager, no)?;
    turn(supervisor, manager);
    keep_all(supervisor, no)?;
    turn(manager, supervisor);
    step(manager, no, ReviewStep::Report)?;
    turn(supervisor, manager);
    step(supervisor, no, ReviewStep::Approve)?;
    turn(manager, supervisor);
    step(manager, no, ReviewStep::Close)
}

impl Story<'_> {
    /// This year's review: some lines are kept, whoever moved goes with the application that is under way; the account
    /// of one who has left and an idle one wait, and the manager's own for the supervisor.
    pub(super) fn this_years_review(&mut self) -> Result<(), AppError> {
        self.manager.clock = Clock::Fixed(self.pass(self.now));
        let no = open(&mut self.manager)?;
        let lines = self.manager.review(no)?.lines;
        let plain = lines
            .iter()
            .filter(|row| row.no_verdict.is_none() && !row.line.frozen.is_urgent());
        for row in plain.take(DECIDED) {
            decide(&mut self.manager, (no, row), (Verdict::Keep, KEPT_BECAUSE))?;
        }
        let moved = lines
            .iter()
            .find(|row| row.line.frozen.findings.contains(&Finding::Moved));
        if let Some(row) = moved {
            decide(
                &mut self.manager,
                (no, row),
                (Verdict::Delete, GONE_BECAUSE),
            )?;
        }
        Ok(())
    }
}
