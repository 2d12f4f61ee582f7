//! 登記: 補登結果, with the usual results to choose from.

use super::register_detail::number;
use super::register_fields::{BASIS, start};
use super::register_form::blamed_field;
use super::register_void::{VERSION, after, meant};
use crate::app::{Command, RegisterCommand};
use crate::domain::query::{
    Answer, Approval, ApprovalMode, COMMON_RESULTS, Field as Of, Output, Query, QueryResult,
    ResultDraft, WhereTo, may_complete,
};
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::locale::{DueText, Lang, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read::{day_of, free_text, moment_of, moment_value};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::Here;

const PRESET: &str = "preset";
const ASKED: &str = "asked";
const RESULT_CODE: &str = "result";
const ROWS_COUNT: &str = "rows";
const OUTPUT_CODE: &str = "output";
const COPIES_COUNT: &str = "copies";
const PLACE: &str = "where_to";
const FILED: &str = "filed_in";
const SEALED_MARK: &str = "sealed";
const DELETE: &str = "delete_by";
const USE: &str = "use_basis";
/// The legal basis of the line; and declared use periods: by basis, how long and why.
pub(super) const OWN_BASIS: &str = "own_basis";
const USE_PERIODS: &str = "use_periods";
const YES: &str = "yes";
const NO: &str = "no";
/// The case of the line, into whose file an output goes.
const OWN_CASE: &str = "own_case";
/// Of a correction: the line has a result, whose fields are asked for.
pub(super) const HAS_RESULT: &str = "has_result";

pub(super) static RESULT: FormSpec = FormSpec {
    title: Text::RegCompleteResult,
    place: Place::Body,
    prepare,
    fields: &[
        USUAL,
        ASKED_AT,
        RESULT_CHOICE,
        ROWS,
        OUTPUT,
        COPIES,
        WHERE_TO,
        FILED_IN,
        SEALED,
        DELETE_BY,
        USE_BASIS,
    ],
    submit,
    after,
    blames: blamed_field,
    write: Text::ActWrite,
    ready,
};

const USUAL: Field = Field {
    fills: usual_fills,
    ..Field::new(PRESET, Text::RegPreset, Kind::Presets)
        .options(usual)
        .optional()
};

const ASKED_AT: Field = Field::new(ASKED, Text::OfField(Of::Asked), Kind::Moment);

pub(super) const RESULT_CHOICE: Field =
    Field::new(RESULT_CODE, Text::OfField(Of::Result), Kind::Choice)
        .options(results)
        .shown_when(is_asked_for);

pub(super) const ROWS: Field = Field::new(ROWS_COUNT, Text::OfField(Of::Rows), Kind::Number)
    .optional()
    .shown_when(is_found);

pub(super) const OUTPUT: Field = Field::new(OUTPUT_CODE, Text::OfField(Of::Output), Kind::Choice)
    .options(outputs)
    .shown_when(was_asked);

pub(super) const COPIES: Field =
    Field::new(COPIES_COUNT, Text::OfField(Of::Copies), Kind::Number).shown_when(is_printed);

pub(super) const WHERE_TO: Field = Field {
    note: own_case,
    ..Field::new(PLACE, Text::OfField(Of::WhereTo), Kind::Choice)
        .options(places)
        .shown_when(has_output)
};

pub(super) const FILED_IN: Field =
    Field::new(FILED, Text::OfField(Of::FiledIn), Kind::Text).shown_when(is_merged);

pub(super) const SEALED: Field = Field::new(SEALED_MARK, Text::OfField(Of::Sealed), Kind::Choice)
    .options(seals)
    .shown_when(is_kept);

pub(super) const DELETE_BY: Field = Field {
    note: declared_note,
    ..Field::new(DELETE, Text::OfField(Of::DeleteBy), Kind::Day)
        .needed_when(is_undeclared)
        .shown_when(is_kept)
};

pub(super) const USE_BASIS: Field = Field::new(USE, Text::Due(DueText::UseBasis), Kind::Text)
    .needed_when(is_undeclared)
    .shown_when(is_kept);

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let query = office.query(&no)?;
    may_complete(&query, office.me()).map_err(|refusal| Refusal::Query(vec![refusal]))?;
    let approval = office.approval(&no)?;
    let is_open = |approval: &Approval| {
        approval.mode == ApprovalMode::Before && approval.approved_at().is_none()
    };
    let unapproved = approval.filter(is_open).map(|_approval| {
        let words = lang.text(Text::ApprovalMissing);
        Line::at(lang.value_column(), Cell::toned(words, Tone::Warn))
    });
    let reason = office.short_reasons()?.remove(&query.reason);
    let reason = reason.unwrap_or_else(|| query.reason.clone());
    let carried = office.last_use(&query.basis, query.asked_on)?;
    let as_before = lang.text(Text::Due(DueText::AsBefore));
    let carried = carried.into_iter().flat_map(|(until, words)| {
        [
            start(DELETE, roc_date::iso(until), as_before),
            start(USE, words, as_before),
        ]
    });
    let mut starts = vec![start(
        ASKED,
        moment_value(asked(&query)),
        lang.kept_as_registered(),
    )];
    starts.extend(carried);
    Ok(Prepared {
        title: lang.result_title(&no),
        right: format!("{reason}  {}", query.subject),
        starts,
        lines: unapproved.into_iter().collect(),
        facts: vec![
            (VERSION, query.version.to_string()),
            (OWN_CASE, query.case_no.clone()),
            (OWN_BASIS, query.basis.clone()),
            (HAS_RESULT, YES.to_owned()),
        ],
        lists: vec![use_periods(office, lang)?],
        focus: Some(PRESET),
        ..Prepared::of(here)
    })
}

fn asked(query: &Query) -> crate::domain::moment::Moment {
    crate::domain::moment::Moment::from_local(query.asked_on, query.asked_at)
}

fn ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().result_ready().to_owned()
}

fn usual(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    COMMON_RESULTS
        .iter()
        .enumerate()
        .filter_map(|(index, usual)| {
            let label = lang.usual_result(usual.result?, usual.output, usual.whereto);
            Some(Choice::new(index.to_string(), label))
        })
        .collect()
}

fn usual_fills(key: &str, _prepared: &Prepared) -> Vec<(&'static str, String)> {
    let index: usize = key.parse().unwrap_or(usize::MAX);
    let Some(usual) = COMMON_RESULTS.into_iter().nth(index) else {
        return Vec::new();
    };
    let result = usual.result.map(QueryResult::code);
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        (RESULT_CODE, result.unwrap_or_default().to_owned()),
        (ROWS_COUNT, number(usual.rows)),
        (
            OUTPUT_CODE,
            usual.output.map_or("", Output::code).to_owned(),
        ),
        (COPIES_COUNT, number(usual.copies)),
        (PLACE, usual.whereto.map_or("", WhereTo::code).to_owned()),
        (FILED, String::new()),
        (SEALED_MARK, String::new()),
    ]
}

fn is_asked_for(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.fact(HAS_RESULT) == YES
}

fn results(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let of = |result: QueryResult| Choice::new(result.code(), lang.query_result(result));
    QueryResult::ALL.into_iter().map(of).collect()
}

fn is_found(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(RESULT_CODE) == QueryResult::Found.code()
}

/// An output belongs to a query that was made.
fn was_asked(filled: &Filled, _prepared: &Prepared) -> bool {
    let result = filled.get(RESULT_CODE);
    !result.is_empty() && result != QueryResult::NotAsked.code()
}

fn outputs(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let of = |output: Output| Choice::new(output.code(), lang.output(output));
    Output::ALL.into_iter().map(of).collect()
}

fn is_printed(filled: &Filled, prepared: &Prepared) -> bool {
    was_asked(filled, prepared) && filled.get(OUTPUT_CODE) == Output::Printed.code()
}

fn has_output(filled: &Filled, prepared: &Prepared) -> bool {
    was_asked(filled, prepared) && !filled.get(OUTPUT_CODE).is_empty()
}

/// What was only viewed went nowhere; what was printed or saved went somewhere.
fn places(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let is_viewed = filled.get(OUTPUT_CODE) == Output::ViewedOnly.code();
    WhereTo::ALL
        .into_iter()
        .filter(|place| (*place == WhereTo::NotKept) == is_viewed)
        .map(|place| Choice::new(place.code(), lang.where_to(place)))
        .collect()
}

fn own_case(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    if filled.get(PLACE) != WhereTo::Filed.code() {
        return (String::new(), Tone::Dim);
    }
    let case = prepared.fact(OWN_CASE);
    let note = format!("{case} {}", prepared.lang().this_case());
    (note, Tone::Dim)
}

fn place_of(filled: &Filled, prepared: &Prepared) -> Option<WhereTo> {
    if has_output(filled, prepared) {
        filled.get(PLACE).parse().ok()
    } else {
        None
    }
}

fn is_merged(filled: &Filled, prepared: &Prepared) -> bool {
    place_of(filled, prepared) == Some(WhereTo::Merged)
}

fn is_kept(filled: &Filled, prepared: &Prepared) -> bool {
    place_of(filled, prepared).is_some_and(WhereTo::is_kept)
}

/// Declared use periods by legal basis (11(2)2).
pub(super) fn use_periods(
    office: &Office,
    lang: Lang,
) -> Result<(&'static str, Vec<Choice>), AppError> {
    let rows = office.use_periods()?.into_iter();
    let list =
        rows.map(|row| Choice::new(row.basis, row.period.words).note(lang.span(row.period.span)));
    Ok((USE_PERIODS, list.collect()))
}

/// What is declared for the legal basis of the line, which a correction may change.
fn declared(filled: &Filled, prepared: &Prepared) -> Option<Choice> {
    let typed = filled.get(BASIS);
    let basis = if typed.is_empty() {
        prepared.fact(OWN_BASIS)
    } else {
        typed
    };
    let list = prepared.list(USE_PERIODS);
    list.into_iter().find(|one| one.key == basis)
}

fn is_undeclared(filled: &Filled, prepared: &Prepared) -> bool {
    declared(filled, prepared).is_none()
}

/// `申報 6 個月：審查及申復期間`
fn declared_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let lang = prepared.lang();
    let note = match (filled.get(DELETE).is_empty(), declared(filled, prepared)) {
        (true, Some(one)) => lang.use_declared(&one.note, &one.label),
        _ => String::new(),
    };
    (note, Tone::Dim)
}

fn seals(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let is_file = filled.get(OUTPUT_CODE) == Output::File.code();
    let sealed = if is_file {
        Text::RegSealedFile
    } else {
        Text::RegSealedPaper
    };
    vec![
        Choice::new(YES, lang.text(sealed)),
        Choice::new(NO, lang.text(Text::RegNotSealed)),
    ]
}

/// What was filled in, as the domain takes it.
pub(super) fn result_draft(filled: &Filled) -> ResultDraft {
    let some = |text: &str| Some(free_text(text)).filter(|text| !text.is_empty());
    ResultDraft {
        asked: moment_of(filled.get(ASKED)),
        result: filled.get(RESULT_CODE).parse().ok(),
        rows: filled.get(ROWS_COUNT).parse().ok(),
        output: filled.get(OUTPUT_CODE).parse().ok(),
        copies: filled.get(COPIES_COUNT).parse().ok(),
        whereto: filled.get(PLACE).parse().ok(),
        filed_in: some(filled.get(FILED)),
        is_sealed: match filled.get(SEALED_MARK) {
            YES => Some(true),
            NO => Some(false),
            _ => None,
        },
        delete_by: day_of(filled.get(DELETE)),
        use_basis: some(filled.get(USE)),
    }
}

/// The fields of an answer that stands, for a correction.
pub(super) fn answer_starts(answer: &Answer) -> Vec<Start> {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let sealed = match answer.is_sealed {
        Some(true) => YES,
        Some(false) => NO,
        None => "",
    };
    let delete_by = answer.delete_by.map(roc_date::iso).unwrap_or_default();
    [
        (RESULT_CODE, answer.result.code().to_owned()),
        (ROWS_COUNT, number(answer.rows)),
        (
            OUTPUT_CODE,
            answer.output.map_or("", Output::code).to_owned(),
        ),
        (COPIES_COUNT, number(answer.copies)),
        (PLACE, answer.whereto.map_or("", WhereTo::code).to_owned()),
        (FILED, answer.filed_in.clone().unwrap_or_default()),
        (SEALED_MARK, sealed.to_owned()),
        (DELETE, delete_by),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(field, value)| start(field, value, ""))
    .collect()
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let command = RegisterCommand::Complete {
        no,
        version,
        result: result_draft(filled),
    };
    Ok(Errand::Command(Box::new(Command::Register(command))))
}
