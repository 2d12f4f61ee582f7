//! What is said of documents, on the screen and on the lists themselves (these in Chinese always).

use super::{Lang, Paper, group};
use crate::domain::document::DocumentRefusal;
use crate::domain::ids::{Head, Period};

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of what concerns documents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum DocumentText { $($variant,)* }

        impl DocumentText {
            pub(super) fn zh(self) -> &'static str {
                match self { $(DocumentText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(DocumentText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    Export "匯出" "export";
    ExportTitle "匯出清冊" "Export the list";
    Exporting "匯出中" "Exporting";
    ExportBreaks "中止後不留檔案" "Broken off, no file is left";
    RecordTitle "匯出查核紀錄" "Export the record";
    Period "期別" "Month";
    PeriodNote "空白為全部" "blank: all of it";
    PeriodForm "! 期別：格式不符。請填年月，例如 11510、115/10。" "! Month: not a month. For example 11510 or 115/10.";
    RecordNote ".odt，或 .zip 加密" ".odt, or .zip sealed";
    Reason "理由" "Reason";
    FileName "檔名" "File name";
    FileNote ".zip 加密；.ods、.csv 須設定准許" ".zip is sealed; .ods, .csv if the setting allows";
    Identifiers "證號" "Identifiers";
    Masked "遮罩" "masked";
    Full "全碼，記入軌跡" "whole, noted in the trail";
    Passphrase "檔案密碼" "Passphrase";
    Again "再輸入一次" "Once more";
    PassphraseNote "十二字三類，或十六字" "12 of three kinds, or 16";
}

/// A column of a list on paper.
#[derive(Debug, Clone, Copy)]
pub struct SheetHead {
    pub name: &'static str,
    /// Of its widest usual text, in half-width characters.
    pub width: u16,
    pub is_number: bool,
}

const fn head(name: &'static str, width: u16) -> SheetHead {
    SheetHead {
        name,
        width,
        is_number: false,
    }
}

const fn number(name: &'static str, width: u16) -> SheetHead {
    SheetHead {
        name,
        width,
        is_number: true,
    }
}

impl Paper {
    /// 查詢資料登記表, its columns as the import of a register names them.
    pub const REGISTER: &'static [SheetHead] = &[
        head("登記編號", 14),
        head("查詢人帳號", 10),
        head("查詢人", 6),
        head("查詢日期", 9),
        head("查詢時間", 8),
        head("作業代號", 5),
        head("查詢條件", 10),
        head("案號", 11),
        head("事由", 18),
        head("法律依據", 7),
        head("結果", 8),
        head("產出", 7),
        head("去處", 6),
        head("委託查詢人", 6),
        head("登記日期", 9),
        head("登記時間", 8),
        head("狀態", 6),
    ];
    /// 查詢紀錄單, its columns as the import of a log names them.
    pub const LOG: &'static [SheetHead] = &[
        number("列", 6),
        head("查詢者帳號", 11),
        head("查詢日期", 9),
        head("查詢時間", 8),
        head("作業代號", 6),
        head("查詢條件", 12),
        head("案號", 14),
        head("事由", 24),
        head("查詢結果", 8),
        head("勾稽", 8),
        head("登記編號", 14),
        head("期別", 6),
    ];
    pub const TRAIL: &'static [SheetHead] = &[
        number("序號", 8),
        head("日時", 22),
        head("帳號", 12),
        head("人員", 8),
        head("角色", 8),
        head("動作", 24),
        head("編號", 15),
        head("動作代碼", 18),
        head("雜湊", 34),
    ];

    /// 「查詢紀錄單 115年10月」.
    pub fn list_title(kind: &str, period: Option<Period>) -> String {
        let name = match kind {
            "register" => "查詢資料登記表",
            "log" => "查詢紀錄單",
            "trail" => "軌跡清冊",
            _ => kind,
        };
        match period {
            Some(period) => format!("{name} {}", Paper::period(period)),
            None => name.to_owned(),
        }
    }

    pub fn masking(is_full: bool) -> &'static str {
        if is_full {
            "證號為全碼，匯出理由已記入軌跡；用畢應依規定刪除。"
        } else {
            "證號末四碼已遮罩。"
        }
    }

    /// 軌跡末端.
    pub fn head(head: Head) -> String {
        format!("軌跡末端 {head}")
    }

    pub fn total_rows(total: u64) -> String {
        format!("總筆數 {} 筆", group(total))
    }

    /// A file that came in, by its name and digest.
    pub fn file_digest(name: &str, sha256: &str) -> String {
        format!("來源檔案 {name}　SHA-256 {sha256}")
    }

    /// 「列印2份」, as the import reads it.
    pub fn copies(word: &str, copies: u32) -> String {
        format!("{word}{copies}份")
    }

    /// A line's state where its result does not say it.
    pub fn line_state(code: &str) -> &'static str {
        match code {
            "pending" => "待補登",
            "void" => "已作廢",
            _ => "",
        }
    }
}

impl Lang {
    pub fn document_kind(self, kind: &'static str) -> &'static str {
        match (self, kind) {
            (Lang::ZhTw, "check") => "查核紀錄",
            (Lang::ZhTw, "register") => "登記表",
            (Lang::ZhTw, "log") => "查詢紀錄單",
            (Lang::ZhTw, "trail") => "軌跡清冊",
            (Lang::ZhTw, "quarter") => "季報彙總表",
            (Lang::ZhTw, "letter") => "季報函稿",
            (Lang::ZhTw, "deletion") => "銷毀紀錄",
            (Lang::ZhTw, "notice") => "異動通知函稿",
            (Lang::En, "deletion") => "the certificate",
            (Lang::En, "notice") => "the notice",
            (Lang::En, "quarter") => "the quarter's summary",
            (Lang::En, "letter") => "the quarter's letter",
            (Lang::En, "check") => "the check record",
            (Lang::En, "register") => "the register",
            (Lang::En, "log") => "the log",
            (Lang::En, "trail") => "the trail",
            (Lang::ZhTw | Lang::En, _) => kind,
        }
    }

    /// A setting that is on or off.
    pub fn switch(self, value: &str) -> &'static str {
        match (self, value) {
            (Lang::ZhTw, "on") => "准許",
            (Lang::ZhTw, _) => "不准許",
            (Lang::En, "on") => "allowed",
            (Lang::En, _) => "not allowed",
        }
    }

    pub fn document_refusal(self, refusal: &DocumentRefusal) -> String {
        match (self, refusal) {
            (Lang::ZhTw, DocumentRefusal::Template { name, row, reason }) => {
                return format!(
                    "! 範本 {name} 第 {row} 列：{reason}。請更正該欄位名稱，或移除範本改用內建格式。"
                );
            }
            (Lang::En, DocumentRefusal::Template { name, row, reason }) => {
                return format!(
                    "! Template {name}, row {row}: {reason}. Put the placeholder right, or remove the template."
                );
            }
            (Lang::ZhTw, DocumentRefusal::PlainOff) => {
                "! 匯出：設定不准許未加密之清冊。請將檔名改為 .zip 並設檔案密碼，例如 11510-log.zip。"
            }
            (Lang::ZhTw, DocumentRefusal::NoPassphrase) => {
                "! 匯出：加密檔尚無密碼。請輸入檔案密碼；以 --passphrase-fd 者寫於第二行。"
            }
            (Lang::ZhTw, DocumentRefusal::Differs) => "! 檔案密碼：兩次輸入不同。請再輸入。",
            (Lang::En, DocumentRefusal::PlainOff) => {
                "! Export: the setting allows no plain lists. Name a .zip and give it a passphrase, for example 11510-log.zip."
            }
            (Lang::En, DocumentRefusal::NoPassphrase) => {
                "! Export: a sealed file needs a passphrase. Type one; with --passphrase-fd it is the second line."
            }
            (Lang::En, DocumentRefusal::Differs) => {
                "! Passphrase: the two differ. Please type it again."
            }
        }
        .to_owned()
    }

    /// 「已匯出 out/11510-log.zip，412 列，SHA-256 5a0e77c193fd2b18。」
    pub fn exported(self, shown: &str, rows: u64, sha256: &str) -> String {
        let digits: String = sha256.chars().take(16).collect();
        match self {
            Lang::ZhTw => format!("已匯出 {shown}，{} 列，SHA-256 {digits}。", group(rows)),
            Lang::En => format!("Exported {shown}, {} rows, SHA-256 {digits}.", group(rows)),
        }
    }
}
