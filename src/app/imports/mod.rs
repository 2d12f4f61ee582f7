//! Files in: the log and the register, counted first without the write lock, then written in one transaction.

mod bits;
mod folder;
mod log;
mod mapping;
mod preview;
mod register;
mod shape;
#[cfg(test)]
mod tests;

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use super::work::Watched;
use super::{AppError, Office, Work};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::refusal::{FileRefusal, Refusal};
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::cells::RowFlags;
use crate::import::encoding::inspect;
use crate::import::{
    CsvFile, Draft, FileFacts, FileFault, LogDraft, RegisterDraft, RowFault, Wanted,
};
use crate::store::{self, WriteTx};

pub use crate::import::{Column, Mapping, Named};
pub use folder::{Dropped, dropped_name};
use mapping::LONGEST_NAME;
pub use mapping::MapChanges;
pub use preview::Preview;
pub use shape::{CellSeen, ColumnSeen, Shape};

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Imported {
    pub encoding: &'static str,
    pub sha256: String,
    pub read: u64,
    /// With `outside` and `waiting`.
    pub accepted: u64,
    pub duplicate: u64,
    /// How many rows of a log are unreadable, of a register rejected.
    pub fault_count: u64,
    /// The first [`MOST_FAULTS`] of them: physical line and why.
    pub faults: Vec<(u64, RowOutcome)>,
    pub outside: Vec<(Period, u64)>,
    pub waiting: Vec<(Period, u64)>,
    pub footer: Option<u64>,
    /// The very file had been imported before; nothing was done.
    pub known: bool,
    pub shape: Shape,
    /// Control totals of a log: days of the month, and accounts of the desk's people, that have no row in the file.
    pub days_without: Vec<NaiveDate>,
    pub accounts_without: Vec<String>,
}

impl Imported {
    /// One more row that is not taken as a row; only the first are kept, for a file may have millions.
    fn note_fault(&mut self, line: u64, why: RowOutcome) {
        self.fault_count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push((line, why));
        }
    }

    /// Rows were read and none can be taken.
    fn nothing_taken(&self) -> Option<Refusal> {
        let is_so = self.read > 0 && self.accepted == 0 && self.duplicate == 0;
        is_so.then_some(Refusal::File(FileRefusal::NothingTaken { read: self.read }))
    }

    /// Rows that are not taken and not listed either.
    pub fn unlisted_count(&self) -> u64 {
        let listed = u64::try_from(self.faults.len()).unwrap_or(u64::MAX);
        self.fault_count.saturating_sub(listed)
    }
}

/// A kind of file that comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Log,
    Register,
}

impl FileKind {
    /// Its word in the store and in entries.
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Log => "log",
            FileKind::Register => "register",
        }
    }

    /// The columns that such a file has.
    pub fn wanted(self) -> Wanted {
        match self {
            FileKind::Log => LogDraft::WANTED,
            FileKind::Register => RegisterDraft::WANTED,
        }
    }
}

/// Why a row is not a readable row of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    Fault(RowFault),
    /// The register holds this number with other content.
    OtherContent(RegisterNo),
}

/// How to take a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taking {
    /// Report only.
    pub dry_run: bool,
    /// Take it although its footer's total differs.
    pub accept_total: bool,
    /// It lies in the drop folder, where others write: no link is followed.
    pub is_dropped: bool,
    /// Which column is which, beside what is kept; kept as well once the file can be taken.
    pub map: MapChanges,
    /// What was looked at before: another file, or one read by another mapping, is not taken for it.
    pub looked_at: Option<LookedAt>,
}

/// A file as a preview showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    pub sha256: String,
    pub map_version: u32,
}

/// Rows that are not taken are listed up to this number; all of them are counted.
pub const MOST_FAULTS: usize = 20_000;

/// An open file that can be broken off.
type Source<'a> = Watched<'a, File>;

/// A file before its header is known.
struct Opened<'a> {
    kind: FileKind,
    /// The same open file once more, to keep it.
    source: File,
    reader: Source<'a>,
    facts: FileFacts,
    sha256: String,
    kept: mapping::Kept,
    /// The mapping in force with the changes asked for.
    mapping: Mapping,
}

impl Office {
    /// Opens a file and reads it once, for its digest and encoding.
    fn open_file<'a>(
        &self,
        kind: FileKind,
        (path, taking): (&Path, &Taking),
        work: Work<'a>,
    ) -> Result<Opened<'a>, AppError> {
        let source = open(path, taking)?;
        // The same open file: one handle to keep it, one to read it; each seeks before it reads.
        let mut reader = work.watch(source.try_clone().map_err(FileFault::from)?);
        let facts = inspect(&mut reader)?;
        let kept = self.kept_map(kind)?;
        let mapping = kept.mapping.changed(&taking.map, &kind.wanted());
        let sha256 = data_encoding::HEXLOWER.encode(&facts.sha256);
        let is_other = |seen: &LookedAt| seen.sha256 != sha256 || seen.map_version != kept.version;
        if taking.looked_at.as_ref().is_some_and(is_other) {
            return Err(Refusal::Stale.into());
        }
        Ok(Opened {
            kind,
            source,
            reader,
            facts,
            sha256,
            kept,
            mapping,
        })
    }
}

impl<'a> Opened<'a> {
    /// Finds the header; the handle that keeps the file is left over.
    fn find<D: Draft>(self, taking: &Taking) -> Result<(CsvFile<Source<'a>, D>, File), AppError> {
        let file = CsvFile::inspected(self.reader, self.facts, &self.mapping)?;
        // A register has all of a log's columns, and no import can be withdrawn.
        let is_register = [Column::Number, Column::Basis]
            .iter()
            .all(|column| file.layout().names(*column));
        if is_register && self.kind == FileKind::Log {
            return Err(FileFault::IsRegister.into());
        }
        mapping::demand(file.layout(), &taking.map)?;
        Ok((file, self.source))
    }

    /// The very file is in the store already.
    fn as_known(&self) -> Imported {
        Imported {
            encoding: self.facts.encoding.code(),
            sha256: self.sha256.clone(),
            known: true,
            ..Imported::default()
        }
    }
}

/// Of the 128 MiB that a job may add.
const CACHE_MIB: u32 = 64;
const CHUNK: u64 = 1024 * 1024;

fn flag_words(flags: RowFlags) -> String {
    let words = [
        (flags.has_rare, "rare"),
        (flags.has_empty, "empty"),
        (flags.has_control, "control"),
    ];
    words
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Keeps the file itself, compressed, in chunks (9(2) asks for the log): the very bytes that were counted.
pub(in crate::app) fn keep_file(
    tx: &mut WriteTx<'_>,
    id: i64,
    path: &Path,
    (source, sha256): (&mut File, &str),
) -> Result<(), AppError> {
    source
        .seek(SeekFrom::Start(0))
        .map_err(|error| trouble(path, &error))?;
    let mut digest = Sha256::new();
    let chunks = std::iter::from_fn(|| {
        packed_chunk(source, &mut digest)
            .map_err(|error| trouble(path, &error).into())
            .transpose()
    });
    store::log::keep_chunks::<AppError>(tx, id, chunks)?;
    if data_encoding::HEXLOWER.encode(&digest.finalize()) == sha256 {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

/// The next mebibyte of a file, compressed; `None` at its end.
fn packed_chunk(source: &mut File, digest: &mut Sha256) -> std::io::Result<Option<Vec<u8>>> {
    let mut plain = Vec::new();
    if Read::by_ref(source).take(CHUNK).read_to_end(&mut plain)? == 0 {
        return Ok(None);
    }
    digest.update(&plain);
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&plain)?;
    packer.finish().map(Some)
}

/// Opens a regular file, without waiting for the other end of a pipe.
pub(in crate::app) fn open(path: &Path, taking: &Taking) -> Result<File, AppError> {
    let links = if taking.is_dropped {
        OFlags::NOFOLLOW
    } else {
        OFlags::empty()
    };
    let flags = i32::try_from((OFlags::NONBLOCK | links).bits()).unwrap_or_default();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)
        .map_err(|error| trouble(path, &error))?;
    if file.metadata().is_ok_and(|about| about.is_file()) {
        Ok(file)
    } else {
        Err(Trouble::File {
            path: file_name(path),
            why: FileWhy::NotAFile,
        }
        .into())
    }
}

pub(super) fn trouble(path: &Path, error: &std::io::Error) -> Trouble {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => FileWhy::Missing,
        std::io::ErrorKind::PermissionDenied => FileWhy::Forbidden,
        std::io::ErrorKind::AlreadyExists => FileWhy::Exists,
        _ => FileWhy::Unreadable,
    };
    Trouble::File {
        path: file_name(path),
        why,
    }
}

/// A small file's bytes; one longer than `most` is read one byte beyond, for its reader to refuse.
pub(super) fn read_whole(path: &Path, taking: &Taking, most: usize) -> Result<Vec<u8>, AppError> {
    let source = open(path, taking)?;
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    source
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| trouble(path, &error))?;
    Ok(bytes)
}

pub(in crate::app) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| folder::named(name).0)
        .unwrap_or_default()
}

pub(in crate::app) fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
