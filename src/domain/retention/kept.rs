//! 五年紀錄: what must be kept, each class with its rule, its floor, and the way to its disposal (domain.md §3 C).

use chrono::{Days, NaiveDate};

use crate::domain::moment::Moment;
use crate::domain::normal::free_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken};
use crate::domain::retention::codes::{HoldCause, codes};
use crate::domain::retention::moves::By;
use crate::domain::retention::{Hold, RetentionField, RetentionRefusal};
use crate::domain::span::{FIVE_YEARS, Span};

codes! {
    /// 類別 of a record that is kept.
    KeptClass {
        /// 申請及簽核紀錄, 5(3).
        Request "request",
        /// 清查紀錄, 6(6).
        Review "review",
        /// 查詢日誌, 9(2).
        Log "log",
        /// 刪除佐證, 11(3)3.
        Evidence "evidence",
        /// 查核紀錄, 12(11).
        CheckRecord "check_record",
        /// 稽核報告, 12(11).
        AuditReport "audit_report",
        /// 稽核紀錄, 12(11).
        AuditRecord "audit_record",
        /// 查詢資料登記表: the directive does not say how long.
        Register "register",
        /// 窗口異動通知: the directive does not say how long.
        Notice "notice",
    }
}

impl KeptClass {
    /// The point that says so (明定); `None`: an assumption (推定), whose period is a setting.
    pub fn clause(self) -> Option<&'static str> {
        match self {
            KeptClass::Request => Some("5(3)"),
            KeptClass::Review => Some("6(6)"),
            KeptClass::Log => Some("9(2)"),
            KeptClass::Evidence => Some("11(3)3"),
            KeptClass::CheckRecord | KeptClass::AuditReport | KeptClass::AuditRecord => {
                Some("12(11)")
            }
            KeptClass::Register | KeptClass::Notice => None,
        }
    }

    /// The setting of an assumed period.
    pub fn setting(self) -> Option<&'static str> {
        match self {
            KeptClass::Register => Some("keep_register"),
            KeptClass::Notice => Some("keep_notice"),
            KeptClass::Request
            | KeptClass::Review
            | KeptClass::Log
            | KeptClass::Evidence
            | KeptClass::CheckRecord
            | KeptClass::AuditReport
            | KeptClass::AuditRecord => None,
        }
    }

    /// How long it is kept: five years where the directive says so, whatever a setting says.
    pub fn span(self, set: Option<Span>) -> Span {
        match (self.clause(), set) {
            (None, Some(span)) => span,
            (None, None) | (Some(_), _) => FIVE_YEARS,
        }
    }
}

codes! {
    /// Where a record stands; 將屆期 and 可處置 follow from the day.
    KeptState {
        /// 保存中.
        Kept "kept",
        /// 待核准銷毀.
        Proposed "proposed",
        /// 已銷毀.
        Disposed "disposed",
    }
}

/// One version of a record that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub class: KeptClass,
    /// Its own number: 11510-v1, D11511-003, the log's month and file.
    pub record: String,
    pub version: u32,
    pub state: KeptState,
    pub hold: Option<Hold>,
    /// The day from which it is kept.
    pub starts_on: NaiveDate,
    /// Its last day; it may be disposed of from the day after. No holiday moves it.
    pub ends_on: NaiveDate,
    /// Digest of what is kept, where there is one.
    pub sha256: String,
    pub proposed_by: String,
    pub proposed_by_name: String,
    /// How it was disposed of, or why it is proposed.
    pub reason: String,
    pub changed_by: String,
    pub changed_by_name: String,
    pub changed_role: Role,
    pub changed_at: Moment,
}

/// Days before the end from which it is 將屆期.
const SOON: u64 = 90;

/// What the day makes of a record that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptPhase {
    /// 保存中.
    Kept,
    /// 將屆期.
    Ending,
    /// 可處置.
    Disposable,
}

fn for_ever() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()
}

impl Kept {
    /// A record whose time begins.
    pub fn new(
        class: KeptClass,
        record: &str,
        starts_on: NaiveDate,
        span: Span,
        by: By<'_>,
    ) -> Kept {
        Kept {
            class,
            record: record.to_owned(),
            version: 1,
            state: KeptState::Kept,
            hold: None,
            starts_on,
            // Beyond all dates it is kept for ever.
            ends_on: span.after(starts_on).unwrap_or_else(for_ever),
            sha256: String::new(),
            proposed_by: String::new(),
            proposed_by_name: String::new(),
            reason: String::new(),
            changed_by: by.clerk.login.to_string(),
            changed_by_name: by.clerk.name.clone(),
            changed_role: by.role,
            changed_at: by.now,
        }
    }

    /// The first day on which it may be disposed of.
    pub fn free_from(&self) -> NaiveDate {
        self.ends_on.succ_opt().unwrap_or_else(for_ever)
    }

    pub fn phase(&self, today: NaiveDate) -> KeptPhase {
        let soon = self.ends_on.checked_sub_days(Days::new(SOON));
        if today > self.ends_on {
            KeptPhase::Disposable
        } else if soon.is_some_and(|soon| today >= soon) {
            KeptPhase::Ending
        } else {
            KeptPhase::Kept
        }
    }
}

/// What can be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptStep {
    /// 擬銷毀.
    Propose,
    /// 核准銷毀.
    Approve,
    /// 不予核准.
    Decline,
    Hold,
    Release,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptHand {
    Manager,
    Supervisor,
    Overseer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptGuard {
    FloorOver,
    NotOnHold,
    OnHold,
    /// Released by another person than held.
    ByOther,
    /// Approved by another person than proposed.
    NotOwnProposal,
}

#[rustfmt::skip]
pub const KEPT_MOVES: &[Move<KeptState, KeptStep, KeptHand, KeptGuard>] = &[
    Move { from: KeptState::Kept,     step: KeptStep::Propose, to: KeptState::Proposed, by: KeptHand::Manager,    guard: &[KeptGuard::FloorOver, KeptGuard::NotOnHold] },
    Move { from: KeptState::Kept,     step: KeptStep::Hold,    to: KeptState::Kept,     by: KeptHand::Overseer,   guard: &[KeptGuard::NotOnHold] },
    Move { from: KeptState::Kept,     step: KeptStep::Release, to: KeptState::Kept,     by: KeptHand::Overseer,   guard: &[KeptGuard::OnHold, KeptGuard::ByOther] },
    Move { from: KeptState::Proposed, step: KeptStep::Approve, to: KeptState::Disposed, by: KeptHand::Supervisor, guard: &[KeptGuard::FloorOver, KeptGuard::NotOnHold, KeptGuard::NotOwnProposal] },
    Move { from: KeptState::Proposed, step: KeptStep::Decline, to: KeptState::Kept,     by: KeptHand::Supervisor, guard: &[] },
    Move { from: KeptState::Proposed, step: KeptStep::Hold,    to: KeptState::Proposed, by: KeptHand::Overseer,   guard: &[KeptGuard::NotOnHold] },
    Move { from: KeptState::Proposed, step: KeptStep::Release, to: KeptState::Proposed, by: KeptHand::Overseer,   guard: &[KeptGuard::OnHold, KeptGuard::ByOther] },
];

/// Whether a step can be taken now, apart from what its form will say.
pub fn check(
    kept: &Kept,
    step: KeptStep,
    clerk: &Clerk,
    today: NaiveDate,
) -> Result<KeptState, Vec<RetentionRefusal>> {
    let login = clerk.login.as_str();
    let roles = clerk.roles;
    let who = |hand: KeptHand| match hand {
        KeptHand::Manager if !roles.has(Role::Manager) => Err(RetentionRefusal::NotManager),
        KeptHand::Supervisor if !roles.has(Role::Supervisor) => {
            Err(RetentionRefusal::NotSupervisor)
        }
        KeptHand::Overseer if !roles.any_of(&[Role::Manager, Role::Supervisor]) => {
            Err(RetentionRefusal::NotOverseer)
        }
        KeptHand::Manager | KeptHand::Supervisor | KeptHand::Overseer => Ok(()),
    };
    let holds = |guard: KeptGuard| match guard {
        KeptGuard::FloorOver if today <= kept.ends_on => Err(RetentionRefusal::FloorRuns {
            from: kept.free_from(),
        }),
        KeptGuard::NotOnHold if kept.hold.is_some() => Err(RetentionRefusal::OnHold),
        KeptGuard::OnHold if kept.hold.is_none() => Err(RetentionRefusal::NotOnHold),
        KeptGuard::ByOther if kept.hold.as_ref().is_some_and(|hold| hold.by == login) => {
            Err(RetentionRefusal::OwnHold)
        }
        KeptGuard::NotOwnProposal if kept.proposed_by == login => {
            Err(RetentionRefusal::OwnProposal)
        }
        KeptGuard::FloorOver
        | KeptGuard::NotOnHold
        | KeptGuard::OnHold
        | KeptGuard::ByOther
        | KeptGuard::NotOwnProposal => Ok(()),
    };
    procedure::take(KEPT_MOVES, (kept.state, step), who, holds).map_err(|refused| match refused {
        NotTaken::NoMove { from, .. } => vec![RetentionRefusal::KeptStep { state: from }],
        NotTaken::Refused(whys) => whys,
    })
}

/// A step with its reason: how it is to be disposed of, why not, what the hold stands on.
pub fn take(
    kept: &Kept,
    step: KeptStep,
    (reason, cause): (&str, Option<HoldCause>),
    by: By<'_>,
) -> Result<Kept, Vec<RetentionRefusal>> {
    let state = check(kept, step, by.clerk, by.now.day())?;
    let reason = free_text(reason);
    if reason.is_empty() {
        return Err(vec![RetentionRefusal::Missing(RetentionField::Reason)]);
    }
    let mut moved = Kept {
        state,
        version: kept.version.saturating_add(1),
        reason: reason.clone(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
        ..kept.clone()
    };
    match step {
        KeptStep::Propose => {
            moved.proposed_by = by.clerk.login.to_string();
            moved.proposed_by_name.clone_from(&by.clerk.name);
        }
        KeptStep::Hold => {
            moved.hold = Some(Hold {
                cause: cause.unwrap_or(HoldCause::Audit),
                reason,
                by: by.clerk.login.to_string(),
                by_name: by.clerk.name.clone(),
                at: by.now,
            });
        }
        KeptStep::Release => moved.hold = None,
        KeptStep::Approve | KeptStep::Decline => {}
    }
    Ok(moved)
}
