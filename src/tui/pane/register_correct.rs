//! 登記: 更正, the line as it stands to be typed over; what will change is said beside each field.

use super::register_changes::value;
use super::register_detail::number;
use super::register_fields::{
    APPROVED_BY, APPROVED_ON, ASKED, ASKED_AT, ASSIGNED, ASSIGNED_RELATION,
    ASSIGNED_RELATION_CHOICE, ASSIGNMENT, ASSIGNMENT_TEXT, BASIS, BASIS_CODE, BASIS_REASON,
    BASIS_WHY, CASE, CASE_NO, CONFIRM, ITEM, ITEM_CODE, MORE_MARK, OLD_BASIS, OLD_SUBJECT, REASON,
    REASON_TEXT, RELATION, RELATION_CHOICE, RELEVANCE, REMARK, REQUESTER, SPAN_FROM, SPAN_TO,
    SUBJECT_NAME, SUBJECT_NO, UNIT, detail_starts, draft, start,
};
use super::register_form::{blamed_field, lists};
use super::register_result::{
    COPIES, DELETE_BY, FILED_IN, HAS_RESULT, OUTPUT, RESULT_CHOICE, ROWS, SEALED, USE_BASIS,
    WHERE_TO, answer_starts, result_draft, use_periods,
};
use super::register_void::{CHANGE_REASON, VERSION, after, meant};
use crate::app::{Command, RegisterCommand};
use crate::domain::moment::Moment;
use crate::domain::query::{Field as Of, Query, Recusal, may_amend};
use crate::domain::refusal::Refusal;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::Tone;
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read::{moment_of, moment_value};
use crate::tui::form::spec::{Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start};
use crate::tui::pane::Here;

/// Facts: what stood before, by the field's name with this before it.
const WAS_CASE: &str = "was_case";
const WAS_REASON: &str = "was_reason";
const WAS_BASIS: &str = "was_basis";
const WAS_ITEM: &str = "was_item";
const WAS_ASKED: &str = "was_asked";
/// The line never had a relation (it was imported): it may stay without.
const NO_RELATION: &str = "no_relation";

pub(super) static CORRECT: FormSpec = FormSpec {
    title: Text::ActCorrect,
    place: Place::Body,
    prepare,
    fields: &[
        Field {
            note: case_note,
            ..CASE_NO
        },
        Field {
            note: reason_note,
            ..REASON_TEXT
        },
        Field {
            note: basis_note,
            ..BASIS_CODE
        },
        BASIS_WHY,
        Field {
            note: item_note,
            ..ITEM_CODE
        },
        Field {
            note: asked_note,
            ..ASKED_AT
        },
        Field {
            has_gap_before: false,
            ..SUBJECT_NO
        }
        .optional(),
        CONFIRM,
        Field {
            has_gap_before: false,
            enter_writes: None,
            ..RELATION_CHOICE
        }
        .needed_when(had_relation),
        ASSIGNMENT_TEXT,
        Field {
            enter_writes: None,
            ..ASSIGNED_RELATION_CHOICE
        },
        RESULT_CHOICE,
        ROWS,
        OUTPUT,
        COPIES,
        WHERE_TO,
        FILED_IN,
        SEALED,
        DELETE_BY,
        USE_BASIS,
        MORE_MARK,
        UNIT,
        SUBJECT_NAME,
        SPAN_FROM,
        SPAN_TO,
        RELEVANCE,
        REQUESTER,
        APPROVED_BY,
        APPROVED_ON,
        REMARK,
        Field::new(CHANGE_REASON, Text::OfField(Of::ChangeReason), Kind::Text).gap(),
    ],
    submit,
    after,
    blames: blamed_field,
    write: Text::ActWrite,
    ready,
};

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let query = office.query(&no)?;
    may_amend(&query, office.me()).map_err(|refusal| Refusal::Query(vec![refusal]))?;
    let has_result = query.answer.is_some();
    let mut lists = lists(office, lang)?;
    lists.push(use_periods(office, lang)?);
    Ok(Prepared {
        title: lang.correct_title(&no),
        right: lang.version_in_force(query.version),
        lists,
        starts: starts(&query),
        facts: facts(&query, lang, has_result),
        focus: Some(CASE),
        ..Prepared::of(here)
    })
}

fn starts(query: &Query) -> Vec<Start> {
    let asked = moment_value(Moment::from_local(query.asked_on, query.asked_at));
    let relation = query.relation.clone().unwrap_or_default();
    let (chosen, assignment, assigned_relation) = match &query.recusal {
        Some(Recusal::Assigned(assignment)) => (ASSIGNED.to_owned(), assignment.clone(), relation),
        Some(Recusal::Confirmed) | None => (relation, String::new(), String::new()),
    };
    let basis_reason = query.basis_reason.clone().unwrap_or_default();
    let mut starts: Vec<Start> = [
        // The day first: it limits what may be offered.
        (ASKED, asked),
        (CASE, query.case_no.clone()),
        (REASON, query.reason.clone()),
        (BASIS, query.basis.clone()),
        (BASIS_REASON, basis_reason),
        (ITEM, query.item.clone()),
        (RELATION, chosen),
        (ASSIGNMENT, assignment),
        (ASSIGNED_RELATION, assigned_relation),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(field, value)| start(field, value, ""))
    .collect();
    starts.extend(query.answer.iter().flat_map(answer_starts));
    starts.extend(detail_starts(&query.details));
    starts
}

fn facts(query: &Query, lang: Lang, has_result: bool) -> Vec<(&'static str, String)> {
    let was = |field: Of| value(query, field, lang);
    let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
    vec![
        (VERSION, query.version.to_string()),
        (OLD_BASIS, query.basis.clone()),
        (OLD_SUBJECT, query.subject.to_string()),
        (HAS_RESULT, yes(has_result)),
        ("own_case", query.case_no.clone()),
        (NO_RELATION, yes(query.relation.is_none())),
        (WAS_CASE, was(Of::CaseNo)),
        (WAS_REASON, was(Of::Reason)),
        (WAS_BASIS, was(Of::Basis)),
        (WAS_ITEM, was(Of::Item)),
        (
            WAS_ASKED,
            moment_value(Moment::from_local(query.asked_on, query.asked_at)),
        ),
    ]
}

fn had_relation(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.fact(NO_RELATION).is_empty()
}

fn changed(field: &str, fact: &str, filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let was = prepared.fact(fact);
    let now = filled.get(field);
    if now.is_empty() || now == was {
        return (String::new(), Tone::Dim);
    }
    (prepared.lang().was(was), Tone::Warn)
}

fn case_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    changed(CASE, WAS_CASE, filled, prepared)
}

fn reason_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    changed(REASON, WAS_REASON, filled, prepared)
}

fn basis_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    changed(BASIS, WAS_BASIS, filled, prepared)
}

fn item_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    changed(ITEM, WAS_ITEM, filled, prepared)
}

fn asked_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let was = prepared.fact(WAS_ASKED);
    if filled.get(ASKED) == was || filled.get(ASKED).is_empty() {
        return (String::new(), Tone::Dim);
    }
    let lang = prepared.lang();
    let said = moment_of(was).map(|(day, time)| lang.minute(day, time));
    (lang.was(&said.unwrap_or_default()), Tone::Warn)
}

fn ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().correct_ready().to_owned()
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let result = (!prepared.fact(HAS_RESULT).is_empty()).then(|| result_draft(filled));
    let command = RegisterCommand::CorrectTo {
        no,
        version,
        line: Box::new(draft(filled)),
        result,
        reason: filled.get(CHANGE_REASON).to_owned(),
    };
    Ok(Errand::Command(Box::new(Command::Register(command))))
}
