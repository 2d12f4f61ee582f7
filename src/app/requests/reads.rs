//! What the pane of requests shows: who must act, by when, how each came to where it stands, and what helps to decide.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};

use super::grounds::{delegations_to, held_account};
use crate::app::{AppError, Office};
use crate::domain::deadline::Deadline;
use crate::domain::ids::{Login, Period};
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::leaving;
use crate::domain::query::QueryFlag;
use crate::domain::refusal::Refusal;
use crate::domain::request::{
    Change, Delegation, Family, Hand, HeldAccount, Kind, Request, RequestNo, RequestRefusal, Step,
    StepTaken, forward, unmet, why_not,
};
use crate::domain::roster::{Account, AccountKind, AccountStatus, Person};
use crate::store;

/// Which requests a list wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestsAsked {
    /// Those that have ended, instead of those under way.
    pub has_ended: bool,
    pub family: Option<Family>,
    /// Number, name or account.
    pub search: String,
}

/// A request in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    pub request: Request,
    pub deadline: Option<Deadline>,
    /// The next step is this person's, and it is done here.
    pub is_mine: bool,
    /// The way forward, and why this person cannot take it.
    pub next: Option<(Step, Option<RequestRefusal>)>,
    /// The moves backwards that this person has.
    pub back: Vec<Step>,
    /// Why there is none.
    pub no_back: Option<RequestRefusal>,
    /// Who must act, where that is one person.
    pub actor: Option<String>,
    /// Whole days since it came to this stage.
    pub waited_days: u32,
}

/// What a list shows, my own inbox first.
#[derive(Debug, Clone, Default)]
pub struct RequestsPage {
    pub rows: Vec<RequestRow>,
    pub mine: usize,
    pub others: usize,
}

/// One line of a request beside what helps to judge it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineReference {
    pub item: String,
    /// 作業名稱, where the catalogue knows it.
    pub name: String,
    /// Whether the account holds it today, or the agency does.
    pub is_held: bool,
    /// `None`: it stays as it is.
    pub change: Option<Change>,
    pub basis: String,
    pub monthly: Option<u32>,
    pub is_agreed: Option<bool>,
    /// Queries of the account in the last twelve months; `None` without an account.
    pub used: Option<u64>,
    /// Of the active accounts of the same unit, how many hold it, and how many there are.
    pub peers: Option<(usize, usize)>,
}

/// One request, whole.
#[derive(Debug, Clone)]
pub struct RequestDetail {
    pub row: RequestRow,
    pub steps: Vec<StepTaken>,
    pub lines: Vec<LineReference>,
    pub account: Option<HeldAccount>,
    /// Red flags of the agency (2(3), 12(6)).
    pub standing: Vec<QueryFlag>,
    /// No item of the agency is recorded at all, so that nothing could be compared.
    pub has_no_agency_items: bool,
    /// What does not hold today of what the next step asks.
    pub unmet: Vec<RequestRefusal>,
    pub was_late: bool,
    pub changed_late: bool,
    /// Names by login.
    pub names: HashMap<String, String>,
    /// 申請最遲 and 異動最遲.
    pub application_due: Option<NaiveDate>,
    pub change_due: Option<NaiveDate>,
}

/// An account that may be changed or ended, for a form's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderChoice {
    pub account: String,
    pub kind: AccountKind,
    pub login: Option<Login>,
    pub name: String,
    pub unit: String,
    pub title: String,
    /// Items and bases held today.
    pub items: Vec<(String, String)>,
}

/// How far back use counts: 12 months (the directive's 閒置 is judged by a year's queries).
const MONTHS_BACK: u32 = 12;
/// How many that have ended are listed.
const ENDED: u32 = 500;

/// What the rows of one list need to know of the office, read once.
struct Desk {
    delegations: Vec<Delegation>,
    names: HashMap<String, String>,
    supervisors: Vec<Clerk>,
    managers: Vec<Clerk>,
}

impl Office {
    /// Whether this person sees everybody's requests: managers and supervisors do, a user his own.
    pub fn sees_all_requests(&self) -> bool {
        self.me.roles.any_of(&[Role::Manager, Role::Supervisor])
    }

    /// One request; of others' only to whoever may see it.
    pub fn request(&self, no: RequestNo) -> Result<Request, AppError> {
        let found = store::requests::get(self.store.reader(), no)?;
        let desk = self.requests_desk()?;
        let found = found.filter(|request| self.sees(request, &desk.delegations));
        Ok(found.ok_or(Refusal::NoSuchRecord)?)
    }

    fn sees(&self, request: &Request, delegations: &[Delegation]) -> bool {
        let (today, family) = (self.now().day(), request.kind.family());
        self.sees_all_requests()
            || request.is_of(&self.me.login)
            || delegations
                .iter()
                .any(|delegation| delegation.is_in_force(today, family))
    }

    /// What waits for this person first, soonest due first, then what others have, then what is with other agencies.
    pub fn requests(&self, asked: &RequestsAsked) -> Result<RequestsPage, AppError> {
        let desk = self.requests_desk()?;
        let reader = self.store.reader();
        let requests = if asked.has_ended {
            store::requests::ended(reader, None, ENDED)?
        } else {
            store::requests::open(reader)?
        };
        let mut rows = Vec::new();
        for request in requests {
            if self.sees(&request, &desk.delegations) && is_asked(&request, asked) {
                rows.push(self.row(request, &desk));
            }
        }
        if !asked.has_ended {
            rows.sort_by_key(|row| {
                let is_elsewhere = row.request.stage.is_elsewhere();
                let due = row.deadline.map(|deadline| deadline.ends_on);
                (
                    !row.is_mine,
                    due.is_none(),
                    due,
                    is_elsewhere,
                    row.request.no,
                )
            });
        }
        let mine = rows.iter().filter(|row| row.is_mine).count();
        Ok(RequestsPage {
            mine,
            others: rows.len().saturating_sub(mine),
            rows,
        })
    }

    /// `list requests`: by number, of a month or of all.
    pub fn list_requests(
        &mut self,
        period: Option<Period>,
        limit: u32,
    ) -> Result<Vec<RequestRow>, AppError> {
        self.allow("list.requests")?;
        let desk = self.requests_desk()?;
        let found = store::requests::numbered(self.store.reader(), period, u32::MAX)?;
        let rows = found
            .into_iter()
            .filter(|request| self.sees(request, &desk.delegations))
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|request| self.row(request, &desk));
        Ok(rows.collect())
    }

    /// One request with its history and what helps to decide it.
    pub fn request_detail(&self, no: RequestNo) -> Result<RequestDetail, AppError> {
        let request = self.request(no)?;
        let desk = self.requests_desk()?;
        let reader = self.store.reader();
        let now = self.now();
        let account = held_account(reader, &request.account, now)?;
        let calendar = self.calendar();
        Ok(RequestDetail {
            steps: store::requests::steps(reader, no)?,
            lines: self.line_references(&request, account.as_ref())?,
            account,
            standing: self.standing()?,
            has_no_agency_items: store::roster::agency_items(reader)?.is_empty(),
            unmet: {
                let taker = self.beside_me();
                let facts = taker.grounds(reader, &request)?;
                unmet(&request, facts.of(&self.me, now))
            },
            was_late: request.was_late(calendar),
            changed_late: request.changed_late(calendar),
            application_due: request.application_due(calendar),
            change_due: request.change_due(calendar),
            names: desk.names.clone(),
            row: self.row(request, &desk),
        })
    }

    fn requests_desk(&self) -> Result<Desk, AppError> {
        let clerks = store::clerks::all(self.store.reader())?;
        let names = clerks
            .iter()
            .map(|clerk| (clerk.login.to_string(), clerk.name.clone()));
        let with = |role: Role| {
            let fitting = clerks.iter().filter(|clerk| clerk.roles.has(role));
            fitting.cloned().collect::<Vec<Clerk>>()
        };
        Ok(Desk {
            delegations: delegations_to(self.store.reader(), &self.me)?,
            names: names.collect(),
            supervisors: with(Role::Supervisor),
            managers: with(Role::Manager),
        })
    }

    fn row(&self, request: Request, desk: &Desk) -> RequestRow {
        let now = self.now();
        let taker = self.beside_me();
        let hands = taker.hands(&desk.delegations);
        let next = forward(request.kind, request.stage)
            .map(|row| (row.step, why_not(&request, row.step, hands)));
        let steps = leaving(request.kind.moves(), request.stage).map(|row| row.step);
        let backward: Vec<Step> = steps.filter(|step| step.is_backward()).collect();
        let refusals = backward
            .iter()
            .map(|step| (*step, why_not(&request, *step, hands)));
        let (mut back, mut no_back) = (Vec::new(), None);
        for (step, refusal) in refusals {
            match refusal {
                None => back.push(step),
                Some(refusal) => no_back = no_back.or(Some(refusal)),
            }
        }
        if backward.is_empty() {
            no_back = why_not(&request, Step::Withdraw, hands);
        }
        let is_mine = next
            .as_ref()
            .is_some_and(|(_step, refusal)| refusal.is_none())
            && !request.stage.is_elsewhere();
        let waited = now.day().signed_duration_since(request.since.day());
        RequestRow {
            deadline: request.due(self.calendar()),
            is_mine,
            next,
            no_back: no_back.filter(|_refusal| back.is_empty()),
            back,
            actor: actor(&request, desk),
            waited_days: u32::try_from(waited.num_days()).unwrap_or(0),
            request,
        }
    }

    /// What is asked for beside what is held; for agency items beside what the agency holds.
    fn line_references(
        &self,
        request: &Request,
        account: Option<&HeldAccount>,
    ) -> Result<Vec<LineReference>, AppError> {
        let reader = self.store.reader();
        let is_agency = request.kind.family() == Family::Items;
        let today = self.now().day();
        let held: Vec<(String, String)> = if is_agency {
            let items = store::roster::agency_items(reader)?.into_iter();
            let held = items.filter(|item| item.holds_on(today));
            held.map(|item| (item.item, item.basis)).collect()
        } else {
            account.map_or_else(Vec::new, |held| held.items.clone())
        };
        let held = by_item(held);
        let names: HashMap<String, String> = self
            .catalogue_items()?
            .into_iter()
            .map(|item| (item.code, item.name))
            .collect();
        let used = self.used(&request.account)?;
        let peers = self.peers(request)?;
        let mut lines: Vec<LineReference> = Vec::new();
        // What is given up stands in the place where it is held.
        let unchanged = held
            .iter()
            .filter(|(item, _)| request.kind == Kind::UserItems && !has_line(request, item));
        for (item, basis) in unchanged {
            lines.push(LineReference {
                item: item.clone(),
                name: names.get(item).cloned().unwrap_or_default(),
                is_held: true,
                change: None,
                basis: basis.clone(),
                monthly: None,
                is_agreed: None,
                used: used.as_ref().map(|used| used_of(used, item)),
                peers: peers.as_ref().map(|peers| peers_of(peers, item)),
            });
        }
        for line in &request.lines {
            let item = &line.item;
            lines.push(LineReference {
                item: item.clone(),
                name: names.get(item).cloned().unwrap_or_default(),
                is_held: held.iter().any(|(known, _)| known == item),
                change: Some(line.change),
                basis: line.basis.clone(),
                monthly: line.monthly,
                is_agreed: line.is_agreed,
                used: used.as_ref().map(|used| used_of(used, item)),
                peers: peers.as_ref().map(|peers| peers_of(peers, item)),
            });
        }
        lines.sort_by_key(|line| (line.change == Some(Change::Add), line.item.clone()));
        Ok(lines)
    }

    /// Queries of an account in the last twelve months, by item.
    fn used(&self, account: &str) -> Result<Option<HashMap<String, u64>>, AppError> {
        if account.is_empty() {
            return Ok(None);
        }
        let since = self
            .now()
            .day()
            .checked_sub_months(Months::new(MONTHS_BACK));
        let since = since.and_then(Period::of).unwrap_or_default();
        let mut used = HashMap::new();
        for one in store::roster_use::uses_of(self.store.reader(), account, since)? {
            let rows: &mut u64 = used.entry(one.item).or_default();
            *rows = rows.saturating_add(one.rows);
        }
        Ok(Some(used))
    }

    /// Items of each active user account of the same unit, but for the person's own.
    fn peers(&self, request: &Request) -> Result<Option<Vec<Vec<String>>>, AppError> {
        let unit = &request.holder.unit;
        if unit.is_empty() || request.kind.family() != Family::User {
            return Ok(None);
        }
        let own = request.holder.login.as_ref();
        let peers = self.account_holders(AccountKind::User)?.into_iter();
        let peers = peers.filter(|peer| {
            peer.unit == *unit
                && peer.account != request.account
                && (own.is_none() || peer.login.as_ref() != own)
        });
        Ok(Some(
            peers
                .map(|peer| peer.items.into_iter().map(|(item, _)| item).collect())
                .collect(),
        ))
    }

    /// Accounts of a kind that are not deleted, with their holders.
    pub fn account_holders(&self, kind: AccountKind) -> Result<Vec<HolderChoice>, AppError> {
        let reader = self.store.reader();
        let today = self.now().day();
        let people: HashMap<i64, Person> = store::roster::people(reader)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        let mut grants: HashMap<i64, Vec<(String, String)>> = HashMap::new();
        for grant in store::roster::grants(reader)? {
            if grant.holds_on(today) {
                let held = grants.entry(grant.account).or_default();
                held.push((grant.item, grant.basis));
            }
        }
        let accounts = store::roster::accounts(reader)?.into_iter();
        let fitting = accounts
            .filter(|account| account.kind == kind && account.status != AccountStatus::Deleted);
        Ok(fitting
            .filter_map(|account: Account| {
                let person = people.get(&account.person)?;
                Some(HolderChoice {
                    items: grants.remove(&account.id).unwrap_or_default(),
                    account: account.account,
                    kind: account.kind,
                    login: person.login.clone(),
                    name: person.name.clone(),
                    unit: person.unit.clone(),
                    title: person.title.clone(),
                })
            })
            .collect())
    }

    /// The person as the roster knows him, for what a form begins with.
    pub fn roster_person(&self, login: &Login) -> Result<Option<Person>, AppError> {
        Ok(store::roster::person_of_login(self.store.reader(), login)?)
    }

    /// Codes of the agency's own items that day; `None` while none are recorded.
    pub fn agency_items_on(&self, day: NaiveDate) -> Result<Option<Vec<String>>, AppError> {
        let items = store::roster::agency_items(self.store.reader())?;
        Ok((!items.is_empty()).then(|| {
            let held = items.into_iter().filter(|item| item.holds_on(day));
            held.map(|item| item.item).collect()
        }))
    }

    /// What waits for this person, for Today; overdue ones of others too, where he is a manager.
    pub(in crate::app) fn waiting_requests(&self) -> Result<Vec<RequestRow>, AppError> {
        let roles = [Role::User, Role::Manager, Role::Supervisor];
        if !self.me.roles.any_of(&roles) {
            return Ok(Vec::new());
        }
        let today = self.now().day();
        let is_manager = self.me.roles.has(Role::Manager);
        let page = self.requests(&RequestsAsked::default())?;
        let is_late = |row: &RequestRow| {
            row.deadline
                .is_some_and(|deadline| deadline.state(today).is_overdue())
        };
        Ok(page
            .rows
            .into_iter()
            .filter(|row| row.is_mine || is_manager && is_late(row))
            .collect())
    }
}

/// One entry an item, whatever bases it is held on.
fn by_item(held: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut items: Vec<(String, String)> = Vec::new();
    for (item, basis) in held {
        if items.iter().all(|(known, _)| *known != item) {
            items.push((item, basis));
        }
    }
    items
}

fn has_line(request: &Request, item: &str) -> bool {
    request.lines.iter().any(|line| line.item == item)
}

fn used_of(used: &HashMap<String, u64>, item: &str) -> u64 {
    used.get(item).copied().unwrap_or(0)
}

fn peers_of(peers: &[Vec<String>], item: &str) -> (usize, usize) {
    let holding = peers
        .iter()
        .filter(|items| items.iter().any(|known| known == item));
    (holding.count(), peers.len())
}

/// Whether a list's filter and search want it.
fn is_asked(request: &Request, asked: &RequestsAsked) -> bool {
    let wanted = asked.search.trim().to_uppercase();
    let texts = [
        request.no.to_string(),
        request.holder.name.clone(),
        request.successor.name.clone(),
        request.account.clone(),
        request.new_account.clone(),
        request.applicant.to_string(),
        crate::domain::request::lines_text(&request.lines),
    ];
    let is_found = wanted.is_empty()
        || texts
            .iter()
            .any(|text| text.to_uppercase().contains(&wanted));
    is_found
        && asked
            .family
            .is_none_or(|family| family == request.kind.family())
}

/// Who must act, where that is one person of this desk.
fn actor(request: &Request, desk: &Desk) -> Option<String> {
    let row = forward(request.kind, request.stage)?;
    if request.stage.is_elsewhere() {
        return None;
    }
    let only = |clerks: &[Clerk], not: Option<&Login>| {
        let mut fitting = clerks.iter().filter(|clerk| Some(&clerk.login) != not);
        let first = fitting.next()?;
        fitting.next().is_none().then(|| first.name.clone())
    };
    match row.by {
        Hand::Applicant => Some(
            desk.names
                .get(request.applicant.as_str())
                .cloned()
                .unwrap_or_else(|| request.applicant.to_string()),
        ),
        Hand::Supervisor => only(&desk.supervisors, Some(&request.applicant)),
        Hand::Manager => only(&desk.managers, request.approved_by.as_ref()),
        Hand::Successor => Some(request.successor.name.clone()),
    }
}
