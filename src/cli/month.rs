//! A month's work: reconcile, and the steps of the check.

use serde_json::{Value, json};

use super::output::{CliError, Said};
use super::session::office;
use super::{CheckSub, Global};
use crate::app::{AppError, AtTheDraw, CheckState};
use crate::domain::ids::{Login, Period};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::PublicSource;

fn form(field: &'static str) -> CliError {
    AppError::from(Refusal::Form { field }).into()
}

/// `reconcile YYYMM`.
pub(super) fn reconcile(global: &Global, period: Period) -> Result<Said, CliError> {
    let found = office(global)?.reconcile(period)?;
    let counts = found.counts;
    let matched = counts
        .p1
        .saturating_add(counts.p2)
        .saturating_add(counts.retry)
        .saturating_add(counts.confirmed);
    Ok(Said {
        prose: format!(
            "log rows {}  matched {matched}  proposed {}  unregistered {}  unreadable {}  not performed {}",
            counts.log_rows,
            counts.proposed,
            found.unregistered.len(),
            found.unreadable.len(),
            found.not_performed.len()
        ),
        json: json!({
            "log_rows": counts.log_rows, "matched": matched, "proposed": counts.proposed,
            "unregistered": found.unregistered, "unreadable": found.unreadable, "not_performed": found.not_performed,
            "by_pass": { "p1": counts.p1, "p2": counts.p2, "retry": counts.retry, "confirmed": counts.confirmed },
        }),
        ..Said::default()
    })
}

/// `check …`.
pub(super) fn check(global: &Global, sub: &CheckSub) -> Result<Said, CliError> {
    let mut office = office(global)?;
    let period = match sub {
        CheckSub::Status { period } | CheckSub::Show { period } => {
            return Ok(state(&office.check_state(period.0)?));
        }
        CheckSub::Freeze {
            period,
            source,
            checker,
        } => {
            let source: Option<PublicSource> = source
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|_bad| form("source"))?;
            let checker: Option<Login> = checker
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|_bad| form("checker"))?;
            office.freeze(period.0, source.as_ref(), checker.as_ref())?;
            period.0
        }
        CheckSub::Public { period, source } => {
            let source: PublicSource = source.parse().map_err(|_bad| form("source"))?;
            office.declare_public(period.0, &source)?;
            period.0
        }
        CheckSub::Draw {
            period,
            public,
            total,
            slip,
        } => {
            let typed = AtTheDraw {
                public: public.clone(),
                total: *total,
                slip: slip.clone(),
            };
            office.draw(period.0, &typed)?;
            period.0
        }
    };
    Ok(state(&office.state_of(period)?))
}

fn state(state: &CheckState) -> Said {
    let outcomes: serde_json::Map<String, Value> = state
        .outcomes
        .iter()
        .map(|(outcome, count)| (outcome.clone(), json!(count)))
        .collect();
    let head = state.head.map(|head| head.to_string());
    Said {
        prose: state.base.iter().fold(
            format!(
                "{}  N {}  n {}",
                state.step.code(),
                state.population,
                state.sample_size
            ),
            |prose, id| format!("{prose}\n{id}"),
        ),
        json: json!({
            "step": state.step.code(), "population": state.population,
            "population_sha256": state.population_sha256, "sample_size": state.sample_size,
            "commit": state.commit, "checker": state.checker, "source": state.source, "head": head,
            "seed_text": state.seed_text, "seed": state.seed, "base": state.base,
            "risk": state.risk, "cover": state.cover, "extension": state.extension,
            "next_commit": state.next_commit, "done": state.done, "outcomes": outcomes,
            "major": state.major, "record": state.record, "signed_by": state.signed_by,
        }),
        ..Said::default()
    }
}
