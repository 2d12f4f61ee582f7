//! Each rule of matching, and that no order of rows changes its answer.

use proptest::prelude::*;

use super::*;
use crate::domain::ids::Period;

fn log(seq: u32, day: u32, secs: u32) -> LogLine {
    let period = Period::new(2026, 10).unwrap();
    LogLine {
        id: LogId { period, seq },
        standing: Standing::OfMonth,
        day: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
        secs,
        case_key: None,
        number: None,
        texts: Default::default(),
    }
}

fn of_case(line: LogLine, case: &str) -> LogLine {
    LogLine {
        case_key: Some(case.to_owned()),
        ..line
    }
}

fn numbered(line: LogLine, serial: u32) -> LogLine {
    LogLine {
        number: Some(number(serial)),
        ..line
    }
}

fn number(serial: u32) -> String {
    format!("SOC-11510-{serial:04}")
}

fn reg(serial: u32, day: u32, secs: u32) -> RegLine {
    RegLine {
        number: number(serial),
        version: 1,
        day: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
        secs: Some(secs),
        case_key: None,
        registered_at: None,
    }
}

fn reg_of_case(line: RegLine, case: &str) -> RegLine {
    RegLine {
        case_key: Some(case.to_owned()),
        ..line
    }
}

fn found(log: &[LogLine], register: &[RegLine], decisions: &[Decision]) -> Vec<Match> {
    let group = Group {
        log,
        register,
        decisions,
    };
    match_group(group, &Calendar::embedded())
}

/// (row, serial, pass, is it only proposed)
type Short = (u32, u32, Pass, bool);

fn short(found: &[Match]) -> Vec<Short> {
    found
        .iter()
        .map(|found| {
            let serial = found.number[10..].parse().unwrap();
            let is_proposed = found.state == MatchState::Proposed;
            (found.row.seq, serial, found.pass, is_proposed)
        })
        .collect()
}

#[track_caller]
fn check(log: &[LogLine], register: &[RegLine], expected: &[Short]) {
    assert_eq!(short(&found(log, register, &[])), expected);
}

fn decided(seq: u32, serial: u32, answer: Answer) -> Decision {
    Decision {
        row: log(seq, 1, 0).id,
        number: number(serial),
        answer,
    }
}

const P1: Pass = Pass::P1;
const P2: Pass = Pass::P2;
const P3: Pass = Pass::P3;
const RETRY: Pass = Pass::Retry;

#[test]
fn a_number_in_the_reason_joins_any_day_and_any_number_of_rows() {
    let rows = [
        numbered(log(1, 1, 0), 1),
        numbered(log(2, 20, 0), 1),
        numbered(log(3, 21, 0), 9),
    ];
    check(
        &rows,
        &[reg(1, 5, 0)],
        &[(1, 1, P1, false), (2, 1, P1, false)],
    );
}

#[test]
fn a_registration_that_its_number_took_is_not_free_for_another_row() {
    let rows = [numbered(log(1, 5, 0), 1), log(2, 5, 7200)];
    check(&rows, &[reg(1, 5, 7200)], &[(1, 1, P1, false)]);
}

#[test]
fn a_block_has_as_many_pairs_as_possible_then_the_least_seconds() {
    // Nearest first would leave row 2, of another case, alone.
    let rows = [log(1, 5, 100), of_case(log(2, 5, 5000), "A")];
    let register = [
        reg_of_case(reg(1, 5, 100), "A"),
        reg_of_case(reg(2, 5, 9000), "B"),
    ];
    check(&rows, &register, &[(1, 2, P2, false), (2, 1, P2, false)]);
    let rows = [log(1, 5, 0), log(2, 5, 3600)];
    let register = [reg(1, 5, 3500), reg(2, 5, 90)];
    check(&rows, &register, &[(1, 2, P2, false), (2, 1, P2, false)]);
}

#[test]
fn ties_go_to_the_earlier_row_then_its_texts_then_the_lower_number() {
    check(
        &[log(1, 5, 40_000), log(2, 5, 36_000)],
        &[reg(1, 5, 38_000)],
        &[(2, 1, P2, false)],
    );
    let mut second = log(2, 5, 10_000);
    second.texts[1] = "A".to_owned();
    let mut first = log(1, 5, 10_000);
    first.texts[1] = "B".to_owned();
    let far = [reg(1, 5, 20_000)];
    assert_eq!(
        short(&found(&[first, second], &far, &[])),
        [(1, 1, RETRY, false), (2, 1, P2, false)]
    );
    check(
        &[log(1, 5, 100)],
        &[reg(2, 5, 200), reg(1, 5, 0)],
        &[(1, 1, P2, false)],
    );
}

#[test]
fn two_cases_on_one_day_are_only_proposed() {
    let rows = [of_case(log(1, 5, 0), "A")];
    check(
        &rows,
        &[reg_of_case(reg(1, 5, 0), "B")],
        &[(1, 1, P3, true)],
    );
    let found = found(&rows, &[reg_of_case(reg(1, 5, 0), "B")], &[]);
    assert!(found[0].is_same_day && found[0].is_other_case);
}

#[test]
fn a_proposal_reaches_over_days_off_but_over_no_working_day() {
    // 9 October 2026 (a Friday) is a day off, 12 October a Monday.
    check(&[log(1, 12, 0)], &[reg(1, 8, 0)], &[(1, 1, P3, true)]);
    check(&[log(1, 13, 0)], &[reg(1, 8, 0)], &[]);
    check(&[log(1, 7, 0)], &[reg(1, 8, 0)], &[(1, 1, P3, true)]);
}

#[test]
fn a_proposal_reaches_over_the_edge_of_the_month() {
    let mut before = reg(1, 1, 0);
    before.day = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    check(&[log(1, 1, 0)], &[before.clone()], &[(1, 1, P3, true)]);
    // Unless a row of that month has it.
    for standing in [Standing::Neighbour, Standing::Frozen(Some(number(1)))] {
        let mut other = log(7, 1, 0);
        other.id.period = Period::new(2026, 9).unwrap();
        other.day = before.day;
        other.standing = standing;
        check(&[other, log(1, 1, 0)], &[before.clone()], &[]);
    }
}

#[test]
fn a_frozen_row_is_never_matched_anew() {
    let mut frozen = log(7, 1, 0);
    frozen.standing = Standing::Frozen(None);
    check(
        &[frozen, log(1, 1, 900)],
        &[reg(1, 1, 0)],
        &[(1, 1, P2, false)],
    );
}

#[test]
fn a_retry_joins_the_nearest_paired_row_within_half_an_hour() {
    let register = [reg(1, 5, 10_000), reg(2, 5, 13_000)];
    let rows = [
        log(1, 5, 10_000),
        log(2, 5, 13_000),
        log(3, 5, 11_400),
        log(4, 5, 14_800),
        log(5, 5, 14_801),
    ];
    let expected = [
        (1, 1, P2, false),
        (2, 2, P2, false),
        (3, 1, RETRY, false),
        (4, 2, RETRY, false),
    ];
    check(&rows, &register, &expected);
    // As far from both: the earlier. Of another case: not at all.
    let mut rows = [log(1, 5, 10_000), log(2, 5, 13_000), log(3, 5, 11_500)];
    assert_eq!(short(&found(&rows, &register, &[]))[2].1, 1);
    rows[2] = of_case(rows[2].clone(), "B");
    let register = register.map(|line| reg_of_case(line, "A"));
    assert_eq!(found(&rows, &register, &[]).len(), 2);
}

#[test]
fn a_retry_after_a_number_needs_the_day_of_the_paired_row() {
    let rows = [numbered(log(1, 20, 0), 1), log(2, 20, 60), log(3, 5, 60)];
    check(
        &rows,
        &[reg(1, 5, 60)],
        &[(1, 1, P1, false), (2, 1, RETRY, false)],
    );
}

#[test]
fn a_retry_of_a_proposal_is_a_proposal_until_a_person_confirms() {
    let rows = [log(1, 7, 0), log(2, 7, 60)];
    let register = [reg(1, 8, 0)];
    // The nearer of the two is proposed, the other retried it.
    check(&rows, &register, &[(1, 1, RETRY, true), (2, 1, P3, true)]);
    let confirmed = [decided(2, 1, Answer::Confirmed)];
    assert_eq!(
        short(&found(&rows, &register, &confirmed)),
        [(1, 1, RETRY, false), (2, 1, Pass::Confirmed, false)]
    );
}

#[test]
fn a_refused_proposal_is_never_made_again() {
    let rows = [log(1, 7, 0), log(2, 7, 60)];
    let register = [reg(1, 8, 0)];
    let refused = [decided(2, 1, Answer::Refused)];
    assert_eq!(
        short(&found(&rows, &register, &refused)),
        [(1, 1, P3, true)]
    );
    let both = [
        decided(2, 1, Answer::Refused),
        decided(1, 1, Answer::Refused),
    ];
    assert_eq!(found(&rows, &register, &both), []);
}

#[test]
fn a_confirmed_pair_stays_when_a_better_registration_comes() {
    let rows = [log(1, 7, 0)];
    let confirmed = [decided(1, 1, Answer::Confirmed)];
    let register = [reg(1, 8, 0), reg(2, 7, 0)];
    assert_eq!(
        short(&found(&rows, &register, &confirmed)),
        [(1, 1, Pass::Confirmed, false)]
    );
    // Its registration has been voided: the row is matched anew.
    assert_eq!(
        short(&found(&rows, &register[1..], &confirmed)),
        [(1, 2, P2, false)]
    );
}

#[test]
fn a_registration_counts_as_before_the_query_only_when_it_was_made_here_and_then() {
    let queried = Moment(10_000);
    assert_eq!(timing(queried, None), Timing::Imported);
    assert_eq!(timing(queried, Some(Moment(10_999))), Timing::Before);
    assert_eq!(timing(queried, Some(Moment(11_000))), Timing::After);
}

/// A block that no office has must not hold up the month.
#[test]
fn a_hundred_thousand_equal_rows_are_matched_in_seconds() {
    let rows: Vec<LogLine> = (1..=100_000).map(|seq| log(seq, 5, 0)).collect();
    let register: Vec<RegLine> = (1..=60_000).map(|serial| reg(serial, 5, 0)).collect();
    let found = found(&rows, &register, &[]);
    let of = |pass: Pass| found.iter().filter(|found| found.pass == pass).count();
    assert_eq!((of(P2), of(RETRY)), (60_000, 40_000));
    let register: Vec<RegLine> = (1..=60_000).map(|serial| reg(serial, 6, 0)).collect();
    assert_eq!(self::found(&rows, &register, &[]).len(), 100_000);
}

#[test]
fn a_large_block_of_many_cases_still_has_as_many_pairs_as_possible() {
    let cases = ["A", "B", "C"];
    let rows: Vec<LogLine> = (0..900)
        .map(|seq| match seq % 4 {
            3 => log(seq, 5, seq),
            class => of_case(log(seq, 5, seq), cases[usize::try_from(class).unwrap()]),
        })
        .collect();
    let register: Vec<RegLine> = (0..900)
        .map(|serial| match serial % 3 {
            2 => reg(serial, 5, serial),
            class => reg_of_case(
                reg(serial, 5, serial),
                cases[usize::try_from(class).unwrap()],
            ),
        })
        .collect();
    let found = found(&rows, &register, &[]);
    let pairs = found.iter().filter(|found| found.pass == P2).count();
    // A and B: 225 rows each to 300; C: 225 rows to the 300 without a case; 225 rows without a case to the rest.
    assert_eq!(pairs, 900);
}

#[test]
fn of_two_rows_of_one_second_their_content_says_which_is_the_pair() {
    let numbered = |seq| LogLine {
        number: Some(number(3)),
        ..log(seq, 6, 0)
    };
    let plain_pass = |rows: &[LogLine]| {
        let plain = rows.iter().find(|row| row.number.is_none()).unwrap();
        let found = found(rows, &[reg(1, 6, 0)], &[]);
        found
            .iter()
            .find(|found| found.row == plain.id)
            .unwrap()
            .pass
    };
    assert_eq!(plain_pass(&[numbered(1), log(2, 6, 0)]), P2);
    assert_eq!(plain_pass(&[log(1, 6, 0), numbered(2)]), P2);
}

fn lines() -> impl Strategy<Value = (Vec<LogLine>, Vec<RegLine>)> {
    let case = || prop::option::of(prop::sample::select(vec!["A", "B"]));
    let log_line = (
        5_u32..=8,
        0_u32..4,
        case(),
        prop::option::weighted(0.1, 1_u32..4),
    );
    let reg_line = (5_u32..=8, prop::option::weighted(0.8, 0_u32..4), case());
    let log_lines = prop::collection::vec(log_line, 0..9).prop_map(|rows| {
        let rows = rows.into_iter().zip(1..);
        rows.map(|((day, quarter, case, serial), seq)| LogLine {
            case_key: case.map(str::to_owned),
            number: serial.map(number),
            ..log(seq, day, quarter * 900)
        })
        .collect()
    });
    let reg_lines = prop::collection::vec(reg_line, 0..7).prop_map(|rows| {
        let rows = rows.into_iter().zip(1..);
        rows.map(|((day, quarter, case), serial)| RegLine {
            secs: quarter.map(|quarter| quarter * 900),
            case_key: case.map(str::to_owned),
            ..reg(serial, day, 0)
        })
        .collect()
    });
    (log_lines, reg_lines)
}

proptest! {
    /// Rows equal in everything but their number are one row to the reader, so the answer is compared by content.
    #[test]
    fn no_order_of_rows_changes_which_of_them_match(
        ((log, register), (log_order, register_order)) in lines().prop_flat_map(|(log, register)| {
            let orders = (Just(log.clone()).prop_shuffle(), Just(register.clone()).prop_shuffle());
            (Just((log, register)), orders)
        })
    ) {
        let content = |rows: &[LogLine], found: Vec<Match>| {
            let mut content: Vec<_> = found
                .into_iter()
                .map(|found| {
                    let row = rows.iter().find(|row| row.id == found.row).unwrap();
                    let texts = (row.day, row.secs, row.case_key.clone(), row.number.clone());
                    (texts, found.number, found.pass, found.state)
                })
                .collect();
            content.sort();
            content
        };
        let mut renumbered = log_order;
        for (row, seq) in renumbered.iter_mut().zip(1..) {
            row.id.seq = seq;
        }
        let first = content(&log, found(&log, &register, &[]));
        let second = content(&renumbered, found(&renumbered, &register_order, &[]));
        prop_assert_eq!(first, second);
    }

    #[test]
    fn a_row_has_one_registration_and_a_pair_uses_it_once((log, register) in lines()) {
        let found = found(&log, &register, &[]);
        let mut rows: Vec<u32> = found.iter().map(|found| found.row.seq).collect();
        rows.dedup();
        prop_assert_eq!(rows.len(), found.len());
        let is_pair = |found: &&Match| matches!(found.pass, Pass::P2 | Pass::P3);
        let mut pairs: Vec<&str> = found.iter().filter(is_pair).map(|found| found.number.as_str()).collect();
        pairs.sort_unstable();
        let before = pairs.len();
        pairs.dedup();
        prop_assert_eq!(pairs.len(), before);
    }
}
