//! `doctor`: the host's hardening point by point, each with its remedy. Reads what everybody on the host may read.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, geteuid, getrlimit};
use serde_json::json;

use super::Global;
use super::output::{CliError, Said, aligned};
use super::session::store_dir;
use crate::app::{Office, confine};
use crate::domain::host::{HostPoint, HostState, is_forced};

/// What was found: how it fits, and what there is to be seen.
type Found = (HostState, String);

/// Free blocks of a hundred that are enough.
const ROOM_PERCENT: u64 = 5;

/// Locked memory that holds the keys of a key derivation beside the program, in bytes.
const MEMORY_LOCK: u64 = 128 << 20;

/// Looks at every point; exit 1 where one does not fit.
pub(super) fn doctor(global: &Global) -> Result<Said, CliError> {
    let lang = global.lang();
    let dir = store_dir(global);
    Office::is_there(&dir).map_err(|error| super::session::named(error, &dir))?;
    let found: Vec<(HostPoint, Found)> = HostPoint::ALL
        .into_iter()
        .map(|point| (point, look(point, &dir)))
        .collect();
    let is_wrong = found
        .iter()
        .any(|(_, (state, _))| *state == HostState::Wrong);
    let remedy = |point, state| match state {
        HostState::Fits => "",
        HostState::Wrong | HostState::Unknown => lang.host_remedy(point),
    };
    let points: Vec<_> = found
        .iter()
        .map(|(point, (state, seen))| {
            json!({
                "point": point.code(), "state": state.code(), "found": seen,
                "remedy": remedy(*point, *state),
            })
        })
        .collect();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(point, (state, seen))| {
            vec![
                lang.host_state(*state).to_owned(),
                lang.host_point(*point).to_owned(),
                seen.clone(),
                remedy(*point, *state).to_owned(),
            ]
        })
        .collect();
    Ok(Said {
        json: json!({ "points": points }),
        prose: aligned(&rows),
        exit: u8::from(is_wrong),
        ..Said::default()
    })
}

fn look(point: HostPoint, dir: &Path) -> Found {
    match point {
        HostPoint::StoreMode => mode_of(dir, 0o077),
        HostPoint::FileModes => files(dir),
        HostPoint::Account => fits(!geteuid().is_root(), format!("uid {}", geteuid().as_raw())),
        HostPoint::Core => core(),
        HostPoint::MemoryLock => memory_lock(),
        HostPoint::Swap => swap(),
        HostPoint::Clock => clock(),
        HostPoint::FileSystem => file_system(dir),
        HostPoint::Room => room(dir),
        HostPoint::Files => in_a_thread(|| confine::only_within(&[])),
        HostPoint::Calls => in_a_thread(confine::no_network_no_programs),
        HostPoint::SshKeys => ssh_keys(),
        HostPoint::SshServer => ssh_server(Path::new("/etc/ssh/sshd_config"), &account()),
    }
}

fn fits(is_so: bool, seen: impl Into<String>) -> Found {
    let state = if is_so {
        HostState::Fits
    } else {
        HostState::Wrong
    };
    (state, seen.into())
}

fn unknown() -> Found {
    (HostState::Unknown, String::new())
}

/// No bit of these is set, and the owner is whoever runs this.
fn mode_of(path: &Path, refused: u32) -> Found {
    let Ok(found) = fs::metadata(path) else {
        return unknown();
    };
    let mode = found.permissions().mode() & 0o7777;
    let is_own = found.uid() == geteuid().as_raw();
    fits(mode & refused == 0 && is_own, format!("{mode:04o}"))
}

fn files(dir: &Path) -> Found {
    let names = [
        "desk.db",
        "desk.db-wal",
        "desk.db-shm",
        "keys.toml",
        "head",
        "attempts",
        "demo.toml",
    ];
    let wrong: Vec<&str> = names
        .into_iter()
        .filter(|name| mode_of(&dir.join(name), 0o077).0 == HostState::Wrong)
        .collect();
    fits(wrong.is_empty(), wrong.join(" "))
}

fn core() -> Found {
    let limit = getrlimit(Resource::Core).current;
    let is_closed = matches!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    let seen = limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
    fits(limit == Some(0) && is_closed, seen)
}

fn memory_lock() -> Found {
    match getrlimit(Resource::Memlock).current {
        None => fits(true, "unlimited"),
        Some(limit) => fits(limit >= MEMORY_LOCK, format!("{} KiB", limit / 1024)),
    }
}

/// The first line of /proc/swaps is its heads; what is mapped by dm-crypt is taken as encrypted.
fn swap() -> Found {
    let Ok(text) = fs::read_to_string("/proc/swaps") else {
        return unknown();
    };
    let areas: Vec<&str> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let is_safe = areas
        .iter()
        .all(|area| area.starts_with("/dev/dm-") || area.starts_with("/dev/mapper/"));
    fits(is_safe, areas.join(" "))
}

fn clock() -> Found {
    let keepers = [
        ("systemd-timesyncd", "/run/systemd/timesync/synchronized"),
        ("chrony", "/run/chrony/chronyd.pid"),
        ("ntpd", "/run/ntpd.pid"),
    ];
    let keeper = keepers
        .into_iter()
        .find(|(_, mark)| Path::new(mark).exists());
    keeper.map_or_else(unknown, |(name, _)| fits(true, name))
}

/// The magic numbers of file systems on which a database is not safe.
const UNSAFE: &[(u64, &str)] = &[
    (0x6969, "nfs"),
    (0x517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x6573_5546, "fuse"),
    (0x0102_1994, "tmpfs"),
    (0x8584_58f6, "ramfs"),
];

fn file_system(dir: &Path) -> Found {
    let Ok(found) = rustix::fs::statfs(dir) else {
        return unknown();
    };
    let kind = u64::try_from(found.f_type).unwrap_or_default();
    match UNSAFE.iter().find(|(magic, _)| *magic == kind) {
        Some((_, name)) => fits(false, *name),
        None => fits(true, format!("{kind:#x}")),
    }
}

fn room(dir: &Path) -> Found {
    let Ok(found) = rustix::fs::statvfs(dir) else {
        return unknown();
    };
    let percent = found
        .f_bavail
        .saturating_mul(100)
        .checked_div(found.f_blocks)
        .unwrap_or(100);
    fits(percent >= ROOM_PERCENT, format!("{percent}%"))
}

/// Tried in a thread that ends with it: what it gives up, it gives up alone.
fn in_a_thread(confine: impl FnOnce() -> bool + Send + 'static) -> Found {
    match std::thread::spawn(confine).join() {
        Ok(is_taken) => fits(is_taken, ""),
        Err(_panic) => unknown(),
    }
}

/// The account that the desk runs under.
fn account() -> String {
    std::env::var("USER").unwrap_or_else(|_unset| "irdesk".to_owned())
}

/// Keys of the account, where they may be read.
fn ssh_keys() -> Found {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = home.map(|home| home.join(".ssh/authorized_keys"));
    let roots = Path::new("/etc/ssh/authorized_keys").join(account());
    let texts: Vec<String> = own
        .into_iter()
        .chain([roots])
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect();
    if texts.is_empty() {
        return unknown();
    }
    let lines = texts.iter().flat_map(|text| text.lines());
    let keys: Vec<bool> = lines.filter_map(is_forced).collect();
    let free = keys.iter().filter(|is_forced| !**is_forced).count();
    fits(free == 0, format!("{free}/{}", keys.len()))
}

/// What the server's files say for this account: of a setting that stands twice, the account's own block counts, then the
/// first. An absent setting has its own default, of which only forwarding is open.
fn ssh_server(file: &Path, account: &str) -> Found {
    let Ok(text) = fs::read_to_string(file) else {
        return unknown();
    };
    let settings = settings_of(&text, account, 0);
    let values = |name: &str| -> Vec<&str> {
        let of_name = settings.iter().filter(|setting| setting.name == name);
        let own = of_name.clone().filter(|setting| setting.is_own);
        let own: Vec<&str> = own.map(|setting| setting.value.as_str()).collect();
        if own.is_empty() {
            of_name.map(|setting| setting.value.as_str()).collect()
        } else {
            own
        }
    };
    let is = |name: &str, wanted: &str| values(name).first() == Some(&wanted);
    let mut wrong = Vec::new();
    if !values("permituserenvironment").is_empty() && !is("permituserenvironment", "no") {
        wrong.push("PermitUserEnvironment");
    }
    if values("acceptenv")
        .iter()
        .flat_map(|value| value.split_whitespace())
        .any(|name| name != "lang")
    {
        wrong.push("AcceptEnv");
    }
    if !is("disableforwarding", "yes") && !is("allowtcpforwarding", "no") {
        wrong.push("DisableForwarding");
    }
    fits(wrong.is_empty(), wrong.join(" "))
}

/// A setting of the server that counts for this account.
struct ServerSetting {
    name: String,
    value: String,
    /// It stands in a block about this account.
    is_own: bool,
}

/// Files within files within files are enough.
const DEEPEST: usize = 4;

fn settings_of(text: &str, account: &str, depth: usize) -> Vec<ServerSetting> {
    let mut all = Vec::new();
    // Outside any block, in one that counts, or in one about somebody else.
    let mut block = Some(false);
    let lines = text.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, value) = line
            .split_once(|letter: char| letter.is_whitespace() || letter == '=')
            .unwrap_or((line, ""));
        let (name, value) = (name.to_lowercase(), value.trim());
        match (name.as_str(), block) {
            ("match", _) => block = of_block(value, account),
            (_, None) => {}
            ("include", Some(_)) if depth < DEEPEST => {
                for included in included(value) {
                    all.extend(settings_of(&included, account, depth.saturating_add(1)));
                }
            }
            (_, Some(is_own)) => all.push(ServerSetting {
                name,
                value: value.to_lowercase(),
                is_own,
            }),
        }
    }
    all
}

/// Whether a block is about this account alone, about all, or about others.
fn of_block(condition: &str, account: &str) -> Option<bool> {
    match condition.split_once(char::is_whitespace) {
        None if condition.eq_ignore_ascii_case("all") => Some(false),
        Some((user, names)) if user.eq_ignore_ascii_case("user") => {
            let is_named = names.trim().split(',').any(|name| name == account);
            is_named.then_some(true)
        }
        _ => None,
    }
}

/// The texts that a line `Include` means: one file, or those of a folder that end alike, in their order.
fn included(pattern: &str) -> Vec<String> {
    let path = Path::new("/etc/ssh").join(pattern);
    let name = path.file_name().map(|name| name.to_string_lossy());
    let ending = name.as_deref().and_then(|name| name.strip_prefix('*'));
    let (Some(ending), Some(folder)) = (ending, path.parent()) else {
        return fs::read_to_string(&path).into_iter().collect();
    };
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    let texts = files.into_iter().map(fs::read_to_string);
    texts.filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn server(text: &str, state: HostState, seen: &str) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sshd_config");
        fs::write(&file, text).unwrap();
        let found = ssh_server(&file, "irdesk");
        assert_eq!(found, (state, seen.to_owned()), "{text}");
    }

    #[test]
    fn a_server_that_passes_an_environment_or_forwards_is_named() {
        server(
            "PermitUserEnvironment no\nAcceptEnv LANG\nAllowTcpForwarding no\n",
            HostState::Fits,
            "",
        );
        server(
            "# AllowTcpForwarding no\nAcceptEnv LANG LC_*\nPermitUserEnvironment yes\n",
            HostState::Wrong,
            "PermitUserEnvironment AcceptEnv DisableForwarding",
        );
        let nowhere = ssh_server(Path::new("/nowhere"), "irdesk");
        assert_eq!(nowhere.0, HostState::Unknown);
    }

    #[test]
    fn the_block_of_the_account_counts_before_what_is_said_for_all() {
        let all = "AcceptEnv LANG LC_*\nAllowTcpForwarding yes\n";
        let own = "Match User irdesk\n AcceptEnv LANG\n DisableForwarding yes\nMatch all\n";
        server(&format!("{own}{all}"), HostState::Fits, "");
        let of_others = own.replace("irdesk", "somebody");
        server(
            &format!("{of_others}{all}"),
            HostState::Wrong,
            "AcceptEnv DisableForwarding",
        );
        server(
            &format!("Include /nowhere/*.conf\n{all}"),
            HostState::Wrong,
            "AcceptEnv DisableForwarding",
        );
    }

    #[test]
    fn a_file_that_others_may_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["desk.db", "keys.toml"] {
            fs::write(dir.path().join(name), "").unwrap();
            let mode = if name == "keys.toml" { 0o644 } else { 0o600 };
            fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        assert_eq!(
            files(dir.path()),
            (HostState::Wrong, "keys.toml".to_owned())
        );
    }
}
