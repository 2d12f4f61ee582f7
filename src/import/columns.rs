//! Which column is which: the names' synonyms, an agency's own corrections, and the header they find.

use unicode_normalization::UnicodeNormalization;

pub use crate::domain::file_fault::Column;
use crate::import::cells;
use crate::import::records::{Delimiter, Record};

/// Each column's code, kept with an agency's mapping, and the names it goes by, likeliest first, as [`plain_name`] leaves them.
#[rustfmt::skip]
const NAMES: &[(Column, &str, &[&str])] = &[
    (Column::Number, "number", &["登記編號", "登記號", "登記表編號", "登記序號"]),
    (Column::Account, "account", &["查詢者帳號", "查詢人帳號", "使用者帳號", "查詢帳號", "查詢人員帳號", "登入帳號",
        "帳號", "使用者代號", "查詢者代號", "使用者ID", "查詢者", "ACCOUNT", "USERID"]),
    (Column::Person, "person", &["查詢人", "查詢人姓名", "查詢者姓名", "使用者姓名", "姓名"]),
    (Column::Day, "day", &["查詢日期", "查調日期", "作業日期", "使用日期", "日期", "DATE"]),
    (Column::Time, "time", &["查詢時間", "查調時間", "作業時間", "使用時間", "時間", "TIME"]),
    (Column::Item, "item", &["作業代號", "作業代碼", "查調項目", "查詢項目", "查調項目代號", "查詢項目代號", "項目代號",
        "功能代號", "交易代號", "作業別", "作業項目", "ITEM"]),
    (Column::Condition, "condition", &["查詢條件", "被查詢者查詢條件", "被查詢者", "被查詢人", "查詢對象", "查調條件",
        "查調對象", "被查詢者條件", "被查詢者身分證號", "身分證號", "身分證統一編號", "條件", "CONDITION"]),
    (Column::CaseAndReason, "case_and_reason", &["案號及事由", "案號與事由", "案號事由", "案號或事由", "案號及查詢事由",
        "查詢案號及事由", "事由及案號", "文號及事由", "案由"]),
    (Column::Case, "case", &["案號", "查詢案號", "案件編號", "案件號碼", "公文文號", "公文字號", "收文文號", "文號",
        "案號或公文文號", "CASE"]),
    (Column::Reason, "reason", &["事由", "查詢事由", "查調事由", "查詢原因", "查詢目的", "查詢用途", "原因", "用途",
        "REASON"]),
    (Column::Basis, "basis", &["法律依據", "法令依據", "依據", "法源依據"]),
    (Column::Result, "result", &["查詢結果", "結果", "查調結果", "執行結果", "回應結果", "結果代碼", "回應代碼",
        "查詢結果代碼", "RESULT"]),
    (Column::Output, "output", &["產出", "產出方式", "輸出方式"]),
    (Column::Whereabouts, "whereabouts", &["去處", "資料去處", "產出去處"]),
    (Column::Requester, "requester", &["委託查詢人", "委託人", "委查人"]),
    (Column::RegisteredOn, "registered_on", &["登記日期"]),
    (Column::RegisteredAt, "registered_at", &["登記時間"]),
];

impl Column {
    /// The code of an agency's mapping.
    pub fn code(self) -> &'static str {
        NAMES
            .iter()
            .find(|(column, ..)| *column == self)
            .map_or("", |(_, code, _)| code)
    }

    /// The column of [`Column::code`].
    pub fn from_code(code: &str) -> Option<Column> {
        NAMES
            .iter()
            .find(|(_, known, _)| *known == code)
            .map(|(column, ..)| *column)
    }

    fn names(self) -> &'static [&'static str] {
        NAMES
            .iter()
            .find(|(column, ..)| *column == self)
            .map_or(&[], |(.., names)| names)
    }
}

/// What an agency corrected by hand: a column and the name that its files give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Column, String)>);

impl Mapping {
    /// A later pair for the same column replaces the earlier.
    pub fn of(pairs: impl IntoIterator<Item = (Column, String)>) -> Mapping {
        let mut mapping = Mapping::default();
        for (column, name) in pairs {
            mapping.0.retain(|(known, _)| *known != column);
            mapping.0.push((column, name));
        }
        mapping
    }

    /// The pairs as they were given.
    pub fn pairs(&self) -> impl Iterator<Item = (Column, &str)> {
        self.0.iter().map(|(column, name)| (*column, name.as_str()))
    }

    fn name(&self, column: Column) -> Option<String> {
        self.0
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, name)| plain_name(name))
    }
}

/// A header cell for comparison: NFKC, upper case, without blanks, punctuation, marks, and whatever follows a bracket.
pub(super) fn plain_name(cell: &str) -> String {
    let normal: String = cells::undone(cell).nfkc().collect();
    let named = normal
        .split_once('(')
        .map_or(normal.as_str(), |(name, _)| name);
    let named = if named.trim().is_empty() {
        &normal
    } else {
        named
    };
    named
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The columns that a kind of file needs and may have.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Without these there is no header.
    pub needed: &'static [Column],
    /// One of these sets must be there whole; the first that is counts.
    pub either: &'static [&'static [Column]],
    /// Taken where they are.
    pub optional: &'static [Column],
}

/// A header that was found and what it says about the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub delimiter: Delimiter,
    /// Physical line where the header record starts.
    pub header_line: u64,
    /// The header's cells as decoded.
    pub header: Vec<String>,
    /// Each column's place in a record, from 0.
    pub places: Vec<(Column, usize)>,
    /// How many fields a record must have: up to the last that is needed.
    pub expected_count: usize,
    /// How many of the header's cells are not empty.
    pub named_count: usize,
    plain_header: Vec<String>,
}

/// The record that comes nearest to a header, for correcting the mapping by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    pub line: u64,
    pub delimiter: Delimiter,
    pub cells: Vec<String>,
    pub found: Vec<Column>,
    pub missing: Vec<Column>,
}

impl Layout {
    /// Takes a record for the header, or says how near it comes.
    pub fn of(
        record: &Record<'_>,
        delimiter: Delimiter,
        wanted: &Wanted,
        mapping: &Mapping,
    ) -> Result<Layout, Nearest> {
        let header: Vec<String> = record.fields().map(std::borrow::Cow::into_owned).collect();
        let plain_header = plain_cells(record);
        let place = |column: Column| place_of(column, &plain_header, mapping);
        let set = wanted
            .either
            .iter()
            .find(|set| set.iter().all(|column| place(*column).is_some()))
            .or(wanted.either.first())
            .copied()
            .unwrap_or_default();
        let needed: Vec<Column> = wanted.needed.iter().chain(set).copied().collect();
        let located = |columns: &[Column]| -> Vec<(Column, usize)> {
            columns
                .iter()
                .filter_map(|column| Some((*column, place(*column)?)))
                .collect()
        };
        let mut places = located(&needed);
        if places.len() < needed.len() {
            let found: Vec<Column> = places.iter().map(|(column, _)| *column).collect();
            return Err(Nearest {
                line: record.line,
                delimiter,
                cells: header,
                missing: needed
                    .into_iter()
                    .filter(|one| !found.contains(one))
                    .collect(),
                found,
            });
        }
        let last = places.iter().map(|(_, place)| *place).max();
        places.extend(located(wanted.optional));
        Ok(Layout {
            delimiter,
            header_line: record.line,
            named_count: plain_header.iter().filter(|cell| !cell.is_empty()).count(),
            header,
            places,
            expected_count: last.map_or(0, |last| last + 1),
            plain_header,
        })
    }

    /// Where a column stands in a record.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, place)| *place)
    }

    /// The columns that a record of so many fields lacks.
    pub fn missing_from(&self, count: usize) -> Vec<Column> {
        self.places
            .iter()
            .filter(|(_, place)| (count..self.expected_count).contains(place))
            .map(|(column, _)| *column)
            .collect()
    }

    /// Whether a record is the header once more, as on each printed page.
    pub fn is_header(&self, record: &Record<'_>) -> bool {
        plain_cells(record) == self.plain_header
    }
}

/// The cells for comparison, without empty ones at the end.
fn plain_cells(record: &Record<'_>) -> Vec<String> {
    let mut cells: Vec<String> = record.fields().map(|cell| plain_name(&cell)).collect();
    let used = cells
        .iter()
        .rposition(|cell| !cell.is_empty())
        .map_or(0, |last| last + 1);
    cells.truncate(used);
    cells
}

fn place_of(column: Column, header: &[String], mapping: &Mapping) -> Option<usize> {
    let find = |name: &str| header.iter().position(|cell| cell == name);
    if let Some(own) = mapping.name(column).filter(|own| !own.is_empty())
        && let Some(place) = find(&own)
    {
        return Some(place);
    }
    column.names().iter().find_map(|name| find(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_as_it_is_compared_and_names_one_column() {
        let mut seen = Vec::new();
        for (column, code, names) in NAMES {
            assert_eq!(Column::from_code(code), Some(*column));
            assert_eq!(column.code(), *code);
            for name in *names {
                assert_eq!(plain_name(name), *name);
                assert!(!seen.contains(name), "{name} twice");
                seen.push(name);
            }
        }
    }

    #[test]
    fn a_header_cell_is_compared_without_blanks_marks_and_brackets() {
        assert_eq!(plain_name(" 查詢　日期\n"), "查詢日期");
        assert_eq!(plain_name("查詢日期（YYYMMDD）"), "查詢日期");
        assert_eq!(plain_name("\u{FEFF}案號／事由:"), "案號事由");
        assert_eq!(plain_name("=\"結果\""), "結果");
        assert_eq!(plain_name("user id"), "USERID");
    }
}
