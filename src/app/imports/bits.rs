//! A set of numbers from 0 on, a bit each.

/// Which numbers are in; grows to the highest of them.
#[derive(Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// Puts a number in; whether it was not in yet.
    pub(super) fn add(&mut self, number: u64) -> bool {
        let Ok(word) = usize::try_from(number / 64) else {
            return false;
        };
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        let bit = 1_u64 << (number % 64);
        let Some(bits) = self.0.get_mut(word) else {
            return false;
        };
        let is_new = *bits & bit == 0;
        *bits |= bit;
        is_new
    }

    pub(super) fn has(&self, number: u64) -> bool {
        let word = usize::try_from(number / 64).ok();
        let bits = word.and_then(|word| self.0.get(word));
        bits.is_some_and(|bits| bits & (1_u64 << (number % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_in_once_it_was_added() {
        let mut bits = Bits::default();
        for number in [0, 63, 64, 1_000_000] {
            assert!(!bits.has(number) && bits.add(number) && !bits.add(number));
            assert!(bits.has(number));
        }
        assert!(!bits.has(1) && !bits.has(65) && !bits.has(999_999));
    }
}
