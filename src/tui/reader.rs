//! The keys thread: waits on the terminal and on signals, and tells what came. Ends with the line; never
//! spins on a terminal that is gone, whether or not SIGHUP was ignored.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};

use crate::tui::keys::{Decoder, Input};
use crate::tui::terminal::Line;

/// What the line has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineMsg {
    Input(Input),
    /// Columns and lines; also after a pause of the whole process, when all is to be drawn anew.
    Resized(u16, u16),
    /// The terminal is gone. The last message.
    HungUp,
    /// The process was asked to end. The last message.
    Terminate,
}

/// Signals, as flags and a pipe that wakes the reader.
#[derive(Debug)]
struct Signals {
    wake: OwnedFd,
    waker: Arc<OwnedFd>,
    is_hung_up: Arc<AtomicBool>,
    is_terminated: Arc<AtomicBool>,
    is_resized: Arc<AtomicBool>,
    is_stopped: Arc<AtomicBool>,
    registered: Vec<SigId>,
}

impl Signals {
    fn catch() -> io::Result<Signals> {
        let (wake, waker) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let mut signals = Signals {
            wake,
            waker: Arc::new(waker),
            is_hung_up: Arc::default(),
            is_terminated: Arc::default(),
            is_resized: Arc::default(),
            is_stopped: Arc::default(),
            registered: Vec::new(),
        };
        let flags = [
            (SIGHUP, Arc::clone(&signals.is_hung_up)),
            (SIGTERM, Arc::clone(&signals.is_terminated)),
            (SIGINT, Arc::clone(&signals.is_terminated)),
            (SIGQUIT, Arc::clone(&signals.is_terminated)),
            (SIGWINCH, Arc::clone(&signals.is_resized)),
            (SIGCONT, Arc::clone(&signals.is_resized)),
            // Caught only so that it does not stop us with the terminal raw.
            (SIGTSTP, Arc::default()),
        ];
        for (signal, flag) in flags {
            let waker = signals.waker.try_clone()?;
            signals
                .registered
                .push(signal_hook::flag::register(signal, flag)?);
            signals
                .registered
                .push(signal_hook::low_level::pipe::register(signal, waker)?);
        }
        Ok(signals)
    }

    /// Empties the pipe, so that the next signal wakes again.
    fn drain(&self) {
        let mut bytes = [0_u8; 64];
        while rustix::io::read(&self.wake, &mut bytes).is_ok_and(|count| count > 0) {}
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}

/// Ends a reader from another thread, so that it takes no more of what is typed.
#[derive(Debug, Clone)]
pub struct ReaderStop {
    is_stopped: Arc<AtomicBool>,
    waker: Arc<OwnedFd>,
}

impl ReaderStop {
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        // A full pipe wakes too; one without another end is that of a reader that has ended.
        let told = rustix::io::write(&*self.waker, &[0]);
        debug_assert!(matches!(told, Ok(1) | Err(Errno::AGAIN | Errno::PIPE)));
    }
}

/// Reads one line till its end.
#[derive(Debug)]
pub struct Reader {
    line: Line,
    decoder: Decoder,
    signals: Signals,
    since: Instant,
}

/// What a turn of the loop came to.
enum Turn {
    Next,
    End,
}

impl Reader {
    /// Catches the signals from now on. `since` is the zero of [`Input::Key`]'s times.
    pub fn new(line: Line, decoder: Decoder, since: Instant) -> io::Result<Reader> {
        Ok(Reader {
            line,
            decoder,
            signals: Signals::catch()?,
            since,
        })
    }

    pub fn stopper(&self) -> ReaderStop {
        ReaderStop {
            is_stopped: Arc::clone(&self.signals.is_stopped),
            waker: Arc::clone(&self.signals.waker),
        }
    }

    /// Tells all that comes, until the line ends, the process shall end, it is stopped, or `tell` says
    /// that nobody listens any more.
    pub fn run(mut self, mut tell: impl FnMut(LineMsg) -> bool) {
        let mut bytes = vec![0_u8; 64 * 1024];
        while let Turn::Next = self.turn(&mut bytes, &mut tell) {}
    }

    fn turn(&mut self, bytes: &mut [u8], tell: &mut impl FnMut(LineMsg) -> bool) -> Turn {
        let (line, wake) = match self.wait() {
            Ok(events) => events,
            Err(Errno::INTR) => (PollFlags::empty(), PollFlags::IN),
            Err(_) => return self.end(LineMsg::HungUp, tell),
        };
        if self.signals.is_stopped.load(Ordering::SeqCst) {
            return Turn::End;
        }
        let found = if line.is_empty() {
            self.decoder.timeout(self.now_ms())
        } else {
            match rustix::io::read(self.line.as_fd(), &mut *bytes) {
                Ok(count) if count > 0 => {
                    let now = self.now_ms();
                    self.decoder
                        .feed(bytes.get(..count).unwrap_or_default(), now)
                }
                // Nothing there: a terminal that is gone says so at every look.
                Err(Errno::AGAIN | Errno::INTR) if line.contains(PollFlags::IN) => Vec::new(),
                _ => return self.end(LineMsg::HungUp, tell),
            }
        };
        for input in found {
            if !tell(LineMsg::Input(input)) {
                return Turn::End;
            }
        }
        if wake.is_empty() {
            Turn::Next
        } else {
            self.signalled(tell)
        }
    }

    /// Until something comes or what is held is due.
    fn wait(&self) -> Result<(PollFlags, PollFlags), Errno> {
        let due = self.decoder.deadline().map(|deadline| {
            let ms = deadline.saturating_sub(self.now_ms());
            let nanos = i64::try_from(ms % 1_000)
                .unwrap_or_default()
                .saturating_mul(1_000_000);
            Timespec {
                tv_sec: i64::try_from(ms / 1_000).unwrap_or(i64::MAX),
                tv_nsec: nanos,
            }
        });
        let mut places = [
            PollFd::new(&self.line, PollFlags::IN),
            PollFd::new(&self.signals.wake, PollFlags::IN),
        ];
        poll(&mut places, due.as_ref())?;
        let [line, wake] = places;
        Ok((line.revents(), wake.revents()))
    }

    fn signalled(&self, tell: &mut impl FnMut(LineMsg) -> bool) -> Turn {
        self.signals.drain();
        if self.signals.is_hung_up.load(Ordering::SeqCst) {
            return self.end(LineMsg::HungUp, tell);
        }
        if self.signals.is_terminated.load(Ordering::SeqCst) {
            return self.end(LineMsg::Terminate, tell);
        }
        if self.signals.is_resized.swap(false, Ordering::SeqCst) {
            let size = self.line.size();
            if !tell(LineMsg::Resized(size.width, size.height)) {
                return Turn::End;
            }
        }
        Turn::Next
    }

    /// The last message; from here on nobody waits for the terminal.
    fn end(&self, last: LineMsg, tell: &mut impl FnMut(LineMsg) -> bool) -> Turn {
        self.line.begin_leaving();
        tell(last);
        Turn::End
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
