//! What the register shows: pages, one line with its versions and its case, what carries over, the catalogues.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::app::{AppError, Item, Office, Reason, may};
use crate::domain::basis::{Agency, Annex};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::query::{Output, Query, QueryFlag, QueryResult, QueryState};
use crate::domain::refusal::Refusal;
use crate::domain::roster::{Grant, Standing};
use crate::store::register_pages::{self, Lines, Place};
use crate::store::register_words::{Facet, Wanted};
use crate::store::{self, register};

/// How many lines of the same case are listed.
const SAME_CASE: u32 = 20;

/// What a line shows as its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownResult {
    Pending,
    Answered(QueryResult),
    Void,
}

impl ShownResult {
    pub const ALL: [ShownResult; 6] = [
        ShownResult::Pending,
        ShownResult::Answered(QueryResult::Found),
        ShownResult::Answered(QueryResult::NoData),
        ShownResult::Answered(QueryResult::SystemError),
        ShownResult::Answered(QueryResult::NotAsked),
        ShownResult::Void,
    ];

    pub fn of(query: &Query) -> ShownResult {
        match (query.state, &query.answer) {
            (QueryState::Void, _) => ShownResult::Void,
            (QueryState::Complete, Some(answer)) => ShownResult::Answered(answer.result),
            (QueryState::Pending | QueryState::Complete, _) => ShownResult::Pending,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            ShownResult::Pending => QueryState::Pending.code(),
            ShownResult::Answered(result) => result.code(),
            ShownResult::Void => QueryState::Void.code(),
        }
    }
}

/// Which lines a list wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinesAsked {
    pub search: String,
    /// First and last month of the query.
    pub months: Option<(Period, Period)>,
    pub result: Option<ShownResult>,
    pub item: Option<String>,
    pub output: Option<Output>,
    pub relation: Option<String>,
    /// An account; of whoever sees all of them.
    pub account: Option<String>,
}

/// Which page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinePlace {
    Top,
    Bottom,
    From(RegisterNo),
    UpTo(RegisterNo),
}

/// A page of lines.
#[derive(Debug, Default)]
pub struct LinesPage {
    pub rows: Vec<Query>,
    pub has_before: bool,
    pub has_after: bool,
    /// How many there are in all, unless there are very many.
    pub total: Option<u64>,
    /// How many wait for their result: one's own, or everybody's.
    pub pending: u64,
}

/// More months than these are not asked one by one.
const MONTHS: usize = 120;

fn months(range: (Period, Period)) -> Vec<Facet> {
    let (first, last) = range;
    std::iter::successors(Some(first), |period| Some(period.next()))
        .take_while(|period| *period <= last)
        .take(MONTHS)
        .map(Facet::Month)
        .collect()
}

impl LinesAsked {
    fn wanted(&self) -> Wanted {
        let account = self.account.clone().map(Facet::Account);
        let result = self.result.map(|result| Facet::Shown(result.code()));
        let item = self.item.clone().map(Facet::Item);
        let output = self.output.map(|output| Facet::Output(output.code()));
        let relation = self.relation.clone().map(Facet::Relation);
        Wanted {
            search: self.search.clone(),
            all_of: [account, result, item, output, relation]
                .into_iter()
                .flatten()
                .collect(),
            one_of: self.months.map(months).unwrap_or_default(),
        }
    }
}

impl Office {
    /// Whether this person sees everybody's lines and not only those under his own account.
    pub fn sees_all_lines(&self) -> bool {
        let roles = [Role::Manager, Role::Checker, Role::Supervisor];
        self.me.roles.any_of(&roles)
    }

    /// The account whose lines alone this person sees. Without an account he sees none.
    fn only_account(&self) -> Result<Option<String>, AppError> {
        if self.sees_all_lines() {
            return Ok(None);
        }
        if !self.me.roles.any_of(may("list.register")) {
            return Err(Refusal::Role {
                command: "list.register",
            }
            .into());
        }
        Ok(Some(
            self.me
                .account
                .as_deref()
                .map(norm_text)
                .unwrap_or_default(),
        ))
    }

    /// A page of the register, newest first.
    pub fn lines(
        &mut self,
        asked: &LinesAsked,
        place: &LinePlace,
        limit: u32,
    ) -> Result<LinesPage, AppError> {
        let only = self.only_account()?;
        let lines = Lines {
            account: only.clone(),
            wanted: asked.wanted(),
        };
        let place = match place {
            LinePlace::Top => Place::Top,
            LinePlace::Bottom => Place::Bottom,
            LinePlace::From(no) => Place::From(no),
            LinePlace::UpTo(no) => Place::UpTo(no),
        };
        let snapshot = self.store.snapshot()?;
        let reader = snapshot.reader();
        let page = register_pages::newest(reader, &lines, &self.agency, place, limit)?;
        Ok(LinesPage {
            rows: page.rows.into_iter().map(|stored| stored.query).collect(),
            has_before: page.has_before,
            has_after: page.has_after,
            total: page.total,
            pending: register_pages::pending_count(reader, only.as_deref())?,
        })
    }

    /// The register as a command lists it: ascending by number, from the first.
    pub fn list_register(
        &mut self,
        period: Option<Period>,
        limit: u32,
    ) -> Result<Vec<Query>, AppError> {
        self.allow("list.register")?;
        let only = self.only_account()?;
        let reader = self.store.reader();
        Ok(register_pages::ascending(
            reader,
            period,
            only.as_deref(),
            &self.agency,
            limit,
        )?)
    }

    /// One line as it is in force, if this person may see it.
    pub fn query(&self, no: &RegisterNo) -> Result<Query, AppError> {
        let only = self.only_account()?;
        let stored = register::get(self.store.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
        let is_seen = only.is_none_or(|account| {
            !account.is_empty() && stored.query.account == account
                || stored.query.is_own_of(&self.me)
        });
        if is_seen {
            Ok(stored.query)
        } else {
            Err(Refusal::NoSuchRecord.into())
        }
    }

    /// Every version of a line, newest first.
    pub fn query_versions(&self, no: &RegisterNo) -> Result<Vec<Query>, AppError> {
        self.query(no)?;
        Ok(register::versions(self.store.reader(), no)?)
    }

    /// Other lines of the same case that this person sees, newest first.
    pub fn same_case(&self, query: &Query) -> Result<Vec<Query>, AppError> {
        let only = self.only_account()?;
        let reader = self.store.reader();
        Ok(register_pages::same_case(
            reader,
            query,
            only.as_deref(),
            SAME_CASE,
        )?)
    }

    /// What carries over into the next registration: this person's last line.
    pub fn last_own_line(&self) -> Result<Option<Query>, AppError> {
        let Some(account) = self.me.account.as_deref().map(norm_text) else {
            return Ok(None);
        };
        Ok(register_pages::last_of(self.store.reader(), &account)?)
    }

    /// Lines under this person's account that wait for their result, oldest first.
    pub fn own_pending(&self, limit: u32) -> Result<Vec<Query>, AppError> {
        let Some(account) = self.me.account.as_deref().map(norm_text) else {
            return Ok(Vec::new());
        };
        Ok(register_pages::pending(
            self.store.reader(),
            Some(&account),
            limit,
        )?)
    }

    /// Everybody's lines that wait for their result, oldest first.
    pub fn all_pending(&self, limit: u32) -> Result<Vec<Query>, AppError> {
        Ok(register_pages::pending(
            self.store.reader(),
            self.only_account()?.as_deref(),
            limit,
        )?)
    }

    /// 補登期限 of a line; `None` once its result is there.
    pub fn result_due(&self, query: &Query) -> Result<Option<NaiveDate>, AppError> {
        Ok(query.result_due(&self.calendar, self.result_due_days()?))
    }

    /// This agency of the annex, its bases as the store keeps them.
    pub fn annex(&self) -> Result<Agency, AppError> {
        let agency = Annex::embedded().agency_or_plain(&self.agency);
        let rows = store::catalogue::bases(self.store.reader())?;
        if rows.is_empty() {
            return Ok(agency);
        }
        let bases = rows.into_iter().map(|row| {
            agency.kept_basis(
                row.code,
                row.statute,
                row.statute_en,
                row.articles,
                (row.valid_from, row.valid_to),
            )
        });
        Ok(Agency {
            bases: bases.collect(),
            ..agency
        })
    }

    /// What the agency's standing puts on every row (2(3), 12(6)).
    pub fn standing(&self) -> Result<Vec<QueryFlag>, AppError> {
        self.standing_on(self.now().day())
    }

    /// The same on a day: by the letters that were entered, or, while there are none, by what was once set.
    pub(super) fn standing_on(&self, on: NaiveDate) -> Result<Vec<QueryFlag>, AppError> {
        let flag = match self.standing_fact_on(on)? {
            Some(fact) => match fact.standing {
                Standing::Consented => None,
                Standing::NotConsented => Some(QueryFlag::NotConsented),
                Standing::Suspended | Standing::Terminated => Some(QueryFlag::Suspended),
            },
            None => store::settings::get(self.store.reader(), "standing")?
                .and_then(|set| set.parse::<QueryFlag>().ok()),
        };
        Ok(flag.into_iter().collect())
    }

    /// What this person's account holds, now or on another day; `None` while no grants are recorded.
    pub fn own_grants(&self) -> Result<Option<Vec<Grant>>, AppError> {
        let account = norm_text(self.me.account.as_deref().unwrap_or_default());
        let kept = store::roster::holdings_of(self.store.reader(), &account)?;
        Ok(kept.map(|kept| {
            kept.line(&account)
                .map(|(_account, grants)| grants.to_vec())
                .unwrap_or_default()
        }))
    }

    /// Every item of the catalogue, in the order in which they were made.
    pub fn catalogue_items(&self) -> Result<Vec<Item>, AppError> {
        Ok(store::catalogue::items(self.store.reader())?)
    }

    /// The items that this person may be offered, whatever the day: those granted, or the catalogue's while no grants
    /// are recorded. A granted code that the catalogue does not know has no name.
    pub fn offered_items(&self) -> Result<Vec<Item>, AppError> {
        let known = self.catalogue_items()?;
        let today = self.now().day();
        let granted: Vec<String> = match self.own_grants()? {
            Some(grants) => {
                let mut codes: Vec<String> = grants
                    .into_iter()
                    .filter(|grant| grant.holds_on(today))
                    .map(|grant| grant.item)
                    .collect();
                codes.dedup();
                codes
            }
            None if self.me.items.is_empty() => return Ok(known),
            None => self.me.items.iter().map(|code| norm_text(code)).collect(),
        };
        Ok(granted
            .into_iter()
            .map(|code| {
                let named = known.iter().find(|item| item.code == code).cloned();
                named.unwrap_or(Item {
                    code,
                    name: String::new(),
                    valid_from: None,
                    valid_to: None,
                    example: false,
                })
            })
            .collect())
    }

    /// Every reason, in the order in which they were made.
    pub fn catalogue_reasons(&self) -> Result<Vec<Reason>, AppError> {
        Ok(store::catalogue::reasons(self.store.reader())?)
    }

    /// The short name of each reason by its name, for lists.
    pub fn short_reasons(&self) -> Result<HashMap<String, String>, AppError> {
        let reasons = self.catalogue_reasons()?.into_iter();
        Ok(reasons
            .map(|reason| (reason.name, reason.short_name))
            .collect())
    }

    /// Names of people by login.
    pub fn names(&self) -> Result<HashMap<String, String>, AppError> {
        let people = store::clerks::all(self.store.reader())?.into_iter();
        Ok(people
            .map(|clerk| (clerk.login.to_string(), clerk.name))
            .collect())
    }

    /// Whoever holds an account here, for whoever sees everybody's lines.
    pub fn holders(&self) -> Result<Vec<Clerk>, AppError> {
        if !self.sees_all_lines() {
            return Ok(Vec::new());
        }
        let mut people = store::clerks::all(self.store.reader())?;
        people.retain(|clerk| clerk.account.is_some());
        Ok(people)
    }
}
