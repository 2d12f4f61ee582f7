//! What is shown of reviews: the list, one whole with its lines and what became of them, when the next is due.

use crate::app::settings::month_day;
use crate::app::{AppError, Office, Setting};
use crate::domain::deadline::Deadline;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::review::{
    Ledger, LineStep, Progress, Review, ReviewLine, ReviewNo, ReviewRefusal, ReviewState,
    ReviewStep, age, check_line, check_review, due_on,
};
use crate::store::{self, Reader};

/// A line with its application, and how far it has come.
#[derive(Debug, Clone)]
pub(super) struct Paired {
    pub(super) line: ReviewLine,
    pub(super) request: Option<Request>,
    pub(super) progress: Progress,
}

impl Paired {
    pub(super) fn of(reader: Reader<'_>, line: ReviewLine) -> Result<Paired, AppError> {
        let request = match line.request {
            Some(no) => store::requests::get(reader, no)?,
            None => None,
        };
        Ok(Paired {
            progress: Progress::of(&line, request.as_ref()),
            request,
            line,
        })
    }
}

pub(super) fn paired(reader: Reader<'_>, no: ReviewNo) -> Result<Vec<Paired>, AppError> {
    let lines = store::reviews::lines(reader, no)?.into_iter();
    lines.map(|line| Paired::of(reader, line)).collect()
}

pub(super) fn ledger_of(pairs: &[Paired]) -> Ledger {
    let mut ledger = Ledger::default();
    for pair in pairs {
        ledger.add(&pair.line, pair.progress);
    }
    ledger
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    pub review: Review,
    pub ledger: Ledger,
    /// The way forward, and why this person cannot take it.
    pub next: Option<(ReviewStep, Option<ReviewRefusal>)>,
    /// The way back that this person has, or why there is none.
    pub back: Result<ReviewStep, ReviewRefusal>,
}

/// A line of a review, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLineRow {
    pub line: ReviewLine,
    pub request: Option<Request>,
    pub progress: Progress,
    /// 即時: days since its finding, while it is not done.
    pub age: Option<u32>,
    /// Why this person does not decide it now.
    pub no_verdict: Option<ReviewRefusal>,
    /// Why this person does not make its application now.
    pub no_draft: Option<ReviewRefusal>,
}

/// One review whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    pub row: ReviewRow,
    pub lines: Vec<ReviewLineRow>,
    /// Accounts of whoever looks: another person decides.
    pub own: Vec<String>,
}

/// The review that is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextReview {
    /// ROC.
    pub year: u32,
    pub deadline: Deadline,
    /// The one that goes its way.
    pub open: Option<ReviewNo>,
}

fn first<T>(found: Result<T, Vec<ReviewRefusal>>) -> Option<ReviewRefusal> {
    found.err().and_then(|whys| whys.into_iter().next())
}

impl Office {
    /// Every review, the newest first.
    pub fn reviews(&mut self) -> Result<Vec<ReviewRow>, AppError> {
        self.allow("list.reviews")?;
        let reader = self.store.reader();
        let mut rows = Vec::new();
        for review in store::reviews::list(reader)? {
            let ledger = ledger_of(&paired(reader, review.no)?);
            rows.push(self.review_row(review, ledger));
        }
        Ok(rows)
    }

    /// One review with its lines.
    pub fn review(&mut self, no: ReviewNo) -> Result<ReviewView, AppError> {
        self.allow("list.reviews")?;
        let reader = self.store.reader();
        let review = store::reviews::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
        let pairs = paired(reader, no)?;
        let row = self.review_row(review, ledger_of(&pairs));
        let is_own = |pair: &&Paired| pair.line.frozen.is_own_of(&self.me);
        let own = pairs.iter().filter(is_own);
        Ok(ReviewView {
            own: own.map(|pair| pair.line.frozen.account.clone()).collect(),
            lines: pairs
                .into_iter()
                .map(|pair| self.review_line(&row.review, pair))
                .collect(),
            row,
        })
    }

    fn review_line(&self, review: &Review, pair: Paired) -> ReviewLineRow {
        let why = |step: LineStep| {
            first(check_line(
                (review, &pair.line),
                step,
                pair.progress,
                &self.me,
            ))
        };
        ReviewLineRow {
            age: age(review, &pair.line, pair.progress, self.now().day()),
            no_verdict: why(LineStep::Delete),
            no_draft: why(LineStep::Draft),
            line: pair.line,
            request: pair.request,
            progress: pair.progress,
        }
    }

    fn review_row(&self, review: Review, ledger: Ledger) -> ReviewRow {
        let forward = match review.state {
            ReviewState::Open => Some(ReviewStep::Report),
            ReviewState::Reported => Some(ReviewStep::Approve),
            ReviewState::Executing => Some(ReviewStep::Close),
            ReviewState::Closed => None,
        };
        let why = |step: ReviewStep| match check_review(&review, step, &ledger, &self.me) {
            Ok(_to) => None,
            Err(whys) => whys.into_iter().next(),
        };
        let back = [ReviewStep::Return, ReviewStep::Resume];
        let back = match back.into_iter().find(|step| why(*step).is_none()) {
            Some(step) => Ok(step),
            None => Err(why(ReviewStep::Resume).unwrap_or(ReviewRefusal::NoMove {
                state: review.state,
            })),
        };
        ReviewRow {
            next: forward.map(|step| (step, why(step))),
            back,
            review,
            ledger,
        }
    }

    /// When the next review is due, and the one that goes its way meanwhile.
    pub fn next_review(&self) -> Result<NextReview, AppError> {
        let known = store::reviews::list(self.store.reader())?;
        let open = known
            .iter()
            .find(|review| review.state != ReviewState::Closed);
        let closed = known
            .iter()
            .find(|review| review.state == ReviewState::Closed);
        let set = self.setting(Setting::ReviewDue)?;
        let set = month_day(&set).unwrap_or((12, 15));
        let day = due_on(closed.map(|review| review.no), self.founded_on()?, set);
        let day = day.unwrap_or_else(|| self.now().day());
        Ok(NextReview {
            year: ReviewNo::year_of(day),
            deadline: Deadline::of(day, self.calendar()),
            open: open.map(|review| review.no),
        })
    }
}
