//! The words that a register line may say, each with the English code that the store and JSON spell.

use std::str::FromStr;

use crate::domain::ids::BadForm;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryState {
    /// 待補登: the result is still to come.
    Pending,
    /// The result is recorded.
    Complete,
    /// 已作廢; the line stays.
    Void,
}

impl QueryState {
    pub const ALL: [QueryState; 3] = [QueryState::Pending, QueryState::Complete, QueryState::Void];

    pub fn code(self) -> &'static str {
        match self {
            QueryState::Pending => "pending",
            QueryState::Complete => "complete",
            QueryState::Void => "void",
        }
    }
}

/// 結果: what WebIR answered, never its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryResult {
    /// 查有資料.
    Found,
    /// 查無資料.
    NoData,
    /// 系統異常.
    SystemError,
    /// 未查詢.
    NotAsked,
}

impl QueryResult {
    pub const ALL: [QueryResult; 4] = [
        QueryResult::Found,
        QueryResult::NoData,
        QueryResult::SystemError,
        QueryResult::NotAsked,
    ];

    pub fn code(self) -> &'static str {
        match self {
            QueryResult::Found => "found",
            QueryResult::NoData => "no_data",
            QueryResult::SystemError => "system_error",
            QueryResult::NotAsked => "not_asked",
        }
    }
}

/// 產出: what was made of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Output {
    /// 僅閱覽.
    ViewedOnly,
    /// 列印.
    Printed,
    /// 電子檔.
    File,
}

impl Output {
    pub const ALL: [Output; 3] = [Output::ViewedOnly, Output::Printed, Output::File];

    pub fn code(self) -> &'static str {
        match self {
            Output::ViewedOnly => "viewed_only",
            Output::Printed => "printed",
            Output::File => "file",
        }
    }
}

/// 去處: where the output went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhereTo {
    /// 附卷: into the file of this case.
    Filed,
    /// 併案: into the file of another case.
    Merged,
    /// 銷毀.
    Destroyed,
    /// 未留存: there was nothing to keep.
    NotKept,
}

impl WhereTo {
    pub const ALL: [WhereTo; 4] = [
        WhereTo::Filed,
        WhereTo::Merged,
        WhereTo::Destroyed,
        WhereTo::NotKept,
    ];

    pub fn code(self) -> &'static str {
        match self {
            WhereTo::Filed => "filed",
            WhereTo::Merged => "merged",
            WhereTo::Destroyed => "destroyed",
            WhereTo::NotKept => "not_kept",
        }
    }

    /// Whether something is still held, and so is to be guarded and one day deleted.
    pub fn is_kept(self) -> bool {
        match self {
            WhereTo::Filed | WhereTo::Merged => true,
            WhereTo::Destroyed | WhereTo::NotKept => false,
        }
    }
}

/// What made a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// 登記.
    Registered,
    /// 補登結果.
    Result,
    /// 更正.
    Correction,
    /// 作廢.
    Void,
    /// 匯入.
    Imported,
}

impl Change {
    pub const ALL: [Change; 5] = [
        Change::Registered,
        Change::Result,
        Change::Correction,
        Change::Void,
        Change::Imported,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Change::Registered => "registered",
            Change::Result => "result",
            Change::Correction => "correction",
            Change::Void => "void",
            Change::Imported => "imported",
        }
    }
}

/// What is odd about a line without being wrong: accepted and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryFlag {
    /// An item that the catalogue does not know on that day.
    UnknownItem,
    EmptyAccount,
    EmptyItem,
    EmptySubject,
    /// A character that CP950 lacks, replaced on the way here.
    RareCharacter,
    ControlCharacter,
    /// The agency has no recorded consent yet (2(3)).
    NotConsented,
    /// The agency's use is suspended or ended (12(6)).
    Suspended,
    /// The account was not on the roster that day, or no longer in use.
    AccountNotOpen,
    /// The account did not hold the item that day.
    ItemNotHeld,
    /// It held the item, but not on this basis.
    BasisNotHeld,
}

impl QueryFlag {
    pub const ALL: [QueryFlag; 11] = [
        QueryFlag::UnknownItem,
        QueryFlag::EmptyAccount,
        QueryFlag::EmptyItem,
        QueryFlag::EmptySubject,
        QueryFlag::RareCharacter,
        QueryFlag::ControlCharacter,
        QueryFlag::NotConsented,
        QueryFlag::Suspended,
        QueryFlag::AccountNotOpen,
        QueryFlag::ItemNotHeld,
        QueryFlag::BasisNotHeld,
    ];

    pub fn code(self) -> &'static str {
        match self {
            QueryFlag::UnknownItem => "unknown_item",
            QueryFlag::EmptyAccount => "empty_account",
            QueryFlag::EmptyItem => "empty_item",
            QueryFlag::EmptySubject => "empty_subject",
            QueryFlag::RareCharacter => "rare",
            QueryFlag::ControlCharacter => "control",
            QueryFlag::NotConsented => "not_consented",
            QueryFlag::Suspended => "suspended",
            QueryFlag::AccountNotOpen => "account_not_open",
            QueryFlag::ItemNotHeld => "item_not_held",
            QueryFlag::BasisNotHeld => "basis_not_held",
        }
    }
}

/// A field of the register, in the order in which it is typed; the result's fields follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Account,
    CaseNo,
    Reason,
    Basis,
    BasisReason,
    Item,
    Asked,
    Subject,
    /// 號碼確認.
    ChecksumConfirmed,
    Relation,
    /// 分案依據.
    Assignment,
    Unit,
    SubjectName,
    SpanFrom,
    SpanTo,
    Relevance,
    Requester,
    ApprovedBy,
    ApprovedOn,
    Remark,
    Result,
    Rows,
    Output,
    Copies,
    WhereTo,
    FiledIn,
    Sealed,
    DeleteBy,
    ChangeReason,
}

impl Field {
    pub const ALL: [Field; 29] = [
        Field::Account,
        Field::CaseNo,
        Field::Reason,
        Field::Basis,
        Field::BasisReason,
        Field::Item,
        Field::Asked,
        Field::Subject,
        Field::ChecksumConfirmed,
        Field::Relation,
        Field::Assignment,
        Field::Unit,
        Field::SubjectName,
        Field::SpanFrom,
        Field::SpanTo,
        Field::Relevance,
        Field::Requester,
        Field::ApprovedBy,
        Field::ApprovedOn,
        Field::Remark,
        Field::Result,
        Field::Rows,
        Field::Output,
        Field::Copies,
        Field::WhereTo,
        Field::FiledIn,
        Field::Sealed,
        Field::DeleteBy,
        Field::ChangeReason,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Field::Account => "account",
            Field::CaseNo => "case",
            Field::Reason => "reason",
            Field::Basis => "basis",
            Field::BasisReason => "basis_reason",
            Field::Item => "item",
            Field::Asked => "asked",
            Field::Subject => "subject",
            Field::ChecksumConfirmed => "checksum_confirmed",
            Field::Relation => "relation",
            Field::Assignment => "assignment",
            Field::Unit => "unit",
            Field::SubjectName => "subject_name",
            Field::SpanFrom => "span_from",
            Field::SpanTo => "span_to",
            Field::Relevance => "relevance",
            Field::Requester => "requester",
            Field::ApprovedBy => "approved_by",
            Field::ApprovedOn => "approved_on",
            Field::Remark => "remark",
            Field::Result => "result",
            Field::Rows => "rows",
            Field::Output => "output",
            Field::Copies => "copies",
            Field::WhereTo => "where_to",
            Field::FiledIn => "filed_in",
            Field::Sealed => "sealed",
            Field::DeleteBy => "delete_by",
            Field::ChangeReason => "change_reason",
        }
    }
}

fn find<T: Copy>(all: &[T], code: fn(T) -> &'static str, text: &str) -> Result<T, BadForm> {
    let found = all.iter().copied().find(|word| code(*word) == text);
    found.ok_or(BadForm)
}

impl FromStr for QueryState {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for QueryResult {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for Output {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for WhereTo {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for Change {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for QueryFlag {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

impl FromStr for Field {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        find(&Self::ALL, Self::code, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Copy + PartialEq + std::fmt::Debug + FromStr<Err = BadForm>>(
        all: &[T],
        code: fn(T) -> &'static str,
    ) {
        for word in all {
            assert_eq!(code(*word).parse::<T>(), Ok(*word));
        }
        assert_eq!("nothing".parse::<T>(), Err(BadForm));
    }

    #[test]
    fn every_word_is_read_back_from_its_code() {
        check(&QueryState::ALL, QueryState::code);
        check(&QueryResult::ALL, QueryResult::code);
        check(&Output::ALL, Output::code);
        check(&WhereTo::ALL, WhereTo::code);
        check(&Change::ALL, Change::code);
        check(&QueryFlag::ALL, QueryFlag::code);
        check(&Field::ALL, Field::code);
    }
}
