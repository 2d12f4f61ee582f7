//! What persons say to proposals and about queries without a registration.
//!
//! A decision takes effect at once: the lists and counts read it beside the matches, and the next reconciliation starts
//! from it. After the freeze it explains and changes no count and no digest (凍結後採認).

use crate::app::{AppError, Done, Office};
use crate::domain::event::{Event, MatchEvent};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::monthly_check::{
    Cause, CheckRefusal, Deed, Step, check_explanation, check_move,
};
use crate::domain::reconcile::MatchState;
use crate::domain::refusal::Refusal;
use crate::store::Reader;
use crate::store::gaps::{self, GapExplanation};
use crate::store::matches::{self, Decision, Explanation};

/// What persons decide about what was matched.
#[derive(Debug, Clone)]
pub enum MatchCommand {
    /// Confirms or refuses a proposal; a refusal has its reason.
    Decide {
        period: Period,
        seq: u32,
        number: RegisterNo,
        accepted: bool,
        reason: String,
    },
    /// Takes a decision back; the proposal is open again.
    Undo {
        period: Period,
        seq: u32,
        number: RegisterNo,
        reason: String,
    },
    /// 疑日誌缺漏: what became of a registration whose result says that it was asked, and which no log row shows.
    ExplainGap {
        period: Period,
        number: RegisterNo,
        words: String,
        explained_by: String,
    },
    /// Why a query was made without a registration, as its account's holder says.
    Explain {
        period: Period,
        seq: u32,
        cause: Cause,
        words: String,
        explained_by: String,
    },
}

impl Office {
    pub(in crate::app) fn execute_match(
        &mut self,
        command: MatchCommand,
    ) -> Result<Done, AppError> {
        match command {
            MatchCommand::Decide {
                period,
                seq,
                number,
                accepted,
                reason,
            } => self.decide(period, seq, &number, accepted.then_some(()).ok_or(reason)),
            MatchCommand::Undo {
                period,
                seq,
                number,
                reason,
            } => self.undo(period, seq, &number, &reason),
            MatchCommand::ExplainGap {
                period,
                number,
                words,
                explained_by,
            } => self.explain_gap(GapExplanation {
                period,
                number,
                words: free_text(&words),
                explained_by: free_text(&explained_by),
                by: self.me.login.to_string(),
                at: self.now(),
            }),
            MatchCommand::Explain {
                period,
                seq,
                cause,
                words,
                explained_by,
            } => self.explain(Explanation {
                period,
                seq,
                cause: cause.code().to_owned(),
                words: free_text(&words),
                explained_by: free_text(&explained_by),
                by: self.me.login.to_string(),
                at: self.now(),
            }),
        }
    }

    /// `Err`: the reason why the proposal is refused.
    fn decide(
        &mut self,
        period: Period,
        seq: u32,
        number: &RegisterNo,
        answer: Result<(), String>,
    ) -> Result<Done, AppError> {
        let role = self.allow("match.decide")?;
        let accepted = answer.is_ok();
        let reason = free_text(&answer.err().unwrap_or_default());
        if !accepted && reason.is_empty() {
            return Err(Refusal::Check(CheckRefusal::ReasonNeeded).into());
        }
        let (me, by, at) = (self.me.clone(), self.me.login.to_string(), self.now());
        self.write(role, |tx| {
            let reader = tx.reader();
            let step = month_step(reader, period)?;
            check_move(Deed::DecideProposal, &me, step).map_err(Refusal::Check)?;
            check_open(reader, period, seq, number)?;
            let after_freeze = step >= Step::Frozen;
            let decision = Decision {
                period,
                seq,
                number: number.to_string(),
                accepted,
                after_freeze,
                reason,
                by,
                at,
            };
            matches::put_decision(tx, &decision)?;
            Ok(Event::Match(MatchEvent::ProposalDecided {
                period,
                seq,
                number: number.clone(),
                accepted,
                after_freeze,
            }))
        })
    }

    /// What was decided before the freeze stays as the freeze fixed it.
    fn undo(
        &mut self,
        period: Period,
        seq: u32,
        number: &RegisterNo,
        reason: &str,
    ) -> Result<Done, AppError> {
        let role = self.allow("match.decide")?;
        let reason = free_text(reason);
        if reason.is_empty() {
            return Err(Refusal::Form { field: "reason" }.into());
        }
        let (me, by, at) = (self.me.clone(), self.me.login.to_string(), self.now());
        self.write(role, |tx| {
            let step = month_step(tx.reader(), period)?;
            check_move(Deed::UndoDecision, &me, step).map_err(Refusal::Check)?;
            let said = matches::decision(tx.reader(), period, seq, &number.to_string())?;
            let said = said.ok_or(Refusal::Stale)?;
            if step >= Step::Frozen && !said.after_freeze {
                return Err(Refusal::Check(CheckRefusal::AlreadyFrozen).into());
            }
            let (accepted, after_freeze) = (said.accepted, said.after_freeze);
            let next = Decision {
                reason,
                by,
                at,
                ..said
            };
            matches::undo_decision(tx, &next)?;
            Ok(Event::Match(MatchEvent::DecisionUndone {
                period,
                seq,
                number: number.clone(),
                accepted,
                after_freeze,
            }))
        })
    }

    fn explain_gap(&mut self, explanation: GapExplanation) -> Result<Done, AppError> {
        let role = self.allow("match.explain")?;
        let period = explanation.period;
        let given = [
            ("words", &explanation.words),
            ("explained_by", &explanation.explained_by),
        ];
        if let Some((field, _)) = given.into_iter().find(|(_, text)| text.is_empty()) {
            return Err(Refusal::Form { field }.into());
        }
        let me = self.me.clone();
        self.write(role, |tx| {
            let step = month_step(tx.reader(), period)?;
            check_move(Deed::Explain, &me, step).map_err(Refusal::Check)?;
            if !gaps::is_gap(tx.reader(), period, &explanation.number)? {
                return Err(Refusal::Stale.into());
            }
            gaps::put(tx, &explanation)?;
            Ok(Event::Match(MatchEvent::GapExplained {
                period,
                number: explanation.number,
            }))
        })
    }

    fn explain(&mut self, explanation: Explanation) -> Result<Done, AppError> {
        let role = self.allow("match.explain")?;
        let Explanation { period, seq, .. } = explanation;
        let cause: Cause = explanation
            .cause
            .parse()
            .map_err(|_bad| Refusal::Form { field: "cause" })?;
        check_explanation(cause, &explanation.words).map_err(Refusal::Check)?;
        if explanation.explained_by.is_empty() {
            return Err(Refusal::Form {
                field: "explained_by",
            }
            .into());
        }
        let me = self.me.clone();
        self.write(role, |tx| {
            let step = month_step(tx.reader(), period)?;
            check_move(Deed::Explain, &me, step).map_err(Refusal::Check)?;
            let only = matches::Seqs::From(seq);
            let left = matches::unregistered_page(tx.reader(), period, only, 1)?;
            if left != [seq] {
                return Err(Refusal::Stale.into());
            }
            matches::put_explanation(tx, &explanation)?;
            Ok(Event::Match(MatchEvent::Explained {
                period,
                seq,
                cause: cause.code(),
            }))
        })
    }
}

/// Only a proposal that stands and that nobody decided is decided: undoing is another deed.
fn check_open(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
    number: &RegisterNo,
) -> Result<(), AppError> {
    let number = number.to_string();
    let found = matches::found(reader, period, seq)?;
    let is_proposed =
        found.is_some_and(|row| row.state == MatchState::Proposed.code() && row.number == number);
    if is_proposed && matches::decision(reader, period, seq, &number)?.is_none() {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

fn month_step(reader: Reader<'_>, period: Period) -> Result<Step, AppError> {
    Ok(crate::app::checks::step(reader, period)?.0)
}

/// Free text as it is kept: composed, without control characters, trimmed.
pub(in crate::app) fn free_text(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text
        .nfc()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    plain.trim().to_owned()
}
