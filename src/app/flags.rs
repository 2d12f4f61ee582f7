//! The rules over a month (monthly_check §3): one sweep over its rows, then the patterns, in few bytes a row.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{AppError, Office, Setting, Work};
use crate::domain::identity::Subject;
use crate::domain::ids::Period;
use crate::domain::normal::norm_text;
use crate::domain::query::{QueryResult, Recusal};
use crate::domain::roster::Holdings;
use crate::domain::rules::{
    Asking, Hit, RULES, RULES_VERSION, Rule, Thresholds, is_filler, keep, of_accounts, of_cases,
    of_subjects, pack,
};
use crate::domain::staff::{StaffHash, StaffHasher, StaffKind};
use crate::locale::Lang;
use crate::store::flags::{FlagRun, Flaggable};
use crate::store::{self, Reader};

/// A rule as a month shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    pub rule: Rule,
    /// Its thresholds: name and value.
    pub thresholds: Vec<(&'static str, u32)>,
    /// How many rows of the month it named.
    pub hits: u32,
    /// Of all walked rows that it named: how many, and how many were found bad; from [`OUTCOMES`] on.
    pub precision: Option<(u32, u32)>,
}

/// Below so many outcomes a share says nothing.
pub const OUTCOMES: u32 = 20;

/// What is known of accounts and people when a month is looked through.
struct Known {
    thresholds: Thresholds,
    /// Accounts, normalised, by their place.
    accounts: Vec<Account>,
    by_name: HashMap<String, u32>,
    items: HashMap<String, String>,
    hasher: Option<StaffHasher>,
    staff: HashMap<StaffHash, Vec<(StaffKind, Option<String>)>>,
    holdings: Holdings,
    has_roster: bool,
    last_before: BTreeMap<String, NaiveDate>,
    working: BTreeSet<NaiveDate>,
    no_data: &'static str,
}

struct Account {
    name: String,
    is_seen: bool,
}

impl Office {
    /// The thresholds in force.
    pub(super) fn thresholds(&self) -> Result<Thresholds, AppError> {
        let kept = self.setting(Setting::RuleThresholds)?;
        Ok(kept.parse().unwrap_or_default())
    }

    /// What the rules name of a month, as far as it can be said without the register.
    pub(super) fn flag_month(
        &self,
        reader: Reader<'_>,
        period: Period,
        work: Work<'_>,
    ) -> Result<Vec<Hit>, AppError> {
        let mut known = self.known(reader, period)?;
        let mut hits = Vec::new();
        let mut askings: Vec<Asking> = Vec::new();
        let mut done = 0;
        store::flags::each_flaggable(reader, period, |row| {
            done += 1;
            work.at(done, None)?;
            if let Some(asking) = known.look(period, &row, &mut hits) {
                askings.push(asking);
            }
            Ok::<_, AppError>(())
        })?;
        let thresholds = &known.thresholds;
        askings.sort_unstable_by_key(|row| (row.account, row.at, row.seq));
        of_accounts(&askings, thresholds, &mut hits);
        askings.sort_unstable_by_key(|row| (row.subject, row.at, row.seq));
        of_subjects(&askings, thresholds, &mut hits);
        askings.sort_unstable_by_key(|row| (row.case, row.seq));
        of_cases(&askings, thresholds, &mut hits);
        Ok(hits)
    }

    fn known(&self, reader: Reader<'_>, period: Period) -> Result<Known, AppError> {
        let staff = store::staff::hashes(reader)?;
        let key = store::staff::key(reader)?;
        let mut by_hash: HashMap<StaffHash, Vec<(StaffKind, Option<String>)>> = HashMap::new();
        for (hash, kind, account) in staff {
            let account = account.map(|account| norm_text(&account));
            by_hash.entry(hash).or_default().push((kind, account));
        }
        let last = store::flags::last_before(reader, period)?.into_iter();
        let calendar = self.calendar();
        let days = period.first_day().iter_days();
        let days = days.take_while(|day| period.contains(*day));
        Ok(Known {
            thresholds: self.thresholds()?,
            accounts: Vec::new(),
            by_name: HashMap::new(),
            items: HashMap::new(),
            hasher: key
                .filter(|_key| !by_hash.is_empty())
                .map(|key| StaffHasher::new(&key)),
            staff: by_hash,
            holdings: store::roster::holdings(reader)?,
            has_roster: !store::roster::accounts(reader)?.is_empty(),
            last_before: last
                .filter_map(|(account, day)| Some((norm_text(&account), day.parse().ok()?)))
                .collect(),
            working: days.filter(|day| calendar.is_working(*day)).collect(),
            no_data: Lang::ZhTw.query_result(QueryResult::NoData),
        })
    }

    /// Each rule, how often it named a row of the month, and how often it was right so far.
    pub fn rules(&mut self, period: Period) -> Result<Vec<RuleRow>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let kept = store::flags::run(reader, period)?;
        let thresholds = match kept {
            // What a month was looked through with stands with it.
            Some(run) => run.thresholds.parse().unwrap_or_default(),
            None => self.thresholds()?,
        };
        let counts = store::flags::counts(reader, period)?;
        let precision = store::flags::precision(reader)?;
        let rows = RULES.iter().map(|spec| {
            let own = counts.iter().find(|(rule, _)| *rule == spec.rule);
            let known = precision.iter().find(|(rule, ..)| *rule == spec.rule);
            let known = known.filter(|(_, flagged, _)| *flagged >= OUTCOMES);
            RuleRow {
                rule: spec.rule,
                thresholds: spec
                    .thresholds
                    .iter()
                    .map(|(name, _)| (*name, thresholds.get(spec.rule, name)))
                    .collect(),
                hits: own.map_or(0, |(_, hits)| *hits),
                precision: known.map(|(_, flagged, bad)| (*flagged, *bad)),
            }
        });
        Ok(rows.collect())
    }
}

impl Known {
    /// One row: its own rules at once; what the patterns need of it.
    fn look(&mut self, period: Period, row: &Flaggable<'_>, hits: &mut Vec<Hit>) -> Option<Asking> {
        let day: NaiveDate = row.day.parse().ok()?;
        let place = self.account(row.account);
        let subject = Subject::read(row.subject);
        let mut hit = |rule: Rule, saw: [u32; 2]| {
            let seq = row.seq;
            hits.push(Hit { seq, rule, saw });
        };
        for rule in self.of_staff(place, &subject) {
            hit(rule, [0, 0]);
        }
        if let Some(rule) = self.of_roster(place, row.item, day) {
            hit(rule, [0, 0]);
        }
        if let Some(idle) = self.woken(place, day) {
            hit(Rule::R16, [idle, 0]);
        }
        if is_filler(row.case_key.unwrap_or_default()) {
            hit(Rule::R10, [0, 0]);
        }
        let minute = row.secs / 3600 * 100 + row.secs / 60 % 60;
        let (from, to) = (
            self.thresholds.get(Rule::R12, "from"),
            self.thresholds.get(Rule::R12, "to"),
        );
        if !self.working.contains(&day) || minute < from || minute >= to {
            hit(Rule::R12, [minute, 0]);
        }
        let days = day.signed_duration_since(period.first_day()).num_days();
        Some(Asking {
            seq: row.seq,
            account: place,
            at: u32::try_from(days).ok()? * 86_400 + row.secs,
            subject: pack(row.subject).unwrap_or_default(),
            case: row.case_key.map_or(0, small_hash),
            is_empty_handed: norm_text(row.result) == self.no_data,
        })
    }

    /// The place of an account, normalised once.
    fn account(&mut self, raw: &str) -> u32 {
        if let Some(place) = self.by_name.get(raw) {
            return *place;
        }
        let name = norm_text(raw);
        let known = self
            .accounts
            .iter()
            .position(|account| account.name == name);
        let place = known.unwrap_or_else(|| {
            let is_seen = false;
            self.accounts.push(Account { name, is_seen });
            self.accounts.len() - 1
        });
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.by_name.insert(raw.to_owned(), place);
        place
    }

    fn name(&self, place: u32) -> &str {
        let account = usize::try_from(place)
            .ok()
            .and_then(|at| self.accounts.get(at));
        account.map_or("", |account| &account.name)
    }

    fn of_staff(&self, place: u32, subject: &Subject) -> Vec<Rule> {
        let Some(hasher) = &self.hasher else {
            return Vec::new();
        };
        let Some(known) = self.staff.get(&hasher.hash(subject)) else {
            return Vec::new();
        };
        let own = self.name(place);
        let rules = known.iter().filter_map(|(kind, account)| {
            let is_own = account.as_deref() == Some(own);
            match kind {
                StaffKind::Staff if is_own => Some(Rule::R01),
                StaffKind::Staff => Some(Rule::R02),
                StaffKind::Relative => is_own.then_some(Rule::R03),
            }
        });
        rules.collect()
    }

    /// R05 and R08; neither while nothing is recorded.
    fn of_roster(&mut self, place: u32, item: &str, day: NaiveDate) -> Option<Rule> {
        if !self.has_roster {
            return None;
        }
        if !self.items.contains_key(item) {
            self.items.insert(item.to_owned(), norm_text(item));
        }
        let item = self.items.get(item).map_or("", String::as_str);
        let Some((account, held)) = self.holdings.line(self.name(place)) else {
            return Some(Rule::R05);
        };
        if !account.is_open_on(day) {
            return Some(Rule::R05);
        }
        let is_held = held
            .iter()
            .any(|grant| grant.item == item && grant.holds_on(day));
        (self.holdings.is_kept() && !is_held).then_some(Rule::R08)
    }

    /// R16: how long an account slept, at its first row of the month in the file's order.
    fn woken(&mut self, place: u32, day: NaiveDate) -> Option<u32> {
        let account = self.accounts.get_mut(usize::try_from(place).ok()?)?;
        if account.is_seen {
            return None;
        }
        account.is_seen = true;
        let last = self.last_before.get(&account.name)?;
        let idle = u32::try_from(day.signed_duration_since(*last).num_days()).ok()?;
        (idle >= self.thresholds.get(Rule::R16, "idle")).then_some(idle)
    }
}

fn small_hash(case: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    case.hash(&mut hasher);
    let [one, two, three, four, ..] = hasher.finish().to_be_bytes();
    u32::from_be_bytes([one, two, three, four]).max(1)
}

/// The hits that count, and what is kept of how they were found.
pub(super) fn settled(hits: Vec<Hit>, thresholds: &Thresholds) -> (Vec<Hit>, FlagRun) {
    let hits = keep(hits);
    let run = FlagRun {
        version: RULES_VERSION,
        thresholds: thresholds.all(),
        hits: u32::try_from(hits.len()).unwrap_or(u32::MAX),
        sha256: digest(&hits),
    };
    (hits, run)
}

/// Over all hits in order: sequence number, rule, what it saw.
fn digest(hits: &[Hit]) -> String {
    let mut hasher = Sha256::new();
    for hit in hits {
        let [one, two] = hit.saw;
        hasher.update(format!("{}\t{}\t{one}\t{two}\n", hit.seq, hit.rule.code()));
    }
    super::checks::hex(&hasher.finalize())
}

/// R11 of rows whose registration gives no 分案依據: the register is asked for these few alone.
pub(super) fn drop_assigned(
    reader: Reader<'_>,
    hits: &mut Vec<Hit>,
    number_of: impl Fn(u32) -> Option<String>,
) -> Result<(), AppError> {
    let mut assigned = BTreeSet::new();
    for hit in hits.iter().filter(|hit| hit.rule == Rule::R11) {
        let Some(no) = number_of(hit.seq).and_then(|number| number.parse().ok()) else {
            continue;
        };
        let stored = store::register::get(reader, &no)?;
        let is_assigned =
            stored.is_some_and(|stored| matches!(stored.query.recusal, Some(Recusal::Assigned(_))));
        if is_assigned {
            assigned.insert(hit.seq);
        }
    }
    hits.retain(|hit| hit.rule != Rule::R11 || !assigned.contains(&hit.seq));
    Ok(())
}

#[cfg(test)]
#[path = "flags_tests.rs"]
mod tests;
