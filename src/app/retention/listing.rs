//! How items come to be listed: with a registration's result, by hand, and from registrations that were there before.

use chrono::NaiveDate;

use super::{Acting, due_row, put_item, refused};
use crate::app::{AppError, Done, Office};
use crate::domain::calendar::Calendar;
use crate::domain::event::Event;
use crate::domain::ids::Period;
use crate::domain::normal::free_text;
use crate::domain::query::Query;
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::listing::{HeldDraft, UsePeriod, enter, from_query};
use crate::domain::retention::moves::{self, By, HeldStep};
use crate::domain::retention::{Held, HeldState, Origin, RetentionField, RetentionRefusal};
use crate::domain::span::Span;
use crate::store::{self, Reader, WriteTx};

/// Until a basis has a declared use period: an assumption (推定), shown as one, without words of its own.
pub(super) const ASSUMED_USE: Span = Span::Months(6);

/// Registrations that are listed at a time.
const AT_A_TIME: u32 = 2000;

/// The declared use period of a basis.
fn declared(reader: Reader<'_>, basis: &str) -> Result<Option<UsePeriod>, AppError> {
    let rows = store::kept::use_periods(reader)?;
    let own = rows.into_iter().find(|row| row.basis == basis);
    Ok(own.map(|row| row.period))
}

/// Login and name of whoever keeps what a query gave: the person of this desk who holds its account.
fn custodian(reader: Reader<'_>, query: &Query) -> Result<(String, String), AppError> {
    let login = match &query.login {
        Some(login) => login.to_string(),
        None => store::clerks::holder(reader, &query.account)?
            .map(|clerk| clerk.login.to_string())
            .unwrap_or_default(),
    };
    Ok((login, query.person.clone()))
}

/// A registration's result that was written, as it was and as it is; and what its person says of the use period.
pub(in crate::app) struct Followed<'a> {
    pub(in crate::app) before: &'a Query,
    pub(in crate::app) next: &'a Query,
    pub(in crate::app) use_basis: &'a str,
}

/// A registration's result was written: what it holds is listed, in the same transaction; what it no longer holds is
/// withdrawn as long as nothing was done with it.
pub(in crate::app) fn follow_query(
    tx: &mut WriteTx<'_>,
    followed: &Followed<'_>,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<(), AppError> {
    let query = followed.next;
    let known = store::held::of_source(tx.reader(), &query.no)?;
    if !query.is_retained() {
        for held in known.iter().filter(|held| held.sources.len() == 1) {
            if let Ok(moved) = moves::withdraw(held, &query.no.to_string(), by) {
                put_item(tx, &moved, calendar)?;
            }
        }
        return Ok(());
    }
    let mut listed = known
        .iter()
        .filter(|held| held.state != HeldState::Withdrawn)
        .peekable();
    if listed.peek().is_some() {
        return listed
            .filter(|held| held.sources.len() == 1)
            .try_for_each(|held| redeclare(tx, held, followed, calendar, by));
    }
    let declared = declared(tx.reader(), &query.basis)?;
    let period = use_period(followed, declared).map_err(refused)?;
    let (login, name) = custodian(tx.reader(), query)?;
    let origin = Origin::Register;
    if let Some(mut held) = from_query(query, (&login, &name), &period, origin, by) {
        held.no.serial = store::held::next_serial(tx.reader(), held.no.period)?;
        put_item(tx, &held, calendar)?;
    }
    Ok(())
}

fn delete_by(query: &Query) -> Option<NaiveDate> {
    query.answer.as_ref().and_then(|answer| answer.delete_by)
}

/// What is declared for the basis, or what the person says; without either nothing is listed (11(2)2).
fn use_period(
    followed: &Followed<'_>,
    declared: Option<UsePeriod>,
) -> Result<UsePeriod, Vec<RetentionRefusal>> {
    let words = free_text(followed.use_basis);
    let day = delete_by(followed.next);
    let Some(declared) = declared else {
        let missing: Vec<RetentionRefusal> = [
            (day.is_none(), RetentionField::UseUntil),
            (words.is_empty(), RetentionField::UseBasis),
        ]
        .into_iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, field)| RetentionRefusal::Missing(field))
        .collect();
        return if missing.is_empty() {
            Ok(UsePeriod {
                span: ASSUMED_USE,
                words,
            })
        } else {
            Err(missing)
        };
    };
    let usual = declared.span.after(followed.next.asked_on);
    let is_later = day.zip(usual).is_some_and(|(day, usual)| day > usual);
    match (words.is_empty(), is_later) {
        (true, true) => Err(vec![RetentionRefusal::Missing(RetentionField::UseBasis)]),
        (true, false) => Ok(declared),
        (false, _) => Ok(UsePeriod { words, ..declared }),
    }
}

/// A corrected day is the item's declared one while it is in use.
fn redeclare(
    tx: &mut WriteTx<'_>,
    held: &Held,
    followed: &Followed<'_>,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<(), AppError> {
    let day = delete_by(followed.next);
    let Some(until) = day.filter(|_day| day != delete_by(followed.before)) else {
        return Ok(());
    };
    // Whose hands it has left follows it no more.
    if moves::check(held, HeldStep::Declare, by.clerk, by.now.day()).is_err() {
        return Ok(());
    }
    let moved = moves::declare(held, until, followed.use_basis, by).map_err(refused)?;
    put_item(tx, &moved, calendar)
}

/// Lists what registrations after a row id hold and no item names yet; returns how many items that made.
pub(in crate::app) fn list_unlisted(
    tx: &mut WriteTx<'_>,
    after: i64,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<u64, AppError> {
    let period = Period::of(by.now.day()).unwrap_or_default();
    let mut serial = store::held::next_serial(tx.reader(), period)?;
    let mut last = after;
    let mut count = 0_u64;
    let declared = store::kept::use_periods(tx.reader())?;
    loop {
        let stored = store::held::unlisted(tx.reader(), last, AT_A_TIME)?;
        let Some(end) = stored.last().map(|stored| stored.id) else {
            return Ok(count);
        };
        last = end;
        let mut items = Vec::new();
        for stored in &stored {
            let query = &stored.query;
            let own = declared.iter().find(|row| row.basis == query.basis);
            let assumed = UsePeriod {
                span: ASSUMED_USE,
                words: String::new(),
            };
            let period = own.map_or(&assumed, |row| &row.period);
            let (login, name) = custodian(tx.reader(), query)?;
            let origin = Origin::TakenOver;
            if let Some(mut held) = from_query(query, (&login, &name), period, origin, by) {
                held.no.serial = serial;
                serial = serial.saturating_add(1);
                items.push(held);
            }
        }
        count = count.saturating_add(store::held::put_many::<AppError>(
            tx,
            items.into_iter(),
            |connection, held| {
                if let Some(row) = due_row(held, calendar) {
                    store::due::put_with(connection, &row)?;
                }
                Ok(())
            },
        )?);
    }
}

impl Office {
    /// An item entered by hand, in the hands of whoever enters it.
    pub(super) fn enter_item(&mut self, draft: &HeldDraft) -> Result<Done, AppError> {
        let acting: Acting = self.acting("retention.enter")?;
        let calendar = self.calendar.clone();
        for no in &draft.sources {
            self.query(no)?;
        }
        let mut held = enter(draft, acting.by()).map_err(refused)?;
        self.write(acting.role, |tx| {
            held.no.serial = store::held::next_serial(tx.reader(), held.no.period)?;
            put_item(tx, &held, &calendar)?;
            Ok(Event::Retention(RetentionEvent::Listed { no: held.no }))
        })
    }

    /// What an older store holds: registrations with output, logs, registers and signed months, once after its
    /// migration, by whoever opens it first.
    pub(in crate::app) fn take_over(&mut self) -> Result<(), AppError> {
        if self.lost_tail().is_some() || !store::held::is_take_over_due(self.store.reader())? {
            return Ok(());
        }
        let acting = Acting {
            clerk: self.me.clone(),
            role: self.any_role(),
            now: self.now(),
        };
        let calendar = self.calendar.clone();
        let mut tx = self.store.write()?;
        // Another process may have been faster.
        if !store::held::is_take_over_due(tx.reader())? {
            return Ok(());
        }
        let items = list_unlisted(&mut tx, 0, &calendar, acting.by())?;
        let records = keep_what_is_there(&mut tx, acting.by())?;
        store::held::note_taken_over(&tx)?;
        let event = Event::Retention(RetentionEvent::TakenOver { items, records });
        self.enter(tx, acting.role, acting.now, event)?;
        Ok(())
    }
}

/// Logs, registers and signed months from before.
fn keep_what_is_there(tx: &mut WriteTx<'_>, by: By<'_>) -> Result<u64, AppError> {
    let mut records: Vec<(KeptClass, String, NaiveDate, String)> = Vec::new();
    for log in store::log::kept_files(tx.reader())? {
        let day = log.period.last_day().max(log.imported_on);
        let name = super::keep::log_record(log.period, log.id);
        records.push((KeptClass::Log, name, day, log.sha256));
    }
    for period in store::register::periods(tx.reader())? {
        let name = period.to_string();
        records.push((KeptClass::Register, name, period.last_day(), String::new()));
    }
    for (record, signed_on) in store::checks::signed_records(tx.reader())? {
        records.push((KeptClass::CheckRecord, record, signed_on, String::new()));
    }
    let count = u64::try_from(records.len()).unwrap_or(u64::MAX);
    for (class, record, starts_on, sha256) in records {
        super::keep(tx, (class, &record), starts_on, &sha256, by)?;
    }
    Ok(count)
}
