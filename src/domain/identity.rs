//! Who was looked up: identifiers of persons and of insured units, their kind, checksum and mask (domain.md §5).
//!
//! Personal data is a matter of type: `Debug` and `Display` are masked, and the whole value needs a [`Permit`].

use std::fmt;

use crate::domain::normal::nfkc;

/// Letters of an identity number in the order of their values, 10 for the first.
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/// Characters of a person's identifier.
const PERSON_LENGTH: usize = 10;

/// How many characters a mask hides: 國發會 103.12.31 發資字第1031501471號函.
const HIDDEN: usize = 4;

/// Names before an identifier in a query condition (`IDN=…;BDATE=…`, `統編:…`).
const CONDITION_KEYS: &[&str] = &[
    "IDN",
    "IDNO",
    "ID",
    "身分證字號",
    "身分證號",
    "身分證",
    "統一證號",
    "居留證號",
    "統編",
    "統一編號",
    "保險證號",
    "BAN",
];

/// Words beside which a figure looks like wages or insurance data, which the desk must not hold.
const PAY_WORDS: &[&str] = &[
    "薪",
    "工資",
    "級距",
    "月投保",
    "加保",
    "退保",
    "年資",
    "給付",
    "所得",
    "SALARY",
    "WAGE",
];

/// What kind of identifier a text is, by its form alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// 國民身分證統一編號.
    NationalId,
    /// 新式統一證號.
    ResidentNo,
    /// 舊式統一證號, still met in old records.
    OldResidentNo,
    /// 統一編號 of a business.
    BusinessNo,
    /// 保險證號 with its check character, whose rule is not public.
    InsuranceNo,
    /// None of these.
    Unknown,
}

impl SubjectKind {
    pub const ALL: [SubjectKind; 6] = [
        SubjectKind::NationalId,
        SubjectKind::ResidentNo,
        SubjectKind::OldResidentNo,
        SubjectKind::BusinessNo,
        SubjectKind::InsuranceNo,
        SubjectKind::Unknown,
    ];

    /// The English code of `identify`.
    pub fn code(self) -> &'static str {
        match self {
            SubjectKind::NationalId => "national_id",
            SubjectKind::ResidentNo => "resident_no",
            SubjectKind::OldResidentNo => "old_resident_no",
            SubjectKind::BusinessNo => "business_no",
            SubjectKind::InsuranceNo => "insurance_no",
            SubjectKind::Unknown => "unknown",
        }
    }

    /// A person's, by its form.
    fn is_person(self) -> bool {
        match self {
            SubjectKind::NationalId | SubjectKind::ResidentNo | SubjectKind::OldResidentNo => true,
            SubjectKind::BusinessNo | SubjectKind::InsuranceNo | SubjectKind::Unknown => false,
        }
    }

    /// Businesses are named openly; persons, and whatever may be a person's, are not.
    fn is_open(self) -> bool {
        match self {
            SubjectKind::BusinessNo | SubjectKind::InsuranceNo => true,
            SubjectKind::NationalId
            | SubjectKind::ResidentNo
            | SubjectKind::OldResidentNo
            | SubjectKind::Unknown => false,
        }
    }
}

/// Leave to see an identifier whole. Only a command that leaves an entry in the trail makes one.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    /// For the command that has just left (or leaves in the same commit) the entry that names this record.
    pub fn granted() -> Permit {
        Permit(())
    }
}

/// 被查詢者: a normalised identifier, or whatever was asked for in its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Subject(String);

impl Subject {
    /// NFKC, upper case, blanks and hyphens dropped. Nothing is refused: what was queried is registered as it was.
    pub fn read(text: &str) -> Subject {
        if is_bare(text) {
            return Subject(text.to_ascii_uppercase());
        }
        Subject(
            normal(text)
                .chars()
                .filter(|letter| !letter.is_whitespace() && !is_hyphen(*letter))
                .collect(),
        )
    }

    /// The identifier itself out of a query condition such as `IDN=…;BDATE=…` or `統編:…` (monthly_check §2).
    pub fn from_condition(text: &str) -> Subject {
        if is_bare(text) {
            return Subject(text.to_ascii_uppercase());
        }
        let plain = normal(text);
        let named = plain.split([';', ',', '&', '|', '\n']).find_map(|part| {
            let (key, value) = part.split_once(['=', ':'])?;
            CONDITION_KEYS
                .contains(&key.trim())
                .then(|| Subject::read(value))
        });
        named.unwrap_or_else(|| Subject::read(&plain))
    }

    /// The normalised text as the store holds it and matching compares it; for these two alone.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// The whole identifier.
    pub fn reveal(&self, _permit: &Permit) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn kind(&self) -> SubjectKind {
        let letters = self.0.as_bytes();
        let digits_from = |start: usize| {
            letters
                .get(start..)
                .is_some_and(|rest| rest.iter().all(u8::is_ascii_digit))
        };
        match (letters.len(), letters) {
            (10, [b'A'..=b'Z', b'1' | b'2', ..]) if digits_from(2) => SubjectKind::NationalId,
            (10, [b'A'..=b'Z', b'8' | b'9', ..]) if digits_from(2) => SubjectKind::ResidentNo,
            (10, [b'A'..=b'Z', b'A'..=b'D', ..]) if digits_from(2) => SubjectKind::OldResidentNo,
            (8, _) if digits_from(0) => SubjectKind::BusinessNo,
            (9, [number @ .., b'0'..=b'9' | b'A'..=b'Z'])
                if number.iter().all(u8::is_ascii_digit) =>
            {
                SubjectKind::InsuranceNo
            }
            _ => SubjectKind::Unknown,
        }
    }

    /// Whether the checksum holds; for an insurance number whether the form fits; never for an unknown text.
    pub fn is_valid(&self) -> bool {
        match self.kind() {
            SubjectKind::NationalId | SubjectKind::ResidentNo | SubjectKind::OldResidentNo => {
                has_person_checksum(&self.0)
            }
            SubjectKind::BusinessNo => has_business_checksum(&self.0),
            SubjectKind::InsuranceNo => true,
            SubjectKind::Unknown => false,
        }
    }

    /// Whether nothing of it is masked.
    pub fn is_open(&self) -> bool {
        self.kind().is_open()
    }

    /// `A12345****`: the last four characters hidden, all of them when there are four or fewer; business and
    /// insurance numbers open. In a longer text every run that may be an identifier hides its last four too.
    pub fn masked(&self) -> String {
        if self.kind().is_open() {
            return self.0.clone();
        }
        let letters: Vec<char> = self.0.chars().collect();
        let hidden_from = letters.len().saturating_sub(HIDDEN);
        let mut masked = String::with_capacity(self.0.len());
        let mut position = 0_usize;
        for run in letters
            .chunk_by(|one, next| one.is_ascii_alphanumeric() == next.is_ascii_alphanumeric())
        {
            let is_number = run.len() >= 8 && run.iter().all(char::is_ascii_alphanumeric);
            let run_hidden_from = if is_number {
                run.len().saturating_sub(HIDDEN)
            } else {
                run.len()
            };
            for (index, letter) in run.iter().enumerate() {
                let is_hidden = position >= hidden_from || index >= run_hidden_from;
                masked.push(if is_hidden { '*' } else { *letter });
                position = position.saturating_add(1);
            }
        }
        masked
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({})", self.masked())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.masked())
    }
}

/// A text of any kind with the last four characters of every person's identifier in it hidden, also of one that is
/// written in wide characters or in groups.
pub fn mask_persons(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let solid: Vec<(usize, char)> = letters
        .iter()
        .enumerate()
        .filter(|(_, letter)| !letter.is_whitespace() && !is_hyphen(**letter))
        .map(|(place, letter)| (place, narrow(*letter)))
        .collect();
    for run in solid.windows(PERSON_LENGTH) {
        let number = Subject(run.iter().map(|(_, letter)| *letter).collect());
        if number.kind().is_person() && stands_alone(run, &solid) {
            for (place, _) in run.iter().rev().take(HIDDEN) {
                if let Some(letter) = letters.get_mut(*place) {
                    *letter = '*';
                }
            }
        }
    }
    letters.into_iter().collect()
}

/// In groups it must begin where a word begins: `SOC-11510-0232` holds none.
fn stands_alone(run: &[(usize, char)], solid: &[(usize, char)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else {
        return false;
    };
    let before = first.checked_sub(1);
    let is_inside_a_word = solid
        .iter()
        .any(|(place, letter)| Some(*place) == before && letter.is_ascii_alphanumeric());
    last.saturating_sub(*first) < PERSON_LENGTH || !is_inside_a_word
}

/// A wide letter or digit as the plain one that it stands for.
fn narrow(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_uppercase();
    }
    let plain = normal(letter.encode_utf8(&mut [0; 4]));
    let mut letters = plain.chars();
    match (letters.next(), letters.next()) {
        (Some(plain), None) => plain,
        _ => letter,
    }
}

/// The position, from 1, of the first character in which two different identifiers with the same mask differ.
pub fn differ_under_mask(one: &Subject, other: &Subject) -> Option<usize> {
    if one == other || one.masked() != other.masked() {
        return None;
    }
    let same = one
        .0
        .chars()
        .zip(other.0.chars())
        .take_while(|(a, b)| a == b)
        .count();
    Some(same.saturating_add(1))
}

/// Whether a free text looks like wages or insurance data: an amount in dollars, or a figure beside a word of pay.
/// A warning only.
pub fn looks_like_pay(text: &str) -> bool {
    let plain: String = normal(text).replace(',', "");
    let has_word = PAY_WORDS.iter().any(|word| plain.contains(word));
    let letters: Vec<char> = plain.chars().collect();
    let mut after = 0_usize;
    letters
        .chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit())
        .any(|run| {
            after = after.saturating_add(run.len());
            let is_number = run.iter().all(char::is_ascii_digit);
            let is_money = letters
                .iter()
                .skip(after)
                .find(|letter| !letter.is_whitespace())
                .is_some_and(|letter| matches!(letter, '元' | '圓'));
            is_number && (run.len() >= 3 && is_money || has_word && (4..=7).contains(&run.len()))
        })
}

/// Nothing but letters and digits of ASCII, as nearly every identifier is: there is nothing to normalise.
fn is_bare(text: &str) -> bool {
    text.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

fn normal(text: &str) -> String {
    nfkc(text).to_uppercase()
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A letter's number, 10 to 35 (domain.md §5.1).
fn letter_value(letter: char) -> Option<u32> {
    let place = LETTERS.chars().position(|known| known == letter)?;
    u32::try_from(place).ok()?.checked_add(10)
}

fn has_person_checksum(text: &str) -> bool {
    weighted_sum(text).is_some_and(|sum| sum.checked_rem(10) == Some(0))
}

/// Eleven digits (the first letter counts as two, a second letter as its units) under their weights.
fn weighted_sum(text: &str) -> Option<u32> {
    let mut letters = text.chars();
    let first = letter_value(letters.next()?)?;
    let second = letters.next()?;
    let second = match second.to_digit(10) {
        Some(digit) => digit,
        None => letter_value(second)?.checked_rem(10)?,
    };
    let mut digits = vec![first.checked_div(10)?, first.checked_rem(10)?, second];
    for letter in letters {
        digits.push(letter.to_digit(10)?);
    }
    let weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1_u32];
    digits
        .into_iter()
        .zip(weights)
        .try_fold(0_u32, |sum, (digit, weight)| {
            sum.checked_add(digit.checked_mul(weight)?)
        })
}

/// Since 112/4: the sum is divisible by five, or, where the seventh digit is 7, one more than it is (domain.md §5.2).
fn has_business_checksum(text: &str) -> bool {
    let weights = [1, 2, 1, 2, 1, 2, 4, 1_u32];
    let sum = text
        .chars()
        .zip(weights)
        .try_fold(0_u32, |sum, (letter, weight)| {
            let product = letter.to_digit(10)?.checked_mul(weight)?;
            sum.checked_add(product.checked_div(10)?)?
                .checked_add(product.checked_rem(10)?)
        });
    let Some(sum) = sum else { return false };
    let divides = |number: u32| number.checked_rem(5) == Some(0);
    let seventh_is_seven = text.chars().nth(6) == Some('7');
    text.chars().any(|letter| letter != '0')
        && (divides(sum) || seventh_is_seven && divides(sum.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Vector {
        input: String,
        normal: Option<String>,
        kind: String,
        valid: bool,
        masked: Option<String>,
    }

    #[test]
    fn the_vectors_hold() {
        let text = include_str!("../../tests/fixtures/vectors/identifiers.json");
        let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
        assert!(vectors.len() > 20);
        for vector in vectors {
            let subject = Subject::read(&vector.input);
            assert_eq!(subject.kind().code(), vector.kind, "{}", vector.input);
            assert_eq!(subject.is_valid(), vector.valid, "{}", vector.input);
            if let Some(normal) = vector.normal {
                assert_eq!(subject.as_stored(), normal);
            }
            if let Some(masked) = vector.masked {
                assert_eq!(subject.masked(), masked);
            }
        }
    }

    #[test]
    fn the_lists_of_the_domain_notes_hold() {
        let valid = "A123456789 F131104093 E120000001 E220000003 S123456784 I100000003 W200000003 Z299999992 Y123456788 A800000014 A900207177 E800000009 E970000002 A870000015 A880000018 A890000011 AA00000009 AB23456789 AC03095424 BD01300667 ED00000009 04595257 12345675 12345676 22099131 10458575 04595252 12345670 12345671";
        for text in valid.split(' ') {
            assert!(Subject::read(text).is_valid(), "{text}");
        }
        let invalid = "A123456788 F131104091 A323456789 AE23456785 AA00000000 A800000000 A12345678 12345672 12345678 04595253 00000000";
        for text in invalid.split(' ') {
            assert!(!Subject::read(text).is_valid(), "{text}");
        }
    }

    #[test]
    fn an_identifier_is_hidden_wherever_it_stands_in_a_text() {
        for (text, masked) in [
            ("11500000084 低收", "11500000084 低收"),
            ("A123456789", "A12345****"),
            ("案 a123456789，補件", "案 a12345****，補件"),
            ("Ａ１２３４５６７８９", "Ａ１２３４５****"),
            ("A123-456-789", "A123-45*-***"),
            (
                "IDN=AC03095424;BDATE=0650101",
                "IDN=AC0309****;BDATE=0650101",
            ),
            ("A123456789B223456789", "A12345****B22345****"),
            ("04595257", "04595257"),
            ("SOC-11510-0232", "SOC-11510-0232"),
            ("", ""),
        ] {
            assert_eq!(mask_persons(text), masked, "{text}");
        }
    }

    #[test]
    fn nothing_prints_an_identifier_whole() {
        let subject = Subject::read("a123-456 789");
        assert_eq!(
            format!("{subject:?} {subject}"),
            "Subject(A12345****) A12345****"
        );
        assert_eq!(format!("{subject:<12}|"), "A12345****  |");
        assert_eq!(subject.reveal(&Permit::granted()), "A123456789");
        for text in [
            "A123456789 陳小明",
            "陳小明A123456789",
            "證號A123456789查詢過一次",
        ] {
            assert!(!Subject::read(text).masked().contains("6789"), "{text}");
            assert!(!Subject::read(text).masked().contains("678"), "{text}");
        }
    }

    #[test]
    fn an_identifier_is_taken_out_of_a_condition() {
        for (text, stored) in [
            ("IDN=A123456789;BDATE=0650101", "A123456789"),
            (
                "ＢＤＡＴＥ＝０６５０１０１；ｉｄｎ＝ａ１２３４５６７８９",
                "A123456789",
            ),
            ("統編:04595257", "04595257"),
            ("統編：０４５９５２５７", "04595257"),
            (" a123456789 ", "A123456789"),
            ("BDATE=0650101", "BDATE=0650101"),
            ("", ""),
        ] {
            assert_eq!(Subject::from_condition(text).as_stored(), stored, "{text}");
        }
    }

    #[test]
    fn a_difference_under_the_mask_is_located() {
        let one = Subject::read("A123456789");
        assert_eq!(
            differ_under_mask(&one, &Subject::read("A123456798")),
            Some(9)
        );
        assert_eq!(differ_under_mask(&one, &one), None);
        assert_eq!(differ_under_mask(&one, &Subject::read("B123456789")), None);
        let business = Subject::read("04595257");
        assert_eq!(
            differ_under_mask(&business, &Subject::read("04595252")),
            None
        );
    }

    #[test]
    fn figures_of_pay_are_noticed_and_case_numbers_are_not() {
        for text in [
            "投保薪資45,800",
            "月投保 ４５８００",
            "領 1,200 元",
            "加保日 1100301",
        ] {
            assert!(looks_like_pay(text), "{text}");
        }
        for text in [
            "低收入戶審查",
            "高市社救字第11531234600號",
            "投保薪資查詢",
            "115年11月",
            "SOC-11511-0042",
        ] {
            assert!(!looks_like_pay(text), "{text}");
        }
    }
}
