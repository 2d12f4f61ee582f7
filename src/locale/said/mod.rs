//! What happened, as the message line says it, and what a sample proves.

mod en;
mod zh_tw;

use crate::domain::assurance::Assurance;
use crate::domain::event::{Event, MatchCounts};
use crate::domain::monthly_check::{Cause, Compared, Outcome};
use crate::locale::Lang;

impl Lang {
    /// The message line after a command: `已登記 SOC-11511-0043。`
    pub fn told(self, event: &Event) -> String {
        match self {
            Lang::ZhTw => zh_tw::told(event),
            Lang::En => en::told(event),
        }
    }

    /// What the base sample of a month proves, in lines to be shown one below the other or joined: the proof, on what it
    /// stands, what it says nothing about. A Chinese line fits a screen.
    pub fn assurance(self, assurance: &Assurance) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::assurance(assurance),
            Lang::En => en::assurance(assurance),
        }
    }

    fn outcome_of_code(self, code: &'static str) -> &'static str {
        code.parse::<Outcome>()
            .map_or(code, |outcome| self.outcome(outcome))
    }

    fn cause_of_code(self, code: &'static str) -> &'static str {
        code.parse::<Cause>()
            .map_or(code, |cause| self.cause(cause))
    }

    fn compared_of_code(self, code: &'static str) -> &'static str {
        code.parse::<Compared>()
            .map_or(code, |compared| self.compared(compared))
    }
}

/// What kind of document: 「查核紀錄」.
fn document_kind(lang: Lang, kind: &'static str) -> &'static str {
    lang.document_kind(kind)
}

/// Log rows that stand beside a registration, whatever pass found it.
fn joined(counts: &MatchCounts) -> u64 {
    [counts.p1, counts.p2, counts.retry, counts.confirmed]
        .into_iter()
        .map(u64::from)
        .sum()
}

#[cfg(test)]
mod tests;
