//! 示範: a marked store of made-up work, in which one person can play every role. Nobody and nothing in it is real; its
//! signatures are, each made by its person's own keys.

use std::path::Path;

use secrecy::ExposeSecret;

use super::demo_file;
use super::demo_story::Story;
use super::demo_words::AGENCY;
use super::{AppError, Clock, Office};
use crate::domain::basis::Annex;
use crate::domain::calendar::Calendar;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::trouble::Trouble;

pub use super::demo_file::DemoLogin;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct DemoOrder<'a> {
    pub dir: &'a Path,
    /// Log rows, and as many registrations, in the last full month; 0 for people and grants only.
    pub rows: u32,
    pub now: Moment,
}

/// What is being made, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoStage {
    People,
    Registered,
    Logged,
    Imported,
    Checked,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoCount {
    pub stage: DemoStage,
    pub done: u64,
    pub of: u64,
}

/// Makes a demo store where there is none yet, and says who is in it.
pub fn make(
    order: DemoOrder<'_>,
    tell: &mut dyn FnMut(DemoCount),
) -> Result<Vec<DemoLogin>, AppError> {
    let annex = Annex::embedded();
    let code = AGENCY.parse().map_err(|_form| broken())?;
    let agency = annex.agency(&code).ok_or_else(broken)?;
    let last = Period::of(order.now.day()).ok_or_else(broken)?.previous();
    let calendar = Calendar::embedded();
    let first = last.previous().previous();
    let mut story = Story::begin(order, agency, calendar, first, tell)?;
    if order.rows > 0 {
        story.agency_items(first)?;
        for month in [first, last.previous()] {
            story.earlier_month(month)?;
        }
        story.last_month(last, order.rows)?;
        story.early_requests(last)?;
        story.this_month(last.next())?;
        story.late_requests()?;
        story.held_items()?;
        story.this_years_review()?;
    }
    story.end()
}

/// The people of a demo store, by role; nobody where the directory holds none.
pub fn logins(dir: &Path) -> Result<Vec<DemoLogin>, AppError> {
    demo_file::read(dir)
}

/// Opens a demo store for one of its people without asking; refused when the store does not say that it is a demo.
pub fn sit_down(dir: &Path, login: &DemoLogin, clock: Clock) -> Result<Office, AppError> {
    let passphrase = login.passphrase.expose_secret();
    let office = Office::open(dir, &login.login, passphrase, clock)?;
    if office.is_demo()? {
        Ok(office)
    } else {
        Err(Trouble::WrongPassphrase.into())
    }
}

/// What cannot happen, as a fact.
pub(super) fn broken() -> Trouble {
    Trouble::Other {
        doing: "demo".to_owned(),
    }
}
