//! 登記: registering, completing, correcting, voiding, revealing; the catalogues of items and reasons.

use super::{AppError, Done, Office};

/// What can be done in the register.
#[derive(Debug, Clone)]
pub enum RegisterCommand {}

impl Office {
    pub(super) fn execute_register(&mut self, command: RegisterCommand) -> Result<Done, AppError> {
        match command {}
    }
}
