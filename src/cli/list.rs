//! `list KIND`: rows, masked, ascending.

use chrono::NaiveTime;
use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ListArgs};
use crate::app::{EntryFilter, LogListed, PageFrom, ShownResult};
use crate::domain::moment::Moment;
use crate::domain::query::Query;
use crate::domain::roc_date;
use crate::domain::shown::pad;
use crate::locale::{Lang, Text};

/// `list register`: one's own lines, or all of them, ascending by number.
pub(super) fn register(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let period = arguments.period.map(|period| period.0);
    let queries = office(global)?.list_register(period, arguments.limit)?;
    let lang = global.lang();
    let lines: Vec<String> = queries.iter().map(|query| line(query, lang)).collect();
    Ok(Said {
        json: json!({ "rows": queries.iter().map(row).collect::<Vec<Value>>() }),
        prose: lines.join("\n"),
        ..Said::default()
    })
}

/// `list log`: the rows of the months that count them, ascending by number.
pub(super) fn log(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let period = arguments.period.map(|period| period.0);
    let rows = office(global)?.list_log(period, arguments.limit)?;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| log_line(row, global.lang()))
        .collect();
    Ok(Said {
        json: json!({ "rows": rows.iter().map(log_row).collect::<Vec<Value>>() }),
        prose: lines.join("\n"),
        ..Said::default()
    })
}

fn log_time(listed: &LogListed) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(listed.row.secs?, 0)
}

fn log_row(listed: &LogListed) -> Value {
    let row = &listed.row;
    json!({
        "seq": row.seq,
        "period": row.period.to_string(),
        "date": row.day.map(roc_date::iso),
        "time": log_time(listed).map(roc_date::hour_minute_second),
        "account": row.account,
        "item": row.item,
        "subject": listed.subject.to_string(),
        "case": row.case_text,
        "reason": row.reason_text,
        "result": row.result,
        "state": listed.state,
        "pass": listed.pass,
        "number": listed.number,
    })
}

fn log_line(listed: &LogListed, lang: Lang) -> String {
    let row = &listed.row;
    let when = row.day.zip(log_time(listed));
    let cells = [
        row.id().to_string(),
        pad(
            &when.map_or_else(String::new, |(day, time)| lang.minute(day, time)),
            18,
        ),
        pad(&row.account, 10),
        pad(&row.item, 4),
        pad(&listed.subject.to_string(), 10),
        pad(lang.row_state(listed.state), 8),
        listed.number.clone().unwrap_or_default(),
    ];
    cells.join("  ")
}

fn row(query: &Query) -> Value {
    json!({
        "number": query.no.to_string(),
        "date": roc_date::iso(query.asked_on),
        "time": roc_date::hour_minute_second(query.asked_at),
        "account": query.account,
        "item": query.item,
        "subject": query.subject.to_string(),
        "case": query.case_no,
        "reason": query.reason,
        "basis": query.basis,
        "result": query.answer.as_ref().map(|answer| answer.result.code()),
        "state": query.state.code(),
    })
}

fn line(query: &Query, lang: Lang) -> String {
    let cells = [
        pad(&query.no.to_string(), 14),
        lang.minute(query.asked_on, query.asked_at),
        pad(&query.account, 10),
        pad(&query.item, 4),
        pad(&query.subject.to_string(), 10),
        lang.shown_result(ShownResult::of(query).code()).to_owned(),
        query.case_no.clone(),
        query.reason.clone(),
    ];
    cells.join("  ")
}

/// `list trail`: by the day on which an entry was made.
pub(super) fn trail(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let lang = global.lang();
    let mut office = office(global)?;
    let midnight = |day| Moment::from_local(day, NaiveTime::MIN);
    let filter = EntryFilter {
        from: arguments
            .period
            .map(|period| midnight(period.0.first_day())),
        until: arguments
            .period
            .map(|period| midnight(period.0.next().first_day())),
        ..EntryFilter::default()
    };
    let limit = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let rows = office.entries(&filter, PageFrom::Up(0), limit)?;
    let today = office.now().day();
    let heads = [
        Text::EntryNumber,
        Text::EntryAt,
        Text::EntryPerson,
        Text::EntryRole,
        Text::EntryAction,
        Text::EntryRecord,
    ];
    let mut table = vec![heads.map(|head| lang.text(head).to_owned()).to_vec()];
    table.extend(rows.iter().map(|row| {
        let entry = &row.entry;
        vec![
            entry.seq.to_string(),
            lang.list_second(entry.at, today),
            entry.person.clone(),
            lang.role(entry.role).to_owned(),
            lang.deed(&entry.action, &entry.body),
            entry.record.clone(),
        ]
    }));
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let entry = &row.entry;
            json!({
                "seq": entry.seq, "at": entry.at.iso(), "person": entry.person, "role": entry.role.code(),
                "action": entry.action, "record": entry.record,
            })
        })
        .collect();
    Ok(Said {
        json: json!({ "rows": rows }),
        prose: aligned(&table),
        ..Said::default()
    })
}
