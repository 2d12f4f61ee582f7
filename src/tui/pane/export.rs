//! 匯出: a list or a record taken away, sealed in a .zip unless the setting lets it out plain; a job, its reason kept.

use std::path::PathBuf;

use secrecy::SecretString;

use super::checks::{MONTH, month_of};
use super::walk::month;
use crate::app::{
    ListAsked, ListKind, Masking, Outgoing, QuarterPaper, RECORD_SUFFIX, SEALED_SUFFIX, Work,
    offered_stem,
};
use crate::domain::document::DocumentRefusal;
use crate::domain::ids::Period;
use crate::domain::monthly_check::{CheckRefusal, Step};
use crate::domain::quarter::Quarter;
use crate::domain::refusal::Refusal;
use crate::domain::retention::{RecordKind, RecordNo};
use crate::domain::shown::shown;
use crate::domain::trouble::Trouble;
use crate::locale::ClosingText as C;
use crate::locale::DocumentText as D;
use crate::locale::{Measure, Text};
use crate::tui::desk_data::Tone;
use crate::tui::errand::{AppError, Count, Done, Errand, Job, JobControl, JobFn, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read, Start,
};
use crate::tui::pane::{After, Here};

const REASON: &str = "reason";
const FILE: &str = "file";
const PERIOD: &str = "period";
const SHOWN: &str = "shown";
const PASSPHRASE: &str = "passphrase";
const AGAIN: &str = "again";
const KIND: &str = "kind";
const PAPER: &str = "paper";
const SUMMARY: &str = "summary";
const LETTER: &str = "letter";
const MASKED: &str = "masked";
const FULL: &str = "full";

const fn spec(
    fields: &'static [Field],
    prepare: fn(&mut Office, &Here) -> Result<Prepared, AppError>,
) -> FormSpec {
    FormSpec {
        title: Text::Document(D::ExportTitle),
        place: Place::Drawer,
        prepare,
        fields,
        submit,
        after: said_already,
        blames,
        write: Text::Document(D::Export),
        ready: FormSpec::says_nothing,
    }
}

const REASON_FIELD: Field = Field::new(REASON, Text::Document(D::Reason), Kind::Text);
const PERIOD_FIELD: Field = Field {
    read: read_period,
    note: period_note,
    ..Field::new(PERIOD, Text::Document(D::Period), Kind::Code).optional()
};
const SHOWN_FIELD: Field =
    Field::new(SHOWN, Text::Document(D::Identifiers), Kind::Choice).options(shown_choices);
const FILE_FIELD: Field = Field {
    note: file_note,
    ..Field::new(FILE, Text::Document(D::FileName), Kind::Text)
};
const PASSPHRASE_FIELD: Field = Field {
    note: passphrase_note,
    ..Field::new(PASSPHRASE, Text::Document(D::Passphrase), Kind::Secret).shown_when(is_sealed)
};
const AGAIN_FIELD: Field =
    Field::new(AGAIN, Text::Document(D::Again), Kind::Secret).shown_when(is_sealed);

const LIST: &[Field] = &[
    REASON_FIELD,
    PERIOD_FIELD,
    SHOWN_FIELD,
    FILE_FIELD,
    PASSPHRASE_FIELD,
    AGAIN_FIELD,
];
const MONTHS_LIST: &[Field] = &[
    REASON_FIELD,
    SHOWN_FIELD,
    FILE_FIELD,
    PASSPHRASE_FIELD,
    AGAIN_FIELD,
];
const OPEN_LIST: &[Field] = &[
    REASON_FIELD,
    PERIOD_FIELD,
    FILE_FIELD,
    PASSPHRASE_FIELD,
    AGAIN_FIELD,
];
const RECORD: &[Field] = &[REASON_FIELD, FILE_FIELD, PASSPHRASE_FIELD, AGAIN_FIELD];

/// 登記: the whole register, or a month of it.
pub(super) static REGISTER: FormSpec = spec(LIST, |office, here| {
    prepared(office, here, ListKind::Register, last_month(office))
});
/// 抽查: the month's 查詢紀錄單.
pub(super) static LOG: FormSpec = spec(MONTHS_LIST, |office, here| {
    let period = list_month(here).or_else(|| last_month(office));
    prepared(office, here, ListKind::Log, period)
});
/// 軌跡: all of it, or a month.
pub(super) static TRAIL: FormSpec = spec(OPEN_LIST, |office, here| {
    prepared(office, here, ListKind::Trail, None)
});
/// The signed record once more, under a name of one's own.
pub(super) static CHECK: FormSpec = FormSpec {
    title: Text::Document(D::RecordTitle),
    ..spec(RECORD, prepare_record)
};

/// The quarter's summary or its letter.
pub(super) static QUARTER: FormSpec = FormSpec {
    title: Text::Closing(C::PapersTitle),
    ..spec(
        &[
            Field::new(PAPER, Text::Closing(C::Papers), Kind::Choice).options(papers),
            REASON_FIELD,
            FILE_FIELD,
            PASSPHRASE_FIELD,
            AGAIN_FIELD,
        ],
        |office, here| {
            let quarter = Quarter::of(month_of(here));
            let start = |field, value: String| Start {
                field,
                value,
                ..Start::default()
            };
            let day = here.now.day().format("%m%d");
            Ok(Prepared {
                starts: vec![
                    start(PAPER, SUMMARY.to_owned()),
                    start(
                        FILE,
                        office.free_name(&format!("{quarter}-{day}"), RECORD_SUFFIX)?,
                    ),
                ],
                facts: vec![(PAPER, quarter.to_string())],
                ..Prepared::of(here)
            })
        },
    )
};

/// What a document is about that is one record's.
const ABOUT: &str = "about";

fn prepare_one(office: &Office, here: &Here, no: &str) -> Result<Prepared, AppError> {
    let day = here.now.day().format("%m%d");
    Ok(Prepared {
        title: format!("{} {no}", here.lang.text(Text::Document(D::ExportTitle))),
        starts: vec![Start {
            field: FILE,
            value: office.free_name(&format!("{no}-{day}"), RECORD_SUFFIX)?,
            ..Start::default()
        }],
        facts: vec![(ABOUT, no.to_owned())],
        ..Prepared::of(here)
    })
}

/// 銷毀紀錄: that of the certificate or item under the cursor.
pub(super) static DELETION: FormSpec = spec(RECORD, |office, here| {
    prepare_one(office, here, here.row.fact("certificate"))
});

/// 窗口異動: the letter to the bureau.
pub(super) static NOTICE: FormSpec = spec(RECORD, |office, here| {
    prepare_one(office, here, &here.row.key)
});

fn write_one(
    office: &mut Office,
    here: &Here,
    job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let no: RecordNo = given(&job.given, ABOUT)
        .parse()
        .map_err(|_form| Refusal::NoSuchRecord)?;
    let out = outgoing(job);
    let written = match no.kind {
        RecordKind::Certificate => office.export_deletion(no, &out)?,
        RecordKind::Notice => office.export_notice(no, &out)?,
        RecordKind::Held => return Err(Refusal::NoSuchRecord.into()),
    };
    Ok(told(here, &written))
}

fn papers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let label = |text| prepared.lang().text(Text::Closing(text));
    vec![
        Choice::new(SUMMARY, label(C::Summary)),
        Choice::new(LETTER, label(C::PaperLetter)),
    ]
}

fn write_quarter(
    office: &mut Office,
    here: &Here,
    job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let paper = if given(&job.given, PAPER) == LETTER {
        QuarterPaper::Letter
    } else {
        QuarterPaper::Summary
    };
    let quarter = Quarter::of(month_of(here));
    let written = office.export_quarter(quarter, paper, &outgoing(job))?;
    Ok(told(here, &written))
}

fn last_month(office: &Office) -> Option<Period> {
    Some(Period::of(office.now().day())?.previous())
}

/// The month of the rows of the page, or what the page is about.
fn list_month(here: &Here) -> Option<Period> {
    let fact = here.row.fact(MONTH);
    fact.parse().ok().or_else(|| here.about.parse().ok())
}

fn prepared(
    office: &mut Office,
    here: &Here,
    kind: ListKind,
    period: Option<Period>,
) -> Result<Prepared, AppError> {
    let start = |field, value: String| Start {
        field,
        value,
        ..Start::default()
    };
    let about = period.map_or_else(String::new, |period| period.to_string());
    Ok(Prepared {
        starts: vec![
            start(PERIOD, about.clone()),
            start(SHOWN, MASKED.to_owned()),
            start(
                FILE,
                office.free_name(&offered_stem(kind, period, office.now()), SEALED_SUFFIX)?,
            ),
        ],
        facts: vec![(KIND, kind.code().to_owned()), (PERIOD, about)],
        ..Prepared::of(here)
    })
}

fn prepare_record(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let known = office.signed_month(month(here))?;
    let not_yet = Refusal::Check(CheckRefusal::NotYet {
        step: Step::Walking,
    });
    let number = known.map(|month| month.number).ok_or(not_yet)?;
    let day = here.now.day().format("%m%d");
    Ok(Prepared {
        starts: vec![Start {
            field: FILE,
            value: office.free_name(&format!("{number}-{day}"), RECORD_SUFFIX)?,
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

fn is_sealed(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(FILE).ends_with(SEALED_SUFFIX)
}

fn shown_choices(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let label = |text| prepared.lang().text(Text::Document(text));
    vec![
        Choice::new(MASKED, label(D::Masked)),
        Choice::new(FULL, label(D::Full)),
    ]
}

fn file_note(_filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = if prepared.fact(KIND).is_empty() {
        D::RecordNote
    } else {
        D::FileNote
    };
    let note = prepared.lang().text(Text::Document(note));
    (note.to_owned(), Tone::Dim)
}

fn period_note(_filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = prepared.lang().text(Text::Document(D::PeriodNote));
    (note.to_owned(), Tone::Dim)
}

fn passphrase_note(_filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = prepared.lang().text(Text::Document(D::PassphraseNote));
    (note.to_owned(), Tone::Dim)
}

fn read_period(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    match typed.parse::<Period>() {
        Ok(period) => Read::taken(period.to_string()),
        Err(_form) => Read::Fault(
            prepared
                .lang()
                .text(Text::Document(D::PeriodForm))
                .to_owned(),
        ),
    }
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let is_sealed = is_sealed(filled, prepared);
    if is_sealed && filled.get(PASSPHRASE) != filled.get(AGAIN) {
        let differs = DocumentRefusal::Differs;
        return Err(FieldFault {
            field: AGAIN,
            sentence: prepared.lang().document_refusal(&differs),
        });
    }
    let is_record = prepared.fact(KIND).is_empty();
    let has_period = !filled.get(PERIOD).is_empty();
    let period = if has_period || prepared.fact(KIND) != ListKind::Log.code() {
        filled.get(PERIOD)
    } else {
        prepared.fact(PERIOD)
    };
    let pass = |name: &'static str| (name, filled.get(name).to_owned());
    let run: JobFn = match (prepared.fact(PAPER).is_empty(), is_record) {
        _ if !prepared.fact(ABOUT).is_empty() => write_one,
        (false, _) => write_quarter,
        (true, true) => write_record,
        (true, false) => write_list,
    };
    Ok(Errand::Job(Job {
        title: Text::Document(D::Exporting),
        breaking: Text::Document(D::ExportBreaks),
        measure: Measure::LogRow,
        given: vec![
            (KIND, prepared.fact(KIND).to_owned()),
            (PERIOD, period.to_owned()),
            (ABOUT, prepared.fact(ABOUT).to_owned()),
            pass(REASON),
            pass(FILE),
            pass(SHOWN),
            pass(PASSPHRASE),
            pass(PAPER),
        ],
        run,
    }))
}

fn outgoing(job: &Job) -> Outgoing {
    let file = given(&job.given, FILE);
    let passphrase = given(&job.given, PASSPHRASE);
    Outgoing {
        file: PathBuf::from(file),
        reason: given(&job.given, REASON).to_owned(),
        passphrase: (!passphrase.is_empty() && file.ends_with(SEALED_SUFFIX))
            .then(|| SecretString::from(passphrase)),
    }
}

fn write_list(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let kind = given(&job.given, KIND);
    let known = [ListKind::Register, ListKind::Log, ListKind::Trail];
    let asked = ListAsked {
        kind: known
            .into_iter()
            .find(|known| known.code() == kind)
            .ok_or(Refusal::NoSuchRecord)?,
        period: given(&job.given, PERIOD).parse().ok(),
        masking: if given(&job.given, SHOWN) == FULL {
            Masking::Full
        } else {
            Masking::Masked
        },
        out: outgoing(job),
    };
    let tell = |done, total| (control.tell)(Count { done, total });
    let work = Work {
        stop: control.stop,
        tell: &tell,
    };
    let written = office.export_list(&asked, &work)?;
    Ok(told(here, &written))
}

fn write_record(
    office: &mut Office,
    here: &Here,
    job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let written = office.export_check(month(here), &outgoing(job))?;
    Ok(told(here, &written))
}

fn told(here: &Here, written: &crate::app::Written) -> After {
    let path = shown(&written.shown);
    After {
        message: here.lang.exported(&path, written.rows, &written.sha256),
        ..After::default()
    }
}

/// A job words its own answer.
fn said_already(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Form { field: "reason" }) => Some(REASON),
        AppError::Refused(
            Refusal::Form { field: "out" } | Refusal::Document(DocumentRefusal::PlainOff),
        )
        | AppError::Failed(Trouble::File { .. }) => Some(FILE),
        AppError::Refused(
            Refusal::Passphrase(_) | Refusal::Document(DocumentRefusal::NoPassphrase),
        ) => Some(PASSPHRASE),
        _ => None,
    }
}
