//! A whole made-up month: what the register and the downloaded log hold, and what reconciling them finds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::domain::identity::Subject;
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::normal::{case_key, group_key, norm_text, split_case_reason};

type Key = Option<[u8; 16]>;

#[derive(Default)]
struct Lines {
    log: Vec<LogLine>,
    register: Vec<RegLine>,
}

fn day(text: &str) -> NaiveDate {
    let number: u32 = text.parse().unwrap();
    let year = i32::try_from(number / 10_000).unwrap() + 1911;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100).unwrap()
}

fn secs(text: &str) -> u32 {
    let number: u32 = text.parse().unwrap();
    number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100
}

fn key(account: &str, subject: &str, item: &str) -> Key {
    group_key(account, &Subject::from_condition(subject), item)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let records = reader.records().map(Result::unwrap);
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn log_rows() -> Vec<Vec<String>> {
    let all = rows(include_str!(
        "../../../tests/fixtures/samples/weblog-11510-bom.csv"
    ));
    let is_data = |row: &Vec<String>| row[1].parse::<u32>().is_ok();
    all.into_iter().filter(is_data).collect()
}

fn groups() -> BTreeMap<Key, Lines> {
    let mut groups: BTreeMap<Key, Lines> = BTreeMap::new();
    let period = Period::new(2026, 10).unwrap();
    for (index, row) in log_rows().iter().enumerate() {
        let seq = u32::try_from(index + 1).unwrap();
        let (case, reason) = split_case_reason(&row[5]);
        let group = groups.entry(key(&row[0], &row[4], &row[3])).or_default();
        group.log.push(LogLine {
            id: LogId { period, seq },
            standing: Standing::OfMonth,
            day: day(&row[1]),
            secs: secs(&row[2]),
            case_key: case.and_then(case_key),
            number: RegisterNo::find_in(&row[5]).map(|number| number.to_string()),
            texts: [case.unwrap_or_default(), reason, &row[6]].map(norm_text),
        });
    }
    let register = rows(include_str!(
        "../../../tests/fixtures/samples/register-11510.csv"
    ));
    for row in register.iter().skip(1) {
        let group = groups.entry(key(&row[1], &row[6], &row[5])).or_default();
        group.register.push(RegLine {
            number: row[0].clone(),
            version: 1,
            day: day(&row[3]),
            secs: Some(secs(&row[4])),
            case_key: case_key(&row[7]),
            registered_at: None,
        });
    }
    groups
}

#[test]
fn a_whole_month_is_reconciled_as_its_truth_says() {
    let truth: Value = serde_json::from_str(include_str!(
        "../../../tests/fixtures/samples/truth-11510.json"
    ))
    .unwrap();
    let calendar = Calendar::embedded();
    let mut found: Vec<Match> = Vec::new();
    let mut register = BTreeSet::new();
    for lines in groups().values() {
        let group = Group {
            log: &lines.log,
            register: &lines.register,
            decisions: &[],
        };
        found.extend(match_group(group, &calendar));
        register.extend(lines.register.iter().map(|line| line.number.clone()));
    }
    let count = |pass: Pass, state: MatchState| {
        let is_such = |found: &&Match| (found.pass, found.state) == (pass, state);
        found.iter().filter(is_such).count()
    };
    assert_eq!(count(Pass::P1, MatchState::Matched), 188);
    assert_eq!(count(Pass::P2, MatchState::Matched), 180);
    assert_eq!(count(Pass::Retry, MatchState::Matched), 7);
    assert_eq!(count(Pass::P3, MatchState::Proposed), 18);
    assert_eq!(count(Pass::Retry, MatchState::Proposed), 1);
    assert_eq!(found.len(), 394);

    let joined: BTreeSet<u32> = found.iter().map(|found| found.row.seq).collect();
    let unregistered: BTreeSet<Vec<String>> = log_rows()
        .into_iter()
        .zip(1_u32..)
        .filter(|(_row, seq)| !joined.contains(seq))
        .map(|(row, _seq)| row[..5].to_vec())
        .collect();
    let expected: BTreeSet<Vec<String>> =
        serde_json::from_value(truth["unregistered"].clone()).unwrap();
    assert_eq!(unregistered, expected);

    for found in &found {
        register.remove(&found.number);
    }
    let not_performed: BTreeSet<String> =
        serde_json::from_value(truth["not_performed"].clone()).unwrap();
    assert_eq!(register, not_performed);
}
