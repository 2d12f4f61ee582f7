//! `list roster`, `import roster`, `export roster`.

use std::path::Path;

use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ListArgs};
use crate::app::{RosterAsked, RosterLine, Taking};
use crate::domain::roc_date;
use crate::domain::roster::Hint;
use crate::locale::{self, Lang};

/// `list roster`: accounts with their holders, those that only a log names too.
pub(super) fn list(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let lang = global.lang();
    let mut office = office(global)?;
    let roster = office.roster(&RosterAsked::default())?;
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let lines: Vec<&RosterLine> = roster.lines.iter().take(limit).collect();
    let table: Vec<Vec<String>> = lines.iter().map(|line| cells(line, lang)).collect();
    Ok(Said {
        json: json!({ "rows": lines.iter().map(|line| row(line)).collect::<Vec<Value>>() }),
        prose: aligned(&table),
        ..Said::default()
    })
}

fn hint_code(hint: Hint) -> &'static str {
    match hint {
        Hint::Unknown => "unknown",
        Hint::Gone(post) | Hint::Going(post) => post.code(),
        Hint::DeletionProposed => "delete",
        Hint::Duplicate => "duplicate",
        Hint::Unproven => "unproven",
        Hint::Idle => "idle",
        Hint::Stopped => "stopped",
    }
}

fn row(line: &RosterLine) -> Value {
    let hints: Vec<&str> = line.hints.iter().map(|hint| hint_code(*hint)).collect();
    let held = line.held.as_ref();
    let account = held.map(|(account, _)| account);
    let person = held.map(|(_, person)| person);
    json!({
        "account": line.account,
        "name": person.map(|person| &person.name),
        "unit": person.map(|person| &person.unit),
        "title": person.map(|person| &person.title),
        "kind": account.map(|account| account.kind.code()),
        "status": account.map(|account| account.status.code()),
        "items": line.items,
        "bases": line.bases,
        "request": account.map(|account| &account.request),
        "opened_on": account.map(|account| roc_date::iso(account.opened_on)),
        "last_query": line.last_query.map(roc_date::iso),
        "idle": line.idle,
        "hints": hints,
    })
}

fn cells(line: &RosterLine, lang: Lang) -> Vec<String> {
    let (name, unit, kind, status) = match &line.held {
        Some((account, person)) => (
            person.name.clone(),
            person.unit.clone(),
            lang.account_kind(account.kind),
            lang.account_status(account.status),
        ),
        None => (String::new(), String::new(), "", ""),
    };
    let hints: Vec<&str> = line
        .hints
        .iter()
        .map(|hint| lang.hint_word(*hint))
        .collect();
    vec![
        line.account.clone(),
        name,
        unit,
        kind.to_owned(),
        status.to_owned(),
        line.items.join(" "),
        line.last_query
            .map_or_else(String::new, |day| lang.day(day)),
        line.idle.map_or_else(String::new, |days| days.to_string()),
        hints.join(" "),
    ]
}

/// `import roster FILE`: all of it, or nothing and exit 1 with the lines that stand in the way.
pub(super) fn import(global: &Global, file: &Path, taking: &Taking) -> Result<Said, CliError> {
    let lang = global.lang();
    let taken = office(global)?.import_roster(file, taking)?;
    if taken.known {
        return Ok(Said {
            json: json!({
                "read": 0, "accepted": 0, "duplicate": 0, "rejected": [],
                "encoding": taken.encoding, "sha256": taken.sha256, "known": true,
            }),
            prose: locale::known_file(lang).to_owned(),
            ..Said::default()
        });
    }
    let reasons: Vec<(u64, String)> = taken
        .rejected
        .iter()
        .map(|(line, fault)| (*line, lang.roster_fault(&fault.worded())))
        .collect();
    let rejected: Vec<Value> = reasons
        .iter()
        .map(|(line, reason)| json!({ "line": line, "reason": reason }))
        .collect();
    let count = u64::try_from(rejected.len()).unwrap_or(u64::MAX);
    let counts = lang.roster_counts([taken.read, taken.accepted, taken.duplicate, count]);
    let mut lines = vec![counts.clone()];
    lines.extend(
        reasons
            .iter()
            .map(|(line, reason)| format!("{line}: {reason}")),
    );
    let mut value = json!({
        "read": taken.read, "accepted": taken.accepted, "duplicate": taken.duplicate,
        "rejected": rejected, "encoding": taken.encoding, "sha256": taken.sha256, "known": false,
    });
    if count > 0
        && let Some(members) = value.as_object_mut()
    {
        members.insert(
            "error".to_owned(),
            json!({ "code": "roster", "message": counts }),
        );
    }
    Ok(Said {
        json: value,
        prose: lines.join("\n"),
        exit: u8::from(count > 0),
        ..Said::default()
    })
}
