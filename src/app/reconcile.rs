//! 勾稽: a month's log against the register, group by group, and what persons decide about it.

use std::collections::BTreeMap;

use chrono::Timelike;

use super::{AppError, Done, Office};
use crate::domain::event::{Event, MatchCounts, MatchEvent};
use crate::domain::ids::{LogId, Period};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::people::Role;
use crate::domain::query::Query;
use crate::domain::reconcile::{
    Answer, Decision, Group, LogLine, Match, MatchState, Pass, RegLine, Standing, match_group,
};
use crate::domain::refusal::Refusal;
use crate::store::log::LogRow;
use crate::store::matches::{MatchRow, Run};
use crate::store::{self, Reader};

/// What a reconciliation found; rows by sequence number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    pub counts: MatchCounts,
    pub unregistered: Vec<u32>,
    pub unreadable: Vec<u32>,
    pub not_performed: Vec<String>,
}

const GROUPS_AT_ONCE: u32 = 1000;

impl Office {
    /// Matches a month anew: decisions of persons stay.
    pub fn reconcile(&mut self, period: Period) -> Result<Reconciled, AppError> {
        let role = self.allow("reconcile")?;
        let reader = self.store.reader();
        if !store::log::has_period(reader, period)? {
            return Err(Refusal::Check(CheckRefusal::NotImported).into());
        }
        if store::checks::get(reader, period)?.is_some() {
            return Err(Refusal::Check(CheckRefusal::AlreadyFrozen).into());
        }
        let found = self.match_month(reader, period)?;
        let last_row = store::log::last_seq(reader, period, 0)?;
        let unreadable = store::matches::unreadable(reader, period)?;
        let mut counts = counted(&found);
        counts.log_rows = last_row;
        counts.unreadable = u32::try_from(unreadable.len()).unwrap_or(u32::MAX);
        let joined = u32::try_from(found.len()).unwrap_or(u32::MAX);
        counts.unregistered = last_row
            .saturating_sub(joined)
            .saturating_sub(counts.unreadable);
        self.keep_matches(role, period, &found, last_row, &mut counts)?;
        let reader = self.store.reader();
        Ok(Reconciled {
            counts,
            unregistered: store::matches::unregistered(reader, period)?,
            unreadable,
            not_performed: store::matches::not_performed(reader, period)?,
        })
    }

    fn match_month(&self, reader: Reader<'_>, period: Period) -> Result<Vec<MatchRow>, AppError> {
        let mut decisions: BTreeMap<u32, Vec<Decision>> = BTreeMap::new();
        for decision in store::matches::decisions(reader, period)? {
            decisions.entry(decision.seq).or_default().push(Decision {
                row: LogId {
                    period,
                    seq: decision.seq,
                },
                number: decision.number,
                answer: if decision.accepted {
                    Answer::Confirmed
                } else {
                    Answer::Refused
                },
            });
        }
        let mut found = Vec::new();
        let mut after: Vec<u8> = Vec::new();
        loop {
            let groups = store::log::groups(reader, period, &after, GROUPS_AT_ONCE)?;
            let Some(last) = groups.last() else {
                return Ok(found);
            };
            after = last.to_vec();
            for key in &groups {
                self.match_one(reader, period, key, &decisions, &mut found)?;
            }
        }
    }

    fn match_one(
        &self,
        reader: Reader<'_>,
        period: Period,
        key: &[u8; 16],
        decisions: &BTreeMap<u32, Vec<Decision>>,
        found: &mut Vec<MatchRow>,
    ) -> Result<(), AppError> {
        let mut log = Vec::new();
        for row in store::log::group(reader, key)? {
            let standing = standing(reader, period, &row)?;
            log.extend(standing.and_then(|standing| log_line(row, standing)));
        }
        let mut ids = BTreeMap::new();
        let mut register = Vec::new();
        for stored in store::register::group(reader, key)? {
            ids.insert(stored.query.no.to_string(), stored.id);
            let versions = if stored.query.version == 1 {
                vec![stored.query]
            } else {
                store::register::versions(reader, &stored.query.no)?
            };
            register.extend(reg_line(&versions));
        }
        let own: Vec<Decision> = log
            .iter()
            .filter_map(|line| decisions.get(&line.id.seq))
            .flatten()
            .cloned()
            .collect();
        let group = Group {
            log: &log,
            register: &register,
            decisions: &own,
        };
        for matched in match_group(group, &self.calendar) {
            let query = ids.get(&matched.number).copied().unwrap_or_default();
            found.push(match_row(matched, query));
        }
        Ok(())
    }

    fn keep_matches(
        &mut self,
        role: Role,
        period: Period,
        found: &[MatchRow],
        last_row: u32,
        counts: &mut MatchCounts,
    ) -> Result<(), AppError> {
        let by = self.me.login.to_string();
        let at = self.now();
        self.write(role, |tx| {
            // Rows that came in since the month was read would stand unmatched without anybody knowing.
            if store::log::last_seq(tx.reader(), period, 0)? != last_row
                || store::checks::get(tx.reader(), period)?.is_some()
            {
                return Err(Refusal::Stale.into());
            }
            let before = store::matches::run(tx.reader(), period)?;
            let batch =
                store::matches::put_all(tx, before.as_ref().map(|(_, run)| run.batch), found)?;
            let left = store::matches::not_performed(tx.reader(), period)?;
            counts.not_performed = u32::try_from(left.len()).unwrap_or(u32::MAX);
            let event = Event::Match(MatchEvent::Reconciled {
                period,
                counts: *counts,
            });
            let run = Run {
                batch,
                last_row,
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

/// How a row of the group takes part; `None` for rows too far away to touch this month.
fn standing(
    reader: Reader<'_>,
    period: Period,
    row: &LogRow,
) -> Result<Option<Standing>, AppError> {
    if row.period == period {
        return Ok(Some(Standing::OfMonth));
    }
    if store::checks::get(reader, row.period)?.is_some() {
        let kept = store::matches::get(reader, row.period, row.seq)?;
        return Ok(Some(Standing::Frozen(kept.map(|kept| kept.number))));
    }
    let near = row.period == period.next() || row.period == period.previous();
    Ok(near.then_some(Standing::Neighbour))
}

fn log_line(row: LogRow, standing: Standing) -> Option<LogLine> {
    Some(LogLine {
        id: row.id(),
        standing,
        day: row.day?,
        secs: row.secs?,
        case_key: row.case_key,
        number: row.number,
        texts: [row.case_text, row.reason_text, row.result],
    })
}

/// The registration as it counts: at the time of the first version whose account, subject, item and day agree with
/// the one in force. `versions` stand newest first.
fn reg_line(versions: &[Query]) -> Option<RegLine> {
    let current = versions.first()?;
    let agrees = |other: &&Query| {
        other.account == current.account
            && other.subject == current.subject
            && other.item == current.item
            && other.asked_on == current.asked_on
    };
    let first = versions.iter().rev().find(agrees)?;
    let made_at = if first.version == 1 {
        first.registered_at
    } else {
        Some(first.changed_at)
    };
    Some(RegLine {
        number: current.no.to_string(),
        version: first.version,
        day: current.asked_on,
        secs: Some(current.asked_at.num_seconds_from_midnight()),
        case_key: crate::domain::normal::case_key(&current.case_no),
        registered_at: made_at.filter(|_at| !current.is_imported),
    })
}

fn match_row(matched: Match, query: i64) -> MatchRow {
    MatchRow {
        period: matched.row.period,
        seq: matched.row.seq,
        query,
        number: matched.number,
        query_version: matched.version,
        pass: matched.pass.code().to_owned(),
        state: matched.state.code().to_owned(),
        registered_at: matched.registered_at.map_or_else(String::new, Moment::iso),
    }
}

fn counted(found: &[MatchRow]) -> MatchCounts {
    let mut counts = MatchCounts::default();
    for row in found {
        let place = match row.pass.as_str() {
            _ if row.state == MatchState::Proposed.code() => &mut counts.proposed,
            pass if pass == Pass::P1.code() => &mut counts.p1,
            pass if pass == Pass::P2.code() => &mut counts.p2,
            pass if pass == Pass::Retry.code() => &mut counts.retry,
            _ => &mut counts.confirmed,
        };
        *place = place.saturating_add(1);
    }
    counts
}

/// What persons decide about what was matched.
#[derive(Debug, Clone)]
pub enum MatchCommand {}

impl Office {
    pub(super) fn execute_match(&mut self, command: MatchCommand) -> Result<Done, AppError> {
        match command {}
    }
}
