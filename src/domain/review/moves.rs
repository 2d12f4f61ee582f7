//! What may be done with a review and with its lines: two tables for the one engine, and what each move leaves behind.

use chrono::NaiveDate;

use crate::domain::moment::Moment;
use crate::domain::normal::{free_text, norm_text};
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken};
use crate::domain::request::{Change, Draft, Kind, Line, Party, Request, RequestNo};
use crate::domain::review::{
    Decided, Finding, Frozen, LineState, LineStep, Progress, Review, ReviewLine, ReviewNo,
    ReviewState, ReviewStep, Signed, Verdict,
};
use crate::domain::roster::{AccountKind, Cause};

/// Whose hands a step of the review needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Manager,
    Supervisor,
}

/// What must hold before the review goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Every line has its verdict.
    AllDecided,
    /// Every line is kept, or its application closed.
    AllCarriedOut,
    /// Nobody approves what he reported.
    AnotherPerson,
    Reason,
}

/// Every move of a review; the way forward stands first.
#[rustfmt::skip]
pub const MOVES: &[Move<ReviewState, ReviewStep, Hand, Guard>] = &[
    Move { from: ReviewState::Open,      step: ReviewStep::Report,  to: ReviewState::Reported,  by: Hand::Manager,    guard: &[Guard::AllDecided] },
    Move { from: ReviewState::Reported,  step: ReviewStep::Approve, to: ReviewState::Executing, by: Hand::Supervisor, guard: &[Guard::AllDecided, Guard::AnotherPerson] },
    Move { from: ReviewState::Reported,  step: ReviewStep::Return,  to: ReviewState::Open,      by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: ReviewState::Reported,  step: ReviewStep::Resume,  to: ReviewState::Open,      by: Hand::Manager,    guard: &[Guard::Reason] },
    Move { from: ReviewState::Executing, step: ReviewStep::Close,   to: ReviewState::Closed,    by: Hand::Manager,    guard: &[Guard::AllDecided, Guard::AllCarriedOut] },
    Move { from: ReviewState::Executing, step: ReviewStep::Resume,  to: ReviewState::Open,      by: Hand::Manager,    guard: &[Guard::Reason] },
];

/// Whose hands a line needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineHand {
    /// A manager; of whoever keeps the manager's work, also the supervisor.
    Reviewer,
    /// The manager, who applies.
    Applicant,
}

/// What must hold for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineGuard {
    /// The review is at its verdicts.
    Deciding,
    /// The review is not closed.
    Running,
    /// Nobody decides his own line.
    NotOwn,
    /// Somebody holds the account: an orphan is not kept.
    Holder,
    Reason,
    /// 調整: what is given up, and held.
    Items,
    /// No application of this line goes its way or is closed.
    NoRequest,
}

use LineGuard::{Deciding, Holder, Items, NoRequest, NotOwn, Reason, Running};

#[rustfmt::skip]
pub const LINE_MOVES: &[Move<LineState, LineStep, LineHand, LineGuard>] = &[
    Move { from: LineState::Undecided, step: LineStep::Keep,   to: LineState::Kept,     by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Reason] },
    Move { from: LineState::Undecided, step: LineStep::Change, to: LineState::Changing, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Items] },
    Move { from: LineState::Undecided, step: LineStep::Delete, to: LineState::Deleting, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn] },
    Move { from: LineState::Kept,      step: LineStep::Keep,   to: LineState::Kept,     by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Reason] },
    Move { from: LineState::Kept,      step: LineStep::Change, to: LineState::Changing, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Items] },
    Move { from: LineState::Kept,      step: LineStep::Delete, to: LineState::Deleting, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn] },
    Move { from: LineState::Changing,  step: LineStep::Draft,  to: LineState::Changing, by: LineHand::Applicant, guard: &[Running, NoRequest] },
    Move { from: LineState::Changing,  step: LineStep::Keep,   to: LineState::Kept,     by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Reason, NoRequest] },
    Move { from: LineState::Changing,  step: LineStep::Change, to: LineState::Changing, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Items, NoRequest] },
    Move { from: LineState::Changing,  step: LineStep::Delete, to: LineState::Deleting, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, NoRequest] },
    Move { from: LineState::Deleting,  step: LineStep::Draft,  to: LineState::Deleting, by: LineHand::Applicant, guard: &[Running, NoRequest] },
    Move { from: LineState::Deleting,  step: LineStep::Keep,   to: LineState::Kept,     by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Reason, NoRequest] },
    Move { from: LineState::Deleting,  step: LineStep::Change, to: LineState::Changing, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, Holder, Items, NoRequest] },
    Move { from: LineState::Deleting,  step: LineStep::Delete, to: LineState::Deleting, by: LineHand::Reviewer,  guard: &[Deciding, NotOwn, NoRequest] },
];

/// Why a review says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewRefusal {
    /// It is not at this step.
    NoMove {
        state: ReviewState,
    },
    /// The line is not at this step.
    NoLineMove {
        state: LineState,
    },
    NotManager,
    NotSupervisor,
    /// The supervisor decides only lines of whoever keeps the manager's work.
    NotReviewer,
    OwnLine,
    OwnReport,
    Undecided {
        lines: u32,
    },
    NotCarriedOut {
        lines: u32,
    },
    ReasonMissing,
    ItemsMissing,
    NotHeld {
        item: String,
    },
    NoHolder,
    /// The application of the line goes its way, or is closed.
    HasRequest {
        request: RequestNo,
    },
    /// Another one is not closed yet.
    OneAtATime {
        no: ReviewNo,
    },
    NothingToReview,
    /// Somebody was faster.
    Overtaken {
        by: String,
        verdict: Option<Verdict>,
    },
}

impl ReviewRefusal {
    /// The English word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            ReviewRefusal::NoMove { .. } | ReviewRefusal::NoLineMove { .. } => "step",
            ReviewRefusal::NotManager
            | ReviewRefusal::NotSupervisor
            | ReviewRefusal::NotReviewer => "role",
            ReviewRefusal::OwnLine | ReviewRefusal::OwnReport => "own",
            ReviewRefusal::Undecided { .. } => "undecided",
            ReviewRefusal::NotCarriedOut { .. } => "not_carried_out",
            ReviewRefusal::ReasonMissing
            | ReviewRefusal::ItemsMissing
            | ReviewRefusal::NotHeld { .. } => "form",
            ReviewRefusal::NoHolder => "no_holder",
            ReviewRefusal::HasRequest { .. } => "request",
            ReviewRefusal::OneAtATime { .. } => "open",
            ReviewRefusal::NothingToReview => "nothing",
            ReviewRefusal::Overtaken { .. } => "stale",
        }
    }
}

/// What the lines of a review have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ledger {
    pub lines: u32,
    pub kept: u32,
    pub changed: u32,
    pub deleted: u32,
    pub undecided: u32,
    /// Decided and not carried out.
    pub waiting: u32,
    /// 即時 and not done.
    pub urgent: u32,
}

impl Ledger {
    /// One more line.
    pub fn add(&mut self, line: &ReviewLine, progress: Progress) {
        let one = |count: &mut u32| *count = count.saturating_add(1);
        one(&mut self.lines);
        match line.verdict() {
            None => one(&mut self.undecided),
            Some(Verdict::Keep) => one(&mut self.kept),
            Some(Verdict::Change) => one(&mut self.changed),
            Some(Verdict::Delete) => one(&mut self.deleted),
        }
        if !progress.is_done() {
            if progress != Progress::Undecided {
                one(&mut self.waiting);
            }
            if line.frozen.is_urgent() {
                one(&mut self.urgent);
            }
        }
    }

    pub fn decided(&self) -> u32 {
        self.lines.saturating_sub(self.undecided)
    }
}

/// Whether a step of the review can be taken, apart from its reason.
pub fn check_review(
    review: &Review,
    step: ReviewStep,
    ledger: &Ledger,
    clerk: &Clerk,
) -> Result<ReviewState, Vec<ReviewRefusal>> {
    taken(review, step, ledger, clerk, true)
}

fn taken(
    review: &Review,
    step: ReviewStep,
    ledger: &Ledger,
    clerk: &Clerk,
    has_reason: bool,
) -> Result<ReviewState, Vec<ReviewRefusal>> {
    let who = |hand: Hand| match hand {
        Hand::Manager if !clerk.roles.has(Role::Manager) => Err(ReviewRefusal::NotManager),
        Hand::Supervisor if !clerk.roles.has(Role::Supervisor) => Err(ReviewRefusal::NotSupervisor),
        Hand::Manager | Hand::Supervisor => Ok(()),
    };
    let is_reporter = review
        .reported
        .as_ref()
        .is_some_and(|signed| signed.by == clerk.login);
    let holds = |guard: Guard| match guard {
        Guard::AllDecided if ledger.undecided > 0 => Err(ReviewRefusal::Undecided {
            lines: ledger.undecided,
        }),
        Guard::AllCarriedOut if ledger.waiting > 0 => Err(ReviewRefusal::NotCarriedOut {
            lines: ledger.waiting,
        }),
        Guard::AnotherPerson if is_reporter => Err(ReviewRefusal::OwnReport),
        Guard::Reason if !has_reason => Err(ReviewRefusal::ReasonMissing),
        Guard::AllDecided | Guard::AllCarriedOut | Guard::AnotherPerson | Guard::Reason => Ok(()),
    };
    procedure::take(MOVES, (review.state, step), who, holds).map_err(|refused| match refused {
        NotTaken::NoMove { from, .. } => vec![ReviewRefusal::NoMove { state: from }],
        NotTaken::Refused(whys) => whys,
    })
}

/// Takes a step of the review.
pub fn take(
    review: &Review,
    step: ReviewStep,
    reason: &str,
    ledger: &Ledger,
    (clerk, now): (&Clerk, Moment),
) -> Result<Review, Vec<ReviewRefusal>> {
    let reason = free_text(reason);
    let state = taken(review, step, ledger, clerk, !reason.is_empty())?;
    let signed = || Some(Signed::of(clerk, now));
    let mut moved = Review {
        state,
        version: review.version.saturating_add(1),
        reason,
        change: Some(step),
        changed_by: clerk.login.clone(),
        changed_at: now,
        ..review.clone()
    };
    match step {
        ReviewStep::Report => moved.reported = signed(),
        ReviewStep::Approve => moved.approved = signed(),
        ReviewStep::Close => moved.closed = signed(),
        ReviewStep::Return | ReviewStep::Resume => {
            moved.reported = None;
            moved.approved = None;
        }
    }
    Ok(moved)
}

/// What is typed with a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    pub reason: String,
    /// 調整: what is given up.
    pub items: Vec<String>,
}

/// Whether a step of the line is this person's now, apart from what is typed with it.
pub fn check_line(
    (review, line): (&Review, &ReviewLine),
    step: LineStep,
    progress: Progress,
    clerk: &Clerk,
) -> Result<LineState, Vec<ReviewRefusal>> {
    line_taken((review, line), step, progress, clerk, None)
}

fn line_taken(
    (review, line): (&Review, &ReviewLine),
    step: LineStep,
    progress: Progress,
    clerk: &Clerk,
    given: Option<&Given>,
) -> Result<LineState, Vec<ReviewRefusal>> {
    let is_manager = clerk.roles.has(Role::Manager);
    let decides_managers = line.frozen.is_managers && clerk.roles.has(Role::Supervisor);
    let who = |hand: LineHand| match hand {
        LineHand::Reviewer if !is_manager && !decides_managers => Err(ReviewRefusal::NotReviewer),
        LineHand::Applicant if !is_manager => Err(ReviewRefusal::NotManager),
        LineHand::Reviewer | LineHand::Applicant => Ok(()),
    };
    let holds = |guard: LineGuard| match guard {
        Deciding if review.state != ReviewState::Open => Err(ReviewRefusal::NoMove {
            state: review.state,
        }),
        Running if review.state == ReviewState::Closed => Err(ReviewRefusal::NoMove {
            state: review.state,
        }),
        NotOwn if line.frozen.is_own_of(clerk) => Err(ReviewRefusal::OwnLine),
        Holder if line.frozen.holder.is_none() => Err(ReviewRefusal::NoHolder),
        Reason => match given {
            Some(given) if given.reason.is_empty() => Err(ReviewRefusal::ReasonMissing),
            Some(_) | None => Ok(()),
        },
        Items => given.map_or(Ok(()), |given| check_items(&line.frozen, given)),
        NoRequest => match (progress, line.request) {
            (Progress::UnderWay | Progress::CarriedOut(_), Some(request)) => {
                Err(ReviewRefusal::HasRequest { request })
            }
            _ => Ok(()),
        },
        Deciding | Running | NotOwn | Holder => Ok(()),
    };
    let from = LineState::of(line.verdict());
    procedure::take(LINE_MOVES, (from, step), who, holds).map_err(|refused| match refused {
        NotTaken::NoMove { from, .. } => vec![ReviewRefusal::NoLineMove { state: from }],
        NotTaken::Refused(whys) => whys,
    })
}

fn check_items(frozen: &Frozen, given: &Given) -> Result<(), ReviewRefusal> {
    if given.items.is_empty() {
        return Err(ReviewRefusal::ItemsMissing);
    }
    match given.items.iter().find(|item| !frozen.items.contains(item)) {
        Some(item) => Err(ReviewRefusal::NotHeld { item: item.clone() }),
        None => Ok(()),
    }
}

/// Gives a line its verdict. Its application is another matter: a new verdict drops the one that ended without effect.
pub fn decide(
    (review, line): (&Review, &ReviewLine),
    verdict: Verdict,
    given: &Given,
    progress: Progress,
    (clerk, role, now): (&Clerk, Role, Moment),
) -> Result<ReviewLine, Vec<ReviewRefusal>> {
    let given = Given {
        reason: free_text(&given.reason),
        items: if verdict == Verdict::Change {
            given.items.iter().map(|item| norm_text(item)).collect()
        } else {
            Vec::new()
        },
    };
    line_taken(
        (review, line),
        verdict.step(),
        progress,
        clerk,
        Some(&given),
    )?;
    Ok(ReviewLine {
        version: line.version.saturating_add(1),
        decided: Some(Decided {
            verdict,
            reason: given.reason,
            items: given.items,
            signed: Signed::of(clerk, now),
            role,
        }),
        request: None,
        ..line.clone()
    })
}

/// A line with its application.
pub fn drafted(line: &ReviewLine, request: RequestNo) -> ReviewLine {
    ReviewLine {
        version: line.version.saturating_add(1),
        request: Some(request),
        ..line.clone()
    }
}

/// Whether an application does what the verdict asks for.
pub fn fits(verdict: Verdict, request: &Request) -> bool {
    match verdict {
        Verdict::Keep => false,
        Verdict::Change => request.kind == Kind::UserItems,
        Verdict::Delete => request.kind.ends_account(),
    }
}

/// The application that a verdict asks for.
pub fn request_for(line: &ReviewLine, today: NaiveDate) -> Option<Draft> {
    let decided = line.decided.as_ref()?;
    let frozen = &line.frozen;
    let kind = match (decided.verdict, frozen.kind) {
        (Verdict::Keep, _) => return None,
        (Verdict::Change, _) => Kind::UserItems,
        (Verdict::Delete, AccountKind::User) => Kind::UserDelete,
        (Verdict::Delete, AccountKind::Manager) => Kind::ManagerDelete,
    };
    let ends = decided.verdict == Verdict::Delete;
    let holder = frozen.holder.as_ref();
    let left_on = holder.and_then(|holder| holder.post_on);
    let lines = decided.items.iter().map(|item| Line {
        change: Change::Delete,
        item: item.clone(),
        basis: String::new(),
        monthly: None,
        is_agreed: None,
    });
    Some(Draft {
        holder: holder.map_or_else(Party::default, |holder| Party {
            login: holder.login.clone(),
            name: holder.name.clone(),
            unit: holder.unit.clone(),
            title: holder.title.clone(),
        }),
        account: frozen.account.clone(),
        lines: lines.collect(),
        // What is given up was not needed: no change of post.
        cause: Some(if ends { cause(frozen) } else { Cause::Idle }),
        changes_on: ends.then(|| left_on.unwrap_or(today)),
        need: if decided.reason.is_empty() {
            line.no.to_string()
        } else {
            format!("{} {}", line.no, decided.reason)
        },
        ..Draft::of(kind)
    })
}

/// 異動原因, as far as the findings say it.
fn cause(frozen: &Frozen) -> Cause {
    let found = |finding: Finding| frozen.findings.contains(&finding);
    let by_post = frozen
        .holder
        .as_ref()
        .and_then(|holder| holder.post.cause());
    match by_post {
        Some(cause) => cause,
        None if frozen.holder.is_none() => Cause::NoHolder,
        None if found(Finding::Duplicate) => Cause::Duplicate,
        None if found(Finding::LongIdle) || found(Finding::Idle) => Cause::Idle,
        None => Cause::Duties,
    }
}
