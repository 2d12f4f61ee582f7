//! Documents on their way out: new files beneath `out` only, and no link is followed on the way there.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use data_encoding::HEXLOWER;
use rustix::fs::{self, AtFlags, CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::{AppError, Office, Setting};
use crate::domain::trouble::{FileWhy, Trouble};

const PRIVATE: u32 = 0o600;
/// The group of the second account reads, where the keeper has shared the folder with it.
const SHARED: u32 = 0o640;
const GROUP_BITS: u32 = 0o070;
/// Read at once for a file's digest.
const BLOCK: usize = 1 << 16;

/// A place for one new file beneath `out`.
pub(super) struct Place {
    folder: OwnedFd,
    name: OsString,
    /// As it is told: with the folder.
    path: PathBuf,
    /// As the setting and the person named it.
    named: PathBuf,
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
            named: out.join(file),
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

    /// A new file of that place under another name, until it is named.
    pub(super) fn open(&self) -> Result<NewFile<'_>, AppError> {
        if self.is_taken() {
            return Err(trouble(&self.named, FileWhy::Exists));
        }
        let fail = |error| failed(&self.path, error);
        let mut unnamed = OsString::from(".");
        unnamed.push(&self.name);
        unnamed.push(format!(".{}.new", std::process::id()));
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = fs::openat(&self.folder, &unnamed, flags, Mode::from_raw_mode(PRIVATE))
            .map_err(fail)?;
        let new = NewFile {
            place: self,
            unnamed,
            file: File::from(file),
            is_named: false,
        };
        let mode = if self.is_shared { SHARED } else { PRIVATE };
        fs::fchmod(&new.file, Mode::from_raw_mode(mode)).map_err(fail)?;
        Ok(new)
    }

    /// The system's reason why writing there failed.
    pub(super) fn failed(&self, error: &std::io::Error) -> AppError {
        failed(&self.path, Errno::from_io_error(error).unwrap_or(Errno::IO))
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

/// A file that is written but not yet named: whoever is killed in between leaves an entry without a file at most, and
/// exports again. Dropped before it is named, it is gone.
pub(super) struct NewFile<'a> {
    place: &'a Place,
    unnamed: OsString,
    file: File,
    is_named: bool,
}

impl NewFile<'_> {
    /// Where the bytes go.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Everything is written: on the disk, and its SHA-256 in hexadecimal.
    pub(super) fn written(&mut self) -> Result<String, AppError> {
        let place = self.place;
        let fail = |error: std::io::Error| place.failed(&error);
        self.file.sync_all().map_err(fail)?;
        self.file.seek(SeekFrom::Start(0)).map_err(fail)?;
        let mut digest = Sha256::new();
        let mut block = vec![0; BLOCK];
        loop {
            let read = self.file.read(&mut block).map_err(fail)?;
            let Some(bytes) = block.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Ok(HEXLOWER.encode(&digest.finalize()));
            };
            digest.update(bytes);
        }
    }

    /// The entry stands; the file takes its name.
    pub(super) fn name(mut self) -> Result<(), AppError> {
        let place = self.place;
        place
            .name_it(&self.unnamed)
            .map_err(|error| failed(&place.path, error))?;
        self.is_named = true;
        Ok(())
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.is_named {
            // Nothing can be done about a file that will not go.
            let _gone = fs::unlinkat(&self.place.folder, &self.unnamed, AtFlags::empty()).is_ok();
        }
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

impl Office {
    /// A name for a new document that is not taken in `out`: this one, or with a number behind it.
    pub fn free_name(&self, stem: &str, suffix: &str) -> Result<String, AppError> {
        let out = self.setting(Setting::OutDir)?;
        let mut name = format!("{stem}{suffix}");
        for number in 2..MOST_ALIKE {
            let place = Place::find(self.dir(), Path::new(&out), Path::new(&name))?;
            if !place.is_taken() {
                break;
            }
            name = format!("{stem}-{number}{suffix}");
        }
        Ok(name)
    }
}

/// Documents of one stem that are counted up; beyond, the person names them.
const MOST_ALIKE: u32 = 1_000;

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn write(store: &Path, out: &str, file: &str) -> Result<(), AppError> {
        let place = Place::find(store, Path::new(out), Path::new(file))?;
        let mut new = place.open()?;
        new.file().write_all(b"record").unwrap();
        let sha256 = new.written()?;
        assert!(sha256.starts_with("70ce871f"), "{sha256}");
        new.name()
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
    fn a_name_that_is_taken_is_offered_with_a_number_and_a_refusal_names_the_folder_briefly() {
        let (_dir, office) = crate::app::fixture::office(&[crate::app::fixture::user()]);
        let offered = || office.free_name("115-Q3", ".odt").unwrap();
        assert_eq!(offered(), "115-Q3.odt");
        write(office.dir(), "out", "115-Q3.odt").unwrap();
        assert_eq!(offered(), "115-Q3-2.odt");
        write(office.dir(), "out", "115-Q3-2.odt").unwrap();
        assert_eq!(offered(), "115-Q3-3.odt");
        let refused = write(office.dir(), "out", "115-Q3.odt").unwrap_err();
        assert!(
            format!("{refused:?}").contains("\"out/115-Q3.odt\""),
            "{refused:?}"
        );
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
        let new = place.open().unwrap();
        let left = || std::fs::read_dir(store.path().join("out")).unwrap().count();
        assert_eq!(left(), 1);
        drop(new);
        assert_eq!(left(), 0);
    }
}
