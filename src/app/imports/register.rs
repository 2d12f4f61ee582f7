//! The register from before irdesk.

use std::collections::HashMap;
use std::path::Path;

use super::{FileKind, Imported, RowOutcome, Shape, Source, Taking, file_name, keep_file, small};
use crate::app::retention::{keep_month, list_unlisted};
use crate::app::{AppError, Office, Work};
use crate::domain::event::{Event, ImportEvent};
use crate::domain::identity::Subject;
use crate::domain::ids::{Login, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::query::{ImportedQuery, Query, QueryFlag, from_import};
use crate::domain::refusal::Refusal;
use crate::domain::retention::moves::By;
use crate::import::cells::RowFlags;
use crate::import::{RegisterDraft, RegisterFile};
use crate::store;
use crate::store::log::FileRow;

/// A number in few bytes: agency, months of the Republic, serial.
pub(super) type ShortNo = ([u8; 5], u16, u32);

/// Lines that are new: the first of each number in the file, with its content's key.
pub(super) type Fresh = HashMap<ShortNo, [u8; 16]>;

impl Office {
    /// Imports a register from before irdesk: marked so, never counted as registered before its query.
    pub fn import_register(&mut self, path: &Path, taking: Taking) -> Result<Imported, AppError> {
        self.import_register_watched(path, taking, Work::unwatched())
    }

    /// The same, watched and broken off by others.
    pub fn import_register_watched(
        &mut self,
        path: &Path,
        taking: Taking,
        work: Work<'_>,
    ) -> Result<Imported, AppError> {
        let role = self.allow("import.register")?;
        self.store.widen_cache(super::CACHE_MIB)?;
        let opened = self.open_file(FileKind::Register, (path, &taking), work)?;
        if store::log::has_file(self.store.reader(), "register", &opened.sha256, None)? {
            return Ok(opened.as_known());
        }
        let (mapping, version) = (opened.mapping.clone(), opened.kept.version);
        let (mut file, mut source) = opened.find::<RegisterDraft>(&taking)?;
        let last_line = store::register::last_id(self.store.reader())?;
        let (report, mut fresh) = self.count_register(&mut file, version, work)?;
        if let Some(refusal) = report.nothing_taken() {
            return Err(refusal.into());
        }
        if taking.dry_run {
            return Ok(report);
        }
        if !taking.map.is_empty() {
            self.save_column_map(FileKind::Register, &mapping)?;
        }
        let line = self.register_line(path, file.facts().bytes, &report);
        let (me, now) = (self.me.clone(), self.now());
        let calendar = self.calendar.clone();
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            // A registration made meanwhile may have taken a number.
            if store::register::last_id(tx.reader())? != last_line {
                return Err(Refusal::Stale.into());
            }
            let id = store::log::put_file(tx, &line)?;
            keep_file(tx, id, path, (&mut source, &line.sha256))?;
            put_lines(tx, &mut file, &mut fresh, &line, work)?;
            list_unlisted(tx, last_line, &calendar, by)?;
            for period in store::register::periods(tx.reader())? {
                keep_month(tx, period, by)?;
            }
            Ok(Event::Import(ImportEvent::Register {
                file: id,
                sha256: line.sha256.clone(),
                encoding: line.encoding,
                read: line.read,
                accepted: line.accepted,
                duplicate: line.duplicate,
                rejected: line.unreadable,
            }))
        })?;
        Ok(report)
    }

    /// Pass one: every line is compared with the register and with the lines before it.
    pub(super) fn count_register(
        &self,
        file: &mut RegisterFile<Source<'_>>,
        map_version: u32,
        work: Work<'_>,
    ) -> Result<(Imported, Fresh), AppError> {
        let reader = self.store.reader();
        let now = self.now();
        let mut shape = Shape::of(file.layout(), file.example(), map_version);
        let facts = file.facts().clone();
        let mut report = Imported::default();
        let mut fresh = Fresh::new();
        let mut first: Option<Vec<String>> = None;
        let mut first_read = None;
        let mut rows = file.rows()?;
        let mut done = 0;
        for row in rows.by_ref() {
            let row = row?;
            done += 1;
            work.at(done, None)?;
            let draft = match row.outcome {
                Ok(draft) => draft,
                Err(fault) => {
                    report.note_fault(row.line, RowOutcome::Fault(fault));
                    continue;
                }
            };
            if first.is_none() {
                first = Some(row.fields);
                first_read = Some((draft.day, draft.time));
            }
            let short = short(&draft.number);
            let is_same = if let Some(earlier) = fresh.get(&short) {
                *earlier == row.key.0
            } else if let Some(known) = store::register::first_version(reader, &draft.number)? {
                same_content(
                    &known,
                    &line_of(draft.clone(), row.flags, &self.me.login, now),
                )
            } else {
                report.accepted += 1;
                fresh.insert(short, row.key.0);
                continue;
            };
            if is_same {
                report.duplicate += 1;
            } else {
                let other = RowOutcome::OtherContent(draft.number);
                report.note_fault(row.line, other);
            }
        }
        report.read = rows.tally().read;
        shape.count(rows.tally(), facts.unknown_letters);
        if let Some(first) = first {
            shape.show(&first);
        }
        shape.first_read = first_read;
        report.shape = shape;
        report.encoding = facts.encoding.code();
        report.sha256 = data_encoding::HEXLOWER.encode(&facts.sha256);
        Ok((report, fresh))
    }

    fn register_line(&self, path: &Path, bytes: u64, report: &Imported) -> FileRow {
        FileRow {
            kind: "register",
            name: file_name(path),
            sha256: report.sha256.clone(),
            encoding: report.encoding,
            period: None,
            bytes,
            read: small(report.read),
            accepted: small(report.accepted),
            duplicate: small(report.duplicate),
            unreadable: small(report.fault_count),
            outside: 0,
            waiting: 0,
            footer: None,
            footer_waived: false,
            by: self.me.login.to_string(),
            at: self.now(),
        }
    }
}

/// Pass two: the first line of each new number is written.
fn put_lines(
    tx: &mut store::WriteTx<'_>,
    file: &mut RegisterFile<Source<'_>>,
    fresh: &mut Fresh,
    line: &FileRow,
    work: Work<'_>,
) -> Result<(), AppError> {
    let by: Login = line.by.parse().map_err(|_bad| Refusal::Stale)?;
    file.reader_mut().digest();
    let mut rows = file.rows()?;
    let mut done = 0;
    let lines = std::iter::from_fn(|| {
        loop {
            let row = match rows.next()? {
                Ok(row) => row,
                Err(fault) => return Some(Err(AppError::from(fault))),
            };
            done += 1;
            if let Err(stopped) = work.at(done, Some(u64::from(line.read))) {
                return Some(Err(stopped));
            }
            let Ok(draft) = row.outcome else { continue };
            if fresh.remove(&short(&draft.number)).is_some() {
                return Some(Ok(line_of(draft, row.flags, &by, line.at)));
            }
        }
    });
    store::register::put_stream(tx, lines)?;
    if done == u64::from(line.read) && file.reader().has_read(&line.sha256) {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

fn short(no: &RegisterNo) -> ShortNo {
    let mut agency = [0; 5];
    for (place, byte) in agency.iter_mut().zip(no.agency.as_str().bytes()) {
        *place = byte;
    }
    let year = u16::try_from(no.period.year().saturating_sub(1911)).unwrap_or(u16::MAX);
    let month = u16::try_from(no.period.month()).unwrap_or_default();
    (
        agency,
        year.saturating_mul(12).saturating_add(month),
        no.serial,
    )
}

/// A draft as a line of the register. Words that are none of ours are kept, so that a result is never silently taken
/// as still to come.
fn line_of(draft: RegisterDraft, flags: RowFlags, by: &Login, now: Moment) -> Query {
    let remark = (!draft.unknown_words.is_empty()).then(|| draft.unknown_words.join(" "));
    let mut query = from_import(imported(draft, flags), by, now);
    query.details.remark = remark;
    query
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
