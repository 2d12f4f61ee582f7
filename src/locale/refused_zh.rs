//! Why a rule said no, in an office's written Chinese.

use super::{Lang, group};
use crate::domain::refusal::{FileRefusal, Refusal};

/// What is not possible, why, and what would be needed.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { .. } => "! 權限：本人角色不得辦理此事。請由相關人員辦理。".to_owned(),
        Refusal::RolesConflict { one, other } => {
            format!(
                "! 角色：{}與{}不得由同一人兼任。請改派。",
                Lang::ZhTw.role(*one),
                Lang::ZhTw.role(*other)
            )
        }
        Refusal::HasKeys => "! 註冊碼：此人已有金鑰，無須註冊碼。忘記密碼者須重新註冊。".to_owned(),
        Refusal::People(refusal) => Lang::ZhTw.people_refusal(*refusal).to_owned(),
        Refusal::LoginTaken => "! 登入帳號：已有人使用。請改用其他帳號。".to_owned(),
        Refusal::AccountTaken => "! 查詢帳號：已由他人持有，不得共用。請改填本人帳號。".to_owned(),
        Refusal::Form { field } => format!("! {field}：格式不符。請照說明改填。"),
        Refusal::Passphrase(fault) => Lang::ZhTw.passphrase_fault(*fault),
        Refusal::EnrolFirst => {
            "! 註冊碼：僅供首次訂定密碼。請先執行 irdesk passphrase。".to_owned()
        }
        Refusal::Stale => "! 存檔：資料已由他人更新，本次未存。請再執行一次。".to_owned(),
        Refusal::Roster(refusal) => Lang::ZhTw.roster_refusal(refusal),
        Refusal::Check(refusal) => Lang::ZhTw.check_refusal(refusal),
        Refusal::Document(refusal) => Lang::ZhTw.document_refusal(refusal),
        Refusal::Retention(whys) => Lang::ZhTw.retention_refusal(whys),
        Refusal::Closing(refusal) => Lang::ZhTw.closing_refusal(refusal),
        Refusal::Review(whys) => Lang::ZhTw.review_refusal(whys),
        Refusal::Query(refusals) => refusals
            .first()
            .map_or_else(String::new, |refusal| Lang::ZhTw.query_refusal(*refusal)),
        Refusal::Request(refusals) => refusals
            .first()
            .map_or_else(String::new, |refusal| Lang::ZhTw.request_refusal(refusal)),
        Refusal::Delegation(refusal) => Lang::ZhTw.delegation_refusal(*refusal),
        Refusal::NameTaken => "! 名稱：目錄已有此名稱。請改用其他名稱，或修改原項。".to_owned(),
        Refusal::NoSuchRecord => "! 登記：查無此筆，或非本人得查閱。請回清單另選。".to_owned(),
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
