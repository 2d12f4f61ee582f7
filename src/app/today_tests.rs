//! Who sees what on 今日, and when it counts as overdue.

use super::desk_fixture::{NOW, beside, clerk, office};
use super::*;
use crate::domain::deadline::DueState;
use crate::domain::monthly_check::Step;

fn state(office: &Office, fits: impl Fn(&Duty) -> bool) -> Option<(DueState, bool)> {
    let dues = office.agenda().unwrap().dues;
    let due = dues.into_iter().find(|due| fits(&due.duty))?;
    let deadline = due.deadline.unwrap();
    Some((deadline.state(office.now().day()), due.is_mine))
}

fn is_check(duty: &Duty) -> bool {
    matches!(
        duty,
        Duty::Check { period, step: Step::None, .. } if period.to_string() == "11510"
    )
}

fn days_later(days: i64) -> Moment {
    Moment(NOW.0 + days * 24 * 3_600_000)
}

#[test]
fn last_month_waits_for_the_manager_till_the_end_of_this_one() {
    let (dir, manager) = office(Role::Manager);
    // 115/11/30 is a Monday, and worked.
    assert_eq!(state(&manager, is_check), Some((DueState::Left(7), true)));
    let later = beside(dir.path(), Role::Manager, days_later(8));
    assert_eq!(state(&later, is_check), Some((DueState::Overdue(1), true)));
    assert_eq!(later.badges().unwrap().overdue, 1);
    for role in [Role::User, Role::Checker, Role::Supervisor, Role::Keeper] {
        let other = beside(dir.path(), role, days_later(8));
        assert_eq!(state(&other, is_check), None, "{role:?}");
    }
}

#[test]
fn the_month_that_runs_is_announced_and_not_yet_due() {
    let (_dir, checker) = office(Role::Checker);
    let agenda = checker.agenda().unwrap();
    assert_eq!(agenda.dues, []);
    let (period, deadline) = agenda.later[0];
    assert_eq!(period.to_string(), "11511");
    assert_eq!(deadline.advised_on, period.next().last_day());
}

#[test]
fn the_keeper_is_told_of_backups_and_codes_and_nobody_else_is() {
    let (dir, mut keeper) = office(Role::Keeper);
    let newcomer = Clerk {
        login: "wu.zj".parse().unwrap(),
        account: None,
        ..clerk(Role::User)
    };
    keeper.add_person(&newcomer).unwrap();
    let is_code =
        |duty: &Duty| matches!(duty, Duty::Code { login, .. } if *login == newcomer.login);
    let is_backup = |duty: &Duty| matches!(duty, Duty::Backup { .. });
    assert_eq!(state(&keeper, is_code), Some((DueState::Today, true)));
    assert_eq!(state(&keeper, is_backup), Some((DueState::Left(7), true)));
    let later = beside(dir.path(), Role::Keeper, days_later(9));
    assert_eq!(state(&later, is_code), Some((DueState::Overdue(9), true)));
    assert_eq!(state(&later, is_backup), Some((DueState::Overdue(2), true)));
    let target = dir.path().join("backup.zip");
    keeper.back_up(&target, |_copied| {}).unwrap();
    let after = beside(dir.path(), Role::Keeper, days_later(1));
    let told = after.agenda().unwrap().dues;
    let last_on = Some(NOW.day());
    assert!(told.iter().any(|due| due.duty == Duty::Backup { last_on }));
    for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
        let other = beside(dir.path(), role, NOW);
        assert_eq!(state(&other, is_code), None);
        assert_eq!(state(&other, is_backup), None);
    }
}

#[test]
fn a_lost_tail_is_first_for_everybody_and_the_keepers_to_accept() {
    let (dir, office) = office(Role::User);
    let head = office.head().unwrap();
    drop(office);
    let further = format!("{}:{}\n", head.seq + 2, "0".repeat(64));
    std::fs::write(dir.path().join("head"), further).unwrap();
    for role in Role::ALL {
        let one = beside(dir.path(), role, NOW);
        let first = one.agenda().unwrap().dues.remove(0);
        assert_eq!(first.duty, Duty::LostTail { missing: 2 });
        assert_eq!(first.is_mine, role == Role::Keeper);
    }
}
