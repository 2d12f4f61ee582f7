//! Long work: how far it is, and whether it is to stop. Whoever runs it shows the one and says the other.

use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

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

/// A file that is read only as long as nobody breaks off; what is read of it can be digested, so that a file that changes
/// meanwhile is noticed.
pub(super) struct Watched<'a, R> {
    reader: R,
    stop: &'a AtomicBool,
    digest: Option<Sha256>,
}

/// Why a watched file is read no further.
#[derive(Debug, thiserror::Error)]
#[error("broken off")]
pub(super) struct BrokenOff;

impl<'a> Work<'a> {
    pub(super) fn watch<R>(&self, reader: R) -> Watched<'a, R> {
        Watched {
            reader,
            stop: self.stop,
            digest: None,
        }
    }
}

impl<R> Watched<'_, R> {
    /// Digests what is read from its beginning on.
    pub(super) fn digest(&mut self) {
        self.digest = Some(Sha256::new());
    }

    /// Whether exactly the bytes with this digest were read since.
    pub(super) fn has_read(&self, sha256: &str) -> bool {
        let digest = self.digest.clone().map(Digest::finalize);
        digest.is_some_and(|digest| data_encoding::HEXLOWER.encode(&digest) == sha256)
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(std::io::Error::other(BrokenOff));
        }
        let length = self.reader.read(buffer)?;
        if let Some(digest) = &mut self.digest {
            digest.update(buffer.get(..length).unwrap_or_default());
        }
        Ok(length)
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let Some(digest) = &mut self.digest {
            *digest = Sha256::new();
        }
        self.reader.seek(to)
    }
}

/// Rows that are read ahead, so that one core parses while another inserts: so many, and no more than so many bytes.
const AHEAD: usize = 256;
const BYTES_AHEAD: usize = 1024 * 1024;
const BATCHES_AHEAD: usize = 4;

/// Hands over what an iterator on another thread gives; `weight` says how many bytes of memory a row takes. Both end
/// when either does.
pub(super) fn read_ahead<T: Send, R>(
    mut rows: impl Iterator<Item = T> + Send,
    weight: impl Fn(&T) -> usize + Send,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    std::thread::scope(|scope| {
        let (give, given) = std::sync::mpsc::sync_channel::<Vec<T>>(BATCHES_AHEAD);
        scope.spawn(move || {
            loop {
                let mut batch = Vec::new();
                let mut bytes = 0_usize;
                while batch.len() < AHEAD
                    && bytes < BYTES_AHEAD
                    && let Some(row) = rows.next()
                {
                    bytes = bytes.saturating_add(weight(&row));
                    batch.push(row);
                }
                if batch.is_empty() || give.send(batch).is_err() {
                    return;
                }
            }
        });
        take(&mut given.into_iter().flatten())
    })
}
