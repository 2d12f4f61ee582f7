//! Why a request says no: which rule, and the facts that its sentence needs.

use chrono::NaiveDate;

use crate::domain::ids::Login;
use crate::domain::people::Role;
use crate::domain::request::{Kind, Stage, Step};

/// A field of a request or of a step, for the cursor and for what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Cause,
    ChangesOn,
    Holder,
    Successor,
    Unit,
    Title,
    Lines,
    Basis,
    OfficialOn,
    BoundOn,
    CertificateUntil,
    PledgedOn,
    Need,
    SecondReason,
    Contact,
    Account,
    Reason,
    Document,
    Day,
    Batch,
    Results,
    /// Whose deputy; from and to of a delegation.
    Deputy,
    Scope,
    From,
    To,
}

impl Field {
    /// Its name in forms and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Field::Cause => "cause",
            Field::ChangesOn => "changes_on",
            Field::Holder => "holder",
            Field::Successor => "successor",
            Field::Unit => "unit",
            Field::Title => "title",
            Field::Lines => "item_1",
            Field::Basis => "basis_1",
            Field::OfficialOn => "official_on",
            Field::BoundOn => "bound_on",
            Field::CertificateUntil => "certificate_until",
            Field::PledgedOn => "pledged_on",
            Field::Need => "need",
            Field::SecondReason => "second_reason",
            Field::Contact => "contact",
            Field::Account => "account",
            Field::Reason => "reason",
            Field::Document => "document",
            Field::Day => "day",
            Field::Batch => "batch",
            Field::Results => "result_1",
            Field::Deputy => "deputy",
            Field::Scope => "scope",
            Field::From => "from",
            Field::To => "to",
        }
    }
}

/// Why a request, or a step of it, was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestRefusal {
    /// The procedure has no such move from here; it has from these stages.
    NoMove {
        from: Stage,
        step: Step,
        possible: Vec<Stage>,
    },
    /// Somebody was faster: it stands elsewhere now.
    Overtaken {
        stage: Stage,
    },
    /// This kind is applied for by others.
    NotForRole {
        kind: Kind,
        needed: Role,
    },
    /// 6(1): nobody applies for an account in another's name.
    NotOwnAccount,
    /// The step is the applicant's.
    NotApplicant {
        applicant: Login,
    },
    /// The step is the supervisor's or his deputy's.
    NotSupervisor,
    /// Nobody approves his own application.
    OwnRequest,
    /// The step is the manager's.
    NotManager,
    /// Whoever approved does not carry out.
    ApprovedIt,
    /// The step is the new manager's.
    NotSuccessor {
        successor: String,
    },
    FieldMissing(Field),
    /// A text that is too long or not plain.
    FieldForm(Field),
    /// 5(1): the day of a proof lies ahead.
    ProofAhead(Field),
    /// The certificate ran out.
    CertificateOver {
        until: NaiveDate,
    },
    /// 4: the basis is not in the agency's annex on that day.
    BasisUnknown {
        item: String,
        basis: String,
    },
    /// The agency does not hold the item.
    NotGranted {
        item: String,
    },
    AlreadyHeld {
        item: String,
    },
    NotHeld {
        item: String,
    },
    /// The same item twice in one request.
    ItemTwice {
        item: String,
    },
    /// The account is not on the roster, or was deleted.
    NoAccount,
    /// The person has this active account; a second one needs a reason.
    SecondAccount {
        account: String,
    },
    /// Old and new manager are one person.
    OwnSuccessor,
    /// The day lies ahead.
    DayAhead,
    /// The day lies before that of the step before.
    DayEarly {
        after: NaiveDate,
    },
    /// Not one result for every item, or of another kind than the step says.
    ResultsDiffer,
    /// A draft has no such thing to revise.
    NothingChanged,
}

impl RequestRefusal {
    /// `code` of the error in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            RequestRefusal::NoMove { .. } => "stage",
            RequestRefusal::Overtaken { .. } => "stale",
            RequestRefusal::NotForRole { .. }
            | RequestRefusal::NotSupervisor
            | RequestRefusal::NotManager => "role",
            RequestRefusal::NotOwnAccount
            | RequestRefusal::NotApplicant { .. }
            | RequestRefusal::OwnRequest
            | RequestRefusal::ApprovedIt
            | RequestRefusal::NotSuccessor { .. } => "own",
            RequestRefusal::FieldMissing(_)
            | RequestRefusal::FieldForm(_)
            | RequestRefusal::NothingChanged => "field",
            RequestRefusal::ProofAhead(_) | RequestRefusal::CertificateOver { .. } => "proof",
            RequestRefusal::BasisUnknown { .. } => "basis",
            RequestRefusal::NotGranted { .. }
            | RequestRefusal::AlreadyHeld { .. }
            | RequestRefusal::NotHeld { .. }
            | RequestRefusal::ItemTwice { .. } => "item",
            RequestRefusal::NoAccount | RequestRefusal::SecondAccount { .. } => "account",
            RequestRefusal::OwnSuccessor => "successor",
            RequestRefusal::DayAhead | RequestRefusal::DayEarly { .. } => "day",
            RequestRefusal::ResultsDiffer => "results",
        }
    }

    /// The field that the cursor goes to.
    pub fn field(&self) -> Option<Field> {
        match self {
            RequestRefusal::FieldMissing(field)
            | RequestRefusal::FieldForm(field)
            | RequestRefusal::ProofAhead(field) => Some(*field),
            RequestRefusal::CertificateOver { .. } => Some(Field::CertificateUntil),
            RequestRefusal::BasisUnknown { .. } => Some(Field::Basis),
            RequestRefusal::NotGranted { .. }
            | RequestRefusal::AlreadyHeld { .. }
            | RequestRefusal::NotHeld { .. }
            | RequestRefusal::ItemTwice { .. } => Some(Field::Lines),
            RequestRefusal::NoAccount => Some(Field::Holder),
            RequestRefusal::SecondAccount { .. } => Some(Field::SecondReason),
            RequestRefusal::OwnSuccessor => Some(Field::Successor),
            RequestRefusal::DayAhead | RequestRefusal::DayEarly { .. } => Some(Field::Day),
            RequestRefusal::ResultsDiffer => Some(Field::Results),
            RequestRefusal::NoMove { .. }
            | RequestRefusal::Overtaken { .. }
            | RequestRefusal::NotForRole { .. }
            | RequestRefusal::NotOwnAccount
            | RequestRefusal::NotApplicant { .. }
            | RequestRefusal::NotSupervisor
            | RequestRefusal::OwnRequest
            | RequestRefusal::NotManager
            | RequestRefusal::ApprovedIt
            | RequestRefusal::NotSuccessor { .. }
            | RequestRefusal::NothingChanged => None,
        }
    }
}
