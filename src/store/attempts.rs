//! The file `attempts` beside the store: logins that failed, across processes and restarts, until the trail has taken note.
//!
//! Plain text that whoever reaches the files can change: what the trail says of it is marked unproven (STORE §1).

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use crate::domain::attempts::Failures;
use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::store::Store;
use crate::store::error::{Result, StoreError, file};
use crate::store::keys_file::KeysFile;

const NAME: &str = "attempts";

/// More of the file is not read: names of persons who have keys, one line each.
const MOST_BYTES: u64 = 1 << 20;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Passphrase,
    /// An enrolment code; nothing to be guessed where none waits.
    Code,
    /// The recovery code, which nobody guesses: a login that is locked does not hold it up.
    Recovery,
}

/// Opens something that a login's passphrase or code opens. The try counts as failed before it is made, so that many at
/// once gain nothing; after five in a row none is made for a quarter of an hour.
pub fn tried<T>(
    dir: &Path,
    login: &Login,
    by: By,
    now: Moment,
    open: impl FnOnce() -> Result<T>,
) -> Result<T> {
    Store::look_for(dir)?;
    let attempt = Attempt::begin(dir, login, by, now)?;
    let opened = open();
    match &opened {
        Ok(_) => attempt.settle(Failures::fitted),
        Err(StoreError::WrongPassphrase) => {}
        // Something else failed: the try does not count.
        Err(_) => {
            let before = attempt.before;
            attempt.settle(|_counted| before);
        }
    }
    opened
}

struct Attempt<'a> {
    dir: &'a Path,
    /// Whose; `None` when nobody here has this name, and there is nothing to be guessed.
    login: Option<&'a Login>,
    before: Failures,
}

impl<'a> Attempt<'a> {
    /// Begins a try, or says until when none is taken.
    fn begin(dir: &'a Path, login: &'a Login, by: By, now: Moment) -> Result<Attempt<'a>> {
        let keys = KeysFile::load(dir)?;
        let name = login.as_str();
        let is_known = keys.pending(name).is_some() || by != By::Code && keys.slot(name).is_some();
        let mut attempt = Attempt {
            dir,
            login: is_known.then_some(login),
            before: Failures::none(now),
        };
        if !is_known {
            return Ok(attempt);
        }
        let mut until = None;
        let noted = change(dir, name, |failures| {
            attempt.before = failures.unwrap_or(attempt.before);
            until = attempt
                .before
                .locked_until(now)
                .filter(|_end| by != By::Recovery);
            match until {
                Some(_) => attempt.before,
                None => attempt.before.and_one(now),
            }
        });
        match (until, noted) {
            (Some(until), _) => Err(StoreError::LoginLocked { until }),
            // Where nothing can be noted the store cannot be written either, and reading it needs the passphrase still.
            (None, Ok(()) | Err(_)) => Ok(attempt),
        }
    }

    fn settle(&self, change_to: impl FnOnce(Failures) -> Failures) {
        let Some(login) = self.login else {
            return;
        };
        let before = self.before;
        let noted = change(self.dir, login.as_str(), |failures| {
            change_to(failures.unwrap_or(before))
        });
        // It counts as failed then, which is the safe side.
        drop(noted);
    }
}

/// What the trail has not yet taken note of.
pub fn unentered(dir: &Path) -> Vec<(Login, Failures)> {
    let Ok(mut opened) = File::open(dir.join(NAME)) else {
        return Vec::new();
    };
    let known = read(&mut opened);
    known
        .into_iter()
        .filter(|(_, failures)| failures.unentered > 0)
        .collect()
}

/// The trail has taken note of these.
pub fn entered(dir: &Path, noted: &[(Login, Failures)]) -> Result<()> {
    for (login, seen) in noted {
        change(dir, login.as_str(), |failures| {
            failures.unwrap_or(*seen).entered(seen.unentered)
        })?;
    }
    Ok(())
}

/// Somebody's way in was made anew or closed: what failed before holds nobody up any more.
pub fn forgive(dir: &Path, login: &Login) -> Result<()> {
    if !dir.join(NAME).exists() {
        return Ok(());
    }
    change(dir, login.as_str(), |failures| {
        failures.map_or(Failures::none(Moment(0)), Failures::forgiven)
    })
}

/// Changes one line under a lock; a line that says nothing is left out.
fn change(dir: &Path, login: &str, to: impl FnOnce(Option<Failures>) -> Failures) -> Result<()> {
    let mut out = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(dir.join(NAME))
        .map_err(file("open attempts"))?;
    flock(&out, FlockOperation::LockExclusive)
        .map_err(|fault| file("lock attempts")(fault.into()))?;
    let mut known = read(&mut out);
    let before = known.iter().find(|(name, _)| name.as_str() == login);
    let after = to(before.map(|(_, failures)| *failures));
    known.retain(|(name, _)| name.as_str() != login);
    if !after.is_over()
        && let Ok(login) = login.parse()
    {
        known.push((login, after));
    }
    let text: String = known.iter().map(line).collect();
    out.seek(SeekFrom::Start(0))
        .and_then(|_at| out.write_all(text.as_bytes()))
        .and_then(|()| out.set_len(u64::try_from(text.len()).unwrap_or_default()))
        .map_err(file("write attempts"))
}

fn line((login, failures): &(Login, Failures)) -> String {
    let Failures {
        in_a_row,
        unentered,
        first,
        last,
    } = failures;
    format!(
        "{login} {in_a_row} {unentered} {} {}\n",
        first.iso(),
        last.iso()
    )
}

/// Lines that cannot be read are passed over.
fn read(opened: &mut File) -> Vec<(Login, Failures)> {
    let mut bytes = Vec::new();
    if opened.take(MOST_BYTES).read_to_end(&mut bytes).is_err() {
        return Vec::new();
    }
    String::from_utf8_lossy(&bytes)
        .lines()
        .filter_map(read_line)
        .collect()
}

fn read_line(line: &str) -> Option<(Login, Failures)> {
    let mut parts = line.split(' ');
    let mut next = || parts.next();
    let login = next()?.parse().ok()?;
    let failures = Failures {
        in_a_row: next()?.parse().ok()?,
        unentered: next()?.parse().ok()?,
        first: Moment::parse(next()?)?,
        last: Moment::parse(next()?)?,
    };
    Some((login, failures))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(text: &str) -> Login {
        text.parse().unwrap()
    }

    #[test]
    fn lines_are_read_as_they_were_written_and_rubbish_is_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let at = Moment(1_795_398_120_000);
        change(dir.path(), "hsu.tc", |_none| {
            Failures::none(at).and_one(at).and_one(Moment(at.0 + 1))
        })
        .unwrap();
        let path = dir.path().join(NAME);
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("\u{1b}[2J\nno such line\nlin.sf 9 9 never never\n");
        std::fs::write(&path, text).unwrap();
        let known = unentered(dir.path());
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].0, login("hsu.tc"));
        assert_eq!((known[0].1.in_a_row, known[0].1.unentered), (2, 2));
        assert_eq!(known[0].1.first, at);
    }

    #[test]
    fn what_the_trail_has_noted_is_left_out_and_the_row_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let at = Moment(1_795_398_120_000);
        for _time in 0..2 {
            change(dir.path(), "hsu.tc", |before| {
                before.unwrap_or(Failures::none(at)).and_one(at)
            })
            .unwrap();
        }
        entered(dir.path(), &unentered(dir.path())).unwrap();
        assert!(unentered(dir.path()).is_empty());
        let text = std::fs::read_to_string(dir.path().join(NAME)).unwrap();
        assert!(text.starts_with("hsu.tc 2 0 "), "{text}");
    }
}
