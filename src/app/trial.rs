//! An office for tests: a store in a temporary directory, its people, the made-up month of the fixtures.

use std::path::{Path, PathBuf};

use crate::app::{Clock, Extra, Founder, Office, Taking, found};
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};

pub(crate) const PASSPHRASE: &str = "correct horse battery";

/// A store with its people: `keeper`, `manager`, `checker`, `other` (a second checker), `super`, `user`.
pub(crate) struct Trial {
    pub dir: tempfile::TempDir,
}

/// Monday 115/11/02, 09:00 in the office.
pub(crate) fn november() -> Moment {
    Moment::parse("2026-11-02T01:00:00.000Z").unwrap()
}

pub(crate) fn october() -> Period {
    Period::new(2026, 10).unwrap()
}

/// A file of the made-up month.
pub(crate) fn sample(name: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("tests/fixtures/samples").join(name)
}

fn clerk(login: &str, roles: &[Role]) -> Clerk {
    Clerk {
        login: login.parse().unwrap(),
        name: login.to_owned(),
        roles: Roles::of(roles),
        account: (login == "user").then(|| "kcgsoc0101".to_owned()),
        items: Vec::new(),
    }
}

impl Trial {
    /// These people beside the keeper; each in the role that the name says.
    pub(crate) fn with(logins: &[&str]) -> Trial {
        let dir = tempfile::tempdir().unwrap();
        let founder = Founder {
            agency: "SOC".parse().unwrap(),
            keeper: "keeper".parse().unwrap(),
            name: "keeper".to_owned(),
            passphrase: PASSPHRASE,
            is_demo: false,
        };
        let clock = Clock::Fixed(november());
        let mut keeper = found(&dir.path().join("store"), &founder, clock)
            .unwrap()
            .office;
        for login in logins {
            let role = match *login {
                "manager" => Role::Manager,
                "checker" | "other" => Role::Checker,
                "super" => Role::Supervisor,
                _ => Role::User,
            };
            let done = keeper.add_person(&clerk(login, &[role])).unwrap();
            let Extra::Code(code, _until) = done.extra else {
                panic!("no code")
            };
            let login = login.parse().unwrap();
            let store = dir.path().join("store");
            Office::enrol(&store, &login, &code, PASSPHRASE, clock).unwrap();
        }
        Trial { dir }
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    pub(crate) fn sit(&self, login: &str) -> Office {
        let login = login.parse().unwrap();
        let clock = Clock::Fixed(november());
        Office::open(&self.store(), &login, PASSPHRASE, clock).unwrap()
    }

    /// The manager, with the made-up month imported.
    pub(crate) fn with_month(&self) -> Office {
        let mut manager = self.sit("manager");
        let register = sample("register-11510.csv");
        manager
            .import_register(&register, Taking::default())
            .unwrap();
        let log = sample("weblog-11510-bom.csv");
        manager
            .import_log(&log, october(), Taking::default())
            .unwrap();
        manager
    }
}
