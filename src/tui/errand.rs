//! The boundary between screen and office: what the screen asks for, and what comes back.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::locale::{self, Lang, Measure, Text};
use crate::tui::form::spec::{Filled, FormSpec};
use crate::tui::pane::{After, Here};

pub use crate::app::{AppError, Command, Done, Office};

/// What a filled form, or a key, asks of the office.
#[derive(Debug, Clone)]
pub enum Errand {
    /// One command: one transaction, one entry.
    Command(Box<Command>),
    /// Long work beside the desk.
    Job(Job),
    /// Only reading; words its own answer.
    Read(ReadFn, Vec<(&'static str, String)>),
    /// A form that was filled in once, for each of the marked records: each has its own guard and its own entry.
    Each(&'static FormSpec, Each),
}

/// What was filled in for all marked records.
#[derive(Debug, Clone)]
pub struct Each {
    pub filled: Filled,
    /// Fields that were left as they stood, in which each record has a value of its own.
    pub own: Vec<&'static str>,
}

/// Reads for a filled form (a check of what was typed, a comparison).
pub type ReadFn = fn(&mut Office, &Here, &[(&'static str, String)]) -> Result<After, AppError>;

/// Long work, and what was filled in for it.
#[derive(Debug, Clone)]
pub struct Job {
    /// What it is, as the drawer and the message line say it: 匯入中.
    pub title: Text,
    /// What breaking it off means, as the peek line says it.
    pub breaking: Text,
    /// What is counted.
    pub measure: Measure,
    pub given: Vec<(&'static str, String)>,
    pub run: JobFn,
}

/// Does a job with an office of its own; the result is worded as a deed's.
pub type JobFn = fn(&mut Office, &Here, &Job, &JobControl<'_>) -> Result<After, AppError>;

/// What a job tells while it runs, and where it looks whether to stop.
pub struct JobControl<'a> {
    pub stop: &'a AtomicBool,
    pub tell: &'a dyn Fn(Count),
}

impl JobControl<'_> {
    pub fn is_broken_off(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    pub done: u64,
    pub total: Option<u64>,
}

/// Why something was not done, as the message line says it.
pub fn worded(lang: Lang, error: &AppError) -> String {
    match error {
        AppError::Refused(refusal) => locale::refusal(lang, refusal),
        AppError::Failed(trouble) => locale::trouble(lang, trouble),
        AppError::File(fault) => lang.file_refusal(&fault.refusal()),
    }
}

/// A fact or value by name, empty when there is none.
pub fn given<'a>(values: &'a [(&'static str, String)], name: &str) -> &'a str {
    values
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, value)| value)
}
