//! Deletion certificates as rows, their scope list in one column.

use rusqlite::Row;
use rusqlite::types::Value;

use crate::domain::canonical::Json;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::retention::RecordNo;
use crate::domain::retention::certificate::{Certificate, Exception, Handling, ScopeLine};
use crate::store::error::StoreError;
use crate::store::read::{Columns, Numbered, id_of, int, maybe_moment, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static DELETION: Table = Table {
    name: "deletion",
    columns: &[
        "no",
        "period",
        "serial",
        "state",
        "items",
        "medium",
        "quantity",
        "method",
        "place",
        "executed_by",
        "executed_by_name",
        "executed_at",
        "witness",
        "evidence",
        "evidence_sha256",
        "due_on",
        "verified_by",
        "verified_by_name",
        "verified_at",
        "verified_how",
        "closed_on",
        "lines",
        "reason",
        "changed_by",
        "changed_by_name",
        "changed_role",
        "changed_at",
    ],
    binding: Binding::History,
};

const NAME: &str = "deletion";

fn line_json(line: &ScopeLine) -> Json {
    let (handling, how, until) = match &line.handling {
        Handling::Cleared(how) => ("cleared", how.as_str(), String::new()),
        Handling::None => ("none", "", String::new()),
        Handling::Deferred(until) => ("deferred", "", until.to_string()),
    };
    let exception = line.exception.as_ref();
    let of = |value: fn(&Exception) -> String| exception.map(value).unwrap_or_default();
    Json::object([
        ("place", line.place.code().into()),
        ("handling", handling.into()),
        ("how", how.into()),
        ("until", until.into()),
        (
            "cleared_on",
            line.cleared_on
                .map(|day| day.to_string())
                .unwrap_or_default()
                .into(),
        ),
        ("cleared_by", line.cleared_by.as_str().into()),
        ("except_by", of(|one| one.by.clone()).into()),
        ("except_name", of(|one| one.by_name.clone()).into()),
        ("except_reason", of(|one| one.reason.clone()).into()),
        ("except_at", of(|one| one.at.iso()).into()),
    ])
}

fn line_of(json: &Json) -> Option<ScopeLine> {
    let word = |name: &str| json.get(name).and_then(Json::text);
    let handling = match word("handling")? {
        "cleared" => Handling::Cleared(word("how")?.to_owned()),
        "none" => Handling::None,
        "deferred" => Handling::Deferred(word("until")?.parse().ok()?),
        _ => return None,
    };
    let exception = match word("except_by")? {
        "" => None,
        by => Some(Exception {
            by: by.to_owned(),
            by_name: word("except_name")?.to_owned(),
            reason: word("except_reason")?.to_owned(),
            at: Moment::parse(word("except_at")?)?,
        }),
    };
    let cleared_on = match word("cleared_on")? {
        "" => None,
        day => Some(day.parse().ok()?),
    };
    Some(ScopeLine {
        place: word("place")?.parse().ok()?,
        handling,
        exception,
        cleared_on,
        cleared_by: word("cleared_by")?.to_owned(),
    })
}

fn lines_of(text: &str) -> Option<Vec<ScopeLine>> {
    Json::parse(text)?.list()?.iter().map(line_of).collect()
}

fn values(certificate: &Certificate) -> Vec<Value> {
    let items: Vec<String> = certificate.items.iter().map(ToString::to_string).collect();
    let lines = Json::List(certificate.lines.iter().map(line_json).collect());
    vec![
        text(certificate.no),
        text(certificate.no.period),
        int(certificate.no.serial),
        text(certificate.state.code()),
        text(items.join(" ")),
        text(certificate.medium.code()),
        int(certificate.quantity),
        text(certificate.method.code()),
        text(&certificate.place),
        text(&certificate.executed_by),
        text(&certificate.executed_by_name),
        moment(certificate.executed_at),
        text(&certificate.witness),
        text(&certificate.evidence),
        text(&certificate.evidence_sha256),
        text(certificate.due_on),
        text(&certificate.verified_by),
        text(&certificate.verified_by_name),
        maybe_moment(certificate.verified_at),
        text(&certificate.verified_how),
        maybe_text(certificate.closed_on.as_ref()),
        text(lines.write()),
        text(&certificate.reason),
        text(&certificate.changed_by),
        text(&certificate.changed_by_name),
        text(certificate.changed_role.code()),
        moment(certificate.changed_at),
    ]
}

fn selected() -> String {
    format!("version, {}", DELETION.columns.join(", "))
}

fn read(row: &Row<'_>) -> Result<Certificate, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let version = columns.plain()?;
    let no = columns.read("no")?;
    columns.plain::<String>()?;
    columns.plain::<i64>()?;
    Ok(Certificate {
        no,
        version,
        state: columns.read("state")?,
        items: items(&mut columns)?,
        medium: columns.read("medium")?,
        quantity: columns.plain()?,
        method: columns.read("method")?,
        place: columns.plain()?,
        executed_by: columns.plain()?,
        executed_by_name: columns.plain()?,
        executed_at: columns.moment("executed_at")?,
        witness: columns.plain()?,
        evidence: columns.plain()?,
        evidence_sha256: columns.plain()?,
        due_on: columns.read("due_on")?,
        verified_by: columns.plain()?,
        verified_by_name: columns.plain()?,
        verified_at: columns.maybe_moment("verified_at")?,
        verified_how: columns.plain()?,
        closed_on: columns.maybe("closed_on")?,
        lines: {
            let lines: String = columns.plain()?;
            lines_of(&lines).ok_or_else(|| columns.garbled("lines"))?
        },
        reason: columns.plain()?,
        changed_by: columns.plain()?,
        changed_by_name: columns.plain()?,
        changed_role: columns.read("changed_role")?,
        changed_at: columns.moment("changed_at")?,
    })
}

fn items(columns: &mut Columns<'_, '_>) -> Result<Vec<RecordNo>, StoreError> {
    let words: String = columns.plain()?;
    words
        .split_whitespace()
        .map(|word| word.parse().map_err(|_bad| columns.garbled("items")))
        .collect()
}

/// Writes a certificate: a new one, or its next version.
pub fn put(tx: &mut WriteTx<'_>, certificate: &Certificate) -> Result<(), StoreError> {
    let sql = "select id from deletion where no = ?1";
    let id = id_of(tx.reader(), sql, [certificate.no.to_string()])?;
    let (_id, version) = tx.put(&DELETION, id, &values(certificate))?;
    if version == certificate.version {
        Ok(())
    } else {
        Err(StoreError::Garbled {
            table: NAME,
            column: "version",
        })
    }
}

const NUMBERED: Numbered<Certificate> = Numbered {
    table: NAME,
    selected,
    read,
};

/// The serial that the next one of a month gets.
pub fn next_serial(reader: Reader<'_>, period: Period) -> Result<u32, StoreError> {
    NUMBERED.next_serial(reader, period)
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: RecordNo) -> Result<Option<Certificate>, StoreError> {
    NUMBERED.get(reader, no)
}

/// Every version, newest first.
pub fn versions(reader: Reader<'_>, no: RecordNo) -> Result<Vec<Certificate>, StoreError> {
    NUMBERED.versions(reader, no)
}

/// Where a person last deleted: offered for the next time.
pub fn last_place(reader: Reader<'_>, login: &str) -> Result<Option<String>, StoreError> {
    let sql = "select place from deletion where executed_by = ?1 order by id desc limit 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([login])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}
