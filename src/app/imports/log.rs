//! The log of WebIR's queries (9(2)).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;

use super::bits::Bits;
use super::{
    FileKind, Imported, RowOutcome, Shape, Source, Taking, file_name, flag_words, keep_file, small,
};
use crate::app::retention::{keep, log_record};
use crate::app::work::read_ahead;
use crate::app::{AppError, Office, Work};
use crate::domain::event::{Event, ImportEvent, LogCounts};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::normal::{case_key, group_key, norm_text, split_case_reason};
use crate::domain::people::Role;
use crate::domain::refusal::{FileRefusal, Refusal};
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::By;
use crate::import::webir_log::Grounds;
use crate::import::{LogDraft, LogFile, LogRecord, RowFault};
use crate::store::log::{FileRow, LogRow, Written};
use crate::store::{self, Reader};

/// What is to become of the rows, decided in the first pass.
pub(super) struct Plan {
    /// Months that get rows.
    months: BTreeMap<Period, Month>,
    /// Rows of which the store holds several equal ones.
    held: HashMap<[u8; 16], Held>,
    /// Rows of the store that stand alone and were met in the file, by their ids.
    met: Bits,
    /// Rows of the file that the store holds, by their place in it.
    duplicates: Bits,
    /// The last file before: whatever came in since would make the count wrong.
    last_file: i64,
}

/// A month as it stood when it was first met.
#[derive(Clone, Copy)]
struct Month {
    is_frozen: bool,
    has_rows: bool,
}

/// How many equal rows the store held, and how many the file has shown.
#[derive(Clone, Copy)]
struct Held {
    stored: u32,
    seen: u32,
}

impl Plan {
    fn month(&mut self, reader: Reader<'_>, month: Period) -> Result<Month, AppError> {
        if let Some(known) = self.months.get(&month) {
            return Ok(*known);
        }
        let stands = Month {
            is_frozen: store::checks::get(reader, month)?.is_some(),
            has_rows: store::log::last_seq(reader, month, 0)? > 0
                || store::log::last_seq(reader, month, 1)? > 0
                || !store::checks::supplements(reader, month)?.is_empty(),
        };
        self.months.insert(month, stands);
        Ok(stands)
    }

    /// Whether the store holds the row already. Equal readable rows are of one month; unreadable ones may be of any.
    fn is_duplicate(
        &mut self,
        reader: Reader<'_>,
        row: &LogRecord,
        month: Month,
    ) -> Result<bool, AppError> {
        if row.outcome.is_ok() && !month.has_rows {
            return Ok(false);
        }
        if let Some(held) = self.held.get_mut(&row.key.0) {
            return Ok(held.next());
        }
        let (stored, id) = store::log::count_equal(reader, &row.key.0)?;
        if stored <= 1 {
            return Ok(stored == 1 && self.met.add(id));
        }
        let mut held = Held { stored, seen: 0 };
        let is_duplicate = held.next();
        self.held.insert(row.key.0, held);
        Ok(is_duplicate)
    }
}

impl Held {
    fn next(&mut self) -> bool {
        self.seen = self.seen.saturating_add(1);
        self.seen <= self.stored
    }
}

/// What the first pass counts beside the report's own figures.
struct Counting {
    report: Imported,
    outside: BTreeMap<Period, u64>,
    waiting: BTreeMap<Period, u64>,
    days: BTreeSet<NaiveDate>,
    /// Accounts of the desk's people that no row has shown.
    accounts: BTreeSet<String>,
}

impl Office {
    /// Imports a log for a month (9(2)); `period` takes the unreadable rows.
    pub fn import_log(
        &mut self,
        path: &Path,
        period: Period,
        taking: Taking,
    ) -> Result<Imported, AppError> {
        self.import_log_watched(path, period, taking, Work::unwatched())
    }

    /// The same, watched and broken off by others.
    pub fn import_log_watched(
        &mut self,
        path: &Path,
        period: Period,
        taking: Taking,
        work: Work<'_>,
    ) -> Result<Imported, AppError> {
        let role = self.allow("import.log")?;
        // Rows find their supplement by themselves; a file is of a month.
        if period.supplement() > 0 {
            return Err(Refusal::Form { field: "period" }.into());
        }
        self.store.widen_cache(super::CACHE_MIB)?;
        let opened = self.open_file(FileKind::Log, (path, &taking), work)?;
        if store::log::has_file(self.store.reader(), "log", &opened.sha256, Some(period))? {
            return Ok(opened.as_known());
        }
        let (mapping, version) = (opened.mapping.clone(), opened.kept.version);
        let (mut file, mut source) = opened.find::<LogDraft>(&taking)?;
        let (report, mut plan) = self.count_log(&mut file, (period, version), work)?;
        if let Some(footer) = report
            .footer
            .filter(|footer| *footer != report.read && !taking.accept_total)
        {
            return Err(Refusal::File(FileRefusal::Footer {
                footer,
                read: report.read,
            })
            .into());
        }
        if let Some(refusal) = report.nothing_taken() {
            return Err(refusal.into());
        }
        if !taking.dry_run {
            if !taking.map.is_empty() {
                self.save_column_map(FileKind::Log, &mapping)?;
            }
            let line = self.file_line(path, &file, period, &report);
            let taken = Taken {
                role,
                path,
                source: &mut source,
                line,
            };
            self.write_log(taken, &mut file, &mut plan, work)?;
        }
        Ok(report)
    }

    /// Pass one: everything is counted and nothing is written.
    pub(super) fn count_log(
        &self,
        file: &mut LogFile<Source<'_>>,
        (period, map_version): (Period, u32),
        work: Work<'_>,
    ) -> Result<(Imported, Plan), AppError> {
        let reader = self.store.reader();
        let mut plan = Plan {
            months: BTreeMap::new(),
            held: HashMap::new(),
            met: Bits::default(),
            duplicates: Bits::default(),
            last_file: store::log::last_file(reader)?,
        };
        let accounts = store::clerks::all(reader)?
            .into_iter()
            .filter_map(|clerk| Some(norm_text(&clerk.account?)));
        let mut counting = Counting {
            report: Imported::default(),
            outside: BTreeMap::new(),
            waiting: BTreeMap::new(),
            days: BTreeSet::new(),
            accounts: accounts.collect(),
        };
        let mut shape = Shape::of(file.layout(), file.example(), map_version);
        let facts = file.facts().clone();
        let mut first: Option<LogRecord> = None;
        let mut rows = file.rows()?;
        let mut done = 0;
        for row in rows.by_ref() {
            let row = row?;
            done += 1;
            work.at(done, None)?;
            let month = month_of(&row, period);
            let stands = plan.month(reader, month)?;
            let is_duplicate = plan.is_duplicate(reader, &row, stands)?;
            if is_duplicate {
                plan.duplicates.add(done);
            }
            counting.add(&row, (period, month), stands.is_frozen, is_duplicate);
            if first.is_none() && row.outcome.is_ok() {
                first = Some(row);
            }
        }
        shape.count(rows.tally(), facts.unknown_letters);
        if let Some(first) = first {
            shape.show(&first.fields);
            shape.first_read = first.outcome.ok().map(|draft| (draft.day, draft.time));
        }
        let mut report = counting.finish(period);
        report.read = rows.tally().read;
        report.footer = rows.tally().footer;
        report.encoding = facts.encoding.code();
        report.sha256 = data_encoding::HEXLOWER.encode(&facts.sha256);
        report.shape = shape;
        Ok((report, plan))
    }

    fn file_line(
        &self,
        path: &Path,
        file: &LogFile<Source<'_>>,
        period: Period,
        report: &Imported,
    ) -> FileRow {
        FileRow {
            kind: "log",
            name: file_name(path),
            sha256: report.sha256.clone(),
            encoding: report.encoding,
            period: Some(period),
            bytes: file.facts().bytes,
            read: small(report.read),
            accepted: small(report.accepted),
            duplicate: small(report.duplicate),
            unreadable: small(report.fault_count),
            outside: small(report.outside.iter().map(|(_, rows)| rows).sum()),
            waiting: small(report.waiting.iter().map(|(_, rows)| rows).sum()),
            footer: report.footer,
            footer_waived: report.footer.is_some_and(|footer| footer != report.read),
            by: self.me.login.to_string(),
            at: self.now(),
        }
    }

    /// Pass two: one transaction, one entry.
    fn write_log(
        &mut self,
        taken: Taken<'_>,
        file: &mut LogFile<Source<'_>>,
        plan: &mut Plan,
        work: Work<'_>,
    ) -> Result<(), AppError> {
        let Taken {
            role,
            path,
            source,
            line,
        } = taken;
        let Some(period) = line.period else {
            return Ok(());
        };
        let (me, now) = (self.me.clone(), self.now());
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            check_plan(tx.reader(), plan)?;
            let id = store::log::put_file(tx, &line)?;
            keep_file(tx, id, path, (source, &line.sha256))?;
            let mut next = places(tx.reader(), plan)?;
            file.reader_mut().digest();
            let mut rows = file.rows()?;
            let mut place = 0;
            let mut stored = |row: LogRecord| {
                place += 1;
                if plan.duplicates.has(place) {
                    return Ok(None);
                }
                let month = month_of(&row, period);
                let (population, seq) = next.entry(month).or_insert((month, 0));
                *seq = seq.saturating_add(1);
                let written = Written::of(stored_row(row, *population, *seq, id))?;
                Ok(Some(written))
            };
            let read = std::iter::from_fn(move || {
                let row = rows.next()?.map_err(AppError::from);
                Some(row.and_then(&mut stored))
            });
            let mut done = 0;
            read_ahead(read, weight, |read| {
                let fresh = read.filter_map(|row| {
                    done += 1;
                    if let Err(stopped) = work.at(done, Some(u64::from(line.read))) {
                        return Some(Err(stopped));
                    }
                    row.transpose()
                });
                store::log::put_rows(tx, fresh)
            })?;
            if done != u64::from(line.read) || !file.reader().has_read(&line.sha256) {
                return Err(Refusal::Stale.into());
            }
            // 9(2): five years from the month's last day, or from the download where that is later.
            let starts_on = period.last_day().max(now.day());
            let record = log_record(period, id);
            keep(tx, (KeptClass::Log, &record), starts_on, &line.sha256, by)?;
            Ok(Event::Import(ImportEvent::Log {
                period,
                file: id,
                sha256: line.sha256.clone(),
                encoding: line.encoding,
                counts: counts_of(&line),
                footer_waived: line.footer_waived,
            }))
        })?;
        Ok(())
    }
}

/// A file that is about to be written, and its line in the store.
struct Taken<'a> {
    role: Role,
    path: &'a Path,
    source: &'a mut File,
    line: FileRow,
}

fn counts_of(line: &FileRow) -> LogCounts {
    LogCounts {
        read: line.read,
        accepted: line.accepted,
        duplicate: line.duplicate,
        unreadable: line.unreadable,
        outside: line.outside,
        waiting: line.waiting,
    }
}

/// The count was made without the lock: whatever came in meanwhile would make it wrong.
fn check_plan(reader: Reader<'_>, plan: &Plan) -> Result<(), AppError> {
    for (month, stands) in &plan.months {
        if store::checks::get(reader, *month)?.is_some() != stands.is_frozen {
            return Err(Refusal::Stale.into());
        }
    }
    if store::log::last_file(reader)? == plan.last_file {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

/// The last sequence number of every month that gets rows; of a frozen month, of its supplement that is open.
fn places(reader: Reader<'_>, plan: &Plan) -> Result<HashMap<Period, (Period, u32)>, AppError> {
    let mut places = HashMap::new();
    for (month, stands) in &plan.months {
        let population = if stands.is_frozen {
            store::checks::open_supplement(reader, *month)?
        } else {
            *month
        };
        let last = store::log::last_seq(reader, population, 0)?;
        places.insert(*month, (population, last));
    }
    Ok(places)
}

impl Counting {
    fn add(
        &mut self,
        row: &LogRecord,
        (period, month): (Period, Period),
        is_frozen: bool,
        is_duplicate: bool,
    ) {
        if let Ok(draft) = &row.outcome {
            if month == period {
                self.days.insert(draft.day);
            }
            if !self.accounts.is_empty() {
                self.accounts.remove(&norm_text(&draft.account));
            }
        }
        if is_duplicate {
            self.report.duplicate += 1;
            return;
        }
        // Unreadable rows wait too.
        if is_frozen {
            *self.waiting.entry(month).or_insert(0) += 1;
        }
        if let Err(fault) = &row.outcome {
            let fault = RowOutcome::Fault(fault.clone());
            self.report.note_fault(row.line, fault);
            return;
        }
        self.report.accepted += 1;
        if month != period {
            *self.outside.entry(month).or_insert(0) += 1;
        }
    }

    fn finish(self, period: Period) -> Imported {
        let days = period.first_day().iter_days();
        let days = days.take_while(|day| period.contains(*day));
        Imported {
            days_without: days.filter(|day| !self.days.contains(day)).collect(),
            accounts_without: self.accounts.into_iter().collect(),
            outside: self.outside.into_iter().collect(),
            waiting: self.waiting.into_iter().collect(),
            ..self.report
        }
    }
}

/// The month that a row belongs to: its own; an unreadable one to the month of the import.
fn month_of(row: &LogRecord, period: Period) -> Period {
    row.outcome
        .as_ref()
        .ok()
        .and_then(|draft| Period::of(draft.day))
        .unwrap_or(period)
}

/// About what a row takes in memory.
fn weight(row: &Result<Option<Written>, AppError>) -> usize {
    match row {
        Ok(Some(row)) => row.weight(),
        Ok(None) | Err(_) => 0,
    }
}

fn stored_row(row: LogRecord, period: Period, seq: u32, file: i64) -> LogRow {
    let fields = row.canonical();
    let base = LogRow {
        period,
        supplement: 0,
        seq,
        file,
        line: row.line,
        readable: row.outcome.is_ok(),
        fault: None,
        flags: flag_words(row.flags),
        account: String::new(),
        day: None,
        secs: None,
        item: String::new(),
        condition: String::new(),
        subject: String::new(),
        case_text: String::new(),
        reason_text: String::new(),
        result: String::new(),
        fields,
        row_key: row.key.0,
        group_key: None,
        case_key: None,
        number: None,
    };
    match row.outcome {
        Ok(draft) => readable_row(base, draft),
        Err(fault) => LogRow {
            fault: Some(fault_code(&fault).to_owned()),
            ..base
        },
    }
}

fn fault_code(fault: &RowFault) -> &'static str {
    match fault {
        RowFault::TooFewFields { .. } => "too_few",
        RowFault::TooManyFields { .. } => "too_many",
        RowFault::BadDate { .. } => "date",
        RowFault::BadTime { .. } => "time",
        RowFault::BadNumber { .. } => "number",
        RowFault::UnknownWord { .. }
        | RowFault::EmptyCell { .. }
        | RowFault::DatesReversed { .. } => "cell",
    }
}

fn readable_row(base: LogRow, draft: LogDraft) -> LogRow {
    use chrono::Timelike;
    let subject = draft.subject();
    let (case_text, reason_text) = match &draft.grounds {
        Grounds::Together(both) => {
            let (case, reason) = split_case_reason(both);
            (
                case.unwrap_or_default().to_owned(),
                reason.trim().to_owned(),
            )
        }
        Grounds::Apart { case, reason } => (case.clone(), reason.clone()),
    };
    let number = match &draft.grounds {
        Grounds::Together(both) => RegisterNo::find_in(both),
        Grounds::Apart { case, reason } => {
            RegisterNo::find_in(reason).or_else(|| RegisterNo::find_in(case))
        }
    };
    LogRow {
        account: norm_text(&draft.account),
        day: Some(draft.day),
        secs: Some(draft.time.num_seconds_from_midnight()),
        item: norm_text(&draft.item),
        group_key: group_key(&draft.account, &subject, &draft.item),
        case_key: case_key(&case_text),
        subject: subject.as_stored().to_owned(),
        condition: draft.condition,
        case_text,
        reason_text,
        result: draft.result,
        number: number.map(|number| number.to_string()),
        ..base
    }
}
