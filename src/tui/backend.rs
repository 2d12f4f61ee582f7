//! Frames become bytes: ratatui's `Backend` with few bytes, sixteen colours and no question ever put
//! to the terminal. One write a frame; nothing when nothing changed. Knows no panes and no keys.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::tui::width::{is_doubtful, pad, shown, width};

/// Which colours are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// 30–37 and 90–97.
    Sixteen,
    /// None, as under `NO_COLOR`; bold stays.
    Mono,
}

impl Palette {
    /// `no_color`: the value of `NO_COLOR`; anything but an empty one means no colour (no-color.org).
    pub fn of(no_color: Option<&std::ffi::OsStr>) -> Palette {
        match no_color {
            Some(value) if !value.is_empty() => Palette::Mono,
            _ => Palette::Sixteen,
        }
    }
}

/// How a character is drawn; backgrounds and reverse do not exist here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    bold: bool,
    /// The SGR number of the colour.
    colour: Option<u8>,
}

/// What a terminal's cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Drawn {
    Unknown,
    Blank,
    Symbol(Box<str>, Pen),
    /// The right half of the wide character before it.
    Half,
}

/// Draws into `out`, which it thinks has `size` until told otherwise.
#[derive(Debug)]
pub struct DeskBackend<W: Write> {
    out: W,
    size: Size,
    palette: Palette,
    /// What the terminal shows, row by row.
    drawn: Vec<Drawn>,
    /// The frame so far.
    frame: String,
    pen: Option<Pen>,
    /// Where the terminal's cursor is, when that is certain.
    at: Option<Position>,
    /// Where it shall be after the frame, and where it was left by the last one.
    wanted: Position,
    left: Option<Position>,
    is_hidden: bool,
}

const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

impl<W: Write> DeskBackend<W> {
    pub fn new(out: W, size: Size, palette: Palette) -> DeskBackend<W> {
        DeskBackend {
            out,
            size,
            palette,
            drawn: vec![Drawn::Unknown; cell_count(size)],
            frame: String::new(),
            pen: None,
            at: None,
            wanted: Position::ORIGIN,
            left: None,
            is_hidden: false,
        }
    }

    /// The window has another size now; ratatui clears and draws anew at its next frame.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.forget();
    }

    /// Bytes as they are, past all that is drawn; the next frame is to be drawn anew.
    pub fn say_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// One bell with the next frame.
    pub fn ring(&mut self) {
        self.frame.push('\x07');
    }

    /// What has been written to.
    pub fn out(&self) -> &W {
        &self.out
    }

    pub fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    fn forget(&mut self) {
        self.drawn = vec![Drawn::Unknown; cell_count(self.size)];
        self.at = None;
        self.left = None;
        self.pen = None;
    }

    fn index(&self, x: u16, y: u16) -> Option<usize> {
        let is_inside = x < self.size.width && y < self.size.height;
        let before = usize::from(y).checked_mul(usize::from(self.size.width))?;
        is_inside.then(|| before.saturating_add(usize::from(x)))
    }

    fn pen_of(&self, cell: &Cell) -> Pen {
        Pen {
            bold: cell.modifier.contains(Modifier::BOLD),
            colour: match self.palette {
                Palette::Sixteen => sgr(cell.fg),
                Palette::Mono => None,
            },
        }
    }

    /// Brings the cell to the screen, unless it is there already.
    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let Some(index) = self.index(x, y) else {
            return;
        };
        let symbol = cell.symbol();
        let cells = width(symbol).max(1);
        let text = shown(symbol);
        let text = if width(&text) == cells {
            text.into_owned()
        } else {
            pad(&text, cells)
        };
        let pen = self.pen_of(cell);
        let wished = if text == " " {
            Drawn::Blank
        } else {
            Drawn::Symbol(text.clone().into_boxed_str(), pen)
        };
        if self.drawn.get(index) == Some(&wished) {
            return;
        }
        self.go(Position { x, y });
        if wished != Drawn::Blank {
            self.take_up(pen);
        }
        self.frame.push_str(&text);
        let after = u16::try_from(cells).map_or(u16::MAX, |cells| x.saturating_add(cells));
        let is_certain = !is_doubtful(symbol) && after < self.size.width;
        self.at = is_certain.then_some(Position { x: after, y });
        self.remember(index, wished, cells);
    }

    /// Notes a cell as drawn, and the wide characters it broke as gone.
    fn remember(&mut self, index: usize, wished: Drawn, cells: usize) {
        let end = index.saturating_add(cells);
        if self.drawn.get(index) == Some(&Drawn::Half) {
            self.set(index.saturating_sub(1), Drawn::Blank);
        }
        if self.drawn.get(end) == Some(&Drawn::Half) {
            self.set(end, Drawn::Blank);
        }
        self.set(index, wished);
        for half in index.saturating_add(1)..end {
            self.set(half, Drawn::Half);
        }
    }

    fn set(&mut self, index: usize, drawn: Drawn) {
        if let Some(place) = self.drawn.get_mut(index) {
            *place = drawn;
        }
    }

    /// Moves the cursor by whatever is shortest: not at all, over what is drawn, forwards, or by address.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let address = address(to);
        let gap = self
            .at
            .filter(|at| at.y == to.y)
            .and_then(|at| to.x.checked_sub(at.x).map(|gap| (at, gap)));
        match gap {
            Some((at, gap)) => {
                let forward = if gap == 1 {
                    "\x1b[C".to_owned()
                } else {
                    format!("\x1b[{gap}C")
                };
                match self
                    .between(at, gap)
                    .filter(|same| same.len() <= forward.len())
                {
                    Some(same) => self.frame.push_str(&same),
                    None if forward.len() < address.len() => self.frame.push_str(&forward),
                    None => self.frame.push_str(&address),
                }
            }
            None => self.frame.push_str(&address),
        }
        self.at = Some(to);
    }

    /// The text that stands in a gap, where writing it again changes nothing.
    fn between(&self, at: Position, gap: u16) -> Option<String> {
        if gap > 5 {
            return None;
        }
        let mut same = String::new();
        for step in 0..gap {
            match self
                .drawn
                .get(self.index(at.x.saturating_add(step), at.y)?)?
            {
                Drawn::Blank => same.push(' '),
                Drawn::Symbol(text, pen) if text.is_ascii() && Some(*pen) == self.pen => {
                    same.push_str(text);
                }
                Drawn::Symbol(..) | Drawn::Unknown | Drawn::Half => return None,
            }
        }
        Some(same)
    }

    /// Changes to another pen; what only adds is added, what takes away starts from plain.
    fn take_up(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        let adds = self.pen.filter(|old| {
            (pen.bold || !old.bold) && (pen.colour.is_some() || old.colour.is_none())
        });
        let old = adds.unwrap_or_default();
        let mut numbers = Vec::new();
        if adds.is_none() && pen != Pen::default() {
            numbers.push("0".to_owned());
        }
        if pen.bold && !old.bold {
            numbers.push("1".to_owned());
        }
        if pen.colour != old.colour {
            numbers.extend(pen.colour.map(|number| number.to_string()));
        }
        let sequence = format!("\x1b[{}m", numbers.join(";"));
        self.frame.push_str(&sequence);
        self.pen = Some(pen);
    }

    /// Everything on the screen is gone.
    fn wipe(&mut self) {
        if self.pen.is_none() {
            self.take_up(Pen::default());
        }
        self.frame.push_str("\x1b[2J");
        self.drawn = vec![Drawn::Blank; cell_count(self.size)];
    }
}

fn cell_count(size: Size) -> usize {
    usize::from(size.width).saturating_mul(usize::from(size.height))
}

/// The absolute address, in its shortest form.
fn address(to: Position) -> String {
    match (to.y.saturating_add(1), to.x.saturating_add(1)) {
        (1, 1) => "\x1b[H".to_owned(),
        (line, 1) => format!("\x1b[{line}H"),
        (line, column) => format!("\x1b[{line};{column}H"),
    }
}

/// The number that sets a colour; none for the terminal's own and for all beyond the sixteen.
fn sgr(colour: Color) -> Option<u8> {
    match colour {
        Color::Black => Some(30),
        Color::Red => Some(31),
        Color::Green => Some(32),
        Color::Yellow => Some(33),
        Color::Blue => Some(34),
        Color::Magenta => Some(35),
        Color::Cyan => Some(36),
        Color::Gray => Some(37),
        Color::DarkGray => Some(90),
        Color::LightRed => Some(91),
        Color::LightGreen => Some(92),
        Color::LightYellow => Some(93),
        Color::LightBlue => Some(94),
        Color::LightMagenta => Some(95),
        Color::LightCyan => Some(96),
        Color::White => Some(97),
        Color::Indexed(number @ 0..=7) => Some(number.saturating_add(30)),
        Color::Indexed(number @ 8..=15) => Some(number.saturating_add(82)),
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => None,
    }
}

impl<W: Write> Backend for DeskBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // The right half of a wide character is no cell of its own.
        let mut covered: Option<(u16, u16)> = None;
        for (x, y, cell) in content {
            if covered.is_some_and(|(line, end)| y == line && x < end) && cell.symbol() == " " {
                continue;
            }
            self.put(x, y, cell);
            let cells = u16::try_from(width(cell.symbol())).unwrap_or(1);
            covered = (cells > 1).then(|| (y, x.saturating_add(cells)));
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if !self.is_hidden {
            self.is_hidden = true;
            self.frame.push_str("\x1b[?25l");
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.is_hidden {
            self.is_hidden = false;
            self.frame.push_str("\x1b[?25h");
        }
        Ok(())
    }

    /// From memory; the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.wipe();
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let code = match clear_type {
            ClearType::All => {
                self.wipe();
                return Ok(());
            }
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        };
        self.frame.push_str(&address(self.wanted));
        self.frame.push_str(code);
        self.forget();
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    /// Sends the frame in one write, ending at the cursor's address; nothing when nothing changed.
    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() && self.left == Some(self.wanted) {
            return Ok(());
        }
        let body = std::mem::take(&mut self.frame);
        let bytes = format!("{BEGIN}{body}{}{END}", address(self.wanted));
        self.at = Some(self.wanted);
        self.left = Some(self.wanted);
        let sent = self.out.write_all(bytes.as_bytes());
        sent.and_then(|()| self.out.flush())
            .inspect_err(|_| self.forget())
    }
}

#[cfg(test)]
#[path = "backend_tests.rs"]
mod tests;
