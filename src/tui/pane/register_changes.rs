//! What differs between two versions of a line, in words.

use crate::domain::query::{Field, Query, Recusal};
use crate::domain::roc_date;
use crate::locale::{Lang, Text};

/// One field that differs between two versions.
pub(super) struct Changed {
    pub(super) field: Field,
    pub(super) from: String,
    pub(super) to: String,
}

/// What differs; of a result the whole of it.
pub(super) fn changes(before: &Query, next: &Query, lang: Lang) -> Vec<Changed> {
    let mut changes = Vec::new();
    for field in Field::ALL {
        let (from, to) = (value(before, field, lang), value(next, field, lang));
        if from != to || field == Field::Subject && before.subject != next.subject {
            changes.push(Changed { field, from, to });
        }
    }
    changes
}

/// A field's value in a few words, for comparing versions; of an identifier the mask.
pub(super) fn value(query: &Query, field: Field, lang: Lang) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_date::roc).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let details = &query.details;
    let answer = query.answer.as_ref();
    match field {
        Field::Account => query.account.clone(),
        Field::CaseNo => query.case_no.clone(),
        Field::Reason => query.reason.clone(),
        Field::Basis => query.basis.clone(),
        Field::BasisReason => text(&query.basis_reason),
        Field::Item => query.item.clone(),
        Field::Asked => format!(
            "{} {}",
            roc_date::roc(query.asked_on),
            roc_date::hour_minute(query.asked_at)
        ),
        Field::Subject => query.subject.to_string(),
        Field::ChecksumConfirmed | Field::ChangeReason => String::new(),
        Field::Relation => text(&query.relation),
        Field::Assignment => match &query.recusal {
            Some(Recusal::Assigned(assignment)) => assignment.clone(),
            Some(Recusal::Confirmed) | None => String::new(),
        },
        Field::Unit => text(&details.unit),
        Field::SubjectName => text(&details.subject_name),
        Field::SpanFrom => day(details.span_from),
        Field::SpanTo => day(details.span_to),
        Field::Relevance => text(&details.relevance),
        Field::Requester => text(&details.requester),
        Field::ApprovedBy => text(&details.approved_by),
        Field::ApprovedOn => day(details.approved_on),
        Field::Remark => text(&details.remark),
        Field::Result => answer
            .map_or("", |answer| lang.query_result(answer.result))
            .to_owned(),
        Field::Rows => number(answer.and_then(|answer| answer.rows)),
        Field::Output => answer
            .and_then(|answer| answer.output)
            .map_or("", |output| lang.output(output))
            .to_owned(),
        Field::Copies => number(answer.and_then(|answer| answer.copies)),
        Field::WhereTo => answer
            .and_then(|answer| answer.whereto)
            .map_or("", |place| lang.where_to(place))
            .to_owned(),
        Field::FiledIn => answer
            .and_then(|answer| answer.filed_in.clone())
            .unwrap_or_default(),
        Field::Sealed => answer
            .and_then(|answer| answer.is_sealed)
            .map(|is_sealed| {
                lang.text(if is_sealed {
                    Text::RegSealedPaper
                } else {
                    Text::RegNotSealed
                })
            })
            .unwrap_or_default()
            .to_owned(),
        Field::DeleteBy => day(answer.and_then(|answer| answer.delete_by)),
    }
}
