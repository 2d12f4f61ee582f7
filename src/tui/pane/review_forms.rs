//! 清查: its forms: opening, verdicts, applications, signatures, the record.

use super::review_lines::{LINE_VERSION, account_of, key};
use super::reviews::{BACK, NEXT, NO, VERSION};
use crate::app::{Command, Outgoing, RECORD_SUFFIX, ReviewCommand, ReviewLineRow};
use crate::domain::refusal::Refusal;
use crate::domain::review::{
    Finding, Given, Progress, ReviewNo, ReviewRefusal, ReviewStep, Verdict,
};
use crate::locale::DocumentText as D;
use crate::locale::{Lang, ReviewText as T, RosterText as R, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here, Then};

const VERDICT: &str = "verdict";
const GIVEN_UP: &str = "given_up";
const WHY_KEPT: &str = "why_kept";
const REMARK: &str = "remark";
const REASON: &str = "reason";
const FILE: &str = "file";

fn label(lang: Lang, text: T) -> &'static str {
    lang.text(Text::Review(text))
}

fn start(field: &'static str, value: impl Into<String>) -> Start {
    Start {
        field,
        value: value.into(),
        ..Start::default()
    }
}

fn command(command: ReviewCommand) -> Errand {
    Errand::Command(Box::new(Command::Review(command)))
}

fn fault(field: &'static str, prepared: &Prepared) -> FieldFault {
    FieldFault {
        field,
        sentence: prepared.lang().text(Text::Nothing).to_owned(),
    }
}

fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

/// The cursor goes on to the next line without a verdict.
fn told_next(office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        then: next_undecided(office, here).map_or(Then::Stay, Then::To),
        ..told(office, done, here)
    }
}

fn next_undecided(office: &mut Office, here: &Here) -> Option<String> {
    let (no, _) = review_of(here)?;
    let account = account_of(&here.row.key);
    let lines = office.review(no).ok()?.lines;
    let at = lines
        .iter()
        .position(|line| line.line.frozen.account == account)?;
    let is_next =
        |line: &&ReviewLineRow| line.progress == Progress::Undecided && line.no_verdict.is_none();
    let next = lines.iter().skip(at).find(is_next);
    Some(key(no, &next?.line.frozen.account))
}

fn blames(error: &AppError) -> Option<&'static str> {
    let AppError::Refused(Refusal::Review(whys)) = error else {
        return None;
    };
    match whys.first()? {
        ReviewRefusal::ReasonMissing => Some(REASON),
        ReviewRefusal::ItemsMissing | ReviewRefusal::NotHeld { .. } => Some(GIVEN_UP),
        ReviewRefusal::NoHolder => Some(VERDICT),
        _ => None,
    }
}

/// Under whose name it is written.
fn signature(here: &Here) -> Line {
    let lang = here.lang;
    Line::field(
        lang.text(Text::Signature),
        lang.signed_by(&here.me, here.me.roles),
    )
}

/// 開立.
pub(super) static OPEN: FormSpec = FormSpec {
    title: Text::Review(T::Open),
    place: Place::Drawer,
    prepare: |office, here| {
        let lang = here.lang;
        let next = office.next_review()?;
        if let Some(no) = next.open {
            return Err(Refusal::Review(vec![ReviewRefusal::OneAtATime { no }]).into());
        }
        Ok(Prepared {
            title: label(lang, T::Open).to_owned(),
            lines: vec![Line::words(label(lang, T::OpenSays)), Line::blank()],
            foot: vec![signature(here)],
            ..Prepared::of(here)
        })
    },
    fields: &[],
    submit: |_filled, _prepared| Ok(command(ReviewCommand::Open)),
    after: |office, done, here| After {
        then: office
            .next_review()
            .ok()
            .and_then(|next| next.open)
            .map_or(Then::Stay, |no| Then::To(no.to_string())),
        ..told(office, done, here)
    },
    blames: FormSpec::blames_nothing,
    write: Text::Review(T::Open),
    ready: FormSpec::says_nothing,
};

/// The review of the record under the cursor, and its version.
fn review_of(here: &Here) -> Option<(ReviewNo, u32)> {
    let no = here.row.fact(NO).parse().ok()?;
    Some((no, here.row.fact(VERSION).parse().ok()?))
}

fn line_of(office: &mut Office, here: &Here) -> Result<ReviewLineRow, AppError> {
    let (no, _) = review_of(here).ok_or(Refusal::NoSuchRecord)?;
    let account = account_of(&here.row.key);
    let view = office.review(no)?;
    let mut lines = view.lines.into_iter();
    let found = lines.find(|line| line.line.frozen.account == account);
    Ok(found.ok_or(Refusal::NoSuchRecord)?)
}

/// 判定: of a line that is found for something grave nothing is chosen beforehand.
pub(super) static DECIDE: FormSpec = FormSpec {
    title: Text::Review(T::Decide),
    place: Place::Drawer,
    prepare: prepare_verdict,
    fields: &[
        Field {
            note: verdict_note,
            ..Field::new(VERDICT, Text::Review(T::Verdict), Kind::Choice).options(verdicts)
        },
        Field {
            note: |_filled, prepared| {
                (label(prepared.lang(), T::GivenUpNote).to_owned(), Tone::Dim)
            },
            ..Field::new(GIVEN_UP, Text::Review(T::GivenUp), Kind::Code)
                .shown_when(|filled, _prepared| is(filled, Verdict::Change))
        },
        Field::new(WHY_KEPT, Text::Review(T::Reason), Kind::Text)
            .shown_when(|filled, _prepared| is(filled, Verdict::Keep)),
        Field::new(REMARK, Text::Review(T::Reason), Kind::Text)
            .shown_when(|filled, _prepared| {
                is(filled, Verdict::Change) || is(filled, Verdict::Delete)
            })
            .optional(),
    ],
    submit: submit_verdict,
    after: told_next,
    blames: |error| match blames(error) {
        Some(REASON) => Some(WHY_KEPT),
        other => other,
    },
    write: Text::Review(T::Decide),
    ready: FormSpec::says_nothing,
};

fn is(filled: &Filled, verdict: Verdict) -> bool {
    filled.get(VERDICT) == verdict.code()
}

fn verdicts(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    Verdict::ALL
        .iter()
        .map(|verdict| Choice::new(verdict.code(), lang.verdict(*verdict)))
        .collect()
}

fn verdict_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let lang = prepared.lang();
    let note = if is(filled, Verdict::Delete) {
        label(lang, T::DeleteSays)
    } else if is(filled, Verdict::Change) {
        label(lang, T::ChangeSays)
    } else {
        ""
    };
    (note.to_owned(), Tone::Dim)
}

fn prepare_verdict(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let row = line_of(office, here)?;
    if let Some(why) = &row.no_verdict {
        return Err(Refusal::Review(vec![why.clone()]).into());
    }
    let frozen = &row.line.frozen;
    let name = frozen.holder.as_ref().map_or_else(
        || label(lang, T::NoHolder).to_owned(),
        |holder| format!("{}  {}", holder.name, holder.unit),
    );
    let tone = if frozen.is_urgent() {
        Tone::Bad
    } else {
        Tone::Plain
    };
    let found = if frozen.findings.is_empty() {
        label(lang, T::Nothing).to_owned()
    } else {
        lang.findings(&frozen.findings)
    };
    let before = frozen.before.map_or("", |before| lang.verdict(before));
    let mut starts = vec![
        start(GIVEN_UP, frozen.unused.join(" ")),
        start(REMARK, grounds(lang, &frozen.findings)),
    ];
    if !frozen.is_urgent() {
        starts.push(start(VERDICT, Verdict::Keep.code()));
        starts.push(start(WHY_KEPT, label(lang, T::DefaultReason)));
    }
    starts.retain(|start| !start.value.is_empty());
    Ok(Prepared {
        title: format!("{}  {}", label(lang, T::Decide), frozen.account),
        lines: vec![
            Line::field(label(lang, T::Holder), name),
            Line::field(
                lang.text(Text::Roster(R::Items)),
                format!(
                    "{}  {}",
                    frozen.items.join(" "),
                    lang.idle_days(frozen.idle)
                ),
            ),
            Line::labelled(label(lang, T::Findings), Cell::toned(found, tone)).note(before),
            Line::blank(),
        ],
        foot: vec![signature(here)],
        starts,
        ..Prepared::of(here)
    })
}

/// What speaks for a change or a deletion, as its application says it.
fn grounds(lang: Lang, findings: &[Finding]) -> String {
    let urgent: Vec<Finding> = findings
        .iter()
        .copied()
        .filter(|found| found.is_urgent() || *found == Finding::Idle)
        .collect();
    lang.findings(&urgent)
}

fn submit_verdict(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let here = &prepared.here;
    let verdict: Verdict = filled
        .get(VERDICT)
        .parse()
        .map_err(|_none| fault(VERDICT, prepared))?;
    let (no, _) = review_of(here).ok_or_else(|| fault(VERDICT, prepared))?;
    let version = here.row.fact(LINE_VERSION).parse();
    let reason = match verdict {
        Verdict::Keep => WHY_KEPT,
        Verdict::Change | Verdict::Delete => REMARK,
    };
    let items = filled.get(GIVEN_UP).split(is_between);
    Ok(command(ReviewCommand::Decide {
        no,
        account: account_of(&here.row.key).to_owned(),
        version: version.map_err(|_form| fault(VERDICT, prepared))?,
        verdict,
        given: Given {
            reason: filled.get(reason).to_owned(),
            items: items
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect(),
        },
    }))
}

/// Codes are typed one after the other: any mark of a list stands between them.
fn is_between(letter: char) -> bool {
    !letter.is_alphanumeric() && !matches!(letter, '-' | '_')
}

/// 產生申請, of a line whose verdict the supervisor gave or whose application ended without effect.
pub(super) static DRAFT: FormSpec = FormSpec {
    title: Text::Review(T::MakeRequest),
    place: Place::Drawer,
    prepare: |office, here| {
        let lang = here.lang;
        let row = line_of(office, here)?;
        let frozen = &row.line.frozen;
        let decided = row.line.decided.as_ref();
        let words = decided.map_or_else(String::new, |decided| {
            let words = lang.line_handling(&decided.reason, &decided.items, "");
            format!("{}  {words}", lang.verdict(decided.verdict))
        });
        Ok(Prepared {
            title: format!("{}  {}", label(lang, T::MakeRequest), frozen.account),
            lines: vec![Line::field(label(lang, T::Verdict), words), Line::blank()],
            foot: vec![signature(here)],
            ..Prepared::of(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| {
        let here = &prepared.here;
        let about = review_of(here).zip(here.row.fact(LINE_VERSION).parse().ok());
        let Some(((no, _), version)) = about else {
            return Err(fault(VERDICT, prepared));
        };
        Ok(command(ReviewCommand::Draft {
            no,
            account: account_of(&here.row.key).to_owned(),
            version,
        }))
    },
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::Review(T::MakeRequest),
    ready: FormSpec::says_nothing,
};

const fn step_form(
    title: T,
    fields: &'static [Field],
    prepare: fn(&mut Office, &Here) -> Result<Prepared, AppError>,
) -> FormSpec {
    FormSpec {
        title: Text::Review(title),
        place: Place::Drawer,
        prepare,
        fields,
        submit: submit_step,
        after: told,
        blames,
        write: Text::Review(title),
        ready: FormSpec::says_nothing,
    }
}

const WHY: &[Field] = &[Field::new(REASON, Text::Review(T::Reason), Kind::Text)];

static REPORT: FormSpec = step_form(T::Report, &[], |office, here| {
    prepare_step(office, here, ReviewStep::Report)
});
static APPROVE: FormSpec = step_form(T::Approve, &[], |office, here| {
    prepare_step(office, here, ReviewStep::Approve)
});
static CLOSE: FormSpec = step_form(T::Close, &[], |office, here| {
    prepare_step(office, here, ReviewStep::Close)
});
static RETURN: FormSpec = step_form(T::Return, WHY, |office, here| {
    prepare_step(office, here, ReviewStep::Return)
});
static RESUME: FormSpec = step_form(T::Resume, WHY, |office, here| {
    prepare_step(office, here, ReviewStep::Resume)
});

fn form_of(step: ReviewStep) -> &'static FormSpec {
    match step {
        ReviewStep::Report => &REPORT,
        ReviewStep::Approve => &APPROVE,
        ReviewStep::Close => &CLOSE,
        ReviewStep::Return => &RETURN,
        ReviewStep::Resume => &RESUME,
    }
}

/// The form of the review's step forward.
pub(super) fn next_form(here: &Here) -> Option<&'static FormSpec> {
    Some(form_of(here.row.fact(NEXT).parse().ok()?))
}

/// The form of its step back.
pub(super) fn back_form(here: &Here) -> Option<&'static FormSpec> {
    Some(form_of(here.row.fact(BACK).parse().ok()?))
}

/// Which step a form is about.
fn step_of(prepared: &Prepared) -> Option<ReviewStep> {
    prepared.fact(REASON).parse().ok()
}

fn prepare_step(office: &mut Office, here: &Here, step: ReviewStep) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let (no, _) = review_of(here).ok_or(Refusal::NoSuchRecord)?;
    let row = office.review(no)?.row;
    let says = match step {
        ReviewStep::Report => T::ReportSays,
        ReviewStep::Approve => T::ApproveSays,
        ReviewStep::Close => T::CloseSays,
        ReviewStep::Return => T::ReturnSays,
        ReviewStep::Resume => T::ResumeSays,
    };
    Ok(Prepared {
        title: format!("{} {no}", lang.review_step(step)),
        lines: vec![
            Line::words(lang.review_ledger(&row.ledger)),
            Line::words(label(lang, says)),
            Line::blank(),
        ],
        foot: vec![signature(here)],
        facts: vec![(REASON, step.code().to_owned())],
        ..Prepared::of(here)
    })
}

fn submit_step(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let about = review_of(&prepared.here).zip(step_of(prepared));
    let Some(((no, version), step)) = about else {
        return Err(fault(REASON, prepared));
    };
    let reason = filled.get(REASON).to_owned();
    if step == ReviewStep::Close {
        let given = vec![(NO, no.to_string()), (VERSION, version.to_string())];
        return Ok(Errand::Read(close, given));
    }
    Ok(command(ReviewCommand::Step {
        no,
        version,
        step,
        reason,
    }))
}

/// The signature, and the record that follows it.
fn close(
    office: &mut Office,
    here: &Here,
    filled: &[(&'static str, String)],
) -> Result<After, AppError> {
    let about = given(filled, NO).parse().ok();
    let about: Option<(ReviewNo, u32)> = about.zip(given(filled, VERSION).parse().ok());
    let (no, version) = about.ok_or(Refusal::NoSuchRecord)?;
    let step = ReviewStep::Close;
    let reason = String::new();
    let signed = office.execute(Command::Review(ReviewCommand::Step {
        no,
        version,
        step,
        reason,
    }))?;
    let told = here.lang.told(&signed.event);
    // The signature stands, whatever becomes of its paper.
    let paper = match office.write_closed_review(no) {
        Ok(written) => written.shown,
        Err(error) => crate::tui::errand::worded(here.lang, &error),
    };
    Ok(After {
        message: format!("{told} {paper}"),
        ..After::default()
    })
}

/// 印清查紀錄.
pub(super) static EXPORT: FormSpec = FormSpec {
    title: Text::Review(T::Print),
    place: Place::Drawer,
    prepare: |office, here| {
        let (no, _) = review_of(here).ok_or(Refusal::NoSuchRecord)?;
        let day = here.now.day().format("%m%d");
        Ok(Prepared {
            title: format!("{} {no}", label(here.lang, T::Print)),
            starts: vec![start(
                FILE,
                office.free_name(&format!("{}-{day}", no.file_stem()), RECORD_SUFFIX)?,
            )],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(REASON, Text::Document(D::Reason), Kind::Text),
        Field::new(FILE, Text::Document(D::FileName), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (no, _) = review_of(&prepared.here).ok_or_else(|| fault(FILE, prepared))?;
        let given = vec![
            (NO, no.to_string()),
            (REASON, filled.get(REASON).to_owned()),
            (FILE, filled.get(FILE).to_owned()),
        ];
        Ok(Errand::Read(export, given))
    },
    after: told,
    blames: |error| match error {
        AppError::Failed(_) | AppError::Refused(Refusal::Form { .. }) => Some(FILE),
        _ => None,
    },
    write: Text::Review(T::Print),
    ready: FormSpec::says_nothing,
};

fn export(
    office: &mut Office,
    here: &Here,
    filled: &[(&'static str, String)],
) -> Result<After, AppError> {
    let no: ReviewNo = given(filled, NO)
        .parse()
        .map_err(|_form| Refusal::NoSuchRecord)?;
    let written = office.export_review(
        no,
        &Outgoing {
            file: given(filled, FILE).into(),
            reason: given(filled, REASON).to_owned(),
            passphrase: None,
        },
    )?;
    Ok(After {
        message: here.lang.review_written(no, &written.shown),
        ..After::default()
    })
}
