//! Who may give which command: the one table (DESIGN §6).

use crate::domain::people::Role;

const KEEPER: &[Role] = &[Role::Keeper];
const EVERYBODY: &[Role] = &Role::ALL;
const READERS: &[Role] = &[Role::User, Role::Manager, Role::Checker, Role::Supervisor];
const HOLDERS: &[Role] = &[Role::User, Role::Manager, Role::Supervisor];
const CHECK_READERS: &[Role] = &[Role::Manager, Role::Checker, Role::Supervisor];

const APPLICANTS: &[Role] = &[Role::User, Role::Manager];
const REQUEST_READERS: &[Role] = &[Role::User, Role::Manager, Role::Supervisor];
const ROSTER_READERS: &[Role] = &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper];

/// Every command and its roles.
pub const MAY: &[(&str, &[Role])] = &[
    ("query.register", &[Role::User]),
    ("query.complete", &[Role::User]),
    ("query.correct", &[Role::User, Role::Manager]),
    ("query.void", &[Role::User, Role::Manager]),
    ("query.approve", &[Role::Supervisor]),
    ("catalogue.save", &[Role::Manager]),
    ("person.add", KEEPER),
    ("person.code", KEEPER),
    ("person.roles", KEEPER),
    ("person.remove", KEEPER),
    ("person.reenrol", KEEPER),
    ("setting.change", KEEPER),
    ("backup", KEEPER),
    ("tail.accept", KEEPER),
    ("query.reveal", READERS),
    ("log.reveal", CHECK_READERS),
    ("retention.enter", &[Role::User, Role::Manager]),
    ("retention.keep", &[Role::User]),
    ("retention.oversee", &[Role::Manager, Role::Supervisor]),
    ("retention.law", &[Role::Manager]),
    ("retention.verify", HOLDERS),
    ("retention.except", &[Role::Supervisor]),
    ("kept.propose", &[Role::Manager]),
    ("kept.approve", &[Role::Supervisor]),
    ("use_period.set", KEEPER),
    ("notice.save", &[Role::Manager]),
    ("list.retention", HOLDERS),
    ("due", EVERYBODY),
    ("export.deletion", HOLDERS),
    ("import.calendar", KEEPER),
    ("calendar.stop", KEEPER),
    ("import.log", &[Role::Manager]),
    ("import.register", &[Role::Manager]),
    ("import.map", &[Role::Manager]),
    ("reconcile", &[Role::Manager]),
    ("match.decide", &[Role::Manager]),
    ("match.explain", &[Role::Manager]),
    ("check.freeze", &[Role::Manager]),
    ("check.draw", &[Role::Checker]),
    ("check.walk", &[Role::Checker]),
    ("check.judge_row", &[Role::Checker, Role::Supervisor]),
    ("check.sign", &[Role::Checker]),
    ("check.public", &[Role::Supervisor]),
    ("exception.approve", &[Role::Supervisor]),
    ("staff.enter", &[Role::Manager]),
    ("check.show", CHECK_READERS),
    ("export.check", CHECK_READERS),
    ("log.hand", &[Role::Manager]),
    ("check.countersign", &[Role::Manager, Role::Supervisor]),
    ("check.reopen", &[Role::Checker]),
    ("check.joint", &[Role::Checker]),
    ("quarter.send", &[Role::Manager]),
    ("export.quarter", CHECK_READERS),
    ("export.register", CHECK_READERS),
    ("export.log", CHECK_READERS),
    (
        "export.trail",
        &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper],
    ),
    ("list.register", READERS),
    ("list.log", CHECK_READERS),
    ("list.trail", EVERYBODY),
    ("person.list", EVERYBODY),
    // roster
    ("list.roster", ROSTER_READERS),
    ("import.roster", &[Role::Manager]),
    ("roster.save", &[Role::Manager]),
    ("standing.save", &[Role::Manager, Role::Keeper]),
    // 清查
    ("review.open", &[Role::Manager]),
    ("review.decide", &[Role::Manager, Role::Supervisor]),
    ("review.draft", &[Role::Manager]),
    ("review.step", &[Role::Manager, Role::Supervisor]),
    ("list.reviews", ROSTER_READERS),
    ("export.review", ROSTER_READERS),
    ("verify", EVERYBODY),
    ("passphrase", EVERYBODY),
    ("restore", EVERYBODY),
    // requests
    ("request.draft", APPLICANTS),
    ("request.step", REQUEST_READERS),
    ("delegation.save", &[Role::Supervisor]),
    ("list.requests", REQUEST_READERS),
];

/// The roles that may give a command; nobody for a name that is not in the table.
pub fn may(command: &str) -> &'static [Role] {
    MAY.iter()
        .find(|(name, _)| *name == command)
        .map_or(&[], |(_, roles)| roles)
}
