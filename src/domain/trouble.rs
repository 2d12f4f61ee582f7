//! Why a thing failed, as a fact to be worded by `locale`: the machine's side, where a refusal is a rule's.

use crate::domain::moment::Moment;

/// A failure of store, file or host. The words and the advice are `locale`'s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Wrong passphrase, unknown login, used or expired code: one sentence for all, so that nothing is given away.
    WrongPassphrase,
    /// Five failures in a row: nobody logs in by this name until then.
    LoginLocked { until: Moment },
    /// The session's key was revoked meanwhile: it signs nothing any more.
    KeyRevoked,
    /// The session's roles were changed meanwhile: it begins anew.
    RolesChanged,
    /// There is no store in this directory.
    NoStore { dir: String },
    /// A store is already there.
    StoreExists { dir: String },
    /// The file is no store of irdesk, or its key does not open it.
    NotAStore,
    /// Pages or rows are damaged.
    Damaged { what: String },
    /// keys.toml was altered: its seal, its store id or its parameters do not fit.
    KeysAltered { what: String },
    /// No room on the disk.
    Full,
    /// The directory or file may not be written.
    ReadOnly,
    /// Written by a newer irdesk.
    NewerSchema { found: i64, known: i64 },
    /// Another session has been writing for this long, in seconds.
    Busy { seconds: u64 },
    /// The file is no backup of irdesk, or not a whole one.
    NotABackup,
    /// A backup was unpacked, and `verify` found so many faults in it; nothing was restored.
    Unverified { problems: u64 },
    /// So many acknowledged entries are missing at the end (0: the head file itself is missing or unreadable).
    TailMissing { missing: u64 },
    /// A stored value that cannot be.
    Garbled { table: String, column: String },
    /// A file could not be read or written: its name, and the system's reason as an English word.
    File { path: String, why: FileWhy },
    /// Broken off by the person; nothing was changed.
    BrokenOff,
    /// Anything else; the text is for the trace file and holds no personal data.
    Other { doing: String },
}

/// Why a file could not be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileWhy {
    Missing,
    Forbidden,
    Exists,
    NotAFile,
    OutsideOut,
    Unreadable,
}
