//! The office's thread: loads and commands in order, a worker for each job, and a look whether others have written.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::trouble::Trouble;
use crate::locale::{self, Lang};
use crate::tui::errand::{Count, JobControl, Office, worded};
use crate::tui::model::Ticket;
use crate::tui::model::msg::{Answer, Effect, Failure, Run};
use crate::tui::runtime::Heard;
use crate::tui::service::{Looked, Service, run_job};

/// How often it is looked for what others have written.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Progress is told at most so often.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// What the screen asks of this thread.
pub(super) enum Ask {
    Of(Effect),
    /// A job, and what stops it.
    Start(Ticket, Box<Run>, Arc<AtomicBool>),
}

/// Serves until nobody asks any more. The answer to an ask is told in its turn; jobs answer when they end.
pub(super) fn serve(mut service: Service, asked: &Receiver<Ask>, tell: &Sender<Heard>) {
    let mut workers: Vec<JoinHandle<()>> = Vec::new();
    let mut looked = Instant::now();
    let mut is_confined = false;
    loop {
        match asked.recv_timeout(LOOK_EVERY) {
            Ok(Ask::Start(ticket, run, stop)) => {
                if let Some(worker) = start(&service, ticket, run, stop, tell) {
                    workers.push(worker);
                }
            }
            Ok(Ask::Of(effect)) => {
                if matches!(effect, Effect::LogOut) {
                    end(&mut workers);
                }
                let answered = service.perform(effect);
                if let Some(office) = service.office().filter(|_open| !is_confined) {
                    // Jobs are started by this thread and inherit it.
                    is_confined = office.confine().unwrap_or(false);
                }
                if let Some((ticket, answer)) = answered
                    && tell.send(Heard::Answer(ticket, answer)).is_err()
                {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if looked.elapsed() >= LOOK_EVERY {
            looked = Instant::now();
            let heard = match service.look() {
                Looked::Same => None,
                Looked::Changed => Some(Heard::Changed),
                Looked::Ended(why) => Some(Heard::Ended(why)),
            };
            if heard.is_some_and(|heard| tell.send(heard).is_err()) {
                break;
            }
        }
        workers.retain(|worker| !worker.is_finished());
    }
    end(&mut workers);
}

/// Jobs were broken off; they end before the session does.
fn end(workers: &mut Vec<JoinHandle<()>>) {
    for worker in workers.drain(..) {
        // One that panicked has noted it in the trace.
        drop(worker.join());
    }
}

/// An answer that is given even when the worker panics.
struct Promise {
    ticket: Ticket,
    tell: Sender<Heard>,
    lang: Lang,
    is_kept: bool,
}

impl Promise {
    fn keep(mut self, answer: Answer) {
        self.is_kept = true;
        self.send(answer);
    }

    fn send(&self, answer: Answer) {
        if self.tell.send(Heard::Answer(self.ticket, answer)).is_err() {
            // The desk has closed meanwhile.
        }
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        if !self.is_kept {
            let trouble = Trouble::Other {
                doing: "job".to_owned(),
            };
            self.send(Answer::Failed(Failure {
                field: None,
                sentence: locale::trouble(self.lang, &trouble),
            }));
        }
    }
}

/// A worker with a session of its own.
fn start(
    service: &Service,
    ticket: Ticket,
    run: Box<Run>,
    stop: Arc<AtomicBool>,
    tell: &Sender<Heard>,
) -> Option<JoinHandle<()>> {
    let promise = Promise {
        ticket,
        tell: tell.clone(),
        lang: service.lang(),
        is_kept: false,
    };
    let mut office = match service.office()?.another() {
        Ok(office) => office,
        Err(error) => {
            let sentence = worded(promise.lang, &error);
            promise.keep(Answer::Failed(Failure {
                field: None,
                sentence,
            }));
            return None;
        }
    };
    promise
        .tell
        .send(Heard::Began(ticket, office.interrupter()))
        .ok()?;
    let thread = std::thread::Builder::new().name("job".to_owned());
    let worker = thread.spawn(move || {
        let answer = work(&mut office, &run, &stop, &promise);
        promise.keep(answer);
    });
    worker.ok()
}

fn work(office: &mut Office, run: &Run, stop: &AtomicBool, promise: &Promise) -> Answer {
    let clock = office.clock();
    let told: Cell<Option<Instant>> = Cell::new(None);
    let control = JobControl {
        stop,
        tell: &|count: Count| {
            if told.get().is_none_or(|then| then.elapsed() >= TELL_EVERY) {
                told.set(Some(Instant::now()));
                promise.send(Answer::Progress(count, clock.now()));
            }
        },
    };
    run_job(promise.lang, office, run, &control)
}
