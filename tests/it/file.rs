//! Faults of the file through the real binary: each is one sentence and its exit code, and nothing is written.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use irdesk::app::{Clock, Office};

use crate::desk::{Desk, Ran, passphrase, ran, sample};

const LIST: &[&str] = &["person", "list"];
const ADD: &[&str] = &["person", "add", "wu", "--name", "N", "--roles", "user"];

/// Changes the store's files; then whoever comes hears this, and the files stay as they are.
#[track_caller]
fn after(deed: impl Fn(&Desk), exit: i32, code: &str) -> String {
    let desk = Desk::enrolled();
    deed(&desk);
    let before = desk.bytes();
    let read = desk.refused("keeper", LIST, exit, code);
    let written = desk.refused("keeper", ADD, exit, code);
    assert_eq!(read, written);
    let sides: Vec<_> = before.iter().map(|(name, _)| name.as_str()).collect();
    for (name, bytes) in desk.bytes() {
        let is_new = !sides.contains(&name.as_str());
        let is_scratch = ["lock", "desk.db-wal", "desk.db-shm"].contains(&name.as_str());
        assert!(
            is_scratch && bytes.is_empty() || !is_new && before.contains(&(name.clone(), bytes)),
            "{name} was written"
        );
    }
    assert!(read.starts_with("! ") && !read.contains('\n'), "{read}");
    assert!(read.contains('請'), "what to do: {read}");
    read
}

fn change(desk: &Desk, name: &str, deed: impl Fn(&mut Vec<u8>)) {
    let path = desk.store().join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    deed(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn keys(desk: &Desk, deed: impl Fn(String) -> String) {
    change(desk, "keys.toml", |bytes| {
        *bytes = deed(String::from_utf8(bytes.clone()).unwrap()).into_bytes();
    });
}

#[test]
fn a_desk_db_that_was_harmed_is_not_opened() {
    let desk_db = |deed: fn(&mut Vec<u8>)| move |desk: &Desk| change(desk, "desk.db", deed);
    after(desk_db(Vec::clear), 3, "damaged");
    after(
        desk_db(|bytes| bytes.truncate(bytes.len() - 4096)),
        3,
        "damaged",
    );
    after(desk_db(|bytes| bytes.truncate(1000)), 3, "damaged");
    after(
        desk_db(|bytes| bytes.extend_from_within(..4096)),
        3,
        "damaged",
    );
    after(desk_db(|bytes| bytes.push(b'x')), 3, "damaged");
    after(desk_db(|bytes| bytes[100] ^= 1), 3, "not_a_store");
    after(
        desk_db(|bytes| *bytes = b"SQLite format 3\0".repeat(1024)),
        3,
        "not_a_store",
    );
    after(
        desk_db(|bytes| *bytes = b"a letter, not a database\n".repeat(1000)),
        3,
        "not_a_store",
    );
    after(
        |desk| std::fs::remove_file(desk.store().join("desk.db")).unwrap(),
        3,
        "damaged",
    );
}

#[test]
fn a_keys_toml_that_was_harmed_opens_for_nobody() {
    after(
        |desk| keys(desk, |text| text.replace("\n[seal]", "\n\n[seal]")),
        3,
        "keys",
    );
    after(|desk| keys(desk, |text| text + "# more\n"), 3, "keys");
    after(|desk| keys(desk, |_text| String::new()), 3, "keys");
    after(|desk| keys(desk, |_text| "[[[".to_owned()), 3, "keys");
    after(
        |desk| change(desk, "keys.toml", |bytes| bytes[10] = 0xff),
        3,
        "keys",
    );
    after(
        |desk| std::fs::remove_file(desk.store().join("keys.toml")).unwrap(),
        3,
        "keys",
    );
    // Lowered or absurd costs are refused before anything is allocated.
    for (from, to) in [
        ("m = 65536", "m = 8"),
        ("m = 65536", "m = 4294967295"),
        ("m = 65536", "m = 1048577"),
        ("t = 3", "t = 1"),
        ("t = 3", "t = 4000000"),
        ("p = 1", "p = 255"),
        ("p = 1", "p = 0"),
    ] {
        after(|desk| keys(desk, |text| text.replace(from, to)), 3, "keys");
    }
}

/// The part of keys.toml that is this person's slot, without its heading and login.
fn slot(text: &str, login: &str) -> String {
    let start = text.find(&format!("login = \"{login}\"")).unwrap();
    let end = text[start..]
        .find("\n[[slot]]")
        .unwrap_or_else(|| text[start..].find("\n[").unwrap());
    text[start..start + end]
        .split_once('\n')
        .unwrap()
        .1
        .to_owned()
}

#[test]
fn slots_exchanged_between_people_or_stores_open_nothing() {
    let desk = Desk::enrolled();
    keys(&desk, |text| {
        let (user, keeper) = (slot(&text, "user"), slot(&text, "keeper"));
        text.replace(&user, "@")
            .replace(&keeper, &user)
            .replace('@', &keeper)
    });
    desk.refused("keeper", LIST, 4, "passphrase");
    desk.refused("user", LIST, 4, "passphrase");
    let as_user = desk.run_with(
        "user",
        &[&passphrase("keeper")],
        &["person", "list", "--json"],
    );
    as_user.refused(4, "passphrase");
    // From another store of the same people and passphrases.
    let (other, _said) = Desk::founded();
    let foreign = std::fs::read_to_string(other.store().join("keys.toml")).unwrap();
    after(
        |desk| {
            keys(desk, |text| {
                text.replace(&slot(&text, "keeper"), &slot(&foreign, "keeper"))
            });
        },
        4,
        "passphrase",
    );
    // The whole file: its passphrase opens it, and it does not open this desk.db.
    after(|desk| keys(desk, |_text| foreign.clone()), 3, "not_a_store");
}

#[test]
fn a_flipped_bit_in_the_wal_is_told_by_the_number_of_entries_that_are_gone() {
    let desk = Desk::enrolled();
    // Killed before it could put the WAL away, the last entries are in it alone.
    let killed = desk.copy();
    assert!(leave_a_wal(&desk, &killed) > 0);
    assert_eq!(killed.run("keeper", LIST).exit, 0, "an intact WAL is read");
    let harmed = desk.copy();
    leave_a_wal(&desk, &harmed);
    change(&harmed, "desk.db-wal", |bytes| {
        let place = bytes.len() - 2000;
        bytes[place] ^= 1;
    });
    let message = harmed.refused("keeper", ADD, 3, "tail");
    assert!(message.contains("1 筆"), "{message}");
}

/// Puts into `target` the files of `desk` as they are while somebody has it open and another one has written.
fn leave_a_wal(desk: &Desk, target: &Desk) -> u64 {
    let source = desk.copy();
    // Who has the store open keeps the writer from putting its WAL away.
    let login = "user".parse().unwrap();
    let holder = Office::open(&source.store(), &login, &passphrase("user"), Clock::Host).unwrap();
    source.json("keeper", ADD);
    for name in ["desk.db", "desk.db-wal", "keys.toml", "head"] {
        std::fs::copy(source.store().join(name), target.store().join(name)).unwrap();
    }
    drop(holder);
    let wal = std::fs::metadata(target.store().join("desk.db-wal"));
    wal.unwrap().len()
}

#[test]
fn a_head_file_that_is_gone_or_no_head_stops_the_writing_and_not_the_reading() {
    for deed in [
        |desk: &Desk| std::fs::remove_file(desk.store().join("head")).unwrap(),
        |desk: &Desk| change(desk, "head", Vec::clear),
        |desk: &Desk| change(desk, "head", |bytes| *bytes = b"12:zz\n".to_vec()),
        |desk: &Desk| {
            change(desk, "head", |bytes| {
                bytes[8] = if bytes[8] == b'0' { b'1' } else { b'0' };
            });
        },
    ] {
        let desk = Desk::enrolled();
        deed(&desk);
        let message = desk.refused("keeper", ADD, 3, "tail");
        assert!(message.contains("head"), "{message}");
        assert_eq!(
            desk.json("keeper", LIST)["rows"].as_array().unwrap().len(),
            5
        );
    }
    let desk = Desk::enrolled();
    change(&desk, "head", |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let (seq, hash) = text.split_once(':').unwrap();
        let further = seq.parse::<u64>().unwrap() + 1284;
        *bytes = format!("{further}:{hash}").into_bytes();
    });
    let message = desk.refused("keeper", ADD, 3, "tail");
    assert!(message.contains("1,284 筆"), "{message}");
}

/// One command that may not write files beyond so many KiB.
fn limited(desk: &Desk, kib: u64, login: &str, arguments: &[&str]) -> Ran {
    let script = format!("ulimit -f {kib}; exec \"$@\"");
    let mut command = Command::new("bash");
    command
        .args([
            "-c",
            &script,
            "bash",
            env!("CARGO_BIN_EXE_irdesk"),
            "--store",
        ])
        .arg(desk.store())
        .args(["--as", login, "--passphrase-fd", "0", "--json"])
        .args(arguments)
        .env("LANG", "zh_TW.UTF-8");
    ran(&mut command, format!("{}\n", passphrase(login)).as_bytes())
}

fn kib_of(desk: &Desk, name: &str) -> u64 {
    std::fs::metadata(desk.store().join(name)).map_or(0, |about| about.len() / 1024)
}

#[test]
fn a_full_disk_at_the_commit_loses_nothing_but_the_commit() {
    let desk = Desk::enrolled();
    let register = sample("register-11510.csv");
    let import = ["import", "register", &register];
    let before = desk.json("keeper", LIST);
    let limit = kib_of(&desk, "desk.db") / 2;
    let message = limited(&desk, limit, "manager", &import).refused(3, "full");
    assert!(message.contains("未存入"), "{message}");
    assert_eq!(desk.json("keeper", LIST), before);
    // With room again it goes on where it was.
    assert_eq!(desk.json("manager", &import)["accepted"], 399);
    // keys.toml is written before the trail: its fault is one too.
    let message = limited(&desk, 1, "keeper", ADD).refused(3, "full");
    assert!(message.contains("未存入"), "{message}");
    assert_eq!(desk.json("keeper", LIST), before);
    desk.enrol("wu", &["--roles", "user"]);
}

#[test]
fn a_full_disk_at_the_checkpoint_loses_nothing() {
    let desk = Desk::imported();
    let probe = desk.copy();
    let log = sample("weblog-11510-bom.csv");
    let import = ["import", "log", &log, "--period", "11512"];
    probe.json("manager", &import);
    let (before, after) = (kib_of(&desk, "desk.db"), kib_of(&probe, "desk.db"));
    assert!(after > before);
    // The WAL has room, the database has none.
    let done = limited(&desk, after - 1, "manager", &import);
    assert_eq!(done.exit, 0, "{done:?}");
    let again = desk.json("manager", &import);
    assert_eq!(again["known"], true, "what was acknowledged is there");
    assert_eq!(kib_of(&desk, "desk.db"), after);
}

/// Runs a command as somebody who may read the store and write nothing.
fn without_writing(desk: &Desk, login: &str, arguments: &[&str]) -> Ran {
    let mode = |path: &std::path::Path, bits| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(bits)).unwrap();
    };
    for (name, _) in desk.bytes() {
        mode(&desk.store().join(name), 0o444);
    }
    mode(&desk.store(), 0o555);
    mode(&desk.path(""), 0o755);
    let binary = desk.path("irdesk");
    std::fs::copy(env!("CARGO_BIN_EXE_irdesk"), &binary).unwrap();
    // Modes do not hold root: it steps down first.
    let is_root = rustix::process::geteuid().is_root();
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
            .arg(binary);
        command
    } else {
        Command::new(binary)
    };
    command
        .arg("--store")
        .arg(desk.store())
        .args(["--as", login, "--passphrase-fd", "0", "--json"])
        .args(arguments)
        .env("LANG", "zh_TW.UTF-8");
    let done = ran(&mut command, format!("{}\n", passphrase(login)).as_bytes());
    mode(&desk.store(), 0o755);
    done
}

#[test]
fn a_directory_that_may_not_be_written_is_said_so() {
    let desk = Desk::enrolled();
    let before = desk.bytes();
    let message = without_writing(&desk, "keeper", ADD).refused(3, "read_only");
    assert!(message.contains("不得寫入"), "{message}");
    assert!(desk.bytes() == before);
    // A store cannot be made there either.
    let inner = desk.store().join("inner");
    let inner = inner.to_str().unwrap();
    without_writing(
        &desk,
        "keeper",
        &[
            "init", "--store", inner, "--agency", "SOC", "--keeper", "keeper",
        ],
    );
    assert!(!desk.store().join("inner").exists());
}

#[test]
fn a_store_that_cannot_be_where_it_is_asked_for_is_one_sentence() {
    let (desk, _said) = Desk::founded();
    let file = desk.file("a-file", "no directory");
    for store in ["/dev/null/x", "/proc/nowhere", &file] {
        let init = [
            "--store",
            store,
            "--passphrase-fd",
            "0",
            "--json",
            "init",
            "--agency",
            "SOC",
            "--keeper",
            "keeper",
        ];
        let done = ran(crate::desk::irdesk().args(init), b"keeper rides a horse\n");
        assert_eq!(done.exit, 3, "{done:?}");
        let list = [
            "--store",
            store,
            "--as",
            "keeper",
            "--passphrase-fd",
            "0",
            "--json",
            "person",
            "list",
        ];
        ran(crate::desk::irdesk().args(list), b"keeper rides a horse\n").refused(3, "no_store");
    }
}
