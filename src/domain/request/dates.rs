//! The two deadlines at a change of post (6(4), 6(5)): the application the day before at the latest, the change on the
//! day at the latest; when the day is a holiday, the working day before. Nothing rolls forward.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadline;
use crate::domain::request::{Family, Kind, Request, Stage};
use crate::domain::roster::Cause;

/// Whether the person leaves this post, so that 6(4) or 6(5) sets both days.
pub(super) fn is_change_of_post(kind: Kind, cause: Option<Cause>) -> bool {
    let leaves = matches!(
        cause,
        Some(Cause::Moved | Cause::Left | Cause::Retired | Cause::Duties)
    );
    kind.family() == Family::Swap || leaves
}

impl Request {
    fn is_change_of_post(&self) -> bool {
        is_change_of_post(self.kind, self.cause)
    }

    /// 申請最遲: the working day on or before the day before D.
    pub fn application_due(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let day = self.changes_on.filter(|_day| self.is_change_of_post())?;
        Some(calendar.last_working_on_or_before(day.pred_opt()?))
    }

    /// 異動最遲: D, or the working day before.
    pub fn change_due(&self, calendar: &Calendar) -> Option<NaiveDate> {
        Some(calendar.last_working_on_or_before(self.changes_on?))
    }

    /// What the stage it stands at must be done by; red from the day after.
    pub fn due(&self, calendar: &Calendar) -> Option<Deadline> {
        let day = match self.stage {
            Stage::Draft if self.is_change_of_post() && self.submitted_on.is_none() => {
                self.application_due(calendar)
            }
            Stage::Draft
            | Stage::Approval
            | Stage::SetUp
            | Stage::Dispatch
            | Stage::Authority
            | Stage::CentralSetUp
            | Stage::TakeOver
            | Stage::NewAccount
            | Stage::StopOld => self.change_due(calendar),
            Stage::DeleteOld
            | Stage::SendOn
            | Stage::Compile
            | Stage::Apply
            | Stage::Bureau
            | Stage::ChangeRights
            | Stage::Notify
            | Stage::Done
            | Stage::Closed
            | Stage::Rejected
            | Stage::Refused
            | Stage::Withdrawn => None,
        };
        day.map(Deadline::fixed)
    }

    /// Whether it was handed in later than the day before the change.
    pub fn was_late(&self, calendar: &Calendar) -> bool {
        let due = self.application_due(calendar);
        matches!((self.submitted_on, due), (Some(day), Some(due)) if day > due)
    }

    /// Whether the rights changed later than on the day of the change.
    pub fn changed_late(&self, calendar: &Calendar) -> bool {
        let due = self
            .change_due(calendar)
            .filter(|_due| self.is_change_of_post());
        matches!((self.executed_on, due), (Some(day), Some(due)) if day > due)
    }
}
