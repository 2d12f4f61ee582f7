//! Somebody at a real pseudo-terminal with the real binary: what he types, what he sees, how it ends.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::desk::{Desk, passphrase};

/// Far more than anything takes; what has not come by then does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A process at a terminal of its own.
pub(crate) struct Sitting {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    /// The thread that reads holds the line too; told so, it lets go of it after the next bytes.
    lets_go: Arc<AtomicBool>,
    reading: Option<JoinHandle<()>>,
    screen: vt100::Parser,
    /// Bytes that came, for counting.
    pub(crate) came: usize,
    /// All of them; looked through when the sitting ends, whatever it was for.
    pub(crate) sent: Vec<u8>,
}

fn size(columns: u16, lines: u16) -> PtySize {
    PtySize {
        rows: lines,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Sitting {
    /// Runs this command line at a terminal of this size.
    pub(crate) fn run(program: &str, arguments: &[&str], size: (u16, u16)) -> Sitting {
        Sitting::run_as(program, arguments, size, &[("TERM", "xterm")])
    }

    /// The same with these variables.
    pub(crate) fn run_as(
        program: &str,
        arguments: &[&str],
        (columns, lines): (u16, u16),
        environment: &[(&str, &str)],
    ) -> Sitting {
        let pair = native_pty_system().openpty(size(columns, lines)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("LANG", "zh_TW.UTF-8");
        for name in ["IRDESK_STORE", "SSH_CONNECTION", "NO_COLOR"] {
            command.env_remove(name);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let lets_go = Arc::new(AtomicBool::new(false));
        let is_told = Arc::clone(&lets_go);
        let reading = std::thread::spawn(move || {
            let mut bytes = vec![0; 65_536];
            while let Ok(count) = reader.read(&mut bytes) {
                let is_heard = count > 0 && sender.send(bytes[..count].to_vec()).is_ok();
                if !is_heard || is_told.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Sitting {
            child,
            master: Some(pair.master),
            keys: Some(keys),
            output,
            lets_go,
            reading: Some(reading),
            screen: vt100::Parser::new(lines, columns, 0),
            came: 0,
            sent: Vec::new(),
        }
    }

    /// The desk of this store, opened for this login.
    pub(crate) fn at(desk: &Desk, login: &str) -> Sitting {
        let store = desk.store();
        let arguments = ["--store", store.to_str().unwrap(), "--as", login];
        Sitting::run(env!("CARGO_BIN_EXE_irdesk"), &arguments, (80, 24))
    }

    /// The same, logged in, on 今日.
    pub(crate) fn logged_in(desk: &Desk, login: &str) -> Sitting {
        let mut sitting = Sitting::at(desk, login);
        sitting.shows("登入帳號");
        sitting.press(&passphrase(login));
        sitting.press("\r");
        sitting.shows("F1功能");
        sitting
    }

    pub(crate) fn press(&mut self, keys: &str) {
        let line = self.keys.as_mut().unwrap();
        line.write_all(keys.as_bytes()).unwrap();
        line.flush().unwrap();
    }

    /// Answers a question that was just drawn. A key that comes in the very instant of the drawing is dropped as one typed
    /// before it; pressed once more, it counts.
    #[track_caller]
    pub(crate) fn answers(&mut self, key: &str, shows: &str) {
        for _attempt in 0..5 {
            self.press(key);
            let started = Instant::now();
            while self.take(Duration::from_secs(6).saturating_sub(started.elapsed())) {
                if self.text().contains(shows) {
                    return;
                }
            }
        }
        panic!("{shows} did not come:\n{}", self.text());
    }

    /// After a refusal or a question what was typed before it was drawn is dropped: types until something comes of it,
    /// then clears the field.
    #[track_caller]
    pub(crate) fn is_heard_again(&mut self) {
        let before = self.text();
        for _attempt in 0..PATIENCE.as_secs() {
            self.press("x");
            while self.take(Duration::from_secs(1)) {
                let typed = self.text();
                if typed != before {
                    self.press("\u{15}");
                    self.until("an empty field", |text| text != typed);
                    return;
                }
            }
        }
        panic!("nothing is heard:\n{}", self.text());
    }

    pub(crate) fn resize(&mut self, columns: u16, lines: u16) {
        self.master
            .as_ref()
            .unwrap()
            .resize(size(columns, lines))
            .unwrap();
        self.screen.screen_mut().set_size(lines, columns);
    }

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// The next bytes are taken into the screen; false when there is nothing more to come.
    pub(crate) fn take(&mut self, within: Duration) -> bool {
        match self.output.recv_timeout(within) {
            Ok(bytes) => {
                self.came += bytes.len();
                self.sent.extend_from_slice(&bytes);
                self.screen.process(&bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// Waits until the screen is like this.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let started = Instant::now();
        while !is_so(&self.text()) {
            let left = PATIENCE.saturating_sub(started.elapsed());
            assert!(
                !left.is_zero() && self.take(left),
                "{what} did not come:\n{}",
                self.text()
            );
        }
        self.text()
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    pub(crate) fn pid(&self) -> Pid {
        let number = i32::try_from(self.child.process_id().unwrap()).unwrap();
        Pid::from_raw(number).unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The terminal is gone, as when a line drops.
    pub(crate) fn hang_up(&mut self) {
        self.lets_go.store(true, Ordering::SeqCst);
        // Whatever is drawn for the new size is the last that the reader takes.
        self.resize(100, 30);
        self.reading.take().unwrap().join().unwrap();
        self.keys = None;
        self.master = None;
    }

    /// Takes what still comes until the process has ended; how long that took, and whether it ended well.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> (Duration, u32) {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.take(Duration::from_millis(20)) {}
                return (started.elapsed(), status.exit_code());
            }
            assert!(
                started.elapsed() < PATIENCE,
                "it does not end:\n{}",
                self.text()
            );
            if !self.take(Duration::from_millis(5)) {
                // With the line gone nothing wakes us: look again soon.
                std::thread::park_timeout(Duration::from_millis(5));
            }
        }
    }

    /// What `stty -a` says of the terminal.
    pub(crate) fn modes(&self) -> String {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let output = std::process::Command::new("stty")
            .args(["-a", "-F"])
            .arg(name)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn is_restored(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
        if !std::thread::panicking() {
            let odd = crate::wire::odd(&self.sent);
            assert_eq!(odd, [""; 0], "sequences that are never sent");
        }
    }
}
