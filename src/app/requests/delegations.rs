//! 代理: who approves for whom, from when to when.

use chrono::NaiveDate;

use crate::app::{AppError, Done, Office};
use crate::domain::event::{Event, RequestEvent};
use crate::domain::ids::Login;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Delegation, Family, check_delegation};
use crate::store;

/// A delegation as it is typed.
#[derive(Debug, Clone)]
pub struct NewDelegation {
    pub deputy: Login,
    /// `None`: every request.
    pub scope: Option<Family>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: String,
}

impl Office {
    /// 代理: this person lets another approve for him.
    pub(super) fn delegate(&mut self, new: &NewDelegation) -> Result<Done, AppError> {
        let role = self.allow("delegation.save")?;
        let (me, now) = (self.me.clone(), self.now());
        let mut delegation = Delegation {
            id: 0,
            principal: me.login.clone(),
            deputy: new.deputy.clone(),
            scope: new.scope,
            from: new.from,
            to: new.to,
            reason: new.reason.trim().to_owned(),
            made_at: now,
            ended_on: None,
        };
        self.write(role, |tx| {
            let deputy = store::clerks::get(tx.reader(), &delegation.deputy)?;
            let deputy = deputy.ok_or(Refusal::NoSuchRecord)?;
            check_delegation(&delegation, &me, &deputy, now.day()).map_err(Refusal::Delegation)?;
            delegation.id = store::requests::put_delegation(tx, &delegation)?;
            Ok(Event::Request(RequestEvent::Delegated {
                id: delegation.id,
                deputy: delegation.deputy,
                scope: delegation.scope,
                from: delegation.from,
                to: delegation.to,
            }))
        })
    }

    /// Ends one before its time; from tomorrow on nobody acts by it, and where it has not begun, never.
    pub(super) fn end_delegation(&mut self, id: i64) -> Result<Done, AppError> {
        let role = self.allow("delegation.save")?;
        let (me, today) = (self.me.login.clone(), self.now().day());
        self.write(role, |tx| {
            let known = store::requests::delegations(tx.reader())?;
            let known = known
                .into_iter()
                .find(|known| known.id == id && known.principal == me && known.is_to_come(today));
            let known = known.ok_or(Refusal::NoSuchRecord)?;
            let last = if known.from > today {
                known.from.pred_opt().unwrap_or(today)
            } else {
                today
            };
            let ended = Delegation {
                ended_on: Some(last),
                ..known
            };
            store::requests::put_delegation(tx, &ended)?;
            Ok(Event::Request(RequestEvent::DelegationEnded { id }))
        })
    }

    /// Delegations that this person made or was given, newest first; a manager sees all.
    pub fn delegations(&self) -> Result<Vec<Delegation>, AppError> {
        let me = &self.me;
        let sees_all = self.sees_all_requests();
        let all = store::requests::delegations(self.store.reader())?;
        Ok(all
            .into_iter()
            .filter(|known| sees_all || known.principal == me.login || known.deputy == me.login)
            .collect())
    }
}
