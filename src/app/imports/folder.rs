//! The drop folder: what lies there, and taking away what was imported.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Taking, open, trouble};
use crate::app::{AppError, Office};
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::encoding::{as_cp950, inspect};
use crate::store;

/// A regular file of the drop folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name, to be shown with marks; one that is no UTF-8 as a Big5 system meant it.
    pub name: String,
    /// What [`Office::dropped_path`] finds it by.
    pub key: String,
    pub bytes: u64,
    pub changed_at: Moment,
}

/// Before a key that stands for bytes: no name has it.
const RAW: char = '/';

/// A file's name as it is shown, and the key by which it is found again.
pub(super) fn named(name: &OsStr) -> (String, String) {
    if let Some(name) = name.to_str() {
        return (name.to_owned(), name.to_owned());
    }
    let bytes = name.as_bytes();
    let key = data_encoding::HEXLOWER.encode(bytes);
    (as_cp950(bytes), format!("{RAW}{key}"))
}

/// The name, to be shown with marks, of a file by its key.
pub fn dropped_name(key: &str) -> String {
    let raw = key.strip_prefix(RAW);
    let bytes = raw.and_then(|hex| data_encoding::HEXLOWER.decode(hex.as_bytes()).ok());
    bytes.map_or_else(|| key.to_owned(), |bytes| as_cp950(&bytes))
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
            let (name, key) = named(&entry.file_name());
            if !about.is_file() || name.starts_with('.') {
                continue;
            }
            let since = about.modified().ok();
            let since = since.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
            found.push(Dropped {
                name,
                key,
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

    /// The path of a file by the key that [`Office::dropped`] gave; one that leads elsewhere is none.
    pub fn dropped_path(&self, key: &str) -> Result<PathBuf, AppError> {
        let name = match key.strip_prefix(RAW) {
            Some(hex) => data_encoding::HEXLOWER
                .decode(hex.as_bytes())
                .ok()
                .map(OsString::from_vec),
            None => Some(OsString::from(key)),
        };
        let dir = self.in_dir()?;
        let path = name.as_ref().map(|name| dir.join(name));
        let is_beneath =
            |path: &PathBuf| path.parent() == Some(&dir) && path.file_name() == name.as_deref();
        path.filter(is_beneath).ok_or_else(|| {
            let why = FileWhy::Missing;
            let path = key.to_owned();
            Trouble::File { path, why }.into()
        })
    }

    /// Deletes the plain file once it was imported: what the store does not hold is not taken away.
    pub fn remove_dropped(&mut self, key: &str, sha256: &str) -> Result<(), AppError> {
        self.allow("import.log")?;
        let path = self.dropped_path(key)?;
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
