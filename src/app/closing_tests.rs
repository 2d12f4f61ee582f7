//! What follows the checker's signature, through real stores: order, versions, joint check, quarter.

use super::*;
use crate::app::Clock;
use crate::app::trial::{Trial, november, october};
use crate::app::walk::WalkCommand;
use crate::domain::monthly_check::{Compared, Judgement, Outcome};

fn trial() -> Trial {
    Trial::with(&["manager", "checker", "other", "super"])
}

/// A month of twelve rows, walked and signed by its checker.
fn signed(trial: &Trial, is_major: bool) -> Office {
    let mut checker = trial.drawn_month(12, |_row, line| line);
    let compared = Compared::RegisterAndCase;
    let period = october();
    checker
        .execute(WalkCommand::Start { period, compared }.into())
        .unwrap();
    walk_and_sign(&mut checker, is_major);
    checker
}

fn walk_and_sign(checker: &mut Office, is_major: bool) {
    let period = october();
    for seq in store::checks::sample(checker.store.reader(), period).unwrap() {
        let record = WalkCommand::Record {
            period,
            seq,
            outcome: Outcome::Matched,
            compared: None,
            note: String::new(),
        };
        checker.execute(record.into()).unwrap();
    }
    let judgement = Judgement {
        is_major,
        reason: "全月逐筆無登記".to_owned(),
    };
    checker
        .execute(WalkCommand::Judge { period, judgement }.into())
        .unwrap();
    checker
        .execute(WalkCommand::Sign { period }.into())
        .unwrap();
}

fn step_of(office: &Office) -> Step {
    office.state_of(october()).unwrap().step
}

fn countersign(office: &mut Office) -> Result<Done, AppError> {
    let period = october();
    office.execute(ClosingCommand::Countersign { period }.into())
}

#[track_caller]
fn refuses(done: Result<Done, AppError>, code: &str) {
    match done {
        Err(AppError::Refused(Refusal::Closing(refusal))) => assert_eq!(refusal.code(), code),
        Err(AppError::Refused(Refusal::Role { .. })) => assert_eq!(code, "role"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn checker_manager_and_supervisor_sign_in_that_order_under_their_own_keys() {
    let trial = trial();
    let mut checker = signed(&trial, false);
    let (mut manager, mut supervisor) = (trial.sit("manager"), trial.sit("super"));
    refuses(countersign(&mut checker), "role");
    refuses(countersign(&mut supervisor), "order");
    let first = countersign(&mut manager).unwrap();
    assert_eq!(step_of(&manager), Step::Signed);
    refuses(countersign(&mut manager), "signed");
    let last = countersign(&mut supervisor).unwrap();
    assert_eq!(step_of(&supervisor), Step::Complete);
    for (done, person) in [(first, "manager"), (last, "super")] {
        let entry = manager.entry(done.head.seq).unwrap().unwrap().entry;
        assert_eq!(entry.action, "check.countersigned/1");
        assert_eq!(
            (entry.person.as_str(), entry.record.as_str()),
            (person, "11510-v1")
        );
    }
    let seen = supervisor.signatures(october()).unwrap();
    let names = [seen.checker, seen.manager, seen.supervisor].map(|it| it.unwrap().0);
    assert_eq!(names, ["checker", "manager", "super"]);
    assert!(manager.verify(None, |_| {}).unwrap().ok);
}

#[test]
fn a_row_altered_behind_the_desk_stops_the_countersignature() {
    let trial = trial();
    let checker = signed(&trial, false);
    store::checks::alter_log_row(&checker.store, october(), 5);
    let done = countersign(&mut trial.sit("manager"));
    assert!(matches!(
        done,
        Err(AppError::Failed(Trouble::Damaged { .. }))
    ));
}

#[test]
fn a_signed_record_changes_only_by_a_new_version_that_names_the_old() {
    let trial = trial();
    let mut checker = signed(&trial, false);
    countersign(&mut trial.sit("manager")).unwrap();
    let period = october();
    let reopen = |reason: &str| ClosingCommand::Reopen {
        period,
        reason: reason.to_owned(),
    };
    refuses(checker.execute(reopen(" ").into()), "form");
    refuses(trial.sit("other").execute(reopen("誤判").into()), "checker");
    checker.execute(reopen("第三筆誤判").into()).unwrap();
    assert_eq!(step_of(&checker), Step::Walking);
    walk_and_sign(&mut checker, false);
    assert_eq!(
        checker.state_of(period).unwrap().record.as_deref(),
        Some("11510-v2")
    );
    // The signatures under the old version are none under the new one.
    refuses(countersign(&mut trial.sit("super")), "order");
    countersign(&mut trial.sit("manager")).unwrap();
    countersign(&mut trial.sit("super")).unwrap();
    let seen = checker.signatures(period).unwrap();
    assert_eq!(seen.revisions[0].record, "11510-v1");
    let written = checker.write_signed_record(period).unwrap();
    assert_eq!(written.shown, "out/11510-v2.odt");
}

#[test]
fn a_major_anomaly_waits_for_its_joint_check() {
    let trial = trial();
    let mut checker = signed(&trial, true);
    let joint = |report: &str| ClosingCommand::Joint {
        period: october(),
        ethics: "王政風".to_owned(),
        it: "李資訊".to_owned(),
        day: november().day(),
        report: report.to_owned(),
    };
    let waits = |office: &Office| {
        let dues = office.agenda().unwrap().dues;
        dues.iter()
            .any(|due| matches!(due.duty, Duty::Joint { .. }))
    };
    assert!(waits(&checker));
    refuses(checker.execute(joint("").into()), "form");
    refuses(trial.sit("other").execute(joint("報告").into()), "checker");
    checker.execute(joint("稽核報告第1號").into()).unwrap();
    assert!(!waits(&checker));
    let seen = checker.signatures(october()).unwrap();
    assert_eq!(seen.joint.unwrap().report, "稽核報告第1號");
    let class = KeptClass::AuditReport;
    let kept = checker.kept_sheet(class, "11510-joint").unwrap().kept;
    assert_eq!(kept.starts_on, november().day(), "12(11)");
}

#[test]
fn without_a_major_anomaly_nothing_is_audited_jointly() {
    let trial = trial();
    let mut checker = signed(&trial, false);
    let joint = ClosingCommand::Joint {
        period: october(),
        ethics: "a".to_owned(),
        it: "b".to_owned(),
        day: november().day(),
        report: "c".to_owned(),
    };
    refuses(checker.execute(joint.into()), "major");
}

#[test]
fn the_log_is_handed_over_on_paper_before_the_signature() {
    let trial = trial();
    let mut manager = trial.frozen_month(12, |_row, line| line);
    let hand = |pages: u32, day: NaiveDate| ClosingCommand::HandOver {
        period: october(),
        pages,
        day,
        to: "張美玲".to_owned(),
    };
    let today = november().day();
    refuses(manager.execute(hand(0, today).into()), "form");
    refuses(
        manager.execute(hand(9, today.succ_opt().unwrap()).into()),
        "form",
    );
    refuses(trial.sit("checker").execute(hand(9, today).into()), "role");
    manager.execute(hand(9, today).into()).unwrap();
    let seen = manager.signatures(october()).unwrap();
    assert_eq!(
        (
            seen.handovers[0].pages,
            seen.handovers[0].handed_to.as_str()
        ),
        (9, "張美玲")
    );
}

#[test]
fn a_quarter_names_the_months_that_it_lacks() {
    let trial = trial();
    signed(&trial, false);
    let mut manager = trial.sit("manager");
    countersign(&mut manager).unwrap();
    countersign(&mut trial.sit("super")).unwrap();
    let quarter = Quarter::of(october());
    let letter = Letter {
        number: "高市社救字第11600000100號".to_owned(),
        day: november().day(),
    };
    let dispatch = ClosingCommand::Dispatch {
        quarter,
        letter: letter.clone(),
    };
    let done = manager.execute(dispatch.into());
    let Err(AppError::Refused(Refusal::Closing(ClosingRefusal::MonthsMissing { months }))) = done
    else {
        panic!("{done:?}")
    };
    let named: Vec<String> = months.iter().map(Period::to_string).collect();
    assert_eq!(named, ["11511", "11512"]);
    let view = manager.quarter_view(quarter).unwrap();
    assert_eq!(view.due.ends_on.to_string(), "2027-01-10");
    assert_eq!(view.due.advised_on.to_string(), "2027-01-08");
    let file = ClosingCommand::File { quarter, letter };
    refuses(manager.execute(file.into()), "step");
}

#[test]
fn three_complete_months_go_out_come_back_and_are_filed() {
    let trial = trial();
    signed(&trial, false);
    countersign(&mut trial.sit("manager")).unwrap();
    countersign(&mut trial.sit("super")).unwrap();
    let mut manager = trial.sit("manager");
    let done = store::checks::get(manager.store.reader(), october())
        .unwrap()
        .unwrap();
    // Two more months as complete as October: what a quarter asks of a month is its step and its signature alone.
    let quarter = Quarter::of(october());
    manager
        .write(Role::Manager, |tx| {
            for period in &quarter.months()[1..] {
                store::checks::put(tx, *period, &done)?;
            }
            let period = october();
            Ok(Event::Closing(ClosingEvent::HandedOver {
                period,
                pages: 1,
            }))
        })
        .unwrap();
    manager.clock = Clock::Fixed(Moment::parse("2027-01-08T01:00:00.000Z").unwrap());
    let letter = |day: &str| Letter {
        number: "高市社救字第11600000100號".to_owned(),
        day: day.parse().unwrap(),
    };
    let give = |manager: &mut Office, command: ClosingCommand| manager.execute(command.into());
    let late = ClosingCommand::Dispatch {
        quarter,
        letter: letter("2027-01-09"),
    };
    refuses(give(&mut manager, late), "form");
    let sent = |day: &str| ClosingCommand::Dispatch {
        quarter,
        letter: letter(day),
    };
    give(&mut manager, sent("2027-01-06")).unwrap();
    assert_eq!(step_of(&manager), Step::Submitted);
    refuses(give(&mut manager, sent("2027-01-06")), "step");
    let early = ClosingCommand::File {
        quarter,
        letter: letter("2027-01-05"),
    };
    refuses(give(&mut manager, early), "form");
    let reason = "缺附件".to_owned();
    give(&mut manager, ClosingCommand::TakeBack { quarter, reason }).unwrap();
    assert_eq!(step_of(&manager), Step::Complete);
    give(&mut manager, sent("2027-01-07")).unwrap();
    let filed = ClosingCommand::File {
        quarter,
        letter: letter("2027-01-08"),
    };
    give(&mut manager, filed).unwrap();
    assert_eq!(step_of(&manager), Step::Filed);
    let view = manager.quarter_view(quarter).unwrap();
    assert_eq!(view.row.filed_no, "高市社救字第11600000100號");
    assert_eq!(view.row.sent_on.unwrap().to_string(), "2027-01-07");
    assert!(view.missing.is_empty());
}
