//! The backend's contract, through the whole view: bytes on the line.

use super::*;

fn drawn(model: &Model, palette: Palette) -> Screen {
    let mut screen = Screen::new(80, 24, palette);
    assert!(screen.draw(model) > 500);
    screen
}

#[test]
fn a_cursor_move_in_the_register_costs_three_hundred_bytes_at_most() {
    for lang in [Lang::ZhTw, Lang::En] {
        for palette in [Palette::Sixteen, Palette::Mono] {
            let mut screen = drawn(&register(lang, 0), palette);
            for index in (1..15).chain((0..14).rev()) {
                let bytes = screen.draw(&register(lang, index));
                assert!(bytes <= 300, "{bytes} bytes to row {index}");
                assert_eq!(
                    screen.seen.screen().cursor_position().0,
                    u16::try_from(index + 5).unwrap()
                );
            }
        }
    }
}

#[test]
fn an_unchanged_frame_costs_nothing() {
    for lang in [Lang::ZhTw, Lang::En] {
        for model in all(lang) {
            assert_eq!(drawn(&model, Palette::Sixteen).draw(&model), 0);
        }
    }
}

#[test]
fn a_minute_of_the_clock_costs_forty_bytes_at_most() {
    let mut model = register(Lang::ZhTw, 3);
    let mut screen = drawn(&model, Palette::Sixteen);
    for (hour, minute) in [(9, 43), (9, 59), (10, 0)] {
        model.now = at(hour, minute);
        let bytes = screen.draw(&model);
        assert!((1..=40).contains(&bytes), "{bytes} bytes");
    }
}

#[test]
fn a_letter_typed_costs_little() {
    let mut model = with(register(Lang::ZhTw, 3), search());
    let mut screen = drawn(&model, Palette::Sixteen);
    for letter in ["a", "低", "收"] {
        if let Some(Overlay::Search(_, editor)) = model.pane_mut().unwrap().overlays.last_mut() {
            editor.insert(letter);
        }
        let bytes = screen.draw(&model);
        assert!(bytes <= 80, "{bytes} bytes for {letter}");
    }
}
