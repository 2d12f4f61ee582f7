//! Office calendars: what was imported and declared.

use chrono::NaiveDate;

use crate::domain::event::CalendarEvent;
use crate::locale::{Lang, group};

/// CE year = ROC year + this.
const ROC_OFFSET: i32 = 1911;

impl Lang {
    /// `116`
    pub fn roc_year(self, year: i32) -> String {
        (year - ROC_OFFSET).to_string()
    }

    pub(in crate::locale) fn calendar_told(self, event: &CalendarEvent) -> String {
        match (self, event) {
            (
                Lang::ZhTw,
                CalendarEvent::Imported {
                    year,
                    version,
                    moved,
                    ..
                },
            ) => format!(
                "已匯入 {} 年辦公日曆第 {version} 版{}。",
                self.roc_year(*year),
                self.moved(*moved)
            ),
            (Lang::ZhTw, CalendarEvent::Stopped { day, moved }) => {
                format!("已宣告 {} 停止上班{}。", self.day(*day), self.moved(*moved))
            }
            (Lang::ZhTw, CalendarEvent::StopWithdrawn { day, moved }) => {
                format!("已撤回 {} 停止上班{}。", self.day(*day), self.moved(*moved))
            }
            (
                Lang::En,
                CalendarEvent::Imported {
                    year,
                    version,
                    moved,
                    ..
                },
            ) => format!(
                "Calendar of ROC {} imported, version {version}{}.",
                self.roc_year(*year),
                self.moved(*moved)
            ),
            (Lang::En, CalendarEvent::Stopped { day, moved }) => {
                format!(
                    "{} declared as stopped{}.",
                    self.day(*day),
                    self.moved(*moved)
                )
            }
            (Lang::En, CalendarEvent::StopWithdrawn { day, moved }) => {
                format!("{} is worked again{}.", self.day(*day), self.moved(*moved))
            }
        }
    }

    fn moved(self, moved: u64) -> String {
        match (self, moved) {
            (_, 0) => String::new(),
            (Lang::ZhTw, moved) => format!("，期限異動 {} 件", group(moved)),
            (Lang::En, moved) => format!(", {} deadlines moved", group(moved)),
        }
    }

    /// `辦公日曆  116 年`
    pub fn calendar_title(self, year: i32) -> String {
        let year = self.roc_year(year);
        match self {
            Lang::ZhTw => format!("辦公日曆  {year} 年"),
            Lang::En => format!("Office calendar  ROC {year}"),
        }
    }

    /// `116 年無辦公日曆，僅計週末。請匯入官方檔。`
    pub fn calendar_missing(self, year: i32) -> String {
        let year = self.roc_year(year);
        match self {
            Lang::ZhTw => format!("{year} 年無辦公日曆，僅計週末。請匯入官方檔"),
            Lang::En => format!("ROC {year}: no calendar, weekends only; import it"),
        }
    }

    /// Days that a file changes, as far as they are listed.
    pub fn changed_days(self, days: &[NaiveDate], most: usize) -> String {
        let comma = match self {
            Lang::ZhTw => "、",
            Lang::En => ", ",
        };
        let shown: Vec<String> = days
            .iter()
            .take(most)
            .map(|day| self.month_day(*day))
            .collect();
        let more = days.len().saturating_sub(most);
        let rest = match (self, more) {
            (_, 0) => String::new(),
            (Lang::ZhTw, more) => format!("等，另 {more} 日"),
            (Lang::En, more) => format!(" and {more} more"),
        };
        format!("{}{rest}", shown.join(comma))
    }

    /// `第 2 版`
    pub fn version(self, version: u32) -> String {
        match self {
            Lang::ZhTw => format!("第 {version} 版"),
            Lang::En => format!("version {version}"),
        }
    }

    /// The sentence of a calendar that was taken on the command line.
    pub fn calendar_taken(self, year: i32, rows: usize, version: u32, moved: u64) -> String {
        let year = self.roc_year(year);
        match self {
            Lang::ZhTw => format!(
                "已匯入 {year} 年辦公日曆 {rows} 列，第 {version} 版{}。",
                self.moved(moved)
            ),
            Lang::En => format!(
                "Calendar of ROC {year} imported: {rows} rows, version {version}{}.",
                self.moved(moved)
            ),
        }
    }
}
