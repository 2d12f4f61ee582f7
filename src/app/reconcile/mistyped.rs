//! P4 over a month: rows and registrations that were left alone, and pairs that a person confirmed although their
//! identifiers differ. Matching by groups sees neither, since identifiers are part of a group.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::gather::{Gathered, No};
use super::{Found, is_held, place_of};
use crate::app::AppError;
use crate::domain::identity::Subject;
use crate::domain::ids::Period;
use crate::domain::normal::norm_text;
use crate::domain::reconcile::{
    Answer, Decision, LoneQuery, LoneRow, MatchState, Pass, mistyped_pairs,
};
use crate::store::log::Asked;
use crate::store::register::Matchable;
use crate::store::{self, Reader};

pub(super) type Decisions = BTreeMap<u32, Vec<Decision>>;

/// Confirmed pairs of different groups, by row.
pub(super) type Crossed = BTreeMap<u32, Matchable>;

/// What persons confirmed although the identifiers differ.
pub(super) fn crossed(
    reader: Reader<'_>,
    period: Period,
    decisions: &Decisions,
) -> Result<Crossed, AppError> {
    let mut found = Crossed::new();
    for decision in decisions.values().flatten() {
        if decision.answer != Answer::Confirmed {
            continue;
        }
        let own = store::log::group_key(reader, period, decision.row.seq)?;
        let line = store::register::matchable_of(reader, &decision.number)?;
        if let Some(line) = line.filter(|line| line.group_key != own) {
            found.insert(decision.row.seq, line);
        }
    }
    Ok(found)
}

/// Beyond so many rows a sweep over the month is quicker than row by row.
const FEW: usize = 20_000;

fn block(asked: &Asked) -> u64 {
    let mut hasher = DefaultHasher::new();
    norm_text(&asked.account).hash(&mut hasher);
    norm_text(&asked.item).hash(&mut hasher);
    asked.day.hash(&mut hasher);
    hasher.finish()
}

fn is_wrong(asked: &Asked) -> bool {
    !Subject::read(&asked.subject).is_valid()
}

/// What was left alone on both sides.
pub(super) struct Lone<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) period: Period,
    /// Sequence numbers of rows that nothing was found for, ascending.
    pub(super) rows: Vec<u32>,
    /// Row ids of registrations that stand alone.
    pub(super) queries: Vec<(u32, No)>,
}

impl Lone<'_> {
    /// Adds what P4 proposes to what was found, by row.
    pub(super) fn propose(
        &self,
        gathered: &mut Gathered,
        decisions: &Decisions,
        found: &mut [Found],
    ) -> Result<BTreeSet<u32>, AppError> {
        let mut used = BTreeSet::new();
        if self.rows.is_empty() || self.queries.is_empty() {
            return Ok(used);
        }
        for (seq, number) in self.pairs(gathered, decisions)? {
            let Some(line) = store::register::matchable_of(self.reader, &number)? else {
                continue;
            };
            used.insert(super::gather::small(line.id));
            let place = place_of(gathered.add(&line));
            let slot = found.binary_search_by_key(&seq, |one| one.seq);
            if let Some(one) = slot.ok().and_then(|slot| found.get_mut(slot)) {
                one.joined = Some((place, Pass::P4, MatchState::Proposed));
            }
        }
        Ok(used)
    }

    fn pairs(
        &self,
        gathered: &Gathered,
        decisions: &Decisions,
    ) -> Result<Vec<(u32, String)>, AppError> {
        // Only where one of the two cannot be right: those blocks are few.
        let mut blocks = BTreeSet::new();
        self.each_row(|_seq, asked| {
            blocks.extend(is_wrong(asked).then(|| block(asked)));
        })?;
        self.each_query(|_no, asked| {
            blocks.extend(is_wrong(asked).then(|| block(asked)));
        })?;
        let (mut rows, mut queries) = (Vec::new(), Vec::new());
        self.each_row(|seq, asked| {
            let block = block(asked);
            if blocks.contains(&block) {
                rows.push(LoneRow {
                    block,
                    secs: asked.secs,
                    texts: asked.texts.clone(),
                    subject: asked.subject.clone(),
                    seq,
                });
            }
        })?;
        self.each_query(|no, asked| {
            let block = block(asked);
            if blocks.contains(&block) {
                queries.push(LoneQuery {
                    block,
                    number: gathered.unpack(no),
                    secs: asked.secs,
                    subject: asked.subject.clone(),
                });
            }
        })?;
        let is_refused = |seq: u32, number: &str| {
            let own = decisions.get(&seq).into_iter().flatten();
            own.into_iter()
                .any(|it| it.answer == Answer::Refused && it.number == number)
        };
        Ok(mistyped_pairs(&rows, &queries, is_refused))
    }

    fn each_row(&self, mut each: impl FnMut(u32, &Asked)) -> Result<(), AppError> {
        if self.rows.len() > FEW {
            let all = (0, u32::MAX);
            return store::log::each_asked(self.reader, self.period, all, |seq, asked| {
                if self.rows.binary_search(&seq).is_ok() {
                    each(seq, &asked);
                }
                Ok::<_, AppError>(())
            });
        }
        for seq in &self.rows {
            store::log::each_asked(self.reader, self.period, (*seq, *seq), |seq, asked| {
                each(seq, &asked);
                Ok::<_, AppError>(())
            })?;
        }
        Ok(())
    }

    fn each_query(&self, mut each: impl FnMut(No, &Asked)) -> Result<(), AppError> {
        for (id, no) in &self.queries {
            if let Some(asked) = store::register::asked(self.reader, i64::from(*id))? {
                each(*no, &asked);
            }
        }
        Ok(())
    }
}

/// Registrations of the month that neither it nor another month holds.
pub(super) fn free(
    reader: Reader<'_>,
    gathered: &Gathered,
    alone: &[(u32, No)],
) -> Result<Vec<(u32, No)>, AppError> {
    let mut free = Vec::new();
    for (id, no) in alone {
        if !is_held(reader, gathered.held(*id))? {
            free.push((*id, *no));
        }
    }
    Ok(free)
}
