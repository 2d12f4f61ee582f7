//! For tests of 申請: a store that several people sit at one after the other, and requests that stand in it.

use tempfile::TempDir;

use crate::app::{Command, Office, RequestCommand, requests_fixture};
use crate::domain::people::Role;
use crate::domain::request::{Change, Draft, Kind, Line, Party};
use crate::domain::roster::{AccountKind, Cause};
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};

/// One store, and whoever sits down.
pub(super) struct Trial {
    dir: TempDir,
    lang: Lang,
}

impl Trial {
    pub(super) fn new(lang: Lang) -> Trial {
        let dir = tempfile::tempdir().unwrap();
        Sessions::store_in(dir.path());
        Trial { dir, lang }
    }

    pub(super) fn sit(&self, role: Role) -> Office {
        Sessions::of(self.dir.path()).sit(role)
    }

    /// Somebody of this role at the screen.
    pub(super) fn desk(&self, role: Role) -> Desk {
        let other = tempfile::tempdir().unwrap();
        Desk::over(self.sit(role), other, self.lang)
    }

    pub(super) fn execute(&self, role: Role, draft: Draft) {
        let command = RequestCommand::Draft {
            draft: Box::new(draft),
            hands_in: true,
        };
        self.sit(role).execute(Command::Request(command)).unwrap();
    }

    /// A user's account, handed in.
    pub(super) fn hand_in(&self) {
        self.execute(Role::User, user_add());
    }

    /// User and manager hold accounts on the roster.
    pub(super) fn with_accounts(&self) {
        let (user, mut manager) = (self.sit(Role::User).me().clone(), self.sit(Role::Manager));
        let me = manager.me().clone();
        requests_fixture::with_account(&mut manager, &user, AccountKind::User, "kcgsoc0101");
        requests_fixture::with_account(&mut manager, &me, AccountKind::Manager, "kcgsoc0102");
    }
}

fn holder() -> Party {
    Party {
        login: Some("user".parse().unwrap()),
        name: "Hsu".to_owned(),
        unit: "社會救助科".to_owned(),
        title: "科員".to_owned(),
    }
}

fn line(change: Change, item: &str) -> Line {
    Line {
        change,
        item: item.to_owned(),
        basis: if change == Change::Add { "SOC-01" } else { "" }.to_owned(),
        monthly: None,
        is_agreed: None,
    }
}

pub(super) fn user_add() -> Draft {
    Draft {
        holder: holder(),
        cause: Some(Cause::Joined),
        changes_on: Some(requests_fixture::day("2026-11-27")),
        lines: vec![line(Change::Add, "LI01")],
        need: "低收入戶審查".to_owned(),
        proofs: requests_fixture::proofs(),
        ..Draft::of(Kind::UserAdd)
    }
}

pub(super) fn user_items() -> Draft {
    Draft {
        holder: holder(),
        account: "kcgsoc0101".to_owned(),
        cause: Some(Cause::Duties),
        changes_on: Some(requests_fixture::day("2026-11-25")),
        lines: vec![line(Change::Delete, "LP11"), line(Change::Add, "UB07")],
        need: "失業給付查調".to_owned(),
        ..Draft::of(Kind::UserItems)
    }
}
