//! What a document may not be: rules of everything that leaves the desk.

/// Why a document is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentRefusal {
    /// Plain documents are not let out; only the masked check record is.
    PlainOff,
    /// A package needs a passphrase.
    NoPassphrase,
    /// The two passphrases typed are not the same.
    Differs,
    /// An office's own template cannot be filled: which, in which row (or paragraph), which placeholder and why.
    Template {
        name: String,
        row: usize,
        reason: String,
    },
}

impl DocumentRefusal {
    /// The English word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentRefusal::PlainOff => "plain",
            DocumentRefusal::NoPassphrase => "passphrase",
            DocumentRefusal::Differs => "differs",
            DocumentRefusal::Template { .. } => "template",
        }
    }
}
