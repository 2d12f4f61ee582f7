//! Every bound row against its last digest: missing, changed and additional rows are named by table and id.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, Statement};
use sha2::{Digest, Sha256};

use crate::domain::canonical::Json;
use crate::domain::trail::{Entry, hex};
use crate::store::Store;
use crate::store::error::{Result, StoreError, sql};
use crate::store::row::{Binding, RowDigest, Table, digest, image_start, image_value};
use crate::store::schema::Interrupter;
use crate::store::verify::{ProblemKind, Problems};

const DOING: &str = "read the rows";

/// A set of row ids: a bit each where ids are dense, as they are.
#[derive(Default)]
struct IdSet {
    words: BTreeMap<i64, u64>,
}

impl IdSet {
    fn bit(id: i64) -> (i64, u64) {
        (id.div_euclid(64), 1 << id.rem_euclid(64))
    }

    /// Whether the id was not there before.
    fn insert(&mut self, id: i64) -> bool {
        let (word, bit) = IdSet::bit(id);
        let word = self.words.entry(word).or_default();
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn has(&self, id: i64) -> bool {
        let (word, bit) = IdSet::bit(id);
        self.words.get(&word).is_some_and(|word| word & bit != 0)
    }
}

/// A version of a row, as it is stored.
struct Found {
    id: i64,
    version: i64,
    /// What its columns and salt give now.
    real: Option<RowDigest>,
    stored: Option<RowDigest>,
}

impl Found {
    fn is_itself(&self) -> bool {
        self.real.is_some() && self.real == self.stored
    }

    fn is(&self, digest: &str) -> bool {
        self.is_itself() && self.real.is_some_and(|real| hex(&real) == digest)
    }
}

/// Rows that were written together.
struct Together {
    /// The batch; 1, the version, for rows with salts of their own.
    second: i64,
    /// What a problem with all of them names: the batch, or the first row.
    name: i64,
    first: i64,
    count: i64,
    digest: String,
    seq: u64,
}

impl Together {
    fn last(&self) -> i64 {
        self.first.saturating_add(self.count).saturating_sub(1)
    }
}

struct TableCheck<'a> {
    table: &'static Table,
    one: Statement<'a>,
    /// The versions that were replaced, by id and version.
    old: Option<Statement<'a>>,
    /// Present rows that an entry binds as they are.
    bound: IdSet,
    /// Rows that some entry names.
    named: IdSet,
    /// Replaced versions that an entry binds, by version.
    bound_old: BTreeMap<i64, IdSet>,
    batches: Vec<Together>,
}

/// The rows of all bound tables.
pub(super) struct RowChecks<'a> {
    connection: &'a Connection,
    interrupter: Interrupter,
    tables: BTreeMap<&'static str, TableCheck<'a>>,
    dropped: BTreeSet<(String, i64)>,
}

impl<'a> RowChecks<'a> {
    pub(super) fn new(store: &'a Store, tables: &[&'static Table]) -> Result<RowChecks<'a>> {
        let connection = store.connection();
        let mut checks = BTreeMap::new();
        for table in tables {
            match TableCheck::new(connection, table) {
                Ok(check) => {
                    checks.insert(table.name, check);
                }
                // The table itself is gone or another: the schema's text says so, and its rows count as missing.
                Err(StoreError::Sql { .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(RowChecks {
            connection,
            interrupter: store.interrupter(),
            tables: checks,
            dropped: BTreeSet::new(),
        })
    }

    /// The rows that one entry binds.
    pub(super) fn entry(&mut self, entry: &Entry, problems: &mut Problems) -> Result<()> {
        let marks = |name: &str| {
            let list = entry.body.get(name).and_then(Json::list);
            list.unwrap_or_default().iter()
        };
        for mark in marks("rows") {
            let Some((id, version, digest)) = row_mark(mark) else {
                problems.entry(ProblemKind::Form, entry.seq);
                continue;
            };
            match self.table(mark) {
                Some(check) => check.row((id, version, digest), problems)?,
                None => problems.add(
                    ProblemKind::Missing,
                    table_of(mark),
                    Some(id),
                    Some(entry.seq),
                ),
            }
        }
        for (name, is_batch) in [("runs", false), ("batches", true)] {
            for mark in marks(name) {
                let together = together_mark(mark, is_batch, entry.seq);
                let connection = self.connection;
                match (self.table(mark), together) {
                    (Some(check), Some(together)) if is_batch => check.batches.push(together),
                    (Some(check), Some(together)) => check.run(connection, &together, problems)?,
                    (None, Some(lost)) => problems.add(
                        ProblemKind::Missing,
                        table_of(mark),
                        Some(lost.name),
                        Some(entry.seq),
                    ),
                    (_, None) => problems.entry(ProblemKind::Form, entry.seq),
                }
            }
        }
        for mark in marks("dropped") {
            let batch = mark.get("batch").and_then(Json::int).unwrap_or_default();
            let table = table_of(mark).unwrap_or_default();
            self.dropped.insert((table.to_owned(), batch));
        }
        Ok(())
    }

    fn table(&mut self, mark: &Json) -> Option<&mut TableCheck<'a>> {
        self.tables.get_mut(table_of(mark)?)
    }

    /// After the last entry: the batches that were not disposed of, and rows that no entry binds.
    pub(super) fn finish(&mut self, problems: &mut Problems) -> Result<()> {
        for check in self.tables.values_mut() {
            self.interrupter.look()?;
            if check.table.binding == Binding::Batch {
                let dropped = &self.dropped;
                let name = check.table.name;
                check
                    .batches
                    .retain(|batch| !dropped.contains(&(name.to_owned(), batch.second)));
                for batch in &check.batches {
                    check.batch(self.connection, batch, problems)?;
                }
                check.additional_in_batches(self.connection, problems)?;
            } else {
                check.additional(self.connection, problems)?;
            }
        }
        Ok(())
    }
}

impl<'a> TableCheck<'a> {
    fn new(connection: &'a Connection, table: &'static Table) -> Result<TableCheck<'a>> {
        let (name, columns) = (table.name, table.all_columns());
        let one = format!("select {columns} from {name} where id = ?1");
        let old = format!("select {columns} from {name}_history where id = ?1 and version = ?2");
        let old = match table.binding {
            Binding::History => Some(connection.prepare(&old).map_err(sql(DOING))?),
            Binding::Row | Binding::Batch => None,
        };
        Ok(TableCheck {
            table,
            one: connection.prepare(&one).map_err(sql(DOING))?,
            old,
            bound: IdSet::default(),
            named: IdSet::default(),
            bound_old: BTreeMap::new(),
            batches: Vec::new(),
        })
    }

    fn add(&self, kind: ProblemKind, id: i64, problems: &mut Problems) {
        problems.add(kind, Some(self.table.name), Some(id), None);
    }

    /// One row at one version.
    fn row(
        &mut self,
        (id, version, digest): (i64, i64, &str),
        problems: &mut Problems,
    ) -> Result<()> {
        self.named.insert(id);
        let table = self.table;
        let found = self
            .one
            .query_row([id], |row| Ok(found(table, row)))
            .optional()
            .map_err(sql(DOING))?;
        let Some(found) = found else {
            self.add(ProblemKind::Missing, id, problems);
            return Ok(());
        };
        if found.version > version {
            return self.old_version((id, version), digest, problems);
        }
        let is_bound = found.version == version && found.is(digest);
        if !is_bound || !self.bound.insert(id) {
            self.bound.insert(id);
            self.add(ProblemKind::Changed, id, problems);
        }
        Ok(())
    }

    fn old_version(
        &mut self,
        (id, version): (i64, i64),
        digest: &str,
        problems: &mut Problems,
    ) -> Result<()> {
        match self.find_old(id, version)? {
            // Where versions are replaced in place, the later entry binds the row.
            None if self.old.is_none() => {}
            None => self.add(ProblemKind::Missing, id, problems),
            Some(found) => {
                let is_new = self.bound_old.entry(version).or_default().insert(id);
                if !found.is(digest) || !is_new {
                    self.add(ProblemKind::Changed, id, problems);
                }
            }
        }
        Ok(())
    }

    fn find_old(&mut self, id: i64, version: i64) -> Result<Option<Found>> {
        let table = self.table;
        let Some(old) = &mut self.old else {
            return Ok(None);
        };
        old.query_row([id, version], |row| Ok(found(table, row)))
            .optional()
            .map_err(sql(DOING))
    }

    /// New rows written together: their first versions, wherever they are now.
    fn run(
        &mut self,
        connection: &Connection,
        run: &Together,
        problems: &mut Problems,
    ) -> Result<()> {
        let mut range = self.range(connection)?;
        let mut rows = range.query([run.first, run.last()]).map_err(sql(DOING))?;
        let mut tally = Tally::new(self.table.name, run);
        while let Some(row) = rows.next().map_err(sql(DOING))? {
            let mut first = found(self.table, row);
            self.named.insert(first.id);
            let is_present = first.version == 1;
            if !is_present {
                let id = first.id;
                match self.find_old(id, 1)? {
                    Some(old) => first = old,
                    None => continue,
                }
            }
            let bound = if is_present {
                &mut self.bound
            } else {
                self.bound_old.entry(1).or_default()
            };
            bound.insert(first.id);
            tally.take(&first, problems);
        }
        tally.finish(problems);
        Ok(())
    }

    fn batch(
        &self,
        connection: &Connection,
        batch: &Together,
        problems: &mut Problems,
    ) -> Result<()> {
        let salt: Option<Vec<u8>> = connection
            .query_row(
                "select salt from batch where id = ?1",
                [batch.second],
                |row| row.get(0),
            )
            .optional()
            .map_err(sql(DOING))?
            .flatten();
        let mut range = self.range(connection)?;
        let mut rows = range
            .query([batch.first, batch.last()])
            .map_err(sql(DOING))?;
        let mut tally = Tally::new(self.table.name, batch);
        while let Some(row) = rows.next().map_err(sql(DOING))? {
            let row = found_in_batch(self.table, row, salt.as_deref());
            tally.take(&row, problems);
        }
        tally.finish(problems);
        Ok(())
    }

    fn range<'c>(&self, connection: &'c Connection) -> Result<Statement<'c>> {
        let (name, columns) = (self.table.name, self.table.all_columns());
        connection
            .prepare(&format!(
                "select {columns} from {name} where id between ?1 and ?2 order by id"
            ))
            .map_err(sql(DOING))
    }

    fn additional(&self, connection: &Connection, problems: &mut Problems) -> Result<()> {
        let name = self.table.name;
        each_id(
            connection,
            &format!("select id, version from {name} order by id"),
            |id, _version| {
                if self.bound.has(id) {
                    return;
                }
                let kind = if self.named.has(id) {
                    ProblemKind::Changed
                } else {
                    ProblemKind::Additional
                };
                self.add(kind, id, problems);
            },
        )?;
        if self.table.binding != Binding::History {
            return Ok(());
        }
        let history = format!("{name}_history");
        each_id(
            connection,
            &format!("select id, version from {history}"),
            |id, version| {
                let is_bound = self.bound_old.get(&version).is_some_and(|ids| ids.has(id));
                if !is_bound {
                    problems.add(ProblemKind::Additional, Some(&history), Some(id), None);
                }
            },
        )
    }

    fn additional_in_batches(
        &self,
        connection: &Connection,
        problems: &mut Problems,
    ) -> Result<()> {
        let mut ranges: Vec<(i64, i64)> = self
            .batches
            .iter()
            .map(|batch| (batch.first, batch.last()))
            .collect();
        ranges.sort_unstable();
        let mut ranges = ranges.into_iter().peekable();
        let name = self.table.name;
        each_id(
            connection,
            &format!("select id, batch from {name} order by id"),
            |id, _batch| {
                while ranges.next_if(|(_first, last)| *last < id).is_some() {}
                if ranges.peek().is_none_or(|(first, _last)| id < *first) {
                    self.add(ProblemKind::Additional, id, problems);
                }
            },
        )
    }
}

/// The digest over the digests of rows written together, and what went missing among them.
struct Tally<'t> {
    table: &'static str,
    together: &'t Together,
    all: Sha256,
    next: i64,
    has_named: bool,
}

impl<'t> Tally<'t> {
    fn new(table: &'static str, together: &'t Together) -> Tally<'t> {
        Tally {
            table,
            together,
            all: Sha256::new(),
            next: together.first,
            has_named: false,
        }
    }

    fn take(&mut self, row: &Found, problems: &mut Problems) {
        self.missing_until(row.id, problems);
        self.next = row.id.saturating_add(1);
        let is_whole = row.is_itself() && row.version == self.together.second;
        if !is_whole {
            self.has_named = true;
            problems.add(ProblemKind::Changed, Some(self.table), Some(row.id), None);
        }
        self.all.update(row.real.unwrap_or_default());
    }

    fn missing_until(&mut self, id: i64, problems: &mut Problems) {
        for missing in self.next..id {
            self.has_named = true;
            problems.add(ProblemKind::Missing, Some(self.table), Some(missing), None);
        }
    }

    fn finish(mut self, problems: &mut Problems) {
        self.missing_until(self.together.last().saturating_add(1), problems);
        let all: RowDigest = self.all.finalize().into();
        if hex(&all) != self.together.digest && !self.has_named {
            problems.add(
                ProblemKind::Batch,
                Some(self.table),
                Some(self.together.name),
                Some(self.together.seq),
            );
        }
    }
}

fn each_id(connection: &Connection, query: &str, mut each: impl FnMut(i64, i64)) -> Result<()> {
    let mut statement = connection.prepare(query).map_err(sql(DOING))?;
    let mut rows = statement.query([]).map_err(sql(DOING))?;
    while let Some(row) = rows.next().map_err(sql(DOING))? {
        each(
            row.get(0).map_err(sql(DOING))?,
            row.get(1).map_err(sql(DOING))?,
        );
    }
    Ok(())
}

fn found(table: &Table, row: &Row<'_>) -> Found {
    let salt: Option<Vec<u8>> = row.get(table.columns.len().saturating_add(2)).ok();
    found_with(table, row, salt.as_deref(), 3)
}

fn found_in_batch(table: &Table, row: &Row<'_>, salt: Option<&[u8]>) -> Found {
    found_with(table, row, salt, 2)
}

/// `fixed`: how many columns are not the table's own, the digest apart.
fn found_with(table: &Table, row: &Row<'_>, salt: Option<&[u8]>, fixed: usize) -> Found {
    let id = row.get(0).unwrap_or_default();
    let version = row.get(1).unwrap_or_default();
    let real = salt.and_then(|salt| {
        let mut text = String::new();
        image_start(&mut text, id, version);
        for index in 0..table.columns.len() {
            image_value(&mut text, row.get_ref(index.saturating_add(2)).ok()?)?;
        }
        text.push(']');
        Some(digest(salt, &text))
    });
    Found {
        id,
        version,
        real,
        stored: row.get(table.columns.len().saturating_add(fixed)).ok(),
    }
}

fn table_of(mark: &Json) -> Option<&str> {
    mark.get("table").and_then(Json::text)
}

fn row_mark(mark: &Json) -> Option<(i64, i64, &str)> {
    let id = mark.get("id")?.int()?;
    let version = mark.get("version")?.int()?;
    Some((id, version, mark.get("digest")?.text()?))
}

fn together_mark(mark: &Json, is_batch: bool, seq: u64) -> Option<Together> {
    let first = mark.get("first")?.int()?;
    let batch = mark.get("id").and_then(Json::int).filter(|_id| is_batch);
    if is_batch && batch.is_none() {
        return None;
    }
    Some(Together {
        second: batch.unwrap_or(1),
        name: batch.unwrap_or(first),
        first,
        count: mark.get("count")?.int()?,
        digest: mark.get("digest")?.text()?.to_owned(),
        seq,
    })
}
