//! Who asks and with which secret: the store's directory, the login, passphrases from a terminal or a descriptor.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::os::fd::AsFd;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroize;

use super::Global;
use super::output::{self, CliError};
use crate::app::{AppError, Clock, Office};
use crate::domain::ids::Login;
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::locale;

/// Secrets in the order in which a command needs them; never from arguments or the environment.
pub(super) struct Secrets {
    lines: Option<BufReader<File>>,
    lang: locale::Lang,
}

const LONGEST: u64 = 4096;

impl Secrets {
    pub(super) fn of(global: &Global) -> Result<Secrets, CliError> {
        let lines = match global.passphrase_fd {
            None => None,
            Some(number) => {
                let file = descriptor(number).map_err(|_gone| {
                    CliError::Usage(locale::secret_missing(global.lang()).to_owned())
                })?;
                Some(BufReader::new(file))
            }
        };
        Ok(Secrets {
            lines,
            lang: global.lang(),
        })
    }

    /// The next secret.
    pub(super) fn next(&mut self) -> Result<SecretString, CliError> {
        let missing = || CliError::Usage(locale::secret_missing(self.lang).to_owned());
        if let Some(lines) = &mut self.lines {
            let mut line = String::new();
            let read = Read::by_ref(lines).take(LONGEST).read_line(&mut line);
            let secret = SecretString::from(line.trim_end_matches(['\n', '\r']).to_owned());
            line.zeroize();
            return if matches!(read, Ok(bytes) if bytes > 0) {
                Ok(secret)
            } else {
                Err(missing())
            };
        }
        if !std::io::stdin().is_terminal() {
            return Err(missing());
        }
        rpassword::prompt_password(locale::ask_passphrase(self.lang))
            .map(SecretString::from)
            .map_err(|_gone| missing())
    }

    /// A new passphrase: typed twice at a terminal.
    pub(super) fn new_passphrase(&mut self) -> Result<SecretString, CliError> {
        let first = self.next()?;
        if self.lines.is_none() && first.expose_secret() != self.next()?.expose_secret() {
            return Err(AppError::from(Refusal::Form {
                field: "passphrase",
            })
            .into());
        }
        Ok(first)
    }
}

/// An inherited descriptor. Without unsafe code all but the first are opened by name, which asks for the right to read anew.
fn descriptor(number: u32) -> std::io::Result<File> {
    if number == 0 {
        return Ok(File::from(std::io::stdin().as_fd().try_clone_to_owned()?));
    }
    File::open(format!("/proc/self/fd/{number}"))
}

/// The store's directory: as said, else `IRDESK_STORE`, else `$XDG_DATA_HOME/irdesk`.
pub(super) fn store_dir(global: &Global) -> PathBuf {
    if let Some(dir) = &global.store {
        return dir.clone();
    }
    let named = |name: &str| {
        std::env::var_os(name)
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    };
    if let Some(dir) = named("IRDESK_STORE") {
        return dir;
    }
    named("XDG_DATA_HOME")
        .or_else(|| named("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_else(|| PathBuf::from("."))
        .join("irdesk")
}

/// The login that `--as` names. A text that cannot be a login is an unknown one.
pub(super) fn login(global: &Global) -> Result<Login, CliError> {
    let Some(text) = &global.login else {
        return Err(CliError::Usage(global.lang().usage_example("--as lin.sf")));
    };
    text.parse().map_err(|_bad| Trouble::WrongPassphrase.into())
}

/// Opens the store for whoever asks.
pub(super) fn office(global: &Global) -> Result<Office, CliError> {
    Ok(office_and_secrets(global)?.0)
}

/// The same, and where the next secret comes from.
pub(super) fn office_and_secrets(global: &Global) -> Result<(Office, Secrets), CliError> {
    let login = login(global)?;
    let mut secrets = Secrets::of(global)?;
    let passphrase = secrets.next()?;
    let dir = store_dir(global);
    let office = Office::open(&dir, &login, passphrase.expose_secret(), Clock::Host)
        .map_err(|error| named(error, &dir))?;
    if let Some(missing) = office.lost_tail() {
        output::remark(&locale::trouble(
            global.lang(),
            &Trouble::TailMissing { missing },
        ));
    }
    Ok((office, secrets))
}

/// Names the directory in whatever says that there is no store, or one already.
pub(super) fn named(error: AppError, dir: &std::path::Path) -> CliError {
    let dir = dir.display().to_string();
    CliError::App(match error {
        AppError::Failed(Trouble::NoStore { .. }) => Trouble::NoStore { dir }.into(),
        AppError::Failed(Trouble::StoreExists { .. }) => Trouble::StoreExists { dir }.into(),
        other => other,
    })
}
