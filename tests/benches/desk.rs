//! What a month's work costs: reading a log, matching, drawing a sample, what is due, typing, and one cursor move.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement stops at the first surprise"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::layout::Size;
use tempfile::TempDir;

use irdesk::app::demo::{DemoOrder, logins, make, sit_down};
use irdesk::app::{
    Clock, Command, DueAsked, DuePlace, LinePlace, LinesAsked, Office, RegisterCommand, Taking,
    Work,
};
use irdesk::domain::calendar::Calendar;
use irdesk::domain::ids::{LogId, Period, RegisterNo};
use irdesk::domain::moment::Moment;
use irdesk::domain::people::Role;
use irdesk::domain::reconcile::{Group, LogLine, RegLine, Standing, match_group};
use irdesk::domain::sampling::{SeedText, draw};
use irdesk::import::{LogFile, Mapping};
use irdesk::locale::Lang;
use irdesk::tui::backend::{DeskBackend, Palette};
use irdesk::tui::keys::{Decoder, HOLD_MS};
use irdesk::tui::trial::Desk;
use irdesk::tui::view;

const LOG_ROWS: u32 = 100_000;
const GROUPS: u32 = 100_000;
const POPULATION: u32 = 1_000_000;
const TYPED: usize = 5_000;
const HELD: u32 = 200_000;
/// Entries of the trail that is verified.
const ENTRIES: u64 = 5_000;
/// 115/11/23(一) 09:42 in the office, so that 11510 is the month that waits.
const NOW: Moment = Moment(1_795_398_120_000);

/// A log as it is downloaded: UTF-8 with a mark, one header, made-up people.
fn log() -> Vec<u8> {
    let header = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果";
    let mut text = format!("\u{feff}{header}\r\n");
    for row in 0..LOG_ROWS {
        let (account, day, subject) = (row % 60, row % 31 + 1, row % 10_000_000);
        let (hour, minute, second) = (8 + row % 9, row / 9 % 60, row / 540 % 60);
        writeln!(
            text,
            "kcgsoc{account:04},11510{day:02},{hour:02}{minute:02}{second:02},LI01,Z8{subject:08},\
             1150{row:07} 單親家庭子女生活補助 SOC-11510-{serial:04},查無資料\r",
            serial = row % 10_000,
        )
        .unwrap();
    }
    text.into_bytes()
}

fn import(criterion: &mut Criterion) {
    let bytes = log();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(LOG_ROWS)));
    group.bench_function("a log of 100,000 rows, opened and read", |bench| {
        bench.iter(|| {
            let mut file: LogFile<_> =
                LogFile::open(Cursor::new(bytes.as_slice()), &Mapping::default()).unwrap();
            let read = file.rows().unwrap().map(Result::unwrap);
            let readable = read.filter(|row| row.outcome.is_ok()).count();
            assert_eq!(readable, usize::try_from(LOG_ROWS).unwrap());
        });
    });
    group.finish();
}

/// Groups of three log rows and two registrations: a pair by day, its retry, and a pair for a person to look at.
fn groups() -> Vec<(Vec<LogLine>, Vec<RegLine>)> {
    let period = Period::new(2026, 10).unwrap();
    let of_month = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let line = |seq, day, secs| LogLine {
        id: LogId { period, seq },
        standing: Standing::OfMonth,
        day: of_month(day),
        secs,
        case_key: None,
        number: None,
        texts: Default::default(),
    };
    let registration = |serial: u32, day, secs| RegLine {
        number: format!("SOC-11510-{serial:06}"),
        version: 1,
        day: of_month(day),
        secs: Some(secs),
        case_key: None,
        registered_at: None,
    };
    (0..GROUPS)
        .map(|group| {
            let (seq, secs) = (group * 3 + 1, 30_000 + group % 20_000);
            let log = vec![
                line(seq, 5, secs),
                line(seq + 1, 5, secs + 60),
                line(seq + 2, 14, secs),
            ];
            let serial = group * 2 + 1;
            let register = vec![
                registration(serial, 5, secs + 10),
                registration(serial + 1, 15, secs),
            ];
            (log, register)
        })
        .collect()
}

fn reconcile(criterion: &mut Criterion) {
    let (groups, calendar) = (groups(), Calendar::embedded());
    let mut group = criterion.benchmark_group("reconcile");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(GROUPS)));
    group.bench_function(
        "100,000 groups of three rows and two registrations",
        |bench| {
            bench.iter(|| {
                let found = groups.iter().map(|(log, register)| {
                    let group = Group {
                        log,
                        register,
                        decisions: &[],
                    };
                    match_group(group, &calendar).len()
                });
                assert_eq!(found.sum::<usize>(), groups.len() * 3);
            });
        },
    );
    group.finish();
}

fn sample(criterion: &mut Criterion) {
    let seed = SeedText {
        agency: "SOC".to_owned(),
        period: "2026-10".to_owned(),
        rows: POPULATION,
        population: [1; 32],
        chain: [2; 32],
        pledge: None,
        public_draw: None,
    };
    let mut group = criterion.benchmark_group("sample");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(POPULATION)));
    group.bench_function("the base sample of 1,000,000 rows", |bench| {
        bench.iter(|| assert_eq!(draw(black_box(&seed)).len(), 30_000));
    });
    group.finish();
}

fn keys(criterion: &mut Criterion) {
    let typed: String = "查abc1".chars().cycle().take(TYPED).collect();
    let mut group = criterion.benchmark_group("keys");
    group.throughput(Throughput::Elements(u64::try_from(TYPED).unwrap()));
    group.bench_function("5,000 characters in one read", |bench| {
        bench.iter_batched_ref(
            || Decoder::new(HOLD_MS),
            |decoder| assert_eq!(decoder.feed(typed.as_bytes(), 0).len(), TYPED),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// A demo store of so many rows.
fn demo(rows: u32) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let order = DemoOrder {
        dir: dir.path(),
        rows,
        now: NOW,
    };
    make(order, &mut |_count| {}).unwrap();
    dir
}

/// One store of 100,000 registrations and log rows for whatever only reads it.
fn large() -> &'static Path {
    static LARGE: OnceLock<TempDir> = OnceLock::new();
    LARGE.get_or_init(|| demo(LOG_ROWS)).path()
}

fn sit(dir: &Path, role: Role) -> Office {
    let people = logins(dir).unwrap();
    let person = people.iter().find(|person| person.role == role).unwrap();
    sit_down(dir, person, Clock::Fixed(NOW)).unwrap()
}

fn october() -> Period {
    Period::new(2026, 10).unwrap()
}

/// A copy of a store that nobody has open.
fn copied(from: &Path) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    dir
}

fn store_import(criterion: &mut Criterion) {
    let (log, empty) = (large().join("in/WebIR-11510.csv"), demo(0));
    let mut group = criterion.benchmark_group("store");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(LOG_ROWS)));
    group.bench_function("import of a log of 100,000 rows", |bench| {
        bench.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _time in 0..times {
                let dir = copied(empty.path());
                let mut manager = sit(dir.path(), Role::Manager);
                let begun = Instant::now();
                let taken = manager.import_log(&log, october(), Taking::default());
                spent += begun.elapsed();
                assert_eq!(taken.unwrap().accepted, u64::from(LOG_ROWS));
            }
            spent
        });
    });
    group.bench_function(
        "reconcile 100,000 rows with as many registrations",
        |bench| {
            let mut manager = sit(large(), Role::Manager);
            bench.iter(|| {
                let found = manager.reconcile(october()).unwrap();
                assert_eq!(found.counts.log_rows, LOG_ROWS);
            });
        },
    );
    group.finish();
}

fn pages(criterion: &mut Criterion) {
    let mut manager = sit(large(), Role::Manager);
    let mut group = criterion.benchmark_group("pages");
    let all = LinesAsked::default();
    let middle: RegisterNo = "SOC-11510-50000".parse().unwrap();
    let place = LinePlace::From(middle);
    group.bench_function("50 lines out of the middle of 100,000", |bench| {
        bench.iter(|| assert_eq!(manager.lines(&all, &place, 50).unwrap().rows.len(), 50));
    });
    for (name, text) in [
        ("the first 50 of a search for two characters", "低收"),
        ("the first 50 of a search for one character", "低"),
        ("the first 50 of whatever begins with 115", "115"),
    ] {
        let search = LinesAsked {
            search: text.to_owned(),
            ..LinesAsked::default()
        };
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let page = manager.lines(&search, &LinePlace::Top, 50).unwrap();
                assert_eq!(page.rows.len(), 50);
            });
        });
    }
    group.finish();
}

/// A register from before, each line of which was printed and filed: as many held items, due over fourteen months.
fn printed(dir: &Path) -> PathBuf {
    let head = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處";
    let mut text = format!("{head}\r\n");
    let first = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap();
    for row in 0..HELD {
        let day = first + Days::new(u64::from(row * 7 % 410));
        let (year, month, date) = (day.year() - 1911, day.month(), day.day());
        writeln!(
            text,
            "SOC-{year}{month:02}-{serial},kcgsoc01{account:02},王,{year}{month:02}{date:02},\
             {hour:02}{minute:02}00,LI01,Z8{row:08},1150{row:07},低收入戶審查,SOC-0{basis},\
             查有資料,列印1份,附卷\r",
            serial = 100_000 + row,
            account = row % 12 + 1,
            hour = 8 + row % 9,
            minute = row / 9 % 60,
            basis = row % 8 + 1,
        )
        .unwrap();
    }
    let path = dir.join("in/printed.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn due(criterion: &mut Criterion) {
    let dir = demo(60);
    let mut manager = sit(dir.path(), Role::Manager);
    let path = printed(dir.path());
    let taken = manager.import_register(&path, Taking::default()).unwrap();
    assert_eq!(taken.accepted, u64::from(HELD));
    let user = sit(dir.path(), Role::User);
    let mut group = criterion.benchmark_group("due");
    group.sample_size(20);
    group.bench_function("today of a manager, 200,000 items held", |bench| {
        bench.iter(|| assert!(manager.agenda().unwrap().unlisted.overdue > 0));
    });
    group.bench_function("today of a user with a twelfth of them", |bench| {
        bench.iter(|| assert!(!user.agenda().unwrap().dues.is_empty()));
    });
    let asked = DueAsked::default();
    group.bench_function(
        "the first 50 of them, with their counts and weeks",
        |bench| {
            bench.iter(|| {
                let page = manager.due_page(&asked, &DuePlace::Top, 50).unwrap();
                assert_eq!(page.lines.len(), 50);
                manager.due_counts().unwrap();
                assert_eq!(manager.due_weeks(8).unwrap().len(), 8);
            });
        },
    );
    let mut keeper = sit(dir.path(), Role::Keeper);
    let official = std::fs::read_to_string("tests/fixtures/samples/calendar-115.csv").unwrap();
    let mut is_worked = false;
    group.sample_size(10);
    group.bench_function("a revised calendar counts them all anew", |bench| {
        bench.iter(|| {
            is_worked = !is_worked;
            let text = if is_worked {
                official.replace("20261224,四,0,", "20261224,四,2,調整放假")
            } else {
                official.clone()
            };
            let path = dir.path().join("in/calendar.csv");
            std::fs::write(&path, text).unwrap();
            let taken = keeper.import_calendar(&path, &Taking::default(), Work::unwatched());
            assert!(!taken.unwrap().is_known);
        });
    });
    group.finish();
}

fn verify(criterion: &mut Criterion) {
    let dir = demo(60);
    let mut manager = sit(dir.path(), Role::Manager);
    let no: RegisterNo = "SOC-11510-0001".parse().unwrap();
    for _entry in 0..ENTRIES {
        let reveal = RegisterCommand::Reveal { no: no.clone() };
        manager.execute(Command::Register(reveal)).unwrap();
    }
    let entries = manager.head().unwrap().seq;
    let mut group = criterion.benchmark_group("verify");
    group.sample_size(10);
    group.throughput(Throughput::Elements(entries));
    group.bench_function("a trail of 5,000 entries, its rows and pages", |bench| {
        bench.iter(|| {
            let found = manager.verify(None, |_done| {}).unwrap();
            assert!(found.ok && found.entries == entries);
        });
    });
    group.finish();
}

/// A desk over a demo store that is its own.
fn desk(role: Role) -> Desk {
    let dir = demo(412);
    let office = sit(dir.path(), role);
    Desk::over(office, dir, Lang::ZhTw)
}

fn form_keys(criterion: &mut Criterion) {
    let mut desk = desk(Role::User);
    desk.press("F3 Ins");
    criterion.bench_function(
        "form/a character typed and erased, drawn each time",
        |bench| {
            bench.iter(|| {
                desk.press("1 Backspace");
            });
        },
    );
}

type Line = Terminal<DeskBackend<Vec<u8>>>;

fn frame(terminal: &mut Line, desk: &Desk) -> usize {
    terminal.backend_mut().out_mut().clear();
    terminal
        .draw(|frame| view::view(&desk.model, frame))
        .unwrap();
    terminal.backend().out().len()
}

#[expect(
    clippy::print_stderr,
    reason = "bytes are a figure that criterion has no place for"
)]
fn cursor_move(criterion: &mut Criterion) {
    let size = Size {
        width: 80,
        height: 24,
    };
    let backend = DeskBackend::new(Vec::new(), size, Palette::Sixteen);
    let mut terminal = Terminal::new(backend).unwrap();
    let mut desk = desk(Role::Manager);
    desk.press("F3");
    let first = frame(&mut terminal, &desk);
    let most = (1..15).map(|_row| frame(&mut terminal, desk.press("Down")));
    eprintln!(
        "screen: {first} bytes for the register's first frame, {} at most for a cursor move",
        most.max().unwrap_or_default()
    );
    let mut is_down = false;
    criterion.bench_function("screen/a cursor move in the register", |bench| {
        bench.iter(|| {
            is_down = !is_down;
            frame(
                &mut terminal,
                desk.press(if is_down { "Down" } else { "Up" }),
            )
        });
    });
}

criterion_group!(
    benches,
    import,
    reconcile,
    sample,
    keys,
    store_import,
    pages,
    due,
    verify,
    form_keys,
    cursor_move
);
criterion_main!(benches);
