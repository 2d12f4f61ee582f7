//! 期限: what was obtained is deleted in time with proof, what must be kept is kept (points 5(3), 9(2), 11, 12(11)).
//!
//! A [`Held`] item is something that holds the bureau's data: prints, files. `moves` is its procedure (domain.md §3 B),
//! `certificate` the proof of its deletion, `kept` the records of five years (§3 C). All run on `domain::procedure`.

pub mod certificate;
pub mod codes;
pub mod event;
pub mod kept;
pub mod listing;
pub mod moves;
pub mod notice;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::{BadForm, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::Role;

pub use codes::{Ground, HeldChange, HeldState, HoldCause, Medium, Origin};

/// K11511-012 or D11511-003: a letter, the month in which it was given, a serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordNo {
    pub kind: RecordKind,
    pub period: Period,
    pub serial: u32,
}

/// What a number's letter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// K: a held item.
    Held,
    /// D: a deletion certificate.
    Certificate,
    /// N: a change of contact, officer or head (point 7).
    Notice,
}

impl RecordKind {
    pub fn letter(self) -> char {
        match self {
            RecordKind::Held => 'K',
            RecordKind::Certificate => 'D',
            RecordKind::Notice => 'N',
        }
    }
}

impl fmt::Display for RecordNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}-{:03}",
            self.kind.letter(),
            self.period,
            self.serial
        )
    }
}

impl FromStr for RecordNo {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<RecordNo, BadForm> {
        let kinds = [
            RecordKind::Held,
            RecordKind::Certificate,
            RecordKind::Notice,
        ];
        let kind = kinds
            .into_iter()
            .find(|kind| text.starts_with(kind.letter()))
            .ok_or(BadForm)?;
        let (period, serial) = text
            .get(1..)
            .and_then(|rest| rest.split_once('-'))
            .ok_or(BadForm)?;
        let is_serial = serial.len() >= 3 && serial.bytes().all(|digit| digit.is_ascii_digit());
        let no = RecordNo {
            kind,
            period: period.parse().map_err(|_form| BadForm)?,
            serial: serial.parse().map_err(|_form| BadForm)?,
        };
        (is_serial && no.to_string() == text)
            .then_some(no)
            .ok_or(BadForm)
    }
}

/// 法定保存: a statute that says how long, and until when that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statute {
    pub citation: String,
    pub ends_on: NaiveDate,
}

/// 暫停刪除 (not of the directive): a statute or an order forbids deletion until another person releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub cause: HoldCause,
    /// The statute or order with its number.
    pub reason: String,
    pub by: String,
    pub by_name: String,
    pub at: Moment,
}

/// One version of a held item. `Debug` names no person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Held {
    pub no: RecordNo,
    pub version: u32,
    pub state: HeldState,
    pub hold: Option<Hold>,
    /// 保管人: login, empty where the register names nobody of this desk; and name.
    pub custodian: String,
    pub custodian_name: String,
    pub medium: Medium,
    /// Copies of paper, files.
    pub quantity: u32,
    /// 資料名稱, of an item entered by hand.
    pub title: String,
    /// 存放處.
    pub place: String,
    /// Legal basis and query item under which it was obtained.
    pub basis: String,
    pub item: String,
    pub case_no: String,
    /// Registrations that it came from, in order.
    pub sources: Vec<RegisterNo>,
    pub origin: Origin,
    pub obtained_on: NaiveDate,
    /// 使用期限及其依據 (11(2)2).
    pub use_until: Option<NaiveDate>,
    pub use_basis: String,
    pub statute: Option<Statute>,
    pub completed_on: Option<NaiveDate>,
    pub unneeded_on: Option<NaiveDate>,
    /// The day from which the month runs, and of which rule.
    pub event_on: Option<NaiveDate>,
    pub ground: Ground,
    /// 屆滿日; none where nothing is to be done any more.
    pub ends_on: Option<NaiveDate>,
    pub certificate: Option<RecordNo>,
    /// 檔號 of what was filed as an archive record.
    pub archive: String,
    pub change: HeldChange,
    /// Why, where the move asks for it.
    pub reason: String,
    pub changed_by: String,
    pub changed_by_name: String,
    pub changed_role: Role,
    pub changed_at: Moment,
}

impl Held {
    /// Whether something is still to be done with it.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Until when a statute keeps it, while it does.
    pub fn kept_until(&self) -> Option<NaiveDate> {
        let statute = self.statute.as_ref()?;
        (self.state == HeldState::Statutory).then_some(statute.ends_on)
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Held({} v{} {})",
            self.no,
            self.version,
            self.state.code()
        )
    }
}

/// Why a move of 期限 is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetentionRefusal {
    /// The procedure has no such move from this state.
    NoMove {
        state: HeldState,
    },
    /// The same for a certificate.
    CertificateStep {
        state: certificate::CertState,
    },
    /// The same for a record of five years.
    KeptStep {
        state: kept::KeptState,
    },
    /// 保管人 alone.
    NotCustodian,
    /// 保管人 or 管理者.
    NotKeeping,
    /// 管理者 or 權責主管.
    NotOverseer,
    NotManager,
    NotSupervisor,
    /// It is on hold: nothing is deleted.
    OnHold,
    NotOnHold,
    /// Whoever put the hold does not release it.
    OwnHold,
    /// Whoever deleted, or cleared a line of it, does not verify.
    OwnDeletion,
    /// Whoever proposed the disposal does not approve it.
    OwnProposal,
    /// A field is empty that must say something.
    Missing(RetentionField),
    /// A day after today.
    Future(RetentionField),
    /// It ends before it starts.
    EndsBeforeStart(RetentionField),
    /// The statutory period is still running; its last day.
    StatuteRuns {
        until: NaiveDate,
    },
    /// The statute ends no later than the one that stands.
    StatuteShorter,
    /// The statutory period was over before it was recorded.
    StatuteOver,
    /// Five years, or what the setting says, are not over; the first day on which it may be disposed of.
    FloorRuns {
        from: NaiveDate,
    },
    /// Lines of the scope list without a word: 尚缺.
    ScopeIncomplete(Vec<certificate::ScopePlace>),
    /// The carrier itself must be cleared.
    CarrierNotCleared(certificate::ScopePlace),
    /// A deferred line needs a day after today.
    DeferralPast(certificate::ScopePlace),
    /// Nothing here is deferred past the due day.
    NothingToExcept,
    /// That line is not deferred.
    NotDeferred,
    /// Items of one certificate are of one person and one medium.
    MixedItems,
    /// There is nothing of the kind.
    NothingOpen,
    /// A period that is none.
    BadSpan,
    /// The bureau was told, or need not be.
    NothingToSend,
}

/// A field of the forms of 期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionField {
    Sources,
    Title,
    Place,
    Quantity,
    ObtainedOn,
    UseUntil,
    UseBasis,
    CompletedOn,
    UnneededOn,
    Citation,
    StatuteFrom,
    EventOn,
    Reason,
    Archive,
    Method,
    DeletedAt,
    Witness,
    Evidence,
    ClearedOn,
    Custodian,
    VerifyMethod,
    ContactDuty,
    After,
    SentOn,
    LetterNo,
}
