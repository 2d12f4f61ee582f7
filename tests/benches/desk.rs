//! What a month's work costs: reading a log, matching, drawing a sample, typing, and one cursor move.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement stops at the first surprise"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Cursor;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::style::{Modifier, Style};

use irdesk::domain::calendar::Calendar;
use irdesk::domain::ids::{LogId, Period};
use irdesk::domain::reconcile::{Group, LogLine, RegLine, Standing, match_group};
use irdesk::domain::sampling::{SeedText, draw};
use irdesk::import::{LogFile, Mapping};
use irdesk::tui::backend::{DeskBackend, Palette};
use irdesk::tui::keys::{Decoder, HOLD_MS};

const LOG_ROWS: u32 = 100_000;
const GROUPS: u32 = 100_000;
const POPULATION: u32 = 1_000_000;
const TYPED: usize = 5_000;
const SCREEN: &str = include_str!("../it/fixtures/register-list.txt");

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

/// The register's list with one of its fifteen rows selected.
fn register(buffer: &mut Buffer, selected: u16) -> Position {
    for (row, line) in (0_u16..).zip(SCREEN.lines()) {
        let is_row = (5..20).contains(&row);
        let text: String = line.trim_end().chars().skip(usize::from(is_row)).collect();
        if row == selected + 5 {
            let bold = Style::new().add_modifier(Modifier::BOLD);
            buffer.set_string(0, row, format!(">{text}"), bold);
        } else if is_row {
            buffer.set_string(1, row, text, Style::new());
        } else {
            buffer.set_string(0, row, text, Style::new());
        }
    }
    Position {
        x: 2,
        y: selected + 5,
    }
}

fn frame(terminal: &mut Terminal<DeskBackend<Vec<u8>>>, selected: u16) -> usize {
    terminal.backend_mut().out_mut().clear();
    terminal
        .draw(|frame| {
            let cursor = register(frame.buffer_mut(), selected);
            frame.set_cursor_position(cursor);
        })
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
    let first = frame(&mut terminal, 0);
    let most = (1..15).map(|selected| frame(&mut terminal, selected)).max();
    eprintln!(
        "screen: {first} bytes for the register's first frame, {} at most for a cursor move",
        most.unwrap_or_default()
    );
    let mut selected = 0;
    criterion.bench_function("screen/a cursor move in the register", |bench| {
        bench.iter(|| {
            selected = (selected + 1) % 15;
            frame(&mut terminal, selected)
        });
    });
}

criterion_group!(benches, import, reconcile, sample, keys, cursor_move);
criterion_main!(benches);
