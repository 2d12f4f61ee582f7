//! 名冊: keeping people, accounts, items, officers and the agency's standing; what is shown of them; files in and out.

pub(in crate::app) mod carry;
mod export;
mod import;
mod lines;
#[cfg(test)]
mod tests;

use super::{AppError, Done, Office};
use crate::domain::event::Event;
use crate::domain::roster::{
    AgencyItem, Ended, NewAccount, NewGrant, Officer, Person, Proofs, RosterEvent, RosterRefusal,
    StandingFact, Training, Wanted,
};
use crate::store;
use crate::store::roster::By;
use carry::{
    confirm_proofs, end_agency_item, grant_agency_item, grant_item, open_account, save_person,
};

pub use import::{RosterFault, RosterTaken};
pub(in crate::app) use lines::lines_of;
pub use lines::{AccountUse, Roster, RosterAsked, RosterLine, RosterSheet};

/// What can be done with the roster outside a request. Accounts and items change by requests; what stands here enters
/// facts that are there already: people, accounts found in WebIR, confirmations, letters, appointments.
#[derive(Debug, Clone)]
pub enum RosterCommand {
    /// New where the id is 0.
    SavePerson(Box<Person>),
    /// 登載: an account that stands in WebIR already, with its items.
    EnterAccount {
        account: Box<NewAccount>,
        items: Vec<NewGrant>,
    },
    ConfirmProofs {
        account: String,
        proofs: Proofs,
    },
    SaveAgencyItem(Box<AgencyItem>),
    EndAgencyItem {
        item: String,
        basis: String,
        end: Ended,
    },
    SaveStanding(StandingFact),
    /// New where the id is 0.
    SaveOfficer(Box<Officer>),
    Train(Training),
}

impl Office {
    fn by(&self) -> By {
        By {
            login: self.me.login.clone(),
            at: self.now(),
        }
    }

    pub(super) fn execute_roster(&mut self, command: RosterCommand) -> Result<Done, AppError> {
        match command {
            RosterCommand::SavePerson(person) => self.save_roster_person(&person),
            RosterCommand::EnterAccount { account, items } => self.enter_account(&account, &items),
            RosterCommand::ConfirmProofs { account, proofs } => {
                let role = self.allow("roster.save")?;
                let by = self.by();
                self.write(role, |tx| {
                    let id = confirm_proofs(tx, &account, proofs, &by)?.id;
                    Ok(Event::Roster(RosterEvent::ProofsConfirmed { id }))
                })
            }
            RosterCommand::SaveAgencyItem(item) => {
                let role = self.allow("roster.save")?;
                let by = self.by();
                self.write(role, |tx| {
                    let id = grant_agency_item(tx, &item, &by)?;
                    Ok(Event::Roster(RosterEvent::AgencyItemSaved { id }))
                })
            }
            RosterCommand::EndAgencyItem { item, basis, end } => {
                let role = self.allow("roster.save")?;
                let by = self.by();
                self.write(role, |tx| {
                    let wanted = Wanted {
                        item: &item,
                        basis: Some(&basis),
                    };
                    end_agency_item(tx, wanted, &end, &by)?;
                    Ok(Event::Roster(RosterEvent::AgencyItemEnded { item }))
                })
            }
            RosterCommand::SaveStanding(fact) => self.save_standing(&fact),
            RosterCommand::SaveOfficer(officer) => self.save_officer(&officer),
            RosterCommand::Train(course) => self.save_training(&course),
        }
    }

    fn save_roster_person(&mut self, person: &Person) -> Result<Done, AppError> {
        let role = self.allow("roster.save")?;
        let by = self.by();
        self.write(role, |tx| {
            let id = save_person(tx, person, &by)?;
            Ok(Event::Roster(RosterEvent::PersonSaved { id }))
        })
    }

    fn enter_account(
        &mut self,
        account: &NewAccount,
        items: &[NewGrant],
    ) -> Result<Done, AppError> {
        let role = self.allow("roster.save")?;
        if account.opened_on > self.now().day() {
            return Err(RosterRefusal::InFuture.into());
        }
        let by = self.by();
        self.write(role, |tx| {
            let opened = open_account(tx, account, &by)?;
            for item in items {
                grant_item(tx, &opened.account, item, &by)?;
            }
            Ok(Event::Roster(RosterEvent::AccountEntered {
                id: opened.id,
                items: u32::try_from(items.len()).unwrap_or(u32::MAX),
            }))
        })
    }

    /// 2(3), 12(6): the agency's standing from a day on, with its letter.
    fn save_standing(&mut self, fact: &StandingFact) -> Result<Done, AppError> {
        let role = self.allow("standing.save")?;
        let by = self.by();
        self.write(role, |tx| {
            store::roster::put_standing(tx, fact, &by)?;
            Ok(Event::Roster(RosterEvent::StandingSaved {
                standing: fact.standing.code(),
            }))
        })
    }

    fn save_officer(&mut self, officer: &Officer) -> Result<Done, AppError> {
        let role = self.allow("roster.save")?;
        if let Some(until) = officer.until
            && until < officer.since
        {
            let begins = officer.since;
            return Err(RosterRefusal::EndsBeforeItBegins { begins }.into());
        }
        let by = self.by();
        self.write(role, |tx| {
            if store::roster::person_by_id(tx.reader(), officer.person)?.is_none() {
                return Err(RosterRefusal::NoSuchPerson.into());
            }
            let id = store::roster::put_officer(tx, officer, &by)?;
            Ok(Event::Roster(RosterEvent::OfficerSaved { id }))
        })
    }

    fn save_training(&mut self, course: &Training) -> Result<Done, AppError> {
        let role = self.allow("roster.save")?;
        if course.held_on > self.now().day() {
            return Err(RosterRefusal::InFuture.into());
        }
        let by = self.by();
        self.write(role, |tx| {
            if store::roster::person_by_id(tx.reader(), course.person)?.is_none() {
                return Err(RosterRefusal::NoSuchPerson.into());
            }
            store::roster::put_training(tx, course, &by)?;
            let person = course.person;
            Ok(Event::Roster(RosterEvent::Trained { person }))
        })
    }
}
