//! Documents on their way out: new files beneath `out` only, and no link is followed on the way there.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{self, AtFlags, CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::AppError;
use crate::domain::trouble::{FileWhy, Trouble};

const PRIVATE: u32 = 0o600;
/// The group of the second account reads, where the keeper has shared the folder with it.
const SHARED: u32 = 0o640;
const GROUP_BITS: u32 = 0o070;

/// A place for one new file beneath `out`.
pub(super) struct Place {
    folder: OwnedFd,
    name: OsString,
    /// As it is told: with the folder.
    path: PathBuf,
    is_shared: bool,
}

fn trouble(path: &Path, why: FileWhy) -> AppError {
    Trouble::File {
        path: crate::domain::shown::shown(&path.display().to_string()).into_owned(),
        why,
    }
    .into()
}

fn why(error: Errno) -> FileWhy {
    match error {
        Errno::NOENT => FileWhy::Missing,
        Errno::EXIST => FileWhy::Exists,
        Errno::ACCESS | Errno::PERM | Errno::ROFS => FileWhy::Forbidden,
        // A link where a folder was expected.
        Errno::LOOP | Errno::NOTDIR | Errno::ISDIR => FileWhy::OutsideOut,
        _ => FileWhy::Unreadable,
    }
}

fn failed(path: &Path, error: Errno) -> AppError {
    if error == Errno::NOSPC || error == Errno::DQUOT {
        Trouble::Full.into()
    } else {
        trouble(path, why(error))
    }
}

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// The plain names of a path; `None` where it goes up or names nothing.
fn names(path: &Path) -> Option<Vec<&OsStr>> {
    path.components()
        .filter(|part| !matches!(part, Component::RootDir | Component::CurDir))
        .map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        })
        .collect()
}

impl Place {
    /// Finds the place of a file named relative to `out`; `out` as it is set, beneath the store's directory unless it
    /// is absolute. A missing `out` is made; folders beneath it are not.
    pub(super) fn find(store: &Path, out: &Path, file: &Path) -> Result<Place, AppError> {
        let path = store.join(out).join(file);
        let outside = || trouble(file, FileWhy::OutsideOut);
        if file.is_absolute() || file.as_os_str().as_bytes().ends_with(b"/") {
            return Err(outside());
        }
        let base = if out.is_absolute() {
            Path::new("/")
        } else {
            store
        };
        let plain = FOLDER.difference(OFlags::NOFOLLOW);
        let mut folder =
            fs::openat(CWD, base, plain, Mode::empty()).map_err(|error| failed(base, error))?;
        for name in names(out).ok_or_else(outside)? {
            folder = enter_or_make(&folder, name).map_err(|error| failed(&path, error))?;
        }
        let mode = fs::fstat(&folder)
            .map_err(|error| failed(&path, error))?
            .st_mode;
        let mut parts = names(file).ok_or_else(outside)?;
        let name = parts.pop().ok_or_else(outside)?.to_owned();
        for part in parts {
            folder = fs::openat(&folder, part, FOLDER, Mode::empty())
                .map_err(|error| failed(&path, error))?;
        }
        Ok(Place {
            folder,
            name,
            path,
            is_shared: mode & GROUP_BITS != 0,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something of that name is there, a dead link too.
    pub(super) fn is_taken(&self) -> bool {
        fs::statat(&self.folder, &self.name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
    }

    /// Writes the file under another name, lets `enter` leave the entry, and only then gives it its name: whoever is
    /// killed in between has an entry without a file, and exports again.
    pub(super) fn write<T>(
        &self,
        bytes: &[u8],
        enter: impl FnOnce() -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        if self.is_taken() {
            return Err(trouble(&self.path, FileWhy::Exists));
        }
        let fail = |error| failed(&self.path, error);
        let mut unnamed = OsString::from(".");
        unnamed.push(&self.name);
        unnamed.push(format!(".{}.new", std::process::id()));
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = fs::openat(&self.folder, &unnamed, flags, Mode::from_raw_mode(PRIVATE));
        let entered = opened
            .map_err(fail)
            .and_then(|file| self.fill(file, bytes))
            .and_then(|()| enter())
            .and_then(|entered| self.name_it(&unnamed).map(|()| entered).map_err(fail));
        if entered.is_err() {
            // It may never have been made.
            let _gone = fs::unlinkat(&self.folder, &unnamed, AtFlags::empty()).is_ok();
        }
        entered
    }

    fn fill(&self, file: OwnedFd, bytes: &[u8]) -> Result<(), AppError> {
        let mode = if self.is_shared { SHARED } else { PRIVATE };
        fs::fchmod(&file, Mode::from_raw_mode(mode)).map_err(|error| failed(&self.path, error))?;
        let mut file = File::from(file);
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(|error| {
                let errno = Errno::from_io_error(&error).unwrap_or(Errno::IO);
                failed(&self.path, errno)
            })
    }

    fn name_it(&self, unnamed: &OsStr) -> rustix::io::Result<()> {
        let folder = self.folder.as_fd();
        let renamed =
            fs::renameat_with(folder, unnamed, folder, &self.name, RenameFlags::NOREPLACE);
        match renamed {
            // Not every file system can rename without replacing; a hard link never replaces.
            Err(Errno::INVAL | Errno::NOSYS) => {
                fs::linkat(folder, unnamed, folder, &self.name, AtFlags::empty())?;
                fs::unlinkat(folder, unnamed, AtFlags::empty())?;
            }
            other => other?,
        }
        fs::fsync(folder)
    }
}

fn enter_or_make(folder: &OwnedFd, name: &OsStr) -> rustix::io::Result<OwnedFd> {
    match fs::openat(folder, name, FOLDER, Mode::empty()) {
        Err(Errno::NOENT) => {
            fs::mkdirat(folder, name, Mode::from_raw_mode(0o700))?;
            fs::openat(folder, name, FOLDER, Mode::empty())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn write(store: &Path, out: &str, file: &str) -> Result<(), AppError> {
        Place::find(store, Path::new(out), Path::new(file))?.write(b"record", || Ok(()))
    }

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_document_is_a_new_file_and_private_unless_the_folder_is_shared() {
        let store = tempfile::tempdir().unwrap();
        write(store.path(), "out", "a.odt").unwrap();
        let out = store.path().join("out");
        assert_eq!(mode(&out.join("a.odt")), 0o600);
        assert!(write(store.path(), "out", "a.odt").is_err(), "twice");
        std::fs::set_permissions(&out, PermissionsExt::from_mode(0o2770)).unwrap();
        write(store.path(), "out", "b.odt").unwrap();
        assert_eq!(mode(&out.join("b.odt")), 0o640);
        let left: Vec<_> = std::fs::read_dir(&out).unwrap().collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn nothing_leads_out_of_out() {
        let store = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let out = store.path().join("out");
        std::fs::create_dir(&out).unwrap();
        symlink(elsewhere.path(), out.join("door")).unwrap();
        symlink(elsewhere.path().join("x"), out.join("dead.odt")).unwrap();
        let outside = elsewhere.path().join("a.odt");
        for file in [
            "../a.odt",
            "door/a.odt",
            "dead.odt",
            "a/",
            "",
            "..",
            "no/a.odt",
            outside.to_str().unwrap(),
        ] {
            assert!(write(store.path(), "out", file).is_err(), "{file}");
        }
        assert!(write(store.path(), "../elsewhere", "a.odt").is_err());
        symlink(elsewhere.path(), store.path().join("linked")).unwrap();
        assert!(write(store.path(), "linked", "a.odt").is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn without_its_entry_no_file_is_left() {
        let store = tempfile::tempdir().unwrap();
        let place = Place::find(store.path(), Path::new("out"), Path::new("a.odt")).unwrap();
        let entered = place.write(b"record", || Err::<(), _>(Trouble::ReadOnly.into()));
        assert!(entered.is_err());
        let out = std::fs::read_dir(store.path().join("out")).unwrap();
        assert_eq!(out.count(), 0);
    }
}
