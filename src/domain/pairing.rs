//! Pairs between two small sets: as many as possible, among these the cheapest, among these the first in order.
//!
//! Knows nothing of what it pairs. Exact for ordinary blocks; `MOST_STEPS` says where "ordinary" ends.

use std::collections::VecDeque;

/// More than any sum of real costs.
const REFUSED: i64 = 1_000_000_000_000_000;
/// Blocks with at most this many rows on the longer side also have their ties settled in order.
const MOST_ORDERED: usize = 64;

/// The pairs of `left` × `right` places, by left place; `cost` is `None` where a pair is not allowed.
///
/// Ties: the first left place is paired before the later ones, and to the first right place that keeps the optimum.
/// `None` when the block is too large to be exact.
pub fn cheapest_pairs(
    left: usize,
    right: usize,
    cost: impl Fn(usize, usize) -> Option<i64>,
) -> Option<Vec<(usize, usize)>> {
    if left == 0 || right == 0 {
        return Some(Vec::new());
    }
    if left == 1 && right == 1 {
        return Some(cost(0, 0).map(|_cost| (0, 0)).into_iter().collect());
    }
    if Exact::steps(left, right) > Exact::MOST_STEPS {
        return None;
    }
    Some(Exact::of(left, right, &cost).pairs())
}

/// An assignment with its proof: prices under which no pair is cheaper than its two prices, and chosen pairs cost exactly these.
struct Exact {
    left: usize,
    right: usize,
    /// Left × right, row by row; [`REFUSED`] where no pair is allowed.
    costs: Vec<i64>,
}

struct Prices {
    short: Vec<i64>,
    long: Vec<i64>,
    /// The short place of each long place.
    partner: Vec<Option<usize>>,
}

impl Exact {
    /// About a hundredth of a second.
    const MOST_STEPS: usize = 4_000_000;

    fn steps(left: usize, right: usize) -> usize {
        let (short, long) = (left.min(right), left.max(right));
        short.saturating_mul(short).saturating_mul(long)
    }

    fn of(left: usize, right: usize, cost: &impl Fn(usize, usize) -> Option<i64>) -> Exact {
        let pairs = (0..left).flat_map(|one| (0..right).map(move |other| (one, other)));
        Exact {
            left,
            right,
            costs: pairs
                .map(|(one, other)| cost(one, other).unwrap_or(REFUSED))
                .collect(),
        }
    }

    fn cost(&self, left: usize, right: usize) -> i64 {
        let place = left.saturating_mul(self.right).saturating_add(right);
        self.costs.get(place).copied().unwrap_or(REFUSED)
    }

    /// The cost between the shorter side's place and the longer side's.
    fn short_cost(&self, short: usize, long: usize) -> i64 {
        if self.left <= self.right {
            self.cost(short, long)
        } else {
            self.cost(long, short)
        }
    }

    fn pairs(&self) -> Vec<(usize, usize)> {
        let prices = self.assign();
        let mut square = Square::of(self, &prices);
        if square.size <= MOST_ORDERED {
            square.settle(self);
        }
        let partners = square.partner_of_left.iter().copied().enumerate();
        partners
            .filter(|(left, right)| self.is_real(*left, *right))
            .collect()
    }

    fn is_real(&self, left: usize, right: usize) -> bool {
        left < self.left && right < self.right && self.cost(left, right) < REFUSED
    }

    /// Shortest augmenting paths, one for each place of the shorter side (the Hungarian method with prices).
    fn assign(&self) -> Prices {
        let (short, long) = (self.left.min(self.right), self.left.max(self.right));
        let mut prices = Prices {
            short: vec![0; short],
            long: vec![0; long],
            partner: vec![None; long],
        };
        for start in 0..short {
            self.augment(start, &mut prices);
        }
        prices
    }

    fn augment(&self, start: usize, prices: &mut Prices) {
        let long = prices.long.len();
        let mut search = Search {
            least: vec![i64::MAX; long],
            came_from: vec![None; long],
            is_used: vec![false; long],
        };
        let (mut row, mut at) = (start, None);
        loop {
            let Some(next) = self.cheapest_step(row, at, prices, &mut search) else {
                return;
            };
            search.shift(start, next.1, prices);
            at = Some(next.0);
            if let Some(used) = search.is_used.get_mut(next.0) {
                *used = true;
            }
            match prices.partner.get(next.0).copied().flatten() {
                Some(partner) => row = partner,
                None => break,
            }
        }
        while let Some(place) = at {
            let before = search.came_from.get(place).copied().flatten();
            let partner = before.map_or(Some(start), |before| {
                prices.partner.get(before).copied().flatten()
            });
            if let Some(slot) = prices.partner.get_mut(place) {
                *slot = partner;
            }
            at = before;
        }
    }

    /// The unused long place that is cheapest to reach, and how much dearer it is than what was reached so far.
    fn cheapest_step(
        &self,
        row: usize,
        at: Option<usize>,
        prices: &Prices,
        search: &mut Search,
    ) -> Option<(usize, i64)> {
        let row_price = prices.short.get(row).copied()?;
        let mut best: Option<(usize, i64)> = None;
        let places = search.least.iter_mut().zip(&mut search.came_from);
        let places = places.zip(&search.is_used).zip(&prices.long).enumerate();
        for (place, (((least, came_from), is_used), price)) in places {
            if *is_used {
                continue;
            }
            let reduced = self
                .short_cost(row, place)
                .saturating_sub(row_price)
                .saturating_sub(*price);
            if reduced < *least {
                *least = reduced;
                *came_from = at;
            }
            if best.is_none_or(|(_place, cost)| *least < cost) {
                best = Some((place, *least));
            }
        }
        best
    }
}

/// One search for an augmenting path.
struct Search {
    least: Vec<i64>,
    came_from: Vec<Option<usize>>,
    is_used: Vec<bool>,
}

impl Search {
    /// Moves all prices of the search by `by`, so that the next pair costs exactly its prices.
    fn shift(&mut self, start: usize, by: i64, prices: &mut Prices) {
        if let Some(price) = prices.short.get_mut(start) {
            *price = price.saturating_add(by);
        }
        let places = prices.long.iter_mut().zip(&prices.partner);
        let places = places.zip(&self.is_used).zip(&mut self.least);
        for (((price, partner), is_used), least) in places {
            if *is_used {
                *price = price.saturating_sub(by);
                if let Some(price) = partner.and_then(|short| prices.short.get_mut(short)) {
                    *price = price.saturating_add(by);
                }
            } else {
                *least = least.saturating_sub(by);
            }
        }
    }
}

/// Both sides filled up to one size with places that stand for "unpaired": every optimum is then a full assignment
/// along the tight pairs, those that cost exactly their prices.
struct Square {
    size: usize,
    is_tight: Vec<bool>,
    partner_of_left: Vec<usize>,
}

impl Square {
    fn of(exact: &Exact, prices: &Prices) -> Square {
        let size = prices.long.len();
        let is_left_short = exact.left <= exact.right;
        let mut square = Square {
            size,
            is_tight: Vec::new(),
            partner_of_left: vec![0; size],
        };
        let mut filling = prices.short.len()..size;
        for (long, partner) in prices.partner.iter().enumerate() {
            let Some(short) = partner.or_else(|| filling.next()) else {
                continue;
            };
            let (left, right) = if is_left_short {
                (short, long)
            } else {
                (long, short)
            };
            if let Some(slot) = square.partner_of_left.get_mut(left) {
                *slot = right;
            }
        }
        if size <= MOST_ORDERED {
            let pairs = (0..size).flat_map(|left| (0..size).map(move |right| (left, right)));
            square.is_tight = pairs
                .map(|(left, right)| {
                    let (short, long) = if is_left_short {
                        (left, right)
                    } else {
                        (right, left)
                    };
                    prices.is_tight(exact, short, long)
                })
                .collect();
        }
        square
    }

    fn is_tight(&self, left: usize, right: usize) -> bool {
        let place = left.saturating_mul(self.size).saturating_add(right);
        self.is_tight.get(place).copied().unwrap_or(false)
    }

    /// Left place by left place, the first right place that keeps the optimum and what was settled before.
    fn settle(&mut self, exact: &Exact) {
        let mut is_settled = vec![false; self.size];
        for left in 0..exact.left {
            let is_paired = (0..exact.right).any(|right| {
                exact.is_real(left, right)
                    && self.is_tight(left, right)
                    && self.move_to(left, right, &is_settled)
            });
            // What stays unpaired may stand at any place that leaves it so.
            if let Some(slot) = is_settled.get_mut(left) {
                *slot = is_paired;
            }
        }
    }

    /// Gives `left` the partner `right`, moving nothing settled; false, and nothing moved, when that cannot be.
    fn move_to(&mut self, left: usize, right: usize, is_settled: &[bool]) -> bool {
        let Some(freed) = self.partner_of_left.get(left).copied() else {
            return false;
        };
        if freed == right {
            return true;
        }
        let mut owner = vec![None; self.size];
        let places = self.partner_of_left.iter().zip(is_settled).enumerate();
        for (place, (partner, is_settled)) in places {
            if let Some(slot) = owner.get_mut(*partner).filter(|_slot| !is_settled) {
                *slot = Some(place);
            }
        }
        let Some(first) = owner.get(right).copied().flatten() else {
            return false;
        };
        let Some(path) = self.path(left, first, freed, &owner) else {
            return false;
        };
        for (place, partner) in path {
            if let Some(slot) = self.partner_of_left.get_mut(place) {
                *slot = partner;
            }
        }
        if let Some(slot) = self.partner_of_left.get_mut(left) {
            *slot = right;
        }
        true
    }

    /// New partners for `first` and whoever it displaces, ending with `freed`; `moving` is where the moves began.
    fn path(
        &self,
        moving: usize,
        first: usize,
        freed: usize,
        owner: &[Option<usize>],
    ) -> Option<Vec<(usize, usize)>> {
        let mut reached_by: Vec<Option<usize>> = vec![None; self.size];
        let mut waiting = VecDeque::from([first]);
        while let Some(left) = waiting.pop_front() {
            for right in 0..self.size {
                let is_new = reached_by.get(right).is_some_and(Option::is_none);
                if !is_new || !self.is_tight(left, right) {
                    continue;
                }
                let Some(next) = owner.get(right).copied().flatten() else {
                    continue;
                };
                if let Some(slot) = reached_by.get_mut(right) {
                    *slot = Some(left);
                }
                if right == freed {
                    return Some(self.way_back(first, freed, &reached_by));
                }
                if next != moving {
                    waiting.push_back(next);
                }
            }
        }
        None
    }

    fn way_back(
        &self,
        first: usize,
        freed: usize,
        reached_by: &[Option<usize>],
    ) -> Vec<(usize, usize)> {
        let mut moves = Vec::new();
        let mut right = freed;
        while let Some(left) = reached_by.get(right).copied().flatten() {
            moves.push((left, right));
            if left == first {
                break;
            }
            right = self.partner_of_left.get(left).copied().unwrap_or(right);
        }
        moves
    }
}

impl Prices {
    fn is_tight(&self, exact: &Exact, short: usize, long: usize) -> bool {
        let Some(long_price) = self.long.get(long) else {
            return false;
        };
        match self.short.get(short) {
            Some(price) => exact.short_cost(short, long) == price.saturating_add(*long_price),
            // A filling place costs nothing anywhere.
            None => *long_price == 0,
        }
    }
}

/// Pairs two ascending lists without crossings, as many as the shorter holds, each to the nearest place that leaves
/// enough for those after it. The best there is when both are equally long; otherwise near it, in linear time.
pub fn monotone_pairs(left: &[i64], right: &[i64]) -> Vec<(usize, usize)> {
    if left.len() > right.len() {
        let turned = monotone_pairs(right, left);
        return turned
            .into_iter()
            .map(|(one, other)| (other, one))
            .collect();
    }
    let mut spare = right.len().saturating_sub(left.len());
    let mut places = right.iter().enumerate().peekable();
    let mut pairs = Vec::new();
    for (one, time) in left.iter().enumerate() {
        while let Some((place, near)) = places.next() {
            let is_next_nearer = places
                .peek()
                .is_some_and(|(_place, next)| next.abs_diff(*time) < near.abs_diff(*time));
            if spare > 0 && is_next_nearer {
                spare = spare.saturating_sub(1);
            } else {
                pairs.push((one, place));
                break;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Number of pairs (most first), cost, then the pairs themselves with "unpaired" last.
    type Rank = (usize, i64, Vec<usize>);

    fn rank(size: usize, pairs: &[(usize, usize)], costs: &[Vec<Option<i64>>]) -> Rank {
        let mut order = vec![usize::MAX; size];
        let mut sum = 0;
        for (left, right) in pairs {
            order[*left] = *right;
            sum += costs[*left][*right].unwrap();
        }
        (size - pairs.len(), sum, order)
    }

    fn best(costs: &[Vec<Option<i64>>], from: usize, taken: &mut Vec<(usize, usize)>) -> Rank {
        if from == costs.len() {
            return rank(costs.len(), taken, costs);
        }
        let mut least = best(costs, from + 1, taken);
        for right in 0..costs[from].len() {
            if costs[from][right].is_some() && taken.iter().all(|(_left, used)| *used != right) {
                taken.push((from, right));
                least = least.min(best(costs, from + 1, taken));
                taken.pop();
            }
        }
        least
    }

    proptest! {
        #[test]
        fn small_blocks_are_paired_as_trying_everything_would(
            costs in (1_usize..=5, 1_usize..=5).prop_flat_map(|(left, right)| {
                prop::collection::vec(
                    prop::collection::vec(prop::option::weighted(0.75, 0_i64..4), right),
                    left,
                )
            })
        ) {
            let right = costs[0].len();
            let pairs = cheapest_pairs(costs.len(), right, |one, other| costs[one][other]).unwrap();
            let found = rank(costs.len(), &pairs, &costs);
            prop_assert_eq!(found, best(&costs, 0, &mut Vec::new()));
        }

        #[test]
        fn monotone_pairs_use_up_the_shorter_side(
            mut left in prop::collection::vec(0_i64..50, 0..12),
            mut right in prop::collection::vec(0_i64..50, 0..12),
        ) {
            left.sort_unstable();
            right.sort_unstable();
            let pairs = monotone_pairs(&left, &right);
            prop_assert_eq!(pairs.len(), left.len().min(right.len()));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
        }
    }

    #[test]
    fn a_place_that_cannot_be_paired_keeps_no_other_from_the_first() {
        let costs = [[None, None], [Some(3), Some(3)]];
        let pairs = cheapest_pairs(2, 2, |one, other| costs[one][other]);
        assert_eq!(pairs, Some(vec![(1, 0)]));
    }

    #[test]
    fn a_block_beyond_the_bound_is_left_to_the_caller() {
        assert_eq!(cheapest_pairs(200, 200, |_one, _other| Some(0)), None);
        let wide = cheapest_pairs(1, 100_000, |_one, other| Some(i64::from(other != 7)));
        assert_eq!(wide, Some(vec![(0, 7)]));
    }
}
