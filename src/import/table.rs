//! A file of rows under a header: opened once, streamed as often as wanted, every record accounted for.

use std::fmt;
use std::io::{Read, Seek, SeekFrom};
use std::marker::PhantomData;

use crate::domain::canonical;
use crate::domain::roc_date;
use crate::import::cells::{self, RowFlags, RowKey};
use crate::import::columns::{Column, Layout, Mapping, Nearest, Wanted};
use crate::import::encoding::{Encoding, FileFacts, inspect};
use crate::import::fault::{Evidence, FileFault, RowFault};
use crate::import::footer;
use crate::import::records::{Delimiter, Record, Records};
use chrono::{NaiveDate, NaiveTime};

/// Records looked at with each delimiter before the whole file is searched for its header.
const NEAR_TOP: usize = 300;

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

/// One record's cells by column, as they are meant.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    record: &'a Record<'a>,
    layout: &'a Layout,
}

impl Cells<'_> {
    /// The cell's text; empty where the file has no such column.
    pub fn text(&self, column: Column) -> String {
        self.layout
            .place(column)
            .map_or_else(String::new, |place| cells::text(&self.record.field(place)))
    }

    /// The cell's text, when the file has the column and the cell is not empty.
    pub fn optional(&self, column: Column) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// Whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.layout.place(column).is_some()
    }

    pub fn day(&self, column: Column) -> Result<NaiveDate, RowFault> {
        let text = self.text(column);
        if let Some(day) = seven_digits(&text) {
            return Ok(day);
        }
        roc_date::read_log_day(&text).map_err(|why| RowFault::BadDate {
            column,
            text: Evidence::of_figures(&text),
            why,
        })
    }

    pub fn time(&self, column: Column) -> Result<NaiveTime, RowFault> {
        let text = self.text(column);
        if let Some(time) = six_digits(&text) {
            return Ok(time);
        }
        roc_date::read_log_time(&text).map_err(|why| RowFault::BadTime {
            column,
            text: Evidence::of_figures(&text),
            why,
        })
    }
}

/// The commonest form at once: `1151001`.
fn seven_digits(text: &str) -> Option<NaiveDate> {
    if text.len() != 7 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let figure: i32 = text.parse().ok()?;
    let year = Some(figure / 10_000).filter(|year| *year > 0)?;
    let month = u32::try_from(figure / 100 % 100).ok()?;
    NaiveDate::from_ymd_opt(year + 1911, month, u32::try_from(figure % 100).ok()?)
}

/// The commonest form at once: `090644`.
fn six_digits(text: &str) -> Option<NaiveTime> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let figure: u32 = text.parse().ok()?;
    NaiveTime::from_hms_opt(figure / 10_000, figure / 100 % 100, figure % 100)
}

/// One data row.
#[derive(Clone, PartialEq, Eq)]
pub struct Row<D> {
    /// Physical line, from 1, where its record starts.
    pub line: u64,
    /// All fields as decoded, unmapped ones too; of an unreadable row its one raw text, with quotes and inner breaks,
    /// without its last line end.
    pub fields: Vec<String>,
    pub flags: RowFlags,
    /// By which duplicates are counted.
    pub key: RowKey,
    pub outcome: Result<D, RowFault>,
}

impl<D> Row<D> {
    /// The canonical row: a JSON array of the fields, no blanks (monthly_check §4).
    pub fn canonical(&self) -> String {
        canonical_row(&self.fields)
    }
}

/// A JSON array of fields, the bytes that a population is made of.
pub fn canonical_row(fields: &[String]) -> String {
    let length: usize = fields.iter().map(|field| field.len() + 3).sum();
    let mut row = String::with_capacity(length + 2);
    row.push('[');
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            row.push(',');
        }
        canonical::quote_into(field, &mut row);
    }
    row.push(']');
    row
}

/// Without the row's content, which is personal data.
impl<D> fmt::Debug for Row<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("line", &self.line)
            .field("fault", &self.outcome.as_ref().err())
            .finish_non_exhaustive()
    }
}

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

/// A file whose encoding, digest and header are known.
pub struct CsvFile<R, D> {
    reader: R,
    facts: FileFacts,
    layout: Layout,
    draft: PhantomData<fn() -> D>,
}

impl<R: Read + Seek, D: Draft> CsvFile<R, D> {
    /// Reads the whole file once for its digest and encoding, then finds its header.
    pub fn open(mut reader: R, mapping: &Mapping) -> Result<CsvFile<R, D>, FileFault> {
        reader.seek(SeekFrom::Start(0))?;
        let facts = inspect(&mut reader)?;
        let layout = find_header(&mut reader, facts.encoding, &D::WANTED, mapping)?;
        Ok(CsvFile {
            reader,
            facts,
            layout,
            draft: PhantomData,
        })
    }

    pub fn facts(&self) -> &FileFacts {
        &self.facts
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
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
    let fields: Vec<String> = match &outcome {
        Ok(draft) => {
            tally.readable += 1;
            flags.has_empty = draft.has_empty();
            record.fields().map(std::borrow::Cow::into_owned).collect()
        }
        Err(_) => {
            tally.unreadable += 1;
            vec![record.raw.to_owned()]
        }
    };
    record.fields().for_each(|field| flags.note(&field));
    let key = match &outcome {
        Ok(draft) => draft.key(),
        Err(_) => cells::raw_key(record.raw),
    };
    Row {
        line: record.line,
        fields,
        flags,
        key,
        outcome,
    }
}

/// Looks for the first record that names all columns, with each delimiter: near the top first, then everywhere.
fn find_header<R: Read + Seek>(
    reader: &mut R,
    encoding: Encoding,
    wanted: &Wanted,
    mapping: &Mapping,
) -> Result<Layout, FileFault> {
    let mut nearest: Option<Nearest> = None;
    let mut open_quotes = Vec::new();
    for depth in [NEAR_TOP, usize::MAX] {
        for delimiter in Delimiter::ALL {
            reader.seek(SeekFrom::Start(0))?;
            let mut records = Records::new(&mut *reader, encoding, delimiter);
            for _ in 0..depth {
                let record = match records.next_record() {
                    Ok(Some(record)) => record,
                    Ok(None) | Err(FileFault::RecordTooLong { .. }) => break,
                    Err(FileFault::OpenQuote { line }) => {
                        open_quotes.push(line);
                        break;
                    }
                    Err(fault) => return Err(fault),
                };
                match Layout::of(&record, delimiter, wanted, mapping) {
                    Ok(layout) => return Ok(layout),
                    Err(near) => keep_nearest(&mut nearest, near),
                }
            }
        }
    }
    // With every delimiter the same quote swallows the rest: that is what is wrong.
    match open_quotes.first() {
        Some(line) if open_quotes.len() >= Delimiter::ALL.len() => {
            Err(FileFault::OpenQuote { line: *line })
        }
        Some(_) | None => Err(FileFault::NoHeader { nearest }),
    }
}

/// Two columns at least, or it is no likelier than any other record.
fn keep_nearest(nearest: &mut Option<Nearest>, near: Nearest) {
    let best = nearest.as_ref().map_or(1, |best| best.found.len());
    if near.found.len() > best {
        *nearest = Some(near);
    }
}

#[cfg(test)]
mod tests;
