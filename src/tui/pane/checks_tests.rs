//! The month's check on the screen, from import to draw, by its keys.

use crate::app::trial::{october, sample};
use crate::app::{Office, Taking};
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};
use crate::tui::view::tests::shot;

fn dropped(sit: &Sessions<'_>) -> Office {
    let mut manager = sit.sit(Role::Manager);
    let register = sample("register-11510.csv");
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    let dir = manager.in_dir().unwrap();
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::copy(
        sample("weblog-11510-cp950.csv"),
        dir.join("weblog-11510.csv"),
    )
    .unwrap();
    manager
}

fn reconciled(sit: &Sessions<'_>) {
    let mut manager = dropped(sit);
    let log = sample("weblog-11510-cp950.csv");
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
}

fn frozen(sit: &Sessions<'_>) {
    reconciled(sit);
    sit.sit(Role::Manager)
        .freeze(october(), None, None)
        .unwrap();
}

fn screen(desk: &Desk) -> String {
    shot(&desk.model, 80, 24)
}

#[track_caller]
fn shows(desk: &Desk, words: &[&str]) {
    let screen = screen(desk);
    for word in words {
        assert!(screen.contains(word), "{word} is missing\n{screen}");
    }
}

fn step(desk: &mut Desk) -> Step {
    desk.office().state_of(october()).unwrap().step
}

#[test]
fn a_manager_imports_matches_and_freezes_by_the_next_step_alone() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sit| {
        dropped(sit);
    });
    desk.press("F6");
    shows(&desk, &["抽查  期別 11510", "1  匯入", "可辦理", "F8匯入"]);
    desk.press("F8");
    shows(&desk, &["匯入查詢日誌", "weblog-11510.csv"]);
    desk.press("F10");
    shows(&desk, &["請先預覽"]);
    desk.press("Enter");
    shows(
        &desk,
        &["CP950", "讀為", "讀入 412", "檔尾合計 412，相符", "****"],
    );
    assert_eq!(step(&mut desk), Step::None);
    desk.press("F10");
    shows(&desk, &["已匯入 11510", "原檔"]);
    assert_eq!(step(&mut desk), Step::Imported);
    desk.press("Right Enter");
    shows(&desk, &["已刪除原檔", "2  勾稽"]);
    assert!(desk.office().dropped().unwrap().is_empty());
    desk.press("F8");
    shows(
        &desk,
        &["已勾稽 11510", "相符 375、提議 19、未登 18", "提議未決 19"],
    );
    desk.press("F8");
    shows(&desk, &["[提議 19]", "登記日早", "未決 19", "查詢日誌 第"]);
    desk.press("Enter");
    shows(&desk, &["未決 18"]);
    desk.press("Del").type_text("另案").press("F10");
    shows(&desk, &["未決 17", "查而未登 19"]);
    desk.press("Tab");
    shows(&desk, &["[查而未登 19]", "未說明 19"]);
    desk.press("Enter");
    shows(&desk, &["原因", "漏登", "說明人"]);
    desk.press("Enter").type_text("").press("Tab Tab");
    desk.type_text("王小明").press("F10");
    shows(&desk, &["未說明 18"]);
    desk.press("Tab");
    shows(&desk, &["[登而未查 15]"]);
    desk.press("Esc");
    desk.press("Home Down Down Enter");
    shows(&desk, &["凍結 11510", "412", "12.36", "Chang"]);
    desk.press("F10");
    shows(&desk, &["凍結單 11510", "末端"]);
    assert_eq!(step(&mut desk), Step::Frozen);
}

#[test]
fn the_checker_draws_with_total_and_slip_and_sees_the_seed() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, frozen);
    desk.press("F6");
    shows(&desk, &["F8抽樣", "應抽 13 筆"]);
    desk.press("F8");
    shows(&desk, &["總筆數", "已查得", "無法取得"]);
    let head = desk.office().slip(october()).unwrap().head.to_string();
    let (_, digits) = head.split_once(':').unwrap();
    let wrong = "0".repeat(16);
    desk.press("Enter").type_text("412").press("Enter Enter");
    desk.type_text(&wrong).press("Enter F10");
    assert_eq!(step(&mut desk), Step::Frozen, "{}", screen(&desk));
    desk.press("Ctrl-U").type_text(&digits[..16]).press("F10");
    assert_eq!(step(&mut desk), Step::Drawn, "{}", screen(&desk));
    shows(
        &desk,
        &["抽樣結果 11510  N 412、應抽 13、實抽 13", "種子", "3.16%"],
    );
}

#[test]
fn others_are_told_why_a_step_is_not_theirs() {
    let mut desk = Desk::prepared(Role::Supervisor, Lang::ZhTw, reconciled);
    desk.press("F6 F8");
    shows(&desk, &["須由管理者辦理"]);
    desk.press("Home Enter");
    shows(&desk, &["須由管理者辦理"]);
    assert_eq!(step(&mut desk), Step::Reconciled);
}

#[test]
fn a_row_in_clear_leaves_its_entry_and_masks_itself() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, reconciled);
    desk.press("F6 F8");
    let before = desk.office().head().unwrap().seq;
    let masked = screen(&desk).matches("****").count();
    desk.press("Ctrl-R");
    assert_eq!(desk.office().head().unwrap().seq, before + 1);
    assert!(screen(&desk).matches("****").count() < masked);
    desk.wait(31);
    assert_eq!(screen(&desk).matches("****").count(), masked);
}

#[test]
fn a_footer_that_differs_is_asked_about_and_the_harmless_answer_comes_first() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sit| {
        let manager = dropped(sit);
        let text = std::fs::read_to_string(sample("weblog-11510-bom.csv")).unwrap();
        let dir = manager.in_dir().unwrap();
        std::fs::write(dir.join("weblog-11510.csv"), text.replace("412", "413")).unwrap();
    });
    desk.press("F6 F8 Enter");
    shows(&desk, &["檔尾合計 413，不符"]);
    desk.press("F10");
    shows(&desk, &["不匯入", "仍予照收"]);
    desk.press("Enter");
    assert_eq!(step(&mut desk), Step::None);
    desk.press("Enter F10 Right Enter");
    assert_eq!(step(&mut desk), Step::Imported, "{}", screen(&desk));
}

/// What is the same at every run: no commitment, no salt, no time of a file.
#[test]
fn the_pages_of_a_month_stand_as_they_are_kept() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = Desk::prepared(Role::Manager, lang, reconciled);
        for (keys, name) in [
            ("F6", "overview"),
            ("F8", "proposals"),
            ("Del", "refuse"),
            ("Esc Tab", "unregistered"),
            ("Enter", "explain"),
            ("Esc Tab", "not-performed"),
        ] {
            desk.press(keys);
            insta::assert_snapshot!(format!("checks-{name}-{tag}"), screen(&desk));
            shot(&desk.model, 120, 36);
        }
        let mut desk = Desk::prepared(Role::Manager, lang, |sit| {
            dropped(sit);
        });
        desk.press("F6 F8 Enter");
        insta::assert_snapshot!(format!("checks-preview-{tag}"), screen(&desk));
    }
}

/// The checker's only commitment is named by October's freeze: November needs a public source, and the draw its result.
#[test]
fn without_a_commitment_the_freeze_wants_a_public_source_and_the_draw_its_result() {
    let november = october().next();
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sit| {
        frozen(sit);
        let mut manager = sit.sit(Role::Manager);
        let text = std::fs::read_to_string(sample("weblog-11510-bom.csv")).unwrap();
        let file = manager.dir().join("november.csv");
        std::fs::write(&file, text.replace("11510", "11511")).unwrap();
        let taking = Taking {
            accept_total: true,
            ..Taking::default()
        };
        manager.import_log(&file, november, taking).unwrap();
        manager.reconcile(november).unwrap();
    });
    desk.press("F6 Tab").type_text("11511").press("Enter");
    shows(&desk, &["期別 11511"]);
    desk.press("Home Down Down Enter");
    shows(&desk, &["凍結 11511", "應宣告公開亂數"]);
    desk.press("F10");
    let state = desk.office().state_of(november).unwrap();
    assert_eq!(state.step, Step::Reconciled);
    desk.type_text("dice").press("F10");
    shows(&desk, &["公開亂數：格式不符"]);
    desk.press("Ctrl-U").type_text("dice/6").press("F10");
    shows(&desk, &["凍結單 11511", "dice/6"]);
    let mut checker = desk.sessions().sit(Role::Checker);
    let mut typed = crate::app::AtTheDraw::default();
    assert!(checker.draw(november, &typed).is_err());
    typed.public = Some("123456".to_owned());
    checker.draw(november, &typed).unwrap();
    let text = checker.state_of(november).unwrap().seed_text.unwrap();
    assert!(
        text.contains("commit=-\nreveal=-\nsource=dice\npublic=123456\n"),
        "{text}"
    );
}
