//! Faults of the file and attempts with the data key, each noticed.

use tempfile::TempDir;

use crate::domain::canonical::Json;
use crate::domain::people::Role;
use crate::domain::trail::Fact;
use crate::store::fixture::{AT, PASSPHRASE, reopen, store};
use crate::store::head::Tail;
use crate::store::{Founding, Result, Signer, Store, StoreError};

fn fact() -> Fact<'static> {
    Fact {
        action: "code.made/1",
        record: "",
        body: Json::object([("code", Json::from("c")), ("login", Json::from("keeper"))]),
    }
}

fn commit(store: &Store, signer: &Signer) -> u64 {
    let tx = store.write().unwrap();
    tx.commit(signer, AT, Role::Keeper, &fact()).unwrap().seq
}

fn desk(dir: &TempDir) -> std::path::PathBuf {
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
    assert_eq!(commit(&founded.store, &founded.signer), 2);
    let code = founded.recovery_code.clone();
    drop(founded);
    let (store, signer) = Store::open(dir.path(), "keeper", PASSPHRASE, AT).unwrap();
    assert_eq!(commit(&store, &signer), 3);
    let (_store, recovery) = Store::open(dir.path(), "#recovery", &code, AT).unwrap();
    assert_eq!(recovery.login(), "#recovery");
    let again = Store::create(dir.path(), &founding, |_tx| Ok(()));
    assert!(matches!(again.err(), Some(StoreError::AlreadyThere)));
    let nowhere = Store::open(&dir.path().join("none"), "keeper", PASSPHRASE, AT);
    assert!(matches!(nowhere.err(), Some(StoreError::Absent)));
}

#[test]
fn what_is_not_committed_is_rolled_back() {
    let (_dir, store, signer) = store();
    drop(store.write().unwrap());
    assert_eq!(commit(&store, &signer), 2);
    assert_eq!(store.tail(), Tail::Whole);
}

fn reopened(dir: &TempDir) -> Result<Store> {
    reopen(dir)
}

#[test]
fn a_desk_cut_to_nothing_is_no_new_store() {
    let (dir, store, _signer) = store();
    drop(store);
    std::fs::write(desk(&dir), b"").unwrap();
    assert!(matches!(reopened(&dir).err(), Some(StoreError::Damaged(_))));
    assert_eq!(std::fs::metadata(desk(&dir)).unwrap().len(), 0);
}
