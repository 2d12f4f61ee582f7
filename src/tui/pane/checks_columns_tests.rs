//! Mapping a file's columns on the screen: from its preview, kept, and used by itself the next time.

use crate::app::trial::sample;
use crate::app::{FileKind, Taking};
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::Desk;
use crate::tui::view::tests::shot;

const UNKNOWN: &str = "下載人員：陳怡君\r\n誰,哪日,查詢時間,作業代號,對象證號,案號,事由,如何\r\nkcgsoc0101,1151001,090644,LI01,A123456789,11500000001,低收,查無資料\r\nkcgsoc0102,1151002,1006,LI01,B223456789,11500000002,低收,查有資料\r\n合計：2筆\r\n";

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

fn dropped(lang: Lang, files: &[(&str, &str)]) -> Desk {
    Desk::prepared(Role::Manager, lang, |sit| {
        let manager = sit.sit(Role::Manager);
        let dir = manager.in_dir().unwrap();
        std::fs::create_dir_all(&dir).unwrap();
        for (name, text) in files {
            std::fs::write(dir.join(name), text).unwrap();
        }
    })
}

#[test]
fn a_log_of_unknown_columns_is_mapped_previewed_anew_and_taken() {
    let next = UNKNOWN.replace("1151001", "1151005");
    let mut desk = dropped(Lang::ZhTw, &[("a.csv", UNKNOWN), ("b.csv", &next)]);
    desk.press("F6 F8 Home Enter");
    shows(
        &desk,
        &[
            "檔內無此欄名",
            "缺查詢者帳號、查詢日期",
            "檔內欄名：誰、哪日",
            "Tab改欄位對應",
        ],
    );
    assert!(!screen(&desk).contains("A123456789"));
    desk.press("F10");
    shows(&desk, &["請先改欄位對應"]);
    desk.press("Tab");
    shows(&desk, &["欄位對應", "標題列為第 2 行", "查詢者帳號  8 項"]);
    assert!(!screen(&desk).contains("A123456789"));
    desk.type_text("誰")
        .press("Enter")
        .type_text("哪日")
        .press("Enter");
    shows(&desk, &["A12345****"]);
    // One column is not two of ours.
    desk.type_text("誰")
        .press("Enter")
        .type_text("如何")
        .press("F10");
    shows(&desk, &["同一欄已對應他項"]);
    desk.type_text("對象").press("Enter F10");
    shows(
        &desk,
        &[
            "已儲存欄位對應 4 欄",
            "讀入 2  收入 2",
            "檔尾合計 2，相符",
            "****",
        ],
    );
    desk.press("F10");
    shows(&desk, &["已匯入 11510"]);
    desk.press("Enter");
    desk.press("F6 Home Enter");
    shows(&desk, &["b.csv"]);
    desk.press("End Enter");
    if !screen(&desk).contains("讀入 2") {
        desk.press("Esc Home Enter");
    }
    shows(&desk, &["讀入 2  收入 1  重複 1"]);
}

#[test]
fn a_mapping_is_changed_back_and_the_counts_follow() {
    let text = std::fs::read_to_string(sample("weblog-11510-bom.csv")).unwrap();
    let mut desk = dropped(Lang::ZhTw, &[("a.csv", &text)]);
    desk.press("F6 F8 Enter");
    shows(&desk, &["收入 412"]);
    desk.press("Tab Tab").type_text("查詢時間").press("Enter");
    desk.press("F10");
    shows(&desk, &["同一欄已對應他項"]);
    desk.press("Ctrl-U")
        .type_text("查詢日期")
        .press("Enter F10");
    shows(&desk, &["412 列均無法收入", "讀入 412  收入 0"]);
    desk.press("F10");
    shows(&desk, &["無一列可收入"]);
    desk.press("Tab Tab").type_text("查詢日期").press("Enter");
    desk.press("Tab").type_text("查詢時間").press("Enter F10");
    shows(&desk, &["已改回依欄名自動對應", "收入 412"]);
    let kept = desk.office().column_map(FileKind::Log).unwrap();
    assert!(kept.is_empty(), "{kept:?}");
}

#[test]
fn the_mapping_stands_as_it_is_kept() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = dropped(lang, &[("a.csv", UNKNOWN)]);
        for (keys, name) in [("F6 F8 Enter", "unknown"), ("Tab", "form")] {
            desk.press(keys);
            insta::assert_snapshot!(format!("columns-{name}-{tag}"), screen(&desk));
            shot(&desk.model, 120, 36);
        }
        let register = std::fs::read_to_string(sample("register-11510.csv")).unwrap();
        let register = register.replacen("法律依據", "依何法", 1);
        let mut desk = dropped(lang, &[("r.csv", &register)]);
        desk.press("F6 F1")
            .type_text("import-register")
            .press("Enter Enter Tab");
        insta::assert_snapshot!(format!("columns-register-{tag}"), screen(&desk));
    }
}

#[test]
fn a_file_changed_since_its_preview_is_not_taken() {
    let text = std::fs::read_to_string(sample("weblog-11510-bom.csv")).unwrap();
    let mut desk = dropped(Lang::ZhTw, &[("a.csv", &text)]);
    desk.press("F6 F8 Enter");
    shows(&desk, &["收入 412"]);
    let path = desk.office().in_dir().unwrap().join("a.csv");
    std::fs::write(&path, text.replace("查無資料", "查有資料")).unwrap();
    desk.press("F10");
    let taking = Taking::default();
    let period = crate::app::trial::october();
    assert!(!screen(&desk).contains("已匯入"), "{}", screen(&desk));
    let report = desk.office().import_log(&path, period, taking).unwrap();
    assert!(!report.known);
}
