//! A month's work: import, reconcile, and the steps of the check.

use std::path::Path;

use serde_json::{Value, json};

use super::output::{CliError, Said};
use super::session::office;
use super::{CheckSub, Global};
use crate::app::{AppError, AtTheDraw, CheckState, Imported, RowOutcome, Taking};
use crate::domain::ids::{Login, Period};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::PublicSource;
use crate::locale::{self, Lang};

fn form(field: &'static str) -> CliError {
    AppError::from(Refusal::Form { field }).into()
}

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
    Ok(told(global.lang(), value, &report))
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
    Ok(told(global.lang(), value, &report))
}

fn told(lang: Lang, value: Value, report: &Imported) -> Said {
    if report.known {
        return Said {
            json: value,
            prose: locale::known_file(lang).to_owned(),
            ..Said::default()
        };
    }
    let not_taken = u64::try_from(report.faults.len()).unwrap_or(u64::MAX);
    let mut lines = vec![locale::file_counts(
        lang,
        report.read,
        report.accepted,
        report.duplicate,
        not_taken,
    )];
    lines.extend(
        report
            .faults
            .iter()
            .map(|(line, outcome)| format!("{line}: {}", reason(lang, outcome))),
    );
    Said {
        json: value,
        prose: lines.join("\n"),
        ..Said::default()
    }
}

/// `reconcile YYYMM`.
pub(super) fn reconcile(global: &Global, period: Period) -> Result<Said, CliError> {
    let found = office(global)?.reconcile(period)?;
    let counts = found.counts;
    let matched = counts
        .p1
        .saturating_add(counts.p2)
        .saturating_add(counts.retry)
        .saturating_add(counts.confirmed);
    Ok(Said {
        prose: format!(
            "log rows {}  matched {matched}  proposed {}  unregistered {}  unreadable {}  not performed {}",
            counts.log_rows,
            counts.proposed,
            found.unregistered.len(),
            found.unreadable.len(),
            found.not_performed.len()
        ),
        json: json!({
            "log_rows": counts.log_rows, "matched": matched, "proposed": counts.proposed,
            "unregistered": found.unregistered, "unreadable": found.unreadable, "not_performed": found.not_performed,
            "by_pass": { "p1": counts.p1, "p2": counts.p2, "retry": counts.retry, "confirmed": counts.confirmed },
        }),
        ..Said::default()
    })
}

/// `check …`.
pub(super) fn check(global: &Global, sub: &CheckSub) -> Result<Said, CliError> {
    let mut office = office(global)?;
    let period = match sub {
        CheckSub::Status { period } | CheckSub::Show { period } => {
            return Ok(state(&office.check_state(period.0)?));
        }
        CheckSub::Freeze {
            period,
            source,
            checker,
        } => {
            let source: Option<PublicSource> = source
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|_bad| form("source"))?;
            let checker: Option<Login> = checker
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|_bad| form("checker"))?;
            office.freeze(period.0, source.as_ref(), checker.as_ref())?;
            period.0
        }
        CheckSub::Draw {
            period,
            public,
            total,
            slip,
        } => {
            let typed = AtTheDraw {
                public: public.clone(),
                total: *total,
                slip: slip.clone(),
            };
            office.draw(period.0, &typed)?;
            period.0
        }
    };
    Ok(state(&office.state_of(period)?))
}

/// `export check`.
pub(super) fn export_check(
    global: &Global,
    period: Period,
    reason: &str,
    out: &Path,
) -> Result<Said, CliError> {
    let written = office(global)?.export_check(period, reason, out)?;
    let head = written.head.to_string();
    let path = written.path.display().to_string();
    Ok(Said {
        prose: format!("{path}\nSHA-256 {}\n{head}", written.sha256),
        json: json!({ "file": path, "sha256": written.sha256, "rows": written.rows, "head": head }),
        ..Said::default()
    })
}

fn state(state: &CheckState) -> Said {
    let outcomes: serde_json::Map<String, Value> = state
        .outcomes
        .iter()
        .map(|(outcome, count)| (outcome.clone(), json!(count)))
        .collect();
    let head = state.head.map(|head| head.to_string());
    Said {
        prose: state.base.iter().fold(
            format!(
                "{}  N {}  n {}",
                state.step.code(),
                state.population,
                state.sample_size
            ),
            |prose, id| format!("{prose}\n{id}"),
        ),
        json: json!({
            "step": state.step.code(), "population": state.population,
            "population_sha256": state.population_sha256, "sample_size": state.sample_size,
            "commit": state.commit, "checker": state.checker, "source": state.source, "head": head,
            "seed_text": state.seed_text, "seed": state.seed, "base": state.base, "risk": [],
            "next_commit": state.next_commit, "done": state.done, "outcomes": outcomes,
            "major": state.major, "record": state.record, "signed_by": state.signed_by,
        }),
        ..Said::default()
    }
}
