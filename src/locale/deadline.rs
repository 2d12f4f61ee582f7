//! Dates by law: what `deadline` answers, and what is said of years without a calendar.

use chrono::NaiveDate;

use crate::domain::roc_date::DateFault;
use crate::locale::{Lang, Text};

/// CE year = ROC year + this.
const ROC_OFFSET: i32 = 1911;

impl Lang {
    /// The first argument is no day.
    pub fn date_argument(self, fault: &DateFault) -> String {
        let place = match self {
            Lang::ZhTw => "日期",
            Lang::En => "Date",
        };
        self.fault(place, &self.date_fault(*fault))
    }

    /// The second argument is no time.
    pub fn span_argument(self) -> &'static str {
        match self {
            Lang::ZhTw => "! 期間：應為數字加 d、w、m 或 y。請改填，例如 7d、1m、5y。",
            Lang::En => "! Span: digits and d, w, m or y are wanted. For example 7d, 1m, 5y.",
        }
    }

    /// The time ends beyond all dates.
    pub fn span_too_long(self) -> &'static str {
        match self {
            Lang::ZhTw => "! 期間：屆滿日超出可計算之年份。請改填較短期間，例如 5y。",
            Lang::En => {
                "! Span: it ends beyond the years that can be counted. A shorter one, for example 5y."
            }
        }
    }

    /// `無 121 年辦公日曆，僅計週末`
    pub fn no_calendar(self, years: &[i32]) -> String {
        let list = |sign: &str| {
            let years = years.iter().map(|year| (year - ROC_OFFSET).to_string());
            years.collect::<Vec<_>>().join(sign)
        };
        match self {
            Lang::ZhTw => format!("無 {} 年辦公日曆，僅計週末", list("、")),
            Lang::En => format!("no calendar for ROC {}: weekends only", list(", ")),
        }
    }

    /// The three dates of a deadline with their labels.
    pub fn three_dates(
        self,
        [ends, rolled, advised]: [NaiveDate; 3],
    ) -> [(&'static str, String); 3] {
        [
            (self.text(Text::EndsOn), self.day(ends)),
            (self.text(Text::RolledOn), self.day(rolled)),
            (self.text(Text::AdvisedOn), self.day(advised)),
        ]
    }
}
