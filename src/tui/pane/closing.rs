//! After the checker's signature: countersignatures, a new version, the joint check, the quarter; before it, the
//! hand-over of the printed log.

use super::checks::month_of;
use crate::app::{ClosingCommand, Letter, QuarterView};
use crate::domain::closing::ClosingRefusal;
use crate::domain::ids::Period;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::domain::quarter::Quarter;
use crate::domain::refusal::Refusal;
use crate::domain::shown::shown;
use crate::locale::ClosingText as C;
use crate::locale::{Measure, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Done, Errand, Job, JobControl, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here};

const PAGES: &str = "pages";
const DAY: &str = "day";
const TO: &str = "to";
const REASON: &str = "reason";
const ETHICS: &str = "ethics";
const IT: &str = "it";
const REPORT: &str = "report";
const WHAT: &str = "what";
const NUMBER: &str = "number";
const SENT: &str = "sent";
const FILED: &str = "filed";
const RETURNED: &str = "returned";

const fn label(text: C) -> Text {
    Text::Closing(text)
}

const fn spec(title: C, write: C, fields: &'static [Field]) -> FormSpec {
    FormSpec {
        title: label(title),
        place: Place::Drawer,
        prepare: plainly,
        fields,
        submit: nothing,
        after: told,
        blames,
        write: label(write),
        ready: FormSpec::says_nothing,
    }
}

fn plainly(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared::of(here))
}

fn nothing(_filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    Err(FieldFault {
        field: REASON,
        sentence: prepared.lang().text(Text::NothingFound).to_owned(),
    })
}

fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn blames(error: &AppError) -> Option<&'static str> {
    let AppError::Refused(Refusal::Closing(refusal)) = error else {
        return None;
    };
    match refusal {
        ClosingRefusal::Missing { field } => Some(field),
        ClosingRefusal::BadDay => Some(DAY),
        _ => None,
    }
}

fn command(command: ClosingCommand) -> Errand {
    Errand::Command(Box::new(command.into()))
}

fn fault(field: &'static str, prepared: &Prepared) -> FieldFault {
    let refusal = ClosingRefusal::Missing { field };
    FieldFault {
        field,
        sentence: prepared.lang().closing_refusal(&refusal),
    }
}

fn day(filled: &Filled, prepared: &Prepared) -> Result<chrono::NaiveDate, FieldFault> {
    filled
        .get(DAY)
        .parse()
        .map_err(|_form| fault(DAY, prepared))
}

/// 交付查詢紀錄單: pages, day, to whom.
pub(super) static HAND_OVER: FormSpec = FormSpec {
    prepare: |office, here| {
        let view = office.month_view(month_of(here))?;
        let to = view.checker.map_or_else(String::new, |(_, name)| name);
        Ok(Prepared {
            starts: vec![today(here), start(TO, to)],
            ..Prepared::of(here)
        })
    },
    submit: |filled, prepared| {
        let pages = filled.get(PAGES).parse();
        Ok(command(ClosingCommand::HandOver {
            period: month_of(&prepared.here),
            pages: pages.map_err(|_form| fault(PAGES, prepared))?,
            day: day(filled, prepared)?,
            to: filled.get(TO).to_owned(),
        }))
    },
    ..spec(
        C::HandTitle,
        C::Record,
        &[
            Field::new(PAGES, label(C::Pages), Kind::Number),
            Field::new(DAY, label(C::HandedOn), Kind::Day),
            Field::new(TO, label(C::HandedTo), Kind::Text),
        ],
    )
};

fn start(field: &'static str, value: String) -> Start {
    Start {
        field,
        value,
        ..Start::default()
    }
}

fn today(here: &Here) -> Start {
    start(DAY, here.now.day().to_string())
}

/// The manager's signature, then the supervisor's.
pub(super) static COUNTERSIGN: FormSpec = FormSpec {
    place: Place::Body,
    prepare: prepare_countersign,
    submit: |_filled, _prepared| {
        Ok(Errand::Job(Job {
            title: label(C::Countersigning),
            breaking: label(C::CountersignBreaks),
            measure: Measure::LogRow,
            given: Vec::new(),
            run: countersign,
        }))
    },
    ready: |_filled, prepared| prepared.lang().text(label(C::CountersignReady)).to_owned(),
    ..spec(C::CountersignTitle, C::Countersign, &[])
};

fn prepare_countersign(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let (lang, period) = (here.lang, month_of(here));
    let sheet = office.walk_sheet(period)?;
    let seen = office.signatures(period)?;
    let mut lines = super::sign::lines(lang, &sheet, &[]);
    let judged = if seen.is_major {
        Cell::toned(
            lang.text(Text::Walk(crate::locale::WalkText::Yes)),
            Tone::Bad,
        )
    } else {
        Cell::plain(lang.text(Text::Walk(crate::locale::WalkText::No)))
    };
    let major = lang.text(Text::Walk(crate::locale::WalkText::Major));
    lines.push(Line::labelled(major, judged));
    lines.push(Line::blank());
    lines.extend(signature_lines(lang, &seen));
    let title = lang.text(label(C::CountersignTitle));
    Ok(Prepared {
        title: lang.titled_month(title, period),
        right: lang.place(6, Some(7), Measure::Step),
        lines,
        ..Prepared::of(here)
    })
}

/// Each signature, and what stands beside the record.
pub(super) fn signature_lines(
    lang: crate::locale::Lang,
    seen: &crate::app::MonthSignatures,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (role, signed) in [
        (Role::Checker, &seen.checker),
        (Role::Manager, &seen.manager),
        (Role::Supervisor, &seen.supervisor),
    ] {
        let tone = if signed.is_some() {
            Tone::Good
        } else {
            Tone::Dim
        };
        let text = lang.signature_line(role, signed.as_ref());
        lines.push(Line::at(14, Cell::toned(shown(&text).into_owned(), tone)));
    }
    for handover in &seen.handovers {
        let (pages, on, to) = (handover.pages, handover.handed_on, &handover.handed_to);
        lines.push(Line::at(
            14,
            Cell::plain(lang.handed_line(pages, on, &shown(to))),
        ));
    }
    for revision in &seen.revisions {
        let reason = shown(&revision.reason);
        lines.push(Line::at(
            14,
            Cell::plain(lang.reopened_line(&revision.record, &reason)),
        ));
    }
    lines
}

fn countersign(
    office: &mut Office,
    here: &Here,
    _job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let period = month_of(here);
    let done = office.execute(ClosingCommand::Countersign { period }.into())?;
    Ok(After {
        message: here.lang.told(&done.event),
        ..After::default()
    })
}

/// 另存新版.
pub(super) static REOPEN: FormSpec = FormSpec {
    submit: |filled, prepared| {
        Ok(command(ClosingCommand::Reopen {
            period: month_of(&prepared.here),
            reason: filled.get(REASON).to_owned(),
        }))
    },
    ready: |_filled, prepared| prepared.lang().text(label(C::ReopenReady)).to_owned(),
    ..spec(
        C::ReopenTitle,
        C::Reopen,
        &[Field::new(REASON, label(C::Reason), Kind::Text)],
    )
};

/// 會同稽核: three names and the report.
pub(super) static JOINT: FormSpec = FormSpec {
    prepare: |_office, here| {
        Ok(Prepared {
            starts: vec![today(here)],
            ..Prepared::of(here)
        })
    },
    submit: |filled, prepared| {
        let get = |name: &'static str| filled.get(name).to_owned();
        Ok(command(ClosingCommand::Joint {
            period: month_of(&prepared.here),
            ethics: get(ETHICS),
            it: get(IT),
            day: day(filled, prepared)?,
            report: get(REPORT),
        }))
    },
    ..spec(
        C::JointTitle,
        C::Joint,
        &[
            Field::new(ETHICS, label(C::Ethics), Kind::Text),
            Field::new(IT, label(C::It), Kind::Text),
            Field::new(DAY, label(C::HeldOn), Kind::Day),
            Field::new(REPORT, label(C::Report), Kind::Text),
        ],
    )
};

/// 發文, 備查, 退補正 of the month's quarter.
pub(super) static QUARTER: FormSpec = FormSpec {
    prepare: prepare_quarter,
    submit: submit_quarter,
    ..spec(
        C::QuarterTitle,
        C::Record,
        &[
            Field::new(WHAT, label(C::What), Kind::Choice).options(steps),
            Field::new(DAY, label(C::LetterDay), Kind::Day).shown_when(has_letter),
            Field::new(NUMBER, label(C::LetterNo), Kind::Text).shown_when(has_letter),
            Field::new(REASON, label(C::Reason), Kind::Text).shown_when(is_returned),
        ],
    )
};

fn quarter_of(here: &Here) -> Quarter {
    Quarter::of(month_of(here))
}

fn prepare_quarter(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let view = office.quarter_view(quarter_of(here))?;
    let step = view.step();
    if step < Step::Complete {
        let months = view.missing;
        return Err(Refusal::Closing(ClosingRefusal::MonthsMissing { months }).into());
    }
    if step == Step::Filed {
        return Err(Refusal::Closing(ClosingRefusal::NotNow { step }).into());
    }
    let key = if step == Step::Submitted { FILED } else { SENT };
    Ok(Prepared {
        title: format!(
            "{}  {}",
            lang.text(label(C::QuarterTitle)),
            lang.quarter(view.quarter)
        ),
        starts: vec![start(WHAT, key.to_owned()), today(here)],
        facts: vec![(WHAT, step.code().to_owned())],
        ..Prepared::of(here)
    })
}

fn steps(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let choice = |key: &str, text: C| Choice::new(key, prepared.lang().text(label(text)));
    if prepared.fact(WHAT) == Step::Submitted.code() {
        vec![choice(FILED, C::Filed), choice(RETURNED, C::Returned)]
    } else {
        vec![choice(SENT, C::Sent)]
    }
}

fn is_returned(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(WHAT) == RETURNED
}

fn has_letter(filled: &Filled, prepared: &Prepared) -> bool {
    !is_returned(filled, prepared)
}

fn submit_quarter(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let quarter = quarter_of(&prepared.here);
    if is_returned(filled, prepared) {
        let reason = filled.get(REASON).to_owned();
        return Ok(command(ClosingCommand::TakeBack { quarter, reason }));
    }
    let letter = Letter {
        number: filled.get(NUMBER).to_owned(),
        day: day(filled, prepared)?,
    };
    Ok(command(if filled.get(WHAT) == FILED {
        ClosingCommand::File { quarter, letter }
    } else {
        ClosingCommand::Dispatch { quarter, letter }
    }))
}

/// The line of 送備查 in the month's steps: its state and what it holds.
pub(super) fn submission(
    lang: crate::locale::Lang,
    view: &QuarterView,
    step: Step,
) -> (Cell, String) {
    let text = |word: crate::locale::MonthText| lang.text(Text::Month(word));
    let row = &view.row;
    match (step, row.sent_on, row.filed_on) {
        (Step::Filed, _, Some(on)) => {
            let state = text(crate::locale::MonthText::StateDone);
            (Cell::toned(state, Tone::Good), lang.quarter_filed(on))
        }
        (Step::Submitted, Some(on), _) => {
            let state = text(crate::locale::MonthText::StateWaits);
            (Cell::toned(state, Tone::Warn), lang.quarter_sent(on))
        }
        _ => {
            let state = if view.missing.is_empty() {
                Cell::toned(text(crate::locale::MonthText::StateOpen), Tone::Strong)
            } else {
                Cell::default()
            };
            (
                state,
                lang.quarter_advised(view.quarter, view.due.advised_on),
            )
        }
    }
}

/// The last month of a quarter: the page about it.
pub(super) fn page_month(quarter: Quarter) -> Period {
    let [.., last] = quarter.months();
    last
}
