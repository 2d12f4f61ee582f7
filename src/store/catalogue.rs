//! The catalogues of items and reasons, and the annex's legal bases, each with the days on which it is valid.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static ITEM: Table = Table {
    name: "item",
    columns: &["code", "name", "valid_from", "valid_to", "example"],
    binding: Binding::Row,
};
pub(in crate::store) static REASON: Table = Table {
    name: "reason",
    columns: &["name", "short_name", "valid"],
    binding: Binding::Row,
};
pub(in crate::store) static BASIS: Table = Table {
    name: "basis",
    columns: &[
        "code",
        "statute",
        "statute_en",
        "articles",
        "valid_from",
        "valid_to",
    ],
    binding: Binding::Row,
};

/// 作業代號: a query item. The real codes are not public; seeded ones say that they are examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub code: String,
    pub name: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub example: bool,
}

/// 事由: a reason, with a name of at most six characters for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub id: i64,
    pub name: String,
    pub short_name: String,
    pub valid: bool,
}

/// 法律依據: one basis of the agency's annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisRow {
    pub code: String,
    pub statute: String,
    pub statute_en: String,
    pub articles: Vec<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

fn day_text(day: Option<NaiveDate>) -> Value {
    Value::Text(day.map_or_else(String::new, |day| day.to_string()))
}

fn day(text: &str, table: &'static str) -> Result<Option<NaiveDate>, StoreError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_bad| StoreError::Garbled {
        table,
        column: "valid",
    })
}

fn within(on: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to)
}

impl Item {
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        within(on, self.valid_from, self.valid_to)
    }
}

impl BasisRow {
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        within(on, self.valid_from, self.valid_to)
    }
}

/// Writes an item; the next version where the code is known.
pub fn put_item(tx: &mut WriteTx<'_>, item: &Item) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row("select id from item where code = ?1", [&item.code], |row| {
            row.get(0)
        })
        .optional()?;
    let values = [
        Value::Text(item.code.clone()),
        Value::Text(item.name.clone()),
        day_text(item.valid_from),
        day_text(item.valid_to),
        Value::Integer(i64::from(item.example)),
    ];
    tx.put(&ITEM, id, &values)?;
    Ok(())
}

/// All items, in the order in which they were made.
pub fn items(reader: Reader<'_>) -> Result<Vec<Item>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select code, name, valid_from, valid_to, example from item order by id")?;
    let rows = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
                row.get(4)?,
            ))
        })?
        .collect::<Result<Vec<(String, String, String, String, bool)>, _>>()?;
    rows.into_iter()
        .map(|(code, name, from, to, example)| {
            Ok(Item {
                code,
                name,
                valid_from: day(&from, "item")?,
                valid_to: day(&to, "item")?,
                example,
            })
        })
        .collect()
}

/// Writes a reason and says its id.
pub fn put_reason(
    tx: &mut WriteTx<'_>,
    id: Option<i64>,
    name: &str,
    short: &str,
    valid: bool,
) -> Result<i64, StoreError> {
    let values = [
        Value::Text(name.to_owned()),
        Value::Text(short.to_owned()),
        Value::Integer(i64::from(valid)),
    ];
    Ok(tx.put(&REASON, id, &values)?.0)
}

/// All reasons, in the order in which they were made.
pub fn reasons(reader: Reader<'_>) -> Result<Vec<Reason>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select id, name, short_name, valid from reason order by id")?;
    let rows = statement.query_map([], |row| {
        Ok(Reason {
            id: row.get(0)?,
            name: row.get(1)?,
            short_name: row.get(2)?,
            valid: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Writes one basis of the annex.
pub fn put_basis(tx: &mut WriteTx<'_>, basis: &BasisRow) -> Result<(), StoreError> {
    let values = [
        Value::Text(basis.code.clone()),
        Value::Text(basis.statute.clone()),
        Value::Text(basis.statute_en.clone()),
        Value::Text(basis.articles.join("\n")),
        day_text(basis.valid_from),
        day_text(basis.valid_to),
    ];
    tx.put(&BASIS, None, &values)?;
    Ok(())
}

/// All bases, by code.
pub fn bases(reader: Reader<'_>) -> Result<Vec<BasisRow>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select code, statute, statute_en, articles, valid_from, valid_to from basis order by code, valid_from",
    )?;
    let rows = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, String>(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })?
        .collect::<Result<Vec<(String, String, String, String, String, String)>, _>>()?;
    rows.into_iter()
        .map(|(code, statute, statute_en, articles, from, to)| {
            Ok(BasisRow {
                code,
                statute,
                statute_en,
                articles: articles.lines().map(str::to_owned).collect(),
                valid_from: day(&from, "basis")?,
                valid_to: day(&to, "basis")?,
            })
        })
        .collect()
}
