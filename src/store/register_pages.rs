//! Pages of the register by key: newest number first, or, where the index of words answers, newest line first.

use rusqlite::OptionalExtension;

use crate::domain::ids::{AgencyCode, Period, RegisterNo};
use crate::domain::normal::case_key;
use crate::domain::query::Query;
use crate::store::Reader;
use crate::store::error::StoreError;
use crate::store::register::{Stored, by_id};
use crate::store::register_words::{self, Facet, Wanted};

/// Beyond so many a list does not say how many there are.
const COUNTED: u32 = 10_000;

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    Top,
    Bottom,
    /// From this line on, itself included.
    From(&'a RegisterNo),
    /// Up to this line, itself included.
    UpTo(&'a RegisterNo),
}

/// A page of lines.
#[derive(Default)]
pub struct Page {
    pub rows: Vec<Stored>,
    pub has_before: bool,
    pub has_after: bool,
    /// How many there are in all, unless there are very many.
    pub total: Option<u64>,
}

/// Whose lines, and which.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// Only this account's.
    pub account: Option<String>,
    pub wanted: Wanted,
}

/// A line's place in the order of a list.
#[derive(Clone)]
struct Key {
    id: i64,
    period: String,
    serial: u32,
}

enum Order {
    /// By number; a user's own account only, or all.
    Number(Option<String>),
    /// By id, as the index of words answers.
    Words(String),
    /// Nothing can be found.
    Nothing,
}

impl Order {
    fn of(lines: &Lines, agency: &AgencyCode) -> Order {
        if lines.wanted.is_everything() {
            return Order::Number(lines.account.clone());
        }
        let mut wanted = lines.wanted.clone();
        wanted
            .all_of
            .extend(lines.account.clone().map(Facet::Account));
        wanted.question(agency).map_or(Order::Nothing, Order::Words)
    }

    fn ids(
        &self,
        reader: Reader<'_>,
        from: Option<&Key>,
        is_down: bool,
        limit: u32,
    ) -> Result<Vec<i64>, StoreError> {
        match self {
            Order::Nothing => Ok(Vec::new()),
            Order::Words(question) => {
                register_words::ids(reader, question, from.map(|key| key.id), is_down, limit)
            }
            Order::Number(account) => by_number(reader, account.as_deref(), from, is_down, limit),
        }
    }

    fn count(&self, reader: Reader<'_>) -> Result<Option<u64>, StoreError> {
        match self {
            Order::Nothing => Ok(Some(0)),
            Order::Words(question) => register_words::count(reader, question, COUNTED),
            Order::Number(account) => {
                let sql = match account {
                    Some(_) => {
                        "select count(*) from (select 1 from query where account = ?1 limit ?2)"
                    }
                    None => "select count(*) from (select 1 from query where ?1 is null limit ?2)",
                };
                let found: u32 = reader
                    .connection()
                    .prepare_cached(sql)?
                    .query_row((account, COUNTED), |row| row.get(0))?;
                Ok((found < COUNTED).then(|| u64::from(found)))
            }
        }
    }
}

/// Two lines of different agencies may share month and serial; their ids tell them apart.
fn by_number(
    reader: Reader<'_>,
    account: Option<&str>,
    from: Option<&Key>,
    is_down: bool,
    limit: u32,
) -> Result<Vec<i64>, StoreError> {
    let own = if account.is_some() {
        "account = ?1"
    } else {
        "?1 is null"
    };
    let place = match (from, is_down) {
        (None, _) => "?2 is null and ?3 is null and ?4 is null",
        (Some(_), true) => {
            "(period, serial) <= (?2, ?3) and ((period, serial) < (?2, ?3) or id <= ?4)"
        }
        (Some(_), false) => {
            "(period, serial) >= (?2, ?3) and ((period, serial) > (?2, ?3) or id >= ?4)"
        }
    };
    let way = if is_down { "desc" } else { "asc" };
    let sql = format!(
        "select id from query where {own} and {place} order by period {way}, serial {way}, id {way} limit ?5"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let parameters = (
        account,
        from.map(|key| key.period.as_str()),
        from.map(|key| key.serial),
        from.map(|key| key.id),
        limit,
    );
    let rows = statement.query_map(parameters, |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<i64>, _>>()?)
}

fn key(reader: Reader<'_>, no: &RegisterNo) -> Result<Key, StoreError> {
    let sql = "select id from query where no = ?1";
    let id = reader
        .connection()
        .prepare_cached(sql)?
        .query_row([no.to_string()], |row| row.get(0))
        .optional()?;
    Ok(Key {
        // A line is never deleted; a number that is none stands where it would.
        id: id.unwrap_or(i64::MAX),
        period: no.period.to_string(),
        serial: no.serial,
    })
}

/// A page, newest first.
pub fn newest(
    reader: Reader<'_>,
    lines: &Lines,
    agency: &AgencyCode,
    place: Place<'_>,
    limit: u32,
) -> Result<Page, StoreError> {
    let order = Order::of(lines, agency);
    let (from, is_down) = match place {
        Place::Top => (None, true),
        Place::Bottom => (None, false),
        Place::From(no) => (Some(key(reader, no)?), true),
        Place::UpTo(no) => (Some(key(reader, no)?), false),
    };
    let one_more = limit.saturating_add(1);
    let mut ids = order.ids(reader, from.as_ref(), is_down, one_more)?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_further = ids.len() > size;
    ids.truncate(size);
    let has_behind = match &from {
        None => false,
        Some(key) => order
            .ids(reader, Some(key), !is_down, 2)?
            .iter()
            .any(|id| !ids.contains(id)),
    };
    if !is_down {
        ids.reverse();
    }
    let (has_before, has_after) = if is_down {
        (has_behind, has_further)
    } else {
        (has_further, has_behind)
    };
    let count = ids.len();
    let mut rows = Vec::with_capacity(count);
    for id in ids {
        rows.extend(by_id(reader, id)?);
    }
    Ok(Page {
        rows,
        has_before,
        has_after,
        total: if !has_before && !has_after {
            u64::try_from(count).ok()
        } else {
            order.count(reader)?
        },
    })
}

/// Lines ascending by number, from the first; of a month by the date of the query.
pub fn ascending(
    reader: Reader<'_>,
    period: Option<Period>,
    account: Option<&str>,
    agency: &AgencyCode,
    limit: u32,
) -> Result<Vec<Query>, StoreError> {
    let mut ids = match period {
        None => by_number(reader, account, None, false, limit)?,
        Some(period) => of_month(reader, period, account, limit)?,
    };
    if let Some(period) = period {
        let mut wanted = Wanted {
            all_of: vec![Facet::MovedTo(period)],
            ..Wanted::default()
        };
        wanted
            .all_of
            .extend(account.map(|account| Facet::Account(account.to_owned())));
        if let Some(question) = wanted.question(agency) {
            ids.extend(register_words::ids(
                reader, &question, None, false, COUNTED,
            )?);
        }
    }
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(by_id(reader, id)?.map(|stored| stored.query));
    }
    found.sort_by(|one, other| {
        let place = |query: &Query| (query.no.period, query.no.serial);
        place(one).cmp(&place(other))
    });
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// Every line ascending by number, of a month by the date of the query, one at a time; beside it how many there are,
/// where that is known.
pub fn each_ascending<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Option<Period>,
    agency: &AgencyCode,
    mut each: impl FnMut(Query, Option<u64>) -> Result<(), E>,
) -> Result<(), E> {
    let Some(period) = period else {
        return each_by_number(reader, |query| each(query, None));
    };
    let mut ids = of_month(reader, period, None, ANY)?;
    let moved = Wanted {
        all_of: vec![Facet::MovedTo(period)],
        ..Wanted::default()
    };
    let moved = match moved.question(agency) {
        Some(question) => register_words::ids(reader, &question, None, false, ANY)?,
        None => Vec::new(),
    };
    if !moved.is_empty() {
        ids.extend(moved);
        ids = in_order(reader, ids)?;
    }
    let total = u64::try_from(ids.len()).ok();
    for id in ids {
        if let Some(stored) = by_id(reader, id)? {
            each(stored.query, total)?;
        }
    }
    Ok(())
}

/// No limit that anybody reaches.
const ANY: u32 = u32::MAX;
/// Lines read at once.
const AT_ONCE: u32 = 500;

fn each_by_number<E: From<StoreError>>(
    reader: Reader<'_>,
    mut each: impl FnMut(Query) -> Result<(), E>,
) -> Result<(), E> {
    let mut from: Option<Key> = None;
    loop {
        let limit = AT_ONCE.saturating_add(u32::from(from.is_some()));
        let mut ids = by_number(reader, None, from.as_ref(), false, limit)?;
        // The last line of the page before begins this one.
        if let Some(last) = &from {
            ids.retain(|id| *id != last.id);
        }
        let mut last = None;
        for id in ids {
            if let Some(stored) = by_id(reader, id)? {
                last = Some(Key {
                    id,
                    period: stored.query.no.period.to_string(),
                    serial: stored.query.no.serial,
                });
                each(stored.query)?;
            }
        }
        if last.is_none() {
            return Ok(());
        }
        from = last;
    }
}

/// Ids in the order of their numbers.
fn in_order(reader: Reader<'_>, ids: Vec<i64>) -> Result<Vec<i64>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select period, serial from query where id = ?1")?;
    let mut keyed = Vec::with_capacity(ids.len());
    for id in ids {
        let key: (String, u32) = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        keyed.push((key.0.parse::<Period>().ok(), key.1, id));
    }
    keyed.sort_unstable();
    keyed.dedup();
    Ok(keyed.into_iter().map(|(.., id)| id).collect())
}

/// Lines that a month numbers and whose query was made in it, ascending by number.
fn of_month(
    reader: Reader<'_>,
    period: Period,
    account: Option<&str>,
    limit: u32,
) -> Result<Vec<i64>, StoreError> {
    let own = if account.is_some() {
        "account = ?1"
    } else {
        "?1 is null"
    };
    let sql = format!(
        "select id from query where {own} and period = ?2 and +asked_on between ?3 and ?4 \
         order by period, serial, id limit ?5"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let days = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let rows = statement.query_map(
        (account, period.to_string(), days.0, days.1, limit),
        |row| row.get(0),
    )?;
    Ok(rows.collect::<Result<Vec<i64>, _>>()?)
}

/// Other lines of the same case, newest number first; `account`: only its own.
pub fn same_case(
    reader: Reader<'_>,
    query: &Query,
    account: Option<&str>,
    limit: u32,
) -> Result<Vec<Query>, StoreError> {
    let Some(case) = case_key(&query.case_no) else {
        return Ok(Vec::new());
    };
    let sql = "select id from query where case_key = ?1 and no <> ?2 and (?3 is null or account = ?3) \
               order by period desc, serial desc limit ?4";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let ids = statement
        .query_map((case, query.no.to_string(), account, limit), |row| {
            row.get(0)
        })?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(by_id(reader, id)?.map(|stored| stored.query));
    }
    Ok(found)
}

/// How many lines wait for their result, an account's or all, counted to a limit.
pub fn pending_count(reader: Reader<'_>, account: Option<&str>) -> Result<u64, StoreError> {
    let sql = match account {
        Some(_) => {
            "select count(*) from (select 1 from query where state = 'pending' and account = ?1 limit ?2)"
        }
        None => {
            "select count(*) from (select 1 from query where state = 'pending' and ?1 is null limit ?2)"
        }
    };
    let found: u32 = reader
        .connection()
        .prepare_cached(sql)?
        .query_row((account, COUNTED), |row| row.get(0))?;
    Ok(u64::from(found))
}

/// Lines that wait for their result, oldest query first.
pub fn pending(
    reader: Reader<'_>,
    account: Option<&str>,
    limit: u32,
) -> Result<Vec<Query>, StoreError> {
    let sql = match account {
        Some(_) => {
            "select id from query where state = 'pending' and account = ?1 order by asked_on, asked_at limit ?2"
        }
        None => {
            "select id from query where state = 'pending' and ?1 is null order by asked_on, asked_at limit ?2"
        }
    };
    let mut statement = reader.connection().prepare_cached(sql)?;
    let ids = statement
        .query_map((account, limit), |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(by_id(reader, id)?.map(|stored| stored.query));
    }
    Ok(found)
}

/// The line that an account registered last, for carrying over; void ones are no example.
pub fn last_of(reader: Reader<'_>, account: &str) -> Result<Option<Query>, StoreError> {
    let sql = "select id from query where account = ?1 and state <> 'void' order by period desc, serial desc limit 1";
    let id = reader
        .connection()
        .prepare_cached(sql)?
        .query_row([account], |row| row.get(0))
        .optional()?;
    match id {
        None => Ok(None),
        Some(id) => Ok(by_id(reader, id)?.map(|stored| stored.query)),
    }
}
