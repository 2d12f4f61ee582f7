//! How far a job is, as a bar of ASCII.

/// `[####----]`, so many cells with its brackets; empty while the whole is not known.
pub fn bar(done: u64, total: Option<u64>, cells: u16) -> String {
    let room = u64::from(cells.saturating_sub(2));
    let full = match total {
        Some(total) if total > 0 => scaled(done.min(total), room, total),
        Some(_) => room,
        None => 0,
    };
    let times = |sign: &str, count: u64| sign.repeat(usize::try_from(count).unwrap_or(0));
    format!(
        "[{}{}]",
        times("#", full),
        times("-", room.saturating_sub(full))
    )
}

/// `50%`; nothing while the whole is not known. 100% only when all is done.
pub fn percent(done: u64, total: Option<u64>) -> String {
    match total {
        Some(total) if total > 0 => format!("{}%", scaled(done.min(total), 100, total)),
        Some(_) => "100%".to_owned(),
        None => String::new(),
    }
}

fn scaled(done: u64, room: u64, total: u64) -> u64 {
    let exact = u128::from(done).saturating_mul(u128::from(room)) / u128::from(total.max(1));
    u64::try_from(exact).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_is_half_and_only_all_is_all() {
        assert_eq!(bar(500_000, Some(1_000_000), 10), "[####----]");
        assert_eq!(percent(500_000, Some(1_000_000)), "50%");
        assert_eq!(percent(999_999, Some(1_000_000)), "99%");
        assert_eq!(bar(999_999, Some(1_000_000), 10), "[#######-]");
        assert_eq!(bar(7, Some(5), 6), "[####]");
        assert_eq!(
            (bar(9, None, 5).as_str(), percent(9, None).as_str()),
            ("[---]", "")
        );
        assert_eq!(bar(u64::MAX, Some(u64::MAX), 4), "[##]");
        assert_eq!(bar(0, Some(0), 4), "[##]");
    }
}
