//! Words in Traditional Chinese and English. Knows facts of the domain, not where their words are shown.
#![warn(clippy::wildcard_enum_match_arm)]

mod closing;
mod deadline;
mod documents;
mod due;
mod en;
mod faults;
mod host;
mod labels;
mod month;
mod paper;
mod people;
pub mod prose;
mod refused_en;
mod refused_zh;
pub mod register;
mod requests;
mod retention;
mod review;
mod roster;
mod rules;
mod said;
mod terms;
pub mod usage;
mod walk;
mod zh_tw;

pub use closing::ClosingText;
pub use documents::{DocumentText, SheetHead};
pub use due::CheckWaits;
pub use labels::{Measure, Text, bare};
pub use month::MonthText;
pub use paper::{Paper, PaperNotice, percent};
pub use requests::RequestText;
pub use retention::DueText;
pub use review::ReviewText;
pub use roster::{RosterFileFault, RosterSaid, RosterText};
pub use rules::{ControlFacts, RulesText};
pub use walk::WalkText;

use crate::domain::refusal::Refusal;
use crate::domain::sampling::SeedFault;
use crate::domain::trouble::Trouble;

/// A language of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    ZhTw,
    En,
}

impl Lang {
    /// The language of a tag such as `en`, `en_GB.UTF-8`, `zh-TW`; Traditional Chinese for everything else.
    pub fn of_tag(tag: &str) -> Lang {
        if tag.to_ascii_lowercase().starts_with("en") {
            Lang::En
        } else {
            Lang::ZhTw
        }
    }
}

/// What failed, and what to do about it.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    match lang {
        Lang::ZhTw => zh_tw::trouble(trouble),
        Lang::En => en::trouble(trouble),
    }
}

/// Why a rule said no.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match lang {
        Lang::ZhTw => refused_zh::refusal(refusal),
        Lang::En => refused_en::refusal(refusal),
    }
}

/// The very file was imported before.
pub fn known_file(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "此檔先前已匯入，未再存入任何資料。",
        Lang::En => "This very file was imported before; nothing was done.",
    }
}

/// What a file's rows came to: taken, already there, not taken.
pub fn file_counts(lang: Lang, read: u64, accepted: u64, duplicate: u64, not_taken: u64) -> String {
    let [read, accepted, duplicate, not_taken] = [read, accepted, duplicate, not_taken].map(group);
    match lang {
        Lang::ZhTw => format!(
            "讀入 {read} 列：收入 {accepted}、重複 {duplicate}、未收或無法判讀 {not_taken}。"
        ),
        Lang::En => format!(
            "{read} rows read: {accepted} accepted, {duplicate} duplicate, {not_taken} not taken or unreadable."
        ),
    }
}

/// The register holds this number with other content.
pub fn other_content(lang: Lang, number: &str) -> String {
    match lang {
        Lang::ZhTw => format!("{number} 已在登記表，內容不同"),
        Lang::En => format!("{number} is in the register with other content"),
    }
}

/// Secrets were to come from a terminal or an open descriptor and did not.
pub fn secret_missing(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "! 密碼：未輸入。請於終端機輸入，或以 --passphrase-fd 指定之檔案逐行提供。",
        Lang::En => {
            "! Passphrase: none given. Type it at a terminal, or give a line each through --passphrase-fd."
        }
    }
}

/// The answer could not be written to standard output.
pub fn answer_lost(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "! 輸出：指令已辦理，結果無法寫至標準輸出（空間不足）。請清出空間後查詢。",
        Lang::En => {
            "! Output: the command was carried out, but standard output has no room for the answer. Make room and ask again."
        }
    }
}

/// A command ended in a panic.
pub fn panicked(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => {
            "! 系統：程式內部錯誤，本指令未完成。請執行 irdesk verify 核對資料庫，並告知資訊單位。"
        }
        Lang::En => {
            "! System: an internal error, the command did not finish. Run irdesk verify and tell whoever maintains irdesk."
        }
    }
}

/// The desk was asked for with `--json`.
pub fn no_desk_in_json(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "! 指令：--json 不開啟畫面。請另加指令，例如 irdesk list register --json。",
        Lang::En => {
            "! Command: --json opens no screen. Add a command, for example irdesk list register --json."
        }
    }
}

/// The desk was asked for where there is no terminal.
pub fn no_terminal(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "! 畫面：標準輸入或輸出不是終端機。請於終端機執行，或改用指令（--help）。",
        Lang::En => {
            "! Screen: standard input or output is no terminal. Run it in one, or use a command (--help)."
        }
    }
}

/// What is asked for at the terminal.
pub fn ask_passphrase(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => "密碼或註冊碼：",
        Lang::En => "Passphrase or code: ",
    }
}

/// Why a text is no seed text.
pub fn seed_fault(lang: Lang, fault: SeedFault) -> &'static str {
    match lang {
        Lang::ZhTw => zh_tw::seed_fault(fault),
        Lang::En => en::seed_fault(fault),
    }
}

/// The revealed secret does not open the commitment.
pub fn reveal_fault(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => zh_tw::REVEAL_FAULT,
        Lang::En => en::REVEAL_FAULT,
    }
}

/// Nothing was committed: the seed could be foreseen.
pub fn predictable(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhTw => zh_tw::PREDICTABLE,
        Lang::En => en::PREDICTABLE,
    }
}

/// Digits in groups of three: `1,284`.
pub fn group(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_groups_of_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1284, "1,284"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(group(number), text);
        }
    }

    #[test]
    fn english_is_spoken_only_to_those_who_ask_for_it() {
        assert_eq!(Lang::of_tag("en_GB.UTF-8"), Lang::En);
        assert_eq!(Lang::of_tag("zh_TW.UTF-8"), Lang::ZhTw);
        assert_eq!(Lang::of_tag("C.UTF-8"), Lang::ZhTw);
    }
}
