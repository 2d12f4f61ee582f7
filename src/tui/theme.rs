//! Sixteen colours and bold, by what a text means. Backgrounds and reverse do not exist; words carry it all without colour.

use ratatui::style::{Color, Modifier, Style};

use crate::tui::desk_data::Tone;

pub const PLAIN: Style = Style::new();
pub const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
/// Heads, rules, labels, notes: what may be overlooked.
pub const DIM: Style = Style::new().fg(Color::DarkGray);
/// Key names, the current pane.
pub const KEY: Style = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
const BAD: Style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
const WARN: Style = Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD);
const GOOD: Style = Style::new().fg(Color::Green);

/// The style of a tone.
pub fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => PLAIN,
        Tone::Dim => DIM,
        Tone::Strong => BOLD,
        Tone::Bad => BAD,
        Tone::Warn => WARN,
        Tone::Good => GOOD,
    }
}

/// The same on the highlighted row, where all is bold and nothing dim.
pub fn highlighted(tone: Tone) -> Style {
    match tone {
        Tone::Plain | Tone::Dim | Tone::Strong => BOLD,
        Tone::Bad | Tone::Warn => style(tone),
        Tone::Good => GOOD.add_modifier(Modifier::BOLD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tone_has_a_background_or_is_reversed() {
        for tone in [
            Tone::Plain,
            Tone::Dim,
            Tone::Strong,
            Tone::Bad,
            Tone::Warn,
            Tone::Good,
        ] {
            for style in [style(tone), highlighted(tone)] {
                assert_eq!(style.bg, None);
                assert!((style.add_modifier - Modifier::BOLD).is_empty());
            }
            assert!(highlighted(tone).add_modifier.contains(Modifier::BOLD));
        }
    }
}
