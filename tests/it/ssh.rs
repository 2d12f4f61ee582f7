//! A real sshd on loopback, set up with what README's deployment chapter prints: on a host of its own where root can make
//! one, else with the account that runs the tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::desk::Desk;
use crate::sitting::Sitting;

/// The person of the keys that README prints.
pub(crate) const PERSON: &str = "hsu.tc";
const SSHD: &str = "/usr/sbin/sshd";

/// What README prints, as files.
pub(crate) fn printed(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/deployment");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

/// An sshd, and the keys of whoever comes.
pub(crate) struct Host {
    /// Running, but in the moment before it is started.
    sshd: Option<Child>,
    port: u16,
    work: tempfile::TempDir,
    /// README's two accounts are there, in a host of their own.
    pub(crate) has_accounts: bool,
    account: String,
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(mut sshd) = self.sshd.take() {
            drop(sshd.kill());
            drop(sshd.wait());
        }
    }
}

/// Says why not, and fails where everything must be there.
fn without(what: &str) {
    assert!(
        std::env::var_os("IRDESK_CI").is_none(),
        "there is no {what}"
    );
    let mut told = std::io::stderr();
    writeln!(told, "skipped: there is no {what}").unwrap();
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    ran.is_ok_and(|status| status.success())
}

impl Host {
    /// A host with this store; `None` where there is no sshd.
    pub(crate) fn of(desk: &Desk) -> Option<Host> {
        if !Path::new(SSHD).exists() || !succeeds("ssh", &["-V"]) {
            without("sshd");
            return None;
        }
        let is_root = rustix::process::geteuid().is_root();
        if !is_root && !gives_terminals() {
            without("way to give a terminal away without root");
            return None;
        }
        let work = tempfile::tempdir().unwrap();
        for key in ["host_key", "desk_key", "files_key"] {
            let path = work.path().join(key);
            let made = [
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                path.to_str().unwrap(),
            ];
            assert!(succeeds("ssh-keygen", &made));
        }
        let has_accounts = is_root
            && succeeds(
                "unshare",
                &["--mount", "mount", "-t", "tmpfs", "tmpfs", "/srv"],
            );
        let port = {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().port()
        };
        let mut host = Host {
            sshd: None,
            port,
            work,
            has_accounts,
            account: if has_accounts {
                "irdesk".to_owned()
            } else {
                this_account()
            },
        };
        let mut command = if has_accounts {
            host.own(desk)
        } else {
            host.shared(desk)
        };
        let started = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn();
        host.sshd = Some(started.unwrap());
        host.is_listening();
        Some(host)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn public_key(&self, name: &str) -> String {
        let line = std::fs::read_to_string(self.path(&format!("{name}.pub"))).unwrap();
        let words: Vec<&str> = line.split_whitespace().take(2).collect();
        words.join(" ")
    }

    /// What README prints, with a real key and where the program is.
    fn keys(&self, name: &str, key: &str, program: &str) -> String {
        let text = printed(name).replace("ssh-ed25519 AAAA...", &self.public_key(key));
        text.replace("/usr/bin/irdesk", program)
    }

    /// README's commands and files as they are printed, on a host that nobody else sees.
    fn own(&self, desk: &Desk) -> Command {
        for name in ["accounts.sh", "irdesk.conf", "host.sh"] {
            self.write(name, &printed(name));
        }
        let program = "/usr/local/bin/irdesk";
        let mut keys = self.keys("irdesk.keys", "desk_key", program);
        // The keeper's key, for the settings.
        keys += &keys
            .replace(PERSON, "keeper")
            .replace(&self.public_key("desk_key"), &self.public_key("files_key"));
        self.write("irdesk.keys", &keys);
        self.write(
            "irdesk-files.keys",
            &self.keys("irdesk-files.keys", "files_key", program),
        );
        let store = self.path("store");
        std::fs::create_dir(&store).unwrap();
        crate::desk::copy_files(&desk.store(), &store);
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "sh", "-e"])
            .arg(self.path("host.sh"))
            .arg(self.work.path())
            .arg(env!("CARGO_BIN_EXE_irdesk"))
            .arg(self.port.to_string());
        command
    }

    /// README's file for the desk, for the account that runs the tests.
    fn shared(&self, desk: &Desk) -> Command {
        let program = format!(
            "{} --store {}",
            env!("CARGO_BIN_EXE_irdesk"),
            desk.store().display()
        );
        self.write(
            "irdesk.keys",
            &self.keys("irdesk.keys", "desk_key", &program),
        );
        let keys = self.path("irdesk.keys");
        let printed = printed("irdesk.conf")
            .replace(
                "Match User irdesk\n",
                &format!("Match User {}\n", self.account),
            )
            .replace(
                "/etc/ssh/authorized_keys/irdesk\n",
                &format!("{}\n", keys.display()),
            );
        if rustix::process::geteuid().is_root() {
            // Where nobody starts sshd as a service, nobody makes it.
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        // The directory of a test is below one that everybody writes to.
        let own = format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nStrictModes no\n",
            self.port,
            self.path("host_key").display()
        );
        self.write("sshd_config", &(own + &printed));
        let mut command = Command::new(SSHD);
        command
            .args(["-D", "-e", "-f"])
            .arg(self.path("sshd_config"));
        command
    }

    fn is_listening(&mut self) {
        let mut said = BufReader::new(self.sshd.as_mut().unwrap().stderr.take().unwrap());
        let mut all = String::new();
        while !all.contains("Server listening") {
            let count = said.read_line(&mut all).unwrap();
            assert!(count > 0, "sshd does not start: {all}");
        }
        // What it says from now on is nobody's; the pipe must not fill.
        std::thread::spawn(move || {
            let mut rest = Vec::new();
            drop(said.read_to_end(&mut rest));
        });
    }

    /// What every client of ours is told, the account that it comes to last.
    pub(crate) fn client(&self, key: &str, account: &str) -> Vec<String> {
        let identity = format!("IdentityFile={}", self.path(key).display());
        let options = [
            identity.as_str(),
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "BatchMode=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
        ];
        let mut all = vec!["-F".to_owned(), "none".to_owned()];
        all.extend(
            options
                .iter()
                .flat_map(|option| ["-o".to_owned(), (*option).to_owned()]),
        );
        all.extend(["-o".to_owned(), format!("Port={}", self.port)]);
        all.extend(["-o".to_owned(), format!("User={account}")]);
        all
    }

    /// Somebody at the desk, over ssh.
    pub(crate) fn sits_down(&self, key: &str, before: &[&str], after: &[&str]) -> Sitting {
        let client = self.client(key, &self.account);
        let mut arguments = vec!["-tt"];
        arguments.extend(client.iter().map(String::as_str));
        arguments.extend(before);
        arguments.push("127.0.0.1");
        arguments.extend(after);
        Sitting::run("ssh", &arguments, (80, 24))
    }

    /// The key of the person, at the desk.
    pub(crate) fn desk(&self, before: &[&str], after: &[&str]) -> Sitting {
        self.sits_down("desk_key", before, after)
    }

    /// A client program with the person's key, without a terminal.
    pub(crate) fn ask(&self, program: &str, before: &[&str], after: &[&str]) -> Output {
        self.ask_as("desk_key", &self.account, program, before, after)
    }

    /// The same for another account.
    pub(crate) fn ask_as(
        &self,
        key: &str,
        account: &str,
        program: &str,
        before: &[&str],
        after: &[&str],
    ) -> Output {
        Command::new(program)
            .args(self.client(key, account))
            .args(before)
            .args(after)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// A batch of sftp for the account of files; `Err`: what it says.
    pub(crate) fn files(&self, batch: &str) -> Result<String, String> {
        self.write("batch", batch);
        let file = self.path("batch");
        let batch = ["-b", file.to_str().unwrap()];
        let ran = self.ask_as("files_key", "irdesk-files", "sftp", &batch, &["127.0.0.1"]);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        if ran.status.success() {
            Ok(text(ran.stdout))
        } else {
            Err(text(ran.stderr))
        }
    }

    /// A command of the host's keeper, where the host is our own.
    pub(crate) fn on_host(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new("nsenter")
            .args([
                "--mount",
                "--target",
                &self.sshd.as_ref().unwrap().id().to_string(),
            ])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        child.wait_with_output().unwrap()
    }

    /// How many desks run under this sshd.
    pub(crate) fn desks(&self) -> usize {
        let sshd = self.sshd.as_ref().unwrap().id();
        let stats = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let stat = std::fs::read_to_string(entry.ok()?.path().join("stat")).ok()?;
            let (head, tail) = stat.rsplit_once(") ")?;
            let (pid, name) = head.split_once(" (")?;
            let parent = tail.split(' ').nth(1)?.parse::<u32>().ok()?;
            Some((pid.parse::<u32>().ok()?, name.to_owned(), parent))
        });
        let all: Vec<(u32, String, u32)> = stats.collect();
        let parent_of = |pid: u32| {
            all.iter()
                .find(|(known, _, _)| *known == pid)
                .map(|(_, _, parent)| *parent)
        };
        let is_below = |pid: u32| {
            let mut at = Some(pid);
            while let Some(pid) = at.filter(|pid| *pid > 1) {
                if pid == sshd {
                    return true;
                }
                at = parent_of(pid);
            }
            false
        };
        all.iter()
            .filter(|(pid, name, _)| name == "irdesk" && is_below(*pid))
            .count()
    }
}

/// Whether a new terminal is the group's that sshd wants it to be: without root it cannot give it to another.
fn gives_terminals() -> bool {
    use std::os::unix::fs::MetadataExt;
    let pair = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default());
    let name = pair.unwrap().master.tty_name();
    let group = name
        .and_then(|name| std::fs::metadata(name).ok())
        .map(|found| found.gid());
    let groups = std::fs::read_to_string("/etc/group").unwrap_or_default();
    let tty = groups.lines().find_map(|line| line.strip_prefix("tty:"));
    let tty = tty.and_then(|rest| rest.split(':').nth(1)?.parse().ok());
    group.is_some() && (tty.is_none() || group == tty)
}

fn this_account() -> String {
    let said = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}
