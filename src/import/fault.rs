//! What stopped the reading of a file. What is said of it, and of a row, are facts of the domain.

use crate::domain::file_fault::CalendarFault;
pub use crate::domain::file_fault::{Evidence, RowFault};
use crate::domain::file_fault::{FileRefusal, NearestHeader};
use crate::domain::identity::mask_persons;
use crate::domain::shown::shown;
use crate::import::cells;
use crate::import::columns::Nearest;

/// So many names of a header are said.
const MOST_NAMES: usize = 40;
/// A name as it is said is no longer, in characters.
const LONGEST_NAME: usize = 30;

/// The whole file is refused, nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error("the file has no bytes")]
    Empty,
    /// More than one in a hundred of its characters outside ASCII cannot be.
    #[error("{bad} of {pairs} characters cannot be decoded")]
    Undecodable { bad: u64, pairs: u64 },
    /// No record names all columns; the nearest one helps to correct the mapping.
    #[error("no record names all columns")]
    NoHeader { nearest: Option<Nearest> },
    /// The mapping names a column that the header does not have.
    #[error("the header has no column {name}")]
    NoSuchName { name: String, names: Vec<String> },
    /// A register, given as a log.
    #[error("the file is a register")]
    IsRegister,
    /// A quoted field never ends (or not within a record's greatest size); the physical line where the quote opens.
    #[error("the quote opened in line {line} never ends")]
    OpenQuote { line: u64 },
    /// One record, beginning in this physical line, is longer than any log row can be.
    #[error("the record in line {line} is too long")]
    RecordTooLong { line: u64 },
    /// It is no year's office calendar; the physical line, and why.
    #[error("line {line} is no line of a calendar")]
    Calendar { line: u64, why: CalendarFault },
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
}

impl FileFault {
    /// The same as a fact to be worded.
    pub fn refusal(&self) -> FileRefusal {
        match self {
            FileFault::Empty => FileRefusal::Empty,
            FileFault::Undecodable { bad, pairs } => FileRefusal::Undecodable {
                bad: *bad,
                pairs: *pairs,
            },
            FileFault::NoHeader { nearest } => FileRefusal::NoHeader {
                nearest: nearest.as_ref().map(|nearest| NearestHeader {
                    line: nearest.line,
                    missing: nearest.missing.clone(),
                    names: names_of(&nearest.cells),
                }),
            },
            FileFault::NoSuchName { name, names } => FileRefusal::NoSuchName {
                name: name.clone(),
                names: names.clone(),
            },
            FileFault::IsRegister => FileRefusal::IsRegister,
            FileFault::OpenQuote { line } => FileRefusal::OpenQuote { line: *line },
            FileFault::RecordTooLong { line } => FileRefusal::RecordTooLong { line: *line },
            FileFault::Calendar { line, why } => FileRefusal::Calendar {
                line: *line,
                why: *why,
            },
            FileFault::Io(_) => FileRefusal::Unreadable,
        }
    }
}

/// The names of a header as they may be said: what stands there may be anything.
pub fn names_of(cells: &[String]) -> Vec<String> {
    let trimmed = cells.iter().map(|cell| cells::trimmed(cell));
    let used = trimmed.filter(|name| !name.is_empty());
    let short = used.map(|name| name.chars().take(LONGEST_NAME).collect::<String>());
    short
        .map(|name| shown(&mask_persons(&name)).into_owned())
        .take(MOST_NAMES)
        .collect()
}
