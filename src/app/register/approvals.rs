//! 主管核可: what waits for the supervisor's word, and giving it.

use super::in_force;
use crate::app::{AppError, Done, LinePlace, Office};
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::ids::RegisterNo;
use crate::domain::query::{Approval, ApprovalState, Query, QueryRefusal};
use crate::domain::refusal::Refusal;
use crate::store;
use crate::store::approvals::ApprovalPlace;

/// A registration and what was asked of the supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalLine {
    pub approval: Approval,
    pub query: Query,
}

/// A page of them, soonest due first.
#[derive(Debug, Default)]
pub struct ApprovalsPage {
    pub rows: Vec<ApprovalLine>,
    pub has_before: bool,
    pub has_after: bool,
}

/// Before the first day, and behind the last.
const FIRST: &str = "";
const LAST: &str = "9999";

impl Office {
    /// 核可 of the version that was read, or with a reason 不予核可.
    pub(super) fn decide_query(
        &mut self,
        no: &RegisterNo,
        version: u32,
        refused_for: Option<&str>,
    ) -> Result<Done, AppError> {
        let role = self.allow("query.approve")?;
        let (me, now) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let query = in_force(tx, no, version)?;
            let asked = store::approvals::get(tx.reader(), no)?;
            let asked = asked.ok_or(Refusal::Query(vec![QueryRefusal::NoApproval]))?;
            let decided = asked
                .decide(&query, refused_for, &me, now)
                .map_err(|refusal| Refusal::Query(vec![refusal]))?;
            store::approvals::put(tx, &decided)?;
            Ok(Event::Register(RegisterEvent::Approved {
                no: no.clone(),
                version,
                is_approved: decided.state == ApprovalState::Approved,
            }))
        })
    }

    /// What was asked of the supervisor about a line that this person may see.
    pub fn approval(&self, no: &RegisterNo) -> Result<Option<Approval>, AppError> {
        Ok(store::approvals::get(self.store.reader(), no)?)
    }

    /// Whether approvals are asked for in this office, or ever were.
    pub fn has_approvals(&self) -> Result<bool, AppError> {
        Ok(self.pre_approval()?.is_some() || store::approvals::has_any(self.store.reader())?)
    }

    /// Registrations in a state of their approval, soonest due first.
    pub fn approvals(
        &mut self,
        state: ApprovalState,
        place: &LinePlace,
        limit: u32,
    ) -> Result<ApprovalsPage, AppError> {
        self.allow("query.approve")?;
        let at = |no: &RegisterNo| -> Result<(String, String), AppError> {
            let due_on = self.approval(no)?.map(|approval| approval.due_on);
            Ok((
                due_on.map_or_else(String::new, |day| day.to_string()),
                no.to_string(),
            ))
        };
        let ((due_on, no), is_down) = match place {
            LinePlace::Top => ((FIRST.to_owned(), String::new()), true),
            LinePlace::Bottom => ((LAST.to_owned(), String::new()), false),
            LinePlace::From(no) => (at(no)?, true),
            LinePlace::UpTo(no) => (at(no)?, false),
        };
        let reader = self.store.reader();
        let ask = |is_down: bool, limit: u32| {
            let (due_on, no) = (due_on.as_str(), no.as_str());
            let place = ApprovalPlace {
                due_on,
                no,
                is_down,
            };
            store::approvals::page(reader, state, place, limit)
        };
        let mut found = ask(is_down, limit.saturating_add(1))?;
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_further = found.len() > size;
        if has_further && is_down {
            found.truncate(size);
        } else if has_further {
            found.remove(0);
        }
        // The place itself is on this page.
        let has_behind = ask(!is_down, 2)?.len() > 1;
        let (has_before, has_after) = if is_down {
            (has_behind, has_further)
        } else {
            (has_further, has_behind)
        };
        let mut rows = Vec::with_capacity(found.len());
        for approval in found {
            let stored = store::register::get(reader, &approval.no)?;
            let query = stored.ok_or(Refusal::NoSuchRecord)?.query;
            rows.push(ApprovalLine { approval, query });
        }
        Ok(ApprovalsPage {
            rows,
            has_before,
            has_after,
        })
    }
}
