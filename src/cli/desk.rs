//! The store itself from the command line: verify, backup, restore.

use std::path::Path;

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Global;
use super::output::{CliError, Said, Ticker};
use super::session::{Secrets, login, named, office};
use crate::app::{self, Clock, Expect, Problem};
use crate::locale::Lang;
use crate::locale::prose::Found;

/// `verify`: its JSON is printed also when not all is well; the exit code tells.
pub(super) fn verify(global: &Global, expect: Option<&str>) -> Result<Said, CliError> {
    let lang = global.lang();
    let expect = expect
        .map(|text| Expect::parse(text).ok_or_else(|| CliError::Usage(lang.bad_head().to_owned())))
        .transpose()?;
    let mut office = office(global)?;
    let mut ticker = Ticker::start();
    let found = office.verify(expect.as_ref(), |done| ticker.tell(done.entries, done.of))?;
    ticker.end();
    let prose = if found.ok {
        lang.verified(found.head, found.months)
    } else {
        let first = lang.not_verified(found.problems.len(), found.first_bad);
        std::iter::once(first)
            .chain(found.problems.iter().map(|problem| worded(lang, problem)))
            .collect()
    };
    let problems: Vec<Value> = found.problems.iter().map(problem).collect();
    Ok(Said {
        json: json!({
            "entries": found.entries, "head": found.head.map(|head| head.to_string()), "ok": found.ok,
            "first_bad": found.first_bad, "problems": problems,
        }),
        prose: prose.join("\n"),
        exit: if found.ok { 0 } else { 3 },
        ..Said::default()
    })
}

fn problem(problem: &Problem) -> Value {
    json!({ "kind": problem.kind.code(), "table": problem.table, "id": problem.id, "seq": problem.seq })
}

fn worded(lang: Lang, problem: &Problem) -> String {
    lang.problem(Found {
        kind: problem.kind,
        table: problem.table.as_deref(),
        id: problem.id,
        seq: problem.seq,
    })
}

/// `backup FILE`.
pub(super) fn backup(global: &Global, file: &Path) -> Result<Said, CliError> {
    let mut office = office(global)?;
    let mut ticker = Ticker::start();
    let made = office.back_up(file, |copied| ticker.tell(copied.pages, copied.of))?;
    ticker.end();
    let name = file.display().to_string();
    Ok(Said {
        prose: global
            .lang()
            .backed_up(&name, made.bytes, made.head)
            .join("\n"),
        json: json!({ "file": name, "bytes": made.bytes, "head": made.head.to_string(), "sha256": made.sha256 }),
        ..Said::default()
    })
}

/// `restore FILE DIR`, by any person in it.
pub(super) fn restore(global: &Global, file: &Path, dir: &Path) -> Result<Said, CliError> {
    let login = login(global)?;
    let passphrase = Secrets::of(global)?.next()?;
    let made = app::restore(file, dir, &login, passphrase.expose_secret(), Clock::Host)
        .map_err(|error| named(error, dir))?;
    let name = file.display().to_string();
    let prose = global
        .lang()
        .restored(&dir.display().to_string(), made.head);
    Ok(Said {
        prose: prose.join("\n"),
        json: json!({ "file": name, "bytes": made.bytes, "head": made.head.to_string() }),
        ..Said::default()
    })
}
