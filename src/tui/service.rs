//! The office's side of the counter: answers what the screen asks for, with the one session that is open. Runs in the
//! office's thread, or in turn with the screen in trials; knows no keys and no drawing.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use secrecy::ExposeSecret;

use crate::app::{Clock, demo};
use crate::domain::basis::Annex;
use crate::domain::ids::Login;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::trouble::Trouble;
use crate::locale::{self, Lang};
use crate::tui::each::{self, Barred};
use crate::tui::errand::{AppError, Count, Errand, JobControl, Office, worded};
use crate::tui::form::draft;
use crate::tui::form::spec::{FormSpec, Prepared};
use crate::tui::model::Ticket;
use crate::tui::model::lock::Idleness;
use crate::tui::model::login::Person;
use crate::tui::model::msg::{Answer, Effect, Failure, LogIn, Run, Session};
use crate::tui::pane::{self, After, Here};

/// What others have written, for whoever sits here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    Same,
    Changed,
    /// It ends the session, and why.
    Ended(String),
}

/// One store, and whoever sits at it.
pub struct Service {
    dir: PathBuf,
    clock: Clock,
    lang: Lang,
    office: Option<Office>,
}

impl Service {
    pub fn new(dir: PathBuf, clock: Clock, lang: Lang) -> Service {
        Service {
            dir,
            clock,
            lang,
            office: None,
        }
    }

    /// A session that is open already.
    pub fn with(office: Office, clock: Clock, lang: Lang) -> Service {
        Service {
            dir: office.dir().to_owned(),
            clock,
            lang,
            office: Some(office),
        }
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    pub fn office(&self) -> Option<&Office> {
        self.office.as_ref()
    }

    pub fn office_mut(&mut self) -> Option<&mut Office> {
        self.office.as_mut()
    }

    /// Who can be picked at the login: nobody, but in a demo store.
    pub fn people(&self) -> Vec<Person> {
        let logins = demo::logins(&self.dir).unwrap_or_default();
        logins
            .into_iter()
            .map(|login| Person {
                login: login.login.to_string(),
                name: login.name,
                roles: self.lang.role(login.role).to_owned(),
            })
            .collect()
    }

    /// Does what the screen asks for, jobs as well, in this thread.
    pub fn perform(&mut self, effect: Effect) -> Option<(Ticket, Answer)> {
        match effect {
            Effect::LogIn(ticket, by) => Some((ticket, self.log_in(&by))),
            Effect::LogOut => {
                self.office = None;
                None
            }
            Effect::Break(_) | Effect::Leave => None,
            Effect::Start(ticket, run) => {
                let answer = match self.office.as_ref().map(Office::another) {
                    None => return None,
                    Some(Err(error)) => self.failed(&error),
                    Some(Ok(mut office)) => {
                        let stop = AtomicBool::new(false);
                        let control = JobControl {
                            stop: &stop,
                            tell: &|_count: Count| {},
                        };
                        run_job(self.lang, &mut office, &run, &control)
                    }
                };
                Some((ticket, answer))
            }
            Effect::Load(..)
            | Effect::Count(_)
            | Effect::Prepare(..)
            | Effect::Run(..)
            | Effect::Keep(..)
            | Effect::Discard(_)
            | Effect::SaveFilter(..)
            | Effect::ForgetFilter(..) => self.ask_office(effect),
        }
    }

    fn ask_office(&mut self, effect: Effect) -> Option<(Ticket, Answer)> {
        let lang = self.lang;
        let office = self.office.as_mut()?;
        let (ticket, answer) = match effect {
            Effect::Load(ticket, load, asked) => {
                let loaded = load(office, &asked).map(|data| Answer::Loaded(Box::new(data)));
                (ticket, loaded)
            }
            Effect::Count(ticket) => {
                let now = office.now();
                (ticket, pane::badges(office, now).map(Answer::Counted))
            }
            Effect::Prepare(ticket, spec, here) => {
                let prepared = prepare(office, spec, &here);
                (
                    ticket,
                    prepared.map(|form| Answer::Prepared(Box::new(form))),
                )
            }
            Effect::Keep(ticket, draft) => {
                let kept = office.keep_draft(&draft);
                (ticket, kept.map(|()| Answer::Kept(draft.at)))
            }
            Effect::Discard(place) => {
                // A draft that stays is offered again, which loses nothing.
                drop(office.discard_draft(&place));
                return None;
            }
            Effect::SaveFilter(ticket, filter) => {
                let done = office.save_filter(&filter);
                (
                    ticket,
                    Ok(noted(lang, done, lang.filter_saved(&filter.name))),
                )
            }
            Effect::ForgetFilter(ticket, view, name) => {
                let done = office.forget_filter(&view, &name);
                (ticket, Ok(noted(lang, done, lang.filter_forgotten(&name))))
            }
            Effect::Run(ticket, run) => return Some((ticket, run_errand(lang, office, *run))),
            Effect::LogIn(..)
            | Effect::Start(..)
            | Effect::Break(_)
            | Effect::LogOut
            | Effect::Leave => return None,
        };
        Some((
            ticket,
            answer.unwrap_or_else(|error| failed(lang, &error, None)),
        ))
    }

    fn failed(&self, error: &AppError) -> Answer {
        failed(self.lang, error, None)
    }

    fn log_in(&mut self, by: &LogIn) -> Answer {
        match self.open(by) {
            Ok(answer) => answer,
            Err(error) => self.failed(&error),
        }
    }

    fn open(&mut self, by: &LogIn) -> Result<Answer, AppError> {
        let (dir, clock) = (&self.dir, self.clock);
        let mut office = match by {
            LogIn::Unlock(passphrase) => return self.unlock(passphrase.expose_secret()),
            LogIn::Pick(name) => {
                let logins = demo::logins(dir)?;
                let login = logins.iter().find(|login| login.login.as_str() == name);
                demo::sit_down(dir, login.ok_or(Trouble::WrongPassphrase)?, clock)?
            }
            LogIn::Passphrase { login, passphrase } => {
                let login = name_of(login)?;
                let passphrase = passphrase.expose_secret();
                match Office::open(dir, &login, passphrase, clock) {
                    Err(AppError::Refused(Refusal::EnrolFirst)) => {
                        // What was typed is the code of a first session.
                        let until = Office::code_fits(dir, &login, passphrase, clock)?;
                        return Ok(Answer::CodeFits(roc_date::hour_minute(until.time())));
                    }
                    opened => opened?,
                }
            }
            LogIn::Enrol {
                login,
                code,
                passphrase,
            } => {
                let (code, passphrase) = (code.expose_secret(), passphrase.expose_secret());
                Office::enrol(dir, &name_of(login)?, code, passphrase, clock)?
            }
        };
        office.note_login()?;
        let session = session(&office, self.lang)?;
        self.office = Some(office);
        Ok(Answer::LoggedIn(Box::new(session)))
    }

    /// The session that is open goes on, for whoever has its passphrase.
    fn unlock(&mut self, passphrase: &str) -> Result<Answer, AppError> {
        let office = self.office.as_mut().ok_or(Trouble::WrongPassphrase)?;
        if !office.is_demo()? {
            office.unlock(passphrase)?;
        }
        Ok(Answer::Unlocked)
    }

    /// What others have written since it was last asked.
    pub fn look(&mut self) -> Looked {
        match self.office.as_mut().map(Office::changed) {
            None | Some(Ok(false)) => Looked::Same,
            Some(Err(AppError::Failed(
                trouble @ (Trouble::KeyRevoked | Trouble::RolesChanged),
            ))) => Looked::Ended(locale::trouble(self.lang, &trouble)),
            // A fault shows at the load that follows.
            Some(Ok(true) | Err(_)) => Looked::Changed,
        }
    }
}

/// A text that cannot be a login is an unknown one.
fn name_of(text: &str) -> Result<Login, AppError> {
    text.parse()
        .map_err(|_form| Trouble::WrongPassphrase.into())
}

/// Who sits at the desk, as line 1 says it.
pub fn session(office: &Office, lang: Lang) -> Result<Session, AppError> {
    let annex = Annex::embedded();
    let agency = match (lang, annex.agency(office.agency())) {
        (_, None) => office.agency().to_string(),
        (Lang::ZhTw, Some(agency)) => agency.name_zh.clone(),
        (Lang::En, Some(agency)) => {
            let name = agency.name_en.as_str();
            name.strip_suffix(" Bureau").unwrap_or(name).to_owned()
        }
    };
    Ok(Session {
        me: office.me().clone(),
        agency,
        is_demo: office.is_demo()?,
        idleness: idleness(office)?,
        drafts: office.drafts()?,
        filters: office.saved_filters()?,
    })
}

/// A form, and what was kept of it when it was left unwritten.
fn prepare(office: &mut Office, spec: &FormSpec, here: &Here) -> Result<Prepared, AppError> {
    if !here.marked.rows.is_empty() {
        return each::prepare(office, spec, here);
    }
    let mut prepared = (spec.prepare)(office, here)?;
    let place = draft::place(spec, &prepared.here);
    if !place.is_empty() {
        prepared.draft = office.draft(&place)?;
    }
    Ok(prepared)
}

fn idleness(office: &Office) -> Result<Idleness, AppError> {
    let (locks_after, ends_after) = office.idle_minutes()?;
    Ok(Idleness::minutes(locks_after, ends_after))
}

fn run_errand(lang: Lang, office: &mut Office, run: Run) -> Answer {
    let Run {
        errand,
        here,
        after,
        blames,
    } = run;
    let done = match errand {
        Errand::Command(command) => office.execute(*command).map(|done| match after {
            Some(after) => after(office, &done, &here),
            None => After {
                message: lang.told(&done.event),
                ..After::default()
            },
        }),
        Errand::Read(read, given) => read(office, &here, &given),
        Errand::Each(spec, given) => {
            return match each::run(office, spec, &given, &here) {
                Ok(after) => Answer::Done(Box::new(after)),
                Err(Barred::By(error)) => failed(lang, &error, blames(&error)),
                Err(Barred::Said(sentence)) => Answer::Failed(Failure {
                    field: None,
                    sentence,
                }),
            };
        }
        // Jobs are started, not run.
        Errand::Job(_) => Err(Trouble::BrokenOff.into()),
    };
    match done {
        Ok(after) => Answer::Done(Box::new(after)),
        Err(error) => failed(lang, &error, blames(&error)),
    }
}

/// Does a job with an office of its own.
pub(in crate::tui) fn run_job(
    lang: Lang,
    office: &mut Office,
    run: &Run,
    control: &JobControl<'_>,
) -> Answer {
    let Errand::Job(job) = &run.errand else {
        return failed(lang, &Trouble::BrokenOff.into(), None);
    };
    match (job.run)(office, &run.here, job, control) {
        Ok(after) => Answer::Done(Box::new(after)),
        Err(error) => failed(lang, &error, (run.blames)(&error)),
    }
}

fn noted(lang: Lang, done: Result<(), AppError>, sentence: String) -> Answer {
    Answer::Noted(
        done.map(|()| sentence)
            .map_err(|error| worded(lang, &error)),
    )
}

fn failed(lang: Lang, error: &AppError, field: Option<&'static str>) -> Answer {
    Answer::Failed(Failure {
        field,
        sentence: worded(lang, error),
    })
}
