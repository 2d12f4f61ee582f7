//! Lists on paper and as data: rows, one after the other, become an .ods for A4 landscape or a .csv that the importers
//! read back. No more than a row is held, so that a million of them need no more memory than ten.

use std::io::{Seek, Write};
use std::str::FromStr;

use serde::Serialize;

use zip::write::StreamWriter;

use crate::report::csv;
use crate::report::odf::{Package, ReportError, SPREADSHEET};
use crate::report::ods::Ods;

/// What a list is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// A spreadsheet that prints.
    Ods,
    /// Data: UTF-8 with its mark, a comma between, CRLF behind.
    Csv,
}

impl SheetFormat {
    pub const ALL: [SheetFormat; 2] = [SheetFormat::Ods, SheetFormat::Csv];

    /// What a file's name ends in.
    pub fn suffix(self) -> &'static str {
        match self {
            SheetFormat::Ods => ".ods",
            SheetFormat::Csv => ".csv",
        }
    }
}

/// By the end of a file's name.
impl FromStr for SheetFormat {
    type Err = ();
    fn from_str(name: &str) -> Result<SheetFormat, ()> {
        let ends = |format: &SheetFormat| name.ends_with(format.suffix());
        SheetFormat::ALL.into_iter().find(ends).ok_or(())
    }
}

/// One column: its head, and how wide its widest usual text is, in half-width characters.
#[derive(Debug, Clone)]
pub struct SheetColumn {
    pub head: String,
    pub width: u16,
    pub align: Align,
}

impl SheetColumn {
    pub fn new(head: impl Into<String>, width: u16) -> SheetColumn {
        SheetColumn {
            head: head.into(),
            width,
            align: Align::Start,
        }
    }

    /// Numbers stand at the right.
    pub fn right(self) -> SheetColumn {
        SheetColumn {
            align: Align::End,
            ..self
        }
    }
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Start,
    End,
}

/// All of a list but its rows. Every text is Chinese; the caller has masked identifiers where they must be.
#[derive(Debug, Clone, Serialize)]
pub struct SheetFrame {
    /// 機關, with 臺.
    pub agency_name: String,
    /// 「查詢紀錄單 115年10月」, also the sheet's name.
    pub title: String,
    /// Made-up data; the document says so in its title.
    pub is_demo: bool,
    /// Printed between title and heads: period, totals, digests, whether identifiers are masked. A .csv has none.
    #[serde(skip)]
    pub notes: Vec<String>,
    #[serde(skip)]
    pub columns: Vec<SheetColumn>,
    /// 列印人 and 列印日時.
    pub printed_by: String,
    pub printed_at: String,
}

/// A list while it is written.
pub struct SheetWriter<W: Write + Seek> {
    body: Body<W>,
    columns: usize,
}

enum Body<W: Write + Seek> {
    Ods(Box<Ods<W>>),
    Csv(W),
}

impl<W: Write + Seek> SheetWriter<W> {
    /// Writes everything that stands before the first row.
    pub fn begin(
        out: W,
        format: SheetFormat,
        frame: SheetFrame,
    ) -> Result<SheetWriter<W>, ReportError> {
        match format {
            SheetFormat::Csv => SheetWriter::csv(out, &frame),
            SheetFormat::Ods => SheetWriter::ods(Package::begin(out, SPREADSHEET)?, frame),
        }
    }

    fn csv(mut out: W, frame: &SheetFrame) -> Result<SheetWriter<W>, ReportError> {
        csv::begin(&mut out, frame.columns.iter().map(|it| it.head.as_str()))?;
        Ok(SheetWriter {
            body: Body::Csv(out),
            columns: frame.columns.len(),
        })
    }

    fn ods(package: Package<W>, frame: SheetFrame) -> Result<SheetWriter<W>, ReportError> {
        let columns = frame.columns.len();
        Ok(SheetWriter {
            body: Body::Ods(Box::new(Ods::begin(package, frame)?)),
            columns,
        })
    }

    /// One row: as many cells as there are columns.
    pub fn row(&mut self, cells: &[String]) -> Result<(), ReportError> {
        debug_assert_eq!(cells.len(), self.columns);
        match &mut self.body {
            Body::Ods(ods) => ods.row(cells),
            Body::Csv(out) => Ok(csv::record(out, cells.iter().map(String::as_str))?),
        }
    }

    /// Ends the document; what it was written into comes back.
    pub fn finish(self) -> Result<W, ReportError> {
        match self.body {
            Body::Ods(ods) => ods.finish(),
            Body::Csv(mut out) => {
                out.flush()?;
                Ok(out)
            }
        }
    }
}

impl<W: Write> SheetWriter<StreamWriter<W>> {
    /// The same into something that cannot go back, such as [`Sealed`](crate::report::sealed::Sealed).
    pub fn stream(
        out: W,
        format: SheetFormat,
        frame: SheetFrame,
    ) -> Result<SheetWriter<StreamWriter<W>>, ReportError> {
        match format {
            SheetFormat::Csv => SheetWriter::csv(StreamWriter::new(out), &frame),
            SheetFormat::Ods => SheetWriter::ods(Package::stream(out, SPREADSHEET)?, frame),
        }
    }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
