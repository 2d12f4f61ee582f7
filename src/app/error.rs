//! What can go wrong with a command: a rule said no, or the machine failed.

use std::io;
use std::path::Path;

use super::work::BrokenOff;
use crate::domain::people::PeopleRefusal;
use crate::domain::refusal::Refusal;
use crate::domain::signers::SignerFault;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::FileFault;
use crate::store::StoreError;

/// Why a command did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("failed: {0:?}")]
    Failed(Trouble),
    /// A whole file was refused.
    #[error("file refused: {0}")]
    File(FileFault),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        AppError::Refused(refusal)
    }
}

impl From<Trouble> for AppError {
    fn from(trouble: Trouble) -> AppError {
        AppError::Failed(trouble)
    }
}

impl From<FileFault> for AppError {
    fn from(fault: FileFault) -> AppError {
        if let FileFault::Io(error) = &fault
            && let Some(inner) = error.get_ref()
            && inner.is::<BrokenOff>()
        {
            return Trouble::BrokenOff.into();
        }
        AppError::File(fault)
    }
}

/// The system's reason as a fact to be worded.
pub(super) fn why(source: &io::Error) -> FileWhy {
    match source.kind() {
        io::ErrorKind::NotFound => FileWhy::Missing,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FileWhy::Forbidden,
        io::ErrorKind::AlreadyExists => FileWhy::Exists,
        io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory => FileWhy::NotAFile,
        _ => FileWhy::Unreadable,
    }
}

impl AppError {
    /// A fault of a file that the person named: the name in place of what was being done.
    pub(super) fn about(self, path: &Path) -> AppError {
        let path = path.display().to_string();
        AppError::Failed(match self {
            AppError::Failed(Trouble::File { why, .. }) => Trouble::File { path, why },
            AppError::Failed(Trouble::ReadOnly) => Trouble::File {
                path,
                why: FileWhy::Forbidden,
            },
            other => return other,
        })
    }
}

/// The store's faults as facts to be worded.
impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        let trouble = match error {
            StoreError::Passphrase(fault) => return Refusal::Passphrase(fault).into(),
            StoreError::CodeOnly => return Refusal::EnrolFirst.into(),
            StoreError::NotAKeeper => {
                return Refusal::People(PeopleRefusal::RecoveryIsKeepers).into();
            }
            StoreError::Signer(SignerFault::Revoked) => Trouble::KeyRevoked,
            StoreError::Signer(SignerFault::RoleNotHeld) => Trouble::RolesChanged,
            StoreError::Signer(_fault) => Trouble::Other {
                doing: "sign an entry".to_owned(),
            },
            StoreError::Absent => Trouble::NoStore { dir: String::new() },
            StoreError::AlreadyThere | StoreError::NotEmpty => {
                Trouble::StoreExists { dir: String::new() }
            }
            StoreError::WrongPassphrase => Trouble::WrongPassphrase,
            StoreError::LoginLocked { until } => Trouble::LoginLocked { until },
            StoreError::Keys(what) => Trouble::KeysAltered {
                what: what.to_owned(),
            },
            StoreError::NotADatabase => Trouble::NotAStore,
            StoreError::Damaged(what) => Trouble::Damaged {
                what: what.to_owned(),
            },
            StoreError::NotABackup(_what) => Trouble::NotABackup,
            StoreError::Full => Trouble::Full,
            StoreError::ReadOnly => Trouble::ReadOnly,
            StoreError::NewerSchema { found, known } => Trouble::NewerSchema {
                found: i64::from(found),
                known: i64::from(known),
            },
            StoreError::Busy => Trouble::Busy { seconds: 30 },
            StoreError::BrokenOff => Trouble::BrokenOff,
            StoreError::TailMissing { missing } => Trouble::TailMissing { missing },
            StoreError::Unverified { problems } => Trouble::Unverified {
                problems: u64::try_from(problems).unwrap_or(u64::MAX),
            },
            StoreError::Garbled { table, column } => Trouble::Garbled {
                table: table.to_owned(),
                column: column.to_owned(),
            },
            StoreError::Broken(what) => Trouble::Other {
                doing: what.to_owned(),
            },
            StoreError::Sql { doing, .. } => Trouble::Other {
                doing: doing.to_owned(),
            },
            StoreError::File { doing, source } => Trouble::File {
                path: doing.to_owned(),
                why: why(&source),
            },
        };
        AppError::Failed(trouble)
    }
}
