//! Rules that look at many rows: an account's times, a subject's askers, a case's clerks. Rows are small; each function
//! takes them in the order that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hit, Rule, Thresholds};

/// A query in few bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    pub seq: u32,
    /// The account by its place in a list.
    pub account: u32,
    /// Seconds since the month began.
    pub at: u32,
    /// The identifier, see [`pack`].
    pub subject: u128,
    /// The case, hashed; 0 without one.
    pub case: u32,
    /// 查無資料.
    pub is_empty_handed: bool,
}

const DAY: u32 = 86_400;

/// An identifier of at most sixteen ASCII characters as a number; `None` for any other, which no rule compares.
pub fn pack(subject: &str) -> Option<u128> {
    let is_short = subject.len() <= 16 && subject.is_ascii() && !subject.is_empty();
    is_short.then(|| {
        subject
            .bytes()
            .fold(0_u128, |packed, byte| packed << 8 | u128::from(byte))
    })
}

/// Whether two identifiers are of one length and differ in one character.
fn is_alike(one: u128, other: u128) -> bool {
    let length = |packed: u128| packed.leading_zeros() / 8;
    let differing = (one ^ other).to_be_bytes();
    length(one) == length(other) && differing.iter().filter(|byte| **byte != 0).count() == 1
}

/// R13, R14 and R18, of rows in order of account and time.
pub fn of_accounts(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    for account in rows.chunk_by(|one, next| one.account == next.account) {
        burst(account, thresholds, hits);
        probing(account, thresholds, hits);
        repeated(account, thresholds, hits);
    }
}

/// Where a window of so many seconds that ends with each row begins.
fn windows(rows: &[Asking], seconds: u32) -> Vec<usize> {
    let mut first = 0_usize;
    rows.iter()
        .map(|row| {
            while rows
                .get(first)
                .is_some_and(|begin| begin.at.saturating_add(seconds) < row.at)
            {
                first = first.saturating_add(1);
            }
            first
        })
        .collect()
}

fn minutes(thresholds: &Thresholds, rule: Rule) -> u32 {
    thresholds.get(rule, "minutes").saturating_mul(60)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// R13: more than so many rows in so many minutes, and more than the account's own 99th percentile.
fn burst(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let most = thresholds.get(Rule::R13, "rows");
    if small(rows.len()) <= most {
        return;
    }
    let begins = windows(rows, minutes(thresholds, Rule::R13));
    let counts: Vec<u32> = (1_usize..)
        .zip(&begins)
        .map(|(end, begin)| small(end.saturating_sub(*begin)))
        .collect();
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let place = sorted.len().saturating_sub(1).saturating_mul(99) / 100;
    let usual = sorted.get(place).copied().unwrap_or_default();
    for (row, count) in rows.iter().zip(counts) {
        if count > most && count > usual {
            hits.push(Hit {
                seq: row.seq,
                rule: Rule::R13,
                saw: [count, thresholds.get(Rule::R13, "minutes")],
            });
        }
    }
}

/// Rows of a window that are compared; more in ten minutes is a burst, not probing.
const COMPARED: usize = 200;

/// R18: so many rows without a result, or so many identifiers that differ by one character.
fn probing(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let (empty_handed, alike) = (
        thresholds.get(Rule::R18, "no_result"),
        thresholds.get(Rule::R18, "alike"),
    );
    let begins = windows(rows, minutes(thresholds, Rule::R18));
    for (end, begin) in begins.into_iter().enumerate() {
        let window = rows.get(begin..=end).unwrap_or_default();
        let window = window
            .get(window.len().saturating_sub(COMPARED)..)
            .unwrap_or_default();
        let Some(row) = window.last() else { continue };
        let without = small(window.iter().filter(|it| it.is_empty_handed).count());
        let others: BTreeSet<u128> = window
            .iter()
            .map(|it| it.subject)
            .filter(|subject| is_alike(*subject, row.subject))
            .collect();
        let near = small(others.len()).saturating_add(1);
        let saw = if row.is_empty_handed && without >= empty_handed {
            [without, 0]
        } else if near >= alike {
            [0, near]
        } else {
            continue;
        };
        hits.push(Hit {
            seq: row.seq,
            rule: Rule::R18,
            saw,
        });
    }
}

/// R14: one account asks for one subject on several days under several cases.
fn repeated(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let least = thresholds.get(Rule::R14, "days");
    let cases = thresholds.get(Rule::R14, "cases");
    let within = thresholds.get(Rule::R14, "within");
    let mut sorted: Vec<&Asking> = rows.iter().filter(|row| row.subject != 0).collect();
    sorted.sort_by_key(|row| (row.subject, row.at, row.seq));
    for same in sorted.chunk_by(|one, next| one.subject == next.subject) {
        if small(same.len()) < least {
            continue;
        }
        let in_window = |row: &&&Asking, last: u32| {
            (row.at / DAY).saturating_add(within) > last && row.at / DAY <= last
        };
        for row in same {
            let day = row.at / DAY;
            let window: Vec<&&Asking> = same.iter().filter(|it| in_window(it, day)).collect();
            let days: BTreeSet<u32> = window.iter().map(|it| it.at / DAY).collect();
            let own: BTreeSet<u32> = window.iter().map(|it| it.case).collect();
            if small(days.len()) >= least && small(own.len()) >= cases {
                hits.push(Hit {
                    seq: row.seq,
                    rule: Rule::R14,
                    saw: [small(days.len()), small(own.len())],
                });
            }
        }
    }
}

/// R15, of rows in order of subject and time: several accounts on one subject within some days, under several cases.
pub fn of_subjects(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let least = thresholds.get(Rule::R15, "accounts");
    for same in rows.chunk_by(|one, next| one.subject == next.subject) {
        let is_comparable = same.first().is_some_and(|row| row.subject != 0);
        if is_comparable && small(same.len()) >= least {
            shared(same, thresholds, hits);
        }
    }
}

fn shared(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let accounts = thresholds.get(Rule::R15, "accounts");
    let cases = thresholds.get(Rule::R15, "cases");
    let within = thresholds.get(Rule::R15, "within");
    let mut in_window: (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = Default::default();
    let (mut first, mut named) = (0_usize, 0_usize);
    for (end, row) in rows.iter().enumerate() {
        count(&mut in_window.0, row.account);
        count(&mut in_window.1, row.case);
        while let Some(begin) = rows
            .get(first)
            .filter(|begin| (begin.at / DAY).saturating_add(within) <= row.at / DAY)
        {
            uncount(&mut in_window.0, begin.account);
            uncount(&mut in_window.1, begin.case);
            first = first.saturating_add(1);
        }
        let saw = [small(in_window.0.len()), small(in_window.1.len())];
        if saw.first() < Some(&accounts) || saw.last() < Some(&cases) {
            continue;
        }
        // Every row of the window belongs to it; those that were named before are not named again.
        let from = first.max(named);
        for row in rows.get(from..=end).unwrap_or_default() {
            let (seq, rule) = (row.seq, Rule::R15);
            hits.push(Hit { seq, rule, saw });
        }
        named = end.saturating_add(1);
    }
}

fn count(counts: &mut BTreeMap<u32, u32>, key: u32) {
    let number = counts.entry(key).or_insert(0);
    *number = number.saturating_add(1);
}

fn uncount(counts: &mut BTreeMap<u32, u32>, key: u32) {
    if let Some(number) = counts.get_mut(&key) {
        *number = number.saturating_sub(1);
        if *number == 0 {
            counts.remove(&key);
        }
    }
}

/// R11, of rows in order of case: rows of a case that another account mostly works on, to be looked at for 分案依據.
pub fn of_cases(rows: &[Asking], thresholds: &Thresholds, hits: &mut Vec<Hit>) {
    let least = thresholds.get(Rule::R11, "rows");
    for same in rows.chunk_by(|one, next| one.case == next.case) {
        if same.first().is_none_or(|row| row.case == 0) {
            continue;
        }
        let mut accounts = BTreeMap::new();
        for row in same {
            count(&mut accounts, row.account);
        }
        let most = accounts.values().copied().max().unwrap_or_default();
        let leads = accounts.values().filter(|number| **number == most).count();
        if accounts.len() < 2 || leads > 1 || most < least {
            continue;
        }
        for row in same {
            let own = accounts.get(&row.account).copied().unwrap_or_default();
            if own < most {
                hits.push(Hit {
                    seq: row.seq,
                    rule: Rule::R11,
                    saw: [own, most],
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seq: u32, account: u32, at: u32, subject: &str) -> Asking {
        Asking {
            seq,
            account,
            at,
            subject: pack(subject).unwrap(),
            case: seq,
            is_empty_handed: false,
        }
    }

    fn of(rule: Rule, hits: &[Hit]) -> Vec<u32> {
        let mut found: Vec<u32> = hits
            .iter()
            .filter(|hit| hit.rule == rule)
            .map(|hit| hit.seq)
            .collect();
        found.sort_unstable();
        found
    }

    fn accounts(rows: &[Asking]) -> Vec<Hit> {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.account, row.at, row.seq));
        let mut hits = Vec::new();
        of_accounts(&rows, &Thresholds::default(), &mut hits);
        hits
    }

    #[test]
    fn a_burst_is_more_than_eight_rows_in_ten_minutes_and_more_than_usual() {
        let calm = (1..=200).map(|seq| row(seq, 1, seq * 3_600, &format!("A1{seq:08}")));
        let burst = (201..=209).map(|seq| row(seq, 1, 800_000 + seq, &format!("A1{seq:08}")));
        let rows: Vec<Asking> = calm.chain(burst).collect();
        let hits = accounts(&rows);
        assert_eq!(of(Rule::R13, &hits), [209], "the ninth within ten minutes");
        let hit = hits.iter().find(|hit| hit.rule == Rule::R13).unwrap();
        assert_eq!(hit.saw, [9, 10]);
        // An account that always works so makes no burst.
        let busy: Vec<Asking> = (1..=200)
            .map(|seq| row(seq, 1, seq * 60, &format!("A1{seq:08}")))
            .collect();
        assert_eq!(of(Rule::R13, &accounts(&busy)), Vec::<u32>::new());
    }

    #[test]
    fn five_rows_without_a_result_or_four_alike_identifiers_in_ten_minutes_are_probing() {
        let without = |seq: u32, at: u32| Asking {
            is_empty_handed: true,
            ..row(
                seq,
                1,
                at,
                &format!(
                    "A1{}",
                    u64::from(seq) * 37_777_777 % 90_000_000 + 10_000_000
                ),
            )
        };
        let five: Vec<Asking> = (1..=5).map(|seq| without(seq, seq * 100)).collect();
        assert_eq!(of(Rule::R18, &accounts(&five)), [5]);
        let slow: Vec<Asking> = (1..=5).map(|seq| without(seq, seq * 700)).collect();
        assert_eq!(of(Rule::R18, &accounts(&slow)), Vec::<u32>::new());
        let alike: Vec<Asking> = (1..=4)
            .map(|seq| row(seq, 1, seq * 10, &format!("A12345678{seq}")))
            .collect();
        assert_eq!(of(Rule::R18, &accounts(&alike)), [4]);
        assert_eq!(of(Rule::R18, &accounts(&alike[..3])), Vec::<u32>::new());
    }

    #[test]
    fn one_subject_on_three_days_under_two_cases_is_named() {
        let on = |seq: u32, day: u32, case: u32| Asking {
            case,
            ..row(seq, 1, day * DAY + 36_000, "A123456789")
        };
        let hits = accounts(&[on(1, 1, 7), on(2, 3, 8), on(3, 9, 7)]);
        assert_eq!(of(Rule::R14, &hits), [3]);
        let one_case = accounts(&[on(1, 1, 7), on(2, 3, 7), on(3, 9, 7)]);
        assert_eq!(of(Rule::R14, &one_case), Vec::<u32>::new());
        let one_day = accounts(&[on(1, 1, 7), on(2, 1, 8), on(3, 1, 9)]);
        assert_eq!(of(Rule::R14, &one_day), Vec::<u32>::new());
    }

    fn subjects(rows: &[Asking]) -> Vec<u32> {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.subject, row.at, row.seq));
        let mut hits = Vec::new();
        of_subjects(&rows, &Thresholds::default(), &mut hits);
        of(Rule::R15, &hits)
    }

    #[test]
    fn three_accounts_on_one_subject_in_a_week_under_two_cases_are_named_each() {
        let by = |seq: u32, account: u32, day: u32, case: u32| Asking {
            case,
            ..row(seq, account, day * DAY, "A123456789")
        };
        assert_eq!(
            subjects(&[by(1, 1, 1, 7), by(2, 2, 3, 7), by(3, 3, 7, 8)]),
            [1, 2, 3]
        );
        let late = subjects(&[by(1, 1, 1, 7), by(2, 2, 3, 7), by(3, 3, 8, 8)]);
        assert_eq!(late, Vec::<u32>::new(), "the eighth day is too late");
        let one_case = subjects(&[by(1, 1, 1, 7), by(2, 2, 3, 7), by(3, 3, 4, 7)]);
        assert_eq!(one_case, Vec::<u32>::new());
        let more = subjects(&[
            by(1, 1, 1, 7),
            by(2, 2, 2, 8),
            by(3, 3, 3, 8),
            by(4, 1, 4, 7),
        ]);
        assert_eq!(more, [1, 2, 3, 4]);
    }

    #[test]
    fn a_case_that_another_mostly_works_on_is_named_for_the_few() {
        let of_case = |seq: u32, account: u32| Asking {
            case: 9,
            ..row(seq, account, seq, "A123456789")
        };
        let mut hits = Vec::new();
        let usual = Thresholds::default();
        let four = [of_case(1, 1), of_case(2, 1), of_case(3, 2), of_case(4, 1)];
        of_cases(&four, &usual, &mut hits);
        assert_eq!(of(Rule::R11, &hits), [3]);
        hits.clear();
        of_cases(&four[..3], &usual, &mut hits);
        assert_eq!(hits, [], "two rows are not much");
        of_cases(&[of_case(1, 1), of_case(2, 2)], &usual, &mut hits);
        assert_eq!(hits, [], "nobody leads");
    }

    #[test]
    fn identifiers_are_compared_character_by_character() {
        let packed = |text: &str| pack(text).unwrap();
        assert!(is_alike(packed("A123456789"), packed("A123456780")));
        assert!(!is_alike(packed("A123456789"), packed("A123456789")));
        assert!(!is_alike(packed("A123456789"), packed("A123456798")));
        assert!(!is_alike(packed("A12345678"), packed("A123456789")));
        assert_eq!(pack("ABCDEFGHIJKLMNOPQ"), None);
        assert_eq!(pack("王"), None);
    }
}
