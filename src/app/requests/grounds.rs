//! What the rules of requests need to know: the agency, its items, the account concerned, who acts for whom.

use super::Taker;
use crate::app::{AppError, Office};
use crate::domain::basis::Agency;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::request::{Delegation, Grounds, HeldAccount, Request};
use crate::domain::roster::{AccountStatus, AgencyItem};
use crate::store::{self, Reader, StoreError};

/// The facts of one request's office and people today.
pub(in crate::app) struct Facts<'a> {
    agency: &'a Agency,
    agency_items: Option<Vec<String>>,
    account: Option<HeldAccount>,
    others: Vec<String>,
    delegations: Vec<Delegation>,
}

impl Facts<'_> {
    pub(super) fn of<'a>(&'a self, clerk: &'a Clerk, now: Moment) -> Grounds<'a> {
        Grounds {
            clerk,
            now,
            agency: self.agency,
            agency_items: self.agency_items.as_deref(),
            account: self.account.as_ref(),
            others: &self.others,
            delegations: &self.delegations,
        }
    }
}

impl Office {
    /// This person, to be taken into a transaction.
    pub(super) fn beside_me(&self) -> Taker {
        Taker {
            me: self.me.clone(),
            now: self.now(),
            agency: crate::domain::basis::Annex::embedded().agency_or_plain(&self.agency),
        }
    }
}

impl Taker {
    /// Enough to say whose step it is, and no more.
    pub(super) fn hands<'a>(&'a self, delegations: &'a [Delegation]) -> Grounds<'a> {
        Grounds {
            clerk: &self.me,
            now: self.now,
            agency: &self.agency,
            agency_items: None,
            account: None,
            others: &[],
            delegations,
        }
    }

    pub(super) fn grounds(
        &self,
        reader: Reader<'_>,
        request: &Request,
    ) -> Result<Facts<'_>, AppError> {
        let today = self.now.day();
        let items = store::roster::agency_items(reader)?;
        Ok(Facts {
            agency: &self.agency,
            agency_items: (!items.is_empty()).then(|| {
                let held = items.into_iter().filter(|item| item.holds_on(today));
                held.map(|item: AgencyItem| item.item).collect()
            }),
            account: held_account(reader, &request.account, self.now)?,
            others: other_accounts(reader, request)?,
            delegations: delegations_to(reader, &self.me)?,
        })
    }
}

/// The account as the roster has it today.
pub(super) fn held_account(
    reader: Reader<'_>,
    name: &str,
    now: Moment,
) -> Result<Option<HeldAccount>, StoreError> {
    let Some(account) = store::roster::account_named(reader, name)? else {
        return Ok(None);
    };
    let grants = store::roster::grants_of(reader, account.id)?;
    let held = grants
        .into_iter()
        .filter(|grant| grant.holds_on(now.day()))
        .map(|grant| (grant.item, grant.basis));
    Ok(Some(HeldAccount {
        is_there: account.status != AccountStatus::Deleted,
        proofs: account.proofs,
        items: held.collect(),
    }))
}

/// Active accounts of whoever is to get one.
fn other_accounts(reader: Reader<'_>, request: &Request) -> Result<Vec<String>, StoreError> {
    let Some(login) = request
        .newcomer()
        .login
        .as_ref()
        .filter(|_login| request.kind.opens_account())
    else {
        return Ok(Vec::new());
    };
    let Some(person) = store::roster::person_of_login(reader, login)? else {
        return Ok(Vec::new());
    };
    let accounts = store::roster::accounts_of(reader, person.id)?.into_iter();
    Ok(accounts
        .filter(|account| account.status == AccountStatus::Active)
        .map(|account| account.account)
        .collect())
}

/// Delegations to this person by those who are supervisors still.
pub(super) fn delegations_to(
    reader: Reader<'_>,
    deputy: &Clerk,
) -> Result<Vec<Delegation>, StoreError> {
    let mut found = Vec::new();
    for delegation in store::requests::delegations_to(reader, &deputy.login)? {
        let principal = store::clerks::get(reader, &delegation.principal)?;
        if principal.is_some_and(|clerk| clerk.roles.has(Role::Supervisor)) {
            found.push(delegation);
        }
    }
    Ok(found)
}
