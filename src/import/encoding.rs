//! Which encoding a file is in, and its bytes as text, chunk by chunk: byte-order mark, then strict UTF-8, then CP950.

use std::io::{ErrorKind, Read};

use sha2::{Digest, Sha256};

use crate::import::cp950::{self, Cp950, Pair};
use crate::import::fault::FileFault;

/// Bytes read at a time.
pub(super) const CHUNK: usize = 64 * 1024;

/// Stands for whatever cannot be decoded; such a row is flagged.
pub const UNKNOWN_LETTER: char = '□';

/// Encodings in which logs come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Cp950,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    pub const ALL: [Encoding; 5] = [
        Encoding::Utf8,
        Encoding::Utf8Bom,
        Encoding::Cp950,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ];

    /// The code of JSON and of the store.
    pub fn code(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Cp950 => "cp950",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
        }
    }

    /// The encoding of [`Encoding::code`].
    pub fn from_code(code: &str) -> Option<Encoding> {
        Encoding::ALL.into_iter().find(|one| one.code() == code)
    }

    fn of_mark(start: &[u8]) -> Option<Encoding> {
        [Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be]
            .into_iter()
            .find(|encoding| start.starts_with(encoding.mark()))
    }

    /// The byte-order mark that is no part of the text.
    fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf8Bom => &[0xEF, 0xBB, 0xBF],
            Encoding::Utf16Le => &[0xFF, 0xFE],
            Encoding::Utf16Be => &[0xFE, 0xFF],
            Encoding::Utf8 | Encoding::Cp950 => &[],
        }
    }
}

/// What a first reading of the whole file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    pub encoding: Encoding,
    /// Size in bytes.
    pub bytes: u64,
    pub sha256: [u8; 32],
    /// Characters that could not be decoded and stand as □ (at most one in a hundred pairs).
    pub unknown_letters: u64,
}

/// A few bytes as CP950 means them.
pub fn as_cp950(bytes: &[u8]) -> String {
    let mut decoder = Decoder::new(Encoding::Cp950);
    let mut text = String::new();
    decoder.decode(bytes, &mut text);
    decoder.finish(&mut text);
    text
}

/// Reads a file from here to its end: its digest and its encoding.
pub fn inspect(reader: &mut impl Read) -> Result<FileFacts, FileFault> {
    let mut sha256 = Sha256::new();
    let mut bytes = 0_u64;
    let mut chunk = vec![0; CHUNK];
    let first = fill(reader, &mut chunk)?;
    let marked = Encoding::of_mark(chunk.get(..first).unwrap_or_default());
    let mut trials: Vec<Decoder> = match marked {
        Some(encoding) => vec![Decoder::new(encoding)],
        None => vec![Decoder::new(Encoding::Utf8), Decoder::new(Encoding::Cp950)],
    };
    let mut text = String::new();
    let mut length = first;
    while length > 0 {
        let part = chunk.get(..length).unwrap_or_default();
        sha256.update(part);
        bytes += u64::try_from(length).unwrap_or_default();
        for trial in &mut trials {
            trial.decode(part, &mut text);
            text.clear();
        }
        length = fill(reader, &mut chunk)?;
    }
    if bytes == 0 {
        return Err(FileFault::Empty);
    }
    for trial in &mut trials {
        trial.finish(&mut text);
    }
    let fitting = trials.iter().find(|trial| trial.is_acceptable());
    match (fitting, trials.last()) {
        (Some(trial), _) => Ok(FileFacts {
            encoding: trial.encoding,
            bytes,
            sha256: sha256.finalize().into(),
            unknown_letters: trial.bad,
        }),
        (None, Some(last)) => Err(FileFault::Undecodable {
            bad: last.bad,
            pairs: last.pairs,
        }),
        (None, None) => Err(FileFault::Empty),
    }
}

/// A small file as text, whatever of the known encodings it has.
pub fn plain_text(bytes: &[u8]) -> Option<String> {
    let facts = inspect(&mut &*bytes).ok()?;
    let mut decoder = Decoder::new(facts.encoding);
    let mut text = String::new();
    decoder.decode(bytes, &mut text);
    decoder.finish(&mut text);
    Some(text)
}

/// Reads until the chunk is full or the file ends; the number of bytes read.
pub(super) fn fill(reader: &mut impl Read, chunk: &mut [u8]) -> Result<usize, FileFault> {
    let mut length = 0;
    while let Some(rest) = chunk.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(FileFault::Io(error)),
        }
    }
    Ok(length)
}

/// Turns bytes, in chunks cut anywhere, into text without the byte-order mark.
pub(super) struct Decoder {
    encoding: Encoding,
    /// Bytes of a character that the last chunk cut, and of the mark until it is complete.
    pending: Vec<u8>,
    mark_left: usize,
    table: Option<&'static Cp950>,
    /// Characters of more than one byte seen, and bytes or pairs that cannot be.
    pairs: u64,
    bad: u64,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Decoder {
        Decoder {
            encoding,
            pending: Vec::new(),
            mark_left: encoding.mark().len(),
            table: (encoding == Encoding::Cp950).then(cp950::table),
            pairs: 0,
            bad: 0,
        }
    }

    /// Strict UTF-8 bears no fault, marked or not; in the others one pair in a hundred may be unknown.
    fn is_acceptable(&self) -> bool {
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => self.bad == 0,
            Encoding::Cp950 | Encoding::Utf16Le | Encoding::Utf16Be => {
                self.bad.saturating_mul(100) <= self.pairs
            }
        }
    }

    /// Appends the text of these bytes.
    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut String) {
        let skipped = self.mark_left.min(bytes.len());
        self.mark_left -= skipped;
        let bytes = bytes.get(skipped..).unwrap_or_default();
        match self.table {
            Some(table) => self.decode_cp950(table, bytes, text),
            None if matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be) => {
                self.pending.extend_from_slice(bytes);
                self.decode_utf16(text);
            }
            None => {
                self.pending.extend_from_slice(bytes);
                self.decode_utf8(text);
            }
        }
    }

    /// The file is at its end: whatever was cut stays cut.
    pub(super) fn finish(&mut self, text: &mut String) {
        if !self.pending.is_empty() {
            self.pending.clear();
            self.unknown(text);
        }
    }

    fn unknown(&mut self, text: &mut String) {
        self.pairs += 1;
        self.bad += 1;
        text.push(UNKNOWN_LETTER);
    }

    fn decode_cp950(&mut self, table: &Cp950, bytes: &[u8], text: &mut String) {
        let mut lead = self.pending.pop();
        for &byte in bytes {
            if let Some(first) = lead.take() {
                match table.pair(first, byte) {
                    Pair::Letter(letter) => {
                        self.pairs += 1;
                        text.push(letter);
                        continue;
                    }
                    Pair::Unknown => {
                        self.unknown(text);
                        continue;
                    }
                    Pair::NoTrail => self.unknown(text),
                }
            }
            if byte.is_ascii() {
                text.push(char::from(byte));
            } else if cp950::is_lead(byte) {
                lead = Some(byte);
            } else {
                self.unknown(text);
            }
        }
        self.pending.extend(lead);
    }

    fn decode_utf8(&mut self, text: &mut String) {
        let pending = std::mem::take(&mut self.pending);
        let mut rest = pending.as_slice();
        while !rest.is_empty() {
            let (good, faulty) = match std::str::from_utf8(rest) {
                Ok(all) => {
                    text.push_str(all);
                    return;
                }
                Err(error) => (error.valid_up_to(), error.error_len()),
            };
            let (head, tail) = rest.split_at_checked(good).unwrap_or((rest, &[]));
            text.push_str(std::str::from_utf8(head).unwrap_or_default());
            let Some(length) = faulty else {
                self.pending.extend_from_slice(tail);
                return;
            };
            self.unknown(text);
            rest = tail.get(length..).unwrap_or_default();
        }
    }

    fn decode_utf16(&mut self, text: &mut String) {
        let pending = std::mem::take(&mut self.pending);
        let units: Vec<u16> = pending
            .chunks_exact(2)
            .filter_map(|two| <[u8; 2]>::try_from(two).ok())
            .map(|two| match self.encoding {
                Encoding::Utf16Be => u16::from_be_bytes(two),
                Encoding::Utf16Le | Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Cp950 => {
                    u16::from_le_bytes(two)
                }
            })
            .collect();
        let is_cut = units
            .last()
            .is_some_and(|unit| (0xD800..0xDC00).contains(unit));
        let whole = units.len() - usize::from(is_cut);
        self.pending
            .extend_from_slice(pending.get(whole * 2..).unwrap_or_default());
        let whole = units.get(..whole).unwrap_or_default();
        for letter in char::decode_utf16(whole.iter().copied()) {
            match letter {
                Ok(letter) => {
                    self.pairs += 1;
                    text.push(letter);
                }
                Err(_lone) => self.unknown(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding_of(bytes: &[u8]) -> Result<Encoding, FileFault> {
        inspect(&mut &*bytes).map(|facts| facts.encoding)
    }

    #[track_caller]
    fn decoded(bytes: &[u8], step: usize) -> String {
        let mut decoder = Decoder::new(encoding_of(bytes).unwrap());
        let mut text = String::new();
        for part in bytes.chunks(step) {
            decoder.decode(part, &mut text);
        }
        decoder.finish(&mut text);
        text
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_mark_goes_before_utf8_and_utf8_before_cp950() {
        assert_eq!(encoding_of("許".as_bytes()).unwrap(), Encoding::Utf8);
        assert_eq!(encoding_of(b"\xEF\xBB\xBFa").unwrap(), Encoding::Utf8Bom);
        assert_eq!(encoding_of(b"\xFF\xFEa\0").unwrap(), Encoding::Utf16Le);
        assert_eq!(encoding_of(b"\xFE\xFF\0a").unwrap(), Encoding::Utf16Be);
        assert_eq!(encoding_of(b"\xB3\x5C").unwrap(), Encoding::Cp950);
        assert!(matches!(encoding_of(b""), Err(FileFault::Empty)));
    }

    #[test]
    fn a_file_is_refused_only_above_one_bad_pair_in_a_hundred() {
        let mut bytes = b"\xB3\x5C".repeat(99);
        bytes.push(0x80);
        assert_eq!(inspect(&mut &*bytes).unwrap().unknown_letters, 1);
        bytes.push(0xFF);
        assert!(matches!(
            inspect(&mut &*bytes),
            Err(FileFault::Undecodable { bad: 2, pairs: 101 })
        ));
    }

    #[test]
    fn a_lead_without_trail_counts_as_one_and_the_next_byte_is_read_anew() {
        let mut bytes = b"\xB3\x5C".repeat(400);
        bytes.extend_from_slice(b"\xB3\n\x80\xFF\xB3");
        let text = decoded(&bytes, 7);
        assert!(text.ends_with("許□\n□□□"), "{text:?}");
    }

    #[test]
    fn marked_utf8_and_half_surrogates_are_judged_by_their_own_rule() {
        assert!(encoding_of(b"\xEF\xBB\xBFa\xB3\x5C").is_err());
        let mut half = b"\xFF\xFE".to_vec();
        half.extend(utf16(&"a".repeat(200)));
        half.extend_from_slice(b"\x42\xD8b\0");
        assert!(decoded(&half, 3).ends_with("a□b"));
    }

    #[test]
    fn cutting_anywhere_gives_the_same_text() {
        let text = "勞保 𡍼堃, 許功蓋\r\n";
        let mut wide = b"\xFF\xFE".to_vec();
        wide.extend(utf16(text));
        let narrow = b"\xB3\x5C\xA5\x5C, \xBB\x5C\r\n".to_vec();
        for step in 1..9 {
            assert_eq!(decoded(text.as_bytes(), step), text);
            assert_eq!(decoded(&wide, step), text);
            assert_eq!(decoded(&narrow, step), "許功, 蓋\r\n");
        }
    }
}
