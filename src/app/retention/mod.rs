//! 期限: held items go on by their moves, are deleted with a certificate; what must be kept is listed with its floor.
//! What may be is the domain's; who, when, the numbers and the office calendar are told here.

mod deletion;
mod keep;
mod listing;
mod notices;
mod paper;
#[cfg(test)]
mod paper_tests;
mod reads;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{AppError, Done, Office, Work};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadline;
use crate::domain::event::Event;
use crate::domain::ids::Login;
use crate::domain::people::{Clerk, Role};
use crate::domain::refusal::Refusal;
use crate::domain::retention::certificate::{Certificate, CertificateDraft, ScopePlace};
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::{KeptClass, KeptStep};
use crate::domain::retention::listing::{HeldDraft, UsePeriod};
use crate::domain::retention::moves::{self, By};
use crate::domain::retention::notice::NoticeDraft;
use crate::domain::retention::{Held, HeldState, HoldCause, RecordNo, RetentionRefusal};
use crate::domain::span::Span;
use crate::store::due::{DueFilter, DueRow, Tally, TallyBy};
use crate::store::{self, Reader, WriteTx};

pub use crate::store::due::DueCounts;
pub use crate::store::held::Tombstone;
pub use crate::store::kept::{KeptPlace, UsePeriodRow};
pub(super) use keep::{keep, keep_month, log_record, refit};
pub(super) use listing::{Followed, follow_query, list_unlisted};
pub use reads::{DueAsked, DueLine, DuePage, DuePlace, HeldSheet, KeptSheet, ON_HOLD, monday_of};

/// A change of law or need, for all open items of a basis or of a query item (11(2)3); one of the two is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LawScope {
    pub basis: String,
    pub item: String,
}

/// How many items a change of law makes due, and how many a statute keeps out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LawCounts {
    pub in_use: u32,
    pub to_confirm: u32,
    pub to_delete: u32,
    pub statutory: u32,
    /// Of the first three: on hold, due all the same.
    pub on_hold: u32,
}

impl LawCounts {
    pub fn moved(self) -> u32 {
        self.in_use
            .saturating_add(self.to_confirm)
            .saturating_add(self.to_delete)
    }
}

/// What can be done in 期限. A version is the one that was read: another in force is refused as stale.
#[derive(Debug, Clone)]
pub enum RetentionCommand {
    /// An item entered by hand.
    Enter(Box<HeldDraft>),
    /// 申報使用期限, of an item.
    Declare {
        no: RecordNo,
        version: u32,
        until: NaiveDate,
        words: String,
    },
    /// 使用完竣, and perhaps at once 無保存必要.
    Complete {
        no: RecordNo,
        version: u32,
        completed_on: NaiveDate,
        unneeded_on: Option<NaiveDate>,
    },
    Confirm {
        no: RecordNo,
        version: u32,
        unneeded_on: NaiveDate,
    },
    Statute {
        no: RecordNo,
        version: u32,
        citation: String,
        from: NaiveDate,
        span: Span,
    },
    Lapse {
        no: RecordNo,
        version: u32,
    },
    ChangeLaw {
        scope: LawScope,
        event_on: NaiveDate,
        reason: String,
        /// What the question said; another count is stale.
        counts: LawCounts,
    },
    Archive {
        no: RecordNo,
        version: u32,
        reference: String,
    },
    Hold {
        no: RecordNo,
        version: u32,
        cause: HoldCause,
        reason: String,
    },
    Release {
        no: RecordNo,
        version: u32,
        reason: String,
    },
    Assign {
        no: RecordNo,
        version: u32,
        to: Login,
    },
    /// 刪除 of items with the versions that were read.
    Delete {
        items: Vec<(RecordNo, u32)>,
        draft: Box<CertificateDraft>,
    },
    Verify {
        no: RecordNo,
        version: u32,
        how: String,
    },
    Refuse {
        no: RecordNo,
        version: u32,
        reason: String,
    },
    Clear {
        no: RecordNo,
        version: u32,
        place: ScopePlace,
        on: NaiveDate,
        how: String,
    },
    Except {
        no: RecordNo,
        version: u32,
        reason: String,
    },
    /// A record that is kept goes on.
    Keep {
        class: KeptClass,
        record: String,
        version: u32,
        step: KeptStep,
        reason: String,
        cause: Option<HoldCause>,
    },
    /// 窗口異動 (point 7).
    RecordNotice(Box<NoticeDraft>),
    /// The bureau was told.
    SendNotice {
        no: RecordNo,
        version: u32,
        on: NaiveDate,
        letter_no: String,
    },
    /// 使用期限及其依據 of a legal basis.
    SetUsePeriod {
        basis: String,
        period: UsePeriod,
    },
}

/// Who acts, by reference to a session's own copy.
struct Acting {
    clerk: Clerk,
    role: Role,
    now: crate::domain::moment::Moment,
}

impl Acting {
    fn by(&self) -> By<'_> {
        By {
            clerk: &self.clerk,
            role: self.role,
            now: self.now,
        }
    }
}

fn refused(whys: Vec<RetentionRefusal>) -> AppError {
    Refusal::Retention(whys).into()
}

impl Office {
    pub(super) fn execute_retention(
        &mut self,
        command: RetentionCommand,
    ) -> Result<Done, AppError> {
        use RetentionCommand as C;
        match command {
            C::Enter(draft) => self.enter_item(&draft),
            C::Declare {
                no,
                version,
                until,
                words,
            } => self.move_item("retention.enter", (no, version), |held, by| {
                moves::declare(held, until, &words, by)
            }),
            C::Complete {
                no,
                version,
                completed_on,
                unneeded_on,
            } => self.move_item("retention.keep", (no, version), |held, by| {
                moves::complete(held, completed_on, unneeded_on, by)
            }),
            C::Confirm {
                no,
                version,
                unneeded_on,
            } => self.move_item("retention.keep", (no, version), |held, by| {
                moves::confirm(held, unneeded_on, by)
            }),
            C::Statute {
                no,
                version,
                citation,
                from,
                span,
            } => self.move_item("retention.enter", (no, version), |held, by| {
                moves::apply_statute(held, &citation, (from, span), by)
            }),
            C::Lapse { no, version } => {
                self.move_item("retention.enter", (no, version), moves::lapse)
            }
            C::Archive {
                no,
                version,
                reference,
            } => self.move_item("retention.enter", (no, version), |held, by| {
                moves::archive(held, &reference, by)
            }),
            C::Hold {
                no,
                version,
                cause,
                reason,
            } => self.move_item("retention.oversee", (no, version), |held, by| {
                moves::hold(held, cause, &reason, by)
            }),
            C::Release {
                no,
                version,
                reason,
            } => self.move_item("retention.oversee", (no, version), |held, by| {
                moves::release(held, &reason, by)
            }),
            C::Assign { no, version, to } => self.assign_item((no, version), &to),
            other => self.execute_proof(other),
        }
    }

    /// What is not a move of one item: law, certificates, records, settings.
    fn execute_proof(&mut self, command: RetentionCommand) -> Result<Done, AppError> {
        use RetentionCommand as C;
        match command {
            C::ChangeLaw {
                scope,
                event_on,
                reason,
                counts,
            } => self.change_law(&scope, event_on, &reason, counts),
            C::Delete { items, draft } => self.delete_items(&items, *draft),
            C::Verify { no, version, how } => self.verify_deletion((no, version), &how),
            C::Refuse {
                no,
                version,
                reason,
            } => self.refuse_deletion((no, version), &reason),
            C::Clear {
                no,
                version,
                place,
                on,
                how,
            } => self.clear_line((no, version), place, (on, &how)),
            C::Except {
                no,
                version,
                reason,
            } => self.except_lines((no, version), &reason),
            C::Keep {
                class,
                record,
                version,
                step,
                reason,
                cause,
            } => self.step_kept((class, &record, version), step, (&reason, cause)),
            C::RecordNotice(draft) => self.record_notice(&draft),
            C::SendNotice {
                no,
                version,
                on,
                letter_no,
            } => self.send_notice((no, version), on, &letter_no),
            C::SetUsePeriod { basis, period } => self.set_use_period(&basis, period),
            C::Enter(_)
            | C::Declare { .. }
            | C::Complete { .. }
            | C::Confirm { .. }
            | C::Statute { .. }
            | C::Lapse { .. }
            | C::Archive { .. }
            | C::Hold { .. }
            | C::Release { .. }
            | C::Assign { .. } => Err(Refusal::Stale.into()),
        }
    }

    fn acting(&mut self, command: &'static str) -> Result<Acting, AppError> {
        let role = self.allow(command)?;
        Ok(Acting {
            clerk: self.me.clone(),
            role,
            now: self.now(),
        })
    }

    /// One move of one item.
    fn move_item(
        &mut self,
        command: &'static str,
        (no, version): (RecordNo, u32),
        step: impl FnOnce(&Held, By<'_>) -> Result<Held, Vec<RetentionRefusal>>,
    ) -> Result<Done, AppError> {
        let acting = self.acting(command)?;
        let calendar = self.calendar.clone();
        let sees_all = self.sees_all_items();
        self.write(acting.role, |tx| {
            let held = item_in_force(tx.reader(), no, version)?;
            if !sees_all && held.custodian != acting.clerk.login.as_str() {
                return Err(Refusal::NoSuchRecord.into());
            }
            let moved = step(&held, acting.by()).map_err(refused)?;
            put_item(tx, &moved, &calendar)?;
            Ok(moved_event(&moved))
        })
    }

    fn assign_item(&mut self, about: (RecordNo, u32), to: &Login) -> Result<Done, AppError> {
        let clerk = store::clerks::get(self.store.reader(), to)?.ok_or(Refusal::NoSuchRecord)?;
        self.move_item("retention.oversee", about, |held, by| {
            moves::assign(held, &clerk, by)
        })
    }

    /// Managers and supervisors see every item, others their own.
    pub fn sees_all_items(&self) -> bool {
        self.me.roles.any_of(&[Role::Manager, Role::Supervisor])
    }

    /// How many items a change of law would make due, by each legal basis and by each query item that has some.
    pub fn law_scopes(&self) -> Result<Vec<(LawScope, LawCounts)>, AppError> {
        let mut found = Vec::new();
        for by in [TallyBy::Basis, TallyBy::Item] {
            let tallies = store::due::tallies(self.store.reader(), by)?;
            let keys: BTreeSet<&String> = tallies.iter().map(|tally| &tally.key).collect();
            for key in keys {
                let scope = match by {
                    TallyBy::Basis => LawScope {
                        basis: key.clone(),
                        ..LawScope::default()
                    },
                    TallyBy::Item => LawScope {
                        item: key.clone(),
                        ..LawScope::default()
                    },
                };
                let own = tallies.iter().filter(|tally| tally.key == *key);
                found.push((scope, counted(own)));
            }
        }
        Ok(found)
    }

    /// 11(2)3: all open items of a basis or item at once, except those under a statutory period.
    fn change_law(
        &mut self,
        scope: &LawScope,
        event_on: NaiveDate,
        reason: &str,
        counts: LawCounts,
    ) -> Result<Done, AppError> {
        let acting = self.acting("retention.law")?;
        let calendar = self.calendar.clone();
        self.write(acting.role, |tx| {
            let found = law_counts(tx.reader(), scope)?;
            if found != counts {
                return Err(Refusal::Stale.into());
            }
            if found.moved() == 0 {
                return Err(refused(vec![RetentionRefusal::NothingOpen]));
            }
            for no in law_items(tx.reader(), scope)? {
                let held = store::held::get(tx.reader(), no)?.ok_or(Refusal::Stale)?;
                let moved = moves::change_law(&held, event_on, reason, acting.by());
                put_item(tx, &moved.map_err(refused)?, &calendar)?;
            }
            Ok(Event::Retention(RetentionEvent::LawChanged {
                basis: scope.basis.clone(),
                item: scope.item.clone(),
                moved: found.moved(),
                statutory: found.statutory,
            }))
        })
    }

    fn set_use_period(&mut self, basis: &str, period: UsePeriod) -> Result<Done, AppError> {
        let acting = self.acting("use_period.set")?;
        let words = crate::domain::normal::free_text(&period.words);
        let (count, _unit) = period.span.parts();
        if words.is_empty() || count == 0 {
            return Err(Refusal::Form { field: "words" }.into());
        }
        let row = UsePeriodRow {
            basis: basis.to_owned(),
            period: UsePeriod {
                words,
                span: period.span,
            },
            by: acting.clerk.login.to_string(),
            at: acting.now,
        };
        let calendar = self.calendar.clone();
        self.write(acting.role, |tx| {
            store::kept::put_use_period(tx, &row)?;
            settle_items(tx, &row, &calendar, acting.by())?;
            Ok(Event::Retention(RetentionEvent::UsePeriodSet {
                basis: row.basis.clone(),
            }))
        })
    }
}

/// Open items of the basis that have only the assumption take the period that was declared.
fn settle_items(
    tx: &mut WriteTx<'_>,
    row: &UsePeriodRow,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<(), AppError> {
    for state in [HeldState::InUse, HeldState::ToConfirm] {
        let filter = DueFilter {
            state: state.code().to_owned(),
            basis: row.basis.clone(),
            ..DueFilter::default()
        };
        for due in store::due::page(tx.reader(), &filter, (("", ""), true), u32::MAX)? {
            let Ok(no) = due.no.parse::<RecordNo>() else {
                continue;
            };
            let held = store::held::get(tx.reader(), no)?.ok_or(Refusal::Stale)?;
            if held.use_basis.is_empty() {
                let settled = moves::settle(&held, &row.period, by).map_err(refused)?;
                put_item(tx, &settled, calendar)?;
            }
        }
    }
    Ok(())
}

/// Numbers of the open items that a change of law makes due.
fn law_items(reader: Reader<'_>, scope: &LawScope) -> Result<Vec<RecordNo>, AppError> {
    let mut found = Vec::new();
    for state in ["in_use", "to_confirm", "to_delete"] {
        let filter = DueFilter {
            state: state.to_owned(),
            basis: scope.basis.clone(),
            item: scope.item.clone(),
            ..DueFilter::default()
        };
        let rows = store::due::page(reader, &filter, (("", ""), true), u32::MAX)?;
        found.extend(
            rows.iter()
                .filter_map(|row| row.no.parse::<RecordNo>().ok()),
        );
    }
    found.sort_unstable();
    Ok(found)
}

fn law_counts(reader: Reader<'_>, scope: &LawScope) -> Result<LawCounts, AppError> {
    let (by, key) = match (scope.basis.as_str(), scope.item.as_str()) {
        ("", "") => return Ok(LawCounts::default()),
        ("", item) => (TallyBy::Item, item),
        (basis, _) => (TallyBy::Basis, basis),
    };
    let tallies = store::due::tallies(reader, by)?;
    Ok(counted(tallies.iter().filter(|tally| tally.key == key)))
}

/// How many a change of law moves, and how many a statute keeps.
fn counted<'a>(tallies: impl Iterator<Item = &'a Tally>) -> LawCounts {
    let mut counts = LawCounts::default();
    for tally in tallies {
        let count = u32::try_from(tally.count).unwrap_or(u32::MAX);
        let place = match tally.state.parse() {
            Ok(HeldState::InUse) => &mut counts.in_use,
            Ok(HeldState::ToConfirm) => &mut counts.to_confirm,
            Ok(HeldState::ToDelete) => &mut counts.to_delete,
            Ok(HeldState::Statutory) => {
                counts.statutory = counts.statutory.saturating_add(count);
                continue;
            }
            _ => continue,
        };
        *place = place.saturating_add(count);
        if tally.is_on_hold {
            counts.on_hold = counts.on_hold.saturating_add(count);
        }
    }
    counts
}

fn moved_event(held: &Held) -> Event {
    Event::Retention(RetentionEvent::Moved {
        no: held.no,
        version: held.version,
        change: held.change.code(),
        state: held.state.code(),
    })
}

/// The version in force inside the transaction; another than the one that was read is stale.
fn item_in_force(reader: Reader<'_>, no: RecordNo, version: u32) -> Result<Held, AppError> {
    let held = store::held::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
    if held.version == version {
        Ok(held)
    } else {
        Err(Refusal::Stale.into())
    }
}

/// Writes an item and, while it is open, when it is due.
fn put_item(tx: &mut WriteTx<'_>, held: &Held, calendar: &Calendar) -> Result<(), AppError> {
    store::held::put(tx, held)?;
    match due_row(held, calendar) {
        Some(row) => store::due::put(tx, &row)?,
        None => store::due::remove(tx, &held.no.to_string())?,
    }
    Ok(())
}

/// When an open item is due, by the office calendar.
fn due_row(held: &Held, calendar: &Calendar) -> Option<DueRow> {
    let ends_on = held.ends_on.filter(|_day| held.is_open())?;
    Some(DueRow {
        no: held.no.to_string(),
        state: held.state.code().to_owned(),
        is_on_hold: held.hold.is_some(),
        medium: held.medium.code().to_owned(),
        custodian: held.custodian.clone(),
        basis: held.basis.clone(),
        item: held.item.clone(),
        deadline: Deadline::of(ends_on, calendar),
    })
}

/// When a certificate's next step is due.
fn certificate_row(certificate: &Certificate, calendar: &Calendar) -> Option<DueRow> {
    Some(DueRow {
        no: certificate.no.to_string(),
        state: certificate.state.code().to_owned(),
        is_on_hold: false,
        medium: certificate.medium.code().to_owned(),
        custodian: certificate.executed_by.clone(),
        basis: String::new(),
        item: String::new(),
        deadline: Deadline::of(certificate.ends_on()?, calendar),
    })
}

/// A changed calendar: every stored deadline gets its days anew, in the same transaction. Returns how many moved.
pub(super) fn recount(
    tx: &WriteTx<'_>,
    calendar: &Calendar,
    work: Work<'_>,
) -> Result<u64, AppError> {
    let total = store::due::count(tx.reader())?;
    let mut done = 0_u64;
    store::due::recount(tx, |ends_on| {
        work.at(done, Some(total))?;
        done = done.saturating_add(1);
        let deadline = Deadline::of(ends_on, calendar);
        Ok::<_, AppError>((deadline.rolled_on, deadline.advised_on))
    })
}
