//! Faults of the file, and attempts by somebody who has the data key and SQL: each is noticed and named.

use std::path::PathBuf;

use rusqlite::types::Value;
use tempfile::TempDir;

use crate::domain::canonical::Json;
use crate::domain::ids::Login;
use crate::domain::people::Role;
use crate::domain::signers::RECOVERY;
use crate::domain::trail::{Entry, Fact, hash, hex, signing_string};
use crate::store::backup::Restoring;
use crate::store::crypto::Pairs;
use crate::store::fixture::{AT, PASSPHRASE, reopen, store};
use crate::store::head::Tail;
use crate::store::row::{Binding, Table};
use crate::store::verify::{Expect, ProblemKind, Report};
use crate::store::{Founding, Interrupter, Signer, Store, StoreError, WriteTx};

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

fn desk(dir: &TempDir) -> PathBuf {
    dir.path().join("desk.db")
}

#[test]
fn a_store_is_made_opened_and_refuses_to_be_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let founding = Founding {
        agency: "SOC".parse().unwrap(),
        keeper: "keeper".parse().unwrap(),
        passphrase: PASSPHRASE,
        at: AT,
        is_demo: false,
    };
    let founded = Store::create(dir.path(), &founding, |_tx| Ok(())).unwrap();
    assert_eq!(founded.head.seq, 1);
    let code = founded.recovery_code.clone();
    drop(founded);
    let (store, _signer) = Store::open(dir.path(), "keeper", PASSPHRASE, AT).unwrap();
    assert!(verified(&store, None).ok);
    let (_store, recovery) = Store::open(dir.path(), RECOVERY, &code, AT).unwrap();
    assert_eq!(recovery.login(), RECOVERY);
    let again = Store::create(dir.path(), &founding, |_tx| Ok(()));
    assert!(matches!(again.err(), Some(StoreError::AlreadyThere)));
    let nowhere = Store::open(&dir.path().join("none"), "keeper", PASSPHRASE, AT);
    assert!(matches!(nowhere.err(), Some(StoreError::Absent)));
    for name in ["desk.db", "keys.toml", "head", "lock"] {
        use std::os::unix::fs::PermissionsExt;
        let path = dir.path().join(name);
        if path.exists() {
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}

#[test]
fn a_store_whose_first_rows_fail_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let founding = Founding {
        agency: "SOC".parse().unwrap(),
        keeper: "keeper".parse().unwrap(),
        passphrase: PASSPHRASE,
        at: AT,
        is_demo: false,
    };
    let made = Store::create(dir.path(), &founding, |_tx| Err(StoreError::Full));
    assert!(matches!(made.err(), Some(StoreError::Full)));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn what_was_written_verifies() {
    let (_dir, store, _signer) = filled();
    assert_eq!(found(&store), Vec::<String>::new());
    assert_eq!(verified(&store, None).entries, 4);
}

#[test]
fn what_is_not_committed_is_rolled_back_and_loose_rows_are_refused() {
    let (_dir, store, signer) = filled();
    let mut tx = store.write().unwrap();
    tx.put(&NOTE, None, &note("gone")).unwrap();
    drop(tx);
    let mut tx = store.write().unwrap();
    tx.put(&NOTE, None, &note("gone")).unwrap();
    assert!(matches!(
        tx.commit_draft().err(),
        Some(StoreError::Broken(_))
    ));
    let mut tx = store.write().unwrap();
    tx.batch(&LINE).unwrap().append(&[text("loose")]).unwrap();
    let refused = tx.commit(&signer, AT, Role::Keeper, &fact("sample.put/1"));
    assert!(matches!(refused.err(), Some(StoreError::Broken(_))));
    assert_eq!(found(&store), Vec::<String>::new());
}

#[test]
fn an_altered_row_is_named() {
    after(
        "update sample_note set said = 'z' where id = 3",
        &["changed sample_note 3"],
    );
    after(
        "update sample_note set said = 'z' where id = 2",
        &["changed sample_note 2"],
    );
    after(
        "update sample_note set said = 'z' where id = 4",
        &["changed sample_note 4"],
    );
    after(
        "update sample_note_history set said = 'z' where id = 5",
        &["changed sample_note 5"],
    );
    after(
        "update sample_plain set said = 'z' where id = 2",
        &["changed sample_plain 2"],
    );
    after(
        "update sample_line set said = 'z' where id = 150",
        &["changed sample_line 150"],
    );
    after(
        "update sample_note set version = 9 where id = 3",
        &["missing sample_note 3", "changed sample_note 3"],
    );
}

#[test]
fn a_missing_or_additional_row_is_named() {
    after(
        "delete from sample_note where id = 3",
        &["missing sample_note 3"],
    );
    after(
        "delete from sample_note where id = 6",
        &["missing sample_note 6"],
    );
    after(
        "delete from sample_note_history where id = 2 and version = 1",
        &["missing sample_note 2"],
    );
    after(
        "delete from sample_line where id = 100",
        &["missing sample_line 100"],
    );
    after(
        "insert into sample_note select 50, version, said, number, salt, digest from sample_note where id = 1",
        &["additional sample_note 50"],
    );
    after(
        "insert into sample_note_history select id, 7, said, number, salt, digest from sample_note where id = 1",
        &["additional sample_note_history 1"],
    );
    after(
        "insert into sample_line select 900, batch, said, digest from sample_line where id = 1",
        &["additional sample_line 900"],
    );
    after(
        "insert into sample_plain select 3, version, said, salt, digest from sample_plain where id = 1",
        &["additional sample_plain 3"],
    );
}

#[test]
fn a_row_altered_with_its_digest_is_named_by_its_batch() {
    let (_dir, store, _signer) = filled();
    let connection = store.connection();
    let salt: Vec<u8> = connection
        .query_row("select salt from batch where id = 2", [], |row| row.get(0))
        .unwrap();
    let forged = crate::store::row::digest(&salt, "[150,2,\"z\"]");
    connection
        .execute(
            "update sample_line set said = 'z', digest = ?1 where id = 150",
            [forged],
        )
        .unwrap();
    assert_eq!(found(&store), ["batch sample_line 2 @4"]);
}

#[test]
fn a_batch_is_disposed_of_as_a_whole() {
    let (_dir, store, signer) = filled();
    let mut tx = store.write().unwrap();
    tx.drop_batch(&LINE, 1).unwrap();
    keep(tx, &signer);
    assert_eq!(found(&store), Vec::<String>::new());
    let left: i64 = store
        .connection()
        .query_row("select count(*) from sample_line", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 100);
    let mut tx = store.write().unwrap();
    let lines = tx.batch(&LINE).unwrap();
    assert_eq!(lines.batch_id(), Some(3));
    lines.finish().unwrap();
    keep(tx, &signer);
    assert_eq!(
        found(&store),
        Vec::<String>::new(),
        "an empty batch is one too"
    );
}

const UNGUARDED: &str = "drop trigger trail_is_not_changed; drop trigger trail_is_not_deleted; drop trigger trail_in_order;";

fn guards() -> String {
    let start = include_str!("schema/0001_start.sql");
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
        tx.commit(&signer, AT, role, &fact(action)).unwrap();
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

#[test]
fn a_desk_emptied_cut_lengthened_or_foreign_does_not_open() {
    let (dir, store, _signer) = filled();
    drop(store);
    let whole = std::fs::read(desk(&dir)).unwrap();
    let opens = |bytes: &[u8]| {
        std::fs::write(desk(&dir), bytes).unwrap();
        let fault = reopen(&dir)
            .and_then(|store| store.reader().last_entry())
            .err();
        assert_eq!(
            std::fs::read(desk(&dir)).unwrap(),
            bytes,
            "nothing is written"
        );
        fault
    };
    assert!(opens(&whole).is_none());
    assert!(matches!(opens(b""), Some(StoreError::Damaged(_))));
    assert!(matches!(
        opens(&whole[..whole.len() - 4096]),
        Some(StoreError::Damaged(_))
    ));
    let longer = [whole.as_slice(), &whole[4096..8192]].concat();
    assert!(matches!(opens(&longer), Some(StoreError::Damaged(_))));
    let longer = [whole.as_slice(), b"x"].concat();
    assert!(matches!(opens(&longer), Some(StoreError::Damaged(_))));
    assert!(matches!(opens(&[7; 8192]), Some(StoreError::NotADatabase)));
    let mut first = whole.clone();
    first[100] ^= 1;
    assert!(matches!(opens(&first), Some(StoreError::NotADatabase)));
    std::fs::remove_file(desk(&dir)).unwrap();
    let missing = Store::open(dir.path(), "keeper", PASSPHRASE, AT);
    assert!(matches!(missing.err(), Some(StoreError::Damaged(_))));
}

#[test]
fn a_flipped_bit_in_any_page_is_found() {
    let (dir, store, _signer) = filled();
    drop(store);
    let mut bytes = std::fs::read(desk(&dir)).unwrap();
    let place = bytes.len() - 2000;
    bytes[place] ^= 1;
    std::fs::write(desk(&dir), bytes).unwrap();
    let store = reopen(&dir).unwrap();
    assert!(
        verified(&store, None)
            .problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Pages)
    );
}

#[test]
fn a_newer_schema_is_left_alone() {
    let (dir, store, _signer) = filled();
    let other = store.another().unwrap();
    other.changed().unwrap();
    store
        .connection()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        other.changed().err(),
        Some(StoreError::NewerSchema { found: 99, .. })
    ));
    assert!(matches!(
        other.write().err(),
        Some(StoreError::NewerSchema { .. })
    ));
    drop((store, other));
    assert!(matches!(
        reopen(&dir).err(),
        Some(StoreError::NewerSchema { found: 99, .. })
    ));
}

#[test]
fn a_full_disk_loses_the_transaction_only() {
    let (_dir, store, signer) = filled();
    let pages: u32 = store
        .connection()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    store
        .connection()
        .pragma_update_and_check(None, "max_page_count", pages, |_row| Ok(()))
        .unwrap();
    let mut tx = store.write().unwrap();
    let mut lines = tx.batch(&LINE).unwrap();
    let full = (0..100_000)
        .find_map(|_number| lines.append(&[text("a long line, again and again")]).err());
    assert!(matches!(full, Some(StoreError::Full)));
    drop(tx);
    store
        .connection()
        .pragma_update_and_check(None, "max_page_count", 1_000_000, |_row| Ok(()))
        .unwrap();
    keep(store.write().unwrap(), &signer);
    assert_eq!(found(&store), Vec::<String>::new());
}

#[test]
fn others_see_a_commit_and_wait_for_one() {
    let (_dir, store, signer) = filled();
    let other = store.another().unwrap();
    assert!(!other.changed().unwrap());
    keep(store.write().unwrap(), &signer);
    assert!(other.changed().unwrap() && !other.changed().unwrap());
    let entries = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_number| {
                let (own, signer) = (store.another().unwrap(), signer.clone());
                scope.spawn(move || {
                    (0..25)
                        .map(|_turn| keep(own.write().unwrap(), &signer))
                        .max()
                })
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().unwrap())
            .max()
    });
    assert_eq!(entries, Some(105));
    assert_eq!(found(&store), Vec::<String>::new());
}

#[test]
fn long_work_is_broken_off_and_leaves_nothing() {
    let (_dir, store, signer) = filled();
    let interrupter: Interrupter = store.interrupter();
    interrupter.break_off();
    let broken = store.verify(allowed, None, |_done| {}).err();
    assert!(matches!(broken, Some(StoreError::BrokenOff)), "{broken:?}");
    interrupter.clear();
    keep(store.write().unwrap(), &signer);
}

#[test]
fn a_person_enrols_with_a_code_once_and_changes_the_passphrase() {
    let (dir, store, signer) = store();
    let login: Login = "lin".parse().unwrap();
    let code = store.add_pending(&login, AT).unwrap();
    let enrol = |passphrase: &str, at| {
        Store::open_with_code(dir.path(), &login, &code.code, passphrase, at)
            .map(|(_store, signer)| signer)
    };
    let early = enrol("a first passphrase", AT).err();
    assert!(
        matches!(early, Some(StoreError::WrongPassphrase)),
        "the trail does not know the code yet"
    );
    let body = Json::object([
        ("code", Json::from(code.id.as_str())),
        ("login", Json::from("lin")),
        ("roles", Json::List(vec![Json::from("manager")])),
    ]);
    let added = Fact {
        action: "person.added/1",
        record: "",
        body,
    };
    store
        .write()
        .unwrap()
        .commit(&signer, AT, Role::Keeper, &added)
        .unwrap();
    assert!(matches!(
        enrol("short", AT).err(),
        Some(StoreError::Passphrase(_))
    ));
    let late = crate::domain::moment::Moment(AT.0 + 15 * 60 * 1000);
    assert!(matches!(
        enrol("a first passphrase", late).err(),
        Some(StoreError::WrongPassphrase)
    ));
    let lin = enrol("a first passphrase", AT).unwrap();
    assert!(matches!(
        enrol("a first passphrase", AT).err(),
        Some(StoreError::WrongPassphrase)
    ));
    assert_eq!(found(&store), Vec::<String>::new());

    let sealed = crate::store::seal_to(&lin.open_key().unwrap(), b"draw", b"secret").unwrap();
    assert_eq!(
        lin.open_sealed(b"draw", &sealed).unwrap().as_slice(),
        b"secret"
    );
    assert!(signer.open_sealed(b"draw", &sealed).is_err());

    store
        .change_passphrase(&lin, "a first passphrase", "a second passphrase")
        .unwrap();
    let reused = store
        .change_passphrase(&lin, "a second passphrase", "a first passphrase")
        .err();
    assert!(matches!(reused, Some(StoreError::Passphrase(_))));
    let (_store, again) = Store::open(dir.path(), "lin", "a second passphrase", AT).unwrap();
    assert_eq!(again.fingerprint(), lin.fingerprint());
    let old = Store::open(dir.path(), "lin", "a first passphrase", AT).err();
    assert!(matches!(old, Some(StoreError::WrongPassphrase)));
}

#[test]
fn a_backup_is_restored_once_and_verified() {
    let (dir, store, signer) = store();
    let other = store.another().unwrap();
    let file = dir.path().join("backup.zip");
    let mut has_written = false;
    let done = store
        .backup(&file, |_copied| {
            if !has_written {
                has_written = true;
                let tx = other.write().unwrap();
                tx.commit(&signer, AT, Role::Keeper, &fact("sample.put/1"))
                    .unwrap();
            }
        })
        .unwrap();
    assert_eq!(done.head.seq, 1);
    assert_eq!(done.bytes, file.metadata().unwrap().len());
    assert!(
        store.backup(&file, |_copied| {}).is_err(),
        "a new file only"
    );
    let restoring = |passphrase: &'static str| Restoring {
        login: "keeper",
        passphrase,
        at: AT,
        allowed,
    };
    let target = dir.path().join("restored");
    let wrong = Store::restore(&file, &target, &restoring("wrong passphrase")).err();
    assert!(matches!(wrong, Some(StoreError::WrongPassphrase)));
    assert!(!target.exists());
    let restored = Store::restore(&file, &target, &restoring(PASSPHRASE)).unwrap();
    assert_eq!(restored.head.seq, 2);
    assert!(restored.store.verify(allowed, None, |_done| {}).unwrap().ok);
    let again = Store::restore(&file, &target, &restoring(PASSPHRASE)).err();
    assert!(matches!(again, Some(StoreError::NotEmpty)));
    std::fs::write(&file, b"PK, but not really").unwrap();
    let foreign = Store::restore(&file, &dir.path().join("more"), &restoring(PASSPHRASE)).err();
    assert!(matches!(foreign, Some(StoreError::NotABackup(_))));
}

#[test]
fn a_slot_that_the_trail_does_not_know_is_named() {
    let (dir, store, _signer) = store();
    let mut keys = crate::store::slots::KeysFile::load(dir.path()).unwrap();
    let unlocked = crate::store::slots::Unlocked {
        pairs: Pairs::make().unwrap(),
        data_key: store.data_key().clone(),
        verifiers: Vec::new(),
    };
    let slot =
        crate::store::slots::Slot::make(&keys.store, "ghost", "a ghost's passphrase", unlocked)
            .unwrap();
    keys.put(slot);
    keys.save(dir.path(), store.data_key()).unwrap();
    assert_eq!(found(&store), ["slot ghost"]);
    let opened = Store::open(dir.path(), "ghost", "a ghost's passphrase", AT).err();
    assert!(matches!(opened, Some(StoreError::Keys(_))));
    let text = std::fs::read_to_string(dir.path().join("keys.toml")).unwrap();
    std::fs::write(dir.path().join("keys.toml"), text.replace("ghost", "guest")).unwrap();
    assert_eq!(found(&store), ["seal "]);
    let sealed = Store::open(dir.path(), "keeper", PASSPHRASE, AT).err();
    assert!(matches!(sealed, Some(StoreError::Keys(_))));
}
