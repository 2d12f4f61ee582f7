//! People: the founding of a store, enrolment, a person's own passphrase.

use std::path::Path;

use super::{AppError, Clock, Done, Extra, Office};
use crate::domain::event::{CheckEvent, Event, PeopleEvent};
use crate::domain::ids::{AgencyCode, Head, Login};
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, PeopleRefusal, Role, Roles};
use crate::domain::refusal::Refusal;
use crate::domain::shown::is_plain;
use crate::store::attempts::{self, By, tried};
use crate::store::checks::SecretRow;
use crate::store::{self, Founding, Store};

/// A store that was just made.
pub struct NewDesk {
    pub office: Office,
    /// Shown once, kept by nobody here.
    pub recovery_code: String,
    pub head: Head,
}

/// How far a person is with his keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    Held,
    /// A code waits, good until then.
    Code(Moment),
    /// Neither keys nor a code.
    None,
    /// Removed: no roles, no keys.
    Removed,
}

/// Who founds a store.
pub struct Founder<'a> {
    pub agency: AgencyCode,
    pub keeper: Login,
    pub name: String,
    pub passphrase: &'a str,
    /// A store of made-up work, which says so in its first entry.
    pub is_demo: bool,
}

/// Makes a store with its keeper.
pub fn found(dir: &Path, founder: &Founder<'_>, clock: Clock) -> Result<NewDesk, AppError> {
    let keeper = Clerk {
        login: founder.keeper.clone(),
        name: founder.name.clone(),
        roles: Roles::of(&[Role::Keeper]),
        account: None,
        items: Vec::new(),
    };
    check_texts(&keeper)?;
    let founding = Founding {
        agency: founder.agency.clone(),
        keeper: founder.keeper.clone(),
        passphrase: founder.passphrase,
        at: clock.now(),
        is_demo: founder.is_demo,
    };
    let made = Store::create(dir, &founding, |tx| {
        store::clerks::put(tx, &keeper, &founder.keeper, founding.at)
    })?;
    let recovery_code = made.recovery_code.to_string();
    let mut office = Office::sit_down(made.store, made.signer, clock)?;
    let head = office.seed()?.head;
    Ok(NewDesk {
        office,
        recovery_code,
        head,
    })
}

/// What is typed of a person is shown to everybody: nothing in it may act on a terminal.
fn check_texts(clerk: &Clerk) -> Result<(), AppError> {
    let mut codes = clerk.account.iter().chain(&clerk.items);
    let field = if !is_plain(&clerk.name) {
        "name"
    } else if !codes.all(|code| is_plain(code)) {
        "account"
    } else {
        return Ok(());
    };
    Err(Refusal::Form { field }.into())
}

impl Office {
    /// Enrols a person and says the code that makes his keys.
    pub fn add_person(&mut self, clerk: &Clerk) -> Result<Done, AppError> {
        let role = self.allow("person.add")?;
        check_texts(clerk)?;
        // One spelling: lines, log rows and matching name the account so.
        let account = clerk.account.as_deref().map(norm_text);
        let clerk = &Clerk {
            account: account.filter(|account| !account.is_empty()),
            ..clerk.clone()
        };
        let (reader, today) = (self.store.reader(), self.now().day());
        let excused = super::exceptions::excused_roles(reader, &clerk.login, today)?;
        if let Some((one, other)) = clerk.roles.conflict_but(excused) {
            return Err(Refusal::RolesConflict { one, other }.into());
        }
        if store::clerks::get(self.store.reader(), &clerk.login)?.is_some() {
            return Err(Refusal::LoginTaken.into());
        }
        if let Some(account) = &clerk.account
            && store::clerks::holder(self.store.reader(), account)?.is_some()
        {
            return Err(Refusal::AccountTaken.into());
        }
        let now = self.now();
        let code = self.store.add_pending(&clerk.login, now)?;
        let by = self.me.login.clone();
        let done = self.write(role, |tx| {
            store::clerks::put(tx, clerk, &by, now)?;
            let event = PeopleEvent::Added {
                login: clerk.login.clone(),
                roles: clerk.roles,
                code: code.id.clone(),
            };
            Ok(Event::People(event))
        })?;
        Ok(Done {
            extra: Extra::Code(code.code.to_string(), code.expires_at),
            ..done
        })
    }

    /// Another code for a person who has no keys yet; the one before opens nothing any more.
    pub fn make_code(&mut self, login: &Login) -> Result<Done, AppError> {
        let role = self.allow("person.code")?;
        if self.enrolled(login)?.roles.is_empty() {
            return Err(Refusal::from(PeopleRefusal::Removed).into());
        }
        self.is_without_keys(login)?;
        let code = self.store.add_pending(login, self.now())?;
        let done = self.write(role, |_tx| {
            Ok(Event::People(PeopleEvent::CodeMade {
                login: login.clone(),
                code: code.id.clone(),
            }))
        })?;
        Ok(Done {
            extra: Extra::Code(code.code.to_string(), code.expires_at),
            ..done
        })
    }

    /// A code is for whoever has no key that counts.
    fn is_without_keys(&self, login: &Login) -> Result<(), AppError> {
        let signers = self.store.signers()?;
        match signers.standing_key_of(login.as_str()) {
            Some(_key) => Err(Refusal::HasKeys.into()),
            None => Ok(()),
        }
    }

    /// Everybody enrolled and how far each is with his keys, by login.
    pub fn people_and_keys(&mut self) -> Result<Vec<(Clerk, KeyState)>, AppError> {
        self.allow("person.list")?;
        self.key_states()
    }

    pub(super) fn key_states(&self) -> Result<Vec<(Clerk, KeyState)>, AppError> {
        let people = store::clerks::all(self.store.reader())?;
        let states = self.store.key_states()?;
        let state = |clerk: &Clerk| {
            let login = clerk.login.as_str();
            if clerk.roles.is_empty() {
                return KeyState::Removed;
            }
            if states.holders.iter().any(|holder| holder == login) {
                return KeyState::Held;
            }
            let code = states.codes.iter().find(|(whose, _until)| whose == login);
            code.map_or(KeyState::None, |(_, until)| KeyState::Code(*until))
        };
        let with_state = |clerk| {
            let state = state(&clerk);
            (clerk, state)
        };
        Ok(people.into_iter().map(with_state).collect())
    }

    /// Everybody enrolled, by login.
    pub fn people(&mut self) -> Result<Vec<Clerk>, AppError> {
        self.allow("person.list")?;
        Ok(store::clerks::all(self.store.reader())?)
    }

    /// A person's first session: the code is used up, the keys are made; a checker commits to a first secret.
    pub fn enrol(
        dir: &Path,
        login: &Login,
        code: &str,
        passphrase: &str,
        clock: Clock,
    ) -> Result<Office, AppError> {
        let now = clock.now();
        let (store, signer) = tried(dir, login, By::Code, now, || {
            Store::open_with_code(dir, login, code, passphrase, now)
        })?;
        let mut office = Office::sit_down(store, signer, clock)?;
        if office.me.roles.has(Role::Checker) {
            office.commit_secret()?;
        }
        Ok(office)
    }

    /// Whether an enrolment code would open this person's place now, and until when.
    pub fn code_fits(
        dir: &Path,
        login: &Login,
        code: &str,
        clock: Clock,
    ) -> Result<Moment, AppError> {
        let now = clock.now();
        let until = tried(dir, login, By::Code, now, || {
            Store::code_fits(dir, login, code, now)
        })?;
        Ok(until)
    }

    /// Whether somebody by this name has keys, and so a passphrase.
    pub fn has_keys(dir: &Path, login: &Login) -> Result<bool, AppError> {
        Ok(Store::has_keys(dir, login)?)
    }

    /// The same person is back: the passphrase that opened this session.
    pub fn unlock(&mut self, passphrase: &str) -> Result<(), AppError> {
        let (dir, now) = (self.store.dir(), self.clock.now());
        tried(dir, &self.me.login, By::Passphrase, now, || {
            self.store.knows(&self.signer, passphrase)
        })?;
        self.enter_failures();
        Ok(())
    }

    /// Failed logins into the trail, whosever they were. What cannot be written now is written at another time.
    pub(super) fn enter_failures(&mut self) {
        let failed = attempts::unentered(self.store.dir());
        if failed.is_empty() || self.lost_tail().is_some() {
            return;
        }
        let role = self.any_role();
        let event = PeopleEvent::LoginsFailed {
            failed: failed.clone(),
        };
        let written = self.write(role, |_tx| Ok(Event::People(event)));
        if written.is_ok() {
            // Otherwise they stand in the trail twice, which says no more than that.
            drop(attempts::entered(self.store.dir(), &failed));
        }
    }

    /// The session at the screen begins: an entry says so.
    pub fn note_login(&mut self) -> Result<(), AppError> {
        // Where the trail's end is missing nothing can be written; looking, verifying and backing up go on.
        if self.lost_tail().is_some() {
            return Ok(());
        }
        self.note_clock()?;
        let role = self.any_role();
        self.write(role, |_tx| Ok(Event::People(PeopleEvent::LoggedIn)))?;
        Ok(())
    }

    /// The same person's session in a copy of the store; for trials, which must not wait for key derivation.
    pub fn copied_to(&self, dir: &Path) -> Result<Office, AppError> {
        Ok(self.beside(self.store.copied_to(dir)?))
    }

    /// The same person's session in a copy that was made already.
    pub fn opened_in(&self, dir: &Path) -> Result<Office, AppError> {
        Ok(self.beside(self.store.opened_in(dir)?))
    }

    /// Puts the person's keys under another passphrase.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), AppError> {
        self.allow("passphrase")?;
        Ok(self.store.change_passphrase(&self.signer, old, new)?)
    }

    /// Fingerprint of the person's signing key.
    pub fn fingerprint(&self) -> String {
        self.signer.fingerprint()
    }

    fn commit_secret(&mut self) -> Result<(), AppError> {
        let (secret, commit) = self.new_secret()?;
        self.write(Role::Checker, |tx| {
            store::checks::put_secret(tx, None, &secret)?;
            Ok(Event::Check(CheckEvent::SecretCommitted { commit }))
        })?;
        Ok(())
    }

    /// A fresh draw secret, sealed to this person's own key, and its commitment.
    pub(super) fn new_secret(&self) -> Result<(SecretRow, String), AppError> {
        let secret = super::checks::random_bytes()?;
        let commit = data_encoding::HEXLOWER.encode(&crate::domain::sampling::commit_of(&secret));
        let sealed = store::seal_to(&self.signer.open_key()?, commit.as_bytes(), &secret[..])?;
        let row = SecretRow {
            id: 0,
            login: self.me.login.to_string(),
            commit: commit.clone(),
            sealed,
            used_by: None,
            made_at: self.now(),
        };
        Ok((row, commit))
    }
}

/// What is done with people.
#[derive(Debug, Clone)]
pub enum PeopleCommand {
    Add(Box<Clerk>),
    /// Another code for a person who has no keys yet.
    MakeCode(Login),
    ChangeRoles {
        login: Login,
        roles: Roles,
    },
    Remove(Login),
    /// The key is revoked, a code for the next is made.
    Reenrol(Login),
}

impl Office {
    pub(super) fn execute_people(&mut self, command: PeopleCommand) -> Result<Done, AppError> {
        match command {
            PeopleCommand::Add(clerk) => self.add_person(&clerk),
            PeopleCommand::MakeCode(login) => self.make_code(&login),
            PeopleCommand::ChangeRoles { login, roles } => self.change_roles(&login, roles),
            PeopleCommand::Remove(login) => self.remove_person(&login),
            PeopleCommand::Reenrol(login) => self.reenrol(&login),
        }
    }
}
