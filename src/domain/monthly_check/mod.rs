//! 抽查 (12(1)): the month's steps, who may take which, and why a step is refused. Source: monthly_check.md.
//!
//! `draw` holds the freeze and the draw, `walk` the rows, their outcomes and the signature.

mod draw;
mod group;
mod walk;

#[cfg(test)]
mod tests;

use crate::domain::ids::Login;
use crate::domain::people::{Clerk, Role};

pub use draw::{
    Drawing, Freezing, Slip, check_draw, check_freeze, needs_public_source, total_differs,
};
pub use group::{Cover, Group, risk_beside};
pub use walk::{
    AtRow, Cause, Compared, Joining, Judgement, Missing, Outcome, Sheet, WalkRow,
    check_explanation, check_judge, check_judgement, check_outcome, missing_before_signature,
    needs_note, offered, take_signature,
};

/// How far a month has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 未開始.
    None,
    /// 已匯入: rows, and an import that names the month; or rows came after the last reconcile.
    Imported,
    /// 已勾稽: a reconcile later than the last rows.
    Reconciled,
    /// 已凍結.
    Frozen,
    /// 已抽樣.
    Drawn,
    /// 查核中.
    Walking,
    /// 待核章: signed by the checker.
    Signed,
    /// 已完成.
    Complete,
    /// 已送備查.
    Submitted,
    /// 已備查.
    Filed,
}

impl Step {
    pub const ALL: [Step; 10] = [
        Step::None,
        Step::Imported,
        Step::Reconciled,
        Step::Frozen,
        Step::Drawn,
        Step::Walking,
        Step::Signed,
        Step::Complete,
        Step::Submitted,
        Step::Filed,
    ];

    /// `step` of `check status`.
    pub fn code(self) -> &'static str {
        match self {
            Step::None => "none",
            Step::Imported => "imported",
            Step::Reconciled => "reconciled",
            Step::Frozen => "frozen",
            Step::Drawn => "drawn",
            Step::Walking => "walking",
            Step::Signed => "signed",
            Step::Complete => "complete",
            Step::Submitted => "submitted",
            Step::Filed => "filed",
        }
    }
}

/// What the store knows of a month. Places are sequence numbers of the trail, so that later means later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    /// An import named this month (`--period`), rows or not.
    pub is_imported: bool,
    /// The last entry that brought rows into the month.
    pub last_rows: Option<u64>,
    pub last_reconcile: Option<u64>,
    /// The freeze's own entry, and so on.
    pub frozen: Option<u64>,
    pub drawn: Option<u64>,
    pub walk_started: Option<u64>,
    pub signed: Option<u64>,
}

impl Month {
    pub fn step(self) -> Step {
        let later = [
            (self.signed, Step::Signed),
            (self.walk_started, Step::Walking),
            (self.drawn, Step::Drawn),
            (self.frozen, Step::Frozen),
        ];
        let reached = later.into_iter().find(|(entry, _step)| entry.is_some());
        match reached {
            Some((_entry, step)) => step,
            None if !self.is_imported => Step::None,
            None if self.is_reconciled() => Step::Reconciled,
            None => Step::Imported,
        }
    }

    /// A reconcile later than the last rows; without rows any reconcile will do.
    pub fn is_reconciled(self) -> bool {
        self.last_reconcile
            .is_some_and(|reconcile| self.last_rows.is_none_or(|rows| rows < reconcile))
    }
}

/// What can be done to a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Rows for a frozen month wait as its supplement.
    Import,
    Reconcile,
    /// Confirm or refuse a proposal; after the freeze it is 凍結後採認 and changes no count.
    DecideProposal,
    /// Take a decision back.
    UndoDecision,
    /// Give the cause of a 查而未登.
    Explain,
    Freeze,
    Draw,
    /// A public draw in place of a secret that nobody can open.
    DeclarePublic,
    StartWalk,
    RecordOutcome,
    NoteEvidence,
    /// The next rows of the same order, to 2n or 4n.
    Extend,
    /// The decision on 重大異常.
    Judge,
    Sign,
}

impl Deed {
    pub const ALL: [Deed; 14] = [
        Deed::Import,
        Deed::Reconcile,
        Deed::DecideProposal,
        Deed::UndoDecision,
        Deed::Explain,
        Deed::Freeze,
        Deed::Draw,
        Deed::DeclarePublic,
        Deed::StartWalk,
        Deed::RecordOutcome,
        Deed::NoteEvidence,
        Deed::Extend,
        Deed::Judge,
        Deed::Sign,
    ];
}

/// One row of the procedure.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub deed: Deed,
    pub by: &'static [Role],
    /// The steps from which it may be done.
    pub from: &'static [Step],
}

const UNFROZEN: &[Step] = &[Step::None, Step::Imported, Step::Reconciled];
const UNSIGNED: &[Step] = &[
    Step::None,
    Step::Imported,
    Step::Reconciled,
    Step::Frozen,
    Step::Drawn,
    Step::Walking,
];
const ANY: &[Step] = &Step::ALL;
const MANAGER: &[Role] = &[Role::Manager];
const CHECKER: &[Role] = &[Role::Checker];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
/// A checker's own query is another's to judge: [`check_judge`].
const JUDGES: &[Role] = &[Role::Checker, Role::Supervisor];

/// Every move there is; what has no row here cannot be done.
#[rustfmt::skip]
pub const MOVES: &[Move] = &[
    Move { deed: Deed::Import,         by: MANAGER, from: ANY },
    Move { deed: Deed::Reconcile,      by: MANAGER, from: UNFROZEN },
    Move { deed: Deed::DecideProposal, by: MANAGER, from: UNSIGNED },
    Move { deed: Deed::UndoDecision,   by: MANAGER, from: UNSIGNED },
    Move { deed: Deed::Explain,        by: MANAGER, from: UNSIGNED },
    Move { deed: Deed::Freeze,         by: MANAGER, from: &[Step::Reconciled] },
    Move { deed: Deed::Draw,           by: CHECKER, from: &[Step::Frozen] },
    Move { deed: Deed::DeclarePublic,  by: SUPERVISOR, from: &[Step::Frozen] },
    Move { deed: Deed::StartWalk,      by: CHECKER, from: &[Step::Drawn] },
    Move { deed: Deed::RecordOutcome,  by: JUDGES, from: &[Step::Walking] },
    Move { deed: Deed::NoteEvidence,   by: JUDGES, from: &[Step::Walking] },
    Move { deed: Deed::Extend,         by: CHECKER, from: &[Step::Walking] },
    Move { deed: Deed::Judge,          by: CHECKER, from: &[Step::Walking] },
    Move { deed: Deed::Sign,           by: CHECKER, from: &[Step::Walking] },
];

/// Why the month's check said no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckRefusal {
    /// The deed needs this role.
    Role { needed: Role },
    /// No import has named the month.
    NotImported,
    /// Rows came after the last reconcile, or there was none.
    NotReconciled,
    /// Frozen once: there is no unfreezing, no new version, no reconcile any more.
    AlreadyFrozen,
    /// Drawn once.
    AlreadyDrawn,
    /// Signed: a correction is a new version.
    AlreadySigned,
    /// The month has not come so far.
    NotYet { step: Step },
    /// Another checker's month; that one's login.
    OtherChecker { checker: Login },
    /// Without an unused commitment, or with one person as manager and checker, a public source is obligatory.
    PublicSourceNeeded,
    /// A public source was declared and its result is not given.
    PublicResultNeeded { digits: u8 },
    /// No public source was declared at the freeze.
    PublicNotDeclared,
    /// The public result is longer or shorter than declared.
    PublicLength { declared: u8, typed: usize },
    /// The slip's head is not the freeze's.
    SlipDiffers,
    /// Nobody judges his own query (monthly_check §5).
    OwnQuery { place: u32 },
    /// A query of the month's checker is another checker's to judge while there is one.
    OtherCheckersRow { place: u32 },
    /// Nobody approves his own exception.
    OwnException,
    /// The row was not drawn.
    NotDrawn,
    /// The sample was extended so far already, or the population holds no more rows.
    NothingToExtend,
    /// The outcome is not offered for this row.
    OutcomeNotOffered { outcome: Outcome },
    /// The outcome or the cause needs a note.
    NoteNeeded,
    /// A major anomaly needs its reason.
    ReasonNeeded,
    /// What stands between the walk and the signature.
    Incomplete { missing: Vec<Missing> },
}

impl CheckRefusal {
    /// `code` of the error in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            CheckRefusal::Role { .. } => "role",
            CheckRefusal::NotImported => "not_imported",
            CheckRefusal::NotReconciled => "not_reconciled",
            CheckRefusal::AlreadyFrozen => "frozen",
            CheckRefusal::AlreadyDrawn => "drawn",
            CheckRefusal::AlreadySigned => "signed",
            CheckRefusal::NotYet { .. } => "step",
            CheckRefusal::OtherChecker { .. } => "checker",
            CheckRefusal::PublicSourceNeeded => "public_source",
            CheckRefusal::PublicResultNeeded { .. }
            | CheckRefusal::PublicNotDeclared
            | CheckRefusal::PublicLength { .. } => "public",
            CheckRefusal::SlipDiffers => "slip",
            CheckRefusal::OwnQuery { .. } | CheckRefusal::OtherCheckersRow { .. } => "own",
            CheckRefusal::OwnException => "own_exception",
            CheckRefusal::NothingToExtend => "extended",
            CheckRefusal::NotDrawn => "row",
            CheckRefusal::OutcomeNotOffered { .. } => "outcome",
            CheckRefusal::NoteNeeded => "note",
            CheckRefusal::ReasonNeeded => "reason",
            CheckRefusal::Incomplete { .. } => "incomplete",
        }
    }
}

/// Whether this person may do this deed at this step: [`MOVES`] and nothing else.
pub fn check_move(deed: Deed, clerk: &Clerk, step: Step) -> Result<(), CheckRefusal> {
    let Some(found) = MOVES.iter().find(|found| found.deed == deed) else {
        return Err(CheckRefusal::NotYet { step });
    };
    if !clerk.roles.any_of(found.by) {
        let needed = found.by.first().copied().unwrap_or(Role::Checker);
        return Err(CheckRefusal::Role { needed });
    }
    if found.from.contains(&step) {
        return Ok(());
    }
    Err(why_not_from(deed, step))
}

fn why_not_from(deed: Deed, step: Step) -> CheckRefusal {
    let is_before_freeze = matches!(deed, Deed::Reconcile | Deed::Freeze);
    match step {
        Step::None if is_before_freeze => CheckRefusal::NotImported,
        Step::Imported if is_before_freeze => CheckRefusal::NotReconciled,
        Step::None | Step::Imported | Step::Reconciled => CheckRefusal::NotYet { step },
        _frozen if is_before_freeze => CheckRefusal::AlreadyFrozen,
        _drawn if matches!(deed, Deed::Draw | Deed::DeclarePublic) && step > Step::Frozen => {
            CheckRefusal::AlreadyDrawn
        }
        Step::Frozen | Step::Drawn | Step::Walking => CheckRefusal::NotYet { step },
        Step::Signed | Step::Complete | Step::Submitted | Step::Filed => {
            CheckRefusal::AlreadySigned
        }
    }
}

/// The month's checker, the one the freeze named, is the only one who draws, walks and signs.
pub fn check_checker(named: &Login, clerk: &Clerk) -> Result<(), CheckRefusal> {
    if *named == clerk.login {
        Ok(())
    } else {
        Err(CheckRefusal::OtherChecker {
            checker: named.clone(),
        })
    }
}
