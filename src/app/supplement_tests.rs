//! Rows that come after the freeze are a population of their own, and nil months are signed.

use crate::app::trial::{Trial, october};
use crate::app::{AtTheDraw, Office, Taking, WalkCommand};
use crate::domain::ids::Period;
use crate::domain::monthly_check::{Compared, Judgement, Step};

const HEAD: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n";

fn import(trial: &Trial, name: &str, rows: std::ops::Range<u32>) -> Office {
    let mut manager = trial.sit("manager");
    let lines: Vec<String> = rows
        .map(|row| {
            let (minute, serial) = (row % 60, 10_000_000 + row);
            format!("kcgsoc0101,1151005,09{minute:02}00,LI01,A1{serial},115000{row:05}31,低收入戶審查,查有資料\n")
        })
        .collect();
    let path = trial.dir.path().join(name);
    std::fs::write(&path, HEAD.to_owned() + &lines.concat()).unwrap();
    manager
        .import_log(&path, october(), Taking::default())
        .unwrap();
    manager
}

fn frozen_and_drawn(trial: &Trial, manager: &mut Office, period: Period) -> Office {
    manager.reconcile(period).unwrap();
    manager.freeze(period, None, None).unwrap();
    let mut checker = trial.sit("checker");
    checker.draw(period, &AtTheDraw::default()).unwrap();
    checker
}

#[test]
fn rows_that_come_after_the_freeze_are_drawn_and_walked_on_their_own() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = import(&trial, "first.csv", 1..30);
    frozen_and_drawn(&trial, &mut manager, october());
    let mut manager = import(&trial, "late.csv", 20..42);
    let late = october().with_supplement(1);
    assert_eq!(manager.month_view(october()).unwrap().waiting, 12);
    assert_eq!(manager.month_view(october()).unwrap().rows, 29);
    let view = manager.month_view(late).unwrap();
    assert_eq!((view.step, view.rows), (Step::Imported, 12));
    assert!(
        manager
            .log_months()
            .unwrap()
            .iter()
            .any(|(period, _)| *period == late)
    );
    let due = manager.agenda().unwrap().dues;
    assert!(
        due.iter().any(
            |due| matches!(&due.duty, crate::app::Duty::Check { period, .. } if *period == late)
        )
    );

    let checker = frozen_and_drawn(&trial, &mut manager, late);
    let state = checker.state_of(late).unwrap();
    let text = state.seed_text.unwrap();
    assert!(
        text.contains("\nperiod=2026-10S1\n") && text.contains("\nN=12\n"),
        "{text}"
    );
    assert_eq!(state.base.len(), 10);
    assert!(state.base.iter().all(|id| id.starts_with("2026-10S1#0000")));
    let month = checker.state_of(october()).unwrap();
    assert_ne!(month.commit, state.commit, "a commitment of its own");

    let manager = import(&trial, "later.csv", 42..45);
    let later = october().with_supplement(2);
    assert_eq!(manager.state_of(later).unwrap().population, 3);
    let problems = trial.sit("checker").verify(None, |_done| {}).unwrap();
    assert!(problems.ok, "{:?}", problems.problems);
}

#[test]
fn a_month_without_rows_makes_a_signed_nil_record() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = import(&trial, "nil.csv", 0..0);
    let mut checker = frozen_and_drawn(&trial, &mut manager, october());
    let state = checker.state_of(october()).unwrap();
    assert_eq!((state.population, state.base.len()), (0, 0));
    let mut give = |command: WalkCommand| checker.execute(command.into()).unwrap();
    give(WalkCommand::Start {
        period: october(),
        compared: Compared::Register,
    });
    give(WalkCommand::Judge {
        period: october(),
        judgement: Judgement {
            is_major: false,
            reason: String::new(),
        },
    });
    give(WalkCommand::Sign { period: october() });
    assert_eq!(checker.state_of(october()).unwrap().step, Step::Signed);
    checker.write_signed_record(october()).unwrap();
    assert!(checker.verify(None, |_done| {}).unwrap().ok);
}
