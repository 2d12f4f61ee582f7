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
