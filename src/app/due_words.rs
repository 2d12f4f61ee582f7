//! How what waits is named and worded, for 今日 and for `due`.

use super::{Due, DueLine, Duty, ReviewDue};
use crate::domain::moment::Moment;
use crate::domain::review::ReviewNo;
use crate::locale::{CheckWaits, DueText, Lang, RequestText, ReviewText, Text};

/// Its kind, as JSON says it.
pub fn due_code(duty: &Duty) -> &'static str {
    match duty {
        Duty::Result { .. } => "result",
        Duty::Approval { .. } => "approval",
        Duty::Check { .. } => "check",
        Duty::OwnRows { .. } => "own_rows",
        Duty::Countersign { .. } => "countersign",
        Duty::Joint { .. } => "joint",
        Duty::Quarter { .. } => "quarter",
        Duty::Supplement { .. } => "supplement",
        Duty::Backup { .. } => "backup",
        Duty::Code { .. } => "code",
        Duty::LostTail { .. } => "tail",
        Duty::Request(_) => "request",
        Duty::Held(line) => match **line {
            DueLine::Item(..) => "held",
            DueLine::Certificate(..) => "deletion",
        },
        Duty::Notice(_) => "notice",
        Duty::Disposal(_) => "disposal",
        Duty::OfficerGap { .. } => "officer_gap",
        Duty::Review(_) => "review",
        Duty::RecoveryUsed { .. } => "recovery",
        Duty::KeyRevoked { .. } => "key",
    }
}

/// The record's number whole, as commands take it.
pub fn due_record(duty: &Duty) -> String {
    match duty {
        Duty::Result { no, .. } | Duty::Approval { no, .. } => no.to_string(),
        Duty::OfficerGap { gap } => gap.duty.code().to_owned(),
        _ => due_number(duty),
    }
}

/// The record's number, as the last column shows it.
pub fn due_number(duty: &Duty) -> String {
    match duty {
        Duty::Result { no, .. } | Duty::Approval { no, .. } => no.short(),
        Duty::Check { period, .. }
        | Duty::OwnRows { period, .. }
        | Duty::Countersign { period, .. }
        | Duty::Joint { period }
        | Duty::Supplement { period, .. } => period.to_string(),
        Duty::Quarter { quarter, .. } => quarter.to_string(),
        Duty::Code { login, .. } => login.to_string(),
        Duty::Request(row) => row.request.no.to_string(),
        Duty::Held(line) => line.no().to_string(),
        Duty::Notice(notice) => notice.no.to_string(),
        Duty::Disposal(kept) => kept.record.clone(),
        Duty::Review(ReviewDue::Running { no, .. } | ReviewDue::Urgent { no, .. }) => {
            no.to_string()
        }
        Duty::Review(ReviewDue::Opening { year }) => {
            let no = ReviewNo {
                year: *year,
                serial: 1,
            };
            no.to_string()
        }
        Duty::Backup { .. }
        | Duty::LostTail { .. }
        | Duty::OfficerGap { .. }
        | Duty::RecoveryUsed { .. }
        | Duty::KeyRevoked { .. } => String::new(),
    }
}

/// Which pane it belongs to.
pub fn due_category(duty: &Duty) -> Text {
    match duty {
        Duty::Result { .. } | Duty::Approval { .. } => Text::KindRegister,
        Duty::Check { .. }
        | Duty::OwnRows { .. }
        | Duty::Countersign { .. }
        | Duty::Joint { .. }
        | Duty::Quarter { .. }
        | Duty::Supplement { .. } => Text::KindCheck,
        Duty::Backup { .. } => Text::KindBackup,
        Duty::Code { .. }
        | Duty::RecoveryUsed { .. }
        | Duty::KeyRevoked { .. }
        | Duty::OfficerGap { .. }
        | Duty::Notice(_) => Text::KindPeople,
        Duty::Review(_) => Text::Review(ReviewText::TodayKind),
        Duty::LostTail { .. } => Text::KindTrail,
        Duty::Request(_) => Text::Request(RequestText::TodayKind),
        Duty::Held(_) | Duty::Disposal(_) => Text::Due(DueText::KindHeld),
    }
}

/// What waits, in a short line.
pub fn due_words(lang: Lang, due: &Due, now: Moment) -> String {
    match &due.duty {
        Duty::Result {
            person,
            registered_on,
            ..
        } => lang.result_waits(*registered_on, (!due.is_mine).then_some(person.as_str())),
        Duty::Approval { person, mode, .. } => lang.approval_waits(person, *mode),
        Duty::Check {
            period,
            step,
            checker,
            walked,
            sample,
        } => lang.check_waits(CheckWaits {
            period: *period,
            step: *step,
            checker: checker.as_deref(),
            walked: *walked,
            sample: *sample,
        }),
        Duty::Countersign { period, by } => lang.countersign_waits(*period, *by),
        Duty::Joint { period } => lang.joint_waits(*period),
        Duty::Quarter {
            quarter,
            missing,
            is_sent,
        } => lang.quarter_waits(*quarter, missing, *is_sent),
        Duty::Supplement { period, rows } => lang.supplement_waits(*period, *rows),
        Duty::OwnRows {
            period,
            checker,
            rows,
        } => lang.own_rows_wait(*period, checker, *rows),
        Duty::Backup { last_on } => lang.backup_waits(*last_on),
        Duty::Code { name, until, .. } => lang.code_waits(name, *until, now),
        Duty::LostTail { missing } => lang.tail_waits(*missing),
        Duty::RecoveryUsed { on } => lang.recovery_waits(*on),
        Duty::KeyRevoked { name, on } => lang.key_revoked(name, *on),
        Duty::OfficerGap { gap } => lang.officer_gap(*gap),
        Duty::Notice(notice) => lang.notice_waits(notice.duty, &notice.after),
        Duty::Disposal(kept) => lang.disposal_waits(kept.class, &kept.proposed_by_name),
        Duty::Review(due) => review_words(lang, *due),
        Duty::Request(row) => lang.request_waits_line(&row.request),
        Duty::Held(line) => due_held_words(lang, line, due.is_mine),
    }
}

fn review_words(lang: Lang, due: ReviewDue) -> String {
    match due {
        ReviewDue::Opening { year } => lang.review_due(year),
        ReviewDue::Running { state, ledger, .. } => lang.review_waits(state, &ledger),
        ReviewDue::Urgent { lines, .. } => lang.review_urgent(lines),
    }
}

/// What an item or certificate waits for, with its holder's name where it is another's.
pub fn due_held_words(lang: Lang, line: &DueLine, is_mine: bool) -> String {
    let (what, waits, person) = match line {
        DueLine::Item(held, _) => (
            lang.held_content(held.medium, held.quantity),
            lang.held_duty(held.state),
            &held.custodian_name,
        ),
        DueLine::Certificate(found, _) => (
            lang.held_content(found.medium, found.quantity),
            lang.certificate_duty(found.state, found.lacks_exception()),
            &found.executed_by_name,
        ),
    };
    let who = if is_mine { "" } else { person.as_str() };
    lang.waits_of(who, &what, waits)
}
