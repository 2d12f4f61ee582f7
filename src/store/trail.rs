//! The write side: rows collected for one entry, and the three commits. An entry and the rows it binds are one transaction.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use crate::domain::canonical::Json;
use crate::domain::ids::Head;
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::signers::Signers;
use crate::domain::trail::{Entry, Fact, hash, hex, signing_string};
use crate::store::bulk::{Bulk, BulkWriter};
use crate::store::error::{Result, StoreError, sql};
use crate::store::head::{self, Direction};
use crate::store::keys::Signer;
use crate::store::row::{Binding, Salt, Salts, Table, digest, image};
use crate::store::schema;
use crate::store::{Reader, Store};

const DROPPED_TOGETHER: i64 = 20_000;

/// A write transaction. Dropping it rolls back; only the three commits keep anything.
pub struct WriteTx<'a> {
    store: &'a Store,
    pub(in crate::store) rows: Vec<Json>,
    pub(in crate::store) runs: Vec<Json>,
    pub(in crate::store) batches: Vec<Json>,
    dropped: Vec<Json>,
    /// A bulk writer that was dropped before it finished leaves rows that no entry would bind.
    pub(in crate::store) has_loose_rows: bool,
    is_done: bool,
}

impl<'a> WriteTx<'a> {
    pub(in crate::store) fn begin(store: &'a Store) -> Result<WriteTx<'a>> {
        store
            .connection()
            .execute_batch("begin immediate")
            .map_err(sql("begin"))?;
        let tx = WriteTx {
            store,
            rows: Vec::new(),
            runs: Vec::new(),
            batches: Vec::new(),
            dropped: Vec::new(),
            has_loose_rows: false,
            is_done: false,
        };
        // Another process may have migrated since.
        schema::version(store.connection())?;
        Ok(tx)
    }

    /// Reads within this transaction, what it has written included.
    pub fn reader(&self) -> Reader<'_> {
        self.store.reader()
    }

    /// For what is not bound: drafts, caches, search indexes.
    pub(in crate::store) fn cache(&self) -> &'a Connection {
        self.store.connection()
    }

    /// Writes a row: a new one without `id`, else its next version. Returns id and version.
    pub(in crate::store) fn put(
        &mut self,
        table: &Table,
        id: Option<i64>,
        values: &[Value],
    ) -> Result<(i64, u32)> {
        let connection = self.cache();
        let (id, version) = match id {
            None => (next_id(connection, table.name)?, 1),
            Some(id) => (id, retire(connection, table, id)?),
        };
        let mut text = String::new();
        image(&mut text, table, (id, i64::from(version)), values)?;
        let salt: Salt = crate::store::crypto::random()?;
        let digest = digest(&salt, &text);
        let mut statement = connection
            .prepare_cached(&table.insert_sql())
            .map_err(sql("put a row"))?;
        bind(
            &mut statement,
            [ValueRef::Integer(id), ValueRef::Integer(i64::from(version))]
                .into_iter()
                .chain(values.iter().map(ValueRef::from)),
            &[&salt, &digest],
        )
        .map_err(sql("put a row"))?;
        self.rows.push(row_mark(table, id, version, &digest));
        Ok((id, version))
    }

    /// Writes rows by the thousand under one salt; they are never updated.
    pub(in crate::store) fn batch<'t>(
        &'t mut self,
        table: &'static Table,
    ) -> Result<BulkWriter<'t, 'a>> {
        debug_assert_eq!(table.binding, Binding::Batch);
        let connection = self.cache();
        let id = next_id(connection, "batch")?;
        let salt: Salt = crate::store::crypto::random()?;
        connection
            .execute(
                "insert into batch (id, table_name, salt, first_id, last_id, row_count, digest)
                 values (?1, ?2, ?3, 0, 0, 0, x'')",
                params![id, table.name, salt],
            )
            .map_err(sql("begin a batch"))?;
        BulkWriter::begin(self, table, Bulk::Batch { id, salt })
    }

    /// Writes new rows by the thousand, each with a salt of its own, so that each can have later versions.
    pub(in crate::store) fn put_many<'t>(
        &'t mut self,
        table: &'static Table,
    ) -> Result<BulkWriter<'t, 'a>> {
        debug_assert_ne!(table.binding, Binding::Batch);
        BulkWriter::begin(
            self,
            table,
            Bulk::Run {
                salts: Salts::new(),
            },
        )
    }

    /// Disposes of a whole batch, rows and salt; what stays identifies nobody.
    pub(in crate::store) fn drop_batch(&mut self, table: &Table, batch: i64) -> Result<()> {
        let connection = self.cache();
        let (first, last): (i64, i64) = connection
            .query_row(
                "select first_id, last_id from batch where id = ?1",
                [batch],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(sql("drop a batch"))?;
        let rows = format!(
            "delete from {} where batch = ?1 and id between ?2 and ?3",
            table.name
        );
        let mut from = first;
        while from <= last {
            // What one statement is to delete it first gathers in memory.
            let to = from.saturating_add(DROPPED_TOGETHER - 1).min(last);
            connection
                .execute(&rows, [batch, from, to])
                .map_err(sql("drop a batch"))?;
            from = to.saturating_add(1);
        }
        connection
            .execute("update batch set salt = null where id = ?1", [batch])
            .map_err(sql("drop a batch"))?;
        self.dropped.push(Json::object([
            ("batch", Json::Int(batch)),
            ("table", Json::from(table.name)),
        ]));
        Ok(())
    }

    /// The first commit: rows and entry together, or nothing. Returns the new head.
    pub fn commit(
        mut self,
        signer: &Signer,
        at: Moment,
        role: Role,
        fact: &Fact<'_>,
    ) -> Result<Head> {
        let head = self.enter(signer, at, role, fact)?;
        self.end("commit")?;
        self.store.note_head(head);
        Ok(head)
    }

    /// The second: drafts and caches, which no entry binds.
    pub fn commit_draft(mut self) -> Result<()> {
        let is_bound = [&self.rows, &self.runs, &self.batches, &self.dropped]
            .iter()
            .any(|marks| !marks.is_empty());
        if is_bound || self.has_loose_rows {
            return Err(StoreError::Broken("bound rows need an entry"));
        }
        self.end("commit")
    }

    /// The third: brings the schema up, with its entry `store.migrated/1`.
    pub fn migrate(self, signer: &Signer, at: Moment, role: Role) -> Result<Head> {
        let (from, to) = schema::migrate(self.cache())?;
        let fact = Fact {
            action: "store.migrated/1",
            record: "",
            body: Json::object([("from", Json::from(from)), ("to", Json::from(to))]),
        };
        self.commit(signer, at, role, &fact)
    }

    fn enter(&mut self, signer: &Signer, at: Moment, role: Role, fact: &Fact<'_>) -> Result<Head> {
        let entry = self.entry(signer, (at, role), fact)?;
        if entry.seq > 1 {
            // Of several desks open on the store, one may have revoked this key a moment ago.
            let every_role = |_action: &str| Some(&Role::ALL[..]);
            let ask = |signers: &Signers| signers.would_admit(&entry, every_role);
            let admitted = self.store.ask_signers(ask)?;
            admitted.map_err(StoreError::Signer)?;
        }
        self.insert(signer, &entry)
    }

    fn entry(
        &mut self,
        signer: &Signer,
        (at, role): (Moment, Role),
        fact: &Fact<'_>,
    ) -> Result<Entry> {
        if self.has_loose_rows {
            return Err(StoreError::Broken("a batch was not finished"));
        }
        let before = last(self.cache())?;
        let seq = before.map_or(0, |head| head.seq).saturating_add(1);
        Ok(Entry {
            action: fact.action.to_owned(),
            at,
            body: self.bound_body(&fact.body)?,
            key: signer.pairs().fingerprint(),
            person: signer.login().to_owned(),
            prev: before.map_or([0; 32], |head| head.hash),
            record: fact.record.to_owned(),
            role,
            seq,
            store: self.store.id().to_owned(),
        })
    }

    fn insert(&mut self, signer: &Signer, entry: &Entry) -> Result<Head> {
        let seq = entry.seq;
        let bytes = entry.bytes();
        let hash = hash(&bytes);
        let signature = signer.pairs().sign(&signing_string(&hash));
        self.cache()
            .prepare_cached(
                "insert into trail (seq, prev, hash, bytes, signature) values (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                let seq = i64::try_from(seq).unwrap_or(i64::MAX);
                statement.execute(params![seq, entry.prev, hash, bytes, signature])
            })
            .map_err(sql("write the entry"))?;
        Ok(Head { seq, hash })
    }

    fn bound_body(&mut self, body: &Json) -> Result<Json> {
        let Json::Object(mut members) = body.clone() else {
            return Err(StoreError::Broken("a fact's body is an object"));
        };
        for (name, marks) in [
            ("rows", &mut self.rows),
            ("runs", &mut self.runs),
            ("batches", &mut self.batches),
            ("dropped", &mut self.dropped),
        ] {
            if members.contains_key(name) {
                return Err(StoreError::Broken("a fact's body uses a word of the store"));
            }
            if !marks.is_empty() {
                members.insert(name.to_owned(), Json::List(std::mem::take(marks)));
            }
        }
        Ok(Json::Object(members))
    }

    /// Only the commits say how.
    fn end(&mut self, how: &str) -> Result<()> {
        self.cache()
            .execute_batch(how)
            .map_err(sql("keep what was written"))?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for WriteTx<'_> {
    fn drop(&mut self) {
        // After an interruption SQLite has rolled back already and says so; there is nothing to do then.
        if !self.is_done && !self.cache().is_autocommit() {
            let rolled_back = self.cache().execute_batch("rollback");
            debug_assert!(rolled_back.is_ok() || self.cache().is_autocommit());
        }
    }
}

pub(in crate::store) fn row_mark(table: &Table, id: i64, version: u32, digest: &[u8; 32]) -> Json {
    Json::object([
        ("digest", Json::from(hex(digest))),
        ("id", Json::Int(id)),
        ("table", Json::from(table.name)),
        ("version", Json::from(version)),
    ])
}

/// Moves or removes the present version of a row; returns the number of the next.
fn retire(connection: &Connection, table: &Table, id: i64) -> Result<u32> {
    let name = table.name;
    let found: Option<u32> = connection
        .prepare_cached(&format!("select version from {name} where id = ?1"))
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
        .map_err(sql("find a row"))?;
    let version = found.ok_or(StoreError::Broken("the row to change is not there"))?;
    if table.binding == Binding::History {
        let columns = table.all_columns();
        connection
            .prepare_cached(&format!(
                "insert into {name}_history ({columns}) select {columns} from {name} where id = ?1"
            ))
            .and_then(|mut statement| statement.execute([id]))
            .map_err(sql("keep a version"))?;
    }
    connection
        .prepare_cached(&format!("delete from {name} where id = ?1"))
        .and_then(|mut statement| statement.execute([id]))
        .map_err(sql("replace a row"))?;
    Ok(version.saturating_add(1))
}

pub(in crate::store) fn bind<'v>(
    statement: &mut CachedStatement<'_>,
    values: impl Iterator<Item = ValueRef<'v>>,
    tail: &[&[u8]],
) -> rusqlite::Result<usize> {
    let mut place = 0;
    for value in values {
        place += 1;
        statement.raw_bind_parameter(place, ToSqlOutput::Borrowed(value))?;
    }
    for bytes in tail {
        place += 1;
        statement.raw_bind_parameter(place, bytes)?;
    }
    statement.raw_execute()
}

pub(in crate::store) fn next_id(connection: &Connection, table: &str) -> Result<i64> {
    connection
        .prepare_cached(&format!("select coalesce(max(id), 0) + 1 from {table}"))
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(sql("count a table"))
}

/// The trail's last entry.
pub(in crate::store) fn last(connection: &Connection) -> Result<Option<Head>> {
    connection
        .prepare_cached("select seq, hash from trail order by seq desc limit 1")
        .and_then(|mut statement| {
            statement
                .query_row([], |row| {
                    Ok(Head {
                        seq: row.get::<_, i64>(0)?.cast_unsigned(),
                        hash: row.get(1)?,
                    })
                })
                .optional()
        })
        .map_err(sql("read the head"))
}

impl Store {
    /// Writes the head file; a commit is a commit even when that fails, and the next one writes it again.
    fn note_head(&self, new: Head) {
        let written = head::write(self.dir(), new, Direction::Upwards);
        self.set_head_late(written.is_err());
    }

    /// The keeper accepts that entries are lost: entry `tail.lost/1`, and the head file begins anew.
    pub fn accept_lost_tail(&self, signer: &Signer, at: Moment, role: Role) -> Result<Head> {
        let missing = self
            .tail()
            .missing()
            .ok_or(StoreError::Broken("nothing is missing"))?;
        let lost = head::read(self.dir());
        let body = Json::object([
            (
                "head",
                Json::from(lost.map_or(String::new(), |head| head.to_string())),
            ),
            (
                "missing",
                Json::Int(i64::try_from(missing).unwrap_or(i64::MAX)),
            ),
        ]);
        let fact = Fact {
            action: "tail.lost/1",
            record: "",
            body,
        };
        let new = WriteTx::begin(self)?.commit(signer, at, role, &fact)?;
        head::write(self.dir(), new, Direction::Anywhere)?;
        self.tail_is_whole();
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl WriteTx<'_> {
        /// What somebody writes whose program does not ask whether he may.
        pub(crate) fn forge(mut self, signer: &Signer, role: Role, fact: &Fact<'_>) -> Head {
            let entry = self.entry(signer, (Moment(0), role), fact).unwrap();
            let head = self.insert(signer, &entry).unwrap();
            self.end("commit").unwrap();
            self.store.note_head(head);
            head
        }
    }
}
