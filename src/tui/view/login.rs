//! The screen before the desk: who it is and by what, or whom to pick; the law at its foot.

use ratatui::layout::Position;

use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::Tone;
use crate::tui::model::Model;
use crate::tui::model::login::{Login, LoginField, LoginPart};
use crate::tui::theme;
use crate::tui::widget::frame::{self, Hint, Hints};
use crate::tui::widget::list::{self, Columns, Entry};
use crate::tui::widget::paper::Paper;
use crate::tui::widget::wrap::wrap;

/// Where everything stands in 80 columns and 24 lines.
const LEFT: u16 = 16;
const TOP: u16 = 4;
const FIELDS: u16 = 9;
const LAW: u16 = 18;
const MOST_PEOPLE: u16 = 8;

/// Draws the login; gives the place of the cursor.
pub(super) fn draw(model: &Model, login: &Login, paper: &mut Paper<'_>) -> Position {
    let lang = model.lang;
    let (width, height) = (paper.width(), paper.height());
    let x = width.saturating_sub(80) / 2;
    let y = height.saturating_sub(24) / 3;
    let mut sheet = paper.part(x, y, 80, 23);
    sheet.put(LEFT, TOP, lang.text(Text::Program), theme::BOLD);
    sheet.put(LEFT, TOP + 1, lang.text(Text::ProgramLine), theme::PLAIN);
    sheet.put(LEFT, TOP + 2, &login.agency, theme::PLAIN);
    let cursor = if login.is_picking() {
        draw_people(model, login, &mut sheet)
    } else {
        draw_fields(model, login, &mut sheet)
    };
    for (line, text) in (LAW..).zip([Text::LoginNotice1, Text::LoginNotice2]) {
        sheet.put(2, line, lang.text(text), theme::DIM);
    }
    let last = height.saturating_sub(1);
    frame::draw_hints(paper, last, lang, &hints(model, login));
    let end = paper.end();
    paper.put_before(end, last, &lang.moment(model.now), theme::PLAIN);
    cursor
}

fn draw_people(model: &Model, login: &Login, sheet: &mut Paper<'_>) -> Position {
    sheet.put(
        LEFT,
        FIELDS - 1,
        model.lang.text(Text::PickPerson),
        theme::DIM,
    );
    let entries: Vec<Entry> = login
        .people
        .iter()
        .map(|person| Entry {
            label: person.name.clone(),
            note: person.roles.clone(),
            ..Entry::default()
        })
        .collect();
    let columns = Columns::fitting(&entries, LEFT, sheet.end());
    let width = sheet.width();
    let mut part = sheet.part(0, FIELDS, width, MOST_PEOPLE);
    let at = list::draw(&mut part, &entries, login.at, columns).unwrap_or(0);
    let cursor = part.place(LEFT, at);
    let shown = u16::try_from(entries.len())
        .unwrap_or(MOST_PEOPLE)
        .min(MOST_PEOPLE);
    draw_message(
        model,
        login,
        sheet,
        FIELDS.saturating_add(shown).min(LAW - 1),
    );
    cursor
}

fn draw_fields(model: &Model, login: &Login, sheet: &mut Paper<'_>) -> Position {
    let mut cursor = sheet.place(LEFT, FIELDS);
    for (y, (index, field)) in (FIELDS..).zip(login.fields.iter().enumerate()) {
        let is_at = index == login.at && login.asked.is_none();
        if let Some(x) = draw_field(model, login, field, sheet, y, is_at) {
            cursor = sheet.place(x, y);
        }
    }
    let count = u16::try_from(login.fields.len()).unwrap_or(0);
    let mut y = FIELDS.saturating_add(count).saturating_add(1);
    if login.is_enrolling() {
        y = draw_rules(model, login, sheet, y);
    }
    draw_message(model, login, sheet, y.min(LAW - 1));
    cursor
}

/// Gives the column of the cursor when it is in this field.
fn draw_field(
    model: &Model,
    login: &Login,
    field: &LoginField,
    sheet: &mut Paper<'_>,
    y: u16,
    is_at: bool,
) -> Option<u16> {
    let lang = model.lang;
    let value = LEFT.saturating_add(lang.value_column()).saturating_sub(2);
    let label = if is_at { theme::BOLD } else { theme::DIM };
    sheet.put(LEFT, y, lang.text(field.part.label()), label);
    if is_at {
        sheet.put(LEFT - 2, y, ">", theme::BOLD);
    }
    if field.part == LoginPart::Code {
        let end = sheet.put(value, y, "****-****-****-****", theme::PLAIN);
        if let Some(until) = &login.code_until {
            let fits = lang.code_fits_until(until);
            sheet.put(end.saturating_add(3), y, &fits, theme::style(Tone::Good));
        }
        return None;
    }
    let room = sheet.end().saturating_sub(value);
    let (text, at) = if field.part.is_secret() {
        let count = field
            .editor
            .count()
            .min(usize::from(room.saturating_sub(1)));
        ("*".repeat(count), count)
    } else {
        field.editor.window(usize::from(room))
    };
    sheet.put(value, y, &text, theme::PLAIN);
    let column = u16::try_from(at).ok()?;
    is_at.then_some(value.saturating_add(column))
}

/// What a new passphrase needs, and how long it is so far; gives the line below.
fn draw_rules(model: &Model, login: &Login, sheet: &mut Paper<'_>, y: u16) -> u16 {
    let lang = model.lang;
    let count = login
        .field()
        .filter(|field| matches!(field.part, LoginPart::New | LoginPart::Again))
        .map(|field| field.editor.count());
    let rules = [
        count.map_or_else(String::new, |count| lang.typed_count(count)),
        lang.text(Text::PassphraseRule1).to_owned(),
        lang.text(Text::PassphraseRule2).to_owned(),
    ];
    let glue = if lang == crate::locale::Lang::En {
        " "
    } else {
        ""
    };
    let whole = format!("{}{}{glue}{}", rules[0], rules[1], rules[2]);
    let room = usize::from(sheet.end().saturating_sub(LEFT));
    let mut y = y;
    for line in wrap(&whole, room) {
        sheet.put(LEFT, y, &line, theme::DIM);
        y = y.saturating_add(1);
    }
    y.saturating_add(1)
}

fn draw_message(model: &Model, login: &Login, sheet: &mut Paper<'_>, y: u16) {
    let room = usize::from(sheet.end().saturating_sub(LEFT));
    let (text, tone) = if login.asked.is_some() {
        (model.lang.text(Text::Opening), Tone::Plain)
    } else {
        (model.message.text.as_str(), model.message.tone)
    };
    for (y, line) in (y..LAW).zip(wrap(text, room)) {
        sheet.put(LEFT, y, &line, theme::style(tone));
    }
}

fn hints(model: &Model, login: &Login) -> Hints {
    let lang = model.lang;
    let key = |action| model.key_name(action);
    let is_last = login.at.saturating_add(1) >= login.fields.len();
    let (action, label) = if login.is_picking() {
        (Action::Open, Text::EnterLogsIn)
    } else if is_last {
        (Action::NextMissing, Text::EnterLogsIn)
    } else {
        (Action::NextMissing, Text::HintNextField)
    };
    Hints {
        moves: key(action)
            .map(|key| Hint::new(key, lang.text(label)))
            .into_iter()
            .collect(),
        back: key(Action::Back).map(|key| Hint::new(key, lang.text(Text::Leave))),
        help: None,
    }
}
