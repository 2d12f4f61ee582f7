//! A row ready to be written, in one piece of memory: rendered on the thread that reads, bound on the one that writes.
//!
//! Two threads that allocate and free each other's texts wait for each other's locks more than they work.

use rusqlite::types::{Value, ValueRef};

use crate::store::error::{Result, StoreError};
use crate::store::row::{Table, image_value};

/// The values of a row of `N` columns, and their part of the row image.
pub(in crate::store) struct Packed<const N: usize> {
    bytes: Vec<u8>,
    cells: [Cell; N],
    /// Where in the bytes the image begins.
    image_at: usize,
}

#[derive(Clone, Copy, Default)]
enum Cell {
    #[default]
    Null,
    Int(i64),
    /// From and to, in the bytes.
    Text(u32, u32),
    Blob(u32, u32),
}

impl<const N: usize> Packed<N> {
    pub(in crate::store) fn of(table: &Table, values: &[Value; N]) -> Result<Packed<N>> {
        if N != table.columns.len() {
            return Err(StoreError::Broken("a row has another number of columns"));
        }
        let mut image = String::new();
        let mut bytes = Vec::new();
        let mut cells = [Cell::Null; N];
        for (index, (cell, value)) in cells.iter_mut().zip(values).enumerate() {
            let garbled = || StoreError::Garbled {
                table: table.name,
                column: table.column(index),
            };
            image_value(&mut image, ValueRef::from(value)).ok_or_else(garbled)?;
            let mut keep = |part: &[u8]| {
                let from = u32::try_from(bytes.len()).ok()?;
                bytes.extend_from_slice(part);
                Some((from, u32::try_from(bytes.len()).ok()?))
            };
            *cell = match value {
                Value::Null => Cell::Null,
                Value::Integer(number) => Cell::Int(*number),
                Value::Text(text) => {
                    let (from, to) = keep(text.as_bytes()).ok_or_else(garbled)?;
                    Cell::Text(from, to)
                }
                Value::Blob(blob) => {
                    let (from, to) = keep(blob).ok_or_else(garbled)?;
                    Cell::Blob(from, to)
                }
                Value::Real(_) => return Err(garbled()),
            };
        }
        let image_at = bytes.len();
        bytes.extend_from_slice(image.as_bytes());
        Ok(Packed {
            bytes,
            cells,
            image_at,
        })
    }

    fn part(&self, from: u32, to: u32) -> &[u8] {
        let (from, to) = (usize::try_from(from), usize::try_from(to));
        let range = from.unwrap_or_default()..to.unwrap_or_default();
        self.bytes.get(range).unwrap_or_default()
    }

    pub(in crate::store) fn values(&self) -> impl Iterator<Item = ValueRef<'_>> {
        self.cells.iter().map(|cell| match *cell {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(number),
            Cell::Text(from, to) => ValueRef::Text(self.part(from, to)),
            Cell::Blob(from, to) => ValueRef::Blob(self.part(from, to)),
        })
    }

    /// A column's text; empty where it holds none.
    pub(in crate::store) fn text(&self, column: usize) -> &str {
        match self.cells.get(column) {
            Some(Cell::Text(from, to)) => {
                std::str::from_utf8(self.part(*from, *to)).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The image's columns, each with its comma before it.
    pub(in crate::store) fn image(&self) -> &[u8] {
        self.bytes.get(self.image_at..).unwrap_or_default()
    }

    /// Bytes of memory.
    pub(in crate::store) fn weight(&self) -> usize {
        self.bytes.capacity().saturating_add(size_of::<Self>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::row::{Binding, image};

    static SAMPLE: Table = Table {
        name: "sample",
        columns: &["a", "b", "c", "d", "e"],
        binding: Binding::Batch,
    };

    #[test]
    fn a_packed_row_holds_its_values_and_the_same_image() {
        let values = [
            Value::Text("案\"號\n".to_owned()),
            Value::Integer(-3),
            Value::Null,
            Value::Blob(vec![0, 255]),
            Value::Text(String::new()),
        ];
        let packed = Packed::of(&SAMPLE, &values).unwrap();
        let found: Vec<Value> = packed
            .values()
            .map(|value| Value::try_from(value).unwrap())
            .collect();
        assert_eq!(found, values);
        assert_eq!((packed.text(0), packed.text(1)), ("案\"號\n", ""));
        let mut whole = String::new();
        image(&mut whole, &SAMPLE, (7, 2), &values).unwrap();
        let rest = std::str::from_utf8(packed.image()).unwrap();
        assert_eq!(format!("[7,2{rest}]"), whole);
        assert!(Packed::of(&SAMPLE, &[Value::Null]).is_err());
    }
}
