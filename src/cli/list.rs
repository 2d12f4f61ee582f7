//! `list KIND`: rows, masked, ascending.

use serde_json::{Value, json};

use super::output::{CliError, Said};
use super::session::office;
use super::{Global, ListArgs};
use crate::app::ShownResult;
use crate::domain::query::Query;
use crate::domain::roc_date;
use crate::domain::shown::pad;
use crate::locale::Lang;

/// `list register`: one's own lines, or all of them, ascending by number.
pub(super) fn register(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let period = arguments.period.map(|period| period.0);
    let queries = office(global)?.list_register(period, arguments.limit)?;
    let lang = global.lang();
    let lines: Vec<String> = queries.iter().map(|query| line(query, lang)).collect();
    Ok(Said {
        json: json!({ "rows": queries.iter().map(row).collect::<Vec<Value>>() }),
        prose: lines.join("\n"),
        remark: None,
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
