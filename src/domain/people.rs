//! People of the desk and their roles.

use std::fmt;
use std::str::FromStr;

use crate::domain::ids::{BadForm, Login};

/// A role at the desk (DESIGN: people). The order is the order in which an entry names a person's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 使用者: registers queries under his own account.
    User,
    /// 管理者: imports, reconciles, freezes, keeps catalogues.
    Manager,
    /// 查核人員: draws, walks and signs the monthly check.
    Checker,
    /// 權責主管: approves and countersigns.
    Supervisor,
    /// 保管人: enrols people, keeps settings and backups.
    Keeper,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::User,
        Role::Manager,
        Role::Checker,
        Role::Supervisor,
        Role::Keeper,
    ];

    /// The English code of JSON, commands and the trail.
    pub fn code(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Manager => "manager",
            Role::Checker => "checker",
            Role::Supervisor => "supervisor",
            Role::Keeper => "keeper",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Role::User => 1,
            Role::Manager => 2,
            Role::Checker => 4,
            Role::Supervisor => 8,
            Role::Keeper => 16,
        }
    }
}

impl FromStr for Role {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        Role::ALL
            .into_iter()
            .find(|role| role.code() == text)
            .ok_or(BadForm)
    }
}

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    pub fn of(roles: &[Role]) -> Roles {
        Roles(roles.iter().fold(0, |bits, role| bits | role.bit()))
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    pub fn any_of(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// The first role, in the fixed order, that the person holds and the table allows: the one an entry carries.
    pub fn acting(self, allowed: &[Role]) -> Option<Role> {
        Role::ALL
            .into_iter()
            .find(|role| self.has(*role) && allowed.contains(role))
    }

    /// Whether every one of these roles is held.
    pub fn includes(self, roles: Roles) -> bool {
        self.0 & roles.0 == roles.0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    #[must_use]
    pub fn without(self, role: Role) -> Roles {
        Roles(self.0 & !role.bit())
    }

    /// Why these roles may not be held together (DESIGN §1): keeper excludes checker and supervisor; checker excludes
    /// user and manager.
    pub fn conflict(self) -> Option<(Role, Role)> {
        self.conflict_but(Roles::default())
    }

    /// The same of a checker who may hold these other roles by an exception.
    pub fn conflict_but(self, excused: Roles) -> Option<(Role, Role)> {
        const APART: [(Role, Role); 4] = [
            (Role::Keeper, Role::Checker),
            (Role::Keeper, Role::Supervisor),
            (Role::Checker, Role::User),
            (Role::Checker, Role::Manager),
        ];
        APART
            .into_iter()
            .filter(|(one, other)| self.has(*one) && self.has(*other))
            .find(|(one, other)| *one != Role::Checker || !excused.has(*other))
    }
}

/// `user,manager`, in the fixed order.
impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, role) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(role.code())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roles({self})")
    }
}

impl FromStr for Roles {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let roles = text
            .split(',')
            .map(|part| part.trim().parse())
            .collect::<Result<Vec<Role>, _>>()?;
        if roles.is_empty() {
            Err(BadForm)
        } else {
            Ok(Roles::of(&roles))
        }
    }
}

/// Why somebody's roles or keys stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleRefusal {
    /// Nobody is enrolled by this name.
    Unknown,
    /// These are the roles held already.
    SameRoles,
    /// Nobody gives himself a role.
    OwnRoles,
    /// One's own keys are another keeper's to renew, or the recovery code's.
    OwnKeys,
    /// No keeper with keys would be left.
    LastKeeper,
    /// The person was removed: roles first, then keys.
    Removed,
    /// The recovery code lets a keeper in, and nobody else.
    RecoveryIsKeepers,
}

impl PeopleRefusal {
    pub const ALL: [PeopleRefusal; 7] = [
        PeopleRefusal::Unknown,
        PeopleRefusal::SameRoles,
        PeopleRefusal::OwnRoles,
        PeopleRefusal::OwnKeys,
        PeopleRefusal::LastKeeper,
        PeopleRefusal::Removed,
        PeopleRefusal::RecoveryIsKeepers,
    ];

    /// The English word of JSON.
    pub fn code(self) -> &'static str {
        match self {
            PeopleRefusal::Unknown => "login",
            PeopleRefusal::SameRoles => "same",
            PeopleRefusal::OwnRoles => "own_roles",
            PeopleRefusal::OwnKeys => "own_keys",
            PeopleRefusal::LastKeeper => "last_keeper",
            PeopleRefusal::Removed => "removed",
            PeopleRefusal::RecoveryIsKeepers => "not_keeper",
        }
    }
}

/// Whether one person may be given these roles by another. `others`: keepers with keys beside him.
pub fn check_roles(
    by: &Login,
    clerk: &Clerk,
    wanted: Roles,
    others: usize,
) -> Result<(), PeopleRefusal> {
    if clerk.roles == wanted {
        return Err(PeopleRefusal::SameRoles);
    }
    if *by == clerk.login && !clerk.roles.includes(wanted) {
        return Err(PeopleRefusal::OwnRoles);
    }
    if wanted.has(Role::Keeper) {
        return Ok(());
    }
    check_leaving(clerk, others)
}

/// Whether a person may stop being a keeper, where he is one.
pub fn check_leaving(clerk: &Clerk, others: usize) -> Result<(), PeopleRefusal> {
    if clerk.roles.has(Role::Keeper) && others == 0 {
        return Err(PeopleRefusal::LastKeeper);
    }
    Ok(())
}

/// Whether another person may be let in anew.
pub fn check_reenrolment(by: &Login, clerk: &Clerk) -> Result<(), PeopleRefusal> {
    if clerk.roles.is_empty() {
        return Err(PeopleRefusal::Removed);
    }
    if *by == clerk.login {
        return Err(PeopleRefusal::OwnKeys);
    }
    Ok(())
}

/// A person who may sit at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clerk {
    pub login: Login,
    /// Full name, shown in full (staff names are not masked).
    pub name: String,
    pub roles: Roles,
    /// WebIR account (查詢人帳號), when the person holds one.
    pub account: Option<String>,
    /// Query items granted; empty while no grants are recorded.
    pub items: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keeper_may_not_check_and_a_checker_may_not_query() {
        let conflict = |text: &str| text.parse::<Roles>().unwrap().conflict();
        assert_eq!(
            conflict("keeper,checker"),
            Some((Role::Keeper, Role::Checker))
        );
        assert_eq!(conflict("checker,user"), Some((Role::Checker, Role::User)));
        assert_eq!(conflict("user,manager"), None);
        assert_eq!(conflict("manager,keeper"), None);
    }

    #[test]
    fn nobody_raises_himself_and_one_keeper_always_stays() {
        let clerk = |login: &str, roles: &str| Clerk {
            login: login.parse().unwrap(),
            name: login.to_owned(),
            roles: roles.parse().unwrap_or_default(),
            account: None,
            items: Vec::new(),
        };
        let (wang, hsu) = (clerk("wang", "manager,keeper"), clerk("hsu", "user"));
        let asked = |clerk: &Clerk, roles: &str, others| {
            check_roles(&wang.login, clerk, roles.parse().unwrap(), others)
        };
        for (whose, roles, others, expected) in [
            (&hsu, "manager", 0, Ok(())),
            (&hsu, "user", 0, Err(PeopleRefusal::SameRoles)),
            (
                &wang,
                "user,manager,keeper",
                1,
                Err(PeopleRefusal::OwnRoles),
            ),
            (&wang, "user", 1, Err(PeopleRefusal::OwnRoles)),
            (&wang, "keeper", 0, Ok(())),
            (&wang, "manager", 0, Err(PeopleRefusal::LastKeeper)),
            (&wang, "manager", 1, Ok(())),
        ] {
            assert_eq!(asked(whose, roles, others), expected, "{roles} {others}");
        }
        assert_eq!(check_leaving(&hsu, 0), Ok(()));
        assert_eq!(check_leaving(&wang, 0), Err(PeopleRefusal::LastKeeper));
        let again = |clerk: &Clerk| check_reenrolment(&wang.login, clerk);
        assert_eq!(again(&hsu), Ok(()));
        assert_eq!(again(&wang), Err(PeopleRefusal::OwnKeys));
        assert_eq!(again(&clerk("gone", "")), Err(PeopleRefusal::Removed));
    }

    #[test]
    fn an_entry_carries_the_first_role_that_the_command_allows() {
        let roles: Roles = "manager,user".parse().unwrap();
        assert_eq!(roles.acting(&[Role::Manager, Role::User]), Some(Role::User));
        assert_eq!(roles.acting(&[Role::Checker]), None);
        assert_eq!(roles.to_string(), "user,manager");
    }
}
