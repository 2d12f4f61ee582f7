//! 銷毀紀錄: the proof that items were deleted: how, the whole scope, by whom, verified by another person (11(3)).

use chrono::NaiveDate;

use crate::domain::moment::Moment;
use crate::domain::normal::free_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken};
use crate::domain::retention::codes::{Medium, codes};
use crate::domain::retention::moves::By;
use crate::domain::retention::{Held, RecordNo, RetentionField, RetentionRefusal};

codes! {
    /// A line of the scope list (11(3)2).
    ScopePlace {
        /// 原始檔.
        Original "original",
        /// 暫存檔.
        Temporary "temporary",
        /// 下載檔.
        Download "download",
        /// 列印佇列.
        PrintQueue "print_queue",
        /// 信件附件.
        Mail "mail",
        /// 備份檔.
        Backup "backup",
        /// 衍生檔.
        Derived "derived",
        /// 紙本.
        Paper "paper",
    }
}

codes! {
    /// Where a certificate stands.
    CertState {
        /// 待驗證.
        Signed "signed",
        /// 延後未清: verified as far as it was cleared, a line is still open.
        Deferred "deferred",
        /// 佐證保存: the whole procedure is complete.
        Closed "closed",
        /// 驗證不符: not unrecoverable; the items are to be deleted still.
        Refused "refused",
    }
}

codes! {
    /// 方式.
    Method {
        /// 安全覆寫.
        Overwrite "overwrite",
        /// 加密抹除.
        CryptoErase "crypto_erase",
        /// 消磁.
        Degauss "degauss",
        /// 碎紙.
        Shred "shred",
        /// 焚化.
        Incinerate "incinerate",
        /// 委外銷毀.
        Contractor "contractor",
    }
}

impl Method {
    /// The ways of a medium, the usual one first.
    pub fn of(medium: Medium) -> &'static [Method] {
        match medium {
            Medium::Paper => &[Method::Shred, Method::Incinerate, Method::Contractor],
            Medium::File => &[Method::Overwrite, Method::CryptoErase],
            Medium::Removable => &[
                Method::Overwrite,
                Method::CryptoErase,
                Method::Degauss,
                Method::Shred,
                Method::Contractor,
            ],
        }
    }
}

/// The line that is the medium itself: it is cleared, neither absent nor deferred.
pub fn carrier(medium: Medium) -> ScopePlace {
    match medium {
        Medium::Paper => ScopePlace::Paper,
        Medium::File | Medium::Removable => ScopePlace::Original,
    }
}

/// 處理 of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handling {
    /// 已清, and how.
    Cleared(String),
    /// 無.
    None,
    /// 延後 until a day on which it expires.
    Deferred(NaiveDate),
}

/// 例外: the supervisor lets a line be deferred past the due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    pub by: String,
    pub by_name: String,
    pub reason: String,
    pub at: Moment,
}

/// A line of the scope list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeLine {
    pub place: ScopePlace,
    pub handling: Handling,
    pub exception: Option<Exception>,
    /// When and by whom a deferred line was cleared; then `handling` says how.
    pub cleared_on: Option<NaiveDate>,
    pub cleared_by: String,
}

impl ScopeLine {
    /// Until when it is deferred, while it is.
    pub fn deferred_until(&self) -> Option<NaiveDate> {
        match self.handling {
            Handling::Deferred(until) => Some(until),
            Handling::Cleared(_) | Handling::None => None,
        }
    }
}

/// One version of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub no: RecordNo,
    pub version: u32,
    pub state: CertState,
    pub items: Vec<RecordNo>,
    pub medium: Medium,
    /// Copies or files of all items.
    pub quantity: u32,
    pub method: Method,
    pub place: String,
    pub executed_by: String,
    pub executed_by_name: String,
    pub executed_at: Moment,
    /// 會同, of paper.
    pub witness: String,
    /// 佐證: what and where it is, and its digest.
    pub evidence: String,
    pub evidence_sha256: String,
    /// 屆滿日 of the first of its items.
    pub due_on: NaiveDate,
    pub verified_by: String,
    pub verified_by_name: String,
    pub verified_at: Option<Moment>,
    /// How it was made sure of that nothing can be recovered.
    pub verified_how: String,
    /// The day on which the whole procedure was complete.
    pub closed_on: Option<NaiveDate>,
    pub lines: Vec<ScopeLine>,
    pub reason: String,
    pub changed_by: String,
    pub changed_by_name: String,
    pub changed_role: Role,
    pub changed_at: Moment,
}

impl Certificate {
    /// Lines that are still to be cleared, the first to expire first.
    pub fn open_lines(&self) -> Vec<(NaiveDate, &ScopeLine)> {
        let mut open: Vec<(NaiveDate, &ScopeLine)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line.deferred_until()?, line)))
            .collect();
        open.sort_by_key(|(until, _)| *until);
        open
    }

    /// 屆滿日 of what is to be done next; none once all is done. A line that is deferred past the due day without an
    /// exception is due on that day all the same.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        match self.state {
            CertState::Signed => Some(self.excepted_until().max(self.due_on)),
            CertState::Deferred => {
                let due = |(until, line): &(NaiveDate, &ScopeLine)| {
                    if line.exception.is_some() {
                        *until
                    } else {
                        (*until).min(self.due_on)
                    }
                };
                self.open_lines().iter().map(due).min()
            }
            CertState::Closed | CertState::Refused => None,
        }
    }

    /// The last day on which a line was cleared that might stay deferred so long.
    fn excepted_until(&self) -> NaiveDate {
        self.lines
            .iter()
            .filter(|line| line.exception.is_some())
            .filter_map(|line| line.cleared_on)
            .max()
            .unwrap_or(self.due_on)
    }

    /// Deferred past the due day, and no exception.
    pub fn lacks_exception(&self) -> bool {
        let lacks = |(until, line): &(NaiveDate, &ScopeLine)| {
            *until > self.due_on && line.exception.is_none()
        };
        self.open_lines().iter().any(lacks)
    }
}

/// What can be done with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertStep {
    /// 驗證無法復原, and nothing is deferred: complete.
    Verify,
    /// 驗證 of what was cleared, while a line is deferred.
    VerifyPart,
    /// 驗證不符.
    Refuse,
    /// A deferred line was cleared.
    Clear,
    /// 例外.
    Except,
}

/// Whose hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertHand {
    /// Anybody but whoever deleted or cleared.
    Another,
    /// Whoever deleted, or the manager.
    Executor,
    Supervisor,
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertGuard {
    NothingDeferred,
    LateDeferral,
}

#[rustfmt::skip]
pub const CERT_MOVES: &[Move<CertState, CertStep, CertHand, CertGuard>] = &[
    Move { from: CertState::Signed,   step: CertStep::Verify,     to: CertState::Closed,   by: CertHand::Another,    guard: &[CertGuard::NothingDeferred] },
    Move { from: CertState::Signed,   step: CertStep::VerifyPart, to: CertState::Deferred, by: CertHand::Another,    guard: &[] },
    Move { from: CertState::Signed,   step: CertStep::Refuse,     to: CertState::Refused,  by: CertHand::Another,    guard: &[] },
    Move { from: CertState::Signed,   step: CertStep::Except,     to: CertState::Signed,   by: CertHand::Supervisor, guard: &[CertGuard::LateDeferral] },
    Move { from: CertState::Deferred, step: CertStep::Clear,      to: CertState::Signed,   by: CertHand::Executor,   guard: &[] },
    Move { from: CertState::Deferred, step: CertStep::Except,     to: CertState::Deferred, by: CertHand::Supervisor, guard: &[CertGuard::LateDeferral] },
];

/// Whether a step can be taken now, apart from what its form will say.
pub fn check(
    certificate: &Certificate,
    step: CertStep,
    clerk: &Clerk,
) -> Result<CertState, Vec<RetentionRefusal>> {
    let login = clerk.login.as_str();
    let did_it = certificate.executed_by == login
        || certificate
            .lines
            .iter()
            .any(|line| line.cleared_by == login);
    let who = |hand: CertHand| match hand {
        CertHand::Another if did_it => Err(RetentionRefusal::OwnDeletion),
        CertHand::Executor
            if certificate.executed_by != login && !clerk.roles.has(Role::Manager) =>
        {
            Err(RetentionRefusal::NotKeeping)
        }
        CertHand::Supervisor if !clerk.roles.has(Role::Supervisor) => {
            Err(RetentionRefusal::NotSupervisor)
        }
        CertHand::Another | CertHand::Executor | CertHand::Supervisor => Ok(()),
    };
    let holds = |guard: CertGuard| match guard {
        CertGuard::NothingDeferred if !certificate.open_lines().is_empty() => {
            Err(RetentionRefusal::NotDeferred)
        }
        CertGuard::LateDeferral if !certificate.lacks_exception() => {
            Err(RetentionRefusal::NothingToExcept)
        }
        CertGuard::NothingDeferred | CertGuard::LateDeferral => Ok(()),
    };
    procedure::take(CERT_MOVES, (certificate.state, step), who, holds).map_err(|refused| {
        match refused {
            NotTaken::NoMove { from, .. } => {
                vec![RetentionRefusal::CertificateStep { state: from }]
            }
            NotTaken::Refused(whys) => whys,
        }
    })
}

/// What whoever deletes fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateDraft {
    pub method: Option<Method>,
    pub place: String,
    pub executed_at: Moment,
    pub witness: String,
    pub evidence: String,
    pub evidence_sha256: String,
    /// In the order of [`ScopePlace::ALL`], as far as they are said.
    pub lines: Vec<(ScopePlace, Handling)>,
}

/// A certificate for these items; the number follows.
pub fn sign(
    items: &[Held],
    draft: &CertificateDraft,
    no: RecordNo,
    by: By<'_>,
) -> Result<Certificate, Vec<RetentionRefusal>> {
    let Some(first) = items.first() else {
        return Err(vec![RetentionRefusal::NothingOpen]);
    };
    let is_same = |item: &Held| item.medium == first.medium && item.custodian == first.custodian;
    if !items.iter().all(is_same) {
        return Err(vec![RetentionRefusal::MixedItems]);
    }
    let mut whys = scope_faults(&draft.lines, first.medium, by.now.day());
    whys.extend(other_faults(draft, first, by));
    let (Some(method), true) = (draft.method, whys.is_empty()) else {
        return Err(whys);
    };
    let line = |(place, handling): &(ScopePlace, Handling)| ScopeLine {
        place: *place,
        handling: match handling {
            Handling::Cleared(how) => Handling::Cleared(free_text(how)),
            Handling::None => Handling::None,
            Handling::Deferred(until) => Handling::Deferred(*until),
        },
        exception: None,
        cleared_on: None,
        cleared_by: String::new(),
    };
    Ok(Certificate {
        no,
        version: 1,
        state: CertState::Signed,
        items: items.iter().map(|item| item.no).collect(),
        medium: first.medium,
        quantity: items
            .iter()
            .fold(0, |sum: u32, item| sum.saturating_add(item.quantity)),
        method,
        place: free_text(&draft.place),
        executed_by: by.clerk.login.to_string(),
        executed_by_name: by.clerk.name.clone(),
        executed_at: draft.executed_at,
        witness: free_text(&draft.witness),
        evidence: free_text(&draft.evidence),
        evidence_sha256: draft.evidence_sha256.clone(),
        due_on: items
            .iter()
            .filter_map(|item| item.ends_on)
            .min()
            .unwrap_or(by.now.day()),
        verified_by: String::new(),
        verified_by_name: String::new(),
        verified_at: None,
        verified_how: String::new(),
        closed_on: None,
        lines: draft.lines.iter().map(line).collect(),
        reason: String::new(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
    })
}

/// What the scope list lacks; a certificate without a complete one cannot be signed.
pub fn scope_faults(
    lines: &[(ScopePlace, Handling)],
    medium: Medium,
    today: NaiveDate,
) -> Vec<RetentionRefusal> {
    let of = |place: ScopePlace| lines.iter().find(|(known, _)| *known == place);
    let missing: Vec<ScopePlace> = ScopePlace::ALL
        .iter()
        .copied()
        .filter(|place| match of(*place) {
            None => true,
            Some((_, Handling::Cleared(how))) => free_text(how).is_empty(),
            Some((_, Handling::None | Handling::Deferred(_))) => false,
        })
        .collect();
    let mut whys = Vec::new();
    if !missing.is_empty() {
        whys.push(RetentionRefusal::ScopeIncomplete(missing));
    }
    let own = carrier(medium);
    if let Some((_, Handling::None | Handling::Deferred(_))) = of(own) {
        whys.push(RetentionRefusal::CarrierNotCleared(own));
    }
    for (place, handling) in lines {
        if matches!(handling, Handling::Deferred(until) if *until <= today) {
            whys.push(RetentionRefusal::DeferralPast(*place));
        }
    }
    whys
}

fn other_faults(draft: &CertificateDraft, first: &Held, by: By<'_>) -> Vec<RetentionRefusal> {
    use RetentionField as F;
    let is_empty = |text: &str| free_text(text).is_empty();
    let needs_witness = first.medium == Medium::Paper;
    let mut whys: Vec<RetentionRefusal> = [
        (draft.method.is_none(), F::Method),
        (is_empty(&draft.place), F::Place),
        (needs_witness && is_empty(&draft.witness), F::Witness),
        (is_empty(&draft.evidence), F::Evidence),
    ]
    .into_iter()
    .filter(|(is_missing, _)| *is_missing)
    .map(|(_, field)| RetentionRefusal::Missing(field))
    .collect();
    if draft.executed_at > by.now {
        whys.push(RetentionRefusal::Future(F::DeletedAt));
    }
    if draft.executed_at.day() < first.obtained_on {
        whys.push(RetentionRefusal::EndsBeforeStart(F::DeletedAt));
    }
    whys
}

type Moved = Result<Certificate, Vec<RetentionRefusal>>;

fn next(certificate: &Certificate, step: CertStep, by: By<'_>) -> Moved {
    let state = check(certificate, step, by.clerk)?;
    Ok(Certificate {
        state,
        version: certificate.version.saturating_add(1),
        reason: String::new(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
        ..certificate.clone()
    })
}

fn said(text: &str, field: RetentionField) -> Result<String, Vec<RetentionRefusal>> {
    let text = free_text(text);
    if text.is_empty() {
        Err(vec![RetentionRefusal::Missing(field)])
    } else {
        Ok(text)
    }
}

/// 驗證無法復原, by another person: complete, or open as long as a line is deferred.
pub fn verify(certificate: &Certificate, how: &str, by: By<'_>) -> Moved {
    let is_whole = certificate.open_lines().is_empty();
    let step = if is_whole {
        CertStep::Verify
    } else {
        CertStep::VerifyPart
    };
    let mut moved = next(certificate, step, by)?;
    moved.verified_how = said(how, RetentionField::VerifyMethod)?;
    moved.verified_by = by.clerk.login.to_string();
    moved.verified_by_name.clone_from(&by.clerk.name);
    moved.verified_at = Some(by.now);
    if is_whole {
        moved.closed_on = Some(by.now.day());
    }
    Ok(moved)
}

/// 驗證不符: something can be recovered; the items are to be deleted still.
pub fn refuse(certificate: &Certificate, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(certificate, CertStep::Refuse, by)?;
    moved.reason = said(reason, RetentionField::Reason)?;
    Ok(moved)
}

/// A deferred line is cleared, and to be verified as the others were.
pub fn clear(
    certificate: &Certificate,
    place: ScopePlace,
    (on, how): (NaiveDate, &str),
    by: By<'_>,
) -> Moved {
    let mut moved = next(certificate, CertStep::Clear, by)?;
    let how = said(how, RetentionField::Method)?;
    if on > by.now.day() {
        return Err(vec![RetentionRefusal::Future(RetentionField::ClearedOn)]);
    }
    if on < certificate.executed_at.day() {
        return Err(vec![RetentionRefusal::EndsBeforeStart(
            RetentionField::ClearedOn,
        )]);
    }
    let line = moved
        .lines
        .iter_mut()
        .find(|line| line.place == place && line.deferred_until().is_some());
    let Some(line) = line else {
        return Err(vec![RetentionRefusal::NotDeferred]);
    };
    line.handling = Handling::Cleared(how);
    line.cleared_on = Some(on);
    line.cleared_by = by.clerk.login.to_string();
    Ok(moved)
}

/// 例外: lines may stay deferred past the due day.
pub fn except(certificate: &Certificate, reason: &str, by: By<'_>) -> Moved {
    let mut moved = next(certificate, CertStep::Except, by)?;
    let reason = said(reason, RetentionField::Reason)?;
    moved.reason.clone_from(&reason);
    let due_on = certificate.due_on;
    for line in &mut moved.lines {
        if line.exception.is_none() && line.deferred_until().is_some_and(|until| until > due_on) {
            line.exception = Some(Exception {
                by: by.clerk.login.to_string(),
                by_name: by.clerk.name.clone(),
                reason: reason.clone(),
                at: by.now,
            });
        }
    }
    Ok(moved)
}
