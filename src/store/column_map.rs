//! How an agency's files name their columns, as a person corrected it: one line a kind of file.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::canonical::Json;
use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static COLUMN_MAP: Table = Table {
    name: "column_map",
    columns: &["kind", "pairs", "changed_by", "changed_at"],
    binding: Binding::History,
};

/// One of our columns, by its code, and the column of the file that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    pub column: String,
    /// Its name in the file.
    pub name: String,
    /// Which of the columns of that name, from 1.
    pub nth: u32,
}

/// The mapping in force and its version; none was ever made: version 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pub version: u32,
    pub columns: Vec<MappedColumn>,
}

/// The mapping of a kind of file.
pub fn get(reader: Reader<'_>, kind: &str) -> Result<ColumnMap, StoreError> {
    let found: Option<(u32, String)> = reader
        .connection()
        .query_row(
            "select version, pairs from column_map where kind = ?1",
            [kind],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((version, pairs)) = found else {
        return Ok(ColumnMap::default());
    };
    let columns = read(&pairs).ok_or(StoreError::Garbled {
        table: "column_map",
        column: "pairs",
    })?;
    Ok(ColumnMap { version, columns })
}

/// Writes the mapping of a kind of file and says its version.
pub fn put(
    tx: &mut WriteTx<'_>,
    kind: &str,
    columns: &[MappedColumn],
    (by, at): (&Login, Moment),
) -> Result<u32, StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row("select id from column_map where kind = ?1", [kind], |row| {
            row.get(0)
        })
        .optional()?;
    let values = [
        Value::Text(kind.to_owned()),
        Value::Text(written(columns)),
        Value::Text(by.to_string()),
        Value::Text(at.iso()),
    ];
    Ok(tx.put(&COLUMN_MAP, id, &values)?.1)
}

/// `[["account","帳號",1]]`.
fn written(columns: &[MappedColumn]) -> String {
    let one = |column: &MappedColumn| {
        Json::List(vec![
            column.column.as_str().into(),
            column.name.as_str().into(),
            column.nth.into(),
        ])
    };
    Json::List(columns.iter().map(one).collect()).write()
}

fn read(pairs: &str) -> Option<Vec<MappedColumn>> {
    let one = |pair: &Json| match pair.list()? {
        [column, name, nth] => Some(MappedColumn {
            column: column.text()?.to_owned(),
            name: name.text()?.to_owned(),
            nth: u32::try_from(nth.int()?).ok()?,
        }),
        _ => None,
    };
    Json::parse(pairs)?.list()?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_as_it_was_written_and_nothing_else_is_one() {
        let columns = vec![
            MappedColumn {
                column: "account".to_owned(),
                name: "帳\n\"號\",".to_owned(),
                nth: 2,
            },
            MappedColumn {
                column: "day".to_owned(),
                name: String::new(),
                nth: 1,
            },
        ];
        assert_eq!(read(&written(&columns)), Some(columns));
        assert_eq!(read(&written(&[])), Some(Vec::new()));
        for garbled in ["", "[", "[[\"account\",\"a\"]]", "[[\"a\",\"b\",-1]]", "{}"] {
            assert_eq!(read(garbled), None, "{garbled}");
        }
    }
}
