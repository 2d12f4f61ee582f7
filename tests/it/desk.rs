//! A real store behind the real binary: each stage of a month is made once a process and copied for whoever needs it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// The people of every store, each of one role; `keeper` is there from the beginning.
pub(crate) const PEOPLE: [&str; 4] = ["manager", "checker", "supervisor", "user"];

/// Nobody of that name is enrolled.
pub(crate) const STRANGER: &str = "stranger";

/// A person's passphrase.
pub(crate) fn passphrase(login: &str) -> String {
    format!("{login} rides a horse")
}

/// A file of the samples.
pub(crate) fn sample(name: &str) -> String {
    format!(
        "{}/tests/fixtures/samples/{name}",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// What a process left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one JSON value on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The error's message, after its exit code and its code were compared.
    #[track_caller]
    pub(crate) fn refused(&self, exit: i32, code: &str) -> String {
        let json = self.json();
        let found = (self.exit, json["error"]["code"].as_str().unwrap_or("none"));
        assert_eq!(found, (exit, code), "{self:?}");
        let message = json["error"]["message"].as_str().unwrap();
        assert!(!message.trim().is_empty());
        message.to_owned()
    }
}

/// Runs a command of ours with this on its standard input. Whatever it prints must be harmless on a terminal.
#[track_caller]
pub(crate) fn ran(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that is refused before it reads closes the pipe.
    drop(child.stdin.take().unwrap().write_all(input));
    let output = child.wait_with_output().unwrap();
    let ran = Ran {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!ran.err.contains("panicked"), "{ran:?}");
    assert_harmless(&ran.out);
    assert_harmless(&ran.err);
    ran
}

#[track_caller]
fn assert_harmless(text: &str) {
    let acts = |letter: char| {
        (letter.is_control() && letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let place = text.chars().position(acts);
    assert_eq!(
        place,
        None,
        "{:?}",
        text.chars().take(400).collect::<String>()
    );
    let mut marks = 0;
    for letter in text.chars() {
        marks = if letter == '\u{301}' { marks + 1 } else { 0 };
        assert!(marks < 10, "a tower of marks");
    }
}

/// The binary, with nothing of the caller's surroundings that it could take for its own.
pub(crate) fn irdesk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_irdesk"));
    command
        .env_remove("IRDESK_STORE")
        .env_remove("XDG_DATA_HOME")
        .env("HOME", "/nonexistent")
        .env("LANG", "zh_TW.UTF-8");
    command
}

/// A store in a directory of its own.
pub(crate) struct Desk {
    dir: TempDir,
}

impl Desk {
    /// Beside the store there is room for files.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("store")
    }

    /// Writes a file beside the store and says its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// One command of this person.
    #[track_caller]
    pub(crate) fn run(&self, login: &str, arguments: &[&str]) -> Ran {
        self.run_with(login, &[&passphrase(login)], arguments)
    }

    /// One command of this person with these lines on the descriptor.
    #[track_caller]
    pub(crate) fn run_with(&self, login: &str, secrets: &[&str], arguments: &[&str]) -> Ran {
        let mut command = irdesk();
        command
            .arg("--store")
            .arg(self.store())
            .args(["--as", login, "--passphrase-fd", "0"])
            .args(arguments);
        ran(&mut command, (secrets.join("\n") + "\n").as_bytes())
    }

    /// What a command that must succeed says in JSON.
    #[track_caller]
    pub(crate) fn json(&self, login: &str, arguments: &[&str]) -> Value {
        let ran = self.run(login, &[arguments, &["--json"]].concat());
        assert_eq!(ran.exit, 0, "{arguments:?}: {ran:?}");
        ran.json()
    }

    /// The message of a command that must fail with this exit code and this code.
    #[track_caller]
    pub(crate) fn refused(&self, login: &str, arguments: &[&str], exit: i32, code: &str) -> String {
        self.run(login, &[arguments, &["--json"]].concat())
            .refused(exit, code)
    }

    /// An enrolment code for this person.
    pub(crate) fn add(&self, login: &str, more: &[&str]) -> String {
        let arguments = [&["person", "add", login, "--name", login], more].concat();
        let added = self.json("keeper", &arguments);
        assert_eq!(added["login"], login);
        added["enrolment_code"].as_str().unwrap().to_owned()
    }

    /// Enrols this person with his first passphrase.
    #[track_caller]
    pub(crate) fn enrol(&self, login: &str, more: &[&str]) {
        let code = self.add(login, more);
        let ran = self.run_with(
            login,
            &[&code, &passphrase(login)],
            &["passphrase", "--json"],
        );
        assert_eq!(ran.exit, 0, "{ran:?}");
    }

    /// All files of the store, for comparing before and after; all but the count of logins that failed.
    pub(crate) fn bytes(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.store())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, std::fs::read(entry.path()).unwrap())
            })
            .filter(|(name, _bytes)| name != "attempts")
            .collect();
        files.sort();
        files
    }

    /// A place where no store is yet.
    pub(crate) fn nothing() -> Desk {
        Desk::empty()
    }

    fn empty() -> Desk {
        Desk {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A store of its own, founded anew; with what `init` said.
    pub(crate) fn founded() -> (Desk, Value) {
        let desk = Desk::empty();
        let arguments = ["init", "--agency", "SOC", "--keeper", "keeper", "--json"];
        let ran = desk.run("keeper", &arguments);
        assert_eq!(ran.exit, 0, "{ran:?}");
        let said = ran.json();
        (desk, said)
    }

    fn with_people(desk: Desk) -> Desk {
        for login in PEOPLE {
            let account = format!("SOC{}", login.to_uppercase());
            desk.enrol(login, &["--roles", login, "--account", &account]);
        }
        desk
    }

    /// A store with people, of its own and no copy.
    pub(crate) fn another() -> Desk {
        Desk::with_people(Desk::founded().0)
    }

    /// A copy of this store as it stands.
    pub(crate) fn copy(&self) -> Desk {
        let copy = Desk::empty();
        std::fs::create_dir(copy.store()).unwrap();
        copy_files(&self.store(), &copy.store());
        copy
    }

    /// Everybody is enrolled, nothing is there yet.
    pub(crate) fn enrolled() -> Desk {
        static STAGE: OnceLock<Desk> = OnceLock::new();
        STAGE.get_or_init(Desk::another).copy()
    }

    /// The register and the log of 11510 are there.
    pub(crate) fn imported() -> Desk {
        static STAGE: OnceLock<Desk> = OnceLock::new();
        let stage = STAGE.get_or_init(|| {
            let desk = Desk::enrolled();
            desk.import_samples();
            desk
        });
        stage.copy()
    }

    pub(crate) fn import_samples(&self) {
        let register = sample("register-11510.csv");
        let register = self.json("manager", &["import", "register", &register]);
        assert_eq!(register["accepted"], 399);
        let log = sample("weblog-11510-bom.csv");
        let log = self.json("manager", &["import", "log", &log, "--period", "11510"]);
        assert_eq!(log["accepted"], 412);
    }

    /// The month is matched.
    pub(crate) fn reconciled() -> Desk {
        static STAGE: OnceLock<Desk> = OnceLock::new();
        Desk::stage(&STAGE, Desk::imported, "manager", &["reconcile", "11510"])
    }

    /// The month is frozen.
    pub(crate) fn frozen() -> Desk {
        static STAGE: OnceLock<Desk> = OnceLock::new();
        Desk::stage(
            &STAGE,
            Desk::reconciled,
            "manager",
            &["check", "freeze", "11510"],
        )
    }

    /// The sample is drawn.
    pub(crate) fn drawn() -> Desk {
        static STAGE: OnceLock<Desk> = OnceLock::new();
        Desk::stage(&STAGE, Desk::frozen, "checker", &["check", "draw", "11510"])
    }

    fn stage(
        stage: &OnceLock<Desk>,
        before: fn() -> Desk,
        login: &str,
        arguments: &[&str],
    ) -> Desk {
        let made = stage.get_or_init(|| {
            let desk = before();
            desk.json(login, arguments);
            desk
        });
        made.copy()
    }
}

pub(crate) fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
