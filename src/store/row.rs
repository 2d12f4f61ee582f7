//! Rows that entries bind: tables as declarations, row images, digests.

use rusqlite::types::{Value, ValueRef};
use sha2::{Digest, Sha256};

use crate::domain::canonical::quote_into;
use crate::store::crypto::random;
use crate::store::error::{Result, StoreError};

/// How an entry binds a table's rows, and so how the table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Binding {
    /// `id, version, columns…, salt, digest`; a new version replaces the one before.
    Row,
    /// The same, and versions that were replaced move to `<name>_history`, primary key (id, version).
    History,
    /// `id, batch, columns…, digest`; written by the thousand under one salt, never updated.
    Batch,
}

/// A bound table. `columns` are those between the fixed ones, in schema order.
#[derive(Debug)]
pub(in crate::store) struct Table {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) columns: &'static [&'static str],
    pub(in crate::store) binding: Binding,
}

pub(in crate::store) type Salt = [u8; 16];
pub(in crate::store) type RowDigest = [u8; 32];

impl Table {
    /// `id, version, a, b, salt, digest`.
    pub(in crate::store) fn all_columns(&self) -> String {
        let (second, salt) = match self.binding {
            Binding::Row | Binding::History => ("version", ", salt"),
            Binding::Batch => ("batch", ""),
        };
        let columns = self.columns.join(", ");
        let comma = if columns.is_empty() { "" } else { ", " };
        format!("id, {second}{comma}{columns}{salt}, digest")
    }

    /// `t.a, t.b`: our columns of the table named so.
    pub(in crate::store) fn named(&self, table: &str) -> String {
        let columns = self.columns.iter();
        let named: Vec<String> = columns.map(|column| format!("{table}.{column}")).collect();
        named.join(", ")
    }

    pub(in crate::store) fn insert_sql(&self) -> String {
        let columns = self.all_columns();
        let places = vec!["?"; columns.split(',').count()].join(", ");
        format!("insert into {} ({columns}) values ({places})", self.name)
    }

    /// Which of our columns a result's column is, for [`StoreError::Garbled`].
    pub(in crate::store) fn column(&self, index: usize) -> &'static str {
        self.columns.get(index).copied().unwrap_or("id")
    }
}

/// Begins a row image: `[id,version`, to be followed by [`image_value`] for each column and `]`.
pub(in crate::store) fn image_start(out: &mut String, id: i64, version: i64) {
    out.clear();
    out.push('[');
    push_int(out, id);
    out.push(',');
    push_int(out, version);
}

/// One column of a row image.
pub(in crate::store) fn image_value(out: &mut String, value: ValueRef<'_>) -> Option<()> {
    out.push(',');
    match value {
        ValueRef::Null => out.push_str("null"),
        ValueRef::Integer(number) => push_int(out, number),
        ValueRef::Text(bytes) => quote_into(std::str::from_utf8(bytes).ok()?, out),
        ValueRef::Blob(bytes) => {
            out.push('"');
            data_encoding::HEXLOWER.encode_append(bytes, out);
            out.push('"');
        }
        ValueRef::Real(_) => return None,
    }
    Some(())
}

/// A whole row image from values about to be written.
pub(in crate::store) fn image(
    out: &mut String,
    table: &Table,
    (id, version): (i64, i64),
    values: &[Value],
) -> Result<()> {
    if values.len() != table.columns.len() {
        return Err(StoreError::Broken("a row has another number of columns"));
    }
    image_start(out, id, version);
    for (index, value) in values.iter().enumerate() {
        image_value(out, ValueRef::from(value)).ok_or(StoreError::Garbled {
            table: table.name,
            column: table.column(index),
        })?;
    }
    out.push(']');
    Ok(())
}

/// SHA-256(salt ‖ row image).
pub(in crate::store) fn digest(salt: &[u8], image: &str) -> RowDigest {
    Sha256::new()
        .chain_update(salt)
        .chain_update(image)
        .finalize()
        .into()
}

fn push_int(out: &mut String, number: i64) {
    out.push_str(&number.to_string());
}

/// Random salts, asked from the system a page at a time.
pub(in crate::store) struct Salts {
    pool: Vec<Salt>,
}

impl Salts {
    pub(in crate::store) fn new() -> Salts {
        Salts { pool: Vec::new() }
    }

    pub(in crate::store) fn next(&mut self) -> Result<Salt> {
        if self.pool.is_empty() {
            let bytes: [u8; 4096] = random()?;
            let (salts, _rest) = bytes.as_chunks::<16>();
            self.pool.extend_from_slice(salts);
        }
        self.pool.pop().ok_or(StoreError::Broken("no randomness"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_image_is_json_without_blanks_and_its_digest_is_salted() {
        let table = Table {
            name: "sample",
            columns: &["a", "b", "c", "d"],
            binding: Binding::Row,
        };
        let values = [
            Value::Text("案\n".to_owned()),
            Value::Integer(-3),
            Value::Null,
            Value::Blob(vec![0, 255]),
        ];
        let mut out = String::new();
        image(&mut out, &table, (7, 2), &values).unwrap();
        assert_eq!(out, "[7,2,\"案\\n\",-3,null,\"00ff\"]");
        assert_ne!(digest(&[0; 16], &out), digest(&[1; 16], &out));
        assert_eq!(
            table.insert_sql(),
            "insert into sample (id, version, a, b, c, d, salt, digest) values (?, ?, ?, ?, ?, ?, ?, ?)"
        );
        assert!(image(&mut out, &table, (7, 2), &values[..3]).is_err());
        let real = [Value::Real(1.0), Value::Null, Value::Null, Value::Null];
        assert!(image(&mut out, &table, (7, 2), &real).is_err());
    }
}
