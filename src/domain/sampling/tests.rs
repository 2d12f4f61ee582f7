//! The published vectors and every way in which a seed text may be wrong.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::domain::monthly_check::{Cover, risk_beside};

fn vectors() -> Value {
    serde_json::from_str(include_str!(
        "../../../tests/fixtures/vectors/sampling.json"
    ))
    .unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().unwrap().iter();
    items
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

fn ids(text: &SeedText, drawn: &[u32]) -> Vec<String> {
    drawn.iter().map(|seq| text.row_id(*seq)).collect()
}

#[track_caller]
fn check(case: &Value) -> SeedText {
    let written = case["seed_text"].as_str().unwrap();
    let text = SeedText::parse(written.as_bytes()).unwrap();
    assert_eq!(text.write(), written);
    assert_eq!(text.seed(), case["seed"].as_str().unwrap());
    assert_eq!(text.check_reveal(), Ok(()));
    assert_eq!(ids(&text, &draw(&text)), texts(&case["sample"]));
    text
}

#[test]
fn the_sample_size_is_three_in_a_hundred_and_at_least_ten() {
    let vectors = vectors();
    for (rows, drawn) in vectors["n_table"].as_object().unwrap() {
        assert_eq!(
            Some(sample_size(rows.parse().unwrap())),
            drawn.as_u64(),
            "{rows}"
        );
    }
    assert!(sample_size(u64::MAX) > u64::MAX / 34);
}

#[test]
fn every_published_case_draws_its_sample_in_its_order() {
    for case in vectors()["cases"].as_array().unwrap() {
        let text = check(case);
        assert_eq!(u64::from(text.rows), case["N"].as_u64().unwrap());
        assert_eq!(u64::from(text.sample_size()), case["n"].as_u64().unwrap());
        let all = ids(&text, &order(&text));
        let mut hasher = Sha256::new();
        for id in &all {
            hasher.update(id);
            hasher.update("\n");
        }
        let digest = HEXLOWER.encode(&hasher.finalize());
        assert_eq!(digest, case["order_sha256"].as_str().unwrap());
        if let Some(order) = case.get("order") {
            assert_eq!(all, texts(order));
        }
        let tickets = Tickets::of(&text);
        for (seq, pair) in draw(&text)
            .iter()
            .zip(case["tickets_first3"].as_array().unwrap())
        {
            assert_eq!(
                HEXLOWER.encode(&tickets.ticket(*seq)),
                pair[1].as_str().unwrap()
            );
        }
    }
}

#[test]
fn each_assurance_level_and_a_late_supplement_draw_their_samples() {
    let vectors = vectors();
    let levels = vectors["assurance_levels_N334"].as_array().unwrap();
    let predictable: Vec<bool> = levels
        .iter()
        .map(|level| check(level).is_predictable())
        .collect();
    assert_eq!(predictable, [true, false, false]);
    assert_eq!(check(&vectors["late_supplement"]).period, "2026-10S1");
}

#[test]
fn a_commitment_is_the_hash_of_its_secret() {
    let rule = &vectors()["commit_rule"];
    let read = |key: &str| hex(rule[key].as_str().unwrap()).unwrap();
    assert_eq!(commit_of(&read("reveal")), read("commit"));
    let mut text = level(2);
    text.pledge.as_mut().unwrap().reveal[0] ^= 1;
    let again = SeedText::parse(text.write().as_bytes()).unwrap();
    assert_eq!(again.check_reveal(), Err(RevealFault));
}

#[test]
fn a_public_result_is_normalised_and_has_the_declared_length() {
    for pair in vectors()["normalise_public"].as_array().unwrap() {
        assert_eq!(
            normalise_public(pair[0].as_str().unwrap()),
            pair[1].as_str().unwrap()
        );
    }
    let source: PublicSource = "539-115000270/10".parse().unwrap();
    assert_eq!(source.to_string(), "539-115000270/10");
    assert_eq!(
        source.accept("０８ 14 21-33 39").unwrap().result,
        "0814213339"
    );
    let wrong = WrongDigits {
        declared: 10,
        typed: 2,
    };
    assert_eq!(source.accept("08"), Err(wrong));
    let long = format!("{}/1", "a".repeat(41));
    for bad in [
        "", "dice", "/6", "dice/", "dice/0", "dice/65", "dice/+6", "dice/06", "-/6", "骰子/6",
        "a b/6", "a/6/6", &long,
    ] {
        assert!(bad.parse::<PublicSource>().is_err(), "{bad}");
    }
}

fn level(index: usize) -> SeedText {
    let vectors = vectors();
    let written = vectors["assurance_levels_N334"][index]["seed_text"]
        .as_str()
        .unwrap();
    SeedText::parse(written.as_bytes()).unwrap()
}

#[test]
fn any_other_spelling_of_a_seed_text_is_refused() {
    let good = level(2).write();
    let swap = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let commit = good
        .lines()
        .find(|line| line.starts_with("commit="))
        .unwrap();
    let reveal = good
        .lines()
        .find(|line| line.starts_with("reveal="))
        .unwrap();
    for bad in [
        String::new(),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("\u{feff}{good}"),
        format!("{good}more=1\n"),
        good.replace('\n', "\r\n"),
        swap("webir-sample/1", "webir-sample/2"),
        swap("agency=LAB", "agency="),
        swap("agency=LAB", "agency=Lab"),
        swap("agency=", "agency ="),
        swap("2026-10", "2026-1"),
        swap("2026-10", "2026-10S0"),
        swap("2026-10", "2026-10S01"),
        swap("2026-10", "2026-10S"),
        swap("2026-10", "2026-10s1"),
        swap("2026-10", "２026-10"),
        swap("round=1", "round=2"),
        swap("N=334", "N=0334"),
        swap("N=334", "N=+334"),
        swap("N=334", "N="),
        swap("min10", "min11"),
        swap("chain=1f", "chain=1F"),
        swap("chain=1f", "chain=1"),
        swap(commit, "commit=-"),
        swap(reveal, "reveal=-"),
        swap("source=539-115000270", "source=-"),
        swap("source=539-115000270", "source="),
        swap("source=539-115000270", "source=a b"),
        swap("public=0814213339", "public=-"),
        swap("public=0814213339", "public="),
        swap("public=0814213339", "public=08a4"),
    ] {
        assert_eq!(
            SeedText::parse(bad.as_bytes()),
            Err(SeedFault::Form),
            "{bad}"
        );
    }
    assert_eq!(
        SeedText::parse(b"webir-sample/1\xff\n"),
        Err(SeedFault::Form)
    );
    for rows in ["N=10000001", "N=99999999999999999999"] {
        let text = swap("N=334", rows);
        assert_eq!(
            SeedText::parse(text.as_bytes()),
            Err(SeedFault::TooManyRows)
        );
    }
    // The published expression knows no calendar and no length of an agency.
    for fine in [
        swap("2026-10", "2026-13"),
        swap("2026-10", "0000-00S12"),
        swap("LAB", "ABCDEFGH"),
        swap("N=334", "N=10000000"),
    ] {
        assert!(SeedText::parse(fine.as_bytes()).is_ok(), "{fine}");
    }
}

#[test]
fn a_longer_beginning_of_the_order_begins_with_the_shorter() {
    let text = level(2);
    let all = order(&text);
    let mut sorted = all.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=334).collect::<Vec<u32>>());
    for count in [0, 1, 11, 22, 44, 333] {
        let first = first_of_order(&text, count);
        assert!(all.starts_with(&first) && first.len() == usize::try_from(count).unwrap());
    }
}

/// The vectors' month of 334 rows whose order the groups are drawn from.
fn month_of_the_strata(vectors: &Value) -> SeedText {
    let levels = vectors["assurance_levels_N334"].as_array().unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let seed = &vectors["strata_N334"]["seed"];
    let mut all = levels.iter().chain(cases);
    let found = all.find(|case| case["seed"] == *seed).unwrap();
    SeedText::parse(found["seed_text"].as_str().unwrap().as_bytes()).unwrap()
}

fn account_of(seq: u32) -> String {
    let place = if seq <= 300 { seq % 4 } else { 4 + seq % 12 };
    format!("U{place:02}")
}

#[test]
fn the_groups_beside_the_sample_are_those_of_the_vectors() {
    let vectors = vectors();
    let strata = &vectors["strata_N334"];
    let text = month_of_the_strata(&vectors);
    let (order, base) = (Order::of(&text), draw(&text));
    let ids = |rows: &[u32]| ids(&text, rows);
    assert_eq!(ids(&base), texts(&strata["base"]));
    let base: BTreeSet<u32> = base.into_iter().collect();
    let flagged = strata["flagged"].as_object().unwrap().keys();
    let flagged: Vec<u32> = flagged.map(|id| id[8..].parse().unwrap()).collect();
    let risk = risk_beside(&order, &base, flagged);
    let walked = base.iter().chain(&risk).map(|seq| account_of(*seq));
    let mut cover = Cover::beside(&order, walked.collect());
    // Whatever the order in which the rows are seen.
    for seq in (1..=334).rev() {
        cover.see(seq, account_of(seq));
    }
    let cover = cover.rows();
    let extra = |group: &str| -> Vec<String> {
        let all = strata["extra"].as_array().unwrap().iter();
        let own = all.filter(|row| row[1] == group);
        own.map(|row| row[0].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&risk), extra("RISK"));
    assert_eq!(ids(&cover), extra("COVER"));
    let total = strata["total"].as_u64().unwrap();
    assert_eq!(
        base.len() + risk.len() + cover.len(),
        usize::try_from(total).unwrap()
    );
}

#[test]
fn one_account_s_rows_stand_in_the_whole_order_as_they_would_alone() {
    let vectors = vectors();
    let subset = &vectors["subset_consistency"];
    let text = month_of_the_strata(&vectors);
    let account = subset["account"].as_str().unwrap();
    let own = order(&text)
        .into_iter()
        .filter(|seq| account_of(*seq) == account);
    let first: Vec<String> = own.take(5).map(|seq| text.row_id(seq)).collect();
    assert_eq!(first, texts(&subset["first5"]));
    let places = Order::of(&text);
    let mut alone: Vec<u32> = (1..=334)
        .filter(|seq| account_of(*seq) == account)
        .collect();
    alone.sort_by_key(|seq| places.place(*seq));
    let alone: Vec<String> = alone.iter().take(5).map(|seq| text.row_id(*seq)).collect();
    assert_eq!(alone, first);
}
