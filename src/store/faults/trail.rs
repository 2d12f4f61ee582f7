//! The trail: altered, replaced, forged, cut, rolled back.

use crate::domain::canonical::Json;
use crate::domain::people::Role;
use crate::domain::trail::{Entry, hash, hex, signing_string};
use crate::store::crypto::Pairs;
use crate::store::faults::{after, fact, filled, found, keep, verified};
use crate::store::fixture::{AT, reopen};
use crate::store::head::Tail;
use crate::store::verify::{Expect, ProblemKind};
use crate::store::{Store, StoreError};

const UNGUARDED: &str = "drop trigger trail_is_not_changed; drop trigger trail_is_not_deleted; drop trigger trail_in_order;";

fn guards() -> String {
    let start = include_str!("../schema/0001_start.sql");
    let from = start.find("create trigger trail_in_order").unwrap();
    let to = start[from..].find("-- Rows written").unwrap();
    start[from..from + to].to_owned()
}

#[test]
fn an_altered_entry_is_named() {
    let (_dir, store, _signer) = filled();
    let deed = format!(
        "{UNGUARDED} update trail set bytes = replace(bytes, 'sample.put/1', 'sample.put/2') where seq = 3; {}",
        guards()
    );
    store.connection().execute_batch(&deed).unwrap();
    let report = verified(&store, None);
    assert_eq!(report.first_bad, Some(3));
    assert_eq!(found(&store), ["form @3", "signer @3"]);
    let (_dir, store, _signer) = filled();
    let deed = format!(
        "{UNGUARDED} update trail set bytes = replace(bytes, 'T', ' ') where seq = 3; {}",
        guards()
    );
    store.connection().execute_batch(&deed).unwrap();
    assert_eq!(verified(&store, None).first_bad, Some(3));
}

#[test]
fn the_trail_refuses_replacement_and_a_forged_end() {
    let (_dir, store, _signer) = filled();
    let copy = |verb: &str, seq: &str| {
        format!(
            "{verb} into trail (seq, prev, hash, bytes, signature) select {seq}, prev, hash, bytes, signature from trail where seq = 4"
        )
    };
    for deed in [
        copy("replace", "4"),
        copy("insert", "5"),
        copy("insert", "9"),
        "delete from trail where seq = 4".to_owned(),
        "update trail set signature = zeroblob(64)".to_owned(),
    ] {
        assert!(store.connection().execute_batch(&deed).is_err(), "{deed}");
    }
    // Where the guard is gone and the entry rewritten with its hash, the chain and the signature say so.
    let changed = replaced(&store, 3, |entry| entry.record = "forged".to_owned());
    assert_eq!(changed, ["signature @3", "chain @4"]);
}

/// Rewrites an entry with a right hash and the old signature, and puts the guards back.
fn replaced(store: &Store, seq: i64, change: impl FnOnce(&mut Entry)) -> Vec<String> {
    let connection = store.connection();
    let bytes: String = connection
        .query_row("select bytes from trail where seq = ?1", [seq], |row| {
            row.get(0)
        })
        .unwrap();
    let mut entry = Entry::parse(&bytes).unwrap();
    change(&mut entry);
    connection.execute_batch(UNGUARDED).unwrap();
    connection
        .execute(
            "replace into trail (seq, prev, hash, bytes, signature) select seq, prev, ?2, ?3, signature from trail where seq = ?1",
            rusqlite::params![seq, hash(&entry.bytes()), entry.bytes()],
        )
        .unwrap();
    connection.execute_batch(&guards()).unwrap();
    found(store)
}

#[test]
fn a_ghost_signer_is_named() {
    let (_dir, store, signer) = filled();
    let ghost = Pairs::make().unwrap();
    let (before, at) = store.reader().last_entry().unwrap();
    let entry = Entry {
        action: "sample.put/1".to_owned(),
        at,
        body: Json::object([]),
        key: ghost.fingerprint(),
        person: signer.login().to_owned(),
        prev: before.hash,
        record: String::new(),
        role: Role::Keeper,
        seq: 5,
        store: store.id().to_owned(),
    };
    let (bytes, hash) = (entry.bytes(), hash(&entry.bytes()));
    store
        .connection()
        .execute(
            "insert into trail (seq, prev, hash, bytes, signature) values (5, ?1, ?2, ?3, ?4)",
            rusqlite::params![before.hash, hash, bytes, ghost.sign(&signing_string(&hash))],
        )
        .unwrap();
    assert_eq!(found(&store), ["signer @5"]);
}

#[test]
fn an_entry_in_a_role_that_is_not_held_or_not_allowed_is_named() {
    let (_dir, store, signer) = filled();
    let put = |role, action| {
        let tx = store.write().unwrap();
        tx.forge(&signer, role, &fact(action));
    };
    put(Role::Manager, "sample.put/1");
    put(Role::Keeper, "sample.unknown/1");
    put(Role::Keeper, "sample.put/1");
    assert_eq!(found(&store), ["signer @5", "signer @6"]);
}

#[test]
fn a_recreated_trigger_and_a_changed_agency_are_named() {
    after(
        "drop trigger trail_is_not_deleted;
         create trigger trail_is_not_deleted before delete on trail begin select 1; end;",
        &["schema trigger trail_is_not_deleted"],
    );
    after(
        "drop trigger trail_is_not_changed",
        &["schema trigger trail_is_not_changed"],
    );
    after(
        "drop table sample_plain",
        &[
            "missing sample_plain 1 @2",
            "missing sample_plain 2 @2",
            "missing sample_plain 2 @3",
        ],
    );
    after("create table more (id integer)", &["schema table more"]);
    after(
        "update store_meta set agency = 'XX'",
        &["changed store_meta 1"],
    );
}

#[test]
fn a_cut_tail_refuses_to_write_until_the_keeper_accepts_it() {
    let (dir, store, signer) = filled();
    let (head, _at) = store.reader().last_entry().unwrap();
    let deed = format!("{UNGUARDED} delete from trail where seq > 2; {}", guards());
    store.connection().execute_batch(&deed).unwrap();
    let paper = Expect::parse(&head.to_string()).unwrap();
    let kinds: Vec<ProblemKind> = verified(&store, Some(&paper))
        .problems
        .iter()
        .map(|problem| problem.kind)
        .collect();
    assert!(kinds.contains(&ProblemKind::Head) && kinds.contains(&ProblemKind::Expect));
    drop(store);
    let store = reopen(&dir).unwrap();
    assert_eq!(store.tail(), Tail::Missing(2));
    let refused = store.write().err();
    assert!(matches!(
        refused,
        Some(StoreError::TailMissing { missing: 2 })
    ));
    let new = store.accept_lost_tail(&signer, AT, Role::Keeper).unwrap();
    assert_eq!(new.seq, 3);
    keep(store.write().unwrap(), &signer);
    drop(store);
    assert_eq!(reopen(&dir).unwrap().tail(), Tail::Whole);
}

#[test]
fn a_missing_head_and_a_head_of_another_chain_refuse_to_write() {
    let (dir, store, _signer) = filled();
    drop(store);
    std::fs::write(dir.path().join("head"), format!("2:{}\n", "ab".repeat(32))).unwrap();
    let store = reopen(&dir).unwrap();
    assert_eq!(store.tail(), Tail::OtherChain);
    assert!(found(&store).contains(&"head @2".to_owned()));
    drop(store);
    std::fs::remove_file(dir.path().join("head")).unwrap();
    let store = reopen(&dir).unwrap();
    assert_eq!(store.tail(), Tail::NoHead);
    assert!(store.write().is_err());
    assert_eq!(found(&store), ["head "]);
}

#[test]
fn an_older_copy_is_not_the_chain_on_paper() {
    let (dir, store, signer) = filled();
    drop(store);
    let older = tempfile::tempdir().unwrap();
    for name in ["desk.db", "keys.toml", "head"] {
        std::fs::copy(dir.path().join(name), older.path().join(name)).unwrap();
    }
    let store = reopen(&dir).unwrap();
    keep(store.write().unwrap(), &signer);
    let (head, _at) = store.reader().last_entry().unwrap();
    let paper = Expect {
        seq: head.seq,
        hex: hex(&head.hash)[..16].to_owned(),
    };
    assert!(
        !verified(&store, Some(&paper))
            .problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Expect)
    );
    let store = reopen(&older).unwrap();
    let report = verified(&store, Some(&paper));
    let expected = [(ProblemKind::Expect, Some(5))];
    let named: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.kind, problem.seq))
        .collect();
    assert_eq!(named, expected);
}
