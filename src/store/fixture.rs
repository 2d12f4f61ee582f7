//! A real store for tests: founded once a process, then copied, so that no test waits for key derivation.

use std::sync::OnceLock;

use tempfile::TempDir;

use crate::domain::moment::Moment;
use crate::store::crypto::Secret;
use crate::store::keys::Signer;
use crate::store::{Founding, Store};

/// The passphrase of the keeper `keeper`.
pub(crate) const PASSPHRASE: &str = "correct horse battery";
pub(crate) const AT: Moment = Moment(1_795_000_000_000);

struct Master {
    dir: TempDir,
    id: String,
    data_key: Secret,
    signer: Signer,
}

fn master() -> &'static Master {
    static MASTER: OnceLock<Master> = OnceLock::new();
    MASTER.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let founding = Founding {
            agency: "SOC".parse().unwrap(),
            keeper: "keeper".parse().unwrap(),
            passphrase: PASSPHRASE,
            at: AT,
            is_demo: false,
        };
        let founded = Store::create(dir.path(), &founding, |_tx| Ok(())).unwrap();
        let (id, data_key) = (founded.store.id.clone(), founded.store.data_key.clone());
        // Dropping the only connection checkpoints the WAL into desk.db.
        drop(founded.store);
        Master {
            dir,
            id,
            data_key,
            signer: founded.signer,
        }
    })
}

/// A fresh copy of the founded store, open, and its keeper. Keep the directory as long as the store.
pub(crate) fn store() -> (TempDir, Store, Signer) {
    let master = master();
    let dir = tempfile::tempdir().unwrap();
    for name in ["desk.db", "keys.toml", "head"] {
        std::fs::copy(master.dir.path().join(name), dir.path().join(name)).unwrap();
    }
    let store = reopen(&dir).unwrap();
    (dir, store, master.signer.clone())
}

/// Opens a copy anew, without its passphrase.
pub(crate) fn reopen(dir: &TempDir) -> super::Result<Store> {
    let master = master();
    Store::connect(dir.path(), &master.id, master.data_key.clone())
}
