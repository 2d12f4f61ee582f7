//! What a sample proves: the largest number of bad rows that it leaves possible at 95 % confidence.
//!
//! Source: monthly_check §6. Decided by ratios of neighbouring terms, and by whole numbers where those cannot tell.

use std::cmp::Ordering;

/// What the base sample of one month proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assurance {
    /// N.
    pub population: u32,
    /// n.
    pub sample: u32,
    /// Rows of the sample with any outcome but 相符.
    pub bad: u32,
    /// K*: the largest number of bad rows in the population that is still likely enough (1 in 20).
    pub at_most: u32,
}

impl Assurance {
    /// `sample` is held to `population` and `bad` to `sample`.
    pub fn of(population: u32, sample: u32, bad: u32) -> Assurance {
        let sample = sample.min(population);
        let bad = bad.min(sample);
        Assurance {
            population,
            sample,
            bad,
            at_most: largest_possible(population, sample, bad),
        }
    }

    /// 全數查核: every row was checked, so no confidence is printed.
    pub fn is_full(&self) -> bool {
        self.sample == self.population
    }

    /// K*/N in per cent, rounded up: one decimal, two below one per cent (`20.2%`, `0.10%`).
    pub fn share(&self) -> String {
        let (part, whole) = (u64::from(self.at_most), u64::from(self.population.max(1)));
        if part.saturating_mul(100) < whole {
            let up = part.saturating_mul(10_000).div_ceil(whole);
            format!("{}.{:02}%", up / 100, up % 100)
        } else {
            let up = part.saturating_mul(1_000).div_ceil(whole);
            format!("{}.{}%", up / 10, up % 10)
        }
    }
}

/// The largest K for which finding at most `bad` bad rows has a probability of 1/20 or more, which falls as K grows.
fn largest_possible(population: u32, sample: u32, bad: u32) -> u32 {
    let mut low = bad;
    let mut high = population.saturating_sub(sample).saturating_add(bad);
    while low < high {
        let middle = low.saturating_add(high.saturating_sub(low).div_ceil(2));
        let draw = Draw {
            population: u64::from(population),
            sample: u64::from(sample),
            bad_rows: u64::from(middle),
        };
        if draw.is_likely(u64::from(bad)) {
            low = middle;
        } else {
            high = middle.saturating_sub(1);
        }
    }
    low
}

/// A draw without putting back: how many of `bad_rows` fall into the sample.
struct Draw {
    population: u64,
    sample: u64,
    bad_rows: u64,
}

/// Sums are compared as doubles where they differ by more than this share; the recurrences err by less.
const DOUBT: f64 = 1e-9;
/// Samples up to this size are decided by whole numbers where doubles cannot tell.
const MOST_EXACT: u64 = 5_000;

impl Draw {
    fn fewest(&self) -> u64 {
        let good = self.population.saturating_sub(self.bad_rows);
        self.sample.saturating_sub(good)
    }

    fn most(&self) -> u64 {
        self.sample.min(self.bad_rows)
    }

    /// Term i+1 = term i · over / under, with term i = C(K,i)·C(N−K,n−i).
    fn step(&self, found: u64) -> (u64, u64) {
        let over = self
            .bad_rows
            .saturating_sub(found)
            .saturating_mul(self.sample.saturating_sub(found));
        let next = found.saturating_add(1);
        let good_left = self
            .population
            .saturating_add(next)
            .saturating_sub(self.bad_rows)
            .saturating_sub(self.sample);
        (over, next.saturating_mul(good_left))
    }

    /// Whether Σ_{i≤x} of the terms is at least a twentieth of all, that is 19·Σ_{i≤x} ≥ Σ_{i>x}.
    fn is_likely(&self, found: u64) -> bool {
        let few = 19.0 * self.sum_down(found);
        if few.is_infinite() {
            return true;
        }
        let more = self.sum_up(found);
        if (few - more).abs() > DOUBT * few {
            return few > more;
        }
        // Too large for whole numbers: in doubt the larger K, which promises less.
        self.sample > MOST_EXACT || self.is_likely_exactly(found)
    }

    /// The terms up to `found`, that one taken as 1.
    fn sum_down(&self, found: u64) -> f64 {
        let (mut term, mut sum) = (1.0_f64, 1.0_f64);
        for lower in (self.fewest()..found).rev() {
            let (over, under) = self.step(lower);
            term *= real(under) / real(over);
            sum += term;
            if term < sum * f64::EPSILON * f64::EPSILON || sum.is_infinite() {
                break;
            }
        }
        sum
    }

    /// The terms above `found`, that one taken as 1.
    fn sum_up(&self, found: u64) -> f64 {
        let (mut term, mut sum) = (1.0_f64, 0.0_f64);
        for lower in found..self.most() {
            let (over, under) = self.step(lower);
            term *= real(over) / real(under);
            sum += term;
            let is_falling = over < under;
            if sum.is_infinite() || (is_falling && term < sum * f64::EPSILON * f64::EPSILON) {
                break;
            }
        }
        sum
    }

    fn is_likely_exactly(&self, found: u64) -> bool {
        let fewest = self.fewest();
        let mut term = Whole::binomial(self.bad_rows, fewest);
        let good = self.population.saturating_sub(self.bad_rows);
        term.multiply_binomial(good, self.sample.saturating_sub(fewest));
        let (mut few, mut more) = (Whole::zero(), Whole::zero());
        for now in fewest..=self.most() {
            if now <= found {
                few.add(&term);
            } else {
                more.add(&term);
            }
            let (over, under) = self.step(now);
            term.multiply(over);
            term.divide(under);
        }
        few.multiply(19);
        few.compare(&more) != Ordering::Less
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "products of two counts up to 10^7 each stay below 2^53"
)]
fn real(number: u64) -> f64 {
    number as f64
}

/// A whole number of any size: 32-bit limbs, the lowest first, no zero limb last.
struct Whole(Vec<u32>);

impl Whole {
    fn zero() -> Whole {
        Whole(Vec::new())
    }

    fn binomial(of: u64, take: u64) -> Whole {
        let mut number = Whole(vec![1]);
        number.multiply_binomial(of, take);
        number
    }

    /// Each division leaves no remainder: after j factors the product holds C(of, j).
    fn multiply_binomial(&mut self, of: u64, take: u64) {
        for taken in 0..take {
            self.multiply(of.saturating_sub(taken));
            self.divide(taken.saturating_add(1));
        }
    }

    fn multiply(&mut self, factor: u64) {
        let mut carry = 0_u128;
        for limb in &mut self.0 {
            let product = u128::from(*limb)
                .saturating_mul(u128::from(factor))
                .saturating_add(carry);
            *limb = low_limb(product);
            carry = product.wrapping_shr(32);
        }
        while carry > 0 {
            self.0.push(low_limb(carry));
            carry = carry.wrapping_shr(32);
        }
        self.trim();
    }

    fn divide(&mut self, divisor: u64) {
        let divisor = u128::from(divisor.max(1));
        let mut rest = 0_u128;
        for limb in self.0.iter_mut().rev() {
            let part = rest.wrapping_shl(32) | u128::from(*limb);
            *limb = low_limb(part.checked_div(divisor).unwrap_or(0));
            rest = part.checked_rem(divisor).unwrap_or(0);
        }
        self.trim();
    }

    fn add(&mut self, other: &Whole) {
        let mut carry = 0_u64;
        let length = self.0.len().max(other.0.len());
        self.0.resize(length, 0);
        let addends = other.0.iter().copied().chain(std::iter::repeat(0));
        for (limb, addend) in self.0.iter_mut().zip(addends) {
            let sum = u64::from(*limb)
                .saturating_add(u64::from(addend))
                .saturating_add(carry);
            *limb = low_limb(u128::from(sum));
            carry = sum.wrapping_shr(32);
        }
        if carry > 0 {
            self.0.push(low_limb(u128::from(carry)));
        }
    }

    fn compare(&self, other: &Whole) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

fn low_limb(number: u128) -> u32 {
    u32::try_from(number & u128::from(u32::MAX)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(population: u32, sample: u32, bad: u32, at_most: u32, share: &str) {
        let proved = Assurance::of(population, sample, bad);
        assert_eq!((proved.at_most, proved.share().as_str()), (at_most, share));
    }

    #[test]
    fn the_printed_table_holds() {
        assert!(Assurance::of(7, 7, 0).is_full());
        check(7, 7, 0, 0, "0.00%");
        check(100, 10, 0, 24, "24.0%");
        check(334, 11, 0, 78, "23.4%");
        check(412, 13, 0, 83, "20.2%");
        check(1001, 31, 0, 90, "9.0%");
        check(100_000, 3000, 0, 98, "0.10%");
        check(412, 13, 1, 128, "31.1%");
        check(412, 13, 2, 167, "40.6%");
    }

    #[test]
    fn edges_are_held() {
        check(0, 0, 0, 0, "0.00%");
        check(7, 7, 3, 3, "42.9%");
        check(10, 10, 10, 10, "100.0%");
        check(100, 10, 10, 100, "100.0%");
        check(10_000_000, 300_000, 0, 98, "0.01%");
        // Half of a large sample bad: a little more than half of the population remains possible.
        let proved = Assurance::of(10_000_000, 300_000, 150_000);
        assert!((5_010_000..5_020_000).contains(&proved.at_most));
    }

    /// 1/20 itself counts as possible: of 20 rows 19 checked, one bad row is missed exactly once in twenty.
    #[test]
    fn a_chance_of_exactly_one_in_twenty_is_still_possible() {
        assert_eq!(Assurance::of(20, 19, 0).at_most, 1);
        assert_eq!(Assurance::of(40, 38, 0).at_most, 1);
        assert_eq!(Assurance::of(21, 20, 0).at_most, 0);
    }

    #[test]
    fn whole_numbers_and_doubles_decide_alike() {
        for population in 1..=60_u64 {
            for sample in 1..=population {
                for bad_rows in 0..=population {
                    let draw = Draw {
                        population,
                        sample,
                        bad_rows,
                    };
                    for found in draw.fewest()..=draw.most().min(4) {
                        assert_eq!(
                            draw.is_likely(found),
                            draw.is_likely_exactly(found),
                            "{population} {sample} {bad_rows} {found}"
                        );
                    }
                }
            }
        }
    }
}
