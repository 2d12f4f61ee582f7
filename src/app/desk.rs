//! The desk itself: settings, verify, backup, restore, the trail.

use super::{AppError, Done, Office};

/// What the keeper does.
#[derive(Debug, Clone)]
pub enum DeskCommand {}

impl Office {
    pub(super) fn execute_desk(&mut self, command: DeskCommand) -> Result<Done, AppError> {
        match command {}
    }
}
