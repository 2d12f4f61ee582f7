//! The screens of 申請 as they are drawn, in both languages and two sizes, kept as snapshots.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::requests_fixture::{Trial, user_items};
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::model::msg::Msg;
use crate::tui::trial::Desk;
use crate::tui::view::draw;
use crate::tui::widget::paper::text_of;

fn shot(desk: &mut Desk, width: u16, height: u16) -> String {
    desk.tell(Msg::Resized(width, height));
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = draw(&desk.model, &mut buffer);
    // Which panes there are is not this pane's matter.
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

/// The steps of one journey in a store with two requests, a snapshot each.
fn journey(name: &str, role: Role, steps: &[&str]) {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let trial = Trial::new(lang);
        trial.with_accounts();
        trial.execute(Role::User, user_items());
        let mut desk = trial.desk(role);
        desk.press("F4");
        let mut all = String::new();
        for keys in steps {
            desk.press(keys);
            all = all + "== " + keys + "\n" + &shot(&mut desk, 80, 24);
        }
        insta::assert_snapshot!(format!("{name}-{tag}"), all);
        insta::assert_snapshot!(format!("{name}-{tag}-wide"), shot(&mut desk, 120, 36));
    }
}

#[test]
fn the_supervisors_inbox_a_record_and_the_approval() {
    journey(
        "requests-approve",
        Role::Supervisor,
        &["", "Enter", "Esc", "F8", "F10", "Enter"],
    );
}

#[test]
fn a_return_asks_for_its_reason() {
    journey("requests-return", Role::Supervisor, &["Del", "Enter"]);
}

#[test]
fn a_new_request_field_by_field() {
    journey(
        "requests-new",
        Role::User,
        &["Ins", "Down Enter", "Enter", "Enter"],
    );
}

#[test]
fn nobody_has_asked_for_anything_yet() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let trial = Trial::new(lang);
        let mut desk = trial.desk(Role::Manager);
        desk.press("F4");
        let empty = shot(&mut desk, 80, 24);
        desk.press("F1").type_text(match lang {
            Lang::ZhTw => "代理",
            Lang::En => "delegations",
        });
        desk.press("Enter");
        let delegations = shot(&mut desk, 80, 24);
        insta::assert_snapshot!(format!("requests-empty-{tag}"), empty + &delegations);
    }
}
