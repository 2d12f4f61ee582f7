//! A slot of keys.toml: one person's keys under his passphrase; and the data key that waits under an enrolment code.
//!
//! Knows their form and cryptography, neither the file nor the trail.

use std::fmt::Write as _;

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use crate::domain::canonical::Json;
use crate::domain::moment::Moment;
use crate::domain::trail::hex;
use crate::store::crypto::{
    Cost, FORMAT, Pairs, Secret, Wrapped, random, seal, secret_of, unseal, wrap,
};
use crate::store::error::{Result, StoreError};

const PAYLOAD_VERSION: u8 = 1;
const PASSPHRASES_KEPT: usize = 3;

/// Which store, and which generation of its data key.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct StorePart {
    pub(in crate::store) id: String,
    pub(in crate::store) generation: u32,
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

pub(in crate::store) fn base64<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Vec<u8>, D::Error> {
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

    /// Its lines in keys.toml, always in this order.
    pub(in crate::store) fn write(&self, out: &mut String) {
        out.push_str("\n[[slot]]\n");
        line(out, "login", &quoted(&self.login));
        line(out, "sign_key", &base64_text(&self.sign_key));
        line(out, "open_key", &base64_text(&self.open_key));
        self.cost().write(out);
        line(out, "salt", &base64_text(&self.salt));
        line(out, "sealed", &base64_text(&self.sealed));
        for wrap in &self.wrap {
            out.push_str("[[slot.wrap]]\n");
            line(out, "generation", &wrap.generation.to_string());
            line(out, "enc", &base64_text(&wrap.enc));
            line(out, "ct", &base64_text(&wrap.ct));
        }
    }

    pub(in crate::store) fn unlock(&self, store: &StorePart, passphrase: &str) -> Result<Unlocked> {
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

    /// Its lines in keys.toml, always in this order.
    pub(in crate::store) fn write(&self, out: &mut String) {
        out.push_str("\n[[pending]]\n");
        line(out, "login", &quoted(&self.login));
        self.cost().write(out);
        line(out, "salt", &base64_text(&self.salt));
        line(out, "expires_at", &quoted(&self.expires_at));
        line(out, "wrap", &base64_text(&self.wrap));
    }

    /// How the trail names the code without knowing it.
    pub(in crate::store) fn id(&self) -> String {
        hex(&self.salt)
    }

    /// Until when the code is good.
    pub(in crate::store) fn expires_at(&self) -> Option<Moment> {
        Moment::parse(&self.expires_at)
    }

    pub(in crate::store) fn is_expired(&self, now: Moment) -> bool {
        self.expires_at().is_none_or(|end| now >= end)
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

impl Cost {
    fn write(self, out: &mut String) {
        for (name, number) in [("m", self.m), ("t", self.t), ("p", self.p)] {
            line(out, name, &number.to_string());
        }
    }
}

/// One `name = value` line.
pub(in crate::store) fn line(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(" = ");
    out.push_str(value);
    out.push('\n');
}

pub(in crate::store) fn base64_text(bytes: &[u8]) -> String {
    quoted(&BASE64.encode(bytes))
}

/// Logins, dates and base64 need no escapes; anything else is written so that it cannot end the string.
pub(in crate::store) fn quoted(text: &str) -> String {
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
