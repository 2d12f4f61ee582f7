//! 分權例外: the supervisor approves that a checker also holds another role, and ends it (DESIGN §1).

use chrono::NaiveDate;

use super::reconcile::free_text;
use super::{AppError, Command, Done, Office};
use crate::domain::event::{Event, ExceptionEvent};
use crate::domain::ids::Login;
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::refusal::Refusal;
use crate::domain::role_exception::{Ended, RoleException, acting, check_approval, excused, fault};
use crate::store::{self, Reader};

/// What the supervisor does.
#[derive(Debug, Clone)]
pub enum ExceptionCommand {
    Grant {
        login: Login,
        beside: Roles,
        reason: String,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// Before its time.
    End { id: i64, reason: String },
}

impl From<ExceptionCommand> for Command {
    fn from(command: ExceptionCommand) -> Command {
        Command::Exception(command)
    }
}

/// An exception with the names of its people.
#[derive(Debug, Clone)]
pub struct ExceptionRow {
    pub id: i64,
    pub exception: RoleException,
    pub name: String,
    pub approver: String,
}

fn known(reader: Reader<'_>) -> Result<Vec<RoleException>, AppError> {
    let all = store::exceptions::all(reader)?.into_iter();
    Ok(all.map(|(_id, exception)| exception).collect())
}

/// The roles that a person may hold beside the checker's on that day.
pub(super) fn excused_roles(
    reader: Reader<'_>,
    login: &Login,
    on: NaiveDate,
) -> Result<Roles, AppError> {
    Ok(excused(&known(reader)?, login, on))
}

/// The person as he may act on that day.
pub(super) fn acting_clerk(
    reader: Reader<'_>,
    clerk: Clerk,
    on: NaiveDate,
) -> Result<Clerk, AppError> {
    if clerk.roles.conflict().is_none() {
        return Ok(clerk);
    }
    Ok(acting(clerk, &known(reader)?, on))
}

/// Exceptions of these people that held at some time between two days.
pub(super) fn held_between(
    reader: Reader<'_>,
    logins: &[&str],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<RoleException>, AppError> {
    let mut found = known(reader)?;
    found.retain(|it| logins.contains(&it.login.as_str()) && it.held_between(first, last));
    Ok(found)
}

impl Office {
    pub(super) fn execute_exception(
        &mut self,
        command: ExceptionCommand,
    ) -> Result<Done, AppError> {
        let role = self.allow("exception.approve")?;
        let at = self.now();
        let me = self.me.clone();
        match command {
            ExceptionCommand::Grant {
                login,
                beside,
                reason,
                from,
                to,
            } => {
                check_approval(&me, &login).map_err(Refusal::Check)?;
                let reason = free_text(&reason);
                if let Some(field) = fault(beside, &reason, from, to) {
                    return Err(Refusal::Form { field }.into());
                }
                let exception = RoleException {
                    login: login.clone(),
                    beside,
                    reason,
                    from,
                    to,
                    approved_by: me.login,
                    approved_at: at,
                    ended: None,
                };
                self.write(role, |tx| {
                    let id = store::exceptions::put(tx, None, &exception)?;
                    Ok(Event::Exception(ExceptionEvent::Granted {
                        id,
                        login,
                        beside,
                        from,
                        to,
                    }))
                })
            }
            ExceptionCommand::End { id, reason } => {
                let reason = free_text(&reason);
                if reason.is_empty() {
                    return Err(Refusal::Form { field: "reason" }.into());
                }
                self.write(role, |tx| {
                    let mut all = store::exceptions::all(tx.reader())?.into_iter();
                    let known = all.find(|(known, it)| *known == id && it.ended.is_none());
                    let (_id, exception) = known.ok_or(Refusal::Stale)?;
                    check_approval(&me, &exception.login).map_err(Refusal::Check)?;
                    let login = exception.login.clone();
                    let ended = Ended {
                        by: me.login.clone(),
                        at,
                        reason,
                    };
                    let next = RoleException {
                        ended: Some(ended),
                        ..exception
                    };
                    store::exceptions::put(tx, Some(id), &next)?;
                    Ok(Event::Exception(ExceptionEvent::Ended { id, login }))
                })
            }
        }
    }

    /// What any exception that holds today lets a checker be too.
    pub fn excusable(&self) -> Result<Roles, AppError> {
        let today = self.now().day();
        let all = known(self.store.reader())?.into_iter();
        let roles: Vec<Role> = all
            .filter(|it| it.holds(today))
            .flat_map(|it| it.beside.iter())
            .collect();
        Ok(Roles::of(&roles))
    }

    /// Every exception, newest first.
    pub fn role_exceptions(&mut self) -> Result<Vec<ExceptionRow>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let mut rows = Vec::new();
        for (id, exception) in store::exceptions::all(reader)?.into_iter().rev() {
            rows.push(ExceptionRow {
                id,
                name: super::drawn::name_of(reader, exception.login.as_str())?,
                approver: super::drawn::name_of(reader, exception.approved_by.as_str())?,
                exception,
            });
        }
        Ok(rows)
    }

    /// The checkers in office.
    pub(super) fn checkers(reader: Reader<'_>, on: NaiveDate) -> Result<Vec<Clerk>, AppError> {
        let mut checkers = Vec::new();
        for clerk in store::clerks::all(reader)? {
            let clerk = acting_clerk(reader, clerk, on)?;
            if clerk.roles.has(Role::Checker) {
                checkers.push(clerk);
            }
        }
        Ok(checkers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::trial::{PASSPHRASE, Trial, november, october};
    use crate::app::{AtTheDraw, Clock, Extra};
    use crate::domain::monthly_check::CheckRefusal;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grant(login: &str, beside: &str) -> Command {
        ExceptionCommand::Grant {
            login: login.parse().unwrap(),
            beside: beside.parse().unwrap(),
            reason: "查核人員出缺".to_owned(),
            from: day("2026-11-01"),
            to: day("2026-11-30"),
        }
        .into()
    }

    fn both() -> Clerk {
        Clerk {
            login: "both".parse().unwrap(),
            name: "both".to_owned(),
            roles: "manager,checker".parse().unwrap(),
            account: None,
            items: Vec::new(),
        }
    }

    fn enrolled(trial: &Trial) -> Office {
        let mut keeper = trial.sit("keeper");
        let Extra::Code(code, _) = keeper.add_person(&both()).unwrap().extra else {
            panic!("no code")
        };
        let clock = Clock::Fixed(november());
        Office::enrol(&trial.store(), &both().login, &code, PASSPHRASE, clock).unwrap()
    }

    #[track_caller]
    fn refused<T: std::fmt::Debug>(done: Result<T, AppError>, expected: &CheckRefusal) {
        match done {
            Err(AppError::Refused(Refusal::Check(refusal))) => assert_eq!(refusal, *expected),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_checker_who_also_manages_needs_an_exception_and_a_public_source() {
        let trial = Trial::with(&["manager", "super"]);
        let mut keeper = trial.sit("keeper");
        assert!(matches!(
            keeper.add_person(&both()),
            Err(AppError::Refused(Refusal::RolesConflict { .. }))
        ));
        let mut supervisor = trial.sit("super");
        refused(
            supervisor.execute(grant("super", "manager")),
            &CheckRefusal::OwnException,
        );
        assert!(
            trial
                .sit("manager")
                .execute(grant("both", "manager"))
                .is_err()
        );
        supervisor.execute(grant("both", "manager")).unwrap();
        let mut both = enrolled(&trial);
        assert!(both.me().roles.has(Role::Checker));

        let mut manager = trial.with_month();
        manager.reconcile(october()).unwrap();
        let needed = CheckRefusal::PublicSourceNeeded;
        refused(manager.freeze(october(), None, None), &needed);
        let source = "DICE/6".parse().unwrap();
        manager.freeze(october(), Some(&source), None).unwrap();
        let typed = AtTheDraw {
            public: Some("123456".to_owned()),
            ..AtTheDraw::default()
        };
        both.draw(october(), &typed).unwrap();
    }

    #[test]
    fn an_exception_that_ended_takes_the_checkers_role_with_it() {
        let trial = Trial::with(&["manager", "super"]);
        let mut supervisor = trial.sit("super");
        supervisor.execute(grant("both", "manager")).unwrap();
        enrolled(&trial);
        let row = supervisor.role_exceptions().unwrap().remove(0);
        assert_eq!(
            (row.name.as_str(), row.approver.as_str()),
            ("both", "super")
        );
        let end = |reason: &str| -> Command {
            ExceptionCommand::End {
                id: row.id,
                reason: reason.to_owned(),
            }
            .into()
        };
        assert!(supervisor.execute(end(" ")).is_err());
        supervisor.execute(end("已補實")).unwrap();
        assert!(supervisor.execute(end("已補實")).is_err(), "it is over");
        let both = trial.sit("both");
        assert!(!both.me().roles.has(Role::Checker));
        assert!(both.me().roles.has(Role::Manager));
    }

    #[test]
    fn the_store_itself_keeps_the_roles_apart() {
        let trial = Trial::with(&["super"]);
        let keeper = trial.sit("keeper");
        let put = |roles: &str| {
            let clerk = Clerk {
                roles: roles.parse().unwrap(),
                ..both()
            };
            let mut tx = keeper.store.write().unwrap();
            store::clerks::put(&mut tx, &clerk, &"keeper".parse().unwrap(), november())
        };
        for apart in [
            "manager,checker",
            "user,checker",
            "checker,keeper",
            "supervisor,keeper",
        ] {
            assert!(put(apart).is_err(), "{apart}");
        }
        assert!(put("user,manager,keeper").is_ok());
        let mut supervisor = trial.sit("super");
        supervisor.execute(grant("both", "manager")).unwrap();
        assert!(put("manager,checker").is_ok());
        assert!(put("user,manager,checker").is_err());
        assert!(put("checker,keeper").is_err());
    }
}
