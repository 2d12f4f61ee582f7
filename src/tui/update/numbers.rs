//! Digits in a list: a record is gone to by its number, the last digits of it or its month as well.

use crate::domain::normal::nfkc;
use crate::tui::action::Action;
use crate::tui::desk_data::RowData;
use crate::tui::form::editor::Editor;
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Overlay, Sought};
use crate::tui::model::page::{PageState, Want};
use crate::tui::update::{loads, pages};

/// The digit that begins a number, in a list of numbered records.
fn digit(model: &Model, key: Key) -> Option<String> {
    let Key::Char(letter) = key else {
        return None;
    };
    let typed = nfkc(letter.encode_utf8(&mut [0; 4])).into_owned();
    let is_digit = typed.len() == 1 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let (_, view) = model.page().and_then(PageState::view)?;
    let row = view.rows().get(view.cursor.index);
    let is_numbered = view.is_list() && model.overlay().is_none() && row.is_some_and(is_numbered);
    (is_digit && is_numbered).then_some(typed)
}

/// Whether the row shows its number: all of its key, or the key without the agency.
fn is_numbered(row: &RowData) -> bool {
    let ends_in_digit = |text: &str| {
        text.bytes()
            .last()
            .is_some_and(|byte| byte.is_ascii_digit())
    };
    row.cells.iter().any(|cell| {
        cell.text.contains('-') && ends_in_digit(&cell.text) && row.key.ends_with(&cell.text)
    })
}

/// Whether this key begins a number here.
pub(super) fn begins(model: &Model, key: Key) -> bool {
    digit(model, key).is_some()
}

/// Opens the drawer in which the number is typed.
pub(super) fn begin(model: &mut Model, key: Key) {
    if let Some(typed) = digit(model, key) {
        let mut editor = Editor::default();
        editor.insert(&typed);
        pages::open(model, Overlay::Search(Sought::Number, editor));
    }
}

/// The key that a number means, said like the key under the cursor.
fn meant(like: &str, typed: &str) -> Option<String> {
    let typed: String = nfkc(typed)
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '-')
        .collect();
    let (head, serial) = like.rsplit_once('-')?;
    let (month, typed) = typed.rsplit_once('-').unwrap_or(("", &typed));
    if typed.is_empty() {
        return None;
    }
    let head = if month.is_empty() {
        head.to_owned()
    } else {
        let prefix = head.trim_end_matches(|letter: char| letter.is_ascii_digit());
        format!("{prefix}{month}")
    };
    let number = typed.trim_start_matches('0');
    Some(format!("{head}-{number:0>width$}", width = serial.len()))
}

/// Goes to the record, wherever in the list it is.
pub(super) fn jump(model: &mut Model, typed: &str) {
    let Some((_, view)) = model.page_mut().and_then(PageState::view_mut) else {
        return;
    };
    let Some(key) = meant(&view.cursor.key, typed) else {
        return;
    };
    view.revealed = None;
    view.jump = Some(key.clone());
    view.want = Some(Want::Record {
        key,
        is_last_try: false,
    });
    loads::ask_again(view);
}

/// Once the list has come: whether the record is in it.
pub(super) fn arrived(model: &mut Model) {
    let Some((_, view)) = model.page_mut().and_then(PageState::view_mut) else {
        return;
    };
    if view.want.is_some() {
        return;
    }
    let Some(key) = view.jump.take() else {
        return;
    };
    if view.cursor.key == key {
        return;
    }
    let search = model.key_name(Action::Search).unwrap_or_default();
    let number = key.split_once('-').map_or(key.as_str(), |(head, rest)| {
        let has_agency = head.bytes().all(|byte| byte.is_ascii_uppercase());
        if has_agency { rest } else { key.as_str() }
    });
    let sentence = model.lang.no_such_number(number, &search);
    model.refuse(sentence);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(like: &str, typed: &str, key: &str) {
        assert_eq!(meant(like, typed).as_deref(), Some(key), "{typed}");
    }

    #[test]
    fn a_number_is_said_like_the_one_under_the_cursor() {
        check("SOC-11511-0042", "7", "SOC-11511-0007");
        check("SOC-11511-0042", "0007", "SOC-11511-0007");
        check("SOC-11511-0042", "11510-7", "SOC-11510-0007");
        check("SOC-11511-0042", "１１５１０-７", "SOC-11510-0007");
        check("SOC-11511-0042", "12345", "SOC-11511-12345");
        check("A11511-018", "3", "A11511-003");
        check("A11511-018", "11509-3", "A11509-003");
        assert_eq!(meant("SOC-11511-0042", "-"), None);
        assert_eq!(meant("hsu.tc", "3"), None);
    }
}
