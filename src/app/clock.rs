//! The clock: the one place that asks what time it is. Tests and demos set their own.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::domain::moment::Moment;

/// Where "now" comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The host's clock.
    Host,
    /// A moment that stands still (tests, demo work of past months).
    Fixed(Moment),
}

impl Clock {
    pub fn now(self) -> Moment {
        match self {
            Clock::Host => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Clock::Fixed(moment) => moment,
        }
    }
}

/// Compares the host's clock with the last entry and with time as it passes here (STORE §3: a jump of more than five
/// minutes either way is an entry). Forward jumps show only within a session, against the monotonic clock.
#[derive(Debug)]
pub struct Watch {
    started: Instant,
    started_at: Moment,
}

const TOLERATED: i64 = 5 * 60 * 1000;

impl Watch {
    pub fn start(now: Moment) -> Watch {
        Watch {
            started: Instant::now(),
            started_at: now,
        }
    }

    /// Seconds by which the clock jumped, negative when it went back; `None` when it did not. A jump is told once.
    pub fn jump(&mut self, clock: Clock, last_entry: Moment) -> Option<i64> {
        let Clock::Host = clock else { return None };
        let now = clock.now();
        let passed = i64::try_from(self.started.elapsed().max(Duration::ZERO).as_millis())
            .unwrap_or(i64::MAX);
        let drift = now
            .0
            .saturating_sub(self.started_at.0)
            .saturating_sub(passed);
        if drift.abs() > TOLERATED {
            *self = Watch::start(now);
            return Some(drift / 1000);
        }
        let behind = now.0.saturating_sub(last_entry.0);
        (behind < -TOLERATED).then_some(behind / 1000)
    }
}
