//! What `verify` can find, as kinds to be worded.

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// An entry does not follow the one before.
    Chain,
    /// An entry's bytes are not canonical, or its columns say something else.
    Form,
    Signature,
    /// No enrolled key, or not in this role.
    Signer,
    /// A row that the trail binds is gone.
    Missing,
    /// A row is not what the trail binds.
    Changed,
    /// A row that no entry binds.
    Additional,
    /// Rows written together are not what the trail binds, although each fits its own stored digest. `id` is the batch, or the first row.
    Batch,
    /// The schema's text is not this program's.
    Schema,
    /// A page fails its check, or there are too many.
    Pages,
    /// The head file is absent, or the trail does not reach it.
    Head,
    /// keys.toml is unreadable or altered.
    Seal,
    /// A slot holds a key that the trail does not know.
    Slot,
    /// The head from paper is not in this chain.
    Expect,
    /// A frozen month's rows are not those that its freeze fixed. The table is then the period, the id the row's number in it.
    Population,
    /// A frozen month's matches are not those that its freeze fixed.
    Matches,
}

impl ProblemKind {
    /// The code of `--json`.
    pub fn code(self) -> &'static str {
        match self {
            ProblemKind::Chain => "chain",
            ProblemKind::Form => "form",
            ProblemKind::Signature => "signature",
            ProblemKind::Signer => "signer",
            ProblemKind::Missing => "missing",
            ProblemKind::Changed => "changed",
            ProblemKind::Additional => "additional",
            ProblemKind::Batch => "batch",
            ProblemKind::Schema => "schema",
            ProblemKind::Pages => "pages",
            ProblemKind::Head => "head",
            ProblemKind::Seal => "seal",
            ProblemKind::Slot => "slot",
            ProblemKind::Expect => "expect",
            ProblemKind::Population => "population",
            ProblemKind::Matches => "matches",
        }
    }
}
