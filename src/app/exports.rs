//! Lists as documents: the register, a month's log (查詢紀錄單), the trail. Rows go from the store into the file one by
//! one, out of one snapshot, so that a million of them need no more memory than a page.

use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};

use super::drawn::name_of;
use super::month::listed_row;
use super::outgoing::{Document, PutRow, Unfilled};
use super::{AppError, LogListed, Masking, Office, Outgoing, ShownResult, Work, Written};
use crate::domain::event::DocumentFacts;
use crate::domain::identity::{Permit, Subject};
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::query::Query;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::trail::hex;
use crate::locale::{Lang, Paper, SheetHead};
use crate::report::masked;
use crate::report::sheet::{SheetColumn, SheetFormat, SheetFrame};
use crate::store::entries::{EntryFilter, PageFrom};
use crate::store::{self, Reader};

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;
/// Rows read at once.
const PAGE: u32 = 500;
const SUFFIXES: [&str; 2] = [".ods", ".csv"];

/// A list that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    Register,
    Log,
    Trail,
}

impl ListKind {
    /// Its code, in entries and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            ListKind::Register => "register",
            ListKind::Log => "log",
            ListKind::Trail => "trail",
        }
    }

    /// The command whose roles may.
    fn command(self) -> &'static str {
        match self {
            ListKind::Register => "export.register",
            ListKind::Log => "export.log",
            ListKind::Trail => "export.trail",
        }
    }

    fn heads(self) -> &'static [SheetHead] {
        match self {
            ListKind::Register => Paper::REGISTER,
            ListKind::Log => Paper::LOG,
            ListKind::Trail => Paper::TRAIL,
        }
    }
}

/// Which list is to go out, and how.
#[derive(Debug, Clone)]
pub struct ListAsked {
    pub kind: ListKind,
    pub period: Option<Period>,
    pub masking: Masking,
    pub out: Outgoing,
}

/// How rows are written.
struct Rows<'a> {
    reader: Reader<'a>,
    asked: &'a ListAsked,
    /// There when identifiers stand whole.
    permit: Option<Permit>,
    work: &'a Work<'a>,
    total: Option<u64>,
    count: u64,
}

impl Office {
    /// Writes a list beneath `out`.
    pub fn export_list(&mut self, asked: &ListAsked, work: &Work<'_>) -> Result<Written, AppError> {
        let role = self.allow(asked.kind.command())?;
        asked.out.check()?;
        let name = asked
            .out
            .document_name(SheetFormat::Ods.suffix(), &SUFFIXES)
            .ok_or(Refusal::Form { field: "out" })?;
        self.check_plain(&asked.out)?;
        let format = SheetFormat::from_str(&name).unwrap_or(SheetFormat::Ods);
        let document = Document {
            facts: DocumentFacts {
                kind: asked.kind.code(),
                record: asked
                    .period
                    .map_or_else(String::new, |period| period.to_string()),
                is_full: asked.masking == Masking::Full,
                is_sealed: asked.out.is_sealed(),
            },
            out: &asked.out,
            name: &name,
        };
        self.write_document(role, document, |office, sink| {
            let instant = office.store.snapshot()?;
            let mut rows = Rows {
                reader: instant.reader(),
                asked,
                permit: (asked.masking == Masking::Full).then(Permit::granted),
                work,
                total: None,
                count: 0,
            };
            let frame = office.frame(&mut rows)?;
            sink.sheet(format, frame, |put| office.put_rows(&mut rows, put))?;
            Ok(rows.count)
        })
    }

    /// The name of the agency as documents have it.
    pub(super) fn agency_on_paper(&self) -> String {
        let annex = crate::domain::basis::Annex::embedded();
        let agency = annex.agency(&self.agency);
        agency.map_or_else(|| self.agency.to_string(), |it| it.name_zh.clone())
    }

    fn frame(&self, rows: &mut Rows<'_>) -> Result<SheetFrame, AppError> {
        let asked = rows.asked;
        let head = rows.reader.last_entry()?.0;
        let mut notes = vec![Paper::masking(asked.masking == Masking::Full).to_owned()];
        if asked.kind == ListKind::Log {
            notes.splice(0..0, log_notes(rows)?);
        }
        if asked.kind == ListKind::Trail && asked.period.is_none() {
            rows.total = Some(head.seq);
        }
        notes.push(Paper::head(head));
        let columns = asked.kind.heads().iter().map(|head| {
            let column = SheetColumn::new(head.name, head.width);
            if head.is_number {
                column.right()
            } else {
                column
            }
        });
        Ok(SheetFrame {
            agency_name: self.agency_on_paper(),
            title: Paper::list_title(asked.kind.code(), asked.period),
            is_demo: self.is_demo()?,
            notes,
            columns: columns.collect(),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(self.now()),
        })
    }

    fn put_rows(&self, rows: &mut Rows<'_>, put: &mut PutRow<'_>) -> Result<(), Unfilled> {
        match rows.asked.kind {
            ListKind::Register => self.register_rows(rows, put),
            ListKind::Log => log_rows(rows, put),
            ListKind::Trail => trail_rows(rows, put),
        }
    }

    fn register_rows(&self, rows: &mut Rows<'_>, put: &mut PutRow<'_>) -> Result<(), Unfilled> {
        let (reader, period) = (rows.reader, rows.asked.period);
        store::register_pages::each_ascending(reader, period, &self.agency, |query, total| {
            rows.total = total;
            put(&rows.query(&query))?;
            rows.counted()
        })
    }
}

impl Rows<'_> {
    fn counted(&mut self) -> Result<(), Unfilled> {
        self.count = self.count.saturating_add(1);
        Ok(self.work.at(self.count, self.total)?)
    }

    /// A subject as this document may show it.
    fn subject(&self, subject: &Subject) -> String {
        match &self.permit {
            Some(permit) => subject.reveal(permit).to_owned(),
            None => subject.to_string(),
        }
    }

    /// What a person wrote, as this document may show it.
    fn written(&self, text: &str) -> String {
        if self.permit.is_some() {
            text.to_owned()
        } else {
            masked(text)
        }
    }

    fn query(&self, query: &Query) -> Vec<String> {
        let answer = query.answer.as_ref();
        let output = answer.and_then(|answer| {
            let word = LANG.output(answer.output?);
            Some(
                answer
                    .copies
                    .map_or_else(|| word.to_owned(), |copies| Paper::copies(word, copies)),
            )
        });
        let registered = query.registered_at;
        let state = ShownResult::of(query).code();
        vec![
            query.no.to_string(),
            query.account.clone(),
            query.person.clone(),
            day(Some(query.asked_on)),
            time(Some(query.asked_at)),
            query.item.clone(),
            self.subject(&query.subject),
            self.written(&query.case_no),
            self.written(&query.reason),
            self.written(&query.basis),
            answer
                .map_or("", |answer| LANG.query_result(answer.result))
                .to_owned(),
            output.unwrap_or_default(),
            answer
                .and_then(|answer| answer.whereto)
                .map_or("", |place| LANG.where_to(place))
                .to_owned(),
            query.details.requester.clone().unwrap_or_default(),
            day(registered.map(Moment::day)),
            time(registered.map(Moment::time)),
            Paper::line_state(state).to_owned(),
        ]
    }

    fn log(&self, listed: &LogListed) -> Vec<String> {
        let row = &listed.row;
        let condition = match &self.permit {
            Some(_) => row.condition.clone(),
            None => listed.subject.to_string(),
        };
        let reason = if row.readable {
            self.written(&row.reason_text)
        } else {
            self.written(&super::drawn::raw_text(row))
        };
        let secs = row.secs;
        vec![
            row.seq.to_string(),
            row.account.clone(),
            day(row.day),
            time(secs.and_then(|secs| NaiveTime::from_num_seconds_from_midnight_opt(secs, 0))),
            row.item.clone(),
            condition,
            self.written(&row.case_text),
            reason,
            row.result.clone(),
            LANG.row_state(listed.state).to_owned(),
            listed.number.clone().unwrap_or_default(),
            row.period.to_string(),
        ]
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(roc_date::roc).unwrap_or_default()
}

fn time(time: Option<NaiveTime>) -> String {
    time.map(roc_date::hour_minute_second).unwrap_or_default()
}

/// The months of a list of the log, ascending.
fn months(rows: &Rows<'_>) -> Result<Vec<Period>, AppError> {
    let mut months = match rows.asked.period {
        Some(period) => vec![period],
        None => store::log::months(rows.reader)?,
    };
    months.sort_unstable();
    Ok(months)
}

/// 總筆數, and which files the rows came in.
fn log_notes(rows: &mut Rows<'_>) -> Result<Vec<String>, AppError> {
    let mut total = 0_u64;
    for month in months(rows)? {
        let count = store::log::count(rows.reader, month, 0)?;
        total = total.saturating_add(u64::from(count));
    }
    rows.total = Some(total);
    let mut notes = vec![Paper::total_rows(total)];
    if let Some(period) = rows.asked.period {
        for (name, sha256) in store::log::files_of(rows.reader, period)? {
            notes.push(Paper::file_digest(
                &crate::domain::shown::shown(&name),
                &sha256,
            ));
        }
    }
    Ok(notes)
}

fn log_rows(rows: &mut Rows<'_>, put: &mut PutRow<'_>) -> Result<(), Unfilled> {
    for month in months(rows)? {
        let mut after = 0;
        loop {
            let page = store::log::page(rows.reader, month, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for row in page {
                let listed = listed_row(rows.reader, row)?;
                put(&rows.log(&listed))?;
                rows.counted()?;
            }
        }
    }
    Ok(())
}

fn trail_rows(rows: &mut Rows<'_>, put: &mut PutRow<'_>) -> Result<(), Unfilled> {
    let midnight = |day| Moment::from_local(day, NaiveTime::MIN);
    let period = rows.asked.period;
    let filter = EntryFilter {
        from: period.map(|period| midnight(period.first_day())),
        until: period.map(|period| midnight(period.next().first_day())),
        ..EntryFilter::default()
    };
    let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let mut from = 0;
    loop {
        let page = store::entries::page(rows.reader, &filter, PageFrom::Up(from), limit)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        from = last.entry.seq.saturating_add(1);
        for row in &page {
            let entry = &row.entry;
            put(&[
                entry.seq.to_string(),
                LANG.second(entry.at),
                entry.person.clone(),
                name_of(rows.reader, &entry.person)?,
                LANG.role(entry.role).to_owned(),
                LANG.deed(&entry.action, &entry.body),
                entry.record.clone(),
                entry.action.clone(),
                hex(&row.hash),
            ])?;
            rows.counted()?;
        }
    }
}

/// The name that is offered for a list on the screen.
pub fn offered_stem(kind: ListKind, period: Option<Period>, now: Moment) -> String {
    let about = period.map_or_else(
        || roc_date::roc_digits(now.day()),
        |period| period.to_string(),
    );
    format!("{about}-{}", kind.code())
}

#[cfg(test)]
#[path = "exports_tests.rs"]
mod tests;
