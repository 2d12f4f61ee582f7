//! The reader over a real pseudo-terminal. Signals that would end the test itself are raised as flags.

use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use portable_pty::PtySize;

use super::*;
use crate::tui::keys::{HOLD_MS, Key, PASTE_LIMIT};
use crate::tui::pty;
use crate::tui::terminal::TerminalGuard;

const LONG: Duration = Duration::from_secs(20);

struct Desk {
    guard: TerminalGuard,
    messages: Receiver<LineMsg>,
    thread: JoinHandle<()>,
    stop: ReaderStop,
    is_terminated: Arc<AtomicBool>,
    is_hung_up: Arc<AtomicBool>,
}

fn read(line: &Line) -> Desk {
    let guard = TerminalGuard::enter(line).unwrap();
    let reader = Reader::new(line.clone(), Decoder::new(HOLD_MS), Instant::now()).unwrap();
    let stop = reader.stopper();
    let is_terminated = Arc::clone(&reader.signals.is_terminated);
    let is_hung_up = Arc::clone(&reader.signals.is_hung_up);
    let (sender, messages) = channel();
    let thread = std::thread::spawn(move || reader.run(|message| sender.send(message).is_ok()));
    Desk {
        guard,
        messages,
        thread,
        stop,
        is_terminated,
        is_hung_up,
    }
}

impl Desk {
    fn next(&self) -> LineMsg {
        self.messages.recv_timeout(LONG).unwrap()
    }

    /// The next input, past any change of size.
    fn input(&self) -> Input {
        loop {
            match self.next() {
                LineMsg::Input(input) => return input,
                LineMsg::Resized(..) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn key(&self) -> Key {
        match self.input() {
            Input::Key { key, .. } => key,
            Input::Paste(_) => panic!("a paste"),
        }
    }

    /// All the rest; the reader must come to an end by itself.
    fn rest(self) -> Vec<LineMsg> {
        let rest = self.messages.iter().collect();
        self.thread.join().unwrap();
        drop(self.guard);
        rest
    }
}

#[test]
fn keys_come_through_and_a_lone_escape_by_itself() {
    let (mut far, line) = pty::open();
    let desk = read(&line);
    far.writer.write_all(b"\x1b[13~\x03").unwrap();
    assert_eq!([desk.key(), desk.key()], [Key::F(3), Key::Ctrl('c')]);
    far.writer.write_all(b"\x1b").unwrap();
    assert_eq!(desk.key(), Key::Esc);
}

#[test]
fn five_thousand_letters_and_a_paste_of_five_megabytes_arrive() {
    let (mut far, line) = pty::open();
    let desk = read(&line);
    let writing = std::thread::spawn(move || {
        far.writer.write_all(&[b'a'; 5_000]).unwrap();
        far.writer.write_all(b"\x1b[200~").unwrap();
        far.writer.write_all(&vec![b'p'; 5_000_000]).unwrap();
        far.writer.write_all(b"\x1b[201~\r").unwrap();
        far
    });
    for _ in 0..5_000 {
        assert_eq!(desk.key(), Key::Char('a'));
    }
    assert!(matches!(desk.input(), Input::Paste(text) if text.len() == PASTE_LIMIT));
    assert_eq!(desk.key(), Key::Enter);
    drop(writing.join().unwrap());
}

#[test]
fn a_hung_up_line_is_told_once_and_ends_the_reader() {
    let (far, line) = pty::open();
    let desk = read(&line);
    drop(far);
    let rest = desk.rest();
    assert_eq!(
        rest.iter()
            .filter(|message| **message == LineMsg::HungUp)
            .count(),
        1
    );
    assert_eq!(rest.last(), Some(&LineMsg::HungUp));
}

#[test]
fn being_asked_to_end_is_the_last_message() {
    let (_far, line) = pty::open();
    let desk = read(&line);
    desk.is_terminated.store(true, Ordering::SeqCst);
    rustix::io::write(&*desk.stop.waker, &[0]).unwrap();
    assert_eq!(desk.rest().last(), Some(&LineMsg::Terminate));
}

#[test]
fn a_hang_up_signal_alone_is_enough() {
    let (_far, line) = pty::open();
    let desk = read(&line);
    desk.is_hung_up.store(true, Ordering::SeqCst);
    rustix::io::write(&*desk.stop.waker, &[0]).unwrap();
    assert_eq!(desk.rest().last(), Some(&LineMsg::HungUp));
}

#[test]
fn a_resized_window_is_told_with_its_size() {
    let (far, line) = pty::open();
    let desk = read(&line);
    far.master
        .resize(PtySize {
            rows: 50,
            cols: 200,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::WINCH)
        .unwrap();
    while desk.next() != LineMsg::Resized(200, 50) {}
}

#[test]
fn a_stopped_reader_ends_without_a_word() {
    let (_far, line) = pty::open();
    let desk = read(&line);
    desk.stop.stop();
    let rest = desk.rest();
    assert!(
        rest.iter()
            .all(|message| matches!(message, LineMsg::Resized(..)))
    );
}

#[test]
fn a_reader_that_has_ended_can_be_stopped() {
    let (far, line) = pty::open();
    let desk = read(&line);
    let stop = desk.stop.clone();
    drop(far);
    assert_eq!(desk.rest().last(), Some(&LineMsg::HungUp));
    stop.stop();
}

#[test]
fn the_reader_ends_when_nobody_listens() {
    let (mut far, line) = pty::open();
    let Desk {
        guard,
        messages,
        thread,
        ..
    } = read(&line);
    drop(messages);
    far.writer.write_all(b"x").unwrap();
    thread.join().unwrap();
    drop(guard);
}
