//! An office for tests: a store in a temporary directory, its people, the made-up month of the fixtures.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::app::{AtTheDraw, Clock, Extra, Founder, Office, Taking, found};
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
        self.sit_at(login, &november().iso())
    }

    /// The same at another moment, in UTC.
    pub(crate) fn sit_at(&self, login: &str, at: &str) -> Office {
        let login = login.parse().unwrap();
        let clock = Clock::Fixed(Moment::parse(at).unwrap());
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

    /// A month of so many rows, all registered and alike but for what `spoil` makes of a log line (of its number from
    /// 1), reconciled, frozen and drawn by `checker`.
    pub(crate) fn drawn_month(&self, rows: u32, spoil: impl Fn(u32, String) -> String) -> Office {
        self.frozen_month(rows, spoil);
        let mut checker = self.sit("checker");
        checker.draw(october(), &AtTheDraw::default()).unwrap();
        checker
    }

    /// The same, not yet drawn.
    pub(crate) fn frozen_month(&self, rows: u32, spoil: impl Fn(u32, String) -> String) -> Office {
        let mut register = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n".to_owned();
        let mut log =
            "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n".to_owned();
        for row in 1..=rows {
            let (day, hour) = (5 + row % 5, 9 + row % 8);
            let (minute, serial) = (row % 60, 10_000_000 + row);
            let asked = format!("115100{day}");
            let rest = format!("LI01,A1{serial},115000{row:05}00,低收入戶審查");
            writeln!(register, "SOC-11510-{row:04},kcgsoc0101,林美志,{asked},{hour:02}{minute:02}00,{rest},SOC-01,查有資料,僅閱覽,未留存").unwrap();
            let line = format!("kcgsoc0101,{asked},{hour:02}{minute:02}00,{rest},查有資料\n");
            log.push_str(&spoil(row, line));
        }
        let file = |name: &str, text: &str| {
            let path = self.dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let mut manager = self.sit("manager");
        manager
            .import_register(&file("register.csv", &register), Taking::default())
            .unwrap();
        manager
            .import_log(&file("log.csv", &log), october(), Taking::default())
            .unwrap();
        manager.reconcile(october()).unwrap();
        manager
            .freeze(october(), None, Some(&"checker".parse().unwrap()))
            .unwrap();
        manager
    }
}
