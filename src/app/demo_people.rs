//! The demo's people: each enrols with a code and makes his own keys; what they do in the register.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::demo::broken;
use super::demo_file::DemoLogin;
use super::demo_words::{ITEMS, Person};
use super::{AppError, Done, Extra, Office};
use crate::domain::basis::Agency;
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::ids::RegisterNo;
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::query::{self, Desk, Draft, Query, QueryRefusal, ResultDraft};
use crate::domain::trouble::Trouble;
use crate::store;

/// Five groups of four letters and digits: easily copied, never guessed.
pub(super) fn new_passphrase() -> Result<SecretString, AppError> {
    let bytes = super::checks::random_bytes()?;
    let letters = Zeroizing::new(
        data_encoding::BASE32_NOPAD
            .encode(&bytes[..])
            .to_lowercase(),
    );
    let mut shown = Zeroizing::new(String::with_capacity(24));
    for (place, letter) in letters.chars().take(20).enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            shown.push('-');
        }
        shown.push(letter);
    }
    Ok(SecretString::from(shown.as_str()))
}

pub(super) fn login_of(person: &Person, passphrase: SecretString) -> Result<DemoLogin, AppError> {
    Ok(DemoLogin {
        login: person.login.parse().map_err(|_form| broken())?,
        name: person.name.to_owned(),
        role: person.role,
        passphrase,
    })
}

/// The keeper enrols a person, who takes the code and makes his keys in a session of his own.
pub(super) fn enrol(keeper: &mut Office, person: &Person) -> Result<(Office, DemoLogin), AppError> {
    let login = login_of(person, new_passphrase()?)?;
    let clerk = Clerk {
        login: login.login.clone(),
        name: login.name.clone(),
        roles: Roles::of(&[person.role]),
        account: person.account.map(crate::domain::normal::norm_text),
        items: person.items.iter().map(|item| (*item).to_owned()).collect(),
    };
    let Extra::Code(code, _until) = keeper.add_person(&clerk)?.extra else {
        return Err(broken().into());
    };
    let passphrase = login.passphrase.expose_secret();
    let office = Office::enrol(keeper.dir(), &login.login, &code, passphrase, keeper.clock)?;
    Ok((office, login))
}

/// What the rules say against a made-up row; a mistake of this program.
pub(super) fn refused(refusals: &[QueryRefusal]) -> AppError {
    let what = refusals.first().map(|refusal| format!("demo: {refusal:?}"));
    AppError::Failed(Trouble::Other {
        doing: what.unwrap_or_default(),
    })
}

impl Office {
    /// A whole month's registrations as one event (demo stores only).
    pub(super) fn register_many(
        &mut self,
        count: u32,
        queries: impl Iterator<Item = Result<Query, AppError>>,
    ) -> Result<Done, AppError> {
        if !self.is_demo()? {
            return Err(broken().into());
        }
        self.write(Role::Manager, |tx| {
            store::register::put_many(tx, queries)?;
            Ok(Event::Register(RegisterEvent::RegisteredMany { count }))
        })
    }

    pub(super) fn demo_register(
        &mut self,
        agency: &Agency,
        draft: &Draft,
    ) -> Result<RegisterNo, AppError> {
        let items = ITEMS.map(str::to_owned);
        let desk = Desk {
            agency,
            items: &items,
            standing: &[],
            now: self.now(),
        };
        let line = query::register(draft, &self.me, desk).map_err(|why| refused(&why))?;
        let done = self.write(Role::User, |tx| {
            let serial = store::register::next_serial(tx.reader(), line.period())?;
            let query = line.numbered(serial);
            store::register::put(tx, &query)?;
            Ok(Event::Register(RegisterEvent::Registered { no: query.no }))
        })?;
        match done.event {
            Event::Register(RegisterEvent::Registered { no }) => Ok(no),
            _ => Err(broken().into()),
        }
    }

    pub(super) fn demo_complete(
        &mut self,
        no: &RegisterNo,
        draft: &ResultDraft,
    ) -> Result<(), AppError> {
        let stored = store::register::get(self.store.reader(), no)?.ok_or_else(broken)?;
        let next = query::complete(&stored.query, draft, &self.me, self.now())
            .map_err(|why| refused(&why))?;
        self.write(Role::User, |tx| {
            store::register::put(tx, &next)?;
            Ok(Event::Register(RegisterEvent::ResultCompleted {
                no: no.clone(),
                version: next.version,
            }))
        })?;
        Ok(())
    }

    pub(super) fn demo_void(&mut self, no: &RegisterNo, reason: &str) -> Result<(), AppError> {
        let stored = store::register::get(self.store.reader(), no)?.ok_or_else(broken)?;
        let next = query::void(&stored.query, reason, &self.me, self.now())
            .map_err(|why| refused(&why))?;
        self.write(Role::User, |tx| {
            store::register::put(tx, &next)?;
            Ok(Event::Register(RegisterEvent::Voided {
                no: no.clone(),
                version: next.version,
            }))
        })?;
        Ok(())
    }
}
