//! `list retention`: held items by number, where each stands, until when.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::output::{CliError, Said, aligned};
use super::session::office;
use super::{Global, ListArgs};
use crate::domain::deadline::Deadline;
use crate::domain::retention::Held;
use crate::domain::roc_date;
use crate::locale::{DueText, Lang, Text};

/// One's own, or all of them for managers and supervisors, ascending by number.
pub(super) fn retention(global: &Global, arguments: &ListArgs) -> Result<Said, CliError> {
    let period = arguments.period.map(|period| period.0);
    let found = office(global)?.list_retention(period, arguments.limit)?;
    let lang = global.lang();
    let heads = [
        DueText::Number,
        DueText::Content,
        DueText::State,
        DueText::Custodian,
        DueText::Legal,
        DueText::Certificate,
    ];
    let mut head: Vec<String> = heads
        .map(|head| lang.text(Text::Due(head)).to_owned())
        .to_vec();
    head.push(lang.text(Text::AdvisedOn).to_owned());
    let mut table = vec![head];
    table.extend(found.iter().map(|(held, due)| line(held, *due, lang)));
    let rows: Vec<Value> = found.iter().map(|(held, due)| row(held, *due)).collect();
    Ok(Said {
        json: json!({ "rows": rows }),
        prose: aligned(&table),
        ..Said::default()
    })
}

fn line(held: &Held, due: Option<Deadline>, lang: Lang) -> Vec<String> {
    let state = if held.hold.is_some() {
        lang.on_hold()
    } else {
        lang.held_state(held.state)
    };
    vec![
        held.no.to_string(),
        lang.held_content(held.medium, held.quantity),
        state.to_owned(),
        held.custodian_name.clone(),
        held.basis.clone(),
        held.certificate
            .map(|no| no.to_string())
            .unwrap_or_default(),
        due.map(|due| lang.day(due.advised_on)).unwrap_or_default(),
    ]
}

fn row(held: &Held, due: Option<Deadline>) -> Value {
    let day = |day: Option<NaiveDate>| day.map(roc_date::iso);
    let sources: Vec<String> = held.sources.iter().map(ToString::to_string).collect();
    json!({
        "number": held.no.to_string(),
        "state": held.state.code(),
        "on_hold": held.hold.is_some(),
        "medium": held.medium.code(),
        "quantity": held.quantity,
        "custodian": held.custodian,
        "basis": held.basis,
        "item": held.item,
        "sources": sources,
        "origin": held.origin.code(),
        "obtained_on": roc_date::iso(held.obtained_on),
        "use_until": day(held.use_until),
        "use_basis": held.use_basis,
        "statute": held.statute.as_ref().map(|statute| &statute.citation),
        "statute_ends_on": day(held.statute.as_ref().map(|statute| statute.ends_on)),
        "completed_on": day(held.completed_on),
        "unneeded_on": day(held.unneeded_on),
        "ground": held.ground.code(),
        "ends_on": day(due.map(|due| due.ends_on)),
        "rolled_on": day(due.map(|due| due.rolled_on)),
        "advised_on": day(due.map(|due| due.advised_on)),
        "certificate": held.certificate.map(|no| no.to_string()),
    })
}
