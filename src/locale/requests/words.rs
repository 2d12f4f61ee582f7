//! What the codes of requests are called.

use crate::domain::request::{Family, Field, Kind, Stage, Step};
use crate::locale::Lang;

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::ZhTw => zh,
        Lang::En => en,
    }
}

impl Lang {
    /// 類別, within fourteen cells.
    pub fn request_kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::UserAdd => pick(self, "使用者帳號新增", "user: add"),
            Kind::UserDelete => pick(self, "使用者帳號刪除", "user: delete"),
            Kind::UserItems => pick(self, "使用者項目調整", "user: items"),
            Kind::ManagerAdd => pick(self, "管理者帳號新增", "manager: add"),
            Kind::ManagerDelete => pick(self, "管理者帳號刪除", "manager: del."),
            Kind::Swap => pick(self, "管理者交接", "hand-over"),
            Kind::ItemsAdd => pick(self, "機關項目新增", "agency: add"),
            Kind::ItemsDelete => pick(self, "機關項目刪除", "agency: delete"),
        }
    }

    /// Which procedure.
    pub fn request_family(self, family: Family) -> &'static str {
        match family {
            Family::User => pick(self, "使用者", "users"),
            Family::Manager => pick(self, "管理者", "managers"),
            Family::Swap => pick(self, "管理者交接", "hand-overs"),
            Family::Items => pick(self, "機關項目", "agency items"),
        }
    }

    /// 階段, as the stage line says it.
    pub fn request_stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Draft => pick(self, "草稿", "draft"),
            Stage::Approval => pick(self, "待主管核准", "approval"),
            Stage::SetUp => pick(self, "待設定", "set-up"),
            Stage::Dispatch => pick(self, "待函送", "dispatch"),
            Stage::Authority => pick(self, "勞工局審核", "review"),
            Stage::CentralSetUp => pick(self, "待資訊處設定", "central set-up"),
            Stage::TakeOver => pick(self, "待業務承接", "take-over"),
            Stage::NewAccount => pick(self, "待新帳號新增", "new account"),
            Stage::StopOld => pick(self, "待原帳號停止", "stop old"),
            Stage::DeleteOld => pick(self, "待原帳號刪除", "delete old"),
            Stage::SendOn => pick(self, "待送資訊處", "sent on"),
            Stage::Compile => pick(self, "待彙整", "compiled"),
            Stage::Apply => pick(self, "待申請", "applied for"),
            Stage::Bureau => pick(self, "勞保局審核", "bureau"),
            Stage::ChangeRights => pick(self, "待權限異動", "rights changed"),
            Stage::Notify => pick(self, "待通知", "notice"),
            Stage::Done => pick(self, "待結案", "closing"),
            Stage::Closed => pick(self, "結案", "closed"),
            Stage::Rejected => pick(self, "駁回", "rejected"),
            Stage::Refused => pick(self, "不同意", "refused"),
            Stage::Withdrawn => pick(self, "撤回", "withdrawn"),
        }
    }

    /// What the stage line says of a stage that is passed.
    pub fn request_stage_passed(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Draft => pick(self, "送審", "handed in"),
            Stage::Approval => pick(self, "核准", "approved"),
            Stage::SetUp | Stage::CentralSetUp => pick(self, "已設定", "set up"),
            Stage::Dispatch => pick(self, "已函送", "dispatched"),
            Stage::Authority => pick(self, "勞工局同意", "agreed"),
            Stage::TakeOver => pick(self, "業務已承接", "taken over"),
            Stage::NewAccount => pick(self, "新帳號已新增", "account added"),
            Stage::StopOld => pick(self, "原帳號已停止", "stopped"),
            Stage::DeleteOld => pick(self, "原帳號已刪除", "deleted"),
            Stage::SendOn => pick(self, "已送資訊處", "sent on"),
            Stage::Compile => pick(self, "已彙整", "compiled"),
            Stage::Apply => pick(self, "已申請", "applied for"),
            Stage::Bureau => pick(self, "勞保局已復", "answered"),
            Stage::ChangeRights => pick(self, "權限已異動", "changed"),
            Stage::Notify => pick(self, "已通知", "told"),
            Stage::Done | Stage::Closed | Stage::Rejected | Stage::Refused | Stage::Withdrawn => {
                self.request_stage(stage)
            }
        }
    }

    /// 現在待, within twelve cells: who must act, and how.
    pub fn request_waits(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Draft => pick(self, "申請人送審", "applicant"),
            Stage::Approval => pick(self, "權責主管核准", "supervisor"),
            Stage::SetUp => pick(self, "管理者設定", "manager"),
            Stage::Dispatch => pick(self, "管理者函送", "manager"),
            Stage::Authority => pick(self, "勞工局審核", "authority"),
            Stage::CentralSetUp => pick(self, "資訊處設定", "central"),
            Stage::TakeOver => pick(self, "接任者承接", "new manager"),
            Stage::NewAccount => pick(self, "資訊處新增", "central"),
            Stage::StopOld => pick(self, "接任者停止", "new manager"),
            Stage::DeleteOld => pick(self, "資訊處刪除", "central"),
            Stage::SendOn => pick(self, "勞工局送交", "authority"),
            Stage::Compile => pick(self, "資訊處彙整", "central"),
            Stage::Apply => pick(self, "資訊處申請", "central"),
            Stage::Bureau => pick(self, "勞保局審核", "bureau"),
            Stage::ChangeRights => pick(self, "資訊處異動", "central"),
            Stage::Notify => pick(self, "資訊處通知", "central"),
            Stage::Done => pick(self, "管理者結案", "manager"),
            Stage::Closed | Stage::Rejected | Stage::Refused | Stage::Withdrawn => {
                self.request_stage(stage)
            }
        }
    }

    /// What a step is called in the history and in titles.
    pub fn request_step(self, step: Step) -> &'static str {
        match step {
            Step::Revise => pick(self, "修改草稿", "draft revised"),
            Step::Submit => pick(self, "送審", "handed in"),
            Step::Withdraw => pick(self, "撤回", "withdrawn"),
            Step::Approve => pick(self, "核准", "approved"),
            Step::Return => pick(self, "退件", "returned"),
            Step::Reject => pick(self, "駁回", "rejected"),
            Step::SetUp => pick(self, "設定完成", "set up"),
            Step::Dispatch => pick(self, "函送勞工局", "dispatched"),
            Step::Agree => pick(self, "勞工局同意", "authority agreed"),
            Step::Correct => pick(self, "勞工局請補正", "asks for more"),
            Step::Refuse => pick(self, "勞工局不同意", "authority refused"),
            Step::CentralSetUp => pick(self, "資訊處設定完成", "central set up"),
            Step::TakeOver => pick(self, "承接業務", "taken over"),
            Step::NewAccount => pick(self, "新帳號新增", "new account added"),
            Step::StopOld => pick(self, "原帳號停止", "old account stopped"),
            Step::DeleteOld => pick(self, "原帳號刪除", "old account deleted"),
            Step::SendOn => pick(self, "送交資訊處", "sent on to central"),
            Step::Compile => pick(self, "資訊處彙整", "compiled"),
            Step::Apply => pick(self, "向勞保局申請", "applied for"),
            Step::BureauAgree => pick(self, "勞保局同意", "bureau agreed"),
            Step::BureauPartly => pick(self, "勞保局部分同意", "bureau agreed in part"),
            Step::BureauRefuse => pick(self, "勞保局不同意", "bureau refused"),
            Step::ChangeRights => pick(self, "權限異動完成", "rights changed"),
            Step::Notify => pick(self, "通知需求機關", "agency told"),
            Step::Close => pick(self, "登載清冊，結案", "closed"),
        }
    }

    /// 起案: the history's first line.
    pub fn request_drafted(self) -> &'static str {
        pick(self, "起案", "drafted")
    }

    /// A field of a request, as forms label it.
    pub fn request_field(self, field: Field) -> &'static str {
        match field {
            Field::Cause => pick(self, "異動原因", "Cause"),
            Field::ChangesOn => pick(self, "異動日", "Day of change"),
            Field::Holder => pick(self, "對象帳號", "Account of"),
            Field::Successor => pick(self, "接任管理者", "New manager"),
            Field::Unit => pick(self, "單位", "Unit"),
            Field::Title => pick(self, "職稱", "Title"),
            Field::Lines => pick(self, "項目", "Item"),
            Field::Basis => pick(self, "法律依據", "Legal basis"),
            Field::OfficialOn => pick(self, "公務帳號", "Official acct"),
            Field::BoundOn => pick(self, "憑證綁定", "Certificate"),
            Field::CertificateUntil => pick(self, "憑證效期", "Valid until"),
            Field::PledgedOn => pick(self, "保密切結", "Pledge"),
            Field::Need => pick(self, "業務說明", "Needed for"),
            Field::SecondReason => pick(self, "第二帳號", "Second account"),
            Field::Contact => pick(self, "聯絡方式", "Contact"),
            Field::Account => pick(self, "新帳號", "New account"),
            Field::Reason => pick(self, "理由", "Reason"),
            Field::Document => pick(self, "文號", "Letter no."),
            Field::Day => pick(self, "日期", "Date"),
            Field::Batch => pick(self, "批次號", "Batch"),
            Field::Results => pick(self, "結果", "Result"),
            Field::Deputy => pick(self, "代理人", "Deputy"),
            Field::Scope => pick(self, "範圍", "Scope"),
            Field::From => pick(self, "起日", "From"),
            Field::To => pick(self, "迄日", "To"),
        }
    }
}
