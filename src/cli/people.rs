//! A store's founding, its people, a person's passphrase.

use secrecy::ExposeSecret;
use serde_json::json;

use super::output::{CliError, Said, aligned};
use super::session::{Secrets, login, named, office, store_dir};
use super::{Global, InitArgs, PersonArgs, PersonSub};
use crate::app::{AppError, Clock, Done, Extra, Founder, KeyState, Office, found};
use crate::domain::event::{Event, PeopleEvent};
use crate::domain::ids::Login;
use crate::domain::normal::{name_text, norm_text};
use crate::domain::people::{Clerk, Role};
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::locale::{Lang, Text};

fn form(field: &'static str) -> CliError {
    AppError::from(Refusal::Form { field }).into()
}

/// `init`: makes a store; the recovery code is shown once.
pub(super) fn init(global: &Global, arguments: &InitArgs) -> Result<Said, CliError> {
    let usage = |example: &str| CliError::Usage(global.lang().usage_example(example));
    let agency = arguments
        .agency
        .parse()
        .map_err(|_bad| usage("--agency SOC"))?;
    let keeper: Login = arguments
        .keeper
        .parse()
        .map_err(|_bad| usage("--keeper lin.sf"))?;
    let passphrase = Secrets::of(global)?.new_passphrase()?;
    let dir = store_dir(global);
    let founder = Founder {
        agency,
        name: arguments
            .name
            .as_deref()
            .map_or_else(|| keeper.to_string(), name_text),
        keeper,
        passphrase: passphrase.expose_secret(),
        is_demo: false,
    };
    let made = found(&dir, &founder, Clock::Host).map_err(|error| named(error, &dir))?;
    let store = dir.display().to_string();
    let prose = global
        .lang()
        .founded(&store, &made.recovery_code, made.head);
    Ok(Said {
        prose: prose.join("\n"),
        json: json!({ "store": store, "recovery_code": made.recovery_code, "head": made.head.to_string() }),
        ..Said::default()
    })
}

/// `person add|roles|remove|reenrol|list`.
pub(super) fn person(global: &Global, sub: &PersonSub) -> Result<Said, CliError> {
    match sub {
        PersonSub::Add(wanted) => add(global, wanted),
        PersonSub::List => list(global),
        PersonSub::Roles { login, roles } => {
            let login = login_in(login)?;
            let roles = roles.parse().map_err(|_bad| form("roles"))?;
            let done = office(global)?.change_roles(&login, roles)?;
            let codes: Vec<&str> = roles.iter().map(Role::code).collect();
            Ok(Said {
                prose: global.lang().told(&done.event),
                json: json!({ "login": login.as_str(), "roles": codes, "head": done.head.to_string() }),
                ..Said::default()
            })
        }
        PersonSub::Remove { login } => remove(global, &login_in(login)?),
        PersonSub::Reenrol { login } => {
            let login = login_in(login)?;
            let done = office(global)?.reenrol(&login)?;
            let revoked = revoked(&done.event);
            Ok(Said {
                prose: told_with_code(global.lang(), &done),
                json: json!({ "login": login.as_str(), "enrolment_code": code(&done), "revoked": revoked }),
                ..Said::default()
            })
        }
    }
}

fn login_in(text: &str) -> Result<Login, CliError> {
    text.parse().map_err(|_bad| form("login"))
}

fn add(global: &Global, wanted: &PersonArgs) -> Result<Said, CliError> {
    let clerk = clerk(wanted)?;
    let done = office(global)?.add_person(&clerk)?;
    Ok(Said {
        prose: told_with_code(global.lang(), &done),
        json: json!({ "login": clerk.login.as_str(), "enrolment_code": code(&done) }),
        ..Said::default()
    })
}

fn remove(global: &Global, login: &Login) -> Result<Said, CliError> {
    let lang = global.lang();
    let mut office = office(global)?;
    let done = office.remove_person(login)?;
    let left = office.left_behind(login)?;
    let mut prose = vec![lang.told(&done.event)];
    prose.extend(lang.left_behind(left.requests, left.held));
    Ok(Said {
        prose: prose.join("\n"),
        json: json!({
            "login": login.as_str(), "revoked": revoked(&done.event), "requests": left.requests,
            "held": left.held, "head": done.head.to_string(),
        }),
        ..Said::default()
    })
}

fn code(done: &Done) -> &str {
    match &done.extra {
        Extra::Code(code, _until) => code,
        Extra::None => "",
    }
}

fn told_with_code(lang: Lang, done: &Done) -> String {
    lang.enrolled(&done.event, code(done)).join("\n")
}

/// The fingerprint of the key that counts no more.
fn revoked(event: &Event) -> Option<&str> {
    match event {
        Event::People(PeopleEvent::KeyRevoked { key, .. }) => Some(key),
        Event::People(PeopleEvent::Removed { key, .. }) => key.as_deref(),
        _ => None,
    }
}

/// The person that the arguments describe; what is of no form is refused before anything is opened.
fn clerk(wanted: &PersonArgs) -> Result<Clerk, CliError> {
    let name = name_text(&wanted.name);
    if name.is_empty() {
        return Err(form("name"));
    }
    let items = wanted.items.as_deref().unwrap_or_default().split(',');
    Ok(Clerk {
        login: wanted.login.parse().map_err(|_bad| form("login"))?,
        name,
        roles: wanted.roles.parse().map_err(|_bad| form("roles"))?,
        account: wanted
            .account
            .as_deref()
            .map(norm_text)
            .filter(|account| !account.is_empty()),
        items: items
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

fn list(global: &Global) -> Result<Said, CliError> {
    let lang = global.lang();
    let people = office(global)?.people_and_keys()?;
    let heads = [
        Text::LoginName,
        Text::PersonName,
        Text::PersonRoles,
        Text::PersonAccount,
        Text::PersonItems,
        Text::PersonKeys,
    ];
    let mut table = vec![heads.map(|head| lang.text(head).to_owned()).to_vec()];
    table.extend(people.iter().map(|(clerk, keys)| {
        vec![
            clerk.login.to_string(),
            clerk.name.clone(),
            lang.roles(clerk.roles),
            clerk.account.clone().unwrap_or_else(|| "-".to_owned()),
            clerk.items.join(","),
            key_state(lang, *keys),
        ]
    }));
    let rows: Vec<_> = people
        .iter()
        .map(|(clerk, keys)| {
            let roles: Vec<&str> = clerk.roles.iter().map(Role::code).collect();
            let code_until = match keys {
                KeyState::Code(until) => Some(until.iso()),
                KeyState::Held | KeyState::None | KeyState::Removed => None,
            };
            json!({
                "login": clerk.login.as_str(), "name": clerk.name, "roles": roles, "account": clerk.account,
                "items": clerk.items, "has_keys": *keys == KeyState::Held, "code_until": code_until,
            })
        })
        .collect();
    Ok(Said {
        json: json!({ "rows": rows }),
        prose: aligned(&table),
        ..Said::default()
    })
}

fn key_state(lang: Lang, keys: KeyState) -> String {
    match keys {
        KeyState::Held => lang.text(Text::KeysHeld).to_owned(),
        KeyState::None => lang.text(Text::KeysNone).to_owned(),
        KeyState::Removed => lang.text(Text::PersonRemoved).to_owned(),
        KeyState::Code(until) => lang.code_until(until),
    }
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
        Err(AppError::Failed(Trouble::WrongPassphrase)) if Office::has_keys(&dir, &login)? => {
            let mut office =
                Office::open(&dir, &login, old, Clock::Host).map_err(|error| named(error, &dir))?;
            office.change_passphrase(old, new)?;
            office
        }
        Err(error) => return Err(named(error, &dir)),
    };
    let fingerprint = office.fingerprint();
    let prose = global.lang().passphrase_set(login.as_str(), &fingerprint);
    Ok(Said {
        prose: prose.join("\n"),
        json: json!({ "login": login.as_str(), "fingerprint": fingerprint }),
        ..Said::default()
    })
}

/// `recover`: the code, then the new passphrase.
pub(super) fn recover(global: &Global) -> Result<Said, CliError> {
    let login = login(global)?;
    let mut secrets = Secrets::of(global)?;
    let code = secrets.next()?;
    let new = secrets.new_passphrase()?;
    let dir = store_dir(global);
    let (code, new) = (code.expose_secret(), new.expose_secret());
    let office = Office::recover(&dir, &login, code, new, Clock::Host)
        .map_err(|error| named(error, &dir))?;
    let fingerprint = office.fingerprint();
    let prose = global.lang().recovered(login.as_str(), &fingerprint);
    Ok(Said {
        prose: prose.join("\n"),
        json: json!({ "login": login.as_str(), "fingerprint": fingerprint }),
        ..Said::default()
    })
}
