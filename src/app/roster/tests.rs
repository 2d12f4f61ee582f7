//! The roster in a real store: files in and out, lines and what they are noticed for, officers.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::app::fixture::{clerk, office, user};
use crate::app::{Command, RosterAsked, RosterFault, Taking};
use crate::domain::file_fault::{Column, RowFault};
use crate::domain::people::Clerk;
use crate::domain::refusal::Refusal;
use crate::domain::roster::{AccountKind, AccountStatus, Duty, Hint, Post, Standing};

const HEAD: &str = "單位,姓名,職稱,登入名稱,帳號,身分,查調項目,法律依據,核准日,申請編號,啟用日,狀態,異動日,異動原因,備註\r\n";
const HSU: &str = "社會救助科,許婷辰,科員,hsu,kcgsoc0101,使用者,LI01、LP11,SOC-01,115/03/01,A11503-004,115/03/02,啟用,,,\r\n";
const GUO: &str = "兒少福利科,郭婷郁,科員,,kcgsoc0112,使用者,LI01/SOC-04 UB07/SOC-05,,,,115/03/02,,115/11/19,調職,\r\n";
const WU: &str =
    "老人福利科,吳志傑,科員,,kcgsoc0105,使用者,EI03,SOC-02,,,114/03/02,刪除,115/08/31,閒置,\r\n";

fn manager() -> Clerk {
    clerk("chen", "manager", None)
}

fn file(dir: &TempDir, name: &str, lines: &[&str]) -> PathBuf {
    let path = dir.path().join(name);
    let text = format!("使用者清冊,,\r\n{HEAD}{}", lines.concat());
    std::fs::write(&path, text).unwrap();
    path
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn import(office: &mut Office, path: &Path) -> RosterTaken {
    office.import_roster(path, &Taking::default()).unwrap()
}

/// An office with three accounts, its manager at the desk.
fn kept() -> (TempDir, Office) {
    let (dir, office) = office(&[manager(), user()]);
    let mut office = office;
    let path = file(&dir, "roster.csv", &[HSU, GUO, WU]);
    let taken = import(&mut office, &path);
    assert_eq!(
        (taken.read, taken.accepted, taken.duplicate),
        (3, 3, 0),
        "{taken:?}"
    );
    (dir, office)
}

fn lines(office: &mut Office, asked: &RosterAsked) -> Vec<String> {
    let roster = office.roster(asked).unwrap();
    roster.lines.into_iter().map(|line| line.account).collect()
}

#[test]
fn a_roster_comes_in_whole_with_holders_items_and_ends() {
    let (_dir, mut office) = kept();
    let roster = office.roster(&RosterAsked::default()).unwrap();
    assert_eq!((roster.active, roster.stopped), (2, 0));
    assert_eq!(roster.units, ["兒少福利科", "社會救助科", "老人福利科"]);
    let accounts: Vec<_> = roster
        .lines
        .iter()
        .map(|line| line.account.as_str())
        .collect();
    assert_eq!(
        accounts,
        ["KCGSOC0101", "KCGSOC0112"],
        "the deleted one is not listed"
    );
    let guo = &roster.lines[1];
    assert_eq!(guo.items, ["LI01", "UB07"]);
    assert_eq!(guo.hints[0], Hint::Gone(Post::Moved));
    let deleted = RosterAsked {
        status: Some(AccountStatus::Deleted),
        ..RosterAsked::default()
    };
    assert_eq!(lines(&mut office, &deleted), ["KCGSOC0105"]);
    let hsu = store::clerks::get(office.store.reader(), &"hsu".parse().unwrap()).unwrap();
    assert_eq!(hsu.unwrap().account.as_deref(), Some("KCGSOC0101"));
    let report = office.verify(None, |_| {}).unwrap();
    let on_roster = report.problems.iter().filter(|problem| {
        problem
            .table
            .as_deref()
            .is_some_and(|table| table.starts_with("roster"))
    });
    assert_eq!(on_roster.count(), 0);
}

#[test]
fn the_same_file_is_known_and_the_same_lines_are_duplicates() {
    let (dir, mut office) = kept();
    let again = import(&mut office, &dir.path().join("roster.csv"));
    assert!(again.known);
    let more = "身障福利科,劉傑雯,,,kcgsoc0107,管理者,LI01,SOC-03,,,115/03/02,啟用,,,\r\n";
    let path = file(&dir, "more.csv", &[HSU, more, GUO, WU]);
    let taken = import(&mut office, &path);
    assert_eq!(
        (taken.read, taken.accepted, taken.duplicate),
        (4, 1, 3),
        "{taken:?}"
    );
}

#[test]
fn one_bad_line_and_nothing_is_written() {
    let (dir, mut office) = office(&[manager(), user()]);
    let role = "社會救助科,甲,,,k1,主管,LI01,SOC-01,,,115/03/02,,,,\r\n";
    let order = "社會救助科,乙,,,k2,使用者,LI01,SOC-01,115/03/03,,115/03/02,,,,\r\n";
    let twice = "社會救助科,丙,,,kcgsoc0101,使用者,LI01,SOC-01,,,115/03/02,,,,\r\n";
    let taken_account = "社會救助科,丁,,,KCGSOC0101,使用者,LI01,SOC-01,,,115/03/02,,,,\r\n";
    let path = file(&dir, "bad.csv", &[HSU, role, order, twice]);
    let before = office.head().unwrap();
    let taken = import(&mut office, &path);
    assert_eq!(taken.accepted, 0);
    let faults: Vec<_> = taken.rejected.into_iter().collect();
    assert_eq!(
        faults,
        [
            (
                4,
                RosterFault::Row(RowFault::UnknownWord {
                    column: Column::AccountKind
                })
            ),
            (
                5,
                RosterFault::Row(RowFault::DatesReversed {
                    earlier: Column::ApprovedOn,
                    later: Column::OpenedOn
                })
            ),
            (6, RosterFault::Twice { line: 3 }),
        ]
    );
    assert_eq!(office.head().unwrap(), before, "nothing was entered");
    assert!(lines(&mut office, &RosterAsked::default()).is_empty());
    let path = file(&dir, "other.csv", &[taken_account]);
    let refused = import(&mut office, &path);
    assert_eq!(
        refused.rejected,
        [(3, RosterFault::Login)],
        "another login has it"
    );
}

#[test]
fn a_line_that_differs_from_the_roster_is_a_request_and_a_dry_run_writes_nothing() {
    let (dir, mut office) = kept();
    let other = HSU.replace("LI01、LP11", "LI01");
    let path = file(&dir, "other.csv", &[&other]);
    let taken = import(&mut office, &path);
    assert_eq!(taken.rejected, [(3, RosterFault::OtherContent)]);
    let fresh = "身障福利科,劉傑雯,,,kcgsoc0107,管理者,LI01,SOC-03,,,115/03/02,啟用,,,\r\n";
    let path = file(&dir, "fresh.csv", &[fresh]);
    let before = office.head().unwrap();
    let dry = Taking {
        dry_run: true,
        ..Taking::default()
    };
    assert_eq!(office.import_roster(&path, &dry).unwrap().accepted, 1);
    assert_eq!(office.head().unwrap(), before);
    let mut other = office.as_person(&user());
    assert!(other.import_roster(&path, &dry).is_err(), "a user does not");
}

/// What a roster says, without the numbers of its rows.
fn facts(office: &Office) -> Vec<String> {
    let fact = |line: RosterLine| {
        let (account, person) = line.held.unwrap();
        format!(
            "{} {:?} {:?} {:?} {:?} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
            line.account,
            line.items,
            line.bases,
            account.kind,
            account.status,
            person.name,
            person.unit,
            person.title,
            person.login,
            account.approved_on,
            account.opened_on,
            account.deleted_on,
            account.cause,
            account.request
        )
    };
    office.all_lines().unwrap().into_iter().map(fact).collect()
}

fn out(file: &str, reason: &str) -> crate::app::Outgoing {
    crate::app::Outgoing {
        file: file.into(),
        reason: reason.to_owned(),
        passphrase: None,
    }
}

#[test]
fn what_is_exported_as_data_comes_back_unchanged() {
    let (dir, mut kept) = kept();
    let written = kept
        .export_roster(&out("roster-out.csv", "年度稽核"))
        .unwrap();
    assert_eq!(written.rows, 3);
    let same = import(&mut kept, &written.path);
    assert_eq!((same.accepted, same.duplicate), (0, 3), "{same:?}");
    let (_other, mut other) = office(&[manager(), user()]);
    let taken = import(&mut other, &written.path);
    assert_eq!(taken.accepted, 3, "{taken:?}");
    assert_eq!(facts(&other), facts(&kept));
    let ods = kept.export_roster(&out("roster.ods", "年度稽核")).unwrap();
    assert!(std::fs::read(&ods.path).unwrap().starts_with(b"PK"));
    let form = kept.export_roster(&out("roster.odt", "年度稽核")).unwrap();
    assert_eq!(form.rows, ods.rows);
    let bytes = std::fs::read(&form.path).unwrap();
    assert_eq!(
        &bytes[38..77],
        b"application/vnd.oasis.opendocument.text",
        "a text by template"
    );
    assert_eq!(
        export::items_alone("LI01/SOC-01、LI01/SOC-02、LP11/SOC-01"),
        "LI01、LP11"
    );
    // An office's own takes its place; one that asks for what there is not says so.
    let own = kept.dir().join("templates");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("roster.odt"), "no template").unwrap();
    assert!(kept.export_roster(&out("own.odt", "年度稽核")).is_err());
    assert!(kept.export_roster(&out("x.ods", " ")).is_err(), "a reason");
    assert!(kept.export_roster(&out("x.txt", "稽核")).is_err());
    drop(dir);
}

#[test]
fn lines_are_found_by_words_and_narrowed_by_state_unit_kind_and_notice() {
    let (_dir, mut office) = kept();
    let asked = |change: fn(&mut RosterAsked)| {
        let mut asked = RosterAsked::default();
        change(&mut asked);
        asked
    };
    let found = lines(
        &mut office,
        &asked(|asked| asked.search = "許 li01".to_owned()),
    );
    assert_eq!(found, ["KCGSOC0101"]);
    let found = lines(
        &mut office,
        &asked(|asked| asked.unit = Some("兒少福利科".to_owned())),
    );
    assert_eq!(found, ["KCGSOC0112"]);
    let found = lines(
        &mut office,
        &asked(|asked| asked.hint = Some(Hint::Gone(Post::Moved))),
    );
    assert_eq!(found, ["KCGSOC0112"]);
    let found = lines(
        &mut office,
        &asked(|asked| asked.kind = Some(AccountKind::Manager)),
    );
    assert!(found.is_empty());
    let sheet = office.roster_sheet("kcgsoc0112").unwrap();
    assert_eq!(sheet.grants.len(), 2);
    assert!(matches!(
        office.roster_sheet("nobody"),
        Err(AppError::Refused(Refusal::NoSuchRecord))
    ));
}

#[test]
fn an_account_that_only_a_log_names_is_shown_and_can_be_entered() {
    let (dir, mut office) = kept();
    let log = dir.path().join("log.csv");
    let text = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\r\n\
        kcgsoc0121,1151028,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
        kcgsoc0101,1151027,090000,LI01,A123456789,11500000001 a,查有資料\r\n";
    std::fs::write(&log, text).unwrap();
    office
        .import_log(&log, "11510".parse().unwrap(), Taking::default())
        .unwrap();
    let roster = office.roster(&RosterAsked::default()).unwrap();
    let unknown = roster.lines.last().unwrap();
    assert_eq!(
        (unknown.account.as_str(), unknown.idle),
        ("KCGSOC0121", Some(26))
    );
    assert_eq!(unknown.hints, [Hint::Unknown]);
    assert_eq!(roster.lines[0].last_query, Some(day("2026-10-27")));
    let uses = office.account_uses("kcgsoc0101").unwrap();
    assert_eq!((uses[0].item.as_str(), uses[0].rows), ("LI01", 1));
    let person = store::roster::people(office.store.reader())
        .unwrap()
        .remove(0);
    let account = |opened: &str, reason: &str| NewAccount {
        account: "kcgsoc0121".to_owned(),
        person: person.id,
        kind: AccountKind::User,
        proofs: Proofs::default(),
        request: String::new(),
        approved_on: None,
        opened_on: day(opened),
        second_reason: reason.to_owned(),
    };
    let enter = |office: &mut Office, account: NewAccount| {
        let items = vec![NewGrant {
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: account.opened_on,
            request: String::new(),
        }];
        let account = Box::new(account);
        office.execute(Command::Roster(RosterCommand::EnterAccount {
            account,
            items,
        }))
    };
    assert!(
        enter(&mut office, account("2026-10-01", "")).is_err(),
        "a second account"
    );
    assert!(
        enter(&mut office, account("2026-11-24", "交接")).is_err(),
        "not ahead"
    );
    enter(&mut office, account("2026-10-01", "交接")).unwrap();
    let sheet = office.roster_sheet("KCGSOC0121").unwrap();
    assert!(sheet.line.hints.contains(&Hint::Duplicate));
    assert_eq!(sheet.others.len(), 1);
}

#[test]
fn officers_gaps_and_checkers_with_accounts_are_told() {
    let (_dir, mut office) = kept();
    assert!(
        office.officer_gaps().unwrap().is_empty(),
        "nothing is kept yet"
    );
    let people = office.roster_people().unwrap();
    let hsu = people
        .iter()
        .find(|person| person.name == "許婷辰")
        .unwrap();
    let officer = |until: Option<&str>| Officer {
        id: 0,
        version: 0,
        person: hsu.id,
        duty: Duty::Checking,
        since: day("2026-01-01"),
        until: until.map(day),
        appointment: "高市社人字第1號".to_owned(),
    };
    let save = |office: &mut Office, officer| {
        office.execute(Command::Roster(RosterCommand::SaveOfficer(Box::new(
            officer,
        ))))
    };
    assert!(save(&mut office, officer(Some("2025-12-31"))).is_err());
    save(&mut office, officer(None)).unwrap();
    assert!(office.officer_gaps().unwrap().is_empty());
    let both = office.checkers_with_accounts().unwrap();
    assert_eq!(both.len(), 1, "a checker with an account is shown");
    let id = office.officers().unwrap()[0].0.id;
    let ended = Officer {
        id,
        ..officer(Some("2026-11-20"))
    };
    save(&mut office, ended).unwrap();
    let gaps = office.officer_gaps().unwrap();
    assert_eq!((gaps[0].since, gaps[0].until), (day("2026-11-21"), None));
    let course = |held_on: &str| Training {
        person: hsu.id,
        held_on: day(held_on),
        hours: 3,
        course: "資安通識".to_owned(),
    };
    let train =
        |office: &mut Office, course| office.execute(Command::Roster(RosterCommand::Train(course)));
    train(&mut office, course("2026-05-05")).unwrap();
    train(&mut office, course("2026-06-05")).unwrap();
    assert!(
        train(&mut office, course("2026-12-05")).is_err(),
        "not ahead"
    );
    assert_eq!(office.training_hours(2026).unwrap().get(&hsu.id), Some(&6));
}

#[test]
fn only_the_manager_keeps_the_roster_and_letters_are_the_keepers_too() {
    let (_dir, mut office) = kept();
    let save = RosterCommand::SaveAgencyItem(Box::new(AgencyItem {
        id: 0,
        version: 0,
        item: "LI01".to_owned(),
        basis: "SOC-01".to_owned(),
        valid_from: day("2026-01-01"),
        valid_to: None,
        document: "保費資字第1號".to_owned(),
        request: String::new(),
        ended_by: String::new(),
    }));
    let letter = RosterCommand::SaveStanding(StandingFact {
        standing: Standing::Consented,
        since: day("2026-01-01"),
        document: "高市勞字第1號".to_owned(),
        cause: None,
    });
    for (roles, may_save, may_enter) in [
        ("user", false, false),
        ("checker", false, false),
        ("supervisor", false, false),
        ("keeper", false, true),
    ] {
        let mut other = office.as_person(&clerk(&format!("one.{roles}"), roles, None));
        assert_eq!(
            other.execute(Command::Roster(save.clone())).is_ok(),
            may_save,
            "{roles}"
        );
        assert_eq!(
            other.execute(Command::Roster(letter.clone())).is_ok(),
            may_enter,
            "{roles}"
        );
        let may_read = roles != "user";
        assert_eq!(
            other.roster(&RosterAsked::default()).is_ok(),
            may_read,
            "{roles}"
        );
    }
    office.execute(Command::Roster(save)).unwrap();
    let end = RosterCommand::EndAgencyItem {
        item: "LI01".to_owned(),
        basis: "SOC-01".to_owned(),
        end: Ended {
            on: day("2026-12-31"),
            cause: None,
            request: String::new(),
        },
    };
    office.execute(Command::Roster(end)).unwrap();
    assert_eq!(
        office.agency_items().unwrap()[0].valid_to,
        Some(day("2026-12-31"))
    );
}
