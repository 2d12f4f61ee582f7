//! Why a row is walked: the groups that are reported apart (monthly_check §4.6, §4.7).

use std::str::FromStr;

use crate::domain::ids::BadForm;

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
