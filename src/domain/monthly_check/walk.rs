//! The walk: what a row's outcome may be and needs, and what stands before the signature (monthly_check §5, §6).

use std::str::FromStr;

use super::{CheckRefusal, Deed, Step, check_checker, check_move};
use crate::domain::ids::{BadForm, Login};
use crate::domain::people::{Clerk, Role};

/// What a checker found of a drawn row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 相符.
    Matched,
    /// 查而未登.
    Unregistered,
    /// 條件不符.
    Condition,
    /// 案號或事由不符.
    Case,
    /// 時間不符.
    Time,
    /// 登記不符.
    Register,
    /// 逾授權項目.
    Beyond,
    /// 非分案.
    Unassigned,
    /// 異動後仍查詢.
    AfterChange,
    /// 無佐證.
    NoEvidence,
    /// 無法提示案卷.
    NotProduced,
    /// 無法判讀.
    Unreadable,
    /// 其他.
    Other,
}

impl Outcome {
    pub const ALL: [Outcome; 13] = [
        Outcome::Matched,
        Outcome::Unregistered,
        Outcome::Condition,
        Outcome::Case,
        Outcome::Time,
        Outcome::Register,
        Outcome::Beyond,
        Outcome::Unassigned,
        Outcome::AfterChange,
        Outcome::NoEvidence,
        Outcome::NotProduced,
        Outcome::Unreadable,
        Outcome::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Outcome::Matched => "matched",
            Outcome::Unregistered => "unregistered",
            Outcome::Condition => "condition",
            Outcome::Case => "case",
            Outcome::Time => "time",
            Outcome::Register => "register",
            Outcome::Beyond => "beyond",
            Outcome::Unassigned => "unassigned",
            Outcome::AfterChange => "after_change",
            Outcome::NoEvidence => "no_evidence",
            Outcome::NotProduced => "not_produced",
            Outcome::Unreadable => "unreadable",
            Outcome::Other => "other",
        }
    }

    /// Counts as bad in what the sample proves: anything but 相符.
    pub fn is_bad(self) -> bool {
        self != Outcome::Matched
    }
}

impl FromStr for Outcome {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Outcome::ALL.into_iter();
        all.find(|outcome| outcome.code() == code).ok_or(BadForm)
    }
}

/// What the log row is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compared {
    /// 僅登記.
    Register,
    /// 登記及案卷.
    RegisterAndCase,
}

impl Compared {
    pub const ALL: [Compared; 2] = [Compared::Register, Compared::RegisterAndCase];

    pub fn code(self) -> &'static str {
        match self {
            Compared::Register => "register",
            Compared::RegisterAndCase => "register_and_case",
        }
    }
}

impl FromStr for Compared {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Compared::ALL.into_iter();
        all.find(|compared| compared.code() == code).ok_or(BadForm)
    }
}

/// Why a query was not registered, as its account's holder says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// 漏登.
    Missed,
    /// 重複查詢.
    Repeated,
    /// 非本人使用.
    NotHolder,
    /// 非公務使用.
    OffDuty,
    /// 其他.
    Other,
}

impl Cause {
    pub const ALL: [Cause; 5] = [
        Cause::Missed,
        Cause::Repeated,
        Cause::NotHolder,
        Cause::OffDuty,
        Cause::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Cause::Missed => "missed",
            Cause::Repeated => "repeated",
            Cause::NotHolder => "not_holder",
            Cause::OffDuty => "off_duty",
            Cause::Other => "other",
        }
    }
}

impl FromStr for Cause {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Cause::ALL.into_iter();
        all.find(|cause| cause.code() == code).ok_or(BadForm)
    }
}

/// 其他 says nothing by itself.
pub fn check_explanation(cause: Cause, note: &str) -> Result<(), CheckRefusal> {
    if cause == Cause::Other && note.trim().is_empty() {
        return Err(CheckRefusal::NoteNeeded);
    }
    Ok(())
}

/// How a drawn row stands to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// Matched at the freeze.
    Registered,
    /// 凍結後採認: a proposal decided after the freeze.
    AdoptedLater,
    /// 查而未登, or a proposal nobody has decided.
    Unregistered,
    /// The row itself cannot be read.
    Unreadable,
}

/// A drawn row as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkRow {
    pub joining: Joining,
    pub has_differing_field: bool,
    pub is_flagged: bool,
}

impl WalkRow {
    /// Enter says 相符 and goes on.
    pub fn is_plain(self) -> bool {
        self.joining == Joining::Registered && !self.has_differing_field && !self.is_flagged
    }
}

/// The outcomes that a row may have.
pub fn offered(row: WalkRow) -> Vec<Outcome> {
    let is_offered = |outcome: &Outcome| match row.joining {
        Joining::Registered | Joining::AdoptedLater => {
            !matches!(outcome, Outcome::Unregistered | Outcome::Unreadable)
        }
        Joining::Unregistered => !matches!(outcome, Outcome::Matched | Outcome::Unreadable),
        Joining::Unreadable => matches!(
            outcome,
            Outcome::Unreadable | Outcome::NoEvidence | Outcome::NotProduced | Outcome::Other
        ),
    };
    Outcome::ALL.into_iter().filter(is_offered).collect()
}

/// A bare 查而未登 or 無法判讀 says it all; so does 相符 where nothing differs. Everything else needs words.
pub fn needs_note(outcome: Outcome, row: WalkRow) -> bool {
    match outcome {
        Outcome::Matched => !row.is_plain(),
        Outcome::Unregistered | Outcome::Unreadable => false,
        Outcome::Condition
        | Outcome::Case
        | Outcome::Time
        | Outcome::Register
        | Outcome::Beyond
        | Outcome::Unassigned
        | Outcome::AfterChange
        | Outcome::NoEvidence
        | Outcome::NotProduced
        | Outcome::Other => true,
    }
}

/// Whether an outcome may be recorded for a row with this note.
pub fn check_outcome(row: WalkRow, outcome: Outcome, note: &str) -> Result<(), CheckRefusal> {
    if !offered(row).contains(&outcome) {
        return Err(CheckRefusal::OutcomeNotOffered { outcome });
    }
    if needs_note(outcome, row) && note.trim().is_empty() {
        return Err(CheckRefusal::NoteNeeded);
    }
    Ok(())
}

/// Who stands before a drawn row.
#[derive(Debug, Clone, Copy)]
pub struct AtRow<'a> {
    pub place: u32,
    /// The month's checker, whom the freeze named.
    pub checker: &'a Login,
    /// The query is that checker's own.
    pub is_checkers: bool,
    /// The query is this person's own.
    pub is_mine: bool,
    /// There is another checker whose query it is not.
    pub has_other_checker: bool,
}

/// Who judges a drawn row: the month's checker; where the query is that one's own, another checker, or the supervisor
/// when there is none (monthly_check §5).
pub fn check_judge(judge: &Clerk, at: AtRow<'_>) -> Result<(), CheckRefusal> {
    let place = at.place;
    if at.is_mine {
        return Err(CheckRefusal::OwnQuery { place });
    }
    if !at.is_checkers {
        return check_checker(at.checker, judge);
    }
    let is_next = judge.roles.has(Role::Checker) && judge.login != *at.checker;
    if is_next || judge.roles.has(Role::Supervisor) && !at.has_other_checker {
        Ok(())
    } else {
        Err(CheckRefusal::OtherCheckersRow { place })
    }
}

/// A person's decision on 重大異常; the program never decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub is_major: bool,
    pub reason: String,
}

/// A major anomaly has its reason.
pub fn check_judgement(judgement: &Judgement) -> Result<(), CheckRefusal> {
    if judgement.is_major && judgement.reason.trim().is_empty() {
        return Err(CheckRefusal::ReasonNeeded);
    }
    Ok(())
}

/// Something that the signature waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Proposals nobody has decided.
    Proposals(u32),
    /// 查而未登 without a cause.
    Explanations(u32),
    /// 疑日誌缺漏 without a word.
    Gaps(u32),
    /// Drawn rows without an outcome.
    Outcomes(u32),
    /// Such rows that are the checker's own queries: another has to judge them.
    OwnRows(u32),
    /// The decision on 重大異常.
    Judgement,
}

/// How far the record has come. Rows that wait as a supplement hold up the month, not this signature.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    pub step: Step,
    /// The checker who draws and walks.
    pub checker: &'a Login,
    pub open_proposals: u32,
    pub unexplained: u32,
    /// 疑日誌缺漏 nobody explained.
    pub gaps: u32,
    /// The checker's own queries apart.
    pub rows_without_outcome: u32,
    pub own_without_outcome: u32,
    pub judgement: Option<&'a Judgement>,
}

/// What is still missing, in the order in which it is done.
pub fn missing_before_signature(sheet: Sheet<'_>) -> Vec<Missing> {
    let counted = [
        (
            sheet.open_proposals,
            Missing::Proposals(sheet.open_proposals),
        ),
        (sheet.unexplained, Missing::Explanations(sheet.unexplained)),
        (sheet.gaps, Missing::Gaps(sheet.gaps)),
        (
            sheet.rows_without_outcome,
            Missing::Outcomes(sheet.rows_without_outcome),
        ),
        (
            sheet.own_without_outcome,
            Missing::OwnRows(sheet.own_without_outcome),
        ),
        (u32::from(sheet.judgement.is_none()), Missing::Judgement),
    ];
    let missing = counted.into_iter().filter(|(count, _missing)| *count > 0);
    missing.map(|(_count, missing)| missing).collect()
}

/// The checker's signature: that checker, everything there, nothing changed afterwards.
pub fn take_signature(checker: &Clerk, sheet: Sheet<'_>) -> Result<(), CheckRefusal> {
    check_move(Deed::Sign, checker, sheet.step)?;
    check_checker(sheet.checker, checker)?;
    let missing = missing_before_signature(sheet);
    if !missing.is_empty() {
        return Err(CheckRefusal::Incomplete { missing });
    }
    sheet.judgement.map_or(Ok(()), check_judgement)
}
