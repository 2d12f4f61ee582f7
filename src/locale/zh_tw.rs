//! Traditional Chinese, as an office in Taiwan writes it.

use super::group;
use crate::domain::roc_date::hour_minute;
use crate::domain::sampling::SeedFault;
use crate::domain::trouble::{FileWhy, Trouble};

/// The revealed secret does not open the commitment.
pub(super) const REVEAL_FAULT: &str =
    "! 種子文字：揭露值與承諾不符，本次抽樣不可採信。請以紙本查核紀錄核對。";
/// Nothing was committed.
pub(super) const PREDICTABLE: &str = "注意：既無承諾亦無公開亂數，種子可事先推知。";

/// Why a text is no seed text.
pub(super) fn seed_fault(fault: SeedFault) -> &'static str {
    match fault {
        SeedFault::Form => {
            "! 種子文字：並非 webir-sample/1 之格式。請逐字照查核紀錄抄錄，含每列換行。"
        }
        SeedFault::TooManyRows => "! 種子文字：N 逾 10,000,000。請核對查核紀錄。",
    }
}

/// What failed, and what to do about it.
pub(super) fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::WrongPassphrase => "! 登入：帳號、密碼或註冊碼不符。請再輸入。".to_owned(),
        Trouble::LoginLocked { until } => format!(
            "! 登入：連續 5 次不符，此帳號已鎖定。請於 {} 後再登入。",
            hour_minute(until.time())
        ),
        Trouble::KeyRevoked => "! 登入：本人金鑰已由保管人註銷。請洽保管人重新註冊。".to_owned(),
        Trouble::RolesChanged => "! 登入：本人角色已由保管人變更。請再登入。".to_owned(),
        Trouble::NoStore { dir } => {
            format!(
                "! 資料庫：{dir} 尚無資料庫。請保管人執行 irdesk init 建立，或以 irdesk demo 試用。"
            )
        }
        Trouble::StoreExists { dir } => format!("! 資料庫：{dir} 已有檔案。請改用空目錄。"),
        Trouble::NotAStore => {
            "! 資料庫：金鑰無法開啟 desk.db，或該檔並非 irdesk 資料庫。請保管人以備份還原。"
                .to_owned()
        }
        Trouble::Damaged { what } => {
            format!("! 資料庫：內容損壞（{what}）。請停止使用，由保管人以備份還原。")
        }
        Trouble::KeysAltered { what } => {
            format!(
                "! 金鑰檔：keys.toml 與資料庫不符（{what}）。請保管人以備份還原，並追查異動原因。"
            )
        }
        Trouble::Full => {
            "! 存檔：磁碟空間不足，未存入任何資料。請資訊單位清出空間後再試。".to_owned()
        }
        Trouble::ReadOnly => "! 存檔：目錄或檔案不得寫入。請資訊單位確認權限後再試。".to_owned(),
        Trouble::NewerSchema { found, known } => {
            format!(
                "! 資料庫：由較新版 irdesk 建立（第 {found} 版，本程式至第 {known} 版）。請更新程式。"
            )
        }
        Trouble::Busy { seconds } => {
            format!("! 存檔：他人正在寫入，已等候 {seconds} 秒。輸入仍保留，請再試。")
        }
        Trouble::NotABackup => {
            "! 備份檔：並非 irdesk 備份，或內容不完整。請改用其他備份。".to_owned()
        }
        Trouble::Unverified { problems } => format!(
            "! 還原：備份驗證有 {} 處不符，未還原任何檔案。請改用其他備份。",
            group(*problems)
        ),
        Trouble::TailMissing { missing: 0 } => {
            "! 軌跡：末端檔 head 不見或無法判讀，已停止寫入。請保管人查明後處理。".to_owned()
        }
        Trouble::TailMissing { missing } => {
            format!(
                "! 軌跡：末端缺 {} 筆，已停止寫入。請保管人以備份還原，或於「今日」確認遺失。",
                group(*missing)
            )
        }
        Trouble::Garbled { table, column } => {
            format!("! 資料庫：{table}.{column} 之值無法判讀。請執行 irdesk verify。")
        }
        Trouble::File { path, why } => format!("! 檔案 {path}：{}", file_why(*why)),
        Trouble::BrokenOff => "已中止，未變更任何資料。".to_owned(),
        Trouble::Other { doing } => {
            format!("! 系統：{doing} 未完成，未變更任何資料。請再試；仍有誤者請洽資訊單位。")
        }
    }
}

fn file_why(why: FileWhy) -> &'static str {
    match why {
        FileWhy::Missing => "找不到此檔。請確認檔名。",
        FileWhy::Forbidden => "無權讀寫。請確認權限。",
        FileWhy::Exists => "已有同名檔案，不予覆蓋。請改用其他檔名。",
        FileWhy::NotAFile => "並非一般檔案。請改選檔案。",
        FileWhy::OutsideOut => "僅得寫入 out 資料夾之內。請改填檔名，例如 11510.odt。",
        FileWhy::Unreadable => "無法讀取。請確認檔案完整。",
    }
}
