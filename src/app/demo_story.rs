//! How a demo store comes to be: its people enrol, two months are checked and signed, one waits, one goes on.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use chrono::NaiveDate;
use secrecy::ExposeSecret;

use super::demo::{DemoCount, DemoOrder, DemoStage, broken};
use super::demo_file::{self, DemoLogin};
use super::demo_held::declare_use_periods;
use super::demo_people::{enrol, login_of, new_passphrase, refused};
use super::demo_reviews;
use super::demo_rows::{MadeUp, moment};
use super::demo_words::{ITEMS, KEEPER, PEOPLE, VOID_REASON};
use super::imports::trouble;
use super::people::{Founder, found};
use super::work::read_ahead;
use super::{
    AppError, AtTheDraw, Clock, ClosingCommand, Command, Office, RegisterCommand, Taking,
    WalkCommand,
};
use crate::domain::basis::Agency;
use crate::domain::calendar::Calendar;
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{Compared, Judgement, Outcome};
use crate::domain::people::{Clerk, Role};

/// Rows of each of the two months that are checked and signed.
const EARLIER_ROWS: u32 = 100;
/// Rows of this month.
const RECENT_ROWS: u32 = 42;
/// The last of this month's rows, whose results are still to come.
const PENDING_ROWS: usize = 3;
/// One of the rows before them that somebody forgot: so many before.
const FORGOTTEN_ROW: usize = 5;
const MINUTE: i64 = 60_000;
/// Pages of an earlier month's printed log.
const PAGES: u32 = 4;

/// Everybody at the desk, each in a session of his own, while the months go by.
pub(super) struct Story<'a> {
    agency: &'a Agency,
    pub(super) calendar: Calendar,
    keeper: Office,
    pub(super) manager: Office,
    checker: Office,
    pub(super) supervisor: Office,
    /// Whoever has just come and holds no account yet.
    pub(super) newcomer: Office,
    pub(super) users: Vec<Office>,
    logins: Vec<DemoLogin>,
    /// When the last thing happened; nothing happens before it, and nothing after now.
    pub(super) at: Moment,
    pub(super) now: Moment,
    tell: &'a mut dyn FnMut(DemoCount),
}

impl<'a> Story<'a> {
    /// The store and its people, on the day on which the first month's log is there: an office owes no check of the
    /// months before, so that nothing is overdue but what the demo means to show.
    pub(super) fn begin(
        order: DemoOrder<'_>,
        agency: &'a Agency,
        calendar: Calendar,
        first: Period,
        tell: &'a mut dyn FnMut(DemoCount),
    ) -> Result<Story<'a>, AppError> {
        let day = calendar.next_working(first.last_day());
        let begins = moment(day, 8 * 3600 + 30 * 60).min(order.now);
        // Whoever only wants people and grants has them from the first month on.
        let at = if order.rows > 0 {
            demo_reviews::last_years_day(order.now.day(), first.first_day(), &calendar)
        } else {
            begins
        };
        let clock = Clock::Fixed(at);
        let passphrase = new_passphrase()?;
        let founder = Founder {
            agency: agency.code.clone(),
            keeper: KEEPER.login.parse().map_err(|_form| broken())?,
            name: KEEPER.name.to_owned(),
            passphrase: passphrase.expose_secret(),
            is_demo: true,
        };
        let mut keeper = found(order.dir, &founder, clock)?.office;
        make_folders(&keeper)?;
        declare_use_periods(&mut keeper, agency)?;
        let mut logins = vec![login_of(&KEEPER, passphrase)?];
        let (mut officers, mut users) = (Vec::new(), Vec::new());
        let of = u64::try_from(PEOPLE.len()).unwrap_or_default();
        for (done, person) in (1..).zip(PEOPLE) {
            let (office, login) = enrol(&mut keeper, person)?;
            logins.push(login);
            if person.role == Role::User && person.account.is_some() {
                users.push(office);
            } else {
                officers.push((person.role, office));
            }
            let stage = DemoStage::People;
            tell(DemoCount { stage, done, of });
        }
        let mut take = |role: Role| {
            let place = officers.iter().position(|(known, _)| *known == role);
            place
                .map(|place| officers.remove(place).1)
                .ok_or_else(broken)
        };
        let mut manager = take(Role::Manager)?;
        let mut supervisor = take(Role::Supervisor)?;
        super::demo_roster::lay_down_old(&mut manager)?;
        if order.rows > 0 {
            demo_reviews::last_years(&mut manager, &mut supervisor)?;
        }
        let at = begins;
        manager.clock = Clock::Fixed(at);
        super::demo_roster::lay_down(&mut manager, first.first_day(), order.now.day())?;
        Ok(Story {
            agency,
            calendar,
            manager,
            checker: take(Role::Checker)?,
            supervisor,
            newcomer: take(Role::User)?,
            keeper,
            users,
            logins,
            at,
            now: order.now,
            tell,
        })
    }

    /// The time at which something happens next.
    pub(super) fn pass(&mut self, wanted: Moment) -> Moment {
        self.at = wanted.max(self.at).min(self.now);
        self.at
    }

    fn clerks(&self) -> Vec<Clerk> {
        self.users.iter().map(|office| office.me.clone()).collect()
    }

    fn as_manager(&mut self, wanted: Moment) -> &mut Office {
        self.manager.clock = Clock::Fixed(self.pass(wanted));
        &mut self.manager
    }

    fn as_checker(&mut self, wanted: Moment) -> &mut Office {
        self.checker.clock = Clock::Fixed(self.pass(wanted));
        &mut self.checker
    }

    fn as_supervisor(&mut self, wanted: Moment) -> &mut Office {
        self.supervisor.clock = Clock::Fixed(self.pass(wanted));
        &mut self.supervisor
    }

    /// A month of the past: registered, imported, matched, frozen, drawn, walked, signed by all three.
    pub(super) fn earlier_month(&mut self, period: Period) -> Result<(), AppError> {
        let clerks = self.clerks();
        let calendar = self.calendar.clone();
        let month = MadeUp::new(period, EARLIER_ROWS, self.agency, &clerks, &calendar).plain();
        self.register(&month)?;
        let day = calendar.next_working(period.last_day());
        let path = self.import(&month, day)?;
        std::fs::remove_file(&path).map_err(|error| trouble(&path, &error))?;
        self.as_manager(moment(day, 10 * 3600 + 20 * 60))
            .reconcile(period)?;
        self.as_manager(moment(day, 10 * 3600 + 40 * 60))
            .freeze(period, None, None)?;
        let afternoon = moment(calendar.next_working(day), 13 * 3600 + 30 * 60);
        let at_the_draw = AtTheDraw {
            total: Some(u64::from(EARLIER_ROWS)),
            ..AtTheDraw::default()
        };
        let hand_over = ClosingCommand::HandOver {
            period,
            pages: PAGES,
            day: calendar.next_working(day),
            to: self.checker.me.name.clone(),
        };
        self.as_manager(afternoon).execute(hand_over.into())?;
        self.as_checker(afternoon).draw(period, &at_the_draw)?;
        self.walk(period, afternoon)
    }

    /// The checker looks at every drawn row with its file, and signs.
    fn walk(&mut self, period: Period, from: Moment) -> Result<(), AppError> {
        let start = WalkCommand::Start {
            period,
            compared: Compared::RegisterAndCase,
        };
        let mut at = Moment(from.0 + 2 * MINUTE);
        self.as_checker(at).execute(start.into())?;
        let drawn = self.checker.drawn_page(period, 1, EARLIER_ROWS)?;
        for row in &drawn.rows {
            at = Moment(at.0 + 3 * MINUTE);
            let matched = WalkCommand::Record {
                period,
                seq: row.seq,
                outcome: Outcome::Matched,
                compared: None,
                note: String::new(),
            };
            self.as_checker(at).execute(matched.into())?;
        }
        let judgement = Judgement {
            is_major: false,
            reason: String::new(),
        };
        at = Moment(at.0 + 5 * MINUTE);
        let judge = WalkCommand::Judge { period, judgement };
        self.as_checker(at).execute(judge.into())?;
        let sign = WalkCommand::Sign { period };
        self.as_checker(Moment(at.0 + MINUTE))
            .execute(sign.into())?;
        let countersign = || ClosingCommand::Countersign { period }.into();
        self.as_manager(Moment(at.0 + 20 * MINUTE))
            .execute(countersign())?;
        self.as_supervisor(Moment(at.0 + 50 * MINUTE))
            .execute(countersign())?;
        let (stage, of) = (DemoStage::Checked, u64::from(EARLIER_ROWS));
        (self.tell)(DemoCount {
            stage,
            done: of,
            of,
        });
        Ok(())
    }

    /// The month that waits for its check: registered and imported.
    pub(super) fn last_month(&mut self, period: Period, rows: u32) -> Result<(), AppError> {
        let clerks = self.clerks();
        let calendar = self.calendar.clone();
        let month = MadeUp::new(period, rows, self.agency, &clerks, &calendar);
        self.register(&month)?;
        if let Some(row) = month.voided() {
            self.void(&month, row)?;
        }
        self.import(&month, calendar.next_working(period.last_day()))?;
        Ok(())
    }

    /// All registrations of a month as one event at its end.
    fn register(&mut self, month: &MadeUp<'_>) -> Result<(), AppError> {
        let day = self
            .calendar
            .last_working_on_or_before(month.period.last_day());
        let at = self.pass(moment(day, 17 * 3600 + 40 * 60));
        let items: Vec<String> = ITEMS.iter().map(|item| (*item).to_owned()).collect();
        let of = u64::from(month.count());
        let tell = &mut *self.tell;
        self.manager.clock = Clock::Fixed(at);
        let manager = &mut self.manager;
        let made = (0..month.count()).filter_map(|row| month.query(row, &items));
        let weight = |_query: &_| 0;
        read_ahead(made, weight, |made| {
            let mut done = 0_u64;
            let queries = made.map(|query| {
                done += 1;
                if done.is_multiple_of(100_000) && done < of {
                    let stage = DemoStage::Registered;
                    tell(DemoCount { stage, done, of });
                }
                query.map_err(|refusal| refused(&[refusal]))
            });
            manager.register_many(month.count(), queries)
        })?;
        let stage = DemoStage::Registered;
        tell(DemoCount {
            stage,
            done: of,
            of,
        });
        Ok(())
    }

    /// One registration turned out not to be needed.
    fn void(&mut self, month: &MadeUp<'_>, row: u32) -> Result<(), AppError> {
        let (clerk, at) = month.registered(row).ok_or_else(broken)?;
        let at = self.pass(at);
        let no = RegisterNo {
            agency: self.agency.code.clone(),
            period: month.period,
            serial: row.saturating_add(1),
        };
        let mut users = self.users.iter_mut();
        let office = users.find(|user| user.me.login == clerk.login);
        let office = office.ok_or_else(broken)?;
        office.clock = Clock::Fixed(at);
        let command = RegisterCommand::Void {
            no,
            version: 1,
            reason: VOID_REASON.to_owned(),
        };
        office.execute(Command::Register(command))?;
        Ok(())
    }

    /// Writes the month's log into the folder of files that come in, and imports it there.
    fn import(&mut self, month: &MadeUp<'_>, day: NaiveDate) -> Result<PathBuf, AppError> {
        let path = self.write_log(month)?;
        let period = month.period;
        let office = self.as_manager(moment(day, 10 * 3600 + 15 * 60));
        office.import_log(&path, period, Taking::default())?;
        let of = u64::from(month.count());
        let stage = DemoStage::Imported;
        (self.tell)(DemoCount {
            stage,
            done: of,
            of,
        });
        Ok(path)
    }

    fn write_log(&mut self, month: &MadeUp<'_>) -> Result<PathBuf, AppError> {
        let path = self
            .manager
            .in_dir()?
            .join(format!("WebIR-{}.csv", month.period));
        let of = u64::from(month.count());
        let tell = &mut *self.tell;
        let mut told = |done| {
            let stage = DemoStage::Logged;
            tell(DemoCount { stage, done, of });
        };
        let mut options = OpenOptions::new();
        let opened = options.write(true).create_new(true).mode(0o600).open(&path);
        let written = opened.and_then(|file| {
            let mut out = BufWriter::new(file);
            month.write_log(&mut out, &mut told)?;
            out.flush()
        });
        written.map_err(|error| trouble(&path, &error))?;
        Ok(path)
    }

    /// This month so far: registered one by one, the last results still to come, the log downloaded and not imported.
    pub(super) fn this_month(&mut self, period: Period) -> Result<(), AppError> {
        let clerks = self.clerks();
        let calendar = self.calendar.clone();
        let month =
            MadeUp::new(period, RECENT_ROWS, self.agency, &clerks, &calendar).until(self.now);
        if month.registered(0).is_none() {
            return Ok(());
        }
        let mut numbers = BTreeMap::new();
        for (at, deed) in deeds(&month) {
            self.take(&month, at, deed, &mut numbers)?;
        }
        self.write_log(&month)?;
        Ok(())
    }

    fn take(
        &mut self,
        month: &MadeUp<'_>,
        wanted: Moment,
        deed: Deed,
        numbers: &mut BTreeMap<u32, RegisterNo>,
    ) -> Result<(), AppError> {
        let (Deed::Register(row) | Deed::Complete(row)) = deed;
        let at = self.pass(wanted);
        let (clerk, _at) = month.registered(row).ok_or_else(broken)?;
        let mut users = self.users.iter_mut();
        let office = users.find(|user| user.me.login == clerk.login);
        let office = office.ok_or_else(broken)?;
        office.clock = Clock::Fixed(at);
        match deed {
            Deed::Register(row) => {
                let draft = month.draft(row).ok_or_else(broken)?;
                let command = RegisterCommand::Register(Box::new(draft));
                let done = office.execute(Command::Register(command))?;
                if let Event::Register(RegisterEvent::Registered { no }) = done.event {
                    numbers.insert(row, no);
                }
            }
            Deed::Complete(row) => {
                let (result, _at) = month.result(row).ok_or_else(broken)?;
                let (no, version) = (numbers.get(&row).cloned().ok_or_else(broken)?, 1);
                let command = RegisterCommand::Complete {
                    no,
                    version,
                    result,
                };
                office.execute(Command::Register(command))?;
            }
        }
        Ok(())
    }

    /// The file that lets a newcomer play everybody.
    pub(super) fn end(self) -> Result<Vec<DemoLogin>, AppError> {
        demo_file::write(self.keeper.dir(), self.keeper.store.id(), &self.logins)?;
        Ok(self.logins)
    }
}

/// What a user does with a row of this month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Register(u32),
    Complete(u32),
}

/// What the users did this month, in order of time.
fn deeds(month: &MadeUp<'_>) -> Vec<(Moment, Deed)> {
    let made: Vec<(u32, Moment)> = (0..month.count())
        .filter_map(|row| Some((row, month.registered(row)?.1)))
        .collect();
    let answered = made.len().saturating_sub(PENDING_ROWS);
    let mut deeds: Vec<(Moment, Deed)> = Vec::new();
    for (place, (row, at)) in made.into_iter().enumerate() {
        deeds.push((at, Deed::Register(row)));
        let is_forgotten = place + FORGOTTEN_ROW == answered;
        let result = month
            .result(row)
            .filter(|_done| place < answered && !is_forgotten);
        deeds.extend(result.map(|(_draft, at)| (at, Deed::Complete(row))));
    }
    deeds.sort_unstable();
    deeds
}

/// The folders through which files come and go.
fn make_folders(office: &Office) -> Result<(), AppError> {
    for path in [office.in_dir()?, office.out_dir()?] {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(|error| trouble(&path, &error))?;
    }
    Ok(())
}
