//! Why 期限 says no.

use crate::domain::retention::{RetentionField, RetentionRefusal};
use crate::locale::{DueText, Lang, Text};

impl Lang {
    /// `! 期限：…。請…`, the first reason with its advice.
    pub(in crate::locale) fn retention_refusal(self, whys: &[RetentionRefusal]) -> String {
        let place = self.text(Text::Due(DueText::Retention));
        let sentences: Vec<String> = whys.iter().map(|why| self.retention_why(why)).collect();
        let joined = match self {
            Lang::ZhTw => format!("{}。{}", sentences.join("；"), "請補正後再辦。"),
            Lang::En => format!("{}. Correct it and try again.", sentences.join("; ")),
        };
        self.fault(place, &joined)
    }

    /// One reason, a clause without a full stop.
    pub fn retention_why(self, why: &RetentionRefusal) -> String {
        match self {
            Lang::ZhTw => self.why_zh(why),
            Lang::En => self.why_en(why),
        }
    }

    fn why_zh(self, why: &RetentionRefusal) -> String {
        use RetentionRefusal as R;
        match why {
            R::NoMove { state } => format!("{}時無此步驟", self.held_state(*state)),
            R::CertificateStep { state } => format!("{}時無此步驟", self.cert_state(*state)),
            R::KeptStep { .. } => "此紀錄現無此步驟".to_owned(),
            R::NotCustodian => "須由保管人辦理".to_owned(),
            R::NotKeeping => "須由保管人或管理者辦理".to_owned(),
            R::NotOverseer => "須由管理者或權責主管辦理".to_owned(),
            R::NotManager => "須由管理者辦理".to_owned(),
            R::NotSupervisor => "須由權責主管辦理".to_owned(),
            R::OnHold => "暫停刪除中，不得刪除".to_owned(),
            R::NotOnHold => "並未暫停刪除".to_owned(),
            R::OwnHold => "暫停為本人所為，須由他人恢復".to_owned(),
            R::OwnDeletion => "刪除或清除為本人所為，須由他人驗證".to_owned(),
            R::OwnProposal => "擬銷毀為本人所為，須由他人核准".to_owned(),
            R::Missing(field) => format!("尚缺{}", self.retention_field(*field)),
            R::Future(field) => format!("{}晚於今日", self.retention_field(*field)),
            R::EndsBeforeStart(field) => {
                format!("{}早於起始日", self.retention_field(*field))
            }
            R::StatuteRuns { until } => format!("法定保存至 {}，不得提前刪除", self.day(*until)),
            R::StatuteShorter => "所敘期限不長於現有法定保存".to_owned(),
            R::StatuteOver => "所敘法定保存期限已屆滿".to_owned(),
            R::FloorRuns { from } => format!("保存期限未滿，{} 起始得處置", self.day(*from)),
            R::ScopeIncomplete(places) => {
                let names: Vec<&str> = places.iter().map(|one| self.scope_place(*one)).collect();
                format!("尚缺 {} 項：{}", places.len(), names.join("、"))
            }
            R::CarrierNotCleared(place) => {
                format!("{}為載體本身，應為已清", self.scope_place(*place))
            }
            R::DeferralPast(place) => format!("{}之延後日應在今日之後", self.scope_place(*place)),
            R::NothingToExcept => "無逾期限之延後列".to_owned(),
            R::NotDeferred => "該列並未延後".to_owned(),
            R::MixedItems => "同一銷毀紀錄須為同一保管人、同一載體".to_owned(),
            R::NothingOpen => "無未結之留存".to_owned(),
            R::BadSpan => "期間應如 6個月、5年".to_owned(),
            R::NothingToSend => "已通知或免通知".to_owned(),
        }
    }

    fn why_en(self, why: &RetentionRefusal) -> String {
        use RetentionRefusal as R;
        match why {
            R::NoMove { state } => format!("no such step while {}", self.held_state(*state)),
            R::CertificateStep { state } => {
                format!("no such step while {}", self.cert_state(*state))
            }
            R::KeptStep { .. } => "no such step of this record now".to_owned(),
            R::NotCustodian => "its custodian does this".to_owned(),
            R::NotKeeping => "its custodian or the manager does this".to_owned(),
            R::NotOverseer => "manager or supervisor does this".to_owned(),
            R::NotManager => "the manager does this".to_owned(),
            R::NotSupervisor => "the supervisor does this".to_owned(),
            R::OnHold => "it is on hold and not to be deleted".to_owned(),
            R::NotOnHold => "it is not on hold".to_owned(),
            R::OwnHold => "the hold is yours; another person releases it".to_owned(),
            R::OwnDeletion => "the deletion is yours; another person verifies it".to_owned(),
            R::OwnProposal => "the proposal is yours; another person approves it".to_owned(),
            R::Missing(field) => format!("{} is missing", self.retention_field(*field)),
            R::Future(field) => format!("{} is after today", self.retention_field(*field)),
            R::EndsBeforeStart(field) => {
                format!("{} is before the first day", self.retention_field(*field))
            }
            R::StatuteRuns { until } => format!("a statute keeps it until {}", self.day(*until)),
            R::StatuteShorter => "it is kept longer already".to_owned(),
            R::StatuteOver => "that statutory period is over".to_owned(),
            R::FloorRuns { from } => format!("it is kept; free from {}", self.day(*from)),
            R::ScopeIncomplete(places) => {
                let names: Vec<&str> = places.iter().map(|one| self.scope_place(*one)).collect();
                format!("{} missing: {}", places.len(), names.join(", "))
            }
            R::CarrierNotCleared(place) => {
                format!("{} is the medium itself: cleared", self.scope_place(*place))
            }
            R::DeferralPast(place) => {
                format!(
                    "{} is deferred to a day after today",
                    self.scope_place(*place)
                )
            }
            R::NothingToExcept => "nothing is deferred past the due day".to_owned(),
            R::NotDeferred => "that line is not deferred".to_owned(),
            R::MixedItems => "one custodian and one medium a certificate".to_owned(),
            R::NothingOpen => "nothing is open".to_owned(),
            R::BadSpan => "a time is wanted such as 6m or 5y".to_owned(),
            R::NothingToSend => "told already, or nobody is to be told".to_owned(),
        }
    }

    /// A field of the forms of 期限 as its form labels it.
    pub fn retention_field(self, field: RetentionField) -> &'static str {
        use RetentionField as F;
        let word = match field {
            F::Sources => DueText::Sources,
            F::Title => DueText::ItemTitle,
            F::Place => DueText::KeptAt,
            F::Quantity => DueText::Quantity,
            F::ObtainedOn => DueText::ObtainedOn,
            F::UseUntil => DueText::UseUntil,
            F::UseBasis => DueText::UseBasis,
            F::CompletedOn => DueText::CompletedOn,
            F::UnneededOn => DueText::UnneededOn,
            F::Citation => DueText::Citation,
            F::StatuteFrom => DueText::StatuteFrom,
            F::EventOn => DueText::EventOn,
            F::Reason => DueText::Reason,
            F::Archive => DueText::ArchiveNo,
            F::Method => DueText::Method,
            F::DeletedAt => DueText::ExecutedAt,
            F::Witness => DueText::Witness,
            F::ContactDuty => DueText::ContactDuty,
            F::After => DueText::NoticeAfter,
            F::SentOn => DueText::SentOn,
            F::LetterNo => DueText::LetterNo,
            F::Evidence => DueText::EvidenceRef,
            F::ClearedOn => DueText::ClearedOn,
            F::Custodian => DueText::Custodian,
            F::VerifyMethod => DueText::VerifyHow,
        };
        self.text(Text::Due(word))
    }
}
