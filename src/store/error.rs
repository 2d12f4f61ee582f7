//! How the file can fail, told apart by what the keeper has to do. `Display` is for logs; the screen's words are in `locale`.

use std::io;

use rusqlite::ffi;

use crate::domain::moment::Moment;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::signers::SignerFault;

/// What `store` functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no store in this directory")]
    Absent,
    #[error("a store is already here")]
    AlreadyThere,
    #[error("the directory is not empty")]
    NotEmpty,
    /// Wrong passphrase, unknown login, used or expired code: one sentence for all.
    #[error("wrong passphrase, unknown login, or a code used or expired")]
    WrongPassphrase,
    /// Too many failures in a row: until then nothing opens this login.
    #[error("the login is locked")]
    LoginLocked { until: Moment },
    #[error("the passphrase is refused: {0:?}")]
    Passphrase(PassphraseFault),
    /// keys.toml is unreadable, altered, of another store, or asks for refused parameters.
    #[error("keys.toml: {0}")]
    Keys(&'static str),
    /// desk.db is a foreign file, was made with another key, or its first page is damaged.
    #[error("desk.db is no database of this store")]
    NotADatabase,
    /// Truncated, emptied, lengthened, or a page that fails its check.
    #[error("desk.db is damaged: {0}")]
    Damaged(&'static str),
    #[error("the disk is full")]
    Full,
    #[error("the directory or file is read-only")]
    ReadOnly,
    #[error("schema {found} is newer than {known}")]
    NewerSchema { found: u32, known: u32 },
    #[error("others kept the store busy for 30 seconds")]
    Busy,
    /// The interrupter was used, or the job was broken off.
    #[error("broken off")]
    BrokenOff,
    /// The trail ends before the head that was written; `missing` is 0 when the head file is absent or not of this chain.
    #[error("the trail's end is missing: {missing} entries")]
    TailMissing { missing: u64 },
    /// Restored, but `verify` found this many faults.
    #[error("verify found {problems} problems")]
    Unverified { problems: usize },
    /// The backup file is not one.
    #[error("not a backup: {0}")]
    NotABackup(&'static str),
    #[error("an impossible value in {table}.{column}")]
    Garbled {
        table: &'static str,
        column: &'static str,
    },
    /// An enrolment code that is good, given where a passphrase is wanted.
    #[error("a code is for the first passphrase only")]
    CodeOnly,
    /// The trail takes no such entry of this signer: his key was revoked, his role taken back.
    #[error("the trail takes no such entry: {0:?}")]
    Signer(SignerFault),
    /// The recovery code lets a keeper in, and nobody else.
    #[error("the recovery code is for a keeper")]
    NotAKeeper,
    /// A mistake of the program: rows without an entry, an unfinished batch, a sealed secret that does not open.
    #[error("{0}")]
    Broken(&'static str),
    #[error("{doing}")]
    Sql {
        doing: &'static str,
        source: rusqlite::Error,
    },
    #[error("{doing}")]
    File {
        doing: &'static str,
        source: io::Error,
    },
}

/// For `map_err`: a SQLite fault, by its code.
pub(in crate::store) fn sql(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |source| match source
        .sqlite_error()
        .map(|fault| (fault.extended_code, fault.extended_code & 0xff))
    {
        Some((778 | 4874, _) | (_, ffi::SQLITE_FULL)) => StoreError::Full,
        // The file is there, so what cannot be opened is the WAL that would have to be made beside it.
        Some((_, ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN)) => StoreError::ReadOnly,
        Some((_, ffi::SQLITE_NOTADB)) => StoreError::NotADatabase,
        Some((_, ffi::SQLITE_CORRUPT)) => StoreError::Damaged("a page fails its check"),
        Some((_, ffi::SQLITE_BUSY)) => StoreError::Busy,
        Some((_, ffi::SQLITE_INTERRUPT)) => StoreError::BrokenOff,
        _ => StoreError::Sql { doing, source },
    }
}

/// For `map_err`: a fault of a file.
pub(in crate::store) fn file(doing: &'static str) -> impl Fn(io::Error) -> StoreError {
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            StoreError::Full
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::File { doing, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(extended_code: i32, fits: fn(&StoreError) -> bool) {
        let source = rusqlite::Error::SqliteFailure(ffi::Error::new(extended_code), None);
        let fault = sql("test")(source);
        assert!(fits(&fault), "{extended_code} became {fault:?}");
    }

    #[test]
    fn sqlite_s_codes_say_what_to_do() {
        for full in [13, 778, 4874] {
            check(full, |fault| matches!(fault, StoreError::Full));
        }
        check(1544, |fault| matches!(fault, StoreError::ReadOnly));
        check(26, |fault| matches!(fault, StoreError::NotADatabase));
        check(11, |fault| matches!(fault, StoreError::Damaged(_)));
        check(5, |fault| matches!(fault, StoreError::Busy));
        check(9, |fault| matches!(fault, StoreError::BrokenOff));
        check(19, |fault| matches!(fault, StoreError::Sql { .. }));
    }
}
