//! The total at the foot of a log: `合計：412筆` in its forms.

use unicode_normalization::UnicodeNormalization;

/// Words before a total, longest first.
const WORDS: &[&str] = &["總筆數", "總計", "合計", "共計", "總共", "筆數", "共"];
/// Totals of a page are none of the file.
const PARTS: &[&str] = &["本頁", "小計", "此頁"];
/// What may stand between word and figure.
const BETWEEN: &[char] = &[':', '=', '共', '計', '有', '為', '筆', '數', '總', ',', ';'];

/// The total that a record with one field that is not empty gives.
pub(super) fn total(field: &str) -> Option<u64> {
    let field = plain(field);
    let (figure, rest) = figure_behind_word(&field)?;
    let is_total = rest.is_empty() || rest.starts_with('筆');
    is_total.then_some(figure)
}

/// The total of a footer whose total stands in the next field, or whose thousands comma was taken for a delimiter:
/// nothing but word and figure, so that no data row can be one.
pub(super) fn split_total<'a>(fields: impl Iterator<Item = &'a str>) -> Option<u64> {
    let fields: Vec<String> = fields
        .map(plain)
        .filter(|field| !field.is_empty())
        .collect();
    let joined = match fields.as_slice() {
        [word, figure] | [word, figure, _] if has_word_at_start(word) && !figure.is_empty() => {
            fields.join(",")
        }
        _ => return None,
    };
    let (figure, rest) = figure_behind_word(&joined)?;
    (rest.is_empty() || rest == "筆" || rest == ",筆").then_some(figure)
}

fn plain(field: &str) -> String {
    field
        .nfkc()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn has_word_at_start(field: &str) -> bool {
    WORDS.iter().any(|word| field.starts_with(word))
}

fn figure_behind_word(text: &str) -> Option<(u64, &str)> {
    if PARTS.iter().any(|part| text.contains(part)) {
        return None;
    }
    let (word, (_, behind)) = WORDS
        .iter()
        .find_map(|word| Some((*word, text.rsplit_once(word)?)))?;
    let figure = behind.trim_start_matches(BETWEEN);
    let (digits, rest) = digits_of(figure)?;
    // 共 is in many sentences: alone it needs 筆 behind its figure.
    if word == "共" && !rest.starts_with('筆') {
        return None;
    }
    Some((digits, rest))
}

/// Digits with or without thousands commas, and what follows.
fn digits_of(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != ',')
        .unwrap_or(text.len());
    let (figure, rest) = text.split_at_checked(end)?;
    let trailing = figure.len() - figure.trim_end_matches(',').len();
    let (figure, _) = figure.split_at_checked(figure.len() - trailing)?;
    let (_, rest) = text.split_at_checked(text.len() - rest.len() - trailing)?;
    let mut groups = figure.split(',');
    let first = groups.next()?;
    let is_grouped = groups.clone().count() > 0;
    let fits = !first.is_empty()
        && (!is_grouped || first.len() <= 3)
        && groups.all(|group| group.len() == 3);
    if !fits {
        return None;
    }
    Some((figure.replace(',', "").parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_read_in_its_forms() {
        for (text, figure) in [
            ("合計：412筆", 412),
            ("合計：４１２筆", 412),
            ("合計 412 筆", 412),
            ("共 1,234 筆", 1234),
            ("總計：共１，２３４，５６７筆", 1_234_567),
            ("總筆數：0", 0),
            ("以上共計 12 筆資料", 12),
            ("合計筆數：7", 7),
        ] {
            assert_eq!(total(text), Some(figure), "{text}");
        }
        for text in [
            "共10頁",
            "第 1 頁，共 3 頁",
            "本頁合計：50筆",
            "小計：3筆",
            "合計：",
            "以下空白",
            "合計：1,23筆",
        ] {
            assert_eq!(total(text), None, "{text}");
        }
    }

    #[test]
    fn a_total_cut_into_fields_is_one_and_a_row_is_none() {
        assert_eq!(
            split_total(["合計：1", "234筆", ""].into_iter()),
            Some(1234)
        );
        assert_eq!(split_total(["", "合計", "412筆"].into_iter()), Some(412));
        assert_eq!(split_total(["合計：", "412", "筆"].into_iter()), Some(412));
        assert_eq!(split_total(["合計", "1", "2", "3", "4"].into_iter()), None);
        assert_eq!(split_total(["共同生活戶", "412筆"].into_iter()), None);
        assert_eq!(split_total(["kcgsoc0101", "合計412筆"].into_iter()), None);
    }
}
