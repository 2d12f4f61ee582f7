//! The demo, tried: it verifies, everybody's passphrase opens it, and its waiting month goes through the check.

use std::os::unix::fs::PermissionsExt;

use super::demo::{DemoOrder, logins, make, sit_down};
use super::demo_file::{self, DemoLogin};
use super::people::{Founder, found};
use super::*;
use crate::domain::event::ACTIONS;
use crate::domain::ids::Period;
use crate::domain::monthly_check::Step;

/// Monday morning in the middle of a month.
fn now() -> Moment {
    Moment::parse("2026-11-23T01:42:00.000Z").unwrap()
}

fn sit(dir: &Path, logins: &[DemoLogin], role: Role) -> Office {
    let login = logins.iter().find(|login| login.role == role).unwrap();
    sit_down(dir, login, Clock::Fixed(now())).unwrap()
}

#[test]
fn a_demo_is_a_whole_office_and_its_waiting_month_can_be_checked() {
    let dir = tempfile::tempdir().unwrap();
    let order = DemoOrder {
        dir: dir.path(),
        rows: 70,
        now: now(),
    };
    make(order, &mut |_count| {}).unwrap();
    let mode = dir
        .path()
        .join("demo.toml")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let logins = logins(dir.path()).unwrap();
    for login in &logins {
        let office = sit_down(dir.path(), login, Clock::Fixed(now())).unwrap();
        assert!(office.is_demo().unwrap() && office.me().roles.has(login.role));
    }
    let users = logins.iter().filter(|login| login.role == Role::User);
    assert!(users.count() >= 6);
    for role in Role::ALL {
        assert!(logins.iter().any(|login| login.role == role), "{role:?}");
    }
    let manager = sit(dir.path(), &logins, Role::Manager);
    for month in ["11508", "11509"] {
        let state = manager.state_of(month.parse().unwrap()).unwrap();
        assert_eq!(
            (state.step, state.population),
            (Step::Complete, 100),
            "{month}"
        );
    }
    check_the_waiting_month(dir.path(), &logins);
    let office = sit(dir.path(), &logins, Role::Keeper);
    let report = office.store.verify(allowed, None, |_done| {}).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    change_the_file(dir.path());
}

/// Which roles an action is for; an empty list is everybody.
fn allowed(action: &str) -> Option<&'static [Role]> {
    let known = ACTIONS.iter().find(|(name, _)| *name == action);
    known.map(|(_, roles)| if roles.is_empty() { &Role::ALL } else { *roles })
}

/// What a newcomer does first, in the roles of manager and checker.
fn check_the_waiting_month(dir: &Path, logins: &[DemoLogin]) {
    let period: Period = "11510".parse().unwrap();
    let mut manager = sit(dir, logins, Role::Manager);
    assert_eq!(manager.state_of(period).unwrap().step, Step::Imported);
    let found = manager.reconcile(period).unwrap();
    assert_eq!(found.counts.log_rows, 70);
    let matched = found.counts.p1 + found.counts.p2 + found.counts.retry;
    assert_eq!(matched + found.counts.proposed + 2, 70);
    assert!(found.counts.p1 > 20 && found.counts.p2 > 20 && found.counts.retry == 1);
    assert_eq!(found.counts.proposed, 2);
    assert_eq!(found.unregistered.len(), 2);
    assert_eq!(found.not_performed.len(), 2, "the voided one is none");
    manager.freeze(period, None, None).unwrap();
    let mut checker = sit(dir, logins, Role::Checker);
    checker.draw(period, &AtTheDraw::default()).unwrap();
    assert_eq!(checker.state_of(period).unwrap().base.len(), 10);
}

#[test]
fn a_store_that_does_not_call_itself_a_demo_is_never_opened_by_picking() {
    let dir = tempfile::tempdir().unwrap();
    assert!(logins(dir.path()).unwrap().is_empty(), "there is none");
    let passphrase = "correct horse battery";
    let founder = Founder {
        agency: "SOC".parse().unwrap(),
        keeper: "wang.yf".parse().unwrap(),
        name: "W".to_owned(),
        passphrase,
        is_demo: false,
    };
    let office = found(dir.path(), &founder, Clock::Fixed(now()))
        .unwrap()
        .office;
    let login = DemoLogin {
        login: founder.keeper,
        name: founder.name,
        role: Role::Keeper,
        passphrase: passphrase.into(),
    };
    demo_file::write(dir.path(), office.store.id(), std::slice::from_ref(&login)).unwrap();
    assert_eq!(
        logins(dir.path()).unwrap().len(),
        1,
        "the file alone cannot tell"
    );
    assert!(sit_down(dir.path(), &login, Clock::Fixed(now())).is_err());
}

/// demo.toml beside a store that it does not belong to names nobody, and a store is never made over another.
fn change_the_file(dir: &Path) {
    let file = dir.join("demo.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("store = \"", "store = \"00")).unwrap();
    assert!(logins(dir).unwrap().is_empty());
    let (rows, now) = (0, now());
    assert!(make(DemoOrder { dir, rows, now }, &mut |_count| {}).is_err());
}
