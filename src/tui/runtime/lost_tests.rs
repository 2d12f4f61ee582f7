//! A terminal that is lost while it is drawn on: what was being typed is kept.

use super::*;
use crate::domain::people::Role;
use crate::tui::pty;
use crate::tui::trial::{Desk, NOW};

#[test]
fn a_frame_that_finds_no_terminal_keeps_what_is_typed() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3 Ins").type_text("11531234600");
    let (far, line) = pty::open();
    let (ask, asked) = channel();
    let (tell, heard) = channel();
    let size = Size::new(80, 24);
    let backend = DeskBackend::new(line.clone(), size, Palette::of(None));
    let mut screen = Screen {
        terminal: Terminal::new(backend).unwrap(),
        model: desk.model,
        clock: Clock::Fixed(NOW),
        since: Instant::now(),
        ask,
        jobs: Vec::new(),
        guard: None,
        seen: (0, 0),
        is_foreign: false,
    };
    drop(far);
    tell.send(Heard::Changed).unwrap();
    assert!(screen.sit(&heard, size, None).is_err());
    assert!(screen.model.is_over);
    let effects: Vec<Effect> = asked
        .try_iter()
        .filter_map(|ask| match ask {
            Ask::Of(effect) => Some(effect),
            Ask::Start(..) => None,
        })
        .collect();
    let kept = effects
        .iter()
        .position(|effect| matches!(effect, Effect::Keep(..)));
    let left = effects
        .iter()
        .position(|effect| matches!(effect, Effect::LogOut));
    assert!(kept.is_some() && kept < left, "{effects:?}");
}
