//! Changes to people who are enrolled: other roles, removal, new keys by another keeper or by the recovery code.

use std::path::Path;

use super::{AppError, Clock, Done, Extra, Office};
use crate::domain::event::{Event, PeopleEvent};
use crate::domain::ids::Login;
use crate::domain::people::{
    Clerk, PeopleRefusal, Roles, check_leaving, check_reenrolment, check_roles,
};
use crate::domain::refusal::Refusal;
use crate::domain::trail::hex;
use crate::domain::trouble::Trouble;
use crate::store::attempts::{self, By, tried};
use crate::store::{self, Store};

/// What is left in the hands of somebody who was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftBehind {
    /// Requests of his, or about him, that have not ended.
    pub requests: usize,
    /// Held items in his custody.
    pub held: usize,
}

impl Office {
    /// Gives a person other roles. Whoever sits at the desk meanwhile logs in anew.
    pub fn change_roles(&mut self, login: &Login, roles: Roles) -> Result<Done, AppError> {
        let role = self.allow("person.roles")?;
        let clerk = self.enrolled(login)?;
        let (reader, today) = (self.store.reader(), self.now().day());
        let excused = super::exceptions::excused_roles(reader, login, today)?;
        if let Some((one, other)) = roles.conflict_but(excused) {
            return Err(Refusal::RolesConflict { one, other }.into());
        }
        let others = self.other_keepers(login)?;
        check_roles(&self.me.login, &clerk, roles, others).map_err(Refusal::from)?;
        let (by, now) = (self.me.login.clone(), self.now());
        self.write(role, |tx| {
            store::clerks::put(tx, &Clerk { roles, ..clerk }, &by, now)?;
            Ok(Event::People(PeopleEvent::RolesChanged {
                login: login.clone(),
                roles,
            }))
        })
    }

    /// Takes a person's roles and key. What he signed stays signed; what he left unwritten goes with him.
    pub fn remove_person(&mut self, login: &Login) -> Result<Done, AppError> {
        let role = self.allow("person.remove")?;
        let clerk = self.enrolled(login)?;
        if clerk.roles.is_empty() {
            return Err(Refusal::from(PeopleRefusal::Removed).into());
        }
        check_leaving(&clerk, self.other_keepers(login)?).map_err(Refusal::from)?;
        self.enter_failures();
        let (by, now) = (self.me.login.clone(), self.now());
        let key = self.standing_key(login)?;
        let done = self.write(role, |tx| {
            let roles = Roles::default();
            store::clerks::put(tx, &Clerk { roles, ..clerk }, &by, now)?;
            store::drafts::discard_all(tx, login)?;
            store::filters::forget_all(tx, login)?;
            Ok(Event::People(PeopleEvent::Removed {
                login: login.clone(),
                key,
            }))
        })?;
        self.close_door(login)?;
        Ok(done)
    }

    /// What a person leaves in other hands.
    pub fn left_behind(&self, login: &Login) -> Result<LeftBehind, AppError> {
        let reader = self.store.reader();
        let requests = store::requests::open(reader)?;
        Ok(LeftBehind {
            requests: requests.iter().filter(|it| it.is_of(login)).count(),
            held: store::held::in_custody(reader, login)?,
        })
    }

    /// Revokes a person's key and makes the code for the next, which he makes himself. His passphrase opens nothing more.
    pub fn reenrol(&mut self, login: &Login) -> Result<Done, AppError> {
        let role = self.allow("person.reenrol")?;
        let clerk = self.enrolled(login)?;
        check_reenrolment(&self.me.login, &clerk).map_err(Refusal::from)?;
        let Some(key) = self.standing_key(login)? else {
            return self.make_code(login);
        };
        // Whoever forgot a passphrase has tried a few.
        self.enter_failures();
        let code = self.store.add_pending(login, self.now())?;
        let done = self.write(role, |_tx| {
            Ok(Event::People(PeopleEvent::KeyRevoked {
                login: login.clone(),
                key,
                code: code.id.clone(),
            }))
        })?;
        self.close_door(login)?;
        Ok(Done {
            extra: Extra::Code(code.code.to_string(), code.expires_at),
            ..done
        })
    }

    /// New keys for somebody who had some: by the code of a keeper, or, for a keeper, by the recovery code.
    pub fn recover(
        dir: &Path,
        login: &Login,
        code: &str,
        passphrase: &str,
        clock: Clock,
    ) -> Result<Office, AppError> {
        if !Store::is_recovery_code(code) {
            let office_of = || Office::enrol(dir, login, code, passphrase, clock);
            return match Office::code_fits(dir, login, code, clock) {
                Ok(_until) if !Store::had_key(dir, login, code)? => Err(Refusal::EnrolFirst.into()),
                Ok(_until) => office_of(),
                Err(error) => Err(error),
            };
        }
        let now = clock.now();
        let (store, signer) = tried(dir, login, By::Recovery, now, || {
            Store::recover(dir, login, code, passphrase, now)
        })?;
        Office::sit_down(store, signer, clock)
    }

    /// Whether this person may still act as when he sat down; otherwise the session is over.
    pub(super) fn look_at_myself(&self) -> Result<(), AppError> {
        if self.roles_by_my_key()? == self.roles {
            return Ok(());
        }
        Err(Trouble::RolesChanged.into())
    }

    /// The roles that the trail says now of whoever holds this session's key.
    pub(super) fn roles_by_my_key(&self) -> Result<Roles, AppError> {
        let signers = self.store.signers()?;
        let login = self.me.login.as_str();
        let own = self.signer.fingerprint();
        match signers.standing_key_of(login) {
            Some((name, _key)) if hex(name) == own => Ok(signers.roles(login).unwrap_or_default()),
            _ => Err(Trouble::KeyRevoked.into()),
        }
    }

    pub(super) fn enrolled(&self, login: &Login) -> Result<Clerk, AppError> {
        let known = store::clerks::get(self.store.reader(), login)?;
        Ok(known.ok_or(Refusal::from(PeopleRefusal::Unknown))?)
    }

    /// Keepers with keys beside this person.
    fn other_keepers(&self, login: &Login) -> Result<usize, AppError> {
        let signers = self.store.signers()?;
        Ok(signers
            .keepers()
            .filter(|keeper| *keeper != login.as_str())
            .count())
    }

    /// The fingerprint of the key that counts.
    fn standing_key(&self, login: &Login) -> Result<Option<String>, AppError> {
        let signers = self.store.signers()?;
        let key = signers.standing_key_of(login.as_str());
        Ok(key.map(|(name, _key)| hex(name)))
    }

    /// What the entry ended goes out of the files beside the trail.
    fn close_door(&self, login: &Login) -> Result<(), AppError> {
        self.store.sweep_keys()?;
        Ok(attempts::forgive(self.store.dir(), login)?)
    }
}
