//! 今日: what waits for a person, by role, and for the manager whatever is overdue. Reads only.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::people::KeyState;
use super::reviews::ReviewDue;
use super::{AppError, DueLine, Office, RequestRow, Setting};
use crate::domain::deadline::{Deadline, DueState};
use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::domain::quarter::Quarter;
use crate::domain::query::{ApprovalMode, ApprovalState};
use crate::domain::retention::kept::Kept;
use crate::domain::retention::notice::Notice;
use crate::domain::roster::Gap;
use crate::domain::signers::RECOVERY;
use crate::store;
use crate::store::approvals::ApprovalPlace;
use crate::store::entries::EntryFilter;

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// A query whose result is missing.
    Result {
        no: RegisterNo,
        person: String,
        registered_on: NaiveDate,
    },
    /// A query that the supervisor is to approve.
    Approval {
        no: RegisterNo,
        person: String,
        mode: ApprovalMode,
    },
    /// The month's check, and what was done of how many rows of the walk.
    Check {
        period: Period,
        step: Step,
        /// The checker who is to draw and walk.
        checker: Option<String>,
        walked: u32,
        sample: u32,
    },
    /// Drawn rows that are the checker's own queries: this person judges them.
    OwnRows {
        period: Period,
        checker: String,
        rows: u32,
    },
    /// A signed record waits for its next signature.
    Countersign { period: Period, by: Role },
    /// A major anomaly waits for its joint check.
    Joint { period: Period },
    /// A quarter waits for its months, to be sent, or to be filed.
    Quarter {
        quarter: Quarter,
        missing: Vec<Period>,
        is_sent: bool,
    },
    /// Rows came in for a month that is frozen.
    Supplement { period: Period, rows: u32 },
    /// No backup was made since then; never: since the store was made.
    Backup { last_on: Option<NaiveDate> },
    /// A person has not used his code, or it expired.
    Code {
        login: Login,
        name: String,
        /// None: there is no code any more.
        until: Option<Moment>,
    },
    /// Entries are missing at the trail's end; 0: the head file is.
    LostTail { missing: u64 },
    /// A request whose next step is this person's, or that is late.
    Request(Box<RequestRow>),
    /// Something held that is to be confirmed or deleted, or a certificate with something still to be done.
    Held(Box<DueLine>),
    /// A change that the bureau is to be told of (point 7).
    Notice(Box<Notice>),
    /// A record of five years whose disposal waits for another person's approval.
    Disposal(Box<Kept>),
    /// A duty of 10(1) that nobody holds.
    OfficerGap { gap: Gap },
    /// Something of the yearly review (6(6)).
    Review(ReviewDue),
    /// The recovery code was used; the next record says so.
    RecoveryUsed { on: NaiveDate },
    /// Somebody's key was revoked, or he was removed; the next record says so.
    KeyRevoked { name: String, on: NaiveDate },
}

/// Something that waits, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub duty: Duty,
    /// None: at any time.
    pub deadline: Option<Deadline>,
    /// Whether this person can do it; others see what is overdue.
    pub is_mine: bool,
}

/// All that waits for a person, soonest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    pub dues: Vec<Due>,
    /// Deadlines of what cannot be done yet.
    pub later: Vec<(Period, Deadline)>,
    /// There are more results missing than are listed.
    pub has_more_results: bool,
    /// What is overdue and for today beside what is listed.
    pub unlisted: Badges,
    /// The first of one's own held items that is due later.
    pub beyond: Option<Box<DueLine>>,
    /// For whoever works on the check.
    pub progress: Option<CheckProgress>,
}

/// How far a month's check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckProgress {
    pub period: Period,
    pub step: Step,
    pub walked: u32,
    pub sample: u32,
}

/// How much is overdue and how much is for today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Badges {
    pub overdue: u64,
    pub today: u64,
}

/// Days between backups. Not of the directive: advice.
const BACKUP_EVERY: u64 = 7;
/// Results that are listed.
const RESULTS: u32 = 200;
/// How many days ahead held items are listed.
pub(super) const DAYS_AHEAD: u64 = 30;
/// A month's last day, whatever its length.
const LAST_DAY: u32 = 31;
/// Months before this one that are looked at.
const MONTHS_BACK: usize = 24;

/// Who takes the next step of a month; `None` when it is signed.
pub fn next_actor(step: Step) -> Option<Role> {
    match step {
        Step::None | Step::Imported | Step::Reconciled => Some(Role::Manager),
        Step::Frozen | Step::Drawn | Step::Walking => Some(Role::Checker),
        Step::Signed | Step::Complete | Step::Submitted | Step::Filed => None,
    }
}

impl Office {
    /// What waits for this person.
    pub fn agenda(&self) -> Result<Agenda, AppError> {
        self.agenda_ahead(DAYS_AHEAD)
    }

    /// The same with held items so many days ahead.
    pub(super) fn agenda_ahead(&self, ahead: u64) -> Result<Agenda, AppError> {
        let mut agenda = Agenda::default();
        self.add_tail(&mut agenda);
        self.add_results(&mut agenda)?;
        self.add_approvals(&mut agenda)?;
        self.add_checks(&mut agenda)?;
        self.add_gaps(&mut agenda)?;
        self.add_requests(&mut agenda)?;
        self.add_notices(&mut agenda)?;
        self.add_disposals(&mut agenda)?;
        self.add_own_rows(&mut agenda)?;
        self.add_held(&mut agenda, ahead)?;
        self.add_reviews(&mut agenda, ahead)?;
        if self.me.roles.has(Role::Keeper) {
            self.add_backup(&mut agenda)?;
            self.add_codes(&mut agenda)?;
        }
        if self.me.roles.any_of(&[Role::Keeper, Role::Supervisor]) {
            self.add_keys(&mut agenda)?;
        }
        agenda
            .dues
            .sort_by_key(|due| (due.deadline.is_none(), due.deadline, !due.is_mine));
        Ok(agenda)
    }

    /// What line 2 says.
    pub fn badges(&self) -> Result<Badges, AppError> {
        let today = self.now().day();
        let agenda = self.agenda()?;
        let mut badges = agenda.unlisted;
        for due in agenda.dues {
            let state = due.deadline.map(|deadline| deadline.state(today));
            badges.overdue += u64::from(state.is_some_and(DueState::is_overdue));
            badges.today += u64::from(state.is_some_and(DueState::is_today));
        }
        Ok(badges)
    }

    fn add_tail(&self, agenda: &mut Agenda) {
        if let Some(missing) = self.lost_tail() {
            agenda.dues.push(Due {
                duty: Duty::LostTail { missing },
                deadline: Some(Deadline::fixed(self.now().day())),
                is_mine: self.me.roles.has(Role::Keeper),
            });
        }
    }

    /// 10(1): a gap among the designated officers, told a month ahead.
    fn add_gaps(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        if !self.me.roles.has(Role::Manager) {
            return Ok(());
        }
        let today = self.now().day();
        let seen_until = today.checked_add_days(Days::new(30)).unwrap_or(today);
        for gap in self.officer_gaps()? {
            if gap.since <= seen_until {
                agenda.dues.push(Due {
                    duty: Duty::OfficerGap { gap },
                    deadline: Some(Deadline::fixed(gap.since)),
                    is_mine: true,
                });
            }
        }
        Ok(())
    }

    fn add_notices(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        if !self.me.roles.has(Role::Manager) {
            return Ok(());
        }
        for (notice, deadline) in self.open_notices()? {
            agenda.dues.push(Due {
                duty: Duty::Notice(Box::new(notice)),
                deadline: Some(deadline),
                is_mine: true,
            });
        }
        Ok(())
    }

    fn add_results(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        let today = self.now().day();
        let is_user = self.me.roles.has(Role::User);
        let is_manager = self.me.roles.has(Role::Manager);
        let mut queries = Vec::new();
        if is_user {
            queries = self.own_pending(RESULTS)?;
        }
        if is_manager {
            let others = self.all_pending(RESULTS)?;
            queries.extend(
                others
                    .into_iter()
                    .filter(|query| !is_user || !query.is_own_of(&self.me)),
            );
        }
        agenda.has_more_results = queries.len() >= usize::try_from(RESULTS).unwrap_or(usize::MAX);
        for query in queries {
            let Some(ends_on) = self.result_due(&query)? else {
                continue;
            };
            let deadline = Deadline::of(ends_on, self.calendar());
            let is_mine = is_user && query.is_own_of(&self.me);
            if is_mine || deadline.state(today).is_overdue() {
                let registered_on = query.registered_at.map_or(query.asked_on, Moment::day);
                agenda.dues.push(Due {
                    duty: Duty::Result {
                        no: query.no,
                        person: query.person,
                        registered_on,
                    },
                    deadline: Some(deadline),
                    is_mine,
                });
            }
        }
        Ok(())
    }

    /// Queries that wait for the supervisor's word, but for his own.
    fn add_approvals(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        if !self.me.roles.has(Role::Supervisor) {
            return Ok(());
        }
        let reader = self.store.reader();
        let first = ApprovalPlace {
            due_on: "",
            no: "",
            is_down: true,
        };
        let waiting = store::approvals::page(reader, ApprovalState::Waiting, first, RESULTS)?;
        for approval in waiting {
            if approval.clerk == self.me.login {
                continue;
            }
            let person = self.name_of(Some(approval.clerk.as_str()))?;
            agenda.dues.push(Due {
                deadline: Some(Deadline::of(approval.due_on, self.calendar())),
                is_mine: true,
                duty: Duty::Approval {
                    no: approval.no,
                    person: person.unwrap_or_default(),
                    mode: approval.mode,
                },
            });
        }
        Ok(())
    }

    fn add_requests(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        for row in self.waiting_requests()? {
            agenda.dues.push(Due {
                deadline: row.deadline,
                is_mine: row.is_mine,
                duty: Duty::Request(Box::new(row)),
            });
        }
        Ok(())
    }

    fn add_checks(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        let roles = self.me.roles;
        if !roles.any_of(&[Role::Manager, Role::Checker, Role::Supervisor]) {
            return Ok(());
        }
        let today = self.now().day();
        let (months, present) = self.months()?;
        agenda.progress = self.check_progress(&months)?;
        let list: Vec<Period> = months.iter().copied().collect();
        agenda.dues.extend(self.closing_dues(&list)?);
        if !roles.any_of(&[Role::Manager, Role::Checker]) {
            return Ok(());
        }
        for period in months {
            let deadline = check_due(period, self)?;
            let state = self.standing_of(period)?;
            // Supplements are months of their own; rows of an older program wait without one.
            let rows = store::log::count(self.store.reader(), period, 1)?;
            if rows > 0 {
                agenda.dues.push(Due {
                    duty: Duty::Supplement { period, rows },
                    deadline: None,
                    is_mine: false,
                });
            }
            let Some(actor) = next_actor(state.step) else {
                continue;
            };
            let is_other_checker = roles.has(Role::Checker)
                && state
                    .checker
                    .as_deref()
                    .is_some_and(|checker| checker != self.me.login.as_str());
            let is_mine = roles.has(actor) && !(actor == Role::Checker && is_other_checker);
            let sees_late = roles.has(Role::Manager) && deadline.state(today).is_overdue();
            if !is_mine && !sees_late {
                continue;
            }
            let walked = if state.step == Step::Walking {
                state.done
            } else {
                0
            };
            agenda.dues.push(Due {
                duty: Duty::Check {
                    period,
                    step: state.step,
                    checker: self.name_of(state.checker.as_deref())?,
                    walked,
                    sample: state.sample_size,
                },
                deadline: Some(deadline),
                is_mine,
            });
        }
        if let Some(present) = present {
            agenda.later.push((present, check_due(present, self)?));
        }
        Ok(())
    }

    /// A checker's own queries wait for another checker, or for the supervisor.
    fn add_own_rows(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        if !self.me.roles.any_of(&[Role::Checker, Role::Supervisor]) {
            return Ok(());
        }
        let reader = self.store.reader();
        for (period, month) in store::checks::walked(reader)? {
            let is_walker = month.checker.as_deref() == Some(self.me.login.as_str());
            let mut mine = 0_u32;
            if !is_walker {
                for place in super::walk::own_places(reader, period, &month)? {
                    mine += u32::from(self.judges(reader, period, place, &month)?);
                }
            }
            if mine > 0 {
                agenda.dues.push(Due {
                    duty: Duty::OwnRows {
                        period,
                        checker: self.name_of(month.checker.as_deref())?.unwrap_or_default(),
                        rows: mine,
                    },
                    deadline: Some(check_due(period, self)?),
                    is_mine: true,
                });
            }
        }
        Ok(())
    }

    fn judges(
        &self,
        reader: store::Reader<'_>,
        period: Period,
        place: u32,
        month: &store::checks::CheckMonth,
    ) -> Result<bool, AppError> {
        let found = store::walk::places(reader, period, place, 1)?;
        let Some((_place, seq)) = found.first() else {
            return Ok(false);
        };
        Ok(self.read_drawn(reader, period, *seq, month)?.may_judge)
    }

    /// The months that a check is due for, oldest first, and the present one, whose check can only be made later.
    fn months(&self) -> Result<(BTreeSet<Period>, Option<Period>), AppError> {
        let present = Period::of(self.now().day());
        let mut months: BTreeSet<Period> = store::log::periods(self.store.reader())?
            .into_iter()
            .collect();
        let founded = self.founded_on()?;
        let imported_first = months.first().copied();
        let mut before = present;
        for _month in 0..MONTHS_BACK {
            before = before.and_then(|period| {
                let day = period.first_day().checked_sub_days(Days::new(1))?;
                Period::of(day)
            });
            // An office that begins has the month before to check, or begins with the first month it imported.
            let is_ours = |period: &Period| {
                period.next().last_day() >= founded
                    && imported_first.is_none_or(|first| *period >= first)
            };
            match before.filter(is_ours) {
                Some(period) => months.insert(period),
                None => break,
            };
        }
        let is_early = present.is_some_and(|period| months.contains(&period));
        Ok((months, present.filter(|_period| !is_early)))
    }

    pub(super) fn founded_on(&self) -> Result<NaiveDate, AppError> {
        let genesis = store::entries::get(self.store.reader(), 1)?;
        Ok(genesis.map_or(self.now().day(), |row| row.entry.at.day()))
    }

    fn name_of(&self, login: Option<&str>) -> Result<Option<String>, AppError> {
        let Some(login) = login.and_then(|login| login.parse().ok()) else {
            return Ok(None);
        };
        let clerk = store::clerks::get(self.store.reader(), &login)?;
        Ok(clerk.map(|clerk| clerk.name))
    }

    fn last_entry_on(&self, filter: EntryFilter) -> Result<Option<NaiveDate>, AppError> {
        let last = store::entries::last(self.store.reader(), &filter)?;
        Ok(last.map(|row| row.entry.at.day()))
    }

    fn add_backup(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        let last_on = self.last_entry_on(EntryFilter {
            action: Some("backup.made/1".to_owned()),
            ..EntryFilter::default()
        })?;
        let since = match last_on {
            Some(day) => day,
            None => self.founded_on()?,
        };
        let ends_on = since
            .checked_add_days(Days::new(BACKUP_EVERY))
            .unwrap_or(since);
        let deadline = Deadline::of(ends_on, self.calendar());
        agenda.dues.push(Due {
            duty: Duty::Backup { last_on },
            deadline: Some(deadline),
            is_mine: true,
        });
        Ok(())
    }

    fn add_codes(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        for (clerk, state) in self.key_states()? {
            let until = match state {
                KeyState::Held | KeyState::Removed => continue,
                KeyState::Code(until) => Some(until),
                KeyState::None => None,
            };
            let day = until.map_or(self.now().day(), Moment::day);
            agenda.dues.push(Due {
                duty: Duty::Code {
                    login: clerk.login,
                    name: clerk.name,
                    until,
                },
                deadline: Some(Deadline::fixed(day)),
                is_mine: true,
            });
        }
        Ok(())
    }

    /// Whose way in was made anew or closed, told until a record that says it is signed.
    fn add_keys(&self, agenda: &mut Agenda) -> Result<(), AppError> {
        let reader = self.store.reader();
        let last = |action: &str| EntryFilter {
            action: Some(action.to_owned()),
            ..EntryFilter::default()
        };
        let signed = store::entries::last(reader, &last("check.signed/1"))?;
        let signed = signed.map_or(0, |row| row.entry.seq);
        let actions = ["code.made/1", "key.revoked/1", "person.removed/1"];
        let (mut recovered, mut revoked) = (None, BTreeMap::new());
        for entry in store::walk::entries_since(reader, &actions, signed)? {
            if entry.person == RECOVERY {
                recovered = Some(entry.at.day());
            } else if entry.action != "code.made/1" {
                revoked.insert(entry.record, entry.at.day());
            }
        }
        let mut duties: Vec<Duty> = recovered
            .map(|on| Duty::RecoveryUsed { on })
            .into_iter()
            .collect();
        for (login, on) in revoked {
            let name = super::drawn::name_of(reader, &login)?;
            duties.push(Duty::KeyRevoked { name, on });
        }
        let dues = duties.into_iter().map(|duty| Due {
            duty,
            deadline: None,
            is_mine: false,
        });
        agenda.dues.extend(dues);
        Ok(())
    }
}

/// 最遲: a day of the month after the one that is checked (setting `check_due`), for a quarter's last month the
/// quarter's own.
pub fn check_due(period: Period, office: &Office) -> Result<Deadline, AppError> {
    let day = |setting: Setting| -> Result<u32, AppError> {
        let value = office.setting(setting)?;
        let default = || setting.default_value().parse().unwrap_or(LAST_DAY);
        Ok(value.parse().unwrap_or_else(|_bad| default()))
    };
    let quarter = Quarter::of(period);
    let [.., third] = quarter.months();
    let ends_on = if period.whole() == third {
        quarter.due_on(day(Setting::QuarterDue)?)
    } else {
        period.whole().next().day_or_last(day(Setting::CheckDue)?)
    };
    Ok(Deadline::of(ends_on, office.calendar()))
}
