//! An entry of the trail (軌跡): its canonical bytes, its hash, and what is signed (STORE: the trail).
//!
//! Entries hold numbers, codes, counts and digests; never an identifier, a name, a case or free text.

use sha2::{Digest, Sha256};

use crate::domain::canonical::Json;
use crate::domain::moment::Moment;
use crate::domain::people::Role;

/// What happened, as the trail will keep it: an action with its version, the record it touched, and its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<'a> {
    /// Stable name and version, such as `check.drawn/1`.
    pub action: &'a str,
    /// The record's number, `""` when there is none.
    pub record: &'a str,
    /// An object; the members `rows`, `runs`, `batches` and `dropped` belong to the store.
    pub body: Json,
}

/// One entry as it stands in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub action: String,
    pub at: Moment,
    pub body: Json,
    /// SHA-256 of the signer's public Ed25519 key.
    pub key: [u8; 32],
    /// Login.
    pub person: String,
    /// Hash of the entry before; 32 zeros in the first.
    pub prev: [u8; 32],
    pub record: String,
    pub role: Role,
    /// From 1 without gaps.
    pub seq: u64,
    /// Id of the store.
    pub store: String,
}

const MEMBERS: usize = 10;

impl Entry {
    /// The canonical bytes, which are stored, hashed and never written anew.
    pub fn bytes(&self) -> String {
        Json::object([
            ("action", Json::from(self.action.as_str())),
            ("at", Json::from(self.at.iso())),
            ("body", self.body.clone()),
            ("key", Json::from(hex(&self.key))),
            ("person", Json::from(self.person.as_str())),
            ("prev", Json::from(hex(&self.prev))),
            ("record", Json::from(self.record.as_str())),
            ("role", Json::from(self.role.code())),
            (
                "seq",
                Json::Int(i64::try_from(self.seq).unwrap_or(i64::MAX)),
            ),
            ("store", Json::from(self.store.as_str())),
        ])
        .write()
    }

    /// Reads an entry; `None` unless writing it again gives the same bytes.
    pub fn parse(bytes: &str) -> Option<Entry> {
        let json = Json::parse(bytes)?;
        let Json::Object(members) = &json else {
            return None;
        };
        if members.len() != MEMBERS {
            return None;
        }
        let text = |name: &str| json.get(name)?.text();
        Some(Entry {
            action: text("action")?.to_owned(),
            at: Moment::parse(text("at")?)?,
            body: json
                .get("body")
                .filter(|body| matches!(body, Json::Object(_)))?
                .clone(),
            key: unhex(text("key")?)?,
            person: text("person")?.to_owned(),
            prev: unhex(text("prev")?)?,
            record: text("record")?.to_owned(),
            role: text("role")?.parse().ok()?,
            seq: json
                .get("seq")?
                .int()
                .and_then(|seq| u64::try_from(seq).ok())?,
            store: text("store")?.to_owned(),
        })
    }
}

/// The hash of an entry's bytes, which the next entry names.
pub fn hash(bytes: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"irdesk-entry/1\n")
        .chain_update(bytes)
        .finalize()
        .into()
}

/// What the acting person signs.
pub fn signing_string(hash: &[u8; 32]) -> Vec<u8> {
    [b"irdesk-trail/1\0".as_slice(), hash.as_slice()].concat()
}

/// How a public key is named in the trail: its SHA-256.
pub fn fingerprint(public_key: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(public_key).into()
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// 32 bytes from their lower-case hex.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            action: "check.drawn/1".to_owned(),
            at: Moment(1_795_000_000_123),
            body: Json::object([("n", Json::Int(412))]),
            key: [7; 32],
            person: "lin".to_owned(),
            prev: [0; 32],
            record: "11510".to_owned(),
            role: Role::Checker,
            seq: 1,
            store: "00ff".to_owned(),
        }
    }

    #[test]
    fn an_entry_has_one_spelling_that_is_never_to_change() {
        let bytes = entry().bytes();
        let expected = format!(
            "{{\"action\":\"check.drawn/1\",\"at\":\"2026-11-18T11:06:40.123Z\",\"body\":{{\"n\":412}},\"key\":\"{}\",\
             \"person\":\"lin\",\"prev\":\"{}\",\"record\":\"11510\",\"role\":\"checker\",\"seq\":1,\"store\":\"00ff\"}}",
            "07".repeat(32),
            "0".repeat(64)
        );
        assert_eq!(bytes, expected);
        assert_eq!(Entry::parse(&bytes), Some(entry()));
    }

    #[test]
    fn the_hash_begins_with_the_format_s_name() {
        let plain: [u8; 32] = Sha256::digest(b"irdesk-entry/1\n{}").into();
        assert_eq!(hash("{}"), plain);
        assert!(signing_string(&plain).starts_with(b"irdesk-trail/1\0"));
    }

    #[test]
    fn an_entry_with_a_member_too_many_or_a_foreign_role_is_none() {
        let bytes = entry().bytes();
        for (from, to) in [
            ("checker", "king"),
            ("\"seq\":1", "\"seq\":-1"),
            ("\"store\":", "\"sto\":0,\"store\":"),
            ("\"body\":{\"n\":412}", "\"body\":1"),
        ] {
            assert_eq!(Entry::parse(&bytes.replace(from, to)), None, "{to}");
        }
    }

    proptest::proptest! {
        #[test]
        fn changing_any_byte_changes_the_hash(place in 0_usize..300, byte in 32_u8..127) {
            let bytes = entry().bytes();
            let mut changed = bytes.clone().into_bytes();
            let place = place % changed.len();
            proptest::prop_assume!(changed[place] != byte);
            changed[place] = byte;
            proptest::prop_assert_ne!(hash(&bytes), hash(&String::from_utf8(changed).unwrap()));
        }
    }
}
