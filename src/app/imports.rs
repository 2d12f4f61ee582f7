//! Files in: the log and the register, counted first without the write lock, then written in one transaction.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{AppError, Office};
use crate::domain::event::{Event, ImportEvent, LogCounts};
use crate::domain::identity::Subject;
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::normal::{case_key, group_key, norm_text, split_case_reason};
use crate::domain::people::Role;
use crate::domain::query::{ImportedQuery, Query, QueryFlag, from_import};
use crate::domain::refusal::{FileRefusal, Refusal};
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::cells::RowFlags;
use crate::import::webir_log::Grounds;
use crate::import::{LogDraft, LogFile, LogRecord, Mapping, RegisterDraft, RegisterFile, RowFault};
use crate::store::log::{FileRow, LogRow};
use crate::store::{self, WriteTx};

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Imported {
    pub encoding: &'static str,
    pub sha256: String,
    pub read: u64,
    /// With `outside` and `waiting`.
    pub accepted: u64,
    pub duplicate: u64,
    /// Unreadable rows of a log, rejected rows of a register: physical line and why.
    pub faults: Vec<(u64, RowOutcome)>,
    pub outside: Vec<(Period, u64)>,
    pub waiting: Vec<(Period, u64)>,
    pub footer: Option<u64>,
    /// The very file had been imported before; nothing was done.
    pub known: bool,
}

/// Why a row is not a readable row of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    Fault(RowFault),
    /// The register holds this number with other content.
    OtherContent(RegisterNo),
}

/// How to take a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taking {
    /// Report only.
    pub dry_run: bool,
    /// Take it although its footer's total differs.
    pub accept_total: bool,
}

/// What is to become of one log row, decided in the first pass.
struct Plan {
    /// Months that get rows, with whether they are frozen.
    frozen: BTreeMap<Period, bool>,
    /// How many equal rows the store held, by row.
    held: HashMap<[u8; 16], u32>,
}

const CHUNK: u64 = 1024 * 1024;

impl Office {
    /// Imports a log for a month (9(2)); `period` takes the unreadable rows.
    pub fn import_log(
        &mut self,
        path: &Path,
        period: Period,
        taking: Taking,
    ) -> Result<Imported, AppError> {
        let role = self.allow("import.log")?;
        let mut file = LogFile::open(open(path)?, &Mapping::default())?;
        let sha256 = data_encoding::HEXLOWER.encode(&file.facts().sha256);
        let encoding = file.facts().encoding.code();
        if store::log::has_file(self.store.reader(), "log", &sha256, Some(period))? {
            return Ok(Imported {
                encoding,
                sha256,
                known: true,
                ..Imported::default()
            });
        }
        let (mut report, plan) = self.count_log(&mut file, period)?;
        report.encoding = encoding;
        report.sha256 = sha256;
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
        if report.read > 0 && report.accepted == 0 && report.duplicate == 0 {
            return Err(Refusal::File(FileRefusal::NothingTaken { read: report.read }).into());
        }
        if !taking.dry_run {
            self.write_log(role, path, &mut file, period, &report, &plan)?;
        }
        Ok(report)
    }

    /// Pass one: everything is counted and nothing is written.
    fn count_log(
        &self,
        file: &mut LogFile<File>,
        period: Period,
    ) -> Result<(Imported, Plan), AppError> {
        let reader = self.store.reader();
        let mut plan = Plan {
            frozen: BTreeMap::new(),
            held: HashMap::new(),
        };
        let mut seen: HashMap<[u8; 16], u32> = HashMap::new();
        let mut report = Imported::default();
        let mut outside: HashMap<Period, u64> = HashMap::new();
        let mut waiting: HashMap<Period, u64> = HashMap::new();
        let mut rows = file.rows()?;
        for row in rows.by_ref() {
            let row = row?;
            let month = month_of(&row, period);
            let frozen = if let Some(frozen) = plan.frozen.get(&month) {
                *frozen
            } else {
                let frozen = store::checks::get(reader, month)?.is_some();
                plan.frozen.insert(month, frozen);
                frozen
            };
            let held = if let Some(held) = plan.held.get(&row.key.0) {
                *held
            } else {
                let held = store::log::count_equal(reader, &row.key.0)?;
                if held > 0 {
                    plan.held.insert(row.key.0, held);
                }
                held
            };
            let nth = seen.entry(row.key.0).or_insert(0);
            *nth = nth.saturating_add(1);
            let is_duplicate = *nth <= held;
            if is_duplicate {
                report.duplicate += 1;
            } else if let Err(fault) = &row.outcome {
                report
                    .faults
                    .push((row.line, RowOutcome::Fault(fault.clone())));
            } else {
                report.accepted += 1;
                if month != period {
                    *outside.entry(month).or_insert(0) += 1;
                }
            }
            if frozen && !is_duplicate {
                *waiting.entry(month).or_insert(0) += 1;
            }
        }
        report.read = rows.tally().read;
        report.footer = rows.tally().footer;
        report.outside = sorted(outside);
        report.waiting = sorted(waiting);
        Ok((report, plan))
    }

    /// Pass two: one transaction, one entry.
    fn write_log(
        &mut self,
        role: Role,
        path: &Path,
        file: &mut LogFile<File>,
        period: Period,
        report: &Imported,
        plan: &Plan,
    ) -> Result<(), AppError> {
        let now = self.now();
        let by = self.me.login.to_string();
        let counts = LogCounts {
            read: small(report.read),
            accepted: small(report.accepted),
            duplicate: small(report.duplicate),
            unreadable: small(u64::try_from(report.faults.len()).unwrap_or(u64::MAX)),
            outside: small(report.outside.iter().map(|(_, rows)| rows).sum()),
            waiting: small(report.waiting.iter().map(|(_, rows)| rows).sum()),
        };
        let footer_waived = report.footer.is_some_and(|footer| footer != report.read);
        let line = FileRow {
            kind: "log",
            name: file_name(path),
            sha256: report.sha256.clone(),
            encoding: report.encoding,
            period: Some(period),
            bytes: file.facts().bytes,
            read: counts.read,
            accepted: counts.accepted,
            duplicate: counts.duplicate,
            unreadable: counts.unreadable,
            outside: counts.outside,
            waiting: counts.waiting,
            footer: report.footer,
            footer_waived,
            by,
            at: now,
        };
        self.write(role, |tx| {
            // The count was made without the lock: whatever came in meanwhile would make it wrong.
            for (month, frozen) in &plan.frozen {
                if store::checks::get(tx.reader(), *month)?.is_some() != *frozen {
                    return Err(Refusal::Stale.into());
                }
            }
            if store::log::has_file(tx.reader(), "log", &report.sha256, Some(period))? {
                return Err(Refusal::Stale.into());
            }
            let id = store::log::put_file(tx, &line)?;
            keep_file(tx, id, path)?;
            let mut next: HashMap<(Period, u32), u32> = HashMap::new();
            for (month, frozen) in &plan.frozen {
                let supplement = u32::from(*frozen);
                next.insert(
                    (*month, supplement),
                    store::log::last_seq(tx.reader(), *month, supplement)?,
                );
            }
            let mut seen: HashMap<[u8; 16], u32> = HashMap::new();
            let mut rows = file.rows()?;
            let fresh = std::iter::from_fn(|| {
                loop {
                    let row = match rows.next()? {
                        Ok(row) => row,
                        Err(fault) => return Some(Err(AppError::from(fault))),
                    };
                    if let Some(held) = plan.held.get(&row.key.0) {
                        let nth = seen.entry(row.key.0).or_insert(0);
                        *nth = nth.saturating_add(1);
                        if *nth <= *held {
                            continue;
                        }
                    }
                    let month = month_of(&row, period);
                    let supplement =
                        u32::from(plan.frozen.get(&month).copied().unwrap_or_default());
                    let seq = next.entry((month, supplement)).or_insert(0);
                    *seq = seq.saturating_add(1);
                    return Some(Ok(stored_row(row, month, supplement, *seq, id)));
                }
            });
            store::log::put_rows(tx, fresh)?;
            Ok(Event::Import(ImportEvent::Log {
                period,
                file: id,
                sha256: report.sha256.clone(),
                encoding: report.encoding,
                counts,
                footer_waived,
            }))
        })?;
        Ok(())
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

fn flag_words(flags: RowFlags) -> String {
    let words = [
        (flags.has_rare, "rare"),
        (flags.has_empty, "empty"),
        (flags.has_control, "control"),
    ];
    words
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn stored_row(row: LogRecord, period: Period, supplement: u32, seq: u32, file: i64) -> LogRow {
    let fields = row.canonical();
    let base = LogRow {
        period,
        supplement,
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

/// Keeps the file itself, compressed, in chunks (9(2) asks for the log).
fn keep_file(tx: &mut WriteTx<'_>, id: i64, path: &Path) -> Result<(), AppError> {
    let mut source = open(path)?;
    source
        .seek(SeekFrom::Start(0))
        .map_err(|error| trouble(path, &error))?;
    let chunks = std::iter::from_fn(|| {
        packed_chunk(&mut source)
            .map_err(|error| trouble(path, &error).into())
            .transpose()
    });
    store::log::keep_chunks::<AppError>(tx, id, chunks)
}

/// The next mebibyte of a file, compressed; `None` at its end.
fn packed_chunk(source: &mut File) -> std::io::Result<Option<Vec<u8>>> {
    let mut plain = Vec::new();
    if Read::by_ref(source).take(CHUNK).read_to_end(&mut plain)? == 0 {
        return Ok(None);
    }
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&plain)?;
    packer.finish().map(Some)
}

fn open(path: &Path) -> Result<File, AppError> {
    let file = File::open(path).map_err(|error| trouble(path, &error))?;
    if file.metadata().is_ok_and(|about| about.is_file()) {
        Ok(file)
    } else {
        Err(Trouble::File {
            path: file_name(path),
            why: FileWhy::NotAFile,
        }
        .into())
    }
}

/// What the system said of a file, as a fact.
pub(super) fn trouble(path: &Path, error: &std::io::Error) -> Trouble {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => FileWhy::Missing,
        std::io::ErrorKind::PermissionDenied => FileWhy::Forbidden,
        std::io::ErrorKind::AlreadyExists => FileWhy::Exists,
        _ => FileWhy::Unreadable,
    };
    Trouble::File {
        path: file_name(path),
        why,
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn sorted(counts: HashMap<Period, u64>) -> Vec<(Period, u64)> {
    let mut rows: Vec<(Period, u64)> = counts.into_iter().collect();
    rows.sort_unstable();
    rows
}

impl Office {
    /// Imports a register from before irdesk: marked so, never counted as registered before its query.
    pub fn import_register(&mut self, path: &Path, taking: Taking) -> Result<Imported, AppError> {
        let role = self.allow("import.register")?;
        let mut file = RegisterFile::open(open(path)?, &Mapping::default())?;
        let sha256 = data_encoding::HEXLOWER.encode(&file.facts().sha256);
        let encoding = file.facts().encoding.code();
        if store::log::has_file(self.store.reader(), "register", &sha256, None)? {
            return Ok(Imported {
                encoding,
                sha256,
                known: true,
                ..Imported::default()
            });
        }
        let (mut report, drafts) = self.read_register(&mut file)?;
        report.encoding = encoding;
        report.sha256 = sha256;
        if report.read > 0 && report.accepted == 0 && report.duplicate == 0 {
            return Err(Refusal::File(FileRefusal::NothingTaken { read: report.read }).into());
        }
        if taking.dry_run {
            return Ok(report);
        }
        let bytes = file.facts().bytes;
        self.write_register(role, path, bytes, &report, &drafts)?;
        Ok(report)
    }

    /// All rows read and compared with the register; the lines that are new.
    fn read_register(
        &self,
        file: &mut RegisterFile<File>,
    ) -> Result<(Imported, Vec<Query>), AppError> {
        let reader = self.store.reader();
        let now = self.now();
        let mut report = Imported::default();
        let mut fresh: Vec<Query> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut rows = file.rows()?;
        for row in rows.by_ref() {
            let row = row?;
            let draft = match row.outcome {
                Ok(draft) => draft,
                Err(fault) => {
                    report.faults.push((row.line, RowOutcome::Fault(fault)));
                    continue;
                }
            };
            // Words that are none of ours are kept, so that a result is never silently taken as still to come.
            let remark = (!draft.unknown_words.is_empty()).then(|| draft.unknown_words.join(" "));
            let mut query = from_import(imported(draft, row.flags), &self.me.login, now);
            query.details.remark = remark;
            let number = query.no.to_string();
            let known = match places.get(&number).and_then(|place| fresh.get(*place)) {
                Some(earlier) => Some(earlier.clone()),
                None => store::register::first_version(reader, &query.no)?,
            };
            match known {
                None => {
                    report.accepted += 1;
                    places.insert(number, fresh.len());
                    fresh.push(query);
                }
                Some(known) if same_content(&known, &query) => report.duplicate += 1,
                Some(_) => report
                    .faults
                    .push((row.line, RowOutcome::OtherContent(query.no))),
            }
        }
        report.read = rows.tally().read;
        Ok((report, fresh))
    }

    fn write_register(
        &mut self,
        role: Role,
        path: &Path,
        bytes: u64,
        report: &Imported,
        drafts: &[Query],
    ) -> Result<(), AppError> {
        let rejected = small(u64::try_from(report.faults.len()).unwrap_or(u64::MAX));
        let (read, accepted, duplicate) = (
            small(report.read),
            small(report.accepted),
            small(report.duplicate),
        );
        let line = FileRow {
            kind: "register",
            name: file_name(path),
            sha256: report.sha256.clone(),
            encoding: report.encoding,
            period: None,
            bytes,
            read,
            accepted,
            duplicate,
            unreadable: rejected,
            outside: 0,
            waiting: 0,
            footer: None,
            footer_waived: false,
            by: self.me.login.to_string(),
            at: self.now(),
        };
        self.write(role, |tx| {
            for query in drafts {
                if store::register::get(tx.reader(), &query.no)?.is_some() {
                    return Err(Refusal::Stale.into());
                }
            }
            let id = store::log::put_file(tx, &line)?;
            keep_file(tx, id, path)?;
            store::register::put_many(tx, drafts.iter().map(Ok::<_, AppError>))?;
            Ok(Event::Import(ImportEvent::Register {
                file: id,
                sha256: report.sha256.clone(),
                encoding: report.encoding,
                read,
                accepted,
                duplicate,
                rejected,
            }))
        })?;
        Ok(())
    }
}

/// A file's line as the register takes it.
fn imported(draft: RegisterDraft, flags: RowFlags) -> ImportedQuery {
    let subject: Subject = draft.subject();
    let registered_at = draft
        .registered_on
        .zip(draft.registered_at)
        .map(|(day, time)| Moment::from_local(day, time));
    let seen = [
        (flags.has_rare, QueryFlag::RareCharacter),
        (flags.has_control, QueryFlag::ControlCharacter),
    ];
    ImportedQuery {
        no: draft.number,
        account: norm_text(&draft.account),
        person: draft.person,
        registered_at,
        asked_on: draft.day,
        asked_at: draft.time,
        item: norm_text(&draft.item),
        subject,
        case_no: draft.case,
        reason: draft.reason,
        basis: draft.basis,
        requester: draft.requester,
        result: draft.result,
        output: draft.output,
        copies: draft.copies,
        whereto: draft.whereto,
        flags: seen
            .into_iter()
            .filter_map(|(is, flag)| is.then_some(flag))
            .collect(),
    }
}

/// Whether two imported lines say the same; who imported them and when does not count.
fn same_content(known: &Query, query: &Query) -> bool {
    known.is_imported
        && *known
            == Query {
                changed_by: known.changed_by.clone(),
                changed_at: known.changed_at,
                ..query.clone()
            }
}
