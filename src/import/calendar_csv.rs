//! 政府行政機關辦公日曆表: the official file of a year's office days, taken whole or not at all.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::YearDays;
use crate::domain::file_fault::CalendarFault;
use crate::domain::roc_date::{read_absolute, weekday_index};
use crate::import::encoding::{Decoder, FileFacts, inspect};
use crate::import::fault::FileFault;

/// The official file has some 6 kB; one beyond this is none.
pub const LARGEST: usize = 256 * 1024;

const DAY: &str = "西元日期";
const OFF: &str = "是否放假";
const WEEKDAY: &str = "星期";
const REMARK: &str = "備註";
/// From Monday on.
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// A year's calendar as a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    pub facts: FileFacts,
    pub days: YearDays,
}

/// Where the columns stand.
struct Places {
    day: usize,
    off: usize,
    weekday: Option<usize>,
    remark: Option<usize>,
}

/// Reads the bytes of a whole file.
pub fn read(bytes: &[u8]) -> Result<CalendarFile, FileFault> {
    if bytes.len() > LARGEST {
        let why = CalendarFault::TooLong;
        return Err(FileFault::Calendar { line: 1, why });
    }
    let facts = inspect(&mut std::io::Cursor::new(bytes))?;
    let mut text = String::new();
    let mut decoder = Decoder::new(facts.encoding);
    decoder.decode(bytes, &mut text);
    decoder.finish(&mut text);
    // Lines are counted by their ends: CR LF is one.
    let text = text.replace("\r\n", "\n");
    let days = read_text(&text).map_err(|(line, why)| FileFault::Calendar { line, why })?;
    Ok(CalendarFile { facts, days })
}

type At = (u64, CalendarFault);

fn read_text(text: &str) -> Result<YearDays, At> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut places: Option<Places> = None;
    let mut days: Option<YearDays> = None;
    let mut last_line = 1;
    for record in reader.records() {
        let record = record.map_err(|_form| (last_line, CalendarFault::NoCsv))?;
        let line = record.position().map_or(last_line, csv::Position::line);
        last_line = line;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(found) = &places else {
            places = Some(header(&record).ok_or((line, CalendarFault::NoHeader))?);
            continue;
        };
        let row = row(&record, found).map_err(|why| (line, why))?;
        days = Some(follow(days, row).map_err(|why| (line, why))?);
    }
    let days = days.ok_or((last_line, CalendarFault::NoRows))?;
    if days.is_whole() {
        Ok(days)
    } else {
        let why = CalendarFault::Count {
            rows: days.len(),
            wanted: days.length(),
        };
        Err((last_line, why))
    }
}

fn header(record: &csv::StringRecord) -> Option<Places> {
    let place = |name: &str| record.iter().position(|cell| cell.trim() == name);
    Some(Places {
        day: place(DAY)?,
        off: place(OFF)?,
        weekday: place(WEEKDAY),
        remark: place(REMARK),
    })
}

/// A day, whether it is off, and its name.
type DayRow = (NaiveDate, bool, String);

fn row(record: &csv::StringRecord, places: &Places) -> Result<DayRow, CalendarFault> {
    let cell = |place: usize| record.get(place).map(str::trim);
    let (Some(day), Some(off)) = (cell(places.day), cell(places.off)) else {
        return Err(CalendarFault::TooFewFields);
    };
    let day = read_absolute(day).map_err(CalendarFault::Date)?;
    let is_off = match off {
        "0" => false,
        "2" => true,
        _ => return Err(CalendarFault::State),
    };
    let weekday = places.weekday.and_then(cell).unwrap_or_default();
    let own = WEEKDAYS.get(weekday_index(day)).copied();
    if !weekday.is_empty() && Some(weekday) != own {
        return Err(CalendarFault::Weekday { day });
    }
    let remark = places.remark.and_then(cell).unwrap_or_default();
    let remark = remark.chars().filter(|letter| !letter.is_control());
    Ok((day, is_off, remark.collect()))
}

/// The day after the one before, from the first of January on.
fn follow(
    days: Option<YearDays>,
    (day, is_off, remark): DayRow,
) -> Result<YearDays, CalendarFault> {
    let mut days = days.unwrap_or_else(|| YearDays::empty(day.year()));
    match days.next_day() {
        Some(wanted) if wanted == day => {
            days.push(is_off, remark);
            Ok(days)
        }
        Some(wanted) if day < wanted && day.year() == days.year() => {
            Err(CalendarFault::Doubled { day })
        }
        Some(wanted) => Err(CalendarFault::Gap { wanted, found: day }),
        None => Err(CalendarFault::Beyond { day }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::import::encoding::Encoding;

    const OFFICIAL: [(&[u8], i32, usize, Encoding); 3] = [
        (
            include_bytes!("../../tests/fixtures/samples/calendar-114.csv"),
            2025,
            118,
            Encoding::Utf8Bom,
        ),
        (
            include_bytes!("../../tests/fixtures/samples/calendar-115.csv"),
            2026,
            120,
            Encoding::Utf8Bom,
        ),
        (
            include_bytes!("../../tests/fixtures/samples/calendar-116-big5.csv"),
            2027,
            121,
            Encoding::Cp950,
        ),
    ];

    fn official() -> String {
        let bytes = OFFICIAL[1].0;
        String::from_utf8(bytes[3..].to_vec()).unwrap()
    }

    #[track_caller]
    fn refused(text: &str, line: u64, why: CalendarFault) {
        match read(text.as_bytes()) {
            Err(FileFault::Calendar {
                line: at,
                why: found,
            }) => {
                assert_eq!((at, found), (line, why));
            }
            other => panic!("{other:?}"),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_official_files_are_taken_and_agree_with_what_is_embedded() {
        let embedded = Calendar::embedded();
        for (bytes, year, off, encoding) in OFFICIAL {
            let file = read(bytes).unwrap();
            assert_eq!(file.facts.encoding, encoding);
            assert_eq!((file.days.year(), file.days.off_count()), (year, off));
            let mut calendar = Calendar::default();
            calendar.set_year(&file.days);
            assert!(calendar.has_year(year));
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            for day in first.iter_days().take_while(|day| day.year() == year) {
                assert_eq!(calendar.is_working(day), embedded.is_working(day), "{day}");
            }
        }
        let named = read(OFFICIAL[1].0).unwrap();
        assert_eq!(named.days.remark(day("2026-01-01")), "開國紀念日");
    }

    #[test]
    fn a_missing_a_doubled_and_a_strange_day_are_named_with_their_line() {
        let text = official();
        let lines: Vec<&str> = text.lines().collect();
        let without = |index: usize| {
            let mut lines = lines.clone();
            lines.remove(index);
            lines.join("\r\n")
        };
        let gap = CalendarFault::Gap {
            wanted: day("2026-03-04"),
            found: day("2026-03-05"),
        };
        // Line 1 is the header, line 64 the fourth of March.
        assert!(lines[63].starts_with("20260304"));
        refused(&without(63), 64, gap);
        let mut doubled = lines.clone();
        doubled.insert(64, lines[63]);
        refused(
            &doubled.join("\r\n"),
            65,
            CalendarFault::Doubled {
                day: day("2026-03-04"),
            },
        );
        refused(
            &without(365),
            365,
            CalendarFault::Count {
                rows: 364,
                wanted: 365,
            },
        );
        let gap_at_the_start = CalendarFault::Gap {
            wanted: day("2026-01-01"),
            found: day("2026-01-02"),
        };
        refused(&without(1), 2, gap_at_the_start);
        let beyond = format!("{text}20270101,五,2,\r\n");
        refused(
            &beyond,
            367,
            CalendarFault::Beyond {
                day: day("2027-01-01"),
            },
        );
    }

    #[test]
    fn cells_that_cannot_be_are_named_with_their_line() {
        let text = official();
        for (from, to, why) in [
            ("20260304,三,0,", "20260304,三,1,", CalendarFault::State),
            ("20260304,三,0,", "20260304,三,,", CalendarFault::State),
            ("20260304,三,0,", "20260304", CalendarFault::TooFewFields),
            (
                "20260304,三,0,",
                "20260304,四,0,",
                CalendarFault::Weekday {
                    day: day("2026-03-04"),
                },
            ),
            (
                "20260304,三,0,",
                "20260332,三,0,",
                CalendarFault::Date(crate::domain::roc_date::DateFault::NoSuchDay {
                    year: 115,
                    month: 3,
                    day: 32,
                    last: 31,
                }),
            ),
        ] {
            assert!(text.contains(from));
            refused(&text.replacen(from, to, 1), 64, why);
        }
    }

    #[test]
    fn what_is_no_calendar_is_said_to_be_none() {
        refused("a,b\n1,2\n", 1, CalendarFault::NoHeader);
        refused("西元日期,星期,是否放假,備註\n", 1, CalendarFault::NoRows);
        assert!(matches!(read(b""), Err(FileFault::Empty)));
        assert!(read(&[0xff; 400]).is_err());
    }
}
