//! Who may sign: the enrolled keys and the roles of people, followed entry by entry (STORE: signers).
//!
//! The trail itself is the only source: nothing else makes a key count.

use std::collections::BTreeMap;

use crate::domain::canonical::Json;
use crate::domain::people::{Role, Roles};
use crate::domain::trail::{Entry, fingerprint, unhex};

/// The login of the recovery slot; no person can hold it.
pub const RECOVERY: &str = "#recovery";

/// Which roles an action allows; `None` for an action nobody knows.
pub type Allowed = fn(&str) -> Option<&'static [Role]>;

const KEEPER: &[Role] = &[Role::Keeper];

/// The roles of the actions that the store itself understands.
pub fn kernel_roles(action: &str) -> Option<&'static [Role]> {
    match action {
        "store.created/1" | "person.added/1" | "person.roles/1" | "person.removed/1"
        | "code.made/1" | "key.revoked/1" | "tail.lost/1" => Some(KEEPER),
        "key.enrolled/1" | "store.restored/1" | "store.migrated/1" => Some(&Role::ALL),
        _ => None,
    }
}

/// Why an entry's signer is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignerFault {
    /// The first entry is not `store.created/1`, or a later one is.
    Genesis,
    /// No enrolled key, or one of somebody else.
    UnknownKey,
    Revoked,
    /// The person does not hold the role that the entry carries.
    RoleNotHeld,
    /// The action is not for this role.
    RoleNotAllowed,
    UnknownAction,
    /// The body lacks what the action needs.
    Body,
    /// The code was not made for this person, was used before, or the person has a key already.
    Code,
    UnknownPerson,
    /// Somebody gave himself a role.
    OwnRoles,
    /// No keeper with a key would be left.
    LastKeeper,
}

/// A key that counts, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolledKey {
    pub login: String,
    /// Ed25519.
    pub sign: [u8; 32],
    /// X25519.
    pub open: [u8; 32],
    pub is_revoked: bool,
}

/// The state of all signers after the entries so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signers {
    people: BTreeMap<String, Roles>,
    keys: BTreeMap<[u8; 32], EnrolledKey>,
    /// Codes that wait for their person.
    codes: BTreeMap<String, String>,
}

impl Signers {
    /// The key under a fingerprint.
    pub fn key(&self, fingerprint: &[u8; 32]) -> Option<&EnrolledKey> {
        self.keys.get(fingerprint)
    }

    /// The keys that still count.
    pub fn standing(&self) -> impl Iterator<Item = &EnrolledKey> {
        self.keys.values().filter(|key| !key.is_revoked)
    }

    /// The one key of a person that still counts.
    pub fn standing_key_of(&self, login: &str) -> Option<(&[u8; 32], &EnrolledKey)> {
        let mut keys = self.keys.iter();
        keys.find(|(_, key)| key.login == login && !key.is_revoked)
    }

    /// Whether a person ever had a key.
    pub fn had_key(&self, login: &str) -> bool {
        self.keys.values().any(|key| key.login == login)
    }

    /// People and their roles, by login; whoever was removed holds none.
    pub fn people(&self) -> impl Iterator<Item = (&str, Roles)> {
        let all = self.people.iter();
        all.filter(|(login, _)| *login != RECOVERY)
            .map(|(login, roles)| (login.as_str(), *roles))
    }

    /// Keepers who could sign now.
    pub fn keepers(&self) -> impl Iterator<Item = &str> {
        let keepers = self.people().filter(|(_, roles)| roles.has(Role::Keeper));
        keepers
            .map(|(login, _)| login)
            .filter(|login| self.standing_key_of(login).is_some())
    }

    /// The roles of a person; `None` for a stranger.
    pub fn roles(&self, login: &str) -> Option<Roles> {
        self.people.get(login).copied()
    }

    /// Whether a code was made for this person and is not used.
    pub fn awaits(&self, code: &str, login: &str) -> bool {
        self.codes.get(code).is_some_and(|whose| whose == login)
    }

    /// Takes the next entry: its signer's public key when the signer is accepted, and what the entry changes is then in force.
    pub fn admit(&mut self, entry: &Entry, allowed: Allowed) -> Result<[u8; 32], SignerFault> {
        let first = self.people.is_empty();
        if first != (entry.action == "store.created/1") {
            return Err(SignerFault::Genesis);
        }
        if first {
            return self.found(entry);
        }
        let sign = if entry.action == "key.enrolled/1" {
            self.enrolling_key(entry)?
        } else {
            self.standing_key(entry)?
        };
        self.check_role(entry, allowed)?;
        if kernel_roles(&entry.action).is_some() {
            // What is not acceptable as a whole has no effect.
            let mut next = self.clone();
            next.take(entry, sign)?;
            *self = next;
        }
        Ok(sign)
    }

    /// Whether the next entry would be taken, without taking it.
    pub fn would_admit(&self, entry: &Entry, allowed: Allowed) -> Result<(), SignerFault> {
        if kernel_roles(&entry.action).is_some() {
            return self.clone().admit(entry, allowed).map(drop);
        }
        self.standing_key(entry)?;
        self.check_role(entry, allowed)
    }

    fn found(&mut self, entry: &Entry) -> Result<[u8; 32], SignerFault> {
        let body = &entry.body;
        let keeper = key_in(body, &entry.person, "sign", "open")?;
        let recovery = key_in(body, RECOVERY, "recovery_sign", "recovery_open")?;
        let roles = roles_in(body)?;
        if fingerprint(&keeper.sign) != entry.key {
            return Err(SignerFault::UnknownKey);
        }
        if !roles.has(Role::Keeper) || entry.role != Role::Keeper {
            return Err(SignerFault::RoleNotHeld);
        }
        let sign = keeper.sign;
        self.people.insert(entry.person.clone(), roles);
        self.people.insert(RECOVERY.to_owned(), Roles::of(KEEPER));
        self.keys.insert(entry.key, keeper);
        self.keys.insert(fingerprint(&recovery.sign), recovery);
        Ok(sign)
    }

    fn standing_key(&self, entry: &Entry) -> Result<[u8; 32], SignerFault> {
        let key = self
            .keys
            .get(&entry.key)
            .filter(|key| key.login == entry.person)
            .ok_or(SignerFault::UnknownKey)?;
        if key.is_revoked {
            return Err(SignerFault::Revoked);
        }
        Ok(key.sign)
    }

    fn enrolling_key(&self, entry: &Entry) -> Result<[u8; 32], SignerFault> {
        let key = key_in(&entry.body, &entry.person, "sign", "open")?;
        let code = text_in(&entry.body, "code")?;
        if text_in(&entry.body, "login")? != entry.person || fingerprint(&key.sign) != entry.key {
            return Err(SignerFault::UnknownKey);
        }
        if !self.awaits(code, &entry.person) || self.keys.contains_key(&entry.key) {
            return Err(SignerFault::Code);
        }
        Ok(key.sign)
    }

    fn check_role(&self, entry: &Entry, allowed: Allowed) -> Result<(), SignerFault> {
        let roles = self
            .people
            .get(&entry.person)
            .ok_or(SignerFault::UnknownPerson)?;
        if !roles.has(entry.role) {
            return Err(SignerFault::RoleNotHeld);
        }
        // The recovery slot can only let a keeper in again.
        let lets_in = ["code.made/1", "key.revoked/1"];
        if entry.person == RECOVERY && !lets_in.contains(&entry.action.as_str()) {
            return Err(SignerFault::RoleNotAllowed);
        }
        let may = kernel_roles(&entry.action)
            .or_else(|| allowed(&entry.action))
            .ok_or(SignerFault::UnknownAction)?;
        if may.contains(&entry.role) {
            Ok(())
        } else {
            Err(SignerFault::RoleNotAllowed)
        }
    }

    fn take(&mut self, entry: &Entry, sign: [u8; 32]) -> Result<(), SignerFault> {
        let body = &entry.body;
        match entry.action.as_str() {
            "person.added/1" => {
                let login = text_in(body, "login")?;
                if self.people.contains_key(login) {
                    return Err(SignerFault::UnknownPerson);
                }
                let roles = roles_in(body)?;
                // A person may be entered without a code; codes are then made one by one.
                if let Ok(code) = text_in(body, "code") {
                    self.make_code(code, login)?;
                }
                self.people.insert(login.to_owned(), roles);
            }
            "person.roles/1" => {
                let (login, roles) = (text_in(body, "login")?, roles_in(body)?);
                let held = self.of_a_person(login)?;
                if login == entry.person && !held.includes(roles) {
                    return Err(SignerFault::OwnRoles);
                }
                self.people.insert(login.to_owned(), roles);
                self.check_keepers()?;
            }
            "person.removed/1" => {
                let login = text_in(body, "login")?;
                self.of_a_person(login)?;
                self.people.insert(login.to_owned(), Roles::default());
                self.codes.retain(|_code, whose| whose != login);
                let keys = self.keys.values_mut().filter(|key| key.login == login);
                keys.for_each(|key| key.is_revoked = true);
                self.check_keepers()?;
            }
            "code.made/1" => {
                let login = text_in(body, "login")?;
                self.check_let_in(entry, login)?;
                self.make_code(text_in(body, "code")?, login)?;
            }
            "key.enrolled/1" => {
                self.codes.remove(text_in(body, "code")?);
                let mut key = key_in(body, &entry.person, "sign", "open")?;
                key.sign = sign;
                self.keys.insert(entry.key, key);
            }
            "key.revoked/1" => self.revoke(entry)?,
            _ => {}
        }
        Ok(())
    }

    /// A key counts no more; a code for its person's next one may come with it.
    fn revoke(&mut self, entry: &Entry) -> Result<(), SignerFault> {
        let named = unhex(text_in(&entry.body, "key")?).ok_or(SignerFault::Body)?;
        let key = self.keys.get_mut(&named).ok_or(SignerFault::UnknownKey)?;
        let login = key.login.clone();
        key.is_revoked = true;
        self.check_let_in(entry, &login)?;
        if let Ok(code) = text_in(&entry.body, "code") {
            self.make_code(code, &login)?;
        }
        if entry.person == RECOVERY {
            return Ok(());
        }
        self.check_keepers()
    }

    /// The roles of somebody who is enrolled.
    fn of_a_person(&self, login: &str) -> Result<Roles, SignerFault> {
        let known = self.roles(login).filter(|_roles| login != RECOVERY);
        known.ok_or(SignerFault::UnknownPerson)
    }

    /// Whoever holds a role is let in anew, by the recovery slot a keeper alone.
    fn check_let_in(&self, entry: &Entry, login: &str) -> Result<(), SignerFault> {
        let roles = self.of_a_person(login)?;
        if roles.is_empty() || (entry.person == RECOVERY && !roles.has(Role::Keeper)) {
            return Err(SignerFault::RoleNotAllowed);
        }
        Ok(())
    }

    fn check_keepers(&self) -> Result<(), SignerFault> {
        let mut keepers = self.keepers();
        keepers.next().map(drop).ok_or(SignerFault::LastKeeper)
    }

    fn make_code(&mut self, code: &str, login: &str) -> Result<(), SignerFault> {
        // One person, one key: whoever has one needs no code until it is revoked.
        if self.codes.contains_key(code) || self.standing_key_of(login).is_some() {
            return Err(SignerFault::Code);
        }
        // A new code for a person puts the one before out of use.
        self.codes.retain(|_code, whose| whose != login);
        self.codes.insert(code.to_owned(), login.to_owned());
        Ok(())
    }
}

fn text_in<'a>(body: &'a Json, name: &str) -> Result<&'a str, SignerFault> {
    body.get(name).and_then(Json::text).ok_or(SignerFault::Body)
}

fn roles_in(body: &Json) -> Result<Roles, SignerFault> {
    let roles = body
        .get("roles")
        .and_then(Json::list)
        .and_then(|codes| {
            codes
                .iter()
                .map(|code| code.text()?.parse::<Role>().ok())
                .collect::<Option<Vec<_>>>()
        })
        .ok_or(SignerFault::Body)?;
    Ok(Roles::of(&roles))
}

fn key_in(body: &Json, login: &str, sign: &str, open: &str) -> Result<EnrolledKey, SignerFault> {
    Ok(EnrolledKey {
        login: login.to_owned(),
        sign: unhex(text_in(body, sign)?).ok_or(SignerFault::Body)?,
        open: unhex(text_in(body, open)?).ok_or(SignerFault::Body)?,
        is_revoked: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;
    use crate::domain::trail::hex;

    fn may(action: &str) -> Option<&'static [Role]> {
        (action == "log.imported/1").then_some(&[Role::Manager])
    }

    fn entry(person: &str, key: u8, role: Role, action: &str, body: Json) -> Entry {
        Entry {
            action: action.to_owned(),
            at: Moment(0),
            body,
            key: fingerprint(&[key; 32]),
            person: person.to_owned(),
            prev: [0; 32],
            record: String::new(),
            role,
            seq: 1,
            store: String::new(),
        }
    }

    fn texts<const N: usize>(members: [(&str, &str); N]) -> Json {
        Json::object(members.map(|(name, text)| (name, Json::from(text))))
    }

    fn with_roles(body: Json, roles: &[&str]) -> Json {
        let Json::Object(mut members) = body else {
            panic!("an object")
        };
        let list = roles.iter().map(|role| Json::from(*role)).collect();
        members.insert("roles".to_owned(), Json::List(list));
        Json::Object(members)
    }

    fn enrolled(login: &str, key: u8, code: &str) -> Entry {
        let keys = hex(&[key; 32]);
        let body = texts([
            ("code", code),
            ("login", login),
            ("open", &keys),
            ("sign", &keys),
        ]);
        entry(login, key, Role::Manager, "key.enrolled/1", body)
    }

    fn added(login: &str, code: &str) -> Entry {
        let body = with_roles(texts([("code", code), ("login", login)]), &["manager"]);
        entry("keeper", 1, Role::Keeper, "person.added/1", body)
    }

    fn founded() -> Signers {
        let (one, nine) = (hex(&[1; 32]), hex(&[9; 32]));
        let body = with_roles(
            texts([
                ("open", &one),
                ("sign", &one),
                ("recovery_open", &nine),
                ("recovery_sign", &nine),
            ]),
            &["keeper"],
        );
        let genesis = entry("keeper", 1, Role::Keeper, "store.created/1", body);
        let mut signers = Signers::default();
        assert_eq!(signers.admit(&genesis, may), Ok([1; 32]));
        assert_eq!(signers.admit(&genesis, may), Err(SignerFault::Genesis));
        signers
    }

    #[test]
    fn a_key_counts_from_its_enrolment_until_it_is_revoked() {
        let mut signers = founded();
        let import = entry("lin", 2, Role::Manager, "log.imported/1", Json::object([]));
        assert_eq!(signers.admit(&import, may), Err(SignerFault::UnknownKey));
        signers.admit(&added("lin", "c1"), may).unwrap();
        assert_eq!(
            signers.admit(&enrolled("lin", 2, "other"), may),
            Err(SignerFault::Code)
        );
        assert_eq!(signers.admit(&enrolled("lin", 2, "c1"), may), Ok([2; 32]));
        assert_eq!(
            signers.admit(&enrolled("lin", 3, "c1"), may),
            Err(SignerFault::Code),
            "one key a code"
        );
        assert_eq!(signers.admit(&import, may), Ok([2; 32]));
        let named = hex(&fingerprint(&[2; 32]));
        let revoked = entry(
            "keeper",
            1,
            Role::Keeper,
            "key.revoked/1",
            texts([("key", &named)]),
        );
        signers.admit(&revoked, may).unwrap();
        assert_eq!(signers.admit(&import, may), Err(SignerFault::Revoked));
    }

    #[test]
    fn a_role_must_be_held_and_allowed() {
        let mut signers = founded();
        signers.admit(&added("lin", "c1"), may).unwrap();
        signers.admit(&enrolled("lin", 2, "c1"), may).unwrap();
        let acts = |signers: &mut Signers, role, action| {
            signers.admit(&entry("lin", 2, role, action, Json::object([])), may)
        };
        let fault = acts(&mut signers, Role::Checker, "log.imported/1");
        assert_eq!(fault, Err(SignerFault::RoleNotHeld));
        let fault = acts(&mut signers, Role::Manager, "person.added/1");
        assert_eq!(fault, Err(SignerFault::RoleNotAllowed));
        let fault = acts(&mut signers, Role::Manager, "invented/1");
        assert_eq!(fault, Err(SignerFault::UnknownAction));
        let keeper = entry(
            "keeper",
            1,
            Role::Keeper,
            "log.imported/1",
            Json::object([]),
        );
        assert_eq!(
            signers.admit(&keeper, may),
            Err(SignerFault::RoleNotAllowed)
        );
    }

    #[test]
    fn recovery_makes_a_code_for_a_keeper_and_nothing_else() {
        let mut signers = founded();
        signers.admit(&added("lin", "c1"), may).unwrap();
        let makes = |signers: &mut Signers, login, code| {
            let body = texts([("code", code), ("login", login)]);
            signers.admit(&entry(RECOVERY, 9, Role::Keeper, "code.made/1", body), may)
        };
        assert_eq!(
            makes(&mut signers, "lin", "c2"),
            Err(SignerFault::RoleNotAllowed)
        );
        assert_eq!(
            makes(&mut signers, "keeper", "c3"),
            Err(SignerFault::Code),
            "his key stands"
        );
        let named = hex(&fingerprint(&[1; 32]));
        let body = texts([("code", "c3"), ("key", &named), ("login", "keeper")]);
        let revokes = entry(RECOVERY, 9, Role::Keeper, "key.revoked/1", body);
        assert_eq!(signers.admit(&revokes, may), Ok([9; 32]));
        assert!(signers.awaits("c3", "keeper"));
        let ghost = with_roles(texts([("login", "ghost")]), &["manager"]);
        let added = entry(RECOVERY, 9, Role::Keeper, "person.added/1", ghost);
        assert_eq!(signers.admit(&added, may), Err(SignerFault::RoleNotAllowed));
    }
}
