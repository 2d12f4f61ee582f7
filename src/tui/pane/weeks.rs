//! What falls due in each of the next weeks, as a line of Mondays and a line of bars.

use chrono::{Days, NaiveDate};

use crate::app::monday_of;
use crate::domain::roc_date;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Line, Tone};

/// Weeks that bars and filter know: the next two months.
pub(super) const WEEKS: u32 = 8;

/// Cells of a week: eight of them stand in the list beside a detail, too.
const CELLS: u16 = 6;
/// Where bars begin.
pub(super) const AT: u16 = 14;
/// A bar's marks and its number, with a gap before the next.
const BAR_CELLS: usize = 5;
const LONGEST_BAR: usize = 4;

/// The Mondays of this week and of those that follow.
pub(super) fn mondays(today: NaiveDate, count: u32) -> Vec<NaiveDate> {
    let first = monday_of(today);
    (0..count)
        .filter_map(|week| first.checked_add_days(Days::new(u64::from(week).saturating_mul(7))))
        .collect()
}

/// `每週到期  11/23  11/30 …`, `##3  #1  0 …`: as many weeks as there are counts.
pub(super) fn lines(lang: Lang, counts: &[u64], today: NaiveDate) -> Vec<Line> {
    let count = u32::try_from(counts.len()).unwrap_or(0);
    let mut weeks = Line {
        label: Cell::toned(lang.text(Text::PerWeek), Tone::Dim),
        ..Line::default()
    };
    let mut bars = Line::default();
    let mut column = AT;
    for (monday, count) in mondays(today, count).into_iter().zip(counts) {
        let head = roc_date::month_day(monday);
        weeks = weeks.and(column, Cell::toned(head, Tone::Dim));
        let number = count.to_string();
        let room = BAR_CELLS.saturating_sub(number.len()).min(LONGEST_BAR);
        let marks = usize::try_from(*count).unwrap_or(usize::MAX).min(room);
        let bar = format!("{}{number}", "#".repeat(marks));
        bars = bars.and(column, Cell::plain(bar));
        column = column.saturating_add(CELLS);
    }
    vec![weeks, bars]
}
