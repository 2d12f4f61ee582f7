//! What a freeze fixes: the population of log rows and the matches as they stand, each as one digest over a stream.
//!
//! Source: monthly_check §4.2. A row enters by a keyed hash, so that the published digest tells nothing about any row.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::domain::canonical::quote_into;
use crate::domain::moment::Moment;
use crate::domain::reconcile::Pass;

/// The canonical row: a JSON array of all fields as decoded, in the file's order.
pub fn canonical_row<S: AsRef<str>>(fields: &[S]) -> String {
    let mut out = String::from("[");
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        quote_into(field.as_ref(), &mut out);
    }
    out.push(']');
    out
}

/// Computes row_c under one period's salt.
#[derive(Clone)]
pub struct RowSealer(Hmac<Sha256>);

impl RowSealer {
    /// `salt`: the 32 random bytes drawn at the freeze.
    pub fn new(salt: &[u8; 32]) -> RowSealer {
        // A key shorter than HMAC's block is padded with zeros: the same key, and no length to go wrong.
        let mut key = [0_u8; 64];
        for (place, byte) in key.iter_mut().zip(salt) {
            *place = *byte;
        }
        RowSealer(Hmac::new(&key.into()))
    }

    /// row_c = HMAC-SHA-256(salt, canonical row).
    pub fn seal(&self, canonical_row: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(canonical_row.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The digest of a population, fed row by row in order of sequence numbers.
#[derive(Clone, Default)]
pub struct PopulationHasher {
    hasher: Sha256,
    rows: u32,
}

impl PopulationHasher {
    /// Adds `seq TAB row_c LF`.
    pub fn add(&mut self, seq: u32, row_c: &[u8; 32]) {
        let mut row = seq.to_string();
        row.reserve(66);
        row.push('\t');
        HEXLOWER.encode_append(row_c, &mut row);
        row.push('\n');
        self.hasher.update(row);
        self.rows = self.rows.saturating_add(1);
    }

    /// N so far.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The population's digest.
    pub fn finish(self) -> [u8; 32] {
        self.hasher.finalize().into()
    }
}

/// One match as the freeze fixes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenMatch<'a> {
    pub seq: u32,
    pub number: &'a str,
    /// The register version that counts.
    pub version: u32,
    pub pass: Pass,
    /// When that version was registered; none for imported registrations.
    pub registered_at: Option<Moment>,
}

/// The digest of all matches, fed in order of sequence numbers.
#[derive(Clone, Default)]
pub struct MatchHasher(Sha256);

impl MatchHasher {
    /// Adds `["seq",number,version,pass,registered at]` as canonical JSON and LF; `-` where nothing was registered here.
    pub fn add(&mut self, row: &FrozenMatch<'_>) {
        let registered_at = row
            .registered_at
            .map_or_else(|| "-".to_owned(), Moment::iso);
        let mut line = String::with_capacity(80);
        line.push('[');
        line.push_str(&row.seq.to_string());
        line.push(',');
        quote_into(row.number, &mut line);
        line.push(',');
        line.push_str(&row.version.to_string());
        for text in [row.pass.code(), &registered_at] {
            line.push(',');
            quote_into(text, &mut line);
        }
        line.push_str("]\n");
        self.0.update(line);
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_published_population_is_reproduced() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/vectors/sampling.json"))
                .unwrap();
        let vector = &vectors["population_vector"];
        let salt = HEXLOWER
            .decode(vector["salt"].as_str().unwrap().as_bytes())
            .unwrap();
        let sealer = RowSealer::new(&salt.try_into().unwrap());
        let mut population = PopulationHasher::default();
        for row in vector["rows"].as_array().unwrap() {
            let fields: Vec<&str> = row["fields"]
                .as_array()
                .unwrap()
                .iter()
                .map(|field| field.as_str().unwrap())
                .collect();
            let canonical = canonical_row(&fields);
            assert_eq!(canonical, row["canonical"].as_str().unwrap());
            let row_c = sealer.seal(&canonical);
            assert_eq!(HEXLOWER.encode(&row_c), row["row_c"].as_str().unwrap());
            population.add(u32::try_from(row["seq"].as_u64().unwrap()).unwrap(), &row_c);
        }
        assert_eq!(population.rows(), 3);
        assert_eq!(
            HEXLOWER.encode(&population.finish()),
            vector["population"].as_str().unwrap()
        );
    }

    #[test]
    fn every_part_of_a_match_changes_the_digest() {
        let row = FrozenMatch {
            seq: 1,
            number: "SOC-11510-0001",
            version: 1,
            pass: Pass::P1,
            registered_at: Some(Moment(0)),
        };
        let digest = |row: &FrozenMatch<'_>| {
            let mut hasher = MatchHasher::default();
            hasher.add(row);
            hasher.finish()
        };
        let mut digests = vec![
            MatchHasher::default().finish(),
            digest(&row),
            digest(&FrozenMatch {
                seq: 2,
                ..row.clone()
            }),
            digest(&FrozenMatch {
                number: "SOC-11510-0002",
                ..row.clone()
            }),
            digest(&FrozenMatch {
                version: 2,
                ..row.clone()
            }),
            digest(&FrozenMatch {
                pass: Pass::P2,
                ..row.clone()
            }),
            digest(&FrozenMatch {
                registered_at: None,
                ..row.clone()
            }),
        ];
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), 7);
    }
}
