//! The procedure of a held item (domain.md §3 B): its moves as a table, and what each writes.

use chrono::NaiveDate;

use crate::domain::moment::Moment;
use crate::domain::normal::free_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken};
use crate::domain::retention::codes::{Ground, HeldChange, HeldState, HoldCause};
use crate::domain::retention::listing::UsePeriod;
use crate::domain::retention::{Held, Hold, RecordNo, RetentionField, RetentionRefusal, Statute};
use crate::domain::span::{ONE_MONTH, Span};

/// What can be done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldStep {
    /// 申報使用期限.
    Declare,
    /// The use period of its legal basis was declared.
    Settle,
    /// 使用完竣.
    Complete,
    /// 確認無保存必要.
    Confirm,
    /// 適用法定保存期限.
    Statute,
    /// 法定保存期限屆滿.
    Lapse,
    /// 法令變更或已無需求 (11(2)3).
    ChangeLaw,
    /// 歸檔.
    Archive,
    /// 暫停刪除.
    Hold,
    /// 恢復.
    Release,
    /// 移交保管.
    Assign,
    /// 刪除, with a certificate.
    Delete,
    /// The certificate was refused.
    Reopen,
    /// The whole procedure is complete.
    Close,
    /// The registration was corrected.
    Withdraw,
}

impl HeldStep {
    pub const ALL: [HeldStep; 15] = [
        HeldStep::Declare,
        HeldStep::Settle,
        HeldStep::Complete,
        HeldStep::Confirm,
        HeldStep::Statute,
        HeldStep::Lapse,
        HeldStep::ChangeLaw,
        HeldStep::Archive,
        HeldStep::Hold,
        HeldStep::Release,
        HeldStep::Assign,
        HeldStep::Delete,
        HeldStep::Reopen,
        HeldStep::Close,
        HeldStep::Withdraw,
    ];
}

/// Whose hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// 保管人.
    Custodian,
    /// 保管人 or 管理者.
    Keeping,
    /// 管理者 or 權責主管.
    Overseer,
    Manager,
    /// Follows from another record: its own procedure asked for hands.
    Follows,
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    NotOnHold,
    OnHold,
    /// Released by another person than held.
    ByOther,
    StatuteOver,
}

type Row = Move<HeldState, HeldStep, Hand, Guard>;

use Guard::{ByOther, NotOnHold, OnHold, StatuteOver};
use Hand::{Custodian, Follows, Keeping, Manager, Overseer};
use HeldState::{Archived, Closed, Deleted, InUse, Statutory, ToConfirm, ToDelete, Withdrawn};
use HeldStep as S;

#[rustfmt::skip]
pub const MOVES: &[Row] = &[
    Move { from: InUse,     step: S::Declare,   to: InUse,     by: Keeping,   guard: &[] },
    Move { from: InUse,     step: S::Settle,    to: InUse,     by: Follows,   guard: &[] },
    Move { from: InUse,     step: S::Complete,  to: ToConfirm, by: Custodian, guard: &[] },
    Move { from: InUse,     step: S::Statute,   to: Statutory, by: Keeping,   guard: &[] },
    Move { from: InUse,     step: S::ChangeLaw, to: ToDelete,  by: Manager,   guard: &[] },
    Move { from: InUse,     step: S::Archive,   to: Archived,  by: Keeping,   guard: &[NotOnHold] },
    Move { from: InUse,     step: S::Hold,      to: InUse,     by: Overseer,  guard: &[NotOnHold] },
    Move { from: InUse,     step: S::Release,   to: InUse,     by: Overseer,  guard: &[OnHold, ByOther] },
    Move { from: InUse,     step: S::Assign,    to: InUse,     by: Overseer,  guard: &[] },
    Move { from: InUse,     step: S::Withdraw,  to: Withdrawn, by: Follows,   guard: &[NotOnHold] },
    Move { from: ToConfirm, step: S::Declare,   to: ToConfirm, by: Keeping,   guard: &[] },
    Move { from: ToConfirm, step: S::Settle,    to: ToConfirm, by: Follows,   guard: &[] },
    Move { from: ToConfirm, step: S::Confirm,   to: ToDelete,  by: Custodian, guard: &[] },
    Move { from: ToConfirm, step: S::Statute,   to: Statutory, by: Keeping,   guard: &[] },
    Move { from: ToConfirm, step: S::ChangeLaw, to: ToDelete,  by: Manager,   guard: &[] },
    Move { from: ToConfirm, step: S::Archive,   to: Archived,  by: Keeping,   guard: &[NotOnHold] },
    Move { from: ToConfirm, step: S::Hold,      to: ToConfirm, by: Overseer,  guard: &[NotOnHold] },
    Move { from: ToConfirm, step: S::Release,   to: ToConfirm, by: Overseer,  guard: &[OnHold, ByOther] },
    Move { from: ToConfirm, step: S::Assign,    to: ToConfirm, by: Overseer,  guard: &[] },
    Move { from: ToConfirm, step: S::Withdraw,  to: Withdrawn, by: Follows,   guard: &[NotOnHold] },
    Move { from: Statutory, step: S::Lapse,     to: ToDelete,  by: Keeping,   guard: &[StatuteOver] },
    Move { from: Statutory, step: S::Statute,   to: Statutory, by: Keeping,   guard: &[] },
    Move { from: Statutory, step: S::Archive,   to: Archived,  by: Keeping,   guard: &[NotOnHold] },
    Move { from: Statutory, step: S::Hold,      to: Statutory, by: Overseer,  guard: &[NotOnHold] },
    Move { from: Statutory, step: S::Release,   to: Statutory, by: Overseer,  guard: &[OnHold, ByOther] },
    Move { from: Statutory, step: S::Assign,    to: Statutory, by: Overseer,  guard: &[] },
    Move { from: ToDelete,  step: S::Delete,    to: Deleted,   by: Custodian, guard: &[NotOnHold] },
    Move { from: ToDelete,  step: S::Statute,   to: Statutory, by: Keeping,   guard: &[] },
    Move { from: ToDelete,  step: S::ChangeLaw, to: ToDelete,  by: Manager,   guard: &[] },
    Move { from: ToDelete,  step: S::Archive,   to: Archived,  by: Keeping,   guard: &[NotOnHold] },
    Move { from: ToDelete,  step: S::Hold,      to: ToDelete,  by: Overseer,  guard: &[NotOnHold] },
    Move { from: ToDelete,  step: S::Release,   to: ToDelete,  by: Overseer,  guard: &[OnHold, ByOther] },
    Move { from: ToDelete,  step: S::Assign,    to: ToDelete,  by: Overseer,  guard: &[] },
    Move { from: Deleted,   step: S::Close,     to: Closed,    by: Follows,   guard: &[] },
    Move { from: Deleted,   step: S::Reopen,    to: ToDelete,  by: Follows,   guard: &[] },
];

/// Who acts, in which role, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    pub clerk: &'a Clerk,
    pub role: Role,
    pub now: Moment,
}

impl By<'_> {
    fn today(self) -> NaiveDate {
        self.now.day()
    }
}

/// Whether these hands may take such a step of the item.
pub fn may(held: &Held, hand: Hand, clerk: &Clerk) -> Result<(), RetentionRefusal> {
    let roles = clerk.roles;
    let is_custodian = held.custodian == clerk.login.as_str() && roles.has(Role::User);
    let (may, why) = match hand {
        Custodian => (is_custodian, RetentionRefusal::NotCustodian),
        Keeping => (
            is_custodian || roles.has(Role::Manager),
            RetentionRefusal::NotKeeping,
        ),
        Overseer => (
            roles.any_of(&[Role::Manager, Role::Supervisor]),
            RetentionRefusal::NotOverseer,
        ),
        Manager => (roles.has(Role::Manager), RetentionRefusal::NotManager),
        Follows => return Ok(()),
    };
    if may { Ok(()) } else { Err(why) }
}

/// Whether a step can be taken now, apart from what its form will say.
pub fn check(
    held: &Held,
    step: HeldStep,
    clerk: &Clerk,
    today: NaiveDate,
) -> Result<HeldState, Vec<RetentionRefusal>> {
    let holds = |guard: Guard| match guard {
        NotOnHold if held.hold.is_some() => Err(RetentionRefusal::OnHold),
        OnHold if held.hold.is_none() => Err(RetentionRefusal::NotOnHold),
        ByOther => match &held.hold {
            Some(order) if order.by == clerk.login.as_str() => Err(RetentionRefusal::OwnHold),
            Some(_) | None => Ok(()),
        },
        StatuteOver => match &held.statute {
            Some(statute) if today <= statute.ends_on => Err(RetentionRefusal::StatuteRuns {
                until: statute.ends_on,
            }),
            Some(_) | None => Ok(()),
        },
        NotOnHold | OnHold => Ok(()),
    };
    let taken = procedure::take(
        MOVES,
        (held.state, step),
        |hand| may(held, hand, clerk),
        holds,
    );
    taken.map_err(|refused| match refused {
        NotTaken::NoMove { from, .. } => vec![RetentionRefusal::NoMove { state: from }],
        NotTaken::Refused(whys) => whys,
    })
}

type Moved = Result<Held, Vec<RetentionRefusal>>;

/// The next version after a step that may be taken.
fn next(held: &Held, step: HeldStep, by: By<'_>, change: HeldChange) -> Moved {
    let state = check(held, step, by.clerk, by.today())?;
    Ok(Held {
        state,
        version: held.version.saturating_add(1),
        change,
        reason: String::new(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
        ..held.clone()
    })
}

/// A text that must say something.
fn said(text: &str, field: RetentionField) -> Result<String, Vec<RetentionRefusal>> {
    let text = free_text(text);
    if text.is_empty() {
        Err(vec![RetentionRefusal::Missing(field)])
    } else {
        Ok(text)
    }
}

/// A day of the item's past: neither before it was obtained nor after today.
fn past(
    held: &Held,
    day: NaiveDate,
    by: By<'_>,
    field: RetentionField,
) -> Result<NaiveDate, Vec<RetentionRefusal>> {
    if day > by.today() {
        return Err(vec![RetentionRefusal::Future(field)]);
    }
    if day < held.obtained_on {
        return Err(vec![RetentionRefusal::EndsBeforeStart(field)]);
    }
    Ok(day)
}

/// 申報使用期限 (11(2)2): words that stand are enough for a day that comes sooner, a later one needs its own.
pub fn declare(held: &Held, until: NaiveDate, words: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Declare, by, HeldChange::Declared)?;
    if until < held.obtained_on {
        return Err(vec![RetentionRefusal::EndsBeforeStart(
            RetentionField::UseUntil,
        )]);
    }
    let words = free_text(words);
    let is_later = held.use_until.is_none_or(|known| until > known);
    if words.is_empty() && (is_later || held.use_basis.is_empty()) {
        return Err(vec![RetentionRefusal::Missing(RetentionField::UseBasis)]);
    }
    if !words.is_empty() {
        moved.use_basis = words;
    }
    moved.use_until = Some(until);
    moved.ends_on = Some(until);
    Ok(moved)
}

/// Its legal basis has a declared use period now: an item without words of its own takes it.
pub fn settle(held: &Held, period: &UsePeriod, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Settle, by, HeldChange::Declared)?;
    let until = period
        .span
        .after(held.obtained_on)
        .ok_or_else(|| vec![RetentionRefusal::BadSpan])?;
    moved.use_basis.clone_from(&period.words);
    moved.use_until = Some(until);
    moved.ends_on = Some(until);
    Ok(moved)
}

/// 使用完竣; with the day on which nothing spoke for keeping it any more, it is to be deleted at once.
pub fn complete(
    held: &Held,
    completed_on: NaiveDate,
    unneeded_on: Option<NaiveDate>,
    by: By<'_>,
) -> Moved {
    let completed_on = past(held, completed_on, by, RetentionField::CompletedOn)?;
    let mut moved = next(held, S::Complete, by, HeldChange::Completed)?;
    moved.completed_on = Some(completed_on);
    // Never deciding must not mean never due: the declared use period stays the day.
    moved.ends_on = moved.use_until;
    match unneeded_on {
        None => Ok(moved),
        Some(unneeded_on) => {
            let confirmed = confirm(&moved, unneeded_on, by)?;
            Ok(Held {
                version: moved.version,
                ..confirmed
            })
        }
    }
}

/// 確認無保存必要: the month runs from the later of the two days.
pub fn confirm(held: &Held, unneeded_on: NaiveDate, by: By<'_>) -> Moved {
    let unneeded_on = past(held, unneeded_on, by, RetentionField::UnneededOn)?;
    let mut moved = next(held, S::Confirm, by, HeldChange::Unneeded)?;
    let later = held
        .completed_on
        .map_or(unneeded_on, |completed_on| completed_on.max(unneeded_on));
    moved.unneeded_on = Some(unneeded_on);
    run_month(&mut moved, later, Ground::Use);
    Ok(moved)
}

/// 一個月 from an event.
fn run_month(held: &mut Held, event_on: NaiveDate, ground: Ground) {
    held.event_on = Some(event_on);
    held.ground = ground;
    held.ends_on = ONE_MONTH.after(event_on);
}

/// 適用法定保存期限: it prevails; the month runs when it is over.
pub fn apply_statute(
    held: &Held,
    citation: &str,
    (from, span): (NaiveDate, Span),
    by: By<'_>,
) -> Moved {
    let mut moved = next(held, S::Statute, by, HeldChange::Statute)?;
    let citation = said(citation, RetentionField::Citation)?;
    let ends_on = span
        .after(from)
        .ok_or_else(|| vec![RetentionRefusal::BadSpan])?;
    if ends_on < by.today() {
        return Err(vec![RetentionRefusal::StatuteOver]);
    }
    if held.kept_until().is_some_and(|until| ends_on <= until) {
        return Err(vec![RetentionRefusal::StatuteShorter]);
    }
    moved.statute = Some(Statute { citation, ends_on });
    run_month(&mut moved, ends_on, Ground::Statute);
    Ok(moved)
}

/// 法定保存期限屆滿.
pub fn lapse(held: &Held, by: By<'_>) -> Moved {
    next(held, S::Lapse, by, HeldChange::Lapsed)
}

/// 法令變更或已無需求 (11(2)3): the month runs from the event; a day that comes sooner stays.
pub fn change_law(held: &Held, event_on: NaiveDate, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::ChangeLaw, by, HeldChange::LawChanged)?;
    moved.reason = said(reason, RetentionField::Reason)?;
    if event_on > by.today() {
        return Err(vec![RetentionRefusal::Future(RetentionField::EventOn)]);
    }
    // What was obtained after the event is to go a month after it was obtained.
    let event_on = event_on.max(held.obtained_on);
    let ends_on = ONE_MONTH.after(event_on);
    let is_sooner = held.state == ToDelete && held.ends_on <= ends_on;
    if !is_sooner {
        run_month(&mut moved, event_on, Ground::Law);
    }
    Ok(moved)
}

/// 歸檔: it leaves our control under the archives act.
pub fn archive(held: &Held, reference: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Archive, by, HeldChange::Archived)?;
    moved.archive = said(reference, RetentionField::Archive)?;
    moved.ends_on = None;
    Ok(moved)
}

/// 暫停刪除: the due day stays as it is, and visible.
pub fn hold(held: &Held, cause: HoldCause, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Hold, by, HeldChange::Held)?;
    let reason = said(reason, RetentionField::Reason)?;
    moved.reason.clone_from(&reason);
    moved.hold = Some(Hold {
        cause,
        reason,
        by: by.clerk.login.to_string(),
        by_name: by.clerk.name.clone(),
        at: by.now,
    });
    Ok(moved)
}

/// 恢復, by another person; the day that stood is due again.
pub fn release(held: &Held, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Release, by, HeldChange::Released)?;
    moved.reason = said(reason, RetentionField::Reason)?;
    moved.hold = None;
    Ok(moved)
}

/// 移交保管, when a person leaves.
pub fn assign(held: &Held, to: &Clerk, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Assign, by, HeldChange::Assigned)?;
    if !to.roles.has(Role::User) || to.login.as_str() == held.custodian {
        return Err(vec![RetentionRefusal::Missing(RetentionField::Custodian)]);
    }
    moved.custodian = to.login.to_string();
    moved.custodian_name.clone_from(&to.name);
    Ok(moved)
}

/// 刪除: the certificate that proves it.
pub fn delete(held: &Held, certificate: RecordNo, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Delete, by, HeldChange::Deleted)?;
    moved.certificate = Some(certificate);
    Ok(moved)
}

/// The certificate was refused: it is to be deleted still.
pub fn reopen(held: &Held, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Reopen, by, HeldChange::Reopened)?;
    moved.reason = free_text(reason);
    moved.certificate = None;
    Ok(moved)
}

/// The whole procedure is complete.
pub fn close(held: &Held, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Close, by, HeldChange::Closed)?;
    moved.ends_on = None;
    Ok(moved)
}

/// The registration says now that nothing was kept.
pub fn withdraw(held: &Held, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(held, S::Withdraw, by, HeldChange::Withdrawn)?;
    moved.reason = free_text(reason);
    moved.ends_on = None;
    Ok(moved)
}
