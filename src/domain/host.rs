//! What a hardened host is asked for (domain.md §8, STORE: deployment): the points that `doctor` looks at.

/// A point of the host's hardening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostPoint {
    /// The store's directory is its owner's alone.
    StoreMode,
    /// So are the files in it.
    FileModes,
    /// The account is not root.
    Account,
    /// No core of the process is written.
    Core,
    /// Pages of the process can be locked in memory.
    MemoryLock,
    /// Nothing is swapped out in clear.
    Swap,
    /// The host's clock is kept by the net.
    Clock,
    /// The store lies on a disk of its own host.
    FileSystem,
    /// Room is left on it.
    Room,
    /// The kernel confines an open desk to its files.
    Files,
    /// The kernel denies it sockets and programs.
    Calls,
    /// Every key of the account opens the desk as its person and nothing else.
    SshKeys,
    /// The server of SSH passes no environment on.
    SshServer,
}

impl HostPoint {
    pub const ALL: [HostPoint; 13] = [
        HostPoint::StoreMode,
        HostPoint::FileModes,
        HostPoint::Account,
        HostPoint::Core,
        HostPoint::MemoryLock,
        HostPoint::Swap,
        HostPoint::Clock,
        HostPoint::FileSystem,
        HostPoint::Room,
        HostPoint::Files,
        HostPoint::Calls,
        HostPoint::SshKeys,
        HostPoint::SshServer,
    ];

    /// Its name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            HostPoint::StoreMode => "store_mode",
            HostPoint::FileModes => "file_modes",
            HostPoint::Account => "account",
            HostPoint::Core => "core",
            HostPoint::MemoryLock => "memory_lock",
            HostPoint::Swap => "swap",
            HostPoint::Clock => "clock",
            HostPoint::FileSystem => "file_system",
            HostPoint::Room => "room",
            HostPoint::Files => "landlock",
            HostPoint::Calls => "seccomp",
            HostPoint::SshKeys => "ssh_keys",
            HostPoint::SshServer => "ssh_server",
        }
    }
}

/// How a point was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostState {
    Fits,
    Wrong,
    /// It cannot be seen from here.
    Unknown,
}

impl HostState {
    pub fn code(self) -> &'static str {
        match self {
            HostState::Fits => "ok",
            HostState::Wrong => "wrong",
            HostState::Unknown => "unknown",
        }
    }
}

/// Whether a line of authorized keys opens the desk as one person and nothing else: `restrict,pty,command="… --as LOGIN"`.
/// Blank lines and remarks are none.
pub fn is_forced(line: &str) -> Option<bool> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let options = options_of(line);
    let has = |name: &str| options.iter().any(|option| option == name);
    let command = options
        .iter()
        .find_map(|option| option.strip_prefix("command=\""))
        .and_then(|command| command.strip_suffix('"'));
    let is_desk = command.is_some_and(|command| {
        let mut words = command
            .split_whitespace()
            .skip_while(|word| *word != "--as");
        words.next().is_some()
            && words.next().is_some()
            && !command.contains(['$', '`', ';', '|', '&'])
    });
    Some(has("restrict") && is_desk)
}

/// The options in front of a key, quoted commas left alone; empty where the line begins with the key's type.
fn options_of(line: &str) -> Vec<String> {
    let mut options = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ' ' | '\t' if !is_quoted => break,
            ',' if !is_quoted => {
                options.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = options.last_mut() {
            last.push(letter);
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_forced_to_open_the_desk_as_its_person_and_nothing_else() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample hsu";
        let with = |options: &str| is_forced(&format!("{options} {key}"));
        assert_eq!(
            with("restrict,pty,command=\"/usr/bin/irdesk --as hsu.tc\""),
            Some(true)
        );
        for bad in [
            "pty,command=\"/usr/bin/irdesk --as hsu.tc\"",
            "restrict,pty",
            "restrict,pty,command=\"/usr/bin/irdesk\"",
            "restrict,pty,command=\"/usr/bin/irdesk --as\"",
            "restrict,pty,command=\"/usr/bin/irdesk --as $SSH_ORIGINAL_COMMAND\"",
            "restrict,pty,command=\"/bin/sh -c x; irdesk --as hsu\"",
        ] {
            assert_eq!(with(bad), Some(false), "{bad}");
        }
        assert_eq!(is_forced(key), Some(false));
        assert_eq!(is_forced("  # a remark"), None);
        assert_eq!(is_forced(""), None);
    }

    #[test]
    fn every_point_has_a_name_of_its_own() {
        let mut codes: Vec<&str> = HostPoint::ALL.into_iter().map(HostPoint::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), HostPoint::ALL.len());
    }
}
