//! The desk behind its lock: nothing of it is drawn, its work goes on.

use crate::domain::moment::Moment;
use crate::tui::form::editor::Editor;
use crate::tui::model::{Desk, Message, Ticket};

/// How long a desk may lie unused, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idleness {
    /// Until the screen locks.
    pub locks_after: i64,
    /// Until the session ends.
    pub ends_after: i64,
}

impl Idleness {
    pub fn minutes(locks_after: i64, ends_after: i64) -> Idleness {
        Idleness {
            locks_after: locks_after.saturating_mul(60_000),
            ends_after: ends_after.saturating_mul(60_000),
        }
    }
}

/// Why it is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockedBy {
    Idleness,
    Key,
}

/// A locked desk.
#[derive(Debug)]
pub struct Lock {
    pub desk: Box<Desk>,
    pub by: LockedBy,
    /// The passphrase while it is typed.
    pub editor: Editor,
    /// The answer that is awaited.
    pub asked: Option<Ticket>,
    pub message: Message,
}

impl Lock {
    /// When the session ends by itself.
    pub fn ends_at(&self) -> Moment {
        Moment(
            self.desk
                .last_use
                .0
                .saturating_add(self.desk.idleness.ends_after),
        )
    }
}
