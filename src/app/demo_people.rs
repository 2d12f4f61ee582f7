//! The demo's people: each enrols with a code and makes his own keys; what they do in the register.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::demo::broken;
use super::demo_file::DemoLogin;
use super::demo_words::Person;
use super::retention::{keep_month, list_unlisted};
use super::{AppError, Done, Extra, Office};
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::query::{Query, QueryRefusal};
use crate::domain::retention::moves::By;
use crate::domain::trouble::Trouble;
use crate::store;

/// Nobody else works meanwhile, so that a million rows may have the memory they like.
const CACHE_MIB: u32 = 192;

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
        self.store.widen_cache(CACHE_MIB)?;
        let (me, now) = (self.me.clone(), self.now());
        let calendar = self.calendar.clone();
        let by = By {
            clerk: &me,
            role: Role::Manager,
            now,
        };
        self.write(Role::Manager, |tx| {
            let last = store::register::last_id(tx.reader())?;
            store::register::put_many(tx, queries)?;
            list_unlisted(tx, last, &calendar, by)?;
            for period in store::register::periods(tx.reader())? {
                keep_month(tx, period, by)?;
            }
            Ok(Event::Register(RegisterEvent::RegisteredMany { count }))
        })
    }
}
