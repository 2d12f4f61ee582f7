//! Connections set up alike, and the migrations, each in one transaction with its entry.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::store::crypto::{Secret, derive};
use crate::store::error::{Result, StoreError, sql};
use crate::store::row::Table;
use crate::store::{
    alone, approvals, calendar, catalogue, checks, clerks, closing, column_map, deletions,
    exceptions, flags, gaps, held, kept, log, matches, notices, register, register_words, requests,
    reviews, roster, settings, staff,
};

/// One text a schema number, from 1.
pub(in crate::store) const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_start.sql"),
    include_str!("schema/0002_roster.sql"),
    include_str!("schema/0003_pages.sql"),
    include_str!("schema/0004_alone.sql"),
    include_str!("schema/0005_drafts.sql"),
    include_str!("schema/0006_import.sql"),
    include_str!("schema/0007_requests.sql"),
    include_str!("schema/0008_calendar.sql"),
    include_str!("schema/0009_retention.sql"),
    include_str!("schema/0010_walk.sql"),
    include_str!("schema/0011_done.sql"),
    include_str!("schema/0012_open.sql"),
    include_str!("schema/0013_checks.sql"),
    include_str!("schema/0014_closing.sql"),
    include_str!("schema/0015_review.sql"),
    include_str!("schema/0016_approval.sql"),
    include_str!("schema/0017_notice.sql"),
    include_str!("schema/0018_due_tally.sql"),
    include_str!("schema/0019_filters.sql"),
];

/// The schema number since which the words of the register are what [`register_words`] writes.
const WORDS_SINCE: u32 = 3;

/// Every table whose rows entries bind; `verify` goes through these.
pub(in crate::store) const TABLES: &[&Table] = &[
    &clerks::CLERK,
    &settings::SETTING,
    &catalogue::ITEM,
    &catalogue::REASON,
    &catalogue::BASIS,
    &register::QUERY,
    &log::LOG_FILE,
    &log::FILE_CHUNK,
    &log::LOG_ROW,
    &alone::ALONE_QUERY,
    &matches::MATCH_ROW,
    &matches::RECONCILE_RUN,
    &matches::DECISION,
    &matches::EXPLANATION,
    &checks::CHECK_MONTH,
    &checks::ROW_COMMIT,
    &checks::SAMPLE_ROW,
    &checks::MATCH_BLOCK,
    &checks::OUTCOME,
    &checks::DRAW_SECRET,
    &checks::DOCUMENT,
    &roster::PERSON,
    &roster::ACCOUNT,
    &roster::GRANT,
    &roster::AGENCY_ITEM,
    &roster::STANDING,
    &roster::OFFICER,
    &roster::TRAINING,
    &column_map::COLUMN_MAP,
    &requests::REQUEST,
    &requests::REQUEST_STEP,
    &requests::DELEGATION,
    &calendar::CALENDAR_YEAR,
    &calendar::STOP_DAY,
    &held::HELD_ITEM,
    &held::TOMBSTONE,
    &deletions::DELETION,
    &kept::KEPT_RECORD,
    &kept::USE_PERIOD,
    &notices::NOTICE,
    &checks::PUBLIC_DECLARED,
    &gaps::GAP_EXPLANATION,
    &flags::FLAG_HIT,
    &flags::FLAG_RUN,
    &flags::EXTRA_ROW,
    &flags::EXTENSION,
    &staff::STAFF,
    &staff::STAFF_KEY,
    &exceptions::ROLE_EXCEPTION,
    &closing::HANDOVER,
    &closing::COUNTERSIGN,
    &closing::REVISION,
    &closing::JOINT_CHECK,
    &closing::QUARTER,
    &reviews::REVIEW,
    &reviews::REVIEW_LINE,
    &approvals::QUERY_APPROVAL,
];

/// The schema that this program writes.
pub(in crate::store) fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// SQLCipher's page.
pub(in crate::store) const PAGE: u64 = 4096;
const WAIT_LONGEST: Duration = Duration::from_secs(30);
const WAIT_SAID_AFTER: Duration = Duration::from_secs(1);
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// A handle to break off what a connection does, and to see that it waits for others.
#[derive(Clone, Default)]
pub struct Interrupter {
    is_broken_off: Arc<AtomicBool>,
    is_waiting: Arc<AtomicBool>,
}

impl Interrupter {
    /// Breaks off the running statement; its whole transaction is rolled back.
    pub fn break_off(&self) {
        self.is_broken_off.store(true, Ordering::Relaxed);
    }

    /// Lets the connection work again.
    pub fn clear(&self) {
        self.is_broken_off.store(false, Ordering::Relaxed);
    }

    pub fn is_broken_off(&self) -> bool {
        self.is_broken_off.load(Ordering::Relaxed)
    }

    /// Whether the connection has waited for other writers for more than a second.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting.load(Ordering::Relaxed)
    }

    /// [`StoreError::BrokenOff`] once somebody asked for it; long loops of our own ask now and then.
    pub(in crate::store) fn look(&self) -> Result<()> {
        if self.is_broken_off() {
            Err(StoreError::BrokenOff)
        } else {
            Ok(())
        }
    }
}

/// Opens an existing file; never makes one.
pub(in crate::store) fn connect(
    path: &Path,
    data_key: &Secret,
    interrupter: &Interrupter,
) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags).map_err(sql("open desk.db"))?;
    set_key(&connection, data_key)?;
    listen(&mut connection, interrupter)?;
    // The first read shows whether the key is the right one.
    connection
        .query_row("select count(*) from sqlite_master", [], |_row| Ok(()))
        .map_err(sql("read desk.db"))?;
    connection
        .execute_batch(
            "pragma journal_mode = wal;
             pragma synchronous = full;
             pragma foreign_keys = on;
             pragma recursive_triggers = on;
             pragma secure_delete = on;
             pragma temp_store = memory;
             pragma trusted_schema = off;",
        )
        .map_err(sql("set up desk.db"))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// The raw key comes before anything else; without the log level SQLCipher prints across the screen.
pub(in crate::store) fn set_key(connection: &Connection, data_key: &Secret) -> Result<()> {
    let key = derive(data_key, "irdesk-db/1")?;
    let hex = Zeroizing::new(data_encoding::HEXLOWER.encode(key.as_slice()));
    let text = Zeroizing::new(format!("pragma key = \"x'{}'\";", hex.as_str()));
    connection
        .execute_batch(&text)
        .and_then(|()| connection.execute_batch("pragma cipher_log_level = NONE;"))
        .map_err(sql("set the key"))
}

fn listen(connection: &mut Connection, interrupter: &Interrupter) -> Result<()> {
    let hears = interrupter.clone();
    connection
        .progress_handler(STEPS_BETWEEN_LOOKS, Some(move || hears.is_broken_off()))
        .map_err(sql("set up desk.db"))?;
    let waits = interrupter.clone();
    let mut since = Instant::now();
    connection
        .busy_handler(Some(move |tries| {
            if tries == 0 {
                since = Instant::now();
            }
            let waited = since.elapsed();
            let goes_on = waited < WAIT_LONGEST && !waits.is_broken_off();
            let says = goes_on && waited > WAIT_SAID_AFTER;
            waits.is_waiting.store(says, Ordering::Relaxed);
            if goes_on {
                // Woken early, it tries sooner.
                std::thread::park_timeout(jitter());
            }
            goes_on
        }))
        .map_err(sql("set up desk.db"))
}

/// 0.3 to 1.8 ms: SQLite's own waiting starves one of eight writers for seconds.
fn jitter() -> Duration {
    let spread = getrandom::u32().map_or(750, |number| number % 1501);
    Duration::from_micros(u64::from(spread).saturating_add(300))
}

/// The schema number of the file; a newer one is refused.
pub(in crate::store) fn version(connection: &Connection) -> Result<u32> {
    let found: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(sql("read the schema number"))?;
    if found > known() {
        return Err(StoreError::NewerSchema {
            found,
            known: known(),
        });
    }
    Ok(found)
}

/// Brings the file to the known schema, inside the transaction that the caller has begun.
pub(in crate::store) fn migrate(connection: &Connection) -> Result<(u32, u32)> {
    let from = version(connection)?;
    let todo = MIGRATIONS
        .iter()
        .skip(usize::try_from(from).unwrap_or(usize::MAX));
    for text in todo {
        connection.execute_batch(text).map_err(sql("migrate"))?;
    }
    if from < WORDS_SINCE {
        register_words::rebuild(connection)?;
    }
    connection
        .pragma_update(None, "user_version", known())
        .map_err(sql("migrate"))?;
    Ok((from, known()))
}

/// The length of the file must be what its header says: no page cut off, none appended.
pub(in crate::store) fn check_length(connection: &Connection, path: &Path) -> Result<()> {
    let pages: u32 = connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .map_err(sql("count the pages"))?;
    let length = std::fs::metadata(path)
        .map_err(crate::store::error::file("look at desk.db"))?
        .len();
    // A file that is shorter than it says has its last pages in the WAL: others write, or the disk was full when they
    // were to be put into the file, perhaps in the middle of one.
    let wal = std::fs::metadata(path.with_extension("db-wal")).map_or(0, |about| about.len());
    if (length % PAGE != 0 && wal == 0) || length > u64::from(pages).saturating_mul(PAGE) {
        return Err(StoreError::Damaged("its length is not what it says"));
    }
    Ok(())
}

/// Name, kind and text of everything in the schema.
pub(in crate::store) fn texts(connection: &Connection) -> Result<Vec<(String, String)>> {
    connection
        .prepare("select type || ' ' || name, coalesce(sql, '') from sqlite_master order by 1")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .map_err(sql("read the schema"))
}

/// What [`texts`] must be, from the migrations themselves.
pub(in crate::store) fn expected_texts() -> Result<Vec<(String, String)>> {
    let plain = Connection::open_in_memory().map_err(sql("build the schema"))?;
    migrate(&plain)?;
    texts(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as the first schema kept it.
    const OLD_LINE: &str = "insert into query (id, version, no, period, serial, state, account, person, asked_on,
         asked_at, item, subject, case_no, reason, basis, checksum_confirmed, imported, flags, change, changed_by,
         changed_at, salt, digest)
         values (7, 1, 'SOC-11510-0001', '11510', 1, 'pending', 'KCGSOC0110', '林', '2026-10-05', '09:00:00', 'LI01',
         'A123456789', '11531234600', '低收入戶審查', 'SOC-01', 0, 1, '', 'imported', 'chen',
         '2026-10-05T01:00:00.000Z', x'', x'')";

    #[test]
    fn lines_of_an_older_schema_are_found_by_the_beginnings_of_their_words() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.execute_batch(OLD_LINE).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        assert_eq!(migrate(&connection).unwrap(), (1, known()));
        for word in ["1153", "低收", "審", "li0"] {
            let found: i64 = connection
                .query_row(
                    "select rowid from query_words where query_words match ?1",
                    [format!("\"{word}\"")],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(found, 7, "{word}");
        }
    }
}
