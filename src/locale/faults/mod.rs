//! Why something is refused or not accepted: what is so, and what to do about it.
//!
//! A `…_sentence` is without its place, for forms that name the place themselves ([`Lang::fault`]); the others are whole lines.

mod en;
mod zh_tw;

use crate::domain::file_fault::{FileRefusal, RowFault};
use crate::domain::monthly_check::{CheckRefusal, Missing};
use crate::domain::passphrase::PassphraseFault;
use crate::domain::query::{Field, QueryRefusal};
use crate::domain::signers::SignerFault;
use crate::locale::{Lang, Text};

impl Lang {
    /// `! 查詢日時：晚於現在。請改填，例如 1123 857。`
    pub fn query_refusal(self, refusal: QueryRefusal) -> String {
        let place = match refusal.field() {
            Some(field) => self.field(field),
            None => self.text(Text::Register),
        };
        self.fault(place, self.query_refusal_sentence(refusal))
    }

    /// Why the register says no, without the place.
    pub fn query_refusal_sentence(self, refusal: QueryRefusal) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::query_refusal(refusal),
            Lang::En => en::query_refusal(refusal),
        }
    }

    /// What to fill into an empty field of a form: with an example where the register knows one.
    pub fn empty_field(self, label: Text) -> &'static str {
        if let Text::OfField(field) = label {
            self.field_missing(field)
        } else {
            self.text(Text::FieldEmpty)
        }
    }

    /// What to fill into a field that is empty, with an example.
    pub fn field_missing(self, field: Field) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::field_missing(field),
            Lang::En => en::field_missing(field),
        }
    }

    /// `! 簽章：尚缺 2 項：說明 2 筆、重大異常判定。請補齊。`
    pub fn check_refusal(self, refusal: &CheckRefusal) -> String {
        let place = match self {
            Lang::ZhTw => zh_tw::check_place(refusal),
            Lang::En => en::check_place(refusal),
        };
        self.fault(place, &self.check_refusal_sentence(refusal))
    }

    /// Why the month's check says no, without the place.
    pub fn check_refusal_sentence(self, refusal: &CheckRefusal) -> String {
        match self {
            Lang::ZhTw => zh_tw::check_refusal(refusal),
            Lang::En => en::check_refusal(refusal),
        }
    }

    /// What the signature waits for: `採否 3 筆` (proposals), `說明 2 筆` (查而未登), `結果 5 筆` (drawn rows), `重大異常判定`.
    pub fn check_missing(self, missing: Missing) -> String {
        match self {
            Lang::ZhTw => zh_tw::check_missing(missing),
            Lang::En => en::check_missing(missing),
        }
    }

    /// `! 新密碼：未達規定。請…`
    pub fn passphrase_fault(self, fault: PassphraseFault) -> String {
        let sentence = match self {
            Lang::ZhTw => zh_tw::passphrase_fault(fault),
            Lang::En => en::passphrase_fault(fault),
        };
        self.fault(self.text(Text::NewPassphrase), sentence)
    }

    /// Why the signer of an entry is not accepted, one clause without a full stop.
    pub fn signer_reason(self, fault: SignerFault) -> &'static str {
        match self {
            Lang::ZhTw => zh_tw::signer_reason(fault),
            Lang::En => en::signer_reason(fault),
        }
    }

    /// `! 軌跡第 48,231 筆：簽章金鑰已註銷。請保管人停用本庫並查明。`
    pub fn signer_fault(self, seq: u64, fault: SignerFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::signer_fault(seq, fault),
            Lang::En => en::signer_fault(seq, fault),
        }
    }

    /// `! 匯入：找不到標題列。請…`
    pub fn file_refusal(self, refusal: &FileRefusal) -> String {
        match self {
            Lang::ZhTw => self.fault("匯入", &zh_tw::file_refusal(refusal)),
            Lang::En => self.fault("Import", &en::file_refusal(refusal)),
        }
    }

    /// Why a row is not taken, one clause for lists: `少 1 欄：應 7 欄，僅 6 欄（缺查詢結果）`.
    pub fn row_reason(self, fault: &RowFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::row_reason(fault),
            Lang::En => en::row_reason(fault),
        }
    }

    /// A log row: `! 第 301 行：應 7 欄，僅 6 欄，列為無法判讀，仍計入筆數。`
    pub fn unreadable_row(self, line: u64, fault: &RowFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::unreadable_row(line, fault),
            Lang::En => en::unreadable_row(line, fault),
        }
    }

    /// A row of a register file: `! 第 12 行：…，未收入。請更正後再匯入。`
    pub fn rejected_row(self, line: u64, fault: &RowFault) -> String {
        match self {
            Lang::ZhTw => zh_tw::rejected_row(line, fault),
            Lang::En => en::rejected_row(line, fault),
        }
    }
}

#[cfg(test)]
mod tests;
