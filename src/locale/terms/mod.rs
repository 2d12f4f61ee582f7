//! The words of the domain: what a code is called on screens and paper.

mod en;
mod zh_tw;

use crate::domain::canonical::Json;
use crate::domain::file_fault::Column;
use crate::domain::identity::SubjectKind;
use crate::domain::monthly_check::{Cause, Compared, Outcome, Step};
use crate::domain::query::{Change, Field, Output, QueryFlag, QueryResult, QueryState, WhereTo};
use crate::locale::Lang;

impl Lang {
    /// A field of the register as forms label it, within eleven cells (English fifteen).
    pub fn field(self, field: Field) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::field(field),
            Lang::En => en::field(field),
        }
    }

    /// Where a line of the register stands.
    pub fn query_state(self, query_state: QueryState) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::query_state(query_state),
            Lang::En => en::query_state(query_state),
        }
    }

    /// What WebIR answered.
    pub fn query_result(self, query_result: QueryResult) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::query_result(query_result),
            Lang::En => en::query_result(query_result),
        }
    }

    /// What a line shows as its result, by its code: `待補登`, `查有資料`, `已作廢`.
    pub fn shown_result(self, code: &str) -> &'static str {
        if let Ok(result) = code.parse::<QueryResult>() {
            return self.query_result(result);
        }
        let state = code.parse::<QueryState>();
        state.map_or("", |state| self.query_state(state))
    }

    /// What was made of the answer.
    pub fn output(self, output: Output) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::output(output),
            Lang::En => en::output(output),
        }
    }

    /// Where the output went.
    pub fn where_to(self, where_to: WhereTo) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::where_to(where_to),
            Lang::En => en::where_to(where_to),
        }
    }

    /// What made a version of a line.
    pub fn change(self, change: Change) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::change(change),
            Lang::En => en::change(change),
        }
    }

    /// What is odd about a line without being wrong.
    pub fn query_flag(self, query_flag: QueryFlag) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::query_flag(query_flag),
            Lang::En => en::query_flag(query_flag),
        }
    }

    /// What kind of identifier a text is.
    pub fn subject_kind(self, subject_kind: SubjectKind) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::subject_kind(subject_kind),
            Lang::En => en::subject_kind(subject_kind),
        }
    }

    /// How far a month has come.
    pub fn step(self, step: Step) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::step(step),
            Lang::En => en::step(step),
        }
    }

    /// What was found of a drawn row, within seven wide characters.
    pub fn outcome(self, outcome: Outcome) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::outcome(outcome),
            Lang::En => en::outcome(outcome),
        }
    }

    /// Why a query was not registered.
    pub fn cause(self, cause: Cause) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::cause(cause),
            Lang::En => en::cause(cause),
        }
    }

    /// What the log row is compared with.
    pub fn compared(self, compared: Compared) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::compared(compared),
            Lang::En => en::compared(compared),
        }
    }

    /// A column of a file that comes in, by its likeliest heading.
    pub fn column(self, column: Column) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::column(column),
            Lang::En => en::column(column),
        }
    }

    /// An action of the trail in fourteen cells; that of a later program as it stands there.
    pub fn action(self, action: &str) -> &str {
        let known = match self {
            Lang::ZhTw => zh_tw::action(action),
            Lang::En => en::action(action),
        };
        known.unwrap_or(action)
    }

    /// An entry of the trail by its action and, where that says more, its body: `時鐘倒退 6 分`, `判定重大異常無`.
    pub fn deed(self, action: &str, body: &Json) -> String {
        let number = |name: &str| body.get(name).and_then(Json::int);
        match action {
            "clock.jumped/1" => number("seconds").map(|seconds| self.clock(seconds)),
            "check.judged/1" => number("major").map(|major| self.judged(major != 0).to_owned()),
            "request.moved/1" => self.request_moved(body),
            _ => None,
        }
        .unwrap_or_else(|| self.action(action).to_owned())
    }

    /// `時鐘倒退 6 分`: how far the clock stands off, in whole minutes.
    fn clock(self, seconds: i64) -> String {
        let minutes = seconds.unsigned_abs() / 60;
        match (self, seconds < 0) {
            (Lang::ZhTw, true) => format!("時鐘倒退 {minutes} 分"),
            (Lang::ZhTw, false) => format!("時鐘超前 {minutes} 分"),
            (Lang::En, true) => format!("clock -{minutes} min"),
            (Lang::En, false) => format!("clock +{minutes} min"),
        }
    }

    /// `核准（代）`: the step that a request took, and whether a deputy took it.
    fn request_moved(self, body: &Json) -> Option<String> {
        let text = |name: &str| match body.get(name) {
            Some(Json::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let step = self.request_step(text("step")?.parse().ok()?);
        let is_deputy = text("acting_for").is_some_and(|principal| !principal.is_empty());
        Some(match (self, is_deputy) {
            (_, false) => step.to_owned(),
            (Lang::ZhTw, true) => format!("{step}（代）"),
            (Lang::En, true) => format!("{step} (dep.)"),
        })
    }

    fn judged(self, is_major: bool) -> &'static str {
        match (self, is_major) {
            (Lang::ZhTw, true) => "判定重大異常有",
            (Lang::ZhTw, false) => "判定重大異常無",
            (Lang::En, true) => "anomaly: major",
            (Lang::En, false) => "anomaly: none",
        }
    }
}

#[cfg(test)]
mod tests;
