//! Reconciling, deciding, explaining: on the month of the fixtures.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use crate::app::trial::{Trial, october, sample};
use crate::app::{AppError, Command, MatchCommand, Office, Reconciled};
use crate::domain::event::MatchCounts;
use crate::domain::ids::RegisterNo;
use crate::domain::monthly_check::{Cause, CheckRefusal};
use crate::domain::refusal::Refusal;
use crate::store::alone::{self, Alone, Place};
use crate::store::matches::Seqs;
use crate::store::{log, matches};

fn truth() -> Value {
    let text = std::fs::read_to_string(sample("truth-11510.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn matched(counts: &MatchCounts) -> u32 {
    counts.p1 + counts.p2 + counts.retry + counts.confirmed
}

#[track_caller]
fn check_sum(counts: &MatchCounts) {
    let sum = matched(counts) + counts.proposed + counts.unregistered + counts.unreadable;
    assert_eq!(sum, counts.log_rows, "{counts:?}");
}

fn proposals(office: &Office) -> Vec<(u32, RegisterNo)> {
    let place = (Seqs::From(0), "");
    let all = matches::proposals(office.store.reader(), october(), place, 1000).unwrap();
    all.into_iter()
        .map(|found| (found.seq, found.number.parse().unwrap()))
        .collect()
}

fn decide(
    office: &mut Office,
    (seq, number): &(u32, RegisterNo),
    accepted: bool,
) -> Result<(), AppError> {
    let command = MatchCommand::Decide {
        period: october(),
        seq: *seq,
        number: number.clone(),
        accepted,
        reason: "another person's case".to_owned(),
    };
    office.execute(Command::Match(command)).map(|_done| ())
}

fn now(office: &Office) -> MatchCounts {
    super::counts_now(office.store.reader(), october()).unwrap()
}

#[test]
fn the_made_up_month_is_reconciled_as_its_truth_says() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.with_month();
    let found = manager.reconcile(october()).unwrap();
    let counts = found.counts;
    assert_eq!((matched(&counts), counts.proposed), (375, 19));
    assert_eq!((counts.p1, counts.p2, counts.retry), (188, 180, 7));
    assert_eq!((counts.confirmed, counts.log_rows), (0, 412));
    check_sum(&counts);
    let truth = truth();
    let expected: BTreeSet<Vec<String>> =
        serde_json::from_value(truth["unregistered"].clone()).unwrap();
    let rows: BTreeSet<Vec<String>> = found
        .unregistered
        .iter()
        .map(|seq| {
            let row = log::get(manager.store.reader(), october(), 0, *seq).unwrap();
            let fields: Vec<String> = serde_json::from_str(&row.unwrap().fields).unwrap();
            fields[..5].to_vec()
        })
        .collect();
    assert_eq!(rows, expected);
    let expected: Vec<String> = serde_json::from_value(truth["not_performed"].clone()).unwrap();
    assert_eq!(found.not_performed, expected);
    assert_eq!(not_performed(&manager), expected);
    let again = manager.reconcile(october()).unwrap();
    assert_eq!(again, found);
}

/// 登而未查 as the register says it now; the pages, from both ends, say the same.
fn not_performed(manager: &Office) -> Vec<String> {
    let reader = manager.store.reader();
    let all = matches::not_performed(reader, october()).unwrap();
    let numbers =
        |found: Vec<Alone>| -> Vec<String> { found.iter().map(|one| one.no.to_string()).collect() };
    let page = |place: Place<'_>| numbers(alone::page(reader, october(), place, 3).unwrap());
    for (index, number) in all.iter().enumerate() {
        let no = number.parse().unwrap();
        assert_eq!(page(Place::From(&no)), all[index..all.len().min(index + 3)]);
        assert_eq!(
            page(Place::UpTo(&no)),
            all[(index + 1).saturating_sub(3)..=index]
        );
    }
    assert_eq!(page(Place::Top), all[..all.len().min(3)]);
    assert_eq!(page(Place::Bottom), all[all.len().saturating_sub(3)..]);
    all
}

#[test]
fn a_decision_counts_at_once_and_survives_the_next_reconciliation() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.with_month();
    let before = manager.reconcile(october()).unwrap().counts;
    let all = proposals(&manager);
    assert_eq!(all.len(), 19);
    decide(&mut manager, &all[0], true).unwrap();
    decide(&mut manager, &all[1], false).unwrap();
    let counts = now(&manager);
    check_sum(&counts);
    assert_eq!(counts.confirmed, 1);
    assert_eq!(counts.proposed, before.proposed - 2);
    assert_eq!(counts.unregistered, before.unregistered + 1);
    let reader = manager.store.reader();
    let left = matches::unregistered(reader, october()).unwrap();
    assert!(left.contains(&all[1].0) && !left.contains(&all[0].0));
    let free = not_performed(&manager);
    assert_eq!(free.len(), usize::try_from(counts.not_performed).unwrap());
    assert!(free.contains(&all[1].1.to_string()));
    let row = matches::get(reader, october(), all[0].0).unwrap().unwrap();
    assert_eq!(
        (row.pass.as_str(), row.state.as_str()),
        ("confirmed", "matched")
    );
    assert_eq!(matches::get(reader, october(), all[1].0).unwrap(), None);

    let again = manager.reconcile(october()).unwrap();
    check_sum(&again.counts);
    assert_eq!(again.counts.confirmed, 1);
    assert!(again.unregistered.contains(&all[1].0) || again.counts.proposed > counts.proposed);
    assert_eq!(now(&manager), again.counts);
    assert_eq!(proposals(&manager).len(), 19);
    assert!(matches!(
        decide(&mut manager, &all[0], false),
        Err(AppError::Refused(Refusal::Stale))
    ));
}

#[test]
fn a_refusal_has_its_reason_and_only_the_manager_decides() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.with_month();
    manager.reconcile(october()).unwrap();
    let all = proposals(&manager);
    let bare = MatchCommand::Decide {
        period: october(),
        seq: all[0].0,
        number: all[0].1.clone(),
        accepted: false,
        reason: " ".to_owned(),
    };
    assert!(matches!(
        manager.execute(Command::Match(bare)),
        Err(AppError::Refused(Refusal::Check(
            CheckRefusal::ReasonNeeded
        )))
    ));
    let mut checker = trial.sit("checker");
    assert!(matches!(
        decide(&mut checker, &all[0], true),
        Err(AppError::Refused(Refusal::Role { .. }))
    ));
}

#[test]
fn what_is_decided_after_the_freeze_changes_no_count_and_no_digest() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.with_month();
    manager.reconcile(october()).unwrap();
    let all = proposals(&manager);
    decide(&mut manager, &all[0], true).unwrap();
    manager.freeze(october(), None, None).unwrap();
    let counts = now(&manager);
    let reader = manager.store.reader();
    let month = crate::store::checks::get(reader, october())
        .unwrap()
        .unwrap();
    assert_eq!(super::kept_counts(&month.counts), counts);
    decide(&mut manager, &all[1], true).unwrap();
    decide(&mut manager, &all[2], false).unwrap();
    assert_eq!(now(&manager), counts);
    let reader = manager.store.reader();
    crate::app::frozen::recheck(&manager.store, october(), &month).unwrap();
    let row = matches::get(reader, october(), all[1].0).unwrap().unwrap();
    assert_eq!(row.state, "proposed");
    let said = matches::decision(reader, october(), all[1].0, &all[1].1.to_string()).unwrap();
    assert!(said.is_some_and(|said| said.after_freeze && said.accepted));
    assert!(manager.reconcile(october()).is_err());
}

fn explain(office: &mut Office, seq: u32, cause: Cause, words: &str) -> Result<(), AppError> {
    let command = MatchCommand::Explain {
        period: october(),
        seq,
        cause,
        words: words.to_owned(),
        explained_by: "user".to_owned(),
    };
    office.execute(Command::Match(command)).map(|_done| ())
}

#[test]
fn a_query_without_registration_is_explained_and_explained_anew() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.with_month();
    let found = manager.reconcile(october()).unwrap();
    let seq = found.unregistered[0];
    assert!(matches!(
        explain(&mut manager, seq, Cause::Other, ""),
        Err(AppError::Refused(Refusal::Check(CheckRefusal::NoteNeeded)))
    ));
    explain(&mut manager, seq, Cause::Missed, "").unwrap();
    explain(&mut manager, seq, Cause::Other, "line was down").unwrap();
    let reader = manager.store.reader();
    let kept = matches::explanation(reader, october(), seq)
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.cause.as_str(), kept.words.as_str()),
        ("other", "line was down")
    );
    let (rows, open) = matches::unexplained(reader, october()).unwrap();
    assert_eq!(rows, found.counts.unregistered);
    assert_eq!(open, rows - 1);
    let matched = (1..=412)
        .find(|seq| !found.unregistered.contains(seq))
        .unwrap();
    assert!(matches!(
        explain(&mut manager, matched, Cause::Missed, ""),
        Err(AppError::Refused(Refusal::Stale))
    ));
}

/// One month for all cases: what each decides stays decided, which is what the property is about.
#[test]
fn whatever_is_decided_every_row_stands_somewhere_once() {
    let trial = Trial::with(&["manager"]);
    let manager = std::cell::RefCell::new(trial.with_month());
    let first: Reconciled = manager.borrow_mut().reconcile(october()).unwrap();
    check_sum(&first.counts);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
    let steps = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<bool>(), any::<bool>()),
        1..4,
    );
    runner
        .run(&steps, |steps| {
            let mut manager = manager.borrow_mut();
            for (which, accepted, is_matched_anew) in steps {
                let all = proposals(&manager);
                let _decided_before = decide(&mut manager, which.get(&all), accepted);
                if is_matched_anew {
                    manager.reconcile(october()).unwrap();
                }
                let counts = now(&manager);
                let reader = manager.store.reader();
                let left = matches::unregistered(reader, october()).unwrap();
                let free = not_performed(&manager);
                check_sum(&counts);
                prop_assert_eq!(u32::try_from(left.len()).unwrap(), counts.unregistered);
                prop_assert_eq!(u32::try_from(free.len()).unwrap(), counts.not_performed);
                let mut standing = matches::page(reader, october(), 0, 1000).unwrap();
                standing.retain(|row| left.contains(&row.seq));
                prop_assert!(standing.is_empty());
            }
            Ok(())
        })
        .unwrap();
}

const REGISTER_HEAD: &str = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處,委託查詢人\n";
const LOG_HEAD: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n";

/// A registration: number, account and person, time on the fifth, subject, result, requester.
fn registered(
    number: u32,
    (account, person): (&str, &str),
    time: &str,
    subject: &str,
    result: &str,
    requester: &str,
) -> String {
    format!(
        "SOC-11510-{number:04},{account},{person},1151005,{time},LI01,{subject},11500000001,低收入戶審查,SOC-01,{result},僅閱覽,未留存,{requester}\n"
    )
}

fn asked(account: &str, time: &str, subject: &str) -> String {
    format!("{account},1151005,{time},LI01,{subject},11500000001,低收入戶審查,查有資料\n")
}

const HSU: (&str, &str) = ("kcgsoc0101", "許婷辰");
const CHEN: (&str, &str) = ("kcgsoc0102", "陳怡君");

/// A month of these lines, the log in so many files, reconciled.
fn small(trial: &Trial, register: &[String], logs: &[Vec<String>]) -> (Office, Reconciled) {
    use crate::app::Taking;
    let file = |name: String, text: String| {
        let path = trial.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut manager = trial.sit("manager");
    let register = file(
        "register.csv".to_owned(),
        REGISTER_HEAD.to_owned() + &register.concat(),
    );
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    for (index, lines) in logs.iter().enumerate() {
        let log = file(
            format!("log-{index}.csv"),
            LOG_HEAD.to_owned() + &lines.concat(),
        );
        manager
            .import_log(&log, october(), Taking::default())
            .unwrap();
    }
    let found = manager.reconcile(october()).unwrap();
    (manager, found)
}

#[test]
fn a_mistyped_query_is_proposed_confirmed_taken_back_and_stays_what_it_was() {
    let trial = Trial::with(&["manager", "checker"]);
    let register = [
        registered(1, HSU, "090000", "A123456789", "查有資料", ""),
        registered(2, HSU, "100000", "B123456780", "查有資料", ""),
    ];
    let log = vec![
        asked("kcgsoc0101", "090100", "A123456788"),
        asked("kcgsoc0101", "100100", "B123456780"),
    ];
    let (mut manager, found) = small(&trial, &register, &[log]);
    assert_eq!((found.counts.p2, found.counts.proposed), (1, 1));
    assert_eq!(found.not_performed, Vec::<String>::new());
    let reader = manager.store.reader();
    let row = matches::found(reader, october(), 1).unwrap().unwrap();
    assert_eq!(
        (row.pass.as_str(), row.number.as_str()),
        ("p4", "SOC-11510-0001")
    );

    let pair = (1, "SOC-11510-0001".parse().unwrap());
    decide(&mut manager, &pair, true).unwrap();
    let again = manager.reconcile(october()).unwrap();
    assert_eq!((again.counts.confirmed, again.counts.proposed), (1, 0));
    assert_eq!(again.not_performed, Vec::<String>::new());
    check_sum(&again.counts);

    let undo = |reason: &str| {
        Command::Match(MatchCommand::Undo {
            period: october(),
            seq: 1,
            number: "SOC-11510-0001".parse().unwrap(),
            reason: reason.to_owned(),
        })
    };
    assert!(manager.execute(undo(" ")).is_err(), "a reason is due");
    manager.execute(undo("另案")).unwrap();
    assert!(
        manager.execute(undo("另案")).is_err(),
        "nothing stands any more"
    );
    let open = manager.reconcile(october()).unwrap();
    assert_eq!((open.counts.confirmed, open.counts.proposed), (0, 1));
    let place = crate::app::RowPlace::Top;
    let (page, all, undecided) = manager.proposals(october(), &place, 10).unwrap();
    assert_eq!((all, undecided), (1, 1));
    let row = page.rows.first().unwrap();
    assert_eq!(row.mistyped, Some(10));
    let (by, _at, reason) = row.undone.clone().unwrap();
    assert_eq!((by.as_str(), reason.as_str()), ("manager", "另案"));

    decide(&mut manager, &pair, false).unwrap();
    let refused = manager.reconcile(october()).unwrap();
    assert_eq!(
        (refused.counts.proposed, refused.counts.unregistered),
        (0, 1)
    );
    assert_eq!(refused.not_performed, ["SOC-11510-0001"]);
    manager.freeze(october(), None, None).unwrap();
    match manager.execute(undo("另案")) {
        Err(AppError::Refused(Refusal::Check(refusal))) => assert_eq!(refusal.code(), "frozen"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_registration_that_says_it_was_asked_and_has_no_row_is_a_suspected_gap() {
    let trial = Trial::with(&["manager", "checker"]);
    let register = [
        registered(1, HSU, "090000", "A123456789", "查有資料", ""),
        registered(2, HSU, "100000", "B123456780", "未查詢", ""),
        registered(3, HSU, "110000", "A123456789", "查有資料", ""),
    ];
    let log = vec![asked("kcgsoc0101", "090100", "A123456789")];
    let (mut manager, found) = small(&trial, &register, &[log]);
    assert_eq!(found.not_performed, ["SOC-11510-0002", "SOC-11510-0003"]);
    let gaps =
        |office: &Office| crate::store::gaps::count(office.store.reader(), october()).unwrap();
    assert_eq!(gaps(&manager), (1, 1));
    assert_eq!(manager.month_view(october()).unwrap().gaps, 1);
    let explain = |number: &str, words: &str| {
        Command::Match(MatchCommand::ExplainGap {
            period: october(),
            number: number.parse().unwrap(),
            words: words.to_owned(),
            explained_by: "許婷辰".to_owned(),
        })
    };
    assert!(manager.execute(explain("SOC-11510-0003", "")).is_err());
    assert!(manager.execute(explain("SOC-11510-0002", "未查")).is_err());
    manager
        .execute(explain("SOC-11510-0003", "重複登記，未再查詢"))
        .unwrap();
    assert_eq!(gaps(&manager), (1, 0));
}

#[test]
fn a_query_that_another_registered_for_the_holder_stays_unregistered_and_says_so() {
    let trial = Trial::with(&["manager"]);
    let register = [
        registered(1, CHEN, "090000", "A123456789", "查有資料", "許婷辰"),
        registered(2, HSU, "100000", "B123456780", "查有資料", ""),
    ];
    let log = vec![
        asked("kcgsoc0101", "090100", "A123456789"),
        asked("kcgsoc0101", "100100", "B123456780"),
    ];
    let (mut manager, found) = small(&trial, &register, &[log]);
    assert_eq!(found.unregistered, [1]);
    let row = manager.left_over_row(october(), 1).unwrap().unwrap();
    assert_eq!(row.proxy, Some("SOC-11510-0001".parse().unwrap()));
}

/// What was found of each row, by its content.
fn content_of(office: &Office) -> BTreeSet<(String, String, String)> {
    let reader = office.store.reader();
    let last = log::last_seq(reader, october(), 0).unwrap();
    (1..=last)
        .map(|seq| {
            let row = log::get(reader, october(), 0, seq).unwrap().unwrap();
            let found = matches::found(reader, october(), seq).unwrap();
            let said = found.map(|found| (found.number, found.pass));
            let (number, pass) = said.unwrap_or_default();
            (row.fields, number, pass)
        })
        .collect()
}

#[test]
fn the_answer_is_the_same_for_every_order_of_files_and_rows() {
    let register = [
        registered(1, HSU, "090000", "A123456789", "查有資料", ""),
        registered(2, HSU, "093000", "A123456789", "查有資料", ""),
        registered(3, HSU, "100000", "B123456780", "查有資料", ""),
        registered(4, CHEN, "100000", "A123456789", "查有資料", ""),
    ];
    let lines: Vec<String> = [
        ("kcgsoc0101", "090500", "A123456789"),
        ("kcgsoc0101", "092500", "A123456789"),
        ("kcgsoc0101", "093500", "A123456789"),
        ("kcgsoc0101", "100000", "B123456789"),
        ("kcgsoc0102", "100500", "A123456788"),
        ("kcgsoc0102", "101500", "A123456780"),
    ]
    .iter()
    .map(|(account, time, subject)| asked(account, time, subject))
    .collect();
    let mut answers = Vec::new();
    for (turn, cut) in [(0, 6), (2, 3), (5, 1), (3, 4)] {
        let trial = Trial::with(&["manager"]);
        let mut turned = lines.clone();
        turned.rotate_left(turn);
        let second = turned.split_off(cut);
        let files: Vec<Vec<String>> = [second, turned]
            .into_iter()
            .filter(|lines| !lines.is_empty())
            .collect();
        let (manager, _found) = small(&trial, &register, &files);
        answers.push(content_of(&manager));
    }
    assert!(
        answers.windows(2).all(|two| two[0] == two[1]),
        "{answers:#?}"
    );
}
