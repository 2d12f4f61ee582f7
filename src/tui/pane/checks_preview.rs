//! 抽查: a file of the drop folder as it would be taken: its columns, its counts, the rows that cannot be read.

use super::checks::{MONTH, told};
use super::checks_columns;
use super::checks_files::{
    FILE, FOOTER, KIND, LOG, READ, SHA256, facts_of, file_title, job_month, known, name_of, watched,
};
use crate::app::{FileKind, Imported, Preview, RowOutcome};
use crate::domain::file_fault::Column;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{Cell, DetailData, Head, Line, RowData, RowMove, Tone};
use crate::tui::errand::{AppError, Errand, Job, JobControl, Office, given, worded};
use crate::tui::pane::{After, Here, NowSpec};

/// The version of the mapping by which the file was read.
pub(super) const MAP_VERSION: &str = "map_version";

/// Faulty rows that a preview shows; the command line lists more.
const MOST_FAULTS: usize = 500;

/// Reads the file and shows what an import would do.
pub(super) static PREVIEW: NowSpec = NowSpec {
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

pub(super) fn run_preview(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let path = office.dropped_path(given(&job.given, FILE))?;
    let period = job_month(office, job);
    let preview = watched(control, |work| match kind_of(job) {
        FileKind::Register => office.preview_register(&path, work),
        FileKind::Log => office.preview_log(&path, period, work),
    })?;
    if preview.report.known {
        return Ok(known(here, job, &preview.report));
    }
    let sheet = preview_sheet(office, here.lang, job, &preview);
    Ok(After {
        show: Some(Box::new(sheet)),
        ..After::default()
    })
}

pub(super) fn kind_of(job: &Job) -> FileKind {
    if given(&job.given, KIND) == LOG {
        FileKind::Log
    } else {
        FileKind::Register
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

pub(super) fn fault_heads(kind: FileKind) -> &'static [Head] {
    match kind {
        FileKind::Log => FAULT_HEADS,
        FileKind::Register => REJECTED_HEADS,
    }
}

fn preview_sheet(office: &Office, lang: Lang, job: &Job, preview: &Preview) -> DetailData {
    let report = &preview.report;
    let kind = kind_of(job);
    let mut lines = shape_lines(lang, report);
    if let Some(error) = &preview.refused {
        lines.push(Line::blank());
        let sentence = worded(lang, error);
        let sentence = shown(&sentence).into_owned();
        lines.push(Line::at(2, Cell::toned(sentence, Tone::Bad)));
    }
    // Without a header nothing was counted.
    if report.shape.missing.is_empty() {
        lines.push(Line::blank());
        lines.extend(count_lines(lang, report, kind));
        if kind == FileKind::Log {
            lines.extend(control_lines(office, lang, report));
        }
    }
    DetailData {
        title: file_title(lang, given(&job.given, KIND), job_month(office, job)),
        right: vec![Cell::plain(name_of(job))],
        lines,
        heads: fault_heads(kind),
        rows: fault_rows(lang, report),
        foot: Vec::new(),
        peek: lang.preview_peek(&report.sha256),
        record: preview_record(lang, job, preview),
    }
}

/// How the file was read: its encoding, its header, each column with its first contents.
fn shape_lines(lang: Lang, report: &Imported) -> Vec<Line> {
    let text = |word: M| lang.text(Text::Month(word));
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
    let missing = text(M::NotInFile);
    lines.extend(shape.missing.iter().map(|column| {
        Line::at(2, Cell::toned(lang.column(*column), Tone::Dim))
            .and(value_column(lang), Cell::toned(missing, Tone::Bad))
    }));
    lines
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

pub(super) fn count_lines(lang: Lang, report: &Imported, kind: FileKind) -> Vec<Line> {
    let counts = [
        report.read,
        report.accepted,
        report.duplicate,
        report.fault_count,
    ];
    let mut lines = vec![Line::at(2, Cell::plain(lang.import_counts(counts)))];
    if kind == FileKind::Register {
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

pub(super) fn control_lines(office: &Office, lang: Lang, report: &Imported) -> Vec<Line> {
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

pub(super) fn fault_rows(lang: Lang, report: &Imported) -> Vec<RowData> {
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
    let listed = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let more = report.fault_count.saturating_sub(listed);
    if more > 0 {
        rows.push(RowData {
            key: "more".to_owned(),
            cells: vec![Cell::default(), Cell::plain(lang.more_faults(more))],
            ..RowData::default()
        });
    }
    rows
}

/// The file as it was shown, with what can be done about it.
fn preview_record(lang: Lang, job: &Job, preview: &Preview) -> RowData {
    let report = &preview.report;
    let unreadable = match kind_of(job) {
        FileKind::Log => report.fault_count,
        FileKind::Register => 0,
    };
    let taken = report.accepted.saturating_add(unreadable);
    let cannot = preview.refused.as_ref().map(|error| match error {
        AppError::File(_) => lang.text(Text::Month(M::MapFirst)).to_owned(),
        _ => lang.text(Text::Month(M::NoRowTaken)).to_owned(),
    });
    RowData {
        moves: vec![
            RowMove {
                action: Action::Write,
                label: Some(lang.import_rows(taken)),
                cannot,
            },
            RowMove {
                action: Action::Open,
                label: None,
                cannot: Some(lang.text(Text::Month(M::SheetIsOpen)).to_owned()),
            },
        ],
        ..shown_record(job, report)
    }
}

/// What later deeds need to know of the file that is shown.
pub(super) fn shown_record(job: &Job, report: &Imported) -> RowData {
    let is_log = kind_of(job) == FileKind::Log;
    let other = report
        .footer
        .filter(|footer| is_log && *footer != report.read);
    let mut facts = vec![
        (MONTH, given(&job.given, MONTH).to_owned()),
        (KIND, given(&job.given, KIND).to_owned()),
        (FILE, given(&job.given, FILE).to_owned()),
        (SHA256, report.sha256.clone()),
        (READ, report.read.to_string()),
        (
            FOOTER,
            other.map_or_else(String::new, |footer| footer.to_string()),
        ),
        (MAP_VERSION, report.shape.map_version.to_string()),
    ];
    facts.extend(checks_columns::facts(&report.shape));
    RowData {
        facts,
        key: given(&job.given, FILE).to_owned(),
        ..RowData::default()
    }
}
