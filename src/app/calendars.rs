//! Office calendars: a year's official file taken whole, days of 停止上班 declared by hand, and what is in force.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::imports::{Taking, read_whole};
use super::{AppError, Done, Office, Work};
use crate::domain::calendar::Calendar;
use crate::domain::event::{CalendarEvent, Event};
use crate::domain::normal::free_text;
use crate::domain::refusal::Refusal;
use crate::import::calendar_csv;
use crate::store::{self, Reader};

pub use crate::store::calendar::{StopDay, YearRow};

/// What an import of a calendar did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarTaken {
    pub year: i32,
    pub rows: usize,
    pub days_off: usize,
    /// Days that are another than before.
    pub changed: Vec<NaiveDate>,
    pub encoding: &'static str,
    pub sha256: String,
    /// The version that it is, or would be.
    pub version: u32,
    /// The very file is in force already; nothing was done.
    pub is_known: bool,
    /// Stored deadlines that have other days now.
    pub moved: u64,
}

/// A year of the calendar as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearInForce {
    pub year: i32,
    pub days_off: usize,
    /// None: it came with the program.
    pub file: Option<YearRow>,
}

/// The calendars that came with the program, those that were imported in their place, and the declared days.
pub(super) fn in_force(reader: Reader<'_>) -> Result<Calendar, AppError> {
    let mut calendar = Calendar::embedded();
    for row in store::calendar::years(reader)? {
        calendar.set_year(&row.days);
    }
    for stop in store::calendar::stops(reader)? {
        if stop.is_stopped {
            calendar.stop(stop.day);
        }
    }
    Ok(calendar)
}

fn off_days(calendar: &Calendar, year: i32) -> usize {
    days_of(year)
        .filter(|day| !calendar.is_working(*day))
        .count()
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_yo_opt(year, 1).unwrap_or_default();
    first.iter_days().take_while(move |day| day.year() == year)
}

impl Office {
    /// Reads the calendar again after others have written.
    pub(super) fn reload_calendar(&mut self) -> Result<(), AppError> {
        self.calendar = in_force(self.store.reader())?;
        Ok(())
    }

    /// `import calendar`: a year from the official file, whole or not at all.
    pub fn import_calendar(
        &mut self,
        path: &Path,
        taking: &Taking,
        work: Work<'_>,
    ) -> Result<CalendarTaken, AppError> {
        let role = self.allow("import.calendar")?;
        let bytes = read_whole(path, taking, calendar_csv::LARGEST)?;
        let file = calendar_csv::read(&bytes)?;
        let sha256 = data_encoding::HEXLOWER.encode(&file.facts.sha256);
        let mut taken = self.plan_calendar(&file, sha256)?;
        if taking.dry_run || taken.is_known {
            return Ok(taken);
        }
        let name = path.file_name().map(|name| name.to_string_lossy());
        let row = YearRow {
            version: taken.version,
            days: file.days,
            name: name.unwrap_or_default().into_owned(),
            sha256: taken.sha256.clone(),
            encoding: taken.encoding.to_owned(),
            by: self.me.login.to_string(),
            at: self.now(),
        };
        let mut moved = 0;
        self.write(role, |tx| {
            let version = store::calendar::put_year(tx, &row)?;
            let calendar = in_force(tx.reader())?;
            moved = super::retention::recount(tx, &calendar, work)?;
            Ok(Event::Calendar(CalendarEvent::Imported {
                year: row.days.year(),
                version,
                sha256: row.sha256.clone(),
                moved,
            }))
        })?;
        taken.moved = moved;
        self.reload_calendar()?;
        Ok(taken)
    }

    fn plan_calendar(
        &self,
        file: &calendar_csv::CalendarFile,
        sha256: String,
    ) -> Result<CalendarTaken, AppError> {
        let year = file.days.year();
        let before = store::calendar::versions(self.store.reader(), year)?;
        let in_force = before.first();
        let mut next = self.calendar.clone();
        next.set_year(&file.days);
        for stop in store::calendar::stops(self.store.reader())? {
            if stop.is_stopped {
                next.stop(stop.day);
            }
        }
        let differs = |day: &NaiveDate| next.is_working(*day) != self.calendar.is_working(*day);
        Ok(CalendarTaken {
            year,
            rows: file.days.len(),
            days_off: file.days.off_count(),
            changed: days_of(year).filter(differs).collect(),
            encoding: file.facts.encoding.code(),
            is_known: in_force.is_some_and(|row| row.sha256 == sha256),
            version: in_force.map_or(1, |row| row.version.saturating_add(1)),
            sha256,
            moved: 0,
        })
    }

    /// The years that are known, in order.
    pub fn calendar_years(&self) -> Result<Vec<YearInForce>, AppError> {
        let mut files = store::calendar::years(self.store.reader())?;
        let years = self.calendar.years().map(|year| {
            let file = files.iter().position(|row| row.days.year() == year);
            YearInForce {
                year,
                days_off: off_days(&self.calendar, year),
                file: file.map(|place| files.swap_remove(place)),
            }
        });
        Ok(years.collect())
    }

    /// Every version of a year, newest first.
    pub fn calendar_versions(&self, year: i32) -> Result<Vec<YearRow>, AppError> {
        Ok(store::calendar::versions(self.store.reader(), year)?)
    }

    /// Days declared as stopped, newest first, withdrawn ones too.
    pub fn stop_days(&self) -> Result<Vec<StopDay>, AppError> {
        Ok(store::calendar::stops(self.store.reader())?)
    }

    /// 停止上班: a typhoon's day is declared by hand, and its declaration taken back; every deadline is counted anew.
    pub fn declare_stop(
        &mut self,
        day: NaiveDate,
        reason: &str,
        is_stopped: bool,
        work: Work<'_>,
    ) -> Result<Done, AppError> {
        let role = self.allow("calendar.stop")?;
        let reason = free_text(reason);
        if reason.is_empty() {
            return Err(Refusal::Form { field: "reason" }.into());
        }
        let known = store::calendar::stop_of(self.store.reader(), day)?;
        if known.is_some_and(|stop| stop.is_stopped) == is_stopped {
            return Err(Refusal::Stale.into());
        }
        let stop = StopDay {
            day,
            is_stopped,
            reason,
            by: self.me.login.to_string(),
            at: self.now(),
        };
        let done = self.write(role, |tx| {
            store::calendar::put_stop(tx, &stop)?;
            let calendar = in_force(tx.reader())?;
            let moved = super::retention::recount(tx, &calendar, work)?;
            Ok(Event::Calendar(if is_stopped {
                CalendarEvent::Stopped { day, moved }
            } else {
                CalendarEvent::StopWithdrawn { day, moved }
            }))
        })?;
        self.reload_calendar()?;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk_fixture::{NOW, beside, office};
    use crate::domain::people::Role;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sample() -> String {
        std::fs::read_to_string("tests/fixtures/samples/calendar-115.csv").unwrap()
    }

    fn file(dir: &Path, text: &str) -> std::path::PathBuf {
        let path = dir.join("calendar.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn import(keeper: &mut Office, text: &str) -> Result<CalendarTaken, AppError> {
        let path = file(keeper.dir(), text);
        keeper.import_calendar(&path, &Taking::default(), Work::unwatched())
    }

    #[test]
    fn a_revised_year_replaces_the_one_before_and_every_session_counts_by_it() {
        let (dir, mut keeper) = office(Role::Keeper);
        let mut clerk = beside(dir.path(), Role::User, NOW);
        let first = import(&mut keeper, &sample()).unwrap();
        assert_eq!((first.year, first.version, first.rows), (2026, 1, 365));
        assert!(first.changed.is_empty() && !first.is_known);
        let again = import(&mut keeper, &sample()).unwrap();
        assert!(again.is_known);
        // A bridge day is declared in the middle of the year, as in 114.
        let revised = sample().replace("20261224,四,0,", "20261224,四,2,調整放假");
        let second = import(&mut keeper, &revised).unwrap();
        assert_eq!(second.version, 2);
        assert_eq!(second.changed, [day("2026-12-24")]);
        assert!(!keeper.calendar().is_working(day("2026-12-24")));
        assert!(clerk.calendar().is_working(day("2026-12-24")));
        assert!(clerk.changed().unwrap());
        assert!(!clerk.calendar().is_working(day("2026-12-24")));
        let later = beside(dir.path(), Role::User, NOW);
        assert!(!later.calendar().is_working(day("2026-12-24")));
        let versions = keeper.calendar_versions(2026).unwrap();
        assert_eq!(versions.len(), 2);
        assert_eq!(versions[0].days.remark(day("2026-12-24")), "調整放假");
        assert!(keeper.verify(None, |_at| {}).unwrap().ok);
    }

    #[test]
    fn a_dry_run_and_a_bad_file_write_nothing() {
        let (_dir, mut keeper) = office(Role::Keeper);
        let head = keeper.head().unwrap();
        let path = file(keeper.dir(), &sample());
        let taking = Taking {
            dry_run: true,
            ..Taking::default()
        };
        keeper
            .import_calendar(&path, &taking, Work::unwatched())
            .unwrap();
        let bad = sample().replace("20260304,三,0,\r\n", "");
        assert!(matches!(
            import(&mut keeper, &bad),
            Err(AppError::File(crate::import::FileFault::Calendar {
                line: 64,
                ..
            }))
        ));
        assert_eq!(keeper.head().unwrap(), head);
        assert!(keeper.calendar_versions(2026).unwrap().is_empty());
    }

    #[test]
    fn only_the_keeper_imports_and_declares() {
        let (dir, _keeper) = office(Role::Keeper);
        for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
            let mut other = beside(dir.path(), role, NOW);
            let role_refused = |refused: Result<(), AppError>| {
                matches!(refused, Err(AppError::Refused(Refusal::Role { .. })))
            };
            assert!(role_refused(import(&mut other, &sample()).map(drop)));
            let day = day("2026-11-24");
            let stop = other.declare_stop(day, "typhoon", true, Work::unwatched());
            assert!(role_refused(stop.map(drop)));
        }
    }

    #[test]
    fn a_stopped_day_is_off_until_it_is_withdrawn_and_an_import_leaves_it_stopped() {
        let (_dir, mut keeper) = office(Role::Keeper);
        let stopped = day("2026-11-24");
        let declare = |keeper: &mut Office, reason: &str, is_stopped: bool| {
            keeper.declare_stop(stopped, reason, is_stopped, Work::unwatched())
        };
        let refused = declare(&mut keeper, " \n", true);
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::Form { .. }))
        ));
        declare(&mut keeper, "typhoon", true).unwrap();
        assert!(!keeper.calendar().is_working(stopped));
        let twice = declare(&mut keeper, "typhoon", true);
        assert!(matches!(twice, Err(AppError::Refused(Refusal::Stale))));
        import(&mut keeper, &sample()).unwrap();
        assert!(!keeper.calendar().is_working(stopped));
        declare(&mut keeper, "the typhoon turned", false).unwrap();
        assert!(keeper.calendar().is_working(stopped));
        let stops = keeper.stop_days().unwrap();
        assert!(stops.len() == 1 && !stops[0].is_stopped);
        assert!(keeper.verify(None, |_at| {}).unwrap().ok);
    }
}
