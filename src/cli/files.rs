//! Files in: `import`.

use std::path::Path;

use serde_json::{Value, json};

use super::Global;
use super::output::{CliError, Said};
use super::session::office;
use crate::app::{Imported, RowOutcome, Taking, Work};
use crate::domain::ids::Period;
use crate::domain::roc_date::iso;
use crate::locale::{self, Lang};

fn reason(lang: Lang, outcome: &RowOutcome) -> String {
    match outcome {
        RowOutcome::OtherContent(number) => locale::other_content(lang, &number.to_string()),
        RowOutcome::Fault(fault) => lang.row_reason(fault),
    }
}

fn faults(lang: Lang, report: &Imported) -> Vec<Value> {
    report
        .faults
        .iter()
        .map(|(line, outcome)| json!({ "line": line, "reason": reason(lang, outcome) }))
        .collect()
}

fn months(rows: &[(Period, u64)]) -> Vec<Value> {
    rows.iter()
        .map(|(period, rows)| json!({ "period": period.to_string(), "rows": rows }))
        .collect()
}

/// `import log`.
pub(super) fn import_log(
    global: &Global,
    file: &Path,
    period: Period,
    taking: Taking,
) -> Result<Said, CliError> {
    let report = office(global)?.import_log(file, period, taking)?;
    let value = json!({
        "read": report.read, "accepted": report.accepted, "duplicate": report.duplicate,
        "unreadable": faults(global.lang(), &report), "outside": months(&report.outside), "waiting": months(&report.waiting),
        "encoding": report.encoding, "sha256": report.sha256, "known": report.known,
    });
    let value = with_counts(value, "unreadable", &report);
    Ok(told(global.lang(), value, &report))
}

/// How many faulty rows there are, and how many of them are not listed.
fn with_counts(mut value: Value, name: &str, report: &Imported) -> Value {
    if let Some(value) = value.as_object_mut() {
        value.insert(format!("{name}_count"), json!(report.fault_count));
        if report.unlisted_count() > 0 {
            value.insert(format!("{name}_unlisted"), json!(report.unlisted_count()));
        }
    }
    value
}

/// `import register`.
pub(super) fn import_register(
    global: &Global,
    file: &Path,
    taking: Taking,
) -> Result<Said, CliError> {
    let report = office(global)?.import_register(file, taking)?;
    let value = json!({
        "read": report.read, "accepted": report.accepted, "duplicate": report.duplicate,
        "rejected": faults(global.lang(), &report), "encoding": report.encoding, "sha256": report.sha256, "known": report.known,
    });
    let value = with_counts(value, "rejected", &report);
    Ok(told(global.lang(), value, &report))
}

/// `import calendar`.
pub(super) fn import_calendar(
    global: &Global,
    file: &Path,
    taking: Taking,
) -> Result<Said, CliError> {
    let lang = global.lang();
    let taken = office(global)?.import_calendar(file, &taking, Work::unwatched())?;
    let (accepted, duplicate) = if taken.is_known {
        (0, taken.rows)
    } else {
        (taken.rows, 0)
    };
    let prose = if taken.is_known {
        locale::known_file(lang).to_owned()
    } else {
        lang.calendar_taken(taken.year, taken.rows, taken.version, taken.moved)
    };
    Ok(Said {
        json: json!({
            "read": taken.rows, "accepted": accepted, "duplicate": duplicate, "rejected": [],
            "encoding": taken.encoding, "sha256": taken.sha256, "known": taken.is_known,
            "year": taken.year, "version": taken.version, "days_off": taken.days_off,
            "changed": taken.changed.iter().map(|day| iso(*day)).collect::<Vec<_>>(), "moved": taken.moved,
        }),
        prose,
        ..Said::default()
    })
}

fn told(lang: Lang, value: Value, report: &Imported) -> Said {
    if report.known {
        return Said {
            json: value,
            prose: locale::known_file(lang).to_owned(),
            ..Said::default()
        };
    }
    let mut lines = vec![locale::file_counts(
        lang,
        report.read,
        report.accepted,
        report.duplicate,
        report.fault_count,
    )];
    lines.extend(
        report
            .faults
            .iter()
            .map(|(line, outcome)| format!("{line}: {}", reason(lang, outcome))),
    );
    if report.unlisted_count() > 0 {
        lines.push(lang.faults_unlisted(report.unlisted_count()));
    }
    Said {
        json: value,
        prose: lines.join("\n"),
        ..Said::default()
    }
}
