//! The register's screens as they are drawn, in both languages, kept as snapshots.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::{Desk, declare_use};
use crate::tui::view::draw;
use crate::tui::widget::paper::text_of;

const CASE: &str = "高市社救字第11531234600號";

fn shot(desk: &mut Desk, width: u16, height: u16) -> String {
    desk.tell(crate::tui::model::msg::Msg::Resized(width, height));
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = draw(&desk.model, &mut buffer);
    // Which panes there are is not the register's matter.
    let text: String = text_of(&buffer)
        .lines()
        .enumerate()
        .filter(|(line, _)| *line != 1)
        .fold(String::new(), |text, (_, line)| {
            text + line.trim_end() + "\n"
        });
    for line in text.lines() {
        let cells = crate::tui::width::width(line);
        assert!(cells <= usize::from(width), "{line}");
    }
    format!("{text}\n@ {},{}\n", cursor.y + 1, cursor.x + 1)
}

/// The steps of one journey, a snapshot each.
fn journey(name: &str, steps: &[(&str, &str)]) {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = Desk::prepared(Role::User, lang, declare_use);
        desk.press("F3");
        let mut all = String::new();
        for (keys, typed) in steps {
            desk.press(keys).type_text(typed);
            all = all + "== " + keys + " " + typed + "\n" + &shot(&mut desk, 80, 24);
        }
        insta::assert_snapshot!(format!("{name}-{tag}"), all);
        insta::assert_snapshot!(format!("{name}-{tag}-wide"), shot(&mut desk, 120, 36));
    }
}

#[test]
fn from_an_empty_register_to_the_number() {
    journey(
        "register-first",
        &[
            ("", ""),
            ("Ins", CASE),
            ("Enter", ""),
            ("Enter", ""),
            ("Enter", ""),
            ("Enter", "A123456789"),
            ("Enter", ""),
            ("Enter", ""),
            ("Enter", ""),
        ],
    );
}

#[test]
fn the_same_case_again_with_a_doubtful_number() {
    journey(
        "register-again",
        &[
            ("Ins", CASE),
            ("Enter Enter Enter Enter", "A123456789"),
            ("Enter Enter", ""),
            ("Ctrl-D", "A123456788"),
            ("Enter", ""),
            ("Right Enter", ""),
            ("Right Right Enter", ""),
            ("Esc", ""),
        ],
    );
}

#[test]
fn result_correction_void_and_history() {
    journey(
        "register-result",
        &[
            ("Ins", CASE),
            ("Enter Enter Enter Enter", "A123456789"),
            ("Enter Enter F8", ""),
            ("Down", ""),
            ("Enter", ""),
            ("Enter F10", ""),
            ("F1", ""),
            ("Esc Enter", ""),
            ("Ctrl-R", ""),
            ("Ctrl-R F1", "cor"),
            ("Enter", "11531177200"),
            ("Enter", "slip"),
            ("F10", ""),
            ("Esc Del", "twice"),
            ("F10", ""),
            ("Ctrl-T", ""),
            ("Esc Ctrl-F", "11531"),
            ("Enter", ""),
        ],
    );
}
