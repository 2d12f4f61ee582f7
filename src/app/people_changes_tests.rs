//! Roles, removal and new keys; and whoever tries to get more out of them than he may.

use super::desk_fixture::{NOW, PASSPHRASE, beside, clerk, office};
use super::people::found as found_desk;
use super::*;
use crate::domain::canonical::Json;
use crate::domain::people::{PeopleRefusal, Roles};
use crate::domain::signers::RECOVERY;
use crate::domain::trail::Fact;

const NEW: &str = "another horse battery";

fn at(minutes: i64) -> Clock {
    Clock::Fixed(Moment(NOW.0 + minutes * 60_000))
}

fn code(done: &Done) -> String {
    match &done.extra {
        Extra::Code(code, _until) => code.clone(),
        Extra::None => panic!("a code is told"),
    }
}

fn login(role: Role) -> Login {
    clerk(role).login
}

#[track_caller]
fn not_done<T>(done: Result<T, AppError>, expected: PeopleRefusal) {
    match done {
        Err(AppError::Refused(Refusal::People(found))) => assert_eq!(found, expected),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was done"),
    }
}

#[track_caller]
fn is_over<T>(done: Result<T, AppError>, expected: &Trouble) {
    match done {
        Err(AppError::Failed(found)) => assert_eq!(found, *expected),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was done"),
    }
}

/// What `verify` finds, as `kind table id @seq`.
fn found(office: &mut Office) -> Vec<String> {
    let verification = office.verify(None, |_done| {}).unwrap();
    let words = verification.problems.into_iter().map(|problem| {
        let id = problem.id.map(|id| format!(" {id}")).unwrap_or_default();
        let seq = problem
            .seq
            .map(|seq| format!(" @{seq}"))
            .unwrap_or_default();
        let table = problem.table.unwrap_or_default();
        format!("{} {table}{id}{seq}", problem.kind.code())
    });
    words.collect()
}

fn clean(office: &mut Office) {
    assert_eq!(found(office), Vec::<String>::new());
}

#[test]
fn only_a_keeper_changes_who_may_do_what() {
    for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
        let (_dir, mut office) = office(role);
        let whose = login(Role::Keeper);
        for (done, command) in [
            (
                office.change_roles(&whose, clerk(role).roles),
                "person.roles",
            ),
            (office.remove_person(&whose), "person.remove"),
            (office.reenrol(&whose), "person.reenrol"),
        ] {
            match done {
                Err(AppError::Refused(Refusal::Role { command: found })) => {
                    assert_eq!(found, command);
                }
                other => panic!("{other:?}"),
            }
        }
        clean(&mut office);
    }
}

#[test]
fn nobody_raises_himself_renews_himself_or_leaves_the_desk_without_a_keeper() {
    let (dir, mut keeper) = office(Role::Keeper);
    let own = login(Role::Keeper);
    let roles = |text: &str| -> Roles { text.parse().unwrap() };
    not_done(
        keeper.change_roles(&own, roles("manager,keeper")),
        PeopleRefusal::OwnRoles,
    );
    not_done(
        keeper.change_roles(&own, roles("keeper")),
        PeopleRefusal::SameRoles,
    );
    not_done(keeper.reenrol(&own), PeopleRefusal::OwnKeys);
    not_done(keeper.remove_person(&own), PeopleRefusal::LastKeeper);
    not_done(
        keeper.remove_person(&"nobody".parse().unwrap()),
        PeopleRefusal::Unknown,
    );
    for apart in [
        "keeper,checker",
        "keeper,supervisor",
        "user,checker",
        "manager,checker",
    ] {
        let done = keeper.change_roles(&login(Role::User), roles(apart));
        assert!(
            matches!(done, Err(AppError::Refused(Refusal::RolesConflict { .. }))),
            "{apart}: {done:?}"
        );
    }
    // A second keeper counts from his keys on, not from his name on the list.
    let second = Clerk {
        login: "wu.zj".parse().unwrap(),
        name: "吳志傑".to_owned(),
        account: None,
        ..clerk(Role::Keeper)
    };
    let made = keeper.add_person(&second).unwrap();
    not_done(keeper.remove_person(&own), PeopleRefusal::LastKeeper);
    let mut second =
        Office::enrol(dir.path(), &second.login, &code(&made), PASSPHRASE, at(1)).unwrap();
    second.remove_person(&own).unwrap();
    is_over(keeper.people(), &Trouble::KeyRevoked);
    not_done(
        second.remove_person(&second.me().login.clone()),
        PeopleRefusal::LastKeeper,
    );
    clean(&mut second);
}

#[test]
fn other_roles_hold_from_the_next_login_and_the_old_ones_sign_nothing_more() {
    let (dir, mut keeper) = office(Role::Keeper);
    let mut user = beside(dir.path(), Role::User, NOW);
    keeper
        .change_roles(&login(Role::User), Roles::of(&[Role::Manager]))
        .unwrap();
    is_over(user.changed(), &Trouble::RolesChanged);
    is_over(user.people(), &Trouble::RolesChanged);
    // Not by the way of a program that does not ask either.
    let written = user.write(Role::User, |_tx| Ok(Event::People(PeopleEvent::LoggedIn)));
    is_over(written, &Trouble::RolesChanged);
    let user = beside(dir.path(), Role::User, NOW);
    assert_eq!(user.me().roles, Roles::of(&[Role::Manager]));
    clean(&mut keeper);
}

#[test]
fn whoever_was_removed_is_out_at_once_and_what_he_signed_stays_signed() {
    let (dir, mut keeper) = office(Role::Keeper);
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    manager.note_login().unwrap();
    let signed = manager.head().unwrap().seq;
    manager
        .keep_draft(&Draft {
            place: "x".to_owned(),
            title: String::new(),
            record: String::new(),
            at: NOW,
            body: "secret".to_owned(),
        })
        .unwrap();
    for _time in 0..5 {
        assert!(Office::open(dir.path(), &login(Role::Manager), "wrong", at(0)).is_err());
    }
    let done = keeper.remove_person(&login(Role::Manager)).unwrap();
    let old = match &done.event {
        Event::People(PeopleEvent::Removed { key: Some(key), .. }) => key.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(old, manager.fingerprint());
    // His session, the next write, his passphrase, his draft, the lock on his name.
    is_over(manager.changed(), &Trouble::KeyRevoked);
    is_over(manager.note_login(), &Trouble::KeyRevoked);
    is_over(
        manager.reconcile("11510".parse().unwrap()),
        &Trouble::KeyRevoked,
    );
    is_over(manager.unlock(PASSPHRASE), &Trouble::WrongPassphrase);
    assert!(manager.drafts().unwrap().is_empty());
    is_over(
        Office::open(dir.path(), &login(Role::Manager), PASSPHRASE, at(1)),
        &Trouble::WrongPassphrase,
    );
    let attempts = std::fs::read_to_string(dir.path().join("attempts")).unwrap();
    assert!(!attempts.contains("chen.yj"), "{attempts}");
    assert!(keeper.entry(signed + 1).unwrap().unwrap().entry.action == "login.failed/1");
    let states = keeper.people_and_keys().unwrap();
    let (gone, state) = states
        .iter()
        .find(|(one, _)| one.login == login(Role::Manager))
        .unwrap();
    assert_eq!((gone.roles.is_empty(), *state), (true, KeyState::Removed));
    // His name stays under what he did; nobody is enrolled under it again, and roles come before keys.
    assert!(matches!(
        keeper.add_person(&clerk(Role::Manager)),
        Err(AppError::Refused(Refusal::LoginTaken))
    ));
    not_done(
        keeper.remove_person(&login(Role::Manager)),
        PeopleRefusal::Removed,
    );
    not_done(
        keeper.reenrol(&login(Role::Manager)),
        PeopleRefusal::Removed,
    );
    not_done(
        keeper.make_code(&login(Role::Manager)),
        PeopleRefusal::Removed,
    );
    clean(&mut keeper);
    // He comes back with keys of his own.
    keeper
        .change_roles(&login(Role::Manager), Roles::of(&[Role::User]))
        .unwrap();
    let again = keeper.reenrol(&login(Role::Manager)).unwrap();
    let back = Office::enrol(dir.path(), &login(Role::Manager), &code(&again), NEW, at(2)).unwrap();
    assert_ne!(back.fingerprint(), old);
    clean(&mut keeper);
}

#[test]
fn a_forgotten_passphrase_is_mended_by_another_keeper_and_locks_nobody_out() {
    let (dir, mut keeper) = office(Role::Keeper);
    let whose = login(Role::User);
    let mut open = beside(dir.path(), Role::User, NOW);
    for _time in 0..5 {
        assert!(Office::open(dir.path(), &whose, "wrong", at(0)).is_err());
    }
    let done = keeper.reenrol(&whose).unwrap();
    is_over(open.changed(), &Trouble::KeyRevoked);
    is_over(
        Office::open(dir.path(), &whose, PASSPHRASE, at(1)),
        &Trouble::WrongPassphrase,
    );
    let fresh = Office::recover(dir.path(), &whose, &code(&done), NEW, at(1)).unwrap();
    assert_ne!(fresh.fingerprint(), open.fingerprint());
    let used = Office::recover(dir.path(), &whose, &code(&done), NEW, at(1));
    is_over(used, &Trouble::WrongPassphrase);
    assert!(Office::open(dir.path(), &whose, NEW, at(1)).is_ok());
    clean(&mut keeper);
    // The code of a first enrolment sets the first passphrase and nothing else.
    let newcomer = Clerk {
        login: "wu.zj".parse().unwrap(),
        account: None,
        ..clerk(Role::User)
    };
    let made = keeper.add_person(&newcomer).unwrap();
    let tried = Office::recover(dir.path(), &newcomer.login, &code(&made), NEW, at(1));
    assert!(matches!(tried, Err(AppError::Refused(Refusal::EnrolFirst))));
}

#[test]
fn a_code_that_was_not_used_in_time_is_followed_by_another() {
    let (dir, mut keeper) = office(Role::Keeper);
    let whose = login(Role::User);
    let first = keeper.reenrol(&whose).unwrap();
    let late = Office::recover(dir.path(), &whose, &code(&first), NEW, at(16));
    is_over(late, &Trouble::WrongPassphrase);
    let mut keeper = beside(dir.path(), Role::Keeper, Moment(NOW.0 + 16 * 60_000));
    let second = keeper.reenrol(&whose).unwrap();
    assert!(matches!(
        second.event,
        Event::People(PeopleEvent::CodeMade { .. })
    ));
    assert!(Office::recover(dir.path(), &whose, &code(&first), NEW, at(17)).is_err());
    assert!(Office::recover(dir.path(), &whose, &code(&second), NEW, at(17)).is_ok());
    clean(&mut keeper);
}

/// A store of its own, with its recovery code; a keeper and a user.
fn founded_with_code() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let founder = Founder {
        agency: "SOC".parse().unwrap(),
        keeper: login(Role::Keeper),
        name: "王志明".to_owned(),
        passphrase: PASSPHRASE,
        is_demo: false,
    };
    let mut made = found_at(dir.path(), &founder);
    let done = made.office.add_person(&clerk(Role::User)).unwrap();
    Office::enrol(
        dir.path(),
        &login(Role::User),
        &code(&done),
        PASSPHRASE,
        at(0),
    )
    .unwrap();
    (dir, made.recovery_code)
}

fn found_at(dir: &Path, founder: &Founder<'_>) -> NewDesk {
    found_desk(dir, founder, at(0)).unwrap()
}

#[test]
fn the_recovery_code_gives_a_keeper_new_keys_and_nobody_else() {
    let (dir, recovery) = founded_with_code();
    let mut before = Office::open(dir.path(), &login(Role::Keeper), PASSPHRASE, at(0)).unwrap();
    let recover = |whose: Role, code: &str, passphrase: &str| {
        Office::recover(dir.path(), &login(whose), code, passphrase, at(1))
    };
    not_done(
        recover(Role::User, &recovery, NEW),
        PeopleRefusal::RecoveryIsKeepers,
    );
    not_done(
        recover(Role::Checker, &recovery, NEW),
        PeopleRefusal::RecoveryIsKeepers,
    );
    assert!(matches!(
        recover(Role::Keeper, &recovery, "short"),
        Err(AppError::Refused(Refusal::Passphrase(_)))
    ));
    let mut mistyped: Vec<char> = recovery.chars().collect();
    let last = mistyped.len() - 1;
    mistyped[last] = if mistyped[last] == 'B' { 'C' } else { 'B' };
    let mistyped: String = mistyped.into_iter().collect();
    is_over(
        recover(Role::Keeper, &mistyped, NEW),
        &Trouble::WrongPassphrase,
    );
    assert!(before.people().is_ok(), "nothing was revoked so far");
    for _time in 0..5 {
        assert!(Office::open(dir.path(), &login(Role::Keeper), "wrong", at(0)).is_err());
    }
    let seq = before.head().unwrap().seq;
    let mut keeper = recover(Role::Keeper, &recovery.to_lowercase(), NEW).unwrap();
    is_over(before.people(), &Trouble::KeyRevoked);
    let entries: Vec<(String, String)> = (seq + 1..=seq + 2)
        .map(|seq| keeper.entry(seq).unwrap().unwrap().entry)
        .map(|entry| (entry.action, entry.person))
        .collect();
    let own = login(Role::Keeper).to_string();
    assert_eq!(
        entries,
        [
            ("key.revoked/1".to_owned(), RECOVERY.to_owned()),
            ("key.enrolled/1".to_owned(), own)
        ]
    );
    assert!(Office::open(dir.path(), &login(Role::Keeper), PASSPHRASE, at(1)).is_err());
    assert!(Office::open(dir.path(), &login(Role::Keeper), NEW, at(1)).is_ok());
    clean(&mut keeper);
    // Told until a record says it.
    let agenda = keeper.agenda().unwrap();
    assert!(
        agenda
            .dues
            .iter()
            .any(|due| matches!(due.duty, Duty::RecoveryUsed { .. }))
    );
}

#[test]
fn a_recovery_killed_between_its_entries_is_begun_again() {
    let (dir, recovery) = founded_with_code();
    let keeper = Office::open(dir.path(), &login(Role::Keeper), PASSPHRASE, at(0)).unwrap();
    let (_store, slot) = Store::open(dir.path(), RECOVERY, &recovery, NOW).unwrap();
    let made = keeper.store.add_pending(&login(Role::Keeper), NOW).unwrap();
    let key = keeper.fingerprint();
    let body = [
        ("code", made.id.as_str()),
        ("key", &key),
        ("login", "wang.zm"),
    ];
    let fact = Fact {
        action: "key.revoked/1",
        record: "wang.zm",
        body: Json::object(body.map(|(name, text)| (name, Json::from(text)))),
    };
    let tx = keeper.store.write().unwrap();
    tx.commit(&slot, NOW, Role::Keeper, &fact).unwrap();
    // Killed here: the code is told to nobody, the old slot stands in keys.toml and opens nothing.
    let old = Office::open(dir.path(), &login(Role::Keeper), PASSPHRASE, at(1));
    is_over(old, &Trouble::WrongPassphrase);
    let mut keeper =
        Office::recover(dir.path(), &login(Role::Keeper), &recovery, NEW, at(1)).unwrap();
    clean(&mut keeper);
}

// --- attacks -------------------------------------------------------------------------------------------------------

#[test]
fn a_keeper_who_enrols_a_ghost_and_acts_as_him_is_named_in_the_trail_and_on_the_record() {
    let (dir, mut keeper) = office(Role::Keeper);
    let ghost = Clerk {
        login: "ghost".parse().unwrap(),
        name: "鬼".to_owned(),
        ..clerk(Role::Supervisor)
    };
    let made = keeper.add_person(&ghost).unwrap();
    let mut acting = Office::enrol(dir.path(), &ghost.login, &code(&made), NEW, at(1)).unwrap();
    acting.note_login().unwrap();
    // Nothing is forged, so nothing is wrong: what can be had is that it is seen.
    clean(&mut acting);
    let until = acting.head().unwrap().seq;
    let listed = record_signers::signers(acting.store.reader(), until).unwrap();
    let ghost = listed.iter().find(|signer| signer.name == "鬼").unwrap();
    assert_eq!(
        (ghost.role.as_str(), ghost.enrolled_by.as_str()),
        ("權責主管", "王志明")
    );
}

#[test]
fn a_keeper_who_reenrols_the_checker_to_sign_for_him_is_told_to_the_supervisor_and_on_the_record() {
    let (dir, mut keeper) = office(Role::Keeper);
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    let done = keeper.reenrol(&login(Role::Checker)).unwrap();
    let mut acting =
        Office::enrol(dir.path(), &login(Role::Checker), &code(&done), NEW, at(1)).unwrap();
    // What was sealed to the checker stays shut to the new keys, and the checker is out, which he notices.
    let secrets = store::checks::secrets(acting.store.reader()).unwrap();
    let commit = secrets[0].commit.as_bytes();
    assert!(
        acting
            .signer
            .open_sealed(commit, &secrets[0].sealed)
            .is_err()
    );
    is_over(checker.changed(), &Trouble::KeyRevoked);
    clean(&mut acting);
    let supervisor = beside(dir.path(), Role::Supervisor, NOW);
    let agenda = supervisor.agenda().unwrap();
    assert!(agenda.dues.iter().any(|due| matches!(
        &due.duty,
        Duty::KeyRevoked { name, .. } if name == "張美玲"
    )));
    let (reader, until) = (acting.store.reader(), acting.head().unwrap().seq);
    let period = "11510".parse().unwrap();
    let remarks = record_signers::key_remarks(reader, period, until).unwrap();
    assert_eq!(remarks.len(), 1);
    assert!(
        remarks[0].contains("張美玲") && remarks[0].contains("王志明"),
        "{remarks:?}"
    );
    let listed = record_signers::signers(reader, until).unwrap();
    let checkers: Vec<_> = listed
        .iter()
        .filter(|signer| signer.name == "張美玲")
        .collect();
    assert_eq!(checkers.len(), 1, "the old key is off the list");
    assert_eq!(checkers[0].enrolled_by, "王志明");
}

#[test]
fn a_second_key_beside_the_one_that_counts_is_taken_by_nobody() {
    // A keeper with a program of his own makes a code for the checker without revoking anything.
    let (dir, keeper) = office(Role::Keeper);
    let made = keeper
        .store
        .add_pending(&login(Role::Checker), NOW)
        .unwrap();
    let fact = Fact {
        action: "code.made/1",
        record: "",
        body: Json::object([
            ("code", Json::from(made.id.as_str())),
            ("login", Json::from("zhang.ml")),
        ]),
    };
    let refused = keeper
        .store
        .write()
        .unwrap()
        .commit(&keeper.signer, NOW, Role::Keeper, &fact);
    assert!(refused.is_err());
    let forged = keeper
        .store
        .write()
        .unwrap()
        .forge(&keeper.signer, Role::Keeper, &fact);
    let used = Office::enrol(dir.path(), &login(Role::Checker), &made.code, NEW, at(1));
    is_over(used, &Trouble::WrongPassphrase);
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    assert_eq!(found(&mut checker), [format!("signer  @{}", forged.seq)]);
}

#[test]
fn a_revoked_key_signs_nothing_that_verifies_and_what_it_signed_before_does() {
    let (dir, mut keeper) = office(Role::Keeper);
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    manager.note_login().unwrap();
    keeper.remove_person(&login(Role::Manager)).unwrap();
    clean(&mut keeper);
    let fact = Fact {
        action: "login.opened/1",
        record: "",
        body: Json::object([]),
    };
    let forged = manager
        .store
        .write()
        .unwrap()
        .forge(&manager.signer, Role::Manager, &fact);
    assert_eq!(found(&mut keeper), [format!("signer  @{}", forged.seq)]);
}

#[test]
fn the_keys_file_of_before_lets_nobody_in_again() {
    let (dir, mut keeper) = office(Role::Keeper);
    let path = dir.path().join("keys.toml");
    let before = std::fs::read(&path).unwrap();
    keeper.remove_person(&login(Role::Manager)).unwrap();
    assert!(!std::fs::read_to_string(&path).unwrap().contains("chen.yj"));
    std::fs::write(&path, before).unwrap();
    assert_eq!(found(&mut keeper), ["slot chen.yj"]);
    let tried = Office::open(dir.path(), &login(Role::Manager), PASSPHRASE, at(1));
    is_over(tried, &Trouble::WrongPassphrase);
    // The next opening by anybody takes it out.
    drop(Office::open(dir.path(), &login(Role::User), PASSPHRASE, at(1)).unwrap());
    assert!(!std::fs::read_to_string(&path).unwrap().contains("chen.yj"));
    clean(&mut keeper);
}

#[test]
fn entries_that_only_a_keeper_may_write_are_taken_from_nobody_else() {
    let text = |members: &[(&'static str, &str)]| {
        let members = members
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Json::from(*text)));
        Json::Object(members.collect())
    };
    let roles = |login: &str, roles: &[&str]| {
        let list = roles.iter().map(|role| Json::from(*role)).collect();
        Json::object([("login", Json::from(login)), ("roles", Json::List(list))])
    };
    let checker = beside(office(Role::Checker).0.path(), Role::Checker, NOW).fingerprint();
    for (role, action, body) in [
        (
            Role::User,
            "person.roles/1",
            roles("hsu.tc", &["user", "keeper"]),
        ),
        (
            Role::User,
            "person.removed/1",
            text(&[("login", "zhang.ml")]),
        ),
        (
            Role::User,
            "key.revoked/1",
            text(&[("key", &checker), ("code", "c")]),
        ),
        (
            Role::User,
            "code.made/1",
            text(&[("login", "hsu.tc"), ("code", "c")]),
        ),
        (
            Role::Keeper,
            "person.roles/1",
            roles("wang.zm", &["manager", "keeper"]),
        ),
        (Role::Keeper, "person.roles/1", roles("wang.zm", &[])),
        (
            Role::Keeper,
            "person.removed/1",
            text(&[("login", "wang.zm")]),
        ),
        (
            Role::Keeper,
            "person.removed/1",
            text(&[("login", RECOVERY)]),
        ),
        (Role::Keeper, "person.roles/1", roles(RECOVERY, &["keeper"])),
    ] {
        let (dir, thief) = office(role);
        let fact = Fact {
            action,
            record: "",
            body,
        };
        // In his own role, and in the one that he does not hold.
        for claimed in [role, Role::Keeper] {
            let tx = thief.store.write().unwrap();
            let refused = tx.commit(&thief.signer, NOW, claimed, &fact);
            assert!(refused.is_err(), "{action} as {claimed:?}");
        }
        let forged = thief
            .store
            .write()
            .unwrap()
            .forge(&thief.signer, Role::Keeper, &fact);
        let mut checker = beside(dir.path(), Role::Checker, NOW);
        assert_eq!(
            found(&mut checker),
            [format!("signer  @{}", forged.seq)],
            "{action}"
        );
        assert_eq!(
            checker.store.signers().unwrap().keepers().count(),
            1,
            "it has no effect"
        );
    }
}

#[test]
fn roles_in_the_table_alone_give_nothing_whoever_binds_the_row() {
    let (dir, user) = office(Role::User);
    let by = login(Role::User);
    let raised = Clerk {
        roles: Roles::of(&[Role::User, Role::Manager]),
        ..clerk(Role::User)
    };
    // The row's digest stands in an entry of his own that verifies.
    let mut tx = user.store.write().unwrap();
    store::clerks::put(&mut tx, &raised, &by, NOW).unwrap();
    let fact = Fact {
        action: "login.opened/1",
        record: "",
        body: Json::object([]),
    };
    tx.commit(&user.signer, NOW, Role::User, &fact).unwrap();
    let user = beside(dir.path(), Role::User, NOW);
    assert_eq!(
        user.me().roles,
        Roles::of(&[Role::User]),
        "the trail says which"
    );
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    assert_eq!(found(&mut checker), ["changed clerk 2"]);
}
