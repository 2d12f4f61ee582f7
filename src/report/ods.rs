//! A spreadsheet, row by row: columns that fill A4 landscape, heads repeated on every page, every cell text.

use std::io::{Seek, Write};
use std::ops::RangeInclusive;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::locale::Paper;
use crate::report::odf::{Package, Part, ReportError, escaped_plain, fill_part};
use crate::report::sheet::{Align, SheetColumn, SheetFrame};
use crate::report::text::escape_cell_into;

/// A spreadsheet has 1,048,576 rows; the next table begins before that.
pub(super) const ROWS_IN_A_TABLE: u32 = 1_000_000;
/// What A4 landscape leaves between its margins, in hundredths of a centimetre.
const PAPER: u32 = 2_670;
/// The space left and right of a cell's text, in hundredths of a centimetre.
const PADDING: u32 = 20;
/// Letters are never smaller or larger than so many points.
const SIZES: RangeInclusive<u32> = 7..=11;
/// The width of a half-width character in hundredths of a centimetre, for each point: half of 2.54 cm in 72.
const HALF_EM: (u32, u32) = (254, 144);
/// What a sheet's name may not hold, and how long it may be.
const NOT_IN_NAMES: &str = "[]*?:/\\'\"";
const NAME_LENGTH: usize = 25;

const STYLES: Part<'static> = Part {
    name: "sheet.styles.xml",
    source: include_str!("templates/sheet.styles.xml"),
};
const CONTENT: &str = include_str!("templates/sheet.content.xml");
const ROW: &str = "<table:table-row table:style-name=\"Row\">";
const ROW_END: &str = "</table:table-row>\n";
const TABLE_END: &str = "</table:table>\n";
const CONTENT_END: &str = "</office:spreadsheet></office:body></office:document-content>\n";

/// A spreadsheet while it is written.
pub(super) struct Ods<W: Write + Seek> {
    package: Package<W>,
    frame: SheetFrame,
    /// Rows in the table that is open.
    pub(super) in_table: u32,
    tables: u32,
    line: String,
}

/// What the template of the styles is filled from.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(flatten)]
    frame: &'a SheetFrame,
    size: u32,
}

impl<W: Write + Seek> Ods<W> {
    pub(super) fn begin(mut package: Package<W>, frame: SheetFrame) -> Result<Ods<W>, ReportError> {
        let size = size(&frame.columns);
        let values = Value::from(Serde(Values {
            frame: &frame,
            size,
        }));
        package.put("styles.xml", &fill_part(STYLES, &values)?)?;
        package.start("content.xml")?;
        package.write_all(content_head(&frame.columns).as_bytes())?;
        let mut ods = Ods {
            package,
            frame,
            in_table: 0,
            tables: 0,
            line: String::new(),
        };
        ods.open_table()?;
        Ok(ods)
    }

    fn open_table(&mut self) -> Result<(), ReportError> {
        self.tables = self.tables.saturating_add(1);
        self.in_table = 0;
        let head = table_head(&self.frame, self.tables);
        Ok(self.package.write_all(head.as_bytes())?)
    }

    pub(super) fn row(&mut self, cells: &[String]) -> Result<(), ReportError> {
        if self.in_table >= ROWS_IN_A_TABLE {
            self.package.write_all(TABLE_END.as_bytes())?;
            self.open_table()?;
        }
        self.in_table = self.in_table.saturating_add(1);
        self.line.clear();
        self.line.push_str(ROW);
        for cell in cells {
            push_cell(cell, "", &mut self.line);
        }
        self.line.push_str(ROW_END);
        Ok(self.package.write_all(self.line.as_bytes())?)
    }

    pub(super) fn finish(mut self) -> Result<W, ReportError> {
        self.package.write_all(TABLE_END.as_bytes())?;
        self.package.write_all(CONTENT_END.as_bytes())?;
        self.package.finish(&escaped_plain(&self.frame.title))
    }
}

/// The space for text of all columns together, and their widths together.
fn room(columns: &[SheetColumn]) -> (u32, u32) {
    let letters = columns.iter().map(|column| u32::from(column.width)).sum();
    let count = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    (PAPER.saturating_sub(PADDING.saturating_mul(count)), letters)
}

/// The letters' size with which all columns fit on A4 landscape, or the smallest.
fn size(columns: &[SheetColumn]) -> u32 {
    let (room, letters) = room(columns);
    room.saturating_mul(HALF_EM.1)
        .checked_div(letters.saturating_mul(HALF_EM.0))
        .unwrap_or(*SIZES.end())
        .clamp(*SIZES.start(), *SIZES.end())
}

/// A column's width in hundredths of a centimetre, so that all of them together fill the paper.
fn width(column: &SheetColumn, columns: &[SheetColumn]) -> u32 {
    let (room, letters) = room(columns);
    room.saturating_mul(u32::from(column.width))
        .checked_div(letters)
        .unwrap_or(room)
        .saturating_add(PADDING)
}

fn content_head(columns: &[SheetColumn]) -> String {
    let style = |(place, column): (usize, &SheetColumn)| {
        let width = width(column, columns);
        format!(
            "<style:style style:name=\"C{place}\" style:family=\"table-column\"><style:table-column-properties \
             style:column-width=\"{}.{:02}cm\"/></style:style>\n",
            width / 100,
            width % 100
        )
    };
    let styles: String = columns.iter().enumerate().map(style).collect();
    CONTENT.replace("{columns}", &styles)
}

/// The name of a table: no two are the same.
fn table_name(title: &str, number: u32) -> String {
    let plain = |letter: &char| !letter.is_control() && !NOT_IN_NAMES.contains(*letter);
    let name: String = title.chars().filter(plain).take(NAME_LENGTH).collect();
    let name = escaped_plain(&name);
    if number > 1 {
        format!("{name} {number}")
    } else {
        name
    }
}

/// A table up to its first row: title, notes, and the heads that every page repeats.
fn table_head(frame: &SheetFrame, number: u32) -> String {
    let name = table_name(&frame.title, number);
    let mut out = format!("<table:table table:name=\"{name}\" table:style-name=\"List\">\n");
    for (place, column) in frame.columns.iter().enumerate() {
        let cells = match column.align {
            Align::Start => "Cell",
            Align::End => "End",
        };
        let place = place.to_string();
        let style = ["<table:table-column table:style-name=\"C", &place];
        out.extend(style);
        out.extend(["\" table:default-cell-style-name=\"", cells, "\"/>\n"]);
    }
    let demo = if frame.is_demo { Paper::DEMO } else { "" };
    let title = format!("{} {}{demo}", frame.agency_name, frame.title);
    push_whole_row(&title, "Title", frame.columns.len(), &mut out);
    for note in &frame.notes {
        push_whole_row(note, "Note", frame.columns.len(), &mut out);
    }
    out.extend(["<table:table-header-rows>", ROW]);
    for column in &frame.columns {
        push_cell(&column.head, " table:style-name=\"Head\"", &mut out);
    }
    out.extend([ROW_END, "</table:table-header-rows>\n"]);
    out
}

fn push_whole_row(text: &str, style: &str, columns: usize, out: &mut String) {
    out.push_str(ROW);
    let spans = format!(" table:style-name=\"{style}\" table:number-columns-spanned=\"{columns}\"");
    push_cell(text, &spans, out);
    let covered = columns.saturating_sub(1);
    if covered > 0 {
        out.extend(["<table:covered-table-cell table:style-name=\"", style]);
        let covered = covered.to_string();
        out.extend(["\" table:number-columns-repeated=\"", &covered, "\"/>"]);
    }
    out.push_str(ROW_END);
}

/// A cell is text whatever it begins with: nothing in it is ever computed.
fn push_cell(text: &str, attributes: &str, out: &mut String) {
    if text.is_empty() && attributes.is_empty() {
        out.push_str("<table:table-cell/>");
        return;
    }
    out.extend(["<table:table-cell", attributes]);
    out.push_str(" office:value-type=\"string\">");
    let written = escape_cell_into(text, out);
    debug_assert!(written.is_ok(), "a string takes everything");
    out.push_str("</table:table-cell>");
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::report::odf::SPREADSHEET;

    #[test]
    fn columns_fill_the_paper_and_never_more() {
        for columns in [1_u16, 3, 7, 16] {
            let columns: Vec<SheetColumn> = (0..columns)
                .map(|place| SheetColumn::new("", 8 + place))
                .collect();
            let whole: u32 = columns.iter().map(|column| width(column, &columns)).sum();
            assert!((PAPER - 20..=PAPER).contains(&whole), "{whole}");
            assert!(SIZES.contains(&size(&columns)));
        }
    }

    #[test]
    fn a_list_longer_than_a_spreadsheet_goes_on_in_the_next_table() {
        let frame = SheetFrame {
            agency_name: String::new(),
            title: "list".to_owned(),
            is_demo: true,
            notes: Vec::new(),
            columns: vec![SheetColumn::new("head", 8)],
            printed_by: String::new(),
            printed_at: String::new(),
        };
        let mut ods = Ods::begin(
            Package::begin(Cursor::new(Vec::new()), SPREADSHEET).unwrap(),
            frame,
        )
        .unwrap();
        ods.in_table = ROWS_IN_A_TABLE;
        ods.row(&["cell".to_owned()]).unwrap();
        let package = ods.finish().unwrap();
        let mut content = String::new();
        zip::ZipArchive::new(package)
            .unwrap()
            .by_name("content.xml")
            .unwrap()
            .read_to_string(&mut content)
            .unwrap();
        assert_eq!(content.matches("<table:table-header-rows>").count(), 2);
        assert!(content.contains("\"list\"") && content.contains("\"list 2\""));
        crate::report::trial::assert_well_formed(&content);
    }
}
