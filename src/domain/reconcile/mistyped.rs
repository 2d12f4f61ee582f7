//! P4: the same account, item and day, and identifiers that differ by one character of which one cannot be right. Such a
//! query was mistyped and asked again; a person says whether it was.
//!
//! The answer is the same for every order of the rows given.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::identity::Subject;

/// A log row without a registration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoneRow {
    /// Account, item and day, as one value.
    pub block: u64,
    /// Seconds since midnight.
    pub secs: u32,
    /// Case, reason and result settle ties.
    pub texts: [String; 3],
    pub subject: String,
    pub seq: u32,
}

/// A registration without a log row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoneQuery {
    pub block: u64,
    pub number: String,
    pub secs: u32,
    pub subject: String,
}

/// Whether one of the two was mistyped: they differ by one character, and one of them fails its checksum.
pub fn is_mistyped(one: &str, other: &str) -> bool {
    let fails = |text: &str| !Subject::read(text).is_valid();
    differing_place(one, other).is_some() && (fails(one) || fails(other))
}

/// The only place, from 1, in which two texts of one length differ.
pub fn differing_place(one: &str, other: &str) -> Option<usize> {
    if one.chars().count() != other.chars().count() {
        return None;
    }
    let mut differing = one
        .chars()
        .zip(other.chars())
        .enumerate()
        .filter(|(_place, (a, b))| a != b);
    let (place, _pair) = differing.next()?;
    differing
        .next()
        .is_none()
        .then_some(place.saturating_add(1))
}

/// A subject with one of its characters left out: two that differ there alone have this in common.
type Gap<'a> = (u64, usize, &'a str, &'a str);

fn gaps(block: u64, subject: &str) -> impl Iterator<Item = Gap<'_>> {
    subject
        .char_indices()
        .enumerate()
        .filter_map(move |(place, (at, letter))| {
            let after = at.saturating_add(letter.len_utf8());
            Some((block, place, subject.get(..at)?, subject.get(after..)?))
        })
}

/// Pairs of sequence number and register number, nearest in time first, each row and registration once at most.
pub fn mistyped_pairs(
    rows: &[LoneRow],
    queries: &[LoneQuery],
    is_refused: impl Fn(u32, &str) -> bool,
) -> Vec<(u32, String)> {
    let mut rows: Vec<&LoneRow> = rows.iter().collect();
    rows.sort();
    let mut known: BTreeMap<Gap<'_>, Vec<&LoneQuery>> = BTreeMap::new();
    for query in queries {
        for gap in gaps(query.block, &query.subject) {
            known.entry(gap).or_default().push(query);
        }
    }
    let mut found: Vec<(u32, usize, &str)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for gap in gaps(row.block, &row.subject) {
            for query in known.get(&gap).into_iter().flatten() {
                let may = is_mistyped(&row.subject, &query.subject)
                    && !is_refused(row.seq, &query.number);
                if may {
                    found.push((row.secs.abs_diff(query.secs), place, &query.number));
                }
            }
        }
    }
    found.sort_unstable();
    let (mut used_rows, mut used_queries) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_apart, place, number) in found {
        if used_rows.contains(&place) || used_queries.contains(number) {
            continue;
        }
        if let Some(row) = rows.get(place) {
            used_rows.insert(place);
            used_queries.insert(number);
            pairs.push((row.seq, number.to_owned()));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(seq: u32, secs: u32, subject: &str) -> LoneRow {
        LoneRow {
            block: 1,
            secs,
            texts: <[String; 3]>::default(),
            subject: subject.to_owned(),
            seq,
        }
    }

    fn query(number: &str, secs: u32, subject: &str) -> LoneQuery {
        LoneQuery {
            block: 1,
            number: number.to_owned(),
            secs,
            subject: subject.to_owned(),
        }
    }

    fn pairs(rows: &[LoneRow], queries: &[LoneQuery]) -> Vec<(u32, String)> {
        mistyped_pairs(rows, queries, |_seq, _number| false)
    }

    #[test]
    fn one_wrong_character_is_proposed_and_two_right_numbers_are_not() {
        // A123456789 holds, A123456788 does not.
        let right = [query("N-1", 100, "A123456789")];
        assert_eq!(
            pairs(&[row(7, 90, "A123456788")], &right),
            [(7, "N-1".to_owned())]
        );
        assert_eq!(pairs(&[row(7, 90, "A123456798")], &right), []);
        assert_eq!(pairs(&[row(7, 90, "A12345678")], &right), []);
        assert_eq!(
            pairs(&[row(7, 90, "A123456789")], &right),
            [],
            "nothing differs"
        );
        // Both hold: another person, not a slip.
        assert!(Subject::read("A223456781").is_valid() && Subject::read("A123456789").is_valid());
        assert!(!is_mistyped("A223456781", "A123456789"));
        let other_day = [LoneRow {
            block: 2,
            ..row(7, 90, "A123456788")
        }];
        assert_eq!(pairs(&other_day, &right), []);
    }

    #[test]
    fn the_nearest_in_time_goes_first_and_what_was_refused_is_not_proposed_again() {
        let rows = [row(1, 500, "A123456788"), row(2, 110, "A123456780")];
        let queries = [query("N-1", 100, "A123456789")];
        assert_eq!(pairs(&rows, &queries), [(2, "N-1".to_owned())]);
        let refused = mistyped_pairs(&rows, &queries, |seq, _number| seq == 2);
        assert_eq!(refused, [(1, "N-1".to_owned())]);
    }

    #[test]
    fn the_place_is_named() {
        assert_eq!(differing_place("A123456789", "A123456799"), Some(9));
        assert_eq!(differing_place("A123456789", "A123456789"), None);
        assert_eq!(differing_place("A123", "A1234"), None);
        assert_eq!(differing_place("A123", "B124"), None);
    }

    proptest! {
        #[test]
        fn which_are_proposed_is_the_same_for_every_order(
            rows in prop::collection::vec((0_u32..4, "A12345678[0-9]"), 0..8),
            queries in prop::collection::vec((0_u32..4, "A12345678[0-9]"), 0..8),
            turn in 0_usize..8,
        ) {
            let log: Vec<LoneRow> = rows
                .iter()
                .zip(1..)
                .map(|((secs, subject), seq)| row(seq, *secs, subject))
                .collect();
            let register: Vec<LoneQuery> = queries
                .iter()
                .zip(1..)
                .map(|((secs, subject), number)| query(&format!("N-{number}"), *secs, subject))
                .collect();
            let first = pairs(&log, &register);
            let turned = |mut list: Vec<LoneRow>| {
                list.rotate_left(turn.min(rows.len()));
                list.reverse();
                list
            };
            let mut other = register.clone();
            other.reverse();
            prop_assert_eq!(first, pairs(&turned(log), &other));
        }
    }
}
