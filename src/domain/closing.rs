//! From the checker's signature to 備查 (12(1), 12(2)): countersignatures in their order, a new version, the joint check
//! of a major anomaly, the quarter's dispatch and return. The hand-over of the printed log stands before.

use chrono::NaiveDate;

use crate::domain::canonical::Json;
use crate::domain::event::Written;
use crate::domain::ids::{Login, Period};
use crate::domain::monthly_check::Step;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{Move, NotTaken, take};
use crate::domain::quarter::Quarter;

/// What is done to a signed month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingStep {
    /// The manager signs after the checker.
    Countersign,
    /// The supervisor signs last; the month is complete.
    Approve,
    /// The checker begins a new version of the signed record.
    Reopen,
    /// The quarter went out (發文).
    Dispatch,
    /// The authority filed it (備查).
    File,
    /// The authority sent it back to be put right (退補正).
    TakeBack,
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The manager has not signed this version.
    ManagerIsOpen,
    ManagerHasSigned,
    /// Nobody signs twice in different roles.
    AnotherPerson,
    /// Only the month's own checker.
    OwnMonth,
}

/// Every move there is.
#[rustfmt::skip]
pub const MOVES: &[Move<Step, ClosingStep, Role, Guard>] = &[
    Move { from: Step::Signed,    step: ClosingStep::Countersign, to: Step::Signed,    by: Role::Manager,    guard: &[Guard::ManagerIsOpen, Guard::AnotherPerson] },
    Move { from: Step::Signed,    step: ClosingStep::Approve,     to: Step::Complete,  by: Role::Supervisor, guard: &[Guard::ManagerHasSigned, Guard::AnotherPerson] },
    Move { from: Step::Signed,    step: ClosingStep::Reopen,      to: Step::Walking,   by: Role::Checker,    guard: &[Guard::OwnMonth] },
    Move { from: Step::Complete,  step: ClosingStep::Reopen,      to: Step::Walking,   by: Role::Checker,    guard: &[Guard::OwnMonth] },
    Move { from: Step::Complete,  step: ClosingStep::Dispatch,    to: Step::Submitted, by: Role::Manager,    guard: &[] },
    Move { from: Step::Submitted, step: ClosingStep::File,        to: Step::Filed,     by: Role::Manager,    guard: &[] },
    Move { from: Step::Submitted, step: ClosingStep::TakeBack,    to: Step::Complete,  by: Role::Manager,    guard: &[] },
];

/// Who has signed the version in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    pub checker: Login,
    pub manager: Option<Login>,
}

/// Why a step after the signature is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosingRefusal {
    Role {
        needed: Role,
    },
    /// The month has not come so far, or is beyond it.
    NotNow {
        step: Step,
    },
    /// The manager has signed this version already.
    SignedAlready,
    /// The manager signs before the supervisor.
    ManagerFirst,
    /// This person has signed the record in another role.
    OwnSignature,
    OtherChecker {
        checker: Login,
    },
    /// These months of the quarter are not complete.
    MonthsMissing {
        months: Vec<Period>,
    },
    /// Field of the form that is missing.
    Missing {
        field: &'static str,
    },
    /// A day that is still to come, or before what it follows.
    BadDay,
    /// No major anomaly was found: nothing is to be audited jointly.
    NoMajor,
}

impl ClosingRefusal {
    /// The English word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            ClosingRefusal::Role { .. } => "role",
            ClosingRefusal::NotNow { .. } => "step",
            ClosingRefusal::SignedAlready => "signed",
            ClosingRefusal::ManagerFirst => "order",
            ClosingRefusal::OwnSignature => "own",
            ClosingRefusal::OtherChecker { .. } => "checker",
            ClosingRefusal::MonthsMissing { .. } => "months",
            ClosingRefusal::Missing { .. } | ClosingRefusal::BadDay => "form",
            ClosingRefusal::NoMajor => "major",
        }
    }
}

/// Takes a step of a signed month: where it leads, or why not.
pub fn take_step(
    from: Step,
    step: ClosingStep,
    clerk: &Clerk,
    signed: &SignedBy,
) -> Result<Step, ClosingRefusal> {
    let who = |needed: Role| {
        if clerk.roles.has(needed) {
            Ok(())
        } else {
            Err(ClosingRefusal::Role { needed })
        }
    };
    let holds = |guard: Guard| match guard {
        Guard::ManagerIsOpen if signed.manager.is_some() => Err(ClosingRefusal::SignedAlready),
        Guard::ManagerHasSigned if signed.manager.is_none() => Err(ClosingRefusal::ManagerFirst),
        Guard::AnotherPerson
            if clerk.login == signed.checker || signed.manager.as_ref() == Some(&clerk.login) =>
        {
            Err(ClosingRefusal::OwnSignature)
        }
        Guard::OwnMonth if clerk.login != signed.checker => Err(ClosingRefusal::OtherChecker {
            checker: signed.checker.clone(),
        }),
        Guard::ManagerIsOpen | Guard::ManagerHasSigned | Guard::AnotherPerson | Guard::OwnMonth => {
            Ok(())
        }
    };
    take(MOVES, (from, step), who, holds).map_err(|not| match not {
        NotTaken::NoMove { from, .. } => ClosingRefusal::NotNow { step: from },
        NotTaken::Refused(why) => why
            .into_iter()
            .next()
            .unwrap_or(ClosingRefusal::NotNow { step: from }),
    })
}

/// The months of a quarter that hold up its dispatch.
pub fn months_missing(months: &[(Period, Step)]) -> Vec<Period> {
    months
        .iter()
        .filter(|(_, step)| *step != Step::Complete)
        .map(|(period, _)| *period)
        .collect()
}

/// A number and a day of a letter: both, and the day neither to come nor before what it answers.
pub fn check_letter(
    number: &str,
    day: NaiveDate,
    today: NaiveDate,
    after: Option<NaiveDate>,
) -> Result<(), ClosingRefusal> {
    if number.trim().is_empty() {
        return Err(ClosingRefusal::Missing { field: "number" });
    }
    if day > today || after.is_some_and(|after| day < after) {
        return Err(ClosingRefusal::BadDay);
    }
    Ok(())
}

/// What happened to a month or a quarter on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosingEvent {
    /// The manager handed the printed log over; to whom, by login, or empty for somebody without one.
    HandedOver {
        period: Period,
        pages: u32,
    },
    Countersigned {
        record: String,
        role: Role,
    },
    /// A signed version is to be put right; the next one names it.
    Reopened {
        record: String,
    },
    /// 政風 and 資訊 joined the checker.
    JointlyChecked {
        period: Period,
    },
    Dispatched {
        quarter: Quarter,
    },
    Filed {
        quarter: Quarter,
    },
    TakenBack {
        quarter: Quarter,
    },
}

impl ClosingEvent {
    pub(in crate::domain) fn written(&self) -> Written {
        let (action, record, body) = match self {
            ClosingEvent::HandedOver { period, pages } => (
                "log.handed/1",
                period.to_string(),
                Json::object([("pages", (*pages).into())]),
            ),
            ClosingEvent::Countersigned { record, role } => (
                "check.countersigned/1",
                record.clone(),
                Json::object([("as", role.code().into())]),
            ),
            ClosingEvent::Reopened { record } => {
                ("check.reopened/1", record.clone(), Json::object([]))
            }
            ClosingEvent::JointlyChecked { period } => {
                ("check.joint/1", period.to_string(), Json::object([]))
            }
            ClosingEvent::Dispatched { quarter } => (
                "quarter.dispatched/1",
                quarter.to_string(),
                Json::object([]),
            ),
            ClosingEvent::Filed { quarter } => {
                ("quarter.filed/1", quarter.to_string(), Json::object([]))
            }
            ClosingEvent::TakenBack { quarter } => {
                ("quarter.returned/1", quarter.to_string(), Json::object([]))
            }
        };
        Written {
            action,
            record,
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Roles;

    fn clerk(login: &str, role: Role) -> Clerk {
        Clerk {
            login: login.parse().unwrap(),
            name: String::new(),
            roles: Roles::of(&[role]),
            account: None,
            items: Vec::new(),
        }
    }

    fn signed(manager: Option<&str>) -> SignedBy {
        SignedBy {
            checker: "checker".parse().unwrap(),
            manager: manager.map(|login| login.parse().unwrap()),
        }
    }

    #[track_caller]
    fn check(
        from: Step,
        step: ClosingStep,
        by: (&str, Role),
        manager: Option<&str>,
        expected: Result<Step, &str>,
    ) {
        let taken = take_step(from, step, &clerk(by.0, by.1), &signed(manager));
        assert_eq!(
            taken.as_ref().map_err(ClosingRefusal::code).copied(),
            expected
        );
    }

    #[test]
    fn the_signatures_follow_one_another_each_under_another_key() {
        use ClosingStep::{Approve, Countersign};
        let (manager, supervisor) = (("manager", Role::Manager), ("super", Role::Supervisor));
        check(Step::Signed, Countersign, manager, None, Ok(Step::Signed));
        check(
            Step::Signed,
            Countersign,
            manager,
            Some("manager"),
            Err("signed"),
        );
        check(Step::Signed, Approve, supervisor, None, Err("order"));
        check(
            Step::Signed,
            Approve,
            supervisor,
            Some("manager"),
            Ok(Step::Complete),
        );
        check(
            Step::Signed,
            Approve,
            ("manager", Role::Supervisor),
            Some("manager"),
            Err("own"),
        );
        check(
            Step::Signed,
            Countersign,
            ("checker", Role::Manager),
            None,
            Err("own"),
        );
        check(
            Step::Signed,
            Approve,
            ("checker", Role::Supervisor),
            Some("manager"),
            Err("own"),
        );
        check(Step::Signed, Countersign, supervisor, None, Err("role"));
        check(Step::Signed, Approve, manager, Some("other"), Err("role"));
        check(Step::Walking, Countersign, manager, None, Err("step"));
        check(
            Step::Complete,
            Approve,
            supervisor,
            Some("manager"),
            Err("step"),
        );
    }

    #[test]
    fn only_its_checker_reopens_a_month_and_only_before_it_went_out() {
        use ClosingStep::Reopen;
        let checker = ("checker", Role::Checker);
        check(Step::Signed, Reopen, checker, None, Ok(Step::Walking));
        check(
            Step::Complete,
            Reopen,
            checker,
            Some("manager"),
            Ok(Step::Walking),
        );
        check(
            Step::Complete,
            Reopen,
            ("other", Role::Checker),
            None,
            Err("checker"),
        );
        for step in [Step::Submitted, Step::Filed, Step::Walking, Step::Drawn] {
            check(step, Reopen, checker, None, Err("step"));
        }
    }

    #[test]
    fn a_quarter_goes_out_comes_back_and_is_filed() {
        use ClosingStep::{Dispatch, File, TakeBack};
        let manager = ("manager", Role::Manager);
        check(Step::Complete, Dispatch, manager, None, Ok(Step::Submitted));
        check(Step::Submitted, TakeBack, manager, None, Ok(Step::Complete));
        check(Step::Submitted, File, manager, None, Ok(Step::Filed));
        for (step, deed) in [
            (Step::Signed, Dispatch),
            (Step::Complete, File),
            (Step::Filed, TakeBack),
            (Step::Filed, Dispatch),
        ] {
            check(step, deed, manager, None, Err("step"));
        }
        let months = Quarter::of(Period::new(2026, 10).unwrap()).months();
        let steps = [Step::Complete, Step::Signed, Step::None];
        let missing = months_missing(&months.into_iter().zip(steps).collect::<Vec<_>>());
        assert_eq!(missing, months[1..]);
    }

    #[test]
    fn a_letter_has_a_number_and_a_day_that_can_be() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2027-01-08");
        let check = |number, at, after: Option<&str>| {
            check_letter(number, day(at), today, after.map(day)).map_err(|why| why.code())
        };
        assert_eq!(check("高市社救字第1號", "2027-01-08", None), Ok(()));
        assert_eq!(check(" ", "2027-01-08", None), Err("form"));
        assert_eq!(check("1", "2027-01-09", None), Err("form"));
        assert_eq!(check("1", "2027-01-06", Some("2027-01-07")), Err("form"));
    }
}
