//! How a line of the register comes to be and goes on: register, complete, correct, void, import. No other way.

use crate::domain::basis::Agency;
use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::query::drafts::{
    Correction, Draft, Edit, ImportedQuery, ResultDraft, code_text, free_text, some_text,
    tidy_details, tidy_recusal,
};
use crate::domain::query::rules::{
    QueryRefusal, answer_refusals, basis_refusal, details_refusals, line_refusals, missing,
    recusal_refusal, relation_refusal, subject_refusal, time_refusal,
};
use crate::domain::query::{
    Answer, Change, Details, Field, Output, Query, QueryFlag, QueryState, WhereTo,
};
use crate::domain::roster::Holdings;

/// Where and when a deed is done.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub agency: &'a Agency,
    /// Item codes that the catalogue knows on the day; others are accepted and flagged.
    pub items: &'a [String],
    /// What the agency's standing puts on every row (2(3), 12(6)).
    pub standing: &'a [QueryFlag],
    /// What accounts hold, once grants are recorded; a line is compared and flagged, never refused.
    pub holdings: Option<&'a Holdings>,
    pub now: Moment,
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
    may_complete(query, clerk).map_err(|refusal| vec![refusal])?;
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
    may_amend(query, clerk).map_err(|refusal| vec![refusal])?;
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
    may_amend(query, clerk).map_err(|refusal| vec![refusal])?;
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
pub fn may_amend(query: &Query, clerk: &Clerk) -> Result<(), QueryRefusal> {
    if query.state == QueryState::Void {
        return Err(QueryRefusal::AlreadyVoid);
    }
    if query.is_own_of(clerk) || query.is_imported && clerk.roles.has(Role::Manager) {
        Ok(())
    } else {
        Err(QueryRefusal::NotOwnQuery)
    }
}

/// 補登 is for whoever made the query, once.
pub fn may_complete(query: &Query, clerk: &Clerk) -> Result<(), QueryRefusal> {
    match query.state {
        QueryState::Void => Err(QueryRefusal::AlreadyVoid),
        QueryState::Complete => Err(QueryRefusal::AlreadyComplete),
        QueryState::Pending if query.is_own_of(clerk) => Ok(()),
        QueryState::Pending => Err(QueryRefusal::NotOwnQuery),
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

/// What the account did not hold on the day of the query.
fn not_held(query: &Query, desk: Desk<'_>) -> Vec<QueryFlag> {
    let names = [&query.account, &query.item, &query.basis].map(|text| norm_text(text));
    let [account, item, basis] = &names;
    let grounds = desk
        .holdings
        .and_then(|kept| kept.grounds((account, item, basis), query.asked_on));
    let Some(grounds) = grounds else {
        return Vec::new();
    };
    let flags = [
        (!grounds.account, QueryFlag::AccountNotOpen),
        (!grounds.item, QueryFlag::ItemNotHeld),
        (grounds.item && !grounds.basis, QueryFlag::BasisNotHeld),
    ];
    flags
        .into_iter()
        .filter_map(|(is, flag)| is.then_some(flag))
        .collect()
}

/// Unknown items, and items or bases that are not held, are accepted and flagged; imported lines keep the flags of
/// their file alone.
fn flagged(mut query: Query, desk: Desk<'_>) -> Query {
    const COMPARED: [QueryFlag; 4] = [
        QueryFlag::UnknownItem,
        QueryFlag::AccountNotOpen,
        QueryFlag::ItemNotHeld,
        QueryFlag::BasisNotHeld,
    ];
    if !query.is_imported {
        query.flags.retain(|flag| !COMPARED.contains(flag));
        query.flags.extend(not_held(&query, desk));
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
