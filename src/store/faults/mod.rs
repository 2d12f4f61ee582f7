//! Faults of the file, and attempts by somebody who has the data key and SQL: each is noticed and named.

mod desk;
mod people;
mod rows;
mod trail;

use rusqlite::types::Value;
use tempfile::TempDir;

use crate::domain::canonical::Json;
use crate::domain::people::Role;
use crate::domain::trail::Fact;
use crate::store::fixture::{AT, store};
use crate::store::row::{Binding, Table};
use crate::store::verify::{Expect, Report};
use crate::store::{Signer, Store, WriteTx};

static NOTE: Table = Table {
    name: "sample_note",
    columns: &["said", "number"],
    binding: Binding::History,
};
static PLAIN: Table = Table {
    name: "sample_plain",
    columns: &["said"],
    binding: Binding::Row,
};
static LINE: Table = Table {
    name: "sample_line",
    columns: &["said"],
    binding: Binding::Batch,
};

const SAMPLES: &str = "
    create table sample_note (id integer primary key, version integer not null, said text, number integer, salt blob, digest blob) strict;
    create table sample_note_history (id integer, version integer, said text, number integer, salt blob, digest blob, primary key (id, version)) strict;
    create table sample_plain (id integer primary key, version integer not null, said text, salt blob, digest blob) strict;
    create table sample_line (id integer primary key, batch integer not null references batch (id), said text, digest blob) strict;
";

fn allowed(action: &str) -> Option<&'static [Role]> {
    (action == "sample.put/1").then_some(&[Role::Keeper])
}

fn fact(action: &'static str) -> Fact<'static> {
    Fact {
        action,
        record: "",
        body: Json::object([]),
    }
}

fn keep(tx: WriteTx<'_>, signer: &Signer) -> u64 {
    let head = tx.commit(signer, AT, Role::Keeper, &fact("sample.put/1"));
    head.unwrap().seq
}

fn text(said: &str) -> Value {
    Value::Text(said.to_owned())
}

fn note(said: &str) -> [Value; 2] {
    [text(said), Value::Integer(7)]
}

/// A store with rows of every binding: notes 1–3 (2 twice corrected), 4–8 put together (5 corrected), plain 1–2 (2 changed),
/// lines 1–100 in batch 1 and 101–200 in batch 2.
fn filled() -> (TempDir, Store, Signer) {
    let (dir, store, signer) = store();
    store.connection().execute_batch(SAMPLES).unwrap();
    let mut tx = store.write().unwrap();
    for said in ["a", "b", "c"] {
        tx.put(&NOTE, None, &note(said)).unwrap();
    }
    assert_eq!(tx.put(&PLAIN, None, &[text("x")]).unwrap(), (1, 1));
    assert_eq!(tx.put(&PLAIN, None, &[text("y")]).unwrap(), (2, 1));
    assert_eq!(keep(tx, &signer), 2);
    let mut tx = store.write().unwrap();
    assert_eq!(tx.put(&NOTE, Some(2), &note("b2")).unwrap(), (2, 2));
    assert_eq!(tx.put(&NOTE, Some(2), &note("b3")).unwrap(), (2, 3));
    tx.put(&PLAIN, Some(2), &[text("y2")]).unwrap();
    let mut many = tx.put_many(&NOTE).unwrap();
    for said in ["d", "e", "f", "g", "h"] {
        many.append(&note(said)).unwrap();
    }
    assert_eq!(many.finish().unwrap(), 5);
    assert_eq!(keep(tx, &signer), 3);
    let mut tx = store.write().unwrap();
    tx.put(&NOTE, Some(5), &note("e2")).unwrap();
    for _batch in 0..2 {
        let mut lines = tx.batch(&LINE).unwrap();
        for number in 0..100 {
            lines.append(&[text(&format!("line {number}"))]).unwrap();
        }
        assert_eq!(lines.finish().unwrap(), 100);
    }
    assert_eq!(keep(tx, &signer), 4);
    (dir, store, signer)
}

fn verified(store: &Store, expect: Option<&Expect>) -> Report {
    let tables = [&NOTE, &PLAIN, &LINE];
    let mut report = store
        .verify_tables(&tables, allowed, expect, |_done| {})
        .unwrap();
    // The tables of the test are none of the program's.
    report.problems.retain(|problem| {
        !problem
            .table
            .as_ref()
            .is_some_and(|name| name.contains(" sample_") || name.contains("autoindex_sample"))
    });
    report
}

/// The problems as `kind table id seq`.
fn found(store: &Store) -> Vec<String> {
    let problems = verified(store, None).problems;
    let shown = problems.iter().map(|problem| {
        let id = problem.id.map(|id| id.to_string());
        let seq = problem.seq.map(|seq| format!("@{seq}"));
        let parts = [problem.table.clone(), id, seq];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {}", problem.kind.code(), parts.join(" "))
    });
    shown.collect()
}

#[track_caller]
fn after(deed: &str, expected: &[&str]) {
    let (_dir, store, _signer) = filled();
    store.connection().execute_batch(deed).unwrap();
    assert_eq!(found(&store), expected, "{deed}");
}
