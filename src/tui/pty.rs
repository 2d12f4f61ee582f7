//! A pseudo-terminal for the tests beside: its far end as a terminal would be, its near end as ours.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};

use portable_pty::{MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::fs::{Mode, OFlags};

use crate::tui::terminal::Line;

/// Dropping it hangs the line up.
pub(super) struct FarEnd {
    pub(super) master: Box<dyn MasterPty + Send>,
    pub(super) writer: Box<dyn Write + Send>,
    _near: Box<dyn SlavePty + Send>,
}

pub(super) fn open() -> (FarEnd, Line) {
    let size = PtySize {
        rows: 30,
        cols: 100,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let near = rustix::fs::open(pair.master.tty_name().unwrap(), flags, Mode::empty()).unwrap();
    let writer = pair.master.take_writer().unwrap();
    let far = FarEnd {
        master: pair.master,
        writer,
        _near: pair.slave,
    };
    (far, Line::of(near))
}

impl FarEnd {
    /// What comes out of the line, read by a thread of its own. Keeps the line from hanging up.
    pub(super) fn output(&self) -> Receiver<Vec<u8>> {
        let mut reader = self.master.try_clone_reader().unwrap();
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0_u8; 4_096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        receiver
    }
}
