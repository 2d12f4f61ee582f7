//! Which column is which: the names' synonyms, and the header that they and an agency's own corrections find.

use unicode_normalization::UnicodeNormalization;

pub use crate::domain::file_fault::Column;
use crate::import::cells;
use crate::import::mapping::Mapping;
use crate::import::records::{Delimiter, Record};

/// The names that each column goes by, likeliest first, as [`plain_name`] leaves them.
#[rustfmt::skip]
const NAMES: &[(Column, &[&str])] = &[
    (Column::Number, &["登記編號", "登記號", "登記表編號", "登記序號"]),
    (Column::Account, &["查詢者帳號", "查詢人帳號", "使用者帳號", "查詢帳號", "查詢人員帳號", "登入帳號",
        "帳號", "使用者代號", "查詢者代號", "使用者ID", "查詢者", "ACCOUNT", "USERID"]),
    (Column::Person, &["查詢人", "查詢人姓名", "查詢者姓名", "使用者姓名", "姓名"]),
    (Column::Day, &["查詢日期", "查調日期", "作業日期", "使用日期", "日期", "DATE"]),
    (Column::Time, &["查詢時間", "查調時間", "作業時間", "使用時間", "時間", "TIME"]),
    (Column::Item, &["作業代號", "作業代碼", "查調項目", "查詢項目", "查調項目代號", "查詢項目代號", "項目代號",
        "功能代號", "交易代號", "作業別", "作業項目", "ITEM"]),
    (Column::Condition, &["查詢條件", "被查詢者查詢條件", "被查詢者", "被查詢人", "查詢對象", "查調條件",
        "查調對象", "被查詢者條件", "被查詢者身分證號", "身分證號", "身分證統一編號", "條件", "CONDITION"]),
    (Column::CaseAndReason, &["案號及事由", "案號與事由", "案號事由", "案號或事由", "案號及查詢事由",
        "查詢案號及事由", "事由及案號", "文號及事由", "案由"]),
    (Column::Case, &["案號", "查詢案號", "案件編號", "案件號碼", "公文文號", "公文字號", "收文文號", "文號",
        "案號或公文文號", "CASE"]),
    (Column::Reason, &["事由", "查詢事由", "查調事由", "查詢原因", "查詢目的", "查詢用途", "原因", "用途",
        "REASON"]),
    (Column::Basis, &["法律依據", "法令依據", "依據", "法源依據"]),
    (Column::Result, &["查詢結果", "結果", "查調結果", "執行結果", "回應結果", "結果代碼", "回應代碼",
        "查詢結果代碼", "RESULT"]),
    (Column::Output, &["產出", "產出方式", "輸出方式"]),
    (Column::Whereabouts, &["去處", "資料去處", "產出去處"]),
    (Column::Requester, &["委託查詢人", "委託人", "委查人"]),
    (Column::RegisteredOn, &["登記日期"]),
    (Column::RegisteredAt, &["登記時間"]),
    (Column::Unit, &["單位", "機關單位", "科室"]),
    (Column::PersonTitle, &["職稱"]),
    (Column::Login, &["登入名稱", "系統帳號"]),
    (Column::AccountKind, &["身分", "帳號身分"]),
    (Column::AccountStatus, &["狀態", "帳號狀態"]),
    (Column::ApprovedOn, &["核准日", "核准日期"]),
    (Column::Request, &["申請編號", "核准日申請編號"]),
    (Column::OpenedOn, &["啟用日", "啟用日期"]),
    (Column::ChangedOn, &["異動日", "異動日期"]),
    (Column::ChangeCause, &["異動原因"]),
    (Column::OfficialOn, &["公務帳號確認日"]),
    (Column::BoundOn, &["憑證綁定日"]),
    (Column::CertificateUntil, &["憑證到期日"]),
    (Column::PledgedOn, &["保密切結日", "切結日"]),
    (Column::Remark, &["備註"]),
];

impl Column {
    /// The column that goes by this name or code, as a person writes it.
    pub fn named(text: &str) -> Option<Column> {
        let plain = plain_name(text);
        let code = text.trim().to_ascii_lowercase();
        Column::from_code(&code).or_else(|| {
            let named = NAMES
                .iter()
                .find(|(_, names)| names.contains(&plain.as_str()));
            named.map(|(column, _)| *column)
        })
    }

    /// The likeliest name of the column in a file.
    pub fn likeliest_name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    fn names(self) -> &'static [&'static str] {
        NAMES
            .iter()
            .find(|(column, _)| *column == self)
            .map_or(&[], |(_, names)| names)
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

impl Wanted {
    /// All of them, the needed ones first.
    pub fn columns(&self) -> impl Iterator<Item = Column> + use<> {
        let either = self.either.iter().copied().flatten();
        let (needed, optional) = (self.needed.iter(), self.optional.iter());
        needed.chain(either).chain(optional).copied()
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns().any(|known| known == column)
    }

    /// The fewest columns that a header has.
    pub(super) fn least_count(&self) -> usize {
        let either = self.either.iter().map(|set| set.len()).min();
        self.needed.len() + either.unwrap_or_default()
    }
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
#[derive(Clone, PartialEq, Eq)]
pub struct Nearest {
    pub line: u64,
    pub delimiter: Delimiter,
    pub cells: Vec<String>,
    /// What stands below each cell, from the first rows.
    pub example: Vec<String>,
    /// The columns found, with their places.
    pub found: Vec<(Column, usize)>,
    pub missing: Vec<Column>,
}

/// Without what stands in the file.
impl std::fmt::Debug for Nearest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Nearest")
            .field("line", &self.line)
            .field("missing", &self.missing)
            .finish_non_exhaustive()
    }
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
        Layout::of_cells(record.line, &header, delimiter, wanted, mapping)
    }

    /// The same for a record's cells.
    pub fn of_cells(
        line: u64,
        header: &[String],
        delimiter: Delimiter,
        wanted: &Wanted,
        mapping: &Mapping,
    ) -> Result<Layout, Nearest> {
        let plain: Vec<String> = header.iter().map(|cell| plain_name(cell)).collect();
        let seeker = Seeker::new(&plain, wanted, mapping);
        let needed: Vec<Column> = wanted.needed.iter().chain(seeker.set()).copied().collect();
        let mut places = seeker.located(&needed);
        if places.len() < needed.len() {
            return Err(Nearest {
                line,
                delimiter,
                cells: header.to_vec(),
                example: Vec::new(),
                missing: needed
                    .into_iter()
                    .filter(|column| seeker.place(*column).is_none())
                    .collect(),
                found: places,
            });
        }
        let last = places.iter().map(|(_, place)| *place).max();
        places.extend(seeker.located(wanted.optional));
        let is_mapped = |place: usize| seeker.mapped.iter().any(|(_, mapped)| *mapped == place);
        let named = plain.iter().enumerate();
        Ok(Layout {
            delimiter,
            header_line: line,
            named_count: named
                .filter(|(place, cell)| !cell.is_empty() || is_mapped(*place))
                .count(),
            header: header.to_vec(),
            places,
            expected_count: last.map_or(0, |last| last + 1),
            plain_header: without_empty_end(plain),
        })
    }

    /// Whether a cell of the header goes by one of the column's names, whether the column is wanted or not.
    pub fn names(&self, column: Column) -> bool {
        let names = column.names();
        self.plain_header
            .iter()
            .any(|cell| names.contains(&cell.as_str()))
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
    without_empty_end(record.fields().map(|cell| plain_name(&cell)).collect())
}

fn without_empty_end(mut cells: Vec<String>) -> Vec<String> {
    let used = cells
        .iter()
        .rposition(|cell| !cell.is_empty())
        .map_or(0, |last| last + 1);
    cells.truncate(used);
    cells
}

/// Looks for columns in a header: first where the mapping says, then by their names among the cells that are left.
struct Seeker<'a> {
    header: &'a [String],
    either: &'static [&'static [Column]],
    mapped: Vec<(Column, usize)>,
}

impl<'a> Seeker<'a> {
    fn new(header: &'a [String], wanted: &Wanted, mapping: &Mapping) -> Seeker<'a> {
        let mapped = mapping
            .pairs()
            .filter(|(column, _)| wanted.has(*column))
            .filter_map(|(column, named)| Some((column, named.place_in(header)?)))
            .collect();
        Seeker {
            header,
            either: wanted.either,
            mapped,
        }
    }

    fn place(&self, column: Column) -> Option<usize> {
        let mapped = self.mapped.iter().find(|(known, _)| *known == column);
        if let Some((_, place)) = mapped {
            return Some(*place);
        }
        let is_free = |place: &usize| self.mapped.iter().all(|(_, taken)| taken != place);
        column.names().iter().find_map(|name| {
            let named = self.header.iter().enumerate();
            named
                .filter(|(_, cell)| cell == name)
                .map(|(place, _)| place)
                .find(is_free)
        })
    }

    fn located(&self, columns: &[Column]) -> Vec<(Column, usize)> {
        columns
            .iter()
            .filter_map(|column| Some((*column, self.place(*column)?)))
            .collect()
    }

    /// Of the sets of which one is needed: the whole one that the mapping names most of, the first of equals. Where none
    /// is whole, the one that least is missing of.
    fn set(&self) -> &'static [Column] {
        let count = |set: &[Column], is: &dyn Fn(&Column) -> bool| {
            set.iter().filter(|column| is(column)).count()
        };
        let rank = |set: &&&'static [Column]| {
            let found = count(set, &|column| self.place(*column).is_some());
            let mapped = count(set, &|column| {
                self.mapped.iter().any(|(known, _)| known == column)
            });
            let is_whole = found == set.len();
            (is_whole, mapped, if is_whole { 0 } else { found })
        };
        let best = self.either.iter().rev().max_by_key(rank);
        best.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_as_it_is_compared_and_names_one_column() {
        let mut seen = Vec::new();
        for column in Column::ALL {
            assert_eq!(Column::from_code(column.code()), Some(column));
            assert_eq!(Column::named(column.likeliest_name()), Some(column));
        }
        for (column, names) in NAMES {
            assert_eq!(Column::named(column.code()), Some(*column));
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
