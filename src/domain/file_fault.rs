//! Why a file that came in, or one of its rows, is not taken: facts to be worded by `locale`, without its content.

use chrono::NaiveDate;

use crate::domain::roc_date::{DateFault, TimeFault};

/// A column that a log or a register file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 登記編號.
    Number,
    /// 查詢者帳號, 查詢人帳號.
    Account,
    /// 查詢人.
    Person,
    /// 查詢日期.
    Day,
    /// 查詢時間.
    Time,
    /// 作業代號.
    Item,
    /// 查詢條件.
    Condition,
    /// 案號及事由 in one field.
    CaseAndReason,
    /// 案號.
    Case,
    /// 事由.
    Reason,
    /// 法律依據.
    Basis,
    /// 查詢結果, 結果.
    Result,
    /// 產出.
    Output,
    /// 去處.
    Whereabouts,
    /// 委託查詢人 (代查).
    Requester,
    /// 登記日期.
    RegisteredOn,
    /// 登記時間.
    RegisteredAt,
    // The roster's.
    /// 單位.
    Unit,
    /// 職稱.
    PersonTitle,
    /// 登入名稱.
    Login,
    /// 身分.
    AccountKind,
    /// 狀態.
    AccountStatus,
    /// 核准日.
    ApprovedOn,
    /// 申請編號.
    Request,
    /// 啟用日.
    OpenedOn,
    /// 異動日.
    ChangedOn,
    /// 異動原因.
    ChangeCause,
    /// 公務帳號確認日.
    OfficialOn,
    /// 憑證綁定日.
    BoundOn,
    /// 憑證到期日.
    CertificateUntil,
    /// 保密切結日.
    PledgedOn,
    /// 備註.
    Remark,
}

impl Column {
    pub const ALL: [Column; 32] = [
        Column::Number,
        Column::Account,
        Column::Person,
        Column::Day,
        Column::Time,
        Column::Item,
        Column::Condition,
        Column::CaseAndReason,
        Column::Case,
        Column::Reason,
        Column::Basis,
        Column::Result,
        Column::Output,
        Column::Whereabouts,
        Column::Requester,
        Column::RegisteredOn,
        Column::RegisteredAt,
        Column::Unit,
        Column::PersonTitle,
        Column::Login,
        Column::AccountKind,
        Column::AccountStatus,
        Column::ApprovedOn,
        Column::Request,
        Column::OpenedOn,
        Column::ChangedOn,
        Column::ChangeCause,
        Column::OfficialOn,
        Column::BoundOn,
        Column::CertificateUntil,
        Column::PledgedOn,
        Column::Remark,
    ];

    /// The code of an agency's mapping.
    pub const fn code(self) -> &'static str {
        match self {
            Column::Number => "number",
            Column::Account => "account",
            Column::Person => "person",
            Column::Day => "day",
            Column::Time => "time",
            Column::Item => "item",
            Column::Condition => "condition",
            Column::CaseAndReason => "case_and_reason",
            Column::Case => "case",
            Column::Reason => "reason",
            Column::Basis => "basis",
            Column::Result => "result",
            Column::Output => "output",
            Column::Whereabouts => "whereabouts",
            Column::Requester => "requester",
            Column::RegisteredOn => "registered_on",
            Column::RegisteredAt => "registered_at",
            Column::Unit => "unit",
            Column::PersonTitle => "title",
            Column::Login => "login",
            Column::AccountKind => "kind",
            Column::AccountStatus => "status",
            Column::ApprovedOn => "approved_on",
            Column::Request => "request",
            Column::OpenedOn => "opened_on",
            Column::ChangedOn => "changed_on",
            Column::ChangeCause => "cause",
            Column::OfficialOn => "official_on",
            Column::BoundOn => "bound_on",
            Column::CertificateUntil => "certificate_until",
            Column::PledgedOn => "pledged_on",
            Column::Remark => "remark",
        }
    }

    /// The column of [`Column::code`].
    pub fn from_code(code: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.code() == code)
    }
}

/// The record that comes nearest to a header, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestHeader {
    /// Physical line, from 1.
    pub line: u64,
    pub missing: Vec<Column>,
    /// The names that stand there, whatever may be a person's identifier masked.
    pub names: Vec<String>,
}

/// Why the whole file is refused; nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRefusal {
    /// No bytes.
    Empty,
    /// More than one in a hundred of its characters outside ASCII cannot be.
    Undecodable { bad: u64, pairs: u64 },
    /// No record names all columns.
    NoHeader { nearest: Option<NearestHeader> },
    /// The mapping given names a column that the file does not have.
    NoSuchName { name: String, names: Vec<String> },
    /// A register, given as a log: it has all of a log's columns too.
    IsRegister,
    /// A quoted field never ends; the physical line where the quote opens.
    OpenQuote { line: u64 },
    /// One record, beginning in this physical line, is longer than any row can be.
    RecordTooLong { line: u64 },
    /// The system does not let it be read.
    Unreadable,
    /// An office calendar is taken whole or not at all; the physical line, and why.
    Calendar { line: u64, why: CalendarFault },
}

/// Why a file is no year's office calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarFault {
    /// Not CSV.
    NoCsv,
    /// The columns 西元日期 and 是否放假 are not named.
    NoHeader,
    /// A header and nothing below it.
    NoRows,
    TooFewFields,
    Date(DateFault),
    /// 是否放假 is neither 0 nor 2.
    State,
    /// 星期 is not that day's.
    Weekday {
        day: NaiveDate,
    },
    /// This day stood before.
    Doubled {
        day: NaiveDate,
    },
    /// A day is missing.
    Gap {
        wanted: NaiveDate,
        found: NaiveDate,
    },
    /// The year was over.
    Beyond {
        day: NaiveDate,
    },
    /// The file ends before the year.
    Count {
        rows: usize,
        wanted: usize,
    },
    /// Longer than any calendar.
    TooLong,
}

/// Why one data row is unreadable (log) or rejected (register).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// Fewer fields than the last column that the mapping needs.
    TooFewFields {
        expected: usize,
        found: usize,
        missing: Vec<Column>,
    },
    /// More fields that are not empty than the header has, such as a bare comma in the reason makes.
    TooManyFields { expected: usize, found: usize },
    /// A date that cannot be.
    BadDate {
        column: Column,
        text: Evidence,
        why: DateFault,
    },
    /// A time that cannot be.
    BadTime {
        column: Column,
        text: Evidence,
        why: TimeFault,
    },
    /// A register number that is none.
    BadNumber { text: Evidence },
    /// A word that is none of its column's (a role, a state).
    UnknownWord { column: Column },
    /// A cell that must not be empty.
    EmptyCell { column: Column },
    /// A day that lies before one that must come first.
    DatesReversed { earlier: Column, later: Column },
}

/// A cell quoted as evidence: only digits and the signs of dates, times and numbers, since a shifted column could hold
/// an identifier of a person; anything else is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence(String);

/// The longest cell that is quoted, in characters.
const EVIDENCE_LENGTH: usize = 16;

impl Evidence {
    /// Of a date or a time.
    pub fn of_figures(cell: &str) -> Evidence {
        Evidence::kept(cell, |letter| {
            letter.is_numeric()
                || matches!(
                    letter,
                    '/' | '-' | '.' | ':' | ' ' | '／' | '－' | '．' | '：'
                )
                || matches!(
                    letter,
                    '年' | '月' | '日' | '時' | '分' | '秒' | '民' | '國'
                )
        })
    }

    /// Of a register number: an identity number has no hyphen.
    pub fn of_number(cell: &str) -> Evidence {
        if !cell.contains('-') {
            return Evidence::default();
        }
        Evidence::kept(cell, |letter| {
            letter.is_ascii_alphanumeric() || letter == '-'
        })
    }

    fn kept(cell: &str, fits: impl Fn(char) -> bool) -> Evidence {
        let is_short = cell.chars().nth(EVIDENCE_LENGTH).is_none();
        if is_short && cell.chars().all(fits) {
            Evidence(cell.to_owned())
        } else {
            Evidence::default()
        }
    }

    /// The cell, or nothing where it may not be shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_identifier_is_no_evidence() {
        assert_eq!(Evidence::of_figures("1151032").as_str(), "1151032");
        assert_eq!(
            Evidence::of_figures("１１５年13月").as_str(),
            "１１５年13月"
        );
        assert_eq!(Evidence::of_figures("A123456789").as_str(), "");
        assert_eq!(Evidence::of_number("A123456789").as_str(), "");
        assert_eq!(Evidence::of_number("SOC-11510-42").as_str(), "SOC-11510-42");
    }
}
