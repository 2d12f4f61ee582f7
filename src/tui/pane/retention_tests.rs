//! 期限 at the desk: its screens as they are drawn, and its moves by keys.

use chrono::NaiveDate;

use crate::app::{Command, Office, RetentionCommand};
use crate::domain::event::Event;
use crate::domain::people::Role;
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::listing::HeldDraft;
use crate::domain::retention::{HeldState, Medium, RecordNo};
use crate::domain::span::Span;
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn give(office: &mut Office, command: RetentionCommand) -> Event {
    office.execute(Command::Retention(command)).unwrap().event
}

fn enter(user: &mut Office, medium: Medium, until: &str, statute: bool) -> RecordNo {
    let draft = HeldDraft {
        title: "list".to_owned(),
        medium: Some(medium),
        quantity: 2,
        place: "SOC-PC-114".to_owned(),
        basis: "SOC-01".to_owned(),
        case_no: "11531234600".to_owned(),
        obtained_on: Some(day("2026-09-01")),
        use_until: Some(day(until)),
        use_basis: "case".to_owned(),
        statute: statute.then(|| ("act 7".to_owned(), day("2026-09-01"), Span::Years(2))),
        ..HeldDraft::default()
    };
    match give(user, RetentionCommand::Enter(Box::new(draft))) {
        Event::Retention(RetentionEvent::Listed { no }) => no,
        other => panic!("{other:?}"),
    }
}

fn use_up(user: &mut Office, no: RecordNo, on: &str) {
    let on = day(on);
    give(
        user,
        RetentionCommand::Complete {
            no,
            version: 1,
            completed_on: on,
            unneeded_on: Some(on),
        },
    );
}

/// Items in several states: overdue, in grace today, soon, in use, under a statute.
fn prepare(sit: &Sessions<'_>) {
    let mut user = sit.sit(Role::User);
    for on in ["2026-10-20", "2026-10-22", "2026-10-30"] {
        let no = enter(&mut user, Medium::File, "2026-12-31", false);
        use_up(&mut user, no, on);
    }
    enter(&mut user, Medium::Paper, "2027-01-29", false);
    enter(&mut user, Medium::Paper, "2027-01-29", true);
}

fn desk(role: Role, lang: Lang) -> Desk {
    Desk::prepared(role, lang, prepare)
}

#[test]
fn the_list_the_record_and_the_forms_as_they_are_drawn() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut all = String::new();
        for (width, height) in [(80, 24), (120, 36)] {
            let mut desk = desk(Role::User, lang).window(width, height);
            for keys in ["F5", "Enter", "Esc Down F8", "Esc Esc", "Tab", "Tab Tab"] {
                desk.press(keys);
                all = all + "== " + keys + "\n" + &desk.screen();
            }
        }
        insta::assert_snapshot!(format!("retention-{tag}"), all);
    }
}

#[test]
fn weekends_and_holidays_read_as_the_directive_s_dates_do() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    desk.press("F5");
    let screen = desk.screen();
    // 10/20 ends on Friday 11/20; 10/22 on Sunday 11/22, rolled to Monday the 23rd.
    assert!(screen.contains("【逾期3日】  11/20(五)"), "{screen}");
    assert!(screen.contains("【順延今日】 11/23(一)"), "{screen}");
    desk.press("Down Enter");
    let screen = desk.screen();
    for words in [
        "115/11/22(日)",
        "115/11/23(一)",
        "115/11/20(五)",
        "屆滿日為假日，民法 122",
        "[待刪除]",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

/// So many keys, the letters that are typed not counted.
fn count(keys: &str) -> usize {
    keys.split_whitespace().count()
}

#[test]
fn a_certificate_with_a_deferred_backup_takes_thirteen_keys_and_is_verified_by_another() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    let keys = [
        ("F5 F8 Enter Enter Enter Enter Enter Right Enter", "1160110"),
        ("Enter Enter Enter", "screen.png"),
        ("F10", ""),
    ];
    let total: usize = keys.iter().map(|(keys, _)| count(keys)).sum();
    assert_eq!(total, 13);
    // The first time a person says where; later it is carried over.
    desk.press(keys[0].0).type_text(keys[0].1);
    desk.press(keys[1].0);
    desk.type_text("office").press("Enter");
    desk.type_text(keys[1].1).press(keys[2].0);
    assert!(desk.message().contains("D11511-001"), "{}", desk.message());
    // The second certificate of the same person, key by key.
    desk.press("F2 F5 Home Down F8 Enter Enter Enter Enter Enter Right Enter");
    desk.type_text(keys[0].1).press(keys[1].0);
    desk.type_text(keys[1].1).press(keys[2].0);
    assert!(desk.message().contains("D11511-002"), "{}", desk.message());
    let (found, _) = desk
        .office()
        .certificate("D11511-001".parse().unwrap())
        .unwrap();
    assert_eq!(found.open_lines().len(), 1);
    // Whoever deleted is not offered the verification.
    desk.press("F2 F5 Home F8");
    assert!(desk.message().contains("本人"), "{}", desk.message());
    let mut manager = desk.sessions().sit(Role::Manager);
    give(
        &mut manager,
        RetentionCommand::Verify {
            no: found.no,
            version: 1,
            how: "looked".to_owned(),
        },
    );
    let (open, _) = manager.certificate(found.no).unwrap();
    assert!(open.lacks_exception(), "past its item's day");
}

#[test]
fn a_certificate_is_not_signed_while_a_line_is_missing_and_says_so() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    desk.press("F5 F8 Enter Enter F10");
    let screen = desk.screen();
    assert!(screen.contains("尚缺"), "{screen}");
    let held = desk
        .office()
        .held_sheet("K11511-001".parse().unwrap())
        .unwrap();
    assert_eq!(held.held.state, HeldState::ToDelete);
}

#[test]
fn use_is_completed_and_the_month_begins() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    desk.press("F5 Down Down Down F8");
    insta::assert_snapshot!("retention-complete-zh", desk.screen());
    desk.press("Enter Enter Enter F10");
    assert!(desk.message().contains("K11511-004"), "{}", desk.message());
    let held = desk
        .office()
        .held_sheet("K11511-004".parse().unwrap())
        .unwrap();
    assert_eq!(held.held.state, HeldState::ToDelete);
    assert_eq!(held.held.ends_on, Some(day("2026-12-23")));
}

#[test]
fn a_hold_is_put_through_the_list_of_functions_and_released_by_another() {
    let mut desk = desk(Role::Manager, Lang::ZhTw);
    desk.press("F5 F1").type_text("暫停刪除").press("Enter");
    insta::assert_snapshot!("retention-hold-zh", desk.screen());
    desk.press("Enter")
        .type_text("調閱 11530012300")
        .press("F10");
    assert!(desk.message().contains("K11511-001"), "{}", desk.message());
    desk.press("F2 F5");
    let screen = desk.screen();
    assert!(screen.contains("【暫停】"), "{screen}");
    desk.press("F1").type_text("恢復").press("Enter");
    assert!(desk.message().contains("本人"), "{}", desk.message());
    let mut supervisor = desk.sessions().sit(Role::Supervisor);
    let release = RetentionCommand::Release {
        no: "K11511-001".parse().unwrap(),
        version: 3,
        reason: "over".to_owned(),
    };
    give(&mut supervisor, release);
    desk.others_wrote();
    assert!(desk.screen().contains("【逾期3日】"));
}

#[test]
fn a_change_of_law_shows_how_many_before_it_makes_them_due() {
    let mut desk = desk(Role::Manager, Lang::ZhTw);
    desk.press("F5 F1").type_text("法令變更").press("Enter");
    desk.press("Enter Enter Enter");
    desk.type_text("repealed").press("Enter");
    let screen = desk.screen();
    assert!(
        screen.contains("使用中 1、待確認 0、待刪除 3 件") && screen.contains("法定保存 1 件"),
        "{screen}"
    );
    insta::assert_snapshot!("retention-law-zh", screen);
    desk.press("F10");
    assert!(desk.message().contains("4 件"), "{}", desk.message());
}

#[test]
fn an_item_is_entered_by_hand_and_not_without_its_use_period() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F5 Ins")
        .type_text("清冊")
        .press("Enter Right Enter Enter");
    desk.type_text("社會救助科")
        .press("Enter Enter Enter Enter");
    desk.type_text("1160131").press("Enter F10");
    assert!(desk.screen().contains("期限依據"), "{}", desk.screen());
    desk.type_text("案件審結").press("F10");
    assert!(desk.message().contains("K11511-001"), "{}", desk.message());
    let held = desk
        .office()
        .held_sheet("K11511-001".parse().unwrap())
        .unwrap();
    assert_eq!(held.held.use_until, Some(day("2027-01-31")));
}

#[test]
fn records_of_five_years_show_their_rule_and_their_floor() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sit| {
        let mut user = sit.sit(Role::User);
        let number = crate::domain::identity::Subject::read("A123456789");
        let draft = crate::domain::query::Draft {
            case_no: "11531234600".to_owned(),
            reason: "review".to_owned(),
            basis: "SOC-01".to_owned(),
            item: "LI02".to_owned(),
            asked: Some((user.now().day(), user.now().time())),
            subject: number,
            relation: "當事人".to_owned(),
            recusal: Some(crate::domain::query::Recusal::Confirmed),
            ..crate::domain::query::Draft::default()
        };
        let command = crate::app::RegisterCommand::Register(Box::new(draft));
        user.execute(Command::Register(command)).unwrap();
    });
    desk.press("F5 Tab");
    let list = desk.screen();
    assert!(list.contains("推定") && list.contains("11511"), "{list}");
    desk.press("F8");
    assert!(desk.message().contains("120/12/01"), "{}", desk.message());
    desk.press("Enter");
    insta::assert_snapshot!("retention-record-zh", desk.screen());
}

#[test]
fn the_keeper_declares_use_periods_and_items_without_a_reason_take_them() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    desk.press("F1").type_text("使用期限").press("Enter");
    let screen = desk.screen();
    assert!(screen.contains("SOC-01 社會救助法"), "{screen}");
    assert!(screen.contains("未申報：登記結果時逐筆敘明"), "{screen}");
    desk.press("F8").type_text("六").press("Enter");
    assert!(desk.message().contains("6個月"), "{}", desk.message());
    desk.press("Ctrl-U").type_text("6個月").press("Enter");
    desk.type_text("審查及申復期間").press("F10");
    assert_eq!(desk.message(), "已設定 SOC-01 之使用期限及依據。");
    assert!(desk.screen().contains("6 個月"), "{}", desk.screen());
    insta::assert_snapshot!("use-periods-zh", desk.screen());
}

#[test]
fn an_item_s_use_period_is_declared_anew_with_its_reason() {
    let mut desk = Desk::prepared(Role::User, Lang::ZhTw, |sit| {
        enter(&mut sit.sit(Role::User), Medium::Paper, "2026-12-31", false);
    });
    desk.press("F5 F1").type_text("申報期限").press("Enter");
    desk.type_text("1151130")
        .press("Enter")
        .type_text("案件提前審結")
        .press("F10");
    assert!(desk.message().contains("申報期限"), "{}", desk.message());
    let items = desk.office().list_retention(None, 9).unwrap();
    assert_eq!(items[0].0.ends_on, Some(day("2026-11-30")));
    assert_eq!(items[0].0.use_basis, "案件提前審結");
}

#[test]
fn a_change_of_contact_is_recorded_under_the_roster() {
    let mut desk = Desk::new(Role::Manager, Lang::ZhTw);
    desk.press("F7 F1").type_text("窗口異動").press("Enter");
    assert!(desk.screen().contains("無窗口異動。"), "{}", desk.screen());
    desk.press("Ins Right Enter")
        .type_text("王小明")
        .press("Enter");
    desk.type_text("李小華")
        .press("Enter")
        .type_text("1151120")
        .press("F10");
    assert_eq!(desk.message(), "已登載 N11511-001。");
    insta::assert_snapshot!("contacts-zh", desk.screen());
    desk.press("F8");
    assert!(desk.message().contains("免通知"), "{}", desk.message());
}

#[test]
fn a_certificate_is_exported_from_its_item_and_an_item_without_one_says_so() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    desk.press("F5 Ctrl-E");
    assert!(
        desk.message().contains("尚無銷毀紀錄"),
        "{}",
        desk.message()
    );
    desk.press("F8 Enter Enter Enter Enter Enter Enter Enter Enter");
    desk.type_text("office")
        .press("Enter")
        .type_text("screen.png")
        .press("F10");
    assert!(desk.message().contains("D11511-001"), "{}", desk.message());
    desk.press("F2 F5 Home Ctrl-E")
        .type_text("核章")
        .press("F10");
    assert!(
        desk.message().contains("D11511-001-1123.odt"),
        "{}",
        desk.message()
    );
    let path = desk.dir().join("out").join("D11511-001-1123.odt");
    assert!(path.exists());
}

#[test]
fn what_nobody_decided_stands_out_and_ages() {
    let mut desk = Desk::prepared(Role::User, Lang::ZhTw, |sit| {
        let mut user = sit.sit(Role::User);
        let no = enter(&mut user, Medium::Paper, "2026-12-31", false);
        let used_up = RetentionCommand::Complete {
            no,
            version: 1,
            completed_on: day("2026-11-11"),
            unneeded_on: None,
        };
        give(&mut user, used_up);
    });
    desk.press("F5");
    let screen = desk.screen();
    assert!(screen.contains("【待確認】   12/31(四)"), "{screen}");
    assert!(screen.contains("已 12 日"), "{screen}");
}

#[test]
fn the_list_is_narrowed_to_what_is_on_hold_or_falls_into_a_week_and_says_so() {
    let mut desk = desk(Role::Manager, Lang::ZhTw);
    desk.press("F5 F1")
        .type_text("暫停刪除")
        .press("Enter Enter");
    desk.type_text("調閱 11530012300").press("F10");
    desk.press("Ctrl-T Right Right Right Right Right Enter");
    let screen = desk.screen();
    assert!(
        screen.contains("暫停刪除") && screen.contains("／1 件"),
        "{screen}"
    );
    desk.press("Ctrl-T Ctrl-U Down Down Down Right Right Enter");
    let screen = desk.screen();
    assert!(screen.contains("11/30 週"), "{screen}");
}

#[test]
fn what_was_filed_is_listed_apart_and_nothing_is_done_with_it_any_more() {
    let mut desk = desk(Role::User, Lang::ZhTw);
    desk.press("F5 F1").type_text("歸檔").press("Enter");
    desk.type_text("115/0042/1").press("F10");
    desk.press("F2 F5 Tab Tab");
    assert!(desk.screen().contains("已歸檔"), "{}", desk.screen());
    desk.press("Ctrl-T Right Right Right Enter");
    let screen = desk.screen();
    assert!(screen.contains("已結  已歸檔"), "{screen}");
    assert!(screen.contains("K11511-001"), "{screen}");
    desk.press("Enter");
    assert!(desk.screen().contains("115/0042/1"), "{}", desk.screen());
    desk.press("F8");
    assert!(desk.message().contains("無須辦理"), "{}", desk.message());
}
