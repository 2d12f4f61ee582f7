//! 簽章: the counts, what the sample proves, the decision on 重大異常, the signature and its record.

use super::export;
use super::walk::{month, month_or_last};
use crate::app::{WalkCommand, WalkSheet};
use crate::domain::ids::Period;
use crate::domain::monthly_check::{CheckRefusal, Group, Judgement, Missing};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::shown::shown;
use crate::locale::WalkText as W;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, DetailData, Line, PaneData, Tone};
use crate::tui::errand::{AppError, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, Target, Then, ViewSpec};

const MAJOR: &str = "major";
const REASON: &str = "reason";
const YES: &str = "yes";
const NO: &str = "no";
const UNDECIDED: &str = "undecided";
/// Where the counts end, column by column.
const COLUMNS: [u16; 5] = [22, 31, 40, 49, 58];

/// Counts, proof, decision, signature.
pub(super) static SIGN: FormSpec = FormSpec {
    title: Text::Walk(W::SignTitle),
    place: Place::Body,
    prepare,
    fields: &[
        Field {
            note: major_note,
            ..Field::new(MAJOR, Text::Walk(W::Major), Kind::Choice).options(judgements)
        },
        Field {
            note: reason_note,
            ..Field::new(REASON, Text::Walk(W::ExportReason), Kind::Text).needed_when(is_major)
        },
    ],
    submit,
    after: said_already,
    blames,
    write: Text::Walk(W::SignNow),
    ready,
};

/// What is known of a signed month.
pub(super) static SIGNED: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Walk(W::Signed),
    help: Text::Walk(W::SignedHelp),
    views: &[ViewSpec {
        title: Text::Walk(W::Signed),
        layout: Layout::Sheet,
        load: signed,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(
            Action::NextStep,
            Text::Closing(crate::locale::ClosingText::Countersign),
            Does::Fill(&super::closing::COUNTERSIGN),
        )
        .only(&[Role::Manager, Role::Supervisor]),
        Offer::page(
            Action::Export,
            Text::Walk(W::Export),
            Does::Fill(&export::CHECK),
        ),
    ],
};

pub(super) fn signed_page(period: Period) -> Target {
    Target {
        page: &SIGNED,
        about: period.to_string(),
        view: 0,
    }
}

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let period = month(here);
    let sheet = office.walk_sheet(period)?;
    let missing = besides_judgement(&sheet);
    if missing
        .iter()
        .any(|missing| matches!(missing, Missing::Outcomes(_) | Missing::OwnRows(_)))
    {
        return Err(Refusal::Check(CheckRefusal::Incomplete { missing }).into());
    }
    let title = lang.titled_month(lang.text(Text::Walk(W::SignTitle)), period);
    Ok(Prepared {
        title,
        right: lang.step_place(6),
        lines: lines(lang, &sheet, &missing),
        foot: vec![
            Line::blank(),
            Line::field(
                lang.text(Text::Signature),
                format!(
                    "{}  {}",
                    shown(&sheet.checker_name),
                    lang.text(Text::Walk(W::NotSigned))
                ),
            ),
        ],
        starts: vec![Start {
            field: MAJOR,
            value: UNDECIDED.to_owned(),
            note: String::new(),
            is_suggested: true,
        }],
        focus: Some(MAJOR),
        ..Prepared::of(here)
    })
}

/// What the signature waits for besides the decision that it comes with.
fn besides_judgement(sheet: &WalkSheet) -> Vec<Missing> {
    let missing = sheet.missing.iter().copied();
    missing
        .filter(|missing| *missing != Missing::Judgement)
        .collect()
}

pub(super) fn lines(lang: Lang, sheet: &WalkSheet, missing: &[Missing]) -> Vec<Line> {
    let counts = [
        sheet.required,
        sheet.done,
        sheet.matched,
        sheet.noted,
        sheet.bad,
    ];
    let right = |column: u16, text: &str| {
        let width = u16::try_from(crate::domain::shown::width(text)).unwrap_or_default();
        column.saturating_sub(width)
    };
    let mut heads = Line::default();
    for (text, column) in lang.sign_heads().into_iter().zip(COLUMNS) {
        heads = heads.and(right(column, text), Cell::toned(text, Tone::Dim));
    }
    let mut row = Line::words(lang.base_label(sheet.drawn, sheet.population));
    for (number, column) in counts.into_iter().zip(COLUMNS) {
        let text = crate::locale::group(u64::from(number));
        row = row.and(right(column, &text), Cell::plain(text));
    }
    let ratio = crate::locale::percent(sheet.drawn, sheet.population);
    let beside = sheet.groups.iter().filter(|it| it.group != Group::Base);
    let beside = beside.map(|count| {
        let bad = count.done.saturating_sub(count.matched);
        let counts = [count.rows, count.done, count.matched, count.noted, bad];
        let mut row = Line::words(lang.group(count.group));
        for (number, column) in counts.into_iter().zip(COLUMNS) {
            let text = crate::locale::group(u64::from(number));
            row = row.and(right(column, &text), Cell::plain(text));
        }
        row
    });
    let mut lines = vec![heads, row];
    lines.extend(beside);
    lines.extend([
        Line::words(lang.ratio(sheet.population, &ratio)),
        Line::words(lang.exceptions(sheet.unregistered, sheet.unexplained, sheet.not_performed)),
    ]);
    if !missing.is_empty() {
        let missing: Vec<String> = missing.iter().map(|one| lang.check_missing(*one)).collect();
        let names: Vec<&str> = missing.iter().map(String::as_str).collect();
        lines.push(Line::at(2, Cell::toned(lang.missing(&names), Tone::Warn)));
    }
    lines.push(Line::blank());
    let proves = lang.text(Text::Walk(W::Proves));
    lines.push(Line::at(2, Cell::toned(proves, Tone::Strong)));
    lines.extend(
        lang.assurance(&sheet.assurance())
            .into_iter()
            .map(Line::words),
    );
    lines.push(Line::blank());
    lines
}

/// Nothing is decided before a person decides it: the first choice is none.
fn judgements(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    [(UNDECIDED, W::Undecided), (NO, W::No), (YES, W::Yes)]
        .map(|(key, word)| Choice::new(key, lang.text(Text::Walk(word))))
        .to_vec()
}

fn major_note(_filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = prepared.lang().text(Text::Walk(W::MajorNote));
    (note.to_owned(), Tone::Dim)
}

fn reason_note(_filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = prepared.lang().text(Text::Walk(W::ReasonNote));
    (note.to_owned(), Tone::Dim)
}

fn is_major(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(MAJOR) == YES
}

fn ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().text(Text::Walk(W::SignReady)).to_owned()
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let decided = filled.get(MAJOR);
    if decided != YES && decided != NO {
        return Err(FieldFault {
            field: MAJOR,
            sentence: prepared.lang().text(Text::FieldNotChosen).to_owned(),
        });
    }
    Ok(Errand::Job(Job {
        title: Text::Walk(W::Signing),
        breaking: Text::Walk(W::SignBreaks),
        measure: Measure::LogRow,
        given: vec![
            (MAJOR, decided.to_owned()),
            (REASON, filled.get(REASON).to_owned()),
        ],
        run: sign,
    }))
}

/// The decision, the signature, the record: three entries, each complete in itself.
fn sign(
    office: &mut Office,
    here: &Here,
    job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let lang = here.lang;
    let period = month(here);
    let judgement = Judgement {
        is_major: given(&job.given, MAJOR) == YES,
        reason: given(&job.given, REASON).to_owned(),
    };
    let missing = besides_judgement(&office.walk_sheet(period)?);
    if !missing.is_empty() {
        return Err(Refusal::Check(CheckRefusal::Incomplete { missing }).into());
    }
    office.execute(WalkCommand::Judge { period, judgement }.into())?;
    let done = office.execute(WalkCommand::Sign { period }.into())?;
    // Signed is signed: what fails from here on is told, and the record is exported again.
    let message = match office.write_signed_record(period) {
        Ok(_written) => lang.told(&done.event),
        Err(error) => lang.signed_without_file(&crate::tui::errand::worded(lang, &error)),
    };
    Ok(After {
        message,
        then: Then::Instead(signed_page(period)),
        ..After::default()
    })
}

/// A job words its own answer.
fn said_already(_office: &mut Office, done: &crate::tui::errand::Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(
            Refusal::Check(CheckRefusal::ReasonNeeded) | Refusal::Form { field: "reason" },
        ) => Some(REASON),
        _ => None,
    }
}

fn signed(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = month_or_last(&asked.about, office.now().day());
    let label = |word: W| lang.text(Text::Walk(word));
    let mut data = DetailData {
        title: lang.titled_month(lang.text(Text::Checks), period),
        right: vec![Cell::plain(lang.step_place(6))],
        ..DetailData::default()
    };
    let Some(month) = office.signed_month(period)? else {
        data.lines = vec![Line::words(label(W::NotSigned))];
        return Ok(PaneData::Detail(Box::new(data)));
    };
    let digits = |hex: &str| {
        let first: Vec<char> = hex.chars().take(16).collect();
        let groups: Vec<String> = first.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    };
    let signed = lang.signed_line(&shown(&month.signed_by), month.signed_at);
    let (file, hash) = match &month.document {
        Some((name, sha256)) => (
            shown(name).into_owned(),
            lang.first_digits(&format!("SHA-256 {}", digits(sha256))),
        ),
        None => (label(W::NoFile).to_owned(), String::new()),
    };
    let hex = data_encoding::HEXLOWER.encode(&month.head.hash);
    let head = format!(
        "{}   {}",
        crate::locale::group(month.head.seq),
        digits(&hex)
    );
    let field = |word: W, value: String| Line::field(label(word), value);
    data.lines = vec![
        Line::blank(),
        Line::at(14, Cell::toned(signed, Tone::Good)),
        Line::blank(),
        field(W::RecordFile, file),
        field(W::FileHash, hash),
        field(W::TrailHead, head),
        field(W::NextCommit, digits(&month.next_commit)),
        Line::blank(),
    ];
    data.lines.extend(super::closing::signature_lines(
        lang,
        &office.signatures(period)?,
    ));
    data.lines.push(Line::blank());
    data.lines
        .push(field(W::NextStep, label(W::NextWords).to_owned()));
    Ok(PaneData::Detail(Box::new(data)))
}
