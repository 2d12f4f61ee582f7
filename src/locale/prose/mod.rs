//! What commands beside the screen answer, in short sentences: facts in, lines out.

mod en;
mod zh_tw;

use crate::domain::ids::Head;
use crate::domain::moment::Moment;
use crate::domain::problem::ProblemKind;
use crate::domain::roc_date;
use crate::locale::Lang;

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
    pub fn enrolled(self, login: &str, code: &str) -> Vec<String> {
        match self {
            Lang::ZhTw => zh_tw::enrolled(login, code),
            Lang::En => en::enrolled(login, code),
        }
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
