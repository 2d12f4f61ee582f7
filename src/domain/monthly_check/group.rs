//! Why a row is walked: the groups that are reported apart (monthly_check §4.6, §4.7).

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use crate::domain::ids::BadForm;
use crate::domain::sampling::Order;

/// BASE alone satisfies the directive and is what a sample proves anything of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 法定抽樣: the first n of the order.
    Base,
    /// 高風險: every hit of class A that is not in BASE.
    Risk,
    /// 涵蓋: the first row of each account that stands in neither.
    Cover,
    /// 擴大: the next rows of the same order, to 2n or 4n.
    Extension,
}

impl Group {
    pub const ALL: [Group; 4] = [Group::Base, Group::Risk, Group::Cover, Group::Extension];

    pub fn code(self) -> &'static str {
        match self {
            Group::Base => "base",
            Group::Risk => "risk",
            Group::Cover => "cover",
            Group::Extension => "extension",
        }
    }
}

impl FromStr for Group {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        let mut all = Group::ALL.into_iter();
        all.find(|group| group.code() == code).ok_or(BadForm)
    }
}

/// RISK: the flagged rows that BASE does not hold, in the order of the draw.
pub fn risk_beside(order: &Order, base: &BTreeSet<u32>, mut flagged: Vec<u32>) -> Vec<u32> {
    flagged.retain(|seq| !base.contains(seq));
    flagged.sort_by_cached_key(|seq| order.place(*seq));
    flagged.dedup();
    flagged
}

/// COVER: of each account that no walked row is of, its first row in the order of the draw. Rows may come in any
/// order; a row without an account is nobody's.
pub struct Cover<'a> {
    order: &'a Order,
    walked: BTreeSet<String>,
    first: BTreeMap<String, ([u8; 32], u32)>,
}

impl<'a> Cover<'a> {
    /// `walked`: the accounts of BASE and RISK.
    pub fn beside(order: &'a Order, walked: BTreeSet<String>) -> Cover<'a> {
        Cover {
            order,
            walked,
            first: BTreeMap::new(),
        }
    }

    pub fn see(&mut self, seq: u32, account: String) {
        if account.is_empty() || self.walked.contains(&account) {
            return;
        }
        let place = self.order.place(seq);
        let kept = self.first.entry(account).or_insert(place);
        *kept = place.min(*kept);
    }

    /// The rows, in the order of the draw.
    pub fn rows(self) -> Vec<u32> {
        let mut places: Vec<([u8; 32], u32)> = self.first.into_values().collect();
        places.sort_unstable();
        places.into_iter().map(|(_ticket, seq)| seq).collect()
    }
}
