//! Rows: what is bound, and what is done to it without an entry.

use crate::domain::people::Role;
use crate::store::StoreError;
use crate::store::faults::{LINE, NOTE, after, fact, filled, found, keep, note, text, verified};
use crate::store::fixture::AT;

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
