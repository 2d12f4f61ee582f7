//! 辦公日曆: the keeper sees where each year's days come from, takes a revised year from the drop folder, and declares
//! days on which the office was stopped.

use chrono::Datelike;

use crate::app::{CalendarTaken, StopDay, Taking, Work, YearInForce, dropped_name};
use crate::domain::ids::Period;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::shown::shown;
use crate::locale::DueText as D;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Count, Done, Errand, Job, JobControl, Office, given};
use crate::tui::form::read::{day_of, free_text};
use crate::tui::form::spec::{Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Offer, PageSpec, Then, ViewSpec};

const KEEPER: &[Role] = &[Role::Keeper];
const FILE: &str = "file";
const DAY: &str = "day";
const REASON: &str = "reason";
/// Changed days that a preview lists.
const MOST_DAYS: usize = 6;

fn label(lang: Lang, word: D) -> &'static str {
    lang.text(Text::Due(word))
}

pub(super) static CALENDARS: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::Due(D::Calendars),
    help: Text::Due(D::CalendarsHelp),
    views: &[ViewSpec {
        title: Text::Due(D::Calendars),
        layout: Layout::List,
        load: load_years,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&YEAR)),
        Offer::page(
            Action::New,
            Text::Due(D::ImportCalendar),
            Does::GoTo(to_files),
        )
        .only(KEEPER),
        Offer::page(Action::StopDays, Text::ActStopDays, Does::GoTo(to_stops)).only(KEEPER),
    ],
};

fn to_files(_here: &Here) -> Option<crate::tui::pane::Target> {
    Some(crate::tui::pane::Target {
        page: &FILES,
        about: String::new(),
        view: 0,
    })
}

fn to_stops(_here: &Here) -> Option<crate::tui::pane::Target> {
    Some(crate::tui::pane::Target {
        page: &STOPS,
        about: String::new(),
        view: 0,
    })
}

static YEAR_HEADS: &[Head] = &[
    Head::new(Text::Due(D::Year), 4).right(),
    Head::new(Text::Due(D::DaysOff), 8).right(),
    Head::new(Text::Due(D::Source), 34).widths([34, 50, 30]),
    Head::new(Text::Due(D::Version), 8),
    Head::new(Text::Due(D::ImportedAt), 15),
];

fn load_years(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let known = office.calendar_years()?;
    let today = office.now().day();
    let month = Period::of(today).unwrap_or_default();
    let mut rows: Vec<RowData> = known
        .iter()
        .map(|year| year_row(lang, year, month))
        .collect();
    // This year and the next are wanted; a year without data is said to be one.
    for year in [today.year(), today.year().saturating_add(1)] {
        if !known.iter().any(|known| known.year == year) {
            rows.push(RowData {
                key: year.to_string(),
                cells: vec![
                    Cell::plain(lang.roc_year(year)),
                    Cell::default(),
                    Cell::toned(label(lang, D::NoCalendar), Tone::Warn),
                ],
                peek: lang.calendar_missing(year),
                ..RowData::default()
            });
        }
    }
    rows.sort_by(|one, other| other.key.cmp(&one.key));
    Ok(PaneData::Table(Box::new(TableData {
        title: label(lang, D::Calendars).to_owned(),
        measure: Some(Measure::Record),
        heads: YEAR_HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        ..TableData::default()
    })))
}

fn year_row(lang: Lang, year: &YearInForce, month: Period) -> RowData {
    let file = year.file.as_ref();
    RowData {
        key: year.year.to_string(),
        cells: vec![
            Cell::plain(lang.roc_year(year.year)),
            Cell::plain(year.days_off.to_string()),
            match file {
                Some(file) => Cell::plain(shown(&file.name).into_owned()),
                None => Cell::toned(label(lang, D::CameWithProgram), Tone::Dim),
            },
            Cell::plain(file.map_or_else(String::new, |file| lang.version(file.version))),
            Cell::plain(file.map_or_else(String::new, |file| lang.list_minute(file.at, month))),
        ],
        peek: file.map_or_else(String::new, |file| {
            format!("{}  SHA-256 {}", file.by, lang.hex_groups(&file.sha256))
        }),
        ..RowData::default()
    }
}

/// A year: its versions, then its days off.
static YEAR: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::Due(D::Calendars),
    help: Text::Due(D::CalendarsHelp),
    views: &[ViewSpec {
        title: Text::Due(D::Calendars),
        layout: Layout::Sheet,
        load: load_year,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[],
};

static DAY_HEADS: &[Head] = &[
    Head::new(Text::Due(D::Date), 14),
    Head::new(Text::Due(D::StopState), 12),
    Head::new(Text::Due(D::NameOfDay), 40),
];

fn load_year(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let year: i32 = asked.about.parse().unwrap_or_default();
    let versions = office.calendar_versions(year)?;
    let stops = office.stop_days()?;
    let calendar = office.calendar();
    let first = chrono::NaiveDate::from_yo_opt(year, 1).unwrap_or_default();
    let mut lines: Vec<Line> = versions
        .iter()
        .map(|row| {
            Line::field(lang.version(row.version), shown(&row.name).into_owned()).note(format!(
                "{} {}",
                row.by,
                lang.moment(row.at)
            ))
        })
        .collect();
    if versions.is_empty() {
        let word = if calendar.has_year(year) {
            D::CameWithProgram
        } else {
            D::NoCalendar
        };
        lines.push(Line::field(label(lang, D::Source), label(lang, word)));
    }
    lines.push(Line::blank());
    let is_week_end = |day: &chrono::NaiveDate| day.weekday().num_days_from_monday() > 4;
    let rows = first
        .iter_days()
        .take_while(|day| day.year() == year && calendar.has_year(year))
        .filter(|day| calendar.is_working(*day) == is_week_end(day))
        .map(|day| {
            let is_stopped = |stop: &&StopDay| stop.day == day && stop.is_stopped;
            let stop = stops.iter().find(is_stopped);
            let named = versions.first().map_or("", |row| row.days.remark(day));
            let word = match stop {
                Some(_) => D::Stopped,
                None if calendar.is_working(day) => D::MakeUpDay,
                None => D::Holiday,
            };
            RowData {
                key: day.to_string(),
                cells: vec![
                    Cell::plain(lang.day(day)),
                    Cell::plain(label(lang, word)),
                    Cell::plain(stop.map_or(named, |stop| &stop.reason)),
                ],
                ..RowData::default()
            }
        })
        .collect();
    Ok(PaneData::Detail(Box::new(DetailData {
        title: lang.calendar_title(year),
        lines,
        heads: DAY_HEADS,
        rows,
        record: RowData {
            key: asked.about.clone(),
            ..RowData::default()
        },
        ..DetailData::default()
    })))
}

/// Files of the drop folder.
static FILES: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::Due(D::CalendarFiles),
    help: Text::Due(D::CalendarFilesHelp),
    views: &[ViewSpec {
        title: Text::Due(D::CalendarFiles),
        layout: Layout::List,
        load: load_files,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(
            Action::Open,
            Text::Month(crate::locale::MonthText::Preview),
            Does::Now(&PREVIEW),
        ),
        Offer::record(Action::Write, Text::Due(D::TakeCalendar), Does::Now(&TAKE)),
    ],
};

static FILE_HEADS: &[Head] = &[
    Head::new(Text::Month(crate::locale::MonthText::File), 40).widths([40, 56, 40]),
    Head::new(Text::Month(crate::locale::MonthText::Size), 14).right(),
    Head::new(Text::Month(crate::locale::MonthText::Changed), 15),
];

fn load_files(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let files = office.dropped_for("import.calendar")?;
    let month = Period::of(office.now().day()).unwrap_or_default();
    let preview_first = lang.text(Text::Month(crate::locale::MonthText::PreviewFirst));
    let rows = files
        .into_iter()
        .map(|file| RowData {
            cells: vec![
                Cell::plain(shown(&file.name).into_owned()),
                Cell::plain(group(file.bytes)),
                Cell::plain(lang.list_minute(file.changed_at, month)),
            ],
            moves: vec![RowMove {
                action: Action::Write,
                label: None,
                cannot: Some(preview_first.to_owned()),
            }],
            facts: vec![(FILE, file.key.clone())],
            key: file.key,
            ..RowData::default()
        })
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: label(lang, D::CalendarFiles).to_owned(),
        measure: Some(Measure::Record),
        heads: FILE_HEADS,
        rows,
        empty: vec![
            lang.text(Text::Month(crate::locale::MonthText::NoFiles))
                .to_owned(),
        ],
        peek: label(lang, D::CalendarWhole).to_owned(),
        ..TableData::default()
    })))
}

static PREVIEW: NowSpec = NowSpec {
    errand: |here| Ok(job(here, D::ReadingCalendar, run_preview)),
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
};

static TAKE: NowSpec = NowSpec {
    errand: |here| Ok(job(here, D::TakingCalendar, run_take)),
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
};

fn job(here: &Here, title: D, run: crate::tui::errand::JobFn) -> Errand {
    Errand::Job(Job {
        title: Text::Due(title),
        breaking: Text::Due(D::CalendarBreaks),
        measure: Measure::Record,
        given: vec![(FILE, here.row.fact(FILE).to_owned())],
        run,
    })
}

fn take(
    office: &mut Office,
    job: &Job,
    dry_run: bool,
    control: &JobControl<'_>,
) -> Result<CalendarTaken, AppError> {
    let tell = |done: u64, total: Option<u64>| (control.tell)(Count { done, total });
    let work = Work {
        stop: control.stop,
        tell: &tell,
    };
    let path = office.dropped_path(given(&job.given, FILE))?;
    let taking = Taking {
        dry_run,
        is_dropped: true,
        ..Taking::default()
    };
    office.import_calendar(&path, &taking, work)
}

fn run_preview(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let taken = take(office, job, true, control)?;
    Ok(After {
        show: Some(Box::new(preview_sheet(here.lang, job, &taken))),
        ..After::default()
    })
}

fn preview_sheet(lang: Lang, job: &Job, taken: &CalendarTaken) -> DetailData {
    let name = given(&job.given, FILE);
    let changed = if taken.changed.is_empty() {
        label(lang, D::NoChangedDays).to_owned()
    } else {
        lang.changed_days(&taken.changed, MOST_DAYS)
    };
    let known = label(lang, D::KnownCalendar);
    DetailData {
        title: lang.calendar_title(taken.year),
        right: vec![Cell::plain(shown(&dropped_name(name)).into_owned())],
        lines: vec![
            Line::field(label(lang, D::Encoding), taken.encoding.to_uppercase()),
            Line::field(label(lang, D::RowsRead), taken.rows.to_string()),
            Line::field(label(lang, D::DaysOff), taken.days_off.to_string()),
            Line::field(label(lang, D::Version), lang.version(taken.version)),
            Line::field(label(lang, D::ChangedDays), changed),
            Line::blank(),
            Line::words(if taken.is_known {
                known
            } else {
                label(lang, D::CalendarWhole)
            }),
        ],
        peek: format!("SHA-256 {}", lang.hex_groups(&taken.sha256)),
        record: RowData {
            key: name.to_owned(),
            facts: vec![(FILE, name.to_owned())],
            moves: vec![RowMove {
                action: Action::Write,
                label: None,
                cannot: taken.is_known.then(|| known.to_owned()),
            }],
            ..RowData::default()
        },
        ..DetailData::default()
    }
}

fn run_take(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let taken = take(office, job, false, control)?;
    let message = if taken.is_known {
        label(here.lang, D::KnownCalendar).to_owned()
    } else {
        here.lang
            .calendar_taken(taken.year, taken.rows, taken.version, taken.moved)
    };
    Ok(After {
        message,
        then: Then::Back,
        ..After::default()
    })
}

/// 停止上班日.
pub(super) static STOPS: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::Due(D::StopDays),
    help: Text::Due(D::StopDaysHelp),
    views: &[ViewSpec {
        title: Text::Due(D::StopDays),
        layout: Layout::List,
        load: load_stops,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(Action::New, Text::Due(D::DeclareStop), Does::Fill(&DECLARE)).only(KEEPER),
        Offer::record(
            Action::StepBack,
            Text::Due(D::WithdrawStop),
            Does::Fill(&WITHDRAW),
        )
        .only(KEEPER),
    ],
};

static STOP_HEADS: &[Head] = &[
    Head::new(Text::Due(D::StopDay), 14),
    Head::new(Text::Due(D::StopState), 8),
    Head::new(Text::Due(D::StopReason), 28).widths([28, 44, 28]),
    Head::new(Text::Due(D::DeclaredBy), 20).widths([20, 24, 0]),
];

fn load_stops(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let rows: Vec<RowData> = office
        .stop_days()?
        .iter()
        .map(|stop| {
            let (word, tone) = if stop.is_stopped {
                (D::Stopped, Tone::Plain)
            } else {
                (D::Withdrawn, Tone::Dim)
            };
            let cannot = (!stop.is_stopped).then(|| label(lang, D::AlreadyWithdrawn).to_owned());
            RowData {
                key: stop.day.to_string(),
                cells: vec![
                    Cell::plain(lang.day(stop.day)),
                    Cell::toned(label(lang, word), tone),
                    Cell::plain(stop.reason.clone()),
                    Cell::plain(format!("{} {}", stop.by, lang.month_day(stop.at.day()))),
                ],
                peek: stop.reason.clone(),
                moves: vec![RowMove {
                    action: Action::StepBack,
                    label: None,
                    cannot,
                }],
                ..RowData::default()
            }
        })
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: label(lang, D::StopDays).to_owned(),
        measure: Some(Measure::Record),
        heads: STOP_HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![label(lang, D::NoStops).to_owned()],
        ..TableData::default()
    })))
}

static DECLARE: FormSpec = FormSpec {
    title: Text::Due(D::DeclareStop),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            title: label(here.lang, D::DeclareStop).to_owned(),
            foot: signature(here),
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(DAY, Text::Due(D::StopDay), Kind::Day),
        Field::new(REASON, Text::Due(D::StopReason), Kind::Text),
    ],
    submit: |filled, _prepared| {
        let day = day_of(filled.get(DAY)).unwrap_or_default();
        let reason = free_text(filled.get(REASON));
        Ok(stop_job(day, reason, STOPPED))
    },
    after: stop_told,
    blames: stop_blames,
    write: Text::Due(D::DeclareStop),
    ready: FormSpec::says_nothing,
};

static WITHDRAW: FormSpec = FormSpec {
    title: Text::Due(D::WithdrawStop),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            title: label(here.lang, D::WithdrawStop).to_owned(),
            foot: signature(here),
            ..Prepared::of(here)
        })
    },
    fields: &[Field::new(REASON, Text::Due(D::WithdrawReason), Kind::Text)],
    submit,
    after: stop_told,
    blames: stop_blames,
    write: Text::Due(D::WithdrawStop),
    ready: FormSpec::says_nothing,
};

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let day: chrono::NaiveDate = prepared.here.row.key.parse().map_err(|_gone| FieldFault {
        field: REASON,
        sentence: prepared.lang().text(Text::NothingFound).to_owned(),
    })?;
    let reason = free_text(filled.get(REASON));
    Ok(stop_job(day, reason, ""))
}

/// Said of a day that is declared, not of one whose declaration is taken back.
const STOPPED: &str = "stopped";

/// A job: every deadline is counted anew.
fn stop_job(day: chrono::NaiveDate, reason: String, declared: &str) -> Errand {
    Errand::Job(Job {
        title: Text::Due(D::Recounting),
        breaking: Text::Due(D::CalendarBreaks),
        measure: Measure::Record,
        given: vec![
            (DAY, day.to_string()),
            (REASON, reason),
            (STOPPED, declared.to_owned()),
        ],
        run: run_stop,
    })
}

fn run_stop(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let tell = |done: u64, total: Option<u64>| (control.tell)(Count { done, total });
    let work = Work {
        stop: control.stop,
        tell: &tell,
    };
    let day = given(&job.given, DAY).parse().unwrap_or_default();
    let is_stopped = !given(&job.given, STOPPED).is_empty();
    let done = office.declare_stop(day, given(&job.given, REASON), is_stopped, work)?;
    Ok(After {
        message: here.lang.told(&done.event),
        ..After::default()
    })
}

fn signature(here: &Here) -> Vec<Line> {
    let signed = here.lang.signed_by(&here.me, here.me.roles);
    vec![
        Line::blank(),
        Line::field(here.lang.text(Text::Signature), signed),
    ]
}

/// The job says what came of it.
fn stop_told(_office: &mut Office, _done: &Done, _here: &Here) -> After {
    After::default()
}

fn stop_blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Form { .. }) => Some(REASON),
        _ => None,
    }
}
