//! A rule said no. The domain carries the facts, `locale` the sentences, `code` the word for JSON.

use crate::domain::closing::ClosingRefusal;
use crate::domain::document::DocumentRefusal;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::people::{PeopleRefusal, Role};
use crate::domain::query::QueryRefusal;
use crate::domain::request::{DelegationRefusal, RequestRefusal};
use crate::domain::retention::RetentionRefusal;
use crate::domain::review::ReviewRefusal;
use crate::domain::roster::RosterRefusal;

/// Why a command was refused. Expected, and always worded for the clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No role of the person may give this command.
    Role { command: &'static str },
    /// Roles that may not be held together.
    RolesConflict { one: Role, other: Role },
    /// The person has keys already; another code is for those who have none.
    HasKeys,
    /// A rule of who holds which roles and keys.
    People(PeopleRefusal),
    /// The login is taken.
    LoginTaken,
    /// The account is held by another person here.
    AccountTaken,
    /// A text is not of the form its field wants.
    Form { field: &'static str },
    /// The passphrase is too weak, or one of the last three.
    Passphrase(PassphraseFault),
    /// An enrolment code was used for something else than setting the first passphrase.
    EnrolFirst,
    /// The record changed since it was read; the person must look again.
    Stale,
    /// Rules of the register, in typing order; never empty.
    Query(Vec<QueryRefusal>),
    /// Another entry of the catalogue has this name.
    NameTaken,
    /// There is no such record, or it is not this person's to see.
    NoSuchRecord,
    /// Rules of 期限; never empty.
    Retention(Vec<RetentionRefusal>),
    /// A rule of the monthly check.
    Check(CheckRefusal),
    /// A rule of the roster.
    Roster(RosterRefusal),
    // requests
    /// Rules of a request; never empty.
    Request(Vec<RequestRefusal>),
    /// A delegation was not made.
    Delegation(DelegationRefusal),
    /// A file was refused; nothing was written.
    File(FileRefusal),
    /// A rule of what follows the checker's signature.
    Closing(ClosingRefusal),
    /// Rules of a review; never empty.
    Review(Vec<ReviewRefusal>),
    /// A rule of what leaves the desk.
    Document(DocumentRefusal),
}

/// Why a readable file was not taken, exit 1: a difference that needs an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRefusal {
    /// The footer's total differs from what was read.
    Footer { footer: u64, read: u64 },
    /// Rows were read and none could be taken.
    NothingTaken { read: u64 },
}

impl From<PeopleRefusal> for Refusal {
    fn from(refusal: PeopleRefusal) -> Refusal {
        Refusal::People(refusal)
    }
}
