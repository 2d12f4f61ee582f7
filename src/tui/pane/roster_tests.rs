//! The pane 名冊 at the trial desk: the list as on its mock-up, the record, the forms.

use crate::app::{Command, RosterCommand, Taking};
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};

const ROSTER: &str = "單位,姓名,職稱,登入名稱,帳號,身分,查調項目,法律依據,核准日,申請編號,啟用日,狀態,異動日,異動原因,公務帳號確認日,憑證綁定日,憑證到期日,保密切結日,備註\r\n\
社會救助科,許婷辰,科員,user,kcgsoc0101,使用者,LI01 LP11,SOC-01,115/03/01,A11503-001,115/03/02,啟用,,,115/03/02,115/03/02,118/03/02,115/03/02,\r\n\
社會救助科,陳怡君,股長,manager,kcgsoc0102,管理者,LI01 LI02 LP11 UB07,SOC-01,115/03/01,A11503-002,115/03/02,啟用,,,115/03/02,115/03/02,118/03/02,115/03/02,\r\n\
身障福利科,劉明辰,科員,,kcgsoc0109,使用者,LI02 LP11,SOC-02,115/03/02,A11503-004,115/03/02,啟用,,,115/03/02,115/03/02,118/03/02,115/03/02,\r\n\
兒少福利科,郭婷郁,科員,,kcgsoc0112,使用者,LI01 UB07,SOC-04,115/03/02,A11503-005,115/03/02,啟用,115/11/19,調職,115/03/02,115/03/02,118/03/02,115/03/02,\r\n";

const LOG: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\r\n\
kcgsoc0101,1151028,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0102,1151027,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0112,1151027,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0121,1151028,091000,LI01,A123456789,11500000001 a,查有資料\r\n";

fn kept(sessions: &Sessions<'_>) {
    let mut manager = sessions.sit(Role::Manager);
    let file = |name: &str, text: &str| {
        let path = manager.dir().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (roster, log) = (file("roster.csv", ROSTER), file("log.csv", LOG));
    let taken = manager.import_roster(&roster, &Taking::default()).unwrap();
    assert_eq!(taken.accepted, 4, "{taken:?}");
    manager
        .import_log(&log, "11510".parse().unwrap(), Taking::default())
        .unwrap();
}

fn desk(role: Role, lang: Lang) -> Desk {
    let mut desk = Desk::prepared(role, lang, kept);
    desk.press("F7");
    desk
}

#[test]
fn the_roster_and_a_line_of_it() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = desk(Role::Manager, lang);
        let list = desk.screen();
        desk.press("Down Down");
        let idle = desk.screen();
        desk.press("Enter");
        let sheet = desk.screen();
        desk.press("Esc Esc F7 F8");
        insta::assert_snapshot!(format!("roster-{tag}"), format!("{list}\n{idle}\n{sheet}"));
    }
}

#[test]
fn the_roster_in_a_wide_window() {
    let desk = desk(Role::Supervisor, Lang::ZhTw).window(120, 36);
    insta::assert_snapshot!("roster-wide", desk.screen());
}

#[test]
fn the_manager_enters_a_person_and_appoints_an_officer() {
    let mut desk = desk(Role::Manager, Lang::ZhTw);
    desk.press("Ins")
        .type_text("林淑芬")
        .press("Enter")
        .type_text("老人福利科")
        .press("F10");
    assert!(desk.message().contains("已存人員"), "{}", desk.message());
    desk.press("F1").type_text("專責").press("Enter");
    assert!(
        desk.screen().contains("尚未指派專責人員"),
        "{}",
        desk.screen()
    );
    desk.press("Ins").type_text("林淑芬").press("Enter Enter");
    desk.type_text("115/1/1").press("Enter Down");
    desk.type_text("高市社人字第1號").press("F10");
    assert!(
        desk.message().contains("已存專責人員"),
        "{}",
        desk.message()
    );
    assert!(desk.screen().contains("林淑芬"));
}

#[test]
fn an_idle_account_is_drafted_for_deletion_and_an_unknown_one_is_entered() {
    let mut desk = desk(Role::Manager, Lang::ZhTw);
    desk.press("Down Down F8");
    assert!(desk.screen().contains("擬刪除申請"), "{}", desk.screen());
    desk.press("F10");
    assert!(desk.message().contains("A11511-001"), "{}", desk.message());
    desk.press("End F8");
    assert!(desk.screen().contains("登載帳號"), "{}", desk.screen());
    desk.type_text("許婷辰").press("Enter Enter");
    desk.type_text("115/10/1").press("Enter");
    desk.type_text("LI01").press("Enter");
    desk.type_text("SOC-01").press("Enter F10");
    assert!(
        desk.message().contains("已有啟用中之"),
        "{}",
        desk.message()
    );
    desk.type_text("交接期間").press("F10");
    assert!(desk.message().contains("已登載帳號"), "{}", desk.message());
}

#[test]
fn letters_on_the_agencys_standing_are_entered_by_the_keeper_too() {
    let mut desk = desk(Role::Keeper, Lang::ZhTw);
    desk.press("F1").type_text("機關資格").press("Enter");
    assert!(desk.screen().contains("視為已獲同意"), "{}", desk.screen());
    desk.press("Ins Up Right Right Enter Enter");
    desk.type_text("115/11/1").press("Enter");
    desk.type_text("保費資字第2號").press("F10");
    assert!(desk.message().contains("暫停使用"), "{}", desk.message());
    let mut manager = desk.sessions().sit(Role::Manager);
    assert_eq!(
        manager.standing().unwrap(),
        [crate::domain::query::QueryFlag::Suspended]
    );
    let officer = crate::domain::roster::Training {
        person: 99,
        held_on: manager.now().day(),
        hours: 3,
        course: "資安通識".to_owned(),
    };
    let nobody = manager.execute(Command::Roster(RosterCommand::Train(officer)));
    assert!(nobody.is_err(), "nobody of that number");
}
