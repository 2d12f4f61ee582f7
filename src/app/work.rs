//! Long work: how far it is, and whether it is to stop. Whoever runs it shows the one and says the other.

use std::sync::atomic::{AtomicBool, Ordering};

use super::AppError;
use crate::domain::trouble::Trouble;

/// So many steps between two tellings.
const EVERY: u64 = 1024;

/// What a piece of long work is given.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    pub stop: &'a AtomicBool,
    /// How much is done, and of how much.
    pub tell: &'a dyn Fn(u64, Option<u64>),
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl Work<'static> {
    /// Nobody watches and nobody breaks it off.
    pub fn unwatched() -> Work<'static> {
        Work {
            stop: &NEVER,
            tell: &|_done, _total| {},
        }
    }
}

impl Work<'_> {
    /// Called at every step; tells and looks now and then. `Err` once it is to stop: nothing was written.
    pub fn at(&self, done: u64, total: Option<u64>) -> Result<(), AppError> {
        if !done.is_multiple_of(EVERY) {
            return Ok(());
        }
        if self.stop.load(Ordering::Relaxed) {
            return Err(Trouble::BrokenOff.into());
        }
        (self.tell)(done, total);
        Ok(())
    }
}

/// Rows that are read ahead, so that one core parses while another inserts.
const AHEAD: usize = 256;
const BATCHES_AHEAD: usize = 4;

/// Hands over what an iterator on another thread gives. Both end when either does.
pub(super) fn read_ahead<T: Send, R>(
    mut rows: impl Iterator<Item = T> + Send,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    std::thread::scope(|scope| {
        let (give, given) = std::sync::mpsc::sync_channel::<Vec<T>>(BATCHES_AHEAD);
        scope.spawn(move || {
            loop {
                let batch: Vec<T> = rows.by_ref().take(AHEAD).collect();
                if batch.is_empty() || give.send(batch).is_err() {
                    return;
                }
            }
        });
        take(&mut given.into_iter().flatten())
    })
}
