//! 逐筆查核: what is asked when the walk begins, and what is said of a row.

use super::sign::SIGN;
use super::walk::{BY_FILE, SEQ, YES, key, month, walk_of};
use crate::app::{DrawnRow, WalkCommand};
use crate::domain::monthly_check::{Compared, Outcome, needs_note, offered};
use crate::locale::RulesText as R;
use crate::locale::WalkText as W;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::Line;
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here, NowSpec, Then};

const COMPARED: &str = "compared";
const OUTCOME_CODE: &str = "outcome";
const NOTE: &str = "note";
const FACTOR: &str = "factor";
const ASSIGNMENT: &str = "assignment";
/// The subject may not be of the clerk's own case.
const ANOTHERS: &str = "anothers";
const REASON: &str = "reason";
const EVIDENCE_TEXT: &str = "evidence";
/// The outcomes that need a note, by their codes, blanks between.
const WORDY: &str = "wordy";

/// `[登記及案卷] 僅登記`, once.
pub(super) static START: FormSpec = FormSpec {
    title: Text::Walk(W::StartTitle),
    place: Place::Drawer,
    prepare: prepare_start,
    fields: &[Field {
        enter_writes: Some(Text::Walk(W::StartNow)),
        ..Field::new(COMPARED, Text::Walk(W::Compared), Kind::Choice).options(compared)
    }],
    submit: submit_start,
    after: after_start,
    blames: FormSpec::blames_nothing,
    write: Text::Walk(W::StartNow),
    ready: start_ready,
};

/// Every outcome that the row may have.
pub(super) static OUTCOME: FormSpec = FormSpec {
    title: Text::Walk(W::OutcomeTitle),
    place: Place::Drawer,
    prepare: prepare_any,
    fields: FIELDS,
    submit: submit_outcome,
    after: after_row,
    blames: blamed,
    write: Text::Walk(W::Record),
    ready,
};

/// The same without 相符.
pub(super) static MISMATCH: FormSpec = FormSpec {
    title: Text::Walk(W::OutcomeTitle),
    place: Place::Drawer,
    prepare: prepare_bad,
    fields: FIELDS,
    submit: submit_outcome,
    after: after_row,
    blames: blamed,
    write: Text::Walk(W::Record),
    ready,
};

const FIELDS: &[Field] = &[
    Field::new(OUTCOME_CODE, Text::Walk(W::Found), Kind::Grid).options(outcomes),
    Field::new(ASSIGNMENT, Text::Rules(R::Assignment), Kind::Text)
        .shown_when(asks_assignment)
        .needed_when(needs_assignment),
    Field::new(NOTE, Text::Walk(W::Note), Kind::Text).needed_when(is_note_needed),
    Field::new(COMPARED, Text::Walk(W::Compared), Kind::Choice).options(compared),
];

/// The file that was looked at.
pub(super) static EVIDENCE: FormSpec = FormSpec {
    title: Text::Walk(W::NoteEvidence),
    place: Place::Drawer,
    prepare: prepare_evidence,
    fields: &[Field::new(
        EVIDENCE_TEXT,
        Text::Walk(W::Evidence),
        Kind::Text,
    )],
    submit: submit_evidence,
    after: after_evidence,
    blames: FormSpec::blames_nothing,
    write: Text::Walk(W::WriteNote),
    ready: FormSpec::says_nothing,
};

/// 擴大抽查: the next rows of the same order.
pub(super) static EXTEND: FormSpec = FormSpec {
    title: Text::Rules(R::ExtendTitle),
    place: Place::Drawer,
    prepare: |_office, here| Ok(Prepared::of(here)),
    fields: &[
        Field::new(FACTOR, Text::Rules(R::Factor), Kind::Choice).options(factors),
        Field::new(REASON, Text::Rules(R::Reason), Kind::Text),
    ],
    submit: |filled, prepared| {
        let factor = filled.get(FACTOR).parse();
        let factor = factor.map_err(|_none| fault(FACTOR, prepared.lang()))?;
        Ok(give(WalkCommand::Extend {
            period: month(&prepared.here),
            factor,
            reason: filled.get(REASON).to_owned(),
        }))
    },
    after: after_extended,
    blames: |error| match error {
        AppError::Refused(crate::domain::refusal::Refusal::Form { field }) => Some(field),
        _ => None,
    },
    write: Text::Rules(R::Extend),
    ready: |_filled, prepared| prepared.lang().text(Text::Rules(R::ExtendPeek)).to_owned(),
};

fn factors(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    [2_u32, 4]
        .map(|factor| Choice::new(factor.to_string(), lang.times_n(factor)))
        .to_vec()
}

fn after_extended(office: &mut Office, done: &Done, here: &Here) -> After {
    let period = month(here);
    let then = match office.next_open(period, 1) {
        Ok(Some((next, _))) => Then::To(key(period, next)),
        Ok(None) | Err(_) => Then::Stay,
    };
    After {
        message: here.lang.told(&done.event),
        then,
        ..After::default()
    }
}

/// Enter where nothing differs.
pub(super) static MATCH: NowSpec = NowSpec {
    errand: matched,
    after: after_row,
};

fn give(command: WalkCommand) -> Errand {
    Errand::Command(Box::new(command.into()))
}

fn prepare_start(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    office.allow("check.walk")?;
    let control = office.control(month(here))?;
    let words = here.lang.control_totals(&control.facts());
    let label = here.lang.text(Text::Rules(R::Control));
    Ok(Prepared {
        foot: vec![Line::blank(), Line::field(label, words)],
        starts: vec![Start {
            field: COMPARED,
            value: Compared::RegisterAndCase.code().to_owned(),
            note: String::new(),
            is_suggested: false,
        }],
        ..Prepared::of(here)
    })
}

fn compared(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    [Compared::RegisterAndCase, Compared::Register]
        .map(|compared| Choice::new(compared.code(), lang.compared(compared)))
        .to_vec()
}

fn start_ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().text(Text::Walk(W::StartPeek)).to_owned()
}

fn fault(field: &'static str, lang: Lang) -> FieldFault {
    FieldFault {
        field,
        sentence: lang.text(Text::FieldNotChosen).to_owned(),
    }
}

fn submit_start(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let compared = filled.get(COMPARED).parse();
    let compared = compared.map_err(|_none| fault(COMPARED, prepared.lang()))?;
    Ok(give(WalkCommand::Start {
        period: month(&prepared.here),
        compared,
    }))
}

/// From the walk itself the page stays; from the overview it opens.
fn after_start(office: &mut Office, done: &Done, here: &Here) -> After {
    let is_nil = office
        .next_open(month(here), 1)
        .is_ok_and(|next| next.is_none());
    let then = if is_nil && office.is_walker(month(here)).unwrap_or_default() {
        // Nothing was drawn: what is left is the signature.
        Then::Fill(&SIGN)
    } else if here.row.key.contains('#') {
        Then::Stay
    } else {
        Then::Go(walk_of(month(here)))
    };
    After {
        message: here.lang.told(&done.event),
        then,
        ..After::default()
    }
}

fn seq(here: &Here) -> u32 {
    here.row.fact(SEQ).parse().unwrap_or_default()
}

fn prepare_any(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    prepare_outcome(office, here, |_outcome| true)
}

fn prepare_bad(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    prepare_outcome(office, here, Outcome::is_bad)
}

fn prepare_outcome(
    office: &mut Office,
    here: &Here,
    is_wanted: fn(Outcome) -> bool,
) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let period = month(here);
    let row = office.drawn_row(period, seq(here))?;
    let mut list: Vec<Outcome> = offered(row.row)
        .into_iter()
        .filter(|outcome| is_wanted(*outcome))
        .collect();
    // 相符 stands last: it is the one that needs a second look here.
    list.sort_by_key(|outcome| !outcome.is_bad());
    let wordy: Vec<&str> = list
        .iter()
        .filter(|outcome| needs_note(**outcome, row.row))
        .map(|outcome| outcome.code())
        .collect();
    let begun = office.drawn_page(period, row.place, 1)?.compared;
    let start = |field: &'static str, value: &str| Start {
        field,
        value: value.to_owned(),
        note: String::new(),
        is_suggested: false,
    };
    let mut starts = Vec::new();
    if let Some(outcome) = row.found.outcome.filter(|outcome| list.contains(outcome)) {
        starts.push(start(OUTCOME_CODE, outcome.code()));
    }
    if !row.found.note.is_empty() {
        starts.push(start(NOTE, &row.found.note));
    }
    if let Some(compared) = row.found.compared.or(begun) {
        starts.push(start(COMPARED, compared.code()));
    }
    let choices = list.iter().map(|outcome| choice(lang, *outcome, &row));
    Ok(Prepared {
        starts,
        facts: vec![
            (WORDY, wordy.join(" ")),
            (
                ANOTHERS,
                if row.is_anothers_case() { YES } else { "" }.to_owned(),
            ),
        ],
        lists: vec![(OUTCOME_CODE, choices.collect())],
        focus: Some(OUTCOME_CODE),
        ..Prepared::of(here)
    })
}

fn choice(lang: Lang, outcome: Outcome, row: &DrawnRow) -> Choice {
    let label = if outcome == Outcome::Matched && needs_note(outcome, row.row) {
        lang.text(Text::Walk(W::MatchedNoted))
    } else {
        lang.outcome(outcome)
    };
    Choice::new(outcome.code(), label)
}

fn outcomes(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(OUTCOME_CODE)
}

fn is_note_needed(filled: &Filled, prepared: &Prepared) -> bool {
    let chosen = filled.get(OUTCOME_CODE);
    prepared
        .fact(WORDY)
        .split_whitespace()
        .any(|code| code == chosen)
}

/// 分案依據 is asked where the subject is not of the clerk's own case.
fn asks_assignment(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.fact(ANOTHERS) == YES
}

fn needs_assignment(filled: &Filled, prepared: &Prepared) -> bool {
    asks_assignment(filled, prepared) && filled.get(OUTCOME_CODE) == Outcome::Matched.code()
}

fn ready(filled: &Filled, prepared: &Prepared) -> String {
    if filled.get(OUTCOME_CODE) == Outcome::Matched.code() && is_note_needed(filled, prepared) {
        prepared.lang().needs_words().to_owned()
    } else {
        String::new()
    }
}

fn submit_outcome(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let outcome = filled.get(OUTCOME_CODE).parse();
    let outcome = outcome.map_err(|_none| fault(OUTCOME_CODE, prepared.lang()))?;
    Ok(give(WalkCommand::Record {
        period: month(&prepared.here),
        seq: seq(&prepared.here),
        outcome,
        compared: filled.get(COMPARED).parse().ok(),
        note: prepared
            .lang()
            .with_assignment(filled.get(NOTE), filled.get(ASSIGNMENT)),
    }))
}

fn blamed(error: &AppError) -> Option<&'static str> {
    use crate::domain::monthly_check::CheckRefusal;
    use crate::domain::refusal::Refusal;
    match error {
        AppError::Refused(Refusal::Check(CheckRefusal::NoteNeeded)) => Some(NOTE),
        AppError::Refused(Refusal::Check(CheckRefusal::OutcomeNotOffered { .. })) => {
            Some(OUTCOME_CODE)
        }
        _ => None,
    }
}

fn matched(here: &Here) -> Result<Errand, String> {
    Ok(give(WalkCommand::Record {
        period: month(here),
        seq: seq(here),
        outcome: Outcome::Matched,
        compared: None,
        note: String::new(),
    }))
}

/// On to the next row that still waits; after the last of them the signature opens by itself.
fn after_row(office: &mut Office, done: &Done, here: &Here) -> After {
    let period = month(here);
    let place = here.row.key.split_once('#');
    let place: u32 = place
        .and_then(|(_, place)| place.parse().ok())
        .unwrap_or_default();
    let next = if here.row.fact(BY_FILE) == YES {
        office.next_open_file(period, place)
    } else {
        office.next_open(period, place.saturating_add(1))
    };
    let then = match next {
        Ok(Some((next, _))) => Then::To(key(period, next)),
        Ok(None) if office.is_walker(period).unwrap_or_default() => Then::Fill(&SIGN),
        Ok(None) | Err(_) => Then::Stay,
    };
    After {
        message: here.lang.told(&done.event),
        then,
        ..After::default()
    }
}

fn prepare_evidence(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let row = office.drawn_row(month(here), seq(here))?;
    let (value, is_suggested) = if row.found.evidence.is_empty() {
        (here.lang.case_file(row.case(), true), false)
    } else {
        (row.found.evidence, false)
    };
    Ok(Prepared {
        starts: vec![Start {
            field: EVIDENCE_TEXT,
            value,
            note: String::new(),
            is_suggested,
        }],
        focus: Some(EVIDENCE_TEXT),
        ..Prepared::of(here)
    })
}

fn submit_evidence(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    Ok(give(WalkCommand::NoteEvidence {
        period: month(&prepared.here),
        seq: seq(&prepared.here),
        evidence: filled.get(EVIDENCE_TEXT).to_owned(),
    }))
}

fn after_evidence(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::To(here.row.key.clone()),
        ..After::default()
    }
}
