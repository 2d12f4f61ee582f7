//! The freeze: which accounts are reviewed, what each is found for, and how they differ from the last review's.
//!
//! The population comes from accounts and grants, never from people, so that an account without a holder stands in it.

use crate::domain::ids::Login;
use crate::domain::review::{Finding, Frozen, HolderSeen, ReviewLine};
use crate::domain::roster::{Account, AccountKind, AccountStatus, Hint, Person};
use chrono::NaiveDate;

/// An account as the roster and the logs know it today.
#[derive(Debug, Clone)]
pub struct Seen {
    pub account: String,
    /// None: only a log names it.
    pub held: Option<(Account, Person)>,
    /// The login that registers under it, where the roster names none.
    pub login: Option<Login>,
    pub is_managers: bool,
    /// Held today by grants that have not ended, in order.
    pub items: Vec<String>,
    pub bases: Vec<String>,
    /// Those that no log of the last twelve months shows.
    pub unused: Vec<String>,
    pub last_query: Option<NaiveDate>,
    pub idle: u32,
    pub hints: Vec<Hint>,
}

/// 與上年比較.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compared {
    /// Accounts that were not there.
    pub added: u32,
    /// Accounts that are gone.
    pub removed: u32,
    /// Items more, and fewer, of accounts that were there.
    pub items_added: u32,
    pub items_removed: u32,
}

impl Seen {
    /// Whether somebody queried under it after it was deleted.
    fn is_used_after_end(&self) -> bool {
        let ended = self
            .held
            .as_ref()
            .and_then(|(account, _)| account.deleted_on);
        match (ended, self.last_query) {
            (Some(ended), Some(last)) => last > ended,
            _ => false,
        }
    }

    /// What still stands, or still holds an item, or was used although it should not stand.
    fn is_reviewed(&self, today: NaiveDate) -> bool {
        let Some((account, _)) = &self.held else {
            return true;
        };
        // What is deleted today is held through the day.
        let ended_before = account.deleted_on.is_none_or(|on| on < today);
        account.status != AccountStatus::Deleted
            || (ended_before && !self.items.is_empty())
            || self.is_used_after_end()
    }

    fn frozen(self, before: &[ReviewLine]) -> Frozen {
        let last = before
            .iter()
            .find(|line| line.frozen.account == self.account);
        let mut findings: Vec<Finding> = self
            .hints
            .iter()
            .map(|hint| Finding::of_hint(*hint))
            .collect();
        let has_more = last.is_some_and(|last| fewer(&last.frozen.items, &self.items) > 0);
        let beside = [
            (self.is_used_after_end(), Finding::UsedAfterEnd),
            (!self.unused.is_empty(), Finding::Unused),
            (last.is_none() && !before.is_empty(), Finding::New),
            (has_more, Finding::MoreItems),
        ];
        findings.extend(
            beside
                .into_iter()
                .filter(|(is_so, _)| *is_so)
                .map(|(_, it)| it),
        );
        findings.sort_unstable();
        let (kind, status) = self.held.as_ref().map_or(
            (AccountKind::User, AccountStatus::Active),
            |(account, _)| (account.kind, account.status),
        );
        let holder = self.held.map(|(_, person)| HolderSeen {
            name: person.name,
            unit: person.unit,
            title: person.title,
            login: person.login.or(self.login),
            post: person.post,
            post_on: person.post_on,
        });
        Frozen {
            before: last.and_then(ReviewLine::verdict),
            account: self.account,
            holder,
            is_managers: self.is_managers,
            kind,
            status,
            items: self.items,
            bases: self.bases,
            unused: self.unused,
            last_query: self.last_query,
            idle: self.idle,
            findings,
        }
    }
}

/// How many of the later items are not among the earlier.
fn fewer(earlier: &[String], later: &[String]) -> u32 {
    let more = later.iter().filter(|item| !earlier.contains(item)).count();
    u32::try_from(more).unwrap_or(u32::MAX)
}

/// The accounts of a review in their order, with their findings; and the comparison, where there was a review before.
pub fn population(
    seen: Vec<Seen>,
    before: &[ReviewLine],
    today: NaiveDate,
) -> (Vec<Frozen>, Option<Compared>) {
    let reviewed = seen.into_iter().filter(|seen| seen.is_reviewed(today));
    let lines: Vec<Frozen> = reviewed.map(|seen| seen.frozen(before)).collect();
    let compared = (!before.is_empty()).then(|| compare(&lines, before));
    (lines, compared)
}

fn compare(lines: &[Frozen], before: &[ReviewLine]) -> Compared {
    let mut compared = Compared::default();
    for line in lines {
        match before
            .iter()
            .find(|last| last.frozen.account == line.account)
        {
            None => compared.added = compared.added.saturating_add(1),
            Some(last) => {
                let (then, now) = (&last.frozen.items, &line.items);
                compared.items_added = compared.items_added.saturating_add(fewer(then, now));
                compared.items_removed = compared.items_removed.saturating_add(fewer(now, then));
            }
        }
    }
    let gone = before
        .iter()
        .filter(|last| !lines.iter().any(|line| line.account == last.frozen.account));
    compared.removed = u32::try_from(gone.count()).unwrap_or(u32::MAX);
    compared
}
