//! Who may sign, as the record lists them, and uses of the recovery code: read from the trail alone.

use std::collections::BTreeMap;

use super::AppError;
use super::drawn::name_of;
use crate::domain::canonical::Json;
use crate::domain::ids::Period;
use crate::domain::people::{Role, Roles};
use crate::domain::signers::RECOVERY;
use crate::domain::trail::{Entry, hex};
use crate::locale::{Lang, Paper};
use crate::report::check_record::Signer;
use crate::store::{self, Reader};

const LANG: Lang = Lang::ZhTw;
const ENROLMENTS: &[&str] = &[
    "store.created/1",
    "person.added/1",
    "person.roles/1",
    "person.removed/1",
    "code.made/1",
    "key.enrolled/1",
    "key.revoked/1",
];

const SIGNED: &str = "check.signed/1";
const KEYS: &[&str] = &[SIGNED, "code.made/1", "key.revoked/1", "person.removed/1"];

/// A key that counts.
struct Key {
    login: String,
    fingerprint: String,
    entry: (crate::domain::moment::Moment, u64),
    enrolled_by: String,
}

/// Everybody whose key counts at a place in the trail, in the order of enrolment.
pub(super) fn signers(reader: Reader<'_>, until: u64) -> Result<Vec<Signer>, AppError> {
    let mut roles: BTreeMap<String, Roles> = BTreeMap::new();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let mut keys: Vec<Key> = Vec::new();
    for entry in store::walk::entries(reader, ENROLMENTS, until)? {
        let login = text(&entry, "login");
        match entry.action.as_str() {
            "store.created/1" => {
                roles.insert(entry.person.clone(), roles_of(&entry));
                keys.push(key(&entry, entry.person.clone()));
            }
            "person.added/1" => {
                roles.insert(login.clone(), roles_of(&entry));
                codes.insert(login, entry.person);
            }
            "person.roles/1" => {
                roles.insert(login, roles_of(&entry));
            }
            "code.made/1" => {
                codes.insert(login, entry.person);
            }
            "key.enrolled/1" => {
                let by = codes.get(&entry.person).cloned().unwrap_or_default();
                keys.push(key(&entry, by));
            }
            _ => {
                let revoked = text(&entry, "key");
                keys.retain(|key| key.fingerprint != revoked);
                // The entry that revokes makes the code for the next key.
                codes.insert(login, entry.person);
            }
        }
    }
    let line = |key: Key| {
        let held = roles.get(&key.login).copied().unwrap_or_default();
        let enrolled_by = if key.enrolled_by == RECOVERY {
            Paper::RECOVERY.to_owned()
        } else {
            name_of(reader, &key.enrolled_by)?
        };
        Ok(Signer {
            name: name_of(reader, &key.login)?,
            role: LANG.roles(held),
            fingerprint: grouped(&key.fingerprint),
            since: Paper::since(LANG.moment(key.entry.0), key.entry.1),
            enrolled_by,
        })
    };
    keys.into_iter().map(line).collect()
}

fn key(entry: &Entry, enrolled_by: String) -> Key {
    Key {
        login: entry.person.clone(),
        fingerprint: hex(&entry.key),
        entry: (entry.at, entry.seq),
        enrolled_by,
    }
}

fn text(entry: &Entry, name: &str) -> String {
    let found = entry.body.get(name).and_then(Json::text);
    found.unwrap_or_default().to_owned()
}

fn roles_of(entry: &Entry) -> Roles {
    let list = entry.body.get("roles").and_then(Json::list);
    let roles: Vec<Role> = list
        .unwrap_or_default()
        .iter()
        .filter_map(|code| code.text()?.parse().ok())
        .collect();
    Roles::of(&roles)
}

/// Hex digits in groups of four, as people compare them.
fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// What is to be said of keys since the record before this one: uses of the recovery code, keys that count no more.
pub(super) fn key_remarks(
    reader: Reader<'_>,
    period: Period,
    until: u64,
) -> Result<Vec<String>, AppError> {
    let own = format!("{period}-v");
    let entries = store::walk::entries(reader, KEYS, until)?;
    let before = entries
        .iter()
        .filter(|entry| entry.action == SIGNED && !entry.record.starts_with(&own))
        .map(|entry| entry.seq)
        .max();
    let since = entries
        .iter()
        .filter(|entry| entry.action != SIGNED && before.is_none_or(|seq| entry.seq > seq));
    let (mut recovered, mut said) = (Vec::new(), Vec::new());
    for entry in since {
        let is_recovery = entry.person == RECOVERY;
        if is_recovery {
            recovered.push(entry.seq);
        }
        let (key, is_removal) = (text(entry, "key"), entry.action == "person.removed/1");
        if key.is_empty() && !is_removal {
            continue;
        }
        let by = if is_recovery {
            Paper::RECOVERY.to_owned()
        } else {
            name_of(reader, &entry.person)?
        };
        let name = name_of(reader, &text(entry, "login"))?;
        let shown = grouped(key.get(..16).unwrap_or_default());
        let day = LANG.moment(entry.at);
        said.push(Paper::key_revoked(
            (&name, &by),
            &shown,
            (&day, entry.seq),
            is_removal,
        ));
    }
    if !recovered.is_empty() {
        said.insert(0, Paper::recovery_used(&recovered));
    }
    Ok(said)
}
