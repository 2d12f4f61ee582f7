//! Somebody with a passphrase of his own, a shell and SQL goes at a month: what he can change is noticed and named.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::desk_fixture::{NOW, beside, office};
use super::walk::WalkCommand;
use super::{AppError, AtTheDraw, Office, Taking};
use crate::domain::ids::{Head, Period};
use crate::domain::monthly_check::{CheckRefusal, Compared, Judgement, Outcome};
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::store;
use crate::store::fixture::Kept;
use crate::store::verify::Expect;

fn october() -> Period {
    Period::new(2026, 10).unwrap()
}

/// Forty queries of October, each registered before it was made.
fn files(dir: &Path) -> [std::path::PathBuf; 2] {
    let mut log = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\n".to_owned();
    let mut register = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n".to_owned();
    for number in 1..=40 {
        let (day, time) = (1 + number % 28, format!("09{number:02}00"));
        let subject = format!("{:08}", 10_000_000 + number);
        let row = format!("kcg1,11510{day:02},{time},LI01,{subject}");
        writeln!(log, "{row},1150000{number:04} 低收入戶審查,查有資料").unwrap();
        let (account, rest) = row.split_once(',').unwrap();
        writeln!(register,
            "SOC-11510-{number:04},{account},王,{rest},1150000{number:04},低收入戶審查,SOC-01,查有資料,僅閱覽,未留存").unwrap();
    }
    let paths = [dir.join("register.csv"), dir.join("log.csv")];
    std::fs::write(&paths[0], register).unwrap();
    std::fs::write(&paths[1], log).unwrap();
    paths
}

fn frozen_month() -> (TempDir, Office) {
    let (dir, mut manager) = office(Role::Manager);
    let [register, log] = files(dir.path());
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
    // The fixture's checker has committed to a secret at his enrolment.
    manager.freeze(october(), None, None).unwrap();
    (dir, manager)
}

/// A frozen month, copied.
fn frozen() -> TempDir {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let kept = KEPT.get_or_init(|| {
        let (dir, manager) = frozen_month();
        Kept::of(dir, manager.store)
    });
    kept.copy().0
}

/// The same month drawn, walked and signed, copied.
fn signed() -> TempDir {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let kept = KEPT.get_or_init(|| {
        let dir = frozen();
        let mut checker = beside(dir.path(), Role::Checker, NOW);
        checker.draw(october(), &AtTheDraw::default()).unwrap();
        walk(&mut checker);
        Kept::of(dir, checker.store)
    });
    kept.copy().0
}

fn walk(checker: &mut Office) {
    let period = october();
    let compared = Compared::ALL[0];
    let mut give = |command: WalkCommand| checker.execute(command.into()).unwrap();
    give(WalkCommand::Start { period, compared });
    let rows = checker.drawn_page(period, 1, 100).unwrap().rows;
    assert_eq!(rows.len(), 10);
    for row in rows {
        let command = WalkCommand::Record {
            period,
            seq: row.seq,
            outcome: Outcome::Matched,
            compared: None,
            note: "案卷相符".to_owned(),
        };
        checker.execute(command.into()).unwrap();
    }
    let judgement = Judgement {
        is_major: false,
        reason: String::new(),
    };
    checker
        .execute(WalkCommand::Judge { period, judgement }.into())
        .unwrap();
    checker
        .execute(WalkCommand::Sign { period }.into())
        .unwrap();
}

/// What `verify` finds, as `kind table id`.
fn found(office: &mut Office, expect: Option<&Expect>) -> Vec<String> {
    let verification = office.verify(expect, |_done| {}).unwrap();
    assert_eq!(verification.ok, verification.problems.is_empty());
    let shown = verification.problems.iter().map(|problem| {
        let id = problem.id.map(|id| id.to_string()).unwrap_or_default();
        let table = problem.table.clone().unwrap_or_default();
        let seq = problem.seq.map(|seq| format!("@{seq}")).unwrap_or_default();
        let parts = [problem.kind.code().to_owned(), table.clone(), id];
        let words: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if table.is_empty() {
            format!("{} {seq}", words.join(" "))
        } else {
            words.join(" ")
        }
    });
    shown.collect()
}

/// Whether `verify` names what was done, after this SQL in that store.
#[track_caller]
fn named(dir: &TempDir, sql: &str, expected: &[&str]) {
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    checker.store.behind_the_desk(sql);
    let found = found(&mut checker, None);
    for one in expected {
        assert!(
            found.iter().any(|line| line == one),
            "{sql}: {one} is not in {found:?}"
        );
    }
}

#[test]
fn an_untouched_month_verifies() {
    for dir in [frozen(), signed()] {
        let mut checker = beside(dir.path(), Role::Checker, NOW);
        assert_eq!(found(&mut checker, None), Vec::<String>::new());
    }
}

#[test]
fn what_is_altered_in_a_frozen_month_is_named_and_stops_the_draw() {
    for (sql, expected, what) in [
        (
            "update log_row set fields = replace(fields, '10000007', '10000008') where seq = 7",
            &["changed log_row 7", "population 11510 7"][..],
            "2026-10#000007",
        ),
        (
            "update log_row set subject = '10000008' where seq = 7",
            &["changed log_row 7"],
            "",
        ),
        (
            "delete from log_row where seq = 40",
            &["missing log_row 40", "population 11510 40"],
            "2026-10#000040",
        ),
        (
            "insert into log_row select 41, batch, period, supplement, 41, file, 99, readable, fault, flags, account, day, secs, item, condition, subject, case_text, reason_text, result, fields, row_key, group_key, case_key, number, digest from log_row where seq = 40",
            &["additional log_row 41", "population 11510"],
            "2026-10#000041",
        ),
        (
            "update match_row set number = 'SOC-11510-0009' where seq = 7",
            &["changed match_row 7", "matches 11510 7", "matches 11510"],
            "2026-10#000007",
        ),
        (
            "delete from match_row where seq = 7",
            &["missing match_row 7", "matches 11510 7"],
            "2026-10#000007",
        ),
        (
            "update match_row set query_version = 9 where seq in (3, 12)",
            &["matches 11510 3", "matches 11510 12"],
            "2026-10#000003, 2026-10#000012",
        ),
        (
            "update check_month set row_count = 39",
            &["changed check_month 1"],
            "population 2026-10",
        ),
        (
            "update row_commit set row_c = (select row_c from row_commit where seq = 8) where seq = 7",
            &["changed row_commit 7"],
            "",
        ),
    ] {
        let dir = frozen();
        named(&dir, sql, expected);
        let mut checker = beside(dir.path(), Role::Checker, NOW);
        match checker.draw(october(), &AtTheDraw::default()) {
            Err(AppError::Failed(Trouble::Damaged { what: said })) if !what.is_empty() => {
                assert_eq!(said, what, "{sql}");
            }
            Ok(_) if what.is_empty() => {}
            other => panic!("{sql}: {other:?}"),
        }
    }
}

#[test]
fn what_is_altered_in_a_signed_month_is_named() {
    for (sql, expected) in [
        (
            "update sample_row set seq = seq % 40 + 1 where place = 3",
            "changed sample_row 3",
        ),
        (
            "delete from sample_row where place = 10",
            "missing sample_row 10",
        ),
        (
            "update outcome set outcome = 'unregistered' where place = 2",
            "changed outcome 2",
        ),
        (
            "update outcome set note = '' where place = 2",
            "changed outcome 2",
        ),
        ("delete from outcome where place = 2", "missing outcome 2"),
        (
            "update check_month set seed_text = replace(seed_text, 'N=40', 'N=41')",
            "changed check_month 1",
        ),
        ("update check_month set major = 1", "changed check_month 1"),
        (
            "update draw_secret set login = 'chen.yj' where id = 2",
            "changed draw_secret 2",
        ),
        (
            "update clerk set roles = 'checker' where login = 'chen.yj'",
            "changed clerk 3",
        ),
        (
            "update query set reason = '急難救助' where id = 12",
            "changed query 12",
        ),
        ("update log_file set footer = 41", "changed log_file 2"),
        (
            "update file_chunk set packed = zeroblob(9) where id = 1",
            "changed file_chunk 1",
        ),
        (
            "update store_meta set agency = 'LAB'",
            "changed store_meta 1",
        ),
    ] {
        named(&signed(), sql, &[expected]);
    }
}

#[test]
fn an_entry_altered_replaced_or_cut_off_is_named_whatever_the_triggers_say() {
    const OFF: &str = "drop trigger trail_is_not_changed; drop trigger trail_is_not_deleted; drop trigger trail_in_order;";
    let dir = signed();
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    for sql in [
        "replace into trail select * from (select seq, prev, hash, bytes, signature from trail where seq = 5)",
        "update trail set signature = zeroblob(64) where seq = 5",
        "delete from trail where seq = 5",
        "insert into trail select 999, hash, prev, bytes, signature from trail where seq = 5",
    ] {
        assert!(checker.store.try_behind_the_desk(sql).is_err(), "{sql}");
    }
    assert_eq!(found(&mut checker, None), Vec::<String>::new());
    let before = checker.head().unwrap();
    for (sql, expected) in [
        (
            "update trail set bytes = replace(bytes, 'check.frozen/2', 'check.frosen/2') where action = 'check.frozen/2'",
            "form",
        ),
        (
            "update trail set signature = (select signature from trail where seq = 4) where seq = 5",
            "signature",
        ),
        (
            "update trail set hash = randomblob(32) where seq = 5",
            "form",
        ),
        ("delete from trail where seq = 5", "chain"),
        (
            "update trail set bytes = bytes || ' ' where seq = 5",
            "form",
        ),
    ] {
        let dir = signed();
        let mut checker = beside(dir.path(), Role::Checker, NOW);
        let triggers = checker.store.triggers();
        checker
            .store
            .behind_the_desk(&format!("{OFF} {sql}; {triggers}"));
        let found = found(&mut checker, None);
        assert!(
            found.iter().any(|line| line.starts_with(expected)),
            "{sql}: {found:?}"
        );
        assert!(
            !found.iter().any(|line| line.starts_with("schema")),
            "the triggers are back: {found:?}"
        );
    }
    // A trigger made anew with other words.
    named(
        &signed(),
        "drop trigger trail_is_not_deleted; create trigger trail_is_not_deleted before delete on trail begin select 1; end",
        &["schema trigger trail_is_not_deleted"],
    );
    // The last entries cut off, with a head file that agrees: only the paper knows.
    let expect = Expect::parse(&before.to_string()).unwrap();
    let cut = cut_tail(before, OFF);
    let mut checker = beside(cut.path(), Role::Checker, NOW);
    let found = found(&mut checker, Some(&expect));
    assert!(
        found.iter().any(|line| line.starts_with("expect")),
        "{found:?}"
    );
}

/// A signed store without its signature.
fn cut_tail(head: Head, off: &str) -> TempDir {
    let dir = signed();
    let checker = beside(dir.path(), Role::Checker, NOW);
    let triggers = checker.store.triggers();
    checker.store.behind_the_desk(&format!(
        "{off} delete from trail where seq >= {}; {triggers}",
        head.seq
    ));
    let last = checker.head().unwrap();
    assert_eq!(last.seq, head.seq - 1);
    std::fs::write(dir.path().join("head"), format!("{last}\n")).unwrap();
    dir
}

#[test]
fn an_older_copy_of_the_store_is_known_from_the_paper() {
    let (older, newer) = (frozen(), signed());
    let mut checker = beside(newer.path(), Role::Checker, NOW);
    let expect = Expect::parse(&checker.head().unwrap().to_string()).unwrap();
    assert_eq!(found(&mut checker, Some(&expect)), Vec::<String>::new());
    for name in ["desk.db", "keys.toml", "head"] {
        std::fs::copy(older.path().join(name), newer.path().join(name)).unwrap();
    }
    drop(checker);
    for name in ["desk.db-wal", "desk.db-shm"] {
        drop(std::fs::remove_file(newer.path().join(name)));
    }
    let older = newer;
    let mut checker = beside(older.path(), Role::Checker, NOW);
    assert_eq!(
        found(&mut checker, None),
        Vec::<String>::new(),
        "nothing else shows it"
    );
    let found = found(&mut checker, Some(&expect));
    assert!(
        found.iter().all(|line| line.starts_with("expect")) && found.len() == 1,
        "{found:?}"
    );
}

#[test]
fn a_secret_is_opened_by_its_own_checker_alone_and_draws_once() {
    let dir = frozen();
    let manager = beside(dir.path(), Role::Manager, NOW);
    let secrets = store::checks::secrets(manager.store.reader()).unwrap();
    assert_eq!(secrets.len(), 1);
    for role in [Role::Manager, Role::Keeper, Role::Supervisor, Role::User] {
        let thief = beside(dir.path(), role, NOW);
        let opened = thief
            .signer
            .open_sealed(secrets[0].commit.as_bytes(), &secrets[0].sealed);
        assert!(opened.is_err(), "{role:?}");
    }
    // His own secret, exchanged for one that he knows, is not what the freeze named.
    let checker = beside(dir.path(), Role::Checker, NOW);
    checker
        .store
        .behind_the_desk("update draw_secret set commit_hex = 'of another'");
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    let refused = checker.draw(october(), &AtTheDraw::default());
    assert!(
        matches!(refused, Err(AppError::Failed(Trouble::Damaged { .. }))),
        "{refused:?}"
    );
}

#[test]
fn nothing_of_a_frozen_or_signed_month_is_done_again() {
    let dir = signed();
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    for again in [
        manager.freeze(october(), None, None).map(drop),
        manager.reconcile(october()).map(drop),
    ] {
        assert!(
            matches!(again, Err(AppError::Refused(Refusal::Check(_)))),
            "{again:?}"
        );
    }
    let period = october();
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    let drawn = checker.draw(period, &AtTheDraw::default());
    assert!(
        matches!(
            drawn,
            Err(AppError::Refused(Refusal::Check(
                CheckRefusal::AlreadyDrawn | CheckRefusal::AlreadySigned
            )))
        ),
        "{drawn:?}"
    );
    let row = checker.drawn_page(period, 1, 1).unwrap().rows.remove(0);
    for command in [
        WalkCommand::Start {
            period,
            compared: Compared::ALL[0],
        },
        WalkCommand::Record {
            period,
            seq: row.seq,
            outcome: Outcome::Other,
            compared: None,
            note: "n".to_owned(),
        },
        WalkCommand::Judge {
            period,
            judgement: Judgement {
                is_major: true,
                reason: "r".to_owned(),
            },
        },
        WalkCommand::NoteEvidence {
            period,
            seq: row.seq,
            evidence: "e".to_owned(),
        },
        WalkCommand::Sign { period },
    ] {
        let said = format!("{command:?}");
        let again = checker.execute(command.into());
        assert!(
            matches!(again, Err(AppError::Refused(Refusal::Check(_)))),
            "{said}: {again:?}"
        );
    }
    assert_eq!(found(&mut checker, None), Vec::<String>::new());
}

/// The files of a store, as a shell copies them.
fn copied(from: &Path, to: &Path) {
    for name in ["desk.db", "keys.toml", "head"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    for name in ["desk.db-wal", "desk.db-shm"] {
        drop(std::fs::remove_file(to.join(name)));
    }
}

#[test]
fn a_manager_who_goes_back_and_freezes_again_is_known_from_the_first_slip() {
    let (dir, mut manager) = office(Role::Manager);
    let [register, log] = files(dir.path());
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
    // Closed, so that all of it is in the file that is put aside.
    drop(manager);
    let before = tempfile::tempdir().unwrap();
    copied(dir.path(), before.path());
    let freeze = || {
        let mut manager = beside(dir.path(), Role::Manager, NOW);
        manager.freeze(october(), None, None).unwrap();
        manager.head().unwrap()
    };
    let first = freeze();
    let paper = Expect::parse(&first.to_string()).unwrap();
    copied(before.path(), dir.path());
    let second = freeze();
    assert_eq!(first.seq, second.seq);
    assert_ne!(first.hash, second.hash, "another salt, another sample");
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    assert_eq!(found(&mut checker, None), Vec::<String>::new());
    let against_paper = found(&mut checker, Some(&paper));
    assert!(
        against_paper.len() == 1 && against_paper[0].starts_with("expect"),
        "{against_paper:?}"
    );
    // The checker who types the first slip draws nothing.
    let printed = first.to_string();
    let (_seq, hex) = printed.split_once(':').unwrap();
    let typed = AtTheDraw {
        slip: Some(hex[..16].to_owned()),
        ..AtTheDraw::default()
    };
    let refused = checker.draw(october(), &typed);
    assert!(
        matches!(
            refused,
            Err(AppError::Refused(Refusal::Check(CheckRefusal::SlipDiffers)))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_secret_that_the_manager_made_and_sealed_to_the_checker_draws_nothing() {
    let dir = frozen();
    let checker = beside(dir.path(), Role::Checker, NOW);
    let named = store::checks::secrets(checker.store.reader())
        .unwrap()
        .remove(0);
    // Sealed as the checker's own program would seal it, under the commitment that the freeze named.
    let known = [7; 32];
    let sealed = store::seal_to(
        &checker.signer.open_key().unwrap(),
        named.commit.as_bytes(),
        &known,
    )
    .unwrap();
    let opened = checker
        .signer
        .open_sealed(named.commit.as_bytes(), &sealed)
        .unwrap();
    assert_eq!(opened.as_slice(), known, "it opens, which is not enough");
    let hex: String = sealed.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    checker.store.behind_the_desk(&format!(
        "update draw_secret set sealed = x'{hex}' where id = {}",
        named.id
    ));
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    let refused = checker.draw(october(), &AtTheDraw::default());
    assert!(
        matches!(refused, Err(AppError::Failed(Trouble::Damaged { .. }))),
        "{refused:?}"
    );
    assert_eq!(
        found(&mut checker, None),
        [format!("changed draw_secret {}", named.id)]
    );
}

/// Somebody who is nobody.
fn ghost() -> Clerk {
    Clerk {
        login: "ghost".parse().unwrap(),
        name: "鬼".to_owned(),
        roles: Roles::of(&[Role::Checker]),
        account: None,
        items: Vec::new(),
    }
}

#[test]
fn roles_that_somebody_gives_himself_in_the_table_sign_nothing_that_verifies() {
    let dir = frozen();
    let user = beside(dir.path(), Role::User, NOW);
    user.store
        .behind_the_desk("update clerk set roles = 'keeper,manager' where login = 'hsu.tc'");
    drop(user);
    let mut user = beside(dir.path(), Role::User, NOW);
    let before = user.head().unwrap().seq;
    let tried = user.add_person(&ghost());
    let found = found(&mut user, None);
    if tried.is_ok() {
        let entry = format!("signer @{}", before + 1);
        assert!(found.contains(&entry), "{found:?}");
    }
    assert!(
        found.iter().any(|line| line.starts_with("changed clerk")),
        "{found:?}"
    );
}

#[test]
fn the_trail_of_another_store_of_the_same_people_is_no_trail_of_this_one() {
    let (dir, other) = (signed(), signed());
    // One entry more than the paper of the first store knows.
    let mut keeper = beside(other.path(), Role::Keeper, NOW);
    keeper.add_person(&ghost()).unwrap();
    let paper = Expect::parse(&keeper.head().unwrap().to_string()).unwrap();
    drop(keeper);
    let mut checker = beside(dir.path(), Role::Checker, NOW);
    let against_theirs = found(&mut checker, Some(&paper));
    assert!(
        against_theirs.len() == 1 && against_theirs[0].starts_with("expect"),
        "{against_theirs:?}"
    );
    // Their head file beside our trail: the end seems to be missing, and nothing is written any more.
    drop(checker);
    std::fs::copy(other.path().join("head"), dir.path().join("head")).unwrap();
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    assert!(manager.lost_tail().is_some());
    let written = manager.reconcile("11509".parse().unwrap());
    assert!(written.is_err(), "{written:?}");
}
