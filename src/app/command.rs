//! Writes as an office says them: imperative, one variant a deed. Each area has its own enum beside its use cases.

use super::checks::CheckCommand;
use super::closing::ClosingCommand;
use super::desk::DeskCommand;
use super::exceptions::ExceptionCommand;
use super::people::PeopleCommand;
use super::reconcile::MatchCommand;
use super::register::RegisterCommand;
use super::requests::RequestCommand;
use super::retention::RetentionCommand;
use super::reviews::ReviewCommand;
use super::roster::RosterCommand;
use super::staff::StaffCommand;
use super::{AppError, Done, Office};

/// One write: one transaction, one event, one trail entry.
#[derive(Debug, Clone)]
pub enum Command {
    Register(RegisterCommand),
    Match(MatchCommand),
    Check(CheckCommand),
    Closing(ClosingCommand),
    People(PeopleCommand),
    Desk(DeskCommand),
    // requests
    Request(RequestCommand),
    Retention(RetentionCommand),
    Roster(RosterCommand),
    Exception(ExceptionCommand),
    Staff(StaffCommand),
    Review(ReviewCommand),
}

impl Office {
    /// Does what the screen asks.
    pub fn execute(&mut self, command: Command) -> Result<Done, AppError> {
        match command {
            Command::Register(command) => self.execute_register(command),
            Command::Match(command) => self.execute_match(command),
            Command::Check(command) => self.execute_check(command),
            Command::Closing(command) => self.execute_closing(command),
            Command::People(command) => self.execute_people(command),
            Command::Desk(command) => self.execute_desk(command),
            Command::Request(command) => self.execute_request(command),
            Command::Retention(command) => self.execute_retention(command),
            Command::Roster(command) => self.execute_roster(command),
            Command::Exception(command) => self.execute_exception(command),
            Command::Staff(command) => self.execute_staff(command),
            Command::Review(command) => self.execute_review(command),
        }
    }
}
