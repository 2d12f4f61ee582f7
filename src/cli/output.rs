//! What a command prints: one JSON value or prose, and the exit code.

use std::io::{ErrorKind, IsTerminal, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{DeskAsked, usage};
use crate::app::AppError;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::refusal::{FileRefusal, Refusal};
use crate::domain::sampling::SeedFault;
use crate::domain::shown::{pad, shown, width};
use crate::domain::trouble::Trouble;
use crate::locale::{self, Lang};

/// A command's answer in both forms.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) json: Value,
    /// Lines for a person, without the last line end.
    pub(super) prose: String,
    /// The desk opens instead of the prose, unless JSON is wanted.
    pub(super) opens: Option<DeskAsked>,
    /// A remark for standard error.
    pub(super) remark: Option<&'static str>,
    /// 0, unless the answer itself is bad news.
    pub(super) exit: u8,
}

/// Why a command gave no answer.
#[derive(Debug)]
pub(super) enum CliError {
    App(AppError),
    /// What the command line lacks.
    Usage(String),
    Seed(SeedFault),
    /// The revealed secret does not open the commitment.
    Reveal,
    /// The program itself is wrong.
    Panicked,
}

impl From<AppError> for CliError {
    fn from(error: AppError) -> CliError {
        CliError::App(error)
    }
}

impl From<Trouble> for CliError {
    fn from(trouble: Trouble) -> CliError {
        CliError::App(trouble.into())
    }
}

/// Prints an answer. One that does not fit where it is to go is a fault of its own, though the work is done.
pub(super) fn say(said: &Said, lang: Lang, as_json: bool) -> u8 {
    if let Some(remark) = said.remark {
        write_line(&mut std::io::stderr(), remark);
    }
    let text = if as_json {
        spell(&said.json)
    } else {
        marked(&said.prose)
    };
    if text.is_empty() {
        return said.exit;
    }
    if is_written(&mut std::io::stdout(), &format!("{text}\n")) {
        said.exit
    } else {
        remark(locale::answer_lost(lang));
        3
    }
}

/// Says something beside the answer, on standard error.
pub(super) fn remark(text: &str) {
    write_line(&mut std::io::stderr(), &marked(text));
}

/// Rows with their columns one below the other.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| width(&shown(cell))).max().unwrap_or(0)
        })
        .collect();
    let lines = rows.iter().map(|row| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, cells)| pad(&shown(cell), *cells))
            .collect();
        cells.join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Tells on a terminal's standard error how far long work is, four times a second at most.
pub(super) struct Ticker {
    is_shown: bool,
    last: Option<Instant>,
}

const BETWEEN_TICKS: Duration = Duration::from_millis(250);

impl Ticker {
    pub(super) fn start() -> Ticker {
        Ticker {
            is_shown: std::io::stderr().is_terminal(),
            last: None,
        }
    }

    pub(super) fn tell(&mut self, done: u64, of: u64) {
        let is_due = self.last.is_none_or(|last| last.elapsed() >= BETWEEN_TICKS);
        if self.is_shown && is_due {
            self.last = Some(Instant::now());
            let line = format!("\r{} / {}", locale::group(done), locale::group(of));
            write(&mut std::io::stderr(), &line);
        }
    }

    /// Clears the line.
    pub(super) fn end(self) {
        if self.last.is_some() {
            write(&mut std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// Prints why there is none. With `--json` the error is the value.
pub(super) fn fail(error: &CliError, lang: Lang, as_json: bool) -> u8 {
    let (exit, code, message) = worded(error, lang);
    if as_json {
        let value = json!({ "error": { "code": code, "message": message } });
        write_line(&mut std::io::stdout(), &spell(&value));
    } else {
        write_line(&mut std::io::stderr(), &marked(&message));
    }
    exit
}

/// clap's own errors, help and version.
pub(super) fn usage(error: &clap::Error, lang: Lang, as_json: bool) -> u8 {
    if !error.use_stderr() {
        let text = error.to_string();
        let text = text.trim_end();
        if as_json {
            write_line(&mut std::io::stdout(), &spell(&json!({ "text": text })));
        } else {
            write_line(&mut std::io::stdout(), text);
        }
        return 0;
    }
    let text = usage::worded(error, lang).trim_end().to_owned();
    fail(&CliError::Usage(text), lang, as_json)
}

fn worded(error: &CliError, lang: Lang) -> (u8, &'static str, String) {
    match error {
        CliError::App(AppError::Failed(trouble)) => {
            let (exit, code) = trouble_code(trouble);
            (exit, code, locale::trouble(lang, trouble))
        }
        CliError::App(AppError::Refused(refusal)) => {
            (1, refusal_code(refusal), locale::refusal(lang, refusal))
        }
        CliError::App(AppError::File(fault)) => {
            let refusal = fault.refusal();
            let hint = lang.map_hint(&refusal);
            (3, "file", lang.file_refusal(&refusal) + &hint)
        }
        CliError::Usage(expected) => (2, "usage", expected.clone()),
        CliError::Seed(fault) => (3, "seed", locale::seed_fault(lang, *fault).to_owned()),
        CliError::Reveal => (1, "reveal", locale::reveal_fault(lang).to_owned()),
        CliError::Panicked => (3, "internal", locale::panicked(lang).to_owned()),
    }
}

/// The English word for a refusal in JSON.
fn refusal_code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Role { .. } => "role",
        Refusal::RolesConflict { .. } => "roles",
        Refusal::HasKeys => "keys",
        Refusal::People(refusal) => refusal.code(),
        Refusal::LoginTaken => "login",
        Refusal::AccountTaken => "account",
        Refusal::Form { .. } => "form",
        Refusal::Passphrase(PassphraseFault::TooWeak) => "weak",
        Refusal::Passphrase(PassphraseFault::Reused) => "reused",
        Refusal::EnrolFirst => "enrol",
        Refusal::Stale => "stale",
        Refusal::Query(_) => "query",
        Refusal::NameTaken => "name",
        Refusal::NoSuchRecord => "record",
        Refusal::Roster(_) => "roster",
        Refusal::Request(refusals) => refusals.first().map_or("request", |refusal| refusal.code()),
        Refusal::Delegation(refusal) => refusal.code(),
        Refusal::Check(refusal) => refusal.code(),
        Refusal::Document(refusal) => refusal.code(),
        Refusal::Retention(_) => "retention",
        Refusal::Closing(refusal) => refusal.code(),
        Refusal::Review(refusals) => refusals.first().map_or("review", |refusal| refusal.code()),
        Refusal::File(FileRefusal::Footer { .. }) => "footer",
        Refusal::File(FileRefusal::NothingTaken { .. }) => "nothing",
    }
}

fn trouble_code(trouble: &Trouble) -> (u8, &'static str) {
    match trouble {
        Trouble::WrongPassphrase => (4, "passphrase"),
        Trouble::LoginLocked { .. } => (4, "locked"),
        Trouble::KeyRevoked => (4, "revoked"),
        Trouble::RolesChanged => (1, "role"),
        Trouble::NoStore { .. } => (3, "no_store"),
        Trouble::StoreExists { .. } => (3, "exists"),
        Trouble::NotAStore => (3, "not_a_store"),
        Trouble::Damaged { .. } | Trouble::Garbled { .. } => (3, "damaged"),
        Trouble::KeysAltered { .. } => (3, "keys"),
        Trouble::Full => (3, "full"),
        Trouble::ReadOnly => (3, "read_only"),
        Trouble::NewerSchema { .. } => (3, "newer"),
        Trouble::Busy { .. } => (3, "busy"),
        Trouble::NotABackup => (3, "not_a_backup"),
        Trouble::Unverified { .. } => (3, "unverified"),
        Trouble::TailMissing { .. } => (3, "tail"),
        Trouble::File { .. } => (3, "file"),
        Trouble::BrokenOff => (3, "broken_off"),
        Trouble::Other { .. } => (3, "other"),
    }
}

fn write_line(out: &mut dyn Write, text: &str) {
    write(out, &format!("{text}\n"));
}

fn write(out: &mut dyn Write, text: &str) {
    // Where it fails there is nowhere else to say so.
    let _told = is_written(out, text);
}

/// False where there was no room; a reader that went away has read what it wanted.
fn is_written(out: &mut dyn Write, text: &str) -> bool {
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_or_else(|fault| fault.kind() == ErrorKind::BrokenPipe, |()| true)
}

/// Control and format characters as visible marks, so that a file name or an identifier cannot act on the terminal.
fn marked(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// JSON with everything escaped that could act on a terminal, hide or pile up: the value stays, and is seen.
fn spell(value: &Value) -> String {
    let mut out = String::new();
    for letter in crate::domain::shown::marked_letters(&value.to_string()) {
        match letter {
            Ok(letter) => out.push(letter),
            Err(unseen) => {
                let mut units = [0; 2];
                for unit in unseen.encode_utf16(&mut units) {
                    out.push_str("\\u");
                    out.push_str(&data_encoding::HEXLOWER.encode(&unit.to_be_bytes()));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_terminal_acts_on_json() {
        let hidden = json!(format!(
            "a\u{202e}b\u{2028}\u{e0001}e{}",
            "\u{301}".repeat(10_000)
        ));
        let text = spell(&hidden);
        assert!(text.starts_with("\"a\\u202eb\\u2028\\udb40\\udc01e\u{301}"));
        assert!(text.matches('\u{301}').count() < 10);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), hidden);
        let text = spell(&json!("\u{1b}[2J\u{9b}m\u{7f}陳"));
        assert_eq!(text, "\"\\u001b[2J\\u009bm\\u007f陳\"");
        assert_eq!(
            serde_json::from_str::<String>(&text).unwrap(),
            "\u{1b}[2J\u{9b}m\u{7f}陳"
        );
    }
}
