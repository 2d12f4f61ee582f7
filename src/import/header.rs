//! Where a file's header is, and by it the delimiter.

use std::io::{Read, Seek, SeekFrom};

use crate::import::columns::{Layout, Mapping, Nearest, Wanted};
use crate::import::encoding::Encoding;
use crate::import::fault::FileFault;
use crate::import::records::{Delimiter, Records};

/// Records looked at with each delimiter before the whole file is searched.
const NEAR_TOP: usize = 300;

/// Looks for the first record that names all columns, with each delimiter: near the top first, then everywhere.
pub(super) fn find_header<R: Read + Seek>(
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
