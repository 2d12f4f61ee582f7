//! Rules that flag a log row (monthly_check §3). None states guilt: what it names is 需說明.
//!
//! The rules are a table; their thresholds are settings and are fixed with the population.

mod patterns;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::domain::ids::BadForm;

pub use patterns::{Asking, of_accounts, of_cases, of_subjects, pack};

/// The version of this table, named by the freeze.
pub const RULES_VERSION: u32 = 1;

/// A rule, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The subject is the account's own holder.
    R01,
    /// The subject is one of the agency's staff.
    R02,
    /// The subject is a relative whom the account's holder declared.
    R03,
    /// The account is not on the roster, or was no longer open.
    R05,
    /// 查而未登.
    R06,
    /// Registered or approved too late.
    R07,
    /// The item was not granted at that time.
    R08,
    /// No case number, or a filler.
    R10,
    /// The case is another's (分案).
    R11,
    /// Outside office hours; counts only with another.
    R12,
    /// More rows in a short time than the account ever makes.
    R13,
    /// The same subject on several days under several cases.
    R14,
    /// Several accounts on one subject under several cases.
    R15,
    /// A dormant account wakes.
    R16,
    /// Probing: rows without a result, or identifiers that differ by a character.
    R18,
}

/// How much a hit weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Every hit is checked.
    A,
    /// Two hits of different rules on one row are needed.
    B,
    /// Says something of the data's quality.
    C,
}

impl Class {
    pub fn code(self) -> &'static str {
        match self {
            Class::A => "A",
            Class::B => "B",
            Class::C => "C",
        }
    }
}

/// A threshold: its name and what it is unless set.
type Usual = (&'static str, u32);

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct RuleSpec {
    pub rule: Rule,
    pub class: Class,
    pub thresholds: &'static [Usual],
}

#[rustfmt::skip]
pub const RULES: &[RuleSpec] = &[
    RuleSpec { rule: Rule::R01, class: Class::A, thresholds: &[] },
    RuleSpec { rule: Rule::R02, class: Class::A, thresholds: &[] },
    RuleSpec { rule: Rule::R03, class: Class::A, thresholds: &[] },
    RuleSpec { rule: Rule::R05, class: Class::A, thresholds: &[] },
    RuleSpec { rule: Rule::R06, class: Class::B, thresholds: &[] },
    RuleSpec { rule: Rule::R07, class: Class::B, thresholds: &[("days", 1)] },
    RuleSpec { rule: Rule::R08, class: Class::A, thresholds: &[] },
    RuleSpec { rule: Rule::R10, class: Class::C, thresholds: &[] },
    RuleSpec { rule: Rule::R11, class: Class::B, thresholds: &[("rows", 3)] },
    RuleSpec { rule: Rule::R12, class: Class::B, thresholds: &[("from", 700), ("to", 2000)] },
    RuleSpec { rule: Rule::R13, class: Class::B, thresholds: &[("rows", 8), ("minutes", 10)] },
    RuleSpec { rule: Rule::R14, class: Class::B, thresholds: &[("days", 3), ("within", 30), ("cases", 2)] },
    RuleSpec { rule: Rule::R15, class: Class::A, thresholds: &[("accounts", 3), ("within", 7), ("cases", 2)] },
    RuleSpec { rule: Rule::R16, class: Class::B, thresholds: &[("idle", 90)] },
    RuleSpec { rule: Rule::R18, class: Class::B, thresholds: &[("no_result", 5), ("alike", 4), ("minutes", 10)] },
];

impl Rule {
    pub fn code(self) -> &'static str {
        match self {
            Rule::R01 => "R01",
            Rule::R02 => "R02",
            Rule::R03 => "R03",
            Rule::R05 => "R05",
            Rule::R06 => "R06",
            Rule::R07 => "R07",
            Rule::R08 => "R08",
            Rule::R10 => "R10",
            Rule::R11 => "R11",
            Rule::R12 => "R12",
            Rule::R13 => "R13",
            Rule::R14 => "R14",
            Rule::R15 => "R15",
            Rule::R16 => "R16",
            Rule::R18 => "R18",
        }
    }

    pub fn class(self) -> Class {
        let spec = RULES.iter().find(|spec| spec.rule == self);
        spec.map_or(Class::C, |spec| spec.class)
    }
}

impl FromStr for Rule {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let spec = RULES.iter().find(|spec| spec.rule.code() == code);
        spec.map(|spec| spec.rule).ok_or(BadForm)
    }
}

/// A rule that names a row, and what it saw: numbers whose meaning is the rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    pub seq: u32,
    pub rule: Rule,
    pub saw: [u32; 2],
}

/// The hits that count: every A and C; B where a row has two of different rules.
pub fn keep(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable();
    hits.dedup_by_key(|hit| (hit.seq, hit.rule));
    let mut kept = Vec::with_capacity(hits.len());
    for row in hits.chunk_by(|one, next| one.seq == next.seq) {
        let of_b = row.iter().filter(|hit| hit.rule.class() == Class::B);
        let is_enough = of_b.count() > 1;
        let counts = |hit: &&Hit| hit.rule.class() != Class::B || is_enough;
        kept.extend(row.iter().filter(counts));
    }
    kept
}

/// The thresholds in force: `R13.rows=12 R13.minutes=10`. What is not named is as the table says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thresholds(BTreeMap<(Rule, &'static str), u32>);

const MOST: u32 = 100_000;

impl Thresholds {
    pub fn get(&self, rule: Rule, name: &str) -> u32 {
        let set = self
            .0
            .iter()
            .find(|((of, known), _)| *of == rule && *known == name);
        set.map_or_else(
            || default_of(rule, name).map_or(0, |(_, value)| value),
            |(_, value)| *value,
        )
    }

    /// Every threshold of every rule, as the freeze keeps it.
    pub fn all(&self) -> String {
        let named = RULES
            .iter()
            .flat_map(|spec| spec.thresholds.iter().map(|(name, _)| (spec.rule, *name)));
        let words =
            named.map(|(rule, name)| format!("{}.{name}={}", rule.code(), self.get(rule, name)));
        words.collect::<Vec<_>>().join(" ")
    }
}

fn default_of(rule: Rule, name: &str) -> Option<(&'static str, u32)> {
    let spec = RULES.iter().find(|spec| spec.rule == rule)?;
    let found = spec.thresholds.iter().find(|(known, _)| *known == name);
    found.copied()
}

/// Those that differ from the table.
impl fmt::Display for Thresholds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, ((rule, name), value)) in self.0.iter().enumerate() {
            let gap = if index > 0 { " " } else { "" };
            write!(f, "{gap}{}.{name}={value}", rule.code())?;
        }
        Ok(())
    }
}

impl FromStr for Thresholds {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let mut set = BTreeMap::new();
        for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            let (place, value) = word.split_once('=').ok_or(BadForm)?;
            let (rule, name) = place.split_once('.').ok_or(BadForm)?;
            let rule: Rule = rule.to_ascii_uppercase().parse()?;
            let (name, usual) = default_of(rule, &name.to_ascii_lowercase()).ok_or(BadForm)?;
            let value: u32 = value.parse().map_err(|_bad| BadForm)?;
            if value > MOST {
                return Err(BadForm);
            }
            if value != usual {
                set.insert((rule, name), value);
            }
        }
        Ok(Thresholds(set))
    }
}

/// A case number that names no case: one digit again and again, a counted run, or hardly anything.
pub fn is_filler(case: &str) -> bool {
    const LEAST: usize = 4;
    let digits: Vec<u8> = case.bytes().filter(u8::is_ascii_digit).collect();
    let is_one = digits.windows(2).all(|two| two.first() == two.last());
    let is_run = digits.windows(2).all(|two| match two {
        [one, next] => next.checked_sub(*one) == Some(1),
        _ => true,
    });
    digits.len() < LEAST || is_one || is_run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(seq: u32, rule: Rule) -> Hit {
        Hit {
            seq,
            rule,
            saw: [0, 0],
        }
    }

    #[test]
    fn every_rule_stands_once_in_the_table_and_is_read_by_its_code() {
        for spec in RULES {
            assert_eq!(spec.rule.code().parse(), Ok(spec.rule));
            assert_eq!(RULES.iter().filter(|it| it.rule == spec.rule).count(), 1);
        }
        assert_eq!(RULES.len(), 15);
        assert!("R04".parse::<Rule>().is_err());
    }

    #[test]
    fn one_hit_of_class_b_is_none_and_two_of_different_rules_are_two() {
        let kept = keep(vec![
            hit(1, Rule::R12),
            hit(2, Rule::R12),
            hit(2, Rule::R13),
            hit(3, Rule::R01),
            hit(3, Rule::R12),
            hit(4, Rule::R10),
            hit(5, Rule::R12),
            hit(5, Rule::R12),
        ]);
        let expected = [
            hit(2, Rule::R12),
            hit(2, Rule::R13),
            hit(3, Rule::R01),
            hit(4, Rule::R10),
        ];
        assert_eq!(kept, expected);
    }

    #[test]
    fn thresholds_are_set_by_rule_and_name_and_nothing_else_is_taken() {
        let set: Thresholds = "r13.ROWS=12, R16.idle=90".parse().unwrap();
        assert_eq!(set.get(Rule::R13, "rows"), 12);
        assert_eq!(set.get(Rule::R13, "minutes"), 10);
        assert_eq!(set.to_string(), "R13.rows=12", "90 is what it is anyway");
        assert!(set.all().contains("R13.rows=12 R13.minutes=10"));
        for wrong in [
            "R13.rows",
            "R13=12",
            "R99.rows=1",
            "R13.cases=2",
            "R13.rows=x",
        ] {
            assert!(wrong.parse::<Thresholds>().is_err(), "{wrong}");
        }
        assert_eq!("".parse(), Ok(Thresholds::default()));
    }

    #[test]
    fn a_filler_is_no_case_number() {
        for filler in ["", "0000", "11111111", "12345678", "無", "1"] {
            assert!(is_filler(filler), "{filler}");
        }
        for case in ["11500000001", "高市社救字第11532708666號"] {
            assert!(!is_filler(case), "{case}");
        }
    }
}
