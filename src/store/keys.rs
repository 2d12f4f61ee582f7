//! People's keys at work: signers, enrolment, recovery, passphrases.
//!
//! What is new stands in keys.toml before the trail says so: a slot whose key the trail does not know yet is entered at its
//! next opening, a code that the trail does not know opens nothing. What goes out goes after: a slot whose key the trail has
//! revoked opens nothing, and is taken out at the next opening by anybody.

use std::path::Path;

use data_encoding::BASE32_NOPAD;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::domain::canonical::Json;
use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::passphrase::{PassphraseFault, passphrase_fault};
use crate::domain::people::{Role, Roles};
use crate::domain::signers::RECOVERY;
use crate::domain::trail::{Fact, fingerprint, hex};
use crate::store::Store;
use crate::store::crypto::{Pairs, Secret, Wrapped, random, wrap};
use crate::store::error::{Result, StoreError, file, sql};
use crate::store::keys_file::{KeysFile, KeysLock};
use crate::store::slots::{PendingSlot, Slot, StorePart, Unlocked};

/// How long an enrolment code is good.
const CODE_LIFE_MILLIS: i64 = 15 * 60 * 1000;

/// A person who has unlocked his keys: signs entries and opens what was sealed to him.
#[derive(Clone)]
pub struct Signer {
    login: String,
    pairs: Pairs,
}

impl Signer {
    pub(in crate::store) fn new(login: &str, pairs: Pairs) -> Signer {
        Signer {
            login: login.to_owned(),
            pairs,
        }
    }

    /// Login, or [`RECOVERY`].
    pub fn login(&self) -> &str {
        &self.login
    }

    /// SHA-256 of the public signing key, in hex.
    pub fn fingerprint(&self) -> String {
        hex(&self.pairs.fingerprint())
    }

    /// The X25519 key to which others seal.
    pub fn open_key(&self) -> Result<[u8; 32]> {
        self.pairs.open_key()
    }

    /// Opens what [`seal_to`] sealed to this person with the same associated data.
    pub fn open_sealed(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        sealed
            .split_at_checked(32)
            .and_then(|(enc, ct)| {
                let wrapped = Wrapped {
                    enc: enc.to_vec(),
                    ct: ct.to_vec(),
                };
                self.pairs.unwrap(aad, &wrapped)
            })
            .ok_or(StoreError::Broken("a sealed secret does not open"))
    }

    pub(in crate::store) fn pairs(&self) -> &Pairs {
        &self.pairs
    }
}

/// Seals a secret to a person's X25519 key: the encapsulated key, then the ciphertext.
pub fn seal_to(open_key: &[u8; 32], aad: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
    let wrapped = wrap(open_key, aad, secret)?;
    Ok([wrapped.enc, wrapped.ct].concat())
}

/// An enrolment code, shown once, and the name under which the trail knows it.
pub struct EnrolmentCode {
    /// 16 base32 characters.
    pub code: Zeroizing<String>,
    /// For the body's `code` of `person.added/1` or `code.made/1`.
    pub id: String,
    pub expires_at: Moment,
}

/// How far people are with their keys.
pub struct KeyStates {
    /// Logins that have keys, the recovery slot's among them.
    pub holders: Vec<String>,
    /// Logins with a code that nobody has used, and until when it is good.
    pub codes: Vec<(String, Moment)>,
}

/// The same passphrase however an input method composed it.
fn normal(passphrase: &str) -> Zeroizing<String> {
    Zeroizing::new(passphrase.nfkc().collect())
}

/// A code as it was typed: blanks and hyphens fall away, small letters count, 0, 1 and 8 stand for the letters they look like.
fn normal_code(code: &str) -> Zeroizing<String> {
    let letters = code
        .nfkc()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| match letter.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        });
    Zeroizing::new(letters.collect())
}

fn new_passphrase(passphrase: &str) -> Result<Zeroizing<String>> {
    let passphrase = normal(passphrase);
    match passphrase_fault(&passphrase) {
        Some(fault) => Err(StoreError::Passphrase(fault)),
        None => Ok(passphrase),
    }
}

/// The recovery code: 128 bits in base32, then a check character, in groups of four and one of three.
struct RecoveryCode;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl RecoveryCode {
    fn make() -> Result<Zeroizing<String>> {
        let bytes = Zeroizing::new(random::<16>()?);
        let mut plain = Zeroizing::new(BASE32_NOPAD.encode(bytes.as_slice()));
        let check = RecoveryCode::check_letter(&plain);
        plain.push(check);
        let mut shown = Zeroizing::new(String::with_capacity(40));
        for (index, letter) in plain.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        Ok(shown)
    }

    /// The code without its check character; `None` when a letter was mistyped.
    fn read(typed: &str) -> Option<Zeroizing<String>> {
        let mut plain = normal_code(typed);
        let last = plain.pop()?;
        (plain.len() == 26 && RecoveryCode::check_letter(&plain) == last).then_some(plain)
    }

    /// Weighted sum modulo 31: sees a wrong letter and an exchange of neighbours (but A and 7 weigh the same).
    fn check_letter(plain: &str) -> char {
        let sum = plain.bytes().fold(0_usize, |sum, letter| {
            let value = ALPHABET.iter().position(|one| *one == letter);
            (sum * 3 + value.unwrap_or_default()) % 31
        });
        ALPHABET.get(sum).copied().map_or('A', char::from)
    }
}

/// The keys of a new store: the keeper, the recovery slot and its code.
pub(in crate::store) struct FirstKeys {
    pub(in crate::store) file: KeysFile,
    pub(in crate::store) keeper: Signer,
    pub(in crate::store) recovery: Pairs,
    pub(in crate::store) recovery_code: Zeroizing<String>,
}

pub(in crate::store) fn first_keys(
    id: &str,
    keeper: &Login,
    passphrase: &str,
    data_key: &Secret,
) -> Result<FirstKeys> {
    let passphrase = new_passphrase(passphrase)?;
    let part = StorePart {
        id: id.to_owned(),
        generation: 1,
    };
    let recovery_code = RecoveryCode::make()?;
    let plain = RecoveryCode::read(&recovery_code).ok_or(StoreError::Broken("recovery code"))?;
    let (keeper_pairs, recovery) = (Pairs::make()?, Pairs::make()?);
    let slot = |login: &str, passphrase: &str, pairs: &Pairs| {
        let unlocked = Unlocked {
            pairs: pairs.clone(),
            data_key: data_key.clone(),
            verifiers: Vec::new(),
        };
        Slot::make(&part, login, passphrase, unlocked)
    };
    let slots = vec![
        slot(keeper.as_str(), &passphrase, &keeper_pairs)?,
        slot(RECOVERY, &plain, &recovery)?,
    ];
    Ok(FirstKeys {
        file: KeysFile::new(part, slots),
        keeper: Signer::new(keeper.as_str(), keeper_pairs),
        recovery,
        recovery_code,
    })
}

impl Store {
    /// The id that keys.toml names; whether desk.db agrees shows once it is open.
    pub fn id_in(dir: &Path) -> Result<String> {
        Store::look_for(dir)?;
        Ok(KeysFile::load(dir)?.store.id.clone())
    }

    /// Opens a store with a passphrase; `login` [`RECOVERY`] takes the recovery code instead.
    pub fn open(dir: &Path, login: &str, passphrase: &str, at: Moment) -> Result<(Store, Signer)> {
        Store::look_for(dir)?;
        let keys = KeysFile::load(dir)?;
        let passphrase = if login == RECOVERY {
            RecoveryCode::read(passphrase).ok_or(StoreError::WrongPassphrase)?
        } else {
            normal(passphrase)
        };
        if let Some(pending) = keys
            .pending(login)
            .filter(|_code| keys.slot(login).is_none())
        {
            return Err(Store::misused(dir, &keys, pending, &passphrase, at));
        }
        let unlocked = keys.unlock(login, &passphrase)?;
        let signer = Signer::new(login, unlocked.pairs);
        let store = Store::connect(dir, &keys.store.id, unlocked.data_key)?;
        store.finish_enrolment(&signer, at)?;
        Ok((store, signer))
    }

    /// Whether somebody by this name has keys.
    pub fn has_keys(dir: &Path, login: &Login) -> Result<bool> {
        Store::look_for(dir)?;
        Ok(KeysFile::load(dir)?.slot(login.as_str()).is_some())
    }

    /// Whether this is the passphrase under which the signer's keys lie now.
    pub fn knows(&self, signer: &Signer, passphrase: &str) -> Result<()> {
        let keys = KeysFile::load(self.dir())?;
        let unlocked = keys.unlock(signer.login(), &normal(passphrase))?;
        if unlocked.pairs.fingerprint() == signer.pairs().fingerprint() {
            Ok(())
        } else {
            Err(StoreError::WrongPassphrase)
        }
    }

    /// Whether an enrolment code would open this person's place now, and until when. Uses nothing up.
    pub fn code_fits(dir: &Path, login: &Login, code: &str, at: Moment) -> Result<Moment> {
        Store::look_for(dir)?;
        let keys = KeysFile::load(dir)?;
        let pending = keys
            .pending(login.as_str())
            .ok_or(StoreError::WrongPassphrase)?;
        let data_key = pending.unlock(&keys.store, &normal_code(code))?;
        keys.check_seal(&data_key)?;
        pending
            .expires_at()
            .filter(|end| at < *end)
            .ok_or(StoreError::WrongPassphrase)
    }

    /// The same store in another directory, as it is now; for trials, which must not wait for key derivation.
    pub fn copied_to(&self, dir: &Path) -> Result<Store> {
        self.connection()
            .execute_batch("pragma wal_checkpoint(truncate)")
            .map_err(sql("copy the store"))?;
        for name in ["desk.db", "keys.toml", "head"] {
            std::fs::copy(self.dir().join(name), dir.join(name)).map_err(file("copy the store"))?;
        }
        self.opened_in(dir)
    }

    /// The copy of this store that lies in another directory.
    pub fn opened_in(&self, dir: &Path) -> Result<Store> {
        Store::connect(dir, self.id(), self.data_key().clone())
    }

    /// What somebody without keys yet is told: his own code has another use, everything else is wrong.
    fn misused(
        dir: &Path,
        keys: &KeysFile,
        pending: &PendingSlot,
        typed: &str,
        at: Moment,
    ) -> StoreError {
        let is_good = || -> Result<bool> {
            let data_key = pending.unlock(&keys.store, &normal_code(typed))?;
            keys.check_seal(&data_key)?;
            let store = Store::connect(dir, &keys.store.id, data_key)?;
            let is_awaited = store.signers()?.awaits(&pending.id(), &pending.login);
            Ok(is_awaited && !pending.is_expired(at))
        };
        match is_good() {
            Ok(true) => StoreError::CodeOnly,
            Ok(false) => StoreError::WrongPassphrase,
            Err(fault) => fault,
        }
    }

    /// A person's first session: uses up the code, makes his pairs, and enters the key, which signs its own entry.
    pub fn open_with_code(
        dir: &Path,
        login: &Login,
        code: &str,
        passphrase: &str,
        at: Moment,
    ) -> Result<(Store, Signer)> {
        Store::look_for(dir)?;
        let lock = KeysLock::take(dir)?;
        let mut keys = KeysFile::load(dir)?;
        let Some(pending) = keys.pending(login.as_str()) else {
            // A stranger takes as long.
            let unknown = keys.unlock("", code).err();
            return Err(unknown.unwrap_or(StoreError::WrongPassphrase));
        };
        let data_key = pending.unlock(&keys.store, &normal_code(code))?;
        keys.check_seal(&data_key)?;
        let store = Store::connect(dir, &keys.store.id, data_key.clone())?;
        if pending.is_expired(at) || !store.signers()?.awaits(&pending.id(), login.as_str()) {
            return Err(StoreError::WrongPassphrase);
        }
        // Only to whoever holds the code is anything said of the passphrase.
        let passphrase = new_passphrase(passphrase)?;
        store.check_tail()?;
        let unlocked = Unlocked {
            pairs: Pairs::make()?,
            data_key: data_key.clone(),
            verifiers: Vec::new(),
        };
        let signer = Signer::new(login.as_str(), unlocked.pairs.clone());
        let slot = Slot::make(&keys.store, login.as_str(), &passphrase, unlocked)?;
        keys.put(slot);
        keys.save(dir, &data_key)?;
        drop(lock);
        store.finish_enrolment(&signer, at)?;
        Ok((store, signer))
    }

    /// Takes out of keys.toml what the trail has revoked: slots of old keys, codes of whoever was removed. Returns whether
    /// there was any.
    pub fn sweep_keys(&self) -> Result<bool> {
        let signers = self.signers()?;
        let is_over = |slot: &Slot| {
            let key = signers.key(&fingerprint(&slot.sign_key));
            key.is_some_and(|key| key.is_revoked)
        };
        let is_void = |pending: &PendingSlot| {
            let roles = signers.roles(&pending.login);
            roles.is_some_and(Roles::is_empty)
        };
        let keys = KeysFile::load(self.dir())?;
        if !keys.slots.iter().any(is_over) && !keys.pending.iter().any(is_void) {
            return Ok(false);
        }
        self.rewrite_keys(|keys| {
            keys.slots.retain(|slot| !is_over(slot));
            keys.pending.retain(|pending| !is_void(pending));
            Ok(())
        })?;
        Ok(true)
    }

    /// A keeper's new keys by the recovery code: it revokes his old key and makes the code that lets him in.
    pub fn recover(
        dir: &Path,
        login: &Login,
        code: &str,
        passphrase: &str,
        at: Moment,
    ) -> Result<(Store, Signer)> {
        let (store, recovery) = Store::open(dir, RECOVERY, code, at)?;
        let signers = store.signers()?;
        let roles = signers.roles(login.as_str()).unwrap_or_default();
        if !roles.has(Role::Keeper) {
            return Err(StoreError::NotAKeeper);
        }
        let old = signers.standing_key_of(login.as_str());
        let old = old.map(|(name, _key)| hex(name));
        // Nothing is revoked for a passphrase that will not do.
        drop(new_passphrase(passphrase)?);
        let made = store.add_pending(login, at)?;
        let (code, whose) = (Json::from(made.id.as_str()), Json::from(login.as_str()));
        let (action, body) = match old {
            Some(old) => (
                "key.revoked/1",
                Json::object([("code", code), ("key", Json::from(old)), ("login", whose)]),
            ),
            None => (
                "code.made/1",
                Json::object([("code", code), ("login", whose)]),
            ),
        };
        let fact = Fact {
            action,
            record: login.as_str(),
            body,
        };
        let tx = store.write()?;
        tx.commit(&recovery, at, Role::Keeper, &fact)?;
        store.sweep_keys()?;
        Store::open_with_code(dir, login, &made.code, passphrase, at)
    }

    /// Whether a text is a recovery code without a slip of the fingers, and so no enrolment code.
    pub fn is_recovery_code(typed: &str) -> bool {
        RecoveryCode::read(typed).is_some()
    }

    /// Whether somebody whose code opens ever had keys: then the code is one of a re-enrolment.
    pub fn had_key(dir: &Path, login: &Login, code: &str) -> Result<bool> {
        let keys = KeysFile::load(dir)?;
        let pending = keys
            .pending(login.as_str())
            .ok_or(StoreError::WrongPassphrase)?;
        let data_key = pending.unlock(&keys.store, &normal_code(code))?;
        let store = Store::connect(dir, &keys.store.id, data_key)?;
        store.ask_signers(|signers| signers.had_key(login.as_str()))
    }

    /// Enters a key that its slot holds and the trail does not know yet, then forgets the code.
    fn finish_enrolment(&self, signer: &Signer, at: Moment) -> Result<()> {
        if self.tail().missing().is_none() {
            // Where it fails the slot stays, opens nothing, and `verify` names it.
            drop(self.sweep_keys());
        }
        let signers = self.signers()?;
        match signers.key(&signer.pairs().fingerprint()) {
            Some(key) if key.is_revoked || key.login != signer.login => {
                return Err(StoreError::WrongPassphrase);
            }
            Some(_known) => return Ok(()),
            None => {}
        }
        let keys = KeysFile::load(self.dir())?;
        let code = keys
            .pending(&signer.login)
            .map(PendingSlot::id)
            .filter(|code| signers.awaits(code, &signer.login))
            .ok_or(StoreError::Keys("a slot's key was never enrolled"))?;
        let role = signers
            .roles(&signer.login)
            .and_then(|roles| roles.acting(&Role::ALL))
            .ok_or(StoreError::Keys("a slot's person is not in the trail"))?;
        let body = Json::object([
            ("code", Json::from(code.as_str())),
            ("login", Json::from(signer.login())),
            ("open", Json::from(hex(&signer.open_key()?))),
            ("sign", Json::from(hex(&signer.pairs().sign_key()))),
        ]);
        let fact = Fact {
            action: "key.enrolled/1",
            record: "",
            body,
        };
        self.write()?.commit(signer, at, role, &fact)?;
        self.rewrite_keys(|keys| {
            keys.pending.retain(|pending| pending.id() != code);
            Ok(())
        })
    }

    /// Makes an enrolment code. The caller then commits `person.added/1` or `code.made/1` with its id; without that entry it opens nothing.
    pub fn add_pending(&self, login: &Login, at: Moment) -> Result<EnrolmentCode> {
        self.check_tail()?;
        let expires_at = Moment(at.0.saturating_add(CODE_LIFE_MILLIS));
        let code = Zeroizing::new(BASE32_NOPAD.encode(&random::<10>()?));
        let signers = self.signers()?;
        let mut id = String::new();
        self.rewrite_keys(|keys| {
            let made = PendingSlot::make(
                &keys.store,
                login.as_str(),
                &code,
                self.data_key(),
                expires_at,
            )?;
            id = made.id();
            // A late code stays only while its person's key is not in the trail yet.
            let unfinished: Vec<String> = keys
                .slots
                .iter()
                .filter(|slot| signers.key(&fingerprint(&slot.sign_key)).is_none())
                .map(|slot| slot.login.clone())
                .collect();
            keys.pending.retain(|pending| {
                let is_needed = !pending.is_expired(at) || unfinished.contains(&pending.login);
                pending.login != login.as_str() && is_needed
            });
            keys.pending.push(made);
            Ok(())
        })?;
        Ok(EnrolmentCode {
            code,
            id,
            expires_at,
        })
    }

    /// Who has keys, and who still has a code: from keys.toml.
    pub fn key_states(&self) -> Result<KeyStates> {
        let keys = KeysFile::load(self.dir())?;
        let waiting = keys.pending.iter().filter_map(|pending| {
            let until = pending.expires_at()?;
            Some((pending.login.clone(), until))
        });
        Ok(KeyStates {
            holders: keys.slots.iter().map(|slot| slot.login.clone()).collect(),
            codes: waiting.collect(),
        })
    }

    /// Puts the signer's keys under another passphrase, not one of the last three.
    pub fn change_passphrase(&self, signer: &Signer, old: &str, new: &str) -> Result<()> {
        let new = new_passphrase(new)?;
        let old = normal(old);
        self.rewrite_keys(|keys| {
            let unlocked = keys.unlock(&signer.login, &old)?;
            for verifier in &unlocked.verifiers {
                if verifier.knows(&new)? {
                    return Err(StoreError::Passphrase(PassphraseFault::Reused));
                }
            }
            let slot = Slot::make(&keys.store, &signer.login, &new, unlocked)?;
            keys.put(slot);
            Ok(())
        })
    }

    /// One change of keys.toml under its lock, from the file as it is now.
    fn rewrite_keys(&self, change: impl FnOnce(&mut KeysFile) -> Result<()>) -> Result<()> {
        let _lock = KeysLock::take(self.dir())?;
        let mut keys = KeysFile::load(self.dir())?;
        keys.check_seal(self.data_key())?;
        change(&mut keys)?;
        keys.save(self.dir(), self.data_key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_recovery_code_is_seen() {
        let code = RecoveryCode::make().unwrap();
        let plain = RecoveryCode::read(&code).unwrap();
        assert_eq!(plain.len(), 26);
        assert_eq!(RecoveryCode::read(&code.to_lowercase()).unwrap(), plain);
        let letters: Vec<char> = normal_code(&code).chars().collect();
        for place in 0..letters.len() - 1 {
            let mut typed = letters.clone();
            typed.swap(place, place + 1);
            let typed: String = typed.into_iter().collect();
            let seen = RecoveryCode::read(&typed).is_none_or(|read| read == plain);
            assert!(
                seen || is_one_value(letters[place], letters[place + 1]),
                "{place}"
            );
        }
        assert!(RecoveryCode::read("").is_none());
    }

    /// The one exchange that the sum does not see.
    fn is_one_value(one: char, other: char) -> bool {
        [one, other].iter().all(|letter| "A7".contains(*letter))
    }
}
