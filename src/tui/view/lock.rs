//! The lock: nothing of the store but who locked it.

use ratatui::layout::Position;

use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::Tone;
use crate::tui::model::Model;
use crate::tui::model::lock::{Lock, LockedBy};
use crate::tui::theme;
use crate::tui::widget::frame::{self, Hint, Hints};
use crate::tui::widget::paper::Paper;
use crate::tui::widget::wrap::wrap;

/// Where everything stands in 80 columns and 24 lines.
const LEFT: u16 = 16;
const TOP: u16 = 8;
const FIELDS: u16 = 11;
const END: u16 = 14;
const MESSAGE: u16 = 16;

/// Draws the lock; gives the place of the cursor.
pub(super) fn draw(model: &Model, locked: &Lock, paper: &mut Paper<'_>) -> Position {
    let lang = model.lang;
    let (width, height) = (paper.width(), paper.height());
    let x = width.saturating_sub(80) / 2;
    let y = height.saturating_sub(24) / 3;
    let mut sheet = paper.part(x, y, 80, 23);
    let room = usize::from(sheet.end().saturating_sub(LEFT));
    sheet.put(LEFT, TOP, lang.text(Text::Locked), theme::BOLD);
    sheet.put(LEFT, TOP + 1, &why(lang, locked), theme::PLAIN);
    let value = LEFT.saturating_add(lang.value_column()).saturating_sub(2);
    sheet.put(LEFT, FIELDS, lang.text(Text::LoginName), theme::DIM);
    let who = locked.desk.me.login.as_str();
    sheet.put(value, FIELDS, who, theme::PLAIN);
    let cursor = draw_passphrase(model, locked, &mut sheet, value);
    let ends = lang.ends_unless_unlocked(locked.ends_at());
    for (line, text) in (END..MESSAGE).zip(wrap(&ends, room)) {
        sheet.put(LEFT, line, &text, theme::DIM);
    }
    let (text, tone) = if locked.asked.is_some() {
        (lang.text(Text::Opening), Tone::Plain)
    } else {
        (locked.message.text.as_str(), locked.message.tone)
    };
    for (line, text) in (MESSAGE..).zip(wrap(text, room)).take(2) {
        sheet.put(LEFT, line, &text, theme::style(tone));
    }
    let last = height.saturating_sub(1);
    frame::draw_hints(paper, last, lang, &hints(model));
    let end = paper.end();
    paper.put_before(end, last, &lang.moment(model.now), theme::PLAIN);
    cursor
}

fn why(lang: Lang, locked: &Lock) -> String {
    match locked.by {
        LockedBy::Key => lang.text(Text::LockedByKey).to_owned(),
        LockedBy::Idleness => lang.locked_after(locked.desk.idleness.locks_after / 60_000),
    }
}

fn draw_passphrase(model: &Model, locked: &Lock, sheet: &mut Paper<'_>, value: u16) -> Position {
    let y = FIELDS + 1;
    let lang = model.lang;
    if locked.desk.is_demo {
        sheet.put(LEFT, y, lang.text(Text::DemoUnlocks), theme::PLAIN);
        return sheet.place(LEFT, y);
    }
    sheet.put(LEFT - 2, y, ">", theme::BOLD);
    sheet.put(LEFT, y, lang.text(Text::Passphrase), theme::BOLD);
    let room = sheet.end().saturating_sub(value).saturating_sub(1);
    let count = locked.editor.count().min(usize::from(room));
    sheet.put(value, y, &"*".repeat(count), theme::PLAIN);
    let column = u16::try_from(count).unwrap_or_default();
    sheet.place(value.saturating_add(column), y)
}

fn hints(model: &Model) -> Hints {
    let lang = model.lang;
    let key = |action| model.key_name(action);
    Hints {
        moves: key(Action::NextMissing)
            .map(|key| Hint::new(key, lang.text(Text::Unlock)))
            .into_iter()
            .collect(),
        back: key(Action::Back).map(|key| Hint::new(key, lang.text(Text::LogOut))),
        help: None,
    }
}
