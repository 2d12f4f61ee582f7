//! keys.toml: a slot per person, what waits for enrolment, and the seal over all of it (STORE: keys, layout).
//!
//! Knows the file's form and its cryptography, not the trail.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use data_encoding::BASE64;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Deserializer};
use zeroize::{Zeroize, Zeroizing};

use crate::domain::canonical::Json;
use crate::domain::moment::Moment;
use crate::domain::trail::hex;
use crate::store::crypto::{
    Cost, FORMAT, Pairs, Secret, Wrapped, derive, is_mac, mac, random, seal, secret_of, unseal,
    wrap,
};
use crate::store::error::{Result, StoreError, file};

pub(in crate::store) const NAME: &str = "keys.toml";
const LOCK: &str = "lock";
/// Far more than a thousand people need; a larger file is not read.
const LONGEST: u64 = 4 * 1024 * 1024;
const SEAL: &str = "\n[seal]\n";
const PAYLOAD_VERSION: u8 = 1;
const PASSPHRASES_KEPT: usize = 3;

/// The file, with its bytes as they were read.
pub(in crate::store) struct KeysFile {
    pub(in crate::store) store: StorePart,
    pub(in crate::store) slots: Vec<Slot>,
    pub(in crate::store) pending: Vec<PendingSlot>,
    text: String,
    mac: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    store: StorePart,
    #[serde(default)]
    slot: Vec<Slot>,
    #[serde(default)]
    pending: Vec<PendingSlot>,
    seal: SealPart,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct StorePart {
    pub(in crate::store) id: String,
    pub(in crate::store) generation: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealPart {
    #[serde(deserialize_with = "base64")]
    mac: Vec<u8>,
}

/// One person's keys, sealed under his passphrase, and the data key wrapped to him.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Slot {
    pub(in crate::store) login: String,
    #[serde(deserialize_with = "base64_key")]
    pub(in crate::store) sign_key: [u8; 32],
    #[serde(deserialize_with = "base64_key")]
    pub(in crate::store) open_key: [u8; 32],
    m: u32,
    t: u32,
    p: u32,
    #[serde(deserialize_with = "base64")]
    salt: Vec<u8>,
    #[serde(deserialize_with = "base64")]
    sealed: Vec<u8>,
    #[serde(default)]
    wrap: Vec<SlotWrap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotWrap {
    generation: u32,
    #[serde(deserialize_with = "base64")]
    enc: Vec<u8>,
    #[serde(deserialize_with = "base64")]
    ct: Vec<u8>,
}

/// The data key under an enrolment code, until the person uses it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct PendingSlot {
    pub(in crate::store) login: String,
    m: u32,
    t: u32,
    p: u32,
    #[serde(deserialize_with = "base64")]
    salt: Vec<u8>,
    expires_at: String,
    #[serde(deserialize_with = "base64")]
    wrap: Vec<u8>,
}

fn base64<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    BASE64
        .decode(text.as_bytes())
        .map_err(|_bad| serde::de::Error::custom("base64"))
}

fn base64_key<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<[u8; 32], D::Error> {
    base64(from)?
        .try_into()
        .map_err(|_length| serde::de::Error::custom("32 bytes"))
}

/// What a passphrase opens: both pairs, the data key, and the verifiers of the last passphrases.
pub(in crate::store) struct Unlocked {
    pub(in crate::store) pairs: Pairs,
    pub(in crate::store) data_key: Secret,
    pub(in crate::store) verifiers: Vec<Verifier>,
}

/// Recognises an earlier passphrase; costs a whole derivation.
pub(in crate::store) struct Verifier {
    cost: Cost,
    salt: [u8; 16],
    derived: Secret,
}

impl Verifier {
    pub(in crate::store) fn knows(&self, passphrase: &str) -> Result<bool> {
        let (_key, verifier) = self.cost.stretch(passphrase, &self.salt)?;
        Ok(*verifier == *self.derived)
    }
}

impl Slot {
    /// A new slot, its payload under the passphrase and the data key wrapped to its open key.
    pub(in crate::store) fn make(
        store: &StorePart,
        login: &str,
        passphrase: &str,
        unlocked: Unlocked,
    ) -> Result<Slot> {
        let Unlocked {
            pairs,
            data_key,
            mut verifiers,
        } = unlocked;
        let salt: [u8; 16] = random()?;
        let cost = Cost::NOW;
        let (key, verifier) = cost.stretch(passphrase, &salt)?;
        verifiers.insert(
            0,
            Verifier {
                cost,
                salt,
                derived: verifier,
            },
        );
        verifiers.truncate(PASSPHRASES_KEPT);
        let mut slot = Slot {
            login: login.to_owned(),
            sign_key: pairs.sign_key(),
            open_key: pairs.open_key()?,
            m: cost.m,
            t: cost.t,
            p: cost.p,
            salt: salt.to_vec(),
            sealed: Vec::new(),
            wrap: Vec::new(),
        };
        slot.sealed = seal(
            &key,
            &slot.aad(&store.id, "sealed", 0),
            &payload(&pairs, &verifiers),
        )?;
        let wrapped = wrap(
            &slot.open_key,
            &slot.aad(&store.id, "wrap", store.generation),
            data_key.as_slice(),
        )?;
        slot.wrap.push(SlotWrap {
            generation: store.generation,
            enc: wrapped.enc,
            ct: wrapped.ct,
        });
        Ok(slot)
    }

    fn cost(&self) -> Cost {
        Cost {
            m: self.m,
            t: self.t,
            p: self.p,
        }
    }

    /// Binds a part to its store, person, purpose, generation, cost and keys: parts cannot be exchanged or costs lowered.
    fn aad(&self, store: &str, purpose: &str, generation: u32) -> Vec<u8> {
        let keys = [hex(&self.sign_key), hex(&self.open_key)];
        aad(
            store,
            &self.login,
            purpose,
            generation,
            self.cost(),
            keys,
            "",
        )
    }

    fn unlock(&self, store: &StorePart, passphrase: &str) -> Result<Unlocked> {
        let (key, _verifier) = self.cost().stretch(passphrase, &self.salt)?;
        let bytes = unseal(&key, &self.aad(&store.id, "sealed", 0), &self.sealed)
            .ok_or(StoreError::WrongPassphrase)?;
        let (pairs, verifiers) =
            read_payload(&bytes).ok_or(StoreError::Keys("a slot's payload is unreadable"))?;
        if pairs.sign_key() != self.sign_key || pairs.open_key()? != self.open_key {
            return Err(StoreError::Keys("a slot's keys do not fit together"));
        }
        let data_key = self
            .unwrap(store, &pairs)
            .ok_or(StoreError::Keys("a slot's wrap does not open"))?;
        Ok(Unlocked {
            pairs,
            data_key,
            verifiers,
        })
    }

    /// The newest generation first, then the one before (STORE: rotation).
    fn unwrap(&self, store: &StorePart, pairs: &Pairs) -> Option<Secret> {
        let mut wraps: Vec<&SlotWrap> = self.wrap.iter().collect();
        wraps.sort_by_key(|wrap| std::cmp::Reverse(wrap.generation));
        wraps.iter().take(2).find_map(|wrap| {
            let wrapped = Wrapped {
                enc: wrap.enc.clone(),
                ct: wrap.ct.clone(),
            };
            let bytes = pairs.unwrap(&self.aad(&store.id, "wrap", wrap.generation), &wrapped)?;
            secret_of(&bytes)
        })
    }
}

impl PendingSlot {
    /// The data key under a code, until `expires_at`.
    pub(in crate::store) fn make(
        store: &StorePart,
        login: &str,
        code: &str,
        data_key: &Secret,
        expires_at: Moment,
    ) -> Result<PendingSlot> {
        let salt: [u8; 16] = random()?;
        let cost = Cost::NOW;
        let (key, _verifier) = cost.stretch(code, &salt)?;
        let mut pending = PendingSlot {
            login: login.to_owned(),
            m: cost.m,
            t: cost.t,
            p: cost.p,
            salt: salt.to_vec(),
            expires_at: expires_at.iso(),
            wrap: Vec::new(),
        };
        pending.wrap = seal(&key, &pending.aad(store), data_key.as_slice())?;
        Ok(pending)
    }

    /// How the trail names the code without knowing it.
    pub(in crate::store) fn id(&self) -> String {
        hex(&self.salt)
    }

    pub(in crate::store) fn is_expired(&self, now: Moment) -> bool {
        Moment::parse(&self.expires_at).is_none_or(|end| now >= end)
    }

    pub(in crate::store) fn unlock(&self, store: &StorePart, code: &str) -> Result<Secret> {
        let (key, _verifier) = self.cost().stretch(code, &self.salt)?;
        unseal(&key, &self.aad(store), &self.wrap)
            .and_then(|bytes| secret_of(&bytes))
            .ok_or(StoreError::WrongPassphrase)
    }

    fn cost(&self) -> Cost {
        Cost {
            m: self.m,
            t: self.t,
            p: self.p,
        }
    }

    fn aad(&self, store: &StorePart) -> Vec<u8> {
        let keys = [String::new(), String::new()];
        aad(
            &store.id,
            &self.login,
            "pending",
            store.generation,
            self.cost(),
            keys,
            &self.expires_at,
        )
    }
}

fn aad(
    store: &str,
    login: &str,
    purpose: &str,
    generation: u32,
    cost: Cost,
    [sign_key, open_key]: [String; 2],
    expires_at: &str,
) -> Vec<u8> {
    Json::object([
        ("expires_at", Json::from(expires_at)),
        ("format", Json::from(FORMAT)),
        ("generation", Json::from(generation)),
        ("login", Json::from(login)),
        ("m", Json::from(cost.m)),
        ("open_key", Json::from(open_key)),
        ("p", Json::from(cost.p)),
        ("purpose", Json::from(purpose)),
        ("sign_key", Json::from(sign_key)),
        ("store", Json::from(store)),
        ("t", Json::from(cost.t)),
    ])
    .write()
    .into_bytes()
}

/// Version, both private keys, then cost, salt and verifier of each of the last passphrases.
fn payload(pairs: &Pairs, verifiers: &[Verifier]) -> Zeroizing<Vec<u8>> {
    let (sign, open) = pairs.secrets();
    // Room for all of it at once: growing would leave copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(512));
    out.push(PAYLOAD_VERSION);
    out.extend_from_slice(sign.as_slice());
    out.extend_from_slice(open.as_slice());
    for known in verifiers {
        for number in [known.cost.m, known.cost.t, known.cost.p] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&known.salt);
        out.extend_from_slice(known.derived.as_slice());
    }
    out
}

fn read_payload(bytes: &[u8]) -> Option<(Pairs, Vec<Verifier>)> {
    let (&version, rest) = bytes.split_first()?;
    let (sign, rest) = rest.split_at_checked(32)?;
    let (open, rest) = rest.split_at_checked(32)?;
    if version != PAYLOAD_VERSION {
        return None;
    }
    let verifiers = rest
        .chunks(60)
        .map(|chunk| {
            let (m, chunk) = chunk.split_first_chunk()?;
            let (t, chunk) = chunk.split_first_chunk()?;
            let (p, chunk) = chunk.split_first_chunk()?;
            let (salt, verifier) = chunk.split_first_chunk()?;
            let [m, t, p] = [m, t, p].map(|number| u32::from_le_bytes(*number));
            Some(Verifier {
                cost: Cost { m, t, p },
                salt: *salt,
                derived: secret_of(verifier)?,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    Some((
        Pairs::from_secrets(secret_of(sign)?, secret_of(open)?),
        verifiers,
    ))
}

impl KeysFile {
    /// A file of its own for a new store.
    pub(in crate::store) fn new(store: StorePart, slots: Vec<Slot>) -> KeysFile {
        KeysFile {
            store,
            slots,
            pending: Vec::new(),
            text: String::new(),
            mac: Vec::new(),
        }
    }

    /// Reads the form; the seal can be checked only with the data key.
    pub(in crate::store) fn load(dir: &Path) -> Result<KeysFile> {
        let mut text = String::new();
        File::open(dir.join(NAME))
            .map_err(file("open keys.toml"))?
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(|_bytes| StoreError::Keys("it is not text"))?;
        KeysFile::parse(text)
    }

    fn parse(text: String) -> Result<KeysFile> {
        let form: Form =
            toml::from_str(&text).map_err(|_form| StoreError::Keys("it is not of its form"))?;
        Ok(KeysFile {
            store: form.store,
            slots: form.slot,
            pending: form.pending,
            text,
            mac: form.seal.mac,
        })
    }

    /// Whether nobody without the data key has changed a byte.
    pub(in crate::store) fn check_seal(&self, data_key: &Secret) -> Result<()> {
        let broken = StoreError::Keys("its seal is broken");
        let Some((body, rest)) = self.text.rsplit_once(SEAL) else {
            return Err(broken);
        };
        let sealed = format!("{body}\n");
        let is_whole = rest == seal_line(&self.mac)
            && is_mac(
                &derive(data_key, "irdesk-seal/1")?,
                sealed.as_bytes(),
                &self.mac,
            )?;
        if is_whole { Ok(()) } else { Err(broken) }
    }

    pub(in crate::store) fn slot(&self, login: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.login == login)
    }

    pub(in crate::store) fn pending(&self, login: &str) -> Option<&PendingSlot> {
        self.pending.iter().find(|pending| pending.login == login)
    }

    /// Puts a slot in the place of the person's earlier one.
    pub(in crate::store) fn put(&mut self, slot: Slot) {
        match self.slots.iter_mut().find(|one| one.login == slot.login) {
            Some(place) => *place = slot,
            None => self.slots.push(slot),
        }
    }

    /// Opens a person's slot; a stranger takes as long and fails alike.
    pub(in crate::store) fn unlock(&self, login: &str, passphrase: &str) -> Result<Unlocked> {
        let Some(slot) = self.slot(login) else {
            Cost::NOW.stretch(passphrase, &[0; 16])?;
            return Err(StoreError::WrongPassphrase);
        };
        let unlocked = slot.unlock(&self.store, passphrase)?;
        self.check_seal(&unlocked.data_key)?;
        Ok(unlocked)
    }

    /// Writes the file anew: temporary file, fsync, rename, fsync of the directory.
    pub(in crate::store) fn save(&mut self, dir: &Path, data_key: &Secret) -> Result<()> {
        let body = self.body();
        let mac = mac(&derive(data_key, "irdesk-seal/1")?, body.as_bytes())?;
        // The seal's own heading begins after the blank line that ends the body.
        self.text = format!("{body}[seal]\n{}", seal_line(&mac));
        self.mac = mac.to_vec();
        let fresh = dir.join("keys.toml.new");
        let mut out = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)
            .map_err(file("write keys.toml"))?;
        out.write_all(self.text.as_bytes())
            .and_then(|()| out.sync_all())
            .and_then(|()| std::fs::rename(&fresh, dir.join(NAME)))
            .map_err(file("write keys.toml"))?;
        sync_dir(dir)
    }

    fn body(&self) -> String {
        let mut out = String::new();
        let mut line = |name: &str, value: String| {
            out.push_str(name);
            if !value.is_empty() {
                out.push_str(" = ");
                out.push_str(&value);
            }
            out.push('\n');
        };
        line("[store]", String::new());
        line("id", quoted(&self.store.id));
        line("generation", self.store.generation.to_string());
        for slot in &self.slots {
            line("\n[[slot]]", String::new());
            line("login", quoted(&slot.login));
            line("sign_key", base64_text(&slot.sign_key));
            line("open_key", base64_text(&slot.open_key));
            line("m", slot.m.to_string());
            line("t", slot.t.to_string());
            line("p", slot.p.to_string());
            line("salt", base64_text(&slot.salt));
            line("sealed", base64_text(&slot.sealed));
            for wrap in &slot.wrap {
                line("[[slot.wrap]]", String::new());
                line("generation", wrap.generation.to_string());
                line("enc", base64_text(&wrap.enc));
                line("ct", base64_text(&wrap.ct));
            }
        }
        for pending in &self.pending {
            line("\n[[pending]]", String::new());
            line("login", quoted(&pending.login));
            line("m", pending.m.to_string());
            line("t", pending.t.to_string());
            line("p", pending.p.to_string());
            line("salt", base64_text(&pending.salt));
            line("expires_at", quoted(&pending.expires_at));
            line("wrap", base64_text(&pending.wrap));
        }
        out.push('\n');
        out
    }
}

fn seal_line(mac: &[u8]) -> String {
    format!("mac = {}\n", base64_text(mac))
}

fn base64_text(bytes: &[u8]) -> String {
    quoted(&BASE64.encode(bytes))
}

/// Logins, dates and base64 need no escapes; anything else is written so that it cannot end the string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        if letter.is_ascii_graphic() && !matches!(letter, '"' | '\\') {
            out.push(letter);
        } else if write!(out, "\\U{:08X}", u32::from(letter)).is_err() {
            debug_assert!(false, "a string takes every text");
        }
    }
    out.push('"');
    out
}

pub(in crate::store) fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(file("sync the directory"))
}

/// Held while keys.toml is replaced; given back on drop.
pub(in crate::store) struct KeysLock {
    _file: File,
}

impl KeysLock {
    pub(in crate::store) fn take(dir: &Path) -> Result<KeysLock> {
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(dir.join(LOCK))
            .map_err(file("open lock"))?;
        flock(&lock, FlockOperation::LockExclusive)
            .map_err(|fault| file("take lock")(fault.into()))?;
        Ok(KeysLock { _file: lock })
    }
}

impl Drop for KeysFile {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::crypto::random_secret;

    fn store() -> StorePart {
        StorePart {
            id: "0123".to_owned(),
            generation: 1,
        }
    }

    fn unlocked(data_key: &Secret) -> Unlocked {
        Unlocked {
            pairs: Pairs::make().unwrap(),
            data_key: data_key.clone(),
            verifiers: Vec::new(),
        }
    }

    #[test]
    fn a_slot_opens_for_its_person_in_its_store_at_its_cost_only() {
        let dir = tempfile::tempdir().unwrap();
        let data_key = random_secret().unwrap();
        let lin = Slot::make(&store(), "lin", "lin's passphrase", unlocked(&data_key)).unwrap();
        let wu = Slot::make(&store(), "wu", "wu's passphrase", unlocked(&data_key)).unwrap();
        let mut keys = KeysFile::new(store(), vec![lin, wu]);
        keys.save(dir.path(), &data_key).unwrap();
        let keys = KeysFile::load(dir.path()).unwrap();
        keys.check_seal(&data_key).unwrap();
        assert_eq!(
            *keys.unlock("lin", "lin's passphrase").unwrap().data_key,
            *data_key
        );
        for (login, passphrase) in [("lin", "wu's passphrase"), ("nobody", "lin's passphrase")] {
            let fault = keys.unlock(login, passphrase).err();
            assert!(matches!(fault, Some(StoreError::WrongPassphrase)));
        }

        let text = std::fs::read_to_string(dir.path().join(NAME)).unwrap();
        let refused = |text: String, login: &str, passphrase: &str| {
            KeysFile::parse(text)
                .and_then(|keys| keys.unlock(login, passphrase))
                .err()
        };
        // Exchanged between people: the passphrase no longer opens the slot under the other name.
        let exchanged = text
            .replace("\"lin\"", "\"x\"")
            .replace("\"wu\"", "\"lin\"")
            .replace("\"x\"", "\"wu\"");
        let fault = refused(exchanged, "wu", "lin's passphrase");
        assert!(matches!(fault, Some(StoreError::WrongPassphrase)));
        let fault = refused(
            text.replace("\"0123\"", "\"4567\""),
            "lin",
            "lin's passphrase",
        );
        assert!(matches!(fault, Some(StoreError::WrongPassphrase)));
        for (from, to) in [
            ("m = 65536", "m = 8"),
            ("m = 65536", "m = 4194304"),
            ("t = 3", "t = 11"),
        ] {
            let fault = refused(text.replace(from, to), "lin", "lin's passphrase");
            assert!(matches!(fault, Some(StoreError::Keys(_))), "{to}");
        }
        // A raised cost is not what the slot was sealed for.
        let fault = refused(
            text.replacen("t = 3", "t = 4", 1),
            "lin",
            "lin's passphrase",
        );
        assert!(matches!(fault, Some(StoreError::WrongPassphrase)));
        // A change elsewhere breaks the seal for everybody.
        for changed in [
            text.replace("\"wu\"", "\"we\""),
            text.replace("\n[seal]", "\n\n[seal]"),
            format!("{text}# more\n"),
        ] {
            let fault = refused(changed, "lin", "lin's passphrase");
            assert!(matches!(fault, Some(StoreError::Keys(_))));
        }
    }

    #[test]
    fn a_code_opens_until_it_expires_and_for_its_person_only() {
        let data_key = random_secret().unwrap();
        let code = "ABCDABCDABCDABCD";
        let pending = PendingSlot::make(&store(), "lin", code, &data_key, Moment(1000)).unwrap();
        assert_eq!(*pending.unlock(&store(), code).unwrap(), *data_key);
        assert!(!pending.is_expired(Moment(999)) && pending.is_expired(Moment(1000)));
        let later = PendingSlot {
            expires_at: Moment(9000).iso(),
            ..pending
        };
        let fault = later.unlock(&store(), code).err();
        assert!(matches!(fault, Some(StoreError::WrongPassphrase)));
    }
}
