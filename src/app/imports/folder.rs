//! The drop folder: what lies there, and taking away what was imported.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Taking, file_name, open, trouble};
use crate::app::{AppError, Office};
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::encoding::inspect;
use crate::store;

/// A regular file of the drop folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name as it is; shown with marks.
    pub name: String,
    pub bytes: u64,
    pub changed_at: Moment,
}

/// Nobody looks through more files than this.
const MOST: usize = 1000;

impl Office {
    /// What lies in the `in` folder, newest first: regular files whose names can be shown, no links, nothing hidden.
    pub fn dropped(&mut self) -> Result<Vec<Dropped>, AppError> {
        self.dropped_for("import.log")
    }

    /// The same for whoever may give this command.
    pub fn dropped_for(&mut self, command: &'static str) -> Result<Vec<Dropped>, AppError> {
        self.allow(command)?;
        let dir = self.in_dir()?;
        let entries = match std::fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(trouble(&dir, &error).into()),
        };
        let mut found = Vec::new();
        for entry in entries.flatten() {
            // The entry's own kind: a link to a file is none.
            let Ok(about) = entry.metadata() else {
                continue;
            };
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if !about.is_file() || name.starts_with('.') {
                continue;
            }
            let since = about.modified().ok();
            let since = since.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
            found.push(Dropped {
                name,
                bytes: about.len(),
                changed_at: Moment(millis.unwrap_or_default()),
            });
        }
        found.sort_unstable_by(|one, other| {
            (other.changed_at, &one.name).cmp(&(one.changed_at, &other.name))
        });
        found.truncate(MOST);
        Ok(found)
    }

    /// The path of a file that [`Office::dropped`] named; a name that leads elsewhere is none.
    pub fn dropped_path(&self, name: &str) -> Result<PathBuf, AppError> {
        let path = self.in_dir()?.join(name);
        if name.contains('/') || file_name(&path) != name {
            return Err(Trouble::File {
                path: name.to_owned(),
                why: FileWhy::Missing,
            }
            .into());
        }
        Ok(path)
    }

    /// Deletes the plain file once it was imported: what the store does not hold is not taken away.
    pub fn remove_dropped(&mut self, name: &str, sha256: &str) -> Result<(), AppError> {
        self.allow("import.log")?;
        let path = self.dropped_path(name)?;
        if !self.is_kept(&path, sha256)? {
            return Err(Refusal::Stale.into());
        }
        std::fs::remove_file(&path).map_err(|error| trouble(&path, &error).into())
    }

    /// Whether the file is still the one with this digest, and the store keeps it.
    fn is_kept(&self, path: &Path, sha256: &str) -> Result<bool, AppError> {
        let taking = Taking {
            is_dropped: true,
            ..Taking::default()
        };
        let mut file = open(path, &taking)?;
        let own = data_encoding::HEXLOWER.encode(&inspect(&mut file)?.sha256);
        let reader = self.store.reader();
        Ok(own == sha256 && store::log::keeps_file(reader, sha256)?)
    }
}
