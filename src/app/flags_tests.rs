//! What the rules name of a month, and the rows that are walked beside its sample.

use super::*;
use crate::app::trial::{Trial, october};
use crate::app::{
    AtTheDraw, Command, DeskCommand, NewStaff, RegisterCommand, StaffCommand, Taking, WalkCommand,
};
use crate::domain::identity::Subject;
use crate::domain::monthly_check::{Compared, Group, Missing, Outcome};
use crate::domain::query::Draft;

const HEAD: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n";

/// Rows of thirteen accounts in office hours, each its own case and subject.
fn plain(rows: u32) -> Vec<String> {
    (1..=rows)
        .map(|row| {
            let (day, hour) = (5 + row % 4, 9 + row % 8);
            format!(
                "kcgsoc{:04},115100{day},{hour:02}{:02}00,LI01,A1{},115000{row:05}31,低收入戶審查,查有資料\n",
                101 + row % 13,
                row % 60,
                10_000_000 + row * 37
            )
        })
        .collect()
}

/// The manager, with this log imported and reconciled.
fn reconciled(trial: &Trial, lines: &[String]) -> Office {
    let mut manager = trial.sit("manager");
    let log = trial.dir.path().join("log.csv");
    std::fs::write(&log, HEAD.to_owned() + &lines.concat()).unwrap();
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
    manager
}

fn named(office: &Office, rule: Rule) -> Vec<u32> {
    let reader = office.store.reader();
    let last = store::log::last_seq(reader, october(), 0).unwrap();
    let hits = (1..=last).flat_map(|seq| store::flags::of_row(reader, october(), seq).unwrap());
    hits.filter(|hit| hit.rule == rule)
        .map(|hit| hit.seq)
        .collect()
}

fn staff(name: &str, kind: StaffKind, account: Option<&str>, identifier: &str) -> Command {
    StaffCommand::Enter(Box::new(NewStaff {
        name: name.to_owned(),
        kind,
        account: account.map(str::to_owned),
        identifier: Subject::read(identifier),
    }))
    .into()
}

fn row(account: &str, day: u32, time: &str, subject: &str, case: &str) -> String {
    format!("{account},115100{day},{time},LI01,{subject},{case},低收入戶審查,查有資料\n")
}

#[test]
fn staff_are_known_by_hashes_alone_and_a_query_for_them_is_named() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.sit("manager");
    let own = staff("許婷辰", StaffKind::Staff, Some("kcgsoc0101"), "A123456789");
    manager.execute(own.clone()).unwrap();
    let again = manager.execute(own).unwrap();
    assert!(matches!(
        again.event,
        crate::domain::event::Event::Rules(crate::domain::event::RulesEvent::StaffEntered {
            entered: 0,
            known: 1
        })
    ));
    manager
        .execute(staff(
            "父",
            StaffKind::Relative,
            Some("kcgsoc0102"),
            "B123456780",
        ))
        .unwrap();
    assert!(
        manager
            .execute(staff("無名", StaffKind::Relative, None, "B123456780"))
            .is_err(),
        "whose relative?"
    );
    let file = trial.store().join("in").join("staff.csv");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "姓名,身分證號\n陳怡君,C120000000\n").unwrap();
    let import = StaffCommand::Import("staff.csv".into());
    manager.execute(import.into()).unwrap();
    assert_eq!(manager.staff(0, 10).unwrap().len(), 3);
    assert!(
        trial
            .sit("checker")
            .execute(staff("某", StaffKind::Staff, None, "A123456789"))
            .is_err()
    );

    let lines = [
        row("kcgsoc0101", 5, "090000", "A123456789", "11500000001"),
        row("kcgsoc0102", 5, "090000", "A123456789", "11500000001"),
        row("kcgsoc0102", 5, "091000", "B123456780", "11500000002"),
        row("kcgsoc0103", 5, "091000", "B123456780", "11500000002"),
        row("kcgsoc0103", 5, "092000", "C120000000", "11500000003"),
    ];
    let manager = reconciled(&trial, &lines);
    assert_eq!(named(&manager, Rule::R01), [1]);
    assert_eq!(named(&manager, Rule::R02), [2, 5]);
    assert_eq!(named(&manager, Rule::R03), [3]);
    let kept = manager.store.reader();
    let hashes = store::staff::hashes(kept).unwrap();
    assert!(
        hashes
            .iter()
            .all(|(hash, ..)| hash != b"A123456789" as &[u8])
    );
}

#[test]
fn one_hit_of_class_b_is_nothing_and_two_on_a_row_are() {
    let trial = Trial::with(&["manager"]);
    let mut lines = plain(200);
    lines.push(row("kcgsoc0150", 5, "213000", "A112345678", "11500000099"));
    let manager = reconciled(&trial, &lines);
    // No row has a registration; one of them was asked at night too.
    assert_eq!(named(&manager, Rule::R06), [201]);
    assert_eq!(named(&manager, Rule::R12), [201]);
    let run = store::flags::run(manager.store.reader(), october())
        .unwrap()
        .unwrap();
    assert_eq!((run.version, run.hits), (RULES_VERSION, 2));
    assert!(run.thresholds.contains("R13.rows=8"));
}

#[test]
fn serious_hits_are_walked_beside_the_sample_and_counted_apart() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.sit("manager");
    manager
        .execute(staff(
            "許婷辰",
            StaffKind::Staff,
            Some("kcgsoc0199"),
            "A123456789",
        ))
        .unwrap();
    let mut lines = plain(60);
    for second in 0..3 {
        let time = format!("0901{second:02}");
        lines.push(row("kcgsoc0199", 6, &time, "A123456789", "11500000097"));
    }
    let mut manager = reconciled(&trial, &lines);
    manager.freeze(october(), None, None).unwrap();
    let mut checker = trial.sit("checker");
    checker.draw(october(), &AtTheDraw::default()).unwrap();
    let state = checker.state_of(october()).unwrap();
    assert_eq!(state.base.len(), 10);
    let serious: BTreeSet<String> = (61..=63).map(|seq| format!("2026-10#{seq:06}")).collect();
    let base: BTreeSet<String> = state.base.iter().cloned().collect();
    let risk: BTreeSet<String> = state.risk.iter().cloned().collect();
    assert_eq!(risk, &serious - &base);
    assert_eq!(state.cover, Vec::<String>::new(), "October ends no quarter");

    let start = WalkCommand::Start {
        period: october(),
        compared: Compared::Register,
    };
    checker.execute(start.into()).unwrap();
    let rows = checker.drawn_page(october(), 1, 100).unwrap().rows;
    assert_eq!(rows.len(), base.len() + risk.len());
    for one in &rows {
        let command = WalkCommand::Record {
            period: october(),
            seq: one.seq,
            outcome: Outcome::Unregistered,
            compared: None,
            note: String::new(),
        };
        checker.execute(command.into()).unwrap();
    }
    let sheet = checker.walk_sheet(october()).unwrap();
    assert_eq!((sheet.drawn, sheet.bad), (10, 10), "BASE alone");
    let beside = sheet.groups.iter().find(|it| it.group == Group::Risk);
    assert_eq!(
        beside.map_or(0, |it| usize::try_from(it.rows).unwrap()),
        risk.len()
    );
    assert!(
        !sheet
            .missing
            .iter()
            .any(|it| matches!(it, Missing::Outcomes(_)))
    );

    let extend = |factor: u32, reason: &str| -> Command {
        WalkCommand::Extend {
            period: october(),
            factor,
            reason: reason.to_owned(),
        }
        .into()
    };
    assert!(checker.execute(extend(2, "")).is_err());
    assert!(checker.execute(extend(3, "不符過多")).is_err());
    checker.execute(extend(2, "不符過多")).unwrap();
    let state = checker.state_of(october()).unwrap();
    let text =
        crate::domain::sampling::SeedText::parse(state.seed_text.unwrap().as_bytes()).unwrap();
    let order: Vec<String> = crate::domain::sampling::order(&text)
        .into_iter()
        .map(|seq| text.row_id(seq))
        .take(20)
        .collect();
    let mut walked: BTreeSet<String> = state.base.iter().chain(&state.risk).cloned().collect();
    walked.extend(state.extension.iter().cloned());
    assert!(
        order.iter().all(|id| walked.contains(id)),
        "the next rows of the same order"
    );
    assert!(
        checker.execute(extend(2, "不符過多")).is_err(),
        "so far already"
    );
    let sheet = checker.walk_sheet(october()).unwrap();
    assert_eq!(sheet.drawn, 10, "what the sample proves stays as it is");
}

#[test]
fn the_last_month_of_a_quarter_covers_every_account() {
    let trial = Trial::with(&["manager", "checker"]);
    let september = october().previous();
    let mut manager = trial.sit("manager");
    let log = trial.dir.path().join("log.csv");
    let lines: String = plain(300).concat().replace("115100", "115090");
    std::fs::write(&log, HEAD.to_owned() + &lines).unwrap();
    manager
        .import_log(&log, september, Taking::default())
        .unwrap();
    manager.reconcile(september).unwrap();
    manager.freeze(september, None, None).unwrap();
    let mut checker = trial.sit("checker");
    checker.draw(september, &AtTheDraw::default()).unwrap();
    let rows = checker.drawn_page(september, 1, 100).unwrap().rows;
    let accounts: BTreeSet<String> = rows.iter().map(|row| row.log.account.clone()).collect();
    assert_eq!(accounts.len(), 13);
    let cover: Vec<_> = rows
        .iter()
        .filter(|row| row.group == Group::Cover)
        .collect();
    assert!(!cover.is_empty());
    assert_eq!(rows.len(), 10 + cover.len());
}

#[test]
fn a_share_is_shown_from_twenty_outcomes_on() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut lines = plain(40);
    for (line, number) in lines.iter_mut().zip(1..) {
        *line = line.replace(&format!("115000{number:05}31"), "無");
    }
    let mut manager = reconciled(&trial, &lines);
    manager.freeze(october(), None, None).unwrap();
    let mut checker = trial.sit("checker");
    checker.draw(october(), &AtTheDraw::default()).unwrap();
    let start = WalkCommand::Start {
        period: october(),
        compared: Compared::Register,
    };
    checker.execute(start.into()).unwrap();
    let filler = |office: &mut Office| {
        let rules = office.rules(october()).unwrap();
        let row = rules.into_iter().find(|row| row.rule == Rule::R10).unwrap();
        (row.hits, row.precision)
    };
    let walk = |office: &mut Office| {
        while let Some((_place, seq)) = office.next_open(october(), 1).unwrap() {
            let command = WalkCommand::Record {
                period: october(),
                seq,
                outcome: Outcome::Unregistered,
                compared: None,
                note: String::new(),
            };
            office.execute(command.into()).unwrap();
        }
    };
    walk(&mut checker);
    assert_eq!(filler(&mut checker), (40, None), "ten say nothing");
    let extend = WalkCommand::Extend {
        period: october(),
        factor: 2,
        reason: "不符過多".to_owned(),
    };
    checker.execute(extend.into()).unwrap();
    walk(&mut checker);
    assert_eq!(filler(&mut checker), (40, Some((20, 20))));
}

#[test]
fn a_query_off_hours_whose_approval_does_not_come_is_named_as_late() {
    let late_hits = |is_approved: bool| {
        let trial = Trial::with(&["manager", "user", "super"]);
        let mut keeper = trial.sit("keeper");
        let change = DeskCommand::ChangeSetting(Setting::PreApproval, "after".to_owned());
        keeper.execute(Command::Desk(change)).unwrap();
        let draft = Draft {
            case_no: "11531234600".to_owned(),
            reason: "低收入戶審查".to_owned(),
            basis: "SOC-01".to_owned(),
            item: "LI01".to_owned(),
            asked: Some(("2026-10-30".parse().unwrap(), "21:30:00".parse().unwrap())),
            subject: Subject::read("A123456789"),
            relation: "當事人".to_owned(),
            recusal: Some(Recusal::Confirmed),
            ..Draft::default()
        };
        let register = RegisterCommand::Register(Box::new(draft));
        trial
            .sit("user")
            .execute(Command::Register(register))
            .unwrap();
        if is_approved {
            let approve = RegisterCommand::Decide {
                no: "SOC-11510-0001".parse().unwrap(),
                version: 1,
                refused_for: None,
            };
            let mut supervisor = trial.sit("super");
            supervisor.execute(Command::Register(approve)).unwrap();
        }
        let line = "kcgsoc0101,1151030,213000,LI01,A123456789,11531234600,低收入戶審查,查有資料\n";
        let log = trial.dir.path().join("log.csv");
        std::fs::write(&log, format!("{HEAD}{line}")).unwrap();
        // The registration came on the next working day, in time; the check begins three days later.
        let mut manager = trial.sit_at("manager", "2026-11-05T01:00:00.000Z");
        manager
            .import_log(&log, october(), Taking::default())
            .unwrap();
        manager.reconcile(october()).unwrap();
        let hits = store::flags::of_row(manager.store.reader(), october(), 1).unwrap();
        let late = hits.into_iter().filter(|hit| hit.rule == Rule::R07);
        late.map(|hit| hit.saw).collect::<Vec<_>>()
    };
    assert_eq!(late_hits(false), [[4, 1]]);
    assert_eq!(late_hits(true), <[[u32; 2]; 0]>::default());
}
