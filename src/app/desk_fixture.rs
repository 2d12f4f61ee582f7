//! A desk for tests: one person of each role, founded and enrolled once a process, then copied.

use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{Clock, Extra, Founder, Office, found};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::store::Signer;
use crate::store::fixture::Kept;

/// 115/11/23(一) 09:42, when every session of the fixture sits.
pub(crate) const NOW: Moment = Moment(1_795_398_120_000);

/// Everybody's passphrase.
pub(crate) const PASSPHRASE: &str = "correct horse battery";

struct Master {
    kept: Kept,
    signers: Vec<(Role, Signer)>,
}

/// Login, name and account of the one person of a role.
pub(crate) fn clerk(role: Role) -> Clerk {
    let (login, name, account) = match role {
        Role::User => ("hsu.tc", "許婷辰", Some("KSOC-0007")),
        Role::Manager => ("chen.yj", "陳怡君", Some("KSOC-0001")),
        Role::Checker => ("zhang.ml", "張美玲", None),
        Role::Supervisor => ("lin.sf", "林淑芬", None),
        Role::Keeper => ("wang.zm", "王志明", None),
    };
    Clerk {
        login: login.parse().unwrap(),
        name: name.to_owned(),
        roles: Roles::of(&[role]),
        account: account.map(str::to_owned),
        items: Vec::new(),
    }
}

fn master() -> &'static Master {
    static MASTER: OnceLock<Master> = OnceLock::new();
    MASTER.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed(NOW);
        let keeper = clerk(Role::Keeper);
        let founder = Founder {
            agency: "SOC".parse().unwrap(),
            keeper: keeper.login,
            name: keeper.name,
            passphrase: PASSPHRASE,
            is_demo: false,
        };
        let mut desk = found(dir.path(), &founder, clock).unwrap().office;
        let mut signers = vec![(Role::Keeper, desk.signer.clone())];
        for role in [Role::User, Role::Manager, Role::Checker, Role::Supervisor] {
            let clerk = clerk(role);
            let Extra::Code(code, _until) = desk.add_person(&clerk).unwrap().extra else {
                panic!("a new person has a code");
            };
            let office = Office::enrol(dir.path(), &clerk.login, &code, PASSPHRASE, clock).unwrap();
            signers.push((role, office.signer));
        }
        Master {
            kept: Kept::of(dir, desk.store),
            signers,
        }
    })
}

fn signer(role: Role) -> Signer {
    let (_, signer) = master()
        .signers
        .iter()
        .find(|(whose, _)| *whose == role)
        .unwrap();
    signer.clone()
}

/// A desk of its own, and the person of this role at it. Keep the directory as long as the office.
pub(crate) fn office(role: Role) -> (TempDir, Office) {
    let (dir, store) = master().kept.copy();
    let office = Office::sit_down(store, signer(role), Clock::Fixed(NOW)).unwrap();
    (dir, office)
}

/// The person of another role at the same desk, at a time of his own.
pub(crate) fn beside(dir: &Path, role: Role, now: Moment) -> Office {
    let store = master().kept.open(dir);
    Office::sit_down(store, signer(role), Clock::Fixed(now)).unwrap()
}

/// A desk in this directory whose file `head` names an entry so many further than its trail goes.
pub(crate) fn lost(dir: &Path, role: Role, missing: u64) -> Office {
    let (copy, office) = office(role);
    let seq = office.head().unwrap().seq + missing;
    drop(office);
    for name in ["desk.db", "keys.toml"] {
        std::fs::copy(copy.path().join(name), dir.join(name)).unwrap();
    }
    std::fs::write(dir.join("head"), format!("{seq}:{}\n", "0".repeat(64))).unwrap();
    beside(dir, role, NOW)
}
