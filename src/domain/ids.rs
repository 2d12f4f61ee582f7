//! Numbers and names of things: agency, login, period, register number, log row.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::domain::normal::nfkc;

/// Text that is not of the form it claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadForm;

/// An agency's code, 2–5 capital letters (`SOC`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

impl AgencyCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AgencyCode {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let fits = (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
        if fits {
            Ok(AgencyCode(text.to_owned()))
        } else {
            Err(BadForm)
        }
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person's login on this desk: 2–32 of `a–z 0–9 . _ -`, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

impl Login {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let fits = (2..=32).contains(&text.len())
            && text.bytes().all(|b| {
                b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-')
            })
            && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if fits {
            Ok(Login(text.to_owned()))
        } else {
            Err(BadForm)
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 期別: one calendar month; or what came in of it after its freeze, a population of its own (`11510S1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    month: u32,
    /// 0 for the month itself.
    supplement: u16,
}

/// January 1912, the first month there is.
impl Default for Period {
    fn default() -> Period {
        Period {
            year: 1912,
            month: 1,
            supplement: 0,
        }
    }
}

impl Period {
    /// The month of a CE year from 1912 on.
    pub fn new(year: i32, month: u32) -> Option<Period> {
        ((1912..=2910).contains(&year) && (1..=12).contains(&month)).then_some(Period {
            year,
            month,
            supplement: 0,
        })
    }

    /// The month that a day lies in.
    pub fn of(day: NaiveDate) -> Option<Period> {
        Period::new(day.year(), day.month())
    }

    /// CE year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1–12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// Which supplement of its month; 0 for the month itself.
    pub fn supplement(self) -> u16 {
        self.supplement
    }

    /// The month itself.
    #[must_use]
    pub fn whole(self) -> Period {
        self.with_supplement(0)
    }

    #[must_use]
    pub fn with_supplement(self, supplement: u16) -> Period {
        Period { supplement, ..self }
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// That day of the month, or its last.
    pub fn day_or_last(self, day: u32) -> NaiveDate {
        let days = Days::new(u64::from(day.saturating_sub(1)));
        self.first_day()
            .checked_add_days(days)
            .filter(|found| *found <= self.last_day())
            .unwrap_or_else(|| self.last_day())
    }

    pub fn last_day(self) -> NaiveDate {
        self.next()
            .first_day()
            .checked_sub_days(Days::new(1))
            .unwrap_or_default()
    }

    #[must_use]
    pub fn next(self) -> Period {
        if self.month == 12 {
            Period {
                year: self.year.saturating_add(1),
                month: 1,
                supplement: 0,
            }
        } else {
            Period {
                month: self.month.saturating_add(1),
                ..self.whole()
            }
        }
    }

    #[must_use]
    pub fn previous(self) -> Period {
        if self.month == 1 {
            Period {
                year: self.year.saturating_sub(1),
                month: 12,
                supplement: 0,
            }
        } else {
            Period {
                month: self.month.saturating_sub(1),
                ..self.whole()
            }
        }
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        Period::of(day) == Some(self.whole())
    }

    /// `2026-10`, `2026-10S1`: the spelling of the seed text and of log-row ids.
    pub fn iso(self) -> String {
        let month = format!("{:04}-{:02}", self.year, self.month);
        match self.supplement {
            0 => month,
            supplement => format!("{month}S{supplement}"),
        }
    }
}

/// `11510`, `11510S1`: the spelling of screens, numbers and JSON.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}{:02}", self.year.saturating_sub(1911), self.month)?;
        if self.supplement > 0 {
            write!(f, "S{}", self.supplement)?;
        }
        Ok(())
    }
}

/// Accepts `11510`, `11510S1`, `115/10`, `115-10`, `115.10`, `115年10月`, with full-width digits too.
impl FromStr for Period {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let plain: String = text.trim().nfkc().collect();
        if let Some((month, supplement)) = plain.split_once(['S', 's']) {
            let is_number = supplement.bytes().all(|b| b.is_ascii_digit());
            let number: u16 = supplement.parse().map_err(|_bad| BadForm)?;
            if number == 0 || !is_number || supplement.starts_with('0') {
                return Err(BadForm);
            }
            return Ok(month.parse::<Period>()?.whole().with_supplement(number));
        }
        let (year, month) = if plain.bytes().all(|b| b.is_ascii_digit()) && plain.len() == 5 {
            plain.split_at_checked(3).ok_or(BadForm)?
        } else {
            let split = plain.strip_suffix('月').unwrap_or(&plain);
            split.split_once(['/', '-', '.', '年']).ok_or(BadForm)?
        };
        let digits = |part: &str, most: usize| {
            let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if fits {
                part.parse::<u32>().map_err(|_bad| BadForm)
            } else {
                Err(BadForm)
            }
        };
        let year = i32::try_from(digits(year, 3)?).map_err(|_bad| BadForm)?;
        if year == 0 {
            return Err(BadForm);
        }
        Period::new(year.saturating_add(1911), digits(month, 2)?).ok_or(BadForm)
    }
}

/// 登記編號: agency, month first registered, serial of four digits or more (`SOC-11510-0042`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisterNo {
    pub agency: AgencyCode,
    pub period: Period,
    pub serial: u32,
}

impl RegisterNo {
    /// Without the agency, as lists show it: `11510-0042`.
    pub fn short(&self) -> String {
        format!("{}-{:04}", self.period, self.serial)
    }

    /// The first register number in a text, wherever it stands; a longer run of letters or digits around it is none.
    /// Source: monthly_check §1, `[A-Z]{2,5}-\d{5}-\d{4,}`.
    pub fn find_in(text: &str) -> Option<RegisterNo> {
        let plain = nfkc(text);
        if !plain.contains('-') {
            return None;
        }
        let normal = plain.to_uppercase();
        normal
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .find_map(|word| word.parse().ok())
    }
}

impl fmt::Display for RegisterNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:04}", self.agency, self.period, self.serial)
    }
}

impl FromStr for RegisterNo {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let mut parts = text.split('-');
        let (Some(agency), Some(period), Some(serial), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadForm);
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if period.len() != 5 || !all_digits(period) || serial.len() < 4 || !all_digits(serial) {
            return Err(BadForm);
        }
        let number = RegisterNo {
            agency: agency.parse()?,
            period: period.parse()?,
            serial: serial.parse().map_err(|_bad| BadForm)?,
        };
        // One number, one spelling: 00042 is not 0042.
        if number.to_string() == text {
            Ok(number)
        } else {
            Err(BadForm)
        }
    }
}

/// A log row: its month and its sequence number there (`2026-10#000313`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    pub period: Period,
    pub seq: u32,
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{:06}", self.period.iso(), self.seq)
    }
}

/// A place in the trail: sequence number and entry hash (`SEQ:HEX`), as it is printed on records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub hash: [u8; 32],
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            self.seq,
            data_encoding::HEXLOWER.encode(&self.hash)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_in_the_forms_that_offices_write() {
        for text in ["11510", "115/10", "115年10月", "１１５１０", " 115-10 "] {
            assert_eq!(
                text.parse::<Period>().unwrap().to_string(),
                "11510",
                "{text}"
            );
        }
        for text in ["", "11513", "00010", "115", "2026-10", "115/0", "-15/10"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        let late: Period = "11510S2".parse().unwrap();
        assert_eq!(
            (late.to_string(), late.iso()),
            ("11510S2".into(), "2026-10S2".into())
        );
        assert_eq!(late.whole().to_string(), "11510");
        assert_eq!(late.next().to_string(), "11511");
        assert!(late.contains(late.first_day()) && late > late.whole() && late < late.next());
        for text in ["11510S0", "11510S01", "11510S", "11510S1S1", "S1"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        let period: Period = "11512".parse().unwrap();
        assert_eq!(period.next().to_string(), "11601");
        assert_eq!(
            period.last_day(),
            NaiveDate::from_ymd_opt(2026, 12, 31).unwrap()
        );
    }

    #[test]
    fn a_register_number_has_one_spelling_and_is_found_in_a_reason() {
        let number: RegisterNo = "SOC-11510-0232".parse().unwrap();
        assert_eq!(number.short(), "11510-0232");
        assert!("SOC-11510-232".parse::<RegisterNo>().is_err());
        assert!("SOC-11510-00232".parse::<RegisterNo>().is_err());
        assert_eq!(
            RegisterNo::find_in("單親補助 ＳＯＣ－11510-0232"),
            Some(number.clone())
        );
        assert_eq!(RegisterNo::find_in("補助SOC-11510-0232號"), Some(number));
        assert_eq!(RegisterNo::find_in("XSOCIAL-11510-0232"), None);
    }
}
