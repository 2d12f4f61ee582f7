//! The month's check: its state, the committed rows, the sample, the outcomes, the checkers' sealed draw secrets.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::ids::{Login, Period};
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static CHECK_MONTH: Table = Table {
    name: "check_month",
    columns: &[
        "period",
        "step",
        "row_count",
        "population",
        "salt_bytes",
        "match_digest",
        "commit_hex",
        "checker",
        "source",
        "digits",
        "frozen_by",
        "frozen_at",
        "total",
        "total_known",
        "slip",
        "seed_text",
        "seed",
        "next_commit",
        "drawn_at",
        "compared",
        "place",
        "major",
        "major_reason",
        "judged_at",
        "record_version",
        "signed_by",
        "signed_at",
        "counts",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static ROW_COMMIT: Table = Table {
    name: "row_commit",
    columns: &["period", "seq", "row_c"],
    binding: Binding::Batch,
};
pub(in crate::store) static SAMPLE_ROW: Table = Table {
    name: "sample_row",
    columns: &["period", "place", "seq"],
    binding: Binding::Batch,
};
/// Public draws in place of secrets that nobody can open.
pub(in crate::store) static PUBLIC_DECLARED: Table = Table {
    name: "public_declared",
    columns: &[
        "period",
        "source",
        "digits",
        "commit_hex",
        "checker",
        "by",
        "at",
    ],
    binding: Binding::Row,
};
/// Digests over the matches of a few rows each, so that a difference can be named.
pub(in crate::store) static MATCH_BLOCK: Table = Table {
    name: "match_block",
    columns: &["period", "first_seq", "last_seq", "sha256"],
    binding: Binding::Batch,
};
pub(in crate::store) static OUTCOME: Table = Table {
    name: "outcome",
    columns: &[
        "period", "seq", "place", "outcome", "compared", "note", "evidence", "by", "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static DRAW_SECRET: Table = Table {
    name: "draw_secret",
    columns: &["login", "commit_hex", "sealed", "used_by", "made_at"],
    binding: Binding::Row,
};
pub(in crate::store) static DOCUMENT: Table = Table {
    name: "document",
    columns: &["kind", "record", "name", "sha256", "reason", "by", "at"],
    binding: Binding::Row,
};

/// The month's check as it stands; the hashes of its entries stand in the trail alone. Everything after `step` is empty until its step was taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckMonth {
    pub step: String,
    pub row_count: Option<u32>,
    pub population: Option<String>,
    /// Period salt, 32 bytes.
    pub salt: Option<Vec<u8>>,
    pub match_digest: Option<String>,
    pub commit: Option<String>,
    pub checker: Option<String>,
    pub source: Option<String>,
    pub digits: Option<u32>,
    pub frozen_by: Option<String>,
    pub frozen_at: Option<Moment>,
    pub total: Option<i64>,
    pub total_known: bool,
    pub slip: Option<String>,
    pub seed_text: Option<String>,
    pub seed: Option<String>,
    pub next_commit: Option<String>,
    pub drawn_at: Option<Moment>,
    pub compared: Option<String>,
    /// Where the walk stands, from 1.
    pub place: Option<u32>,
    pub major: Option<bool>,
    pub major_reason: Option<String>,
    pub judged_at: Option<Moment>,
    pub record_version: Option<u32>,
    pub signed_by: Option<String>,
    pub signed_at: Option<Moment>,
    /// The freeze's counts, canonical JSON; empty before.
    pub counts: String,
}

fn text(value: Option<&String>) -> Value {
    value.cloned().map_or(Value::Null, Value::Text)
}

fn number(value: Option<impl Into<i64>>) -> Value {
    value.map_or(Value::Null, |value| Value::Integer(value.into()))
}

fn moment(value: Option<Moment>) -> Value {
    value.map_or(Value::Null, |at| Value::Text(at.iso()))
}

/// Writes the month's state; the next version where there is one.
pub fn put(tx: &mut WriteTx<'_>, period: Period, month: &CheckMonth) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row(
            "select id from check_month where period = ?1",
            [period.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let values = [
        Value::Text(period.to_string()),
        Value::Text(month.step.clone()),
        number(month.row_count),
        text(month.population.as_ref()),
        month.salt.clone().map_or(Value::Null, Value::Blob),
        text(month.match_digest.as_ref()),
        text(month.commit.as_ref()),
        text(month.checker.as_ref()),
        text(month.source.as_ref()),
        number(month.digits),
        text(month.frozen_by.as_ref()),
        moment(month.frozen_at),
        number(month.total),
        Value::Integer(i64::from(month.total_known)),
        text(month.slip.as_ref()),
        text(month.seed_text.as_ref()),
        text(month.seed.as_ref()),
        text(month.next_commit.as_ref()),
        moment(month.drawn_at),
        text(month.compared.as_ref()),
        number(month.place),
        number(month.major),
        text(month.major_reason.as_ref()),
        moment(month.judged_at),
        number(month.record_version),
        text(month.signed_by.as_ref()),
        moment(month.signed_at),
        Value::Text(month.counts.clone()),
    ];
    tx.put(&CHECK_MONTH, id, &values)?;
    Ok(())
}

/// The month's state, when a step beyond reconciling was taken.
pub fn get(reader: Reader<'_>, period: Period) -> Result<Option<CheckMonth>, StoreError> {
    let sql = format!(
        "select {} from check_month where period = ?1",
        CHECK_MONTH.columns.join(", ")
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([period.to_string()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let instant = |index: usize| -> Result<Option<Moment>, StoreError> {
        let text: Option<String> = row.get(index)?;
        text.map(|text| {
            Moment::parse(&text).ok_or_else(|| StoreError::Garbled {
                table: "check_month",
                column: "at",
            })
        })
        .transpose()
    };
    let known: Option<i64> = row.get(13)?;
    Ok(Some(CheckMonth {
        step: row.get(1)?,
        row_count: row.get(2)?,
        population: row.get(3)?,
        salt: row.get(4)?,
        match_digest: row.get(5)?,
        commit: row.get(6)?,
        checker: row.get(7)?,
        source: row.get(8)?,
        digits: row.get(9)?,
        frozen_by: row.get(10)?,
        frozen_at: instant(11)?,
        total: row.get(12)?,
        total_known: known == Some(1),
        slip: row.get(14)?,
        seed_text: row.get(15)?,
        seed: row.get(16)?,
        next_commit: row.get(17)?,
        drawn_at: instant(18)?,
        compared: row.get(19)?,
        place: row.get(20)?,
        major: row.get(21)?,
        major_reason: row.get(22)?,
        judged_at: instant(23)?,
        record_version: row.get(24)?,
        signed_by: row.get(25)?,
        signed_at: instant(26)?,
        counts: row.get(27)?,
    }))
}

/// Writes the committed form of every row of a population.
pub fn put_commits<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    period: Period,
    rows: impl Iterator<Item = Result<(u32, String), E>>,
) -> Result<(), E> {
    let mut batch = tx.batch(&ROW_COMMIT)?;
    for row in rows {
        let (seq, row_c) = row?;
        batch.append(&[
            Value::Text(period.to_string()),
            Value::Integer(i64::from(seq)),
            Value::Text(row_c),
        ])?;
    }
    batch.finish()?;
    Ok(())
}

/// The matches of the rows from one to another, as the freeze fixed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchBlock {
    pub first: u32,
    pub last: u32,
    pub sha256: String,
}

/// Writes what the freeze fixes of the matches, block by block.
pub fn put_match_blocks(
    tx: &mut WriteTx<'_>,
    period: Period,
    blocks: &[MatchBlock],
) -> Result<(), StoreError> {
    let mut batch = tx.batch(&MATCH_BLOCK)?;
    for block in blocks {
        batch.append(&[
            Value::Text(period.to_string()),
            Value::Integer(i64::from(block.first)),
            Value::Integer(i64::from(block.last)),
            Value::Text(block.sha256.clone()),
        ])?;
    }
    batch.finish()?;
    Ok(())
}

/// The same, in order; none for months that an earlier program froze.
pub fn match_blocks(reader: Reader<'_>, period: Period) -> Result<Vec<MatchBlock>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select first_seq, last_seq, sha256 from match_block where period = ?1 order by first_seq",
    )?;
    let rows = statement.query_map([period.to_string()], |row| {
        Ok(MatchBlock {
            first: row.get(0)?,
            last: row.get(1)?,
            sha256: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// A public draw that the supervisor declared after the freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDeclared {
    pub source: String,
    pub digits: u32,
    /// The commitment that stays shut.
    pub commit: Option<String>,
    pub checker: String,
    pub by: String,
    pub at: Moment,
}

/// Writes it; the next version where one was declared before.
pub fn put_public(
    tx: &mut WriteTx<'_>,
    period: Period,
    declared: &PublicDeclared,
) -> Result<(), StoreError> {
    let id = crate::store::read::id_of(
        tx.reader(),
        "select id from public_declared where period = ?1",
        [period.to_string()],
    )?;
    let values = [
        Value::Text(period.to_string()),
        Value::Text(declared.source.clone()),
        Value::Integer(i64::from(declared.digits)),
        text(declared.commit.as_ref()),
        Value::Text(declared.checker.clone()),
        Value::Text(declared.by.clone()),
        Value::Text(declared.at.iso()),
    ];
    tx.put(&PUBLIC_DECLARED, id, &values)?;
    Ok(())
}

/// What was declared for a month.
pub fn public_declared(
    reader: Reader<'_>,
    period: Period,
) -> Result<Option<PublicDeclared>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select source, digits, commit_hex, checker, by, at from public_declared where period = ?1",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let at: String = row.get(5)?;
    Ok(Some(PublicDeclared {
        source: row.get(0)?,
        digits: row.get(1)?,
        commit: row.get(2)?,
        checker: row.get(3)?,
        by: row.get(4)?,
        at: Moment::parse(&at).ok_or(StoreError::Garbled {
            table: "public_declared",
            column: "at",
        })?,
    }))
}

/// Where rows of a frozen month go: its first supplement that is not frozen itself.
pub fn open_supplement(reader: Reader<'_>, month: Period) -> Result<Period, StoreError> {
    for number in 1..=u16::MAX {
        let supplement = month.with_supplement(number);
        if get(reader, supplement)?.is_none() {
            return Ok(supplement);
        }
    }
    Err(StoreError::Broken("a month has no room for more rows"))
}

/// The supplements of a month, and how many rows each has.
pub fn supplements(reader: Reader<'_>, month: Period) -> Result<Vec<(Period, u32)>, StoreError> {
    let mut found = Vec::new();
    for number in 1..=u16::MAX {
        let supplement = month.with_supplement(number);
        let rows = crate::store::log::last_seq(reader, supplement, 0)?;
        if rows == 0 {
            break;
        }
        found.push((supplement, rows));
    }
    Ok(found)
}

/// Rows that came for a frozen month and whose own check is not signed.
pub fn waiting(reader: Reader<'_>, month: Period) -> Result<u32, StoreError> {
    let mut waiting = crate::store::log::last_seq(reader, month, 1)?;
    if month.supplement() > 0 {
        return Ok(waiting);
    }
    for (supplement, rows) in supplements(reader, month)? {
        let is_signed = get(reader, supplement)?.is_some_and(|it| it.signed_at.is_some());
        if !is_signed {
            waiting = waiting.saturating_add(rows);
        }
    }
    Ok(waiting)
}

/// The months that are frozen, oldest first.
pub fn frozen_periods(reader: Reader<'_>) -> Result<Vec<Period>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select period from check_month where row_count is not null order by period",
    )?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let periods = rows.iter().map(|period| {
        period.parse().map_err(|_bad| StoreError::Garbled {
            table: "check_month",
            column: "period",
        })
    });
    periods.collect()
}

/// The months that are being walked, oldest first.
pub fn walked(reader: Reader<'_>) -> Result<Vec<(Period, CheckMonth)>, StoreError> {
    let mut found = Vec::new();
    for period in frozen_periods(reader)? {
        let month = get(reader, period)?.filter(|month| month.step == "walking");
        found.extend(month.map(|month| (period, month)));
    }
    Ok(found)
}

/// The committed form of one row.
pub fn row_commit(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
) -> Result<Option<String>, StoreError> {
    let sql = "select row_c from row_commit where period = ?1 and seq = ?2";
    Ok(reader
        .connection()
        .query_row(sql, (period.to_string(), seq), |row| row.get(0))
        .optional()?)
}

/// Writes the drawn rows, in the order of the draw.
pub fn put_sample(tx: &mut WriteTx<'_>, period: Period, sample: &[u32]) -> Result<(), StoreError> {
    let mut batch = tx.batch(&SAMPLE_ROW)?;
    for (place, seq) in (1_i64..).zip(sample) {
        batch.append(&[
            Value::Text(period.to_string()),
            Value::Integer(place),
            Value::Integer(i64::from(*seq)),
        ])?;
    }
    batch.finish()?;
    Ok(())
}

/// The drawn rows' sequence numbers in the order of the draw.
pub fn sample(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select seq from sample_row where period = ?1 order by place")?;
    let rows = statement.query_map([period.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// What the checker found for one drawn row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    pub seq: u32,
    pub place: u32,
    /// Empty while only evidence was noted.
    pub outcome: String,
    pub compared: String,
    pub note: String,
    pub evidence: String,
    pub by: String,
    pub at: Moment,
}

/// Writes an outcome; the next version where the row has one.
pub fn put_outcome(
    tx: &mut WriteTx<'_>,
    period: Period,
    outcome: &OutcomeRow,
) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row(
            "select id from outcome where period = ?1 and seq = ?2",
            (period.to_string(), outcome.seq),
            |row| row.get(0),
        )
        .optional()?;
    let values = [
        Value::Text(period.to_string()),
        Value::Integer(i64::from(outcome.seq)),
        Value::Integer(i64::from(outcome.place)),
        Value::Text(outcome.outcome.clone()),
        Value::Text(outcome.compared.clone()),
        Value::Text(outcome.note.clone()),
        Value::Text(outcome.evidence.clone()),
        Value::Text(outcome.by.clone()),
        Value::Text(outcome.at.iso()),
    ];
    tx.put(&OUTCOME, id, &values)?;
    Ok(())
}

/// The month's outcomes in the order of the draw.
pub fn outcomes(reader: Reader<'_>, period: Period) -> Result<Vec<OutcomeRow>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select seq, place, outcome, compared, note, evidence, by, at from outcome where period = ?1 order by place",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(7)?;
        found.push(OutcomeRow {
            seq: row.get(0)?,
            place: row.get(1)?,
            outcome: row.get(2)?,
            compared: row.get(3)?,
            note: row.get(4)?,
            evidence: row.get(5)?,
            by: row.get(6)?,
            at: Moment::parse(&at).ok_or_else(|| StoreError::Garbled {
                table: "outcome",
                column: "at",
            })?,
        });
    }
    Ok(found)
}

/// A checker's secret as it lies in the store: opened only by that checker's own key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRow {
    pub id: i64,
    pub login: String,
    pub commit: String,
    pub sealed: Vec<u8>,
    /// The population that named it (`2026-10`), if one has.
    pub used_by: Option<String>,
    pub made_at: Moment,
}

/// Writes a secret: a new one, or the next version that names its population.
pub fn put_secret(
    tx: &mut WriteTx<'_>,
    id: Option<i64>,
    secret: &SecretRow,
) -> Result<(), StoreError> {
    let values = [
        Value::Text(secret.login.clone()),
        Value::Text(secret.commit.clone()),
        Value::Blob(secret.sealed.clone()),
        text(secret.used_by.as_ref()),
        Value::Text(secret.made_at.iso()),
    ];
    tx.put(&DRAW_SECRET, id, &values)?;
    Ok(())
}

/// Secrets in the order in which they were committed.
pub fn secrets(reader: Reader<'_>) -> Result<Vec<SecretRow>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select id, login, commit_hex, sealed, used_by, made_at from draw_secret order by id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(5)?;
        found.push(SecretRow {
            id: row.get(0)?,
            login: row.get(1)?,
            commit: row.get(2)?,
            sealed: row.get(3)?,
            used_by: row.get(4)?,
            made_at: Moment::parse(&at).ok_or_else(|| StoreError::Garbled {
                table: "draw_secret",
                column: "made_at",
            })?,
        });
    }
    Ok(found)
}

/// The oldest secret that no freeze has named, of one checker or of any of these.
pub fn unused_secret(reader: Reader<'_>, of: &[Login]) -> Result<Option<SecretRow>, StoreError> {
    let secrets = secrets(reader)?;
    Ok(secrets.into_iter().find(|secret| {
        secret.used_by.is_none() && of.iter().any(|login| login.as_str() == secret.login)
    }))
}

/// A document that left the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow<'a> {
    /// `check`.
    pub kind: &'a str,
    /// `11510-v1`.
    pub record: &'a str,
    /// The file's name beneath `out`.
    pub name: &'a str,
    pub sha256: &'a str,
    /// Why it was made: free text, and so a row and not in the entry.
    pub reason: &'a str,
    pub by: &'a str,
    pub at: Moment,
}

/// Notes a document that was written.
pub fn put_document(tx: &mut WriteTx<'_>, document: &DocumentRow<'_>) -> Result<(), StoreError> {
    let own = |text: &str| Value::Text(text.to_owned());
    let values = [
        own(document.kind),
        own(document.record),
        own(document.name),
        own(document.sha256),
        own(document.reason),
        own(document.by),
        Value::Text(document.at.iso()),
    ];
    tx.put(&DOCUMENT, None, &values)?;
    Ok(())
}

/// The newest document of a record: its name beneath `out` and its digest.
pub fn last_document(
    reader: Reader<'_>,
    kind: &str,
    record: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let sql = "select name, sha256 from document where kind = ?1 and record = ?2 order by id desc limit 1";
    Ok(reader
        .connection()
        .query_row(sql, (kind, record), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Changes a log row past every rule, as somebody with the key and SQL would.
#[cfg(test)]
pub(crate) fn alter_log_row(store: &crate::store::Store, period: Period, seq: u32) {
    let sql = "update log_row set fields = replace(fields, 'LI01', 'LI02') where period = ?1 and seq = ?2";
    let changed = store.connection().execute(sql, (period.to_string(), seq));
    assert_eq!(changed.unwrap(), 1);
}

/// The records that were signed, each with the day of its signature.
pub fn signed_records(reader: Reader<'_>) -> Result<Vec<(String, chrono::NaiveDate)>, StoreError> {
    let sql = "select period, record_version, signed_at from check_month
         where signed_at is not null and record_version is not null order by period";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = crate::store::read::Columns::of(row, "check_month");
        let period: String = columns.plain()?;
        let version: u32 = columns.plain()?;
        found.push((
            format!("{period}-v{version}"),
            columns.moment("signed_at")?.day(),
        ));
    }
    Ok(found)
}
