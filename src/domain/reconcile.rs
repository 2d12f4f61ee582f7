//! Every log row against the register: which rows belong together, and by which rule.
//!
//! Source: monthly_check §2.

use std::str::FromStr;

use crate::domain::ids::BadForm;

/// The rule that joined a log row and a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Our register number stands in the log's reason; account, item and subject agree.
    P1,
    /// Account, item, subject and day agree, and the case where both have one.
    P2,
    /// A second query within half an hour of a row that P1 or P2 paired.
    Retry,
    /// A proposal: account, item and subject agree, no working day strictly between the two dates.
    P3,
    /// A proposal that a person confirmed.
    Confirmed,
}

impl Pass {
    pub const ALL: [Pass; 5] = [Pass::P1, Pass::P2, Pass::Retry, Pass::P3, Pass::Confirmed];

    /// The English code of JSON, the store and the digest of matches.
    pub fn code(self) -> &'static str {
        match self {
            Pass::P1 => "p1",
            Pass::P2 => "p2",
            Pass::Retry => "retry",
            Pass::P3 => "p3",
            Pass::Confirmed => "confirmed",
        }
    }
}

impl FromStr for Pass {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Pass::ALL.into_iter();
        all.find(|pass| pass.code() == code).ok_or(BadForm)
    }
}
