//! 代理: a supervisor lets another person approve for him, from a day to a day, for one family of requests or for all.

use chrono::NaiveDate;

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::request::Family;

/// The longest that one delegation may last.
const LONGEST_DAYS: i64 = 366;

/// One delegation; what ends early gets a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// 0 before it is written.
    pub id: i64,
    /// 權責主管.
    pub principal: Login,
    /// 代理人.
    pub deputy: Login,
    /// `None`: every request.
    pub scope: Option<Family>,
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// 代理原因: leave, an official journey.
    pub reason: String,
    pub made_at: Moment,
    /// The last day, where it was ended before its time.
    pub ended_on: Option<NaiveDate>,
}

impl Delegation {
    /// Whether the deputy may act on that day in requests of that family.
    pub fn is_in_force(&self, on: NaiveDate, family: Family) -> bool {
        self.is_open_on(on) && self.scope.is_none_or(|scope| scope == family)
    }

    /// Whether it runs on that day, whatever its scope.
    pub fn is_open_on(&self, on: NaiveDate) -> bool {
        self.from <= on && on <= self.to && self.ended_on.is_none_or(|last| on <= last)
    }

    /// Whether it will still run after that day.
    pub fn is_to_come(&self, on: NaiveDate) -> bool {
        on <= self.to && self.ended_on.is_none_or(|last| on < last)
    }
}

/// Why a delegation is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationRefusal {
    /// Only a supervisor lets another act for him.
    NotSupervisor,
    /// Nobody is his own deputy.
    Oneself,
    /// A supervisor needs no delegation; a keeper has no part in requests.
    UnfitDeputy,
    /// It begins in the past, ends before it begins, or lasts longer than a year.
    Days,
    ReasonMissing,
}

impl DelegationRefusal {
    pub fn code(self) -> &'static str {
        match self {
            DelegationRefusal::NotSupervisor => "role",
            DelegationRefusal::Oneself | DelegationRefusal::UnfitDeputy => "deputy",
            DelegationRefusal::Days => "days",
            DelegationRefusal::ReasonMissing => "reason",
        }
    }
}

/// Whether a delegation may be made by this person today.
pub fn check_delegation(
    delegation: &Delegation,
    principal: &Clerk,
    deputy: &Clerk,
    today: NaiveDate,
) -> Result<(), DelegationRefusal> {
    let length = delegation.to.signed_duration_since(delegation.from);
    if !principal.roles.has(Role::Supervisor) {
        Err(DelegationRefusal::NotSupervisor)
    } else if principal.login == deputy.login {
        Err(DelegationRefusal::Oneself)
    } else if deputy.roles.has(Role::Supervisor)
        || !deputy.roles.any_of(&[Role::User, Role::Manager])
    {
        Err(DelegationRefusal::UnfitDeputy)
    } else if delegation.from < today
        || delegation.to < delegation.from
        || length.num_days() > LONGEST_DAYS
    {
        Err(DelegationRefusal::Days)
    } else if delegation.reason.trim().is_empty() {
        Err(DelegationRefusal::ReasonMissing)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn clerk(login: &str, roles: &str) -> Clerk {
        Clerk {
            login: login.parse().unwrap(),
            name: login.to_owned(),
            roles: roles.parse().unwrap(),
            account: None,
            items: Vec::new(),
        }
    }

    fn delegation() -> Delegation {
        Delegation {
            id: 1,
            principal: "lin.sf".parse().unwrap(),
            deputy: "chen.yj".parse().unwrap(),
            scope: Some(Family::User),
            from: day("2026-11-24"),
            to: day("2026-11-27"),
            reason: "公假".to_owned(),
            made_at: Moment(0),
            ended_on: None,
        }
    }

    #[test]
    fn a_deputy_acts_between_two_days_and_within_the_scope_only() {
        let delegation = delegation();
        for (on, is_open) in [
            ("2026-11-23", false),
            ("2026-11-24", true),
            ("2026-11-27", true),
            ("2026-11-28", false),
        ] {
            assert_eq!(
                delegation.is_in_force(day(on), Family::User),
                is_open,
                "{on}"
            );
            assert!(!delegation.is_in_force(day(on), Family::Items), "{on}");
        }
        let all = Delegation {
            scope: None,
            ..delegation.clone()
        };
        assert!(all.is_in_force(day("2026-11-25"), Family::Items));
        let ended = Delegation {
            ended_on: Some(day("2026-11-25")),
            ..delegation
        };
        assert!(ended.is_in_force(day("2026-11-25"), Family::User));
        assert!(!ended.is_in_force(day("2026-11-26"), Family::User));
    }

    #[test]
    fn only_a_supervisor_delegates_to_another_who_is_none_and_never_backwards() {
        let (lin, chen) = (clerk("lin.sf", "supervisor"), clerk("chen.yj", "manager"));
        let today = day("2026-11-23");
        let check = |delegation: &Delegation, principal: &Clerk, deputy: &Clerk| {
            check_delegation(delegation, principal, deputy, today)
        };
        let good = delegation();
        assert_eq!(check(&good, &lin, &chen), Ok(()));
        assert_eq!(
            check(&good, &chen, &lin),
            Err(DelegationRefusal::NotSupervisor)
        );
        assert_eq!(check(&good, &lin, &lin), Err(DelegationRefusal::Oneself));
        for roles in ["supervisor", "keeper", "checker"] {
            let deputy = clerk("other", roles);
            let refusal = Err(DelegationRefusal::UnfitDeputy);
            assert_eq!(check(&good, &lin, &deputy), refusal, "{roles}");
        }
        for (from, to) in [
            ("2026-11-22", "2026-11-27"),
            ("2026-11-27", "2026-11-26"),
            ("2026-11-24", "2027-11-26"),
        ] {
            let wrong = Delegation {
                from: day(from),
                to: day(to),
                ..good.clone()
            };
            assert_eq!(
                check(&wrong, &lin, &chen),
                Err(DelegationRefusal::Days),
                "{from}"
            );
        }
        let silent = Delegation {
            reason: " ".to_owned(),
            ..good
        };
        assert_eq!(
            check(&silent, &lin, &chen),
            Err(DelegationRefusal::ReasonMissing)
        );
    }
}
