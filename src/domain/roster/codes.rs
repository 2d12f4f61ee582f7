//! The words that a roster may say, each with the English code that store, JSON and files spell.

use std::str::FromStr;

use crate::domain::ids::BadForm;

/// 身分: what the account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// 使用者.
    User,
    /// 管理者.
    Manager,
}

/// 狀態 of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountStatus {
    /// 啟用.
    Active,
    /// 停用.
    Stopped,
    /// 刪除.
    Deleted,
}

/// 在職狀態.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// 在職.
    Serving,
    /// 調職.
    Moved,
    /// 離職.
    Left,
    /// 退休.
    Retired,
}

/// 異動原因 (domain.md T2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// 新進.
    Joined,
    /// 調職.
    Moved,
    /// 離職.
    Left,
    /// 退休.
    Retired,
    /// 職務調整.
    Duties,
    /// 閒置.
    Idle,
    /// 重複.
    Duplicate,
    /// 查無持有人: a log names the account, the roster does not (6(6)).
    NoHolder,
}

/// What a designated officer is for (10(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// 查核.
    Checking,
    /// 稽核.
    Auditing,
    /// 資訊安全維護.
    Security,
}

/// How the agency stands towards the system (2(3), 12(6)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 已獲同意.
    Consented,
    /// 未獲同意.
    NotConsented,
    /// 暫停.
    Suspended,
    /// 終止.
    Terminated,
}

/// What 12(6) gives as grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuspensionCause {
    /// 屆期未改善.
    NotImproved,
    /// 妨礙.
    Hindered,
    /// 規避.
    Evaded,
    /// 變更管理功能或技術.
    Altered,
}

/// The value whose code this is.
fn named<T: Copy>(all: &[T], code: fn(T) -> &'static str, text: &str) -> Result<T, BadForm> {
    all.iter()
        .copied()
        .find(|known| code(*known) == text)
        .ok_or(BadForm)
}

impl AccountKind {
    pub const ALL: [AccountKind; 2] = [AccountKind::User, AccountKind::Manager];

    pub fn code(self) -> &'static str {
        match self {
            AccountKind::User => "user",
            AccountKind::Manager => "manager",
        }
    }
}

impl AccountStatus {
    pub const ALL: [AccountStatus; 3] = [
        AccountStatus::Active,
        AccountStatus::Stopped,
        AccountStatus::Deleted,
    ];

    pub fn code(self) -> &'static str {
        match self {
            AccountStatus::Active => "active",
            AccountStatus::Stopped => "stopped",
            AccountStatus::Deleted => "deleted",
        }
    }

    pub fn is_active(self) -> bool {
        self == AccountStatus::Active
    }
}

impl Post {
    pub const ALL: [Post; 4] = [Post::Serving, Post::Moved, Post::Left, Post::Retired];

    pub fn code(self) -> &'static str {
        match self {
            Post::Serving => "serving",
            Post::Moved => "moved",
            Post::Left => "left",
            Post::Retired => "retired",
        }
    }

    /// Why an account of such a person goes; nothing for one who serves.
    pub fn cause(self) -> Option<Cause> {
        match self {
            Post::Serving => None,
            Post::Moved => Some(Cause::Moved),
            Post::Left => Some(Cause::Left),
            Post::Retired => Some(Cause::Retired),
        }
    }
}

impl Cause {
    pub const ALL: [Cause; 8] = [
        Cause::Joined,
        Cause::Moved,
        Cause::Left,
        Cause::Retired,
        Cause::Duties,
        Cause::Idle,
        Cause::Duplicate,
        Cause::NoHolder,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Cause::Joined => "joined",
            Cause::Moved => "moved",
            Cause::Left => "left",
            Cause::Retired => "retired",
            Cause::Duties => "duties",
            Cause::Idle => "idle",
            Cause::Duplicate => "duplicate",
            Cause::NoHolder => "no_holder",
        }
    }
}

impl Duty {
    pub const ALL: [Duty; 3] = [Duty::Checking, Duty::Auditing, Duty::Security];

    pub fn code(self) -> &'static str {
        match self {
            Duty::Checking => "checking",
            Duty::Auditing => "auditing",
            Duty::Security => "security",
        }
    }
}

impl Standing {
    pub const ALL: [Standing; 4] = [
        Standing::Consented,
        Standing::NotConsented,
        Standing::Suspended,
        Standing::Terminated,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Standing::Consented => "consented",
            Standing::NotConsented => "not_consented",
            Standing::Suspended => "suspended",
            Standing::Terminated => "terminated",
        }
    }
}

impl SuspensionCause {
    pub const ALL: [SuspensionCause; 4] = [
        SuspensionCause::NotImproved,
        SuspensionCause::Hindered,
        SuspensionCause::Evaded,
        SuspensionCause::Altered,
    ];

    pub fn code(self) -> &'static str {
        match self {
            SuspensionCause::NotImproved => "not_improved",
            SuspensionCause::Hindered => "hindered",
            SuspensionCause::Evaded => "evaded",
            SuspensionCause::Altered => "altered",
        }
    }
}

impl FromStr for AccountKind {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<AccountKind, BadForm> {
        named(&AccountKind::ALL, AccountKind::code, text)
    }
}

impl FromStr for AccountStatus {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<AccountStatus, BadForm> {
        named(&AccountStatus::ALL, AccountStatus::code, text)
    }
}

impl FromStr for Post {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Post, BadForm> {
        named(&Post::ALL, Post::code, text)
    }
}

impl FromStr for Cause {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Cause, BadForm> {
        named(&Cause::ALL, Cause::code, text)
    }
}

impl FromStr for Duty {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Duty, BadForm> {
        named(&Duty::ALL, Duty::code, text)
    }
}

impl FromStr for Standing {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Standing, BadForm> {
        named(&Standing::ALL, Standing::code, text)
    }
}

impl FromStr for SuspensionCause {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<SuspensionCause, BadForm> {
        named(&SuspensionCause::ALL, SuspensionCause::code, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_from_its_code() {
        for kind in AccountKind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        for status in AccountStatus::ALL {
            assert_eq!(status.code().parse(), Ok(status));
        }
        for post in Post::ALL {
            assert_eq!(post.code().parse(), Ok(post));
            assert_eq!(post.cause().is_none(), post == Post::Serving);
        }
        for cause in Cause::ALL {
            assert_eq!(cause.code().parse(), Ok(cause));
        }
        for duty in Duty::ALL {
            assert_eq!(duty.code().parse(), Ok(duty));
        }
        for standing in Standing::ALL {
            assert_eq!(standing.code().parse(), Ok(standing));
        }
        for cause in SuspensionCause::ALL {
            assert_eq!(cause.code().parse(), Ok(cause));
        }
        assert_eq!("USER".parse::<AccountKind>(), Err(BadForm));
    }
}
