//! Why a request says no: which rule, and what would be needed.

use crate::domain::request::{DelegationRefusal, Field, RequestRefusal};
use crate::locale::{Lang, Text};

impl Lang {
    /// `! 核准：申請人為本人，不得自行核准。請由代理主管辦理。`
    pub fn request_refusal(self, refusal: &RequestRefusal) -> String {
        let place = match refusal.field() {
            Some(field) => self.request_field(field),
            None => self.text(Text::Request(super::RequestText::Requests)),
        };
        self.fault(place, &self.request_refusal_sentence(refusal))
    }

    /// Why a request says no, without the place.
    pub fn request_refusal_sentence(self, refusal: &RequestRefusal) -> String {
        match self {
            Lang::ZhTw => zh(refusal),
            Lang::En => en(refusal),
        }
    }

    /// Why a delegation is not made.
    pub fn delegation_refusal(self, refusal: DelegationRefusal) -> String {
        let delegations = Text::Request(super::RequestText::Delegations);
        self.fault(
            self.text(delegations),
            self.delegation_refusal_sentence(refusal),
        )
    }

    /// The same without the place.
    pub fn delegation_refusal_sentence(self, refusal: DelegationRefusal) -> &'static str {
        match self {
            Lang::ZhTw => match refusal {
                DelegationRefusal::NotSupervisor => "僅權責主管得委由他人代理。請由主管辦理。",
                DelegationRefusal::Oneself => "代理人不得為本人。請另選。",
                DelegationRefusal::UnfitDeputy => {
                    "代理人須為本局使用者或管理者，且非權責主管。請另選。"
                }
                DelegationRefusal::Days => "起日不得早於今日，迄日不得早於起日或逾一年。請改填。",
                DelegationRefusal::ReasonMissing => "尚缺代理原因。請填，例如公假。",
            },
            Lang::En => match refusal {
                DelegationRefusal::NotSupervisor => "only a supervisor lets another act for him.",
                DelegationRefusal::Oneself => "nobody is his own deputy.",
                DelegationRefusal::UnfitDeputy => {
                    "the deputy is a user or manager who is no supervisor."
                }
                DelegationRefusal::Days => {
                    "from today on, not backwards, and for a year at the longest."
                }
                DelegationRefusal::ReasonMissing => "the reason is missing, for example leave.",
            },
        }
    }

    /// What to fill into a field that is empty, with an example.
    fn request_field_missing(self, field: Field) -> String {
        let example = match self {
            Lang::ZhTw => match field {
                Field::Cause => "請選，例如調職",
                Field::ChangesOn => "調職、離職、退休或交接請填，例如 1201",
                Field::Holder => "請選名冊上之帳號",
                Field::Successor => "請選接任之管理者",
                Field::Unit => "請填，例如社會救助科",
                Field::Title => "請填，例如科員",
                Field::Lines => "請至少選一項",
                Field::Basis => "每一項目均須附法律依據，請補選",
                Field::OfficialOn => "請填我的e政府公務帳號確認日",
                Field::BoundOn => "請填自然人憑證綁定日，不填憑證號碼",
                Field::CertificateUntil => "請填自然人憑證有效期限",
                Field::PledgedOn => "請填保密切結書簽署日",
                Field::Need => "請填業務需求及承辦案件",
                Field::SecondReason => "請填須持有第二帳號之理由",
                Field::Contact => "請填電話或公務電子郵件",
                Field::Account => "請填 WebIR 設定之帳號，例如 kcgsoc0120",
                Field::Reason => "請填理由",
                Field::Document => "請填公文文號，例如高市勞資字第11531234500號",
                Field::Day => "請填日期，例如 1123 或今",
                Field::Batch => "請填資訊處批次號，例如 115-02",
                Field::Results => "請逐項選結果",
                Field::Deputy => "請選代理人",
                Field::Scope => "請選範圍",
                Field::From | Field::To => "請填日期，例如 1124",
            },
            Lang::En => match field {
                Field::Cause => "choose one, such as moved",
                Field::ChangesOn => "needed when a post or manager changes, such as 1201",
                Field::Holder => "choose an account of the roster",
                Field::Successor => "choose the new manager",
                Field::Unit => "such as the social aid section",
                Field::Title => "such as clerk",
                Field::Lines => "choose one item at least",
                Field::Basis => "every item needs its legal basis",
                Field::OfficialOn => "the day on which the official account was confirmed",
                Field::BoundOn => "the day of the binding, never its number",
                Field::CertificateUntil => "the day until which the certificate is good",
                Field::PledgedOn => "the day on which the pledge was signed",
                Field::Need => "the work that needs it",
                Field::SecondReason => "why a second account is needed",
                Field::Contact => "telephone or office mail",
                Field::Account => "the account set up in WebIR, such as kcgsoc0120",
                Field::Reason => "give the reason",
                Field::Document => "the number of the letter",
                Field::Day => "a date, such as 1123 or t",
                Field::Batch => "the batch of the central office, such as 115-02",
                Field::Results => "choose for each item",
                Field::Deputy => "choose the deputy",
                Field::Scope => "choose the scope",
                Field::From | Field::To => "a date, such as 1124",
            },
        };
        match self {
            Lang::ZhTw => format!("尚缺。{example}。"),
            Lang::En => format!("missing; {example}."),
        }
    }
}

impl Lang {
    /// What does not hold, where it is read and not answered.
    pub fn request_unmet(self, refusal: &RequestRefusal) -> String {
        let said = self.request_refusal(refusal);
        said.strip_prefix("! ").unwrap_or(&said).to_owned()
    }
}

fn stages(lang: Lang, stages: &[crate::domain::request::Stage]) -> String {
    let words: Vec<&str> = stages
        .iter()
        .map(|stage| lang.request_stage(*stage))
        .collect();
    words.join(lang.text(Text::ListComma))
}

fn zh(refusal: &RequestRefusal) -> String {
    let lang = Lang::ZhTw;
    match refusal {
        RequestRefusal::NoMove {
            from,
            step,
            possible,
        } => {
            let from = lang.request_stage(*from);
            let step = lang.request_step(*step);
            if possible.is_empty() {
                format!("此類申請無{step}一步。請回清單。")
            } else {
                let possible = stages(lang, possible);
                format!("現為{from}，{possible}時始得{step}。請回清單。")
            }
        }
        RequestRefusal::Overtaken { stage } => {
            let stage = lang.request_stage(*stage);
            format!("他人已先辦理，現為「{stage}」，本次未存。請重新開啟。")
        }
        RequestRefusal::NotForRole { kind, needed } => {
            let kind = lang.request_kind(*kind);
            format!("{kind}由{}申請。請由相關人員起案。", lang.role(*needed))
        }
        RequestRefusal::NotOwnAccount => {
            "帳號不得由他人代為申請（六之一）。請由本人登入起案。".to_owned()
        }
        RequestRefusal::NotApplicant { applicant } => {
            format!("僅申請人得辦理。請由 {applicant} 辦理。")
        }
        RequestRefusal::NotSupervisor => {
            "須由權責主管或其代理人辦理（五之二）。請由主管核准。".to_owned()
        }
        RequestRefusal::OwnRequest => "申請人為本人，不得自行核准。請由代理主管辦理。".to_owned(),
        RequestRefusal::NotManager => "須由管理者辦理。請由管理者登入。".to_owned(),
        RequestRefusal::ApprovedIt => "核准人不得自行設定。請由另一管理者辦理。".to_owned(),
        RequestRefusal::NotSuccessor { successor } => {
            format!("須由接任管理者辦理（六之四）。請由 {successor} 登入。")
        }
        RequestRefusal::FieldMissing(field) => lang.request_field_missing(*field),
        RequestRefusal::FieldForm(_) => "過長或格式不符。請改填。".to_owned(),
        RequestRefusal::ProofAhead(_) => "不得晚於今日。請於確認後再辦。".to_owned(),
        RequestRefusal::CertificateOver { until } => {
            let until = lang.day(*until);
            format!("自然人憑證已於 {until} 屆期。請更新憑證後再辦（五之一）。")
        }
        RequestRefusal::BasisUnknown { item, basis } => {
            format!("{item} 之依據 {basis} 不在本機關附表或今日無效。請改選（四）。")
        }
        RequestRefusal::NotGranted { item } => {
            format!("{item} 不在本機關核准範圍。請先辦理機關項目新增。")
        }
        RequestRefusal::AlreadyHeld { item } => format!("{item} 已持有。請刪去此項。"),
        RequestRefusal::NotHeld { item } => format!("{item} 未持有，無從刪除。請改選。"),
        RequestRefusal::ItemTwice { item } => format!("{item} 重複。請刪去一項。"),
        RequestRefusal::NoAccount => "名冊無此帳號或已刪除。請於名冊登載後再辦。".to_owned(),
        RequestRefusal::SecondAccount { account } => {
            format!("已有啟用中之 {account}。確需第二帳號者，請填理由。")
        }
        RequestRefusal::OwnSuccessor => "接任者與原管理者為同一人。請改選。".to_owned(),
        RequestRefusal::DayAhead => "不得晚於今日。請於完成後再登錄。".to_owned(),
        RequestRefusal::DayEarly { after } => {
            let after = lang.day(*after);
            format!("不得早於前一步 {after}。請核對公文日期。")
        }
        RequestRefusal::ResultsDiffer => "須逐項登錄勞保局結果。請補齊。".to_owned(),
        RequestRefusal::NothingChanged => "未有變更。請修改後再存。".to_owned(),
    }
}

fn en(refusal: &RequestRefusal) -> String {
    let lang = Lang::En;
    match refusal {
        RequestRefusal::NoMove {
            from,
            step,
            possible,
        } => {
            let (from, step) = (lang.request_stage(*from), lang.request_step(*step));
            if possible.is_empty() {
                format!("this kind of request has no step \"{step}\".")
            } else {
                let possible = stages(lang, possible);
                format!("at {from}; \"{step}\" needs {possible}.")
            }
        }
        RequestRefusal::Overtaken { stage } => {
            let stage = lang.request_stage(*stage);
            format!("somebody was faster; it stands at {stage}. Nothing was saved.")
        }
        RequestRefusal::NotForRole { kind, needed } => {
            let kind = lang.request_kind(*kind);
            format!("{kind} is applied for by the {}.", lang.role(*needed))
        }
        RequestRefusal::NotOwnAccount => {
            "nobody applies in another's name (6(1)); the holder logs in.".to_owned()
        }
        RequestRefusal::NotApplicant { applicant } => {
            format!("only its applicant, {applicant}, may.")
        }
        RequestRefusal::NotSupervisor => "a supervisor or his deputy decides (5(2)).".to_owned(),
        RequestRefusal::OwnRequest => {
            "it is your own; nobody approves his own. A deputy may.".to_owned()
        }
        RequestRefusal::NotManager => "a manager carries it out.".to_owned(),
        RequestRefusal::ApprovedIt => "you approved it; another manager carries it out.".to_owned(),
        RequestRefusal::NotSuccessor { successor } => {
            format!("the new manager, {successor}, does it (6(4)).")
        }
        RequestRefusal::FieldMissing(field) => lang.request_field_missing(*field),
        RequestRefusal::FieldForm(_) => "too long or not of the right form.".to_owned(),
        RequestRefusal::ProofAhead(_) | RequestRefusal::DayAhead => {
            "not later than today.".to_owned()
        }
        RequestRefusal::CertificateOver { until } => {
            format!("it ran out on {}; renew it first (5(1)).", lang.day(*until))
        }
        RequestRefusal::BasisUnknown { item, basis } => {
            format!("{basis} of {item} is not in the agency's annex today (4).")
        }
        RequestRefusal::NotGranted { item } => {
            format!("the agency does not hold {item}; apply for it first.")
        }
        RequestRefusal::AlreadyHeld { item } => format!("{item} is held already."),
        RequestRefusal::NotHeld { item } => format!("{item} is not held."),
        RequestRefusal::ItemTwice { item } => format!("{item} stands twice."),
        RequestRefusal::NoAccount => "the account is not on the roster, or deleted.".to_owned(),
        RequestRefusal::SecondAccount { account } => {
            format!("{account} is active; a second account needs a reason.")
        }
        RequestRefusal::OwnSuccessor => "old and new manager are one person.".to_owned(),
        RequestRefusal::DayEarly { after } => {
            format!("not before the step before, {}.", lang.day(*after))
        }
        RequestRefusal::ResultsDiffer => "give the bureau's result for every item.".to_owned(),
        RequestRefusal::NothingChanged => "nothing was changed.".to_owned(),
    }
}
