//! Import: bytes of a downloaded file → drafts and faults, row by row. Knows no file system and no store.
//!
//! A file is opened once (encoding, digest, header) and its rows are streamed as often as the caller wants, in bounded
//! memory: once to count and validate, once to write.

pub mod calendar_csv;
pub mod cells;
pub mod columns;
mod cp950;
pub mod encoding;
pub mod fault;
mod footer;
mod header;
pub mod mapping;
pub mod records;
pub mod register_csv;
pub mod roster_csv;
pub mod row;
mod staff_csv;
pub mod table;
pub mod tally;
pub mod webir_log;

pub use columns::{Column, Layout, Nearest, Wanted};
use encoding::plain_text;
pub use encoding::{Encoding, FileFacts};
pub use fault::{FileFault, RowFault};
pub use mapping::{Mapping, Named};
pub use records::Delimiter;
pub use register_csv::{RegisterDraft, RegisterFile, RegisterRecord};
pub use roster_csv::{RosterDraft, RosterFile, RosterRecord};
pub use row::Row;
pub use staff_csv::{StaffLine, staff_lines};
pub use table::{CsvFile, Draft, Rows};
pub use tally::{ColumnFound, Scan, Tally};
pub use webir_log::{LogDraft, LogFile, LogRecord};
