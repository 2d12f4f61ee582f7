//! The deployment that README describes, with a real sshd: a key opens the desk as its person and nothing else.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::desk::{Desk, passphrase};
use crate::journeys::F3;
use crate::sitting::Sitting;
use crate::ssh::{Host, PERSON, printed};

const INS: &str = "\u{1b}[2~";

/// A store in which the person of README's key is enrolled, on a host of its own.
fn deployed() -> Option<(Desk, Host)> {
    let desk = Desk::enrolled();
    desk.enrol(PERSON, &["--roles", "user", "--account", "kcgsoc0101"]);
    let host = Host::of(&desk)?;
    Some((desk, host))
}

fn log_in(sitting: &mut Sitting, login: &str) {
    sitting.shows("登入帳號");
    sitting.press(&passphrase(login));
    sitting.press("\r");
    sitting.shows("F1功能");
}

#[test]
fn readme_prints_what_is_tried_here() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let readme = readme.unwrap();
    for name in [
        "accounts.sh",
        "irdesk.conf",
        "irdesk.keys",
        "irdesk-files.keys",
    ] {
        let quoted: Vec<String> = printed(name)
            .lines()
            .map(|line| format!("    {line}").trim_end().to_owned())
            .collect();
        assert!(
            readme.contains(&quoted.join("\n")),
            "README does not print {name}"
        );
    }
}

#[test]
fn a_key_opens_the_desk_as_its_person_and_nothing_else() {
    let Some((_desk, host)) = deployed() else {
        return;
    };
    // Whatever command is asked for, with a terminal the desk opens, at this person's name.
    for command in [
        &[][..],
        &["id"],
        &["/bin/sh", "-i"],
        &["irdesk", "--as", "keeper"],
    ] {
        let mut person = host.desk(&[], command);
        let screen = person.shows("登入帳號");
        assert!(screen.contains(PERSON), "{command:?}:\n{screen}");
    }
    let mut person = host.desk(&[], &[]);
    log_in(&mut person, PERSON);
    person.press(F3);
    person.shows("[F3登記]");
    drop(person);
    // Without a terminal there is nothing at all.
    for command in [&["id"][..], &["cat", "/etc/passwd"], &[]] {
        let ran = host.ask("ssh", &["127.0.0.1"], command);
        assert_eq!(ran.status.code(), Some(2), "{command:?}: {ran:?}");
        assert!(ran.stdout.is_empty(), "{ran:?}");
    }
    // Another key gets nowhere.
    if !host.has_accounts {
        let ran = host.ask_as("files_key", "irdesk", "ssh", &["127.0.0.1"], &[]);
        assert_eq!(ran.status.code(), Some(255), "{ran:?}");
    }
}

#[test]
fn copies_get_nowhere() {
    let Some((desk, host)) = deployed() else {
        return;
    };
    let secret = desk.file("secret.txt", "secret");
    let here = desk.path("taken.txt");
    for (from, to) in [
        (secret.as_str(), "127.0.0.1:/tmp/irdesk-was-here"),
        ("127.0.0.1:/etc/hostname", here.to_str().unwrap()),
    ] {
        for mode in ["-s", "-O"] {
            let ran = host.ask("scp", &[mode, from], &[to]);
            assert!(!ran.status.success(), "scp {mode} {from}: {ran:?}");
        }
    }
    assert!(!here.exists());
    assert!(!std::path::Path::new("/tmp/irdesk-was-here").exists());
    let batch = desk.file("batch", "ls /\n");
    let ran = host.ask("sftp", &["-b", &batch], &["127.0.0.1"]);
    assert!(!ran.status.success() && ran.stdout.is_empty(), "{ran:?}");
}

#[test]
fn forwarding_gets_nowhere_either_way() {
    let Some((_desk, host)) = deployed() else {
        return;
    };
    // Somebody who waits on this host for whoever is let through.
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let target = format!("127.0.0.1:{}", inside.local_addr().unwrap().port());
    let through = host.ask("ssh", &["-W", &target, "127.0.0.1"], &[]);
    assert!(!through.status.success(), "{through:?}");
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = outside.local_addr().unwrap().port();
    drop(outside);
    let back = [
        "-o",
        "ExitOnForwardFailure=yes",
        "-N",
        "-R",
        &format!("{port}:{target}"),
    ];
    let back = host.ask("ssh", &back, &["127.0.0.1"]);
    assert!(!back.status.success(), "{back:?}");
    let local = format!("{port}:{target}");
    let mut person = host.desk(&["-L", &local, "-A", "-X"], &[]);
    person.shows("登入帳號");
    let mut knocks = TcpStream::connect(("127.0.0.1", port)).unwrap();
    drop(knocks.write_all(b"hello"));
    let mut answer = Vec::new();
    knocks
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    // The server refuses, and the client closes the connection that it took.
    let came = std::io::Read::read_to_end(&mut knocks, &mut answer);
    let is_closed = came.as_ref().is_ok_and(|count| *count == 0)
        || came
            .as_ref()
            .is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset);
    assert!(is_closed, "{answer:?}");
    assert!(inside.accept().is_err(), "somebody was let through");
}

#[test]
fn an_environment_gets_nowhere_but_for_the_language() {
    let Some((_desk, host)) = deployed() else {
        return;
    };
    let sent = [
        "-o",
        "SetEnv=IRDESK_STORE=/nonexistent LD_PRELOAD=/nonexistent LC_ALL=en_US.UTF-8 NO_COLOR=1",
    ];
    let mut person = host.desk(&sent, &[]);
    let screen = person.shows("登入帳號");
    assert!(screen.contains(PERSON), "{screen}");
    log_in(&mut person, PERSON);
    drop(person);
    let mut person = host.desk(&["-o", "SetEnv=LANG=en_US.UTF-8"], &[]);
    person.shows("Passphrase");
}

#[test]
fn a_connection_that_drops_keeps_the_draft() {
    let Some((_desk, host)) = deployed() else {
        return;
    };
    let mut person = host.desk(&[], &[]);
    log_in(&mut person, PERSON);
    person.press(F3);
    person.shows("[F3登記]");
    person.press(INS);
    person.shows("新增查詢");
    person.press("11531234600");
    person.shows("11531234600");
    assert_eq!(host.desks(), 1);
    person.signal(rustix::process::Signal::KILL);
    let dropped = Instant::now();
    while host.desks() > 0 {
        assert!(dropped.elapsed() < Duration::from_secs(2), "the desk stays");
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let mut person = host.desk(&[], &[]);
    log_in(&mut person, PERSON);
    person.shows("草稿已保留");
    person.press(F3);
    person.shows("[F3登記]");
    person.press(INS);
    person.shows("11531234600");
}

#[test]
fn the_account_of_files_sees_two_folders_and_the_desk_works_through_them() {
    let Some((desk, host)) = deployed() else {
        return;
    };
    if !host.has_accounts {
        // Accounts and a changed root are root's to make; the desk's own half is tried above.
        return;
    }
    assert_eq!(host.files("ls -1\n").unwrap(), "sftp> ls -1\nin\nout\n");
    let log = desk.file("weblog.csv", "not a log\n");
    host.files(&format!("put {log} in/weblog.csv\n")).unwrap();
    for barred in [
        format!("put {log} weblog.csv\n"),
        "cd /etc\n".to_owned(),
        "get /home/irdesk/.local/share/irdesk/desk.db /dev/null\n".to_owned(),
        "mkdir new\n".to_owned(),
    ] {
        assert!(host.files(&barred).is_err(), "{barred}");
    }
    // No command, no terminal, no way through.
    let shell = host.ask_as("files_key", "irdesk-files", "ssh", &["127.0.0.1"], &["id"]);
    assert!(
        !String::from_utf8_lossy(&shell.stdout).contains("uid="),
        "{shell:?}"
    );
    // The file is the group's, so that the desk may take it in and away; the keeper points the settings there.
    let mode = host.on_host(&["stat", "-c", "%a %U %G", "/srv/irdesk/in/weblog.csv"], "");
    assert_eq!(
        String::from_utf8(mode.stdout).unwrap(),
        "640 irdesk-files irdesk-files\n"
    );
    let mut keeper = host.sits_down("files_key", &[], &[]);
    log_in(&mut keeper, "keeper");
    keeper.press("\u{1b}OP");
    keeper.shows("-- 功能");
    keeper.press("settings");
    keeper.shows("> 設定");
    keeper.press("\r");
    keeper.shows("檔案送入之資料夾");
    for (folder, label, key) in [
        ("/srv/irdesk/in", "-- 設定  檔案送入之資料夾", ""),
        ("/srv/irdesk/out", "-- 設定  文件送出之資料夾", "\u{1b}[B"),
    ] {
        keeper.press(key);
        keeper.press("\r");
        keeper.shows(label);
        keeper.is_heard_again();
        keeper.press("\u{15}");
        keeper.press(folder);
        keeper.press("\r");
        keeper.until("the folder", |text| {
            text.contains(&format!("  {folder} ")) && !text.contains(label)
        });
    }
    drop(keeper);
    // The keeper's shell work is `sudo -u irdesk irdesk ...`; here it takes a document out for a clerk.
    let secrets = format!("{}\ncorrect horse battery\n", passphrase("manager"));
    let arguments = [
        "runuser",
        "-u",
        "irdesk",
        "--",
        "env",
        "HOME=/home/irdesk",
        "irdesk",
    ];
    let export = [
        "--as",
        "manager",
        "--passphrase-fd",
        "0",
        "export",
        "register",
        "--reason",
        "x",
        "--out",
        "register.zip",
    ];
    let ran = host.on_host(&[&arguments[..], &export].concat(), &secrets);
    assert!(ran.status.success(), "{ran:?}");
    let taken = desk.path("taken.zip");
    host.files(&format!("get out/register.zip {}\n", taken.display()))
        .unwrap();
    assert!(std::fs::read(taken).unwrap().starts_with(b"PK"));
    // And the doctor finds keys and server as they should be.
    let doctor = host.on_host(&[&arguments[..], &["doctor", "--json"]].concat(), "");
    let doctor: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    let points = doctor["points"].as_array().unwrap();
    for point in [
        "ssh_keys",
        "ssh_server",
        "store_mode",
        "file_modes",
        "account",
    ] {
        let found = points.iter().find(|found| found["point"] == point);
        assert_eq!(found.unwrap()["state"], "ok", "{doctor}");
    }
}
