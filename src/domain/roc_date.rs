//! Dates and times as offices write them: ROC years, typed in many forms, shown in one (domain.md §5.5).
//!
//! Entry readers know today and may ask back; log readers are strict and know nothing but the text.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use unicode_normalization::UnicodeNormalization;

use crate::domain::moment::Moment;

/// CE year = ROC year + this.
const ROC_OFFSET: i32 = 1911;

/// A month and day without a year may lie this many days ahead before it is asked about.
const DAYS_AHEAD: u64 = 31;

/// What stands for today, or for this moment.
const NOW_WORDS: &[&str] = &["t", "今", "今天", "今日", "現在"];

/// Prefixes of a written-out year.
const ERA_WORDS: &[&str] = &["中華民國", "民國"];

/// A day as typed, perhaps to be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    pub day: NaiveDate,
    pub confirm: Option<WhyConfirm>,
}

/// Why a day that can be is asked about before it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyConfirm {
    /// Six digits are a year of two digits: `990302` is ROC 99.
    ShortYear,
    /// A month and day of this year, more than 31 days ahead.
    FarAhead,
}

/// Why a text is no day. Years are ROC years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    Empty,
    NotADate,
    /// 民國0年, or a CE year before 1912.
    BeforeTheRepublic,
    /// `11511` is a month (期別), not a day.
    OnlyAMonth,
    NoSuchMonth {
        year: i32,
        month: u32,
    },
    /// `last` is the last day that this month has.
    NoSuchDay {
        year: i32,
        month: u32,
        day: u32,
        last: u32,
    },
}

/// Why a text is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFault {
    Empty,
    NotATime,
    /// One or two digits could be hours or minutes.
    TooShort,
    NoSuchTime {
        hour: u32,
        minute: u32,
        second: u32,
    },
}

/// A day and a time typed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnteredMoment {
    pub day: NaiveDate,
    pub time: NaiveTime,
    pub confirm: Option<WhyConfirm>,
}

/// Why a text is no day and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentFault {
    Day(DateFault),
    Time(TimeFault),
    /// Only a day was typed.
    TimeMissing,
}

/// The ROC year of a day.
pub fn roc_year(day: NaiveDate) -> i32 {
    day.year().saturating_sub(ROC_OFFSET)
}

/// `115/11/23`.
pub fn roc(day: NaiveDate) -> String {
    format!("{:03}/{}", roc_year(day), month_day(day))
}

/// `1151123`, as logs write it.
pub fn roc_digits(day: NaiveDate) -> String {
    format!("{:03}{:02}{:02}", roc_year(day), day.month(), day.day())
}

/// `11/23`, where the year is plain from the place.
pub fn month_day(day: NaiveDate) -> String {
    format!("{:02}/{:02}", day.month(), day.day())
}

/// `2026-11-23`, as it is stored.
pub fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `09:44`.
pub fn hour_minute(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `09:44:05`, as it is stored.
pub fn hour_minute_second(time: NaiveTime) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// 0 for Monday to 6 for Sunday; the word is the locale's.
pub fn weekday_index(day: NaiveDate) -> usize {
    usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0)
}

/// Reads a day typed into a field.
pub fn read_day(text: &str, today: NaiveDate) -> Result<Entered, DateFault> {
    let plain = plain_date(text);
    if plain.is_empty() {
        return Err(DateFault::Empty);
    }
    let sure = |day| Entered { day, confirm: None };
    if NOW_WORDS.contains(&plain.as_str()) {
        return Ok(sure(today));
    }
    if let Some(day) = relative(&plain, today) {
        return day.map(sure);
    }
    let parts: Vec<&str> = plain.split('/').collect();
    let month_and_day = match parts.as_slice() {
        [month, day] => Some((digits(month, 2)?, digits(day, 2)?)),
        [whole] if is_number(whole) && whole.len() == 4 => {
            let (month, day) = whole.split_at_checked(2).ok_or(DateFault::NotADate)?;
            Some((digits(month, 2)?, digits(day, 2)?))
        }
        _ => None,
    };
    match month_and_day {
        Some((month, day)) => {
            let day = build(today.year(), month, day)?;
            let horizon = today.checked_add_days(Days::new(DAYS_AHEAD));
            let is_far = horizon.is_some_and(|horizon| day > horizon);
            Ok(Entered {
                day,
                confirm: is_far.then_some(WhyConfirm::FarAhead),
            })
        }
        None => absolute(&plain),
    }
}

/// Reads a day that names its year: the absolute forms and ISO.
pub fn read_absolute(text: &str) -> Result<NaiveDate, DateFault> {
    let plain = plain_date(text);
    if plain.is_empty() {
        return Err(DateFault::Empty);
    }
    absolute(&plain).map(|entered| entered.day)
}

/// Reads a time typed into a field: `857`, `0857`, `93012`, `9:30`, `09:30:12`, `t`.
pub fn read_time(text: &str, now: NaiveTime) -> Result<NaiveTime, TimeFault> {
    let plain = plain_time(text);
    if NOW_WORDS.contains(&plain.as_str()) {
        return Ok(now.with_nanosecond(0).unwrap_or(now));
    }
    time_of(&plain)
}

/// Reads a day and a time typed together (`1123 857`); a time alone is today's, `t` alone is now.
pub fn read_moment(text: &str, now: Moment) -> Result<EnteredMoment, MomentFault> {
    let plain = text.nfkc().collect::<String>().trim().to_lowercase();
    let (today, clock) = (now.day(), now.time());
    let sure = |time| EnteredMoment {
        day: today,
        time,
        confirm: None,
    };
    if NOW_WORDS.contains(&plain.as_str()) || plain == "+0" {
        return read_time("t", clock).map(sure).map_err(MomentFault::Time);
    }
    if let Some((day, time)) = plain.rsplit_once(char::is_whitespace)
        && (is_number(time) || time.contains(':') || NOW_WORDS.contains(&time))
    {
        let entered = read_day(day, today).map_err(MomentFault::Day)?;
        let time = read_time(time, clock).map_err(MomentFault::Time)?;
        return Ok(EnteredMoment {
            day: entered.day,
            time,
            confirm: entered.confirm,
        });
    }
    if plain.contains(':') || is_number(&plain) && plain.len() <= 3 && !plain.is_empty() {
        return time_of(&plain).map(sure).map_err(MomentFault::Time);
    }
    match read_day(&plain, today) {
        Ok(_day_alone) => Err(MomentFault::TimeMissing),
        Err(fault) => Err(MomentFault::Day(fault)),
    }
}

/// The day in a log: ROC with and without separators, CE, a lost leading zero (monthly_check §1).
pub fn log_day(text: &str) -> Option<NaiveDate> {
    read_log_day(text).ok()
}

/// [`log_day`], saying why not.
pub fn read_log_day(text: &str) -> Result<NaiveDate, DateFault> {
    read_absolute(&unwrapped(text))
}

/// The time in a log: 3 to 4 digits are H:MM, 5 to 6 HMMSS; 1 to 2 are unreadable (monthly_check §1).
pub fn log_time(text: &str) -> Option<NaiveTime> {
    read_log_time(text).ok()
}

/// [`log_time`], saying why not.
pub fn read_log_time(text: &str) -> Result<NaiveTime, TimeFault> {
    time_of(&plain_time(&unwrapped(text)))
}

/// Without a spreadsheet's `="…"` or its leading `'`.
fn unwrapped(text: &str) -> String {
    let plain: String = text.nfkc().collect();
    let bare = plain.trim();
    let bare = bare
        .strip_prefix("=\"")
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(bare);
    bare.strip_prefix('\'').unwrap_or(bare).to_owned()
}

/// NFKC, lower case, every separator `/`, era and weekday dropped.
fn plain_date(text: &str) -> String {
    let normal = text.nfkc().collect::<String>().trim().to_lowercase();
    // A weekday in brackets is the program's own echo.
    let normal = match normal.split_once('(') {
        Some((day, weekday)) if weekday.ends_with(')') && weekday.chars().count() <= 5 => day,
        _ => &normal,
    };
    let normal = ERA_WORDS
        .iter()
        .find_map(|era| normal.strip_prefix(era))
        .unwrap_or(normal)
        .trim();
    if normal.starts_with(['+', '-']) || is_number(normal) {
        return normal.to_owned();
    }
    let same: String = normal
        .strip_suffix('日')
        .unwrap_or(normal)
        .chars()
        .map(|letter| match letter {
            '.' | '-' | '年' | '月' => '/',
            other => other,
        })
        .collect();
    same.split('/').map(str::trim).collect::<Vec<_>>().join("/")
}

fn relative(plain: &str, today: NaiveDate) -> Option<Result<NaiveDate, DateFault>> {
    let count = |digits: &str| {
        if is_number(digits) && digits.len() <= 5 {
            digits.parse::<u64>().map(Days::new).ok()
        } else {
            None
        }
    };
    let day = if let Some(ahead) = plain.strip_prefix('+') {
        count(ahead).and_then(|days| today.checked_add_days(days))
    } else {
        let back = plain.strip_prefix('-')?;
        count(back).and_then(|days| today.checked_sub_days(days))
    };
    Some(day.ok_or(DateFault::NotADate).and_then(|day| {
        if day.year() > ROC_OFFSET {
            Ok(day)
        } else {
            Err(DateFault::BeforeTheRepublic)
        }
    }))
}

fn absolute(plain: &str) -> Result<Entered, DateFault> {
    let parts: Vec<&str> = plain.split('/').collect();
    match parts.as_slice() {
        [year, month, day] => {
            let year = ce_year(year)?;
            let day = build(year, digits(month, 2)?, digits(day, 2)?)?;
            Ok(Entered { day, confirm: None })
        }
        [whole] if is_number(whole) => {
            let year_digits = match whole.len() {
                8 => 4,
                7 => 3,
                6 => 2,
                5 => return Err(DateFault::OnlyAMonth),
                _ => return Err(DateFault::NotADate),
            };
            let (year, rest) = whole
                .split_at_checked(year_digits)
                .ok_or(DateFault::NotADate)?;
            let (month, day) = rest.split_at_checked(2).ok_or(DateFault::NotADate)?;
            let day = build(ce_year(year)?, digits(month, 2)?, digits(day, 2)?)?;
            let confirm = (year_digits == 2).then_some(WhyConfirm::ShortYear);
            Ok(Entered { day, confirm })
        }
        _ => Err(DateFault::NotADate),
    }
}

/// Four digits are a CE year, up to three a ROC year.
fn ce_year(text: &str) -> Result<i32, DateFault> {
    let number = i32::try_from(digits(text, 4)?).map_err(|_bad| DateFault::NotADate)?;
    let year = if text.len() == 4 {
        number
    } else if number == 0 {
        return Err(DateFault::BeforeTheRepublic);
    } else {
        number.saturating_add(ROC_OFFSET)
    };
    if year <= ROC_OFFSET {
        Err(DateFault::BeforeTheRepublic)
    } else if year > 2910 {
        Err(DateFault::NotADate)
    } else {
        Ok(year)
    }
}

fn build(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateFault> {
    let roc = year.saturating_sub(ROC_OFFSET);
    if !(1..=12).contains(&month) {
        return Err(DateFault::NoSuchMonth { year: roc, month });
    }
    let last = (28..=31)
        .rev()
        .find(|last| NaiveDate::from_ymd_opt(year, month, *last).is_some())
        .unwrap_or(28);
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NoSuchDay {
        year: roc,
        month,
        day,
        last,
    })
}

fn digits(text: &str, most: usize) -> Result<u32, DateFault> {
    if is_number(text) && text.len() <= most {
        text.parse().map_err(|_bad| DateFault::NotADate)
    } else {
        Err(DateFault::NotADate)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn plain_time(text: &str) -> String {
    let normal = text.nfkc().collect::<String>().trim().to_lowercase();
    let same: String = normal
        .strip_suffix(['分', '秒'])
        .unwrap_or(&normal)
        .chars()
        .map(|letter| match letter {
            '.' | '時' | '點' | '分' => ':',
            other => other,
        })
        .collect();
    same
}

fn time_of(plain: &str) -> Result<NaiveTime, TimeFault> {
    if plain.is_empty() {
        return Err(TimeFault::Empty);
    }
    let parts: Vec<&str> = plain.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [whole] if is_number(whole) => return packed_time(whole),
        [hour, minute] => (*hour, *minute, "00"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return Err(TimeFault::NotATime),
    };
    let fits = [hour, minute, second].into_iter().all(is_number)
        && hour.len() <= 2
        && minute.len() == 2
        && second.len() == 2;
    if fits {
        clock(hour, minute, second)
    } else {
        Err(TimeFault::NotATime)
    }
}

fn packed_time(whole: &str) -> Result<NaiveTime, TimeFault> {
    let hour_digits = match whole.len() {
        1 | 2 => return Err(TimeFault::TooShort),
        3 | 5 => 1,
        4 | 6 => 2,
        _ => return Err(TimeFault::NotATime),
    };
    let (hour, rest) = whole
        .split_at_checked(hour_digits)
        .ok_or(TimeFault::NotATime)?;
    let (minute, second) = rest.split_at_checked(2).ok_or(TimeFault::NotATime)?;
    clock(hour, minute, if second.is_empty() { "0" } else { second })
}

fn clock(hour: &str, minute: &str, second: &str) -> Result<NaiveTime, TimeFault> {
    let number = |text: &str| text.parse::<u32>().map_err(|_bad| TimeFault::NotATime);
    let (hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(TimeFault::NoSuchTime {
        hour,
        minute,
        second,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    const TODAY: &str = "2026-11-23";

    #[track_caller]
    fn check(text: &str, expected: &str, confirm: Option<WhyConfirm>) {
        let day = day(expected);
        assert_eq!(
            read_day(text, self::day(TODAY)),
            Ok(Entered { day, confirm }),
            "{text}"
        );
    }

    #[test]
    fn a_day_is_read_in_every_form_that_is_typed() {
        for text in [
            "1150302",
            "115/3/2",
            "115.03.02",
            "115-3-2",
            "115年3月2日",
            "民國115年3月2日",
            "中華民國 115 年 3 月 2 日",
            "１１５／３／２",
            "20260302",
            "2026/3/2",
            "2026-03-02",
            "0302",
            "3/2",
            "3.2",
            "115/03/02(一)",
        ] {
            check(text, "2026-03-02", None);
        }
        check("t", "2026-11-23", None);
        check("今", "2026-11-23", None);
        check("+7", "2026-11-30", None);
        check("＋７", "2026-11-30", None);
        check("-1", "2026-11-22", None);
        check("0650101", "1976-01-01", None);
    }

    #[test]
    fn a_day_that_may_be_a_slip_is_asked_about() {
        check("990302", "2010-03-02", Some(WhyConfirm::ShortYear));
        check("1224", "2026-12-24", None);
        check("1225", "2026-12-25", Some(WhyConfirm::FarAhead));
        check("12/25", "2026-12-25", Some(WhyConfirm::FarAhead));
        check("115/12/25", "2026-12-25", None);
    }

    #[test]
    fn a_day_that_cannot_be_is_named() {
        let fault = |text: &str| read_day(text, day(TODAY)).unwrap_err();
        let no_day = |year, month, day, last| DateFault::NoSuchDay {
            year,
            month,
            day,
            last,
        };
        assert_eq!(fault("1150229"), no_day(115, 2, 29, 28));
        assert_eq!(fault("1130230"), no_day(113, 2, 30, 29));
        assert_eq!(fault("1131"), no_day(115, 11, 31, 30));
        assert_eq!(
            fault("115/13/1"),
            DateFault::NoSuchMonth {
                year: 115,
                month: 13
            }
        );
        assert_eq!(fault("0000302"), DateFault::BeforeTheRepublic);
        assert_eq!(fault("民國0年3月2日"), DateFault::BeforeTheRepublic);
        assert_eq!(fault("19111231"), DateFault::BeforeTheRepublic);
        assert_eq!(fault("11503"), DateFault::OnlyAMonth);
        assert_eq!(fault("  "), DateFault::Empty);
        for text in ["302", "abc", "115/3", "1/2/3/4", "115/3/", "+", "--1"] {
            assert_eq!(fault(text), DateFault::NotADate, "{text}");
        }
        check("1130229", "2024-02-29", None);
        check("1170229", "2028-02-29", None);
    }

    #[test]
    fn a_time_is_read_with_and_without_colon() {
        let now = time("09:44:05");
        for (text, expected) in [
            ("857", "08:57:00"),
            ("0857", "08:57:00"),
            ("93012", "09:30:12"),
            ("093012", "09:30:12"),
            ("9:30", "09:30:00"),
            ("９：３０", "09:30:00"),
            ("09:30:12", "09:30:12"),
            ("t", "09:44:05"),
            ("今", "09:44:05"),
        ] {
            assert_eq!(read_time(text, now), Ok(time(expected)), "{text}");
        }
        assert_eq!(read_time("9", now), Err(TimeFault::TooShort));
        assert_eq!(read_time("30", now), Err(TimeFault::TooShort));
        assert_eq!(read_time("9:3", now), Err(TimeFault::NotATime));
        assert_eq!(
            read_time("2460", now),
            Err(TimeFault::NoSuchTime {
                hour: 24,
                minute: 60,
                second: 0
            })
        );
    }

    #[test]
    fn a_day_and_a_time_are_typed_together() {
        let now = Moment::from_local(day(TODAY), time("09:44:05"));
        let read = |text: &str| read_moment(text, now).map(|at| (iso(at.day), at.time.to_string()));
        let at = |day: &str, time: &str| Ok((day.to_owned(), time.to_owned()));
        assert_eq!(read("1123 857"), at("2026-11-23", "08:57:00"));
        assert_eq!(
            read("115/11/20(五)　１６：４８"),
            at("2026-11-20", "16:48:00")
        );
        assert_eq!(read("t"), at("2026-11-23", "09:44:05"));
        assert_eq!(read("-1 t"), at("2026-11-22", "09:44:05"));
        assert_eq!(read("857"), at("2026-11-23", "08:57:00"));
        assert_eq!(read("9:30"), at("2026-11-23", "09:30:00"));
        assert_eq!(read("1123"), Err(MomentFault::TimeMissing));
        assert_eq!(read("1123 8"), Err(MomentFault::Time(TimeFault::TooShort)));
        assert_eq!(read(""), Err(MomentFault::Day(DateFault::Empty)));
        assert!(matches!(
            read("1131 857"),
            Err(MomentFault::Day(DateFault::NoSuchDay { .. }))
        ));
    }

    #[test]
    fn a_log_is_read_strictly() {
        for text in [
            "1150302",
            "115/03/02",
            "20260302",
            "2026/3/2",
            "１１５／０３／０２",
            "'1150302",
            "=\"1150302\"",
        ] {
            assert_eq!(log_day(text), Some(day("2026-03-02")), "{text}");
        }
        assert_eq!(log_day("990302"), Some(day("2010-03-02")));
        for text in ["1150332", "", "0302", "3/2", "t", "+1", "11503"] {
            assert_eq!(log_day(text), None, "{text}");
        }
        assert_eq!(log_time("93012"), Some(time("09:30:12")));
        assert_eq!(log_time("=\"0912\""), Some(time("09:12:00")));
        for text in ["", "9", "12", "t", "2530", "1234567"] {
            assert_eq!(log_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(offset in 0_u64..300_000) {
            let shown = day("1912-01-01").checked_add_days(Days::new(offset)).unwrap();
            prop_assert_eq!(read_absolute(&roc(shown)), Ok(shown));
            prop_assert_eq!(read_absolute(&iso(shown)), Ok(shown));
            prop_assert_eq!(log_day(&roc_digits(shown)), Some(shown));
        }

        #[test]
        fn a_text_is_read_as_an_existing_moment_or_refused(text in "[0-9tT今+./:年月日 -]{0,14}") {
            let now = Moment::from_local(day(TODAY), time("09:44:05"));
            if let Ok(at) = read_moment(&text, now) {
                prop_assert!(roc_year(at.day) >= 1);
                prop_assert_eq!(at.time.nanosecond(), 0);
            }
        }
    }
}
