//! What 期限 shows: a page of what is due, one record with its versions, records of five years, counts.

use chrono::{Datelike, Days, NaiveDate};

use super::{Office, UsePeriodRow};
use crate::app::AppError;
use crate::domain::deadline::Deadline;
use crate::domain::ids::Period;
use crate::domain::refusal::Refusal;
use crate::domain::retention::certificate::{CertState, Certificate};
use crate::domain::retention::kept::{Kept, KeptClass};
use crate::domain::retention::{Held, HeldState, RecordKind, RecordNo};
use crate::store;
use crate::store::due::{DueCounts, DueFilter, DueRow};
use crate::store::held::Tombstone;
use crate::store::kept::KeptPlace;

/// Which lines the list wants; empty: all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueAsked {
    pub state: String,
    pub medium: String,
    pub custodian: String,
    /// Weeks after this one in which 建議完成日 lies; `None`: any.
    pub week: Option<u32>,
    pub search: String,
}

/// Not a state, but what a list may be narrowed to like one.
pub const ON_HOLD: &str = "on_hold";

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DuePlace {
    Top,
    Bottom,
    /// From this number on, itself included.
    From(String),
    UpTo(String),
}

/// A line of the list: an item, or a certificate with something still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueLine {
    Item(Box<Held>, Deadline),
    Certificate(Box<Certificate>, Deadline),
}

impl DueLine {
    pub fn no(&self) -> RecordNo {
        match self {
            DueLine::Item(held, _) => held.no,
            DueLine::Certificate(certificate, _) => certificate.no,
        }
    }

    /// The login of whoever holds the item, or carried out the deletion.
    pub fn person(&self) -> &str {
        match self {
            DueLine::Item(held, _) => &held.custodian,
            DueLine::Certificate(found, _) => &found.executed_by,
        }
    }

    /// A deletion that another person is to verify (11(3)).
    pub fn waits_for_another(&self) -> bool {
        matches!(self, DueLine::Certificate(found, _) if found.state == CertState::Signed)
    }

    pub fn deadline(&self) -> Deadline {
        match self {
            DueLine::Item(_, deadline) | DueLine::Certificate(_, deadline) => *deadline,
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuePage {
    pub lines: Vec<DueLine>,
    pub has_before: bool,
    pub has_after: bool,
    /// None where they are too many to count.
    pub total: Option<u64>,
}

/// An item with its deadline, its versions, its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSheet {
    pub held: Held,
    pub deadline: Option<Deadline>,
    /// Newest first.
    pub versions: Vec<Held>,
    pub certificate: Option<Certificate>,
}

/// A record that is kept, with its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSheet {
    pub kept: Kept,
    pub versions: Vec<Kept>,
}

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

impl Office {
    /// Whose items this person sees: empty for everybody's.
    fn own_items(&self) -> String {
        if self.sees_all_items() {
            String::new()
        } else {
            self.me.login.to_string()
        }
    }

    fn due_filter(&self, asked: &DueAsked) -> DueFilter {
        let own = self.own_items();
        let monday = monday_of(self.now().day());
        let day = |weeks: u32, days: u64| {
            let days = u64::from(weeks).saturating_mul(7).saturating_add(days);
            monday.checked_add_days(Days::new(days))
        };
        let is_on_hold = asked.state == ON_HOLD;
        DueFilter {
            is_on_hold,
            state: if is_on_hold {
                String::new()
            } else {
                asked.state.clone()
            },
            medium: asked.medium.clone(),
            custodian: if own.is_empty() {
                asked.custodian.clone()
            } else {
                own
            },
            // What is overdue counts in this week.
            from: asked
                .week
                .filter(|week| *week > 0)
                .and_then(|week| day(week, 0)),
            until: asked.week.and_then(|week| day(week, 6)),
            search: asked.search.trim().to_owned(),
            ..DueFilter::default()
        }
    }

    /// What is held and due, by 建議完成日; a page from a number, up to one, at the top or at the end.
    pub fn due_page(
        &mut self,
        asked: &DueAsked,
        page: &DuePlace,
        limit: usize,
    ) -> Result<DuePage, AppError> {
        self.allow("list.retention")?;
        let reader = self.store.reader();
        let filter = self.due_filter(asked);
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let more = limit.saturating_add(1);
        let place = |no: &str| -> Result<(String, String), AppError> {
            let row = store::due::get(reader, no)?;
            Ok(row.map_or((String::new(), String::new()), |row| {
                (row.deadline.advised_on.to_string(), row.no)
            }))
        };
        let (mut rows, is_forward, is_at_edge) = match page {
            DuePlace::Top => {
                let rows = store::due::page(reader, &filter, (("", ""), true), more)?;
                (rows, true, true)
            }
            DuePlace::From(no) => {
                let (day, no) = place(no)?;
                let rows = store::due::page(reader, &filter, ((&day, &no), true), more)?;
                (rows, true, false)
            }
            DuePlace::Bottom => {
                let last = ("\u{10ffff}", "\u{10ffff}");
                let rows = store::due::page(reader, &filter, (last, false), more)?;
                (rows, false, true)
            }
            DuePlace::UpTo(no) => {
                let (day, no) = place(no)?;
                let rows = store::due::page(reader, &filter, ((&day, &no), false), more)?;
                (rows, false, false)
            }
        };
        let has_more = u32::try_from(rows.len()).unwrap_or(u32::MAX) > limit;
        if has_more && is_forward {
            rows.pop();
        } else if has_more {
            rows.remove(0);
        }
        let (has_before, has_after) = if is_forward {
            let before = !is_at_edge && self.is_beyond(&filter, rows.first(), false)?;
            (before, has_more)
        } else {
            let after = !is_at_edge && self.is_beyond(&filter, rows.last(), true)?;
            (has_more, after)
        };
        let mut lines = Vec::new();
        for row in rows {
            lines.extend(self.due_line(&row)?);
        }
        Ok(DuePage {
            lines,
            has_before,
            has_after,
            total: store::due::count_of(reader, &filter)?,
        })
    }

    /// Whether there are lines before or after a row.
    fn is_beyond(
        &self,
        filter: &DueFilter,
        row: Option<&DueRow>,
        is_after: bool,
    ) -> Result<bool, AppError> {
        let Some(row) = row else {
            return Ok(false);
        };
        let day = row.deadline.advised_on.to_string();
        let place = ((day.as_str(), row.no.as_str()), is_after);
        let rows = store::due::page(self.store.reader(), filter, place, 2)?;
        Ok(rows.len() > 1)
    }

    fn due_line(&self, row: &DueRow) -> Result<Option<DueLine>, AppError> {
        let Ok(no) = row.no.parse::<RecordNo>() else {
            return Ok(None);
        };
        let reader = self.store.reader();
        Ok(match no.kind {
            RecordKind::Held => store::held::get(reader, no)?
                .map(|held| DueLine::Item(Box::new(held), row.deadline)),
            RecordKind::Certificate => store::deletions::get(reader, no)?
                .map(|found| DueLine::Certificate(Box::new(found), row.deadline)),
            RecordKind::Notice => None,
        })
    }

    /// Lines of a filter, soonest first, without those on hold.
    pub(in crate::app) fn due_lines(
        &self,
        filter: &DueFilter,
        limit: u32,
    ) -> Result<Vec<DueLine>, AppError> {
        let filter = DueFilter {
            is_counting: true,
            ..filter.clone()
        };
        let rows = store::due::page(self.store.reader(), &filter, (("", ""), true), limit)?;
        let mut lines = Vec::new();
        for row in &rows {
            lines.extend(self.due_line(row)?);
        }
        Ok(lines)
    }

    /// Items by number, in whatever state, with when they are due while they are open.
    pub fn list_retention(
        &mut self,
        period: Option<Period>,
        limit: u32,
    ) -> Result<Vec<(Held, Option<Deadline>)>, AppError> {
        self.allow("list.retention")?;
        let own = self.own_items();
        let found = store::held::numbered(self.store.reader(), period, &own, limit)?;
        let deadline = |held: &Held| {
            let ends_on = held.ends_on.filter(|_day| held.is_open())?;
            Some(Deadline::of(ends_on, &self.calendar))
        };
        Ok(found
            .into_iter()
            .map(|held| {
                let deadline = deadline(&held);
                (held, deadline)
            })
            .collect())
    }

    /// How much is due when, of what this person sees.
    pub fn due_counts(&self) -> Result<DueCounts, AppError> {
        let own = self.own_items();
        let today = self.now().day();
        Ok(store::due::counts(self.store.reader(), &own, today)?)
    }

    /// How much falls due in each of the next weeks.
    pub fn due_weeks(&self, count: u32) -> Result<Vec<u64>, AppError> {
        let monday = monday_of(self.now().day());
        let own = self.own_items();
        Ok(store::due::weeks(self.store.reader(), &own, monday, count)?)
    }

    /// An item as its sheet shows it. Another's item is no record for whoever sees only his own.
    pub fn held_sheet(&self, no: RecordNo) -> Result<HeldSheet, AppError> {
        let reader = self.store.reader();
        let held = store::held::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
        if !self.sees_all_items() && held.custodian != self.me.login.as_str() {
            return Err(Refusal::NoSuchRecord.into());
        }
        let ends_on = held.ends_on.filter(|_day| held.is_open());
        Ok(HeldSheet {
            deadline: ends_on.map(|ends_on| Deadline::of(ends_on, &self.calendar)),
            versions: store::held::versions(reader, no)?,
            certificate: match held.certificate {
                Some(certificate) => store::deletions::get(reader, certificate)?,
                None => None,
            },
            held,
        })
    }

    /// A certificate with its versions, newest first.
    pub fn certificate(&self, no: RecordNo) -> Result<(Certificate, Vec<Certificate>), AppError> {
        let reader = self.store.reader();
        let found = store::deletions::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
        if !self.sees_all_items() && found.executed_by != self.me.login.as_str() {
            return Err(Refusal::NoSuchRecord.into());
        }
        Ok((found, store::deletions::versions(reader, no)?))
    }

    /// The items of this person that stand as this one does and could go into the same certificate, itself first.
    pub fn deletable_with(&self, held: &Held, same_case: bool) -> Result<Vec<Held>, AppError> {
        let filter = DueFilter {
            state: held.state.code().to_owned(),
            medium: held.medium.code().to_owned(),
            custodian: held.custodian.clone(),
            ..DueFilter::default()
        };
        let reader = self.store.reader();
        let rows = store::due::page(reader, &filter, (("", ""), true), MOST_TOGETHER)?;
        let mut found = vec![held.clone()];
        for row in rows.iter().filter(|row| !row.is_on_hold) {
            let Ok(no) = row.no.parse::<RecordNo>() else {
                continue;
            };
            if no == held.no || no.kind != RecordKind::Held {
                continue;
            }
            if let Some(other) = store::held::get(reader, no)?
                && (!same_case || other.case_no == held.case_no)
            {
                found.push(other);
            }
        }
        Ok(found)
    }

    /// What is done with, the latest first.
    pub fn closed_items(
        &mut self,
        state: Option<HeldState>,
        before: Option<&Held>,
        limit: u32,
    ) -> Result<Vec<Held>, AppError> {
        self.allow("list.retention")?;
        let place = before.map(|held| (held.changed_at.iso(), held.no.to_string()));
        let place = place.as_ref().map(|(at, no)| (at.as_str(), no.as_str()));
        let own = self.own_items();
        let reader = self.store.reader();
        Ok(store::held::closed(reader, (state, &own), place, limit)?)
    }

    /// Records that are kept, by their last day.
    pub fn kept_page(
        &mut self,
        class: Option<KeptClass>,
        place: (&KeptPlace, bool),
        limit: u32,
    ) -> Result<Vec<Kept>, AppError> {
        self.allow("list.retention")?;
        Ok(store::kept::page(self.store.reader(), class, place, limit)?)
    }

    pub fn kept_count(&self, class: Option<KeptClass>) -> Result<u64, AppError> {
        Ok(store::kept::count(self.store.reader(), class)?)
    }

    pub fn kept_sheet(&self, class: KeptClass, record: &str) -> Result<KeptSheet, AppError> {
        let reader = self.store.reader();
        Ok(KeptSheet {
            kept: store::kept::get(reader, class, record)?.ok_or(Refusal::NoSuchRecord)?,
            versions: store::kept::versions(reader, class, record)?,
        })
    }

    /// Logins of those who keep something.
    pub fn custodians(&self) -> Result<Vec<String>, AppError> {
        Ok(store::due::custodians(self.store.reader())?)
    }

    /// The declared use periods.
    pub fn use_periods(&self) -> Result<Vec<UsePeriodRow>, AppError> {
        Ok(store::kept::use_periods(self.store.reader())?)
    }

    /// The use period that this person last said under a basis, counted from a day; none where one is declared.
    pub fn last_use(
        &self,
        basis: &str,
        from: NaiveDate,
    ) -> Result<Option<(NaiveDate, String)>, AppError> {
        if self.use_periods()?.iter().any(|row| row.basis == basis) {
            return Ok(None);
        }
        let me = self.me.login.as_str();
        let last = store::held::last_declared(self.store.reader(), me, basis)?;
        Ok(last.and_then(|held| {
            let length = held.use_until?.signed_duration_since(held.obtained_on);
            Some((from.checked_add_signed(length)?, held.use_basis))
        }))
    }

    /// Where this person last deleted.
    pub fn last_deletion_place(&self) -> Result<Option<String>, AppError> {
        let login = self.me.login.as_str();
        Ok(store::deletions::last_place(self.store.reader(), login)?)
    }

    /// What stays of the items of a certificate.
    pub fn tombstones(&self, certificate: RecordNo) -> Result<Vec<Tombstone>, AppError> {
        Ok(store::held::tombstones(self.store.reader(), certificate)?)
    }
}

/// Items that go into one certificate at most.
const MOST_TOGETHER: u32 = 200;
