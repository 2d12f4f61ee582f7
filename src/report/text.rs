//! Text on its way into a document: escaped for XML and ODF, hostile characters made visible, stray identifiers masked.

use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

/// What stands for a character that must not reach paper as it is.
const MARK: char = '\u{FFFD}';

/// More combining marks in a row than any script needs; the rest becomes one mark.
const COMBINING_LIMIT: usize = 8;

/// Writes `text` as the content of an ODF paragraph: newline as `text:line-break`, tab as `text:tab`, blanks that a
/// reader of XML would collapse as `text:s`, control, format and bidi characters as U+FFFD.
pub(super) fn escape_into(text: &str, out: &mut impl Write) -> std::fmt::Result {
    let mut rest = text.chars().peekable();
    let mut combining = 0_usize;
    let mut at_start = true;
    while let Some(found) = rest.next() {
        combining = if is_combining_mark(found) {
            combining.saturating_add(1)
        } else {
            0
        };
        match found {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
                out.write_str("<text:line-break/>")?;
            }
            '\t' => out.write_str("<text:tab/>")?,
            ' ' => {
                let mut blanks = 1_usize;
                while rest.next_if_eq(&' ').is_some() {
                    blanks = blanks.saturating_add(1);
                }
                let is_edge = at_start || rest.peek().is_none_or(|next| next.is_control());
                match blanks {
                    1 if !is_edge => out.write_char(' ')?,
                    _ => write!(out, "<text:s text:c=\"{blanks}\"/>")?,
                }
            }
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '&' => out.write_str("&amp;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&apos;")?,
            _ if combining > COMBINING_LIMIT => {
                while rest.next_if(|next| is_combining_mark(*next)).is_some() {}
                out.write_char(MARK)?;
            }
            _ if is_hidden(found) => out.write_char(MARK)?,
            _ => out.write_char(found)?,
        }
        at_start = matches!(found, '\n' | '\r' | '\t');
    }
    Ok(())
}

/// Writes `text` as the paragraphs of a spreadsheet's cell, one a line: a line break inside a paragraph is not read
/// there by every program.
pub(super) fn escape_cell_into(text: &str, out: &mut impl Write) -> std::fmt::Result {
    let plain = text.replace("\r\n", "\n");
    for line in plain.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        out.write_str("<text:p>")?;
        escape_into(line, out)?;
        out.write_str("</text:p>")?;
    }
    Ok(())
}

/// Control, format, bidi and non-characters: nothing a reader could see, or that XML allows.
fn is_hidden(found: char) -> bool {
    found.is_control()
        || matches!(found,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
        || u32::from(found) & 0xFFFE == 0xFFFE
}

/// Masks the last four characters of whatever looks like the identifier of a person (national identity number, resident
/// certificate old or new), wherever it stands in free text, half or full width. Documents that leave the desk are
/// masked always (domain.md §7), and clerks do write identifiers into reasons.
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for found in text.chars() {
        if narrow(found).is_ascii_alphanumeric() {
            word.push(found);
        } else {
            push_masked(&word, &mut out);
            word.clear();
            out.push(found);
        }
    }
    push_masked(&word, &mut out);
    out
}

fn push_masked(word: &str, out: &mut String) {
    let shown = if is_identifier(word) { 6 } else { usize::MAX };
    out.extend(
        word.chars()
            .enumerate()
            .map(|(place, found)| if place < shown { found } else { '*' }),
    );
}

fn is_identifier(word: &str) -> bool {
    let narrowed: Vec<char> = word.chars().map(narrow).collect();
    let [first, second, digits @ ..] = narrowed.as_slice() else {
        return false;
    };
    digits.len() == 8
        && first.is_ascii_alphabetic()
        && (second.is_ascii_digit() || matches!(second.to_ascii_uppercase(), 'A'..='D'))
        && digits.iter().all(char::is_ascii_digit)
}

/// The half-width form of a full-width letter or digit.
fn narrow(found: char) -> char {
    match found {
        '\u{FF01}'..='\u{FF5E}' => u32::from(found)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(found),
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn escapes(text: &str, wanted: &str) {
        let mut out = String::new();
        escape_into(text, &mut out).unwrap();
        assert_eq!(out, wanted);
    }

    #[test]
    fn the_signs_of_xml_stay_text() {
        escapes(
            "<a href=\"x\">'&amp;'",
            "&lt;a href=&quot;x&quot;&gt;&apos;&amp;amp;&apos;",
        );
    }

    #[test]
    fn lines_tabs_and_blanks_keep_their_shape() {
        escapes(
            "a\nb\r\nc\rd\te",
            "a<text:line-break/>b<text:line-break/>c<text:line-break/>d<text:tab/>e",
        );
        escapes("a b", "a b");
        escapes("a   b", "a<text:s text:c=\"3\"/>b");
        escapes(" a ", "<text:s text:c=\"1\"/>a<text:s text:c=\"1\"/>");
        escapes(
            "a\n b \nc",
            "a<text:line-break/><text:s text:c=\"1\"/>b<text:s text:c=\"1\"/><text:line-break/>c",
        );
    }

    #[test]
    fn what_cannot_be_seen_is_marked() {
        escapes(
            "a\u{1b}[2J\u{9b}\u{202e}\0\u{7f}\u{200b}\u{feff}\u{ffff}\u{1fffe}b",
            "a\u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}b",
        );
        escapes("a\u{2028}b", "a<text:line-break/>b");
    }

    #[test]
    fn a_tower_of_combining_marks_is_cut() {
        let tower = format!("a{}b", "\u{301}".repeat(10_000));
        escapes(&tower, &format!("a{}\u{fffd}b", "\u{301}".repeat(8)));
    }

    #[test]
    fn rare_names_and_private_characters_survive() {
        escapes("王𠮷\u{e000}？", "王𠮷\u{e000}？");
    }

    #[track_caller]
    fn masks(text: &str, wanted: &str) {
        assert_eq!(masked(text), wanted);
    }

    #[test]
    fn identifiers_in_free_text_lose_their_last_four() {
        masks(
            "案主A123456789，其妻AB12345678",
            "案主A12345****，其妻AB1234****",
        );
        masks(
            "IDN=a823456783;BDATE=0700101",
            "IDN=a82345****;BDATE=0700101",
        );
        masks("Ａ１２３４５６７８９", "Ａ１２３４５****");
    }

    #[test]
    fn numbers_of_cases_and_registers_stay() {
        masks(
            "高市社救字第11531053424號 SOC-11510-0001 kcgsoc0110 A1234567890 統編12345675",
            "高市社救字第11531053424號 SOC-11510-0001 kcgsoc0110 A1234567890 統編12345675",
        );
    }
}
