//! What the screen hears, and what it asks for.

use secrecy::SecretString;

use crate::app::{Draft, SavedFilter};
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::tui::desk_data::{Asked, PaneData};
use crate::tui::errand::{AppError, Count, Errand};
use crate::tui::form::spec::{FormSpec, Prepared};
use crate::tui::keys::Input;
use crate::tui::model::lock::Idleness;
use crate::tui::model::{Badges, Ticket};
use crate::tui::pane::{After, AfterFn, Here, LoadFn};

/// What the screen hears.
#[derive(Debug)]
pub enum Msg {
    /// A key or a paste.
    Input(Input),
    /// Columns and lines; all is drawn anew.
    Resized(u16, u16),
    /// The time.
    Tick(Moment),
    /// A frame was drawn, at this time of the reader's clock.
    Drawn(u64),
    /// The line dropped, or the process was asked to end.
    Gone,
    /// Others have written.
    Changed,
    /// What they wrote ends the session, and why.
    Ended(String),
    /// What the office answers.
    Answer(Ticket, Answer),
}

/// What the office answers to an errand.
#[derive(Debug)]
pub enum Answer {
    LoggedIn(Box<Session>),
    /// The same person is back.
    Unlocked,
    /// An enrolment code fits: until when, as it is shown.
    CodeFits(String),
    Loaded(Box<PaneData>),
    Counted(Badges),
    Prepared(Box<Prepared>),
    /// A deed was done, and what follows.
    Done(Box<After>),
    Failed(Failure),
    Progress(Count, Moment),
    /// A draft was kept, as it was at that time.
    Kept(Moment),
    /// Said, whatever is open: it was done, or why not.
    Noted(Result<String, String>),
}

/// Why an errand was not done, worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The form's field that it is about.
    pub field: Option<&'static str>,
    pub sentence: String,
}

/// Who sits at the desk.
#[derive(Debug, Clone)]
pub struct Session {
    pub me: Clerk,
    pub agency: String,
    pub is_demo: bool,
    pub idleness: Idleness,
    /// What this person left unwritten.
    pub drafts: Vec<Draft>,
    /// Filters that this person has given a name.
    pub filters: Vec<SavedFilter>,
}

/// What the screen asks for.
#[derive(Debug)]
pub enum Effect {
    LogIn(Ticket, LogIn),
    /// A page of a list, a record, a side.
    Load(Ticket, LoadFn, Box<Asked>),
    /// What is due, for line 2.
    Count(Ticket),
    Prepare(Ticket, &'static FormSpec, Box<Here>),
    Run(Ticket, Box<Run>),
    /// Long work beside the desk; its errand is a job.
    Start(Ticket, Box<Run>),
    Break(Ticket),
    /// What is being typed is kept.
    Keep(Ticket, Box<Draft>),
    /// What was kept of this form is thrown away.
    Discard(String),
    /// The filter is kept under its name.
    SaveFilter(Ticket, Box<SavedFilter>),
    /// The view, and the name that is forgotten.
    ForgetFilter(Ticket, String, String),
    /// The person leaves; jobs end first.
    LogOut,
    /// The desk closes.
    Leave,
}

/// By what somebody logs in.
#[derive(Debug)]
pub enum LogIn {
    /// A name of the list.
    Pick(String),
    /// The passphrase of whoever sits here; in a store of made-up work none is asked.
    Unlock(SecretString),
    Passphrase {
        login: String,
        passphrase: SecretString,
    },
    Enrol {
        login: String,
        code: SecretString,
        passphrase: SecretString,
    },
}

/// A deed, and how it is worded.
#[derive(Debug)]
pub struct Run {
    pub errand: Errand,
    pub here: Here,
    /// Words what a command did; jobs and reads word their own answer.
    pub after: Option<AfterFn>,
    pub blames: fn(&AppError) -> Option<&'static str>,
}

/// What keys wait for.
#[derive(Debug)]
pub enum Waiting {
    /// A form is being fetched.
    Form(Ticket, &'static FormSpec),
    /// A command was given at once.
    Now(Ticket),
}
