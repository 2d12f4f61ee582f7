//! No page of a list reads a whole table or a whole month: the statements of every list are watched on a month of some
//! thousand rows.

use crate::app::trial::{Trial, october};
use crate::app::{
    EntryFilter, LinePlace, LinesAsked, Office, PageFrom, RowPlace, ShownResult, WalkCommand,
};
use crate::domain::monthly_check::Compared;
use crate::domain::query::QueryResult;

const ROWS: u32 = 3000;
/// A page of some twenty rows, each read out of its table, takes two thousand.
const STEPS: i32 = 6000;
const PAGE: usize = 17;

type Read = fn(&mut Office);

const EVERYBODY: &[(&str, Read)] = &[
    ("today", |office| drop(office.agenda().unwrap())),
    ("badges", |office| {
        office.badges().unwrap();
    }),
    ("the trail's end", |office| {
        entries(office, &EntryFilter::default(), PageFrom::Down(u64::MAX));
    }),
    ("the trail's beginning", |office| {
        entries(office, &EntryFilter::default(), PageFrom::Up(0));
    }),
    ("a person's entries", |office| {
        let filter = EntryFilter {
            person: Some("manager".to_owned()),
            action: Some("check.frozen/1".to_owned()),
            record: Some("11510".to_owned()),
            ..EntryFilter::default()
        };
        entries(office, &filter, PageFrom::Down(u64::MAX));
    }),
    ("what the trail knows", |office| {
        drop(office.actions_and_people().unwrap());
    }),
    ("lines", |office| {
        let middle = "SOC-11510-1500".parse().unwrap();
        for place in [LinePlace::Top, LinePlace::Bottom, LinePlace::From(middle)] {
            for asked in asked() {
                office.lines(&asked, &place, 17).unwrap();
            }
        }
    }),
    ("lines as they are listed", |office| {
        office.list_register(Some(october()), 20).unwrap();
        office.list_register(None, 20).unwrap();
    }),
];

const CHECKING: &[(&str, Read)] = &[
    ("months", |office| drop(office.log_months().unwrap())),
    ("a month", |office| {
        drop(office.month_view(october()).unwrap());
    }),
    ("a month's standing", |office| {
        office.standing_of(october()).unwrap();
    }),
    ("proposals", |office| {
        office.proposals(october(), &RowPlace::Top, PAGE).unwrap();
        office
            .proposals(october(), &RowPlace::Bottom, PAGE)
            .unwrap();
    }),
    ("rows without a registration", |office| {
        office.left_over(october(), &RowPlace::Top, PAGE).unwrap();
        office
            .left_over(october(), &RowPlace::Bottom, PAGE)
            .unwrap();
    }),
    ("registrations without a row", |office| {
        office
            .not_performed(october(), &LinePlace::Top, PAGE)
            .unwrap();
        office
            .not_performed(october(), &LinePlace::Bottom, PAGE)
            .unwrap();
    }),
    ("drawn rows", |office| {
        office.walk_progress(october()).unwrap();
        office.next_open(october(), 1).unwrap();
        office.drawn_page(october(), 50, 17).unwrap();
        let row = office.drawn_page(october(), 1, 1).unwrap().rows.remove(0);
        office.around(&row).unwrap();
    }),
    ("rows of the log as they are listed", |office| {
        office.list_log(Some(october()), 20).unwrap();
        office.list_log(None, 20).unwrap();
    }),
];

fn entries(office: &mut Office, filter: &EntryFilter, from: PageFrom) {
    office.entries(filter, from, PAGE).unwrap();
}

/// What is searched and filtered for.
fn asked() -> Vec<LinesAsked> {
    let all = LinesAsked::default;
    let found = ShownResult::Answered(QueryResult::Found);
    let mut asked: Vec<LinesAsked> = [
        "1",
        "115",
        "11500001500",
        "kc",
        "LI01",
        "低",
        "低收",
        "A11 審查",
    ]
    .into_iter()
    .map(|text| LinesAsked {
        search: text.to_owned(),
        ..all()
    })
    .collect();
    asked.extend([
        all(),
        LinesAsked {
            months: Some((october(), october())),
            result: Some(found),
            ..all()
        },
        LinesAsked {
            result: Some(ShownResult::Pending),
            search: "115".to_owned(),
            ..all()
        },
    ]);
    asked
}

#[track_caller]
fn check(office: &mut Office, reads: &[(&str, Read)]) {
    let who = office.me.login.to_string();
    let watched = office.store.watch();
    for (name, read) in reads {
        read(office);
        for ran in watched.take() {
            // A count goes as far as its limit and no further, whatever the month.
            let is_count = ran.sql.starts_with("select count(*) from (select 1 ");
            assert!(is_count || ran.steps < STEPS, "{who}, {name}: {ran:?}");
            let whole = office.store.whole_tables(&ran.sql);
            assert!(whole.is_empty(), "{who}, {name}: {whole:?} of {}", ran.sql);
        }
        watched.take();
    }
}

#[test]
fn no_page_of_a_list_reads_a_whole_month() {
    let trial = Trial::with(&["manager", "checker", "user"]);
    // Every third row stands alone, and so does its registration.
    let alone = |row: u32, line: String| match row % 3 {
        0 => line.replace("LI01", "LP11"),
        _ => line,
    };
    let mut checker = trial.drawn_month(ROWS, alone);
    let mut manager = trial.sit("manager");
    check(&mut manager, EVERYBODY);
    check(&mut manager, CHECKING);
    check(&mut trial.sit("user"), EVERYBODY);
    let start = WalkCommand::Start {
        period: october(),
        compared: Compared::RegisterAndCase,
    };
    checker.execute(start.into()).unwrap();
    check(&mut checker, EVERYBODY);
    check(&mut checker, CHECKING);
}
