//! The words of a request: kinds, stages, steps, hands, guards, each with its code.

use std::str::FromStr;

use crate::domain::ids::BadForm;

/// What is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 使用者帳號新增.
    UserAdd,
    /// 使用者帳號刪除.
    UserDelete,
    /// 使用者項目調整: items of one's own account.
    UserItems,
    /// 管理者帳號新增.
    ManagerAdd,
    /// 管理者帳號刪除.
    ManagerDelete,
    /// 管理者交接 (6(4)): four dated facts.
    Swap,
    /// 機關項目新增.
    ItemsAdd,
    /// 機關項目刪除.
    ItemsDelete,
}

/// Which procedure a kind follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A1: ends at the agency's own 權責主管 (5(2) 但書).
    User,
    /// A2: goes on to 勞工局 and 資訊處.
    Manager,
    /// M-SWAP.
    Swap,
    /// A3: goes on to 勞工局, 資訊處 and 勞保局; a result per item.
    Items,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::UserAdd,
        Kind::UserDelete,
        Kind::UserItems,
        Kind::ManagerAdd,
        Kind::ManagerDelete,
        Kind::Swap,
        Kind::ItemsAdd,
        Kind::ItemsDelete,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Kind::UserAdd => "user_add",
            Kind::UserDelete => "user_delete",
            Kind::UserItems => "user_items",
            Kind::ManagerAdd => "manager_add",
            Kind::ManagerDelete => "manager_delete",
            Kind::Swap => "swap",
            Kind::ItemsAdd => "items_add",
            Kind::ItemsDelete => "items_delete",
        }
    }

    pub fn family(self) -> Family {
        match self {
            Kind::UserAdd | Kind::UserDelete | Kind::UserItems => Family::User,
            Kind::ManagerAdd | Kind::ManagerDelete => Family::Manager,
            Kind::Swap => Family::Swap,
            Kind::ItemsAdd | Kind::ItemsDelete => Family::Items,
        }
    }

    /// Whether somebody gets an account by it, and so what 5(1) asks must stand.
    pub fn opens_account(self) -> bool {
        matches!(self, Kind::UserAdd | Kind::ManagerAdd | Kind::Swap)
    }

    /// Whether it is about one account that is there.
    pub fn is_of_an_account(self) -> bool {
        matches!(
            self,
            Kind::UserDelete | Kind::UserItems | Kind::ManagerDelete | Kind::Swap
        )
    }

    /// Whether an account goes by it.
    pub fn ends_account(self) -> bool {
        matches!(self, Kind::UserDelete | Kind::ManagerDelete | Kind::Swap)
    }

    /// Whether lines of items belong to it.
    pub fn has_lines(self) -> bool {
        matches!(
            self,
            Kind::UserAdd | Kind::UserItems | Kind::ItemsAdd | Kind::ItemsDelete
        )
    }
}

impl Family {
    pub const ALL: [Family; 4] = [Family::User, Family::Manager, Family::Swap, Family::Items];

    pub fn code(self) -> &'static str {
        match self {
            Family::User => "user",
            Family::Manager => "manager",
            Family::Swap => "swap",
            Family::Items => "items",
        }
    }
}

/// How far a request has come: what it waits for, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 草稿, also after a return.
    Draft,
    /// 待主管核准.
    Approval,
    /// 待設定, by the agency's own manager.
    SetUp,
    /// 待函送.
    Dispatch,
    /// 勞工局審核中.
    Authority,
    /// 待資訊處設定.
    CentralSetUp,
    /// 待業務承接.
    TakeOver,
    /// 待新帳號新增.
    NewAccount,
    /// 待原帳號停止.
    StopOld,
    /// 待原帳號刪除.
    DeleteOld,
    /// 待送交資訊處.
    SendOn,
    /// 待彙整.
    Compile,
    /// 待向勞保局申請.
    Apply,
    /// 勞保局審核中.
    Bureau,
    /// 待權限異動.
    ChangeRights,
    /// 待通知需求機關.
    Notify,
    /// 已設定: only the closing is left.
    Done,
    /// 結案.
    Closed,
    /// 駁回, by the supervisor.
    Rejected,
    /// 不同意, by 勞工局 or 勞保局.
    Refused,
    /// 撤回.
    Withdrawn,
}

impl Stage {
    pub const ALL: [Stage; 21] = [
        Stage::Draft,
        Stage::Approval,
        Stage::SetUp,
        Stage::Dispatch,
        Stage::Authority,
        Stage::CentralSetUp,
        Stage::TakeOver,
        Stage::NewAccount,
        Stage::StopOld,
        Stage::DeleteOld,
        Stage::SendOn,
        Stage::Compile,
        Stage::Apply,
        Stage::Bureau,
        Stage::ChangeRights,
        Stage::Notify,
        Stage::Done,
        Stage::Closed,
        Stage::Rejected,
        Stage::Refused,
        Stage::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Approval => "approval",
            Stage::SetUp => "set_up",
            Stage::Dispatch => "dispatch",
            Stage::Authority => "authority",
            Stage::CentralSetUp => "central_set_up",
            Stage::TakeOver => "take_over",
            Stage::NewAccount => "new_account",
            Stage::StopOld => "stop_old",
            Stage::DeleteOld => "delete_old",
            Stage::SendOn => "send_on",
            Stage::Compile => "compile",
            Stage::Apply => "apply",
            Stage::Bureau => "bureau",
            Stage::ChangeRights => "change_rights",
            Stage::Notify => "notify",
            Stage::Done => "done",
            Stage::Closed => "closed",
            Stage::Rejected => "rejected",
            Stage::Refused => "refused",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing follows any more.
    pub fn is_end(self) -> bool {
        Stage::ENDS.contains(&self)
    }

    pub const ENDS: [Stage; 4] = [
        Stage::Closed,
        Stage::Rejected,
        Stage::Refused,
        Stage::Withdrawn,
    ];

    /// Whether an approval must stand behind a request that has come so far.
    pub fn is_approved(self) -> bool {
        !matches!(
            self,
            Stage::Draft | Stage::Approval | Stage::Rejected | Stage::Withdrawn
        )
    }

    /// Whether another agency is to act, and only its letter can be recorded here.
    pub fn is_elsewhere(self) -> bool {
        matches!(
            self,
            Stage::Authority
                | Stage::CentralSetUp
                | Stage::NewAccount
                | Stage::DeleteOld
                | Stage::SendOn
                | Stage::Compile
                | Stage::Apply
                | Stage::Bureau
                | Stage::ChangeRights
                | Stage::Notify
        )
    }
}

/// What is done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 補正: the draft is written anew.
    Revise,
    /// 送審.
    Submit,
    /// 撤回, by the applicant, before the approval.
    Withdraw,
    /// 核准.
    Approve,
    /// 退件: back for correction, the number stays.
    Return,
    /// 駁回: the end.
    Reject,
    /// 設定, by the agency's own manager in WebIR.
    SetUp,
    /// 函送勞工局.
    Dispatch,
    /// 勞工局同意.
    Agree,
    /// 勞工局請補正.
    Correct,
    /// 勞工局不同意.
    Refuse,
    /// 資訊處設定完成.
    CentralSetUp,
    /// 承接業務, by the new manager.
    TakeOver,
    /// 新帳號新增, by 資訊處.
    NewAccount,
    /// 原帳號停止, by the new manager.
    StopOld,
    /// 原帳號刪除, by 資訊處.
    DeleteOld,
    /// 送交資訊處.
    SendOn,
    /// 彙整, with its batch number.
    Compile,
    /// 向勞保局申請.
    Apply,
    /// 勞保局同意.
    BureauAgree,
    /// 勞保局部分同意.
    BureauPartly,
    /// 勞保局不同意.
    BureauRefuse,
    /// 權限異動完成.
    ChangeRights,
    /// 通知需求機關.
    Notify,
    /// 登載清冊，結案.
    Close,
}

impl Step {
    pub const ALL: [Step; 25] = [
        Step::Revise,
        Step::Submit,
        Step::Withdraw,
        Step::Approve,
        Step::Return,
        Step::Reject,
        Step::SetUp,
        Step::Dispatch,
        Step::Agree,
        Step::Correct,
        Step::Refuse,
        Step::CentralSetUp,
        Step::TakeOver,
        Step::NewAccount,
        Step::StopOld,
        Step::DeleteOld,
        Step::SendOn,
        Step::Compile,
        Step::Apply,
        Step::BureauAgree,
        Step::BureauPartly,
        Step::BureauRefuse,
        Step::ChangeRights,
        Step::Notify,
        Step::Close,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Step::Revise => "revise",
            Step::Submit => "submit",
            Step::Withdraw => "withdraw",
            Step::Approve => "approve",
            Step::Return => "return",
            Step::Reject => "reject",
            Step::SetUp => "set_up",
            Step::Dispatch => "dispatch",
            Step::Agree => "agree",
            Step::Correct => "correct",
            Step::Refuse => "refuse",
            Step::CentralSetUp => "central_set_up",
            Step::TakeOver => "take_over",
            Step::NewAccount => "new_account",
            Step::StopOld => "stop_old",
            Step::DeleteOld => "delete_old",
            Step::SendOn => "send_on",
            Step::Compile => "compile",
            Step::Apply => "apply",
            Step::BureauAgree => "bureau_agree",
            Step::BureauPartly => "bureau_partly",
            Step::BureauRefuse => "bureau_refuse",
            Step::ChangeRights => "change_rights",
            Step::Notify => "notify",
            Step::Close => "close",
        }
    }

    /// Whether it goes backwards: Del, with a reason. The bureau's refusal is one of its results per item.
    pub fn is_backward(self) -> bool {
        matches!(
            self,
            Step::Withdraw | Step::Return | Step::Reject | Step::Correct | Step::Refuse
        )
    }

    /// Whether rights are changed in WebIR by it: what nobody does who approved.
    pub fn carries_out(self) -> bool {
        matches!(
            self,
            Step::SetUp
                | Step::CentralSetUp
                | Step::NewAccount
                | Step::StopOld
                | Step::DeleteOld
                | Step::ChangeRights
        )
    }
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// 申請人.
    Applicant,
    /// 權責主管 or his deputy; never the applicant.
    Supervisor,
    /// 管理者: carries out here, records what another agency did; never who approved.
    Manager,
    /// 接任管理者; never who approved.
    Successor,
}

/// What must hold for a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// Everything that the kind asks for is filled in.
    Complete,
    /// A change of post has its day (6(4), 6(5)).
    ChangeDay,
    /// 5(1): official account and certificate confirmed, the certificate not run out; asked anew at every step.
    Proofs,
    /// 4: every basis in the agency's annex and valid that day.
    Basis,
    /// Every added item within what the agency holds.
    Granted,
    /// What is taken away is held, what is added is not.
    Held,
    /// No second active account for one person without a reason.
    OneAccount,
    /// A reason is given.
    Reason,
    /// The letter's number and date.
    Letter,
    /// The day of the deed: not ahead, and not before the step that it follows.
    Day,
    /// The name of the account that was set up.
    Account,
    /// The batch number of 資訊處.
    Batch,
    /// A result for every item, of the kind that the step says.
    Results,
}

impl FromStr for Kind {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Kind, BadForm> {
        let found = Kind::ALL.into_iter().find(|known| known.code() == text);
        found.ok_or(BadForm)
    }
}

impl FromStr for Family {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Family, BadForm> {
        let found = Family::ALL.into_iter().find(|known| known.code() == text);
        found.ok_or(BadForm)
    }
}

impl FromStr for Stage {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Stage, BadForm> {
        let found = Stage::ALL.into_iter().find(|known| known.code() == text);
        found.ok_or(BadForm)
    }
}

impl FromStr for Step {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Step, BadForm> {
        let found = Step::ALL.into_iter().find(|known| known.code() == text);
        found.ok_or(BadForm)
    }
}
