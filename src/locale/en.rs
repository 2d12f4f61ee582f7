//! English.

use super::group;
use crate::domain::roc_date::hour_minute;
use crate::domain::sampling::SeedFault;
use crate::domain::trouble::{FileWhy, Trouble};

/// The revealed secret does not open the commitment.
pub(super) const REVEAL_FAULT: &str = "! Seed text: the revealed secret does not open the commitment; do not trust this draw. Compare it with the record.";
/// Nothing was committed.
pub(super) const PREDICTABLE: &str =
    "Note: neither commitment nor public draw; the seed could be foreseen.";

/// Why a text is no seed text.
pub(super) fn seed_fault(fault: SeedFault) -> &'static str {
    match fault {
        SeedFault::Form => {
            "! Seed text: not of the form webir-sample/1. Copy it from the record letter by letter."
        }
        SeedFault::TooManyRows => "! Seed text: N is above 10,000,000. Compare it with the record.",
    }
}

/// What failed, and what to do about it.
pub(super) fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::WrongPassphrase => "! Log-in: login, passphrase or code do not fit. Please try again.".to_owned(),
        Trouble::LoginLocked { until } => format!(
            "! Log-in: five failures in a row lock this login. Please try again after {}.",
            hour_minute(until.time())
        ),
        Trouble::KeyRevoked => "! Log-in: the keeper revoked your key. Ask the keeper.".to_owned(),
        Trouble::RolesChanged => "! Log-in: the keeper changed your roles; please log in again.".to_owned(),
        Trouble::NoStore { dir } => {
            format!("! Store: there is none in {dir}. A keeper makes one with irdesk init; irdesk demo shows one.")
        }
        Trouble::StoreExists { dir } => format!("! Store: {dir} is not empty. Please name an empty directory."),
        Trouble::NotAStore => {
            "! Store: the key does not open desk.db, or it is no store of irdesk. Restore a backup.".to_owned()
        }
        Trouble::Damaged { what } => format!("! Store: damaged ({what}). Stop working; the keeper restores a backup."),
        Trouble::KeysAltered { what } => {
            format!("! Keys: keys.toml does not fit this store ({what}). The keeper restores a backup and asks why.")
        }
        Trouble::Full => "! Save: the disk is full; nothing was written. Make room, then try again.".to_owned(),
        Trouble::ReadOnly => "! Save: the directory or file may not be written. Check its permissions.".to_owned(),
        Trouble::NewerSchema { found, known } => {
            format!("! Store: made by a newer irdesk (version {found}, this one knows {known}). Update the program.")
        }
        Trouble::Busy { seconds } => format!("! Save: others have been writing for {seconds} s. Please try again."),
        Trouble::NotABackup => {
            "! Backup: not one of irdesk, or not whole. Use another.".to_owned()
        }
        Trouble::Unverified { problems } => format!(
            "! Restore: verifying the backup found {} faults; nothing was restored. Use another.",
            group(*problems)
        ),
        Trouble::TailMissing { missing: 0 } => {
            "! Trail: the file head is missing or unreadable; writing is refused. The keeper must look into it.".to_owned()
        }
        Trouble::TailMissing { missing } => {
            format!("! Trail: {} entries are missing at the end; writing is refused. Restore a backup.", group(*missing))
        }
        Trouble::Garbled { table, column } => format!("! Store: {table}.{column} holds an impossible value. Run irdesk verify."),
        Trouble::File { path, why } => format!("! File {path}: {}", file_why(*why)),
        Trouble::BrokenOff => "Broken off; nothing was changed.".to_owned(),
        Trouble::Other { doing } => format!("! System: {doing} failed; nothing was changed. Please try again."),
    }
}

fn file_why(why: FileWhy) -> &'static str {
    match why {
        FileWhy::Missing => "not found. Check the name.",
        FileWhy::Forbidden => "no permission to read or write it.",
        FileWhy::Exists => {
            "a file of that name is there and is not overwritten. Choose another name."
        }
        FileWhy::NotAFile => "not an ordinary file.",
        FileWhy::OutsideOut => "documents go beneath out only. Give a name such as 11510.odt.",
        FileWhy::Unreadable => "could not be read. Check that it is complete.",
    }
}
