//! 登記: the form of a new query, in typing order, with what carries over.

use super::register_detail::{number, number_sheet};
use super::register_fields::{
    APPROVED_BY, APPROVED_ON, ASKED, ASKED_AT, ASSIGNED_RELATION_CHOICE, ASSIGNMENT_TEXT, BASES,
    BASIS, BASIS_CODE, BASIS_REASON, BASIS_WHY, CASE, CASE_NO, CONFIRM, HELD, ITEM, ITEM_CODE,
    ITEMS, MORE_MARK, ON_DESK, REASON, REASON_TEXT, REASONS, RELATION_CHOICE, RELATIONS, RELEVANCE,
    REMARK, REQUESTER, SPAN_FROM, SPAN_TO, SUBJECT_NAME, SUBJECT_NO, UNIT, draft, start,
};
use crate::app::{Command, Done, RegisterCommand};
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::normal::norm_text;
use crate::domain::query::{Field as Of, Query, QueryRefusal};
use crate::domain::refusal::Refusal;
use crate::domain::retention::{RetentionField, RetentionRefusal};
use crate::domain::roc_date;
use crate::locale::{Lang, Text};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read::moment_value;
use crate::tui::form::spec::{Choice, Field, FieldFault, Filled, FormSpec, Place, Prepared, Start};
use crate::tui::pane::{After, Here, Then};

static FIELDS: &[Field] = &[
    CASE_NO,
    REASON_TEXT,
    BASIS_CODE,
    BASIS_WHY,
    ITEM_CODE,
    ASKED_AT,
    SUBJECT_NO,
    CONFIRM,
    RELATION_CHOICE,
    ASSIGNMENT_TEXT,
    ASSIGNED_RELATION_CHOICE,
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
];

/// A new query: all but the case carries over from one's last line.
pub(super) static NEW: FormSpec = FormSpec {
    title: Text::RegNew,
    place: Place::Body,
    prepare: prepare_new,
    fields: FIELDS,
    submit,
    after,
    blames: blamed_field,
    write: Text::RegWrite,
    ready: FormSpec::says_nothing,
};

/// Once more for the same case: the case carries over too, the relation never.
pub(super) static AGAIN: FormSpec = FormSpec {
    title: Text::ActAgain,
    prepare: prepare_again,
    place: Place::Body,
    fields: FIELDS,
    submit,
    after,
    blames: blamed_field,
    write: Text::RegWrite,
    ready: FormSpec::says_nothing,
};

fn prepare_new(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let last = office.last_own_line()?;
    let mut prepared = prepared(office, here, last.as_ref())?;
    here.lang.new_title().clone_into(&mut prepared.title);
    if let Some(last) = &last {
        prepared.starts.extend(carried(last, here.lang));
    }
    Ok(prepared)
}

fn prepare_again(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let query = office.query(&no)?;
    let mut prepared = prepared(office, here, Some(&query))?;
    prepared.title = here.lang.again_title(&no);
    let note = here.lang.text(Text::CarriedOver);
    prepared
        .starts
        .push(start(CASE, query.case_no.clone(), note));
    prepared.starts.extend(carried(&query, here.lang));
    Ok(prepared)
}

/// Whoever cannot register is told so before he types anything.
fn refuse_early(office: &Office) -> Result<(), AppError> {
    let refusal = if office.me().account.is_none() {
        QueryRefusal::NoAccount
    } else if !office.annex()?.has_register() {
        QueryRefusal::NoRegister
    } else {
        return Ok(());
    };
    Err(Refusal::Query(vec![refusal]).into())
}

fn prepared(
    office: &Office,
    here: &Here,
    row_before: Option<&Query>,
) -> Result<Prepared, AppError> {
    refuse_early(office)?;
    let now = here.lang.text(Text::Now);
    let mut prepared = Prepared {
        lists: lists(office, here.lang)?,
        starts: vec![start(ASKED, moment_value(to_the_minute(here)), now)],
        facts: office
            .pre_approval()?
            .map(|mode| (ON_DESK, mode.code().to_owned()))
            .into_iter()
            .collect(),
        ..Prepared::of(here)
    };
    if let Some(query) = row_before {
        prepared.ditto = vec![
            (CASE, query.case_no.clone()),
            (REASON, query.reason.clone()),
            (BASIS, query.basis.clone()),
            (BASIS_REASON, query.basis_reason.clone().unwrap_or_default()),
            (ITEM, query.item.clone()),
        ];
    }
    Ok(prepared)
}

/// What is shown to the minute is written to the minute.
fn to_the_minute(here: &Here) -> crate::domain::moment::Moment {
    let millis = here.now.0;
    crate::domain::moment::Moment(millis.saturating_sub(millis.rem_euclid(60_000)))
}

/// The lists of bases, items, reasons and relations; of those that law or manager limit, with their days.
pub(super) fn lists(
    office: &Office,
    lang: Lang,
) -> Result<Vec<(&'static str, Vec<Choice>)>, AppError> {
    let agency = office.annex()?;
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_date::iso).unwrap_or_default();
    let bases = agency.bases.iter().map(|basis| Choice {
        facts: vec![day(basis.effective_from), day(basis.effective_to)],
        ..Choice::new(basis.id.clone(), lang.basis(basis))
    });
    let items = office.offered_items()?.into_iter().map(|item| Choice {
        facts: vec![day(item.valid_from), day(item.valid_to)],
        note: if item.example {
            lang.text(Text::RegExample).to_owned()
        } else {
            String::new()
        },
        ..Choice::new(item.code.clone(), format!("{} {}", item.code, item.name))
    });
    let reasons = office.catalogue_reasons()?.into_iter();
    let reasons = reasons
        .filter(|reason| reason.valid)
        .map(|reason| Choice::new(reason.name.clone(), reason.name));
    let relations = agency
        .subjects
        .iter()
        .map(|subject| Choice::new(subject.clone(), lang.relation(&agency, subject)));
    // What the account holds, item and basis, with its days; once grants are recorded there is at least the empty one.
    let held = office.own_grants()?.map_or_else(Vec::new, |grants| {
        let held = grants.into_iter().map(|grant| Choice {
            facts: vec![roc_date::iso(grant.valid_from), day(grant.valid_to)],
            ..Choice::new(grant.item, grant.basis)
        });
        std::iter::once(Choice::default()).chain(held).collect()
    });
    Ok(vec![
        (HELD, held),
        (BASES, bases.collect()),
        (ITEMS, items.collect()),
        (REASONS, reasons.collect()),
        (RELATIONS, relations.collect()),
    ])
}

/// Reason, basis and item of the line before; the relation never (the second person of a case is often another).
fn carried(query: &Query, lang: Lang) -> Vec<Start> {
    let note = lang.text(Text::CarriedOver);
    let basis_reason = query.basis_reason.clone().unwrap_or_default();
    [
        (REASON, query.reason.clone()),
        (BASIS, query.basis.clone()),
        (BASIS_REASON, basis_reason),
        (ITEM, query.item.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(field, value)| start(field, value, note))
    .collect()
}

fn submit(filled: &Filled, _prepared: &Prepared) -> Result<Errand, FieldFault> {
    let mut draft = draft(filled);
    draft.item = norm_text(&draft.item);
    let command = Command::Register(RegisterCommand::Register(Box::new(draft)));
    Ok(Errand::Command(Box::new(command)))
}

/// The number, large; the cursor of the list goes to it.
fn after(office: &mut Office, done: &Done, here: &Here) -> After {
    let Event::Register(RegisterEvent::Registered { no }) = &done.event else {
        return After::default();
    };
    After {
        message: here.lang.told(&done.event),
        show: number_sheet(office, here.lang, no).ok().map(Box::new),
        then: Then::To(no.to_string()),
        ..After::default()
    }
}

/// The field that the register's refusal is about.
pub(super) fn blamed_field(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Query(refusals)) => {
            let field = refusals.iter().find_map(|refusal| refusal.field())?;
            Some(field.code())
        }
        AppError::Refused(Refusal::Retention(whys)) => whys.iter().find_map(|why| match why {
            RetentionRefusal::Missing(RetentionField::UseUntil)
            | RetentionRefusal::EndsBeforeStart(_) => Some(Of::DeleteBy.code()),
            RetentionRefusal::Missing(RetentionField::UseBasis) => Some("use_basis"),
            _ => None,
        }),
        _ => None,
    }
}
