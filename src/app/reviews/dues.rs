//! 今日: the review that is due, the one that goes its way, and its lines that are to be dealt with at once.

use chrono::Days;

use super::reads::{Paired, ledger_of, paired};
use crate::app::{Agenda, AppError, Due, Duty, Office};
use crate::domain::deadline::Deadline;
use crate::domain::people::Role;
use crate::domain::review::{Ledger, Progress, ReviewNo, ReviewState};
use crate::store;

/// What of a review waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDue {
    /// The yearly review is to be opened.
    Opening { year: u32 },
    /// It goes its way; of a supervisor the lines are those that he decides.
    Running {
        no: ReviewNo,
        state: ReviewState,
        ledger: Ledger,
    },
    /// 即時: lines that are not carried out yet.
    Urgent { no: ReviewNo, lines: u32 },
}

impl Office {
    pub(in crate::app) fn add_reviews(
        &self,
        agenda: &mut Agenda,
        ahead: u64,
    ) -> Result<(), AppError> {
        if !self.me.roles.any_of(&[Role::Manager, Role::Supervisor]) {
            return Ok(());
        }
        let next = self.next_review()?;
        let Some(no) = next.open else {
            return self.add_opening(agenda, (next.year, next.deadline), ahead);
        };
        let reader = self.store.reader();
        let Some(review) = store::reviews::get(reader, no)? else {
            return Ok(());
        };
        let pairs = paired(reader, no)?;
        let (mut ledger, state) = (ledger_of(&pairs), review.state);
        let is_manager = self.me.roles.has(Role::Manager);
        let is_mine = match state {
            ReviewState::Open if !is_manager => {
                ledger.undecided = self.managers_lines(&pairs);
                ledger.undecided > 0
            }
            ReviewState::Open | ReviewState::Executing => is_manager,
            ReviewState::Reported => self.me.roles.has(Role::Supervisor),
            ReviewState::Closed => false,
        };
        let is_late = next.deadline.state(self.now().day()).is_overdue();
        if is_mine || is_manager && is_late {
            agenda.dues.push(Due {
                duty: Duty::Review(ReviewDue::Running { no, state, ledger }),
                deadline: Some(next.deadline),
                is_mine,
            });
        }
        if is_manager && ledger.urgent > 0 {
            let lines = ledger.urgent;
            agenda.dues.push(Due {
                duty: Duty::Review(ReviewDue::Urgent { no, lines }),
                deadline: Some(Deadline::fixed(review.opened.at.day())),
                is_mine: true,
            });
        }
        Ok(())
    }

    /// Once a roster is kept.
    fn add_opening(
        &self,
        agenda: &mut Agenda,
        (year, deadline): (u32, Deadline),
        ahead: u64,
    ) -> Result<(), AppError> {
        let today = self.now().day();
        let last = today.checked_add_days(Days::new(ahead)).unwrap_or(today);
        let is_near = self.me.roles.has(Role::Manager) && deadline.advised_on <= last;
        if is_near && store::roster::has_accounts(self.store.reader())? {
            agenda.dues.push(Due {
                duty: Duty::Review(ReviewDue::Opening { year }),
                deadline: Some(deadline),
                is_mine: true,
            });
        }
        Ok(())
    }

    /// Undecided lines of those who keep the manager's work, but for one's own.
    fn managers_lines(&self, pairs: &[Paired]) -> u32 {
        let waiting = pairs.iter().filter(|pair| {
            let frozen = &pair.line.frozen;
            pair.progress == Progress::Undecided
                && frozen.is_managers
                && !frozen.is_own_of(&self.me)
        });
        u32::try_from(waiting.count()).unwrap_or(u32::MAX)
    }
}
