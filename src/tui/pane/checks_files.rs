//! 抽查: files in. A file of the drop folder is picked, read and shown, and only then taken.

use super::checks::{MONTH, month_of, told};
use crate::app::{Imported, RowOutcome, Taking, Work};
use crate::domain::event::{Event, ImportEvent, LogCounts};
use crate::domain::file_fault::Column;
use crate::domain::ids::Period;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Count, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Offer, PageSpec, Then, ViewSpec};

const FILE: &str = "file";
const SHA256: &str = "sha256";
const KIND: &str = "kind";
const FOOTER: &str = "footer";
const READ: &str = "read";
const LOG: &str = "log";
const REGISTER: &str = "register";
/// Faulty rows that a preview shows; the command line lists them all.
const MOST_FAULTS: usize = 500;

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
];

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
            moves: vec![RowMove {
                action: Action::Write,
                label: None,
                cannot: Some(lang.text(Text::Month(M::PreviewFirst)).to_owned()),
            }],
            facts: vec![
                (MONTH, period.to_string()),
                (KIND, kind.to_owned()),
                (FILE, file.name.clone()),
            ],
            key: file.name,
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

fn file_title(lang: Lang, kind: &str, period: Period) -> String {
    if kind == REGISTER {
        return lang.text(Text::Month(M::RegisterFiles)).to_owned();
    }
    let title = lang.text(Text::Month(M::Files));
    format!("{title}  {}", lang.where_kept(period))
}

/// Reads the file and shows what an import would do.
static PREVIEW: NowSpec = NowSpec {
    errand: preview,
    after: told,
};

fn preview(here: &Here) -> Result<Errand, String> {
    Ok(Errand::Job(Job {
        title: Text::Month(M::Reading),
        breaking: Text::Month(M::ReadingBreak),
        measure: Measure::LogRow,
        given: facts_of(here),
        run: run_preview,
    }))
}

/// What a job needs to know of the file.
fn facts_of(here: &Here) -> Vec<(&'static str, String)> {
    vec![
        (FILE, here.row.fact(FILE).to_owned()),
        (KIND, here.row.fact(KIND).to_owned()),
        (MONTH, month_of(here).to_string()),
    ]
}

fn take(
    office: &mut Office,
    job: &Job,
    taking: Taking,
    control: &JobControl<'_>,
) -> Result<Imported, AppError> {
    let tell = |done: u64, total: Option<u64>| (control.tell)(Count { done, total });
    let work = Work {
        stop: control.stop,
        tell: &tell,
    };
    let path = office.dropped_path(given(&job.given, FILE))?;
    if given(&job.given, KIND) == REGISTER {
        office.import_register_watched(&path, taking, work)
    } else {
        let period = job_month(office, job);
        office.import_log_watched(&path, period, taking, work)
    }
}

fn job_month(office: &Office, job: &Job) -> Period {
    given(&job.given, MONTH)
        .parse()
        .unwrap_or_else(|_bad| office.month_to_check())
}

fn run_preview(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let taking = Taking {
        dry_run: true,
        accept_total: true,
        is_dropped: true,
    };
    let report = take(office, job, taking, control)?;
    if report.known {
        return Ok(known(here, job, &report));
    }
    let sheet = preview_sheet(office, here.lang, job, &report);
    Ok(After {
        show: Some(Box::new(sheet)),
        ..After::default()
    })
}

/// The very file is in the store: it may go.
fn known(here: &Here, job: &Job, report: &Imported) -> After {
    let lang = here.lang;
    After {
        message: lang.text(Text::Month(M::KnownFile)).to_owned(),
        show: Some(Box::new(DetailData {
            title: lang.kept_file_title().to_owned(),
            right: vec![Cell::plain(shown(given(&job.given, FILE)).into_owned())],
            lines: vec![Line::words(lang.text(Text::Month(M::KnownFile)))],
            record: taken_record(lang, job, report),
            ..DetailData::default()
        })),
        then: Then::Fill(&DELETE_QUESTION),
        ..After::default()
    }
}

static FAULT_HEADS: &[Head] = &[
    Head::new(Text::Month(M::Line), 6).right(),
    Head::new(Text::Month(M::Fault), 68),
];
static REJECTED_HEADS: &[Head] = &[
    Head::new(Text::Month(M::Line), 6).right(),
    Head::new(Text::Month(M::Rejected), 68),
];

fn preview_sheet(office: &Office, lang: Lang, job: &Job, report: &Imported) -> DetailData {
    let text = |word: M| lang.text(Text::Month(word));
    let kind = given(&job.given, KIND);
    let is_log = kind == LOG;
    let shape = &report.shape;
    let decoded = if shape.unknown_letters == 0 {
        text(M::AllDecoded).to_owned()
    } else {
        lang.unknown_letters(shape.unknown_letters)
    };
    let skipped = [
        shape.titles,
        shape.repeated_headers,
        shape.blanks,
        shape.notes,
    ];
    let mut lines = vec![
        Line::field(text(M::Encoding), report.encoding.to_uppercase()).note(decoded),
        Line::field(
            text(M::HeaderLine),
            lang.header_found(shape.header_line, skipped),
        ),
        heads_line(lang),
    ];
    lines.extend(shape.columns.iter().map(|seen| {
        let read = match (seen.column, shape.first_read) {
            (Column::Day, Some((day, _))) => format!("  {}", lang.read_as_day(day)),
            (Column::Time, Some((_, time))) => format!("  {}", lang.read_as_time(time)),
            _ => String::new(),
        };
        let first = format!("{}{read}", shown(&seen.first));
        Line::at(2, Cell::toned(lang.column(seen.column), Tone::Dim))
            .and(
                value_column(lang),
                Cell::plain(shown(&seen.name).into_owned()),
            )
            .and(first_column(lang), Cell::plain(first))
    }));
    lines.push(Line::blank());
    lines.extend(count_lines(lang, report, is_log));
    if is_log {
        lines.extend(control_lines(office, lang, report));
    }
    let faults = u64::try_from(report.faults.len()).unwrap_or(u64::MAX);
    let taken = report
        .accepted
        .saturating_add(if is_log { faults } else { 0 });
    DetailData {
        title: file_title(lang, kind, job_month(office, job)),
        right: vec![Cell::plain(shown(given(&job.given, FILE)).into_owned())],
        lines,
        heads: if is_log { FAULT_HEADS } else { REJECTED_HEADS },
        rows: fault_rows(lang, report),
        foot: Vec::new(),
        peek: lang.preview_peek(&report.sha256),
        record: preview_record(lang, job, report, taken),
    }
}

fn value_column(lang: Lang) -> u16 {
    match lang {
        Lang::ZhTw => 16,
        Lang::En => 18,
    }
}

fn first_column(lang: Lang) -> u16 {
    value_column(lang).saturating_add(14)
}

fn heads_line(lang: Lang) -> Line {
    let head = |word: M| Cell::toned(lang.text(Text::Month(word)), Tone::Dim);
    Line::at(2, head(M::Column))
        .and(value_column(lang), head(M::NameInFile))
        .and(first_column(lang), head(M::FirstContents))
}

fn count_lines(lang: Lang, report: &Imported, is_log: bool) -> Vec<Line> {
    let faults = u64::try_from(report.faults.len()).unwrap_or(u64::MAX);
    let counts = [report.read, report.accepted, report.duplicate, faults];
    let mut lines = vec![Line::at(2, Cell::plain(lang.import_counts(counts)))];
    if !is_log {
        return lines;
    }
    let differs = report.footer.is_some_and(|footer| footer != report.read);
    let tone = if differs { Tone::Bad } else { Tone::Plain };
    let footer = lang.footer_found(report.footer, report.read);
    lines.push(
        Line::at(2, Cell::toned(footer, tone))
            .and(30, Cell::plain(lang.outside_rows(&report.outside))),
    );
    if !report.waiting.is_empty() {
        let waiting = lang.waiting_rows(&report.waiting);
        lines.push(Line::at(2, Cell::toned(waiting, Tone::Warn)));
    }
    lines
}

fn control_lines(office: &Office, lang: Lang, report: &Imported) -> Vec<Line> {
    let days = report.days_without.len();
    let is_working = |day: &&chrono::NaiveDate| office.calendar().is_working(**day);
    let working: Vec<String> = report
        .days_without
        .iter()
        .filter(is_working)
        .map(|day| lang.month_day(*day))
        .collect();
    let mut lines = Vec::new();
    if days > 0 {
        lines.push(Line::at(
            2,
            Cell::plain(lang.days_without(days, working.len())),
        ));
    }
    if !working.is_empty() {
        let comma = lang.text(Text::ListComma);
        lines.push(Line::at(4, Cell::toned(working.join(comma), Tone::Warn)));
    }
    if !report.accounts_without.is_empty() {
        let accounts = lang.accounts_without(report.accounts_without.len());
        let comma = lang.text(Text::ListComma);
        let names = report.accounts_without.join(comma);
        lines.push(Line::at(2, Cell::plain(format!("{accounts}  {names}"))));
    }
    lines.push(Line::blank());
    lines
}

fn fault_rows(lang: Lang, report: &Imported) -> Vec<RowData> {
    let reason = |outcome: &RowOutcome| match outcome {
        RowOutcome::Fault(fault) => lang.row_reason(fault),
        RowOutcome::OtherContent(number) => lang.number_conflict(&number.to_string()),
    };
    let mut rows: Vec<RowData> = report
        .faults
        .iter()
        .take(MOST_FAULTS)
        .map(|(line, outcome)| RowData {
            key: line.to_string(),
            cells: vec![
                Cell::plain(group(*line)),
                Cell::plain(shown(&reason(outcome)).into_owned()),
            ],
            ..RowData::default()
        })
        .collect();
    let more = report.faults.len().saturating_sub(MOST_FAULTS);
    if more > 0 {
        rows.push(RowData {
            key: "more".to_owned(),
            cells: vec![Cell::default(), Cell::plain(lang.more_faults(more))],
            ..RowData::default()
        });
    }
    rows
}

fn preview_record(lang: Lang, job: &Job, report: &Imported, taken: u64) -> RowData {
    let is_log = given(&job.given, KIND) == LOG;
    let other = report
        .footer
        .filter(|footer| is_log && *footer != report.read);
    RowData {
        moves: vec![
            RowMove {
                action: Action::Write,
                label: Some(lang.import_rows(taken)),
                cannot: None,
            },
            RowMove {
                action: Action::Open,
                label: None,
                cannot: Some(lang.text(Text::Month(M::SheetIsOpen)).to_owned()),
            },
        ],
        facts: vec![
            (MONTH, given(&job.given, MONTH).to_owned()),
            (KIND, given(&job.given, KIND).to_owned()),
            (FILE, given(&job.given, FILE).to_owned()),
            (SHA256, report.sha256.clone()),
            (READ, report.read.to_string()),
            (
                FOOTER,
                other.map_or_else(String::new, |footer| footer.to_string()),
            ),
        ],
        key: given(&job.given, FILE).to_owned(),
        ..RowData::default()
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
    let taking = Taking {
        dry_run: false,
        accept_total: given(&job.given, FOOTER) == "take",
        is_dropped: true,
    };
    let report = take(office, job, taking, control)?;
    if report.known {
        return Ok(known(here, job, &report));
    }
    let is_log = given(&job.given, KIND) == LOG;
    let mut lines = count_lines(lang, &report, is_log);
    if is_log {
        lines.extend(control_lines(office, lang, &report));
    }
    let sheet = DetailData {
        title: lang.kept_file_title().to_owned(),
        right: vec![Cell::plain(shown(given(&job.given, FILE)).into_owned())],
        lines,
        heads: if is_log { FAULT_HEADS } else { REJECTED_HEADS },
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
    let faults = u32::try_from(report.faults.len()).unwrap_or(u32::MAX);
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
        moves: [Action::Write, Action::Open]
            .map(|action| RowMove {
                action,
                label: None,
                cannot: done(),
            })
            .to_vec(),
        ..preview_record(lang, job, report, 0)
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
    let question = here.lang.delete_question(&shown(here.row.fact(FILE)));
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
