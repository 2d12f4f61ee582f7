//! 分權例外: a checker who, for a time and a reason, also holds a role that is kept apart from it (DESIGN §1).

use chrono::NaiveDate;

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::people::{Clerk, Role, Roles};

/// What a checker may also be, until when, and who approved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleException {
    pub login: Login,
    /// User, manager or both.
    pub beside: Roles,
    pub reason: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub approved_by: Login,
    pub approved_at: Moment,
    pub ended: Option<Ended>,
}

/// The end before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub by: Login,
    pub at: Moment,
    pub reason: String,
}

impl RoleException {
    /// Whether it lets its person act in both roles on that day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.ended.is_none() && (self.from..=self.to).contains(&on)
    }

    /// Whether it held at some time between two days: what was done then was done under it.
    pub fn held_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let ended_on = self.ended.as_ref().map(|ended| ended.at.day());
        let to = ended_on.map_or(self.to, |day| day.min(self.to));
        self.from <= last && first <= to
    }
}

/// The supervisor approves it, never his own.
pub fn check_approval(approver: &Clerk, of: &Login) -> Result<(), CheckRefusal> {
    if !approver.roles.has(Role::Supervisor) {
        return Err(CheckRefusal::Role {
            needed: Role::Supervisor,
        });
    }
    if approver.login == *of {
        return Err(CheckRefusal::OwnException);
    }
    Ok(())
}

/// Which part of an exception cannot be so, by the name of its field.
pub fn fault(beside: Roles, reason: &str, from: NaiveDate, to: NaiveDate) -> Option<&'static str> {
    let is_excusable = |role: Role| matches!(role, Role::User | Role::Manager);
    if beside.is_empty() || !beside.iter().all(is_excusable) {
        Some("beside")
    } else if to < from {
        Some("to")
    } else if reason.trim().is_empty() {
        Some("reason")
    } else {
        None
    }
}

/// The roles that a person may hold beside the checker's on that day.
pub fn excused(exceptions: &[RoleException], login: &Login, on: NaiveDate) -> Roles {
    let held = exceptions
        .iter()
        .filter(|exception| exception.login == *login && exception.holds(on));
    let roles: Vec<Role> = held.flat_map(|exception| exception.beside.iter()).collect();
    Roles::of(&roles)
}

/// The person as he may act on that day: without an exception in force a checker who is also user or manager is no
/// checker.
pub fn acting(clerk: Clerk, exceptions: &[RoleException], on: NaiveDate) -> Clerk {
    let excused = excused(exceptions, &clerk.login, on);
    let is_checker_apart = clerk
        .roles
        .conflict_but(excused)
        .is_some_and(|(one, _other)| one == Role::Checker);
    if !is_checker_apart {
        return clerk;
    }
    Clerk {
        roles: clerk.roles.without(Role::Checker),
        ..clerk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn exception() -> RoleException {
        RoleException {
            login: "chen.yj".parse().unwrap(),
            beside: "manager".parse().unwrap(),
            reason: "查核人員出缺".to_owned(),
            from: day("2026-11-01"),
            to: day("2026-11-30"),
            approved_by: "lin.sf".parse().unwrap(),
            approved_at: Moment(0),
            ended: None,
        }
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

    #[test]
    fn a_checker_is_also_manager_only_while_an_exception_holds() {
        let both = clerk("chen.yj", "manager,checker");
        let roles = |on: &str| acting(both.clone(), &[exception()], day(on)).roles;
        assert_eq!(roles("2026-11-01"), both.roles);
        assert_eq!(roles("2026-11-30"), both.roles);
        let manager: Roles = "manager".parse().unwrap();
        assert_eq!(roles("2026-10-31"), manager);
        assert_eq!(roles("2026-12-01"), manager);
        let user_too = clerk("chen.yj", "user,manager,checker");
        let acts = acting(user_too, &[exception()], day("2026-11-10"));
        assert!(
            !acts.roles.has(Role::Checker),
            "the exception names manager alone"
        );
        let other = clerk("other", "manager,checker");
        let acts = acting(other, &[exception()], day("2026-11-10"));
        assert!(!acts.roles.has(Role::Checker));
    }

    #[test]
    fn an_exception_that_was_ended_holds_no_more_but_held() {
        let ended = RoleException {
            ended: Some(Ended {
                by: "lin.sf".parse().unwrap(),
                at: Moment::parse("2026-11-10T01:00:00.000Z").unwrap(),
                reason: "已補實".to_owned(),
            }),
            ..exception()
        };
        assert!(!ended.holds(day("2026-11-09")));
        assert!(ended.held_between(day("2026-11-10"), day("2026-11-20")));
        assert!(!ended.held_between(day("2026-11-11"), day("2026-11-20")));
        assert!(!exception().held_between(day("2026-12-01"), day("2026-12-02")));
    }

    #[test]
    fn nobody_approves_his_own_and_every_part_is_there() {
        let supervisor = clerk("lin.sf", "supervisor");
        let of = |login: &str| check_approval(&supervisor, &login.parse().unwrap());
        assert_eq!(of("chen.yj"), Ok(()));
        assert_eq!(of("lin.sf"), Err(CheckRefusal::OwnException));
        let chen = clerk("chen.yj", "manager");
        assert!(check_approval(&chen, &"other".parse().unwrap()).is_err());
        let (from, to) = (day("2026-11-01"), day("2026-11-30"));
        let manager: Roles = "manager".parse().unwrap();
        assert_eq!(fault(manager, "出缺", from, to), None);
        assert_eq!(fault(manager, " ", from, to), Some("reason"));
        assert_eq!(fault(manager, "出缺", to, from), Some("to"));
        assert_eq!(fault(Roles::default(), "出缺", from, to), Some("beside"));
        let keeper: Roles = "keeper".parse().unwrap();
        assert_eq!(fault(keeper, "出缺", from, to), Some("beside"));
    }
}
