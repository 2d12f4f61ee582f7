//! Physical records: decoded text split at line ends and delimiters, quotes respected, with the line where each starts.
//!
//! A record's raw text is kept whole, since an unreadable row is stored as it came.

use std::borrow::Cow;
use std::io::Read;

use crate::import::encoding::{CHUNK, Decoder, Encoding, fill};
use crate::import::fault::FileFault;

/// No record may be longer, so that a quote that never ends cannot take all memory.
pub const LONGEST_RECORD: usize = 1024 * 1024;

/// What stands between two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    Comma,
    Tab,
    Semicolon,
}

impl Delimiter {
    pub const ALL: [Delimiter; 3] = [Delimiter::Comma, Delimiter::Tab, Delimiter::Semicolon];

    fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Tab => b'\t',
            Delimiter::Semicolon => b';',
        }
    }
}

/// A field's place in the raw text.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    is_quoted: bool,
}

/// One record, borrowed from the reader until the next.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// Physical line, from 1, where the record starts.
    pub line: u64,
    /// As it stands in the file, with quotes and inner breaks, without its last line end.
    pub raw: &'a str,
    spans: &'a [Span],
}

impl<'a> Record<'a> {
    /// Number of fields, at least one.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Never: a blank line is a record of one empty field.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A field as decoded, its quotes undone; nothing beyond the last.
    pub fn field(&self, place: usize) -> Cow<'a, str> {
        self.spans
            .get(place)
            .map_or(Cow::Borrowed(""), |span| self.content(*span))
    }

    /// All fields in their order.
    pub fn fields(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let record = *self;
        self.spans.iter().map(move |span| record.content(*span))
    }

    fn content(&self, span: Span) -> Cow<'a, str> {
        let text = self.raw.get(span.start..span.end).unwrap_or_default();
        if span.is_quoted {
            unquoted(text)
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Undoes the quotes of a field that begins with one; what stands behind the closing quote is kept.
fn unquoted(text: &str) -> Cow<'_, str> {
    let inner = text.strip_prefix('"').unwrap_or(text);
    match inner.strip_suffix('"') {
        Some(plain) if !plain.contains('"') => return Cow::Borrowed(plain),
        Some(_) | None => {}
    }
    let mut content = String::with_capacity(inner.len());
    let mut letters = inner.chars().peekable();
    let mut is_inside = true;
    while let Some(letter) = letters.next() {
        if !is_inside || letter != '"' {
            content.push(letter);
        } else if letters.next_if_eq(&'"').is_some() {
            content.push('"');
        } else {
            is_inside = false;
        }
    }
    Cow::Owned(content)
}

/// Where in a field the scan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a field's first character: only here does a quote open.
    Start,
    Plain,
    Quoted,
    /// Behind a quote that ends the quoted part unless another follows.
    Closing,
}

/// The state of the scan, apart from the text so that both can be borrowed.
struct Scanner {
    delimiter: u8,
    state: State,
    /// Offsets into the text: of this record, of the next byte to look at.
    start: usize,
    at: usize,
    /// Where the field starts, from the record's start.
    field_start: usize,
    is_quoted: bool,
    line: u64,
    quote_line: u64,
    /// The last byte was a carriage return: a line feed now belongs to it.
    after_return: bool,
    spans: Vec<Span>,
}

impl Scanner {
    fn begin(&mut self) {
        self.start = self.at;
        self.spans.clear();
        self.begin_field(0);
    }

    fn begin_field(&mut self, start: usize) {
        self.field_start = start;
        self.is_quoted = false;
        self.state = State::Start;
    }

    fn end_field(&mut self, end: usize) {
        let end = end - self.start;
        self.spans.push(Span {
            start: self.field_start,
            end,
            is_quoted: self.is_quoted,
        });
        self.begin_field(end + 1);
    }

    /// Looks on until the record's end, whose offset it gives; nothing when the text ends first.
    fn scan(&mut self, text: &[u8]) -> Option<usize> {
        for &byte in text.get(self.at..).unwrap_or_default() {
            let here = self.at;
            self.at += 1;
            if byte >= 0x80 {
                self.after_return = false;
                self.inside();
                continue;
            }
            let is_second = std::mem::take(&mut self.after_return) && byte == b'\n';
            match byte {
                // The line feed of a CRLF that ended the record before.
                b'\n' if is_second && self.state != State::Quoted => self.start = self.at,
                b'\n' | b'\r' => {
                    self.line += u64::from(!is_second);
                    self.after_return = byte == b'\r';
                    if self.state != State::Quoted {
                        self.end_field(here);
                        return Some(here);
                    }
                }
                b'"' => self.quote(),
                _ if byte == self.delimiter && self.state != State::Quoted => self.end_field(here),
                _ => self.inside(),
            }
        }
        None
    }

    fn inside(&mut self) {
        if matches!(self.state, State::Start | State::Closing) {
            self.state = State::Plain;
        }
    }

    fn quote(&mut self) {
        self.state = match self.state {
            State::Start => {
                self.is_quoted = true;
                self.quote_line = self.line;
                State::Quoted
            }
            State::Plain => State::Plain,
            State::Quoted => State::Closing,
            State::Closing => State::Quoted,
        };
    }
}

/// Streams the records of a file of known encoding, from its first byte.
pub struct Records<R> {
    reader: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: String,
    is_at_end: bool,
    scanner: Scanner,
}

impl<R: Read> Records<R> {
    pub fn new(reader: R, encoding: Encoding, delimiter: Delimiter) -> Records<R> {
        Records {
            reader,
            decoder: Decoder::new(encoding),
            chunk: vec![0; CHUNK],
            text: String::new(),
            is_at_end: false,
            scanner: Scanner {
                delimiter: delimiter.byte(),
                state: State::Start,
                start: 0,
                at: 0,
                field_start: 0,
                is_quoted: false,
                line: 1,
                quote_line: 1,
                after_return: false,
                spans: Vec::new(),
            },
        }
    }

    /// The next record; nothing at the end of the file.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>, FileFault> {
        self.scanner.begin();
        let line = self.scanner.line;
        let end = loop {
            if let Some(end) = self.scanner.scan(self.text.as_bytes()) {
                break end;
            }
            if self.text.len() - self.scanner.start > LONGEST_RECORD {
                return Err(match self.scanner.state {
                    State::Quoted => self.open_quote(),
                    State::Start | State::Plain | State::Closing => {
                        FileFault::RecordTooLong { line }
                    }
                });
            }
            if !self.read_on()? {
                let end = self.text.len();
                if self.scanner.state == State::Quoted {
                    return Err(self.open_quote());
                }
                if end == self.scanner.start {
                    return Ok(None);
                }
                self.scanner.end_field(end);
                break end;
            }
        };
        Ok(Some(Record {
            line,
            raw: self.text.get(self.scanner.start..end).unwrap_or_default(),
            spans: &self.scanner.spans,
        }))
    }

    fn open_quote(&self) -> FileFault {
        FileFault::OpenQuote {
            line: self.scanner.quote_line,
        }
    }

    /// Drops what was given out and decodes another chunk; false when nothing is left.
    fn read_on(&mut self) -> Result<bool, FileFault> {
        if self.is_at_end {
            return Ok(false);
        }
        self.text.drain(..self.scanner.start);
        self.scanner.at -= self.scanner.start;
        self.scanner.start = 0;
        let length = fill(&mut self.reader, &mut self.chunk)?;
        if length == 0 {
            self.is_at_end = true;
            self.decoder.finish(&mut self.text);
        } else {
            let part = self.chunk.get(..length).unwrap_or_default();
            self.decoder.decode(part, &mut self.text);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives out few bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            let (head, tail) = self.0.split_at(length);
            buffer[..length].copy_from_slice(head);
            self.0 = tail;
            Ok(length)
        }
    }

    type Plain = Vec<(u64, String, Vec<String>)>;

    fn read(bytes: &[u8], chunk: usize, delimiter: Delimiter) -> Result<Plain, FileFault> {
        let mut records = Records::new(Drip(bytes, chunk), Encoding::Utf8, delimiter);
        records.chunk = vec![0; chunk];
        let mut all = Vec::new();
        while let Some(record) = records.next_record()? {
            let fields = record.fields().map(Cow::into_owned).collect();
            all.push((record.line, record.raw.to_owned(), fields));
        }
        Ok(all)
    }

    #[track_caller]
    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let found = read(text.as_bytes(), 5, Delimiter::Comma).unwrap();
        let found: Vec<(u64, Vec<&str>)> = found
            .iter()
            .map(|(line, _, fields)| (*line, fields.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<(u64, Vec<&str>)> = expected
            .iter()
            .map(|(line, fields)| (*line, fields.to_vec()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_break_inside_quotes_belongs_to_the_record_that_starts_above() {
        check(
            "a,\"b\r\nc\",d\r\ne,\"f\n\ng\"\n\nh",
            &[
                (1, &["a", "b\r\nc", "d"]),
                (3, &["e", "f\n\ng"]),
                (6, &[""]),
                (7, &["h"]),
            ],
        );
        let raw = read(b"a,\"b\r\nc\"\"\"\r\n", 3, Delimiter::Comma).unwrap();
        assert_eq!(raw[0].1, "a,\"b\r\nc\"\"\"");
        assert_eq!(raw[0].2, ["a", "b\r\nc\""]);
    }

    #[test]
    fn every_line_end_ends_a_line_once() {
        check(
            "a\rb\r\nc\n\rd",
            &[
                (1, &["a"]),
                (2, &["b"]),
                (3, &["c"]),
                (4, &[""]),
                (5, &["d"]),
            ],
        );
    }

    #[test]
    fn a_stray_quote_in_a_plain_field_is_a_character() {
        check(
            "=\"0912\",5\" \"x\",y",
            &[(1, &["=\"0912\"", "5\" \"x\"", "y"])],
        );
        check("\"a\"b\"c,\"\"", &[(1, &["ab\"c", ""])]);
    }

    #[test]
    fn a_quote_that_never_ends_names_the_line_where_it_opens() {
        let fault = read(b"a,b\nc,\"d\ne\",\"f\ng", 4, Delimiter::Comma);
        assert!(
            matches!(fault, Err(FileFault::OpenQuote { line: 3 })),
            "{fault:?}"
        );
        let mut long = b"x\n\"".to_vec();
        long.resize(2 * LONGEST_RECORD, b'a');
        assert!(matches!(
            read(&long, CHUNK, Delimiter::Comma),
            Err(FileFault::OpenQuote { line: 2 })
        ));
        assert!(matches!(
            read(&long[3..], CHUNK, Delimiter::Comma),
            Err(FileFault::RecordTooLong { line: 1 })
        ));
    }

    proptest! {
        #[test]
        fn cutting_the_file_anywhere_gives_the_same_records(
            text in "[a許,;\"\r\n\t ]{0,60}",
            chunk in 1_usize..9,
        ) {
            let whole = read(text.as_bytes(), CHUNK, Delimiter::Comma);
            let cut = read(text.as_bytes(), chunk, Delimiter::Comma);
            match (whole, cut) {
                (Ok(whole), Ok(cut)) => prop_assert_eq!(whole, cut),
                (Err(whole), Err(cut)) => prop_assert_eq!(whole.to_string(), cut.to_string()),
                (whole, cut) => prop_assert!(false, "{:?} {:?}", whole, cut),
            }
        }

        #[test]
        fn what_is_quoted_is_read_as_it_was(
            fields in proptest::collection::vec("[a許,;\"\r\n\t ]{0,8}", 1..6),
        ) {
            let line: Vec<String> = fields
                .iter()
                .map(|field| format!("\"{}\"", field.replace('"', "\"\"")))
                .collect();
            let text = format!("{}\r\n", line.join(";"));
            let found = read(text.as_bytes(), 3, Delimiter::Semicolon).unwrap();
            prop_assert_eq!(&found[0].2, &fields);
            prop_assert_eq!(found.len(), 1);
        }
    }
}
