//! 凍結: whether a frozen month's rows and matches still are what its freeze fixed (before a draw, before a signature, in `verify`).

use super::AppError;
use super::checks::{hex, match_digest};
use crate::domain::canonical::Json;
use crate::domain::ids::{LogId, Period};
use crate::domain::population::{PopulationHasher, RowSealer};
use crate::domain::problem::ProblemKind;
use crate::domain::trouble::Trouble;
use crate::store::checks::CheckMonth;
use crate::store::verify::Problem;
use crate::store::{self, Reader, Store};

/// A row whose content is not what the freeze fixed; without a row, the month as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Difference {
    kind: ProblemKind,
    seq: Option<u32>,
}

/// Recomputes population and matches from the stored rows, telling each difference.
fn differences(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    mut tell: impl FnMut(Difference) -> Result<(), AppError>,
) -> Result<(), AppError> {
    of_population(reader, period, month, &mut tell)?;
    of_matches(reader, period, month, &mut tell)
}

fn of_population(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    tell: &mut impl FnMut(Difference) -> Result<(), AppError>,
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
        each_altered(reader, period, &sealer, |seq| {
            let seq = Some(seq);
            tell(Difference { kind, seq })
        })?;
        tell(Difference { kind, seq: None })?;
    }
    Ok(())
}

fn of_matches(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    tell: &mut impl FnMut(Difference) -> Result<(), AppError>,
) -> Result<(), AppError> {
    if month.match_digest.as_deref() != Some(hex(&match_digest(reader, period)?).as_str()) {
        let kind = ProblemKind::Matches;
        tell(Difference { kind, seq: None })?;
    }
    Ok(())
}

/// The rows that are not as they were sealed at the freeze.
fn each_altered(
    reader: Reader<'_>,
    period: Period,
    sealer: &RowSealer,
    mut tell: impl FnMut(u32) -> Result<(), AppError>,
) -> Result<(), AppError> {
    store::log::each_canonical(reader, period, |seq, fields| {
        let now = hex(&sealer.seal(fields));
        let fixed = store::checks::row_commit(reader, period, seq)?;
        if fixed.as_deref() == Some(now.as_str()) {
            return Ok(());
        }
        tell(seq)
    })
}

/// The same; the first difference stops it and is named. Rows and matches are read on a core each: what costs is opening
/// their pages.
pub(super) fn recheck(store: &Store, period: Period, month: &CheckMonth) -> Result<(), AppError> {
    let other = store.another()?;
    let mut name = |difference| Err(named(period, difference));
    std::thread::scope(|scope| {
        let rows = scope.spawn(move || {
            let mut name = |difference| Err(named(period, difference));
            of_population(other.reader(), period, month, &mut name)
        });
        let matches = of_matches(store.reader(), period, month, &mut name);
        let ended = rows.join().map_err(|_panic| Trouble::Other {
            doing: "recheck".to_owned(),
        })?;
        ended.and(matches)
    })
}

fn named(period: Period, difference: Difference) -> AppError {
    let what = match (difference.kind, difference.seq) {
        (_, Some(seq)) => LogId { period, seq }.to_string(),
        (ProblemKind::Matches, None) => format!("match_row {}", period.iso()),
        (_, None) => format!("population {}", period.iso()),
    };
    Trouble::Damaged { what }.into()
}

/// What `verify` says of all frozen months: against the stored rows, and against the freezes' own entries.
pub(super) fn problems(reader: Reader<'_>) -> Result<Vec<Problem>, AppError> {
    let mut found = Vec::new();
    for period in store::checks::frozen_periods(reader)? {
        let Some(month) = store::checks::get(reader, period)? else {
            continue;
        };
        let filter = store::entries::EntryFilter {
            action: Some("check.frozen/1".to_owned()),
            record: Some(period.to_string()),
            ..store::entries::EntryFilter::default()
        };
        let freeze = store::entries::last(reader, &filter)?;
        let seq = freeze.as_ref().map(|row| row.entry.seq);
        let signed = |name: &str| {
            let body = freeze.as_ref().map(|row| &row.entry.body);
            body.and_then(|body| body.get(name)).and_then(Json::text)
        };
        let problem = |difference: Difference| Problem {
            kind: difference.kind,
            table: Some(period.to_string()),
            id: difference.seq.map(i64::from),
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
                add(Difference { kind, seq: None });
            }
        }
        differences(reader, period, &month, |difference| {
            add(difference);
            Ok(())
        })?;
    }
    Ok(found)
}
