//! How a file was read: its header, its columns with their first contents, what was passed over.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::identity::{Subject, mask_persons};
use crate::import::{Column, Layout, Named, Nearest, Tally};

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
    /// The columns that were found, in the file's order.
    pub columns: Vec<ColumnSeen>,
    /// Needed columns that the header does not name.
    pub missing: Vec<Column>,
    /// All columns of the file that one of ours could be.
    pub cells: Vec<CellSeen>,
    /// The version of the mapping that it was read by.
    pub map_version: u32,
    /// How the first readable row's day and time were read.
    pub first_read: Option<(NaiveDate, NaiveTime)>,
}

/// A column with its first contents, the identifier masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSeen {
    pub column: Column,
    /// Its place among the file's columns, from 0.
    pub place: usize,
    pub name: String,
    pub first: String,
}

/// A column of the file, whether it is one of ours or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellSeen {
    /// Its place, from 0.
    pub place: usize,
    pub named: Named,
    /// Its first contents, whatever may be an identifier masked.
    pub example: String,
}

/// So many characters of a cell are shown.
const MOST_SHOWN: usize = 60;
/// So many columns are offered.
const MOST_CELLS: usize = 200;

impl Shape {
    pub(super) fn of(layout: &Layout, example: &[String], map_version: u32) -> Shape {
        let columns = (layout.places.as_slice(), layout.header.as_slice(), example);
        Shape {
            header_line: layout.header_line,
            map_version,
            ..Shape::seen(columns)
        }
    }

    /// Of a file whose header is not recognised.
    pub(super) fn of_nearest(nearest: &Nearest, map_version: u32) -> Shape {
        let cells = nearest.cells.as_slice();
        let columns = (nearest.found.as_slice(), cells, nearest.example.as_slice());
        Shape {
            header_line: nearest.line,
            missing: nearest.missing.clone(),
            map_version,
            ..Shape::seen(columns)
        }
    }

    fn seen((places, header, example): (&[(Column, usize)], &[String], &[String])) -> Shape {
        let mut places = places.to_vec();
        places.sort_by_key(|(_, place)| *place);
        let first = |place: usize| {
            let text = example.get(place).map(String::as_str);
            text.unwrap_or_default()
        };
        let columns = places.iter().map(|(column, place)| ColumnSeen {
            column: *column,
            place: *place,
            name: header.get(*place).cloned().unwrap_or_default(),
            first: masked(*column == Column::Condition, first(*place)),
        });
        let is_condition = |place: usize| places.contains(&(Column::Condition, place));
        let cells = (0..header.len().min(MOST_CELLS)).filter_map(|place| {
            let named = Named::at(header, place)?;
            let is_offered = !(named.name.trim().is_empty() && first(place).is_empty())
                && named.name.chars().nth(super::LONGEST_NAME).is_none();
            is_offered.then(|| CellSeen {
                place,
                named,
                example: masked(is_condition(place), first(place)),
            })
        });
        Shape {
            columns: columns.collect(),
            cells: cells.collect(),
            ..Shape::default()
        }
    }

    pub(super) fn count(&mut self, tally: &Tally, unknown_letters: u64) {
        self.unknown_letters = unknown_letters;
        self.titles = tally.titles;
        self.repeated_headers = tally.repeated_headers;
        self.blanks = tally.blanks;
        self.notes = tally.notes;
    }

    /// Fills in what the first readable row holds.
    pub(super) fn show(&mut self, fields: &[String]) {
        for seen in &mut self.columns {
            let text = fields.get(seen.place).map(String::as_str);
            seen.first = masked(seen.column == Column::Condition, text.unwrap_or_default());
        }
    }
}

/// A cell as it may be shown.
fn masked(is_condition: bool, text: &str) -> String {
    if is_condition {
        return Subject::from_condition(text).masked();
    }
    let short: String = text.chars().take(MOST_SHOWN).collect();
    mask_persons(&short)
}
