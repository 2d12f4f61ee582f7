//! `verify`: the chain, every signature, the signers, every bound row, the schema's text, the pages, the head file, the keys.
//!
//! Streams: what it keeps in memory are sets of ids, not rows. Names what it finds; judges nothing.

mod rows;
mod signatures;

use std::collections::BTreeMap;

use crate::domain::canonical::Json;
use crate::domain::ids::Head;
pub use crate::domain::problem::ProblemKind;
use crate::domain::signers::{Allowed, SignerFault, Signers};
use crate::domain::trail::{Entry, fingerprint, hash, hex};
use crate::store::crypto::sound_key;
use crate::store::error::{Result, StoreError, sql};
use crate::store::head;
use crate::store::keys_file::KeysFile;
use crate::store::row::Table;
use crate::store::schema;
use crate::store::verify::rows::RowChecks;
use crate::store::verify::signatures::{Checker, Job};
use crate::store::{DESK, Store};

/// More are counted, not listed.
const PROBLEMS_LISTED: usize = 1000;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The table; for the schema the object's name, for keys.toml the slot's login.
    pub table: Option<String>,
    pub id: Option<i64>,
    /// The entry's number.
    pub seq: Option<u64>,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub entries: u64,
    /// `None` when there is no entry at all.
    pub head: Option<Head>,
    pub ok: bool,
    /// The first entry that is not acceptable.
    pub first_bad: Option<u64>,
    /// At most a thousand.
    pub problems: Vec<Problem>,
}

/// A head from paper: sequence number and at least 16 digits of the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    pub seq: u64,
    /// 16 to 64 lower-case hex digits.
    pub hex: String,
}

impl Expect {
    /// Reads `SEQ:HEX`.
    pub fn parse(text: &str) -> Option<Expect> {
        let (seq, hex) = text.trim().split_once(':')?;
        let hex = hex.to_ascii_lowercase();
        let fits = (16..=64).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let seq = seq.parse().ok().filter(|_seq| fits)?;
        Some(Expect { seq, hex })
    }
}

/// How far a verification is, in entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub of: u64,
}

#[derive(Default)]
struct Problems {
    listed: Vec<Problem>,
    has_any: bool,
}

impl Problems {
    fn add(&mut self, kind: ProblemKind, table: Option<&str>, id: Option<i64>, seq: Option<u64>) {
        self.has_any = true;
        let problem = Problem {
            kind,
            table: table.map(str::to_owned),
            id,
            seq,
        };
        if self.listed.len() < PROBLEMS_LISTED && !self.listed.contains(&problem) {
            self.listed.push(problem);
        }
    }

    fn entry(&mut self, kind: ProblemKind, seq: u64) {
        self.add(kind, None, None, Some(seq));
    }

    /// A page that cannot be read is a finding; being broken off is not.
    fn bear(&mut self, done: Result<()>) -> Result<()> {
        match done {
            Err(StoreError::Damaged(_) | StoreError::NotADatabase | StoreError::Sql { .. }) => {
                self.add(ProblemKind::Pages, None, None, None);
                Ok(())
            }
            other => other,
        }
    }
}

impl Store {
    /// Verifies everything. `allowed` says which roles an action is for, `progress` is told as entries pass.
    pub fn verify(
        &self,
        allowed: Allowed,
        expect: Option<&Expect>,
        progress: impl FnMut(Verified),
    ) -> Result<Report> {
        self.verify_tables(schema::TABLES, allowed, expect, progress)
    }

    pub(in crate::store) fn verify_tables(
        &self,
        tables: &[&'static Table],
        allowed: Allowed,
        expect: Option<&Expect>,
        progress: impl FnMut(Verified),
    ) -> Result<Report> {
        let written = head::read(self.dir());
        let _snapshot = self.snapshot()?;
        let mut problems = Problems::default();
        let mut trail = TrailCheck::new(self, tables, allowed, expect)?;
        let walked = trail.walk(&mut problems, progress);
        problems.bear(walked)?;
        let TrailCheck {
            mut rows,
            signers,
            last,
            is_expected,
            ..
        } = trail;
        let rest = rows.finish(&mut problems);
        problems.bear(rest)?;
        if !is_expected {
            problems.add(ProblemKind::Expect, None, None, expect.map(|head| head.seq));
        }
        self.verify_head(written, &mut problems)?;
        self.verify_schema(&mut problems)?;
        self.verify_pages(&mut problems)?;
        self.verify_keys(&signers, &mut problems);
        let checked = self.verify_people(&signers, &mut problems);
        problems.bear(checked)?;
        Ok(report(last, problems))
    }

    fn verify_head(&self, written: Option<Head>, problems: &mut Problems) -> Result<()> {
        if self.compare(written)?.missing().is_some() {
            problems.add(ProblemKind::Head, None, None, written.map(|head| head.seq));
        }
        Ok(())
    }

    fn verify_schema(&self, problems: &mut Problems) -> Result<()> {
        let mut expected: BTreeMap<String, String> =
            schema::expected_texts()?.into_iter().collect();
        for (name, text) in schema::texts(self.connection())? {
            if expected.remove(&name).as_deref() != Some(text.as_str()) {
                problems.add(ProblemKind::Schema, Some(&name), None, None);
            }
        }
        for name in expected.keys() {
            problems.add(ProblemKind::Schema, Some(name), None, None);
        }
        Ok(())
    }

    fn verify_pages(&self, problems: &mut Problems) -> Result<()> {
        let length = schema::check_length(self.connection(), &self.dir().join(DESK));
        problems.bear(length)?;
        for pragma in ["pragma cipher_integrity_check", "pragma quick_check"] {
            let done = self.pages_of(pragma, problems);
            problems.bear(done)?;
        }
        Ok(())
    }

    fn pages_of(&self, pragma: &str, problems: &mut Problems) -> Result<()> {
        let mut statement = self
            .connection()
            .prepare(pragma)
            .map_err(sql("check the pages"))?;
        let mut rows = statement.query([]).map_err(sql("check the pages"))?;
        while let Some(row) = rows.next().map_err(sql("check the pages"))? {
            let found: String = row.get(0).map_err(sql("check the pages"))?;
            if found != "ok" {
                let page = found.rsplit(' ').next().and_then(|word| word.parse().ok());
                problems.add(ProblemKind::Pages, None, page, None);
            }
        }
        Ok(())
    }

    /// A row's digest may stand in anybody's entry; which roles a person holds only a keeper's entry says.
    fn verify_people(&self, signers: &Signers, problems: &mut Problems) -> Result<()> {
        let mut statement = self
            .connection()
            .prepare("select id, login, roles from clerk order by id")
            .map_err(sql("read the people"))?;
        let mut rows = statement.query([]).map_err(sql("read the people"))?;
        while let Some(row) = rows.next().map_err(sql("read the people"))? {
            let id: i64 = row.get(0).map_err(sql("read the people"))?;
            let login: String = row.get(1).map_err(sql("read the people"))?;
            let roles: String = row.get(2).map_err(sql("read the people"))?;
            let held = signers.roles(&login).map(|roles| roles.to_string());
            if held.as_deref() != Some(roles.as_str()) {
                problems.add(ProblemKind::Changed, Some("clerk"), Some(id), None);
            }
        }
        Ok(())
    }

    fn verify_keys(&self, signers: &Signers, problems: &mut Problems) {
        let keys = KeysFile::load(self.dir())
            .and_then(|keys| keys.check_seal(self.data_key()).map(|()| keys));
        let Ok(keys) = keys else {
            return problems.add(ProblemKind::Seal, None, None, None);
        };
        if keys.store.id != self.id() {
            problems.add(ProblemKind::Seal, None, None, None);
        }
        for slot in &keys.slots {
            let known = signers.key(&fingerprint(&slot.sign_key));
            let fits = known.is_some_and(|key| {
                key.login == slot.login && key.open == slot.open_key && !key.is_revoked
            });
            if !fits {
                problems.add(ProblemKind::Slot, Some(&slot.login), None, None);
            }
        }
    }
}

fn report(last: Option<Head>, problems: Problems) -> Report {
    let mut listed = problems.listed;
    listed.sort_by_key(|problem| problem.seq.unwrap_or(u64::MAX));
    let first_bad = listed
        .iter()
        .filter(|problem| {
            matches!(
                problem.kind,
                ProblemKind::Chain
                    | ProblemKind::Form
                    | ProblemKind::Signature
                    | ProblemKind::Signer
            )
        })
        .find_map(|problem| problem.seq);
    Report {
        entries: last.map_or(0, |head| head.seq),
        head: last,
        ok: !problems.has_any,
        first_bad,
        problems: listed,
    }
}

/// One stored entry.
struct Stored {
    seq: u64,
    prev: [u8; 32],
    hash: [u8; 32],
    bytes: String,
    signature: [u8; 64],
}

/// The walk along the chain.
struct TrailCheck<'a> {
    store: &'a Store,
    allowed: Allowed,
    expect: Option<&'a Expect>,
    is_expected: bool,
    signers: Signers,
    rows: RowChecks<'a>,
    keys: BTreeMap<[u8; 32], Option<ed25519_dalek::VerifyingKey>>,
    /// What the next entry must name, and its number.
    prev: [u8; 32],
    seq: u64,
    last: Option<Head>,
}

impl<'a> TrailCheck<'a> {
    fn new(
        store: &'a Store,
        tables: &[&'static Table],
        allowed: Allowed,
        expect: Option<&'a Expect>,
    ) -> Result<TrailCheck<'a>> {
        Ok(TrailCheck {
            store,
            allowed,
            expect,
            is_expected: expect.is_none(),
            signers: Signers::default(),
            rows: RowChecks::new(store, tables)?,
            keys: BTreeMap::new(),
            prev: [0; 32],
            seq: 1,
            last: None,
        })
    }

    /// Reads and chains on this thread; signatures are checked on two others.
    fn walk(&mut self, problems: &mut Problems, mut progress: impl FnMut(Verified)) -> Result<()> {
        let connection = self.store.connection();
        let of: i64 = connection
            .query_row("select coalesce(max(seq), 0) from trail", [], |row| {
                row.get(0)
            })
            .map_err(sql("read the trail"))?;
        let of = of.cast_unsigned();
        let mut statement = connection
            .prepare("select seq, prev, hash, bytes, signature from trail order by seq")
            .map_err(sql("read the trail"))?;
        let mut stored = statement.query([]).map_err(sql("read the trail"))?;
        std::thread::scope(|scope| {
            let mut checker = Checker::start(scope);
            let mut walked = Ok(());
            while let Some(row) = stored.next().map_err(sql("read the trail")).transpose() {
                let step = row.and_then(|row| self.step(row, problems));
                match step {
                    Ok(job) => checker.check(job),
                    Err(fault) => {
                        walked = Err(fault);
                        break;
                    }
                }
                if self.seq.is_multiple_of(1024) {
                    progress(Verified {
                        entries: self.seq,
                        of,
                    });
                }
            }
            for seq in checker.finish() {
                problems.entry(ProblemKind::Signature, seq);
            }
            walked
        })
    }

    /// One entry: its place, its form, its signer, its rows. What is left to do is its signature.
    fn step(&mut self, row: &rusqlite::Row<'_>, problems: &mut Problems) -> Result<Option<Job>> {
        self.store.interrupter.look()?;
        let Some(stored) = read_stored(row) else {
            problems.entry(ProblemKind::Form, self.seq);
            self.seq = self.seq.saturating_add(1);
            return Ok(None);
        };
        let hash = hash(&stored.bytes);
        let entry = self.place(&stored, hash, problems);
        self.last = Some(Head {
            seq: stored.seq,
            hash,
        });
        if let Some(expect) = self.expect
            && expect.seq == stored.seq
        {
            self.is_expected = hex(&hash).starts_with(&expect.hex);
        }
        let Some(entry) = entry else {
            return Ok(None);
        };
        if entry.seq == 1 {
            self.check_meta(&entry, problems)?;
        }
        let admitted = self.signers.admit(&entry, self.allowed);
        self.rows.entry(&entry, problems)?;
        Ok(self.job(admitted, &stored, hash, problems))
    }

    /// Whether the entry stands where it says; the entry, if it can be read.
    fn place(&mut self, stored: &Stored, hash: [u8; 32], problems: &mut Problems) -> Option<Entry> {
        let seq = stored.seq;
        let entry = Entry::parse(&stored.bytes)
            .filter(|entry| entry.seq == seq && entry.prev == stored.prev);
        if entry.is_none() || stored.hash != hash {
            problems.entry(ProblemKind::Form, seq);
        }
        let is_ours = entry
            .as_ref()
            .is_none_or(|entry| entry.store == self.store.id());
        if seq != self.seq || stored.prev != self.prev || !is_ours {
            problems.entry(ProblemKind::Chain, seq);
        }
        // Where the bytes were altered and the hash was not, the chain itself goes on from the hash.
        self.prev = stored.hash;
        self.seq = seq.saturating_add(1);
        entry
    }

    fn check_meta(&self, genesis: &Entry, problems: &mut Problems) -> Result<()> {
        let found: (String, i64) = self
            .store
            .connection()
            .query_row("select agency, is_demo from store_meta", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(sql("read the store's id"))?;
        let said = (
            genesis.body.get("agency").and_then(Json::text),
            genesis.body.get("demo").and_then(Json::int),
        );
        if said != (Some(found.0.as_str()), Some(found.1)) {
            problems.add(ProblemKind::Changed, Some("store_meta"), Some(1), None);
        }
        Ok(())
    }

    fn job(
        &mut self,
        admitted: std::result::Result<[u8; 32], SignerFault>,
        stored: &Stored,
        hash: [u8; 32],
        problems: &mut Problems,
    ) -> Option<Job> {
        let key = admitted
            .ok()
            .and_then(|key| *self.keys.entry(key).or_insert_with(|| sound_key(&key)));
        if key.is_none() {
            problems.entry(ProblemKind::Signer, stored.seq);
        }
        Some(Job {
            seq: stored.seq,
            hash,
            signature: stored.signature,
            key: key?,
        })
    }
}

fn read_stored(row: &rusqlite::Row<'_>) -> Option<Stored> {
    let seq: i64 = row.get(0).ok()?;
    Some(Stored {
        seq: u64::try_from(seq).ok()?,
        prev: row.get(1).ok()?,
        hash: row.get(2).ok()?,
        bytes: row.get(3).ok()?,
        signature: row.get(4).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_from_paper_has_sixteen_to_sixty_four_digits() {
        let read = |text: &str| Expect::parse(text).map(|head| (head.seq, head.hex.len()));
        assert_eq!(read("12:00112233445566AA"), Some((12, 16)));
        assert_eq!(read(&format!("1:{}", "ab".repeat(32))), Some((1, 64)));
        for text in ["12", "12:0011", "x:0011223344556677", "1:001122334455667g"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("1:{}0", "ab".repeat(32))), None);
    }
}
