//! How an item comes to be listed: from a registration's result, or entered by hand.

use chrono::NaiveDate;

use crate::domain::ids::{Period, RegisterNo};
use crate::domain::normal::free_text;
use crate::domain::query::{Output, Query};
use crate::domain::retention::codes::{Ground, HeldChange, HeldState, Medium, Origin};
use crate::domain::retention::moves::By;
use crate::domain::retention::{
    Held, RecordKind, RecordNo, RetentionField, RetentionRefusal, Statute,
};
use crate::domain::span::{ONE_MONTH, Span};

/// 使用期限及其依據 (11(2)2), as declared for a legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsePeriod {
    pub span: Span,
    pub words: String,
}

/// What an item entered by hand says.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HeldDraft {
    pub title: String,
    pub medium: Option<Medium>,
    pub quantity: u32,
    pub place: String,
    pub basis: String,
    pub item: String,
    pub case_no: String,
    pub sources: Vec<RegisterNo>,
    pub obtained_on: Option<NaiveDate>,
    pub use_until: Option<NaiveDate>,
    pub use_basis: String,
    /// Citation, first day, time.
    pub statute: Option<(String, NaiveDate, Span)>,
}

/// May name a case.
impl std::fmt::Debug for HeldDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeldDraft(..)")
    }
}

/// The first version of an item, before it has a number.
fn blank(by: By<'_>, obtained_on: NaiveDate) -> Held {
    let period = Period::of(by.now.day()).unwrap_or_default();
    Held {
        no: RecordNo {
            kind: RecordKind::Held,
            period,
            serial: 0,
        },
        version: 1,
        state: HeldState::InUse,
        hold: None,
        custodian: by.clerk.login.to_string(),
        custodian_name: by.clerk.name.clone(),
        medium: Medium::Paper,
        quantity: 1,
        title: String::new(),
        place: String::new(),
        basis: String::new(),
        item: String::new(),
        case_no: String::new(),
        sources: Vec::new(),
        origin: Origin::Manual,
        obtained_on,
        use_until: None,
        use_basis: String::new(),
        statute: None,
        completed_on: None,
        unneeded_on: None,
        event_on: None,
        ground: Ground::Use,
        ends_on: None,
        certificate: None,
        archive: String::new(),
        change: HeldChange::Listed,
        reason: String::new(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
    }
}

/// What a registration's result holds, in the hands of whoever made the query. `None`: nothing is kept.
pub fn from_query(
    query: &Query,
    custodian: (&str, &str),
    period: &UsePeriod,
    origin: Origin,
    by: By<'_>,
) -> Option<Held> {
    if !query.is_retained() {
        return None;
    }
    let answer = query.answer.as_ref()?;
    let (medium, quantity) = match answer.output {
        Some(Output::File) => (Medium::File, 1),
        Some(Output::Printed | Output::ViewedOnly) | None => {
            (Medium::Paper, answer.copies.unwrap_or(1))
        }
    };
    // A day that the clerk gave is the declared one.
    let use_until = answer
        .delete_by
        .filter(|day| *day >= query.asked_on)
        .or_else(|| period.span.after(query.asked_on))?;
    Some(Held {
        custodian: custodian.0.to_owned(),
        custodian_name: custodian.1.to_owned(),
        medium,
        quantity,
        basis: query.basis.clone(),
        item: query.item.clone(),
        case_no: answer
            .filed_in
            .clone()
            .unwrap_or_else(|| query.case_no.clone()),
        sources: vec![query.no.clone()],
        origin,
        use_until: Some(use_until),
        use_basis: period.words.clone(),
        ends_on: Some(use_until),
        ..blank(by, query.asked_on)
    })
}

/// An item entered by hand: with a statutory period, or with the declared use period and its basis (11(2)2).
pub fn enter(draft: &HeldDraft, by: By<'_>) -> Result<Held, Vec<RetentionRefusal>> {
    use RetentionField as F;
    let today = by.now.day();
    let mut whys = Vec::new();
    let mut need = |is_missing: bool, field: F| {
        if is_missing {
            whys.push(RetentionRefusal::Missing(field));
        }
    };
    let title = free_text(&draft.title);
    let place = free_text(&draft.place);
    let use_basis = free_text(&draft.use_basis);
    need(title.is_empty() && draft.sources.is_empty(), F::Title);
    need(draft.quantity == 0, F::Quantity);
    need(place.is_empty(), F::Place);
    need(draft.obtained_on.is_none(), F::ObtainedOn);
    if draft.statute.is_none() {
        need(draft.use_until.is_none(), F::UseUntil);
        need(use_basis.is_empty(), F::UseBasis);
    }
    let obtained_on = draft.obtained_on.unwrap_or(today);
    if obtained_on > today {
        whys.push(RetentionRefusal::Future(F::ObtainedOn));
    }
    if draft.use_until.is_some_and(|until| until < obtained_on) {
        whys.push(RetentionRefusal::EndsBeforeStart(F::UseUntil));
    }
    let statute = statute(draft, today, &mut whys);
    if !whys.is_empty() {
        return Err(whys);
    }
    let mut held = Held {
        medium: draft.medium.unwrap_or(Medium::Paper),
        quantity: draft.quantity,
        title,
        place,
        basis: free_text(&draft.basis),
        item: free_text(&draft.item),
        case_no: free_text(&draft.case_no),
        sources: draft.sources.clone(),
        use_until: draft.use_until,
        use_basis,
        ends_on: draft.use_until,
        ..blank(by, obtained_on)
    };
    if let Some(statute) = statute {
        held.state = HeldState::Statutory;
        held.event_on = Some(statute.ends_on);
        held.ground = Ground::Statute;
        held.ends_on = ONE_MONTH.after(statute.ends_on);
        held.statute = Some(statute);
    }
    Ok(held)
}

fn statute(
    draft: &HeldDraft,
    today: NaiveDate,
    whys: &mut Vec<RetentionRefusal>,
) -> Option<Statute> {
    let (citation, from, span) = draft.statute.as_ref()?;
    let citation = free_text(citation);
    if citation.is_empty() {
        whys.push(RetentionRefusal::Missing(RetentionField::Citation));
    }
    let Some(ends_on) = span.after(*from) else {
        whys.push(RetentionRefusal::BadSpan);
        return None;
    };
    if ends_on < today {
        whys.push(RetentionRefusal::StatuteOver);
    }
    Some(Statute { citation, ends_on })
}
