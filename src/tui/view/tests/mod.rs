//! What is drawn, against the mock-ups and as snapshots: through the backend, as a terminal sees it.

use std::io::Write;

use ratatui::Terminal;
use ratatui::layout::Size;

use super::*;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::locale::Lang;
use crate::tui::backend::{DeskBackend, Palette};
use crate::tui::keymap::Keymap;
use crate::tui::model::Badges;
use crate::tui::model::login::Login;

mod cost;
mod forms;
mod lists;
mod logins;
mod mock_ups;

use mock_ups::*;

/// A terminal and what it shows.
struct Screen {
    desk: Terminal<DeskBackend<Vec<u8>>>,
    seen: vt100::Parser,
}

impl Screen {
    fn new(width: u16, height: u16, palette: Palette) -> Screen {
        let size = Size { width, height };
        let mut desk = Terminal::new(DeskBackend::new(Vec::new(), size, palette)).unwrap();
        desk.clear().unwrap();
        Screen {
            desk,
            seen: vt100::Parser::new(height, width, 0),
        }
    }

    /// Draws a frame; gives the bytes that it took.
    fn draw(&mut self, model: &Model) -> usize {
        self.desk.backend_mut().out_mut().clear();
        self.desk.draw(|frame| view(model, frame)).unwrap();
        let bytes = self.desk.backend().out().clone();
        self.seen.write_all(&bytes).unwrap();
        bytes.len()
    }

    /// The lines, and where the cursor stands (line, column, from 1).
    fn text(&self) -> String {
        let screen = self.seen.screen();
        let (y, x) = screen.cursor_position();
        let (_, width) = screen.size();
        let lines: Vec<String> = screen
            .rows(0, width)
            .map(|line| line.trim_end().to_owned())
            .collect();
        format!("{}\n@ {},{}\n", lines.join("\n"), y + 1, x + 1)
    }
}

pub(crate) fn shot(model: &Model, width: u16, height: u16) -> String {
    let mut screen = Screen::new(width, height, Palette::Sixteen);
    screen.draw(model);
    let text = screen.text();
    check_cells(&text, width);
    text
}

/// Only ASCII and wide characters, nothing in the last column but rules, no line too long.
#[track_caller]
fn check_cells(text: &str, width: u16) {
    for line in text.lines() {
        let cells = crate::tui::width::width(line);
        assert!(cells <= usize::from(width), "{line}");
        let is_rule = line.ends_with('-');
        assert!(is_rule || cells < usize::from(width), "last column: {line}");
        for letter in line.chars() {
            let text = letter.to_string();
            assert!(!crate::tui::width::is_doubtful(&text), "{letter} in {line}");
        }
    }
}

/// One snapshot a state: both languages, both sizes.
fn snap(name: &str, model: impl Fn(Lang) -> Model) {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 36)] {
            let mut drawn = model(lang);
            drawn.width = width;
            drawn.height = height;
            let text = shot(&drawn, width, height);
            insta::assert_snapshot!(format!("{name}-{tag}-{width}"), text);
        }
    }
}

#[test]
fn a_window_too_small_says_so_in_whatever_room_there_is() {
    let model = register(Lang::ZhTw, 0);
    for (width, height) in [(79, 24), (80, 23), (20, 5), (3, 1), (1, 1)] {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let cursor = draw(&model, &mut buffer);
        assert!(area.contains(cursor));
        let first = buffer[(0, 0)].symbol().to_owned();
        assert!(width < 4 || first != " ", "{width} by {height}");
    }
    assert_eq!(
        shot(&model, 79, 24).lines().next().unwrap(),
        Lang::ZhTw.text(Text::TooSmall)
    );
}

#[test]
fn every_size_can_be_drawn() {
    for lang in [Lang::ZhTw, Lang::En] {
        for model in all(lang) {
            for (width, height) in [
                (80, 24),
                (99, 25),
                (100, 30),
                (119, 24),
                (120, 24),
                (148, 40),
                (200, 50),
                (300, 90),
            ] {
                shot(&model, width, height);
            }
        }
    }
}

#[test]
fn without_colour_the_same_words_stand_in_the_same_places() {
    for model in all(Lang::ZhTw) {
        let mut mono = Screen::new(80, 24, Palette::Mono);
        mono.draw(&model);
        assert_eq!(mono.text(), shot(&model, 80, 24));
    }
}

/// One model of everything that can be drawn.
fn all(lang: Lang) -> Vec<Model> {
    let mut models = vec![
        register(lang, 0),
        register(lang, 14),
        register_empty(lang),
        record(lang),
        walk(lang),
        proposals(lang),
        with(register(lang, 1), filters(lang)),
        with(register(lang, 1), search()),
        with(register(lang, 1), functions("")),
        with(register(lang, 1), functions("作")),
        with(register(lang, 1), Overlay::Keys),
        job(lang),
        sheet(lang),
    ];
    models.extend((0..forms::FIELDS).map(|at| forms::filling(lang, at)));
    models.extend((0..4).map(|at| forms::asking(lang, at)));
    models.push(logins::typing(lang));
    models.push(logins::enrolling(lang));
    models.push(logins::picking(lang));
    models
}
