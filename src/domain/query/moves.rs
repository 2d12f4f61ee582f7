//! How a line of the register comes to be and goes on: register, complete, correct, void, import. No other way.

use chrono::{NaiveDate, NaiveTime};
use unicode_normalization::UnicodeNormalization;

use crate::domain::basis::Agency;
use crate::domain::identity::{Subject, looks_like_pay};
use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::query::{
    Answer, Change, Details, Field, Output, Query, QueryFlag, QueryResult, QueryState, Recusal,
    WhereTo,
};

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
            | QueryRefusal::NothingChanged => None,
        }
    }
}

/// Where and when a deed is done.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub agency: &'a Agency,
    /// Item codes that the catalogue knows on the day; others are accepted and flagged.
    pub items: &'a [String],
    /// What the agency's standing puts on every row (2(3), 12(6)).
    pub standing: &'a [QueryFlag],
    pub now: Moment,
}

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
    };
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

/// A registration that has everything but its serial, which is given inside the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuery(Query);

impl NewQuery {
    /// The month that numbers it: that of the query date first registered.
    pub fn period(&self) -> Period {
        self.0.no.period
    }

    /// The line as it would stand, but for its serial.
    pub fn preview(&self) -> &Query {
        &self.0
    }

    /// Version 1 under this serial.
    pub fn numbered(self, serial: u32) -> Query {
        let mut query = self.0;
        query.no.serial = serial;
        query
    }
}

/// 登記 by the account's own holder. All refusals at once, in typing order.
pub fn register(
    draft: &Draft,
    clerk: &Clerk,
    desk: Desk<'_>,
) -> Result<NewQuery, Vec<QueryRefusal>> {
    if !clerk.roles.has(Role::User) {
        return Err(vec![QueryRefusal::NotAUser]);
    }
    if !desk.agency.has_register() {
        return Err(vec![QueryRefusal::NoRegister]);
    }
    let account = own_account(draft, clerk).map_err(|refusal| vec![refusal])?;
    let (asked_on, asked_at) = draft
        .asked
        .unwrap_or_else(|| (desk.now.day(), desk.now.time()));
    let period = Period::of(asked_on).ok_or_else(|| vec![QueryRefusal::FutureTime])?;
    let no = RegisterNo {
        agency: desk.agency.code.clone(),
        period,
        serial: 0,
    };
    let query = Query {
        no,
        version: 1,
        state: QueryState::Pending,
        account,
        person: clerk.name.clone(),
        login: Some(clerk.login.clone()),
        registered_at: Some(desk.now),
        asked_on,
        asked_at,
        item: code_text(&draft.item),
        subject: draft.subject.clone(),
        case_no: free_text(&draft.case_no),
        reason: free_text(&draft.reason),
        basis: free_text(&draft.basis),
        basis_reason: some_text(draft.basis_reason.as_deref()),
        relation: some_text(Some(&draft.relation)),
        recusal: draft.recusal.as_ref().map(tidy_recusal),
        is_checksum_confirmed: draft.is_checksum_confirmed && !draft.subject.is_valid(),
        details: tidy_details(&draft.details),
        answer: None,
        is_imported: false,
        flags: desk.standing.to_vec(),
        change: Change::Registered,
        change_reason: None,
        changed_by: clerk.login.to_string(),
        changed_at: desk.now,
    };
    let mut refusals = line_refusals(&query, desk);
    if draft.asked.is_none() {
        refusals.push(QueryRefusal::FieldMissing(Field::Asked));
        refusals.sort_by_key(|refusal| refusal.field());
    }
    sound(query, refusals)
        .map(|query| flagged(query, desk))
        .map(NewQuery)
}

/// 補登結果 by the line's own person; the registered moment stays.
pub fn complete(
    query: &Query,
    draft: &ResultDraft,
    clerk: &Clerk,
    now: Moment,
) -> Result<Query, Vec<QueryRefusal>> {
    match query.state {
        QueryState::Void => return Err(vec![QueryRefusal::AlreadyVoid]),
        QueryState::Complete => return Err(vec![QueryRefusal::AlreadyComplete]),
        QueryState::Pending => {}
    }
    if !query.is_own_of(clerk) {
        return Err(vec![QueryRefusal::NotOwnQuery]);
    }
    let mut next = next_version(query, Change::Result, clerk, now);
    let refusals = answer_into(&mut next, draft, now);
    sound(next, refusals)
}

/// 更正 with a reason: a new version.
pub fn correct(
    query: &Query,
    correction: &Correction,
    clerk: &Clerk,
    desk: Desk<'_>,
) -> Result<Query, Vec<QueryRefusal>> {
    may_amend(query, clerk)?;
    let mut next = next_version(query, Change::Correction, clerk, desk.now);
    next.change_reason = some_text(Some(&correction.reason));
    let mut refusals = Vec::new();
    for edit in &correction.edits {
        refusals.append(&mut edit_into(&mut next, edit, desk));
    }
    // After all of them: the basis must fit the day, whichever of the two was set.
    if correction
        .edits
        .iter()
        .any(|edit| touches_basis(edit, query))
    {
        refusals.extend(basis_refusal(&next, desk.agency));
    }
    if refusals.is_empty() && is_same_line(query, &next) {
        refusals.push(QueryRefusal::NothingChanged);
    }
    if next.change_reason.is_none() {
        refusals.push(QueryRefusal::FieldMissing(Field::ChangeReason));
    }
    sound(next, refusals).map(|query| flagged(query, desk))
}

/// 作廢 with a reason: the line stays, for good.
pub fn void(
    query: &Query,
    reason: &str,
    clerk: &Clerk,
    now: Moment,
) -> Result<Query, Vec<QueryRefusal>> {
    may_amend(query, clerk)?;
    let mut next = next_version(query, Change::Void, clerk, now);
    next.state = QueryState::Void;
    next.change_reason = some_text(Some(reason));
    let is_reasoned = next.change_reason.is_some();
    let refusals = if is_reasoned {
        vec![]
    } else {
        vec![QueryRefusal::FieldMissing(Field::ChangeReason)]
    };
    sound(next, refusals)
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

/// 匯入: accepted as it stands; what is empty is flagged. Exempt from the rules of one's own account.
pub fn from_import(row: ImportedQuery, importer: &Login, now: Moment) -> Query {
    let account = code_text(&row.account);
    let item = code_text(&row.item);
    let mut flags = row.flags;
    let empties = [
        (account.is_empty(), QueryFlag::EmptyAccount),
        (item.is_empty(), QueryFlag::EmptyItem),
        (row.subject.is_empty(), QueryFlag::EmptySubject),
    ];
    flags.extend(
        empties
            .into_iter()
            .filter_map(|(is_empty, flag)| is_empty.then_some(flag)),
    );
    flags.sort_unstable();
    flags.dedup();
    let (output, copies, whereto) = (row.output, row.copies, row.whereto);
    let answer = row.result.map(|result| Answer {
        result,
        rows: None,
        output,
        copies,
        whereto,
        filed_in: None,
        is_sealed: None,
        delete_by: None,
    });
    Query {
        no: row.no,
        version: 1,
        state: if answer.is_some() {
            QueryState::Complete
        } else {
            QueryState::Pending
        },
        account,
        person: free_text(&row.person),
        login: None,
        registered_at: row.registered_at,
        asked_on: row.asked_on,
        asked_at: row.asked_at,
        item,
        subject: row.subject,
        case_no: free_text(&row.case_no),
        reason: free_text(&row.reason),
        basis: free_text(&row.basis),
        basis_reason: None,
        relation: None,
        recusal: None,
        is_checksum_confirmed: false,
        details: Details {
            requester: some_text(row.requester.as_deref()),
            ..Details::default()
        },
        answer,
        is_imported: true,
        flags,
        change: Change::Imported,
        change_reason: None,
        changed_by: importer.to_string(),
        changed_at: now,
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

fn own_account(draft: &Draft, clerk: &Clerk) -> Result<String, QueryRefusal> {
    let own = clerk.account.as_deref().map(code_text);
    let own = own
        .filter(|account| !account.is_empty())
        .ok_or(QueryRefusal::NoAccount)?;
    match draft.account.as_deref().map(code_text) {
        Some(other) if other != own => Err(QueryRefusal::NotOwnAccount),
        Some(_) | None => Ok(own),
    }
}

/// Own lines by their person; lines from before irdesk by the manager who answers for the file too.
fn may_amend(query: &Query, clerk: &Clerk) -> Result<(), Vec<QueryRefusal>> {
    if query.state == QueryState::Void {
        return Err(vec![QueryRefusal::AlreadyVoid]);
    }
    if query.is_own_of(clerk) || query.is_imported && clerk.roles.has(Role::Manager) {
        Ok(())
    } else {
        Err(vec![QueryRefusal::NotOwnQuery])
    }
}

fn next_version(query: &Query, change: Change, clerk: &Clerk, now: Moment) -> Query {
    Query {
        version: query.version.saturating_add(1),
        change,
        change_reason: None,
        changed_by: clerk.login.to_string(),
        changed_at: now,
        ..query.clone()
    }
}

fn sound(query: Query, refusals: Vec<QueryRefusal>) -> Result<Query, Vec<QueryRefusal>> {
    if refusals.is_empty() {
        Ok(query)
    } else {
        Err(refusals)
    }
}

/// Every rule of a new line, in typing order.
fn line_refusals(query: &Query, desk: Desk<'_>) -> Vec<QueryRefusal> {
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

fn missing(is_missing: bool, field: Field) -> Option<QueryRefusal> {
    is_missing.then_some(QueryRefusal::FieldMissing(field))
}

fn basis_refusal(query: &Query, agency: &Agency) -> Option<QueryRefusal> {
    if query.basis.is_empty() {
        return Some(QueryRefusal::FieldMissing(Field::Basis));
    }
    let is_in_annex = agency.basis_on(&query.basis, query.asked_on).is_some();
    (!is_in_annex && query.basis_reason.is_none()).then_some(QueryRefusal::BasisNeedsReason)
}

fn time_refusal(query: &Query, now: Moment) -> Option<QueryRefusal> {
    let asked = Moment::from_local(query.asked_on, query.asked_at);
    (asked > now).then_some(QueryRefusal::FutureTime)
}

fn subject_refusal(query: &Query) -> Option<QueryRefusal> {
    if query.subject.is_empty() {
        return Some(QueryRefusal::FieldMissing(Field::Subject));
    }
    let is_settled = query.subject.is_valid() || query.is_checksum_confirmed;
    (!is_settled).then_some(QueryRefusal::ChecksumNeedsConfirming)
}

fn relation_refusal(query: &Query, agency: &Agency) -> Option<QueryRefusal> {
    match &query.relation {
        None => Some(QueryRefusal::FieldMissing(Field::Relation)),
        Some(relation) if agency.has_subject(relation) => None,
        Some(_) => Some(QueryRefusal::RelationNotInSubjects),
    }
}

fn recusal_refusal(query: &Query) -> Option<QueryRefusal> {
    match &query.recusal {
        None => missing(query.relation.is_some(), Field::Relation),
        Some(Recusal::Assigned(assignment)) => missing(assignment.is_empty(), Field::Assignment),
        Some(Recusal::Confirmed) => None,
    }
}

fn details_refusals(query: &Query, now: Moment) -> Vec<QueryRefusal> {
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

fn touches_basis(edit: &Edit, query: &Query) -> bool {
    match edit {
        Edit::Basis { .. } => true,
        // A line from before irdesk keeps the basis that its file gave.
        Edit::Asked(..) => !query.is_imported,
        Edit::CaseNo(_)
        | Edit::Reason(_)
        | Edit::Item(_)
        | Edit::Subject { .. }
        | Edit::Relation(_)
        | Edit::Recusal(_)
        | Edit::Details(_)
        | Edit::Result(_) => false,
    }
}

/// Sets one thing and checks the rules that it touches.
fn edit_into(query: &mut Query, edit: &Edit, desk: Desk<'_>) -> Vec<QueryRefusal> {
    let refusal = match edit {
        Edit::CaseNo(text) => {
            query.case_no = free_text(text);
            missing(query.case_no.is_empty(), Field::CaseNo)
        }
        Edit::Reason(text) => {
            query.reason = free_text(text);
            missing(query.reason.is_empty(), Field::Reason)
        }
        Edit::Basis { id, reason } => {
            query.basis = free_text(id);
            query.basis_reason = some_text(reason.as_deref());
            None
        }
        Edit::Item(text) => {
            query.item = code_text(text);
            missing(query.item.is_empty(), Field::Item)
        }
        Edit::Asked(day, time) => {
            (query.asked_on, query.asked_at) = (*day, *time);
            time_refusal(query, desk.now)
        }
        Edit::Subject {
            subject,
            is_confirmed,
        } => {
            query.is_checksum_confirmed = *is_confirmed && !subject.is_valid();
            query.subject = subject.clone();
            subject_refusal(query)
        }
        Edit::Relation(text) => {
            query.relation = some_text(Some(text));
            relation_refusal(query, desk.agency)
        }
        Edit::Recusal(recusal) => {
            query.recusal = Some(tidy_recusal(recusal));
            recusal_refusal(query)
        }
        Edit::Details(details) => {
            query.details = tidy_details(details);
            return details_refusals(query, desk.now);
        }
        Edit::Result(draft) if query.answer.is_some() => {
            return answer_into(query, draft, desk.now);
        }
        Edit::Result(_) => Some(QueryRefusal::NotComplete),
    };
    refusal.into_iter().collect()
}

/// Records a result; what does not apply to it is dropped, what contradicts it is refused.
fn answer_into(query: &mut Query, draft: &ResultDraft, now: Moment) -> Vec<QueryRefusal> {
    if let Some((day, time)) = draft.asked {
        (query.asked_on, query.asked_at) = (day, time);
    }
    let Some(result) = draft.result else {
        return vec![QueryRefusal::FieldMissing(Field::Result)];
    };
    let output = draft.output;
    let whereto = match output {
        Some(Output::ViewedOnly) => draft.whereto.or(Some(WhereTo::NotKept)),
        Some(Output::Printed | Output::File) | None => draft.whereto,
    };
    let is_kept = whereto.is_some_and(WhereTo::is_kept);
    let answer = Answer {
        result,
        rows: draft.rows,
        output,
        copies: draft.copies.filter(|_| output == Some(Output::Printed)),
        whereto,
        filed_in: some_text(draft.filed_in.as_deref()).filter(|_| is_kept),
        is_sealed: draft.is_sealed.filter(|_| is_kept),
        delete_by: draft.delete_by.filter(|_| is_kept),
    };
    let mut refusals: Vec<QueryRefusal> = time_refusal(query, now).into_iter().collect();
    refusals.extend(answer_refusals(&answer, query.asked_on));
    query.answer = Some(answer);
    query.state = QueryState::Complete;
    refusals
}

fn answer_refusals(answer: &Answer, asked_on: NaiveDate) -> Vec<QueryRefusal> {
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
fn whereto_refusals(answer: &Answer) -> Vec<QueryRefusal> {
    let refusal = match (answer.output, answer.whereto) {
        (None, _) => None,
        (Some(Output::ViewedOnly), Some(WhereTo::NotKept)) => None,
        (Some(Output::ViewedOnly), _) => Some(QueryRefusal::WhereToDisagrees),
        (Some(Output::Printed | Output::File), None) => {
            Some(QueryRefusal::FieldMissing(Field::WhereTo))
        }
        (Some(Output::Printed | Output::File), Some(WhereTo::NotKept)) => {
            Some(QueryRefusal::WhereToDisagrees)
        }
        (Some(Output::Printed | Output::File), Some(WhereTo::Destroyed)) => None,
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

/// Unknown items are accepted and flagged; imported lines keep the flags of their file alone.
fn flagged(mut query: Query, desk: Desk<'_>) -> Query {
    if !query.is_imported {
        query.flags.retain(|flag| *flag != QueryFlag::UnknownItem);
        if !desk.items.contains(&query.item) {
            query.flags.push(QueryFlag::UnknownItem);
        }
        query.flags.sort_unstable();
        query.flags.dedup();
    }
    query
}

fn is_same_line(one: &Query, next: &Query) -> bool {
    let as_before = Query {
        version: one.version,
        change: one.change,
        change_reason: one.change_reason.clone(),
        changed_by: one.changed_by.clone(),
        changed_at: one.changed_at,
        ..next.clone()
    };
    as_before == *one
}

fn tidy_recusal(recusal: &Recusal) -> Recusal {
    match recusal {
        Recusal::Confirmed => Recusal::Confirmed,
        Recusal::Assigned(assignment) => Recusal::Assigned(free_text(assignment)),
    }
}

fn tidy_details(details: &Details) -> Details {
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

/// Free text: NFC (NFKC would change punctuation and rare names), control characters become blanks, trimmed.
fn free_text(text: &str) -> String {
    let plain: String = text
        .nfc()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    plain.trim().to_owned()
}

fn some_text(text: Option<&str>) -> Option<String> {
    text.map(free_text).filter(|text| !text.is_empty())
}

/// Codes and accounts: NFKC, trimmed; their case stays, matching ignores it.
pub(super) fn code_text(text: &str) -> String {
    free_text(&text.nfkc().collect::<String>())
}
