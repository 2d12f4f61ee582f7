//! What happened in 期限, as the message line says it.

use crate::domain::retention::certificate::CertState;
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::KeptState;
use crate::domain::retention::{HeldChange, HeldState};
use crate::locale::{Lang, group};

impl Lang {
    pub(in crate::locale) fn retention_told(self, event: &RetentionEvent) -> String {
        match event {
            RetentionEvent::Listed { no } => match self {
                Lang::ZhTw => format!("已列管 {no}。"),
                Lang::En => format!("{no} listed."),
            },
            RetentionEvent::Moved {
                no, change, state, ..
            } => self.item_told(&no.to_string(), change, state),
            RetentionEvent::LawChanged {
                moved, statutory, ..
            } => {
                let (moved, statutory) = (group(u64::from(*moved)), group(u64::from(*statutory)));
                match self {
                    Lang::ZhTw => format!(
                        "已依法令變更列為待刪除 {moved} 件；法定保存 {statutory} 件不列入。"
                    ),
                    Lang::En => format!(
                        "{moved} items are to be deleted; {statutory} under a statute are left out."
                    ),
                }
            }
            RetentionEvent::TakenOver { items, records } => {
                let (items, records) = (group(*items), group(*records));
                match self {
                    Lang::ZhTw => format!("已接管留存 {items} 件、五年紀錄 {records} 件。"),
                    Lang::En => format!("{items} items and {records} records taken over."),
                }
            }
            RetentionEvent::Deleted { no, items } => match self {
                Lang::ZhTw => {
                    format!("已簽銷毀紀錄 {no}，共 {items} 件。其後由另一人驗證無法復原。")
                }
                Lang::En => format!("{no} signed for {items} items. Another person verifies."),
            },
            RetentionEvent::CertificateMoved { no, state, .. } => {
                self.certificate_told(&no.to_string(), state)
            }
            RetentionEvent::KeptMoved {
                record,
                state,
                is_on_hold,
                ..
            } => self.kept_told(record, state, *is_on_hold),
            RetentionEvent::NoticeRecorded { no, state } => match (self, *state) {
                (Lang::ZhTw, "open") => format!("已登載 {no}。其後七日內函知勞保局。"),
                (Lang::ZhTw, _) => format!("已登載 {no}。"),
                (Lang::En, "open") => {
                    format!("{no} recorded. The bureau is told within seven days.")
                }
                (Lang::En, _) => format!("{no} recorded."),
            },
            RetentionEvent::NoticeSent { no } => match self {
                Lang::ZhTw => format!("已記錄 {no} 之發文。"),
                Lang::En => format!("Letter of {no} noted."),
            },
            RetentionEvent::UsePeriodSet { basis } => match self {
                Lang::ZhTw => format!("已設定 {basis} 之使用期限及依據。"),
                Lang::En => format!("Use period of {basis} set."),
            },
        }
    }

    fn item_told(self, no: &str, change: &str, state: &str) -> String {
        let change = change
            .parse::<HeldChange>()
            .map(|one| self.held_change(one));
        let state = state.parse::<HeldState>().map(|one| self.held_state(one));
        let (change, state) = (change.unwrap_or(""), state.unwrap_or(""));
        match self {
            Lang::ZhTw => format!("已{change} {no}，現為{state}。"),
            Lang::En => format!("{no}: {change}; now {state}."),
        }
    }

    fn certificate_told(self, no: &str, state: &str) -> String {
        match (self, state.parse::<CertState>()) {
            (Lang::ZhTw, Ok(CertState::Closed)) => {
                format!("已驗證 {no}，刪除程序完成，佐證保存五年。")
            }
            (Lang::ZhTw, Ok(CertState::Deferred)) => {
                format!("已驗證 {no}；延後列未清前，本件不結案。")
            }
            (Lang::ZhTw, Ok(CertState::Signed)) => format!("已記錄 {no}，待另一人驗證。"),
            (Lang::ZhTw, Ok(CertState::Refused)) => {
                format!("已退回 {no}：驗證不符，各件回復待刪除。")
            }
            (Lang::En, Ok(CertState::Closed)) => {
                format!("{no} verified: complete, evidence kept for five years.")
            }
            (Lang::En, Ok(CertState::Deferred)) => {
                format!("{no} verified; a deferred line keeps it open.")
            }
            (Lang::En, Ok(CertState::Signed)) => format!("{no} noted; another person verifies."),
            (Lang::En, Ok(CertState::Refused)) => {
                format!("{no} refused: its items are to be deleted still.")
            }
            (_, Err(_unknown)) => no.to_owned(),
        }
    }

    fn kept_told(self, record: &str, state: &str, is_on_hold: bool) -> String {
        let state = state.parse::<KeptState>();
        match (self, state, is_on_hold) {
            (Lang::ZhTw, _, true) => format!("已暫停處置 {record}。"),
            (Lang::ZhTw, Ok(KeptState::Proposed), _) => {
                format!("已擬銷毀 {record}，待權責主管核准。")
            }
            (Lang::ZhTw, Ok(KeptState::Disposed), _) => {
                format!("已核准銷毀 {record}，紀錄仍予保留。")
            }
            (Lang::ZhTw, _, _) => format!("{record} 保存中。"),
            (Lang::En, _, true) => format!("{record} is on hold."),
            (Lang::En, Ok(KeptState::Proposed), _) => {
                format!("{record} proposed; the supervisor decides.")
            }
            (Lang::En, Ok(KeptState::Disposed), _) => {
                format!("{record} disposed of; its record stays.")
            }
            (Lang::En, _, _) => format!("{record} is kept."),
        }
    }
}
