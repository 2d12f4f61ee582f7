//! A file of rows under a header: opened once, streamed as often as wanted, every record accounted for.

use std::borrow::Cow;
use std::io::{Read, Seek, SeekFrom};
use std::marker::PhantomData;

use crate::import::cells::{self, RowFlags, RowKey};
use crate::import::columns::{Layout, Wanted};
use crate::import::encoding::{FileFacts, inspect};
use crate::import::fault::{FileFault, RowFault};
use crate::import::footer;
use crate::import::header::{Header, find_header};
use crate::import::mapping::Mapping;
use crate::import::records::{Record, Records};
use crate::import::row::{Cells, Row};
use crate::import::tally::{ColumnFound, Scan, Tally};

/// What a data row is read as.
pub trait Draft: Sized {
    /// The columns its file has.
    const WANTED: Wanted;
    /// Reads a row whose number of fields was found right.
    fn read(cells: &Cells<'_>) -> Result<Self, RowFault>;
    /// Equal rows have equal keys.
    fn key(&self) -> RowKey;
    /// Account, item or condition is empty.
    fn has_empty(&self) -> bool;
}

/// A file whose encoding, digest and header are known.
pub struct CsvFile<R, D> {
    reader: R,
    facts: FileFacts,
    layout: Layout,
    example: Vec<String>,
    draft: PhantomData<fn() -> D>,
}

impl<R: Read + Seek, D: Draft> CsvFile<R, D> {
    /// Reads the whole file once for its digest and encoding, then finds its header.
    pub fn open(mut reader: R, mapping: &Mapping) -> Result<CsvFile<R, D>, FileFault> {
        reader.seek(SeekFrom::Start(0))?;
        let facts = inspect(&mut reader)?;
        CsvFile::inspected(reader, facts, mapping)
    }

    /// Finds the header of a file that was [inspected](inspect).
    pub fn inspected(
        mut reader: R,
        facts: FileFacts,
        mapping: &Mapping,
    ) -> Result<CsvFile<R, D>, FileFault> {
        let header = find_header(&mut reader, facts.encoding, &D::WANTED, mapping)?;
        let Header { layout, example } = header;
        Ok(CsvFile {
            reader,
            facts,
            layout,
            example,
            draft: PhantomData,
        })
    }

    /// Whatever the file is read from.
    pub fn reader(&self) -> &R {
        &self.reader
    }

    pub fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    pub fn facts(&self) -> &FileFacts {
        &self.facts
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What stands below each of the header's cells, from the first rows; personal data.
    pub fn example(&self) -> &[String] {
        &self.example
    }

    /// Streams the data rows from the file's beginning.
    pub fn rows(&mut self) -> Result<Rows<'_, R, D>, FileFault> {
        self.reader.seek(SeekFrom::Start(0))?;
        Ok(Rows {
            records: Records::new(&mut self.reader, self.facts.encoding, self.layout.delimiter),
            layout: &self.layout,
            tally: Tally::default(),
            is_over: false,
            draft: PhantomData,
        })
    }

    /// Reads all rows, keeping only what a preview shows.
    pub fn scan(&mut self) -> Result<Scan, FileFault> {
        let mut rows = self.rows()?;
        let mut first: Vec<String> = Vec::new();
        for row in rows.by_ref() {
            let row = row?;
            if first.is_empty() && row.outcome.is_ok() {
                first = row.fields;
            }
        }
        let tally = rows.tally;
        let layout = &self.layout;
        let cell = |cells: &[String], place: usize| cells.get(place).cloned().unwrap_or_default();
        Ok(Scan {
            facts: self.facts.clone(),
            delimiter: layout.delimiter,
            header_line: layout.header_line,
            columns: layout
                .places
                .iter()
                .map(|(column, place)| ColumnFound {
                    column: *column,
                    name: cell(&layout.header, *place),
                    first: cell(&first, *place),
                })
                .collect(),
            tally,
        })
    }
}

/// The data rows of a file; the tally is whole when they are.
pub struct Rows<'a, R, D> {
    records: Records<&'a mut R>,
    layout: &'a Layout,
    tally: Tally,
    is_over: bool,
    draft: PhantomData<fn() -> D>,
}

impl<R: Read, D: Draft> Rows<'_, R, D> {
    /// What was counted so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn next_row(&mut self) -> Result<Option<Row<D>>, FileFault> {
        while let Some(record) = self.records.next_record()? {
            let row = take(&record, self.layout, &mut self.tally);
            if row.is_some() {
                return Ok(row);
            }
        }
        Ok(None)
    }
}

impl<R: Read, D: Draft> Iterator for Rows<'_, R, D> {
    type Item = Result<Row<D>, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.next_row().transpose();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Counts a record and, when it is a data row, reads it: one with at most one field that is not empty, or that repeats
/// the header, is none; all else is (monthly_check §1).
fn take<D: Draft>(record: &Record<'_>, layout: &Layout, tally: &mut Tally) -> Option<Row<D>> {
    let mut used = record
        .fields()
        .filter(|field| !cells::undone(field).is_empty());
    let Some(only) = used.next() else {
        tally.blanks += 1;
        return None;
    };
    let used_count = 1 + used.count();
    let is_below = record.line > layout.header_line;
    if used_count == 1 {
        if is_below {
            tally.notes += 1;
            tally.footer = footer::total(&only).or(tally.footer);
        } else {
            tally.titles += 1;
        }
        return None;
    }
    let outcome = read_row::<D>(record, layout, used_count);
    if outcome.is_err() && is_no_row(record, layout, tally) {
        return None;
    }
    tally.read += 1;
    Some(row(record, outcome, tally))
}

/// The header, the header again, or a footer whose total stands in a field of its own.
fn is_no_row(record: &Record<'_>, layout: &Layout, tally: &mut Tally) -> bool {
    if layout.is_header(record) {
        tally.repeated_headers += u64::from(record.line != layout.header_line);
        return true;
    }
    let fields: Vec<_> = record.fields().take(layout.header.len() + 1).collect();
    let total = footer::split_total(fields.iter().map(AsRef::as_ref));
    let is_footer = total.is_some() && record.line > layout.header_line;
    if is_footer {
        tally.notes += 1;
        tally.footer = total;
    }
    is_footer
}

fn read_row<D: Draft>(
    record: &Record<'_>,
    layout: &Layout,
    used_count: usize,
) -> Result<D, RowFault> {
    if record.len() < layout.expected_count {
        return Err(RowFault::TooFewFields {
            expected: layout.expected_count,
            found: record.len(),
            missing: layout.missing_from(record.len()),
        });
    }
    if used_count > layout.named_count {
        return Err(RowFault::TooManyFields {
            expected: layout.named_count,
            found: used_count,
        });
    }
    D::read(&Cells { record, layout })
}

fn row<D: Draft>(record: &Record<'_>, outcome: Result<D, RowFault>, tally: &mut Tally) -> Row<D> {
    let mut flags = RowFlags::default();
    let fields: Vec<String> = if let Ok(draft) = &outcome {
        tally.readable += 1;
        flags.has_empty = draft.has_empty();
        record.fields().map(Cow::into_owned).collect()
    } else {
        tally.unreadable += 1;
        vec![record.raw.to_owned()]
    };
    for field in record.fields() {
        flags.note(&field);
    }
    let key = outcome
        .as_ref()
        .map_or_else(|_unreadable| cells::raw_key(record.raw), Draft::key);
    Row {
        line: record.line,
        fields,
        flags,
        key,
        outcome,
    }
}

#[cfg(test)]
mod tests;
