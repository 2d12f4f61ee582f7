//! Making, opening, enrolling: who gets in, and who does not.

use crate::domain::canonical::Json;
use crate::domain::ids::Login;
use crate::domain::people::Role;
use crate::domain::signers::RECOVERY;
use crate::domain::trail::Fact;
use crate::store::crypto::Pairs;
use crate::store::faults::{fact, found, verified};
use crate::store::fixture::{AT, PASSPHRASE, store};
use crate::store::keys_file::KeysFile;
use crate::store::slots::{Slot, Unlocked};
use crate::store::{Founding, Store, StoreError};

#[test]
fn a_store_is_made_opened_and_refuses_to_be_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let founding = founding();
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
    let founding = founding();
    let made = Store::create(dir.path(), &founding, |_tx| Err(StoreError::Full));
    assert!(matches!(made.err(), Some(StoreError::Full)));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
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
fn a_slot_that_the_trail_does_not_know_is_named() {
    let (dir, store, _signer) = store();
    let mut keys = KeysFile::load(dir.path()).unwrap();
    let unlocked = Unlocked {
        pairs: Pairs::make().unwrap(),
        data_key: store.data_key().clone(),
        verifiers: Vec::new(),
    };
    let slot = Slot::make(&keys.store, "ghost", "a ghost's passphrase", unlocked).unwrap();
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

#[test]
fn an_enrolment_killed_before_its_entry_is_finished_at_the_next_opening() {
    let (dir, store, signer) = store();
    let login: Login = "lin".parse().unwrap();
    let code = store.add_pending(&login, AT).unwrap();
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
    let tx = store.write().unwrap();
    tx.commit(&signer, AT, Role::Keeper, &added).unwrap();
    // As it is after keys.toml was replaced and before the entry is written.
    let mut keys = KeysFile::load(dir.path()).unwrap();
    let unlocked = Unlocked {
        pairs: Pairs::make().unwrap(),
        data_key: store.data_key().clone(),
        verifiers: Vec::new(),
    };
    keys.put(Slot::make(&keys.store, "lin", "a first passphrase", unlocked).unwrap());
    keys.save(dir.path(), store.data_key()).unwrap();
    assert_eq!(found(&store), ["slot lin"]);
    let (_store, lin) = Store::open(dir.path(), "lin", "a first passphrase", AT).unwrap();
    assert_eq!(found(&store), Vec::<String>::new());
    assert!(KeysFile::load(dir.path()).unwrap().pending("lin").is_none());
    let tx = store.write().unwrap();
    tx.forge(&lin, Role::Manager, &fact("key.enrolled/1"));
    assert_eq!(found(&store), ["signer @4"], "one key a code");
}

#[test]
fn the_keys_of_another_store_do_not_open_this_one() {
    let (dir, store, _signer) = store();
    drop(store);
    let other = tempfile::tempdir().unwrap();
    let founding = founding();
    drop(Store::create(other.path(), &founding, |_tx| Ok(())).unwrap());
    let foreign = other.path().join("keys.toml");
    std::fs::copy(foreign, dir.path().join("keys.toml")).unwrap();
    let fault = Store::open(dir.path(), "keeper", PASSPHRASE, AT).err();
    assert!(matches!(fault, Some(StoreError::NotADatabase)));
}

fn founding() -> Founding<'static> {
    Founding {
        agency: "SOC".parse().unwrap(),
        keeper: "keeper".parse().unwrap(),
        passphrase: PASSPHRASE,
        at: AT,
        is_demo: false,
    }
}
