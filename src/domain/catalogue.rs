//! The catalogues of query items and reasons: what a new store begins with, and what may be put into them.

use std::collections::BTreeMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::domain::ids::{AgencyCode, BadForm};

const EMBEDDED: &str = include_str!("../store/seed/catalogue.toml");

/// A short name stands in a column of lists: thirteen cells.
pub const SHORT_NAME: usize = 6;
const CODE: usize = 20;
const NAME: usize = 60;

/// An item of the seed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedItem {
    pub code: String,
    pub name: String,
}

/// A reason of the seed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedReason {
    pub name: String,
    pub short: String,
}

/// What a new store begins with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedCatalogue {
    pub items: Vec<SeedItem>,
    reasons: BTreeMap<String, Vec<SeedReason>>,
}

impl SeedCatalogue {
    /// The one that comes with the program.
    pub fn embedded() -> SeedCatalogue {
        // Checked by a test, so that the empty one is never taken.
        SeedCatalogue::parse(EMBEDDED).unwrap_or(SeedCatalogue {
            items: Vec::new(),
            reasons: BTreeMap::new(),
        })
    }

    pub fn parse(text: &str) -> Result<SeedCatalogue, BadForm> {
        let seed: SeedCatalogue = toml::from_str(text).map_err(|_bad| BadForm)?;
        let are_sound = seed.reasons.values().flatten().all(|reason| {
            checked_reason(&reason.name, &reason.short)
                == Ok((reason.name.clone(), reason.short.clone()))
        });
        if are_sound { Ok(seed) } else { Err(BadForm) }
    }

    /// The reasons of an agency, from its scope in the annex.
    pub fn reasons(&self, agency: &AgencyCode) -> &[SeedReason] {
        self.reasons.get(agency.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Which field of a catalogue's entry does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueFault {
    Code,
    Name,
    ShortName,
    /// The last day lies before the first.
    Until,
}

/// A code as it is stored: NFKC, capitals, printable ASCII without blanks.
pub fn checked_code(text: &str) -> Result<String, CatalogueFault> {
    let code: String = text.nfkc().collect::<String>().trim().to_uppercase();
    let fits = (1..=CODE).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b',');
    if fits {
        Ok(code)
    } else {
        Err(CatalogueFault::Code)
    }
}

/// A name as it is stored.
pub fn checked_name(text: &str) -> Result<String, CatalogueFault> {
    tidy(text, NAME).ok_or(CatalogueFault::Name)
}

/// A reason's name and short name; without a short one the name itself, when it is short enough.
pub fn checked_reason(name: &str, short: &str) -> Result<(String, String), CatalogueFault> {
    let name = checked_name(name)?;
    let short = if short.trim().is_empty() {
        &name
    } else {
        short
    };
    let short = tidy(short, SHORT_NAME).ok_or(CatalogueFault::ShortName)?;
    Ok((name, short))
}

fn tidy(text: &str, longest: usize) -> Option<String> {
    let tidy: String = text
        .nfc()
        .filter(|letter| !letter.is_control())
        .collect::<String>()
        .trim()
        .to_owned();
    (1..=longest)
        .contains(&tidy.chars().count())
        .then_some(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_with_a_register_begins_with_items_and_reasons() {
        let seed = SeedCatalogue::parse(EMBEDDED).unwrap();
        let codes: Vec<&str> = seed.items.iter().map(|item| item.code.as_str()).collect();
        assert_eq!(codes, ["LI01", "LI02", "LP11", "UB07", "EI03"]);
        for agency in &crate::domain::basis::Annex::embedded().agencies {
            let reasons = seed.reasons(&agency.code);
            assert_eq!(
                reasons.is_empty(),
                !agency.has_register(),
                "{}",
                agency.code
            );
        }
    }

    #[test]
    fn a_short_name_has_at_most_six_characters_and_may_be_the_name() {
        assert_eq!(
            checked_reason(" 急難救助 ", ""),
            Ok(("急難救助".to_owned(), "急難救助".to_owned()))
        );
        assert_eq!(
            checked_reason("身心障礙者生活補助", ""),
            Err(CatalogueFault::ShortName)
        );
        assert_eq!(
            checked_reason("身心障礙者生活補助", "身障生活補助二"),
            Err(CatalogueFault::ShortName)
        );
        assert_eq!(checked_reason("", "急難"), Err(CatalogueFault::Name));
    }

    #[test]
    fn a_code_is_written_in_capitals_without_blanks_or_commas() {
        assert_eq!(checked_code(" ｌｉ０１ "), Ok("LI01".to_owned()));
        for text in ["", "L 1", "LI01,LI02", "投保", "A2345678901234567890X"] {
            assert_eq!(checked_code(text), Err(CatalogueFault::Code), "{text}");
        }
    }
}
