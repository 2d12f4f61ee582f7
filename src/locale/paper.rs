//! Sentences that stand on documents only. Documents are Chinese, whatever language the desk speaks.

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{Group, Joining};
use crate::domain::reconcile::Delay;
use crate::domain::role_exception::RoleException;
use crate::locale::ControlFacts;
use crate::locale::{Lang, group};

const LANG: Lang = Lang::ZhTw;

/// What paper says.
#[derive(Debug)]
pub struct Paper;

/// Something to be known of a registration that the record prints beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperNotice {
    /// When it was registered, and how much later than it was asked.
    Late(Moment, Delay),
    Imported,
    /// Who confirmed the proposal, and when.
    Confirmed(String, Moment),
    Unsaid,
}

fn count(number: u32) -> String {
    group(u64::from(number))
}

fn list(numbers: impl Iterator<Item = u64>) -> String {
    let numbers: Vec<String> = numbers.map(group).collect();
    numbers.join("、")
}

impl Paper {
    /// Why the record of a signature is written.
    pub const SIGNED: &'static str = "查核人員簽章";
    /// Why the record of a closed review is written.
    pub const REVIEW_SIGNED: &'static str = "清查結案簽章";
    /// The recovery slot in place of a person.
    pub const RECOVERY: &'static str = "復原碼";
    /// 勞保局, to which point 7 is told.
    pub const BUREAU: &'static str = "勞動部勞工保險局";
    /// The first of a post.
    pub const NOBODY: &'static str = "（原未指派）";
    pub const NOT_APPLICABLE: &'static str = "不適用";
    pub const NONE: &'static str = "無";
    pub const NOT_COMPLETE: &'static str = "尚未完成";
    pub const NOT_BEGUN: &'static str = "尚未起算";

    /// Behind the title of a document about made-up data.
    pub const DEMO: &'static str = "（示範，非真實資料）";

    /// 使用者清冊 (domain.md T4).
    pub const ROSTER: &'static str = "使用者清冊";
    pub const ROSTER_HEADS: [&'static str; 16] = [
        "序",
        "單位",
        "姓名",
        "職稱",
        "帳號",
        "身分",
        "查調項目",
        "法律依據",
        "核准日",
        "申請編號",
        "啟用日",
        "最近查詢日",
        "狀態",
        "異動日",
        "異動原因",
        "備註",
    ];
    /// What the data file carries beside the form.
    pub const ROSTER_DATA_HEADS: [&'static str; 5] = [
        "登入名稱",
        "公務帳號確認日",
        "憑證綁定日",
        "憑證到期日",
        "保密切結日",
    ];
    /// An account that a log names and the roster does not.
    pub const NOT_ON_ROSTER: &'static str = "日誌所見，名冊無此帳號";
    /// Why a person has a second account that came with a file.
    pub const FROM_A_FILE: &'static str = "依匯入之名冊";

    /// How many accounts the roster has.
    pub fn roster_counts(all: usize, active: usize, day: String) -> String {
        format!("帳號 {all}，其中啟用 {active}；{day} 之狀態")
    }

    /// A signature or a day that is still to come.
    pub fn to_come() -> String {
        "尚未".to_owned()
    }

    pub fn yes_or_no_plain(is_so: bool) -> &'static str {
        if is_so { "是" } else { "否" }
    }

    /// 「115年10月」.
    pub fn period(period: Period) -> String {
        let year = period.year().saturating_sub(1911);
        let month = format!("{year}年{}月", period.month());
        match period.supplement() {
            0 => month,
            supplement => format!("{month}補{supplement}"),
        }
    }

    /// 抽樣方式.
    pub fn method(drawn: u32, is_committed: bool, has_public: bool) -> String {
        let source = match (is_committed, has_public) {
            (true, true) => "凍結前之承諾及凍結時宣告之公開亂數",
            (true, false) => "凍結前之承諾",
            (false, true) => "凍結時宣告之公開亂數",
            (false, false) => "凍結之軌跡",
        };
        format!(
            "以凍結之全期查詢日誌為母體，依{source}所生之種子隨機排序，取前 {} 筆（webir-sample/1）。",
            count(drawn)
        )
    }

    /// What stands in place of a registration.
    pub fn absence(joining: Joining) -> &'static str {
        match joining {
            Joining::Unreadable => "日誌無法判讀，無從比對",
            Joining::Registered | Joining::AdoptedLater | Joining::Unregistered => {
                "查無登記（查而未登）"
            }
        }
    }

    pub fn recovery_used(entries: &[u64]) -> String {
        format!(
            "前次查核紀錄後曾使用復原碼 {} 次（軌跡第 {} 筆），請核對是否經機關同意。",
            entries.len(),
            list(entries.iter().copied())
        )
    }

    /// A key that counts no more: whose, by whom, the digits it begins with, when and in which entry.
    pub fn key_revoked(
        (name, by): (&str, &str),
        digits: &str,
        (day, seq): (&str, u64),
        is_removal: bool,
    ) -> String {
        let why = if is_removal {
            "移除人員"
        } else {
            "重新註冊"
        };
        let key = if digits.is_empty() {
            "無金鑰".to_owned()
        } else {
            format!("原金鑰 {digits} 註銷")
        };
        format!(
            "{why}：{name}，{key}，{by}於 {day} 辦理（軌跡第 {} 筆）。",
            group(seq)
        )
    }

    pub fn adopted_later(places: &[u32]) -> String {
        format!(
            "序 {} 為凍結後採認之登記，不計入凍結時之相符筆數，由查核人員逐筆判定。",
            list(places.iter().copied().map(u64::from))
        )
    }

    /// Rows that are the checker's own queries, and who judged them.
    pub fn judged_by(places: &[u32], name: &str, is_supervisor: bool) -> String {
        let who = if is_supervisor {
            "無其他查核人員，由權責主管"
        } else {
            "由其他查核人員"
        };
        format!(
            "序 {} 為查核人員本人之查詢，{who} {name} 查核。",
            list(places.iter().copied().map(u64::from))
        )
    }

    /// One person in roles that are kept apart otherwise.
    pub fn exception(exception: &RoleException, name: &str, approver: &str) -> String {
        format!(
            "查核人員 {name} 兼任{}，經權責主管 {approver} {} 核准例外（{} 至 {}）：{}。",
            LANG.roles(exception.beside),
            LANG.day(exception.approved_at.day()),
            LANG.day(exception.from),
            LANG.day(exception.to),
            exception.reason
        )
    }

    /// The title of a group that is walked beside the sample.
    pub fn group(group: Group, rows: u32, bad: u32) -> String {
        format!(
            "{}：{} 筆，不符 {} 筆，不計入抽樣之不符率。",
            LANG.group(group),
            count(rows),
            count(bad)
        )
    }

    pub fn extension(factor: u32, reason: &str) -> String {
        format!("擴大抽查至應抽筆數之 {factor} 倍（同一排序之次列），理由：{reason}。")
    }

    /// Rows whose file could not be shown: a finding, never replaced.
    pub fn not_produced(places: &[u32]) -> String {
        format!(
            "序 {} 無法提示案卷，列為缺失，不另抽他列替代。",
            list(places.iter().copied().map(u64::from))
        )
    }

    /// 疑日誌缺漏.
    pub fn gaps(all: u32, open: u32) -> String {
        format!(
            "登記之結果稱已查詢而日誌無之者 {} 筆（疑日誌缺漏），已說明 {} 筆；日誌是否完整應予查明。",
            count(all),
            count(all.saturating_sub(open))
        )
    }

    /// 控制總數.
    pub fn control(control: &ControlFacts<'_>) -> String {
        LANG.control_totals(control)
    }

    /// 承諾未揭露.
    pub fn public_declared(commit: Option<&str>, by: &str, at: String) -> String {
        match commit {
            Some(commit) => format!(
                "承諾未揭露：凍結所列之承諾 {commit} 無人能開啟，權責主管 {by} 於 {at} 改以公開亂數抽樣。"
            ),
            None => format!("權責主管 {by} 於凍結後（{at}）指定公開亂數。"),
        }
    }

    pub fn waiting(rows: u32) -> String {
        format!(
            "凍結後另補到日誌 {} 筆，未列入本次母體，應另行抽查。",
            count(rows)
        )
    }

    pub fn printed_first(record: &str) -> String {
        format!("首印於 {record}，請核對該紙本。")
    }

    pub fn entered_first(seq: u64, at: String) -> String {
        format!(
            "首見於軌跡第 {} 筆（{at}），尚無印有此值之前期紀錄。",
            group(seq)
        )
    }

    pub fn since(at: String, seq: u64) -> String {
        format!("{at}（軌跡第 {} 筆）", group(seq))
    }

    /// Beside a registration; `None`: nothing is said.
    pub fn notice(notice: PaperNotice) -> Option<String> {
        match notice {
            PaperNotice::Late(at, delay) => Some(format!(
                "事後補登：{}（{}）",
                LANG.moment(at),
                LANG.delay(delay)
            )),
            PaperNotice::Imported => Some("匯入之登記，不計為事前登記".to_owned()),
            PaperNotice::Confirmed(by, at) => {
                Some(format!("{by} {} 採認為同一筆", LANG.day(at.day())))
            }
            PaperNotice::Unsaid => None,
        }
    }
}

/// A share in per cent with two decimals: `3.16%`.
pub fn percent(part: u32, whole: u32) -> String {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let hundredths = part
        .saturating_mul(10_000)
        .saturating_add(whole / 2)
        .checked_div(whole)
        .unwrap_or_default();
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
