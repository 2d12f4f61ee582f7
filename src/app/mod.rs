//! Use cases: who asks, what a command does, files in and out. Knows no terminal.

#[cfg(test)]
mod attacks_tests;
#[cfg(test)]
mod attempts_tests;
mod calendars;
mod checks;
mod clock;
mod closing;
mod command;
pub mod confine;
mod control;
pub mod demo;
mod demo_file;
mod demo_held;
mod demo_people;
mod demo_requests;
mod demo_reviews;
mod demo_roster;
mod demo_rows;
mod demo_story;
#[cfg(test)]
mod demo_tests;
mod demo_words;
mod desk;
#[cfg(test)]
pub(crate) mod desk_fixture;
#[cfg(test)]
mod desk_tests;
mod drafts;
mod drawn;
mod due;
mod due_words;
mod error;
mod exceptions;
mod exports;
mod files_out;
mod filters;
#[cfg(test)]
pub(crate) mod fixture;
mod flags;
mod frozen;
mod imports;
mod month;
mod outgoing;
#[cfg(test)]
mod pages_tests;
mod people;
mod people_changes;
#[cfg(test)]
mod people_changes_tests;
mod quarter_papers;
mod reconcile;
mod record;
mod record_signers;
mod register;
mod requests;
mod retention;
mod reviews;
mod roles;
pub mod roster;
mod settings;
mod staff;
#[cfg(test)]
mod supplement_tests;
mod today;
#[cfg(test)]
mod today_tests;
mod trail;
#[cfg(test)]
pub(crate) mod trial;
mod walk;
mod work;

use std::path::Path;

use crate::domain::calendar::Calendar;
use crate::domain::event::{DeskEvent, Event, PeopleEvent};
use crate::domain::ids::{AgencyCode, Head, Login};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::refusal::Refusal;
use crate::domain::trail::Fact;
use crate::domain::trouble::Trouble;
use crate::store::attempts::{By, tried};
use crate::store::{self, Signer, Store, WriteTx};

pub use crate::import::FileFault;
pub use crate::report::quarter::QuarterPaper;
pub use crate::store::Interrupter;
pub use crate::store::backup::Copied;
pub use crate::store::gaps::GapExplanation;
pub use crate::store::verify::{Expect, Problem, Verified};
pub use crate::store::walk::WalkOrder;
pub use calendars::{CalendarTaken, StopDay, YearInForce, YearRow};
pub use checks::{AtTheDraw, CheckCommand, CheckState};
pub use clock::{Clock, Watch};
pub use closing::{ClosingCommand, Letter, MonthSignatures, QuarterMonth, QuarterView};
pub use command::Command;
pub use control::Control;
pub use desk::{BackedUp, DeskCommand, Restored, Verification, restore};
pub use drafts::Draft;
pub use drawn::{Around, CodeNames, DrawnRow, Found, Notice};
pub use due_words::{due_category, due_code, due_held_words, due_number, due_record, due_words};
pub use error::AppError;
pub use exceptions::{ExceptionCommand, ExceptionRow};
pub use exports::{ListAsked, ListKind, offered_stem};
pub use filters::SavedFilter;
pub use flags::{OUTCOMES, RuleRow};
pub use imports::{
    CellSeen, Column, ColumnSeen, Dropped, FileKind, Imported, LookedAt, MOST_FAULTS, MapChanges,
    Mapping, Named, Preview, RowOutcome, Shape, Taking, dropped_name,
};
pub use month::{
    CheckerChoice, FreezePlan, LeftOver, LogListed, MonthView, Page, ProposalRow, RowPlace, Slip,
    Taken,
};
pub use outgoing::{Masking, Outgoing, SEALED_SUFFIX};
pub use people::{Founder, KeyState, NewDesk, PeopleCommand, found};
pub use people_changes::LeftBehind;
pub use reconcile::{MatchCommand, Reconciled};
pub use record::{RECORD_SUFFIX, SignedMonth, Written};
pub use register::{
    ApprovalLine, ApprovalsPage, Item, LinePlace, LinesAsked, LinesPage, Reason, RegisterCommand,
    ShownResult,
};
#[cfg(test)]
pub(crate) use requests::fixture as requests_fixture;
pub use requests::{
    HolderChoice, LineReference, NewDelegation, RequestCommand, RequestDetail, RequestRow,
    RequestsAsked, RequestsPage,
};
pub use retention::{
    DueAsked, DueCounts, DueLine, DuePage, DuePlace, HeldSheet, KeptPlace, KeptSheet, LawCounts,
    LawScope, ON_HOLD, RetentionCommand, Tombstone, UsePeriodRow, monday_of,
};
pub use reviews::{NextReview, ReviewCommand, ReviewDue, ReviewLineRow, ReviewRow, ReviewView};
pub use roles::{MAY, may};
pub use roster::{
    AccountUse, Roster, RosterAsked, RosterCommand, RosterFault, RosterLine, RosterSheet,
    RosterTaken,
};
pub use settings::{APPROVALS, COVERS, Setting};
pub use staff::{NewStaff, StaffCommand, StaffRow};
pub use today::{Agenda, Badges, CheckProgress, Due, Duty, check_due, next_actor};
pub use trail::{EntryFilter, EntryRow, PageFrom};
pub use walk::{DrawnPage, Place, WalkAsked, WalkCommand, WalkSheet};
pub use work::Work;

/// One person's session: the open store, the signer, the clock.
pub struct Office {
    store: Store,
    signer: Signer,
    me: Clerk,
    /// As the trail says them; in `me` those that count today.
    roles: Roles,
    agency: AgencyCode,
    clock: Clock,
    watch: Watch,
    calendar: Calendar,
}

/// A command that was done: what happened, where it stands in the trail, what else the person must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub event: Event,
    pub head: Head,
    pub extra: Extra,
}

/// What a command answers beside its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    None,
    /// An enrolment code, shown once, and until when it is good.
    Code(String, Moment),
}

impl Office {
    /// Opens the store for a person.
    pub fn open(
        dir: &Path,
        login: &Login,
        passphrase: &str,
        clock: Clock,
    ) -> Result<Office, AppError> {
        let now = clock.now();
        let (store, signer) = tried(dir, login, By::Passphrase, now, || {
            Store::open(dir, login.as_str(), passphrase, now)
        })?;
        let mut office = Office::sit_down(store, signer, clock)?;
        office.enter_failures();
        Ok(office)
    }

    /// Whether there is a store to be opened in this directory.
    pub fn is_there(dir: &Path) -> Result<(), AppError> {
        match Store::look_for(dir) {
            Err(store::StoreError::Absent) => Err(Trouble::NoStore {
                dir: dir.display().to_string(),
            }
            .into()),
            looked => Ok(looked?),
        }
    }

    /// The session's common beginning: who it is, and an entry that says so.
    fn sit_down(store: Store, signer: Signer, clock: Clock) -> Result<Office, AppError> {
        let nobody = || Trouble::Garbled {
            table: "clerk".to_owned(),
            column: "login".to_owned(),
        };
        let login: Login = signer.login().parse().map_err(|_bad| nobody())?;
        let me = store::clerks::get(store.reader(), &login)?.ok_or_else(nobody)?;
        // What the trail does not say the table cannot give.
        let roles = store.signers()?.roles(login.as_str()).unwrap_or_default();
        let me = Clerk { roles, ..me };
        let agency = store.agency()?;
        if store.is_old()? && store.tail().missing().is_none() {
            let role = me.roles.iter().next().unwrap_or(Role::User);
            desk::migrate(&store, &signer, clock.now(), role)?;
        }
        let me = exceptions::acting_clerk(store.reader(), me, clock.now().day())?;
        let calendar = calendars::in_force(store.reader())?;
        let mut office = Office {
            store,
            signer,
            me,
            roles,
            agency,
            clock,
            watch: Watch::start(clock.now()),
            calendar,
        };
        office.take_over()?;
        Ok(office)
    }

    /// The same person's second session, on a connection of its own: for a job with a thread of its own.
    pub fn another(&self) -> Result<Office, AppError> {
        Ok(self.beside(self.store.another()?))
    }

    fn beside(&self, store: Store) -> Office {
        Office {
            store,
            signer: self.signer.clone(),
            me: self.me.clone(),
            roles: self.roles,
            agency: self.agency.clone(),
            clock: self.clock,
            watch: Watch::start(self.clock.now()),
            calendar: self.calendar.clone(),
        }
    }

    /// Breaks off what this session's connection is doing, from another thread.
    pub fn interrupter(&self) -> Interrupter {
        self.store.interrupter()
    }

    /// Whether others have written since the last call; an error where what they wrote ends this session.
    pub fn changed(&mut self) -> Result<bool, AppError> {
        let has_changed = self.store.changed()?;
        if has_changed {
            self.look_at_myself()?;
            self.reload_calendar()?;
        }
        Ok(has_changed)
    }

    pub fn is_demo(&self) -> Result<bool, AppError> {
        Ok(self.store.is_demo()?)
    }

    pub fn me(&self) -> &Clerk {
        &self.me
    }

    pub fn agency(&self) -> &AgencyCode {
        &self.agency
    }

    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn clock(&self) -> Clock {
        self.clock
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The end of the trail.
    pub fn head(&self) -> Result<Head, AppError> {
        Ok(self.store.reader().last_entry()?.0)
    }

    /// The role in which this person gives the command; a refusal is an entry of its own.
    pub fn allow(&mut self, command: &'static str) -> Result<Role, AppError> {
        self.look_at_myself()?;
        self.note_clock()?;
        if let Some(role) = self.me.roles.acting(may(command)) {
            return Ok(role);
        }
        if self.lost_tail().is_none() {
            let role = self.any_role();
            self.write(role, |_tx| {
                Ok(Event::People(PeopleEvent::RoleRefused { command }))
            })?;
        }
        Err(Refusal::Role { command }.into())
    }

    fn any_role(&self) -> Role {
        self.me.roles.iter().next().unwrap_or(Role::User)
    }

    /// How many entries are missing at the trail's end (0: the head file is gone); nothing can be written then.
    pub fn lost_tail(&self) -> Option<u64> {
        self.store.tail().missing()
    }

    fn note_clock(&mut self) -> Result<(), AppError> {
        if self.lost_tail().is_some() {
            return Ok(());
        }
        let (_head, last) = self.store.reader().last_entry()?;
        if let Some(seconds) = self.watch.jump(self.clock, last) {
            let role = self.any_role();
            self.write(role, |_tx| {
                Ok(Event::Desk(DeskEvent::ClockJumped { seconds }))
            })?;
        }
        Ok(())
    }

    /// One transaction: the rows that `rows` puts, and the entry of the event that it returns.
    fn write(
        &mut self,
        role: Role,
        rows: impl FnOnce(&mut WriteTx<'_>) -> Result<Event, AppError>,
    ) -> Result<Done, AppError> {
        let now = self.clock.now();
        let mut tx = self.store.write()?;
        let event = rows(&mut tx)?;
        self.enter(tx, role, now, event)
    }

    /// The entry of what a transaction has put: its end.
    fn enter(
        &self,
        tx: WriteTx<'_>,
        role: Role,
        now: Moment,
        event: Event,
    ) -> Result<Done, AppError> {
        let written = event.written();
        let fact = Fact {
            action: written.action,
            record: &written.record,
            body: written.body,
        };
        let head = tx.commit(&self.signer, now, role, &fact)?;
        Ok(Done {
            event,
            head,
            extra: Extra::None,
        })
    }
}
