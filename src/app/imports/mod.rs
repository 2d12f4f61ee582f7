//! Files in: the log and the register, counted first without the write lock, then written in one transaction.

mod folder;
mod log;
mod register;
#[cfg(test)]
mod tests;

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use super::AppError;
use crate::domain::identity::Subject;
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::refusal::Refusal;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::cells::RowFlags;
use crate::import::{Column, Layout, RowFault, Tally};
use crate::store::{self, WriteTx};

pub use folder::Dropped;

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Imported {
    pub encoding: &'static str,
    pub sha256: String,
    pub read: u64,
    /// With `outside` and `waiting`.
    pub accepted: u64,
    pub duplicate: u64,
    /// Unreadable rows of a log, rejected rows of a register: physical line and why.
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

/// How the file was read.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// Characters that cannot be in its encoding and were kept as marks.
    pub unknown_letters: u64,
    pub header_line: u64,
    pub titles: u64,
    pub repeated_headers: u64,
    pub blanks: u64,
    /// Page lines, print dates, footers.
    pub notes: u64,
    pub columns: Vec<ColumnSeen>,
    /// How the first readable row's day and time were read.
    pub first_read: Option<(NaiveDate, NaiveTime)>,
}

/// A column with its first contents, the identifier masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSeen {
    pub column: Column,
    pub name: String,
    pub first: String,
}

impl Shape {
    fn of(layout: &Layout, tally: &Tally, unknown_letters: u64) -> Shape {
        let column = |(column, place): &(Column, usize)| ColumnSeen {
            column: *column,
            name: layout.header.get(*place).cloned().unwrap_or_default(),
            first: String::new(),
        };
        let mut places = layout.places.clone();
        places.sort_by_key(|(_, place)| *place);
        Shape {
            unknown_letters,
            header_line: layout.header_line,
            titles: tally.titles,
            repeated_headers: tally.repeated_headers,
            blanks: tally.blanks,
            notes: tally.notes,
            columns: places.iter().map(column).collect(),
            first_read: None,
        }
    }

    /// Fills in what the first readable row holds.
    fn show(&mut self, layout: &Layout, fields: &[String]) {
        for seen in &mut self.columns {
            let place = layout.place(seen.column);
            let text = place.and_then(|place| fields.get(place));
            let text = text.map(String::as_str).unwrap_or_default();
            seen.first = match seen.column {
                Column::Condition => Subject::from_condition(text).masked(),
                _ => text.to_owned(),
            };
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taking {
    /// Report only.
    pub dry_run: bool,
    /// Take it although its footer's total differs.
    pub accept_total: bool,
    /// It lies in the drop folder, where others write: no link is followed.
    pub is_dropped: bool,
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
fn keep_file(
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
fn open(path: &Path, taking: Taking) -> Result<File, AppError> {
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

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
