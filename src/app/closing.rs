//! From the checker's signature to 備查: hand-over, countersignatures, new versions, joint checks, the quarter.

use chrono::NaiveDate;

use super::drawn::name_of;
use super::record::number;
use super::retention::keep;
use super::walk::{recheck_sample, words};
use super::{AppError, Command, Done, Due, Duty, Office, Setting};
use crate::domain::closing::{
    ClosingEvent, ClosingRefusal, ClosingStep, SignedBy, check_letter, months_missing, take_step,
};
use crate::domain::deadline::Deadline;
use crate::domain::event::Event;
use crate::domain::ids::{Login, Period};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::domain::quarter::Quarter;
use crate::domain::refusal::Refusal;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::By;
use crate::domain::trouble::Trouble;
use crate::store::checks::CheckMonth;
use crate::store::closing::{Countersign, Handover, JointCheck, QuarterRow, Revision};
use crate::store::{self, Reader, WriteTx};

/// A deed after (and the hand-over before) the checker's signature.
#[derive(Debug, Clone)]
pub enum ClosingCommand {
    HandOver {
        period: Period,
        pages: u32,
        day: NaiveDate,
        to: String,
    },
    /// Signs next after the checker: as manager, then as supervisor.
    Countersign {
        period: Period,
    },
    Reopen {
        period: Period,
        reason: String,
    },
    Joint {
        period: Period,
        ethics: String,
        it: String,
        day: NaiveDate,
        report: String,
    },
    Dispatch {
        quarter: Quarter,
        letter: Letter,
    },
    File {
        quarter: Quarter,
        letter: Letter,
    },
    TakeBack {
        quarter: Quarter,
        reason: String,
    },
}

impl From<ClosingCommand> for Command {
    fn from(command: ClosingCommand) -> Command {
        Command::Closing(command)
    }
}

/// A letter's number and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub number: String,
    pub day: NaiveDate,
}

/// Who signed a month's record in force, in what else it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthSignatures {
    /// The checker's, the manager's, the supervisor's: name and when.
    pub checker: Option<(String, Moment)>,
    pub manager: Option<(String, Moment)>,
    pub supervisor: Option<(String, Moment)>,
    /// A major anomaly was found, and what became of it.
    pub is_major: bool,
    pub joint: Option<JointCheck>,
    pub handovers: Vec<Handover>,
    pub revisions: Vec<Revision>,
}

/// A month of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterMonth {
    pub period: Period,
    pub step: Step,
    pub rows: u32,
    pub drawn: u32,
    pub bad: u32,
    pub is_major: bool,
    pub has_joint: bool,
    pub record: Option<String>,
}

/// Where a quarter stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterView {
    pub quarter: Quarter,
    pub months: Vec<QuarterMonth>,
    /// Months that are not complete yet.
    pub missing: Vec<Period>,
    pub row: QuarterRow,
    pub due: Deadline,
}

impl QuarterView {
    /// The step that all its months have reached.
    pub fn step(&self) -> Step {
        let steps = self.months.iter().map(|month| month.step);
        steps.min().unwrap_or(Step::None)
    }
}

fn needed(text: &str, field: &'static str) -> Result<String, AppError> {
    let text = words(text);
    if text.is_empty() {
        Err(Refusal::Closing(ClosingRefusal::Missing { field }).into())
    } else {
        Ok(text)
    }
}

fn refused(refusal: ClosingRefusal) -> AppError {
    Refusal::Closing(refusal).into()
}

fn garbled(column: &str) -> AppError {
    Trouble::Garbled {
        table: "check_month".to_owned(),
        column: column.to_owned(),
    }
    .into()
}

/// A month beyond its check's signature.
struct Closing {
    step: Step,
    month: CheckMonth,
    record: String,
    signed: SignedBy,
}

fn closing(reader: Reader<'_>, period: Period) -> Result<Closing, AppError> {
    let (step, month) = super::checks::step(reader, period)?;
    let month = month.filter(|month| month.signed_at.is_some() && step >= Step::Signed);
    let month = month.ok_or_else(|| refused(ClosingRefusal::NotNow { step }))?;
    let record = number(period, month.record_version.unwrap_or(1));
    let login = |text: Option<&String>| -> Result<Login, AppError> {
        let login = text.and_then(|text| text.parse().ok());
        login.ok_or_else(|| garbled("signed_by"))
    };
    let manager = manager_of(reader, &record)?;
    let manager = manager.map(|found| login(Some(&found.by))).transpose()?;
    let signed = SignedBy {
        checker: login(month.signed_by.as_ref())?,
        manager,
    };
    Ok(Closing {
        step,
        month,
        record,
        signed,
    })
}

fn manager_of(reader: Reader<'_>, record: &str) -> Result<Option<Countersign>, AppError> {
    let found = store::closing::countersigns(reader, record)?;
    Ok(found.into_iter().find(|it| it.role == Role::Manager.code()))
}

impl Office {
    pub(super) fn execute_closing(&mut self, command: ClosingCommand) -> Result<Done, AppError> {
        match command {
            ClosingCommand::HandOver {
                period,
                pages,
                day,
                to,
            } => self.hand_over(period, pages, day, &to),
            ClosingCommand::Countersign { period } => self.countersign(period),
            ClosingCommand::Reopen { period, reason } => self.reopen(period, &reason),
            ClosingCommand::Joint {
                period,
                ethics,
                it,
                day,
                report,
            } => self.join(period, [&ethics, &it, &report], day),
            ClosingCommand::Dispatch { quarter, letter } => self.dispatch(quarter, &letter),
            ClosingCommand::File { quarter, letter } => self.file(quarter, &letter),
            ClosingCommand::TakeBack { quarter, reason } => self.take_back(quarter, &reason),
        }
    }

    /// 交付: the printed log went to the checker on paper.
    fn hand_over(
        &mut self,
        period: Period,
        pages: u32,
        day: NaiveDate,
        to: &str,
    ) -> Result<Done, AppError> {
        let role = self.allow("log.hand")?;
        let to = needed(to, "to")?;
        if pages == 0 {
            return Err(refused(ClosingRefusal::Missing { field: "pages" }));
        }
        if day > self.now().day() {
            return Err(refused(ClosingRefusal::BadDay));
        }
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write(role, |tx| {
            let (step, _month) = super::checks::step(tx.reader(), period)?;
            if step == Step::None || step >= Step::Signed {
                return Err(refused(ClosingRefusal::NotNow { step }));
            }
            let handover = Handover {
                pages,
                handed_on: day,
                handed_to: to,
                by,
                at,
            };
            store::closing::put_handover(tx, period, &handover)?;
            Ok(Event::Closing(ClosingEvent::HandedOver { period, pages }))
        })
    }

    /// The role in which this person would sign next.
    pub fn countersigns_as(&self, period: Period) -> Result<Option<Role>, AppError> {
        let reader = self.store.reader();
        let Ok(closing) = closing(reader, period) else {
            return Ok(None);
        };
        let steps = [
            (ClosingStep::Countersign, Role::Manager),
            (ClosingStep::Approve, Role::Supervisor),
        ];
        Ok(steps
            .into_iter()
            .find(|(step, _)| take_step(closing.step, *step, &self.me, &closing.signed).is_ok())
            .map(|(_, role)| role))
    }

    fn countersign(&mut self, period: Period) -> Result<Done, AppError> {
        self.allow("check.countersign")?;
        let me = self.me.clone();
        let step_of = |closing: &Closing| {
            if closing.signed.manager.is_none() && me.roles.has(Role::Manager) {
                (ClosingStep::Countersign, Role::Manager)
            } else if me.roles.has(Role::Supervisor) {
                (ClosingStep::Approve, Role::Supervisor)
            } else {
                (ClosingStep::Countersign, Role::Manager)
            }
        };
        {
            let instant = self.store.snapshot()?;
            let found = closing(instant.reader(), period)?;
            take_step(found.step, step_of(&found).0, &me, &found.signed).map_err(refused)?;
            super::frozen::recheck(&self.store, period, &found.month)?;
            recheck_sample(instant.reader(), period, &found.month)?;
        }
        let at = self.now();
        let mut tx = self.store.write()?;
        let found = closing(tx.reader(), period)?;
        let (step, role) = step_of(&found);
        let to = take_step(found.step, step, &me, &found.signed).map_err(refused)?;
        let signature = Countersign {
            role: role.code().to_owned(),
            by: me.login.to_string(),
            at,
        };
        store::closing::put_countersign(&mut tx, period, &found.record, &signature)?;
        if to != found.step {
            put_step(&mut tx, period, &found.month, to)?;
        }
        let event = ClosingEvent::Countersigned {
            record: found.record,
            role,
        };
        self.enter(tx, role, at, Event::Closing(event))
    }

    /// Begins a new version: the rows may be walked again, the signed one stays in the trail and is named.
    fn reopen(&mut self, period: Period, reason: &str) -> Result<Done, AppError> {
        let role = self.allow("check.reopen")?;
        let reason = needed(reason, "reason")?;
        let (me, at) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let found = closing(tx.reader(), period)?;
            let to =
                take_step(found.step, ClosingStep::Reopen, &me, &found.signed).map_err(refused)?;
            let revision = Revision {
                record: found.record.clone(),
                reason,
                by: me.login.to_string(),
                at,
            };
            store::closing::put_revision(tx, period, &revision)?;
            let next = CheckMonth {
                step: to.code().to_owned(),
                major: None,
                major_reason: None,
                judged_at: None,
                signed_by: None,
                signed_at: None,
                ..found.month
            };
            store::checks::put(tx, period, &next)?;
            Ok(Event::Closing(ClosingEvent::Reopened {
                record: found.record,
            }))
        })
    }

    /// 會同稽核: three names and a report.
    fn join(
        &mut self,
        period: Period,
        [ethics, it, report]: [&str; 3],
        day: NaiveDate,
    ) -> Result<Done, AppError> {
        let role = self.allow("check.joint")?;
        let joint = JointCheck {
            checker: self.me.name.clone(),
            ethics: needed(ethics, "ethics")?,
            it: needed(it, "it")?,
            held_on: day,
            report: needed(report, "report")?,
            by: self.me.login.to_string(),
            at: self.now(),
        };
        if day > self.now().day() {
            return Err(refused(ClosingRefusal::BadDay));
        }
        let me = self.me.login.clone();
        let (clerk, now) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let found = closing(tx.reader(), period)?;
            if found.month.major != Some(true) {
                return Err(refused(ClosingRefusal::NoMajor));
            }
            if found.signed.checker != me {
                let checker = found.signed.checker;
                return Err(refused(ClosingRefusal::OtherChecker { checker }));
            }
            store::closing::put_joint(tx, period, &joint)?;
            // 12(11): the report is kept five years from the day of the check.
            let by = By {
                clerk: &clerk,
                role,
                now,
            };
            let record = format!("{period}-joint");
            keep(tx, (KeptClass::AuditReport, &record), day, "", by)?;
            Ok(Event::Closing(ClosingEvent::JointlyChecked { period }))
        })
    }

    fn dispatch(&mut self, quarter: Quarter, letter: &Letter) -> Result<Done, AppError> {
        let today = self.now().day();
        check_letter(&letter.number, letter.day, today, None).map_err(refused)?;
        let row = QuarterRow {
            sent_on: Some(letter.day),
            sent_no: words(&letter.number),
            ..QuarterRow::default()
        };
        let event = ClosingEvent::Dispatched { quarter };
        self.move_quarter(quarter, ClosingStep::Dispatch, event, |_known| Ok(row))
    }

    fn file(&mut self, quarter: Quarter, letter: &Letter) -> Result<Done, AppError> {
        let today = self.now().day();
        let event = ClosingEvent::Filed { quarter };
        self.move_quarter(quarter, ClosingStep::File, event, |known| {
            check_letter(&letter.number, letter.day, today, known.sent_on).map_err(refused)?;
            Ok(QuarterRow {
                filed_on: Some(letter.day),
                filed_no: words(&letter.number),
                ..known
            })
        })
    }

    fn take_back(&mut self, quarter: Quarter, reason: &str) -> Result<Done, AppError> {
        let reason = needed(reason, "reason")?;
        let event = ClosingEvent::TakenBack { quarter };
        self.move_quarter(quarter, ClosingStep::TakeBack, event, |known| {
            Ok(QuarterRow {
                returned: Some(reason),
                ..known
            })
        })
    }

    /// One step of a quarter: each of its months takes it, or none.
    fn move_quarter(
        &mut self,
        quarter: Quarter,
        step: ClosingStep,
        event: ClosingEvent,
        row: impl FnOnce(QuarterRow) -> Result<QuarterRow, AppError>,
    ) -> Result<Done, AppError> {
        let role = self.allow("quarter.send")?;
        let (me, at) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let mut steps = Vec::new();
            for period in quarter.months() {
                steps.push((period, super::checks::step(tx.reader(), period)?.0));
            }
            if step == ClosingStep::Dispatch {
                let months = months_missing(&steps);
                let is_out = steps.iter().all(|(_, step)| *step >= Step::Submitted);
                if !months.is_empty() && !is_out {
                    return Err(refused(ClosingRefusal::MonthsMissing { months }));
                }
            }
            for (period, _step) in steps {
                let found = closing(tx.reader(), period)?;
                let to = take_step(found.step, step, &me, &found.signed).map_err(refused)?;
                put_step(tx, period, &found.month, to)?;
            }
            let known = store::closing::quarter(tx.reader(), quarter)?.unwrap_or_default();
            let next = QuarterRow {
                by: me.login.to_string(),
                at: Some(at),
                ..row(known)?
            };
            store::closing::put_quarter(tx, quarter, &next)?;
            Ok(Event::Closing(event))
        })
    }

    /// Who signed what of a month.
    pub fn signatures(&mut self, period: Period) -> Result<MonthSignatures, AppError> {
        self.allow("check.show")?;
        signatures_of(self.store.reader(), period)
    }

    /// Where a quarter stands.
    pub fn quarter_view(&mut self, quarter: Quarter) -> Result<QuarterView, AppError> {
        self.allow("check.show")?;
        self.quarter_of(quarter)
    }

    pub(super) fn quarter_of(&self, quarter: Quarter) -> Result<QuarterView, AppError> {
        let reader = self.store.reader();
        let mut months = Vec::new();
        for period in quarter.months() {
            let state = self.standing_of(period)?;
            let bad = state
                .outcomes
                .iter()
                .filter(|(code, _)| code != "matched")
                .map(|(_, count)| *count)
                .sum();
            months.push(QuarterMonth {
                period,
                step: state.step,
                rows: state.population,
                drawn: state.done,
                bad,
                is_major: state.major == Some(true),
                has_joint: store::closing::joint(reader, period)?.is_some(),
                record: state.record,
            });
        }
        let steps: Vec<(Period, Step)> = months
            .iter()
            .map(|month| (month.period, month.step))
            .collect();
        let is_out = steps.iter().all(|(_, step)| *step >= Step::Submitted);
        let day = self.setting(Setting::QuarterDue)?.parse().unwrap_or(10);
        Ok(QuarterView {
            quarter,
            missing: if is_out {
                Vec::new()
            } else {
                months_missing(&steps)
            },
            months,
            row: store::closing::quarter(reader, quarter)?.unwrap_or_default(),
            due: Deadline::of(quarter.due_on(day), self.calendar()),
        })
    }

    /// What waits of these months after their signature, and of their quarters.
    pub(super) fn closing_dues(&self, months: &[Period]) -> Result<Vec<Due>, AppError> {
        let reader = self.store.reader();
        let mut dues = Vec::new();
        let mut quarters: Vec<Quarter> = Vec::new();
        for period in months {
            let quarter = Quarter::of(*period);
            if !quarters.contains(&quarter) {
                quarters.push(quarter);
            }
            let (step, month) = super::checks::step(reader, *period)?;
            let Some(month) = month.filter(|_| step >= Step::Signed) else {
                continue;
            };
            self.add_signature_dues(*period, step, &month, &mut dues)?;
        }
        let first = months.first().copied();
        for quarter in quarters {
            let is_ours = quarter.months().iter().all(|period| Some(*period) >= first);
            if is_ours && self.me.roles.has(Role::Manager) {
                dues.extend(self.quarter_due(quarter)?);
            }
        }
        Ok(dues)
    }

    fn add_signature_dues(
        &self,
        period: Period,
        step: Step,
        month: &CheckMonth,
        dues: &mut Vec<Due>,
    ) -> Result<(), AppError> {
        let reader = self.store.reader();
        let deadline = Some(super::today::check_due(period, self)?);
        let is_mine = |role: Role| self.me.roles.has(role);
        if step == Step::Signed {
            let record = number(period, month.record_version.unwrap_or(1));
            let by = match manager_of(reader, &record)? {
                None => Role::Manager,
                Some(_) => Role::Supervisor,
            };
            let sees_late = is_mine(Role::Manager)
                && deadline.is_some_and(|due| due.state(self.now().day()).is_overdue());
            if is_mine(by) || sees_late {
                dues.push(Due {
                    duty: Duty::Countersign { period, by },
                    deadline,
                    is_mine: is_mine(by),
                });
            }
        }
        let is_checker = month.signed_by.as_deref() == Some(self.me.login.as_str());
        if month.major == Some(true)
            && is_checker
            && store::closing::joint(reader, period)?.is_none()
        {
            dues.push(Due {
                duty: Duty::Joint { period },
                deadline: None,
                is_mine: true,
            });
        }
        Ok(())
    }

    fn quarter_due(&self, quarter: Quarter) -> Result<Option<Due>, AppError> {
        let view = self.quarter_of(quarter)?;
        let is_out = view.step() >= Step::Submitted;
        if view.step() == Step::Filed {
            return Ok(None);
        }
        let last = quarter.months().last().copied();
        let is_over = last.is_some_and(|last| self.now().day() > last.last_day());
        if !is_over && !view.missing.is_empty() {
            return Ok(None);
        }
        Ok(Some(Due {
            duty: Duty::Quarter {
                quarter,
                missing: view.missing,
                is_sent: is_out,
            },
            // What was sent waits for others.
            deadline: (!is_out).then_some(view.due),
            is_mine: true,
        }))
    }
}

/// Who signed what of a month.
pub(super) fn signatures_of(
    reader: Reader<'_>,
    period: Period,
) -> Result<MonthSignatures, AppError> {
    let month = store::checks::get(reader, period)?.unwrap_or_default();
    let mut seen = MonthSignatures {
        is_major: month.major == Some(true),
        joint: store::closing::joint(reader, period)?,
        handovers: store::closing::handovers(reader, period)?,
        revisions: store::closing::revisions(reader, period)?,
        ..MonthSignatures::default()
    };
    let (Some(by), Some(at), Some(version)) =
        (&month.signed_by, month.signed_at, month.record_version)
    else {
        return Ok(seen);
    };
    seen.checker = Some((name_of(reader, by)?, at));
    for signature in store::closing::countersigns(reader, &number(period, version))? {
        let signed = Some((name_of(reader, &signature.by)?, signature.at));
        if signature.role == Role::Manager.code() {
            seen.manager = signed;
        } else {
            seen.supervisor = signed;
        }
    }
    Ok(seen)
}

fn put_step(
    tx: &mut WriteTx<'_>,
    period: Period,
    month: &CheckMonth,
    step: Step,
) -> Result<(), AppError> {
    let next = CheckMonth {
        step: step.code().to_owned(),
        ..month.clone()
    };
    Ok(store::checks::put(tx, period, &next)?)
}

#[cfg(test)]
#[path = "closing_tests.rs"]
mod tests;
