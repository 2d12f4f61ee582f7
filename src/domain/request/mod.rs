//! 申請: what a request is, its number, its lines; `words` has its codes, `taking` how it goes on, `refusal` why not.
//!
//! The three procedures stand in [`user_request`], [`manager_request`] and
//! [`item_request`] as tables for the one engine. What other agencies do is only recorded.

mod dates;
mod delegation;
mod drafting;
#[cfg(test)]
mod moves_tests;
mod refusal;
mod taking;
#[cfg(test)]
mod taking_tests;
mod words;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::{BadForm, Login, Period};
use crate::domain::moment::Moment;
use crate::domain::procedure::Move;
use crate::domain::roster::{Cause, Proofs};
use crate::domain::{item_request, manager_request, user_request};

pub use delegation::{Delegation, DelegationRefusal, check_delegation};
pub use drafting::{Draft, NewRequest, draft, revise};
pub use refusal::{Field, RequestRefusal};
pub use taking::{Given, Grounds, HeldAccount, Taken, bureau_step, forward, take, unmet, why_not};
pub use words::{Family, Guard, Hand, Kind, Stage, Step};

/// 申請編號: `A11511-014`, the month of the first draft and a serial of three digits or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestNo {
    pub period: Period,
    pub serial: u32,
}

impl fmt::Display for RequestNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A{}-{:03}", self.period, self.serial)
    }
}

impl FromStr for RequestNo {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<RequestNo, BadForm> {
        let (month, serial) = text
            .strip_prefix('A')
            .and_then(|rest| rest.split_once('-'))
            .ok_or(BadForm)?;
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if month.len() != 5 || !is_number(month) || !is_number(serial) {
            return Err(BadForm);
        }
        let number = RequestNo {
            period: month.parse()?,
            serial: serial.parse().map_err(|_bad| BadForm)?,
        };
        // One number, one spelling.
        if number.to_string() == text {
            Ok(number)
        } else {
            Err(BadForm)
        }
    }
}

/// 增 or 刪.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    Add,
    Delete,
}

/// One item that is asked for or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub change: Change,
    /// 作業代號.
    pub item: String,
    /// Id of the legal basis in the annex; of a deletion the basis it was held on, or empty for all.
    pub basis: String,
    /// 預估每月筆數.
    pub monthly: Option<u32>,
    /// 勞保局's result for this item, once it is there.
    pub is_agreed: Option<bool>,
}

impl Line {
    /// One line of the store's column: `add LI01 SOC-01 30 agreed`, `-` where nothing stands.
    fn code(&self) -> String {
        let or_dash = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
        [
            match self.change {
                Change::Add => "add",
                Change::Delete => "delete",
            }
            .to_owned(),
            self.item.clone(),
            or_dash(&self.basis),
            self.monthly
                .map_or_else(|| "-".to_owned(), |count| count.to_string()),
            match self.is_agreed {
                None => "-",
                Some(true) => "agreed",
                Some(false) => "refused",
            }
            .to_owned(),
        ]
        .join(" ")
    }

    fn read(text: &str) -> Option<Line> {
        let mut parts = text.split(' ');
        let line = Line {
            change: match parts.next()? {
                "add" => Change::Add,
                "delete" => Change::Delete,
                _ => return None,
            },
            item: parts.next()?.to_owned(),
            basis: parts.next().map(|basis| match basis {
                "-" => String::new(),
                basis => basis.to_owned(),
            })?,
            monthly: match parts.next()? {
                "-" => None,
                count => Some(count.parse().ok()?),
            },
            is_agreed: match parts.next()? {
                "-" => None,
                "agreed" => Some(true),
                "refused" => Some(false),
                _ => return None,
            },
        };
        (parts.next().is_none() && !line.item.is_empty()).then_some(line)
    }
}

/// Lines as the store keeps them.
pub fn lines_text(lines: &[Line]) -> String {
    let lines: Vec<String> = lines.iter().map(Line::code).collect();
    lines.join("\n")
}

/// Lines read back; nothing for an impossible text.
pub fn read_lines(text: &str) -> Option<Vec<Line>> {
    text.lines().map(Line::read).collect()
}

/// A person that a request is about: by login where there is one, always by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    pub login: Option<Login>,
    pub name: String,
    /// 單位.
    pub unit: String,
    /// 職稱.
    pub title: String,
}

/// 帳號申請表 or 查調項目異動申請表 (domain.md T2, T2b) and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub no: RequestNo,
    /// 1 for the first draft; every step adds one.
    pub version: u32,
    pub kind: Kind,
    pub stage: Stage,
    /// When it came to this stage.
    pub since: Moment,
    pub applicant: Login,
    /// 對象; of agency items nobody.
    pub holder: Party,
    /// 接任管理者 of a hand-over.
    pub successor: Party,
    /// The account that is there: changed, stopped, deleted.
    pub account: String,
    /// The account that was opened.
    pub new_account: String,
    pub lines: Vec<Line>,
    /// 異動原因.
    pub cause: Option<Cause>,
    /// 異動日 D.
    pub changes_on: Option<NaiveDate>,
    /// 業務說明.
    pub need: String,
    /// Of whoever gets an account (5(1)).
    pub proofs: Proofs,
    /// Why one person needs a second active account.
    pub second_reason: String,
    /// 電話或公務電子郵件.
    pub contact: String,
    pub drafted_at: Moment,
    /// The day of the first 送審: what 6(4) and 6(5) call the beginning.
    pub submitted_on: Option<NaiveDate>,
    pub approved_by: Option<Login>,
    /// Whose deputy approved (代).
    pub approved_for: Option<Login>,
    pub approved_on: Option<NaiveDate>,
    /// Whoever carried out last, and the day on which rights changed last.
    pub executed_by: Option<Login>,
    pub executed_on: Option<NaiveDate>,
    /// 批次號 of 資訊處.
    pub batch: String,
    /// The latest day that a step recorded.
    pub last_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// The step that made this version, and whose.
    pub change: Option<Step>,
    pub changed_by: Login,
    pub changed_at: Moment,
}

impl Kind {
    /// The table that this kind follows.
    pub fn moves(self) -> &'static [Move<Stage, Step, Hand, Guard>] {
        match self.family() {
            Family::User => user_request::MOVES,
            Family::Manager => manager_request::MOVES,
            Family::Swap => manager_request::SWAP_MOVES,
            Family::Items => item_request::MOVES,
        }
    }

    /// Its way forward, as the stage line shows it.
    pub fn stage_line(self) -> &'static [Stage] {
        match self.family() {
            Family::User => user_request::LINE,
            Family::Manager => manager_request::LINE,
            Family::Swap => manager_request::SWAP_LINE,
            Family::Items => item_request::LINE,
        }
    }
}

impl Request {
    /// Whose account it opens: the holder, or the successor of a hand-over.
    pub fn newcomer(&self) -> &Party {
        match self.kind {
            Kind::Swap => &self.successor,
            Kind::UserAdd
            | Kind::UserDelete
            | Kind::UserItems
            | Kind::ManagerAdd
            | Kind::ManagerDelete
            | Kind::ItemsAdd
            | Kind::ItemsDelete => &self.holder,
        }
    }

    /// The deletion of an account that a log names and the roster does not: nobody holds it.
    pub fn has_no_holder(&self) -> bool {
        self.kind == Kind::UserDelete && self.cause == Some(Cause::NoHolder)
    }

    /// The lines that add, or that take away.
    pub fn lines_of(&self, change: Change) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.change == change)
    }

    /// Whether this person may see it beside managers and supervisors: his own, or about him.
    pub fn is_of(&self, login: &Login) -> bool {
        let parties = [&self.holder, &self.successor];
        self.applicant == *login
            || parties
                .iter()
                .any(|party| party.login.as_ref() == Some(login))
    }
}

/// A step that was taken, for the history: who, when, from where to where, with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTaken {
    pub no: RequestNo,
    /// `None` for the first draft.
    pub step: Option<Step>,
    pub from: Stage,
    pub to: Stage,
    pub by: Login,
    /// Whose deputy acted (代).
    pub acting_for: Option<Login>,
    /// 意見 or 理由.
    pub reason: String,
    /// 文號.
    pub document: String,
    /// The day of the letter or the deed.
    pub day: Option<NaiveDate>,
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_number_has_one_spelling() {
        let number: RequestNo = "A11511-014".parse().unwrap();
        assert_eq!(
            (number.serial, number.to_string().as_str()),
            (14, "A11511-014")
        );
        assert_eq!("A11511-1014".parse::<RequestNo>().unwrap().serial, 1014);
        for text in [
            "A11511-14",
            "A11511-0014",
            "B11511-014",
            "A1151-014",
            "A11511-",
            "A11511-+14",
        ] {
            assert_eq!(text.parse::<RequestNo>(), Err(BadForm), "{text}");
        }
    }

    #[test]
    fn lines_are_read_back_as_they_were_written() {
        let line = |change, basis: &str, monthly, is_agreed| Line {
            change,
            item: "LI01".to_owned(),
            basis: basis.to_owned(),
            monthly,
            is_agreed,
        };
        let lines = vec![
            line(Change::Add, "SOC-01", Some(30), None),
            line(Change::Delete, "", None, Some(true)),
            line(Change::Add, "SOC-02", None, Some(false)),
        ];
        assert_eq!(read_lines(&lines_text(&lines)), Some(lines));
        assert_eq!(read_lines(""), Some(Vec::new()));
        for text in [
            "add",
            "add LI01 SOC-01 30 perhaps",
            "add LI01 - - - -",
            "keep LI01 - - -",
            "add LI01 - x -",
        ] {
            assert_eq!(read_lines(text), None, "{text}");
        }
    }

    #[test]
    fn every_word_is_read_back_from_its_code() {
        for kind in Kind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
            assert_eq!(kind.family().code().parse(), Ok(kind.family()));
        }
        for stage in Stage::ALL {
            assert_eq!(stage.code().parse(), Ok(stage));
        }
        for step in Step::ALL {
            assert_eq!(step.code().parse(), Ok(step));
        }
    }
}
