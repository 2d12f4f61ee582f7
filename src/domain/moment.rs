//! Instants: UTC with milliseconds in the trail, fixed UTC+08:00 for everything shown, typed or counted by day.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

const OFFICE_OFFSET_SECONDS: i32 = 8 * 3600;

impl Moment {
    /// `2026-11-23T01:42:05.123Z`, the spelling of `at` in the trail and in JSON.
    pub fn iso(self) -> String {
        let Some(at) = DateTime::<Utc>::from_timestamp_millis(self.0) else {
            return String::new();
        };
        let (year, month, day) = (at.year(), at.month(), at.day());
        if !(0..=9999).contains(&year) {
            return at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        }
        // By hand, since a month of a million rows has a million of these.
        let mut text = String::with_capacity(24);
        let year = u32::try_from(year).unwrap_or_default();
        for (number, figures, sign) in [
            (year, 4, '-'),
            (month, 2, '-'),
            (day, 2, 'T'),
            (at.hour(), 2, ':'),
            (at.minute(), 2, ':'),
            (at.second(), 2, '.'),
            (at.timestamp_subsec_millis(), 3, 'Z'),
        ] {
            push_figures(&mut text, number, figures);
            text.push(sign);
        }
        text
    }

    /// Reads [`Moment::iso`]'s own spelling and no other.
    pub fn parse(text: &str) -> Option<Moment> {
        let figures = |from: usize, to: usize| {
            let figures = text.get(from..to)?;
            let is_plain = figures.bytes().all(|byte| byte.is_ascii_digit());
            figures.parse::<u32>().ok().filter(|_number| is_plain)
        };
        let mut signs = [4, 7, 10, 13, 16, 19, 23].into_iter().zip(*b"--T::.Z");
        if text.len() != 24 || !signs.all(|(at, sign)| text.as_bytes().get(at) == Some(&sign)) {
            return None;
        }
        let year = i32::try_from(figures(0, 4)?).ok()?;
        let day = NaiveDate::from_ymd_opt(year, figures(5, 7)?, figures(8, 10)?)?;
        let (hour, minute, second) = (figures(11, 13)?, figures(14, 16)?, figures(17, 19)?);
        let time = NaiveTime::from_hms_milli_opt(hour, minute, second, figures(20, 23)?)?;
        Some(Moment(day.and_time(time).and_utc().timestamp_millis()))
    }

    /// Date and time in the office, UTC+08:00 whatever TZ says.
    pub fn local(self) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(OFFICE_OFFSET_SECONDS) {
            Some(offset) => utc.with_timezone(&offset).naive_local(),
            None => utc.naive_utc(),
        }
    }

    /// The office's calendar day.
    pub fn day(self) -> NaiveDate {
        self.local().date()
    }

    /// The office's time of day.
    pub fn time(self) -> NaiveTime {
        self.local().time()
    }

    /// The instant of an office date and time.
    pub fn from_local(day: NaiveDate, time: NaiveTime) -> Moment {
        let offset_millis = i64::from(OFFICE_OFFSET_SECONDS).saturating_mul(1000);
        Moment(
            day.and_time(time)
                .and_utc()
                .timestamp_millis()
                .saturating_sub(offset_millis),
        )
    }
}

/// A number of so many figures, zeros before it.
fn push_figures(text: &mut String, number: u32, figures: u32) {
    for place in (0..figures).rev() {
        let figure = number.checked_div(10_u32.pow(place)).unwrap_or_default() % 10;
        text.extend(char::from_digit(figure, 10));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_office_begins_at_sixteen_hours_utc() {
        let at = Moment::parse("2026-11-22T16:00:00.000Z").unwrap();
        assert_eq!(at.day(), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(Moment::from_local(at.day(), at.time()), at);
        for text in [
            "",
            "2026-11-22T16:00:00Z",
            "2026-11-22 16:00:00.000Z",
            "2026-13-22T16:00:00.000Z",
            "2026-11-22T24:00:00.000Z",
            "2026-11-22T16:00:60.000Z",
            "+026-11-22T16:00:00.000Z",
            "2026-11-22T16:00:00.+00Z",
            "2026-11-22T16:00:00.00\u{661}",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_instant_of_these_centuries_is_read_as_it_is_spelled(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
            let at = Moment(millis);
            proptest::prop_assert_eq!(Moment::parse(&at.iso()), Some(at));
            let chrono = DateTime::<Utc>::from_timestamp_millis(millis).unwrap();
            proptest::prop_assert_eq!(at.iso(), chrono.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
        }
    }
}
