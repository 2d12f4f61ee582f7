//! The file `head` beside desk.db: SEQ:HEX of the last entry, written after each commit and only upwards.
//!
//! SQLite drops a damaged tail of its WAL without a word; this file is what notices.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use crate::domain::ids::Head;
use crate::domain::trail::unhex;
use crate::store::error::{Result, file};

pub(in crate::store) const NAME: &str = "head";

/// How the trail's end stands against the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    Whole,
    /// So many entries were acknowledged and are gone.
    Missing(u64),
    /// The file is absent or unreadable.
    NoHead,
    /// The file names an entry that is not in this chain.
    OtherChain,
}

impl Tail {
    /// The number of entries known to be missing; `None` when nothing is wrong.
    pub fn missing(self) -> Option<u64> {
        match self {
            Tail::Whole => None,
            Tail::Missing(count) => Some(count),
            Tail::NoHead | Tail::OtherChain => Some(0),
        }
    }
}

/// Which way the file may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Direction {
    Upwards,
    /// After the keeper accepted a loss, and when a store is made.
    Anywhere,
}

/// Reads `SEQ:HEX` with all 64 digits.
pub fn parse(text: &str) -> Option<Head> {
    let (seq, hash) = text.trim_end().split_once(':')?;
    Some(Head {
        seq: seq.parse().ok()?,
        hash: unhex(hash)?,
    })
}

/// The head in the file, if there is a readable one.
pub(in crate::store) fn read(dir: &Path) -> Option<Head> {
    parse(&std::fs::read_to_string(dir.join(NAME)).ok()?)
}

/// Writes the head, unless the file is further already. In place, so that a full disk cannot lose it.
pub(in crate::store) fn write(dir: &Path, head: Head, direction: Direction) -> Result<()> {
    let mut out = open(dir)?;
    flock(&out, FlockOperation::LockExclusive).map_err(|fault| file("lock head")(fault.into()))?;
    let mut text = String::new();
    // Unreadable bytes count as no head.
    let before = out
        .read_to_string(&mut text)
        .ok()
        .and_then(|_count| parse(&text));
    if direction == Direction::Upwards && before.is_some_and(|before| before.seq >= head.seq) {
        return Ok(());
    }
    let text = format!("{head}\n");
    out.seek(SeekFrom::Start(0))
        .and_then(|_at| out.write_all(text.as_bytes()))
        .and_then(|()| out.set_len(u64::try_from(text.len()).unwrap_or_default()))
        .map_err(file("write head"))?;
    if direction == Direction::Anywhere {
        out.sync_all().map_err(file("write head"))?;
    }
    Ok(())
}

fn open(dir: &Path) -> Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(dir.join(NAME))
        .map_err(file("open head"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_goes_upwards_only() {
        let dir = tempfile::tempdir().unwrap();
        let head = |seq| Head { seq, hash: [9; 32] };
        assert_eq!(read(dir.path()), None);
        write(dir.path(), head(10), Direction::Upwards).unwrap();
        write(dir.path(), head(9), Direction::Upwards).unwrap();
        assert_eq!(read(dir.path()), Some(head(10)));
        write(dir.path(), head(9), Direction::Anywhere).unwrap();
        assert_eq!(read(dir.path()), Some(head(9)));
        std::fs::write(dir.path().join(NAME), b"\xff").unwrap();
        assert_eq!(read(dir.path()), None);
    }
}
