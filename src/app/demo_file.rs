//! demo.toml: who is who in a demo store, passphrases included. Read for stores alone that say of themselves that they are demos.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::AppError;
use super::imports::trouble;
use crate::domain::ids::Login;
use crate::domain::people::Role;
use crate::domain::trouble::Trouble;
use crate::store::Store;

const NAME: &str = "demo.toml";
const REMARK: &str = "# Made-up people of a demo store. Their passphrases open nothing else. Delete the directory when you are done.\n\n";

/// A made-up person who can be picked at the login.
#[derive(Debug, Clone)]
pub struct DemoLogin {
    pub login: Login,
    pub name: String,
    pub role: Role,
    pub passphrase: SecretString,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoFile {
    store: String,
    login: Vec<DemoLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoLine {
    login: String,
    name: String,
    role: String,
    passphrase: String,
}

/// Writes the file, for its owner alone.
pub(super) fn write(dir: &Path, store: &str, logins: &[DemoLogin]) -> Result<(), AppError> {
    let lines = logins.iter().map(|login| DemoLine {
        login: login.login.to_string(),
        name: login.name.clone(),
        role: login.role.code().to_owned(),
        passphrase: login.passphrase.expose_secret().to_owned(),
    });
    let file = DemoFile {
        store: store.to_owned(),
        login: lines.collect(),
    };
    let text = toml::to_string(&file).map_err(|_form| Trouble::Other {
        doing: NAME.to_owned(),
    })?;
    let text = Zeroizing::new(text);
    let path = dir.join(NAME);
    let mut options = OpenOptions::new();
    let written = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(REMARK.as_bytes())?;
            file.write_all(text.as_bytes())
        });
    written.map_err(|error| trouble(&path, &error).into())
}

/// The people of a demo store; nobody where there is no such file, or where it belongs to another store. Whether the
/// store itself says that it is a demo shows only once it is open.
pub(super) fn read(dir: &Path) -> Result<Vec<DemoLogin>, AppError> {
    let path = dir.join(NAME);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).map_err(|error| trouble(&path, &error))?;
    let text = Zeroizing::new(text);
    let garbled = || Trouble::Garbled {
        table: NAME.to_owned(),
        column: "login".to_owned(),
    };
    let file: DemoFile = toml::from_str(&text).map_err(|_form| garbled())?;
    if Store::id_in(dir)? != file.store {
        return Ok(Vec::new());
    }
    let read = |line: DemoLine| {
        Ok(DemoLogin {
            login: line.login.parse().map_err(|_form| garbled())?,
            name: line.name,
            role: line.role.parse().map_err(|_form| garbled())?,
            passphrase: SecretString::from(line.passphrase),
        })
    };
    file.login.into_iter().map(read).collect()
}
