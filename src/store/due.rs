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
    /// Only what is on hold.
    pub is_on_hold: bool,
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
        if self.is_on_hold {
            sql.push_str(" and on_hold = 1");
        }
        if !self.search.is_empty() {
            add(&mut sql, "0 < instr(no,", self.search.to_uppercase());
            sql.push(')');
        }
        (sql, values)
    }

    /// The tally that knows how many this filter finds: of all, or of one person, state or medium, on whatever days.
    fn tallied(&self) -> Option<(&str, &str)> {
        let rest = DueFilter {
            state: String::new(),
            medium: String::new(),
            custodian: String::new(),
            from: None,
            until: None,
            ..self.clone()
        };
        let chosen = [
            ("state", self.state.as_str()),
            ("medium", self.medium.as_str()),
            ("custodian", self.custodian.as_str()),
        ];
        let mut chosen = chosen.into_iter().filter(|(_, key)| !key.is_empty());
        match (chosen.next(), chosen.next()) {
            _ if rest != DueFilter::default() => None,
            (one, None) => Some(one.unwrap_or(("", ""))),
            (_, Some(_)) => None,
        }
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

/// After every number.
const LAST_NO: &str = "\u{10ffff}";

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
    // The index is entered where the filter begins, not walked up to it.
    let first = filter.from.map(|from| from.to_string()).unwrap_or_default();
    let last = filter.until.map(|until| until.to_string());
    let (advised_on, no) = match last {
        _ if is_forward && advised_on < first.as_str() => (first.as_str(), ""),
        Some(ref last) if !is_forward && advised_on > last.as_str() => (last.as_str(), LAST_NO),
        _ => (advised_on, no),
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

/// How many deadlines a filter finds; `None` where they are too many to count one by one.
pub fn count_of(reader: Reader<'_>, filter: &DueFilter) -> Result<Option<u64>, StoreError> {
    if let Some(whose) = filter.tallied() {
        let days = days(reader, whose)?;
        let is_meant = |day: &DayTally| {
            filter.from.is_none_or(|from| day.advised_on >= from)
                && filter.until.is_none_or(|until| day.advised_on <= until)
        };
        return Ok(Some(
            days.iter()
                .filter(|day| is_meant(day))
                .map(|day| day.count)
                .sum(),
        ));
    }
    let (clauses, values) = filter.clauses();
    let sql = format!("select count(*) from (select 1 from due_day where 1 = 1{clauses} limit ?1)");
    let most = MOST_COUNTED.saturating_add(1);
    let count = one_count(reader, &sql, &[&most], &values)?;
    Ok((count <= u64::from(MOST_COUNTED)).then_some(count))
}

/// Deadlines that are counted one by one at most.
const MOST_COUNTED: u32 = 10_000;

/// How many fall on one day, or stand on hold there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DayTally {
    advised_on: NaiveDate,
    rolled_on: NaiveDate,
    is_on_hold: bool,
    count: u64,
}

fn days(reader: Reader<'_>, (what, key): (&str, &str)) -> Result<Vec<DayTally>, StoreError> {
    let sql = "select advised_on, rolled_on, on_hold, count from due_tally
         where what = ?1 and key = ?2 and count > 0";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([what, key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, "due_tally");
        found.push(DayTally {
            advised_on: columns.read("advised_on")?,
            rolled_on: columns.read("rolled_on")?,
            is_on_hold: columns.plain()?,
            count: columns.plain::<i64>()?.unsigned_abs(),
        });
    }
    Ok(found)
}

/// Whose tally: everybody's, or one person's.
fn whose(custodian: &str) -> (&str, &str) {
    if custodian.is_empty() {
        ("", "")
    } else {
        ("custodian", custodian)
    }
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

/// How many items of one legal basis or query item are in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub key: String,
    pub state: String,
    pub is_on_hold: bool,
    pub count: u64,
}

/// What a tally goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TallyBy {
    Basis,
    Item,
}

/// Items by basis or query item, state and hold, all in one walk.
pub fn tallies(reader: Reader<'_>, by: TallyBy) -> Result<Vec<Tally>, StoreError> {
    let column = match by {
        TallyBy::Basis => "basis",
        TallyBy::Item => "item",
    };
    let sql = format!(
        "select {column}, state, on_hold, count(*) from due_day where kind = 'K'
         group by {column}, state, on_hold"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(3)?;
        found.push(Tally {
            key: row.get(0)?,
            state: row.get(1)?,
            is_on_hold: row.get(2)?,
            count: count.unsigned_abs(),
        });
    }
    Ok(found)
}

/// How many stand where; those on hold count nowhere but among all.
pub fn counts(
    reader: Reader<'_>,
    custodian: &str,
    today: NaiveDate,
) -> Result<DueCounts, StoreError> {
    let later = |days: u64| {
        let day = today.checked_add_days(chrono::Days::new(days));
        day.unwrap_or(today)
    };
    let mut counts = DueCounts::default();
    for day in days(reader, whose(custodian))? {
        counts.all = counts.all.saturating_add(day.count);
        if day.is_on_hold {
            continue;
        }
        let place = if day.rolled_on < today {
            &mut counts.overdue
        } else if day.advised_on <= today {
            &mut counts.today
        } else if day.advised_on <= later(7) {
            &mut counts.seven
        } else if day.advised_on <= later(30) {
            &mut counts.thirty
        } else {
            continue;
        };
        *place = place.saturating_add(day.count);
    }
    Ok(counts)
}

/// How many fall due in each week from a Monday on; what is overdue counts in the first.
pub fn weeks(
    reader: Reader<'_>,
    custodian: &str,
    monday: NaiveDate,
    count: u32,
) -> Result<Vec<u64>, StoreError> {
    let mut found = vec![0_u64; usize::try_from(count).unwrap_or(0)];
    for day in days(reader, whose(custodian))? {
        let after = day.advised_on.signed_duration_since(monday).num_days();
        let week = usize::try_from(after.max(0) / 7).unwrap_or(usize::MAX);
        if let Some(place) = found.get_mut(week)
            && !day.is_on_hold
        {
            *place = place.saturating_add(day.count);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::store::fixture::store;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(no: &str, custodian: &str, ends_on: &str) -> DueRow {
        DueRow {
            no: no.to_owned(),
            state: "to_delete".to_owned(),
            is_on_hold: false,
            medium: "paper".to_owned(),
            custodian: custodian.to_owned(),
            basis: "SOC-01".to_owned(),
            item: "LI01".to_owned(),
            deadline: Deadline::of(day(ends_on), &Calendar::embedded()),
        }
    }

    /// What the tally says, and what counting each row says.
    fn both(reader: Reader<'_>) -> [Vec<(String, String, String, u64)>; 2] {
        let counted = "select '', '', advised_on, count(*) from due_day group by 3
             union all select 'custodian', custodian, advised_on, count(*) from due_day group by 2, 3
             union all select 'state', state, advised_on, count(*) from due_day group by 2, 3
             union all select 'medium', medium, advised_on, count(*) from due_day group by 2, 3
             order by 1, 2, 3";
        let kept = "select what, key, advised_on, sum(count) from due_tally group by 1, 2, 3 having sum(count) > 0
             order by 1, 2, 3";
        [counted, kept].map(|sql| {
            let mut statement = reader.connection().prepare(sql).unwrap();
            let found = statement
                .query_map([], |row| {
                    let count: i64 = row.get(3)?;
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, count.unsigned_abs()))
                })
                .unwrap();
            found.map(Result::unwrap).collect()
        })
    }

    #[test]
    fn the_tally_follows_every_deadline_that_comes_moves_and_goes() {
        let (_dir, store, _signer) = store();
        let tx = store.write().unwrap();
        for (no, who, ends_on) in [
            ("K11511-001", "hsu", "2026-11-22"),
            ("K11511-002", "hsu", "2026-11-22"),
            ("K11511-003", "wu", "2026-12-24"),
            ("K11511-004", "wu", "2027-01-05"),
        ] {
            put(&tx, &row(no, who, ends_on)).unwrap();
        }
        let check = |reader: Reader<'_>| {
            let [counted, kept] = both(reader);
            assert_eq!(counted, kept);
        };
        check(tx.reader());
        let today = day("2026-11-23");
        let counts = counts(tx.reader(), "", today).unwrap();
        assert_eq!((counts.all, counts.today, counts.overdue), (4, 2, 0));
        assert_eq!(weeks(tx.reader(), "hsu", today, 2).unwrap(), [2, 0]);
        // Another state, a hold, another person, another day.
        let moved = DueRow {
            is_on_hold: true,
            custodian: "wu".to_owned(),
            ..row("K11511-001", "hsu", "2026-11-30")
        };
        put(&tx, &moved).unwrap();
        check(tx.reader());
        remove(&tx, "K11511-002").unwrap();
        check(tx.reader());
        // 12/24 is off now: what ends there is advised on the day before.
        let moved = recount::<StoreError>(&tx, |ends_on| {
            let is_off = ends_on == day("2026-12-24");
            Ok(if is_off {
                (day("2026-12-28"), day("2026-12-23"))
            } else {
                let deadline = Deadline::of(ends_on, &Calendar::embedded());
                (deadline.rolled_on, deadline.advised_on)
            })
        });
        assert_eq!(moved.unwrap(), 1);
        check(tx.reader());
        let of = |filter: DueFilter| count_of(tx.reader(), &filter).unwrap();
        assert_eq!(of(DueFilter::default()), Some(3));
        let wu = DueFilter {
            custodian: "wu".to_owned(),
            until: Some(day("2026-12-23")),
            ..DueFilter::default()
        };
        assert_eq!(of(wu.clone()), Some(2));
        let paper = DueFilter {
            medium: "paper".to_owned(),
            search: "003".to_owned(),
            ..wu
        };
        assert_eq!(of(paper), Some(1));
    }
}
