//! Backup while others work, and restore: one stored zip of desk.db, keys.toml and head.

use std::collections::BTreeSet;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::domain::canonical::Json;
use crate::domain::ids::Head;
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::signers::{Allowed, RECOVERY};
use crate::domain::trail::Fact;
use crate::store::error::{Result, StoreError, file, sql};
use crate::store::head;
use crate::store::keys::Signer;
use crate::store::keys_file;
use crate::store::schema;
use crate::store::trail;
use crate::store::verify::{ProblemKind, Report};
use crate::store::{DESK, Interrupter, Store, remove_files};

const PAGES_A_STEP: i32 = 512;
const CHUNK: usize = 256 * 1024;

/// A backup that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackedUp {
    pub bytes: u64,
    /// The last entry in it.
    pub head: Head,
}

/// How far a backup is, in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    pub pages: u64,
    pub of: u64,
}

/// A store made from a backup.
pub struct Restored {
    pub store: Store,
    pub signer: Signer,
    pub head: Head,
}

/// What a restore needs to know beside the file and the directory.
pub struct Restoring<'a> {
    /// A person in the backup.
    pub login: &'a str,
    pub passphrase: &'a str,
    pub at: Moment,
    /// As for [`Store::verify`].
    pub allowed: Allowed,
}

impl Store {
    /// Writes a new file; one that is there is not touched. Others may write meanwhile: it is of one instant.
    pub fn backup(&self, target: &Path, progress: impl FnMut(Copied)) -> Result<BackedUp> {
        let folder = match target.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        // The keys come first: a slot whose entry is younger than the copy is entered at its next opening.
        let keys =
            std::fs::read(self.dir().join(keys_file::NAME)).map_err(file("read keys.toml"))?;
        let written = head::read(self.dir());
        let copy = temporary(folder)?;
        let head = self.copy_desk(copy.path(), progress)?;
        // Where the trail's end is missing, the copy must not hide it.
        let noted = match written {
            Some(written) if self.tail().missing().is_some() => written,
            _ => head,
        };
        let mut out = temporary(folder)?;
        self.pack(&mut out, copy.path(), &keys, noted)?;
        drop(copy);
        let bytes = out
            .as_file()
            .metadata()
            .map_err(file("write the backup"))?
            .len();
        out.persist_noclobber(target)
            .map_err(|fault| file("name the backup")(fault.error))?;
        keys_file::sync_dir(folder)?;
        Ok(BackedUp { bytes, head })
    }

    fn copy_desk(&self, path: &Path, mut progress: impl FnMut(Copied)) -> Result<Head> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags(path, flags).map_err(sql("make the copy"))?;
        schema::set_key(&copy, self.data_key())?;
        // Without a read transaction each commit of others would begin the copy anew.
        let snapshot = self.snapshot()?;
        let head = trail::last(snapshot.reader().connection())?
            .ok_or(StoreError::Damaged("the trail is empty"))?;
        let backup = Backup::new(self.connection(), &mut copy).map_err(sql("make the copy"))?;
        loop {
            self.interrupter().look()?;
            let step = backup.step(PAGES_A_STEP).map_err(sql("make the copy"))?;
            let now = backup.progress();
            let of = u64::try_from(now.pagecount).unwrap_or_default();
            let remaining = u64::try_from(now.remaining).unwrap_or_default();
            progress(Copied {
                pages: of.saturating_sub(remaining),
                of,
            });
            match step {
                StepResult::Done => return Ok(head),
                StepResult::More => {}
                // Nobody else knows the copy, and the source is held by our own snapshot.
                _ => return Err(StoreError::Busy),
            }
        }
    }

    fn pack(&self, out: &mut NamedTempFile, desk: &Path, keys: &[u8], head: Head) -> Result<()> {
        let mut zip = ZipWriter::new(out.as_file_mut());
        let stored = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o600)
            .large_file(true);
        let start = |zip: &mut ZipWriter<&mut File>, name: &str| {
            zip.start_file(name, stored)
                .map_err(|fault| file("write the backup")(fault.into()))
        };
        start(&mut zip, DESK)?;
        let mut desk = File::open(desk).map_err(file("read the copy"))?;
        copy_bytes(&mut desk, &mut zip, &self.interrupter())?;
        start(&mut zip, keys_file::NAME)?;
        zip.write_all(keys).map_err(file("write the backup"))?;
        start(&mut zip, head::NAME)?;
        zip.write_all(format!("{head}\n").as_bytes())
            .map_err(file("write the backup"))?;
        zip.finish()
            .map_err(|fault| file("write the backup")(fault.into()))?
            .sync_all()
            .map_err(file("write the backup"))
    }

    /// Makes a store from a backup in an empty or absent directory, verifies it, and enters `store.restored/1`.
    ///
    /// A backup of a trail whose end was missing is restored too, without that entry: the keeper has to accept the loss first.
    pub fn restore(source: &Path, dir: &Path, restoring: &Restoring<'_>) -> Result<Restored> {
        let mut archive = open_backup(source)?;
        let is_new = make_room(dir)?;
        let restored = unpack(&mut archive, dir).and_then(|()| enter_restored(dir, restoring));
        if restored.is_err() {
            remove_files(dir);
            if is_new && std::fs::remove_dir(dir).is_err() {
                debug_assert!(false, "an empty directory of our own can be removed");
            }
        }
        restored
    }
}

fn temporary(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".irdesk-backup-")
        .tempfile_in(folder)
        .map_err(file("make a file beside the backup"))
}

fn copy_bytes(from: &mut impl Read, to: &mut impl Write, interrupter: &Interrupter) -> Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        interrupter.look()?;
        let count = from.read(&mut chunk).map_err(file("read"))?;
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        to.write_all(bytes).map_err(file("write"))?;
    }
}

fn open_backup(source: &Path) -> Result<ZipArchive<File>> {
    let source = File::open(source).map_err(file("open the backup"))?;
    let archive = ZipArchive::new(source).map_err(|_zip| StoreError::NotABackup("no zip"))?;
    let names = archive
        .file_names()
        .collect::<std::result::Result<BTreeSet<_>, _>>()
        .map_err(|_zip| StoreError::NotABackup("its names are unreadable"))?;
    let is_ours = names.iter().eq([DESK, head::NAME, keys_file::NAME]);
    drop(names);
    if is_ours {
        Ok(archive)
    } else {
        Err(StoreError::NotABackup("it does not hold the three files"))
    }
}

/// An empty directory, made where there is none; whether it was made.
fn make_room(dir: &Path) -> Result<bool> {
    if dir.exists() {
        let mut inside = std::fs::read_dir(dir).map_err(file("look into the directory"))?;
        return match inside.next() {
            None => Ok(false),
            Some(_found) => Err(StoreError::NotEmpty),
        };
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(file("make the directory"))?;
    Ok(true)
}

fn unpack(archive: &mut ZipArchive<File>, dir: &Path) -> Result<()> {
    for name in [DESK, head::NAME, keys_file::NAME] {
        let mut from = archive
            .by_name(name)
            .map_err(|_zip| StoreError::NotABackup("a file in it is unreadable"))?;
        if from.compression() != CompressionMethod::Stored {
            return Err(StoreError::NotABackup("it is compressed"));
        }
        let mut to = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(dir.join(name))
            .map_err(file("write what is restored"))?;
        copy_bytes(&mut from, &mut to, &Interrupter::default())?;
        to.sync_all().map_err(file("write what is restored"))?;
    }
    keys_file::sync_dir(dir)
}

fn enter_restored(dir: &Path, restoring: &Restoring<'_>) -> Result<Restored> {
    let (login, at) = (restoring.login, restoring.at);
    if login == RECOVERY {
        return Err(StoreError::WrongPassphrase);
    }
    let (store, signer) = Store::open(dir, login, restoring.passphrase, at)?;
    let report = store.verify(restoring.allowed, None, |_done| {})?;
    if !is_whole_but_for_its_end(&report) {
        return Err(StoreError::Unverified {
            problems: report.problems.len(),
        });
    }
    let (head, _at) = store.reader().last_entry()?;
    if store.tail().missing().is_some() {
        return Ok(Restored {
            store,
            signer,
            head,
        });
    }
    let role = store
        .signers()?
        .roles(login)
        .and_then(|roles| roles.acting(&Role::ALL))
        .ok_or(StoreError::Keys("a slot's person is not in the trail"))?;
    let fact = Fact {
        action: "store.restored/1",
        record: "",
        body: Json::object([("head", Json::from(head.to_string()))]),
    };
    let head = store.write()?.commit(&signer, at, role, &fact)?;
    Ok(Restored {
        store,
        signer,
        head,
    })
}

fn is_whole_but_for_its_end(report: &Report) -> bool {
    report
        .problems
        .iter()
        .all(|problem| problem.kind == ProblemKind::Head)
}
