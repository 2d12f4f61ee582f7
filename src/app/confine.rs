//! What an open desk may still ask of its host: no network, no other program, no files but its own. Taken where the host
//! allows it; `doctor` says whether it does.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, RulesetStatus, path_beneath_rules,
};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

use super::{AppError, Office};

/// The newest of the kernel's rules that are asked for; an older kernel gives those that it has.
const RULES: ABI = ABI::V5;

/// Calls that open a way out: sockets, other programs, other processes, other roots, rings that bypass this list.
/// A pair of sockets within the process stays, signals come through one.
const REFUSED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_mount,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_add_key,
    libc::SYS_keyctl,
];

/// From here on this thread, and every thread that it starts, gets no socket and starts no program: such calls fail with
/// EPERM. Whether the host did it.
pub fn no_network_no_programs() -> bool {
    let filter = || -> Option<BpfProgram> {
        let eperm = u32::try_from(libc::EPERM).ok()?;
        let refused = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
        let arch = std::env::consts::ARCH.try_into().ok()?;
        SeccompFilter::new(
            refused,
            SeccompAction::Allow,
            SeccompAction::Errno(eperm),
            arch,
        )
        .ok()?
        .try_into()
        .ok()
    };
    filter().is_some_and(|filter| apply_filter(&filter).is_ok())
}

/// From here on this thread, and every thread that it starts, sees these directories alone, and executes nothing in them.
/// Whether the host did it.
pub fn only_within(dirs: &[&Path]) -> bool {
    let confined = || -> Result<RestrictionStatus, RulesetError> {
        let all = AccessFs::from_all(RULES);
        Ruleset::default()
            .handle_access(all)?
            .create()?
            .add_rules(path_beneath_rules(dirs, all & !AccessFs::Execute))?
            .restrict_self()
    };
    confined().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

impl Office {
    /// This thread, and every thread that it starts, sees the store and the folders of what comes in and goes out. Called
    /// once a process: folders that are set later are seen by the next.
    pub fn confine(&self) -> Result<bool, AppError> {
        let (came, goes) = (self.in_dir()?, self.out_dir()?);
        Ok(only_within(&[self.dir(), &came, &goes]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::net::TcpListener;
    use std::process::Command;

    /// A thread of its own: nothing of it is taken back.
    fn in_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        std::thread::spawn(work).join().unwrap()
    }

    #[test]
    fn no_socket_is_made_and_no_program_started() {
        let (done, listened, started) = in_a_thread(|| {
            let done = no_network_no_programs();
            let listened = TcpListener::bind("127.0.0.1:0").is_ok();
            (done, listened, Command::new("true").status().is_ok())
        });
        assert!(done && !listened && !started, "{done} {listened} {started}");
    }

    #[test]
    fn files_elsewhere_are_out_of_sight_and_the_own_ones_are_not() {
        let own = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let secret = other.path().join("secret");
        fs::write(&secret, "x").unwrap();
        let dir = own.path().to_owned();
        let (done, kept, seen, made) = in_a_thread(move || {
            let done = only_within(&[&dir]);
            let kept = fs::write(dir.join("a"), "a")
                .and_then(|()| fs::rename(dir.join("a"), dir.join("b")))
                .and_then(|()| fs::remove_file(dir.join("b")));
            let made = fs::write(secret.with_file_name("new"), "x").is_ok();
            (done, kept.is_ok(), fs::read(&secret).is_ok(), made)
        });
        assert!(
            done && kept && !seen && !made,
            "{done} {kept} {seen} {made}"
        );
    }
}
