//! Logins that fail: counted across processes, locked, and told to the trail.

use super::desk_fixture::{NOW, PASSPHRASE, clerk, office};
use super::*;

fn at(minutes: i64) -> Clock {
    Clock::Fixed(Moment(NOW.0 + minutes * 60_000))
}

fn try_in(dir: &Path, role: Role, passphrase: &str, clock: Clock) -> Result<Office, AppError> {
    Office::open(dir, &clerk(role).login, passphrase, clock)
}

#[track_caller]
fn is_locked(tried: Result<Office, AppError>) {
    let fault = tried.err();
    assert!(
        matches!(fault, Some(AppError::Failed(Trouble::LoginLocked { .. }))),
        "{fault:?}"
    );
}

#[test]
fn five_wrong_passphrases_lock_that_login_for_a_quarter_of_an_hour_and_no_other() {
    let (dir, _office) = office(Role::Keeper);
    for _time in 0..5 {
        let fault = try_in(dir.path(), Role::User, "wrong", at(0)).err();
        assert!(matches!(
            fault,
            Some(AppError::Failed(Trouble::WrongPassphrase))
        ));
    }
    is_locked(try_in(dir.path(), Role::User, PASSPHRASE, at(1)));
    is_locked(try_in(dir.path(), Role::User, PASSPHRASE, at(14)));
    assert!(try_in(dir.path(), Role::Manager, PASSPHRASE, at(1)).is_ok());
    assert!(try_in(dir.path(), Role::User, PASSPHRASE, at(15)).is_ok());
}

#[test]
fn what_failed_is_in_the_trail_at_the_next_login_of_anybody_and_marked_unproven() {
    let (dir, _office) = office(Role::Keeper);
    for _time in 0..2 {
        assert!(try_in(dir.path(), Role::User, "wrong", at(0)).is_err());
    }
    let mut manager = try_in(dir.path(), Role::Manager, PASSPHRASE, at(1)).unwrap();
    let last = manager.head().unwrap().seq;
    let entry = manager.entry(last).unwrap().unwrap().entry;
    assert_eq!(entry.action, "login.failed/1");
    let body = entry.body.write();
    let login = clerk(Role::User).login;
    assert!(
        body.contains("\"count\":2")
            && body.contains(login.as_str())
            && body.contains("\"proven\":0"),
        "{body}"
    );
    let again = try_in(dir.path(), Role::Manager, PASSPHRASE, at(1)).unwrap();
    assert_eq!(again.head().unwrap().seq, last, "noted once");
}

#[test]
fn a_login_that_fits_breaks_the_row() {
    let (dir, _office) = office(Role::Keeper);
    for _round in 0..2 {
        for _time in 0..4 {
            assert!(try_in(dir.path(), Role::User, "wrong", at(0)).is_err());
        }
        assert!(try_in(dir.path(), Role::User, PASSPHRASE, at(0)).is_ok());
    }
}

#[test]
fn a_stranger_s_name_is_not_written_down() {
    let (dir, _office) = office(Role::Keeper);
    let stranger = "a1234567".parse().unwrap();
    for _time in 0..6 {
        let fault = Office::open(dir.path(), &stranger, "wrong", at(0)).err();
        assert!(matches!(
            fault,
            Some(AppError::Failed(Trouble::WrongPassphrase))
        ));
    }
    assert!(!dir.path().join("attempts").exists());
}

#[test]
fn the_lock_of_the_screen_opens_with_the_same_person_s_passphrase_only() {
    let (_dir, mut office) = office(Role::User);
    for _time in 0..4 {
        assert!(office.unlock("wrong").is_err());
    }
    office.unlock(PASSPHRASE).unwrap();
    let last = office.head().unwrap().seq;
    let entry = office.entry(last).unwrap().unwrap().entry;
    assert_eq!(entry.action, "login.failed/1");
}
