//! The terminal itself: raw mode and alternate screen while the desk is open, put back on every way
//! out, and never waited for once it is gone. Knows no keys and no frames.

use std::any::Any;
use std::cell::RefCell;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{
    OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcgetwinsize,
    tcsetattr,
};

/// Alternate screen, bracketed paste, plain, cleared.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[2J\x1b[H";

/// Two characters of two columns each on the second line, and where the cursor stands behind them: a terminal that does not
/// speak UTF-8 makes other columns of their six bytes. Nobody waits for the answer, and the first frame covers them.
const ASK: &[u8] = "\x1b[2;1H\u{4e2d}\u{4e2d}\x1b[6n\x1b[2J\x1b[H".as_bytes();

/// Where the cursor stands then.
pub const BEHIND_TWO: u16 = 5;

/// Cleared first, for terminals without an alternate screen must not keep a person's data either.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[2J\x1b[H\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// How long a write may wait for the terminal once the desk is being left.
const PATIENCE: Duration = Duration::from_millis(300);

/// How often a waiting write looks whether the desk is being left.
const LOOK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

/// Where the size is unknown.
const SMALLEST: Size = Size {
    width: 80,
    height: 24,
};

/// The line to the clerk's terminal, both ways. Clones are the same line.
#[derive(Debug, Clone)]
pub struct Line {
    terminal: Arc<OwnedFd>,
    is_leaving: Arc<AtomicBool>,
}

impl Line {
    /// The terminal on standard input and output; an error when either is none.
    pub fn standard() -> io::Result<Line> {
        let input = io::stdin();
        if !input.is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::from(Errno::NOTTY));
        }
        // Opened anew, so that not waiting is ours alone and not the shell's too. After su the
        // terminal belongs to somebody else and the old one must do.
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let own = rustix::fs::open("/proc/self/fd/0", flags, Mode::empty());
        let terminal = match own {
            Ok(own) => own,
            Err(_) => input.as_fd().try_clone_to_owned()?,
        };
        Ok(Line::of(terminal))
    }

    /// Any open terminal; should be non-blocking.
    pub fn of(terminal: OwnedFd) -> Line {
        Line {
            terminal: Arc::new(terminal),
            is_leaving: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Columns and lines as the kernel has them; 80×24 where it does not know.
    pub fn size(&self) -> Size {
        match tcgetwinsize(self.as_fd()) {
            Ok(found) if found.ws_col > 0 && found.ws_row > 0 => Size {
                width: found.ws_col,
                height: found.ws_row,
            },
            _ => SMALLEST,
        }
    }

    /// From now on no write waits for a terminal that takes nothing.
    pub fn begin_leaving(&self) {
        self.is_leaving.store(true, Ordering::SeqCst);
    }

    /// Waits a moment for room; an error when the desk is being left and there was none for long.
    fn has_room(&self, since: Instant) -> io::Result<bool> {
        let mut places = [PollFd::new(&*self.terminal, PollFlags::OUT)];
        match poll(&mut places, Some(&LOOK)) {
            Ok(0) if self.is_leaving.load(Ordering::SeqCst) && since.elapsed() >= PATIENCE => {
                Err(io::ErrorKind::TimedOut.into())
            }
            Ok(count) => Ok(count > 0),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

impl AsFd for Line {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.terminal.as_fd()
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let since = Instant::now();
        // A terminal that could not be opened anew would block.
        while self.is_leaving.load(Ordering::SeqCst) && !self.has_room(since)? {}
        loop {
            match rustix::io::write(self.as_fd(), bytes) {
                Ok(count) => return Ok(count),
                Err(Errno::AGAIN) => while !self.has_room(since)? {},
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What must be put back, once.
#[derive(Debug)]
struct Entered {
    line: Line,
    before: Termios,
    is_restored: AtomicBool,
}

impl Entered {
    fn restore(&self) {
        if self.is_restored.swap(true, Ordering::SeqCst) {
            return;
        }
        self.line.begin_leaving();
        untold(self.line.clone().write_all(LEAVE));
        // What was typed ahead belongs to no shell.
        untold(tcflush(&self.line, QueueSelector::IFlush));
        untold(tcsetattr(&self.line, OptionalActions::Now, &self.before));
    }
}

/// Parks this thread; one that is woken early parks again.
fn wait_until(deadline: Instant) {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::park_timeout(left);
    }
}

/// A failure on the way out, with nobody left to tell.
fn untold<T, E>(_: Result<T, E>) {}

thread_local! {
    /// The terminal that this thread draws on, for the panic hook.
    static HERE: RefCell<Weak<Entered>> = const { RefCell::new(Weak::new()) };
}

/// The terminal is ours as long as this lives.
#[derive(Debug)]
pub struct TerminalGuard(Arc<Entered>);

impl TerminalGuard {
    /// Raw mode and the alternate screen. Called on the thread that draws.
    pub fn enter(line: &Line) -> io::Result<TerminalGuard> {
        let before = tcgetattr(line)?;
        let mut raw = before.clone();
        raw.make_raw();
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(line, OptionalActions::Now, &raw)?;
        let entered = Arc::new(Entered {
            line: line.clone(),
            before,
            is_restored: AtomicBool::new(false),
        });
        HERE.with(|here| here.replace(Arc::downgrade(&entered)));
        let guard = TerminalGuard(entered);
        line.clone().write_all(&[ENTER, ASK].concat())?;
        Ok(guard)
    }

    /// Puts the terminal back now; the second time is nothing.
    pub fn restore(&self) {
        self.0.restore();
    }

    /// Whatever the other threads are doing: after `limit` the terminal is put back and the process is gone.
    /// For a line that dropped; what is written by then is safe, the store being made for kills.
    pub fn end_within(&self, limit: Duration) -> io::Result<()> {
        let entered = Arc::clone(&self.0);
        entered.line.begin_leaving();
        let deadline = Instant::now() + limit.saturating_sub(PATIENCE);
        let watch = std::thread::Builder::new().name("end".to_owned());
        watch.spawn(move || {
            wait_until(deadline);
            entered.restore();
            let me = rustix::process::getpid();
            untold(rustix::process::kill_process(
                me,
                rustix::process::Signal::KILL,
            ));
        })?;
        Ok(())
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        self.0.restore();
    }
}

/// On a panic: the drawing thread's terminal is put back, and the place goes to the trace file. Nothing
/// is printed.
pub fn install_panic_hook(trace: PathBuf) {
    std::panic::set_hook(Box::new(move |panic| {
        let entered = HERE.try_with(|here| here.try_borrow().ok()?.upgrade());
        if let Ok(Some(entered)) = entered {
            entered.restore();
        }
        untold(note_panic(&trace, panic.location(), panic.payload()));
    }));
}

/// One line a panic. A literal message is kept; a formatted one may quote what was typed, so its place
/// must do.
fn note_panic(
    trace: &Path,
    place: Option<&Location<'_>>,
    message: &(dyn Any + Send),
) -> io::Result<()> {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed");
    let place = place.map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let message = message
        .downcast_ref::<&'static str>()
        .unwrap_or(&"(message withheld)");
    let version = env!("CARGO_PKG_VERSION");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(trace)?;
    writeln!(
        file,
        "panic in {version}, thread {name}, at {place}: {message}"
    )
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
