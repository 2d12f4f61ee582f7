//! 登記: the fields of a line as forms ask for them, and what is made of them. Their names are the domain's codes.

use chrono::NaiveDate;

use crate::domain::identity::{Subject, looks_like_pay};
use crate::domain::normal::norm_text;
use crate::domain::query::{Details, Draft, Field as Of, Recusal};
use crate::locale::{Lang, Text};
use crate::tui::desk_data::Tone;
use crate::tui::form::read::{day_of, free_text, moment_of};
use crate::tui::form::spec::{
    Choice, Field, Filled, Kind, MORE, MORE_SHOWN, Prepared, Read, Start, never,
};

pub(super) const CASE: &str = "case";
pub(super) const REASON: &str = "reason";
pub(super) const BASIS: &str = "basis";
pub(super) const BASIS_REASON: &str = "basis_reason";
pub(super) const ITEM: &str = "item";
pub(super) const ASKED: &str = "asked";
pub(super) const SUBJECT: &str = "subject";
pub(super) const CONFIRMED: &str = "checksum_confirmed";
pub(super) const RELATION: &str = "relation";
pub(super) const ASSIGNMENT: &str = "assignment";
pub(super) const ASSIGNED_RELATION: &str = "assigned_relation";
/// Choosing this relation asks for the assignment first.
pub(super) const ASSIGNED: &str = "assigned";
const YES: &str = "yes";
const BACK: &str = "back";

/// Lists that a form is prepared with.
pub(super) const REASONS: &str = "reasons";
pub(super) const BASES: &str = "bases";
pub(super) const ITEMS: &str = "items";
/// What the account holds: items as keys, bases as labels.
pub(super) const HELD: &str = "held";
pub(super) const RELATIONS: &str = "relations";
/// The basis that stands already and needs no reason anew.
pub(super) const OLD_BASIS: &str = "old_basis";
/// Before a correction: the masked subject.
pub(super) const OLD_SUBJECT: &str = "old_subject";

pub(super) const CASE_NO: Field = Field {
    below: pay_below,
    ..Field::new(CASE, Text::OfField(Of::CaseNo), Kind::Text)
};

pub(super) const REASON_TEXT: Field = Field {
    below: pay_below_reason,
    ..Field::new(REASON, Text::OfField(Of::Reason), Kind::ListOrText).options(reasons)
};

pub(super) const BASIS_CODE: Field = Field {
    note: basis_note,
    ..Field::new(BASIS, Text::OfField(Of::Basis), Kind::ListOrText).options(bases)
};

pub(super) const BASIS_WHY: Field =
    Field::new(BASIS_REASON, Text::OfField(Of::BasisReason), Kind::Text)
        .shown_when(is_basis_free)
        .needed_when(needs_basis_reason);

pub(super) const ITEM_CODE: Field = Field {
    note: item_note,
    ..Field::new(ITEM, Text::OfField(Of::Item), Kind::ListOrText).options(items)
};

pub(super) const ASKED_AT: Field = Field::new(ASKED, Text::OfField(Of::Asked), Kind::Moment);

pub(super) const SUBJECT_NO: Field = Field {
    read: subject,
    mask: masked,
    note: subject_note,
    below: subject_below,
    ..Field::new(SUBJECT, Text::OfField(Of::Subject), Kind::Masked).gap()
};

pub(super) const CONFIRM: Field = Field {
    sends_back: Some((BACK, SUBJECT)),
    ..Field::new(
        CONFIRMED,
        Text::OfField(Of::ChecksumConfirmed),
        Kind::Choice,
    )
    .options(confirmations)
    .shown_when(is_doubtful)
};

pub(super) const RELATION_CHOICE: Field = Field {
    below: recusal_below,
    enter_writes: Some(Text::RegConfirmWrite),
    ..Field::new(RELATION, Text::OfField(Of::Relation), Kind::Choice)
        .options(relations)
        .gap()
};

pub(super) const ASSIGNMENT_TEXT: Field =
    Field::new(ASSIGNMENT, Text::OfField(Of::Assignment), Kind::Text).shown_when(is_assigned);

pub(super) const ASSIGNED_RELATION_CHOICE: Field = Field {
    below: assigned_below,
    enter_writes: Some(Text::RegConfirmWrite),
    ..Field::new(ASSIGNED_RELATION, Text::RegAssignedRelation, Kind::Choice)
        .options(subjects)
        .shown_when(is_assigned)
};

/// Never seen itself: whether the optional fields are.
pub(super) const MORE_MARK: Field = Field::new(MORE, Text::RegMore, Kind::Code)
    .optional()
    .shown_when(never);

const fn extra(name: &'static str, field: Of, kind: Kind) -> Field {
    Field::new(name, Text::OfField(field), kind)
        .optional()
        .shown_when(wants_more)
}

pub(super) const UNIT: Field = extra("unit", Of::Unit, Kind::Text);
pub(super) const SUBJECT_NAME: Field = extra("subject_name", Of::SubjectName, Kind::Text);
pub(super) const SPAN_FROM: Field = extra("span_from", Of::SpanFrom, Kind::Day);
pub(super) const SPAN_TO: Field = extra("span_to", Of::SpanTo, Kind::Day);
pub(super) const RELEVANCE: Field = Field {
    below: pay_below_relevance,
    ..extra("relevance", Of::Relevance, Kind::Text)
};
pub(super) const REQUESTER: Field = extra("requester", Of::Requester, Kind::Text);
/// Of an approval on paper: where the office approves on the desk, nobody types it.
pub(super) const APPROVED_BY: Field =
    extra("approved_by", Of::ApprovedBy, Kind::Text).shown_when(wants_paper);
pub(super) const APPROVED_ON: Field =
    extra("approved_on", Of::ApprovedOn, Kind::Day).shown_when(wants_paper);
/// The office approves on the desk.
pub(super) const ON_DESK: &str = "approval_on_desk";

fn wants_paper(filled: &Filled, prepared: &Prepared) -> bool {
    wants_more(filled, prepared) && prepared.fact(ON_DESK).is_empty()
}
pub(super) const REMARK: Field = Field {
    below: pay_below_remark,
    ..extra("remark", Of::Remark, Kind::Text)
};

fn reasons(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(REASONS)
}

/// Choices with a first and a last day among their facts, of the day of the query.
fn valid_on(list: Vec<Choice>, filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let day = moment_of(filled.get(ASKED)).map_or_else(|| prepared.now().day(), |(day, _)| day);
    let bound = |choice: &Choice, index: usize| -> Option<NaiveDate> {
        choice.facts.get(index).and_then(|text| text.parse().ok())
    };
    list.into_iter()
        .filter(|choice| {
            bound(choice, 0).is_none_or(|from| from <= day)
                && bound(choice, 1).is_none_or(|to| day <= to)
        })
        .collect()
}

fn bases(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    valid_on(prepared.list(BASES), filled, prepared)
}

fn items(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    valid_on(prepared.list(ITEMS), filled, prepared)
}

fn is_listed(list: &[Choice], key: &str) -> bool {
    list.iter().any(|choice| choice.key == key)
}

fn is_basis_free(filled: &Filled, prepared: &Prepared) -> bool {
    let basis = filled.get(BASIS);
    !basis.is_empty() && !is_listed(&bases(filled, prepared), basis)
}

fn needs_basis_reason(filled: &Filled, prepared: &Prepared) -> bool {
    is_basis_free(filled, prepared) && filled.get(BASIS) != prepared.fact(OLD_BASIS)
}

fn basis_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    if is_basis_free(filled, prepared) {
        return (prepared.lang().unknown_basis_note().to_owned(), Tone::Warn);
    }
    (String::new(), Tone::Dim)
}

/// What the account does not hold on the day of the query is registered and flagged.
fn held_note(held: &[Choice], filled: &Filled, lang: Lang) -> (String, Tone) {
    let (item, basis) = (norm_text(filled.get(ITEM)), norm_text(filled.get(BASIS)));
    let of_item: Vec<&Choice> = held.iter().filter(|choice| choice.key == item).collect();
    if of_item.is_empty() {
        return (lang.item_not_held_note().to_owned(), Tone::Warn);
    }
    if !basis.is_empty() && of_item.iter().all(|choice| choice.label != basis) {
        return (lang.basis_not_held_note().to_owned(), Tone::Warn);
    }
    (String::new(), Tone::Dim)
}

fn item_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let item = filled.get(ITEM);
    let held = prepared.list(HELD);
    if !item.is_empty() && !held.is_empty() {
        return held_note(&valid_on(held, filled, prepared), filled, prepared.lang());
    }
    if !item.is_empty() && !is_listed(&items(filled, prepared), item) {
        return (prepared.lang().unknown_item_note().to_owned(), Tone::Warn);
    }
    (String::new(), Tone::Dim)
}

fn subject(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let subject = Subject::read(typed);
    if subject.is_empty() {
        let lang = prepared.lang();
        return Read::Fault(lang.field_missing(Of::Subject).to_owned());
    }
    let normal = crate::tui::form::read::code(typed);
    let normal: String = normal
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    Read::Taken {
        shown: masked(&normal),
        value: normal,
    }
}

fn masked(value: &str) -> String {
    Subject::read(value).to_string()
}

fn subject_of(filled: &Filled) -> Option<Subject> {
    let text = filled.get(SUBJECT);
    (!text.is_empty()).then(|| Subject::read(text))
}

fn subject_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let lang = prepared.lang();
    let old = prepared.fact(OLD_SUBJECT);
    let note = match subject_of(filled) {
        Some(subject) => lang.subject_note(&subject),
        None if old.is_empty() => String::new(),
        None => lang.unchanged_subject(old),
    };
    (note, Tone::Dim)
}

fn is_doubtful(filled: &Filled, _prepared: &Prepared) -> bool {
    subject_of(filled).is_some_and(|subject| !subject.is_valid())
}

fn subject_below(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    let doubtful = subject_of(filled).filter(|subject| !subject.is_valid());
    doubtful.map_or_else(Vec::new, |subject| {
        vec![prepared.lang().checksum_warning(&subject).to_owned()]
    })
}

fn confirmations(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(BACK, lang.text(Text::RegGoBack)),
        Choice::new(YES, lang.text(Text::RegAskedSo)),
    ]
}

fn subjects(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(RELATIONS)
}

fn relations(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let mut relations = subjects(filled, prepared);
    relations.push(Choice::new(
        ASSIGNED,
        prepared.lang().text(Text::RegAssigned),
    ));
    relations
}

fn is_assigned(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(RELATION) == ASSIGNED
}

fn recusal_below(_filled: &Filled, prepared: &Prepared) -> Vec<String> {
    let writes = prepared.fact(OLD_SUBJECT).is_empty();
    vec![prepared.lang().recusal_sentence(writes)]
}

fn assigned_below(_filled: &Filled, prepared: &Prepared) -> Vec<String> {
    vec![prepared.lang().assigned_sentence().to_owned()]
}

fn wants_more(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(MORE) == MORE_SHOWN
}

fn warned(text: &str, prepared: &Prepared) -> Vec<String> {
    if looks_like_pay(text) {
        vec![prepared.lang().pay_warning().to_owned()]
    } else {
        Vec::new()
    }
}

fn pay_below(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    warned(filled.get(CASE), prepared)
}

fn pay_below_reason(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    warned(filled.get(REASON), prepared)
}

fn pay_below_relevance(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    warned(filled.get("relevance"), prepared)
}

fn pay_below_remark(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    warned(filled.get("remark"), prepared)
}

fn some(text: &str) -> Option<String> {
    let text = free_text(text);
    (!text.is_empty()).then_some(text)
}

/// What was typed, as the domain takes it. Nothing typed where nothing stands.
pub(super) fn draft(filled: &Filled) -> Draft {
    let chosen = filled.get(RELATION);
    let (relation, recusal) = match chosen {
        "" => ("", None),
        ASSIGNED => (
            filled.get(ASSIGNED_RELATION),
            Some(Recusal::Assigned(filled.get(ASSIGNMENT).to_owned())),
        ),
        relation => (relation, Some(Recusal::Confirmed)),
    };
    Draft {
        account: None,
        case_no: filled.get(CASE).to_owned(),
        reason: filled.get(REASON).to_owned(),
        basis: filled.get(BASIS).to_owned(),
        basis_reason: some(filled.get(BASIS_REASON)),
        item: filled.get(ITEM).to_owned(),
        asked: moment_of(filled.get(ASKED)),
        subject: Subject::read(filled.get(SUBJECT)),
        is_checksum_confirmed: filled.get(CONFIRMED) == YES,
        relation: relation.to_owned(),
        recusal,
        details: details(filled),
    }
}

fn details(filled: &Filled) -> Details {
    Details {
        unit: some(filled.get("unit")),
        subject_name: some(filled.get("subject_name")),
        span_from: day_of(filled.get("span_from")),
        span_to: day_of(filled.get("span_to")),
        relevance: some(filled.get("relevance")),
        requester: some(filled.get("requester")),
        approved_by: some(filled.get("approved_by")),
        approved_on: day_of(filled.get("approved_on")),
        remark: some(filled.get("remark")),
    }
}

/// Starting values of the optional fields; when any stands, they are shown.
pub(super) fn detail_starts(details: &Details) -> Vec<Start> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(crate::domain::roc_date::iso).unwrap_or_default();
    let values = [
        ("unit", text(&details.unit)),
        ("subject_name", text(&details.subject_name)),
        ("span_from", day(details.span_from)),
        ("span_to", day(details.span_to)),
        ("relevance", text(&details.relevance)),
        ("requester", text(&details.requester)),
        ("approved_by", text(&details.approved_by)),
        ("approved_on", day(details.approved_on)),
        ("remark", text(&details.remark)),
    ];
    let mut starts: Vec<Start> = values
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| start(field, value, ""))
        .collect();
    if !starts.is_empty() {
        starts.insert(0, start(MORE, MORE_SHOWN, ""));
    }
    starts
}

pub(super) fn start(field: &'static str, value: impl Into<String>, note: &str) -> Start {
    Start {
        field,
        value: value.into(),
        note: note.to_owned(),
        is_suggested: false,
    }
}
