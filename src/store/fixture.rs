//! A real store for tests: founded once a process, then copied, so that no test waits for key derivation.

use std::sync::OnceLock;

use tempfile::TempDir;

use crate::domain::canonical::Json;
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::trail::{Fact, hex};
use crate::store::crypto::{Pairs, Secret};
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

/// The keeper of every copy.
pub(crate) fn keeper() -> Signer {
    master().signer.clone()
}

/// Opens a copy anew, without its passphrase.
pub(crate) fn reopen(dir: &TempDir) -> super::Result<Store> {
    let master = master();
    Store::connect(dir.path(), &master.id, master.data_key.clone())
}

/// A store as it stood, to be copied for each test that needs one like it.
pub(crate) struct Kept {
    dir: TempDir,
    id: String,
    data_key: Secret,
}

impl Kept {
    /// Closes the store, whose only connection it must be.
    pub(crate) fn of(dir: TempDir, store: Store) -> Kept {
        Kept {
            dir,
            id: store.id.clone(),
            data_key: store.data_key.clone(),
        }
    }

    /// A copy of its own directory, open.
    pub(crate) fn copy(&self) -> (TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        for name in ["desk.db", "keys.toml", "head"] {
            std::fs::copy(self.dir.path().join(name), dir.path().join(name)).unwrap();
        }
        let store = self.open(dir.path());
        (dir, store)
    }

    /// Opens a copy anew, without anybody's passphrase.
    pub(crate) fn open(&self, dir: &std::path::Path) -> Store {
        Store::connect(dir, &self.id, self.data_key.clone()).unwrap()
    }
}

/// Keys that a test makes again from the login alone.
pub(crate) fn signer_of(login: &str) -> Signer {
    let secret = |purpose: &str| {
        let bytes = crate::domain::trail::fingerprint(&crate::domain::trail::hash(&format!(
            "{login} {purpose}"
        )));
        crate::store::crypto::secret_of(&bytes).unwrap()
    };
    Signer::new(login, Pairs::from_secrets(secret("signs"), secret("opens")))
}

/// What somebody does who has the data key and a shell.
impl Store {
    /// Enters the key of [`signer_of`] by a code that the trail awaits, without a slot in keys.toml.
    pub(crate) fn enrol_key(&self, login: &str, role: Role, code: &str) -> Signer {
        let signer = signer_of(login);
        let body = Json::object([
            ("code", Json::from(code)),
            ("login", Json::from(login)),
            ("open", Json::from(hex(&signer.open_key().unwrap()))),
            ("sign", Json::from(hex(&signer.pairs().sign_key()))),
        ]);
        let fact = Fact {
            action: "key.enrolled/1",
            record: "",
            body,
        };
        self.write()
            .unwrap()
            .commit(&signer, AT, role, &fact)
            .unwrap();
        signer
    }

    pub(crate) fn behind_the_desk(&self, sql: &str) {
        self.try_behind_the_desk(sql).unwrap();
    }

    pub(crate) fn try_behind_the_desk(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection().execute_batch(sql)
    }

    /// The texts of the triggers, to be made again as they were.
    pub(crate) fn triggers(&self) -> String {
        let sql = "select group_concat(sql || ';', ' ') from sqlite_master where type = 'trigger' and tbl_name = 'trail'";
        self.connection()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }
}
