//! The agency's staff and the relatives they declared, as keyed hashes: who they are can be compared and never read.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::identity::Subject;
use crate::domain::ids::BadForm;

/// HMAC-SHA-256 of an identifier under the store's own key.
pub type StaffHash = [u8; 32];

/// Whose identifier it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaffKind {
    /// One of the agency's staff, account holder or not.
    Staff,
    /// A relative whom an account's holder declared.
    Relative,
}

impl StaffKind {
    pub const ALL: [StaffKind; 2] = [StaffKind::Staff, StaffKind::Relative];

    pub fn code(self) -> &'static str {
        match self {
            StaffKind::Staff => "staff",
            StaffKind::Relative => "relative",
        }
    }
}

impl std::str::FromStr for StaffKind {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = StaffKind::ALL.into_iter();
        all.find(|kind| kind.code() == code).ok_or(BadForm)
    }
}

/// Hashes identifiers under one key.
#[derive(Clone)]
pub struct StaffHasher(Hmac<Sha256>);

impl StaffHasher {
    pub fn new(key: &[u8; 32]) -> StaffHasher {
        // A key shorter than HMAC's block is padded with zeros: the same key, and no length to go wrong.
        let mut block = [0_u8; 64];
        for (place, byte) in block.iter_mut().zip(key) {
            *place = *byte;
        }
        StaffHasher(Hmac::new(&block.into()))
    }

    /// Identifiers are normalised alike wherever they come from.
    pub fn hash(&self, subject: &Subject) -> StaffHash {
        let mut mac = self.0.clone();
        mac.update(subject.as_stored().as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_identifier_has_one_hash_under_one_key() {
        let (one, other) = (StaffHasher::new(&[1; 32]), StaffHasher::new(&[2; 32]));
        let subject = Subject::read("A123456789");
        let wide = Subject::read("ａ１２３４５６７８９");
        assert_eq!(one.hash(&subject), one.hash(&wide));
        assert_ne!(one.hash(&subject), other.hash(&subject));
        assert_ne!(one.hash(&subject), one.hash(&Subject::read("A123456788")));
    }
}
