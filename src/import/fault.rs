//! Why a file or a row could not be read, as facts; the sentences are `locale`'s.

use crate::domain::roc_date::{DateFault, TimeFault};
use crate::import::columns::{Column, Nearest};

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
    /// A quoted field never ends (or not within a record's greatest size); the physical line where the quote opens.
    #[error("the quote opened in line {line} never ends")]
    OpenQuote { line: u64 },
    /// One record, beginning in this physical line, is longer than any log row can be.
    #[error("the record in line {line} is too long")]
    RecordTooLong { line: u64 },
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
}

/// Why one data row is unreadable (log) or rejected (register).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// Fewer fields than the last column that the mapping needs.
    TooFewFields {
        expected: usize,
        found: usize,
        missing: Vec<Column>,
    },
    /// More fields that are not empty than the header has, such as a bare comma in the reason makes.
    TooManyFields { expected: usize, found: usize },
    /// A date that cannot be.
    BadDate {
        column: Column,
        text: Evidence,
        why: DateFault,
    },
    /// A time that cannot be.
    BadTime {
        column: Column,
        text: Evidence,
        why: TimeFault,
    },
    /// A register number that is none.
    BadNumber { text: Evidence },
}

/// A cell quoted as evidence: only digits and the signs of dates, times and numbers, since a shifted column could hold
/// an identifier of a person; anything else is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence(String);

/// The longest cell that is quoted, in characters.
const EVIDENCE_LENGTH: usize = 16;

impl Evidence {
    /// Of a date or a time.
    pub fn of_figures(cell: &str) -> Evidence {
        Evidence::kept(cell, |letter| {
            letter.is_numeric()
                || matches!(
                    letter,
                    '/' | '-' | '.' | ':' | ' ' | '／' | '－' | '．' | '：'
                )
                || matches!(
                    letter,
                    '年' | '月' | '日' | '時' | '分' | '秒' | '民' | '國'
                )
        })
    }

    /// Of a register number: an identity number has no hyphen.
    pub fn of_number(cell: &str) -> Evidence {
        if !cell.contains('-') {
            return Evidence::default();
        }
        Evidence::kept(cell, |letter| {
            letter.is_ascii_alphanumeric() || letter == '-'
        })
    }

    fn kept(cell: &str, fits: impl Fn(char) -> bool) -> Evidence {
        let is_short = cell.chars().nth(EVIDENCE_LENGTH).is_none();
        if is_short && cell.chars().all(fits) {
            Evidence(cell.to_owned())
        } else {
            Evidence::default()
        }
    }

    /// The cell, or nothing where it may not be shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_identifier_is_no_evidence() {
        assert_eq!(Evidence::of_figures("1151032").as_str(), "1151032");
        assert_eq!(
            Evidence::of_figures("１１５年13月").as_str(),
            "１１５年13月"
        );
        assert_eq!(Evidence::of_figures("A123456789").as_str(), "");
        assert_eq!(Evidence::of_number("A123456789").as_str(), "");
        assert_eq!(Evidence::of_number("SOC-11510-42").as_str(), "SOC-11510-42");
    }
}
