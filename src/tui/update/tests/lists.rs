//! The cursor and its pages.

use super::*;

#[test]
fn a_move_within_the_page_loads_nothing() {
    let mut desk = desk(Role::User);
    assert_eq!(keys(&desk), (1..=15).collect::<Vec<_>>());
    let tickets = desk.model.tickets;
    desk.press("Down Down Up");
    assert_eq!(cursor(&desk), 2);
    assert_eq!(desk.model.tickets, tickets);
}

#[test]
fn at_the_edge_half_a_page_is_passed() {
    let mut desk = desk(Role::User);
    for _ in 0..15 {
        desk.press("Down");
    }
    assert_eq!(cursor(&desk), 16);
    assert_eq!(keys(&desk), (8..=22).collect::<Vec<_>>());
    for _ in 0..8 {
        desk.press("Up");
    }
    assert_eq!(cursor(&desk), 8);
    desk.press("Up");
    assert_eq!(cursor(&desk), 7);
    assert_eq!(keys(&desk), (1..=15).collect::<Vec<_>>());
    desk.press("Up Up Up Up Up Up Up Up");
    assert_eq!(cursor(&desk), 1);
}

#[test]
fn pages_go_by_key_to_the_end_and_back() {
    let mut desk = desk(Role::User);
    desk.press("PgDn");
    assert_eq!((cursor(&desk), keys(&desk)[0]), (16, 15));
    desk.press("PgDn PgDn");
    assert_eq!(
        keys(&desk),
        (26..=40).collect::<Vec<_>>(),
        "filled up from the end"
    );
    desk.press("PgDn");
    assert_eq!(cursor(&desk), 40);
    desk.press("PgUp");
    assert_eq!(cursor(&desk), 25);
    desk.press("Home");
    assert_eq!((cursor(&desk), keys(&desk)[0]), (1, 1));
    desk.press("End");
    assert_eq!((cursor(&desk), keys(&desk)[0]), (40, 26));
}

#[test]
fn keys_sent_in_one_read_give_the_same_as_key_by_key() {
    let moves = "Down ".repeat(22) + "PgDn Up Up PgUp Down Enter";
    let mut slow = desk(Role::User);
    slow.press(&moves);
    let mut fast = desk(Role::User);
    for name in moves.split_whitespace() {
        let key = crate::tui::keys::Key::parse(name).unwrap();
        fast.key(key, 0, false);
    }
    assert_eq!(cursor(&slow), cursor(&fast));
    assert_eq!(
        slow.model.page().unwrap().about,
        fast.model.page().unwrap().about
    );
}

#[test]
fn what_others_wrote_comes_in_and_the_cursor_stays_on_its_record() {
    let mut desk = desk(Role::User);
    desk.press("PgDn Down");
    let before = (cursor(&desk), keys(&desk));
    desk.others_wrote();
    assert_eq!((cursor(&desk), keys(&desk)), before);
}

#[test]
fn a_stale_answer_finds_nobody() {
    let mut desk = desk(Role::User);
    let before = keys(&desk);
    let table = PaneData::Table(Box::default());
    let answer = crate::tui::model::msg::Answer::Loaded(Box::new(table));
    desk.tell(crate::tui::model::msg::Msg::Answer(
        crate::tui::model::Ticket(1),
        answer,
    ));
    assert_eq!(keys(&desk), before);
}

#[test]
fn search_and_filter_ask_anew_from_the_top() {
    let mut desk = desk(Role::User);
    desk.press("PgDn Ctrl-F").type_text("3").press("Enter");
    assert_eq!(
        keys(&desk),
        [3, 13, 23, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]
    );
    assert_eq!(cursor(&desk), 3);
    desk.press("Ctrl-T Right Right Enter");
    assert_eq!(keys(&desk)[0], 23);
    desk.press("Esc");
    assert_eq!(view(&desk).search, "");
    assert_eq!(keys(&desk)[0], 21);
    desk.press("Ctrl-T Ctrl-U Enter");
    assert_eq!(keys(&desk)[0], 1);
}

#[test]
fn a_detail_pages_through_the_list_that_it_was_opened_from() {
    let mut desk = desk(Role::User);
    desk.press("End Enter");
    assert_eq!(cursor(&desk), 40);
    for _ in 0..20 {
        desk.press("PgUp");
    }
    assert_eq!(cursor(&desk), 20);
    desk.press("PgDn");
    assert_eq!(cursor(&desk), 21);
    desk.press("Down Down");
    assert_eq!(view(&desk).scroll, 2);
    desk.press("Esc");
    assert_eq!(cursor(&desk), 21);
}

#[test]
fn the_side_follows_the_cursor() {
    let mut desk = desk(Role::User);
    assert!(view(&desk).side.is_none(), "narrow: the list alone");
    desk.press("Tab Down PgDn");
    assert_eq!(view(&desk).side.as_ref().unwrap().of, "3");
    let mut wide = super::desk(Role::User).window(120, 36);
    wide.press("Down");
    assert_eq!(view(&wide).side.as_ref().unwrap().of, "2");
    assert_eq!(keys(&wide).len(), 27);
}

#[test]
fn the_next_record_comes_after_a_deed_even_at_the_pages_end() {
    let mut desk = desk(Role::User);
    for _ in 0..15 {
        crate::tui::update::pages::act(&mut desk.model, Action::Match, &mut Vec::new());
        desk.model.desk_mut().unwrap().waiting = None;
        desk.press("Down");
    }
    assert_eq!(cursor(&desk), 16);
}
