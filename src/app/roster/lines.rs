//! What is shown of the roster: its lines, those that only a log knows among them, one line whole, the officers.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::app::{AppError, Office, Setting};
use crate::domain::ids::{Login, Period};
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::refusal::Refusal;
use crate::domain::roster::{
    Account, AccountKind, AccountStatus, AgencyItem, Duty, Gap, Grant, Hint, IdleLimits, Noted,
    Officer, Person, StandingFact, Training, hints, idle_days, next_gap, standing_on,
};
use crate::store::{self, Reader};

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterAsked {
    /// Words, all of which stand in account, name, unit, title, items or request.
    pub search: String,
    pub status: Option<AccountStatus>,
    pub kind: Option<AccountKind>,
    pub unit: Option<String>,
    /// Only lines that are noticed for this.
    pub hint: Option<Hint>,
}

/// An account with its holder, and what is known of its use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    pub account: String,
    /// None: a log names it, the roster does not.
    pub held: Option<(Account, Person)>,
    /// Held today, in order.
    pub items: Vec<String>,
    /// The bases of these, in order.
    pub bases: Vec<String>,
    pub last_query: Option<NaiveDate>,
    /// Days since the last query, or since the opening.
    pub idle: Option<u32>,
    /// Gravest first.
    pub hints: Vec<Hint>,
}

/// The roster's lines by account, and how many there are of each state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    pub lines: Vec<RosterLine>,
    pub active: usize,
    pub stopped: usize,
    pub units: Vec<String>,
}

/// How often an item was queried within twelve months, and when last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse {
    pub item: String,
    pub rows: u64,
    pub last_on: NaiveDate,
}

/// One line whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterSheet {
    pub line: RosterLine,
    /// All of them, the ended ones too.
    pub grants: Vec<Grant>,
    pub uses: Vec<AccountUse>,
    /// Other accounts of the same person.
    pub others: Vec<Account>,
    pub officers: Vec<Officer>,
    pub trainings: Vec<Training>,
}

impl Office {
    /// 閒置: the days that warn and that propose deletion.
    pub fn idle_limits(&self) -> Result<IdleLimits, AppError> {
        let days = |setting: Setting| -> Result<u32, AppError> {
            let value = self.setting(setting)?;
            Ok(value.parse().unwrap_or(u32::MAX))
        };
        Ok(IdleLimits {
            warn: days(Setting::IdleWarn)?,
            delete: days(Setting::IdleDelete)?,
        })
    }

    /// The roster's lines by account. Deleted accounts stand there only when they are asked for.
    pub fn roster(&mut self, asked: &RosterAsked) -> Result<Roster, AppError> {
        self.allow("list.roster")?;
        let all = self.all_lines()?;
        let mut roster = Roster::default();
        for line in &all {
            match line.held.as_ref().map(|(account, _)| account.status) {
                Some(AccountStatus::Active) => roster.active += 1,
                Some(AccountStatus::Stopped) => roster.stopped += 1,
                Some(AccountStatus::Deleted) | None => {}
            }
            if let Some((_, person)) = &line.held
                && !person.unit.is_empty()
            {
                roster.units.push(person.unit.clone());
            }
        }
        roster.units.sort_unstable();
        roster.units.dedup();
        roster.lines = all.into_iter().filter(|line| fits(line, asked)).collect();
        Ok(roster)
    }

    /// Everything on the roster and every account that a log names, by account.
    pub(in crate::app) fn all_lines(&self) -> Result<Vec<RosterLine>, AppError> {
        lines_of(self.store.reader(), self.idle_limits()?, self.now().day())
    }

    /// One account whole.
    pub fn roster_sheet(&mut self, account: &str) -> Result<RosterSheet, AppError> {
        self.allow("list.roster")?;
        let name = norm_text(account);
        let line = self
            .all_lines()?
            .into_iter()
            .find(|line| line.account == name)
            .ok_or(Refusal::NoSuchRecord)?;
        let reader = self.store.reader();
        let (grants, mut others, person) = match &line.held {
            Some((account, person)) => (
                store::roster::grants_of(reader, account.id)?,
                store::roster::accounts_of(reader, person.id)?,
                Some(person.id),
            ),
            None => (Vec::new(), Vec::new(), None),
        };
        others.retain(|other| other.account != name);
        let mut officers = store::roster::officers(reader)?;
        officers.retain(|officer| Some(officer.person) == person);
        let mut trainings = store::roster::trainings(reader)?;
        trainings.retain(|course| Some(course.person) == person);
        Ok(RosterSheet {
            uses: self.account_uses(&name)?,
            line,
            grants,
            others,
            officers,
            trainings,
        })
    }

    /// How often an account queried each item within twelve months, by item: from what was counted at import.
    pub fn account_uses(&self, account: &str) -> Result<Vec<AccountUse>, AppError> {
        let Some(this) = Period::of(self.now().day()) else {
            return Ok(Vec::new());
        };
        let since = (0..11).fold(this, |month, _back| month.previous());
        let mut uses: BTreeMap<String, AccountUse> = BTreeMap::new();
        for used in store::roster_use::uses_of(self.store.reader(), &norm_text(account), since)? {
            let entry = uses.entry(used.item.clone()).or_insert(AccountUse {
                item: used.item,
                rows: 0,
                last_on: used.last_on,
            });
            entry.rows = entry.rows.saturating_add(used.rows);
            entry.last_on = entry.last_on.max(used.last_on);
        }
        Ok(uses.into_values().collect())
    }

    /// Everybody on the roster, by id; for forms that name a person.
    pub fn roster_people(&mut self) -> Result<Vec<Person>, AppError> {
        self.allow("list.roster")?;
        Ok(store::roster::people(self.store.reader())?)
    }

    /// People of the desk whom no person of the roster names yet.
    pub fn people_not_on_roster(&mut self) -> Result<Vec<Clerk>, AppError> {
        let known: Vec<Option<Login>> = self
            .roster_people()?
            .into_iter()
            .map(|person| person.login)
            .collect();
        let mut people = store::clerks::all(self.store.reader())?;
        people.retain(|clerk| !known.contains(&Some(clerk.login.clone())));
        Ok(people)
    }

    /// The agency's own items, the ended ones too.
    pub fn agency_items(&self) -> Result<Vec<AgencyItem>, AppError> {
        Ok(store::roster::agency_items(self.store.reader())?)
    }

    /// The letters on the agency's standing, in the order in which they were entered.
    pub fn standing_facts(&self) -> Result<Vec<StandingFact>, AppError> {
        Ok(store::roster::standings(self.store.reader())?)
    }

    /// How the agency stands on a day by its letters; `None` while none is entered.
    pub fn standing_fact_on(&self, on: NaiveDate) -> Result<Option<StandingFact>, AppError> {
        Ok(standing_on(&self.standing_facts()?, on).cloned())
    }

    /// Officers with their names, past ones too, by their first day.
    pub fn officers(&mut self) -> Result<Vec<(Officer, Person)>, AppError> {
        self.allow("list.roster")?;
        let people: HashMap<i64, Person> = store::roster::people(self.store.reader())?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        let officers = store::roster::officers(self.store.reader())?;
        Ok(officers
            .into_iter()
            .filter_map(|officer| {
                let person = people.get(&officer.person)?.clone();
                Some((officer, person))
            })
            .collect())
    }

    /// Hours of training of each person in a calendar year, by person.
    pub fn training_hours(&self, year: i32) -> Result<HashMap<i64, u32>, AppError> {
        use chrono::Datelike;
        let mut hours: HashMap<i64, u32> = HashMap::new();
        for course in store::roster::trainings(self.store.reader())? {
            if course.held_on.year() == year {
                let held = hours.entry(course.person).or_default();
                *held = held.saturating_add(course.hours);
            }
        }
        Ok(hours)
    }

    /// Duties that nobody holds from some day on, once officers are kept at all.
    pub fn officer_gaps(&self) -> Result<Vec<Gap>, AppError> {
        let officers = store::roster::officers(self.store.reader())?;
        let today = self.now().day();
        let kept = |duty: &Duty| {
            // 10(1) asks for 查核 of every agency; other duties are watched where somebody was ever appointed.
            *duty == Duty::Checking || officers.iter().any(|held| held.duty == *duty)
        };
        if officers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(Duty::ALL
            .into_iter()
            .filter(kept)
            .filter_map(|duty| next_gap(&officers, duty, today))
            .collect())
    }

    /// Officers for 查核 who hold an account in use or a role of user or manager at the desk: shown, never hidden.
    pub fn checkers_with_accounts(&self) -> Result<Vec<Person>, AppError> {
        let reader = self.store.reader();
        let today = self.now().day();
        let accounts = store::roster::accounts(reader)?;
        let mut found = Vec::new();
        for officer in store::roster::officers(reader)? {
            let is_now = crate::domain::roster::covers(officer.since, officer.until, today);
            if officer.duty != Duty::Checking || !is_now {
                continue;
            }
            let Some(person) = store::roster::person_by_id(reader, officer.person)? else {
                continue;
            };
            let clerk = match &person.login {
                Some(login) => store::clerks::get(reader, login)?,
                None => None,
            };
            let has_role =
                clerk.is_some_and(|clerk| clerk.roles.any_of(&[Role::User, Role::Manager]));
            let has_account = accounts
                .iter()
                .any(|held| held.person == person.id && held.is_open_on(today));
            if has_role || has_account {
                found.push(person);
            }
        }
        Ok(found)
    }
}

/// Everything on the roster and every account that a log names, by account, as a day sees them.
pub(in crate::app) fn lines_of(
    reader: Reader<'_>,
    limits: IdleLimits,
    today: NaiveDate,
) -> Result<Vec<RosterLine>, AppError> {
    let people: HashMap<i64, Person> = store::roster::people(reader)?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let accounts = store::roster::accounts(reader)?;
    let mut active: HashMap<i64, usize> = HashMap::new();
    for account in accounts.iter().filter(|held| held.status.is_active()) {
        *active.entry(account.person).or_default() += 1;
    }
    let mut grants: HashMap<i64, Vec<Grant>> = HashMap::new();
    for grant in store::roster::grants(reader)? {
        if grant.holds_on(today) {
            grants.entry(grant.account).or_default().push(grant);
        }
    }
    let mut last: BTreeMap<String, NaiveDate> = store::roster_use::last_queries(reader)?
        .into_iter()
        .collect();
    let mut lines: BTreeMap<String, RosterLine> = BTreeMap::new();
    for account in accounts {
        let person = people
            .get(&account.person)
            .cloned()
            .ok_or(Refusal::NoSuchRecord)?;
        let last_query = last.remove(&account.account);
        let held = grants.remove(&account.id).unwrap_or_default();
        let noted = Noted {
            person: &person,
            account: &account,
            last_query,
            active_accounts: active.get(&person.id).copied().unwrap_or_default(),
        };
        let line = RosterLine {
            hints: hints(noted, limits, today),
            idle: Some(idle_days(&account, last_query, today)),
            items: sorted(held.iter().map(|grant| &grant.item)),
            bases: sorted(held.iter().map(|grant| &grant.basis)),
            last_query,
            account: account.account.clone(),
            held: Some((account, person)),
        };
        lines.insert(line.account.clone(), line);
    }
    let ended: HashMap<String, NaiveDate> = store::requests::orphans_ended(reader)?
        .into_iter()
        .collect();
    for (account, last_query) in last {
        // Deleted where it stood, and not seen since.
        if ended
            .get(&account)
            .is_some_and(|ended| last_query <= *ended)
        {
            continue;
        }
        let days = today.signed_duration_since(last_query).num_days();
        let line = RosterLine {
            account: account.clone(),
            held: None,
            items: Vec::new(),
            bases: Vec::new(),
            last_query: Some(last_query),
            idle: Some(u32::try_from(days).unwrap_or(0)),
            hints: vec![Hint::Unknown],
        };
        lines.insert(account, line);
    }
    Ok(lines.into_values().collect())
}

fn sorted<'a>(codes: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut codes: Vec<String> = codes.cloned().collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn fits(line: &RosterLine, asked: &RosterAsked) -> bool {
    let held = line.held.as_ref();
    let status = held.map(|(account, _)| account.status);
    let is_status = match asked.status {
        Some(wanted) => status == Some(wanted),
        None => status != Some(AccountStatus::Deleted),
    };
    let is_kind = asked
        .kind
        .is_none_or(|kind| held.is_some_and(|(account, _)| account.kind == kind));
    let is_unit = asked
        .unit
        .as_ref()
        .is_none_or(|unit| held.is_some_and(|(_, person)| person.unit == *unit));
    let is_hint = asked.hint.is_none_or(|hint| line.hints.contains(&hint));
    is_status && is_kind && is_unit && is_hint && has_words(line, &asked.search)
}

fn has_words(line: &RosterLine, search: &str) -> bool {
    let mut text = norm_text(&line.account);
    if let Some((account, person)) = &line.held {
        for part in [&person.name, &person.unit, &person.title, &account.request] {
            text.push(' ');
            text.push_str(&norm_text(part));
        }
    }
    for item in &line.items {
        text.push(' ');
        text.push_str(item);
    }
    norm_text(search)
        .split_whitespace()
        .all(|word| text.contains(word))
}
