//! `webir-sample/1`: how many rows are drawn, the published seed text, and the draw that anybody can recompute.
//!
//! Source: monthly_check §4. Knows no secret before it is revealed and no row's content, only sequence numbers.

use std::collections::BinaryHeap;
use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::domain::ids::BadForm;

/// The largest population that a seed text may name.
pub const MOST_ROWS: u32 = 10_000_000;

/// Point 12(1): at least 3 % and at least ten rows, all rows when there are fewer than ten.
pub fn sample_size(population: u64) -> u64 {
    if population < 10 {
        population
    } else {
        // Three in a hundred rounded up, split so that no population overflows.
        let whole = (population / 100).saturating_mul(3);
        let rest = (population % 100).saturating_mul(3).div_ceil(100);
        whole.saturating_add(rest).max(10)
    }
}

/// A checker's commitment and the secret that opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pledge {
    /// SHA-256 of the secret, named by the freeze.
    pub commit: [u8; 32],
    /// The secret itself, public from the draw on.
    pub reveal: [u8; 32],
}

impl Pledge {
    /// Whether the revealed secret is the one that was committed to.
    pub fn is_opened(&self) -> bool {
        commit_of(&self.reveal) == self.commit
    }
}

/// The secret is published by the draw, but no log of ours needs it.
impl fmt::Debug for Pledge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pledge")
            .field("commit", &HEXLOWER.encode(&self.commit))
            .finish_non_exhaustive()
    }
}

/// What a checker's secret is committed to by: its SHA-256.
pub fn commit_of(secret: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// A public draw that was declared before it took place, and what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDraw {
    /// NAME of the declared source.
    pub source: String,
    /// Its result, normalised by [`normalise_public`].
    pub result: String,
}

/// Everything that decides a sample. Equal seed texts draw equal samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedText {
    pub agency: String,
    /// `2026-10`, or `2026-10S1` for a supplement.
    pub period: String,
    /// N, the rows of the population; at most [`MOST_ROWS`].
    pub rows: u32,
    pub population: [u8; 32],
    /// The hash of the freeze's entry.
    pub chain: [u8; 32],
    pub pledge: Option<Pledge>,
    pub public_draw: Option<PublicDraw>,
}

/// Why bytes are no seed text. Both leave `recompute` with exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedFault {
    /// Not exactly the published form, one of a pair `-` included.
    Form,
    /// N above [`MOST_ROWS`].
    TooManyRows,
}

/// The revealed secret does not open the commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevealFault;

impl SeedText {
    /// The published text, byte for byte what is hashed.
    pub fn write(&self) -> String {
        let absent = || "-".to_owned();
        let (commit, reveal) = self.pledge.as_ref().map_or_else(
            || (absent(), absent()),
            |pledge| {
                (
                    HEXLOWER.encode(&pledge.commit),
                    HEXLOWER.encode(&pledge.reveal),
                )
            },
        );
        let (source, public) = self.public_draw.as_ref().map_or_else(
            || (absent(), absent()),
            |draw| (draw.source.clone(), draw.result.clone()),
        );
        format!(
            "webir-sample/1\nagency={}\nperiod={}\nround=1\nN={}\npolicy=300bp,min10\npopulation={}\nchain={}\ncommit={commit}\nreveal={reveal}\nsource={source}\npublic={public}\n",
            self.agency,
            self.period,
            self.rows,
            HEXLOWER.encode(&self.population),
            HEXLOWER.encode(&self.chain),
        )
    }

    /// Reads exactly what the published Python reads; any other spelling would draw another sample.
    pub fn parse(bytes: &[u8]) -> Result<SeedText, SeedFault> {
        let text = str::from_utf8(bytes).map_err(|_bad| SeedFault::Form)?;
        let lines = text.strip_suffix('\n').ok_or(SeedFault::Form)?;
        let mut lines = lines.split('\n');
        if lines.next() != Some("webir-sample/1") {
            return Err(SeedFault::Form);
        }
        let mut field = |key: &str| {
            lines
                .next()
                .and_then(|line| line.strip_prefix(key)?.strip_prefix('='))
                .ok_or(SeedFault::Form)
        };
        let agency = fitting(field("agency")?, is_agency)?;
        let period = fitting(field("period")?, is_period)?;
        fitting(field("round")?, |text| text == "1")?;
        let rows = fitting(field("N")?, is_plain_number)?;
        fitting(field("policy")?, |text| text == "300bp,min10")?;
        let population = hex(field("population")?)?;
        let chain = hex(field("chain")?)?;
        let pledge = pledge(field("commit")?, field("reveal")?)?;
        let public_draw = public_draw(field("source")?, field("public")?)?;
        if lines.next().is_some() {
            return Err(SeedFault::Form);
        }
        let rows = rows.parse().map_err(|_long| SeedFault::TooManyRows)?;
        if rows > MOST_ROWS {
            return Err(SeedFault::TooManyRows);
        }
        Ok(SeedText {
            agency: agency.to_owned(),
            period: period.to_owned(),
            rows,
            population,
            chain,
            pledge,
            public_draw,
        })
    }

    /// Refuses a secret that is not the committed one (`recompute`: exit code 1).
    pub fn check_reveal(&self) -> Result<(), RevealFault> {
        match &self.pledge {
            Some(pledge) if !pledge.is_opened() => Err(RevealFault),
            Some(_) | None => Ok(()),
        }
    }

    /// Nothing unknown went into the seed: whoever froze the month could have known the sample.
    pub fn is_predictable(&self) -> bool {
        self.pledge.is_none() && self.public_draw.is_none()
    }

    /// Hex SHA-256 of the text.
    pub fn seed(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.write().as_bytes()))
    }

    /// n, the size of the base sample.
    pub fn sample_size(&self) -> u32 {
        u32::try_from(sample_size(u64::from(self.rows))).unwrap_or(self.rows)
    }

    /// `2026-10#000313`: how the sample names a row.
    pub fn row_id(&self, seq: u32) -> String {
        format!("{}#{seq:06}", self.period)
    }
}

fn fitting(text: &str, fits: impl Fn(&str) -> bool) -> Result<&str, SeedFault> {
    if fits(text) {
        Ok(text)
    } else {
        Err(SeedFault::Form)
    }
}

fn is_agency(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_plain_number(text: &str) -> bool {
    text == "0" || (!text.starts_with('0') && is_digits(text))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_period(text: &str) -> bool {
    let (month, supplement) = match text.split_once('S') {
        Some((month, supplement)) => (month, Some(supplement)),
        None => (text, None),
    };
    let is_month = month.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && month.len() == 2 && is_digits(year) && is_digits(month)
    });
    is_month && supplement.is_none_or(|count| count != "0" && is_plain_number(count))
}

fn hex(text: &str) -> Result<[u8; 32], SeedFault> {
    let bytes = HEXLOWER
        .decode(text.as_bytes())
        .map_err(|_bad| SeedFault::Form)?;
    bytes.try_into().map_err(|_length| SeedFault::Form)
}

fn pledge(commit: &str, reveal: &str) -> Result<Option<Pledge>, SeedFault> {
    if commit == "-" && reveal == "-" {
        return Ok(None);
    }
    Ok(Some(Pledge {
        commit: hex(commit)?,
        reveal: hex(reveal)?,
    }))
}

fn public_draw(source: &str, public: &str) -> Result<Option<PublicDraw>, SeedFault> {
    if source == "-" && public == "-" {
        return Ok(None);
    }
    let is_source = source != "-" && !source.is_empty();
    let is_source = is_source && source.bytes().all(|b| b.is_ascii_graphic());
    let is_result = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    if !is_source || public.is_empty() || !public.bytes().all(is_result) {
        return Err(SeedFault::Form);
    }
    Ok(Some(PublicDraw {
        source: source.to_owned(),
        result: public.to_owned(),
    }))
}

/// BASE: the first n sequence numbers of the ticket order. Holds n tickets in memory, never N.
pub fn draw(text: &SeedText) -> Vec<u32> {
    first_of_order(text, text.sample_size())
}

/// The whole ticket order; BASE is its beginning.
pub fn order(text: &SeedText) -> Vec<u32> {
    first_of_order(text, text.rows)
}

/// The first `count` sequence numbers of the ticket order.
pub fn first_of_order(text: &SeedText, count: u32) -> Vec<u32> {
    let tickets = Tickets::of(text);
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    let mut first: BinaryHeap<([u8; 32], u32)> = BinaryHeap::new();
    for seq in 1..=text.rows {
        let ticket = (tickets.ticket(seq), seq);
        if first.len() < most {
            first.push(ticket);
        } else if let Some(mut last) = first.peek_mut()
            && ticket < *last
        {
            *last = ticket;
        }
    }
    let sorted = first.into_sorted_vec();
    sorted.into_iter().map(|(_ticket, seq)| seq).collect()
}

/// Where each row stands in the order of the draw.
pub struct Order(Tickets);

impl Order {
    pub fn of(text: &SeedText) -> Order {
        Order(Tickets::of(text))
    }

    /// Rows are in order of this.
    pub fn place(&self, seq: u32) -> ([u8; 32], u32) {
        (self.0.ticket(seq), seq)
    }
}

/// SHA-256(seed + `,` + id) of each row; the seed's hex is one whole block and is hashed once.
struct Tickets {
    seeded: Sha256,
    period: String,
}

impl Tickets {
    fn of(text: &SeedText) -> Tickets {
        Tickets {
            seeded: Sha256::new_with_prefix(text.seed().as_bytes()),
            period: text.period.clone(),
        }
    }

    fn ticket(&self, seq: u32) -> [u8; 32] {
        let mut hasher = self.seeded.clone();
        hasher.update(format!(",{}#{seq:06}", self.period));
        hasher.finalize().into()
    }
}

/// A public source declared before it is drawn: `NAME/DIGITS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSource {
    /// 1–40 letters, digits, `.`, `_`, `-`; the seed text's `source`.
    pub name: String,
    /// How many characters the result has, 1–64.
    pub digits: u8,
}

/// A public result that is longer or shorter than declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongDigits {
    pub declared: u8,
    pub typed: usize,
}

impl PublicSource {
    /// The typed result, normalised, if it has exactly the declared length.
    pub fn accept(&self, typed: &str) -> Result<PublicDraw, WrongDigits> {
        let kept = keep_letters_and_digits(typed);
        if kept.len() != usize::from(self.digits) {
            return Err(WrongDigits {
                declared: self.digits,
                typed: kept.len(),
            });
        }
        Ok(PublicDraw {
            source: self.name.clone(),
            result: kept,
        })
    }
}

impl FromStr for PublicSource {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let (name, digits) = text.split_once('/').ok_or(BadForm)?;
        let is_named = (1..=40).contains(&name.len())
            // `-` alone would read as absent in the seed text.
            && name != "-"
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if !is_named || !is_plain_number(digits) {
            return Err(BadForm);
        }
        let digits = digits.parse().map_err(|_bad| BadForm)?;
        if !(1..=64).contains(&digits) {
            return Err(BadForm);
        }
        Ok(PublicSource {
            name: name.to_owned(),
            digits,
        })
    }
}

impl fmt::Display for PublicSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.digits)
    }
}

/// A public result as the seed text spells it: NFKC, upper case, ASCII letters and digits only; `-` when nothing is left.
pub fn normalise_public(typed: &str) -> String {
    let kept = keep_letters_and_digits(typed);
    if kept.is_empty() {
        "-".to_owned()
    } else {
        kept
    }
}

fn keep_letters_and_digits(typed: &str) -> String {
    typed
        .nfkc()
        .flat_map(char::to_uppercase)
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

#[cfg(test)]
mod tests;
