//! 今日, the keeper's forms and 軌跡 by their keys.

use crate::app::KeyState;
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::desk_data::{DetailData, PaneData, RowData, TableData};
use crate::tui::form::state::FormState;
use crate::tui::model::overlay::Overlay;
use crate::tui::trial::Desk;

#[track_caller]
fn table(desk: &Desk) -> &TableData {
    let page = desk.model.page().unwrap();
    match page.view().unwrap().1.data.as_ref().unwrap() {
        PaneData::Table(table) => table,
        other => panic!("no table but {other:?}"),
    }
}

fn cells(row: &RowData) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[track_caller]
fn sheet(desk: &Desk) -> &DetailData {
    match desk.model.overlay() {
        Some(Overlay::Sheet(sheet)) => &sheet.data,
        other => panic!("no sheet but {other:?}: {}", desk.message()),
    }
}

fn text_of(sheet: &DetailData) -> String {
    let lines = sheet.lines.iter().map(|line| {
        let pieces = line.pieces.iter().map(|(_, cell)| cell.text.as_str());
        format!(
            "{} {}",
            line.label.text,
            pieces.collect::<Vec<_>>().join(" ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn form(desk: &Desk) -> &FormState {
    match desk.model.overlay() {
        Some(Overlay::Form(form)) => form,
        other => panic!("no form but {other:?}: {}", desk.message()),
    }
}

/// Runs what the list of functions has under these words.
fn run(desk: &mut Desk, words: &str) {
    desk.press("F1").type_text(words).press("Enter");
}

#[test]
fn the_manager_is_shown_last_month_s_check_with_its_days() {
    let desk = Desk::new(Role::Manager, Lang::ZhTw);
    let table = table(&desk);
    assert_eq!(table.title, "今日  應辦 1 件");
    assert_eq!(
        cells(&table.rows[0]),
        [
            "  剩7日",
            "11/30(一)",
            "抽查",
            "11510 查詢日誌尚未匯入",
            "11510"
        ]
    );
    let bars: Vec<String> = table.foot[2]
        .pieces
        .iter()
        .map(|(_, cell)| cell.text.clone())
        .collect();
    assert_eq!(
        table.foot[0].pieces[0].1.text,
        "--------------------  11510 查詢日誌尚未匯入"
    );
    // This month's own check is due at the end of the year.
    assert_eq!(bars, ["0", "#1", "0", "0", "0", "#1", "0", "0"]);
}

#[test]
fn who_has_nothing_to_do_is_told_what_comes_next() {
    let desk = Desk::new(Role::Checker, Lang::ZhTw);
    let table = table(&desk);
    assert_eq!(table.rows, []);
    assert_eq!(
        table.empty,
        [
            "今日無逾期、無到期事項。",
            "最近一件  剩38日  12/31(四)  11511 抽查"
        ]
    );
    let english = Desk::new(Role::User, Lang::En);
    assert_eq!(
        super::today_tests::table(&english).empty,
        ["Nothing is overdue, nothing is due today."]
    );
}

#[test]
fn the_keeper_enrols_a_person_and_the_code_stands_large_on_a_sheet() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    run(&mut desk, "登錄");
    assert_eq!(form(&desk).field().unwrap().0.name, "login");
    desk.type_text("WU.ZJ").press("Enter");
    desk.type_text("吳志傑").press("Enter");
    desk.type_text("使用者").press("Enter F10");
    let told = text_of(sheet(&desk));
    assert!(told.contains("有效至 115/11/23(一) 09:57"), "{told}");
    let people = desk.office().people_and_keys().unwrap();
    let (clerk, state) = people
        .iter()
        .find(|(clerk, _)| clerk.login.as_str() == "wu.zj")
        .unwrap();
    assert_eq!(
        (clerk.name.as_str(), clerk.roles.to_string().as_str()),
        ("吳志傑", "user")
    );
    assert!(matches!(state, KeyState::Code(_)));
    desk.press("Esc");
    let rows = &table(&desk).rows;
    let code = rows.iter().find(|row| row.key == "wu.zj").unwrap();
    assert_eq!(cells(code)[..2], ["【今日】", "11/23(一)"]);
    assert_eq!(desk.model.desk().unwrap().badges.today, 1);
}

#[test]
fn a_login_that_cannot_be_is_said_in_its_field() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    run(&mut desk, "登錄");
    desk.type_text("9wu").press("Enter");
    assert_eq!(form(&desk).field().unwrap().0.name, "login");
    assert!(desk.message().contains("wu.zj"), "{}", desk.message());
    desk.press("Ctrl-U").type_text("user").press("Enter");
    desk.type_text("吳志傑").press("Enter").type_text("使用者");
    desk.press("Enter F10");
    assert_eq!(form(&desk).field().unwrap().0.name, "login");
    assert!(desk.message().starts_with('!'), "{}", desk.message());
}

#[test]
fn a_person_whose_code_was_lost_gets_another() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    run(&mut desk, "登錄");
    desk.type_text("wu.zj").press("Enter");
    desk.type_text("吳志傑").press("Enter").type_text("使用者");
    desk.press("Enter F10");
    let first = text_of(sheet(&desk));
    desk.press("Esc");
    let before = desk.office().head().unwrap().seq;
    desk.press("F8");
    assert_eq!(
        desk.office().head().unwrap().seq,
        before,
        "a question first"
    );
    desk.press("F10");
    let second = text_of(sheet(&desk));
    assert_ne!(first, second);
    let entry = desk.office().entry(before + 1).unwrap().unwrap().entry;
    assert_eq!(
        (entry.action.as_str(), entry.record.as_str()),
        ("code.made/1", "wu.zj")
    );
}

#[test]
fn a_setting_is_changed_in_its_list_and_left_alone_when_it_cannot_be() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    run(&mut desk, "設定");
    assert_eq!(table(&desk).rows.len(), crate::app::Setting::ALL.len());
    desk.press("Down Down Enter").type_text("0").press("Enter");
    assert!(desk.message().contains("1 至 30"), "{}", desk.message());
    desk.press("Ctrl-U").type_text("2").press("Enter");
    assert_eq!(desk.message(), "已變更設定：補登結果期限。");
    assert_eq!(desk.office().result_due_days().unwrap(), 2);
    assert_eq!(cells(&table(&desk).rows[2])[1..], ["2", "預設 1"]);
}

#[test]
fn a_backup_is_made_beside_the_work_and_shown() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    run(&mut desk, "備份");
    desk.press("F10");
    let told = text_of(sheet(&desk));
    assert!(told.contains("備份末端"), "{told}");
    let out = desk.dir().join("out");
    let files: Vec<_> = std::fs::read_dir(out).unwrap().collect();
    assert_eq!(files.len(), 1);
    desk.press("Esc");
    let backup = table(&desk)
        .rows
        .iter()
        .find(|row| row.key == "backup:")
        .unwrap();
    assert_eq!(cells(backup)[3], "前次備份 115/11/23(一)");
}

#[test]
fn who_is_no_keeper_is_offered_none_of_his_forms() {
    for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
        let desk = Desk::new(role, Lang::ZhTw);
        let offers = desk.model.offers();
        let names: Vec<&str> = offers.iter().map(|offer| offer.action.name()).collect();
        for of_keeper in ["enrol", "backup", "settings", "accept-loss"] {
            assert!(!names.contains(&of_keeper), "{role:?} {of_keeper}");
        }
        assert!(names.contains(&"people"));
    }
}

#[test]
fn the_trail_is_listed_filtered_and_read_entry_by_entry() {
    let mut desk = Desk::new(Role::Supervisor, Lang::ZhTw);
    desk.press("F9");
    let total = table(&desk).total.unwrap();
    assert_eq!(table(&desk).title, "軌跡  全部人員、全部動作");
    assert_eq!(table(&desk).rows[0].key, total.to_string());
    desk.press("Ctrl-F").type_text("manager").press("Enter");
    assert!(
        table(&desk)
            .rows
            .iter()
            .all(|row| row.cells[5].text == "manager")
    );
    assert_eq!(table(&desk).total, None);
    desk.press("Enter");
    let page = desk.model.page().unwrap();
    let Some(PaneData::Detail(detail)) = &page.view().unwrap().1.data else {
        panic!("no entry");
    };
    assert!(
        text_of(detail).contains("\"login\": \"manager\""),
        "{}",
        text_of(detail)
    );
}

#[test]
fn verify_runs_from_the_trail_and_says_what_it_found() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F9 F8");
    assert_eq!(desk.message(), "驗證完整。");
    let told = text_of(sheet(&desk));
    let last = desk.office().head().unwrap().seq;
    assert!(
        told.contains(&format!("第 1 至 {last} 筆，雜湊鏈與簽章均相符。")),
        "{told}"
    );
}

#[test]
fn an_end_on_paper_is_found_in_the_chain_or_not() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    let head = desk.office().head().unwrap();
    let (seq, hex) = (head.seq, head.to_string());
    let digits = &hex[hex.find(':').unwrap() + 1..][..16];
    let spaced = digits
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8(four.to_vec()).unwrap())
        .collect::<Vec<_>>()
        .join(" ");
    desk.press("F9");
    for (typed, said) in [
        (format!("{seq} {spaced}"), "相符"),
        (format!("{}:{digits}", seq + 40), "! 紙本末端"),
        (format!("{seq}:{}", "0".repeat(16)), "! 紙本末端"),
    ] {
        run(&mut desk, "紙本");
        desk.type_text(&typed).press("Enter");
        assert!(
            desk.message().starts_with(said),
            "{typed}: {}",
            desk.message()
        );
    }
}

/// A keeper whose head file names an entry two further.
fn with_lost_tail(role: Role) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let office = crate::app::desk_fixture::lost(dir.path(), role, 2);
    Desk::over(office, dir, Lang::ZhTw)
}

#[test]
fn a_lost_end_is_first_on_today_and_its_number_is_in_the_question() {
    let mut desk = with_lost_tail(Role::Keeper);
    assert_eq!(cells(&table(&desk).rows[0])[3], "末端缺 2 筆，已停止寫入");
    desk.press("F8");
    let question: Vec<String> = form(&desk)
        .prepared
        .lines
        .iter()
        .flat_map(|line| line.pieces.iter().map(|(_, cell)| cell.text.clone()))
        .collect();
    assert!(question[0].contains("末端缺 2 筆"), "{question:?}");
    desk.press("Esc");
    assert_eq!(desk.office().lost_tail(), Some(2));
    desk.press("F8 F10");
    assert_eq!(desk.office().lost_tail(), None);
    assert_eq!(desk.message(), "已確認遺失 2 筆，已記入軌跡，恢復寫入。");
}

#[test]
fn whoever_is_no_keeper_sees_the_lost_end_and_cannot_accept_it() {
    let mut desk = with_lost_tail(Role::User);
    assert_eq!(cells(&table(&desk).rows[0])[3], "末端缺 2 筆，已停止寫入");
    desk.press("F8");
    assert!(
        desk.message().contains("由承辦人辦理"),
        "{}",
        desk.message()
    );
    assert_eq!(desk.office().lost_tail(), Some(2));
}

#[test]
fn what_waits_is_called_by_its_number_or_its_kind_never_by_a_key() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    let row = table(&desk).rows.first().unwrap();
    assert_eq!((row.key.as_str(), row.name()), ("backup:", "備份"));
    desk.press("F1");
    let screen = desk.screen();
    assert!(screen.contains("本筆 備份"), "{screen}");
}
