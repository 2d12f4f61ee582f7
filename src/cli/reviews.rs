//! `list reviews` (and the lines of one), `export review`.

use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ReviewsArgs};
use crate::app::{AppError, ReviewLineRow, ReviewRow};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Progress, ReviewNo};
use crate::domain::roc_date;
use crate::locale::{Lang, ReviewText as T, RosterText as R, Text};

/// `115-清查`, or its year alone for the first one of it.
pub(super) fn number(text: &str) -> Result<ReviewNo, CliError> {
    let of_year = |year: u32| ReviewNo { year, serial: 1 };
    let number = text.parse().ok();
    number
        .or_else(|| text.parse().ok().map(of_year))
        .ok_or_else(|| AppError::from(Refusal::NoSuchRecord).into())
}

/// Every review, the newest first; with a number its lines.
pub(super) fn list(global: &Global, arguments: &ReviewsArgs) -> Result<Said, CliError> {
    let lang = global.lang();
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let mut office = office(global)?;
    if let Some(record) = &arguments.record {
        let mut lines = office.review(number(record)?)?.lines;
        lines.truncate(limit);
        return Ok(said(
            &lines,
            line,
            |row| line_cells(row, lang),
            line_heads(lang),
        ));
    }
    let mut rows = office.reviews()?;
    rows.truncate(limit);
    Ok(said(
        &rows,
        review,
        |row| review_cells(row, lang),
        heads(lang),
    ))
}

fn said<R>(
    rows: &[R],
    json: fn(&R) -> Value,
    cells: impl Fn(&R) -> Vec<String>,
    heads: Vec<String>,
) -> Said {
    let mut table = vec![heads];
    table.extend(rows.iter().map(cells));
    Said {
        json: json!({ "rows": rows.iter().map(json).collect::<Vec<Value>>() }),
        prose: aligned(&table),
        ..Said::default()
    }
}

fn heads(lang: Lang) -> Vec<String> {
    let heads = [
        T::Number,
        T::OpenedOn,
        T::State,
        T::Lines,
        T::Undecided,
        T::Waiting,
        T::Urgent,
        T::ClosedOn,
    ];
    heads
        .map(|head| lang.text(Text::Review(head)).to_owned())
        .to_vec()
}

fn review_cells(row: &ReviewRow, lang: Lang) -> Vec<String> {
    let (review, ledger) = (&row.review, &row.ledger);
    let closed = review.closed.as_ref();
    vec![
        review.no.to_string(),
        lang.day(review.opened.at.day()),
        lang.review_state(review.state).to_owned(),
        ledger.lines.to_string(),
        ledger.undecided.to_string(),
        ledger.waiting.to_string(),
        ledger.urgent.to_string(),
        closed.map_or_else(String::new, |closed| lang.day(closed.at.day())),
    ]
}

fn review(row: &ReviewRow) -> Value {
    let (review, ledger) = (&row.review, &row.ledger);
    json!({
        "number": review.no.to_string(),
        "state": review.state.code(),
        "opened_on": roc_date::iso(review.opened.at.day()),
        "opened_by": review.opened.by.as_str(),
        "lines": ledger.lines,
        "kept": ledger.kept,
        "changed": ledger.changed,
        "deleted": ledger.deleted,
        "undecided": ledger.undecided,
        "waiting": ledger.waiting,
        "urgent": ledger.urgent,
        "approved_by": review.approved.as_ref().map(|signed| signed.by.as_str()),
        "closed_on": review.closed.as_ref().map(|signed| roc_date::iso(signed.at.day())),
    })
}

fn line_heads(lang: Lang) -> Vec<String> {
    [
        Text::Roster(R::Account),
        Text::Roster(R::Name),
        Text::Roster(R::Items),
        Text::Roster(R::Idle),
        Text::Review(T::Findings),
        Text::Review(T::Verdict),
        Text::Review(T::Handling),
    ]
    .map(|head| lang.text(head).to_owned())
    .to_vec()
}

fn line_cells(row: &ReviewLineRow, lang: Lang) -> Vec<String> {
    let frozen = &row.line.frozen;
    let holder = frozen.holder.as_ref();
    let number = row
        .line
        .request
        .map_or_else(String::new, |no| no.to_string());
    let handling = match (&row.line.decided, row.progress) {
        (Some(decided), Progress::Kept) => decided.reason.clone(),
        (_, Progress::Undecided) => String::new(),
        (_, progress) => format!("{number} {}", lang.progress(progress)),
    };
    vec![
        frozen.account.clone(),
        holder.map_or_else(String::new, |holder| holder.name.clone()),
        frozen.items.join(" "),
        lang.idle_days(frozen.idle),
        lang.findings(&frozen.findings),
        lang.verdict_short(row.line.verdict()).to_owned(),
        handling.trim().to_owned(),
    ]
}

fn line(row: &ReviewLineRow) -> Value {
    let (line, frozen) = (&row.line, &row.line.frozen);
    let decided = line.decided.as_ref();
    let findings: Vec<&str> = frozen.findings.iter().map(|found| found.code()).collect();
    json!({
        "place": line.place,
        "account": frozen.account,
        "name": frozen.holder.as_ref().map(|holder| &holder.name),
        "unit": frozen.holder.as_ref().map(|holder| &holder.unit),
        "items": frozen.items,
        "unused": frozen.unused,
        "last_query": frozen.last_query.map(roc_date::iso),
        "idle": frozen.idle,
        "findings": findings,
        "verdict": decided.map(|decided| decided.verdict.code()),
        "given_up": decided.map(|decided| &decided.items),
        "decided_by": decided.map(|decided| decided.signed.by.as_str()),
        "request": line.request.map(|no| no.to_string()),
        "state": state(row.progress),
        "urgent_days": row.age,
    })
}

fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::Undecided => "undecided",
        Progress::Kept => "kept",
        Progress::ToDraft => "to_draft",
        Progress::UnderWay => "under_way",
        Progress::Failed => "failed",
        Progress::CarriedOut(_) => "carried_out",
    }
}
