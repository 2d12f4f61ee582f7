//! Marks, and one step for all that is marked.

use super::*;

/// The marked numbers, in the order of their marking.
fn marks(desk: &Desk) -> Vec<u64> {
    let marks = view(desk).marks.iter();
    marks.map(|row| row.key.parse().unwrap()).collect()
}

fn line(desk: &Desk, number: usize) -> String {
    let screen = desk.screen();
    screen.lines().nth(number - 1).unwrap().to_owned()
}

#[test]
fn space_marks_a_record_and_goes_on_to_the_next() {
    let mut desk = desk(Role::User);
    desk.press("Space Down Ctrl-K");
    assert_eq!((marks(&desk), cursor(&desk)), (vec![1, 3], 4));
    assert!(line(&desk, 4).contains("2 marked"), "{}", line(&desk, 4));
    assert!(line(&desk, 6).starts_with(" *"), "{}", line(&desk, 6));
    assert!(line(&desk, 7).starts_with("  "), "{}", line(&desk, 7));
    desk.press("Up Space");
    assert_eq!(marks(&desk), [1], "the same key takes the mark away");
}

#[test]
fn marks_stay_over_pages_and_searches_until_esc() {
    let mut desk = desk(Role::User);
    desk.press("Space End Space Ctrl-F").type_text("23");
    desk.press("Enter Space");
    assert_eq!(marks(&desk), [1, 40, 23]);
    desk.press("Esc");
    assert_eq!((marks(&desk).len(), view(&desk).search.as_str()), (3, ""));
    desk.press("Esc");
    assert_eq!(marks(&desk), [0; 0]);
}

#[test]
fn a_step_is_taken_for_each_mark_and_the_impossible_ones_are_named() {
    let mut desk = desk(Role::User);
    desk.press("Down Down Space Space Space F8");
    let screen = desk.screen();
    assert!(screen.contains("4, 5"), "{screen}");
    assert!(screen.contains("3  three is done"), "{screen}");
    let before = WRITTEN.load(Ordering::SeqCst);
    desk.press("F10");
    assert!(WRITTEN.load(Ordering::SeqCst) >= before + 2);
    assert_eq!(
        desk.message(),
        "! Done with 2, not with 1, still marked: 3 three is done."
    );
    assert_eq!(marks(&desk), [3], "what was not done stays marked");
}

#[test]
fn what_all_refuse_leaves_the_form_as_it_was_typed() {
    let mut desk = desk(Role::User);
    desk.press("Space Space Del").type_text("0000").press("F10");
    assert!(desk.message().starts_with('!'), "{}", desk.message());
    assert!(desk.screen().contains("0000"), "{}", desk.screen());
    assert_eq!(marks(&desk), [1, 2]);
}

#[test]
fn marks_of_which_none_can_take_the_step_are_refused_with_the_reason() {
    let mut desk = desk(Role::User);
    desk.press("Down Down Space F8");
    assert_eq!(desk.message(), "! 3: three is done.");
    assert!(desk.model.overlay().is_none());
}

#[test]
fn the_list_of_functions_offers_the_step_for_all_marks() {
    let mut desk = desk(Role::User);
    desk.press("Space Space F1");
    let screen = desk.screen();
    assert!(screen.contains("(2 marked)"), "{screen}");
    assert!(screen.contains("mark"), "{screen}");
}
