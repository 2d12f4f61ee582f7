//! 主管核可: whether a query needs its supervisor's word, before it is made or after, and what was said. The directive
//! leaves it to the agency (setting `pre_approval`); a query that was made without it is registered all the same.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::ids::{BadForm, Login, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::domain::query::drafts::some_text;
use crate::domain::query::{Edit, Field, Query, QueryRefusal, QueryResult, QueryState};

/// When the supervisor is to approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalMode {
    /// Before the query is made.
    Before,
    /// On the working day after it at the latest.
    After,
}

impl ApprovalMode {
    pub const ALL: [ApprovalMode; 2] = [ApprovalMode::Before, ApprovalMode::After];

    pub fn code(self) -> &'static str {
        match self {
            ApprovalMode::Before => "before",
            ApprovalMode::After => "after",
        }
    }

    /// The day by which the word is due: of a query that is to come its own day, otherwise the working day after.
    fn due(self, asked_on: NaiveDate, calendar: &Calendar) -> NaiveDate {
        match self {
            ApprovalMode::Before => asked_on,
            ApprovalMode::After => calendar.add_working_days(asked_on, 1),
        }
    }
}

impl FromStr for ApprovalMode {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let found = ApprovalMode::ALL
            .into_iter()
            .find(|mode| mode.code() == code);
        found.ok_or(BadForm)
    }
}

/// What the supervisor said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalState {
    /// 待核可.
    Waiting,
    /// 已核可.
    Approved,
    /// 不予核可.
    Refused,
}

impl ApprovalState {
    pub const ALL: [ApprovalState; 3] = [
        ApprovalState::Waiting,
        ApprovalState::Approved,
        ApprovalState::Refused,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ApprovalState::Waiting => "waiting",
            ApprovalState::Approved => "approved",
            ApprovalState::Refused => "refused",
        }
    }
}

impl FromStr for ApprovalState {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let found = ApprovalState::ALL
            .into_iter()
            .find(|state| state.code() == code);
        found.ok_or(BadForm)
    }
}

/// The approval of one registration, asked for when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub no: RegisterNo,
    pub mode: ApprovalMode,
    /// Whose query it is; never the one who decides.
    pub clerk: Login,
    pub due_on: NaiveDate,
    pub state: ApprovalState,
    /// Who decided, and when.
    pub decided: Option<(Login, Moment)>,
    /// Of a refusal.
    pub reason: Option<String>,
}

impl Approval {
    /// Asked for with a registration; nothing for lines from before irdesk.
    pub fn asked(query: &Query, mode: ApprovalMode, calendar: &Calendar) -> Option<Approval> {
        Some(Approval {
            no: query.no.clone(),
            mode,
            clerk: query.login.clone()?,
            due_on: mode.due(query.asked_on, calendar),
            state: ApprovalState::Waiting,
            decided: None,
            reason: None,
        })
    }

    /// 核可, or with a reason 不予核可, by a supervisor whose query it is not.
    pub fn decide(
        &self,
        query: &Query,
        refused_for: Option<&str>,
        clerk: &Clerk,
        now: Moment,
    ) -> Result<Approval, QueryRefusal> {
        if query.state == QueryState::Void {
            return Err(QueryRefusal::AlreadyVoid);
        }
        if self.clerk == clerk.login || query.is_own_of(clerk) {
            return Err(QueryRefusal::OwnApproval);
        }
        if self.state != ApprovalState::Waiting {
            return Err(QueryRefusal::AlreadyDecided);
        }
        let (state, reason) = match refused_for {
            None => (ApprovalState::Approved, None),
            Some(reason) => {
                let reason = some_text(Some(reason));
                let reason = reason.ok_or(QueryRefusal::FieldMissing(Field::ChangeReason))?;
                (ApprovalState::Refused, Some(reason))
            }
        };
        Ok(Approval {
            state,
            reason,
            decided: Some((clerk.login.clone(), now)),
            ..self.clone()
        })
    }

    /// A correction of what was approved asks again; the result alone, or words beside it, do not.
    pub fn corrected(&self, next: &Query, edits: &[Edit], calendar: &Calendar) -> Option<Approval> {
        let touches = |edit: &Edit| match edit {
            Edit::CaseNo(_)
            | Edit::Reason(_)
            | Edit::Basis { .. }
            | Edit::Item(_)
            | Edit::Subject { .. }
            | Edit::Relation(_)
            | Edit::Recusal(_) => true,
            Edit::Asked(..) | Edit::Details(_) | Edit::Result(_) => false,
        };
        let is_decided = self.state != ApprovalState::Waiting;
        (is_decided && edits.iter().any(touches)).then(|| Approval {
            due_on: self.mode.due(next.changed_at.day(), calendar),
            state: ApprovalState::Waiting,
            decided: None,
            reason: None,
            ..self.clone()
        })
    }

    /// Whether the query was made without the word that it needed before.
    pub fn was_made_without(&self, query: &Query) -> bool {
        let asked_at = Moment::from_local(query.asked_on, query.asked_at);
        let approved_at = self.approved_at();
        let is_made = query
            .answer
            .as_ref()
            .is_some_and(|answer| answer.result != QueryResult::NotAsked);
        self.mode == ApprovalMode::Before && is_made && approved_at.is_none_or(|at| at > asked_at)
    }

    pub fn approved_at(&self) -> Option<Moment> {
        let (_by, at) = self.decided.as_ref()?;
        (self.state == ApprovalState::Approved).then_some(*at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::moves_tests::{clerk, done, hsu, later, now, pending};

    fn lin() -> Clerk {
        clerk("lin.sf", "supervisor", None)
    }

    fn waiting(mode: ApprovalMode) -> Approval {
        Approval::asked(&pending(), mode, &Calendar::embedded()).unwrap()
    }

    #[test]
    fn before_is_due_on_the_day_of_the_query_after_on_the_next_working_day() {
        let due = |mode| waiting(mode).due_on.to_string();
        assert_eq!(due(ApprovalMode::Before), "2026-11-23");
        assert_eq!(due(ApprovalMode::After), "2026-11-24");
    }

    #[test]
    fn a_supervisor_approves_once_or_refuses_with_a_reason() {
        let asked = waiting(ApprovalMode::Before);
        let approved = asked.decide(&pending(), None, &lin(), now()).unwrap();
        assert_eq!(approved.state, ApprovalState::Approved);
        assert_eq!(approved.decided, Some((lin().login, now())));
        let again = approved.decide(&pending(), Some("重複"), &lin(), later());
        assert_eq!(again, Err(QueryRefusal::AlreadyDecided));
        let refused = asked.decide(&pending(), Some("非本科案件"), &lin(), now());
        assert_eq!(refused.unwrap().reason.as_deref(), Some("非本科案件"));
        let missing = QueryRefusal::FieldMissing(Field::ChangeReason);
        let without = asked.decide(&pending(), Some("  "), &lin(), now());
        assert_eq!(without, Err(missing));
    }

    #[test]
    fn nobody_approves_his_own_query_nor_one_under_his_own_account() {
        let asked = waiting(ApprovalMode::After);
        let own = asked.decide(&pending(), None, &hsu(), now());
        assert_eq!(own, Err(QueryRefusal::OwnApproval));
        let same_account = clerk("lin.sf", "supervisor", Some("kcgsoc0101"));
        let own = asked.decide(&pending(), None, &same_account, now());
        assert_eq!(own, Err(QueryRefusal::OwnApproval));
    }

    #[test]
    fn a_void_line_is_not_approved_any_more() {
        let mut void = pending();
        void.state = QueryState::Void;
        let asked = waiting(ApprovalMode::Before);
        let refused = asked.decide(&void, None, &lin(), now());
        assert_eq!(refused, Err(QueryRefusal::AlreadyVoid));
    }

    #[test]
    fn a_correction_of_what_was_approved_asks_again_a_result_does_not() {
        let calendar = Calendar::embedded();
        let asked = waiting(ApprovalMode::Before);
        let item = [Edit::Item("LP11".to_owned())];
        assert_eq!(
            asked.corrected(&pending(), &item, &calendar),
            None,
            "it still waits"
        );
        let approved = asked.decide(&pending(), None, &lin(), now()).unwrap();
        let again = approved.corrected(&pending(), &item, &calendar).unwrap();
        assert_eq!((again.state, again.decided), (ApprovalState::Waiting, None));
        let time = [Edit::Asked(pending().asked_on, pending().asked_at)];
        assert_eq!(approved.corrected(&pending(), &time, &calendar), None);
    }

    #[test]
    fn a_query_made_before_its_approval_stands_out_one_that_was_not_made_does_not() {
        let asked = waiting(ApprovalMode::Before);
        assert!(!asked.was_made_without(&pending()), "not made yet");
        assert!(asked.was_made_without(&done()));
        let late = asked.decide(&done(), None, &lin(), later()).unwrap();
        assert!(late.was_made_without(&done()), "approved afterwards");
        let mut not_asked = done();
        if let Some(answer) = &mut not_asked.answer {
            answer.result = QueryResult::NotAsked;
        }
        assert!(!late.was_made_without(&not_asked));
        let after = waiting(ApprovalMode::After);
        assert!(!after.was_made_without(&done()));
    }
}
