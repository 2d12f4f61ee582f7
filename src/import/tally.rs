//! What a reading of a whole file says: its records counted, its columns with a first row.

use std::fmt;

use crate::import::columns::Column;
use crate::import::encoding::FileFacts;
use crate::import::records::Delimiter;

/// Every record of a file, counted by what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Data rows: readable and unreadable.
    pub read: u64,
    pub readable: u64,
    pub unreadable: u64,
    /// Records of one field above the header.
    pub titles: u64,
    /// The header once more.
    pub repeated_headers: u64,
    /// Records without any content.
    pub blanks: u64,
    /// Records of one field below the header: page lines, print dates, footers.
    pub notes: u64,
    /// The last footer's total.
    pub footer: Option<u64>,
}

impl Tally {
    /// Whether the footer, if there is one, says what was read.
    pub fn ties(&self) -> bool {
        self.footer.is_none_or(|total| total == self.read)
    }
}

/// A column that was found, for the preview.
#[derive(Clone, PartialEq, Eq)]
pub struct ColumnFound {
    pub column: Column,
    /// Its name in the file.
    pub name: String,
    /// Its cell in the first readable row; personal data.
    pub first: String,
}

impl fmt::Debug for ColumnFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ColumnFound")
            .field("column", &self.column)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What one reading of the whole file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    pub facts: FileFacts,
    pub delimiter: Delimiter,
    pub header_line: u64,
    pub columns: Vec<ColumnFound>,
    pub tally: Tally,
}
