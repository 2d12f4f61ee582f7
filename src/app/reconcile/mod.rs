//! 勾稽: a month's log against the register, group by group, and what persons decide about it.

mod decide;
mod gather;
mod mistyped;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use self::gather::{Gathered, Held, LogSlim, No, RegSlim};
use self::mistyped::{Crossed, Decisions};
use super::{AppError, Office, Work};
use crate::domain::event::{Event, MatchCounts, MatchEvent};
use crate::domain::ids::{LogId, Period};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::people::Role;
use crate::domain::reconcile::{
    Answer, Decision, Delay, Group, LogLine, Match, MatchState, Pass, Standing, delay, match_group,
};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Hit, Rule, Thresholds};
use crate::store::alone::Alone;
use crate::store::flags::FlagRun;
use crate::store::matches::{MatchRow, Run};
use crate::store::{self, Reader};

pub use decide::MatchCommand;
pub(super) use decide::free_text;

/// What a reconciliation found; rows by sequence number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    pub counts: MatchCounts,
    pub unregistered: Vec<u32>,
    pub unreadable: Vec<u32>,
    pub not_performed: Vec<String>,
}

/// One match, proposal or row left over, in few bytes; the registration by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    seq: u32,
    joined: Option<(u32, Pass, MatchState)>,
}

/// What matching group by group leaves to be settled over the whole month.
struct Rest {
    decisions: Decisions,
    crossed: Crossed,
    /// Registrations dated in the month that no group used.
    alone: Vec<(u32, No)>,
    hits: Vec<Hit>,
    thresholds: Thresholds,
}

/// A month matched, before it is written.
struct Matched {
    gathered: Gathered,
    found: Vec<Found>,
    /// Registrations dated in the month that no row of it stands with, nor any of a frozen one.
    alone: Vec<(u32, No)>,
    not_performed: Vec<String>,
    counts: MatchCounts,
    unreadable: Vec<u32>,
    last_row: u32,
    /// What the rules named, and how.
    hits: Vec<Hit>,
    flags: FlagRun,
}

impl Office {
    /// Matches a month anew: decisions of persons stay.
    pub fn reconcile(&mut self, period: Period) -> Result<Reconciled, AppError> {
        self.reconcile_watched(period, Work::unwatched())
    }

    /// The same, watched and broken off by others.
    pub fn reconcile_watched(
        &mut self,
        period: Period,
        work: Work<'_>,
    ) -> Result<Reconciled, AppError> {
        let role = self.allow("reconcile")?;
        let reader = self.store.reader();
        if !store::log::has_period(reader, period)? {
            return Err(Refusal::Check(CheckRefusal::NotImported).into());
        }
        if store::checks::get(reader, period)?.is_some() {
            return Err(Refusal::Check(CheckRefusal::AlreadyFrozen).into());
        }
        let matched = {
            let instant = self.store.snapshot()?;
            self.match_month(instant.reader(), period, work)?
        };
        let unregistered = matched.found.iter().filter(|found| found.joined.is_none());
        let unregistered = unregistered.map(|found| found.seq).collect();
        self.keep_matches(role, &matched, work)?;
        Ok(Reconciled {
            counts: matched.counts,
            unregistered,
            unreadable: matched.unreadable,
            not_performed: matched.not_performed,
        })
    }

    fn match_month(
        &self,
        reader: Reader<'_>,
        period: Period,
        work: Work<'_>,
    ) -> Result<Matched, AppError> {
        let decisions = decisions(reader, period)?;
        let crossed = mistyped::crossed(reader, period, &decisions)?;
        // The rules come first: what they need of the rows is let go before matching begins.
        let mut hits = self.flag_month(reader, period, work)?;
        let thresholds = self.thresholds()?;
        let gathered = Gathered::of(reader, period, work)?;
        let mut matched = Matched {
            last_row: store::log::last_seq(reader, period, 0)?,
            unreadable: store::matches::unreadable(reader, period)?,
            found: Vec::with_capacity(gathered.log.len()),
            alone: Vec::new(),
            not_performed: Vec::new(),
            counts: MatchCounts::default(),
            hits: Vec::new(),
            flags: super::flags::settled(Vec::new(), &thresholds).1,
            gathered,
        };
        let late = self.lateness(reader, &thresholds)?;
        let mut holders = Holders::default();
        let mut alone: Vec<(u32, No)> = Vec::new();
        let mut place = 0;
        let total = u64::try_from(matched.gathered.log.len()).ok();
        let Matched {
            gathered, found, ..
        } = &mut matched;
        for (rows, lines, first) in gather::groups(&gathered.log, &gathered.register) {
            let mut held = holders.frozen(reader, gathered, lines)?;
            held.extend(held_across(&crossed, period, lines));
            let before = found.len();
            let one = OneGroup {
                gathered,
                rows,
                lines,
                first,
                held: &held,
            };
            self.match_one(
                reader,
                &one,
                (&decisions, &crossed),
                (found, &mut hits, &late),
            )?;
            let own = found.get(before..).unwrap_or_default();
            for (index, line) in lines.iter().enumerate() {
                let is_used = own.iter().any(|one| {
                    one.joined
                        .is_some_and(|(reg, ..)| reg == place_of(first + index))
                });
                let is_held = held.iter().any(|(reg, _)| *reg == index);
                if period.contains(line.day) && !is_used && !is_held {
                    alone.push((line.id, line.no));
                }
            }
            place += u64::try_from(rows.len()).unwrap_or_default();
            work.at(place, total)?;
        }
        let rest = Rest {
            decisions,
            crossed,
            alone,
            hits,
            thresholds,
        };
        matched.finish(reader, rest)?;
        Ok(matched)
    }

    fn match_one(
        &self,
        reader: Reader<'_>,
        one: &OneGroup<'_>,
        (decisions, crossed): (&Decisions, &Crossed),
        (found, hits, late): (&mut Vec<Found>, &mut Vec<Hit>, &Lateness),
    ) -> Result<(), AppError> {
        let is_tied = gather::has_tie(one.rows);
        let mut log = Vec::with_capacity(one.rows.len());
        for row in one.rows {
            let line = one.gathered.log_line(reader, row, is_tied)?;
            if line.standing != Standing::OfMonth || !crossed.contains_key(&line.id.seq) {
                log.push(line);
            }
        }
        log.extend(one.held.iter().map(|(reg, id)| one.frozen_line(*reg, *id)));
        let register: Vec<_> = one
            .lines
            .iter()
            .map(|line| one.gathered.reg_line(line))
            .collect();
        let own: Vec<Decision> = log
            .iter()
            .filter(|line| line.standing == Standing::OfMonth)
            .filter_map(|line| decisions.get(&line.id.seq))
            .flatten()
            .cloned()
            .collect();
        let group = Group {
            log: &log,
            register: &register,
            decisions: &own,
        };
        let mut joined = match_group(group, &self.calendar).into_iter().peekable();
        let mut seqs: Vec<u32> = log
            .iter()
            .filter(|line| line.standing == Standing::OfMonth)
            .map(|line| line.id.seq)
            .collect();
        seqs.sort_unstable();
        for seq in seqs {
            let matched = joined.next_if(|matched| matched.row.seq == seq);
            if let Some(matched) = &matched {
                hits.extend(self.came_late(&log, matched, late));
            }
            let joined = matched.and_then(|matched| {
                let index = register
                    .iter()
                    .position(|line| line.number == matched.number)?;
                Some((place_of(one.first + index), matched.pass, matched.state))
            });
            found.push(Found { seq, joined });
        }
        Ok(())
    }

    fn lateness(&self, reader: Reader<'_>, thresholds: &Thresholds) -> Result<Lateness, AppError> {
        let mut late = Lateness {
            most: thresholds.get(Rule::R07, "days"),
            now: self.now(),
            approvals: HashMap::new(),
        };
        store::approvals::each(reader, |no, at| {
            late.approvals.insert(no, at);
            Ok::<_, AppError>(())
        })?;
        Ok(late)
    }

    /// R07: a registration, or the approval that it needed, so many working days after its query.
    fn came_late(&self, log: &[LogLine], matched: &Match, late: &Lateness) -> Option<Hit> {
        let line = log.iter().find(|line| line.id == matched.row)?;
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(line.secs, 0)?;
        let asked_at = Moment::from_local(line.day, time);
        let days_until = |at: Moment| match delay(asked_at, at, &self.calendar) {
            Delay::WorkingDays(days) if at > asked_at => days,
            Delay::WorkingDays(_) | Delay::Minutes(_) => 0,
        };
        let registered = matched.registered_at.map_or(0, days_until);
        let approval = late.approvals.get(&matched.number);
        let approved = approval.map_or(0, |at| days_until(at.unwrap_or(late.now)));
        let days = registered.max(approved);
        (days > late.most).then_some(Hit {
            seq: matched.row.seq,
            rule: Rule::R07,
            saw: [days, u32::from(approved > registered)],
        })
    }

    fn keep_matches(
        &mut self,
        role: Role,
        matched: &Matched,
        work: Work<'_>,
    ) -> Result<(), AppError> {
        let by = self.me.login.to_string();
        let at = self.now();
        let period = matched.gathered.period;
        let counts = matched.counts;
        self.write(role, |tx| {
            // Rows that came in since the month was read would stand unmatched without anybody knowing.
            if store::log::last_seq(tx.reader(), period, 0)? != matched.last_row
                || store::checks::get(tx.reader(), period)?.is_some()
            {
                return Err(Refusal::Stale.into());
            }
            let before = store::matches::run(tx.reader(), period)?;
            let old = before.as_ref().map(|(_, run)| run.batch);
            let rows = (1..).zip(&matched.found).map(|(place, found)| {
                work.at(place, u64::try_from(matched.found.len()).ok())?;
                Ok::<_, AppError>(matched.row(*found))
            });
            let batch = store::matches::put_all(tx, old, rows)?;
            let alone = matched.alone.iter().map(|(id, no)| {
                let number = matched.gathered.unpack(*no);
                let no = number.parse().map_err(|_form| Refusal::Stale)?;
                let query = i64::from(*id);
                Ok::<_, AppError>(Alone { query, no })
            });
            store::alone::put_all(tx, period, alone)?;
            store::flags::put_all(tx, period, &matched.flags, &matched.hits)?;
            let event = Event::Match(MatchEvent::Reconciled { period, counts });
            let run = Run {
                batch,
                last_row: matched.last_row,
                counts: event.written().body.write(),
                by,
                at,
            };
            store::matches::put_run(tx, before.map(|(id, _)| id), period, &run)?;
            Ok(event)
        })?;
        Ok(())
    }
}

/// Registrations of a group that a row of another group holds, since a person said so.
fn held_across(crossed: &Crossed, period: Period, lines: &[RegSlim]) -> Vec<(usize, LogId)> {
    let mut held = Vec::new();
    for (seq, across) in crossed {
        let is_it = |line: &RegSlim| line.id == gather::small(across.id);
        let place = lines.iter().position(is_it);
        held.extend(place.map(|place| (place, LogId { period, seq: *seq })));
    }
    held
}

/// What R07 compares with.
struct Lateness {
    /// Working days that are still in time.
    most: u32,
    now: Moment,
    /// Registrations that need an approval, by number, and when it was given.
    approvals: HashMap<String, Option<Moment>>,
}

/// A group with all that touches it; registrations are known by their place, the first of the group's at `first`.
struct OneGroup<'a> {
    gathered: &'a Gathered,
    rows: &'a [LogSlim],
    lines: &'a [RegSlim],
    first: usize,
    /// Rows of frozen months that hold one of the registrations.
    held: &'a [(usize, LogId)],
}

impl OneGroup<'_> {
    /// A row of a frozen month: its day is no matter, since nothing of this month lies on it.
    fn frozen_line(&self, reg: usize, id: LogId) -> LogLine {
        let line = self.lines.get(reg);
        let number = line.map(|line| self.gathered.unpack(line.no));
        LogLine {
            id,
            standing: Standing::Frozen(number),
            day: id.period.first_day(),
            secs: 0,
            case_key: None,
            number: None,
            texts: <[String; 3]>::default(),
        }
    }
}

/// Which registrations rows of other months hold.
#[derive(Default)]
struct Holders {
    is_frozen: BTreeMap<Period, bool>,
}

impl Holders {
    fn is_frozen(&mut self, reader: Reader<'_>, month: Period) -> Result<bool, AppError> {
        if let Some(is_frozen) = self.is_frozen.get(&month) {
            return Ok(*is_frozen);
        }
        let is_frozen = store::checks::get(reader, month)?.is_some();
        self.is_frozen.insert(month, is_frozen);
        Ok(is_frozen)
    }

    /// Rows of frozen months by the place of the registration that they hold.
    fn frozen(
        &mut self,
        reader: Reader<'_>,
        gathered: &Gathered,
        lines: &[RegSlim],
    ) -> Result<Vec<(usize, LogId)>, AppError> {
        let mut found = Vec::new();
        if gathered.elsewhere.is_empty() {
            return Ok(found);
        }
        for (place, line) in lines.iter().enumerate() {
            for (_, row) in gathered.held(line.id) {
                if self.is_frozen(reader, row.period)? && stands(reader, *row)? {
                    found.push((place, *row));
                }
            }
        }
        Ok(found)
    }
}

/// Whether a row of another month stands with a registration, or may.
fn is_held(reader: Reader<'_>, held: &[Held]) -> Result<bool, AppError> {
    for (_, row) in held {
        if stands(reader, *row)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn stands(reader: Reader<'_>, row: LogId) -> Result<bool, AppError> {
    Ok(store::matches::get(reader, row.period, row.seq)?.is_some())
}

fn place_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Matched {
    /// What lies across groups: pairs that persons confirmed, mistyped queries, and what stands alone in the end.
    fn finish(&mut self, reader: Reader<'_>, rest: Rest) -> Result<(), AppError> {
        let Rest {
            decisions,
            crossed,
            mut alone,
            mut hits,
            thresholds,
        } = rest;
        let Matched {
            gathered,
            found,
            not_performed,
            ..
        } = self;
        let period = gathered.period;
        alone.append(&mut gathered.alone);
        alone.retain(|(id, _)| {
            let mut across = crossed.values();
            !across.any(|line| gather::small(line.id) == *id)
        });
        for (seq, line) in &crossed {
            let place = place_of(gathered.add(line));
            let joined = Some((place, Pass::Confirmed, MatchState::Matched));
            found.push(Found { seq: *seq, joined });
        }
        found.sort_unstable();
        let lone = mistyped::Lone {
            reader,
            period,
            rows: found
                .iter()
                .filter(|one| one.joined.is_none())
                .map(|one| one.seq)
                .collect(),
            queries: mistyped::free(reader, gathered, &alone)?,
        };
        let used = lone.propose(gathered, &decisions, found)?;
        alone.retain(|(id, _)| !used.contains(id));
        alone.sort_unstable_by(|one, other| gathered.by_number(one.1, other.1));
        for (id, no) in &alone {
            if !is_held(reader, gathered.held(*id))? {
                not_performed.push(gathered.unpack(*no));
            }
        }
        found.extend(gathered.keyless.iter().map(|seq| Found {
            seq: *seq,
            joined: None,
        }));
        found.sort_unstable();
        self.alone = alone;
        self.count();
        let unregistered = self.found.iter().filter(|one| one.joined.is_none());
        hits.extend(unregistered.map(|one| Hit {
            seq: one.seq,
            rule: Rule::R06,
            saw: [0, 0],
        }));
        let (mut hits, _run) = super::flags::settled(hits, &thresholds);
        super::flags::drop_assigned(reader, &mut hits, |seq| self.number_of(seq))?;
        (self.hits, self.flags) = super::flags::settled(hits, &thresholds);
        Ok(())
    }

    /// The registration that a row stands with, or may.
    fn number_of(&self, seq: u32) -> Option<String> {
        let place = self.found.binary_search_by_key(&seq, |one| one.seq).ok()?;
        let (reg, ..) = self.found.get(place)?.joined?;
        let line = self.gathered.register.get(usize::try_from(reg).ok()?)?;
        Some(self.gathered.unpack(line.no))
    }

    fn count(&mut self) {
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut counts = MatchCounts {
            log_rows: self.last_row,
            unreadable: length(self.unreadable.len()),
            not_performed: length(self.not_performed.len()),
            ..MatchCounts::default()
        };
        for found in &self.found {
            let place = match found.joined {
                None => &mut counts.unregistered,
                Some((_, _, MatchState::Proposed)) => &mut counts.proposed,
                Some((_, Pass::P1, MatchState::Matched)) => &mut counts.p1,
                Some((_, Pass::P2, MatchState::Matched)) => &mut counts.p2,
                Some((_, Pass::Retry, MatchState::Matched)) => &mut counts.retry,
                Some((_, Pass::P3 | Pass::P4 | Pass::Confirmed, MatchState::Matched)) => {
                    &mut counts.confirmed
                }
            };
            *place = place.saturating_add(1);
        }
        self.counts = counts;
    }

    fn row(&self, found: Found) -> MatchRow {
        let left_over = MatchRow {
            period: self.gathered.period,
            seq: found.seq,
            query: 0,
            number: String::new(),
            query_version: 0,
            pass: String::new(),
            state: "unregistered".to_owned(),
            registered_at: String::new(),
        };
        let joined = found.joined.and_then(|(reg, pass, state)| {
            let line = self.gathered.register.get(usize::try_from(reg).ok()?)?;
            Some((line, pass, state))
        });
        let Some((line, pass, state)) = joined else {
            return left_over;
        };
        MatchRow {
            query: i64::from(line.id),
            number: self.gathered.unpack(line.no),
            query_version: line.version,
            pass: pass.code().to_owned(),
            state: state.code().to_owned(),
            registered_at: line.registered_at().map_or_else(String::new, Moment::iso),
            ..left_over
        }
    }
}

/// What persons decided about the month's proposals before its freeze, by row.
fn decisions(reader: Reader<'_>, period: Period) -> Result<Decisions, AppError> {
    let mut decisions = Decisions::new();
    for kept in store::matches::decisions(reader, period)? {
        decisions.entry(kept.seq).or_default().push(Decision {
            row: LogId {
                period,
                seq: kept.seq,
            },
            number: kept.number,
            answer: if kept.accepted {
                Answer::Confirmed
            } else {
                Answer::Refused
            },
        });
    }
    Ok(decisions)
}

/// The counts that a reconciliation kept.
pub(super) fn kept_counts(kept: &str) -> MatchCounts {
    let json = crate::domain::canonical::Json::parse(kept);
    let counts = json.as_ref().and_then(|json| json.get("counts"));
    let count = |name: &str| {
        let number = counts
            .and_then(|counts| counts.get(name))
            .and_then(crate::domain::canonical::Json::int);
        number
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or_default()
    };
    MatchCounts {
        log_rows: count("log_rows"),
        p1: count("p1"),
        p2: count("p2"),
        retry: count("retry"),
        confirmed: count("confirmed"),
        proposed: count("proposed"),
        unregistered: count("unregistered"),
        unreadable: count("unreadable"),
        not_performed: count("not_performed"),
    }
}

/// A month's counts as they stand now: those of its last reconciliation, moved by what was decided since.
pub(super) fn counts_now(reader: Reader<'_>, period: Period) -> Result<MatchCounts, AppError> {
    let Some((_, run)) = store::matches::run(reader, period)? else {
        return Ok(MatchCounts::default());
    };
    let kept = kept_counts(&run.counts);
    let since = store::matches::decided_since(reader, period)?;
    let decided = since.confirmed.saturating_add(since.refused);
    Ok(MatchCounts {
        confirmed: kept.confirmed.saturating_add(since.confirmed),
        proposed: kept.proposed.saturating_sub(decided),
        unregistered: kept.unregistered.saturating_add(since.refused),
        not_performed: kept.not_performed.saturating_add(since.released),
        ..kept
    })
}
