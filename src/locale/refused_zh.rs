//! Why a rule said no, in an office's written Chinese.

use super::group;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::refusal::{FileRefusal, Refusal};

/// What is not possible, why, and what would be needed.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { command } => format!("! {command}：本人角色不得辦理。請由相關人員辦理。"),
        Refusal::RolesConflict { one, other } => {
            format!(
                "! 角色：{} 與 {} 不得由同一人兼任。請改派。",
                one.code(),
                other.code()
            )
        }
        Refusal::LoginTaken => "! 登入帳號：已有人使用。請改用其他帳號。".to_owned(),
        Refusal::AccountTaken => "! 查詢帳號：已由他人持有，不得共用。請改填本人帳號。".to_owned(),
        Refusal::Form { field } => format!("! {field}：格式不符。請照說明改填。"),
        Refusal::Passphrase(PassphraseFault::TooWeak) => {
            "! 密碼：請至少 12 字且含大寫、小寫、數字、符號中三種，或至少 16 字。".to_owned()
        }
        Refusal::Passphrase(PassphraseFault::Reused) => {
            "! 密碼：不得與最近三次相同。請另訂。".to_owned()
        }
        Refusal::Stale => "! 存檔：資料已由他人更新，本次未存。請再執行一次。".to_owned(),
        Refusal::Check(refusal) => check(refusal),
        Refusal::File(FileRefusal::Footer { footer, read }) => format!(
            "! 檔尾合計 {} 筆，實讀 {} 筆，未匯入。請重新下載；確認無誤者加 --accept-total。",
            group(*footer),
            group(*read)
        ),
        Refusal::File(FileRefusal::NothingTaken { read }) => {
            format!(
                "! 匯入：{} 列均無法收入，未匯入。請核對檔案種類及欄位。",
                group(*read)
            )
        }
    }
}

fn check(refusal: &CheckRefusal) -> String {
    match refusal {
        CheckRefusal::Role { .. } => {
            "! 抽查：本人角色不得辦理此步驟。請由相關人員辦理。".to_owned()
        }
        CheckRefusal::NotImported => "! 抽查：本期尚未匯入查詢日誌。請先匯入。".to_owned(),
        CheckRefusal::NotReconciled => "! 抽查：匯入後尚未勾稽。請先勾稽。".to_owned(),
        CheckRefusal::AlreadyFrozen => "! 抽查：本期已凍結，不得再勾稽或凍結。".to_owned(),
        CheckRefusal::AlreadyDrawn => "! 抽樣：本期已抽樣，不得再抽。".to_owned(),
        CheckRefusal::AlreadySigned => "! 抽查：本期已簽章，不得變更；更正請另存新版。".to_owned(),
        CheckRefusal::NotYet { .. } => "! 抽查：尚未辦至此步驟。請先完成前一步驟。".to_owned(),
        CheckRefusal::OtherChecker { checker } => {
            format!("! 抽查：本期由 {checker} 辦理。請由其本人辦理。")
        }
        CheckRefusal::PublicSourceNeeded => {
            "! 凍結：查核人員尚無可用之承諾，應宣告公開亂數，例如 --source 539-115000270/10。"
                .to_owned()
        }
        CheckRefusal::PublicResultNeeded { digits } => {
            format!("! 抽樣：請輸入公開亂數之結果，共 {digits} 字。")
        }
        CheckRefusal::PublicNotDeclared => "! 抽樣：凍結時未宣告公開亂數，不得輸入。".to_owned(),
        CheckRefusal::PublicLength { declared, typed } => {
            format!("! 公開亂數：應 {declared} 字，輸入 {typed} 字。請核對後再輸入。")
        }
        CheckRefusal::SlipDiffers => {
            "! 凍結單：末端與本庫不符，停止抽樣。請與管理者核對紙本。".to_owned()
        }
        CheckRefusal::OutcomeNotOffered { .. } => "! 結果：本筆不得記為此結果。請改選。".to_owned(),
        CheckRefusal::NoteNeeded => "! 說明：必填。請敘明理由。".to_owned(),
        CheckRefusal::ReasonNeeded => "! 重大異常：判斷為有者須附理由。".to_owned(),
        CheckRefusal::Incomplete { missing } => {
            format!("! 簽章：尚缺 {} 項。請先補足。", missing.len())
        }
    }
}
