//! Signatures checked in batches on two threads; a batch that fails is repeated strictly, one by one.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use ed25519_dalek::{Signature, VerifyingKey, verify_batch};

use crate::domain::trail::signing_string;

const WORKERS: usize = 2;
/// Larger batches gain little and wait longer.
const BATCH: usize = 256;
/// Batches that may wait; the reader is faster than the checkers.
const WAITING: usize = 4;

/// One signature to check.
pub(super) struct Job {
    pub(super) seq: u64,
    pub(super) hash: [u8; 32],
    pub(super) signature: [u8; 64],
    pub(super) key: VerifyingKey,
}

/// Hands batches to the workers in turn.
pub(super) struct Checker<'scope> {
    workers: Vec<Worker<'scope>>,
    turn: usize,
    batch: Vec<Job>,
}

struct Worker<'scope> {
    jobs: SyncSender<Vec<Job>>,
    thread: ScopedJoinHandle<'scope, Vec<u64>>,
}

impl<'scope> Checker<'scope> {
    pub(super) fn start<'env>(scope: &'scope Scope<'scope, 'env>) -> Checker<'scope> {
        let workers = (0..WORKERS).map(|_number| {
            let (jobs, batches) = sync_channel::<Vec<Job>>(WAITING);
            let thread = scope.spawn(move || {
                batches
                    .into_iter()
                    .flat_map(|batch| bad_ones(&batch))
                    .collect()
            });
            Worker { jobs, thread }
        });
        Checker {
            workers: workers.collect(),
            turn: 0,
            batch: Vec::new(),
        }
    }

    pub(super) fn check(&mut self, job: Option<Job>) {
        self.batch.extend(job);
        if self.batch.len() >= BATCH {
            self.send();
        }
    }

    fn send(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let turn = self.turn % WORKERS;
        self.turn = self.turn.wrapping_add(1);
        // A worker ends only when its channel does, so a batch that is not taken was never checked.
        let sent = self.workers.get(turn).map(|worker| worker.jobs.send(batch));
        if let Some(Err(unsent)) = sent {
            self.batch = unsent.0;
        }
    }

    /// The entries whose signatures are not good.
    pub(super) fn finish(mut self) -> Vec<u64> {
        if !self.batch.is_empty() {
            self.send();
        }
        // Whatever no worker took counts as bad.
        let mut bad: Vec<u64> = self.batch.iter().map(|job| job.seq).collect();
        for Worker { jobs, thread } in self.workers {
            drop(jobs);
            match thread.join() {
                Ok(found) => bad.extend(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        bad
    }
}

fn bad_ones(batch: &[Job]) -> Vec<u64> {
    let messages: Vec<Vec<u8>> = batch.iter().map(|job| signing_string(&job.hash)).collect();
    let slices: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    let signatures: Vec<Signature> = batch
        .iter()
        .map(|job| Signature::from_bytes(&job.signature))
        .collect();
    let keys: Vec<VerifyingKey> = batch.iter().map(|job| job.key).collect();
    if verify_batch(&slices, &signatures, &keys).is_ok() {
        return Vec::new();
    }
    batch
        .iter()
        .zip(messages.iter().zip(&signatures))
        .filter(|(job, (message, signature))| job.key.verify_strict(message, signature).is_err())
        .map(|(job, _signed)| job.seq)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    #[test]
    fn one_bad_signature_among_many_is_named() {
        let key = SigningKey::from_bytes(&[5; 32]);
        let jobs = (1..=600_u64).map(|seq| {
            let hash = [u8::try_from(seq % 251).unwrap(); 32];
            let signed = if seq == 300 { [0; 32] } else { hash };
            Job {
                seq,
                hash,
                signature: key.sign(&signing_string(&signed)).to_bytes(),
                key: key.verifying_key(),
            }
        });
        let bad = std::thread::scope(|scope| {
            let mut checker = Checker::start(scope);
            for job in jobs {
                checker.check(Some(job));
            }
            checker.finish()
        });
        assert_eq!(bad, [300]);
    }
}
