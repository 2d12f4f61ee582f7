//! What the keeper does, what everybody may, and a desk whose trail lost its end.

use super::desk_fixture::{NOW, PASSPHRASE, beside, clerk, office};
use super::*;
use crate::domain::people::Role;
use crate::domain::problem::ProblemKind;
use crate::domain::trouble::FileWhy;

fn verified(office: &mut Office, expect: Option<&Expect>) -> Verification {
    office.verify(expect, |_done| {}).unwrap()
}

#[track_caller]
fn refused(result: Result<Done, AppError>, command: &'static str) {
    let fault = result.err();
    assert!(
        matches!(&fault, Some(AppError::Refused(Refusal::Role { command: found })) if *found == command),
        "{fault:?}"
    );
}

#[test]
fn only_the_keeper_does_what_is_the_keepers_and_each_refusal_is_an_entry() {
    for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
        let (dir, mut office) = office(role);
        let before = office.head().unwrap().seq;
        let target = dir.path().join("backup.zip");
        assert!(office.back_up(&target, |_copied| {}).is_err() && !target.exists());
        let setting = DeskCommand::ChangeSetting(Setting::ResultDue, "2".to_owned());
        refused(office.execute(Command::Desk(setting)), "setting.change");
        let stranger = Clerk {
            login: "wu.zj".parse().unwrap(),
            ..clerk(Role::User)
        };
        refused(office.add_person(&stranger), "person.add");
        refused(office.make_code(&stranger.login), "person.code");
        let loss = DeskCommand::AcceptLoss { missing: 1 };
        refused(office.execute(Command::Desk(loss)), "tail.accept");
        assert_eq!(office.head().unwrap().seq, before + 5);
        let last = office.entry(before + 5).unwrap().unwrap().entry;
        assert_eq!(last.action, "role.refused/1");
    }
}

#[test]
fn everybody_lists_the_trail_and_the_people_and_verifies() {
    for role in Role::ALL {
        let (_dir, mut office) = office(role);
        assert!(verified(&mut office, None).ok);
        assert_eq!(office.people().unwrap().len(), 5);
        let all = EntryFilter::default();
        let first = office.entries(&all, PageFrom::Up(0), 1).unwrap();
        assert_eq!(first[0].entry.action, "store.created/1");
    }
}

#[test]
fn a_changed_setting_is_an_entry_and_in_force() {
    let (_dir, mut office) = office(Role::Keeper);
    let change =
        |setting, value: &str| Command::Desk(DeskCommand::ChangeSetting(setting, value.to_owned()));
    let done = office.execute(change(Setting::ResultDue, "３")).unwrap();
    assert_eq!(
        done.event,
        Event::Desk(DeskEvent::SettingChanged { name: "result_due" })
    );
    assert_eq!(office.result_due_days().unwrap(), 3);
    for (setting, value) in [
        (Setting::ResultDue, "0"),
        (Setting::ResultDue, "31"),
        (Setting::ResultDue, "soon"),
        (Setting::InDir, ""),
        (Setting::InDir, "../outside"),
        (Setting::OutDir, "/"),
    ] {
        let fault = office.execute(change(setting, value)).err();
        let is_form = matches!(fault, Some(AppError::Refused(Refusal::Form { .. })));
        assert!(is_form, "{value}");
    }
    let absent = office
        .execute(change(Setting::InDir, "/no/such/folder"))
        .err();
    assert!(matches!(
        absent,
        Some(AppError::Failed(Trouble::File {
            why: FileWhy::Missing,
            ..
        }))
    ));
}

#[test]
fn a_folder_elsewhere_keeps_its_small_letters() {
    let (dir, mut office) = office(Role::Keeper);
    let folder = dir.path().join("srv in");
    std::fs::create_dir(&folder).unwrap();
    let value = format!(" {} ", folder.display());
    let change = DeskCommand::ChangeSetting(Setting::InDir, value);
    office.execute(Command::Desk(change)).unwrap();
    assert_eq!(office.in_dir().unwrap(), folder);
}

#[test]
fn the_folders_are_made_at_need_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, office) = office(Role::Manager);
    let out = office.out_dir().unwrap();
    assert_eq!(out, dir.path().join("out"));
    assert_eq!(out.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert!(office.in_dir().unwrap().is_dir());
}

#[test]
fn a_backup_is_entered_and_any_person_in_it_restores_it() {
    let (dir, mut office) = office(Role::Keeper);
    let target = dir.path().join("backup.zip");
    let before = office.head().unwrap();
    let made = office.back_up(&target, |_copied| {}).unwrap();
    assert_eq!(
        (made.head, made.bytes),
        (before, target.metadata().unwrap().len())
    );
    assert_eq!(made.done.unwrap().head.seq, before.seq + 1);
    let again = office.back_up(&target, |_copied| {}).err();
    assert!(matches!(
        again,
        Some(AppError::Failed(Trouble::File {
            why: FileWhy::Exists,
            ..
        }))
    ));
    let user = clerk(Role::User).login;
    let place = dir.path().join("restored");
    let clock = Clock::Fixed(NOW);
    let restored = restore(&target, &place, &user, PASSPHRASE, clock).unwrap();
    assert_eq!(restored.head.seq, before.seq + 1);
    let mut there = Office::open(&place, &user, PASSPHRASE, clock).unwrap();
    let last = there.entry(restored.head.seq).unwrap().unwrap().entry;
    assert_eq!(
        (last.action.as_str(), last.person.as_str()),
        ("store.restored/1", "hsu.tc")
    );
    let occupied = restore(&target, &place, &user, PASSPHRASE, clock).err();
    assert!(matches!(
        occupied,
        Some(AppError::Failed(Trouble::StoreExists { .. }))
    ));
    let absent = restore(&dir.path().join("none"), &place, &user, PASSPHRASE, clock).err();
    assert!(matches!(
        absent,
        Some(AppError::Failed(Trouble::File {
            why: FileWhy::Missing,
            ..
        }))
    ));
}

/// A desk whose file `head` names an entry three further than its trail goes.
fn with_lost_tail(role: Role) -> (tempfile::TempDir, Office) {
    let (dir, office) = office(role);
    let head = office.head().unwrap();
    let further = Head {
        seq: head.seq + 3,
        hash: [7; 32],
    };
    drop(office);
    std::fs::write(dir.path().join("head"), format!("{further}\n")).unwrap();
    let office = beside(dir.path(), role, NOW);
    (dir, office)
}

#[test]
fn a_lost_tail_stops_writing_but_not_reading_verifying_and_backing_up() {
    let (dir, mut office) = with_lost_tail(Role::Keeper);
    assert_eq!(office.lost_tail(), Some(3));
    let change = DeskCommand::ChangeSetting(Setting::ResultDue, "2".to_owned());
    let fault = office.execute(Command::Desk(change)).err();
    assert!(matches!(
        fault,
        Some(AppError::Failed(Trouble::TailMissing { missing: 3 }))
    ));
    let found = verified(&mut office, None);
    assert!(!found.ok && found.problems[0].kind == ProblemKind::Head);
    let target = dir.path().join("backup.zip");
    let made = office.back_up(&target, |_copied| {}).unwrap();
    assert_eq!(made.done, None);
    let place = dir.path().join("restored");
    let keeper = clerk(Role::Keeper).login;
    restore(&target, &place, &keeper, PASSPHRASE, Clock::Fixed(NOW)).unwrap();
    // Whoever may not do it is told so even where no entry can say it.
    let mut user = beside(dir.path(), Role::User, NOW);
    refused(
        user.execute(Command::Desk(DeskCommand::AcceptLoss { missing: 3 })),
        "tail.accept",
    );
}

#[test]
fn the_keeper_accepts_the_loss_that_the_question_named_and_writing_goes_on() {
    let (_dir, mut office) = with_lost_tail(Role::Keeper);
    let accept = |missing| Command::Desk(DeskCommand::AcceptLoss { missing });
    let other = office.execute(accept(2)).err();
    assert!(matches!(other, Some(AppError::Refused(Refusal::Stale))));
    let done = office.execute(accept(3)).unwrap();
    let entry = office.entry(done.head.seq).unwrap().unwrap().entry;
    let written = done.event.written();
    assert_eq!(
        (entry.action.as_str(), &entry.body),
        (written.action, &written.body)
    );
    assert_eq!(office.lost_tail(), None);
    assert!(verified(&mut office, None).ok);
    let again = office.execute(accept(0)).err();
    assert!(matches!(again, Some(AppError::Refused(Refusal::Stale))));
}

#[test]
fn a_head_from_paper_is_looked_for_in_the_chain() {
    let (_dir, mut office) = office(Role::Supervisor);
    let head = office.head().unwrap().to_string();
    let paper = |text: &str| Expect::parse(text).unwrap();
    assert!(verified(&mut office, Some(&paper(&head))).ok);
    let (seq, hex) = head.split_once(':').unwrap();
    let later = format!("{}:{hex}", seq.parse::<u64>().unwrap() + 9);
    let found = verified(&mut office, Some(&paper(&later)));
    let kinds: Vec<ProblemKind> = found.problems.iter().map(|one| one.kind).collect();
    assert_eq!((found.ok, kinds), (false, vec![ProblemKind::Expect]));
}

#[test]
fn another_code_is_for_those_who_have_no_keys() {
    let (dir, mut office) = office(Role::Keeper);
    let held = office.make_code(&clerk(Role::User).login).err();
    assert!(matches!(held, Some(AppError::Refused(Refusal::HasKeys))));
    let newcomer = Clerk {
        login: "wu.zj".parse().unwrap(),
        account: None,
        ..clerk(Role::User)
    };
    let code = |done: Done| match done.extra {
        Extra::Code(code, until) => (code, until),
        Extra::None => panic!("a code is told"),
    };
    let (old, _until) = code(office.add_person(&newcomer).unwrap());
    let later = Moment(NOW.0 + 16 * 60_000);
    let mut keeper = beside(dir.path(), Role::Keeper, later);
    let states = keeper.people_and_keys().unwrap();
    let (_, state) = states
        .iter()
        .find(|(one, _)| one.login == newcomer.login)
        .unwrap();
    assert_eq!(*state, KeyState::Code(Moment(NOW.0 + 15 * 60_000)));
    let (new, until) = code(keeper.make_code(&newcomer.login).unwrap());
    assert_eq!(until, Moment(later.0 + 15 * 60_000));
    let enrol = |code: &str| {
        let clock = Clock::Fixed(later);
        Office::enrol(dir.path(), &newcomer.login, code, PASSPHRASE, clock)
    };
    assert!(enrol(&old).is_err());
    assert!(enrol(&new).is_ok());
    assert!(verified(&mut keeper, None).ok);
}

#[test]
fn roles_that_exclude_each_other_are_not_given_to_one_person() {
    let (_dir, mut office) = office(Role::Keeper);
    for roles in [
        "keeper,checker",
        "keeper,supervisor",
        "checker,user",
        "checker,manager",
    ] {
        let both = Clerk {
            login: "wu.zj".parse().unwrap(),
            roles: roles.parse().unwrap(),
            account: None,
            ..clerk(Role::User)
        };
        let fault = office.add_person(&both).err();
        assert!(matches!(
            fault,
            Some(AppError::Refused(Refusal::RolesConflict { .. }))
        ));
    }
}
