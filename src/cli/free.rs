//! Commands that need no store: identifiers, dates by law, and the recomputing of a published sample.

use std::fs::File;
use std::io::{BufRead, ErrorKind, Read};
use std::path::Path;

use serde_json::json;

use super::output::{CliError, Said};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadline;
use crate::domain::identity::{Permit, Subject};
use crate::domain::roc_date::{iso, read_absolute};
use crate::domain::sampling::{SeedText, draw};
use crate::domain::shown::pad;
use crate::domain::span::Span;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::locale::{self, Lang};

/// A seed text is some 500 bytes; a file beyond this is none.
const LONGEST_SEED_TEXT: u64 = 64 * 1024;

/// `recompute FILE`: who holds the published text can draw the base sample again.
pub(super) fn recompute(file: &Path, lang: Lang) -> Result<Said, CliError> {
    let bytes = short_file(file)?;
    let seed_text = SeedText::parse(&bytes).map_err(CliError::Seed)?;
    seed_text
        .check_reveal()
        .map_err(|_fault| CliError::Reveal)?;
    let base: Vec<String> = draw(&seed_text)
        .into_iter()
        .map(|seq| seed_text.row_id(seq))
        .collect();
    Ok(Said {
        prose: base.join("\n"),
        json: json!({ "n": seed_text.sample_size(), "base": base }),
        remark: seed_text
            .is_predictable()
            .then(|| locale::predictable(lang)),
        ..Said::default()
    })
}

/// The beginning of a file that is never long.
fn short_file(file: &Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(|error| trouble(file, &error))?;
    opened
        .take(LONGEST_SEED_TEXT)
        .read_to_end(&mut bytes)
        .map_err(|error| trouble(file, &error))?;
    Ok(bytes)
}

/// The same as text; what is none reads as marks.
pub(super) fn short_text(file: &Path) -> Result<String, CliError> {
    Ok(String::from_utf8_lossy(&short_file(file)?).into_owned())
}

fn trouble(file: &Path, error: &std::io::Error) -> Trouble {
    let why = match error.kind() {
        ErrorKind::NotFound => FileWhy::Missing,
        ErrorKind::PermissionDenied => FileWhy::Forbidden,
        ErrorKind::IsADirectory => FileWhy::NotAFile,
        _ => FileWhy::Unreadable,
    };
    Trouble::File {
        path: file.display().to_string(),
        why,
    }
}

/// `deadline DATE SPAN`: the three dates, by the calendars that come with the program.
pub(super) fn deadline(date: &str, span: &str, lang: Lang) -> Result<Said, CliError> {
    let usage = |sentence: String| CliError::Usage(sentence);
    let event = read_absolute(date).map_err(|fault| usage(lang.date_argument(&fault)))?;
    let span: Span = span
        .parse()
        .map_err(|_form| usage(lang.span_argument().to_owned()))?;
    let ends_on = span
        .after(event)
        .ok_or_else(|| usage(lang.span_too_long().to_owned()))?;
    let calendar = Calendar::embedded();
    let deadline = Deadline::of(ends_on, &calendar);
    let without = deadline.years_without(&calendar);
    let days = [deadline.ends_on, deadline.rolled_on, deadline.advised_on];
    let mut lines: Vec<String> = lang
        .three_dates(days)
        .into_iter()
        .map(|(label, day)| format!("{}  {day}", pad(label, 10)))
        .collect();
    if !without.is_empty() {
        lines.push(lang.no_calendar(&without));
    }
    Ok(Said {
        json: json!({
            "ends_on": iso(deadline.ends_on),
            "rolled_on": iso(deadline.rolled_on),
            "advised_on": iso(deadline.advised_on),
            "no_calendar": without,
        }),
        prose: lines.join("\n"),
        ..Said::default()
    })
}

/// `identify`: what kind of identifier each line is, and whether its checksum fits.
pub(super) fn identify(input: &mut dyn BufRead) -> Result<Said, CliError> {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input
            .read_until(b'\n', &mut bytes)
            .map_err(|_gone| Trouble::File {
                path: "-".to_owned(),
                why: FileWhy::Unreadable,
            })?;
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        let subject = Subject::read(text);
        lines.push(format!(
            "{}  {}  {}",
            subject.masked(),
            subject.kind().code(),
            subject.is_valid()
        ));
        rows.push(json!({
            "input": text,
            // The caller typed it a moment ago: nothing is shown that was not known.
            "normal": subject.reveal(&Permit::granted()),
            "kind": subject.kind().code(),
            "valid": subject.is_valid(),
            "masked": subject.masked(),
        }));
    }
    Ok(Said {
        json: json!(rows),
        prose: lines.join("\n"),
        ..Said::default()
    })
}
