//! What a connection runs, for tests: every statement, with what it cost and how it is carried out.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};

use rusqlite::StatementStatus;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::store::Store;
use crate::store::schema::TABLES;

/// A statement that ran to its end.
#[derive(Debug, Clone)]
pub(crate) struct Ran {
    pub sql: String,
    /// Steps of SQLite's machine.
    pub steps: i32,
}

/// The statements that a watched connection has run since they were last taken.
pub(crate) struct Watched(Receiver<Ran>);

impl Watched {
    pub(crate) fn take(&self) -> Vec<Ran> {
        self.0.try_iter().collect()
    }
}

impl Store {
    /// Watches this connection from now on.
    pub(crate) fn watch(&mut self) -> Watched {
        let (give, given) = channel();
        let mut before: HashMap<String, i32> = HashMap::new();
        let hear = move |event: TraceEvent<'_>| {
            if let TraceEvent::Profile(statement, _spent) = event {
                let sql = statement.sql().into_owned();
                // A statement that is kept goes on counting.
                let now = statement.get_status(StatementStatus::VmStep);
                let then = before.insert(sql.clone(), now).unwrap_or_default();
                let steps = if now >= then { now - then } else { now };
                give.send(Ran { sql, steps }).unwrap();
            }
        };
        self.connection
            .trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(hear))
            .unwrap();
        Watched(given)
    }

    /// The steps of a statement's plan that read a whole large table, or a whole month of it, though they need not: one
    /// that is read in order up to a limit is not, and neither is a count.
    pub(crate) fn whole_tables(&self, sql: &str) -> Vec<String> {
        let explained = format!("explain query plan {sql}");
        // Not so pragmas, transactions, and what the index of words asks of its own tables.
        let Ok(mut statement) = self.connection.prepare(&explained) else {
            return Vec::new();
        };
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            let is_limited = sql.contains("limit");
            let is_counted = sql.contains("count(");
            let is_whole = is_large(step.strip_prefix("SCAN ")) && !is_limited;
            let is_month = is_large(step.strip_prefix("SEARCH "))
                && step.ends_with("(period=?)")
                && !is_limited
                && !is_counted;
            if is_whole || is_month {
                found.push(step);
            }
        }
        found
    }
}

/// Whether a step is about a large table, by its name or by the letter that statements give it.
fn is_large(step: Option<&str>) -> bool {
    let Some(name) = step.and_then(|step| step.split(' ').next()) else {
        return false;
    };
    let mut bound = TABLES.iter().map(|table| table.name);
    let is_bound = bound.any(|known| known == name) && !SMALL.contains(&name);
    is_bound || ["trail", "query_history", "q", "m", "a", "s", "o", "l"].contains(&name)
}

/// Tables of few rows, or of as many as persons write: read whole.
const SMALL: &[&str] = &[
    "review",
    "review_line",
    "clerk",
    "setting",
    "item",
    "reason",
    "basis",
    "log_file",
    "check_month",
    "reconcile_run",
    "decision",
    "explanation",
    "officer",
    "training",
    "agency_item",
    "standing",
    "handover",
    "countersign",
    "revision",
    "joint_check",
    "quarter",
    "notice",
];
