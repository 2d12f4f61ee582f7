//! Who held what on a day, for many questions at once: the roster's accounts and grants in memory.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Account, Grant};

/// All accounts and grants of a roster, by account.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    lines: HashMap<String, (Account, Vec<Grant>)>,
    has_grants: bool,
}

/// What a query stands on that day, as the roster sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    /// The account is on the roster and could be used.
    pub account: bool,
    /// It held the item, on any basis.
    pub item: bool,
    /// It held the item on this basis.
    pub basis: bool,
}

impl Holdings {
    pub fn new(accounts: Vec<Account>, grants: Vec<Grant>) -> Holdings {
        let has_grants = !grants.is_empty();
        let mut of_account: HashMap<i64, Vec<Grant>> = HashMap::new();
        for grant in grants {
            of_account.entry(grant.account).or_default().push(grant);
        }
        let lines = accounts.into_iter().map(|account| {
            let held = of_account.remove(&account.id).unwrap_or_default();
            (account.account.clone(), (account, held))
        });
        Holdings {
            lines: lines.collect(),
            has_grants,
        }
    }

    /// Whether anything is recorded at all. While nothing is, nothing can be compared and nobody is flagged.
    pub fn is_kept(&self) -> bool {
        self.has_grants
    }

    /// The line of an account, named as [`norm_text`](crate::domain::normal::norm_text) writes it.
    pub fn line(&self, account: &str) -> Option<(&Account, &[Grant])> {
        let (account, held) = self.lines.get(account)?;
        Some((account, held))
    }

    /// What a query by this account stands on: item and basis normalised. `None` while no grants are recorded.
    pub fn grounds(
        &self,
        (account, item, basis): (&str, &str, &str),
        on: NaiveDate,
    ) -> Option<Grounds> {
        if !self.is_kept() {
            return None;
        }
        let Some((account, held)) = self.line(account) else {
            return Some(Grounds {
                account: false,
                item: false,
                basis: false,
            });
        };
        let holds = |grant: &&Grant| grant.item == item && grant.holds_on(on);
        Some(Grounds {
            account: account.is_open_on(on),
            item: held.iter().any(|grant| holds(&grant)),
            basis: held.iter().filter(holds).any(|grant| grant.basis == basis),
        })
    }

    /// The items that an account holds on a day, in order. `None` while no grants are recorded.
    pub fn items_on(&self, account: &str, on: NaiveDate) -> Option<Vec<String>> {
        if !self.is_kept() {
            return None;
        }
        let held = self.line(account).map_or(&[][..], |(_account, held)| held);
        let mut items: Vec<String> = held
            .iter()
            .filter(|grant| grant.holds_on(on))
            .map(|grant| grant.item.clone())
            .collect();
        items.sort_unstable();
        items.dedup();
        Some(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::{
        AccountKind, Ended, NewAccount, NewGrant, Proofs, end_grant, grant, open,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn kept() -> Holdings {
        let new = NewAccount {
            account: "KCGSOC0101".to_owned(),
            person: 1,
            kind: AccountKind::User,
            proofs: Proofs::default(),
            request: String::new(),
            approved_on: None,
            opened_on: day("2026-03-02"),
            second_reason: String::new(),
        };
        let account = Account {
            id: 3,
            ..open(&new, None, &[]).unwrap()
        };
        let item = |item: &str| NewGrant {
            item: item.to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-03-02"),
            request: String::new(),
        };
        let lasting = grant(&account, &[], &[], &item("LI01")).unwrap();
        let end = Ended {
            on: day("2026-06-30"),
            cause: None,
            request: String::new(),
        };
        let short = [grant(&account, &[], &[], &item("UB07")).unwrap()];
        let wanted = crate::domain::roster::Wanted {
            item: "UB07",
            basis: None,
        };
        let mut grants = end_grant(&short, wanted, &end).unwrap();
        grants.push(lasting);
        Holdings::new(vec![account], grants)
    }

    #[test]
    fn a_query_stands_on_what_was_held_that_day() {
        let kept = kept();
        let of = |item, basis, on: &str| {
            let found = kept.grounds(("KCGSOC0101", item, basis), day(on)).unwrap();
            (found.account, found.item, found.basis)
        };
        assert_eq!(of("LI01", "SOC-01", "2026-11-23"), (true, true, true));
        assert_eq!(of("LI01", "SOC-02", "2026-11-23"), (true, true, false));
        assert_eq!(of("UB07", "SOC-01", "2026-06-30"), (true, true, true));
        assert_eq!(of("UB07", "SOC-01", "2026-07-01"), (true, false, false));
        assert_eq!(of("LI01", "SOC-01", "2026-03-01"), (false, false, false));
        let stranger = kept.grounds(("KCGSOC0121", "LI01", "SOC-01"), day("2026-11-23"));
        assert!(!stranger.unwrap().account);
        let items = |on: &str| kept.items_on("KCGSOC0101", day(on)).unwrap();
        assert_eq!(items("2026-06-30"), ["LI01", "UB07"]);
        assert_eq!(items("2026-07-01"), ["LI01"]);
    }

    #[test]
    fn while_no_grants_are_recorded_nobody_is_compared() {
        let none = Holdings::default();
        assert_eq!(
            none.grounds(("X", "LI01", "SOC-01"), day("2026-11-23")),
            None
        );
        assert_eq!(none.items_on("X", day("2026-11-23")), None);
    }
}
