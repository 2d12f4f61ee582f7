//! 窗口異動 (point 7): who is contact, designated officer or unit head changed. The central desk tells the bureau within
//! seven days; elsewhere the change is only recorded.

use chrono::NaiveDate;

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::normal::free_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken};
use crate::domain::retention::codes::codes;
use crate::domain::retention::moves::By;
use crate::domain::retention::{RecordKind, RecordNo, RetentionField, RetentionRefusal};
use crate::domain::span::Span;

codes! {
    /// 職別.
    ContactDuty {
        /// 聯繫窗口.
        Contact "contact",
        /// 專責人員.
        Officer "officer",
        /// 單位主管.
        Head "head",
    }
}

codes! {
    /// Where a change stands.
    NoticeState {
        /// 待通知: the central desk's, until its letter has gone.
        Open "open",
        /// 已通知.
        Sent "sent",
        /// 已登載: another desk's, nobody is to be told.
        Noted "noted",
    }
}

/// 異動後七日內, the day after the change being the first.
const WITHIN: Span = Span::Days(7);

/// One version of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub no: RecordNo,
    pub version: u32,
    pub state: NoticeState,
    pub duty: ContactDuty,
    /// 原任, empty for the first one.
    pub before: String,
    /// 新任.
    pub after: String,
    pub changed_on: NaiveDate,
    pub remark: String,
    pub sent_on: Option<NaiveDate>,
    /// 發文字號.
    pub letter_no: String,
    pub changed_by: String,
    pub changed_by_name: String,
    pub changed_role: Role,
    pub changed_at: Moment,
}

impl Notice {
    /// 屆滿日, while somebody is still to be told.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        match self.state {
            NoticeState::Open => WITHIN.after(self.changed_on),
            NoticeState::Sent | NoticeState::Noted => None,
        }
    }
}

/// What can be done with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeStep {
    /// 發文.
    Send,
}

pub const NOTICE_MOVES: &[Move<NoticeState, NoticeStep, Role, ()>] = &[Move {
    from: NoticeState::Open,
    step: NoticeStep::Send,
    to: NoticeState::Sent,
    by: Role::Manager,
    guard: &[],
}];

/// What is said of a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeDraft {
    pub duty: Option<ContactDuty>,
    pub before: String,
    pub after: String,
    pub changed_on: Option<NaiveDate>,
    pub remark: String,
}

/// Records a change; on the central desk it is to be told to the bureau. The number follows.
pub fn record(
    draft: &NoticeDraft,
    is_central: bool,
    by: By<'_>,
) -> Result<Notice, Vec<RetentionRefusal>> {
    let after = free_text(&draft.after);
    let (Some(duty), Some(changed_on), false) = (draft.duty, draft.changed_on, after.is_empty())
    else {
        let missing = [
            (draft.duty.is_none(), RetentionField::ContactDuty),
            (after.is_empty(), RetentionField::After),
            (draft.changed_on.is_none(), RetentionField::EventOn),
        ];
        let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
        return Err(missing
            .map(|(_, field)| RetentionRefusal::Missing(field))
            .collect());
    };
    Ok(Notice {
        no: RecordNo {
            kind: RecordKind::Notice,
            period: Period::of(by.now.day()).unwrap_or_default(),
            serial: 0,
        },
        version: 1,
        state: if is_central {
            NoticeState::Open
        } else {
            NoticeState::Noted
        },
        duty,
        before: free_text(&draft.before),
        after,
        changed_on,
        remark: free_text(&draft.remark),
        sent_on: None,
        letter_no: String::new(),
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
    })
}

/// Whether a step can be taken now, apart from what its form will say.
pub fn check(
    notice: &Notice,
    step: NoticeStep,
    clerk: &Clerk,
) -> Result<NoticeState, Vec<RetentionRefusal>> {
    let who = |role: Role| {
        if clerk.roles.has(role) {
            Ok(())
        } else {
            Err(RetentionRefusal::NotManager)
        }
    };
    let taken = procedure::take(NOTICE_MOVES, (notice.state, step), who, |()| Ok(()));
    taken.map_err(|refused| match refused {
        NotTaken::NoMove { .. } => vec![RetentionRefusal::NothingToSend],
        NotTaken::Refused(whys) => whys,
    })
}

/// 發文: the letter has gone, with its number and day.
pub fn send(
    notice: &Notice,
    on: NaiveDate,
    letter_no: &str,
    by: By<'_>,
) -> Result<Notice, Vec<RetentionRefusal>> {
    let state = check(notice, NoticeStep::Send, by.clerk)?;
    let letter_no = free_text(letter_no);
    if letter_no.is_empty() {
        return Err(vec![RetentionRefusal::Missing(RetentionField::LetterNo)]);
    }
    if on > by.now.day() {
        return Err(vec![RetentionRefusal::Future(RetentionField::SentOn)]);
    }
    if on < notice.changed_on {
        return Err(vec![RetentionRefusal::EndsBeforeStart(
            RetentionField::SentOn,
        )]);
    }
    Ok(Notice {
        state,
        version: notice.version.saturating_add(1),
        sent_on: Some(on),
        letter_no,
        changed_by: by.clerk.login.to_string(),
        changed_by_name: by.clerk.name.clone(),
        changed_role: by.role,
        changed_at: by.now,
        ..notice.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::deadline::Deadline;
    use crate::domain::people::Roles;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn clerk(role: Role) -> Clerk {
        Clerk {
            login: "chen.yj".parse().unwrap(),
            name: "陳怡君".to_owned(),
            roles: Roles::of(&[role]),
            account: None,
            items: Vec::new(),
        }
    }

    fn by<'a>(clerk: &'a Clerk, on: &str) -> By<'a> {
        By {
            clerk,
            role: Role::Manager,
            now: Moment::from_local(day(on), chrono::NaiveTime::MIN),
        }
    }

    fn draft(changed_on: &str) -> NoticeDraft {
        NoticeDraft {
            duty: Some(ContactDuty::Head),
            before: "王主任".to_owned(),
            after: "李主任".to_owned(),
            changed_on: Some(day(changed_on)),
            remark: String::new(),
        }
    }

    #[test]
    fn the_central_desk_has_seven_days_and_the_days_of_point_seven_are_rolled() {
        let manager = clerk(Role::Manager);
        for (changed, ends, rolled, advised) in [
            ("2026-03-02", "2026-03-09", "2026-03-09", "2026-03-09"),
            ("2026-02-10", "2026-02-17", "2026-02-23", "2026-02-13"),
            ("2026-09-21", "2026-09-28", "2026-09-29", "2026-09-24"),
            ("2026-10-02", "2026-10-09", "2026-10-12", "2026-10-08"),
        ] {
            let notice = record(&draft(changed), true, by(&manager, changed)).unwrap();
            let ends_on = notice.ends_on().unwrap();
            let deadline = Deadline::of(ends_on, &Calendar::embedded());
            assert_eq!(deadline.ends_on, day(ends), "{changed}");
            assert_eq!(deadline.rolled_on, day(rolled), "{changed}");
            assert_eq!(deadline.advised_on, day(advised), "{changed}");
        }
    }

    #[test]
    fn another_desk_only_records_the_change() {
        let manager = clerk(Role::Manager);
        let notice = record(&draft("2026-02-10"), false, by(&manager, "2026-02-11")).unwrap();
        assert_eq!((notice.state, notice.ends_on()), (NoticeState::Noted, None));
        assert_eq!(
            send(
                &notice,
                day("2026-02-11"),
                "字第1號",
                by(&manager, "2026-02-11")
            )
            .unwrap_err(),
            [RetentionRefusal::NothingToSend]
        );
    }

    #[test]
    fn a_letter_has_a_number_and_a_day_between_the_change_and_today() {
        let manager = clerk(Role::Manager);
        let now = by(&manager, "2026-02-12");
        let notice = record(&draft("2026-02-10"), true, now).unwrap();
        let refused = |on: &str, no: &str| send(&notice, day(on), no, now).unwrap_err();
        assert_eq!(
            refused("2026-02-12", " "),
            [RetentionRefusal::Missing(RetentionField::LetterNo)]
        );
        assert_eq!(
            refused("2026-02-13", "字第1號"),
            [RetentionRefusal::Future(RetentionField::SentOn)]
        );
        assert_eq!(
            refused("2026-02-09", "字第1號"),
            [RetentionRefusal::EndsBeforeStart(RetentionField::SentOn)]
        );
        let user = clerk(Role::User);
        assert_eq!(
            send(
                &notice,
                day("2026-02-12"),
                "字第1號",
                by(&user, "2026-02-12")
            )
            .unwrap_err(),
            [RetentionRefusal::NotManager]
        );
        let sent = send(&notice, day("2026-02-12"), "字第1號", now).unwrap();
        assert_eq!((sent.state, sent.version), (NoticeState::Sent, 2));
        assert_eq!(sent.ends_on(), None);
        assert!(send(&sent, day("2026-02-12"), "字第2號", now).is_err());
    }

    #[test]
    fn what_a_change_lacks_is_named_all_at_once() {
        let manager = clerk(Role::Manager);
        let refused = record(&NoticeDraft::default(), true, by(&manager, "2026-02-12"));
        assert_eq!(
            refused.unwrap_err(),
            [
                RetentionRefusal::Missing(RetentionField::ContactDuty),
                RetentionRefusal::Missing(RetentionField::After),
                RetentionRefusal::Missing(RetentionField::EventOn),
            ]
        );
    }
}
