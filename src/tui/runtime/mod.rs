//! The desk as it runs: the thread that draws, beside it those of keys, office and jobs; channels between them, no lock.
//!
//! Only this thread draws, and it never waits for office or terminal input: it hears messages, lets
//! [`update`] make the next state of them, and draws when there is nothing more to hear.

mod office;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::layout::{Rect, Size};

use crate::app::{Clock, Interrupter, Office, confine};
use crate::locale::{Lang, Text};
use crate::tui::backend::{DeskBackend, Palette};
use crate::tui::desk_data::Tone;
use crate::tui::errand::AppError;
use crate::tui::keymap::Keymap;
use crate::tui::keys::{Decoder, Input, Key, hold_ms};
use crate::tui::model::login::Login;
use crate::tui::model::msg::{Answer, Effect, Msg};
use crate::tui::model::{Model, Stage, Ticket};
use crate::tui::reader::{LineMsg, Reader};
use crate::tui::service::Service;
use crate::tui::terminal::{BEHIND_TWO, Line, TerminalGuard, install_panic_hook};
use crate::tui::update::{pick_at_once, update};
use crate::tui::view::view;
use crate::tui::widget::wrap::wrap;
use office::Ask;

/// How long the process may live once its line is gone.
const END_WITHIN: Duration = Duration::from_secs(2);

/// Where the panics of a session are noted, beneath the store.
const TRACE: &str = "trace";

/// What the desk is opened with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The store's directory.
    pub dir: PathBuf,
    pub clock: Clock,
    pub lang: Lang,
    /// The login that is filled in.
    pub login: Option<String>,
    /// The person of a demo store who sits down without being asked.
    pub pick: Option<String>,
    pub keymap: Keymap,
    /// Said at the login, until the first key.
    pub remark: Option<String>,
}

/// Why the desk does not open.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpen {
    #[error("standard input and output are no terminal")]
    NotATerminal,
    #[error("the store: {0}")]
    Store(#[from] AppError),
    #[error("the terminal: {0}")]
    Terminal(#[from] io::Error),
}

/// What this thread hears from the others.
enum Heard {
    Line(LineMsg),
    Answer(Ticket, Answer),
    /// Others have written.
    Changed,
    /// What they wrote ends the session, and why.
    Ended(String),
    /// A job has begun, and can be broken off by this.
    Began(Ticket, Interrupter),
}

/// Opens the desk on the terminal of this process, until the clerk leaves or the line is gone.
pub fn open(opening: &Opening) -> Result<(), CannotOpen> {
    Office::is_there(&opening.dir)?;
    let line = Line::standard().map_err(|_none| CannotOpen::NotATerminal)?;
    install_panic_hook(opening.dir.join(TRACE));
    run(&line, opening)?;
    Ok(())
}

/// The desk on any line.
fn run(line: &Line, opening: &Opening) -> io::Result<()> {
    let since = Instant::now();
    let guard = TerminalGuard::enter(line)?;
    let (tell, heard) = channel();
    let hold = hold_ms(std::env::var_os("SSH_CONNECTION").as_deref());
    let reader = Reader::new(line.clone(), Decoder::new(hold), since)?;
    let stopper = reader.stopper();
    // Every thread that is started from here on inherits it.
    confine::no_network_no_programs();
    let keys = tell.clone();
    let keys = spawn("keys", move || {
        confine::only_within(&[]);
        reader.run(|msg| keys.send(Heard::Line(msg)).is_ok());
    })?;
    let service = Service::new(opening.dir.clone(), opening.clock, opening.lang);
    let people = service.people();
    let (ask, asked) = channel();
    let office = spawn("office", move || office::serve(service, &asked, &tell))?;
    confine::only_within(&[&opening.dir]);
    let login = match &opening.login {
        Some(name) => Login::typed(name),
        None if people.is_empty() => Login::typed(""),
        None => Login::picked(people),
    };
    let keymap = opening.keymap.clone();
    let mut model = Model::new(opening.lang, keymap, opening.clock.now(), login);
    if let Some(remark) = &opening.remark {
        model.say(remark.as_str(), Tone::Bad);
    }
    let size = line.size();
    let no_color = std::env::var_os("NO_COLOR");
    let backend = DeskBackend::new(line.clone(), size, Palette::of(no_color.as_deref()));
    let mut screen = Screen {
        terminal: Terminal::new(backend)?,
        model,
        clock: opening.clock,
        since,
        ask,
        jobs: Vec::new(),
        guard: Some(&guard),
        seen: (0, 0),
        is_foreign: false,
    };
    let ended = screen.sit(&heard, size, opening.pick.as_deref());
    stopper.stop();
    screen.break_all();
    drop(screen);
    guard.restore();
    // A thread that panicked has noted it in the trace.
    let threads = [office, keys].map(JoinHandle::join);
    debug_assert!(threads.iter().all(Result::is_ok));
    ended
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(work)
}

/// The thread that draws.
struct Screen<'a> {
    terminal: Terminal<DeskBackend<Line>>,
    model: Model,
    clock: Clock,
    since: Instant,
    ask: Sender<Ask>,
    /// Jobs that run, and what breaks them off.
    jobs: Vec<(Ticket, Arc<AtomicBool>, Option<Interrupter>)>,
    /// What ends the process when the line is gone; a trial goes on.
    guard: Option<&'a TerminalGuard>,
    /// Bells rung and redraws made so far.
    seen: (u64, u64),
    /// The terminal does not speak UTF-8, and says so until a key is pressed.
    is_foreign: bool,
}

impl Screen<'_> {
    /// Until the clerk leaves. A terminal that takes no frame any more is gone, whoever notices it first.
    fn sit(&mut self, heard: &Receiver<Heard>, size: Size, pick: Option<&str>) -> io::Result<()> {
        let ended = self.sit_while_it_lasts(heard, size, pick);
        if ended.is_err() && !self.model.is_over {
            self.is_gone();
        }
        ended
    }

    fn sit_while_it_lasts(
        &mut self,
        heard: &Receiver<Heard>,
        size: Size,
        pick: Option<&str>,
    ) -> io::Result<()> {
        self.tell(Msg::Resized(size.width, size.height));
        if let Some(login) = pick {
            let effects = pick_at_once(&mut self.model, login);
            self.ask_for(effects);
        }
        self.draw()?;
        while !self.model.is_over {
            match heard.recv_timeout(self.patience()) {
                Ok(first) => {
                    self.hear(first);
                    // All that has come is heard before it is drawn once.
                    while let Ok(next) = heard.try_recv() {
                        self.hear(next);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            let now = self.clock.now();
            if now.0 / MINUTE != self.model.now.0 / MINUTE
                || self.model.alarm().is_some_and(|alarm| alarm <= now)
            {
                self.tell(Msg::Tick(now));
            }
            if !self.model.is_over && !self.is_foreign {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Until the next minute begins or something changes by itself.
    fn patience(&self) -> Duration {
        let now = self.clock.now().0;
        let minute = MINUTE.saturating_sub(now.rem_euclid(MINUTE));
        let alarm = self
            .model
            .alarm()
            .map_or(minute, |alarm| alarm.0.saturating_sub(now));
        Duration::from_millis(u64::try_from(minute.min(alarm)).unwrap_or_default().max(1))
    }

    /// The terminal has answered how wide two characters are. One that is told so may be set right before the next key.
    fn measured(&mut self, column: u16) {
        let is_login = matches!(self.model.stage, Stage::Login(_));
        if column == BEHIND_TWO || !is_login {
            return;
        }
        self.is_foreign = true;
        let mut notice = b"\x1b[2J".to_vec();
        let mut line = 2;
        for lang in [Lang::En, Lang::ZhTw] {
            for text in wrap(lang.text(Text::ClientCharset), 76) {
                notice.extend(format!("\x1b[{line};3H").bytes());
                // To whoever reads Big5, Big5 is said.
                notice.extend(encoding_rs::BIG5.encode(&text).0.iter());
                line += 1;
            }
            line += 1;
        }
        // Whoever cannot be told sees what there is.
        drop(self.terminal.backend_mut().say_raw(&notice));
    }

    /// What is being typed is kept, and the process is gone soon, whatever the others are doing.
    fn is_gone(&mut self) {
        // Without a thread for it, it ends when they do.
        drop(self.guard.map(|guard| guard.end_within(END_WITHIN)));
        self.tell(Msg::Gone);
    }

    fn hear(&mut self, heard: Heard) {
        // Whatever is heard is heard at the present time.
        self.tell(Msg::Tick(self.clock.now()));
        let msg = match heard {
            Heard::Line(LineMsg::Input(Input::Key {
                key: Key::Column(column),
                ..
            })) => {
                self.measured(column);
                return;
            }
            Heard::Line(LineMsg::Input(input)) => {
                if std::mem::take(&mut self.is_foreign) {
                    self.model.redraws = self.model.redraws.saturating_add(1);
                    // The key that was asked for means nothing else, but that Esc leaves.
                    if !matches!(&input, Input::Key { key: Key::Esc, .. }) {
                        return;
                    }
                }
                Msg::Input(input)
            }
            Heard::Line(LineMsg::Resized(width, height)) => Msg::Resized(width, height),
            Heard::Line(LineMsg::HungUp | LineMsg::Terminate) => {
                self.is_gone();
                return;
            }
            Heard::Changed => Msg::Changed,
            Heard::Ended(why) => Msg::Ended(why),
            Heard::Began(ticket, interrupter) => {
                self.began(ticket, interrupter);
                return;
            }
            Heard::Answer(ticket, answer) => {
                if !matches!(answer, Answer::Progress(..)) {
                    self.jobs.retain(|(job, _, _)| *job != ticket);
                }
                Msg::Answer(ticket, answer)
            }
        };
        self.tell(msg);
    }

    fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.ask_for(effects);
    }

    fn ask_for(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let ask = match effect {
                Effect::Start(ticket, run) => {
                    let stop = Arc::new(AtomicBool::new(false));
                    self.jobs.push((ticket, Arc::clone(&stop), None));
                    Ask::Start(ticket, run, stop)
                }
                Effect::Break(ticket) => {
                    self.break_off(ticket);
                    continue;
                }
                Effect::LogOut => {
                    self.break_all();
                    Ask::Of(Effect::LogOut)
                }
                Effect::Leave => continue,
                effect => Ask::Of(effect),
            };
            if self.ask.send(ask).is_err() {
                // The office is gone; what it noted stands in the trace.
                self.model.is_over = true;
            }
        }
    }

    fn began(&mut self, ticket: Ticket, interrupter: Interrupter) {
        for (job, stop, own) in &mut self.jobs {
            if *job == ticket {
                if stop.load(Ordering::Relaxed) {
                    interrupter.break_off();
                }
                *own = Some(interrupter);
                return;
            }
        }
    }

    fn break_off(&self, ticket: Ticket) {
        for (_, stop, interrupter) in self.jobs.iter().filter(|(job, _, _)| *job == ticket) {
            stop.store(true, Ordering::Relaxed);
            if let Some(interrupter) = interrupter {
                interrupter.break_off();
            }
        }
    }

    fn break_all(&self) {
        for (ticket, _, _) in &self.jobs {
            self.break_off(*ticket);
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let seen = (self.model.bells, self.model.redraws);
        if seen.1 != self.seen.1 {
            let (width, height) = (self.model.width, self.model.height);
            self.terminal.backend_mut().resize(Size { width, height });
            self.terminal.resize(Rect::new(0, 0, width, height))?;
        }
        if seen.0 != self.seen.0 {
            self.terminal.backend_mut().ring();
        }
        self.seen = seen;
        let model = &self.model;
        // Whoever answers what he sees answers later than this.
        let at_ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.terminal.draw(|frame| view(model, frame))?;
        if self.model.is_deaf() {
            self.tell(Msg::Drawn(at_ms));
        }
        Ok(())
    }
}

/// Milliseconds.
const MINUTE: i64 = 60_000;

#[cfg(test)]
#[path = "lost_tests.rs"]
mod tests;
