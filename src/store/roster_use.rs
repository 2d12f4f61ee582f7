//! How often each account asked each item in each month, and when last: counted from the log as it comes in.
//!
//! A cache that no entry binds, so that a page about accounts never goes through the log.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::ids::Period;
use crate::store::error::StoreError;
use crate::store::log::Written;
use crate::store::{Reader, WriteTx};

/// Beyond so many an import writes what it has counted and goes on: a file may name any number of accounts.
const HELD: usize = 20_000;

/// An account's use of one item in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub account: String,
    pub item: String,
    /// `2026-11`.
    pub month: String,
    pub rows: u64,
    pub last_on: NaiveDate,
}

/// Rows and last day by item and month.
type OfAccount = HashMap<(String, Period), (u64, NaiveDate)>;

/// The count of the rows of one import.
#[derive(Default)]
pub(in crate::store) struct Counter {
    accounts: HashMap<String, OfAccount>,
    held: usize,
}

impl Counter {
    /// Counts a row that can be read and names an account.
    pub(in crate::store) fn add(&mut self, row: &Written) {
        let Some((day, month)) = row.day().and_then(|day| Some((day, Period::of(day)?))) else {
            return;
        };
        let account = row.account();
        if account.is_empty() {
            return;
        }
        if !self.accounts.contains_key(account) {
            self.accounts.insert(account.to_owned(), HashMap::new());
        }
        let Some(of_account) = self.accounts.get_mut(account) else {
            return;
        };
        let key = (row.item().to_owned(), month);
        let held = of_account.entry(key).or_insert_with(|| {
            self.held = self.held.saturating_add(1);
            (0, day)
        });
        held.0 = held.0.saturating_add(1);
        held.1 = held.1.max(day);
    }

    pub(in crate::store) fn is_full(&self) -> bool {
        self.held >= HELD
    }

    /// Adds what was counted to the table and begins anew.
    pub(in crate::store) fn flush(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(
            "insert into account_use (account, item, month, rows, last_on) values (?1, ?2, ?3, ?4, ?5)
             on conflict do update set rows = rows + excluded.rows, last_on = max(last_on, excluded.last_on)",
        )?;
        let mut counted: Vec<_> = self.accounts.drain().collect();
        counted.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (account, uses) in counted {
            let mut uses: Vec<_> = uses.into_iter().collect();
            uses.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            for ((item, month), (rows, last_on)) in uses {
                let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                statement.execute((&account, &item, month.iso(), rows, last_on.to_string()))?;
            }
        }
        self.held = 0;
        Ok(())
    }
}

/// Counts anew from the log itself; for a store whose rows were disposed of.
pub fn rebuild(tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
    tx.cache().execute_batch(
        "delete from account_use;
         insert into account_use (account, item, month, rows, last_on)
           select account, item, substr(day, 1, 7), count(*), max(day) from log_row
           where day is not null and account <> '' group by 1, 2, 3;",
    )?;
    Ok(())
}

/// The last query of every account that any log names, by account.
pub fn last_queries(reader: Reader<'_>) -> Result<Vec<(String, NaiveDate)>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select account, max(last_on) from account_use group by account")?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, String)>, _>>()?;
    rows.into_iter()
        .map(|(account, last)| Ok((account, day(&last)?)))
        .collect()
}

/// An account's use since a month (`2026-01`), by item and month.
pub fn uses_of(reader: Reader<'_>, account: &str, since: Period) -> Result<Vec<Use>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select item, month, rows, last_on from account_use where account = ?1 and month >= ?2 order by item, month",
    )?;
    let rows = statement
        .query_map((account, since.iso()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<Vec<(String, String, i64, String)>, _>>()?;
    rows.into_iter()
        .map(|(item, month, rows, last)| {
            Ok(Use {
                account: account.to_owned(),
                item,
                month,
                rows: u64::try_from(rows).unwrap_or_default(),
                last_on: day(&last)?,
            })
        })
        .collect()
}

fn day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_bad| StoreError::Garbled {
        table: "account_use",
        column: "last_on",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Role;
    use crate::store::fixture::{AT, store};
    use crate::store::log::LogRow;

    fn row(account: &str, item: &str, day: &str, seq: u32) -> LogRow {
        let day: NaiveDate = day.parse().unwrap();
        LogRow {
            period: Period::of(day).unwrap(),
            supplement: 0,
            seq,
            file: 1,
            line: u64::from(seq),
            readable: true,
            fault: None,
            flags: String::new(),
            account: account.to_owned(),
            day: Some(day),
            secs: Some(1),
            item: item.to_owned(),
            condition: String::new(),
            subject: String::new(),
            case_text: String::new(),
            reason_text: String::new(),
            result: String::new(),
            fields: "[]".to_owned(),
            row_key: [0; 16],
            group_key: None,
            case_key: None,
            number: None,
        }
    }

    #[test]
    fn the_last_query_of_each_account_is_counted_as_the_log_comes_in() {
        let (_dir, store, signer) = store();
        let unreadable = LogRow {
            day: None,
            ..row("K1", "LI01", "2026-10-09", 9)
        };
        let batches = [
            vec![
                row("K1", "LI01", "2026-10-05", 1),
                row("K1", "LI01", "2026-10-03", 2),
                row("K2", "UB07", "2026-10-04", 3),
                row("", "UB07", "2026-10-04", 4),
                unreadable,
            ],
            vec![
                row("K1", "LP11", "2026-09-30", 1),
                row("K1", "LI01", "2026-10-06", 5),
            ],
        ];
        for rows in batches {
            let mut tx = store.write().unwrap();
            let rows = rows.into_iter().map(Written::of);
            crate::store::log::put_rows(&mut tx, rows).unwrap();
            let fact = crate::domain::trail::Fact {
                action: "store.restored/1",
                record: "",
                body: crate::domain::canonical::Json::object([]),
            };
            tx.commit(&signer, AT, Role::Keeper, &fact).unwrap();
        }
        let seen = || {
            let last = last_queries(store.reader()).unwrap();
            let uses = uses_of(store.reader(), "K1", Period::new(2026, 9).unwrap()).unwrap();
            let uses = uses
                .into_iter()
                .map(|used| (used.item, used.month, used.rows));
            (last, uses.collect::<Vec<_>>())
        };
        let counted = seen();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            counted.0,
            [
                ("K1".to_owned(), day("2026-10-06")),
                ("K2".to_owned(), day("2026-10-04"))
            ]
        );
        let used = |item: &str, month: &str, rows| (item.to_owned(), month.to_owned(), rows);
        assert_eq!(
            counted.1,
            [used("LI01", "2026-10", 3), used("LP11", "2026-09", 1)]
        );
        let mut tx = store.write().unwrap();
        rebuild(&mut tx).unwrap();
        tx.commit_draft().unwrap();
        assert_eq!(seen(), counted, "counted anew it is the same");
    }
}
