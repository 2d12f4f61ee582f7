//! Typing narrows a list to what fits. Pure. By plain comparison: the matcher of the trade misses Latin words that
//! stand behind Chinese ones.

use unicode_normalization::UnicodeNormalization;

/// The items whose words contain every word typed, in their own order; all of them when nothing is typed.
pub(in crate::tui) fn narrowed<T>(
    items: Vec<T>,
    typed: &str,
    words: impl Fn(&T) -> String,
) -> Vec<T> {
    let plain = |text: &str| text.nfkc().collect::<String>().to_lowercase();
    let typed = plain(typed);
    let wanted: Vec<&str> = typed.split_whitespace().collect();
    let mut items = items;
    items.retain(|item| {
        let words = plain(&words(item));
        wanted.iter().all(|word| words.contains(word))
    });
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_typed_must_stand_in_what_is_left() {
        let acts = vec![
            "SOC-01 社會救助法",
            "SOC-02 老人福利法",
            "SOC-06 老人保護通報及處理辦法",
        ];
        let narrow = |typed: &str| narrowed(acts.clone(), typed, |act| (*act).to_owned());
        assert_eq!(narrow("老人").len(), 2);
        assert_eq!(narrow("老人 通報"), ["SOC-06 老人保護通報及處理辦法"]);
        assert_eq!(narrow("soc-01"), ["SOC-01 社會救助法"]);
        assert_eq!(narrow("ＳＯＣ－０１"), ["SOC-01 社會救助法"]);
        assert_eq!(narrow(" ").len(), 3);
        assert!(narrow("勞保").is_empty());
        let mixed = vec!["離開 irdesk  leave"];
        let left = narrowed(mixed, "leave", |words| (*words).to_owned());
        assert_eq!(left.len(), 1, "Latin letters after others");
    }
}
