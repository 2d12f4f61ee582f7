//! What commands beside the screen answer, in short sentences: facts in, lines out.

mod en;
mod zh_tw;

use crate::domain::event::Event;
use crate::domain::ids::Head;
use crate::domain::moment::Moment;
use crate::domain::problem::ProblemKind;
use crate::domain::roc_date;
use crate::locale::{Lang, group};

/// One thing that `verify` found, to be worded.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    pub kind: ProblemKind,
    pub table: Option<&'a str>,
    pub id: Option<i64>,
    pub seq: Option<u64>,
}

impl Lang {
    /// `完整：第 1 至 48,231 筆，…`, the end to be compared with paper, the months computed again.
    pub fn verified(self, head: Option<Head>, months: u64) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::verified(head, months),
            Lang::En => en::verified(head, months),
        }
    }

    /// `! 軌跡：3 處不符，自第 17 筆起不可採信。…`
    pub fn not_verified(self, problems: usize, first_bad: Option<u64>) -> String {
        match self {
            Lang::ZhTw => zh_tw::not_verified(problems, first_bad),
            Lang::En => en::not_verified(problems, first_bad),
        }
    }

    /// `第 18 筆  列與軌跡不符  setting 3`: what is wrong, and where.
    pub fn problem(self, found: Found<'_>) -> String {
        match self {
            Lang::ZhTw => zh_tw::problem(found),
            Lang::En => en::problem(found),
        }
    }

    /// What is wrong, without where.
    pub fn problem_kind(self, kind: ProblemKind) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::problem_kind(kind),
            Lang::En => en::problem_kind(kind),
        }
    }

    /// `已備份至 …`, and what is in it.
    pub fn backed_up(self, file: &str, bytes: u64, head: Head) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::backed_up(file, bytes, head),
            Lang::En => en::backed_up(file, bytes, head),
        }
    }

    /// `已還原至 …`, with the entry that says so.
    pub fn restored(self, dir: &str, head: Head) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::restored(dir, head),
            Lang::En => en::restored(dir, head),
        }
    }

    /// A new store: where, its end, the recovery code and what that is for.
    pub fn founded(self, dir: &str, recovery_code: &str, head: Head) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::founded(dir, recovery_code, head),
            Lang::En => en::founded(dir, recovery_code, head),
        }
    }

    /// An enrolment code: whose, until when, what to do with it.
    pub fn enrolled(self, event: &Event, code: &str) -> Vec<String> {
        let Event::People(event) = event else {
            return Vec::new();
        };
        let mut lines = vec![self.code_is_for(event)];
        match self {
            Lang::ZhTw => lines.extend(zh_tw::enrolled(event.login(), code)),
            Lang::En => lines.extend(en::enrolled(event.login(), code)),
        }
        lines
    }

    /// The passphrase is set; the fingerprint, and what to do with it.
    pub fn passphrase_set(self, login: &str, fingerprint: &str) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::passphrase_set(login, fingerprint),
            Lang::En => en::passphrase_set(login, fingerprint),
        }
    }

    /// `註冊碼至 11/23(一) 10:05`: how far a person is who has a code.
    pub fn code_until(self, until: Moment) -> String {
        let until = format!(
            "{} {}",
            self.month_day(until.day()),
            roc_date::hour_minute(until.time())
        );
        match self {
            Lang::ZhTw => format!("註冊碼至 {until}"),
            Lang::En => format!("code until {until}"),
        }
    }

    /// `軌跡  驗證結果`
    pub fn verify_title(self) -> String {
        match self {
            Lang::ZhTw => "軌跡  驗證結果".to_owned(),
            Lang::En => "Trail  verified".to_owned(),
        }
    }

    /// `第 1 至 48,231 筆，雜湊鏈與簽章均相符。`
    pub fn chain_fits(self, last: u64) -> String {
        let last = group(last);
        match self {
            Lang::ZhTw => format!("第 1 至 {last} 筆，雜湊鏈與簽章均相符。"),
            Lang::En => format!("entries 1 to {last}: chain and signatures fit."),
        }
    }

    /// `2 期已重算，均相符`
    pub fn months_fit(self, months: u64) -> String {
        match self {
            Lang::ZhTw => format!("{months} 期之筆數及勾稽已重算，均相符"),
            Lang::En => format!("{months} computed again, rows and matches fit"),
        }
    }

    /// `9 人，金鑰均在軌跡`
    pub fn signers_fit(self, people: usize) -> String {
        match self {
            Lang::ZhTw => format!("{people} 人，金鑰均在軌跡"),
            Lang::En => format!("{people} people, their keys all in the trail"),
        }
    }

    /// `1.0 秒`
    pub fn seconds(self, millis: i64) -> String {
        let millis = millis.max(0);
        let (whole, tenth) = (millis / 1000, millis % 1000 / 100);
        match self {
            Lang::ZhTw => format!("{whole}.{tenth} 秒"),
            Lang::En => format!("{whole}.{tenth} s"),
        }
    }

    pub fn more_findings(self, hidden: usize) -> String {
        match self {
            Lang::ZhTw => format!("另有 {hidden} 處，請以 irdesk verify 查看全部。"),
            Lang::En => format!("and {hidden} more; see them all with irdesk verify."),
        }
    }

    /// Why the end is to be compared with paper.
    pub fn paper_advice(self) -> [&'static str; 2] {
        match self {
            Lang::ZhTw => [
                "請以紙本核對末端：紙本末端於本庫找不到，或序號較本庫大，",
                "表示軌跡曾被截斷或還原。",
            ],
            Lang::En => [
                "Compare the end with paper: an end on paper that is not found here, or",
                "whose number is higher, means that the trail was cut or rolled back.",
            ],
        }
    }

    pub fn backup_advice(self) -> [&'static str; 2] {
        match self {
            Lang::ZhTw => [
                "備份含資料庫、金鑰檔及末端，均已加密；作業期間他人得繼續使用。",
                "完成後請移至他處保存。",
            ],
            Lang::En => [
                "It holds database, keys and head, all encrypted; others can go on working.",
                "Move it elsewhere afterwards.",
            ],
        }
    }

    pub fn enrol_advice(self) -> [&'static str; 3] {
        match self {
            Lang::ZhTw => [
                "保管人不得兼任查核人員或權責主管；查核人員不得兼任使用者或管理者。",
                "查詢帳號即 WebIR 帳號，不得共用；項目以逗號分隔，例如 LI01,LP11。",
                "存檔後顯示註冊碼一次，請當面交付本人。",
            ],
            Lang::En => [
                "A keeper is no checker or supervisor; a checker is no user or manager.",
                "The account is that of WebIR, never shared; items such as LI01,LP11.",
                "The enrolment code is shown once; hand it over in person.",
            ],
        }
    }

    pub fn code_advice(self) -> [&'static str; 3] {
        match self {
            Lang::ZhTw => [
                "僅能使用一次，離開本畫面後不再顯示。",
                "請當面交付本人，勿以郵件或通訊軟體傳送。",
                "本人以登入帳號及註冊碼登入，即自訂密碼並產生金鑰。",
            ],
            Lang::En => [
                "Good for one use; it is not shown again after this page.",
                "Hand it over in person, never by mail or messenger.",
                "With login and code the person logs in, sets a passphrase and makes keys.",
            ],
        }
    }

    /// The question before another code is made.
    pub fn code_question(self, login: &str) -> [String; 2] {
        match self {
            Lang::ZhTw => [
                format!("另發註冊碼予 {login}：原註冊碼即失效。"),
                "新碼 15 分鐘內有效，僅顯示一次。".to_owned(),
            ],
            Lang::En => [
                format!("Another code for {login}: the one before is void."),
                "The new one is good for 15 minutes and is shown once.".to_owned(),
            ],
        }
    }

    /// `註冊碼至 10:05`
    pub fn code_good_till(self, until: Moment) -> String {
        let end = roc_date::hour_minute(until.time());
        match self {
            Lang::ZhTw => format!("註冊碼至 {end}"),
            Lang::En => format!("code till {end}"),
        }
    }

    /// `有效至 115/11/23(一) 09:57`
    pub fn good_till(self, until: Moment) -> String {
        match self {
            Lang::ZhTw => format!("有效至 {}", self.moment(until)),
            Lang::En => format!("good until {}", self.moment(until)),
        }
    }

    /// `已變更設定：補登結果期限。`
    pub fn setting_changed(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("已變更設定：{name}。"),
            Lang::En => format!("Setting changed: {name}."),
        }
    }

    /// `預設 in`
    pub fn setting_default(self, value: &str) -> String {
        match self {
            Lang::ZhTw => format!("預設 {value}"),
            Lang::En => format!("default {value}"),
        }
    }

    /// What a form-less word on the command line must be: `--agency SOC`.
    pub fn usage_example(self, example: &str) -> String {
        match self {
            Lang::ZhTw => format!("! 指令：請填 {example}。"),
            Lang::En => format!("! Command: give {example}."),
        }
    }

    /// A head from paper that is none.
    pub fn bad_head(self) -> &'static str {
        match self {
            Lang::ZhTw => {
                "! --expect：請照紙本填序號、冒號及 16 至 64 位十六進位雜湊，例如 412:6c1e40b7d2a95f03。"
            }
            Lang::En => {
                "! --expect: type number, colon and 16 to 64 hex digits as on paper, for example 412:6c1e40b7d2a95f03."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shown::is_doubtful;

    const KINDS: [ProblemKind; 16] = [
        ProblemKind::Chain,
        ProblemKind::Form,
        ProblemKind::Signature,
        ProblemKind::Signer,
        ProblemKind::Missing,
        ProblemKind::Changed,
        ProblemKind::Additional,
        ProblemKind::Batch,
        ProblemKind::Schema,
        ProblemKind::Pages,
        ProblemKind::Head,
        ProblemKind::Seal,
        ProblemKind::Slot,
        ProblemKind::Expect,
        ProblemKind::Population,
        ProblemKind::Matches,
    ];

    #[test]
    fn each_finding_has_words_of_its_own_that_every_terminal_draws() {
        for lang in [Lang::ZhTw, Lang::En] {
            let said: Vec<&str> = KINDS.iter().map(|kind| lang.problem_kind(*kind)).collect();
            for (index, words) in said.iter().enumerate() {
                assert!(!said[..index].contains(words), "{words}");
                let doubtful = words.chars().find(|one| is_doubtful(&one.to_string()));
                assert_eq!(doubtful, None, "{words}");
            }
        }
    }

    #[test]
    fn a_finding_says_where() {
        let found = Found {
            kind: ProblemKind::Changed,
            table: Some("setting"),
            id: Some(3),
            seq: Some(1_018),
        };
        assert_eq!(
            Lang::ZhTw.problem(found),
            "第 1,018 筆：列之內容與軌跡不符（setting 3）"
        );
        assert_eq!(
            Lang::En.problem(found),
            "Entry 1,018: a row is not what the trail says (setting 3)"
        );
        let pages = Found {
            kind: ProblemKind::Pages,
            table: None,
            id: None,
            seq: None,
        };
        assert_eq!(Lang::ZhTw.problem(pages), "資料頁損壞或頁數不符");
    }
}
