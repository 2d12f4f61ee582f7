//! An office's own template: an .odt saved by Writer, with `{{ placeholder }}`s. Writer splits these into spans, turns
//! their quotes and signs; here they are healed, filled, and everything else of the file is copied as it is.

use std::io::{Cursor, Read, Write};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::report::odf::{Part, ReportError, fill_part};

/// The parts that hold placeholders: the text, and head and foot of its pages.
const PARTS: [&str; 2] = ["content.xml", "styles.xml"];
const ROW: &str = "<table:table-row";
const ROW_END: &str = "</table:table-row>";
const PARAGRAPHS: [&str; 2] = ["<text:p", "<text:h"];

/// Fills an office's template, `name` as its file is called. What is wrong with it is told by placeholder and row.
pub fn fill(name: &str, template: &[u8], record: &impl Serialize) -> Result<Vec<u8>, ReportError> {
    let values = Value::from(Serde(record));
    let mut package =
        ZipArchive::new(Cursor::new(template)).map_err(|_bad| ReportError::Template {
            template: name.to_owned(),
            line: 0,
            at: 0,
            reason: "no .odt".to_owned(),
        })?;
    let mut filled = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..package.len() {
        let mut entry = package.by_index(place)?;
        let entry_name = entry.name()?.into_owned();
        let part = PARTS.iter().find(|part| **part == entry_name);
        let Some(part) = part else {
            filled.raw_copy_file(entry)?;
            continue;
        };
        let mut xml = String::new();
        entry.read_to_string(&mut xml)?;
        let healed = healed(name, &xml)?;
        let source = Part {
            name,
            source: &healed,
        };
        let text = fill_part(source, &values).map_err(|error| located(error, &healed))?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT);
        filled.start_file(*part, options)?;
        filled.write_all(text.as_bytes())?;
    }
    Ok(filled.finish()?.into_inner())
}

/// Where a placeholder stands, as a person counts: the row of a table, or the paragraph.
fn located(error: ReportError, xml: &str) -> ReportError {
    match error {
        ReportError::Template {
            template,
            at,
            reason,
            ..
        } => ReportError::Template {
            template,
            line: row_of(xml, at),
            at,
            reason,
        },
        other => other,
    }
}

/// The table row that a place lies in, counted through the document; outside of tables the paragraph.
fn row_of(xml: &str, at: usize) -> usize {
    let before = xml.get(..at).unwrap_or(xml);
    let (open, closed) = (before.rfind(ROW), before.rfind(ROW_END));
    if open.is_some() && open > closed {
        before.matches(ROW).count()
    } else {
        PARAGRAPHS
            .iter()
            .map(|mark| before.matches(mark).count())
            .sum()
    }
}

/// The template as the engine reads it.
fn healed(name: &str, xml: &str) -> Result<String, ReportError> {
    Ok(whole_rows(&joined(name, xml)?))
}

/// Placeholders in one piece: tags inside them move behind, entities and quotes become plain.
fn joined(name: &str, xml: &str) -> Result<String, ReportError> {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(place) = rest.find('{') {
        let (before, from) = rest.split_at_checked(place).unwrap_or((rest, ""));
        out.push_str(before);
        // A brace inside a tag is no placeholder.
        let is_in_tag = before.rfind('<') > before.rfind('>');
        let Some(opened) = (!is_in_tag).then(|| opening(from)).flatten() else {
            out.push('{');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        let Some(read) = placeholder(from, opened) else {
            return Err(ReportError::Template {
                template: name.to_owned(),
                line: row_of(&out, out.len()),
                at: out.len(),
                reason: "a placeholder that never ends".to_owned(),
            });
        };
        out.push_str(&read.text);
        out.push_str(&read.tags);
        rest = from.get(read.length..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

/// What ends the placeholder that may begin here.
fn opening(from: &str) -> Option<char> {
    let mut letters = Letters(from);
    letters.next();
    match letters.find_map(Piece::letter)? {
        '{' => Some('}'),
        '%' => Some('%'),
        _ => None,
    }
}

/// A letter of the text, or a whole tag.
enum Piece<'a> {
    Letter(char),
    Tag(&'a str),
}

impl Piece<'_> {
    fn letter(self) -> Option<char> {
        match self {
            Piece::Letter(letter) => Some(letter),
            Piece::Tag(_) => None,
        }
    }
}

/// XML taken apart, letter by letter.
struct Letters<'a>(&'a str);

impl<'a> Iterator for Letters<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let first = self.0.chars().next()?;
        if first == '<' {
            let end = self
                .0
                .find('>')
                .map_or(self.0.len(), |end| end.saturating_add(1));
            let (tag, rest) = self.0.split_at_checked(end)?;
            self.0 = rest;
            return Some(Piece::Tag(tag));
        }
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(Piece::Letter(first))
    }
}

/// One placeholder as it was read.
struct Healed {
    text: String,
    tags: String,
    length: usize,
}

/// Longer than any placeholder; what is not closed by then never is.
const LONGEST: usize = 2_000;

fn placeholder(from: &str, closes_with: char) -> Option<Healed> {
    let mut letters = Letters(from);
    let (mut text, mut tags) = (String::new(), String::new());
    while let Some(piece) = letters.next() {
        match piece {
            Piece::Tag("<text:s/>" | "<text:tab/>") => text.push(' '),
            Piece::Tag(tag) => tags.push_str(tag),
            Piece::Letter(letter) => text.push(letter),
        }
        let end = if closes_with == '}' { "}}" } else { "%}" };
        if text.len() > 3 && text.ends_with(end) {
            return Some(Healed {
                text: plain(&text),
                tags,
                length: from.len().saturating_sub(letters.0.len()),
            });
        }
        if text.len() > LONGEST {
            return None;
        }
    }
    None
}

/// Entities and curly quotes as they were typed.
fn plain(text: &str) -> String {
    text.replace(['\u{201C}', '\u{201D}', '\u{201E}'], "\"")
        .replace(['\u{2018}', '\u{2019}'], "'")
        .replace('\u{A0}', " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// A `{%tr … %}` stands for its whole table row.
fn whole_rows(xml: &str) -> String {
    let mut out = xml.to_owned();
    while let Some(place) = out.find("{%tr") {
        let (before, from) = out.split_at_checked(place).unwrap_or((&out, ""));
        let Some(length) = from.find("%}").map(|end| end.saturating_add(2)) else {
            return out;
        };
        let statement = from
            .get(..length)
            .unwrap_or_default()
            .replacen("{%tr", "{%", 1);
        let start = before.rfind(ROW).unwrap_or(place);
        let after = from.get(length..).unwrap_or_default();
        let end = after
            .find(ROW_END)
            .map_or(0, |end| end.saturating_add(ROW_END.len()));
        let head = before.get(..start).unwrap_or_default();
        let tail = after.get(end..).unwrap_or_default();
        out = format!("{head}{statement}{tail}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn heals(xml: &str, wanted: &str) {
        assert_eq!(healed("t.odt", xml).unwrap(), wanted);
    }

    #[test]
    fn a_placeholder_that_writer_split_is_one_again() {
        heals("<p>{{ name }}</p>", "<p>{{ name }}</p>");
        heals(
            "<p>{<s a=\"1\">{ na</s><s>me }</s>}</p>",
            "<p>{{ name }}<s a=\"1\"></s><s></s></p>",
        );
        heals(
            "<p>{% if a &gt; 1 %}x{% endif %}</p>",
            "<p>{% if a > 1 %}x{% endif %}</p>",
        );
        heals("{{ a == \u{2018}b\u{2019} }}", "{{ a == 'b' }}");
        heals("{ a } {<s/>x", "{ a } {<s/>x");
        heals("<p style=\"{{\">{{ a }}</p>", "<p style=\"{{\">{{ a }}</p>");
    }

    #[test]
    fn a_row_statement_stands_for_its_whole_row() {
        heals(
            "<table:table-row a=\"1\"><c>{%tr for x in xs %}</c></table:table-row>\
             <table:table-row><c>{{ x }}</c></table:table-row>\
             <table:table-row><c>{%tr endfor %}</c></table:table-row>",
            "{% for x in xs %}<table:table-row><c>{{ x }}</c></table:table-row>{% endfor %}",
        );
    }

    #[derive(Serialize)]
    struct Sheet {
        name: &'static str,
    }

    fn package(content: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("mimetype", "x"),
            ("content.xml", content),
            ("Pictures/a.png", "png"),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn everything_else_is_copied_and_text_is_escaped() {
        let filled = fill(
            "t.odt",
            &package("<p>{{ na<s/>me }}</p>"),
            &Sheet { name: "a<b" },
        );
        let mut archive = ZipArchive::new(Cursor::new(filled.unwrap())).unwrap();
        let mut text = |name: &str| {
            let mut text = String::new();
            archive
                .by_name(name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            text
        };
        assert_eq!(text("content.xml"), "<p>a&lt;b<s/></p>");
        assert_eq!(
            (text("mimetype").as_str(), text("Pictures/a.png").as_str()),
            ("x", "png")
        );
    }

    #[test]
    fn a_broken_template_is_refused_with_placeholder_and_row() {
        let broken = |content: &str| {
            let filled = fill("t.odt", &package(content), &Sheet { name: "secret" });
            filled.unwrap_err().to_string()
        };
        let told = broken(
            "<table:table-row><text:p>{{ name }}</text:p></table:table-row>\
             <table:table-row><text:p>{{ nmae }}</text:p></table:table-row>",
        );
        assert!(
            told.contains("t.odt, line 2") && told.contains("nmae"),
            "{told}"
        );
        assert!(!told.contains("secret"));
        let told = broken("<text:p>a</text:p><text:p>b</text:p><text:p>{{ name</text:p>");
        assert!(
            told.contains("line 3") && told.contains("never ends"),
            "{told}"
        );
        assert!(fill("t.odt", b"no package", &Sheet { name: "" }).is_err());
    }
}
