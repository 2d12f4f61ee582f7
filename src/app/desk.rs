//! The desk itself: settings, verify, backup, restore, an accepted loss.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::why;
use super::{AppError, Clock, Done, Extra, Office, Setting};
use crate::domain::event::{DeskEvent, Event, signs};
use crate::domain::ids::{Head, Login};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::store::backup::{Copied, Restoring};
use crate::store::verify::{Expect, Problem, Verified};
use crate::store::{self, Signer, Store};

/// What `verify` found, and what it looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub entries: u64,
    /// `None` when there is no entry at all.
    pub head: Option<Head>,
    pub ok: bool,
    /// The first entry that is not acceptable.
    pub first_bad: Option<u64>,
    pub problems: Vec<Problem>,
    /// Frozen months whose rows and matches were computed again.
    pub months: u64,
}

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    pub bytes: u64,
    /// The last entry in it.
    pub head: Head,
    pub sha256: String,
    /// Its entry; none is written while the trail's end is missing.
    pub done: Option<Done>,
}

/// A store that was made from a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub bytes: u64,
    /// The entry that says so; where the backup's own end is missing, the last one.
    pub head: Head,
}

/// What the keeper does.
#[derive(Debug, Clone)]
pub enum DeskCommand {
    ChangeSetting(Setting, String),
    /// The loss of the trail's end, and how many entries the question named.
    AcceptLoss {
        missing: u64,
    },
}

/// Brings an older store up, inside the trail; whoever opens it first does.
pub(super) fn migrate(
    store: &Store,
    signer: &Signer,
    at: Moment,
    role: Role,
) -> Result<(), AppError> {
    let tx = store.write()?;
    // Another process may have been faster.
    if store.is_old()? {
        tx.migrate(signer, at, role)?;
    }
    Ok(())
}

impl Office {
    pub(super) fn execute_desk(&mut self, command: DeskCommand) -> Result<Done, AppError> {
        match command {
            DeskCommand::ChangeSetting(setting, value) => self.change_setting(setting, &value),
            DeskCommand::AcceptLoss { missing } => self.accept_loss(missing),
        }
    }

    /// Verifies the trail, every row, the frozen months, schema and pages.
    pub fn verify(
        &mut self,
        expect: Option<&Expect>,
        progress: impl FnMut(Verified),
    ) -> Result<Verification, AppError> {
        self.allow("verify")?;
        let report = self.store.verify(signs, expect, progress)?;
        let months = store::checks::frozen_periods(self.store.reader())
            .map_or(0, |months| u64::try_from(months.len()).unwrap_or(u64::MAX));
        let mut problems = report.problems;
        match super::frozen::problems(self.store.reader()) {
            Ok(found) => problems.extend(found),
            // What cannot be read was named above; nothing new is learnt from it here.
            Err(AppError::Failed(Trouble::BrokenOff)) => return Err(Trouble::BrokenOff.into()),
            Err(fault) if report.ok => return Err(fault),
            Err(_fault) => {}
        }
        Ok(Verification {
            entries: report.entries,
            head: report.head,
            ok: report.ok && problems.is_empty(),
            first_bad: report.first_bad,
            problems,
            months,
        })
    }

    /// Writes a backup into a new file while others work, and enters it.
    pub fn back_up(
        &mut self,
        target: &Path,
        progress: impl FnMut(Copied),
    ) -> Result<BackedUp, AppError> {
        let role = self.allow("backup")?;
        if target.symlink_metadata().is_ok() {
            return Err(Trouble::File {
                path: target.display().to_string(),
                why: FileWhy::Exists,
            }
            .into());
        }
        let made = self
            .store
            .backup(target, progress)
            .map_err(|fault| AppError::from(fault).about(target))?;
        let sha256 = sha256_of(target)?;
        let event = DeskEvent::BackupMade {
            sha256: sha256.clone(),
            bytes: i64::try_from(made.bytes).unwrap_or(i64::MAX),
        };
        let done = match self.lost_tail() {
            Some(_missing) => None,
            None => Some(self.write(role, |_tx| Ok(Event::Desk(event)))?),
        };
        Ok(BackedUp {
            bytes: made.bytes,
            head: made.head,
            sha256,
            done,
        })
    }

    /// The keeper accepts that the trail's end is lost; the number must be the one that is missing now.
    fn accept_loss(&mut self, missing: u64) -> Result<Done, AppError> {
        let role = self.allow("tail.accept")?;
        if self.lost_tail() != Some(missing) {
            return Err(Refusal::Stale.into());
        }
        let lost = self.store.written_head();
        let head = self
            .store
            .accept_lost_tail(&self.signer, self.clock.now(), role)?;
        Ok(Done {
            event: Event::Desk(DeskEvent::LossAccepted {
                missing,
                head: lost.map_or_else(String::new, |head| head.to_string()),
            }),
            head,
            extra: Extra::None,
        })
    }
}

/// Makes a store from a backup, for a person in it, in a directory that is empty or absent.
pub fn restore(
    source: &Path,
    dir: &Path,
    login: &Login,
    passphrase: &str,
    clock: Clock,
) -> Result<Restored, AppError> {
    let described = std::fs::metadata(source).map_err(|fault| Trouble::File {
        path: source.display().to_string(),
        why: why(&fault),
    })?;
    if !described.is_file() {
        return Err(Trouble::File {
            path: source.display().to_string(),
            why: FileWhy::NotAFile,
        }
        .into());
    }
    let restoring = Restoring {
        login: login.as_str(),
        passphrase,
        at: clock.now(),
        allowed: signs,
    };
    let restored = Store::restore(source, dir, &restoring)?;
    Ok(Restored {
        bytes: described.len(),
        head: restored.head,
    })
}

fn sha256_of(path: &Path) -> Result<String, AppError> {
    let failed = |fault: std::io::Error| Trouble::File {
        path: path.display().to_string(),
        why: why(&fault),
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut chunk).map_err(failed)?;
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(data_encoding::HEXLOWER.encode(&hasher.finalize()));
        };
        hasher.update(bytes);
    }
}
