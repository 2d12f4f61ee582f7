//! What a step that was carried out changes on the roster, in the same transaction: accounts opened, stopped, deleted,
//! items granted and ended.

use chrono::NaiveDate;

use crate::app::AppError;
use crate::app::roster::carry;
use crate::domain::ids::Login;
use crate::domain::request::{Change, Kind, Line, Party, Request, Step, Taken};
use crate::domain::roster::{
    AccountKind, AgencyItem, Ended, NewAccount, NewGrant, Person, Post, Wanted,
};
use crate::store::roster::By;
use crate::store::{self, WriteTx};

/// Writes the roster's side of a step.
pub(super) fn carry_out(tx: &mut WriteTx<'_>, taken: &Taken, by: &Login) -> Result<(), AppError> {
    let request = &taken.request;
    let (Some(step), Some(day)) = (taken.step.step, taken.step.day) else {
        return Ok(());
    };
    let by = By {
        login: by.clone(),
        at: request.changed_at,
    };
    let deed = Deed {
        request,
        day,
        by: &by,
    };
    match (request.kind, step) {
        (Kind::UserAdd, Step::SetUp) => deed.open(tx, AccountKind::User),
        (Kind::ManagerAdd, Step::CentralSetUp) | (Kind::Swap, Step::NewAccount) => {
            deed.open(tx, AccountKind::Manager)
        }
        (Kind::UserItems, Step::SetUp) => deed.change_items(tx),
        (Kind::Swap, Step::StopOld) => {
            carry::stop_account(tx, &request.account, &deed.ended(), &by)?;
            Ok(())
        }
        (Kind::UserDelete, Step::SetUp) if deed.is_unknown(tx)? => Ok(()),
        (Kind::UserDelete, Step::SetUp)
        | (Kind::ManagerDelete, Step::CentralSetUp)
        | (Kind::Swap, Step::DeleteOld) => {
            carry::delete_account(tx, &request.account, &deed.ended(), &by)?;
            Ok(())
        }
        (Kind::ItemsAdd | Kind::ItemsDelete, Step::ChangeRights) => deed.change_agency_items(tx),
        _ => Ok(()),
    }
}

struct Deed<'a> {
    request: &'a Request,
    day: NaiveDate,
    by: &'a By,
}

impl Deed<'_> {
    /// Nobody holds the account: the roster has nothing to change.
    fn is_unknown(&self, tx: &WriteTx<'_>) -> Result<bool, AppError> {
        let found = store::roster::account_named(tx.reader(), &self.request.account)?;
        Ok(self.request.has_no_holder() && found.is_none())
    }

    fn number(&self) -> String {
        self.request.no.to_string()
    }

    fn ended(&self) -> Ended {
        Ended {
            on: self.day,
            cause: self.request.cause,
            request: self.number(),
        }
    }

    /// 新增: the person where he is new to the roster, the account, its items.
    fn open(&self, tx: &mut WriteTx<'_>, kind: AccountKind) -> Result<(), AppError> {
        let request = self.request;
        let new = NewAccount {
            account: request.new_account.clone(),
            person: self.person(tx, request.newcomer())?,
            kind,
            proofs: request.proofs,
            request: self.number(),
            approved_on: request.approved_on,
            opened_on: self.day,
            second_reason: request.second_reason.clone(),
        };
        let opened = carry::open_account(tx, &new, self.by)?;
        for line in request.lines_of(Change::Add) {
            carry::grant_item(tx, &opened.account, &self.grant(line), self.by)?;
        }
        Ok(())
    }

    fn person(&self, tx: &mut WriteTx<'_>, party: &Party) -> Result<i64, AppError> {
        let known = match &party.login {
            Some(login) => store::roster::person_of_login(tx.reader(), login)?,
            None => None,
        };
        if let Some(person) = known {
            return Ok(person.id);
        }
        let person = Person {
            id: 0,
            version: 0,
            name: party.name.clone(),
            unit: party.unit.clone(),
            title: party.title.clone(),
            login: party.login.clone(),
            post: Post::Serving,
            post_on: None,
            remark: String::new(),
        };
        carry::save_person(tx, &person, self.by)
    }

    fn grant(&self, line: &Line) -> NewGrant {
        NewGrant {
            item: line.item.clone(),
            basis: line.basis.clone(),
            valid_from: self.day,
            request: self.number(),
        }
    }

    /// 調整: what is given up is held through the day, what is asked for begins on it.
    fn change_items(&self, tx: &mut WriteTx<'_>) -> Result<(), AppError> {
        let account = &self.request.account;
        for line in self.request.lines_of(Change::Delete) {
            carry::end_item(tx, account, wanted(line), &self.ended(), self.by)?;
        }
        for line in self.request.lines_of(Change::Add) {
            carry::grant_item(tx, account, &self.grant(line), self.by)?;
        }
        Ok(())
    }

    /// 權限異動: what the bureau agreed to, and nothing else.
    fn change_agency_items(&self, tx: &mut WriteTx<'_>) -> Result<(), AppError> {
        let steps = store::requests::steps(tx.reader(), self.request.no)?;
        let is_letter =
            |step: Option<Step>| matches!(step, Some(Step::BureauAgree | Step::BureauPartly));
        let letter = steps.iter().rev().find(|taken| is_letter(taken.step));
        let document = letter.map_or_else(String::new, |taken| taken.document.clone());
        let lines = self.request.lines.iter();
        for line in lines.filter(|line| line.is_agreed == Some(true)) {
            match line.change {
                Change::Add => {
                    let item = AgencyItem {
                        id: 0,
                        version: 0,
                        item: line.item.clone(),
                        basis: line.basis.clone(),
                        valid_from: self.day,
                        valid_to: None,
                        document: document.clone(),
                        request: self.number(),
                        ended_by: String::new(),
                    };
                    carry::grant_agency_item(tx, &item, self.by)?;
                }
                Change::Delete => {
                    carry::end_agency_item(tx, wanted(line), &self.ended(), self.by)?;
                }
            }
        }
        Ok(())
    }
}

fn wanted(line: &Line) -> Wanted<'_> {
    Wanted {
        item: &line.item,
        basis: (!line.basis.is_empty()).then_some(line.basis.as_str()),
    }
}
