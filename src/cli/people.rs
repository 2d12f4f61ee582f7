//! A store's founding, its people, a person's passphrase.

use secrecy::ExposeSecret;
use serde_json::json;

use super::output::{CliError, Said};
use super::session::{Secrets, login, named, office, store_dir};
use super::{Global, InitArgs, PersonSub};
use crate::app::{AppError, Clock, Extra, Founder, Office, found};
use crate::domain::ids::Login;
use crate::domain::people::Clerk;
use crate::domain::refusal::Refusal;

fn form(field: &'static str) -> CliError {
    AppError::from(Refusal::Form { field }).into()
}

/// `init`: makes a store; the recovery code is shown once.
pub(super) fn init(global: &Global, arguments: &InitArgs) -> Result<Said, CliError> {
    let agency = arguments
        .agency
        .parse()
        .map_err(|_bad| CliError::Usage("--agency SOC".to_owned()))?;
    let keeper: Login = arguments
        .keeper
        .parse()
        .map_err(|_bad| CliError::Usage("--keeper lin.sf".to_owned()))?;
    let passphrase = Secrets::of(global)?.new_passphrase()?;
    let dir = store_dir(global);
    let founder = Founder {
        agency,
        name: arguments.name.clone().unwrap_or_else(|| keeper.to_string()),
        keeper,
        passphrase: passphrase.expose_secret(),
        is_demo: false,
    };
    let made = found(&dir, &founder, Clock::Host).map_err(|error| named(error, &dir))?;
    let store = dir.display().to_string();
    Ok(Said {
        prose: format!("{store}\n{}\n{}", made.recovery_code, made.head),
        json: json!({ "store": store, "recovery_code": made.recovery_code, "head": made.head.to_string() }),
        remark: None,
    })
}

/// `person add` and `person list`.
pub(super) fn person(global: &Global, sub: &PersonSub) -> Result<Said, CliError> {
    let mut office = office(global)?;
    let PersonSub::Add {
        login,
        name,
        roles,
        account,
        items,
    } = sub
    else {
        let people = office.people()?;
        let rows: Vec<_> = people
            .iter()
            .map(|clerk| {
                let roles: Vec<&str> = clerk.roles.iter().map(crate::domain::people::Role::code).collect();
                json!({ "login": clerk.login.as_str(), "name": clerk.name, "roles": roles, "account": clerk.account, "items": clerk.items })
            })
            .collect();
        let lines: Vec<String> = people
            .iter()
            .map(|clerk| format!("{}  {}  {}", clerk.login, clerk.name, clerk.roles))
            .collect();
        return Ok(Said {
            json: json!({ "rows": rows }),
            prose: lines.join("\n"),
            remark: None,
        });
    };
    let items = items
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .map(str::trim);
    let clerk = Clerk {
        login: login.parse().map_err(|_bad| form("login"))?,
        name: name.trim().to_owned(),
        roles: roles.parse().map_err(|_bad| form("roles"))?,
        account: account
            .as_deref()
            .map(crate::domain::normal::norm_text)
            .filter(|account| !account.is_empty()),
        items: items
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let done = office.add_person(&clerk)?;
    let code = match done.extra {
        Extra::Code(code) => code,
        Extra::None => String::new(),
    };
    Ok(Said {
        prose: format!("{}  {code}", clerk.login),
        json: json!({ "login": clerk.login.as_str(), "enrolment_code": code }),
        remark: None,
    })
}

/// `passphrase`: the enrolment code or the old passphrase, then the new one.
pub(super) fn passphrase(global: &Global) -> Result<Said, CliError> {
    let login = login(global)?;
    let mut secrets = Secrets::of(global)?;
    let old = secrets.next()?;
    let new = secrets.new_passphrase()?;
    let dir = store_dir(global);
    let (old, new) = (old.expose_secret(), new.expose_secret());
    let office = match Office::enrol(&dir, &login, old, new, Clock::Host) {
        Ok(office) => office,
        Err(AppError::Failed(crate::domain::trouble::Trouble::WrongPassphrase)) => {
            let mut office =
                Office::open(&dir, &login, old, Clock::Host).map_err(|error| named(error, &dir))?;
            office.change_passphrase(old, new)?;
            office
        }
        Err(error) => return Err(named(error, &dir)),
    };
    let fingerprint = office.fingerprint();
    Ok(Said {
        prose: fingerprint.clone(),
        json: json!({ "login": login.as_str(), "fingerprint": fingerprint }),
        remark: None,
    })
}
