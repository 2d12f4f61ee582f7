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
    fn an_entry_carries_the_first_role_that_the_command_allows() {
        let roles: Roles = "manager,user".parse().unwrap();
        assert_eq!(roles.acting(&[Role::Manager, Role::User]), Some(Role::User));
        assert_eq!(roles.acting(&[Role::Checker]), None);
        assert_eq!(roles.to_string(), "user,manager");
    }
}
