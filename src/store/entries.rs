//! 軌跡 as it is read: pages of entries by key, one entry, the last of a kind.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::domain::moment::Moment;
use crate::domain::trail::Entry;
use crate::store::Reader;
use crate::store::error::StoreError;

/// An entry and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    pub entry: Entry,
    pub hash: [u8; 32],
}

/// Which entries are wanted; what is `None` does not limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// A login.
    pub person: Option<String>,
    /// With its version: `check.drawn/1`.
    pub action: Option<String>,
    /// The record itself, and whatever belongs to it (`11510` also finds `11510-v1`).
    pub record: Option<String>,
    pub from: Option<Moment>,
    /// Not included.
    pub until: Option<Moment>,
}

/// Where a page begins, and which way it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFrom {
    /// This entry and those after it, ascending.
    Up(u64),
    /// This entry and those before it, descending.
    Down(u64),
}

fn read(row: &Row<'_>) -> Result<EntryRow, StoreError> {
    let bytes: String = row.get(0)?;
    let entry = Entry::parse(&bytes).ok_or(StoreError::Garbled {
        table: "trail",
        column: "bytes",
    })?;
    Ok(EntryRow {
        entry,
        hash: row.get(1)?,
    })
}

impl EntryFilter {
    /// The conditions, and what they are bound to.
    fn conditions(&self) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut values = Vec::new();
        let own = |text: &str| Value::Text(text.to_owned());
        let mut add = |condition: &str, value: Value| {
            sql.push_str(" and ");
            sql.push_str(condition);
            values.push(value);
        };
        if let Some(person) = &self.person {
            add("person = ?", own(person));
        }
        if let Some(action) = &self.action {
            add("action = ?", own(action));
        }
        if let Some(record) = &self.record {
            add("record >= ?", own(record));
            add("record < ?", Value::Text(format!("{record}\u{10ffff}")));
        }
        if let Some(from) = self.from {
            add("at >= ?", Value::Text(from.iso()));
        }
        if let Some(until) = self.until {
            add("at < ?", Value::Text(until.iso()));
        }
        (sql, values)
    }
}

/// A page of entries, in the order in which it goes on.
pub fn page(
    reader: Reader<'_>,
    filter: &EntryFilter,
    from: PageFrom,
    limit: usize,
) -> Result<Vec<EntryRow>, StoreError> {
    let (conditions, mut values) = filter.conditions();
    let (edge, order, seq) = match from {
        PageFrom::Up(seq) => (">=", "asc", seq),
        PageFrom::Down(seq) => ("<=", "desc", seq),
    };
    let sql = format!(
        "select bytes, hash from trail where true{conditions} and seq {edge} ? order by seq {order} limit ?"
    );
    values.push(Value::Integer(i64::try_from(seq).unwrap_or(i64::MAX)));
    values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(read(row)?);
    }
    Ok(page)
}

/// One entry.
pub fn get(reader: Reader<'_>, seq: u64) -> Result<Option<EntryRow>, StoreError> {
    let found = page(reader, &EntryFilter::default(), PageFrom::Up(seq), 1)?;
    Ok(found.into_iter().find(|row| row.entry.seq == seq))
}

/// The last entry that fits.
pub fn last(reader: Reader<'_>, filter: &EntryFilter) -> Result<Option<EntryRow>, StoreError> {
    let found = page(reader, filter, PageFrom::Down(u64::MAX), 1)?;
    Ok(found.into_iter().next())
}

/// The actions that the trail holds, and the people who acted, each in order.
pub fn actions_and_people(reader: Reader<'_>) -> Result<(Vec<String>, Vec<String>), StoreError> {
    Ok((distinct(reader, "action")?, distinct(reader, "person")?))
}

/// The distinct values of an indexed column, by one look into the index each.
fn distinct(reader: Reader<'_>, column: &'static str) -> Result<Vec<String>, StoreError> {
    let sql = format!("select {column} from trail where {column} > ? order by {column} limit 1");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut found: Vec<String> = Vec::new();
    loop {
        let after = found.last().map_or("", String::as_str);
        let next = statement.query_row([after], |row| row.get(0)).optional()?;
        match next {
            Some(next) => found.push(next),
            None => return Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::canonical::Json;
    use crate::domain::people::Role;
    use crate::domain::trail::Fact;
    use crate::store::Store;
    use crate::store::fixture::{AT, store};

    /// Genesis, then entries of two actions about three records, ten minutes apart.
    fn filled() -> (tempfile::TempDir, Store) {
        let (dir, store, signer) = store();
        let facts = [
            ("check.frozen/1", "11510"),
            ("login.opened/1", ""),
            ("check.signed/1", "11510-v1"),
            ("check.frozen/1", "11511"),
        ];
        for (step, (action, record)) in (1_i64..).zip(facts) {
            let fact = Fact {
                action,
                record,
                body: Json::object([]),
            };
            let at = Moment(AT.0 + step * 600_000);
            let tx = store.write().unwrap();
            tx.commit(&signer, at, Role::Keeper, &fact).unwrap();
        }
        (dir, store)
    }

    #[track_caller]
    fn check(filter: &EntryFilter, from: PageFrom, limit: usize, expected: &[u64]) {
        let (_dir, store) = filled();
        let rows = page(store.reader(), filter, from, limit).unwrap();
        let found: Vec<u64> = rows.iter().map(|row| row.entry.seq).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pages_go_on_from_an_entry_either_way() {
        let all = EntryFilter::default();
        check(&all, PageFrom::Up(2), 2, &[2, 3]);
        check(&all, PageFrom::Down(u64::MAX), 3, &[5, 4, 3]);
        check(&all, PageFrom::Up(6), 3, &[]);
    }

    #[test]
    fn a_filter_limits_by_person_action_record_and_time() {
        let all = EntryFilter::default();
        let frozen = EntryFilter {
            action: Some("check.frozen/1".to_owned()),
            ..all.clone()
        };
        check(&frozen, PageFrom::Up(0), 9, &[2, 5]);
        let month = EntryFilter {
            record: Some("11510".to_owned()),
            ..all.clone()
        };
        check(&month, PageFrom::Down(u64::MAX), 9, &[4, 2]);
        let stranger = EntryFilter {
            person: Some("nobody".to_owned()),
            ..all.clone()
        };
        check(&stranger, PageFrom::Up(0), 9, &[]);
        let span = EntryFilter {
            from: Some(Moment(AT.0 + 600_000)),
            until: Some(Moment(AT.0 + 1_800_000)),
            ..all
        };
        check(&span, PageFrom::Up(0), 9, &[2, 3]);
    }

    #[test]
    fn what_can_be_filtered_by_is_read_off_the_trail() {
        let (_dir, store) = filled();
        let (actions, people) = actions_and_people(store.reader()).unwrap();
        let expected = [
            "check.frozen/1",
            "check.signed/1",
            "login.opened/1",
            "store.created/1",
        ];
        assert_eq!(actions, expected);
        assert_eq!(people, ["keeper"]);
        let genesis = get(store.reader(), 1).unwrap().unwrap();
        assert_eq!(genesis.entry.action, "store.created/1");
        assert_eq!(get(store.reader(), 9).unwrap(), None);
    }
}
