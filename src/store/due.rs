//! What is due and when: a cache over held items and certificates, in the order in which they fall due. Derived from
//! bound rows and the calendar, written in the transaction that writes those.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use crate::domain::deadline::Deadline;
use crate::store::error::StoreError;
use crate::store::read::Columns;
use crate::store::{Reader, WriteTx};

const NAME: &str = "due_day";

/// A stored deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// K or D number.
    pub no: String,
    pub state: String,
    pub is_on_hold: bool,
    pub medium: String,
    /// Login of whoever must act.
    pub custodian: String,
    pub basis: String,
    pub item: String,
    pub deadline: Deadline,
}

/// Which deadlines a list wants; empty: all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueFilter {
    pub state: String,
    pub medium: String,
    pub custodian: String,
    pub basis: String,
    pub item: String,
    /// 建議完成日 within these days.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// 順延日 before this day.
    pub late_on: Option<NaiveDate>,
    /// Whoever must act is another than this one.
    pub beside: String,
    /// Nothing that is on hold.
    pub is_counting: bool,
    /// A part of the number.
    pub search: String,
}

/// How many deadlines stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueCounts {
    pub all: u64,
    pub overdue: u64,
    pub today: u64,
    /// Within the next seven days, and the thirty after today beyond those.
    pub seven: u64,
    pub thirty: u64,
}

/// Writes a deadline in place of the one before.
pub fn put(tx: &WriteTx<'_>, row: &DueRow) -> Result<(), StoreError> {
    put_with(tx.cache(), row)
}

/// The same while rows are written by the thousand.
pub fn put_with(connection: &Connection, row: &DueRow) -> Result<(), StoreError> {
    let sql = "insert or replace into due_day
         (no, kind, state, on_hold, medium, custodian, basis, item, ends_on, rolled_on, advised_on)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![
        row.no,
        row.no.get(..1).unwrap_or_default(),
        row.state,
        row.is_on_hold,
        row.medium,
        row.custodian,
        row.basis,
        row.item,
        row.deadline.ends_on.to_string(),
        row.deadline.rolled_on.to_string(),
        row.deadline.advised_on.to_string(),
    ])?;
    Ok(())
}

/// Nothing is due there any more.
pub fn remove(tx: &WriteTx<'_>, no: &str) -> Result<(), StoreError> {
    let mut statement = tx
        .cache()
        .prepare_cached("delete from due_day where no = ?1")?;
    statement.execute([no])?;
    Ok(())
}

/// How many deadlines are stored.
pub fn count(reader: Reader<'_>) -> Result<u64, StoreError> {
    let sql = "select count(*) from due_day";
    let count: i64 = reader.connection().query_row(sql, [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

const COLUMNS: &str =
    "no, state, on_hold, medium, custodian, basis, item, advised_on, ends_on, rolled_on";

fn read(row: &Row<'_>) -> Result<DueRow, StoreError> {
    let mut columns = Columns::of(row, NAME);
    Ok(DueRow {
        no: columns.plain()?,
        state: columns.plain()?,
        is_on_hold: columns.plain()?,
        medium: columns.plain()?,
        custodian: columns.plain()?,
        basis: columns.plain()?,
        item: columns.plain()?,
        deadline: Deadline {
            advised_on: columns.read("advised_on")?,
            ends_on: columns.read("ends_on")?,
            rolled_on: columns.read("rolled_on")?,
        },
    })
}

impl DueFilter {
    /// What the rows must be, and the values for it in the order of their places from ?10 on.
    fn clauses(&self) -> (String, Vec<String>) {
        let mut sql = String::new();
        let mut values = Vec::new();
        let equal = [
            ("state", &self.state),
            ("medium", &self.medium),
            ("custodian", &self.custodian),
            ("basis", &self.basis),
            ("item", &self.item),
        ];
        let mut add = |sql: &mut String, clause: &str, value: String| {
            values.push(value);
            let place = values.len().saturating_add(9);
            let words = format!(" and {clause} ?{place}");
            sql.push_str(&words);
        };
        for (column, value) in equal {
            if !value.is_empty() {
                add(&mut sql, &format!("{column} ="), value.clone());
            }
        }
        if let Some(from) = self.from {
            add(&mut sql, "advised_on >=", from.to_string());
        }
        if let Some(until) = self.until {
            add(&mut sql, "advised_on <=", until.to_string());
        }
        if let Some(late_on) = self.late_on {
            add(&mut sql, "rolled_on <", late_on.to_string());
        }
        if !self.beside.is_empty() {
            add(&mut sql, "custodian <>", self.beside.clone());
        }
        if self.is_counting {
            sql.push_str(" and on_hold = 0");
        }
        if !self.search.is_empty() {
            add(&mut sql, "0 < instr(no,", self.search.to_uppercase());
            sql.push(')');
        }
        (sql, values)
    }

    fn is_all(&self) -> bool {
        *self == DueFilter::default()
    }
}

fn bind(
    statement: &mut rusqlite::Statement<'_>,
    fixed: &[&dyn rusqlite::ToSql],
    values: &[String],
) -> Result<(), StoreError> {
    for (place, value) in (1..).zip(fixed) {
        statement.raw_bind_parameter(place, *value)?;
    }
    for (place, value) in (10..).zip(values) {
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

/// Deadlines by 建議完成日, from a place on (itself included) or up to one.
pub fn page(
    reader: Reader<'_>,
    filter: &DueFilter,
    ((advised_on, no), is_forward): ((&str, &str), bool),
    limit: u32,
) -> Result<Vec<DueRow>, StoreError> {
    let (clauses, values) = filter.clauses();
    let (sign, order) = if is_forward {
        (">=", "asc")
    } else {
        ("<=", "desc")
    };
    let sql = format!(
        "select {COLUMNS} from due_day where (advised_on, no) {sign} (?1, ?2){clauses}
         order by advised_on {order}, no {order} limit ?3"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    bind(&mut statement, &[&advised_on, &no, &limit], &values)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    if !is_forward {
        found.reverse();
    }
    Ok(found)
}

/// The deadline of a number.
pub fn get(reader: Reader<'_>, no: &str) -> Result<Option<DueRow>, StoreError> {
    let sql = format!("select {COLUMNS} from due_day where no = ?1");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([no])?;
    rows.next()?.map(read).transpose()
}

/// How many deadlines a filter finds.
pub fn count_of(reader: Reader<'_>, filter: &DueFilter) -> Result<u64, StoreError> {
    if filter.is_all() {
        return count(reader);
    }
    let (clauses, values) = filter.clauses();
    let sql = format!("select count(*) from due_day where 1 = 1{clauses}");
    one_count(reader, &sql, &[], &values)
}

fn one_count(
    reader: Reader<'_>,
    sql: &str,
    fixed: &[&dyn rusqlite::ToSql],
    values: &[String],
) -> Result<u64, StoreError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    bind(&mut statement, fixed, values)?;
    let mut rows = statement.raw_query();
    let count: i64 = match rows.next()? {
        Some(row) => row.get(0)?,
        None => 0,
    };
    Ok(count.unsigned_abs())
}

/// How many stand where; those on hold count nowhere but among all.
pub fn counts(
    reader: Reader<'_>,
    custodian: &str,
    today: NaiveDate,
) -> Result<DueCounts, StoreError> {
    let filter = DueFilter {
        custodian: custodian.to_owned(),
        ..DueFilter::default()
    };
    let later = |days: u64| {
        let day = today.checked_add_days(chrono::Days::new(days));
        day.unwrap_or(today).to_string()
    };
    let whose = if custodian.is_empty() {
        ""
    } else {
        " and custodian = ?10"
    };
    let values: Vec<String> = (!custodian.is_empty())
        .then(|| custodian.to_owned())
        .into_iter()
        .collect();
    let now = today.to_string();
    let over = format!("select count(*) from due_day where rolled_on < ?1 and on_hold = 0{whose}");
    let reached =
        format!("select count(*) from due_day where advised_on <= ?1 and on_hold = 0{whose}");
    let between = format!(
        "select count(*) from due_day where advised_on > ?1 and advised_on <= ?2 and on_hold = 0{whose}"
    );
    let overdue = one_count(reader, &over, &[&now], &values)?;
    // What is overdue has passed its advised day too.
    let reached = one_count(reader, &reached, &[&now], &values)?;
    Ok(DueCounts {
        all: count_of(reader, &filter)?,
        overdue,
        today: reached.saturating_sub(overdue),
        seven: one_count(reader, &between, &[&now, &later(7)], &values)?,
        thirty: one_count(reader, &between, &[&later(7), &later(30)], &values)?,
    })
}

/// How many fall due in each week from a Monday on; what is overdue counts in the first.
pub fn weeks(
    reader: Reader<'_>,
    custodian: &str,
    (monday, today): (NaiveDate, NaiveDate),
    count: u32,
) -> Result<Vec<u64>, StoreError> {
    let mut found = Vec::new();
    let whose = if custodian.is_empty() {
        ""
    } else {
        " and custodian = ?10"
    };
    let values: Vec<String> = (!custodian.is_empty())
        .then(|| custodian.to_owned())
        .into_iter()
        .collect();
    let sql = format!(
        "select count(*) from due_day where advised_on >= ?1 and advised_on < ?2 and on_hold = 0{whose}"
    );
    for week in 0..count {
        let day = |week: u32| {
            let days = u64::from(week).saturating_mul(7);
            monday
                .checked_add_days(chrono::Days::new(days))
                .unwrap_or(monday)
                .to_string()
        };
        let start = if week == 0 { String::new() } else { day(week) };
        let end = day(week.saturating_add(1));
        found.push(one_count(reader, &sql, &[&start, &end], &values)?);
    }
    debug_assert!(monday <= today);
    Ok(found)
}

/// Logins that keep something, in order.
pub fn custodians(reader: Reader<'_>) -> Result<Vec<String>, StoreError> {
    // One step along the index for each, whatever its number of items.
    let sql = "with recursive one (custodian) as (
           select min(custodian) from due_day
           union all
           select (select min(d.custodian) from due_day d where d.custodian > one.custodian) from one
           where one.custodian is not null
         )
         select custodian from one where custodian is not null";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let found = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Gives every deadline the rolled and the advised day of its end; returns how many moved.
pub fn recount<E: From<StoreError>>(
    tx: &WriteTx<'_>,
    mut days: impl FnMut(NaiveDate) -> Result<(NaiveDate, NaiveDate), E>,
) -> Result<u64, E> {
    let mut moved = Vec::new();
    {
        let sql = "select no, ends_on, rolled_on, advised_on from due_day";
        let mut statement = tx.cache().prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let mut columns = Columns::of(row, NAME);
            let no: String = columns.plain()?;
            let ends_on = columns.read("ends_on")?;
            let known = (columns.read("rolled_on")?, columns.read("advised_on")?);
            let new = days(ends_on)?;
            if new != known {
                moved.push((no, new));
            }
        }
    }
    let sql = "update due_day set rolled_on = ?2, advised_on = ?3 where no = ?1";
    let mut statement = tx.cache().prepare_cached(sql).map_err(StoreError::from)?;
    for (no, (rolled_on, advised_on)) in &moved {
        statement
            .execute([no, &rolled_on.to_string(), &advised_on.to_string()])
            .map_err(StoreError::from)?;
    }
    Ok(u64::try_from(moved.len()).unwrap_or(u64::MAX))
}
