//! 查詢資料登記表: the register's line (9(1)1, domain.md T1). One [`Query`] is one version; nothing is ever edited.
//!
//! `codes` holds its words, `drafts` what is typed, `rules` why not, `moves` the only ways in which a line comes to be
//! and goes on, `approval` the supervisor's word where an office wants it.

mod approval;
mod codes;
mod drafts;
mod moves;
#[cfg(test)]
mod moves_tests;
mod rules;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::calendar::Calendar;
use crate::domain::identity::Subject;
use crate::domain::ids::{Login, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;

pub use approval::{Approval, ApprovalMode, ApprovalState};
pub use codes::{Change, Field, Output, QueryFlag, QueryResult, QueryState, WhereTo};
pub use drafts::{
    Correction, Draft, Edit, ImportedQuery, ResultDraft, edits_between, pay_warnings,
};
pub use moves::{
    Desk, NewQuery, complete, correct, from_import, may_amend, may_complete, register, void,
};
pub use rules::QueryRefusal;

/// 迴避確認 (8¶2): how the clerk stands to the subject. Absent in lines from before irdesk.
#[derive(Clone, PartialEq, Eq)]
pub enum Recusal {
    /// 非己身、親屬、主管、同僚, nor a third party outside the assignment.
    Confirmed,
    /// 依分案查詢: one of these, under this assignment.
    Assigned(String),
}

/// Fields of T1 that may stay empty.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// 單位 of the person who queried.
    pub unit: Option<String>,
    /// 被查詢者姓名; better left out.
    pub subject_name: Option<String>,
    /// 查詢期間起訖.
    pub span_from: Option<NaiveDate>,
    pub span_to: Option<NaiveDate>,
    /// 業務關聯性說明.
    pub relevance: Option<String>,
    /// 委託查詢人 (代查).
    pub requester: Option<String>,
    /// 主管核可.
    pub approved_by: Option<String>,
    pub approved_on: Option<NaiveDate>,
    pub remark: Option<String>,
}

/// The result of a query, once it is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub result: QueryResult,
    /// 筆數.
    pub rows: Option<u32>,
    /// Absent when nothing was asked, and in imported lines that do not say.
    pub output: Option<Output>,
    /// Sheets or copies printed.
    pub copies: Option<u32>,
    pub whereto: Option<WhereTo>,
    /// The case whose file it went to, when that is another one.
    pub filed_in: Option<String>,
    /// 密件註記 on paper, encryption of a file; `None` where there is nothing to guard.
    pub is_sealed: Option<bool>,
    /// 預定刪除期限.
    pub delete_by: Option<NaiveDate>,
}

/// One version of a line of the register. `Debug` names no person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    pub no: RegisterNo,
    /// 1 for 登記; each result, correction and void adds one.
    pub version: u32,
    pub state: QueryState,
    /// 查詢者帳號.
    pub account: String,
    /// Name of its holder as it was then.
    pub person: String,
    /// Absent in imported lines.
    pub login: Option<Login>,
    /// 登記日期時間; an imported line may not say.
    pub registered_at: Option<Moment>,
    /// 實際查詢日期.
    pub asked_on: NaiveDate,
    pub asked_at: NaiveTime,
    /// 作業代號.
    pub item: String,
    pub subject: Subject,
    /// 案號.
    pub case_no: String,
    /// 事由.
    pub reason: String,
    /// Id of the legal basis in the annex, or free text with a reason.
    pub basis: String,
    /// Why a basis outside the annex.
    pub basis_reason: Option<String>,
    /// 與案件關係, one of the agency's subjects; absent in imported lines.
    pub relation: Option<String>,
    pub recusal: Option<Recusal>,
    /// 確以此號查詢: the number fails its checksum and was asked for all the same.
    pub is_checksum_confirmed: bool,
    pub details: Details,
    pub answer: Option<Answer>,
    pub is_imported: bool,
    pub flags: Vec<QueryFlag>,
    pub change: Change,
    /// Of a correction or void.
    pub change_reason: Option<String>,
    /// Login of whoever made this version.
    pub changed_by: String,
    pub changed_at: Moment,
}

impl Query {
    /// Whether the line was made under this person's account.
    pub fn is_own_of(&self, clerk: &Clerk) -> bool {
        self.login.as_ref() == Some(&clerk.login)
            || !self.account.is_empty()
                && clerk
                    .account
                    .as_ref()
                    .is_some_and(|account| drafts::code_text(account) == self.account)
    }

    /// 補登期限: so many working days after the day of the query or, when later, of its registration; `None` once
    /// the result is there. Source: setting `result_due`, 1 working day.
    pub fn result_due(&self, calendar: &Calendar, working_days: u32) -> Option<NaiveDate> {
        let begins_on = match self.registered_at {
            Some(at) => self.asked_on.max(at.day()),
            None => self.asked_on,
        };
        match self.state {
            QueryState::Pending => Some(calendar.add_working_days(begins_on, working_days)),
            QueryState::Complete | QueryState::Void => None,
        }
    }

    /// Whether something of the answer is still held, and so makes a retained item (期限).
    pub fn is_retained(&self) -> bool {
        let whereto = self.answer.as_ref().and_then(|answer| answer.whereto);
        self.state == QueryState::Complete && whereto.is_some_and(WhereTo::is_kept)
    }
}

/// Named by number and version alone: the rest is personal data.
impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Query({} v{} {})",
            self.no,
            self.version,
            self.state.code()
        )
    }
}

impl std::fmt::Debug for Details {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Details(..)")
    }
}

impl std::fmt::Debug for Recusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Recusal::Confirmed => "Confirmed",
            Recusal::Assigned(_) => "Assigned(..)",
        })
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({})", self.result.code())
    }
}

/// 常用結果: what F8 offers first, in this order. Where a seal is due the clerk still says whether it is there.
pub const COMMON_RESULTS: [ResultDraft; 6] = [
    common(QueryResult::Found, Output::ViewedOnly, WhereTo::NotKept),
    common(QueryResult::Found, Output::Printed, WhereTo::Filed),
    common(QueryResult::Found, Output::File, WhereTo::Filed),
    common(QueryResult::NoData, Output::ViewedOnly, WhereTo::NotKept),
    ResultDraft {
        result: Some(QueryResult::NotAsked),
        ..ResultDraft::EMPTY
    },
    common(
        QueryResult::SystemError,
        Output::ViewedOnly,
        WhereTo::NotKept,
    ),
];

const fn common(result: QueryResult, output: Output, whereto: WhereTo) -> ResultDraft {
    ResultDraft {
        result: Some(result),
        rows: match result {
            QueryResult::Found => Some(1),
            QueryResult::NoData | QueryResult::SystemError | QueryResult::NotAsked => None,
        },
        output: Some(output),
        copies: match output {
            Output::Printed => Some(1),
            Output::ViewedOnly | Output::File => None,
        },
        whereto: Some(whereto),
        ..ResultDraft::EMPTY
    }
}
