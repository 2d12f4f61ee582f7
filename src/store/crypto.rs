//! The primitives of the keys: derivation, sealing by passphrase and to a person, signing. Knows no file.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::domain::trail::fingerprint;
use crate::store::error::{Result, StoreError};

type SealKem = hpke::kem::X25519HkdfSha256;
type SealKdf = hpke::kdf::HkdfSha256;
type SealAead = hpke::aead::ChaCha20Poly1305;

/// 32 secret bytes, zeroed on drop.
pub(in crate::store) type Secret = Zeroizing<[u8; 32]>;

/// HPKE's `info`, and the name of the slots' format.
pub(in crate::store) const FORMAT: &str = "irdesk-slot/1";
const NONCE: usize = 24;

/// Random bytes from the system.
pub(in crate::store) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_none| StoreError::Broken("no randomness"))?;
    Ok(bytes)
}

pub(in crate::store) fn random_secret() -> Result<Secret> {
    Ok(Zeroizing::new(random()?))
}

/// HKDF-SHA-256 of the data key for one purpose.
pub(in crate::store) fn derive(data_key: &Secret, purpose: &str) -> Result<Secret> {
    let mut out = Secret::default();
    Hkdf::<Sha256>::new(None, data_key.as_slice())
        .expand(purpose.as_bytes(), out.as_mut_slice())
        .map_err(|_long| StoreError::Broken("key derivation"))?;
    Ok(out)
}

/// HMAC-SHA-256.
pub(in crate::store) fn mac(key: &Secret, bytes: &[u8]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice())
        .map_err(|_length| StoreError::Broken("mac"))?;
    mac.update(bytes);
    Ok(mac.finalize().into_bytes().into())
}

/// Whether a mac is the right one, in constant time.
pub(in crate::store) fn is_mac(key: &Secret, bytes: &[u8], expected: &[u8]) -> Result<bool> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice())
        .map_err(|_length| StoreError::Broken("mac"))?;
    mac.update(bytes);
    Ok(mac.verify_slice(expected).is_ok())
}

/// Argon2id's cost: KiB, passes, lanes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Cost {
    pub(in crate::store) m: u32,
    pub(in crate::store) t: u32,
    pub(in crate::store) p: u32,
}

impl Cost {
    /// What every rewrite uses.
    pub(in crate::store) const NOW: Cost = Cost {
        m: 64 * 1024,
        t: 3,
        p: 1,
    };

    /// Refused before anything is allocated: below the first cost, above 1 GiB or ten passes.
    pub(in crate::store) fn check(self) -> Result<()> {
        let fits = (Cost::NOW.m..=1024 * 1024).contains(&self.m)
            && (Cost::NOW.t..=10).contains(&self.t)
            && (1..=16).contains(&self.p);
        if fits {
            Ok(())
        } else {
            Err(StoreError::Keys("its Argon2 parameters are refused"))
        }
    }

    /// The sealing key and the verifier of a passphrase.
    pub(in crate::store) fn stretch(
        self,
        passphrase: &str,
        salt: &[u8],
    ) -> Result<(Secret, Secret)> {
        self.check()?;
        let params = Params::new(self.m, self.t, self.p, Some(64))
            .map_err(|_bad| StoreError::Keys("its Argon2 parameters are refused"))?;
        let mut out = Zeroizing::new([0_u8; 64]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, out.as_mut_slice())
            .map_err(|_bad| StoreError::Keys("its salt is refused"))?;
        let (mut key, mut verifier) = (Secret::default(), Secret::default());
        let (first, second) = out.split_at(32);
        key.copy_from_slice(first);
        verifier.copy_from_slice(second);
        Ok((key, verifier))
    }
}

/// XChaCha20-Poly1305 with a random nonce before the ciphertext.
pub(in crate::store) fn seal(key: &Secret, aad: &[u8], msg: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE] = random()?;
    let cipher = XChaCha20Poly1305::new((&**key).into())
        .encrypt((&nonce).into(), Payload { msg, aad })
        .map_err(|_long| StoreError::Broken("sealing"))?;
    Ok([nonce.as_slice(), &cipher].concat())
}

/// Opens [`seal`]; `None` when the key or the associated data is another.
pub(in crate::store) fn unseal(
    key: &Secret,
    aad: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
    XChaCha20Poly1305::new((&**key).into())
        .decrypt(nonce.into(), Payload { msg, aad })
        .ok()
        .map(Zeroizing::new)
}

/// A secret sealed to one person by HPKE.
pub(in crate::store) struct Wrapped {
    pub(in crate::store) enc: Vec<u8>,
    pub(in crate::store) ct: Vec<u8>,
}

/// Seals to an X25519 key (RFC 9180, base mode).
pub(in crate::store) fn wrap(open_key: &[u8; 32], aad: &[u8], bytes: &[u8]) -> Result<Wrapped> {
    let key = <SealKem as Kem>::PublicKey::from_bytes(open_key)
        .map_err(|_bad| StoreError::Keys("an open key is none"))?;
    let (enc, mut context) =
        hpke::setup_sender::<SealAead, SealKdf, SealKem>(&OpModeS::Base, &key, FORMAT.as_bytes())
            .map_err(|_bad| StoreError::Keys("an open key is none"))?;
    let ct = context
        .seal(bytes, aad)
        .map_err(|_bad| StoreError::Broken("sealing"))?;
    Ok(Wrapped {
        enc: enc.to_bytes().to_vec(),
        ct,
    })
}

/// Both pairs of a person.
#[derive(Clone)]
pub(in crate::store) struct Pairs {
    sign: SigningKey,
    open: Secret,
}

impl Pairs {
    pub(in crate::store) fn make() -> Result<Pairs> {
        Ok(Pairs::from_secrets(random_secret()?, random_secret()?))
    }

    pub(in crate::store) fn from_secrets(sign: Secret, open: Secret) -> Pairs {
        Pairs {
            sign: SigningKey::from_bytes(&sign),
            open,
        }
    }

    /// The private halves, for the slot's payload.
    pub(in crate::store) fn secrets(&self) -> (Secret, Secret) {
        (Zeroizing::new(self.sign.to_bytes()), self.open.clone())
    }

    pub(in crate::store) fn sign_key(&self) -> [u8; 32] {
        self.sign.verifying_key().to_bytes()
    }

    pub(in crate::store) fn open_key(&self) -> Result<[u8; 32]> {
        let secret = self.open_secret()?;
        Ok(SealKem::sk_to_pk(&secret).to_bytes().into())
    }

    fn open_secret(&self) -> Result<<SealKem as Kem>::PrivateKey> {
        <SealKem as Kem>::PrivateKey::from_bytes(self.open.as_slice())
            .map_err(|_bad| StoreError::Keys("an open key is none"))
    }

    pub(in crate::store) fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.sign_key())
    }

    pub(in crate::store) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.sign.sign(message).to_bytes()
    }

    /// Opens [`wrap`]; `None` when it was sealed to another or with other associated data.
    pub(in crate::store) fn unwrap(
        &self,
        aad: &[u8],
        wrapped: &Wrapped,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let enc = <SealKem as Kem>::EncappedKey::from_bytes(&wrapped.enc).ok()?;
        let mut context = hpke::setup_receiver::<SealAead, SealKdf, SealKem>(
            &OpModeR::Base,
            &self.open_secret().ok()?,
            &enc,
            FORMAT.as_bytes(),
        )
        .ok()?;
        context.open(&wrapped.ct, aad).ok().map(Zeroizing::new)
    }
}

/// A public key that may verify: neither weak nor spelled in a second way.
pub(in crate::store) fn sound_key(bytes: &[u8; 32]) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(bytes).ok()?;
    (!key.is_weak() && key.to_edwards().compress().as_bytes() == bytes).then_some(key)
}

/// 32 secret bytes from a slice.
pub(in crate::store) fn secret_of(bytes: &[u8]) -> Option<Secret> {
    let mut secret = Secret::default();
    (bytes.len() == secret.len()).then(|| secret.copy_from_slice(bytes))?;
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_data_only() {
        let key = random_secret().unwrap();
        let sealed = seal(&key, b"lin", b"secret").unwrap();
        assert_eq!(unseal(&key, b"lin", &sealed).unwrap().as_slice(), b"secret");
        assert!(unseal(&key, b"wu", &sealed).is_none());
        assert!(unseal(&random_secret().unwrap(), b"lin", &sealed).is_none());
        assert!(unseal(&key, b"lin", &sealed[..20]).is_none());
    }

    #[test]
    fn a_secret_sealed_to_one_person_opens_for_nobody_else() {
        let (lin, wu) = (Pairs::make().unwrap(), Pairs::make().unwrap());
        let wrapped = wrap(&lin.open_key().unwrap(), b"draw", b"secret").unwrap();
        assert_eq!(lin.unwrap(b"draw", &wrapped).unwrap().as_slice(), b"secret");
        assert!(lin.unwrap(b"else", &wrapped).is_none());
        assert!(wu.unwrap(b"draw", &wrapped).is_none());
    }

    #[test]
    fn lowered_or_absurd_costs_are_refused() {
        let cost = |m, t, p| Cost { m, t, p }.check().is_ok();
        assert!(cost(65_536, 3, 1) && cost(1_048_576, 10, 1));
        assert!(!cost(65_535, 3, 1) && !cost(1_048_577, 3, 1));
        assert!(!cost(65_536, 2, 1) && !cost(65_536, 11, 1) && !cost(65_536, 3, 0));
    }

    #[test]
    fn a_weak_key_is_none() {
        assert!(sound_key(&[0; 32]).is_none());
        let mut identity = [0; 32];
        identity[0] = 1;
        assert!(sound_key(&identity).is_none());
        assert!(sound_key(&Pairs::make().unwrap().sign_key()).is_some());
    }
}
