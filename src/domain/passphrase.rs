//! What a passphrase must be: twelve characters of three classes, or sixteen (STORE: keys).

/// Why a passphrase is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseFault {
    /// Under twelve characters, or under sixteen of fewer than three classes.
    TooWeak,
    /// One of the last three.
    Reused,
}

/// The fault of a new passphrase, if it has one. Classes: small letters, capitals, digits, everything else.
pub fn passphrase_fault(passphrase: &str) -> Option<PassphraseFault> {
    let length = passphrase.chars().count();
    let has = |class: fn(char) -> bool| usize::from(passphrase.chars().any(class));
    let classes = has(|letter| letter.is_ascii_lowercase())
        .saturating_add(has(|letter| letter.is_ascii_uppercase()))
        .saturating_add(has(|letter| letter.is_ascii_digit()))
        .saturating_add(has(|letter| !letter.is_ascii_alphanumeric()));
    let is_enough = length >= 16 || (length >= 12 && classes >= 3);
    (!is_enough).then_some(PassphraseFault::TooWeak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_of_three_classes_or_sixteen() {
        for weak in [
            "",
            "Abcdefgh-12",
            "abcdefghijklmn1",
            "Abcdefghijklmno",
            "一二三四五六七八九十甲",
        ] {
            assert_eq!(
                passphrase_fault(weak),
                Some(PassphraseFault::TooWeak),
                "{weak}"
            );
        }
        for fit in [
            "Abcdefgh-123",
            "abcdefghijklmnop",
            "abcdefghij 1",
            "一二三四五六七八九十甲a1",
        ] {
            assert_eq!(passphrase_fault(fit), None, "{fit}");
        }
    }
}
