//! The backend's contract: few bytes, one write, and the terminal shows what the buffer says.

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::*;

const SCREEN: &str = include_str!("../../tests/it/fixtures/register-list.txt");
const SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// A terminal's far end: every write by itself.
#[derive(Default)]
struct Writes(Vec<Vec<u8>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes.to_vec());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Desk = Terminal<DeskBackend<Writes>>;

fn desk(palette: Palette) -> Desk {
    let mut desk = Terminal::new(DeskBackend::new(Writes::default(), SIZE, palette)).unwrap();
    desk.clear().unwrap();
    desk
}

fn plain() -> Style {
    Style::new()
}

fn dim() -> Style {
    Style::new().fg(Color::DarkGray)
}

/// The register's list with the given row of 15 selected, in the colours of a real frame.
fn register(buffer: &mut Buffer, selected: usize) -> Position {
    for (y, line) in SCREEN.lines().enumerate() {
        let row = u16::try_from(y).unwrap();
        let style = match y {
            2 | 4 | 20 | 21 => dim(),
            3 => plain().add_modifier(Modifier::BOLD),
            1 => plain().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            _ => plain(),
        };
        if !(5..20).contains(&y) {
            buffer.set_string(0, row, line.trim_end(), style);
            continue;
        }
        let text = line.trim_end()[1..].to_owned();
        if y - 5 == selected {
            buffer.set_string(
                0,
                row,
                format!(">{text} "),
                plain().add_modifier(Modifier::BOLD),
            );
        } else {
            buffer.set_string(0, row, format!(" {text}"), plain());
            buffer.set_style(ratatui::layout::Rect::new(2, row, 6, 1), dim());
            if y % 2 == 0 {
                buffer.set_style(ratatui::layout::Rect::new(14, row, 9, 1), dim());
            }
        }
    }
    buffer.set_string(2, 21, format!("SOC-11511-00{:02}", 42 - selected), dim());
    buffer.set_string(18, 21, ["LI01", "LI07", "HC02"][selected % 3], dim());
    buffer.set_string(
        72,
        3,
        (selected + 1).to_string(),
        plain().add_modifier(Modifier::BOLD),
    );
    Position {
        x: 2,
        y: u16::try_from(selected + 5).unwrap(),
    }
}

fn draw_register(desk: &mut Desk, selected: usize) -> Vec<u8> {
    desk.backend_mut().out_mut().0.clear();
    desk.draw(|frame| {
        let cursor = register(frame.buffer_mut(), selected);
        frame.set_cursor_position(cursor);
    })
    .unwrap();
    let writes = &desk.backend().out().0;
    assert!(writes.len() <= 1, "one write a frame");
    writes.concat()
}

/// Every cell of the terminal's view against the buffer.
#[track_caller]
fn check_same(screen: &vt100::Screen, buffer: &Buffer, palette: Palette) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let seen = screen.cell(y, x).unwrap();
            let text = if seen.contents().is_empty() {
                " "
            } else {
                seen.contents()
            };
            assert_eq!(text, cell.symbol(), "line {y} column {x}");
            if text != " " {
                assert_eq!(
                    seen.bold(),
                    cell.modifier.contains(Modifier::BOLD),
                    "line {y} column {x}"
                );
                let colour = match (palette, sgr(cell.fg)) {
                    (Palette::Mono, _) | (_, None) => vt100::Color::Default,
                    (_, Some(number @ 30..=37)) => vt100::Color::Idx(number - 30),
                    (_, Some(number)) => vt100::Color::Idx(number - 82),
                };
                assert_eq!(seen.fgcolor(), colour, "line {y} column {x}");
            }
            assert_eq!(seen.bgcolor(), vt100::Color::Default);
            assert!(!seen.inverse());
            x += u16::try_from(width(cell.symbol())).unwrap();
        }
    }
}

#[test]
fn a_cursor_move_in_the_register_costs_three_hundred_bytes_at_most() {
    for palette in [Palette::Sixteen, Palette::Mono] {
        let mut desk = desk(palette);
        let mut view = vt100::Parser::new(24, 80, 0);
        view.process(&desk.backend().out().0.concat());
        view.process(&draw_register(&mut desk, 0));
        for selected in (1..15).chain((0..14).rev()) {
            let bytes = draw_register(&mut desk, selected);
            assert!(
                bytes.len() <= 300,
                "{} bytes to row {selected}",
                bytes.len()
            );
            view.process(&bytes);
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 24));
            let cursor = register(&mut buffer, selected);
            check_same(view.screen(), &buffer, palette);
            assert_eq!(view.screen().cursor_position(), (cursor.y, cursor.x));
        }
    }
}

#[test]
fn an_unchanged_frame_costs_nothing() {
    let mut desk = desk(Palette::Sixteen);
    assert!(!draw_register(&mut desk, 3).is_empty());
    assert!(draw_register(&mut desk, 3).is_empty());
}

#[test]
fn a_minute_of_the_clock_costs_forty_bytes_at_most() {
    let mut desk = desk(Palette::Sixteen);
    draw_register(&mut desk, 3);
    desk.backend_mut().out_mut().0.clear();
    desk.draw(|frame| {
        let cursor = register(frame.buffer_mut(), 3);
        frame.buffer_mut().set_string(48, 0, "10:00", plain());
        frame.set_cursor_position(cursor);
    })
    .unwrap();
    let bytes = desk.backend().out().0.concat();
    assert!(bytes.len() <= 40, "{} bytes", bytes.len());
}

#[test]
fn a_frame_is_one_synchronised_write_that_ends_at_the_cursors_address() {
    let mut desk = desk(Palette::Sixteen);
    let bytes = draw_register(&mut desk, 4);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with(BEGIN));
    assert!(text.ends_with("\x1b[10;3H\x1b[?2026l"));
}

#[test]
fn no_colour_means_bold_only() {
    let mut desk = desk(Palette::Mono);
    let text = String::from_utf8(draw_register(&mut desk, 4)).unwrap();
    assert!(text.contains("\x1b[1m"));
    for sequence in text.split('\x1b').filter_map(|part| part.split_once('m')) {
        assert!(
            matches!(sequence.0, "[" | "[1" | "[0;1")
                || sequence.0.contains(['H', 'h', 'C', 'J', 'l'])
        );
    }
    assert_eq!(Palette::of(Some("1".as_ref())), Palette::Mono);
    assert_eq!(Palette::of(Some("".as_ref())), Palette::Sixteen);
    assert_eq!(Palette::of(None), Palette::Sixteen);
}

#[test]
fn colours_backgrounds_and_reverse_stay_within_the_sixteen() {
    let mut desk = desk(Palette::Sixteen);
    desk.backend_mut().out_mut().0.clear();
    let loud = Style::new()
        .fg(Color::Rgb(1, 2, 3))
        .bg(Color::Blue)
        .add_modifier(Modifier::REVERSED);
    desk.draw(|frame| {
        frame.buffer_mut().set_string(0, 0, "a", loud);
        frame
            .buffer_mut()
            .set_string(1, 0, "b", Style::new().fg(Color::Indexed(9)));
        frame
            .buffer_mut()
            .set_string(2, 0, "c", Style::new().fg(Color::Indexed(200)));
    })
    .unwrap();
    let text = String::from_utf8(desk.backend().out().0.concat()).unwrap();
    assert!(text.contains("a\x1b[91mb\x1b[mc"), "{text:?}");
}

#[test]
fn after_a_character_of_doubtful_width_the_cursor_is_addressed() {
    let mut desk = desk(Palette::Sixteen);
    desk.backend_mut().out_mut().0.clear();
    desk.draw(|frame| {
        frame
            .buffer_mut()
            .set_string(0, 0, "a\u{2026}b\u{4e2d}c", plain());
    })
    .unwrap();
    let text = String::from_utf8(desk.backend().out().0.concat()).unwrap();
    assert!(text.contains("a\u{2026}\x1b[1;3Hb\u{4e2d}c"), "{text:?}");
}

#[test]
fn what_must_not_be_drawn_is_a_question_mark_even_here() {
    let mut desk = desk(Palette::Sixteen);
    desk.draw(|frame| {
        frame.buffer_mut()[(0, 0)].set_symbol("\u{1f600}");
        frame.buffer_mut()[(2, 0)].set_symbol("\u{202e}");
        frame.buffer_mut()[(3, 0)].set_symbol("e\u{1b}");
        frame.buffer_mut()[(5, 0)].set_symbol("z");
    })
    .unwrap();
    let mut view = vt100::Parser::new(24, 80, 0);
    view.process(&desk.backend().out().0.concat());
    assert_eq!(view.screen().contents().trim_end(), "? ?e?z");
}

#[test]
fn a_bell_is_one_byte_of_the_next_frame() {
    let mut desk = desk(Palette::Sixteen);
    draw_register(&mut desk, 1);
    desk.backend_mut().ring();
    let bytes = draw_register(&mut desk, 1);
    assert_eq!(bytes.split(|byte| *byte == 7).count(), 2);
    assert!(draw_register(&mut desk, 1).is_empty());
}

#[test]
fn a_resized_window_is_drawn_anew() {
    let mut desk = desk(Palette::Sixteen);
    draw_register(&mut desk, 1);
    desk.backend_mut().resize(Size {
        width: 100,
        height: 30,
    });
    let bytes = draw_register(&mut desk, 1);
    let mut view = vt100::Parser::new(30, 100, 0);
    view.process(b"rubbish everywhere");
    view.process(&bytes);
    assert_eq!(
        view.screen().contents().lines().next().unwrap().trim_end(),
        SCREEN.lines().next().unwrap().trim_end()
    );
}

fn styles() -> impl Strategy<Value = Style> {
    let colours = prop_oneof![
        Just(Color::Reset),
        Just(Color::DarkGray),
        Just(Color::Red),
        Just(Color::Cyan),
        (0_u8..16).prop_map(Color::Indexed),
    ];
    (colours, any::<bool>()).prop_map(|(colour, bold)| {
        let style = Style::new().fg(colour);
        if bold {
            style.add_modifier(Modifier::BOLD)
        } else {
            style
        }
    })
}

/// Strings put on a small screen.
fn strokes() -> impl Strategy<Value = Vec<(u16, u16, String, Style)>> {
    let texts = "[ a-c\u{2026}\u{4e2d}\u{6587}\u{3010}]{0,9}";
    proptest::collection::vec((0_u16..20, 0_u16..4, texts, styles()), 0..12)
}

proptest! {
    #[test]
    fn the_terminal_shows_what_the_buffer_says(frames in proptest::collection::vec(strokes(), 1..8)) {
        let size = Size { width: 20, height: 4 };
        let mut desk = Terminal::new(DeskBackend::new(Writes::default(), size, Palette::Sixteen)).unwrap();
        desk.clear().unwrap();
        let mut view = vt100::Parser::new(4, 20, 0);
        for strokes in frames {
            desk.backend_mut().out_mut().0.clear();
            let mut wanted = Buffer::empty(ratatui::layout::Rect::new(0, 0, 20, 4));
            for (x, y, text, style) in &strokes {
                wanted.set_string(*x, *y, text, *style);
            }
            mend(&mut wanted);
            desk.draw(|frame| *frame.buffer_mut() = wanted.clone()).unwrap();
            view.process(&desk.backend().out().0.concat());
            check_same(view.screen(), &wanted, Palette::Sixteen);
        }
    }
}

/// Blanks wide characters whose right half was written over, as any widget must.
fn mend(buffer: &mut Buffer) {
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let is_wide = width(buffer[(x, y)].symbol()) > 1;
            let is_broken = x + 1 >= buffer.area.width || buffer[(x + 1, y)].symbol() != " ";
            if is_wide && is_broken {
                buffer[(x, y)].set_symbol(" ");
            }
        }
    }
}
