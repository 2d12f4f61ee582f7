//! What a person types and what a file holds before it becomes a line; how typed text is tidied.

use chrono::{NaiveDate, NaiveTime};
use unicode_normalization::UnicodeNormalization;

use crate::domain::identity::{Subject, looks_like_pay};
use crate::domain::ids::RegisterNo;
use crate::domain::moment::Moment;
pub(super) use crate::domain::normal::free_text;
use crate::domain::query::{
    Answer, Details, Field, Output, Query, QueryFlag, QueryResult, Recusal, WhereTo,
};

/// What a person typed to register a query.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Filled in from the person; anything else is refused.
    pub account: Option<String>,
    pub case_no: String,
    pub reason: String,
    pub basis: String,
    pub basis_reason: Option<String>,
    pub item: String,
    pub asked: Option<(NaiveDate, NaiveTime)>,
    pub subject: Subject,
    pub is_checksum_confirmed: bool,
    pub relation: String,
    pub recusal: Option<Recusal>,
    pub details: Details,
}

/// What a person typed to record a result.
#[derive(Clone, PartialEq, Eq)]
pub struct ResultDraft {
    /// The moment of the query, when it is not the registered one.
    pub asked: Option<(NaiveDate, NaiveTime)>,
    pub result: Option<QueryResult>,
    pub rows: Option<u32>,
    pub output: Option<Output>,
    pub copies: Option<u32>,
    pub whereto: Option<WhereTo>,
    pub filed_in: Option<String>,
    pub is_sealed: Option<bool>,
    pub delete_by: Option<NaiveDate>,
    /// 期限依據 (11(2)2): for the held item, not for the line.
    pub use_basis: Option<String>,
}

impl ResultDraft {
    pub const EMPTY: ResultDraft = ResultDraft {
        asked: None,
        result: None,
        rows: None,
        output: None,
        copies: None,
        whereto: None,
        filed_in: None,
        is_sealed: None,
        delete_by: None,
        use_basis: None,
    };

    /// What would have to be typed for this answer.
    pub fn of(answer: &Answer) -> ResultDraft {
        ResultDraft {
            asked: None,
            result: Some(answer.result),
            rows: answer.rows,
            output: answer.output,
            copies: answer.copies,
            whereto: answer.whereto,
            filed_in: answer.filed_in.clone(),
            is_sealed: answer.is_sealed,
            delete_by: answer.delete_by,
            use_basis: None,
        }
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({:?})", self.subject)
    }
}

impl std::fmt::Debug for ResultDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResultDraft({:?})", self.result)
    }
}

/// One thing that a correction sets.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    CaseNo(String),
    Reason(String),
    Basis {
        id: String,
        reason: Option<String>,
    },
    Item(String),
    Asked(NaiveDate, NaiveTime),
    Subject {
        subject: Subject,
        is_confirmed: bool,
    },
    Relation(String),
    Recusal(Recusal),
    Details(Details),
    /// Of a line whose result is there.
    Result(ResultDraft),
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.field().code())
    }
}

impl Edit {
    /// The field it sets, or the first of them.
    pub fn field(&self) -> Field {
        match self {
            Edit::CaseNo(_) => Field::CaseNo,
            Edit::Reason(_) => Field::Reason,
            Edit::Basis { .. } => Field::Basis,
            Edit::Item(_) => Field::Item,
            Edit::Asked(..) => Field::Asked,
            Edit::Subject { .. } => Field::Subject,
            Edit::Relation(_) => Field::Relation,
            Edit::Recusal(_) => Field::Assignment,
            Edit::Details(_) => Field::Unit,
            Edit::Result(_) => Field::Result,
        }
    }
}

/// 更正: what changes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub edits: Vec<Edit>,
    pub reason: String,
}

/// A line from before irdesk, as its file has it.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedQuery {
    pub no: RegisterNo,
    pub account: String,
    pub person: String,
    /// 登記日期 and 登記時間, when the file has them; never counted as registered before the query.
    pub registered_at: Option<Moment>,
    pub asked_on: NaiveDate,
    pub asked_at: NaiveTime,
    pub item: String,
    pub subject: Subject,
    pub case_no: String,
    pub reason: String,
    pub basis: String,
    pub requester: Option<String>,
    pub result: Option<QueryResult>,
    pub output: Option<Output>,
    pub copies: Option<u32>,
    pub whereto: Option<WhereTo>,
    /// What the decoder saw: rare or control characters.
    pub flags: Vec<QueryFlag>,
}

impl std::fmt::Debug for ImportedQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportedQuery({})", self.no)
    }
}

/// Fields of free text that look like wages or insurance data, which the desk must not hold: a warning.
pub fn pay_warnings(draft: &Draft) -> Vec<Field> {
    let details = &draft.details;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        (Field::Reason, draft.reason.clone()),
        (Field::BasisReason, text(&draft.basis_reason)),
        (Field::Relevance, text(&details.relevance)),
        (Field::Remark, text(&details.remark)),
    ]
    .into_iter()
    .filter_map(|(field, text)| looks_like_pay(&text).then_some(field))
    .collect()
}

/// The edits that turn a line into what was typed over it.
pub fn edits_between(query: &Query, draft: &Draft) -> Vec<Edit> {
    let mut edits = Vec::new();
    if free_text(&draft.case_no) != query.case_no {
        edits.push(Edit::CaseNo(draft.case_no.clone()));
    }
    if free_text(&draft.reason) != query.reason {
        edits.push(Edit::Reason(draft.reason.clone()));
    }
    let reason = some_text(draft.basis_reason.as_deref());
    if free_text(&draft.basis) != query.basis || reason != query.basis_reason {
        edits.push(Edit::Basis {
            id: draft.basis.clone(),
            reason,
        });
    }
    if code_text(&draft.item) != query.item {
        edits.push(Edit::Item(draft.item.clone()));
    }
    if let Some((day, time)) = draft.asked
        && (day, time) != (query.asked_on, query.asked_at)
    {
        edits.push(Edit::Asked(day, time));
    }
    if draft.subject != query.subject {
        edits.push(Edit::Subject {
            subject: draft.subject.clone(),
            is_confirmed: draft.is_checksum_confirmed,
        });
    }
    if let Some(relation) = some_text(Some(&draft.relation))
        && query.relation.as_ref() != Some(&relation)
    {
        edits.push(Edit::Relation(relation));
    }
    if let Some(recusal) = draft.recusal.as_ref().map(tidy_recusal)
        && query.recusal.as_ref() != Some(&recusal)
    {
        edits.push(Edit::Recusal(recusal));
    }
    if tidy_details(&draft.details) != query.details {
        edits.push(Edit::Details(draft.details.clone()));
    }
    edits
}

pub(super) fn tidy_recusal(recusal: &Recusal) -> Recusal {
    match recusal {
        Recusal::Confirmed => Recusal::Confirmed,
        Recusal::Assigned(assignment) => Recusal::Assigned(free_text(assignment)),
    }
}

pub(super) fn tidy_details(details: &Details) -> Details {
    let text = |text: &Option<String>| some_text(text.as_deref());
    Details {
        unit: text(&details.unit),
        subject_name: text(&details.subject_name),
        span_from: details.span_from,
        span_to: details.span_to,
        relevance: text(&details.relevance),
        requester: text(&details.requester),
        approved_by: text(&details.approved_by),
        approved_on: details.approved_on,
        remark: text(&details.remark),
    }
}

pub(super) fn some_text(text: Option<&str>) -> Option<String> {
    text.map(free_text).filter(|text| !text.is_empty())
}

/// Codes and accounts: NFKC, trimmed; their case stays, matching ignores it.
pub(super) fn code_text(text: &str) -> String {
    free_text(&text.nfkc().collect::<String>())
}
