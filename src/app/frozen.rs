//! 凍結: whether a frozen month's rows and matches still are what its freeze fixed (before a draw, before a signature, in `verify`).

use super::AppError;
use super::checks::{differing_blocks, fixed_matches, hex};
use crate::domain::canonical::Json;
use crate::domain::ids::{LogId, Period};
use crate::domain::population::{PopulationHasher, RowSealer};
use crate::domain::problem::ProblemKind;
use crate::domain::trouble::Trouble;
use crate::store::checks::CheckMonth;
use crate::store::verify::Problem;
use crate::store::{self, Reader, Store};

/// Rows, from one to another, whose content is not what the freeze fixed; without rows, the month as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Difference {
    kind: ProblemKind,
    rows: Option<(u32, u32)>,
}

/// Recomputes population and matches from the stored rows, telling each difference.
fn differences(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    mut tell: impl FnMut(Difference),
) -> Result<(), AppError> {
    of_population(reader, period, month, &mut tell)?;
    of_matches(reader, period, month, &mut tell)
}

fn of_population(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    tell: &mut impl FnMut(Difference),
) -> Result<(), AppError> {
    let kind = ProblemKind::Population;
    let salt = month.salt.as_deref().and_then(|salt| salt.try_into().ok());
    let salt: [u8; 32] = salt.ok_or_else(|| Trouble::Garbled {
        table: "check_month".to_owned(),
        column: "salt_bytes".to_owned(),
    })?;
    let sealer = RowSealer::new(&salt);
    let mut population = PopulationHasher::default();
    store::log::each_canonical::<AppError>(reader, period, |seq, fields| {
        population.add(seq, &sealer.seal(fields));
        Ok(())
    })?;
    let is_same = Some(population.rows()) == month.row_count
        && month.population.as_deref() == Some(hex(&population.finish()).as_str());
    if !is_same {
        let rows = month.row_count.unwrap_or_default();
        each_altered(reader, (period, rows), &sealer, |rows| {
            let rows = Some(rows);
            tell(Difference { kind, rows });
        })?;
        tell(Difference { kind, rows: None });
    }
    Ok(())
}

fn of_matches(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    tell: &mut impl FnMut(Difference),
) -> Result<(), AppError> {
    let rows = month.row_count.unwrap_or_default();
    let now = fixed_matches(reader, period, rows.max(1))?.digest;
    if month.match_digest.as_deref() == Some(hex(&now).as_str()) {
        return Ok(());
    }
    let kind = ProblemKind::Matches;
    for (first, last) in differing_blocks(reader, period, rows)? {
        let mut altered = store::matches::altered(reader, period, (first, last))?.into_iter();
        let whole = altered.len() == 0;
        altered.by_ref().for_each(|seq| {
            let rows = Some((seq, seq));
            tell(Difference { kind, rows });
        });
        if whole {
            let rows = Some((first, last.min(rows)));
            tell(Difference { kind, rows });
        }
    }
    tell(Difference { kind, rows: None });
    Ok(())
}

/// The rows that are not as they were sealed at the freeze, or not there.
fn each_altered(
    reader: Reader<'_>,
    (period, rows): (Period, u32),
    sealer: &RowSealer,
    mut tell: impl FnMut((u32, u32)),
) -> Result<(), AppError> {
    let mut seen = 0;
    store::log::each_canonical::<AppError>(reader, period, |seq, fields| {
        if seq > seen + 1 {
            tell((seen + 1, seq - 1));
        }
        seen = seq;
        let now = hex(&sealer.seal(fields));
        let fixed = store::checks::row_commit(reader, period, seq)?;
        if fixed.as_deref() != Some(now.as_str()) {
            tell((seq, seq));
        }
        Ok(())
    })?;
    if seen < rows {
        tell((seen + 1, rows));
    }
    Ok(())
}

/// So many differences are named; more would not be read.
const NAMED: usize = 8;

/// The same; a difference stops it, and the rows that differ are named. Rows and matches are read on a core each: what
/// costs is opening their pages.
pub(super) fn recheck(store: &Store, period: Period, month: &CheckMonth) -> Result<(), AppError> {
    let other = store.another()?;
    let mut found = Vec::new();
    let ended = std::thread::scope(|scope| {
        let rows = scope.spawn(move || {
            let mut found = Vec::new();
            let ended = of_population(other.reader(), period, month, &mut |it| found.push(it));
            ended.map(|()| found)
        });
        of_matches(store.reader(), period, month, &mut |it| found.push(it))?;
        rows.join().map_err(|_panic| Trouble::Other {
            doing: "recheck".to_owned(),
        })?
    });
    found.extend(ended?);
    if found.is_empty() {
        return Ok(());
    }
    let is_named = found.iter().any(|it| it.rows.is_some());
    found.retain(|it| it.rows.is_some() || !is_named);
    let mut names: Vec<String> = found.iter().map(|it| named(period, *it)).collect();
    names.dedup();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("...".to_owned());
    }
    Err(Trouble::Damaged {
        what: names.join(", "),
    }
    .into())
}

fn named(period: Period, difference: Difference) -> String {
    match (difference.kind, difference.rows) {
        (_, Some((seq, last))) if seq == last => LogId { period, seq }.to_string(),
        (_, Some((seq, last))) => format!("{}..{last:06}", LogId { period, seq }),
        (ProblemKind::Matches, None) => format!("match_row {}", period.iso()),
        (_, None) => format!("population {}", period.iso()),
    }
}

/// What `verify` says of all frozen months: against the stored rows, and against the freezes' own entries.
pub(super) fn problems(reader: Reader<'_>) -> Result<Vec<Problem>, AppError> {
    let mut found = Vec::new();
    for period in store::checks::frozen_periods(reader)? {
        let Some(month) = store::checks::get(reader, period)? else {
            continue;
        };
        let freeze = match super::checks::frozen_entry(reader, period)? {
            Some(head) => store::entries::get(reader, head.seq)?,
            None => None,
        };
        let seq = freeze.as_ref().map(|row| row.entry.seq);
        let signed = |name: &str| {
            let body = freeze.as_ref().map(|row| &row.entry.body);
            body.and_then(|body| body.get(name)).and_then(Json::text)
        };
        let problem = |difference: Difference| Problem {
            kind: difference.kind,
            table: Some(period.to_string()),
            id: difference.rows.map(|(first, _last)| i64::from(first)),
            seq,
        };
        let mut add = |difference| {
            let problem = problem(difference);
            if !found.contains(&problem) {
                found.push(problem);
            }
        };
        for (kind, is_signed) in [
            (
                ProblemKind::Population,
                signed("population") == month.population.as_deref(),
            ),
            (
                ProblemKind::Matches,
                signed("match_digest") == month.match_digest.as_deref(),
            ),
        ] {
            if !is_signed {
                add(Difference { kind, rows: None });
            }
        }
        differences(reader, period, &month, &mut add)?;
    }
    Ok(found)
}
