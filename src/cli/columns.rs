//! `--map`: which column of a file is which, as it is written on a command line.

use super::output::CliError;
use crate::app::{Column, FileKind, MapChanges, Named};
use crate::locale::Lang;

/// `查詢者帳號=帳號,查詢結果=狀態#2`; a comma that is followed by no `COLUMN=` belongs to the name before it.
pub(super) fn changes(
    lang: Lang,
    kind: FileKind,
    arguments: &[String],
) -> Result<MapChanges, CliError> {
    let mut changes = MapChanges::new();
    for argument in arguments {
        for pair in pairs(argument) {
            let (column, name) = pair.split_once('=').unwrap_or((&pair, ""));
            let known = column_named(lang, column).filter(|column| kind.wanted().has(*column));
            let Some(known) = known.filter(|_| pair.contains('=')) else {
                let names = kind.wanted().columns().map(|column| lang.column(column));
                let names: Vec<&str> = names.collect();
                let sentence = lang.no_such_column(column, &names);
                return Err(CliError::Usage(sentence));
            };
            changes.retain(|(column, _)| *column != known);
            changes.push((known, named(name)));
        }
    }
    Ok(changes)
}

/// By any of its names, its code, or the word that is said for it.
fn column_named(lang: Lang, written: &str) -> Option<Column> {
    let is_it = |column: &Column| lang.column(*column).eq_ignore_ascii_case(written.trim());
    Column::named(written).or_else(|| Column::ALL.into_iter().find(is_it))
}

fn pairs(argument: &str) -> Vec<String> {
    let mut pairs: Vec<String> = Vec::new();
    for part in argument.split([',', '\u{ff0c}']) {
        match pairs.last_mut() {
            Some(last) if !part.contains('=') => {
                last.push(',');
                last.push_str(part);
            }
            _ => pairs.push(part.to_owned()),
        }
    }
    pairs
}

fn named(name: &str) -> Option<Named> {
    let name = name.trim();
    let parted = name
        .rsplit_once('#')
        .and_then(|(name, nth)| Some((name, nth.parse().ok().filter(|nth| *nth > 0)?)));
    match parted {
        Some((name, nth)) => Some(Named {
            name: name.to_owned(),
            nth,
        }),
        None if name.is_empty() => None,
        None => Some(Named::first(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(argument: &str) -> Result<MapChanges, CliError> {
        changes(Lang::ZhTw, FileKind::Log, &[argument.to_owned()])
    }

    #[test]
    fn a_column_goes_by_any_of_its_names_or_its_code() {
        let changes =
            read("查詢者帳號=誰,result = 狀態#2，查詢日期=日,期,作業代號=,TIME=#3").unwrap();
        let second = |name: &str, nth| {
            Some(Named {
                name: name.to_owned(),
                nth,
            })
        };
        assert_eq!(
            changes,
            [
                (Column::Account, second("誰", 1)),
                (Column::Result, second("狀態", 2)),
                (Column::Day, second("日,期", 1)),
                (Column::Item, None),
                (Column::Time, second("", 3)),
            ]
        );
    }

    #[test]
    fn what_is_no_column_of_the_file_is_said_with_those_that_are() {
        for argument in ["法律依據=a", "x=y", "帳號", ""] {
            let Err(CliError::Usage(said)) = read(argument) else {
                panic!("{argument}")
            };
            assert!(
                said.contains("查詢者帳號") && said.contains("案號及事由"),
                "{said}"
            );
        }
    }
}
