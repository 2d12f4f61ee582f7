//! What 期限 says on its screens: titles, peeks, remarks, questions.

use chrono::NaiveDate;

use crate::domain::deadline::{Deadline, DueState};
use crate::domain::moment::Moment;
use crate::domain::retention::certificate::{CertState, Certificate};
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::{Held, HeldState};
use crate::domain::roc_date;
use crate::locale::{Lang, group};

impl Lang {
    /// `期限  留存 10、五年紀錄 38`
    pub fn retention_title(self, held: u64, kept: u64) -> String {
        let (held, kept) = (group(held), group(kept));
        match self {
            Lang::ZhTw => format!("期限  留存 {held}、五年紀錄 {kept}"),
            Lang::En => format!("Retention  held {held}, records {kept}"),
        }
    }

    /// `屆滿 …  建議完成 …。列印 2 份，來源 11510-0075`
    pub fn held_peek(self, dates: &str, content: &str, origin: &str) -> String {
        match self {
            Lang::ZhTw => format!("{dates}。{content}，{origin}"),
            Lang::En => format!("{dates}. {content}, {origin}"),
        }
    }

    /// `申報 6 個月：審查及申復期間`
    pub fn use_declared(self, span: &str, words: &str) -> String {
        match self {
            Lang::ZhTw => format!("申報 {span}：{words}"),
            Lang::En => format!("declared {span}: {words}"),
        }
    }

    /// `審查及申復期間  11/02(一) lin.sf 設定`
    pub fn use_declared_by(self, words: &str, by: &str, at: Moment) -> String {
        let day = self.month_day(at.day());
        match self {
            Lang::ZhTw => format!("{words}  {day} {by} 設定"),
            Lang::En => format!("{words}, set {day} by {by}"),
        }
    }

    /// `02/12(四) 發文，高市資字第11530000100號`
    pub fn letter_peek(self, on: NaiveDate, letter_no: &str) -> String {
        let day = self.day(on);
        match self {
            Lang::ZhTw => format!("{day} 發文，{letter_no}"),
            Lang::En => format!("sent {day}, {letter_no}"),
        }
    }

    /// 【待確認】, in the place of days that are still many.
    pub fn to_confirm_mark(self) -> &'static str {
        match self {
            Lang::ZhTw => "【待確認】",
            Lang::En => "[confirm]",
        }
    }

    /// `已 12 日`: how long nobody has decided.
    pub fn aged(self, since: NaiveDate, today: NaiveDate) -> String {
        let days = today.signed_duration_since(since).num_days().max(0);
        match self {
            Lang::ZhTw => format!("已 {days} 日"),
            Lang::En => format!("{days} days"),
        }
    }

    /// `12/21 週`
    pub fn week_of(self, monday: NaiveDate) -> String {
        let day = roc_date::month_day(monday);
        match self {
            Lang::ZhTw => format!("{day} 週"),
            Lang::En => format!("week of {day}"),
        }
    }

    /// An exception was given.
    pub fn excepted_told(self, no: &str) -> String {
        match self {
            Lang::ZhTw => format!("已核可 {no} 延後之例外；清除前不結案。"),
            Lang::En => format!("{no}: the deferral is excepted; it stays open until cleared."),
        }
    }

    /// `法定保存至 118/06/30(六)`, `保存至 …`
    pub fn kept_until(self, until: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("保存至 {}", self.day(until)),
            Lang::En => format!("kept until {}", self.day(until)),
        }
    }

    /// `11/23(一) 10:20`, of another year `114/11/23 10:20`.
    pub fn version_at(self, at: Moment) -> String {
        let time = roc_date::hour_minute(at.time());
        format!("{} {time}", roc_date::roc(at.day()))
    }

    /// What the days between mean: `建議完成日已過；11/23(一) 仍未刪除者，11/24 起為逾期`.
    pub fn grace_peek(self, deadline: Deadline, today: NaiveDate) -> String {
        let late = deadline.rolled_on.succ_opt().unwrap_or(deadline.rolled_on);
        let (rolled, late) = (
            self.month_day(deadline.rolled_on),
            roc_date::month_day(late),
        );
        match (self, deadline.state(today)) {
            (Lang::ZhTw, DueState::Rolled(_) | DueState::RolledToday) => {
                format!("建議完成日已過；{rolled} 仍未刪除者，{late} 起為逾期")
            }
            (Lang::En, DueState::Rolled(_) | DueState::RolledToday) => {
                format!("The advised day has passed; after {rolled} it is overdue")
            }
            (Lang::ZhTw, DueState::Overdue(days)) => format!("已逾期 {days} 日，請即刪除"),
            (Lang::En, DueState::Overdue(days)) => format!("{days} days overdue: delete at once"),
            (Lang::ZhTw, DueState::Left(_) | DueState::Today) => "以建議完成日為準".to_owned(),
            (Lang::En, DueState::Left(_) | DueState::Today) => "The advised day counts".to_owned(),
        }
    }

    /// What an item waits for, and what comes then; nothing once it is done with.
    pub fn held_waits(self, held: &Held) -> Option<(String, String)> {
        let who = &held.custodian_name;
        if held.hold.is_some() {
            return Some(match self {
                Lang::ZhTw => (
                    "暫停中，由他人恢復並附理由".to_owned(),
                    "恢復後原期限仍為準".to_owned(),
                ),
                Lang::En => (
                    "another person to release the hold".to_owned(),
                    "the day that stood is due again".to_owned(),
                ),
            });
        }
        let (zh, en) = match held.state {
            HeldState::InUse => (
                (
                    format!("{who} 使用完竣後註記"),
                    "確認無保存必要，一個月內刪除",
                ),
                (
                    format!("{who}, until it is used up"),
                    "no need: a month to delete",
                ),
            ),
            HeldState::ToConfirm => (
                (format!("{who} 確認有無保存必要"), "最遲於使用期限決定"),
                (
                    format!("{who} to confirm that it is not needed"),
                    "by the use period's end",
                ),
            ),
            HeldState::Statutory => (
                ("法定保存期限屆滿".to_owned(), "屆滿後一個月內刪除"),
                (
                    "the statutory period's end".to_owned(),
                    "then a month to delete",
                ),
            ),
            HeldState::ToDelete => (
                (format!("{who} 刪除並填銷毀紀錄"), "另一人驗證無法復原"),
                (
                    format!("{who} to delete and sign"),
                    "another person verifies",
                ),
            ),
            HeldState::Deleted => (
                ("另一人驗證，或延後列清除".to_owned(), "佐證保存五年"),
                (
                    "another person to verify, or a line to be cleared".to_owned(),
                    "evidence is kept five years",
                ),
            ),
            HeldState::Closed | HeldState::Archived | HeldState::Withdrawn => return None,
        };
        Some(match self {
            Lang::ZhTw => (zh.0, zh.1.to_owned()),
            Lang::En => (en.0, en.1.to_owned()),
        })
    }

    /// `銷毀紀錄 D11511-003`
    pub fn certificate_title(self, no: &str) -> String {
        match self {
            Lang::ZhTw => format!("銷毀紀錄 {no}"),
            Lang::En => format!("Certificate {no}"),
        }
    }

    /// What a certificate waits for.
    pub fn certificate_peek(self, found: &Certificate) -> String {
        match (self, found.state, found.lacks_exception()) {
            (Lang::ZhTw, CertState::Signed, _) => {
                format!("待另一人（不得為{}）確認無法復原", found.executed_by_name)
            }
            (Lang::ZhTw, CertState::Deferred, true) => {
                "延後列逾期限，須權責主管例外；清除前不結案".to_owned()
            }
            (Lang::ZhTw, CertState::Deferred, false) => "延後列未清前，本件不結案".to_owned(),
            (Lang::ZhTw, CertState::Closed, _) => "刪除程序已完成".to_owned(),
            (Lang::ZhTw, CertState::Refused, _) => "驗證不符，各件回復待刪除".to_owned(),
            (Lang::En, CertState::Signed, _) => {
                format!("Another person than {} verifies", found.executed_by_name)
            }
            (Lang::En, CertState::Deferred, true) => {
                "Deferred past the due day: the supervisor must except it".to_owned()
            }
            (Lang::En, CertState::Deferred, false) => "A deferred line keeps it open".to_owned(),
            (Lang::En, CertState::Closed, _) => "The deletion is complete".to_owned(),
            (Lang::En, CertState::Refused, _) => "Not verified; to be deleted still".to_owned(),
        }
    }

    /// `待另一人（不得為陳怡君）確認無法復原`
    pub fn verify_waits(self, found: &Certificate) -> String {
        self.verify_by_other(&found.executed_by_name)
    }

    pub fn verify_by_other(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("待另一人（不得為{name}）確認無法復原"),
            Lang::En => format!("another person than {name}"),
        }
    }

    /// `恢復由他人（不得為陳怡君）辦理並附理由`
    pub fn hold_then(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("恢復由他人（不得為{name}）辦理並附理由"),
            Lang::En => format!("another person than {name} releases it, with a reason"),
        }
    }

    /// `程序完成 …，保存至 …`
    pub fn evidence_kept(self, closed_on: NaiveDate, until: &str) -> String {
        let closed = self.day(closed_on);
        match self {
            Lang::ZhTw => format!("程序完成 {closed}，保存至 {until}"),
            Lang::En => format!("complete {closed}, kept until {until}"),
        }
    }

    /// How a line was cleared, and when it was deferred before.
    pub fn cleared_remark(self, how: &str, on: Option<NaiveDate>) -> String {
        match (self, on.map(|day| self.day(day))) {
            (_, None) => how.to_owned(),
            (Lang::ZhTw, Some(day)) => format!("{how}（{day} 清除）"),
            (Lang::En, Some(day)) => format!("{how} (cleared {day})"),
        }
    }

    /// `至 116/01/10(日)；建議完成 01/08(五)；須主管例外`
    pub fn deferred_remark(
        self,
        until: NaiveDate,
        advised_on: NaiveDate,
        excepted_by: Option<&str>,
        is_late: bool,
    ) -> String {
        let (until, advised) = (self.day(until), self.month_day(advised_on));
        match (self, excepted_by, is_late) {
            (Lang::ZhTw, Some(name), _) => {
                format!("至 {until}；建議完成 {advised}；{name} 核可例外")
            }
            (Lang::ZhTw, None, true) => format!("至 {until}；逾本件期限，須主管例外"),
            (Lang::ZhTw, None, false) => format!("至 {until}；建議完成 {advised}"),
            (Lang::En, Some(name), _) => {
                format!("until {until}; advised {advised}; excepted by {name}")
            }
            (Lang::En, None, true) => format!("until {until}; past the due day: exception needed"),
            (Lang::En, None, false) => format!("until {until}; advised {advised}"),
        }
    }

    /// A deferral past the due day.
    pub fn needs_exception(self, due_on: NaiveDate) -> String {
        let due = self.month_day(due_on);
        match self {
            Lang::ZhTw => format!("逾期限 {due}，須主管例外"),
            Lang::En => format!("past {due}: exception needed"),
        }
    }

    pub fn same_case_items(self, count: usize) -> String {
        match self {
            Lang::ZhTw => format!("同案 {count} 件"),
            Lang::En => format!("{count} of the case"),
        }
    }

    pub fn same_medium_items(self, count: usize) -> String {
        match self {
            Lang::ZhTw => format!("同載體待刪除 {count} 件"),
            Lang::En => format!("all {count} of this medium"),
        }
    }

    /// Right of a basis: how many items, how many under a statute.
    pub fn law_counts(self, moved: u32, statutory: u32) -> String {
        match self {
            Lang::ZhTw => format!("未結 {moved}、法定 {statutory}"),
            Lang::En => format!("{moved} open, {statutory} kept"),
        }
    }

    /// What the write will do, before it is done.
    pub fn law_question(
        self,
        [in_use, to_confirm, to_delete]: [u32; 3],
        statutory: u32,
        on_hold: u32,
    ) -> String {
        match self {
            Lang::ZhTw => format!(
                "使用中 {in_use}、待確認 {to_confirm}、待刪除 {to_delete} 件（暫停中 {on_hold}）；法定保存 {statutory} 件不列入"
            ),
            Lang::En => format!(
                "in use {in_use}, to confirm {to_confirm}, to delete {to_delete} (on hold {on_hold}); {statutory} left out"
            ),
        }
    }

    /// Whether a setting may shorten it.
    pub fn floor_note(self, class: KeptClass) -> &'static str {
        match (self, class.clause().is_some()) {
            (Lang::ZhTw, true) => "至少五年，設定不得縮短",
            (Lang::ZhTw, false) => "要點未明定，依設定",
            (Lang::En, true) => "five years at least, no setting shortens it",
            (Lang::En, false) => "not said by the directive; a setting",
        }
    }

    /// `明定 12(11)，120/10/24(五) 起始得處置`
    pub fn kept_peek(self, class: KeptClass, free_from: NaiveDate) -> String {
        let (rule, day) = (self.kept_rule(class), self.day(free_from));
        match self {
            Lang::ZhTw => format!("{rule}，{day} 起始得處置"),
            Lang::En => format!("{rule}; free from {day}"),
        }
    }
}
