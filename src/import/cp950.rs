//! CP950: Big5 as Windows writes it, with its user-defined areas in Unicode's private use (monthly_check §1).
//!
//! encoding_rs knows Big5 only with the Hong Kong characters of the web; here it serves the two ranges where both agree.

use std::sync::OnceLock;

use encoding_rs::BIG5;

const FIRST_LEAD: u8 = 0x81;
const LAST_LEAD: u8 = 0xFE;
/// Trail bytes of one lead byte: 0x40–0x7E and 0xA1–0xFE.
const TRAILS: usize = 157;

/// What a pair of bytes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    Letter(char),
    /// A pair that CP950 does not have.
    Unknown,
    /// The first byte begins no pair with this second byte: it stands alone, and the second is read anew.
    NoTrail,
}

/// All pairs, worked out once.
pub(super) struct Cp950(Vec<Option<char>>);

pub(super) fn table() -> &'static Cp950 {
    static TABLE: OnceLock<Cp950> = OnceLock::new();
    TABLE.get_or_init(Cp950::build)
}

pub(super) fn is_lead(byte: u8) -> bool {
    (FIRST_LEAD..=LAST_LEAD).contains(&byte)
}

/// The trail's place among the 157, as the user-defined areas count.
fn trail_place(trail: u8) -> Option<u8> {
    match trail {
        0x40..=0x7E => Some(trail - 0x40),
        0xA1..=0xFE => Some(trail - 0xA1 + 63),
        _ => None,
    }
}

impl Cp950 {
    fn build() -> Cp950 {
        let leads = FIRST_LEAD..=LAST_LEAD;
        let trails = || (0x40..=0x7E).chain(0xA1..=0xFE);
        Cp950(
            leads
                .flat_map(|lead| trails().map(move |trail| letter(lead, trail)))
                .collect(),
        )
    }

    pub(super) fn pair(&self, lead: u8, trail: u8) -> Pair {
        let Some(place) = trail_place(trail) else {
            return Pair::NoTrail;
        };
        let row = usize::from(lead.saturating_sub(FIRST_LEAD));
        match self.0.get(row * TRAILS + usize::from(place)) {
            Some(Some(letter)) => Pair::Letter(*letter),
            Some(None) | None => Pair::Unknown,
        }
    }
}

fn letter(lead: u8, trail: u8) -> Option<char> {
    let place = u32::from(trail_place(trail)?);
    let area = |base: u32, first: u8, skipped: u32| {
        char::from_u32(base + (u32::from(lead) - u32::from(first)) * 157 + place - skipped)
    };
    match (lead, trail) {
        (0xFA..=0xFE, _) => area(0xE000, 0xFA, 0),
        (0x8E..=0xA0, _) => area(0xE311, 0x8E, 0),
        (0x81..=0x8D, _) => area(0xEEB8, 0x81, 0),
        (0xC6, 0xA1..=0xFE) | (0xC7..=0xC8, _) => area(0xF6B1, 0xC6, 63),
        (0xF9, 0xFE) => Some('\u{2593}'),
        (0xA1..=0xC6 | 0xC9..=0xF9, _) => {
            let pair = [lead, trail];
            let text = BIG5.decode_without_bom_handling_and_without_replacement(&pair)?;
            let mut letters = text.chars();
            letters.next().filter(|_first| letters.next().is_none())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lead: u8, trail: u8, expected: char) {
        assert_eq!(
            table().pair(lead, trail),
            Pair::Letter(expected),
            "{lead:02X}{trail:02X}"
        );
    }

    #[test]
    fn letters_whose_trail_is_a_backslash_are_letters() {
        check(0xB3, 0x5C, '許');
        check(0xA5, 0x5C, '功');
        check(0xBB, 0x5C, '蓋');
        check(0xA1, 0x40, '\u{3000}');
        check(0xC6, 0x7E, '籲');
        check(0xC9, 0x40, '乂');
        check(0xF9, 0xFE, '\u{2593}');
    }

    #[test]
    fn user_defined_areas_are_private_use_from_edge_to_edge() {
        check(0xFA, 0x40, '\u{E000}');
        check(0xFE, 0xFE, '\u{E310}');
        check(0x8E, 0x40, '\u{E311}');
        check(0xA0, 0xFE, '\u{EEB7}');
        check(0x81, 0x40, '\u{EEB8}');
        check(0x8D, 0xFE, '\u{F6B0}');
        check(0xC6, 0xA1, '\u{F6B1}');
        check(0xC7, 0x40, '\u{F70F}');
        check(0xC8, 0xFE, '\u{F848}');
    }

    #[test]
    fn no_pair_is_a_hong_kong_character_and_no_byte_outside_is_a_trail() {
        assert_eq!(table().pair(0xA4, 0x30), Pair::NoTrail);
        assert_eq!(table().pair(0xA4, 0x7F), Pair::NoTrail);
        assert_eq!(table().pair(0xA4, 0xFF), Pair::NoTrail);
        let private = table()
            .0
            .iter()
            .flatten()
            .filter(|letter| ('\u{E000}'..='\u{F8FF}').contains(*letter))
            .count();
        assert_eq!(private, (5 + 19 + 13) * 157 + 94 + 2 * 157);
        assert!(
            table()
                .0
                .iter()
                .flatten()
                .all(|letter| *letter <= '\u{FFFF}')
        );
    }
}
