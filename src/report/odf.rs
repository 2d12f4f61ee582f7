//! The one writer of ODF packages: two templates of XML and a record become the bytes of an .odt; rows become an .ods
//! (`report/sheet`).
//! Entries have the 1980 date and a fixed order, so that the same record gives the same bytes.

use std::io::{Cursor, Seek, Write};

use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::report::text::escape_into;

/// Why a document could not be made. Names the place in the template, never a value of the record.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A placeholder that the record does not fill, or a template that cannot be read.
    #[error("template {template}, line {line}: {reason}")]
    Template {
        template: String,
        /// Of a built-in template the line, of an office's own the table row or paragraph.
        line: usize,
        /// Where in its text.
        at: usize,
        reason: String,
    },
    #[error("the package could not be written")]
    Package(#[from] ZipError),
    #[error("the package could not be written")]
    Bytes(#[from] std::io::Error),
}

impl ReportError {
    /// The system's own reason, where writing failed.
    pub fn io(self) -> Option<std::io::Error> {
        match self {
            ReportError::Bytes(error) | ReportError::Package(ZipError::Io(error)) => Some(error),
            ReportError::Template { .. } | ReportError::Package(_) => None,
        }
    }
}

/// A named template: XML with `{{ placeholder }}`s.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub name: &'a str,
    pub source: &'a str,
}

/// What a kind of document is made of.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    pub mimetype: &'static str,
    pub content: Part<'static>,
    pub styles: Part<'static>,
}

/// The media type of a spreadsheet.
pub const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// The media type of a text document.
pub const TEXT: &str = "application/vnd.oasis.opendocument.text";

/// A filled document, ready to be written.
#[derive(Clone)]
pub struct Document {
    mimetype: &'static str,
    title: String,
    content: String,
    styles: String,
}

impl Document {
    /// Fills both templates of `layout` from `record`. `title` is the document's title in the reader's window.
    pub fn fill(
        layout: &Layout,
        title: &str,
        record: &impl Serialize,
    ) -> Result<Document, ReportError> {
        let values = Value::from(Serde(record));
        Ok(Document {
            mimetype: layout.mimetype,
            title: escaped_plain(title),
            content: fill_part(layout.content, &values)?,
            styles: fill_part(layout.styles, &values)?,
        })
    }

    /// The package's bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, ReportError> {
        let mut package = Package::begin(Cursor::new(Vec::new()), self.mimetype)?;
        package.put("content.xml", &self.content)?;
        package.put("styles.xml", &self.styles)?;
        Ok(package.finish(&self.title)?.into_inner())
    }
}

/// A package while it is written: `mimetype` first and stored, as the standard wants it, then the parts in the order in
/// which they come, each with the 1980 date.
pub(super) struct Package<W: Write + Seek> {
    zip: ZipWriter<W>,
    mimetype: &'static str,
}

impl<W: Write + Seek> Package<W> {
    pub(super) fn begin(out: W, mimetype: &'static str) -> Result<Package<W>, ReportError> {
        Package::over(ZipWriter::new(out), mimetype)
    }

    fn over(mut zip: ZipWriter<W>, mimetype: &'static str) -> Result<Package<W>, ReportError> {
        zip.start_file("mimetype", entry(CompressionMethod::Stored))?;
        zip.write_all(mimetype.as_bytes())?;
        Ok(Package { zip, mimetype })
    }

    /// A part that is written bit by bit, through [`Write`].
    pub(super) fn start(&mut self, name: &str) -> Result<(), ReportError> {
        Ok(self
            .zip
            .start_file(name, entry(CompressionMethod::Deflated))?)
    }

    pub(super) fn put(&mut self, name: &str, text: &str) -> Result<(), ReportError> {
        self.start(name)?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// Ends the package; `title` is escaped already.
    pub(super) fn finish(mut self, title: &str) -> Result<W, ReportError> {
        self.put("meta.xml", &meta(title))?;
        self.put("META-INF/manifest.xml", &manifest(self.mimetype))?;
        Ok(self.zip.finish()?)
    }
}

impl<W: Write> Package<StreamWriter<W>> {
    /// Into something that cannot go back: another package that is written meanwhile.
    pub(super) fn stream(
        out: W,
        mimetype: &'static str,
    ) -> Result<Package<StreamWriter<W>>, ReportError> {
        Package::over(ZipWriter::new_stream(out), mimetype)
    }
}

impl<W: Write + Seek> Write for Package<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.zip.flush()
    }
}

fn entry(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
}

pub(super) fn fill_part(part: Part<'_>, values: &Value) -> Result<String, ReportError> {
    let mut room = Environment::new();
    room.set_undefined_behavior(UndefinedBehavior::Strict);
    room.set_auto_escape_callback(|_| AutoEscape::Custom("odf".into()));
    room.set_formatter(write_value);
    room.add_template(part.name, part.source)
        .and_then(|()| room.get_template(part.name)?.render(values))
        .map_err(|error| refused(part, &error))
}

/// Only text and numbers can be printed; a missing or empty value is a mistake of the template, not a blank on paper.
fn write_value(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let written = match (value.as_str(), value.kind()) {
        (Some(text), _) => escape_into(text, out),
        (None, ValueKind::Number) => write!(out, "{value}"),
        (None, ValueKind::Undefined) => return Err(ErrorKind::UndefinedError.into()),
        (None, _) => return Err(ErrorKind::BadSerialization.into()),
    };
    written.map_err(|error| {
        minijinja::Error::new(ErrorKind::WriteFailure, "writing").with_source(error)
    })
}

/// The engine's own error carries the values around it; only its kind and place in the template are kept.
fn refused(part: Part<'_>, error: &minijinja::Error) -> ReportError {
    let placeholder = error
        .range()
        .and_then(|range| part.source.get(range))
        .unwrap_or_default();
    ReportError::Template {
        template: part.name.to_owned(),
        line: error.line().unwrap_or(0),
        at: error.range().map_or(0, |range| range.start),
        reason: format!("{} {placeholder}", error.kind()),
    }
}

/// Text outside a paragraph, where ODF's elements for blanks and breaks are not allowed.
pub(super) fn escaped_plain(text: &str) -> String {
    let plain: String = text.chars().filter(|found| !found.is_control()).collect();
    plain
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn manifest(mimetype: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{mimetype}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#
    )
}

fn meta(title: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"><office:meta><meta:generator>irdesk</meta:generator><dc:title>{title}</dc:title><dc:language>zh-TW</dc:language></office:meta></office:document-meta>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Sheet {
        name: &'static str,
        blank: Option<u64>,
        count: u64,
    }

    #[track_caller]
    fn fills(source: &'static str) -> Result<String, String> {
        let sheet = Sheet {
            name: "<secret name>",
            blank: None,
            count: 412,
        };
        let values = Value::from(Serde(&sheet));
        fill_part(
            Part {
                name: "sheet.xml",
                source,
            },
            &values,
        )
        .map_err(|error| error.to_string())
    }

    #[test]
    fn text_is_escaped_and_numbers_are_plain() {
        assert_eq!(
            fills("<p>{{ name }} {{ count }}</p>").unwrap(),
            "<p>&lt;secret name&gt; 412</p>"
        );
    }

    #[test]
    fn a_name_that_the_record_lacks_is_refused_by_placeholder_and_line() {
        let refusal = fills("<p>{{ name }}</p>\n<p>{{ nmae }}</p>").unwrap_err();
        assert_eq!(refusal, "template sheet.xml, line 2: undefined value nmae");
        assert!(fills("{% if nmae %}{% endif %}").is_err());
        assert!(fills("{% for each in nmae %}{% endfor %}").is_err());
    }

    #[test]
    fn an_empty_value_is_refused_without_telling_others() {
        let refusal = fills("{{ name }}{{ blank }}").unwrap_err();
        assert!(
            refusal.contains("blank") && !refusal.contains("secret"),
            "{refusal}"
        );
    }

    #[test]
    fn a_template_that_cannot_be_read_is_refused() {
        assert!(fills("{{ name").unwrap_err().contains("sheet.xml, line 1"));
    }
}
