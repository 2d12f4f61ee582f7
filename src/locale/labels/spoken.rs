//! How a language says dates, counts, places and what is wrong with a date.

use chrono::{NaiveDate, NaiveTime};

use super::{Measure, Text, en, zh_tw};
use crate::domain::moment::Moment;
use crate::domain::people::{Role, Roles};
use crate::domain::roc_date::{self, DateFault, MomentFault, TimeFault, WhyConfirm};
use crate::locale::{Lang, group};

impl Lang {
    /// A label.
    pub fn text(self, text: Text) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::text(text),
            Lang::En => en::text(text),
        }
    }

    /// `使用者` / `user`.
    pub fn role(self, role: Role) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::role(role),
            Lang::En => en::role(role),
        }
    }

    /// `使用者、管理者` / `user, manager`.
    pub fn roles(self, roles: Roles) -> String {
        let names: Vec<&str> = roles.iter().map(|role| self.role(role)).collect();
        names.join(self.text(Text::ListComma))
    }

    /// `許婷辰 使用者` / `許婷辰, user`.
    pub fn person(self, name: &str, roles: Roles) -> String {
        match self {
            Lang::ZhTw => format!("{name} {}", self.roles(roles)),
            Lang::En => format!("{name}, {}", self.roles(roles)),
        }
    }

    /// `一` / `Mon`.
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        let names = match self {
            Lang::ZhTw => zh_tw::WEEKDAYS,
            Lang::En => en::WEEKDAYS,
        };
        names
            .get(roc_date::weekday_index(day))
            .copied()
            .unwrap_or("")
    }

    /// `115/11/23(一)` / `115/11/23 Mon`.
    pub fn day(self, day: NaiveDate) -> String {
        self.with_weekday(roc_date::roc(day), day)
    }

    /// `11/23(一)` / `11/23 Mon`, nine cells, for a day of the year that is understood.
    pub fn month_day(self, day: NaiveDate) -> String {
        self.with_weekday(roc_date::month_day(day), day)
    }

    /// A day in nine cells in a list: `11/23(一)`; of another year than today's `114/11/23`.
    pub fn list_day(self, day: NaiveDate, today: NaiveDate) -> String {
        if roc_date::roc_year(day) == roc_date::roc_year(today) {
            self.month_day(day)
        } else {
            roc_date::roc(day)
        }
    }

    fn with_weekday(self, date: String, day: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("{date}({})", self.weekday(day)),
            Lang::En => format!("{date} {}", self.weekday(day)),
        }
    }

    /// `115/11/23(一) 09:42`, to the minute.
    pub fn minute(self, day: NaiveDate, time: NaiveTime) -> String {
        format!("{} {}", self.day(day), roc_date::hour_minute(time))
    }

    /// [`Lang::minute`] of an instant in the office.
    pub fn moment(self, at: Moment) -> String {
        self.minute(at.day(), at.time())
    }

    /// `11/23(一) 14:06:12`, an instant in a list.
    pub fn list_second(self, at: Moment, today: NaiveDate) -> String {
        format!(
            "{} {}",
            self.list_day(at.day(), today),
            roc_date::hour_minute_second(at.time())
        )
    }

    /// `115/11/23(一) 14:06:12`, to the second.
    pub fn second(self, at: Moment) -> String {
        format!(
            "{} {}",
            self.day(at.day()),
            roc_date::hour_minute_second(at.time())
        )
    }

    /// `1,284 筆` / `1,284`.
    pub fn count(self, number: u64, measure: Measure) -> String {
        match self {
            Lang::ZhTw => format!("{} {}", group(number), zh_tw::measure(measure)),
            Lang::En => group(number),
        }
    }

    /// `第 3／42 筆` / `3 of 42`; without a total only the place.
    pub fn place(self, number: u64, total: Option<u64>, measure: Measure) -> String {
        let number = group(number);
        match (self, total.map(group)) {
            (Lang::ZhTw, Some(total)) => {
                format!("第 {number}／{total} {}", zh_tw::measure(measure))
            }
            (Lang::ZhTw, None) => format!("第 {number} {}", zh_tw::measure(measure)),
            (Lang::En, Some(total)) => format!("{number} of {total}"),
            (Lang::En, None) => format!("no. {number}"),
        }
    }

    /// `尚缺 2 項：查詢日時、關係及迴避` / `Still missing: number, relation and recusal`.
    pub fn missing(self, labels: &[&str]) -> String {
        let list = labels.join(self.text(Text::ListComma));
        match self {
            Lang::ZhTw => format!("尚缺 {} 項：{list}", labels.len()),
            Lang::En => format!("Still missing: {list}"),
        }
    }

    /// `已無缺項，請按 F10` / `Nothing is missing: press F10`.
    pub fn all_there(self, key: &str) -> String {
        match self {
            Lang::ZhTw => format!("已無缺項，請按 {key}"),
            Lang::En => format!("Nothing is missing: press {key}"),
        }
    }

    /// `! 查詢日時：` + what is so, as the message line says it; a reason without its stop gets one.
    pub fn fault(self, place: &str, sentence: &str) -> String {
        let (colon, stop) = match self {
            Lang::ZhTw => ("：", "。"),
            Lang::En => (": ", "."),
        };
        let stop = if sentence.ends_with(stop) { "" } else { stop };
        format!("! {place}{colon}{sentence}{stop}")
    }

    /// `已存常用篩選「逾期」。`
    pub fn filter_saved(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("已存常用篩選「{name}」。"),
            Lang::En => format!("Filter \"{name}\" is saved."),
        }
    }

    pub fn filter_forgotten(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("已刪除常用篩選「{name}」。"),
            Lang::En => format!("Filter \"{name}\" is forgotten."),
        }
    }

    /// `! 編號：本清單無 11510-0099。請按 Ctrl-F 搜尋。`
    pub fn no_such_number(self, number: &str, key: &str) -> String {
        let search = match (self, key) {
            (_, "") => String::new(),
            (Lang::ZhTw, key) => format!("請按 {key} 搜尋。"),
            (Lang::En, key) => format!(" Press {key} to find it elsewhere."),
        };
        match self {
            Lang::ZhTw => format!("! 編號：本清單無 {number}。{search}"),
            Lang::En => format!("! Number: {number} is not in this list.{search}"),
        }
    }

    /// `標記 3 筆` / `3 marked`.
    pub fn marked_count(self, count: usize, measure: Option<Measure>) -> String {
        let number = u64::try_from(count).unwrap_or(u64::MAX);
        let counted = self.count(number, measure.unwrap_or(Measure::Record));
        match self {
            Lang::ZhTw => format!("標記 {counted}"),
            Lang::En => format!("{counted} marked"),
        }
    }

    /// `補登（標記 3）` / `complete (3 marked)`: a step for all marked records.
    pub fn marked_step(self, step: &str, count: usize) -> String {
        match self {
            Lang::ZhTw => format!("{step}（標記 {count}）"),
            Lang::En => format!("{step} ({count} marked)"),
        }
    }

    /// `已辦理 3 筆。` / `! 已辦理 3 筆，1 筆不可：11511-0039 已作廢。`
    pub fn done_with_each(
        self,
        done: usize,
        measure: Option<Measure>,
        barred: &[(String, String)],
    ) -> String {
        let counted = |count: usize| {
            let number = u64::try_from(count).unwrap_or(u64::MAX);
            self.count(number, measure.unwrap_or(Measure::Record))
        };
        let first = barred.first().map(|(name, why)| (name, bare(why)));
        match (self, first) {
            (Lang::ZhTw, None) => format!("已辦理 {}，各有紀錄。", counted(done)),
            (Lang::En, None) => format!("Done with {}, an entry for each.", counted(done)),
            (Lang::ZhTw, Some((name, why))) => format!(
                "! 已辦理 {}，{}不可，仍標記：{name} {why}。",
                counted(done),
                counted(barred.len())
            ),
            (Lang::En, Some((name, why))) => format!(
                "! Done with {}, not with {}, still marked: {name} {why}.",
                counted(done),
                counted(barred.len())
            ),
        }
    }

    /// `不可：尚未刪除` / `Not possible: not yet deleted`.
    pub fn cannot(self, reason: &str) -> String {
        match self {
            Lang::ZhTw => format!("不可：{reason}"),
            Lang::En => format!("not possible: {reason}"),
        }
    }

    /// A count that asks to be seen: `【逾期3】` / `late 3`.
    pub fn badge(self, text: Text, number: u64) -> String {
        match self {
            Lang::ZhTw => format!("【{}{number}】", self.text(text)),
            Lang::En => format!("{} {number}", self.text(text)),
        }
    }

    /// A word that must be seen: `【示範】` / ` [DEMO]`.
    pub fn mark(self, text: Text) -> String {
        match self {
            Lang::ZhTw => format!("【{}】", self.text(text)),
            Lang::En => format!(" [{}]", self.text(text)),
        }
    }

    /// `500,000 ／ 1,000,000 列`, the first number right-aligned in nine cells.
    pub fn read_of(self, done: u64, total: Option<u64>, measure: Measure) -> String {
        let done = group(done);
        match (self, total.map(group)) {
            (Lang::ZhTw, Some(total)) => {
                format!("{done:>9} ／ {total} {}", zh_tw::measure(measure))
            }
            (Lang::ZhTw, None) => format!("{done:>9} {}", zh_tw::measure(measure)),
            (Lang::En, Some(total)) => format!("{done:>9} of {total}"),
            (Lang::En, None) => format!("{done:>9}"),
        }
    }

    /// `84,200 列／秒，約剩 6 秒`, the number right-aligned in nine cells.
    pub fn rate(self, rate: u64, seconds_left: Option<u64>, measure: Measure) -> String {
        let rate = group(rate);
        let left = seconds_left.map(|left| match (self, left) {
            (Lang::ZhTw, ..120) => format!("，約剩 {left} 秒"),
            (Lang::ZhTw, _) => format!("，約剩 {} 分", left.div_ceil(60)),
            (Lang::En, ..120) => format!(", about {left} s left"),
            (Lang::En, _) => format!(", about {} min left", left.div_ceil(60)),
        });
        let left = left.unwrap_or_default();
        match self {
            Lang::ZhTw => format!("{rate:>9} {}／秒{left}", zh_tw::measure(measure)),
            Lang::En => format!("{rate:>9} a second{left}"),
        }
    }

    /// `已輸入 11 字。` / `11 characters so far.`
    pub fn typed_count(self, count: usize) -> String {
        match self {
            Lang::ZhTw => format!("已輸入 {count} 字。"),
            Lang::En => format!("{count} characters so far. "),
        }
    }

    /// `相符，效期至 08:55` / `fits, until 08:55`.
    pub fn code_fits_until(self, until: &str) -> String {
        match self {
            Lang::ZhTw => format!("相符，效期至 {until}"),
            Lang::En => format!("fits, until {until}"),
        }
    }

    /// `第 3 行：無此動作`
    pub fn in_line(self, line: usize, what: &str) -> String {
        match self {
            Lang::ZhTw => format!("第 {line} 行：{what}。"),
            Lang::En => format!("line {line}: {what}."),
        }
    }

    /// `「Ctrl-C」於同一場合設定兩次`
    pub fn quoted(self, word: &str, text: Text) -> String {
        match self {
            Lang::ZhTw => format!("「{word}」{}", self.text(text)),
            Lang::En => format!("\"{word}\" {}", self.text(text)),
        }
    }

    /// `! 按鍵：…` in front of all the mistakes of a file of keys.
    pub fn keymap_refused(self, file: &str, mistakes: &[String]) -> String {
        let all = mistakes.join(" ");
        match self {
            Lang::ZhTw => format!("! 按鍵：{file} 有 {} 處不合。{all}", mistakes.len()),
            Lang::En => format!("! Keys: {file} has {} mistakes. {all}", mistakes.len()),
        }
    }

    /// The same at the login, where the clerks' own keys serve instead.
    pub fn keymap_not_used(self, file: &str, first: &str) -> String {
        match self {
            Lang::ZhTw => format!("! 按鍵：{file} 不合，已改用預設按鍵。{first}"),
            Lang::En => format!("! Keys: {file} is wrong, the default keys serve instead. {first}"),
        }
    }

    /// A name that is no patch.
    pub fn no_such_keymap(self, names: &str) -> String {
        match self {
            Lang::ZhTw => format!("! 按鍵：無此名稱。請用 {names}，或按鍵檔之路徑如 ./keys.toml。"),
            Lang::En => {
                format!("! Keys: no such name. Please use {names}, or a file such as ./keys.toml.")
            }
        }
    }

    /// A file of keys without mistakes.
    pub fn keymap_fits(self) -> &'static str {
        match self {
            Lang::ZhTw => "按鍵檔無誤。",
            Lang::En => "The keys fit.",
        }
    }

    /// `草稿 09:44 已存`
    pub fn draft_kept_at(self, at: Moment) -> String {
        let at = roc_date::hour_minute(at.time());
        match self {
            Lang::ZhTw => format!("草稿 {at} 已存"),
            Lang::En => format!("draft kept {at}"),
        }
    }

    /// What was left unwritten, said at the next login: the latest, and how many there are.
    pub fn drafts_kept(self, count: usize, title: &str, record: &str, at: Moment) -> String {
        let at = format!(
            "{} {}",
            self.month_day(at.day()),
            roc_date::hour_minute(at.time())
        );
        let record = if record.is_empty() {
            String::new()
        } else {
            format!(" {record}")
        };
        match (self, count) {
            (Lang::ZhTw, 1) => {
                format!("上次「{title}」{record}未存，草稿已保留（{at}）。開啟同一表單即續填。")
            }
            (Lang::ZhTw, _) => {
                format!("上次有 {count} 件未存，草稿已保留；最近為「{title}」{record}（{at}）。")
            }
            (Lang::En, 1) => {
                format!(
                    "\"{title}\"{record} was left unsaved; a draft is kept ({at}). Open it to go on."
                )
            }
            (Lang::En, _) => {
                format!(
                    "{count} forms were left unsaved, drafts are kept; the latest: \"{title}\"{record} ({at})."
                )
            }
        }
    }

    /// `閒置滿 10 分鐘，畫面已遮蔽；進行中之作業仍繼續。`
    pub fn locked_after(self, minutes: i64) -> String {
        match self {
            Lang::ZhTw => {
                format!("閒置滿 {minutes} 分鐘，畫面已遮蔽；輸入中的資料已加密存為草稿。")
            }
            Lang::En => {
                format!("{minutes} minutes unused: the screen is covered, what was typed is kept.")
            }
        }
    }

    /// `10:13 前未解鎖即登出。`
    pub fn ends_unless_unlocked(self, at: Moment) -> String {
        let at = roc_date::hour_minute(at.time());
        match self {
            Lang::ZhTw => format!("{at} 前未解鎖即登出；草稿於下次登入時續填。"),
            Lang::En => format!("Logged out at {at} unless unlocked before; drafts are kept."),
        }
    }

    /// The column of values, wide enough for this language's labels.
    pub fn value_column(self) -> u16 {
        match self {
            Lang::ZhTw => 14,
            Lang::En => 18,
        }
    }

    /// A key and what it does, as hints show them: `Ins新增` / `Ins new`.
    pub fn hint(self, key: &str, label: &str) -> String {
        match self {
            Lang::ZhTw => format!("{key}{label}"),
            Lang::En => format!("{key} {label}"),
        }
    }

    /// Why a text is no day.
    pub fn date_fault(self, fault: DateFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::date_fault(fault),
            Lang::En => en::date_fault(fault),
        }
    }

    /// Why a text is no time of day.
    pub fn time_fault(self, fault: TimeFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::time_fault(fault),
            Lang::En => en::time_fault(fault),
        }
    }

    /// Why a text is no day and time.
    pub fn moment_fault(self, fault: MomentFault) -> String {
        match fault {
            MomentFault::Day(fault) => self.date_fault(fault),
            MomentFault::Time(fault) => self.time_fault(fault),
            MomentFault::TimeMissing => self.text(Text::TimeMissing).to_owned(),
        }
    }

    /// What to look at before a doubtful day is taken.
    pub fn confirm_day(self, why: WhyConfirm, day: NaiveDate) -> String {
        let why = match why {
            WhyConfirm::ShortYear => self.text(Text::ConfirmShortYear),
            WhyConfirm::FarAhead => self.text(Text::ConfirmFarAhead),
        };
        match self {
            Lang::ZhTw => format!("{}，{why}", self.day(day)),
            Lang::En => format!("{}: {why}", self.day(day)),
        }
    }
}

/// A sentence as part of another: without its mark in front and its stop behind.
pub fn bare(sentence: &str) -> String {
    let sentence = sentence.trim_start_matches("! ");
    sentence.trim_end_matches(['。', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_with_its_weekday_in_both_languages() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(Lang::ZhTw.day(day), "115/11/23(一)");
        assert_eq!(Lang::En.day(day), "115/11/23 Mon");
        let next_year = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        assert_eq!(Lang::ZhTw.list_day(day, day), "11/23(一)");
        assert_eq!(Lang::ZhTw.list_day(next_year, day), "116/01/04");
    }

    #[test]
    fn counts_carry_their_measure_word_and_their_commas() {
        assert_eq!(Lang::ZhTw.count(1_284, Measure::Query), "1,284 筆");
        assert_eq!(Lang::En.count(48_231, Measure::Query), "48,231");
        assert_eq!(Lang::ZhTw.place(3, Some(42), Measure::Query), "第 3／42 筆");
        assert_eq!(Lang::ZhTw.place(3, None, Measure::LogRow), "第 3 列");
        assert_eq!(Lang::En.place(3, Some(1_000), Measure::Query), "3 of 1,000");
    }
}
