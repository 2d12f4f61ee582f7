//! What of 期限 waits on 今日, how far the month's check is, and `due`: the same agenda for a day that is named.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::today::{Agenda, CheckProgress, DAYS_AHEAD, Due, Duty};
use super::{AppError, Clock, DueLine, Office};
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::domain::retention::RecordNo;
use crate::domain::retention::certificate::CertState;
use crate::store::{self, due::DueFilter};

/// Held items of a kind that are listed.
const LISTED: u32 = 200;

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn is_full(count: usize) -> bool {
    u32::try_from(count).is_ok_and(|count| count >= LISTED)
}

/// Lines that were listed already are not listed twice.
struct Listing<'a> {
    agenda: &'a mut Agenda,
    seen: BTreeSet<RecordNo>,
}

impl Listing<'_> {
    fn add(&mut self, line: DueLine, is_mine: bool) {
        if self.seen.insert(line.no()) {
            self.agenda.dues.push(Due {
                deadline: Some(line.deadline()),
                duty: Duty::Held(Box::new(line)),
                is_mine,
            });
        }
    }
}

impl Office {
    /// What waits for this person on a day, and so many days ahead; as 今日 shows it where neither is said.
    pub fn due(
        &mut self,
        today: Option<NaiveDate>,
        within: Option<u32>,
    ) -> Result<(Moment, Agenda), AppError> {
        self.allow("due")?;
        let clock = self.clock;
        if let Some(today) = today {
            let now = Moment::from_local(today, self.now().time());
            self.clock = Clock::Fixed(now);
        }
        let ahead = within.map_or(DAYS_AHEAD, u64::from);
        let agenda = self.agenda_ahead(ahead);
        let now = self.now();
        self.clock = clock;
        let mut agenda = agenda?;
        if within.is_some() {
            let last = later(now.day(), ahead);
            let is_within = |due: &Due| due.deadline.is_some_and(|one| one.advised_on <= last);
            agenda.dues.retain(is_within);
        }
        Ok((now, agenda))
    }

    /// What is held: the own items for so many days ahead; for manager and supervisor also whatever is overdue,
    /// certificates that wait for another person than the one who deleted, and deferred lines that need an exception.
    pub(super) fn add_held(&self, agenda: &mut Agenda, ahead: u64) -> Result<(), AppError> {
        let (roles, today) = (self.me.roles, self.now().day());
        let me = self.me.login.to_string();
        let own = DueFilter {
            custodian: me.clone(),
            until: Some(later(today, ahead)),
            ..DueFilter::default()
        };
        let mut listing = Listing {
            agenda,
            seen: BTreeSet::new(),
        };
        if roles.any_of(&[Role::User, Role::Manager]) {
            let lines = self.due_lines(&own, LISTED)?;
            let is_cut = is_full(lines.len());
            for line in lines {
                listing.add(line, true);
            }
            if is_cut {
                self.count_unlisted(listing.agenda, &me)?;
            }
            listing.agenda.beyond = self.first_beyond(&own)?;
        }
        if roles.any_of(&[Role::Manager, Role::Supervisor]) {
            self.add_others(&mut listing, &own)?;
        }
        Ok(())
    }

    fn add_others(&self, listing: &mut Listing<'_>, own: &DueFilter) -> Result<(), AppError> {
        let others = DueFilter {
            custodian: String::new(),
            beside: own.custodian.clone(),
            ..own.clone()
        };
        for state in [CertState::Signed, CertState::Deferred] {
            let of_state = DueFilter {
                state: state.code().to_owned(),
                ..others.clone()
            };
            for line in self.due_lines(&of_state, LISTED)? {
                if line.waits_for_another() || self.may_except(&line) {
                    listing.add(line, true);
                }
            }
        }
        let today = self.now().day();
        let late = DueFilter {
            until: Some(today),
            late_on: Some(today),
            ..others
        };
        let lines = self.due_lines(&late, LISTED)?;
        if is_full(lines.len()) {
            let reader = self.store.reader();
            let all = store::due::counts(reader, "", today)?.overdue;
            let own = store::due::counts(reader, &own.custodian, today)?.overdue;
            let listed = u64::from(LISTED);
            let more = all.saturating_sub(own).saturating_sub(listed);
            let unlisted = &mut listing.agenda.unlisted;
            unlisted.overdue = unlisted.overdue.saturating_add(more);
        }
        for line in lines {
            listing.add(line, false);
        }
        Ok(())
    }

    /// Records whose disposal the supervisor is to approve, at any time.
    pub(super) fn add_disposals(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        if !self.me.roles.has(Role::Supervisor) {
            return Ok(());
        }
        for kept in store::kept::proposed(self.store.reader(), LISTED)? {
            let is_mine = kept.proposed_by != self.me.login.as_str();
            agenda.dues.push(Due {
                duty: Duty::Disposal(Box::new(kept)),
                deadline: None,
                is_mine,
            });
        }
        Ok(())
    }

    /// A line that is deferred past the due day is the supervisor's to except.
    fn may_except(&self, line: &DueLine) -> bool {
        let lacks = matches!(line, DueLine::Certificate(found, _) if found.lacks_exception());
        lacks && self.me.roles.has(Role::Supervisor)
    }

    /// More of one's own than are listed.
    fn count_unlisted(&self, agenda: &mut Agenda, me: &str) -> Result<(), AppError> {
        let today = self.now().day();
        let counts = store::due::counts(self.store.reader(), me, today)?;
        let states = agenda.dues.iter().filter_map(|due| match due.duty {
            Duty::Held(_) => due.deadline.map(|deadline| deadline.state(today)),
            _ => None,
        });
        let (mut overdue, mut for_today) = (counts.overdue, counts.today);
        for state in states {
            overdue = overdue.saturating_sub(u64::from(state.is_overdue()));
            for_today = for_today.saturating_sub(u64::from(state.is_today()));
        }
        agenda.unlisted.overdue = overdue;
        agenda.unlisted.today = for_today;
        Ok(())
    }

    /// The first of one's own that is due later than what is listed.
    fn first_beyond(&self, own: &DueFilter) -> Result<Option<Box<DueLine>>, AppError> {
        let beyond = DueFilter {
            from: own.until.and_then(|day| day.succ_opt()),
            until: None,
            ..own.clone()
        };
        let first = self.due_lines(&beyond, 1)?.into_iter().next();
        Ok(first.map(Box::new))
    }

    /// How far the first month is whose check is not complete.
    pub(super) fn check_progress(
        &self,
        months: &BTreeSet<Period>,
    ) -> Result<Option<CheckProgress>, AppError> {
        for period in months {
            let state = self.standing_of(*period)?;
            if state.step < Step::Complete {
                return Ok(Some(CheckProgress {
                    period: *period,
                    step: state.step,
                    walked: state.done,
                    sample: state.sample_size,
                }));
            }
        }
        Ok(None)
    }
}
