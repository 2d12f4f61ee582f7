//! The register's journeys by their keys, counted where a budget stands.

use crate::domain::ids::RegisterNo;
use crate::domain::people::Role;
use crate::domain::query::{Query, QueryFlag, QueryResult, QueryState, Recusal, WhereTo};
use crate::locale::Lang;
use crate::tui::desk_data::PaneData;
use crate::tui::form::state::FormState;
use crate::tui::model::overlay::Overlay;
use crate::tui::trial::{Desk, declare_use};

const CASE: &str = "高市社救字第11531234600號";

/// A user on 登記.
fn desk() -> Desk {
    let mut desk = Desk::prepared(Role::User, Lang::ZhTw, declare_use);
    desk.press("F3");
    desk
}

/// A user who has registered one query and is back on the list.
fn with_one() -> Desk {
    let mut desk = desk();
    register_first(&mut desk, "A123456789");
    desk.press("Enter");
    desk
}

fn register_first(desk: &mut Desk, subject: &str) {
    desk.press("Ins").type_text(CASE).press("Enter");
    desk.type_text("低收").press("Enter Enter Enter");
    desk.type_text(subject).press("Enter Enter");
}

/// Presses keys and says how many they were.
fn press(desk: &mut Desk, keys: &str) -> usize {
    desk.press(keys);
    keys.split_whitespace().count()
}

fn no(serial: u32) -> RegisterNo {
    format!("SOC-11511-{serial:04}").parse().unwrap()
}

#[track_caller]
fn line(desk: &mut Desk, serial: u32) -> Query {
    let message = desk.message().to_owned();
    let found = desk.office().query(&no(serial));
    found.unwrap_or_else(|_none| panic!("{serial} is not there: {message}"))
}

#[track_caller]
fn form(desk: &Desk) -> &FormState {
    match desk.model.overlay() {
        Some(Overlay::Form(form)) => form,
        other => panic!("no form but {other:?}: {}", desk.message()),
    }
}

/// The name of the field with the cursor.
#[track_caller]
fn field(desk: &Desk) -> &'static str {
    form(desk).field().unwrap().0.name
}

fn tab_to(desk: &mut Desk, name: &str) {
    for _ in 0..30 {
        if field(desk) == name {
            return;
        }
        desk.press("Tab");
    }
    panic!("{name} is not reached");
}

fn table(desk: &Desk) -> &crate::tui::desk_data::TableData {
    let page = desk.model.page().unwrap();
    match page.view().unwrap().1.data.as_ref().unwrap() {
        PaneData::Table(table) => table,
        _ => panic!("no table"),
    }
}

fn keys_of(desk: &Desk) -> Vec<String> {
    table(desk).rows.iter().map(|row| row.key.clone()).collect()
}

#[track_caller]
fn sheet(desk: &Desk) -> String {
    match desk.model.overlay() {
        Some(Overlay::Sheet(sheet)) => text(&sheet.data),
        other => panic!("no sheet but {other:?}: {}", desk.message()),
    }
}

fn text(detail: &crate::tui::desk_data::DetailData) -> String {
    let mut all = vec![detail.title.clone()];
    all.extend(detail.right.iter().map(|cell| cell.text.clone()));
    for line in detail.lines.iter().chain(&detail.foot) {
        all.push(line.label.text.clone());
        all.extend(line.pieces.iter().map(|(_, cell)| cell.text.clone()));
        all.push(line.note.text.clone());
    }
    for row in &detail.rows {
        all.extend(row.cells.iter().map(|cell| cell.text.clone()));
        all.extend(row.more.iter().cloned());
    }
    all.join("\n")
}

/// The record on the screen.
#[track_caller]
fn record(desk: &Desk) -> String {
    let page = desk.model.page().unwrap();
    let (spec, view) = page.view().unwrap();
    match view.shown(spec.layout) {
        Some(PaneData::Detail(detail)) => text(detail),
        _ => panic!("no record"),
    }
}

#[test]
fn a_first_query_is_registered_in_typing_order_and_its_number_shown_large() {
    let mut desk = desk();
    assert_eq!(table(&desk).empty.len(), 3);
    register_first(&mut desk, "A123456789");
    let sheet = sheet(&desk);
    assert!(
        sheet.contains("ＳＯＣ － １１５１１ － ０００１"),
        "{sheet}"
    );
    assert!(sheet.contains("低收入戶審查 SOC-11511-0001"));
    let query = line(&mut desk, 1);
    assert_eq!(query.case_no, CASE);
    assert_eq!(query.reason, "低收入戶審查");
    assert_eq!(
        (query.basis.as_str(), query.item.as_str()),
        ("SOC-01", "LI01")
    );
    assert_eq!(query.relation.as_deref(), Some("當事人"));
    assert_eq!(query.recusal, Some(Recusal::Confirmed));
    desk.press("Enter");
    assert_eq!(keys_of(&desk), [no(1).to_string()]);
    assert!(
        table(&desk)
            .right
            .iter()
            .any(|cell| cell.text == "待補登 1")
    );
}

#[test]
fn the_next_query_of_the_same_case_takes_three_keys_from_list_sheet_and_detail() {
    for way in ["", "Enter"] {
        let mut desk = with_one();
        desk.press(way);
        let mut count = press(&mut desk, "Ctrl-D");
        assert_eq!(field(&desk), "subject");
        desk.type_text("F131104093");
        count += press(&mut desk, "Enter Enter");
        assert!(count <= 3);
        let query = line(&mut desk, 2);
        assert_eq!(query.case_no, CASE);
        assert_eq!(query.subject.to_string(), "F13110****");
        // Straight on from the sheet with the number.
        press(&mut desk, "Ctrl-D");
        desk.type_text("E120000001");
        press(&mut desk, "Enter Enter");
        assert_eq!(line(&mut desk, 3).subject.to_string(), "E12000****");
    }
}

#[test]
fn the_relation_never_carries_over_and_ins_leaves_the_case_out() {
    let mut desk = with_one();
    desk.press("Ctrl-D");
    assert_eq!(form(&desk).filled().get("relation"), "");
    desk.press("Esc Ins");
    assert_eq!(field(&desk), "case");
    let filled = form(&desk).filled();
    assert_eq!(filled.get("case"), "");
    assert_eq!(filled.get("reason"), "低收入戶審查");
    assert_eq!(filled.get("basis"), "SOC-01");
}

#[test]
fn a_found_and_viewed_result_takes_three_keys() {
    let mut desk = with_one();
    assert_eq!(press(&mut desk, "F8 Enter F10"), 3);
    let query = line(&mut desk, 1);
    let answer = query.answer.unwrap();
    assert_eq!(answer.result, QueryResult::Found);
    assert_eq!(answer.whereto, Some(WhereTo::NotKept));
    assert_eq!(answer.rows, Some(1));
}

#[test]
fn a_result_with_one_print_filed_takes_five_keys() {
    let mut desk = with_one();
    let mut count = press(&mut desk, "F8 Down Enter");
    assert_eq!(field(&desk), "sealed");
    count += press(&mut desk, "Enter F10");
    assert_eq!(count, 5);
    let answer = line(&mut desk, 1).answer.unwrap();
    assert_eq!(answer.whereto, Some(WhereTo::Filed));
    assert_eq!((answer.copies, answer.is_sealed), (Some(1), Some(true)));
}

#[test]
fn without_a_declared_use_period_a_result_asks_for_one_and_keeps_it_for_the_next_of_its_basis() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3");
    register_first(&mut desk, "A123456789");
    desk.press("Enter F8 Down Enter Enter");
    assert_eq!(field(&desk), "delete_by");
    desk.press("F10");
    assert_eq!(field(&desk), "delete_by", "nothing is saved without it");
    desk.type_text("1160331").press("Enter");
    assert_eq!(field(&desk), "use_basis");
    desk.type_text("審查及申復期間").press("F10");
    assert_eq!(line(&mut desk, 1).state, QueryState::Complete);
    let items = desk.office().list_retention(None, 9).unwrap();
    assert_eq!(items[0].0.use_basis, "審查及申復期間");
    desk.press("Ctrl-D")
        .type_text("F131104093")
        .press("Enter Enter");
    assert_eq!(press(&mut desk, "F8 Down Enter Enter F10"), 5);
    let items = desk.office().list_retention(None, 9).unwrap();
    assert_eq!(items[1].0.use_basis, "審查及申復期間");
    assert_eq!(items[1].0.use_until, items[0].0.use_until);
}

#[test]
fn the_result_follows_from_the_number_sheet_and_each_usual_one_can_be_taken() {
    for downs in 0..6 {
        let mut desk = desk();
        register_first(&mut desk, "A123456789");
        desk.press("F8");
        desk.press(&"Down ".repeat(downs)).press("Enter");
        if field(&desk) == "sealed" {
            desk.press("Enter");
        }
        desk.press("F10");
        assert_eq!(line(&mut desk, 1).state, QueryState::Complete, "{downs}");
    }
}

#[test]
fn a_result_is_completed_once_and_the_second_try_says_why_not() {
    let mut desk = with_one();
    desk.press("F8 Enter F10 F8");
    assert!(desk.message().contains("請改用更正"), "{}", desk.message());
}

#[test]
fn a_number_that_fails_its_checksum_is_asked_about_and_can_be_registered() {
    let mut desk = with_one();
    desk.press("Ctrl-D").type_text("A123456788").press("Enter");
    assert_eq!(field(&desk), "checksum_confirmed");
    // The harmless answer leads back.
    desk.press("Enter");
    assert_eq!(field(&desk), "subject");
    desk.press("Enter Right Enter");
    assert_eq!(field(&desk), "relation");
    desk.press("Enter");
    assert!(line(&mut desk, 2).is_checksum_confirmed);
}

#[test]
fn an_assigned_query_asks_for_the_assignment_then_the_relation() {
    let mut desk = with_one();
    desk.press("Ctrl-D").type_text("F131104093").press("Enter");
    desk.press("Right Right Enter");
    assert_eq!(field(&desk), "assignment");
    desk.type_text("分案簿 115-0231").press("Enter");
    assert_eq!(field(&desk), "assigned_relation");
    desk.press("Right Enter");
    let query = line(&mut desk, 2);
    assert_eq!(query.relation.as_deref(), Some("關係人"));
    assert_eq!(
        query.recusal,
        Some(Recusal::Assigned("分案簿 115-0231".to_owned()))
    );
}

#[test]
fn a_basis_outside_the_annex_needs_a_reason_and_an_unknown_item_is_flagged() {
    let mut desk = desk();
    desk.press("Ins").type_text(CASE).press("Enter");
    desk.type_text("其他查證").press("Enter");
    desk.type_text("強制執行法第20條").press("Enter");
    assert_eq!(field(&desk), "basis_reason");
    desk.type_text("法院函請協助").press("Enter");
    assert_eq!(field(&desk), "item");
    desk.type_text("zz99").press("Enter");
    desk.type_text("A123456789").press("Enter Enter");
    let query = line(&mut desk, 1);
    assert_eq!(query.basis, "強制執行法第20條");
    assert_eq!(query.basis_reason.as_deref(), Some("法院函請協助"));
    assert_eq!(query.item, "ZZ99");
    assert_eq!(query.flags, [QueryFlag::UnknownItem]);
}

#[test]
fn what_the_office_refuses_comes_back_to_its_field_with_the_text_kept() {
    let mut desk = with_one();
    desk.press("Ctrl-D").type_text("F131104093").press("Enter");
    desk.press("Up Up");
    assert_eq!(field(&desk), "asked");
    desk.press("Ctrl-U").type_text("1124 900").press("Enter");
    desk.press("Enter");
    assert_eq!(field(&desk), "asked", "{}", desk.message());
    assert!(desk.message().contains("晚於現在"), "{}", desk.message());
    desk.press("Ctrl-U")
        .type_text("1120 1648")
        .press("Enter Enter");
    let query = line(&mut desk, 2);
    assert_eq!(query.asked_on.to_string(), "2026-11-20");
}

#[test]
fn optional_fields_are_reached_and_written() {
    let mut desk = with_one();
    desk.press("Ctrl-D").type_text("F131104093").press("Enter");
    desk.press("F1").type_text("其他欄位").press("Enter");
    assert_eq!(field(&desk), "unit");
    desk.type_text("社會救助科").press("Tab Tab Tab Tab Tab");
    assert_eq!(field(&desk), "requester");
    desk.type_text("王科員").press("Enter");
    assert_eq!(field(&desk), "relation");
    desk.press("Enter");
    let details = line(&mut desk, 2).details;
    assert_eq!(details.unit.as_deref(), Some("社會救助科"));
    assert_eq!(details.requester.as_deref(), Some("王科員"));
}

#[test]
fn a_correction_shows_what_changes_and_keeps_the_line_before() {
    let mut desk = with_one();
    desk.press("F1").type_text("更正").press("Enter");
    assert_eq!(field(&desk), "case");
    desk.type_text("11531177200").press("Enter");
    assert_eq!(field(&desk), "change_reason");
    let form = form(&desk);
    let case = form.spec.fields.iter().find(|field| field.name == "case");
    let (note, _) = (case.unwrap().note)(&form.filled(), &form.prepared);
    assert!(note.contains(CASE), "{note}");
    desk.type_text("誤植前一案案號").press("F10");
    let query = line(&mut desk, 1);
    assert_eq!((query.case_no.as_str(), query.version), ("11531177200", 2));
    assert_eq!(query.subject.to_string(), "A12345****");
    desk.press("Enter");
    let record = record(&desk);
    assert!(record.contains("更正案號："), "{record}");
    assert!(record.contains("理由：誤植前一案案號"), "{record}");
}

#[test]
fn a_corrected_result_and_subject_are_edits_too() {
    let mut desk = with_one();
    desk.press("F8 Enter F10");
    desk.press("F1").type_text("更正").press("Enter");
    let desk = &mut desk;
    tab_to(desk, "subject");
    desk.type_text("A123456798").press("Enter Right Enter");
    assert_eq!(field(desk), "change_reason");
    while field(desk) != "result" {
        desk.press("Shift-Tab");
    }
    desk.press("Right");
    tab_to(desk, "change_reason");
    desk.type_text("核對後更正").press("F10");
    let query = line(desk, 1);
    assert_eq!(query.version, 3, "{}", desk.message());
    assert_eq!(query.answer.unwrap().result, QueryResult::NoData);
    desk.press("Enter");
    let record = record(desk);
    assert!(record.contains("第 9 字不同"), "{record}");
    assert!(!record.contains("A123456798"), "{record}");
}

#[test]
fn voiding_needs_a_reason_and_the_line_stays() {
    let mut desk = with_one();
    desk.press("Del F10");
    assert_eq!(field(&desk), "change_reason");
    assert_eq!(line(&mut desk, 1).state, QueryState::Pending);
    desk.type_text("同一查詢重複登記").press("F10");
    assert_eq!(line(&mut desk, 1).state, QueryState::Void);
    assert_eq!(keys_of(&desk), [no(1).to_string()]);
    desk.press("Del");
    assert!(desk.message().contains("已作廢"), "{}", desk.message());
}

#[test]
fn a_reveal_shows_the_number_for_thirty_seconds_and_masks_it_again() {
    let mut desk = with_one();
    desk.press("Enter");
    assert!(!record(&desk).contains("A123456789"));
    let before = desk.office().head().unwrap().seq;
    desk.press("Ctrl-R");
    assert!(record(&desk).contains("A123456789"), "{}", desk.message());
    assert_eq!(desk.office().head().unwrap().seq, before + 1);
    desk.wait(29);
    assert!(record(&desk).contains("A123456789"));
    desk.wait(2);
    assert!(!record(&desk).contains("A123456789"));
}

#[test]
fn search_and_filters_narrow_the_list() {
    let mut desk = with_one();
    desk.press("Ctrl-D")
        .type_text("F131104093")
        .press("Enter Enter Enter");
    assert_eq!(keys_of(&desk).len(), 2);
    desk.press("Ctrl-F").type_text("f1311").press("Enter");
    assert_eq!(keys_of(&desk), [no(2).to_string()]);
    desk.press("Esc");
    assert_eq!(keys_of(&desk).len(), 2);
    desk.press("F8 Enter F10");
    desk.press("Ctrl-T Down Right Enter");
    assert_eq!(keys_of(&desk), [no(1).to_string()]);
    desk.press("Ctrl-T Ctrl-U Enter");
    assert_eq!(keys_of(&desk).len(), 2);
}

#[test]
fn the_list_opens_with_this_months_period_and_a_search_goes_through_all() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sit| {
        let line = "SOC-11509-0001,kcgsoc0101,林美志,1150905,090000,LI01,A123456789,11500000001,急難救助,SOC-01,查有資料,僅閱覽,未留存\n";
        let head = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n";
        let file = sit.dir().join("register.csv");
        std::fs::write(&file, format!("{head}{line}")).unwrap();
        let taking = crate::app::Taking::default();
        sit.sit(Role::Manager)
            .import_register(&file, taking)
            .unwrap();
    });
    desk.press("F3");
    assert_eq!(table(&desk).title, "登記  全機關、11511 期");
    assert_eq!(keys_of(&desk), Vec::<String>::new());
    desk.press("Ctrl-F").type_text("11509-0001").press("Enter");
    assert_eq!(keys_of(&desk), ["SOC-11509-0001"]);
    desk.press("Esc");
    assert_eq!(keys_of(&desk), Vec::<String>::new());
    desk.press("Ctrl-T Right Right Right Enter");
    assert_eq!(table(&desk).title, "登記  全機關、11501 至 11511 期");
    assert_eq!(keys_of(&desk), ["SOC-11509-0001"]);
    desk.press("Ctrl-T Ctrl-U Enter");
    assert_eq!(keys_of(&desk), ["SOC-11509-0001"]);
}

#[test]
fn a_manager_sees_everybodys_lines_and_keeps_the_catalogues() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, |sessions| {
        let dir = sessions.dir().to_owned();
        assert!(dir.exists());
        let mut office = sessions.sit(Role::User);
        let draft = crate::domain::query::Draft {
            case_no: CASE.to_owned(),
            reason: "急難救助".to_owned(),
            basis: "SOC-01".to_owned(),
            item: "LI01".to_owned(),
            asked: Some((office.now().day(), office.now().time())),
            subject: crate::domain::identity::Subject::read("A123456789"),
            relation: "當事人".to_owned(),
            recusal: Some(Recusal::Confirmed),
            ..crate::domain::query::Draft::default()
        };
        let command = crate::app::RegisterCommand::Register(Box::new(draft));
        office
            .execute(crate::app::Command::Register(command))
            .unwrap();
    });
    desk.press("F3");
    assert_eq!(keys_of(&desk), [no(1).to_string()]);
    assert!(table(&desk).rows[0].cells[7].text.contains("Hsu"));
    desk.press("Ins");
    assert!(!matches!(desk.model.overlay(), Some(Overlay::Form(_))));
    desk.press("F1").type_text("作業目錄").press("Enter");
    assert_eq!(keys_of(&desk).len(), 5);
    desk.press("Ins").type_text("li09").press("Enter");
    desk.type_text("投保歷程").press("Enter F10");
    assert_eq!(keys_of(&desk).len(), 6, "{}", desk.message());
    desk.press("Esc F1")
        .type_text("事由目錄")
        .press("Enter Ins");
    desk.type_text("身心障礙者其他補助").press("Enter");
    assert_eq!(field(&desk), "short_name");
    desk.type_text("身障其他補助").press("Enter F10");
    assert!(desk.message().contains("已儲存事由"), "{}", desk.message());
}

#[test]
fn the_record_lists_other_lines_of_its_case() {
    let mut desk = with_one();
    desk.press("Ctrl-D")
        .type_text("F131104093")
        .press("Enter Enter Enter");
    desk.press("Enter");
    let record = record(&desk);
    assert!(record.contains("11511-0001  A12345****"), "{record}");
    assert!(record.contains("待補登，最遲 115/11/24(二)"), "{record}");
}

#[test]
fn a_suspended_agency_is_flagged_in_red_on_every_line_and_no_door_is_locked() {
    let keeper = Desk::new(Role::Keeper, Lang::ZhTw);
    let letter = crate::domain::roster::StandingFact {
        standing: crate::domain::roster::Standing::Suspended,
        since: "2026-11-01".parse().unwrap(),
        document: "保費資字第2號".to_owned(),
        cause: None,
    };
    let command = crate::app::RosterCommand::SaveStanding(letter);
    let mut office = keeper.sessions().sit(Role::Keeper);
    office
        .execute(crate::app::Command::Roster(command))
        .unwrap();
    let mut office = keeper.sessions().sit(Role::User);
    let standing = office.standing().unwrap();
    assert_eq!(standing, [QueryFlag::Suspended]);
    let draft = crate::domain::query::Draft {
        case_no: CASE.to_owned(),
        reason: "急難救助".to_owned(),
        basis: "SOC-01".to_owned(),
        item: "LI01".to_owned(),
        asked: Some((office.now().day(), office.now().time())),
        subject: crate::domain::identity::Subject::read("A123456789"),
        relation: "當事人".to_owned(),
        recusal: Some(Recusal::Confirmed),
        ..crate::domain::query::Draft::default()
    };
    let command = crate::app::RegisterCommand::Register(Box::new(draft));
    office
        .execute(crate::app::Command::Register(command))
        .unwrap();
    assert_eq!(office.query(&no(1)).unwrap().flags, standing);
}

#[test]
fn in_a_code_field_bopomofo_is_told_and_full_width_becomes_plain_as_it_is_typed() {
    let mut desk = desk();
    desk.press("Ins");
    tab_to(&mut desk, "subject");
    desk.type_text("ㄅ");
    assert_eq!(desk.message(), "! 本欄為英數字：請按 Shift 切換英數。");
    assert!(form(&desk).field().unwrap().1.editor.is_empty());
    desk.type_text("Ａ１２");
    assert_eq!(form(&desk).field().unwrap().1.editor.text(), "A12");
    desk.paste("３４");
    assert_eq!(form(&desk).field().unwrap().1.editor.text(), "A1234");
    // Words are what they are.
    for _ in 0..8 {
        desk.press("Shift-Tab");
    }
    desk.type_text("ㄅ，");
    assert_eq!(form(&desk).field().unwrap().1.editor.text(), "ㄅ，");
}
