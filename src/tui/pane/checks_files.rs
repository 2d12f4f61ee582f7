//! 抽查: files in. A file of the drop folder is picked, read and shown, and only then taken.

use super::checks::{MONTH, month_of, told};
use super::checks_columns::{MAP_LOG, MAP_REGISTER};
use super::checks_preview::{
    MAP_VERSION, PREVIEW, control_lines, count_lines, fault_heads, fault_rows, kind_of,
    shown_record,
};
use crate::app::{FileKind, Imported, LookedAt, Taking, Work, dropped_name};
use crate::domain::event::{Event, ImportEvent, LogCounts};
use crate::domain::ids::Period;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData,
};
use crate::tui::errand::{AppError, Count, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Offer, PageSpec, Then, ViewSpec};

pub(super) const FILE: &str = "file";
pub(super) const SHA256: &str = "sha256";
pub(super) const KIND: &str = "kind";
pub(super) const FOOTER: &str = "footer";
pub(super) const READ: &str = "read";
pub(super) const LOG: &str = "log";
const REGISTER: &str = "register";

/// Logs in the drop folder.
pub(super) static LOG_FILES: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Month(M::Files),
    help: Text::Month(M::FilesHelp),
    views: &[ViewSpec {
        title: Text::Month(M::Files),
        layout: Layout::List,
        load: load_logs,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: OFFERS,
};

/// Registers in the drop folder.
pub(super) static REGISTER_FILES: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Month(M::RegisterFiles),
    help: Text::Month(M::FilesHelp),
    views: &[ViewSpec {
        title: Text::Month(M::RegisterFiles),
        layout: Layout::List,
        load: load_registers,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: OFFERS,
};

static OFFERS: &[Offer] = &[
    Offer::record(Action::Open, Text::Month(M::Preview), Does::Now(&PREVIEW)),
    Offer::record(
        Action::Write,
        Text::Month(M::TakeFile),
        Does::Either {
            when: has_other_footer,
            then: &Does::Fill(&FOOTER_QUESTION),
            otherwise: &Does::Now(&TAKE),
        },
    ),
    Offer::record(
        Action::NextView,
        Text::Month(M::MapColumns),
        Does::Either {
            when: is_log,
            then: &Does::Fill(&MAP_LOG),
            otherwise: &Does::Fill(&MAP_REGISTER),
        },
    ),
];

fn is_log(here: &Here) -> bool {
    here.row.fact(KIND) == LOG
}

fn has_other_footer(here: &Here) -> bool {
    !here.row.fact(FOOTER).is_empty()
}

static HEADS: &[Head] = &[
    Head::new(Text::Month(M::File), 40).widths([40, 56, 40]),
    Head::new(Text::Month(M::Size), 14).right(),
    Head::new(Text::Month(M::Changed), 15),
];

fn load_logs(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    load(office, asked, LOG)
}

fn load_registers(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    load(office, asked, REGISTER)
}

fn load(office: &mut Office, asked: &Asked, kind: &str) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = super::checks::asked_month(office, asked);
    let files = office.dropped()?;
    let today = Period::of(office.now().day()).unwrap_or_default();
    let rows = files
        .into_iter()
        .map(|file| RowData {
            cells: vec![
                Cell::plain(shown(&file.name).into_owned()),
                Cell::plain(group(file.bytes)),
                Cell::plain(lang.list_minute(file.changed_at, today)),
            ],
            moves: [Action::Write, Action::NextView]
                .map(|action| RowMove {
                    action,
                    label: None,
                    cannot: Some(lang.text(Text::Month(M::PreviewFirst)).to_owned()),
                })
                .to_vec(),
            facts: vec![
                (MONTH, period.to_string()),
                (KIND, kind.to_owned()),
                (FILE, file.key.clone()),
            ],
            key: file.key,
            ..RowData::default()
        })
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: file_title(lang, kind, period),
        measure: Some(Measure::Record),
        heads: HEADS,
        rows,
        empty: vec![lang.text(Text::Month(M::NoFiles)).to_owned()],
        peek: lang.text(Text::Month(M::FilesPeek)).to_owned(),
        ..TableData::default()
    })))
}

/// The file's name as it may be shown.
pub(super) fn name_of(job: &Job) -> String {
    shown(&dropped_name(given(&job.given, FILE))).into_owned()
}

pub(super) fn file_title(lang: Lang, kind: &str, period: Period) -> String {
    if kind == REGISTER {
        return lang.text(Text::Month(M::RegisterFiles)).to_owned();
    }
    let title = lang.text(Text::Month(M::Files));
    format!("{title}  {}", lang.where_kept(period))
}

/// What a job needs to know of the file.
pub(super) fn facts_of(here: &Here) -> Vec<(&'static str, String)> {
    vec![
        (FILE, here.row.fact(FILE).to_owned()),
        (KIND, here.row.fact(KIND).to_owned()),
        (MONTH, month_of(here).to_string()),
    ]
}

/// Does it under the eyes of whoever waits for it.
pub(super) fn watched<T>(control: &JobControl<'_>, does: impl FnOnce(Work<'_>) -> T) -> T {
    let tell = |done: u64, total: Option<u64>| (control.tell)(Count { done, total });
    does(Work {
        stop: control.stop,
        tell: &tell,
    })
}

pub(super) fn job_month(office: &Office, job: &Job) -> Period {
    given(&job.given, MONTH)
        .parse()
        .unwrap_or_else(|_bad| office.month_to_check())
}

/// The very file is in the store: it may go.
pub(super) fn known(here: &Here, job: &Job, report: &Imported) -> After {
    let lang = here.lang;
    After {
        message: lang.text(Text::Month(M::KnownFile)).to_owned(),
        show: Some(Box::new(DetailData {
            title: lang.kept_file_title().to_owned(),
            right: vec![Cell::plain(name_of(job))],
            lines: vec![Line::words(lang.text(Text::Month(M::KnownFile)))],
            record: taken_record(lang, job, report),
            ..DetailData::default()
        })),
        then: Then::Fill(&DELETE_QUESTION),
        ..After::default()
    }
}

/// Takes the file that is shown.
static TAKE: NowSpec = NowSpec {
    errand: take_shown,
    after: told,
};

fn take_shown(here: &Here) -> Result<Errand, String> {
    Ok(take_job(here, ""))
}

fn take_job(here: &Here, answer: &str) -> Errand {
    let mut given = facts_of(here);
    given.push((FOOTER, answer.to_owned()));
    for name in [SHA256, MAP_VERSION] {
        given.push((name, here.row.fact(name).to_owned()));
    }
    Errand::Job(Job {
        title: Text::Month(M::Importing),
        breaking: Text::Month(M::ImportingBreak),
        measure: Measure::LogRow,
        given,
        run: run_take,
    })
}

fn run_take(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let lang = here.lang;
    let kind = kind_of(job);
    let path = office.dropped_path(given(&job.given, FILE))?;
    let period = job_month(office, job);
    let taking = Taking {
        accept_total: given(&job.given, FOOTER) == "take",
        is_dropped: true,
        // What was looked at is taken, or nothing.
        looked_at: Some(LookedAt {
            sha256: given(&job.given, SHA256).to_owned(),
            map_version: given(&job.given, MAP_VERSION).parse().unwrap_or_default(),
        }),
        ..Taking::default()
    };
    let report = watched(control, |work| match kind {
        FileKind::Register => office.import_register_watched(&path, taking, work),
        FileKind::Log => office.import_log_watched(&path, period, taking, work),
    })?;
    if report.known {
        return Ok(known(here, job, &report));
    }
    let mut lines = count_lines(lang, &report, kind);
    if kind == FileKind::Log {
        lines.extend(control_lines(office, lang, &report));
    }
    let sheet = DetailData {
        title: lang.kept_file_title().to_owned(),
        right: vec![Cell::plain(name_of(job))],
        lines,
        heads: fault_heads(kind),
        rows: fault_rows(lang, &report),
        peek: format!("SHA-256 {}", lang.hex_groups(&report.sha256)),
        record: taken_record(lang, job, &report),
        ..DetailData::default()
    };
    Ok(After {
        message: lang.told(&event_of(office, job, &report)),
        show: Some(Box::new(sheet)),
        then: Then::Fill(&DELETE_QUESTION),
        ..After::default()
    })
}

fn event_of(office: &Office, job: &Job, report: &Imported) -> Event {
    let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let faults = small(report.fault_count);
    let (read, accepted, duplicate) = (
        small(report.read),
        small(report.accepted),
        small(report.duplicate),
    );
    let sha256 = report.sha256.clone();
    let encoding = report.encoding;
    Event::Import(if given(&job.given, KIND) == REGISTER {
        ImportEvent::Register {
            file: 0,
            sha256,
            encoding,
            read,
            accepted,
            duplicate,
            rejected: faults,
        }
    } else {
        let sum = |months: &[(Period, u64)]| small(months.iter().map(|(_, rows)| rows).sum());
        ImportEvent::Log {
            period: job_month(office, job),
            file: 0,
            sha256,
            encoding,
            counts: LogCounts {
                read,
                accepted,
                duplicate,
                unreadable: faults,
                outside: sum(&report.outside),
                waiting: sum(&report.waiting),
            },
            footer_waived: report.footer.is_some_and(|footer| footer != report.read),
        }
    })
}

/// What stands after an import: nothing more can be done with the sheet.
fn taken_record(lang: Lang, job: &Job, report: &Imported) -> RowData {
    let done = || Some(lang.text(Text::Month(M::StateDone)).to_owned());
    RowData {
        moves: [Action::Write, Action::Open, Action::NextView]
            .map(|action| RowMove {
                action,
                label: None,
                cannot: done(),
            })
            .to_vec(),
        ..shown_record(job, report)
    }
}

/// The footer says another number than was read.
static FOOTER_QUESTION: FormSpec = FormSpec {
    title: Text::Month(M::FooterAnswer),
    place: Place::Drawer,
    prepare: prepare_footer,
    fields: &[Field {
        enter_writes: Some(Text::Month(M::TakeFile)),
        ..Field::new("answer", Text::Month(M::FooterAnswer), Kind::Choice).options(footer_answers)
    }],
    submit: answer_footer,
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::Month(M::TakeFile),
    ready: FormSpec::says_nothing,
};

fn prepare_footer(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let number = |name: &str| here.row.fact(name).parse().unwrap_or_default();
    let question = lang.footer_question(number(FOOTER), number(READ));
    Ok(Prepared {
        lines: vec![Line::at(2, Cell::plain(question)), Line::blank()],
        starts: vec![Start {
            field: "answer",
            value: "leave".to_owned(),
            is_suggested: true,
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

fn footer_answers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new("leave", lang.text(Text::Month(M::FooterRefuse))),
        Choice::new("take", lang.text(Text::Month(M::FooterTake))),
    ]
}

fn answer_footer(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    if filled.get("answer") == "take" {
        return Ok(take_job(&prepared.here, "take"));
    }
    Ok(Errand::Read(nothing, Vec::new()))
}

fn nothing(
    _office: &mut Office,
    _here: &Here,
    _given: &[(&'static str, String)],
) -> Result<After, AppError> {
    Ok(After::default())
}

/// Whether the plain file, now in the store, is deleted from the drop folder.
static DELETE_QUESTION: FormSpec = FormSpec {
    title: Text::Month(M::PlainFile),
    place: Place::Drawer,
    prepare: prepare_delete,
    fields: &[Field {
        enter_writes: Some(Text::ActTake),
        ..Field::new("answer", Text::Month(M::PlainFile), Kind::Choice).options(delete_answers)
    }],
    submit: answer_delete,
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::ActTake,
    ready: FormSpec::says_nothing,
};

fn prepare_delete(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let question = here
        .lang
        .delete_question(&shown(&dropped_name(here.row.fact(FILE))));
    Ok(Prepared {
        lines: vec![Line::at(2, Cell::plain(question)), Line::blank()],
        starts: vec![Start {
            field: "answer",
            value: "keep".to_owned(),
            is_suggested: true,
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

fn delete_answers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new("keep", lang.text(Text::Month(M::KeepFile))),
        Choice::new("delete", lang.text(Text::Month(M::DeleteFile))),
    ]
}

fn answer_delete(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let row = &prepared.here.row;
    let given = vec![
        ("answer", filled.get("answer").to_owned()),
        (FILE, row.fact(FILE).to_owned()),
        (SHA256, row.fact(SHA256).to_owned()),
    ];
    Ok(Errand::Read(delete, given))
}

fn delete(
    office: &mut Office,
    here: &Here,
    values: &[(&'static str, String)],
) -> Result<After, AppError> {
    let word = if given(values, "answer") == "delete" {
        office.remove_dropped(given(values, FILE), given(values, SHA256))?;
        M::FileDeleted
    } else {
        M::FileKept
    };
    Ok(After {
        message: here.lang.text(Text::Month(word)).to_owned(),
        then: Then::Home,
        ..After::default()
    })
}
