//! `list requests`: applications by number, where each stands.

use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ListArgs};
use crate::app::RequestRow;
use crate::domain::ids::Login;
use crate::domain::request::{Change, Line};
use crate::domain::roc_date;
use crate::locale::{Lang, RequestText, Text};

/// One's own, or all of them for managers and supervisors, ascending by number.
pub(super) fn requests(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let period = arguments.period.map(|period| period.0);
    let rows = office(global)?.list_requests(period, arguments.limit)?;
    let lang = global.lang();
    let heads = [
        RequestText::Number,
        RequestText::Kind,
        RequestText::About,
        RequestText::WaitsFor,
        RequestText::DueDay,
    ];
    let heads = heads.map(|head| lang.text(Text::Request(head)).to_owned());
    let mut table = vec![heads.to_vec()];
    table.extend(rows.iter().map(|row| line(row, lang)));
    Ok(Said {
        json: json!({ "rows": rows.iter().map(row).collect::<Vec<Value>>() }),
        prose: aligned(&table),
        ..Said::default()
    })
}

fn line(row: &RequestRow, lang: Lang) -> Vec<String> {
    let request = &row.request;
    let due = row.deadline.map(|deadline| lang.day(deadline.ends_on));
    vec![
        request.no.to_string(),
        lang.request_kind_of(request).to_owned(),
        request.holder.name.clone(),
        lang.request_waits(request.stage).to_owned(),
        due.unwrap_or_default(),
    ]
}

fn row(row: &RequestRow) -> Value {
    let request = &row.request;
    let account = if request.account.is_empty() {
        &request.new_account
    } else {
        &request.account
    };
    json!({
        "number": request.no.to_string(),
        "kind": request.kind.code(),
        "state": request.stage.code(),
        "since": request.since.iso(),
        "applicant": request.applicant.as_str(),
        "person": request.holder.name,
        "account": account,
        "items": request.lines.iter().map(item).collect::<Vec<Value>>(),
        "changes_on": request.changes_on.map(roc_date::iso),
        "due_on": row.deadline.map(|deadline| roc_date::iso(deadline.ends_on)),
        "approved_by": request.approved_by.as_ref().map(Login::as_str),
        "acting_for": request.approved_for.as_ref().map(Login::as_str),
    })
}

fn item(line: &Line) -> Value {
    json!({
        "item": line.item,
        "change": match line.change {
            Change::Add => "add",
            Change::Delete => "delete",
        },
        "basis": line.basis,
        "result": line.is_agreed.map(|is_agreed| if is_agreed { "agreed" } else { "refused" }),
    })
}
