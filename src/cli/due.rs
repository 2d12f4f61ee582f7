//! `due`: what waits for the caller, as 今日 shows it.

use serde_json::{Value, json};

use super::Global;
use super::output::{CliError, Said, aligned};
use super::session::office;
use crate::app::{Due, due_category, due_code, due_number, due_record, due_words};
use crate::domain::deadline::{Deadline, DueState};
use crate::domain::moment::Moment;
use crate::domain::roc_date::{self, read_absolute};
use crate::locale::{Lang, Text};

/// Of today or of the day that is named, soonest first.
pub(super) fn due(
    global: &Global,
    within: Option<u32>,
    today: Option<&str>,
) -> Result<Said, CliError> {
    let lang = global.lang();
    let today = today
        .map(read_absolute)
        .transpose()
        .map_err(|fault| CliError::Usage(lang.date_argument(&fault)))?;
    let (now, agenda) = office(global)?.due(today, within)?;
    let heads = [
        Text::DueTerm,
        Text::DueDay,
        Text::DueKind,
        Text::DueWhat,
        Text::EntryRecord,
    ];
    let mut table = vec![heads.map(|head| lang.text(head).to_owned()).to_vec()];
    table.extend(agenda.dues.iter().map(|due| line(due, now, lang)));
    let prose = if agenda.dues.is_empty() {
        lang.text(Text::NothingDue).to_owned()
    } else {
        aligned(&table)
    };
    let rows: Vec<Value> = agenda.dues.iter().map(|due| row(due, now, lang)).collect();
    Ok(Said {
        json: json!({
            "today": roc_date::iso(now.day()),
            "rows": rows,
            "unlisted": { "overdue": agenda.unlisted.overdue, "today": agenda.unlisted.today },
        }),
        prose,
        ..Said::default()
    })
}

fn row(due: &Due, now: Moment, lang: Lang) -> Value {
    let day = |of: fn(Deadline) -> chrono::NaiveDate| {
        due.deadline.map(|deadline| roc_date::iso(of(deadline)))
    };
    let state = due.deadline.map(|deadline| deadline.state(now.day()));
    json!({
        "what": due_code(&due.duty),
        "record": due_record(&due.duty),
        "text": due_words(lang, due, now),
        "ends_on": day(|deadline| deadline.ends_on),
        "rolled_on": day(|deadline| deadline.rolled_on),
        "advised_on": day(|deadline| deadline.advised_on),
        "state": state.map(DueState::code),
        "days": state.map(DueState::days),
        "mine": due.is_mine,
    })
}

fn line(due: &Due, now: Moment, lang: Lang) -> Vec<String> {
    let today = now.day();
    let state = due.deadline.map(|deadline| deadline.state(today));
    let day = due.deadline.map(|deadline| deadline.counted_day(today));
    vec![
        state.map_or_else(String::new, |state| lang.due(state)),
        day.map_or_else(String::new, |day| lang.list_day(day, today)),
        lang.text(due_category(&due.duty)).to_owned(),
        due_words(lang, due, now),
        due_number(&due.duty),
    ]
}
