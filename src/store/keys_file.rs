//! The file keys.toml: all slots, what waits for enrolment, and the seal over all of it (STORE: keys, layout).

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use serde::Deserialize;
use zeroize::Zeroize;

use crate::store::crypto::{Cost, Secret, derive, is_mac, mac};
use crate::store::error::{Result, StoreError, file};
use crate::store::slots::{
    PendingSlot, Slot, StorePart, Unlocked, base64, base64_text, line, quoted,
};

pub(in crate::store) const NAME: &str = "keys.toml";
const LOCK: &str = "lock";
/// Far more than a thousand people need; a larger file is not read.
const LONGEST: u64 = 4 * 1024 * 1024;
const SEAL: &str = "\n[seal]\n";

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealPart {
    #[serde(deserialize_with = "base64")]
    mac: Vec<u8>,
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
        out.push_str("[store]\n");
        line(&mut out, "id", &quoted(&self.store.id));
        line(&mut out, "generation", &self.store.generation.to_string());
        for slot in &self.slots {
            slot.write(&mut out);
        }
        for pending in &self.pending {
            pending.write(&mut out);
        }
        out.push('\n');
        out
    }
}

fn seal_line(mac: &[u8]) -> String {
    format!("mac = {}\n", base64_text(mac))
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
    use crate::store::crypto::{Pairs, random_secret};

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
}
