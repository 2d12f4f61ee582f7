//! 申請: the forms of the steps: approve, set up, record what another agency did, close; and back, with a reason.

use super::requests::{BACK, STEP, VERSION, number};
use super::requests_detail::note;
use super::requests_form::REVISE;
use crate::app::{Command, RequestCommand, RequestDetail};
use crate::domain::refusal::Refusal;
use crate::domain::request::{
    Change, Field as Of, Given, Guard, RequestNo, RequestRefusal, Step, bureau_step,
};
use crate::locale::{Lang, RequestText as T, Text};
use crate::tui::desk_data::{Line, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here, Then};

/// What the step asks for, as words in one fact.
const ASKS: &str = "asks";
const ASKS_ACCOUNT: &str = "account";
const ASKS_LETTER: &str = "letter";
const ASKS_DAY: &str = "day";
const ASKS_BATCH: &str = "batch";
const ASKS_RESULTS: &str = "results";
/// How many items a result is asked for.
const COUNT: &str = "count";
const ITEMS: [&str; 8] = [
    "line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "line_7", "line_8",
];
const RESULTS: [&str; 8] = [
    "result_1", "result_2", "result_3", "result_4", "result_5", "result_6", "result_7", "result_8",
];
const AGREED: &str = "agreed";
const NOT_AGREED: &str = "refused";
const HANDLING: &str = "handling";

const fn step_form(title: T, write: T) -> FormSpec {
    FormSpec {
        title: Text::Request(title),
        place: Place::Drawer,
        prepare,
        fields: FIELDS,
        submit,
        after,
        blames: blamed_field,
        write: Text::Request(write),
        ready: FormSpec::says_nothing,
    }
}

static APPROVE: FormSpec = step_form(T::ActApprove, T::ActApprove);
static SET_UP: FormSpec = step_form(T::ActSetUp, T::ActSetUp);
static RECORD: FormSpec = step_form(T::ActRecord, T::ActRecord);
static TAKE_OVER: FormSpec = step_form(T::ActTakeOver, T::ActTakeOver);
static STOP_OLD: FormSpec = step_form(T::ActStopOld, T::ActStopOld);
static CLOSE: FormSpec = step_form(T::ActClose, T::ActClose);

/// The form of the next step of the record under the cursor.
pub(super) fn next_form(here: &Here) -> Option<&'static FormSpec> {
    let step: Step = here.row.fact(STEP).parse().ok()?;
    Some(match step {
        Step::Submit => &REVISE,
        Step::Approve => &APPROVE,
        Step::SetUp => &SET_UP,
        Step::TakeOver => &TAKE_OVER,
        Step::StopOld => &STOP_OLD,
        Step::Close => &CLOSE,
        _ => &RECORD,
    })
}

static RETURN: FormSpec = FormSpec {
    title: Text::Request(T::ActReturn),
    place: Place::Drawer,
    prepare: prepare_back,
    fields: BACK_FIELDS,
    submit: submit_back,
    after,
    blames: blamed_field,
    write: Text::Request(T::ActReturn),
    ready: FormSpec::says_nothing,
};
static WITHDRAW: FormSpec = FormSpec {
    title: Text::Request(T::ActWithdraw),
    place: Place::Drawer,
    prepare: prepare_back,
    fields: BACK_FIELDS,
    submit: submit_back,
    after,
    blames: blamed_field,
    write: Text::Request(T::ActWithdraw),
    ready: FormSpec::says_nothing,
};
static RECORD_BACK: FormSpec = FormSpec {
    title: Text::Request(T::ActRecord),
    place: Place::Drawer,
    prepare: prepare_back,
    fields: BACK_FIELDS,
    submit: submit_back,
    after,
    blames: blamed_field,
    write: Text::Request(T::ActRecord),
    ready: FormSpec::says_nothing,
};

/// The form of the moves backwards of the record under the cursor.
pub(super) fn back_form(here: &Here) -> Option<&'static FormSpec> {
    let steps = back_steps(here);
    Some(match steps.first()? {
        Step::Return | Step::Reject => &RETURN,
        Step::Withdraw => &WITHDRAW,
        _ => &RECORD_BACK,
    })
}

fn back_steps(here: &Here) -> Vec<Step> {
    let codes = here.row.fact(BACK).split(' ');
    codes.filter_map(|code| code.parse().ok()).collect()
}

static FIELDS: &[Field] = &[
    Field::new("account", Text::OfRequest(Of::Account), Kind::Code)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_ACCOUNT)),
    Field::new("batch", Text::OfRequest(Of::Batch), Kind::Code)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_BATCH)),
    Field::new("document", Text::OfRequest(Of::Document), Kind::Text)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_LETTER)),
    Field::new("day", Text::OfRequest(Of::Day), Kind::Day)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_DAY)),
    result::<0>("result_1"),
    result::<1>("result_2"),
    result::<2>("result_3"),
    result::<3>("result_4"),
    result::<4>("result_5"),
    result::<5>("result_6"),
    result::<6>("result_7"),
    result::<7>("result_8"),
    Field::new("reason", Text::Request(T::Opinion), Kind::Text).needed_when(needs_reason),
];

static BACK_FIELDS: &[Field] = &[
    Field {
        note: handling_note,
        ..Field::new(HANDLING, Text::Request(T::Handling), Kind::Choice).options(handlings)
    },
    Field::new("reason", Text::OfRequest(Of::Reason), Kind::Text),
    Field::new("document", Text::OfRequest(Of::Document), Kind::Text)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_LETTER)),
    Field::new("day", Text::OfRequest(Of::Day), Kind::Day)
        .shown_when(|_filled, prepared| asks(prepared, ASKS_DAY)),
];

/// The bureau's result for one item; the item stands in the note.
const fn result<const N: usize>(name: &'static str) -> Field {
    Field {
        note: |_filled, prepared| {
            let item = ITEMS.get(N).map_or("", |name| prepared.fact(name));
            (item.to_owned(), Tone::Plain)
        },
        ..Field::new(name, Text::Request(T::Result), Kind::Choice)
            .options(|_filled, prepared| {
                let lang = prepared.lang();
                vec![
                    Choice::new(AGREED, lang.agreed_word(true)),
                    Choice::new(NOT_AGREED, lang.agreed_word(false)),
                ]
            })
            .shown_when(|_filled, prepared| {
                let count: usize = prepared.fact(COUNT).parse().unwrap_or(0);
                asks(prepared, ASKS_RESULTS) && N < count
            })
    }
}

fn asks(prepared: &Prepared, what: &str) -> bool {
    prepared.fact(ASKS).split(' ').any(|word| word == what)
}

/// A refused item needs its reason; elsewhere the opinion may stay empty.
fn needs_reason(filled: &Filled, prepared: &Prepared) -> bool {
    asks(prepared, ASKS_RESULTS) && RESULTS.iter().any(|name| filled.get(name) == NOT_AGREED)
}

fn handlings(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    back_steps(&prepared.here)
        .into_iter()
        .map(|step| Choice::new(step.code(), lang.request_step(step)))
        .collect()
}

/// What follows what is chosen.
fn handling_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let lang = prepared.lang();
    let said = match filled.get(HANDLING).parse() {
        Ok(Step::Return | Step::Correct) => lang.after_return(prepared.fact("applicant")),
        Ok(_) => lang.ends_it().to_owned(),
        Err(_none) => String::new(),
    };
    (said, Tone::Dim)
}

/// What the guards of a step ask to be typed.
fn asked(detail: &RequestDetail, step: Step) -> String {
    let request = &detail.row.request;
    let row = crate::domain::procedure::find(request.kind.moves(), request.stage, step);
    let guards = row.map_or(&[][..], |row| row.guard);
    let words = guards.iter().filter_map(|guard| match guard {
        Guard::Account if request.kind.opens_account() => Some(ASKS_ACCOUNT),
        Guard::Letter => Some(ASKS_LETTER),
        Guard::Day => Some(ASKS_DAY),
        Guard::Batch => Some(ASKS_BATCH),
        Guard::Results => Some(ASKS_RESULTS),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn seen(office: &Office, here: &Here) -> Result<RequestDetail, AppError> {
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    office.request_detail(no)
}

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let detail = seen(office, here)?;
    let request = &detail.row.request;
    let step = match &detail.row.next {
        Some((step, None)) => *step,
        Some((_step, Some(refusal))) => return Err(Refusal::Request(vec![refusal.clone()]).into()),
        None => return Err(Refusal::NoSuchRecord.into()),
    };
    let asks = asked(&detail, step);
    let mut facts = vec![
        (VERSION, request.version.to_string()),
        (STEP, step.code().to_owned()),
        (COUNT, request.lines.len().to_string()),
    ];
    for (name, line) in ITEMS.iter().zip(&request.lines) {
        facts.push((
            name,
            format!("{} {}", lang.change_word(line.change), line.item),
        ));
    }
    // What is done here is mostly done today; a letter bears its own date.
    let is_here = !asks.split(' ').any(|word| word == ASKS_LETTER);
    let starts = if is_here {
        vec![Start {
            field: "day",
            value: crate::domain::roc_date::iso(office.now().day()),
            note: lang.text(Text::DueToday).to_owned(),
            is_suggested: false,
        }]
    } else {
        Vec::new()
    };
    facts.push((ASKS, asks));
    Ok(Prepared {
        title: lang.step_title(&title(lang, step), request.no),
        lines: gist(lang, &detail),
        foot: foot(lang, here, &detail, step),
        starts,
        facts,
        ..Prepared::of(here)
    })
}

fn title(lang: Lang, step: Step) -> String {
    match step {
        Step::BureauAgree => lang.text(Text::Request(T::Result)).to_owned(),
        step => lang.request_step(step).to_owned(),
    }
}

/// Whom it is about, and the difference alone.
fn gist(lang: Lang, detail: &RequestDetail) -> Vec<Line> {
    let request = &detail.row.request;
    let day = request.changes_on.map(|day| lang.changes_on(day));
    let about = lang.account_of(
        &request.holder.name,
        &request.account,
        &day.unwrap_or_default(),
    );
    let mut lines = Vec::new();
    if !about.is_empty() {
        lines.push(Line::field(lang.text(Text::Request(T::About)), about));
    }
    if !request.successor.name.is_empty() {
        lines.push(Line::field(
            lang.text(Text::Request(T::Successor)),
            request.successor.name.clone(),
        ));
    }
    for reference in &detail.lines {
        let Some(change) = reference.change else {
            continue;
        };
        let label = match change {
            Change::Add => T::Added,
            Change::Delete => T::Deleted,
        };
        let item = format!("{} {}", reference.item, reference.name);
        lines.push(
            Line::field(lang.text(Text::Request(label)), item.trim_end())
                .note_toned(note(lang, reference)),
        );
    }
    lines
}

/// What follows, and under whose name it is written.
fn foot(lang: Lang, here: &Here, detail: &RequestDetail, step: Step) -> Vec<Line> {
    let request = &detail.row.request;
    let row = crate::domain::procedure::find(request.kind.moves(), request.stage, step);
    let mut lines = Vec::new();
    if let Some(row) = row.filter(|row| !row.to.is_end()) {
        let day = detail.change_due.filter(|_day| step == Step::Approve);
        lines.push(Line::field(
            lang.text(Text::Request(T::Afterwards)),
            lang.request_then(None, lang.request_waits(row.to), day),
        ));
    }
    lines.push(signature(lang, here));
    lines
}

pub(super) fn signature(lang: Lang, here: &Here) -> Line {
    Line::field(
        lang.text(Text::Signature),
        lang.signed_by(&here.me, here.me.roles),
    )
}

fn prepare_back(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let detail = seen(office, here)?;
    let request = &detail.row.request;
    let Some(first) = detail.row.back.first() else {
        let refusal = detail.row.no_back.clone();
        let refusal = refusal.unwrap_or(RequestRefusal::Overtaken {
            stage: request.stage,
        });
        return Err(Refusal::Request(vec![refusal]).into());
    };
    let applicant = detail.names.get(request.applicant.as_str());
    let starts = if detail.row.back.len() == 1 {
        vec![Start {
            field: HANDLING,
            value: first.code().to_owned(),
            ..Start::default()
        }]
    } else {
        Vec::new()
    };
    let words: Vec<&str> = detail
        .row
        .back
        .iter()
        .map(|step| lang.request_step(*step))
        .collect();
    Ok(Prepared {
        title: lang.step_title(&words.join(lang.text(Text::ListComma)), request.no),
        lines: vec![Line::field(
            lang.text(Text::Request(T::About)),
            lang.account_of(&request.holder.name, lang.request_kind_of(request), ""),
        )],
        foot: vec![Line::blank(), signature(lang, here)],
        starts,
        facts: vec![
            (VERSION, request.version.to_string()),
            (ASKS, asked(&detail, *first)),
            (
                "applicant",
                applicant
                    .cloned()
                    .unwrap_or_else(|| request.applicant.to_string()),
            ),
        ],
        ..Prepared::of(here)
    })
}

/// The request that a form is about, and the version that was read when it was opened.
pub(super) fn meant(prepared: &Prepared) -> Result<(RequestNo, u32), FieldFault> {
    let version = prepared.fact(VERSION).parse().ok();
    number(&prepared.here)
        .zip(version)
        .ok_or_else(|| FieldFault {
            field: "reason",
            sentence: prepared.lang().text(Text::Nothing).to_owned(),
        })
}

fn given(filled: &Filled) -> Given {
    Given {
        reason: filled.get("reason").to_owned(),
        document: filled.get("document").to_owned(),
        day: day_of(filled.get("day")),
        account: filled.get("account").to_owned(),
        batch: filled.get("batch").to_owned(),
        results: Vec::new(),
    }
}

fn taking(prepared: &Prepared, step: Option<Step>, given: Given) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let step = step.ok_or_else(|| FieldFault {
        field: HANDLING,
        sentence: prepared.lang().text(Text::FieldNotChosen).to_owned(),
    })?;
    let command = RequestCommand::Take {
        no,
        version,
        step,
        given: Box::new(given),
    };
    Ok(Errand::Command(Box::new(Command::Request(command))))
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let mut given = given(filled);
    let mut step = prepared.fact(STEP).parse().ok();
    if asks(prepared, ASKS_RESULTS) {
        let count: usize = prepared.fact(COUNT).parse().unwrap_or(0);
        given.results = RESULTS
            .iter()
            .take(count)
            .map(|name| filled.get(name) == AGREED)
            .collect();
        step = Some(bureau_step(&given.results));
    }
    taking(prepared, step, given)
}

fn submit_back(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    taking(prepared, filled.get(HANDLING).parse().ok(), given(filled))
}

/// The deed is told, and the cursor stays on the request.
pub(super) fn after(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: number(here).map_or(Then::Stay, |no| Then::To(no.to_string())),
        ..After::default()
    }
}

/// The field that the refusal is about.
pub(super) fn blamed_field(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Request(refusals)) => {
            let field = refusals.iter().find_map(RequestRefusal::field)?;
            Some(field.code())
        }
        _ => None,
    }
}
