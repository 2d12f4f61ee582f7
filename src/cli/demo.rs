//! `demo`: a store of made-up work, made or found again, and who is in it.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::ExposeSecret;
use serde_json::json;

use super::output::{CliError, Said};
use super::session::named;
use super::{DeskAsked, Global};
use crate::app::Clock;
use crate::app::demo::{self, DemoCount, DemoLogin, DemoOrder, DemoStage};
use crate::domain::people::Role;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::locale::{self, Lang, Text};

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Whose desk to open: user, manager, checker, supervisor, keeper
    #[arg(long, value_name = "ROLE", default_value = "manager", value_parser = role)]
    role: Role,
    /// Log rows and registrations in the last full month; 0: people and grants only
    #[arg(long, value_name = "N", default_value_t = 412, value_parser = clap::value_parser!(u32).range(0..=5_000_000))]
    rows: u32,
    /// Make the store in this directory and keep it; one that holds a demo store is opened again
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only make it
    #[arg(long)]
    no_open: bool,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse()
        .map_err(|_form| Role::ALL.map(Role::code).join(", "))
}

/// Makes the store, or finds it again, and says who is in it.
pub(super) fn demo(global: &Global, arguments: &DemoArgs) -> Result<Said, CliError> {
    let dir = match &arguments.keep {
        Some(dir) => dir.clone(),
        None => temporary()?,
    };
    let keys = super::keys(global)?;
    let logins = people(&dir, arguments, global.lang())?;
    let rows: Vec<_> = logins
        .iter()
        .map(|login| {
            json!({
                "login": login.login.as_str(), "name": login.name, "role": login.role.code(),
                "passphrase": login.passphrase.expose_secret(),
            })
        })
        .collect();
    let sitting = logins.iter().find(|login| login.role == arguments.role);
    let opens = sitting
        .filter(|_login| !arguments.no_open)
        .map(|login| DeskAsked {
            dir: dir.clone(),
            lang: global.lang(),
            login: None,
            pick: Some(login.login.to_string()),
            keys: keys.clone(),
        });
    let store = dir.display().to_string();
    let lines: Vec<String> = logins.iter().map(line).collect();
    Ok(Said {
        prose: format!("{store}\n{}", lines.join("\n")),
        json: json!({ "store": store, "logins": rows }),
        opens,
        ..Said::default()
    })
}

fn line(login: &DemoLogin) -> String {
    let (name, role) = (login.login.as_str(), login.role.code());
    format!("{name:10}  {role:10}  {}", login.passphrase.expose_secret())
}

/// The store's people: of the store that is there, or of the one just made.
fn people(dir: &Path, arguments: &DemoArgs, lang: Lang) -> Result<Vec<DemoLogin>, CliError> {
    let there = demo::logins(dir).map_err(|error| named(error, dir))?;
    if let Some(login) = there.iter().find(|login| login.role == arguments.role) {
        // Only once it is open does a store say that it is a demo.
        demo::sit_down(dir, login, Clock::Host).map_err(|error| named(error, dir))?;
        return Ok(there);
    }
    let order = DemoOrder {
        dir,
        rows: arguments.rows,
        now: Clock::Host.now(),
    };
    demo::make(order, &mut |count| tell(count, lang)).map_err(|error| named(error, dir))
}

fn temporary() -> Result<PathBuf, CliError> {
    let made = tempfile::Builder::new().prefix("irdesk-demo-").tempdir();
    let failed = |_gone| Trouble::File {
        path: std::env::temp_dir().display().to_string(),
        why: FileWhy::Forbidden,
    };
    Ok(made.map_err(failed)?.keep())
}

/// One line that is written over, or, where nobody watches, a line for each step.
fn tell(count: DemoCount, lang: Lang) {
    let text = match count.stage {
        DemoStage::People => Text::DemoPeople,
        DemoStage::Registered => Text::DemoRegistered,
        DemoStage::Logged => Text::DemoLogged,
        DemoStage::Imported => Text::DemoImported,
        DemoStage::Checked => Text::DemoChecked,
    };
    let (done, of) = (locale::group(count.done), locale::group(count.of));
    let mut out = std::io::stderr();
    let end = if out.is_terminal() { "\x1b[K\r" } else { "\n" };
    if write!(out, "{} {done}/{of}{end}", lang.text(text)).is_err() {
        // Nobody is there to be told.
    }
}
