//! What is said of hand-over, countersignatures, new versions, joint checks and quarters.

use chrono::NaiveDate;

use super::{Lang, Paper, group};
use crate::domain::closing::{ClosingEvent, ClosingRefusal};
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::quarter::Quarter;
use crate::domain::shown::pad;

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of what follows the checker's signature.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ClosingText { $($variant,)* }

        impl ClosingText {
            pub(super) fn zh(self) -> &'static str {
                match self { $(ClosingText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(ClosingText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    HandTitle "交付查詢紀錄單" "Hand over the log";
    Pages "頁數" "Pages";
    HandedOn "交付日期" "Handed on";
    HandedTo "交付對象" "Handed to";
    CountersignTitle "核章查核紀錄" "Countersign the record";
    Countersign "核章" "countersign";
    Countersigning "核對並核章中" "Checking and signing";
    CountersignBreaks "中止後尚未核章" "Broken off, nothing is signed";
    CountersignReady "核章後不得變更；有誤者由查核人員另存新版" "Signing changes nothing; a mistake is put right by a new version";
    ReopenTitle "另存查核新版" "New version of the record";
    Reopen "另存新版" "new version";
    ReopenReady "原版及其簽章仍留存於軌跡，新版將註明所更正之版次" "The signed version stays in the trail; the new one names it";
    Reason "理由" "Reason";
    JointTitle "重大異常會同稽核" "Joint check of a major anomaly";
    Joint "記錄會同稽核" "record";
    Ethics "政風人員" "Ethics office";
    It "資訊人員" "IT unit";
    HeldOn "稽核日期" "Held on";
    Report "稽核報告" "Report";
    ReportNote "文號及結論" "its number and finding";
    QuarterTitle "季報" "The quarter";
    What "辦理" "Step";
    Sent "發文" "sent";
    Filed "備查" "filed";
    Returned "退補正" "sent back";
    LetterDay "日期" "Date";
    LetterNo "文號" "Letter no.";
    Record "記錄" "record";
    PapersTitle "匯出季報" "Export the quarter";
    Summary "彙總表" "summary";
    PaperLetter "函稿" "letter";
    Papers "文件" "Document";
    Submit "送備查" "Submit";
    OpenQuarter "記錄季報發文備查" "quarter's letters";
    OnlySigner "非本人所得核章" "not yours to sign";
}

impl Paper {
    /// 「115年第4季」.
    pub fn quarter(quarter: Quarter) -> String {
        format!("{}年第{}季", quarter.roc_year(), quarter.number())
    }

    /// 權責管理機關 (2(2)).
    pub const AUTHORITY: &'static str = "高雄市政府勞工局";

    /// Whether a quarter had a major anomaly.
    pub fn major_clause(is_major: bool) -> &'static str {
        if is_major {
            "有重大異常，會同稽核情形詳彙總表"
        } else {
            "均無重大異常"
        }
    }

    /// 有 or 無, or that it does not apply.
    pub fn yes_or_no(answer: Option<bool>) -> &'static str {
        match answer {
            Some(true) => "有",
            Some(false) => "無",
            None => "-",
        }
    }

    /// 「中華民國115年3月2日」.
    pub fn long_day(day: NaiveDate) -> String {
        use chrono::Datelike;
        let year = day.year().saturating_sub(1911);
        format!("中華民國{year}年{}月{}日", day.month(), day.day())
    }

    pub fn letter_no(number: &str) -> String {
        if number.is_empty() {
            "（發文後填）".to_owned()
        } else {
            number.to_owned()
        }
    }

    pub fn sent(on: Option<NaiveDate>, number: &str) -> String {
        on.map_or_else(
            || "尚未發文".to_owned(),
            |on| format!("{} {number}", Lang::ZhTw.day(on)),
        )
    }

    pub fn filed(on: Option<NaiveDate>, number: &str) -> String {
        on.map_or_else(
            || "尚未備查".to_owned(),
            |on| format!("{} {number}", Lang::ZhTw.day(on)),
        )
    }

    pub fn countersigned(role: Role, name: &str, at: Moment) -> String {
        format!(
            "{} {name} 於 {} 核章。",
            Lang::ZhTw.role(role),
            Lang::ZhTw.moment(at)
        )
    }

    pub fn handed_over(pages: u32, on: NaiveDate, to: &str) -> String {
        format!(
            "查詢紀錄單 {pages} 頁，於 {} 交付 {to}。",
            Lang::ZhTw.day(on)
        )
    }

    pub fn puts_right(record: &str, reason: &str) -> String {
        format!("本紀錄更正前版 {record}：{reason}")
    }

    pub fn jointly(names: [&str; 3], on: NaiveDate, report: &str) -> String {
        let [checker, ethics, it] = names;
        format!(
            "重大異常會同稽核：{} 由查核人員 {checker}、政風 {ethics}、資訊 {it} 辦理；稽核報告：{report}",
            Lang::ZhTw.day(on)
        )
    }
}

fn periods(months: &[Period]) -> String {
    let names: Vec<String> = months.iter().map(Period::to_string).collect();
    names.join("、")
}

fn english(months: &[Period]) -> String {
    let names: Vec<String> = months.iter().map(Period::to_string).collect();
    names.join(", ")
}

impl Lang {
    /// 「第 4 季」.
    pub fn quarter(self, quarter: Quarter) -> String {
        match self {
            Lang::ZhTw => format!("第 {} 季", quarter.number()),
            Lang::En => format!("Q{}", quarter.number()),
        }
    }

    pub fn closing_told(self, event: &ClosingEvent) -> String {
        match (self, event) {
            (Lang::ZhTw, ClosingEvent::HandedOver { period, pages }) => {
                format!(
                    "已交付 {period} 查詢紀錄單 {} 頁。",
                    group(u64::from(*pages))
                )
            }
            (Lang::ZhTw, ClosingEvent::Countersigned { record, role }) => {
                let next = match role {
                    Role::Manager => "其後由權責主管核章。",
                    Role::User | Role::Checker | Role::Supervisor | Role::Keeper => {
                        "本期已完成，其後併入季報。"
                    }
                };
                format!("已核章 {record}。{next}")
            }
            (Lang::ZhTw, ClosingEvent::Reopened { record }) => {
                format!("已開新版，更正 {record}。請更正各筆結果後重新簽章。")
            }
            (Lang::ZhTw, ClosingEvent::JointlyChecked { period }) => {
                format!("已記錄 {period} 會同稽核。")
            }
            (Lang::ZhTw, ClosingEvent::Dispatched { quarter }) => {
                format!(
                    "已記錄 {} 發文，其後待權責管理機關備查。",
                    Paper::quarter(*quarter)
                )
            }
            (Lang::ZhTw, ClosingEvent::Filed { quarter }) => {
                format!("已記錄 {} 備查。", Paper::quarter(*quarter))
            }
            (Lang::ZhTw, ClosingEvent::TakenBack { quarter }) => {
                format!(
                    "已記錄 {} 退補正。請補正後重新發文。",
                    Paper::quarter(*quarter)
                )
            }
            (Lang::En, ClosingEvent::HandedOver { period, pages }) => {
                format!("The log of {period} was handed over, {pages} pages.")
            }
            (Lang::En, ClosingEvent::Countersigned { record, role }) => {
                let next = match role {
                    Role::Manager => "The supervisor signs next.",
                    Role::User | Role::Checker | Role::Supervisor | Role::Keeper => {
                        "The month is complete and goes with its quarter."
                    }
                };
                format!("Countersigned {record}. {next}")
            }
            (Lang::En, ClosingEvent::Reopened { record }) => {
                format!("A new version is begun in place of {record}. Put the rows right and sign.")
            }
            (Lang::En, ClosingEvent::JointlyChecked { period }) => {
                format!("The joint check of {period} is recorded.")
            }
            (Lang::En, ClosingEvent::Dispatched { quarter }) => {
                format!("{quarter} is recorded as sent; the authority files it next.")
            }
            (Lang::En, ClosingEvent::Filed { quarter }) => format!("{quarter} is filed."),
            (Lang::En, ClosingEvent::TakenBack { quarter }) => {
                format!("{quarter} came back. Put it right and send it again.")
            }
        }
    }

    pub fn closing_refusal(self, refusal: &ClosingRefusal) -> String {
        match (self, refusal) {
            (_, ClosingRefusal::Role { needed }) => match self {
                Lang::ZhTw => format!("! 不可：須由{}辦理。", self.role(*needed)),
                Lang::En => format!("! Not possible: this is for the {}.", self.role(*needed)),
            },
            (Lang::ZhTw, ClosingRefusal::NotNow { step }) => {
                format!(
                    "! 不可：本期為{}，尚不得或不得再辦理此步。",
                    self.step(*step)
                )
            }
            (Lang::En, ClosingRefusal::NotNow { step }) => {
                format!("! Not possible: the month is at \"{}\".", self.step(*step))
            }
            (Lang::ZhTw, ClosingRefusal::SignedAlready) => {
                "! 核章：管理者已核章。其後由權責主管核章。".to_owned()
            }
            (Lang::En, ClosingRefusal::SignedAlready) => {
                "! The manager has signed; the supervisor signs next.".to_owned()
            }
            (Lang::ZhTw, ClosingRefusal::ManagerFirst) => {
                "! 核章：管理者尚未核章。請俟管理者核章後再辦理。".to_owned()
            }
            (Lang::En, ClosingRefusal::ManagerFirst) => {
                "! The manager signs first. Sign after the manager.".to_owned()
            }
            (Lang::ZhTw, ClosingRefusal::OwnSignature) => {
                "! 核章：本人已簽章，不得再以他角色核章。請由他人辦理。".to_owned()
            }
            (Lang::En, ClosingRefusal::OwnSignature) => {
                "! You have signed this record; another person signs in the next role.".to_owned()
            }
            (Lang::ZhTw, ClosingRefusal::OtherChecker { checker }) => {
                format!("! 不可：本期查核人員為 {checker}。請由其辦理。")
            }
            (Lang::En, ClosingRefusal::OtherChecker { checker }) => {
                format!("! Not possible: the month's checker is {checker}.")
            }
            (Lang::ZhTw, ClosingRefusal::MonthsMissing { months }) => {
                format!(
                    "! 季報：{} 尚未完成核章。請先完成各期查核。",
                    periods(months)
                )
            }
            (Lang::En, ClosingRefusal::MonthsMissing { months }) => {
                format!(
                    "! The quarter: {} not complete. Complete these first.",
                    english(months)
                )
            }
            (Lang::ZhTw, ClosingRefusal::Missing { .. }) => {
                "! 尚缺：此欄必填。請填寫後再存。".to_owned()
            }
            (Lang::En, ClosingRefusal::Missing { .. }) => "! This field is needed.".to_owned(),
            (Lang::ZhTw, ClosingRefusal::BadDay) => {
                "! 日期：不得晚於今日，亦不得早於發文日。請改填，例如 -1（昨日）。".to_owned()
            }
            (Lang::En, ClosingRefusal::BadDay) => {
                "! Date: not after today, and not before the dispatch. For example -1 (yesterday)."
                    .to_owned()
            }
            (Lang::ZhTw, ClosingRefusal::NoMajor) => {
                "! 會同稽核：本期未判定重大異常，無須會同。".to_owned()
            }
            (Lang::En, ClosingRefusal::NoMajor) => {
                "! No major anomaly was found: no joint check is due.".to_owned()
            }
        }
    }

    /// 「11510 待管理者核章」.
    pub fn countersign_waits(self, period: Period, by: Role) -> String {
        match self {
            Lang::ZhTw => format!("{period} 待{}核章", self.role(by)),
            Lang::En => format!("{period}: {} is to sign", self.role(by)),
        }
    }

    pub fn joint_waits(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("{period} 重大異常，待會同政風及資訊稽核"),
            Lang::En => format!("{period}: joint check is due"),
        }
    }

    /// What a quarter waits for.
    pub fn quarter_waits(self, quarter: Quarter, missing: &[Period], is_sent: bool) -> String {
        match (self, is_sent, missing) {
            (Lang::ZhTw, true, _) => format!("{}已發文，待備查", self.quarter(quarter)),
            (Lang::ZhTw, false, []) => format!("{}季報待發文", self.quarter(quarter)),
            (Lang::ZhTw, false, missing) => {
                format!("{}季報尚缺 {}", self.quarter(quarter), periods(missing))
            }
            (Lang::En, true, _) => format!("{} sent, to be filed", self.quarter(quarter)),
            (Lang::En, false, []) => format!("{} is to be sent", self.quarter(quarter)),
            (Lang::En, false, missing) => {
                format!("{} lacks {}", self.quarter(quarter), english(missing))
            }
        }
    }

    /// Who signs: `查核人員、管理者、權責主管`, or whose turn it is.
    pub fn signing_order(self, next: Option<Role>) -> String {
        match (self, next) {
            (_, None) => [Role::Checker, Role::Manager, Role::Supervisor]
                .map(|role| self.role(role))
                .join(match self {
                    Lang::ZhTw => "、",
                    Lang::En => ", ",
                }),
            (Lang::ZhTw, Some(role)) => format!("待{}核章", self.role(role)),
            (Lang::En, Some(role)) => format!("{} is to sign", self.role(role)),
        }
    }

    /// `第 4 季，建議 116/01/08(五)`.
    pub fn quarter_advised(self, quarter: Quarter, day: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("{}，建議 {}", self.quarter(quarter), self.day(day)),
            Lang::En => format!("{}, by {}", self.quarter(quarter), self.day(day)),
        }
    }

    /// `115/10/08(四) 發文，待備查`.
    pub fn quarter_sent(self, on: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("{} 發文，待備查", self.day(on)),
            Lang::En => format!("sent {}", self.day(on)),
        }
    }

    /// `115/10/20(二) 備查`.
    pub fn quarter_filed(self, on: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("{} 備查", self.day(on)),
            Lang::En => format!("filed {}", self.day(on)),
        }
    }

    /// `管理者 陳怡君  115/11/23(一) 14:10`, or that the signature is still to come.
    pub fn signature_line(self, role: Role, signed: Option<&(String, Moment)>) -> String {
        // As broad as the longest of the three who sign.
        let broadest = match self {
            Lang::ZhTw => 8,
            Lang::En => 10,
        };
        let role = pad(self.role(role), broadest);
        match (self, signed) {
            (_, Some((name, at))) => format!("{role}  {name}  {}", self.moment(*at)),
            (Lang::ZhTw, None) => format!("{role}  尚未核章"),
            (Lang::En, None) => format!("{role}  not yet signed"),
        }
    }

    pub fn handed_line(self, pages: u32, on: NaiveDate, to: &str) -> String {
        match self {
            Lang::ZhTw => format!("{} 頁，{} 交付 {to}", group(u64::from(pages)), self.day(on)),
            Lang::En => format!("{pages} pages, {} to {to}", self.day(on)),
        }
    }

    pub fn reopened_line(self, record: &str, reason: &str) -> String {
        match self {
            Lang::ZhTw => format!("更正 {record}：{reason}"),
            Lang::En => format!("in place of {record}: {reason}"),
        }
    }
}
