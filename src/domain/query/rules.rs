//! Why the register says no: the refusals and the rules behind them, each asked of a line as it would stand.

use chrono::NaiveDate;

use crate::domain::basis::Agency;
use crate::domain::moment::Moment;
use crate::domain::query::moves::Desk;
use crate::domain::query::{Answer, Field, Output, Query, QueryResult, Recusal, WhereTo};

/// Why the register said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryRefusal {
    /// Only a user registers; a manager or checker does not.
    NotAUser,
    /// The agency makes no queries and has no register (資訊處).
    NoRegister,
    /// The person holds no WebIR account.
    NoAccount,
    /// 查詢登記 is the duty of the account's own holder (9(1)1).
    NotOwnAccount,
    /// The line is another person's.
    NotOwnQuery,
    AlreadyVoid,
    /// The result is there; changing it is a correction.
    AlreadyComplete,
    /// There is no result yet to be corrected.
    NotComplete,
    /// A correction that changes nothing.
    NothingChanged,
    /// Nobody asked for an approval of this line.
    NoApproval,
    /// The query is the approver's own.
    OwnApproval,
    /// It was approved or refused already.
    AlreadyDecided,
    FieldMissing(Field),
    /// The basis is not in the agency's annex on that day; it needs a reason.
    BasisNeedsReason,
    /// The relation is none of the agency's subjects.
    RelationNotInSubjects,
    /// The number fails its checksum or has no known form; it may be confirmed.
    ChecksumNeedsConfirming,
    /// The moment of the query lies ahead.
    FutureTime,
    /// The span ends before it begins, or the approval lies ahead.
    SpanReversed,
    ApprovedInFuture,
    /// Rows without data, or data without rows.
    RowsDisagree,
    /// Something was made of a query that was not made.
    OutputWithoutQuery,
    /// What was only viewed cannot be filed; what was printed or saved went somewhere.
    WhereToDisagrees,
    /// The day of deletion lies before the query.
    DeleteByTooEarly,
}

impl QueryRefusal {
    /// The field that the cursor goes to.
    pub fn field(self) -> Option<Field> {
        match self {
            QueryRefusal::FieldMissing(field) => Some(field),
            QueryRefusal::NoAccount | QueryRefusal::NotOwnAccount => Some(Field::Account),
            QueryRefusal::BasisNeedsReason => Some(Field::BasisReason),
            QueryRefusal::RelationNotInSubjects => Some(Field::Relation),
            QueryRefusal::ChecksumNeedsConfirming => Some(Field::ChecksumConfirmed),
            QueryRefusal::FutureTime => Some(Field::Asked),
            QueryRefusal::SpanReversed => Some(Field::SpanTo),
            QueryRefusal::ApprovedInFuture => Some(Field::ApprovedOn),
            QueryRefusal::RowsDisagree => Some(Field::Rows),
            QueryRefusal::OutputWithoutQuery => Some(Field::Output),
            QueryRefusal::WhereToDisagrees => Some(Field::WhereTo),
            QueryRefusal::DeleteByTooEarly => Some(Field::DeleteBy),
            QueryRefusal::NotAUser
            | QueryRefusal::NoRegister
            | QueryRefusal::NotOwnQuery
            | QueryRefusal::AlreadyVoid
            | QueryRefusal::AlreadyComplete
            | QueryRefusal::NotComplete
            | QueryRefusal::NothingChanged
            | QueryRefusal::NoApproval
            | QueryRefusal::OwnApproval
            | QueryRefusal::AlreadyDecided => None,
        }
    }
}

/// Every rule of a new line, in typing order.
pub(super) fn line_refusals(query: &Query, desk: Desk<'_>) -> Vec<QueryRefusal> {
    let checks = [
        missing(query.case_no.is_empty(), Field::CaseNo),
        missing(query.reason.is_empty(), Field::Reason),
        basis_refusal(query, desk.agency),
        missing(query.item.is_empty(), Field::Item),
        time_refusal(query, desk.now),
        subject_refusal(query),
        relation_refusal(query, desk.agency),
        recusal_refusal(query),
    ];
    let mut refusals: Vec<QueryRefusal> = checks.into_iter().flatten().collect();
    refusals.extend(details_refusals(query, desk.now));
    refusals
}

pub(super) fn missing(is_missing: bool, field: Field) -> Option<QueryRefusal> {
    is_missing.then_some(QueryRefusal::FieldMissing(field))
}

pub(super) fn basis_refusal(query: &Query, agency: &Agency) -> Option<QueryRefusal> {
    if query.basis.is_empty() {
        return Some(QueryRefusal::FieldMissing(Field::Basis));
    }
    let is_in_annex = agency.basis_on(&query.basis, query.asked_on).is_some();
    (!is_in_annex && query.basis_reason.is_none()).then_some(QueryRefusal::BasisNeedsReason)
}

pub(super) fn time_refusal(query: &Query, now: Moment) -> Option<QueryRefusal> {
    let asked = Moment::from_local(query.asked_on, query.asked_at);
    (asked > now).then_some(QueryRefusal::FutureTime)
}

pub(super) fn subject_refusal(query: &Query) -> Option<QueryRefusal> {
    if query.subject.is_empty() {
        return Some(QueryRefusal::FieldMissing(Field::Subject));
    }
    let is_settled = query.subject.is_valid() || query.is_checksum_confirmed;
    (!is_settled).then_some(QueryRefusal::ChecksumNeedsConfirming)
}

pub(super) fn relation_refusal(query: &Query, agency: &Agency) -> Option<QueryRefusal> {
    match &query.relation {
        None => Some(QueryRefusal::FieldMissing(Field::Relation)),
        Some(relation) if agency.has_subject(relation) => None,
        Some(_) => Some(QueryRefusal::RelationNotInSubjects),
    }
}

pub(super) fn recusal_refusal(query: &Query) -> Option<QueryRefusal> {
    match &query.recusal {
        None => missing(query.relation.is_some(), Field::Relation),
        Some(Recusal::Assigned(assignment)) => missing(assignment.is_empty(), Field::Assignment),
        Some(Recusal::Confirmed) => None,
    }
}

pub(super) fn details_refusals(query: &Query, now: Moment) -> Vec<QueryRefusal> {
    let details = &query.details;
    let is_reversed =
        matches!((details.span_from, details.span_to), (Some(from), Some(to)) if to < from);
    let is_ahead = details.approved_on.is_some_and(|day| day > now.day());
    [
        is_reversed.then_some(QueryRefusal::SpanReversed),
        is_ahead.then_some(QueryRefusal::ApprovedInFuture),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn answer_refusals(answer: &Answer, asked_on: NaiveDate) -> Vec<QueryRefusal> {
    let are_rows_wrong = match answer.result {
        QueryResult::Found => answer.rows == Some(0),
        QueryResult::NoData | QueryResult::SystemError | QueryResult::NotAsked => {
            answer.rows.is_some_and(|rows| rows > 0)
        }
    };
    let mut refusals = Vec::new();
    if are_rows_wrong {
        refusals.push(QueryRefusal::RowsDisagree);
    }
    if answer.result == QueryResult::NotAsked {
        let has_output = answer.output.is_some() || answer.whereto.is_some();
        refusals.extend(has_output.then_some(QueryRefusal::OutputWithoutQuery));
        return refusals;
    }
    let is_printed = answer.output == Some(Output::Printed);
    refusals.extend(missing(answer.output.is_none(), Field::Output));
    refusals.extend(missing(
        is_printed && answer.copies.is_none_or(|copies| copies == 0),
        Field::Copies,
    ));
    refusals.extend(whereto_refusals(answer));
    let is_early = answer.delete_by.is_some_and(|day| day < asked_on);
    refusals.extend(is_early.then_some(QueryRefusal::DeleteByTooEarly));
    refusals
}

/// 9(1)3: what was printed or saved went somewhere, and what is kept is guarded.
pub(super) fn whereto_refusals(answer: &Answer) -> Vec<QueryRefusal> {
    let refusal = match (answer.output, answer.whereto) {
        (None, _)
        | (Some(Output::ViewedOnly), Some(WhereTo::NotKept))
        | (Some(Output::Printed | Output::File), Some(WhereTo::Destroyed)) => None,
        (Some(Output::ViewedOnly), _) => Some(QueryRefusal::WhereToDisagrees),
        (Some(Output::Printed | Output::File), None) => {
            Some(QueryRefusal::FieldMissing(Field::WhereTo))
        }
        (Some(Output::Printed | Output::File), Some(WhereTo::NotKept)) => {
            Some(QueryRefusal::WhereToDisagrees)
        }
        (Some(Output::Printed | Output::File), Some(WhereTo::Merged))
            if answer.filed_in.is_none() =>
        {
            Some(QueryRefusal::FieldMissing(Field::FiledIn))
        }
        (Some(Output::Printed | Output::File), Some(WhereTo::Filed | WhereTo::Merged)) => {
            missing(answer.is_sealed.is_none(), Field::Sealed)
        }
    };
    refusal.into_iter().collect()
}
