//! Filters under a name.

use super::*;

#[test]
fn a_filter_is_saved_under_a_name_and_taken_again_by_its_person_alone() {
    let mut desk = desk(Role::User);
    desk.press("Ctrl-T Right Right F10")
        .type_text("the high ones");
    desk.press("Enter");
    assert_eq!(desk.message(), "Filter \"the high ones\" is saved.");
    assert!(desk.screen().contains("Saved"), "{}", desk.screen());
    desk.press("Enter");
    assert_eq!(keys(&desk)[0], 21);
    desk.press("Ctrl-T Ctrl-U Enter");
    assert_eq!(keys(&desk)[0], 1);
    // The first row offers it; it fills in the others.
    desk.press("Ctrl-T Up Right Enter");
    assert_eq!(keys(&desk)[0], 21);
    let saved = desk.office().saved_filters().unwrap();
    assert_eq!((saved.len(), saved[0].name.as_str()), (1, "the high ones"));
    assert_eq!(saved[0].chosen, ["high"]);
    let manager = desk.sessions().sit(Role::Manager);
    assert_eq!(manager.saved_filters().unwrap().len(), 0);
}

#[test]
fn a_saved_filter_is_forgotten_with_del() {
    let mut desk = desk(Role::User);
    desk.press("Ctrl-T Right F10")
        .type_text("low")
        .press("Enter Up Del");
    assert_eq!(desk.message(), "Filter \"low\" is forgotten.");
    assert!(!desk.screen().contains("Saved"), "{}", desk.screen());
    assert_eq!(desk.office().saved_filters().unwrap().len(), 0);
    desk.press("F10 Enter");
    assert_eq!(desk.office().saved_filters().unwrap().len(), 0, "no name");
}

#[test]
fn saved_filters_come_back_with_the_next_login() {
    let mut desk = Desk::new(Role::User, Lang::En);
    desk.press("F3 Ctrl-T F10")
        .type_text("this month")
        .press("Enter Esc");
    let mut next = desk.next_login("user", Lang::En);
    next.type_text(crate::tui::trial::PASSPHRASE)
        .press("Enter F3 Ctrl-T");
    assert!(next.screen().contains("this month"), "{}", next.screen());
}
