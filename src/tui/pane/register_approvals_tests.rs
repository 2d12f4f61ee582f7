//! 主管核可 as the clerk and the supervisor meet it.

use super::register_marks_tests::register_three;
use crate::app::{Command, DeskCommand, Setting};
use crate::domain::people::Role;
use crate::domain::query::ApprovalState;
use crate::locale::Lang;
use crate::tui::trial::{Desk, PASSPHRASE};

/// A user's desk with three queries registered, in an office that wants the supervisor's word.
fn three(mode: &str, lang: Lang) -> Desk {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    let mut keeper = desk.sessions().sit(Role::Keeper);
    let change = DeskCommand::ChangeSetting(Setting::PreApproval, mode.to_owned());
    keeper.execute(Command::Desk(change)).unwrap();
    register_three(&mut desk);
    if lang == Lang::En {
        desk = login(desk, "user", lang);
    }
    desk
}

fn login(desk: Desk, name: &str, lang: Lang) -> Desk {
    let mut next = desk.next_login(name, lang);
    next.type_text(PASSPHRASE).press("Enter");
    next
}

fn states(desk: &mut Desk) -> Vec<ApprovalState> {
    let of = |serial: u32| {
        let no = format!("SOC-11511-{serial:04}").parse().unwrap();
        desk.office().approval(&no).unwrap().unwrap().state
    };
    [1, 2, 3].map(of).to_vec()
}

#[test]
fn what_is_to_be_approved_first_says_so_in_the_clerks_list_and_at_the_result() {
    let mut desk = three("before", Lang::ZhTw);
    insta::assert_snapshot!("approval-own-list-zh", desk.screen());
    desk.press("F8");
    insta::assert_snapshot!("approval-result-zh", desk.screen());
    desk.press("Esc Enter");
    assert!(
        desk.screen().contains("待核可，最遲 115/11/20(五)"),
        "{}",
        desk.screen()
    );
}

#[test]
fn the_supervisor_approves_from_today_with_two_keys_and_all_that_is_marked_at_once() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = login(three("before", Lang::ZhTw), "supervisor", lang);
        insta::assert_snapshot!(format!("approval-today-{tag}"), desk.screen());
        desk.press("F8");
        insta::assert_snapshot!(format!("approval-form-{tag}"), desk.screen());
        desk.press("F10");
        assert_eq!(states(&mut desk)[0], ApprovalState::Approved);
        desk.press("F2 Enter");
        insta::assert_snapshot!(format!("approval-list-{tag}"), desk.screen());
        desk.press("Home Space Space F8 F10");
        assert_eq!(states(&mut desk), [ApprovalState::Approved; 3]);
        assert!(desk.screen().contains(match lang {
            Lang::ZhTw => "無待核可之查詢",
            Lang::En => "No query waits for approval",
        }));
        let verified = desk.office().verify(None, |_progress| {}).unwrap();
        assert!(verified.ok, "{:?}", verified.problems);
    }
}

#[test]
fn a_refusal_needs_its_reason_and_stands_in_the_second_view() {
    let mut desk = login(three("after", Lang::ZhTw), "supervisor", Lang::ZhTw);
    desk.press("F2 Enter Del F10");
    assert!(desk.message().starts_with('!'), "{}", desk.message());
    desk.type_text("非本科案件").press("F10");
    assert_eq!(desk.message(), "已不予核可 11511-0001。");
    desk.press("Tab");
    insta::assert_snapshot!("approval-refused-zh", desk.screen());
    let mut user = login(desk, "user", Lang::ZhTw);
    user.press("F3 End Enter");
    assert!(
        user.screen().contains("不予核可：非本科案件"),
        "{}",
        user.screen()
    );
}

#[test]
fn an_office_that_wants_no_approval_sees_nothing_of_it() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    register_three(&mut desk);
    assert!(!desk.screen().contains("核可"));
    let mut supervisor = login(desk, "supervisor", Lang::ZhTw);
    assert!(!supervisor.screen().contains("核可"));
    assert!(!supervisor.office().has_approvals().unwrap());
}
