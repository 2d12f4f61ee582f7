//! 申請 at the test desk: each journey by keys, through the logins of those whose step it is.

use super::requests_fixture::{Trial, user_items};
use crate::domain::people::Role;
use crate::domain::request::{Family, Stage};
use crate::locale::Lang;
use crate::tui::desk_data::PaneData;
use crate::tui::trial::Desk;

#[track_caller]
fn says(desk: &Desk, text: &str) {
    let message = desk.message();
    assert!(message.contains(text), "{message}\n{}", desk.screen());
}

fn stage(desk: &mut Desk, no: &str) -> Stage {
    let no = no.parse().unwrap();
    desk.office().request(no).unwrap().stage
}

/// The new request of an account, typed as a person types it.
fn type_user_add(desk: &mut Desk) {
    desk.press("F4 Ins Enter Enter");
    // 單位, 項目, 法律依據, no further item, 業務說明.
    desk.type_text("社會救助科")
        .press("Enter Enter Enter Enter");
    desk.type_text("低收入戶審查").press("Enter");
    for day in ["1150302", "1150302", "1160301", "1150302"] {
        desk.type_text(day).press("Enter");
    }
}

#[test]
fn a_users_account_goes_from_draft_to_closed_through_three_logins() {
    let trial = Trial::new(Lang::ZhTw);
    let mut user = trial.desk(Role::User);
    type_user_add(&mut user);
    user.press("F10");
    says(&user, "已送審 A11511-001");
    assert_eq!(stage(&mut user, "A11511-001"), Stage::Approval);
    let mut supervisor = trial.desk(Role::Supervisor);
    // Three keystrokes at most from the pane.
    supervisor.press("F4");
    supervisor.press("F8 F10");
    says(&supervisor, "已核准 A11511-001");
    let mut manager = trial.desk(Role::Manager);
    manager
        .press("F4 F8")
        .type_text("kcgsoc0120")
        .press("Enter F10");
    says(&manager, "已設定完成 A11511-001");
    manager.press("F8 F10");
    says(&manager, "結案 A11511-001");
    assert_eq!(stage(&mut manager, "A11511-001"), Stage::Closed);
    manager.press("Tab");
    let screen = manager.screen();
    assert!(
        screen.contains("A11511-001") && screen.contains("結案"),
        "{screen}"
    );
}

#[test]
fn what_is_missing_is_named_and_a_draft_may_lack_it() {
    let trial = Trial::new(Lang::ZhTw);
    let mut user = trial.desk(Role::User);
    user.press("F4 Ins Enter F10");
    assert!(user.message().starts_with('!'), "{}", user.message());
    // 送審: the last field; 暫存草稿 keeps it as it is.
    for _field in 0..20 {
        if user.screen().contains("> 送審") {
            break;
        }
        user.press("Tab");
    }
    user.press("Right F10");
    says(&user, "已起案 A11511-001");
    assert_eq!(stage(&mut user, "A11511-001"), Stage::Draft);
}

#[test]
fn a_returned_request_is_corrected_by_f8_and_a_rejected_one_ends() {
    let trial = Trial::new(Lang::ZhTw);
    trial.hand_in();
    let mut supervisor = trial.desk(Role::Supervisor);
    supervisor
        .press("F4 Del Enter")
        .type_text("請補列承辦案件")
        .press("F10");
    says(&supervisor, "已退件 A11511-001");
    let mut user = trial.desk(Role::User);
    user.press("F4 F8");
    assert!(user.screen().contains("A11511-001"), "{}", user.screen());
    user.press("F10");
    says(&user, "送審 A11511-001");
    let mut supervisor = trial.desk(Role::Supervisor);
    supervisor
        .press("F4 Del Right Enter")
        .type_text("不符業務需要")
        .press("F10");
    says(&supervisor, "已駁回 A11511-001");
    assert_eq!(stage(&mut supervisor, "A11511-001"), Stage::Rejected);
}

#[test]
fn the_applicant_withdraws_with_a_reason_before_the_approval_and_not_after() {
    let trial = Trial::new(Lang::ZhTw);
    trial.hand_in();
    let mut user = trial.desk(Role::User);
    user.press("F4 Del F10");
    assert!(user.message().starts_with('!'), "a reason is due");
    user.type_text("業務取消").press("F10");
    says(&user, "已撤回 A11511-001");
    trial.hand_in();
    trial.desk(Role::Supervisor).press("F4 F8 F10");
    let mut user = trial.desk(Role::User);
    user.press("F4 Del");
    says(&user, "草稿、待主管核准");
}

#[test]
fn a_step_of_others_says_whose_it_is() {
    let trial = Trial::new(Lang::ZhTw);
    trial.hand_in();
    let mut manager = trial.desk(Role::Manager);
    manager.press("F4 F8");
    says(&manager, "權責主管");
    let mut user = trial.desk(Role::User);
    user.press("F4 F8");
    says(&user, "權責主管");
}

#[test]
fn the_difference_is_shown_beside_what_is_held() {
    let trial = Trial::new(Lang::ZhTw);
    trial.with_accounts();
    trial.execute(Role::User, user_items());
    let mut supervisor = trial.desk(Role::Supervisor);
    supervisor.press("F4 Enter");
    let screen = supervisor.screen();
    for text in [
        "送審 -- [待主管核准] -- 待設定",
        "LI01 投保資料",
        "保留",
        "LP11 給付資料",
        "近 12 個月未使用",
        "依據 SOC-01",
        "公務帳號 115/03/02",
    ] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    supervisor.press("F8 F10");
    says(&supervisor, "已核准");
}

#[test]
fn a_hand_over_is_taken_over_and_its_old_account_stopped_by_the_new_manager() {
    let trial = Trial::new(Lang::ZhTw);
    trial.with_accounts();
    let mut manager = trial.desk(Role::Manager);
    // 管理者交接: typed in the list of kinds.
    manager
        .press("F4 Ins")
        .type_text("交接")
        .press("Enter Enter");
    manager
        .type_text("hsu")
        .press("Enter")
        .type_text("1201")
        .press("Enter");
    for day in ["1150302", "1150302", "1160301", "1150302"] {
        manager.type_text(day).press("Enter");
    }
    manager.type_text("交接期間兼辦").press("Enter F10");
    says(&manager, "已送審 A11511-001");
    trial.desk(Role::Supervisor).press("F4 F8 F10");
    let mut manager = trial.desk(Role::Manager);
    for (typed, told) in [("函送字第1號", "函送勞工局"), ("同意字第2號", "勞工局同意")]
    {
        manager.press("F4 F8").type_text(typed).press("Enter");
        manager.type_text("1123").press("Enter F10");
        says(&manager, told);
    }
    // The old account cannot be stopped yet: F8 is the take-over, and it is the new manager's.
    manager.press("F8");
    says(&manager, "接任管理者");
    let mut user = trial.desk(Role::User);
    user.press("F4 F8 F10");
    says(&user, "承接業務");
    let mut manager = trial.desk(Role::Manager);
    manager
        .press("F4 F8")
        .type_text("kcgsoc0199")
        .press("Enter");
    manager
        .type_text("設定字第3號")
        .press("Enter")
        .type_text("1123")
        .press("Enter F10");
    says(&manager, "新帳號新增");
    let mut user = trial.desk(Role::User);
    user.press("F4 F8 F10");
    says(&user, "原帳號停止");
    assert_eq!(stage(&mut user, "A11511-001"), Stage::DeleteOld);
}

#[test]
fn a_deputy_is_named_from_a_day_to_a_day_and_then_approves() {
    let trial = Trial::new(Lang::ZhTw);
    trial.hand_in();
    let mut supervisor = trial.desk(Role::Supervisor);
    supervisor
        .press("F4 F1")
        .type_text("代理")
        .press("Enter Ins");
    supervisor
        .type_text("Chen")
        .press("Enter")
        .type_text("使用者")
        .press("Enter");
    supervisor
        .type_text("1127")
        .press("Enter")
        .type_text("公假")
        .press("Enter F10");
    says(&supervisor, "已委由代理");
    let delegations = supervisor.office().delegations().unwrap();
    assert_eq!(delegations[0].scope, Some(Family::User));
    let mut manager = trial.desk(Role::Manager);
    manager.press("F4 F8 F10");
    says(&manager, "已代理核准 A11511-001");
    manager.press("Enter Down Down Down Down Down Down");
    assert!(
        manager.screen().contains("（代 Lin）"),
        "{}",
        manager.screen()
    );
}

#[test]
fn today_tells_each_who_must_act_and_f8_takes_the_step_there() {
    let trial = Trial::new(Lang::ZhTw);
    trial.hand_in();
    let mut supervisor = trial.desk(Role::Supervisor);
    let rows = |desk: &Desk| match desk.model.page().unwrap().view().unwrap().1.data.as_ref() {
        Some(PaneData::Table(table)) => table
            .rows
            .iter()
            .map(|row| row.key.clone())
            .collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert!(rows(&supervisor).contains(&"A11511-001".to_owned()));
    while !supervisor
        .screen()
        .lines()
        .any(|line| line.starts_with("> ") && line.contains("A11511-001"))
    {
        supervisor.press("Down");
    }
    supervisor.press("F8 F10");
    says(&supervisor, "已核准 A11511-001");
    let user = trial.desk(Role::User);
    assert!(!rows(&user).contains(&"A11511-001".to_owned()));
}

/// Items of the agency, the two kinds of words that a person types to find them.
fn type_agency_items(desk: &mut Desk) {
    let kind = match desk.model.lang {
        Lang::ZhTw => "機關項目新增",
        Lang::En => "agency: add",
    };
    desk.press("F4 Ins").type_text(kind).press("Enter");
    for item in ["LI02", "EI03"] {
        desk.type_text(item).press("Enter");
        // 法律依據, and the number a month left open.
        desk.type_text("SOC-01").press("Enter");
    }
    let no_more = if desk.model.lang == Lang::ZhTw {
        "無其他"
    } else {
        "no further item"
    };
    desk.type_text(no_more).press("Enter");
    desk.type_text("特殊境遇家庭扶助").press("Enter F10");
}

#[test]
fn of_two_items_of_the_agency_one_comes_back_refused_in_both_languages() {
    for lang in [Lang::ZhTw, Lang::En] {
        let trial = Trial::new(lang);
        let mut manager = trial.desk(Role::Manager);
        type_agency_items(&mut manager);
        says(&manager, "A11511-001");
        trial.desk(Role::Supervisor).press("F4 F8 F10");
        let mut manager = trial.desk(Role::Manager);
        manager.press("F4");
        for typed in ["同意字第1號", "送交字第2號", "115-02", "申請字第3號"] {
            manager.press("F8").type_text(typed).press("Enter");
            // A batch has no letter: its day is today's unless another is typed.
            if typed != "115-02" {
                manager.type_text("1123").press("Enter");
            }
            manager.press("F10");
            says(&manager, "A11511-001");
        }
        assert_eq!(stage(&mut manager, "A11511-001"), Stage::Bureau);
        manager
            .press("F8")
            .type_text("勞保資字第4號")
            .press("Enter");
        manager.type_text("1123").press("Enter");
        manager.press("Enter Right Enter F10");
        // One is refused: the reason is missing, and nothing is written.
        assert_eq!(stage(&mut manager, "A11511-001"), Stage::Bureau);
        manager.type_text("與業務無關").press("Enter F10");
        assert_eq!(
            stage(&mut manager, "A11511-001"),
            Stage::ChangeRights,
            "{}",
            manager.screen()
        );
        manager.press("Enter");
        let screen = manager.screen();
        let words = match lang {
            Lang::ZhTw => ["；同意", "；不同意", "勞保局部分同意"],
            Lang::En => ["; agreed", "not agreed", "bureau agreed in part"],
        };
        for _line in 0..12 {
            manager.press("Down");
        }
        let more = manager.screen();
        for word in words {
            assert!(
                screen.contains(word) || more.contains(word),
                "{word}\n{screen}\n{more}"
            );
        }
    }
}
