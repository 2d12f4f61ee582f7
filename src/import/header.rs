//! Where a file's header is, and by it the delimiter; what stands below it, for a preview.

use std::io::{Read, Seek, SeekFrom};

use crate::import::cells;
use crate::import::columns::{Layout, Nearest, Wanted};
use crate::import::encoding::Encoding;
use crate::import::fault::FileFault;
use crate::import::mapping::Mapping;
use crate::import::records::{Delimiter, Record, Records};

/// Records looked at with each delimiter before the whole file is searched.
const NEAR_TOP: usize = 300;
/// Records below the header from which examples are taken.
const EXAMPLE_ROWS: usize = 20;
/// Cells of a header that are looked at for examples.
const MOST_CELLS: usize = 1000;
/// A cell with so many digits in a row is no name of a column.
const DIGITS_OF_DATA: usize = 4;

/// A header that was found, and what stands below each of its cells.
pub(super) struct Header {
    pub(super) layout: Layout,
    pub(super) example: Vec<String>,
}

/// Looks for the first record that names all columns, with each delimiter: near the top first, then everywhere.
pub(super) fn find_header<R: Read + Seek>(
    reader: &mut R,
    encoding: Encoding,
    wanted: &Wanted,
    mapping: &Mapping,
) -> Result<Header, FileFault> {
    let mut nearest: Option<(usize, Nearest)> = None;
    let mut open_quotes = Vec::new();
    let mut too_long = Vec::new();
    for depth in [NEAR_TOP, usize::MAX] {
        for delimiter in Delimiter::ALL {
            reader.seek(SeekFrom::Start(0))?;
            let mut records = Records::new(&mut *reader, encoding, delimiter);
            for _ in 0..depth {
                let record = match records.next_record() {
                    Ok(Some(record)) => record,
                    Ok(None) => break,
                    Err(FileFault::RecordTooLong { line }) => {
                        too_long.push(line);
                        break;
                    }
                    Err(FileFault::OpenQuote { line }) => {
                        open_quotes.push(line);
                        break;
                    }
                    Err(fault) => return Err(fault),
                };
                match Layout::of(&record, delimiter, wanted, mapping) {
                    Ok(layout) => {
                        let example = example(&mut records, layout.header.len())?;
                        return Ok(Header { layout, example });
                    }
                    Err(near) => keep_nearest(&mut nearest, near, wanted),
                }
            }
        }
    }
    // With every delimiter the same quote swallows the rest: that is what is wrong.
    if let Some(line) = open_quotes.first()
        && open_quotes.len() >= Delimiter::ALL.len()
    {
        return Err(FileFault::OpenQuote { line: *line });
    }
    let mut nearest = nearest.map(|(_, nearest)| nearest);
    if let Some(line) = too_long.first()
        && nearest.is_none()
    {
        return Err(FileFault::RecordTooLong { line: *line });
    }
    if let Some(nearest) = &mut nearest {
        nearest.example = example_below(reader, encoding, nearest)?;
    }
    Err(FileFault::NoHeader { nearest })
}

/// By how many columns are found; failing that, by being like a header at all: as many names as are needed, no data.
fn keep_nearest(nearest: &mut Option<(usize, Nearest)>, near: Nearest, wanted: &Wanted) {
    let best = nearest.as_ref().map_or(0, |(rank, _)| *rank);
    let found = near.found.len();
    let rank = match found {
        0 | 1 if best > 0 => return,
        0 | 1 => usize::from(could_be_header(&near.cells, wanted)),
        _ => found,
    };
    if rank > best {
        *nearest = Some((rank, near));
    }
}

fn could_be_header(names: &[String], wanted: &Wanted) -> bool {
    let names = names.iter().map(|cell| cells::normal(cell));
    let mut used_count = 0;
    for name in names.filter(|name| !name.is_empty()) {
        let is_data = name
            .as_bytes()
            .chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit())
            .any(|run| run.len() >= DIGITS_OF_DATA && run.iter().all(u8::is_ascii_digit));
        if is_data {
            return false;
        }
        used_count += 1;
    }
    used_count >= wanted.least_count()
}

/// The first contents of each column in the records that come next.
fn example<R: Read>(records: &mut Records<R>, count: usize) -> Result<Vec<String>, FileFault> {
    let mut example = vec![String::new(); count.min(MOST_CELLS)];
    for _ in 0..EXAMPLE_ROWS {
        match records.next_record() {
            Ok(Some(record)) => take_example(&record, &mut example),
            // Whatever stops the reading is said when the rows are read.
            Ok(None) | Err(FileFault::OpenQuote { .. } | FileFault::RecordTooLong { .. }) => break,
            Err(fault) => return Err(fault),
        }
    }
    Ok(example)
}

fn take_example(record: &Record<'_>, example: &mut [String]) {
    let is_used = |field: &str| !cells::undone(field).is_empty();
    if record
        .fields()
        .filter(|field| is_used(field))
        .nth(1)
        .is_none()
    {
        return;
    }
    for (cell, field) in example.iter_mut().zip(record.fields()) {
        if cell.is_empty() {
            cells::trimmed(&field).clone_into(cell);
        }
    }
}

fn example_below<R: Read + Seek>(
    reader: &mut R,
    encoding: Encoding,
    nearest: &Nearest,
) -> Result<Vec<String>, FileFault> {
    reader.seek(SeekFrom::Start(0))?;
    let mut records = Records::new(reader, encoding, nearest.delimiter);
    while let Some(record) = records.next_record()? {
        if record.line == nearest.line {
            break;
        }
    }
    example(&mut records, nearest.cells.len())
}
