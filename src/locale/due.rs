//! 今日: how a deadline stands, and what waits, in short lines.

use chrono::NaiveDate;

use crate::domain::deadline::DueState;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;
use crate::domain::query::ApprovalMode;
use crate::domain::roc_date;
use crate::locale::{Lang, group};

/// What waits in a month's check.
#[derive(Debug, Clone, Copy)]
pub struct CheckWaits<'a> {
    pub period: Period,
    pub step: Step,
    /// The checker's name, where one is to act.
    pub checker: Option<&'a str>,
    pub walked: u32,
    pub sample: u32,
}

impl Lang {
    /// `【逾期4日】`, `【順延今日】`, `【今日】`, `【剩3日】`, `  剩22日`: thirteen cells with three digits; beyond them `【逾千日】`.
    pub fn due(self, state: DueState) -> String {
        let word = match (self, state) {
            (Lang::ZhTw, DueState::Left(days)) => format!("剩{days}日"),
            (Lang::ZhTw, DueState::Today) => "今日".to_owned(),
            (Lang::ZhTw, DueState::Rolled(days)) => format!("順延{days}日"),
            (Lang::ZhTw, DueState::RolledToday) => "順延今日".to_owned(),
            (Lang::ZhTw, DueState::Overdue(1000..)) => "逾千日".to_owned(),
            (Lang::ZhTw, DueState::Overdue(days)) => format!("逾期{days}日"),
            (Lang::En, DueState::Left(days)) => format!("{days} d left"),
            (Lang::En, DueState::Today) => "today".to_owned(),
            (Lang::En, DueState::Rolled(days)) => format!("grace {days} d"),
            (Lang::En, DueState::RolledToday) => "last day".to_owned(),
            (Lang::En, DueState::Overdue(1000..)) => "late 1000+d".to_owned(),
            (Lang::En, DueState::Overdue(days)) => format!("late {days} d"),
        };
        match (self, state.is_soon()) {
            (Lang::ZhTw, true) => format!("【{word}】"),
            (Lang::ZhTw, false) => format!("  {word}"),
            (Lang::En, true) => format!("[{word}]"),
            (Lang::En, false) => format!(" {word}"),
        }
    }

    /// `應辦 8 件`; 以上 where more is overdue than is listed.
    pub fn todo_count(self, count: usize, has_more: bool) -> String {
        match (self, has_more) {
            (Lang::ZhTw, false) => format!("應辦 {count} 件"),
            (Lang::ZhTw, true) => format!("應辦逾 {count} 件"),
            (Lang::En, false) => format!("{count} to do"),
            (Lang::En, true) => format!("over {count} to do"),
        }
    }

    /// `七日內 3`, `三十日內 1`
    pub fn within(self, days: u32, count: usize) -> String {
        match (self, days) {
            (Lang::ZhTw, 7) => format!("七日內 {count}"),
            (Lang::ZhTw, 30) => format!("三十日內 {count}"),
            (Lang::ZhTw, days) => format!("{days} 日內 {count}"),
            (Lang::En, days) => format!("{days} days {count}"),
        }
    }

    /// `結果尚未補登（11/19 登記）`, with the person's name where it is another's.
    pub fn result_waits(self, registered_on: NaiveDate, other: Option<&str>) -> String {
        let day = roc_date::month_day(registered_on);
        match (self, other) {
            (Lang::ZhTw, None) => format!("結果尚未補登（{day} 登記）"),
            (Lang::ZhTw, Some(name)) => format!("{name} 結果尚未補登（{day} 登記）"),
            (Lang::En, None) => format!("result missing (of {day})"),
            (Lang::En, Some(name)) => format!("{name}: result missing (of {day})"),
        }
    }

    /// A query that is to be approved.
    pub fn approval_waits(self, person: &str, mode: ApprovalMode) -> String {
        match (self, mode) {
            (Lang::ZhTw, ApprovalMode::Before) => format!("{person} 查詢待事前核可"),
            (Lang::ZhTw, ApprovalMode::After) => format!("{person} 查詢待核可"),
            (Lang::En, ApprovalMode::Before) => format!("{person}: query to approve first"),
            (Lang::En, ApprovalMode::After) => format!("{person}: query to approve"),
        }
    }

    /// What a month's check waits for.
    pub fn check_waits(self, waits: CheckWaits<'_>) -> String {
        let (period, walked, sample) = (waits.period, waits.walked, waits.sample);
        let checker = waits.checker.unwrap_or(match self {
            Lang::ZhTw => "查核人員",
            Lang::En => "the checker",
        });
        let is_all_walked = walked >= sample && waits.step == Step::Walking;
        match self {
            Lang::ZhTw => match waits.step {
                Step::None => format!("{period} 查詢日誌尚未匯入"),
                Step::Imported => format!("{period} 已匯入，尚未勾稽"),
                Step::Reconciled => format!("{period} 已勾稽，可凍結"),
                Step::Frozen => format!("{period} 已凍結，待 {checker} 抽樣"),
                Step::Drawn => format!("{period} 已抽 {sample} 筆，待逐筆查核"),
                Step::Walking if is_all_walked => format!("{period} 逐筆已畢，待判定及簽章"),
                Step::Walking => format!("{period} 逐筆查核 {walked}／{sample} 筆"),
                Step::Signed | Step::Complete | Step::Submitted | Step::Filed => {
                    format!("{period} 已簽章")
                }
            },
            Lang::En => match waits.step {
                Step::None => format!("{period}: log not yet imported"),
                Step::Imported => format!("{period}: not yet reconciled"),
                Step::Reconciled => format!("{period}: ready to be frozen"),
                Step::Frozen => format!("{period}: {checker} is to draw"),
                Step::Drawn => format!("{period}: {sample} rows are to be walked"),
                Step::Walking if is_all_walked => format!("{period}: to be judged and signed"),
                Step::Walking => format!("{period}: walked {walked} of {sample}"),
                Step::Signed | Step::Complete | Step::Submitted | Step::Filed => {
                    format!("{period}: signed")
                }
            },
        }
    }

    /// `11511 抽查`
    pub fn check_named(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("{period} 抽查"),
            Lang::En => format!("check of {period}"),
        }
    }

    /// `最近一件  剩38日  01/29(五)  11511 抽查`
    pub fn nearest(self, state: DueState, day: NaiveDate, what: &str) -> String {
        let (word, day) = (self.due(state), self.month_day(day));
        let word = word.trim();
        match self {
            Lang::ZhTw => format!("最近一件  {word}  {day}  {what}"),
            Lang::En => format!("Next: {word}, {day}, {what}"),
        }
    }

    /// Rows that came in for a frozen month.
    pub fn supplement_waits(self, period: Period, rows: u32) -> String {
        let rows = group(u64::from(rows));
        match self {
            Lang::ZhTw => format!("{period} 凍結後到達 {rows} 列，另計待查"),
            Lang::En => format!("{period}: {rows} rows after freeze"),
        }
    }

    /// Rows of a walk that another than its checker judges.
    pub fn own_rows_wait(self, period: Period, checker: &str, rows: u32) -> String {
        match self {
            Lang::ZhTw => format!("{period} {checker} 本人之查詢 {rows} 筆，待查"),
            Lang::En => format!("{period}: {rows} rows of {checker}'s own"),
        }
    }

    /// How long there was no backup.
    pub fn backup_waits(self, last_on: Option<NaiveDate>) -> String {
        match (self, last_on.map(|day| self.day(day))) {
            (Lang::ZhTw, Some(day)) => format!("前次備份 {day}"),
            (Lang::ZhTw, None) => "尚未備份".to_owned(),
            (Lang::En, Some(day)) => format!("last backup {day}"),
            (Lang::En, None) => "no backup yet".to_owned(),
        }
    }

    /// A person who has no keys yet.
    pub fn code_waits(self, name: &str, until: Option<Moment>, now: Moment) -> String {
        let end = until.map(|until| roc_date::hour_minute(until.time()));
        let is_good = until.is_some_and(|until| now < until);
        match (self, end) {
            (Lang::ZhTw, Some(end)) if is_good => format!("{name} 註冊碼未用，{end} 失效"),
            (Lang::ZhTw, _) => format!("{name} 尚未註冊，註冊碼已失效"),
            (Lang::En, Some(end)) if is_good => format!("{name}: code unused, ends {end}"),
            (Lang::En, _) => format!("{name}: not enrolled, code expired"),
        }
    }

    pub fn tail_waits(self, missing: u64) -> String {
        let count = group(missing);
        match (self, missing) {
            (Lang::ZhTw, 0) => "末端檔遺失，已停止寫入".to_owned(),
            (Lang::ZhTw, _) => format!("末端缺 {count} 筆，已停止寫入"),
            (Lang::En, 0) => "head file lost; no writing".to_owned(),
            (Lang::En, _) => format!("{count} entries lost; no writing"),
        }
    }

    pub fn key_revoked(self, name: &str, on: NaiveDate) -> String {
        let day = self.day(on);
        match self {
            Lang::ZhTw => format!("{name}之金鑰於 {day} 註銷"),
            Lang::En => format!("key of {name} revoked {day}"),
        }
    }

    pub fn recovery_waits(self, on: NaiveDate) -> String {
        let day = self.day(on);
        match self {
            Lang::ZhTw => format!("復原碼曾於 {day} 使用"),
            Lang::En => format!("recovery code used {day}"),
        }
    }

    /// The question before a loss is accepted: what is so, what it means.
    pub fn loss_question(self, missing: u64) -> [String; 3] {
        let count = group(missing);
        match self {
            Lang::ZhTw => [
                if missing == 0 {
                    "軌跡之末端檔遺失或不屬本庫，無從知悉缺幾筆。".to_owned()
                } else {
                    format!("軌跡末端缺 {count} 筆：曾經存檔，現已不見。")
                },
                "確認後所缺不再追補，軌跡記明，恢復寫入。".to_owned(),
                "有較新之備份者，請先還原，勿於此確認。".to_owned(),
            ],
            Lang::En => [
                if missing == 0 {
                    "The head file is gone or of another store; how many entries are missing is unknown."
                        .to_owned()
                } else {
                    format!("{count} entries are missing at the end: they were saved and are gone.")
                },
                "Accepted, they stay lost; the trail says so, and writing goes on.".to_owned(),
                "If there is a newer backup, restore it first and do not accept.".to_owned(),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shown::{is_doubtful, width};

    const STATES: [DueState; 9] = [
        DueState::Left(365),
        DueState::Left(3),
        DueState::Today,
        DueState::Rolled(9),
        DueState::RolledToday,
        DueState::Rolled(999),
        DueState::Overdue(117),
        DueState::Overdue(999),
        DueState::Overdue(40_000),
    ];

    #[test]
    fn a_deadline_s_word_fits_its_column() {
        for lang in [Lang::ZhTw, Lang::En] {
            for state in STATES {
                let word = lang.due(state);
                assert!(width(&word) <= 13, "{word}");
                assert!(word.chars().all(|one| !is_doubtful(&one.to_string())));
            }
        }
        assert_eq!(Lang::ZhTw.due(DueState::Overdue(4)), "【逾期4日】");
        assert_eq!(Lang::ZhTw.due(DueState::Overdue(1000)), "【逾千日】");
        assert_eq!(Lang::ZhTw.due(DueState::Left(22)), "  剩22日");
    }

    #[test]
    fn each_step_of_a_month_has_a_line_that_fits() {
        for lang in [Lang::ZhTw, Lang::En] {
            for step in Step::ALL {
                for (walked, sample) in [(3, 13), (13, 13)] {
                    let line = lang.check_waits(CheckWaits {
                        period: "11510".parse().unwrap(),
                        step,
                        checker: Some("歐陽美玲"),
                        walked,
                        sample,
                    });
                    assert!(width(&line) <= 35, "{line}");
                }
            }
        }
    }
}
