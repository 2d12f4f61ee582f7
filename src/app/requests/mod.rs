//! 申請: drafting, handing in, approving, carrying out, recording what other agencies did. What may be is the domain's;
//! who, when and the serial are told here, and what a step changes on the roster.

mod carrying;
mod delegations;
#[cfg(test)]
pub(crate) mod fixture;
mod grounds;
mod reads;
#[cfg(test)]
mod tests;

use super::retention::keep;
use super::{AppError, Done, Office};
use crate::domain::event::{Event, RequestEvent};
use crate::domain::ids::Login;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::request::{
    self, Draft, Given, Hand, Request, RequestNo, RequestRefusal, Stage, Step, StepTaken,
};
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::By;
use crate::store::{self, WriteTx};

pub use delegations::NewDelegation;
pub use reads::{
    HolderChoice, LineReference, RequestDetail, RequestRow, RequestsAsked, RequestsPage,
};

/// What can be done with requests. A version is the one that was read: another in force is refused as stale.
#[derive(Debug, Clone)]
pub enum RequestCommand {
    /// 起案, and at once 送審 where it is to be handed in.
    Draft {
        draft: Box<Draft>,
        hands_in: bool,
    },
    /// 補正, the same way.
    Revise {
        no: RequestNo,
        version: u32,
        draft: Box<Draft>,
        hands_in: bool,
    },
    /// Any other step.
    Take {
        no: RequestNo,
        version: u32,
        step: Step,
        given: Box<Given>,
    },
    Delegate(NewDelegation),
    EndDelegation {
        id: i64,
    },
}

impl Office {
    pub(super) fn execute_request(&mut self, command: RequestCommand) -> Result<Done, AppError> {
        match command {
            RequestCommand::Draft { draft, hands_in } => self.draft_request(&draft, hands_in),
            RequestCommand::Revise {
                no,
                version,
                draft,
                hands_in,
            } => self.revise_request((no, version), &draft, hands_in),
            RequestCommand::Take {
                no,
                version,
                step,
                given,
            } => self.take_step((no, version), step, &given),
            RequestCommand::Delegate(delegation) => self.delegate(&delegation),
            RequestCommand::EndDelegation { id } => self.end_delegation(id),
        }
    }

    /// 起案: the number is given inside the commit.
    fn draft_request(&mut self, draft: &Draft, hands_in: bool) -> Result<Done, AppError> {
        let role = self.allow("request.draft")?;
        let (me, now) = (self.me.clone(), self.now());
        let new = request::draft(draft, &me, now).map_err(Refusal::Request)?;
        let about = self.beside_me();
        self.write(role, |tx| {
            let request = write_draft(tx, new)?;
            let to = if hands_in {
                about.take(tx, &request, Step::Submit, &Given::default())?
            } else {
                Stage::Draft
            };
            Ok(Event::Request(RequestEvent::Drafted {
                no: request.no,
                kind: request.kind,
                to,
            }))
        })
    }

    /// 補正.
    fn revise_request(
        &mut self,
        (no, version): (RequestNo, u32),
        draft: &Draft,
        hands_in: bool,
    ) -> Result<Done, AppError> {
        let role = self.allow("request.draft")?;
        let (me, now) = (self.me.clone(), self.now());
        let about = self.beside_me();
        self.write(role, |tx| {
            let stands = in_force(tx, no, version)?;
            let grounds = about.grounds(tx.reader(), &stands)?;
            let step = Step::Revise;
            let taken = request::take(&stands, step, &Given::default(), grounds.of(&me, now))
                .map_err(Refusal::Request)?;
            let revised = request::revise(&stands, draft, &me, now).map_err(Refusal::Request)?;
            store::requests::put(tx, &revised)?;
            store::requests::put_step(tx, &taken.step)?;
            let step = if hands_in { Step::Submit } else { Step::Revise };
            let to = if hands_in {
                about.take(tx, &revised, Step::Submit, &Given::default())?
            } else {
                Stage::Draft
            };
            Ok(moved(&stands, step, to, None))
        })
    }

    /// Any other step, with what it changes on the roster.
    fn take_step(
        &mut self,
        (no, version): (RequestNo, u32),
        step: Step,
        given: &Given,
    ) -> Result<Done, AppError> {
        self.allow("request.step")?;
        let role = self.role_of(no, step)?;
        let about = self.beside_me();
        self.write(role, |tx| {
            let stands = in_force(tx, no, version)?;
            let to = about.take(tx, &stands, step, given)?;
            let acting_for = store::requests::steps(tx.reader(), no)?
                .pop()
                .and_then(|taken| taken.acting_for);
            Ok(moved(&stands, step, to, acting_for))
        })
    }

    /// The role that the entry carries: the one whose step it is, of those that the person holds.
    fn role_of(&self, no: RequestNo, step: Step) -> Result<Role, AppError> {
        let request = self.request(no)?;
        let row = crate::domain::procedure::find(request.kind.moves(), request.stage, step);
        let wanted = match row.map(|row| row.by) {
            Some(Hand::Supervisor) => Role::Supervisor,
            Some(Hand::Manager) => Role::Manager,
            Some(Hand::Applicant | Hand::Successor) | None => self.any_role(),
        };
        Ok(if self.me.roles.has(wanted) {
            wanted
        } else {
            let acting = self.me.roles.acting(super::may("request.step"));
            acting.unwrap_or(Role::User)
        })
    }
}

/// A person and his moment, to be used within a transaction.
pub(super) struct Taker {
    me: crate::domain::people::Clerk,
    now: crate::domain::moment::Moment,
    agency: crate::domain::basis::Agency,
}

impl Taker {
    /// Takes a step and writes all that it leaves behind.
    fn take(
        &self,
        tx: &mut WriteTx<'_>,
        stands: &Request,
        step: Step,
        given: &Given,
    ) -> Result<Stage, AppError> {
        let grounds = self.grounds(tx.reader(), stands)?;
        let taken = request::take(stands, step, given, grounds.of(&self.me, self.now))
            .map_err(Refusal::Request)?;
        store::requests::put(tx, &taken.request)?;
        store::requests::put_step(tx, &taken.step)?;
        if step.carries_out() {
            carrying::carry_out(tx, &taken, &self.me.login)?;
        }
        if taken.request.stage.is_end() {
            self.keep(tx, taken.request.no)?;
        }
        Ok(taken.request.stage)
    }
}

impl Taker {
    /// 5(3): a request and who signed it are kept five years from its end.
    fn keep(&self, tx: &mut WriteTx<'_>, no: RequestNo) -> Result<(), AppError> {
        let acting = self.me.roles.acting(super::may("request.step"));
        let by = By {
            clerk: &self.me,
            role: acting.unwrap_or(Role::User),
            now: self.now,
        };
        let record = no.to_string();
        keep(tx, (KeptClass::Request, &record), self.now.day(), "", by)
    }
}

/// Writes a draft: the number is given inside the caller's commit.
pub(in crate::app) fn write_draft(
    tx: &mut WriteTx<'_>,
    new: request::NewRequest,
) -> Result<Request, AppError> {
    let serial = store::requests::next_serial(tx.reader(), new.period())?;
    let request = new.numbered(serial);
    store::requests::put(tx, &request)?;
    store::requests::put_step(tx, &drafted(&request))?;
    Ok(request)
}

fn drafted(request: &Request) -> StepTaken {
    StepTaken {
        no: request.no,
        step: None,
        from: Stage::Draft,
        to: Stage::Draft,
        by: request.applicant.clone(),
        acting_for: None,
        reason: String::new(),
        document: String::new(),
        day: None,
        at: request.drafted_at,
    }
}

fn moved(stands: &Request, step: Step, to: Stage, acting_for: Option<Login>) -> Event {
    Event::Request(RequestEvent::Moved {
        no: stands.no,
        step,
        from: stands.stage,
        to,
        acting_for,
    })
}

/// The version in force inside the transaction; another than the one that was read: somebody was faster.
fn in_force(tx: &WriteTx<'_>, no: RequestNo, version: u32) -> Result<Request, AppError> {
    let stored = store::requests::get(tx.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
    if stored.version == version {
        Ok(stored)
    } else {
        Err(Refusal::Request(vec![RequestRefusal::Overtaken {
            stage: stored.stage,
        }])
        .into())
    }
}
