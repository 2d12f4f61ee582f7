//! The passes over one group, each taking what the ones before it left.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::{Answer, Group, LogLine, Match, MatchState, Pass, RegLine, Standing, may_be_one_case};
use crate::domain::calendar::Calendar;
use crate::domain::ids::LogId;
use crate::domain::pairing::{cheapest_pairs, monotone_pairs};

/// The longest time between a query and its retry, in seconds.
const RETRY_SECONDS: u32 = 1_800;
const DAY_SECONDS: i64 = 86_400;

/// A registration's place and how a log row came to it.
#[derive(Clone, Copy)]
struct Joined {
    reg: usize,
    pass: Pass,
    state: MatchState,
}

pub(super) struct Work<'a> {
    /// By day, time and content; the sequence number is only a label for rows that are equal in all of these.
    log: Vec<&'a LogLine>,
    /// By number.
    register: Vec<&'a RegLine>,
    confirmed: BTreeMap<LogId, &'a str>,
    refused: BTreeSet<(LogId, &'a str)>,
    joined: Vec<Option<Joined>>,
    /// Registrations that a row holds, whatever the pass.
    is_taken: Vec<bool>,
}

impl<'a> Work<'a> {
    pub(super) fn of(group: Group<'a>) -> Work<'a> {
        let mut log: Vec<&LogLine> = group.log.iter().collect();
        log.sort_by_key(|line| {
            let content = (&line.texts, &line.case_key, &line.number);
            (line.day, line.secs, content, line.id)
        });
        let mut register: Vec<&RegLine> = group.register.iter().collect();
        register.sort_by(|one, other| one.number.cmp(&other.number));
        let mut confirmed = BTreeMap::new();
        let mut refused = BTreeSet::new();
        for decision in group.decisions {
            match decision.answer {
                Answer::Confirmed => {
                    confirmed.insert(decision.row, decision.number.as_str());
                }
                Answer::Refused => {
                    refused.insert((decision.row, decision.number.as_str()));
                }
            }
        }
        Work {
            joined: vec![None; log.len()],
            is_taken: vec![false; register.len()],
            log,
            register,
            confirmed,
            refused,
        }
    }

    fn join(&mut self, log: usize, joined: Joined) {
        if let Some(slot) = self.joined.get_mut(log) {
            *slot = Some(joined);
        }
        if let Some(taken) = self.is_taken.get_mut(joined.reg) {
            *taken = true;
        }
    }

    fn place_of(&self, number: &str) -> Option<usize> {
        self.register
            .binary_search_by(|line| line.number.as_str().cmp(number))
            .ok()
    }

    /// What persons decided and what a freeze fixed comes first and is never matched anew.
    pub(super) fn fix_settled(&mut self) {
        for (place, line) in self.log.clone().into_iter().enumerate() {
            let (number, pass) = match &line.standing {
                Standing::Frozen(number) => (number.as_deref(), Pass::P1),
                Standing::OfMonth | Standing::Neighbour => {
                    (self.confirmed.get(&line.id).copied(), Pass::Confirmed)
                }
            };
            if let Some(reg) = number.and_then(|number| self.place_of(number)) {
                let state = MatchState::Matched;
                self.join(place, Joined { reg, pass, state });
            }
        }
    }

    fn is_open(&self, log: usize, line: &LogLine) -> bool {
        let is_frozen = matches!(line.standing, Standing::Frozen(_));
        !is_frozen && self.joined.get(log).is_some_and(Option::is_none)
    }

    /// P1: any number of rows, whatever their day.
    pub(super) fn join_by_number(&mut self) {
        for (place, line) in self.log.clone().into_iter().enumerate() {
            if !self.is_open(place, line) {
                continue;
            }
            let number = line.number.as_deref();
            if let Some(reg) = number.and_then(|number| self.place_of(number)) {
                let (pass, state) = (Pass::P1, MatchState::Matched);
                self.join(place, Joined { reg, pass, state });
            }
        }
    }

    /// The places of each day's rows.
    fn days(&self) -> Vec<(NaiveDate, Range<usize>)> {
        let mut from = 0_usize;
        let runs = self.log.chunk_by(|one, other| one.day == other.day);
        runs.filter_map(|run| {
            let range = from..from.saturating_add(run.len());
            from = range.end;
            run.first().map(|line| (line.day, range))
        })
        .collect()
    }

    fn open_in(&self, range: Range<usize>) -> Vec<(usize, &'a LogLine)> {
        let lines = self.log.iter().copied().enumerate();
        let run = lines.skip(range.start).take(range.len());
        run.filter(|(place, line)| self.is_open(*place, line))
            .collect()
    }

    fn free_by_day(&self) -> BTreeMap<NaiveDate, Vec<(usize, &'a RegLine)>> {
        let mut free: BTreeMap<NaiveDate, Vec<(usize, &'a RegLine)>> = BTreeMap::new();
        let lines = self.register.iter().copied().enumerate();
        for ((place, line), is_taken) in lines.zip(&self.is_taken) {
            if !is_taken {
                free.entry(line.day).or_default().push((place, line));
            }
        }
        free
    }

    /// P2, block by block.
    pub(super) fn pair_days(&mut self) {
        let free = self.free_by_day();
        if free.is_empty() {
            return;
        }
        for (day, range) in self.days() {
            let Some(register) = free.get(&day) else {
                continue;
            };
            let log = self.open_in(range);
            let cost = |one: usize, other: usize| {
                let (_place, line) = log.get(one)?;
                let (_place, reg) = register.get(other)?;
                let may_join = may_be_one_case(line.case_key.as_ref(), reg.case_key.as_ref());
                may_join.then(|| seconds_apart(line, reg))
            };
            let pairs = cheapest_pairs(log.len(), register.len(), cost)
                .unwrap_or_else(|| pair_by_case(&log, register));
            for (one, other) in pairs {
                if let (Some((log, _)), Some((reg, _))) = (log.get(one), register.get(other)) {
                    let (pass, state) = (Pass::P2, MatchState::Matched);
                    let reg = *reg;
                    self.join(*log, Joined { reg, pass, state });
                }
            }
        }
    }

    /// A left-over row joins the registration of the nearest paired row of its block. Rows that joined so pair nothing.
    pub(super) fn join_retries(&mut self, state: MatchState) {
        for (_day, range) in self.days() {
            let open = self.open_in(range.clone());
            if open.is_empty() {
                continue;
            }
            let paired = self.paired_in(range, state);
            if paired.is_empty() {
                continue;
            }
            let nearest = Nearest::of(&paired);
            for (place, line) in open {
                let found = if state == MatchState::Proposed && self.has_refusal(line.id) {
                    let mut allowed = paired.clone();
                    allowed.retain(|(_secs, _reg, reg)| !self.is_refused(line, reg));
                    Nearest::of(&allowed).to(line)
                } else {
                    nearest.to(line)
                };
                if let Some(reg) = found {
                    let pass = Pass::Retry;
                    self.join(place, Joined { reg, pass, state });
                }
            }
        }
    }

    fn paired_in(&self, range: Range<usize>, state: MatchState) -> Vec<(u32, usize, &'a RegLine)> {
        let lines = self.log.iter().zip(&self.joined);
        let run = lines.skip(range.start).take(range.len());
        run.filter_map(|(line, joined)| {
            let joined = joined.filter(|joined| joined.state == state)?;
            let is_pair = joined.pass != Pass::Retry;
            let reg = self.register.get(joined.reg).copied()?;
            is_pair.then_some((line.secs, joined.reg, reg))
        })
        .collect()
    }

    fn has_refusal(&self, row: LogId) -> bool {
        let mut from = self.refused.range((row, "")..);
        from.next()
            .is_some_and(|(refused, _number)| *refused == row)
    }

    fn is_refused(&self, line: &LogLine, reg: &RegLine) -> bool {
        self.refused.contains(&(line.id, reg.number.as_str()))
    }

    /// P3 among what P1 and P2 left, in runs of days that are near each other.
    pub(super) fn propose(&mut self, calendar: &Calendar) {
        let free = self.free_by_day();
        if free.is_empty() {
            return;
        }
        let log = self.open_in(0..self.log.len());
        let register: Vec<(usize, &RegLine)> = free.into_values().flatten().collect();
        for days in near_runs(&log, &register, calendar) {
            let log: Vec<_> = within(&log, &days, |line| line.day);
            let mut register: Vec<_> = within(&register, &days, |line| line.day);
            // Ties go by number, as everywhere.
            register.sort_unstable_by_key(|(place, _line)| *place);
            let pairs = cheapest_pairs(log.len(), register.len(), |one, other| {
                let (_place, line) = log.get(one)?;
                let (_place, reg) = register.get(other)?;
                let may_join = !self.is_refused(line, reg) && calendar.is_near(line.day, reg.day);
                may_join.then(|| seconds_apart(line, reg))
            });
            let pairs = pairs.unwrap_or_else(|| pair_by_day(&log, &register, calendar));
            for (one, other) in pairs {
                let (Some((log, line)), Some((reg, reg_line))) =
                    (log.get(one), register.get(other))
                else {
                    continue;
                };
                if !self.is_refused(line, reg_line) {
                    let (reg, pass, state) = (*reg, Pass::P3, MatchState::Proposed);
                    self.join(*log, Joined { reg, pass, state });
                }
            }
        }
    }

    pub(super) fn answer(&self) -> Vec<Match> {
        let rows = self.log.iter().zip(&self.joined);
        let mut matches: Vec<Match> = rows
            .filter(|(line, _joined)| line.standing == Standing::OfMonth)
            .filter_map(|(line, joined)| {
                let joined = (*joined)?;
                let reg = self.register.get(joined.reg)?;
                Some(Match {
                    row: line.id,
                    number: reg.number.clone(),
                    version: reg.version,
                    registered_at: reg.registered_at,
                    pass: joined.pass,
                    state: joined.state,
                    is_same_day: line.day == reg.day,
                    is_other_case: !may_be_one_case(line.case_key.as_ref(), reg.case_key.as_ref()),
                })
            })
            .collect();
        matches.sort_unstable_by_key(|found| found.row);
        matches
    }
}

/// Seconds between query and registration; a registration without a time is a day away.
fn seconds_apart(line: &LogLine, reg: &RegLine) -> i64 {
    let at = |day: NaiveDate, secs: u32| {
        i64::from(day.num_days_from_ce())
            .saturating_mul(DAY_SECONDS)
            .saturating_add(i64::from(secs))
    };
    match reg.secs {
        Some(secs) => at(line.day, line.secs)
            .saturating_sub(at(reg.day, secs))
            .saturating_abs(),
        None => i64::from(line.day.num_days_from_ce())
            .saturating_sub(i64::from(reg.day.num_days_from_ce()))
            .saturating_abs()
            .saturating_add(1)
            .saturating_mul(DAY_SECONDS),
    }
}

/// The registrations of a block's paired rows, to be found by time: of equal times the lowest number.
struct Nearest<'a> {
    any: BTreeMap<u32, usize>,
    without_case: BTreeMap<u32, usize>,
    by_case: BTreeMap<&'a str, BTreeMap<u32, usize>>,
}

impl<'a> Nearest<'a> {
    fn of(paired: &[(u32, usize, &'a RegLine)]) -> Nearest<'a> {
        let mut nearest = Nearest {
            any: BTreeMap::new(),
            without_case: BTreeMap::new(),
            by_case: BTreeMap::new(),
        };
        for (secs, place, reg) in paired {
            let times = match reg.case_key.as_deref() {
                Some(case) => nearest.by_case.entry(case).or_default(),
                None => &mut nearest.without_case,
            };
            for times in [times, &mut nearest.any] {
                let lowest = times.entry(*secs).or_insert(*place);
                *lowest = (*lowest).min(*place);
            }
        }
        nearest
    }

    fn to(&self, line: &LogLine) -> Option<usize> {
        let found = match line.case_key.as_deref() {
            None => nearest_in(&self.any, line.secs),
            Some(case) => {
                let of_case = self.by_case.get(case);
                let of_case = of_case.and_then(|times| nearest_in(times, line.secs));
                let without = nearest_in(&self.without_case, line.secs);
                of_case.into_iter().chain(without).min()
            }
        };
        let (apart, _secs, place) = found?;
        (apart <= RETRY_SECONDS).then_some(place)
    }
}

/// Seconds apart, the earlier time first, and the place.
fn nearest_in(times: &BTreeMap<u32, usize>, secs: u32) -> Option<(u32, u32, usize)> {
    let before = times.range(..=secs).next_back();
    let after = times.range(secs..).next();
    let both = before.into_iter().chain(after);
    both.map(|(at, place)| (at.abs_diff(secs), *at, *place))
        .min()
}

type Places<'a, T> = [(usize, &'a T)];

/// P2 of a block too large to be exact: still as many pairs as possible, each class of case in order of time.
///
/// Rows of a case first take registrations of that case, then those without one; rows without a case take the rest.
fn pair_by_case(log: &Places<'_, LogLine>, register: &Places<'_, RegLine>) -> Vec<(usize, usize)> {
    let mut log_left: BTreeMap<Option<&str>, Vec<(i64, usize)>> = BTreeMap::new();
    for (place, (_place, line)) in log.iter().enumerate() {
        let class = log_left.entry(line.case_key.as_deref()).or_default();
        class.push((i64::from(line.secs), place));
    }
    let mut register_left: BTreeMap<Option<&str>, Vec<(i64, usize)>> = BTreeMap::new();
    for (place, (_place, line)) in register.iter().enumerate() {
        let class = register_left.entry(line.case_key.as_deref()).or_default();
        class.push((line.secs.map_or(DAY_SECONDS, i64::from), place));
    }
    let mut pairs = Vec::new();
    let mut log_free = log_left.remove(&None).unwrap_or_default();
    let mut register_free = register_left.remove(&None).unwrap_or_default();
    let mut log_over = Vec::new();
    for (case, mut rows) in log_left {
        let mut same = register_left.remove(&case).unwrap_or_default();
        pair_in_time(&mut rows, &mut same, &mut pairs);
        log_over.append(&mut rows);
        if !same.is_empty() {
            register_left.insert(case, same);
        }
    }
    let mut register_over: Vec<_> = register_left.into_values().flatten().collect();
    pair_in_time(&mut log_over, &mut register_free, &mut pairs);
    pair_in_time(&mut log_free, &mut register_over, &mut pairs);
    pair_in_time(&mut log_free, &mut register_free, &mut pairs);
    pairs
}

/// P3 of a run too large to be exact: day by day, the nearest days first, each in order of time.
fn pair_by_day(
    log: &Places<'_, LogLine>,
    register: &Places<'_, RegLine>,
    calendar: &Calendar,
) -> Vec<(usize, usize)> {
    let mut free: BTreeMap<NaiveDate, Vec<(i64, usize)>> = BTreeMap::new();
    for (place, (_place, line)) in register.iter().enumerate() {
        let time = line.secs.map_or(DAY_SECONDS, i64::from);
        free.entry(line.day).or_default().push((time, place));
    }
    let mut rows: BTreeMap<NaiveDate, Vec<(i64, usize)>> = BTreeMap::new();
    for (place, (_place, line)) in log.iter().enumerate() {
        let time = i64::from(line.secs);
        rows.entry(line.day).or_default().push((time, place));
    }
    let mut pairs = Vec::new();
    for (day, mut rows) in rows {
        let mut near: Vec<NaiveDate> = free.keys().copied().collect();
        near.retain(|other| calendar.is_near(day, *other));
        near.sort_by_key(|other| (other.signed_duration_since(day).abs(), *other));
        for other in near {
            if let Some(places) = free.get_mut(&other) {
                pair_in_time(&mut rows, places, &mut pairs);
            }
        }
    }
    pairs
}

/// Pairs two lists of (time, place) without crossings and leaves in each what found no partner.
fn pair_in_time(
    left: &mut Vec<(i64, usize)>,
    right: &mut Vec<(i64, usize)>,
    pairs: &mut Vec<(usize, usize)>,
) {
    left.sort_unstable();
    right.sort_unstable();
    let times =
        |list: &[(i64, usize)]| -> Vec<i64> { list.iter().map(|(time, _place)| *time).collect() };
    let (mut left_used, mut right_used) = (BTreeSet::new(), BTreeSet::new());
    for (one, other) in monotone_pairs(&times(left), &times(right)) {
        if let (Some((_, log)), Some((_, reg))) = (left.get(one), right.get(other)) {
            pairs.push((*log, *reg));
            left_used.insert(*log);
            right_used.insert(*reg);
        }
    }
    left.retain(|(_time, place)| !left_used.contains(place));
    right.retain(|(_time, place)| !right_used.contains(place));
}

/// Runs of days in which each is near the one before: no proposal can reach from one run into another.
fn near_runs(
    log: &Places<'_, LogLine>,
    register: &Places<'_, RegLine>,
    calendar: &Calendar,
) -> Vec<Range<NaiveDate>> {
    let mut days: Vec<NaiveDate> = log.iter().map(|(_place, line)| line.day).collect();
    days.extend(register.iter().map(|(_place, line)| line.day));
    days.sort_unstable();
    days.dedup();
    days.chunk_by(|one, next| calendar.is_near(*one, *next))
        .filter_map(|run| {
            let end = run.last()?.succ_opt()?;
            Some(*run.first()?..end)
        })
        .collect()
}

fn within<'a, T>(
    lines: &Places<'a, T>,
    days: &Range<NaiveDate>,
    day_of: impl Fn(&T) -> NaiveDate,
) -> Vec<(usize, &'a T)> {
    let lines = lines.iter().copied();
    lines
        .filter(|(_place, line)| days.contains(&day_of(line)))
        .collect()
}
