//! The store: one encrypted file, one file of keys, all SQL (STORE.md).
//!
//! Owns opening, reading and the write transaction. Knows neither rules nor language, and not who asked.

pub mod alone;
pub mod approvals;
pub mod attempts;
pub mod backup;
pub(in crate::store) mod bulk;
pub mod calendar;
pub mod catalogue;
pub mod checks;
pub mod clerks;
pub mod closing;
pub mod column_map;
pub(in crate::store) mod crypto;
pub mod deletions;
pub mod drafts;
pub mod due;
pub mod entries;
pub mod error;
pub mod exceptions;
#[cfg(test)]
mod faults;
pub mod filters;
#[cfg(test)]
pub(crate) mod fixture;
pub mod flags;
pub mod gaps;
pub mod head;
pub mod held;
pub mod kept;
pub mod keys;
pub(in crate::store) mod keys_file;
pub mod log;
pub mod matches;
pub mod notices;
pub(in crate::store) mod packed;
pub(in crate::store) mod read;
pub mod register;
pub mod register_pages;
pub mod register_words;
pub mod requests;
pub mod reviews;
pub mod roster;
pub mod roster_use;
pub(in crate::store) mod row;
pub mod schema;
pub mod settings;
pub(in crate::store) mod slots;
pub mod staff;
pub mod trail;
pub mod verify;
pub mod walk;
#[cfg(test)]
pub(crate) mod watch;

use std::cell::{Cell, RefCell};
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::domain::canonical::Json;
use crate::domain::ids::{AgencyCode, Head, Login};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::signers::Signers;
use crate::domain::trail::{Entry, Fact, hex};
use crate::store::crypto::{Secret, random, random_secret};
pub use crate::store::error::{Result, StoreError};
use crate::store::error::{file, sql};
use crate::store::head::{Direction, Tail};
pub use crate::store::keys::{EnrolmentCode, KeyStates, Signer, seal_to};
pub use crate::store::schema::Interrupter;
pub use crate::store::trail::WriteTx;

const DESK: &str = "desk.db";

/// An open store: one connection.
pub struct Store {
    dir: PathBuf,
    id: String,
    data_key: Secret,
    connection: Connection,
    interrupter: Interrupter,
    tail: Cell<Tail>,
    data_version: Cell<i64>,
    is_head_late: Cell<bool>,
    /// Who may sign, after the entries up to this one.
    signers: RefCell<(i64, Signers)>,
}

/// What a new store needs to know.
pub struct Founding<'a> {
    pub agency: AgencyCode,
    pub keeper: Login,
    pub passphrase: &'a str,
    pub at: Moment,
    /// A store of made-up work.
    pub is_demo: bool,
}

/// A new store, its keeper at the desk, and the code that is shown once.
pub struct Founded {
    pub store: Store,
    pub signer: Signer,
    pub recovery_code: Zeroizing<String>,
    pub head: Head,
}

/// The read side of a store or of a transaction.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    connection: &'a Connection,
}

impl<'a> Reader<'a> {
    pub(in crate::store) fn connection(self) -> &'a Connection {
        self.connection
    }

    /// The trail's last entry: its head and its time.
    pub fn last_entry(self) -> Result<(Head, Moment)> {
        let head =
            trail::last(self.connection)?.ok_or(StoreError::Damaged("the trail is empty"))?;
        let at: String = self
            .connection
            .prepare_cached("select at from trail order by seq desc limit 1")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(sql("read the head"))?;
        let at = Moment::parse(&at).ok_or(StoreError::Garbled {
            table: "trail",
            column: "at",
        })?;
        Ok((head, at))
    }
}

/// A read transaction: everything read through it is of one instant.
pub struct Snapshot<'a> {
    connection: &'a Connection,
}

impl<'a> Snapshot<'a> {
    fn begin(connection: &'a Connection) -> Result<Snapshot<'a>> {
        connection
            .execute_batch("begin; select 1 from sqlite_master limit 1;")
            .map_err(sql("begin to read"))?;
        Ok(Snapshot { connection })
    }

    pub fn reader(&self) -> Reader<'a> {
        Reader {
            connection: self.connection,
        }
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            let ended = self.connection.execute_batch("rollback");
            debug_assert!(ended.is_ok() || self.connection.is_autocommit());
        }
    }
}

impl Store {
    /// Makes a store in a directory that holds none. `seed` writes the first rows (the keeper's own among them) into the genesis' transaction.
    pub fn create(
        dir: &Path,
        founding: &Founding<'_>,
        seed: impl FnOnce(&mut WriteTx<'_>) -> Result<()>,
    ) -> Result<Founded> {
        for name in [DESK, keys_file::NAME, head::NAME] {
            if dir.join(name).exists() {
                return Err(StoreError::AlreadyThere);
            }
        }
        let data_key = random_secret()?;
        let id = hex(&random::<16>()?);
        let mut keys = keys::first_keys(&id, &founding.keeper, founding.passphrase, &data_key)?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(file("make the directory"))?;
        let made = (|| {
            make_empty(&dir.join(DESK))?;
            let store = Store::prepare(dir, &id, data_key.clone())?;
            let head = store.found(founding, &keys, seed)?;
            head::write(dir, head, Direction::Anywhere)?;
            keys.file.save(dir, &data_key)?;
            store.tail.set(Tail::Whole);
            Ok((store, head))
        })();
        match made {
            Ok((store, head)) => Ok(Founded {
                store,
                signer: keys.keeper.clone(),
                recovery_code: keys.recovery_code,
                head,
            }),
            Err(fault) => {
                remove_files(dir);
                Err(fault)
            }
        }
    }

    fn found(
        &self,
        founding: &Founding<'_>,
        keys: &keys::FirstKeys,
        seed: impl FnOnce(&mut WriteTx<'_>) -> Result<()>,
    ) -> Result<Head> {
        let mut tx = WriteTx::begin(self)?;
        schema::migrate(tx.cache())?;
        tx.cache()
            .execute(
                "insert into store_meta (id, store, agency, is_demo) values (1, ?1, ?2, ?3)",
                params![self.id, founding.agency.as_str(), founding.is_demo],
            )
            .map_err(sql("found the store"))?;
        seed(&mut tx)?;
        let body = Json::object([
            ("agency", Json::from(founding.agency.as_str())),
            ("demo", Json::Int(i64::from(founding.is_demo))),
            ("open", Json::from(hex(&keys.keeper.open_key()?))),
            ("recovery_open", Json::from(hex(&keys.recovery.open_key()?))),
            ("recovery_sign", Json::from(hex(&keys.recovery.sign_key()))),
            ("roles", Json::List(vec![Json::from(Role::Keeper.code())])),
            ("sign", Json::from(hex(&keys.keeper.pairs().sign_key()))),
        ]);
        let fact = Fact {
            action: "store.created/1",
            record: "",
            body,
        };
        tx.commit(&keys.keeper, founding.at, Role::Keeper, &fact)
    }

    /// Whether there is a store here at all.
    pub fn look_for(dir: &Path) -> Result<()> {
        let is_there = |name: &str| dir.join(name).is_file();
        match (is_there(DESK), is_there(keys_file::NAME)) {
            (true, true) => Ok(()),
            (false, false) => Err(StoreError::Absent),
            (true, false) => Err(StoreError::Keys("it is missing")),
            (false, true) => Err(StoreError::Damaged("it is missing")),
        }
    }

    /// Opens desk.db with its key, and compares what must agree.
    pub(in crate::store) fn connect(dir: &Path, id: &str, data_key: Secret) -> Result<Store> {
        let length = std::fs::metadata(dir.join(DESK))
            .map_err(file("look at desk.db"))?
            .len();
        if length < schema::PAGE {
            return Err(StoreError::Damaged("it was cut to nothing"));
        }
        // Before the database, which others may write meanwhile: the file never runs ahead of it.
        let written = head::read(dir);
        let store = Store::prepare(dir, id, data_key)?;
        schema::version(&store.connection)?;
        schema::check_length(&store.connection, &dir.join(DESK))?;
        let own: Option<String> = store
            .connection
            .query_row("select store from store_meta", [], |row| row.get(0))
            .optional()
            .map_err(sql("read the store's id"))?;
        if own.as_deref() != Some(id) {
            return Err(StoreError::Keys("it belongs to another store"));
        }
        store.tail.set(store.compare(written)?);
        Ok(store)
    }

    fn prepare(dir: &Path, id: &str, data_key: Secret) -> Result<Store> {
        let interrupter = Interrupter::default();
        let connection = schema::connect(&dir.join(DESK), &data_key, &interrupter)?;
        let store = Store {
            dir: dir.to_owned(),
            id: id.to_owned(),
            data_key,
            connection,
            interrupter,
            tail: Cell::new(Tail::Whole),
            data_version: Cell::new(0),
            is_head_late: Cell::new(false),
            signers: RefCell::default(),
        };
        store.data_version.set(store.read_data_version()?);
        Ok(store)
    }

    /// How the trail stands against a head that was written down.
    fn compare(&self, written: Option<Head>) -> Result<Tail> {
        let Some(written) = written else {
            return Ok(Tail::NoHead);
        };
        let last = trail::last(&self.connection)?.map_or(0, |head| head.seq);
        if written.seq > last {
            return Ok(Tail::Missing(written.seq.saturating_sub(last)));
        }
        let hash: Option<[u8; 32]> = self
            .connection
            .query_row(
                "select hash from trail where seq = ?1",
                [i64::try_from(written.seq).unwrap_or(i64::MAX)],
                |row| row.get(0),
            )
            .optional()
            .map_err(sql("read the trail"))?;
        Ok(if hash == Some(written.hash) {
            Tail::Whole
        } else {
            Tail::OtherChain
        })
    }

    /// A second connection, for a job with a thread of its own.
    pub fn another(&self) -> Result<Store> {
        let store = Store::prepare(&self.dir, &self.id, self.data_key.clone())?;
        store.tail.set(self.tail.get());
        Ok(store)
    }

    /// The one way to write: `BEGIN IMMEDIATE`. Refused while the trail's end is missing.
    pub fn write(&self) -> Result<WriteTx<'_>> {
        self.check_tail()?;
        WriteTx::begin(self)
    }

    pub(in crate::store) fn check_tail(&self) -> Result<()> {
        match self.tail.get().missing() {
            None => Ok(()),
            Some(missing) => Err(StoreError::TailMissing { missing }),
        }
    }

    /// Reads, each statement for itself.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            connection: &self.connection,
        }
    }

    /// Reads of one instant.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Snapshot::begin(&self.connection)
    }

    /// Whether others have written since the last call; a newer schema is a fault.
    pub fn changed(&self) -> Result<bool> {
        let now = self.read_data_version()?;
        let has_changed = self.data_version.replace(now) != now;
        if has_changed {
            schema::version(&self.connection)?;
        }
        Ok(has_changed)
    }

    fn read_data_version(&self) -> Result<i64> {
        self.connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(sql("look for changes"))
    }

    /// Whether the file is of an older schema, so that [`WriteTx::migrate`] has to come first.
    pub fn is_old(&self) -> Result<bool> {
        Ok(schema::version(&self.connection)? < schema::known())
    }

    /// The handle that breaks off this connection's work.
    pub fn interrupter(&self) -> Interrupter {
        self.interrupter.clone()
    }

    /// Gives long work the cache it needs, in mebibytes, instead of 2. Pages that find no room are encrypted and
    /// written to the WAL again and again.
    pub fn widen_cache(&self, mebibytes: u32) -> Result<()> {
        let wanted = i64::from(mebibytes).saturating_mul(-1024);
        let now: i64 = self
            .connection
            .pragma_query_value(None, "cache_size", |row| row.get(0))
            .map_err(sql("set up desk.db"))?;
        if now <= wanted {
            return Ok(());
        }
        self.connection
            .pragma_update(None, "cache_size", wanted)
            .map_err(sql("set up desk.db"))
    }

    /// Who may sign now, from the trail.
    pub fn signers(&self) -> Result<Signers> {
        self.ask_signers(Signers::clone)
    }

    /// The same without a copy: what was read before and what came since. Not to be asked between an entry and its commit.
    pub(in crate::store) fn ask_signers<T>(&self, ask: impl FnOnce(&Signers) -> T) -> Result<T> {
        let mut seen = self.signers.borrow_mut();
        let mut statement = self
            .connection
            .prepare_cached(
                "select seq, bytes from trail
                 where action in ('store.created/1', 'person.added/1', 'person.roles/1', 'person.removed/1',
                                  'code.made/1', 'key.enrolled/1', 'key.revoked/1')
                   and seq > ?1
                 order by seq",
            )
            .map_err(sql("read the signers"))?;
        let mut rows = statement.query([seen.0]).map_err(sql("read the signers"))?;
        while let Some(row) = rows.next().map_err(sql("read the signers"))? {
            let seq = row.get(0).map_err(sql("read the signers"))?;
            let bytes: String = row.get(1).map_err(sql("read the signers"))?;
            let entry = Entry::parse(&bytes).ok_or(StoreError::Garbled {
                table: "trail",
                column: "bytes",
            })?;
            // What is not acceptable has no effect; `verify` names it.
            let _taken: Option<[u8; 32]> = seen.1.admit(&entry, |_action| None).ok();
            seen.0 = seq;
        }
        Ok(ask(&seen.1))
    }

    pub fn agency(&self) -> Result<AgencyCode> {
        let code: String = self
            .connection
            .query_row("select agency from store_meta", [], |row| row.get(0))
            .map_err(sql("read the agency"))?;
        code.parse().map_err(|_form| StoreError::Garbled {
            table: "store_meta",
            column: "agency",
        })
    }

    pub fn is_demo(&self) -> Result<bool> {
        self.connection
            .query_row("select is_demo from store_meta", [], |row| row.get(0))
            .map_err(sql("read the store's kind"))
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// 32 hex digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How the trail's end stands; anything but whole refuses to write.
    pub fn tail(&self) -> Tail {
        self.tail.get()
    }

    /// The head in the file beside the database.
    pub fn written_head(&self) -> Option<Head> {
        head::read(&self.dir)
    }

    /// Whether the last head could not be written to its file.
    pub fn is_head_late(&self) -> bool {
        self.is_head_late.get()
    }

    pub(in crate::store) fn set_head_late(&self, is_late: bool) {
        self.is_head_late.set(is_late);
    }

    pub(in crate::store) fn tail_is_whole(&self) {
        self.tail.set(Tail::Whole);
    }

    pub(in crate::store) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(in crate::store) fn data_key(&self) -> &Secret {
        &self.data_key
    }
}

fn make_empty(path: &Path) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(file("make desk.db"))
}

/// Takes back what a failed `create` or `restore` has made.
pub(in crate::store) fn remove_files(dir: &Path) {
    for name in [
        DESK,
        "desk.db-wal",
        "desk.db-shm",
        keys_file::NAME,
        head::NAME,
        "lock",
    ] {
        let path = dir.join(name);
        if path.exists() && std::fs::remove_file(&path).is_err() {
            // What cannot be removed either is left for the keeper to see.
            return;
        }
    }
}
