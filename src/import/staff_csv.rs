//! A list of staff as CSV: names and identifiers, and where there are, accounts and whether somebody is a relative.

use crate::domain::identity::Subject;
use crate::domain::normal::norm_text;
use crate::domain::staff::StaffKind;
use crate::import::plain_text;

/// The names of columns, as offices write them.
const NAME: &[&str] = &["姓名", "NAME"];
const IDENTIFIER: &[&str] = &[
    "身分證號",
    "身分證字號",
    "身分證統一編號",
    "統一證號",
    "IDENTIFIER",
];
const ACCOUNT: &[&str] = &["帳號", "查詢者帳號", "查詢人帳號", "ACCOUNT"];
const KIND: &[&str] = &["類別", "關係", "KIND"];
const RELATIVES: &[&str] = &["親屬", "RELATIVE"];

/// One line of the list.
pub struct StaffLine {
    pub name: String,
    pub kind: StaffKind,
    pub account: Option<String>,
    pub identifier: Subject,
}

/// Every line that is not blank; `None` where it is no such list.
pub fn staff_lines(bytes: &[u8]) -> Option<Vec<StaffLine>> {
    let text = plain_text(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().ok()?.iter().map(norm_text).collect();
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let (name, identifier) = (column(NAME)?, column(IDENTIFIER)?);
    let (account, kind) = (column(ACCOUNT), column(KIND));
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let field = |place: usize| record.get(place).unwrap_or_default().trim();
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let kind = kind.map(|kind| norm_text(field(kind))).unwrap_or_default();
        lines.push(StaffLine {
            name: field(name).to_owned(),
            kind: if RELATIVES.contains(&kind.as_str()) {
                StaffKind::Relative
            } else {
                StaffKind::Staff
            },
            account: account.map(|account| field(account).to_owned()),
            identifier: Subject::read(field(identifier)),
        });
    }
    (!lines.is_empty()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_its_column_names_and_anything_else_is_none() {
        let text = "姓名,帳號,身分證號,類別\n許婷辰,kcgsoc0101,A123456789,\n,,,\n許父,kcgsoc0101,B123456780,親屬\n";
        let lines = staff_lines(text.as_bytes()).unwrap();
        let kinds: Vec<StaffKind> = lines.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [StaffKind::Staff, StaffKind::Relative]);
        assert_eq!(lines[1].account.as_deref(), Some("kcgsoc0101"));
        assert!(staff_lines("姓名,帳號\n許婷辰,kcgsoc0101\n".as_bytes()).is_none());
        assert!(staff_lines("姓名,身分證號\n".as_bytes()).is_none());
        assert!(staff_lines(b"").is_none());
    }
}
