//! Records of comma-separated text that no spreadsheet computes and our importers read back unchanged.

use std::io::Write;

/// The mark of UTF-8, and the heads.
pub(super) fn begin<'a>(
    out: &mut impl Write,
    heads: impl Iterator<Item = &'a str>,
) -> std::io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    record(out, heads)
}

/// One record.
pub(super) fn record<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = &'a str>,
) -> std::io::Result<()> {
    let mut line = String::new();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            line.push(',');
        }
        let mark = if needs_mark(cell) { "'" } else { "" };
        if cell.contains(['"', ',', ';', '\t', '\n', '\r']) {
            line.extend(["\"", mark, &cell.replace('"', "\"\""), "\""]);
        } else {
            line.extend([mark, cell]);
        }
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}

/// Whether a spreadsheet that opens the file would compute the cell, or an importer would take off what stands in
/// front. Such a cell stands behind a `'`, which spreadsheets hide and importers take off.
fn needs_mark(cell: &str) -> bool {
    let first = cell.chars().next();
    first.is_some_and(|first| {
        matches!(
            first,
            '=' | '+' | '-' | '@' | '\u{FF1D}' | '\'' | '\u{FEFF}'
        ) || first.is_whitespace()
    })
}
