//! DESIGN §3: what keys do in forms.

use super::*;
use crate::tui::form::state::FormState;
use crate::tui::keys::Key;
use crate::tui::model::msg::{Answer, Effect, Msg};
use crate::tui::model::overlay::Overlay;
use crate::tui::update::update;

fn form(desk: &Desk) -> &FormState {
    desk.model.pane().unwrap().form().unwrap()
}

fn has_form(desk: &Desk) -> bool {
    desk.model.pane().unwrap().form().is_some()
}

#[test]
fn enter_goes_to_the_next_missing_field_and_writes_only_where_its_line_says_so() {
    let mut desk = desk(Role::User);
    desk.press("Ins").type_text("12").press("Enter");
    assert_eq!(form(&desk).at, 1);
    desk.type_text("why").press("Enter");
    assert_eq!(form(&desk).at, 2, "the list opens by itself");
    desk.press("Enter");
    assert_eq!(form(&desk).at, 3);
    desk.press("Enter");
    assert!(!has_form(&desk));
    assert_eq!(desk.message(), "written 12");
    assert_eq!(cursor(&desk), 2, "the cursor goes to the record");
}

#[test]
fn enter_writes_nothing_in_a_form_whose_line_does_not_say_so() {
    let mut desk = desk(Role::User);
    desk.press("F8 Enter Enter Enter");
    assert!(has_form(&desk));
    desk.press("F10");
    assert_eq!(desk.message(), "written carried");
}

#[test]
fn the_write_key_goes_to_what_is_missing_and_says_so_with_one_bell() {
    let mut desk = desk(Role::User);
    desk.press("Ins").type_text("12").press("F10");
    assert_eq!((form(&desk).at, desk.model.bells), (1, 1));
    assert!(desk.message().starts_with("! "), "{}", desk.message());
}

#[test]
fn a_carried_value_is_replaced_by_the_first_character_and_kept_by_an_arrow() {
    let mut desk = desk(Role::User);
    desk.press("F8 Tab").type_text("new").press("F10");
    assert_eq!(desk.message(), "written new");
    desk.press("F8 Left Right").type_text("!").press("F10");
    assert_eq!(desk.message(), "written carried!");
}

#[test]
fn a_field_of_fixed_length_passes_on_when_full() {
    let mut desk = desk(Role::User);
    desk.press("Ins").type_text("1234why");
    assert_eq!(form(&desk).at, 1);
    assert_eq!(form(&desk).filled().get("case"), "1234");
    assert_eq!(form(&desk).fields[1].editor.text(), "why");
}

#[test]
fn up_and_down_go_field_by_field_but_inside_an_open_list_among_its_options() {
    let mut desk = desk(Role::User);
    desk.press("Ins Down");
    assert_eq!(form(&desk).at, 1);
    desk.press("Up");
    assert_eq!(form(&desk).at, 0);
    desk.press("Tab Tab Down");
    assert_eq!(form(&desk).at, 2);
    assert_eq!(form(&desk).fields[2].at, 1);
    desk.press("Tab Shift-Tab").type_text("alp");
    assert_eq!(form(&desk).offered().len(), 1);
}

#[test]
fn the_value_of_the_row_before_is_one_key_away() {
    let mut desk = desk(Role::User);
    desk.press("Ins Ctrl-D Enter Ctrl-D Enter");
    assert_eq!(form(&desk).filled().get("case"), "9999");
    assert_eq!(form(&desk).filled().get("reason"), "as before");
    assert_eq!(form(&desk).at, 2);
}

#[test]
fn leaving_asks_only_when_something_typed_would_be_lost() {
    let mut desk = desk(Role::User);
    desk.press("Ins Esc");
    assert!(!has_form(&desk));
    desk.press("Ins").type_text("x").press("Esc");
    assert!(matches!(desk.model.overlay(), Some(Overlay::LeaveForm(_))));
    desk.press("Enter");
    assert_eq!(
        form(&desk).fields[0].editor.text(),
        "x",
        "the harmless answer is the first"
    );
    desk.press("Esc Down Enter");
    assert!(!has_form(&desk));
}

#[test]
fn a_form_survives_what_opens_over_it_and_another_pane() {
    let mut desk = desk(Role::User);
    desk.press("Ins").type_text("x").press("F1 F1 Esc Esc F3");
    assert_eq!(form(&desk).fields[0].editor.text(), "x");
}

#[test]
fn a_refusal_goes_to_the_blamed_field_and_drops_what_was_typed_ahead() {
    let mut desk = desk(Role::User);
    desk.press("Ins")
        .type_text("12")
        .press("Tab")
        .type_text("bad")
        .press("Enter Enter");
    desk.burst("\rabc");
    assert_eq!(form(&desk).at, 1);
    assert_eq!(form(&desk).fields[1].editor.text(), "bad");
    assert_eq!((desk.message(), desk.model.bells), ("! Rate: not so.", 1));
}

#[test]
fn a_refusal_of_the_office_reopens_the_form_as_it_was() {
    let mut desk = desk(Role::User);
    desk.press("Ins")
        .type_text("0000why")
        .press("Enter Enter Enter");
    assert!(has_form(&desk));
    assert_eq!((form(&desk).at, form(&desk).handed), (0, None));
    assert_eq!(form(&desk).filled().get("reason"), "why");
    assert_eq!(desk.model.bells, 1);
}

#[test]
fn a_form_handed_in_takes_no_keys_until_its_own_answer() {
    let mut desk = desk(Role::User);
    desk.press("Ins").type_text("1234why").press("Enter Enter");
    let enter = |at_ms| {
        Msg::Input(crate::tui::keys::Input::Key {
            key: Key::Enter,
            at_ms,
            ends_read: true,
        })
    };
    let mut effects = update(&mut desk.model, enter(90_000));
    assert!(matches!(effects.as_slice(), [Effect::Run(..)]));
    assert!(
        update(&mut desk.model, enter(91_000)).is_empty(),
        "nothing is written twice"
    );
    assert!(form(&desk).handed.is_some());
    let other = Answer::Done(Box::default());
    update(
        &mut desk.model,
        Msg::Answer(crate::tui::model::Ticket(u64::MAX), other),
    );
    assert!(has_form(&desk), "another's answer closes nothing");
    let (ticket, answer) = desk.service.perform(effects.remove(0)).unwrap();
    desk.tell(Msg::Answer(ticket, answer));
    assert!(!has_form(&desk));
    assert_eq!(
        desk.model.page().unwrap().about,
        "2",
        "the key that waited came after it"
    );
}

#[test]
fn an_enter_of_the_input_method_is_dropped() {
    let mut desk = desk(Role::User);
    desk.press("Ins Tab");
    desk.key(Key::Char('審'), 400, false)
        .key(Key::Enter, 30, true);
    assert_eq!(form(&desk).at, 1);
    desk.key(Key::Enter, 400, true);
    assert_eq!(form(&desk).filled().get("reason"), "審");
    desk.press("Shift-Tab");
    desk.key(Key::Char('a'), 400, false)
        .key(Key::Enter, 30, true);
    assert_eq!(form(&desk).filled().get("reason"), "a");
}

#[test]
fn an_enter_within_a_burst_is_the_clerks_own() {
    let mut desk = desk(Role::User);
    desk.press("Ins").burst("1234審查\r");
    assert_eq!(form(&desk).at, 1, "an Enter that ends the read waits");
    desk.press("Enter");
    assert_eq!(form(&desk).at, 2);
    let mut whole = super::desk(Role::User);
    whole.press("Ins").burst("1234審查\r\r\r");
    assert!(!has_form(&whole));
    assert_eq!(whole.message(), "written 1234");
}

#[test]
fn a_question_drops_keys_that_came_before_it_was_seen() {
    let mut desk = desk(Role::User);
    let del = |key, at_ms| {
        Msg::Input(crate::tui::keys::Input::Key {
            key,
            at_ms,
            ends_read: true,
        })
    };
    desk.tell(del(Key::Delete, 5_000));
    desk.tell(del(Key::Char('x'), 5_001));
    assert_eq!(form(&desk).fields[0].editor.text(), "");
    desk.tell(Msg::Drawn(5_010));
    desk.tell(del(Key::Char('y'), 5_005));
    desk.tell(del(Key::Char('z'), 5_020));
    assert_eq!(form(&desk).fields[0].editor.text(), "z");
}

#[test]
fn an_unmarked_burst_outside_a_field_is_refused_with_a_line() {
    let mut desk = desk(Role::User);
    desk.burst("rm -rf\rabc");
    assert_eq!(desk.model.page().unwrap().spec.title, NUMBERS.title);
    assert_eq!(desk.model.pane().unwrap().pages.len(), 1);
    assert_eq!(desk.message(), Lang::En.text(Text::BurstRefused));
    assert_eq!(desk.model.bells, 1);
}

#[test]
fn pasted_text_goes_only_into_fields() {
    let mut desk = desk(Role::User);
    desk.paste("12345");
    assert_eq!(desk.message(), Lang::En.text(Text::PasteRefused));
    desk.press("Ins").paste("12345\r");
    assert_eq!(form(&desk).fields[0].editor.text(), "12345");
    assert_eq!(form(&desk).at, 0);
}

#[test]
fn the_desk_is_left_only_after_asking_what_becomes_of_a_form() {
    let mut desk = desk(Role::User);
    desk.press("Ins")
        .type_text("x")
        .press("F1")
        .type_text("leave")
        .press("Enter");
    assert!(!desk.model.is_over);
    desk.press("Down Enter");
    assert!(desk.model.is_over);
}
