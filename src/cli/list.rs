//! `list KIND`: rows, masked, ascending.

use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ListArgs};
use crate::app::{EntryFilter, PageFrom, ShownResult};
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
    let midnight = |day| Moment::from_local(day, chrono::NaiveTime::MIN);
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
