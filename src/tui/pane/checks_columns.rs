//! 抽查: which of a file's columns is which. A preview's form; what it says is kept, and the file is looked at anew.

use super::checks::told;
use super::checks_files::{FILE, facts_of};
use super::checks_preview::{kind_of, run_preview};
use crate::app::{Column, FileKind, Mapping, Named, Shape, dropped_name};
use crate::domain::canonical::Json;
use crate::domain::shown::{cut, pad, shown};
use crate::locale::MonthText as M;
use crate::locale::{Measure, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here};

/// The file's columns: `[[place, name, nth, example], …]`.
const CELLS: &str = "cells";
/// Ours that were found: `{"account": place, …}`.
const PLACES: &str = "places";
const HEADER_LINE: &str = "header_line";
/// 案號 and 事由 stand in fields of their own.
const APART: &str = "apart";
/// An optional column that the file does not have.
const ABSENT: &str = "absent";
/// Cells of a name before the example.
const NAME_WIDTH: usize = 16;
const EXAMPLE_WIDTH: usize = 30;

/// A log's columns.
pub(super) static MAP_LOG: FormSpec = FormSpec {
    fields: LOG_FIELDS,
    ..FORM
};

/// A register's columns.
pub(super) static MAP_REGISTER: FormSpec = FormSpec {
    fields: REGISTER_FIELDS,
    ..FORM
};

const FORM: FormSpec = FormSpec {
    title: Text::Month(M::MapTitle),
    place: Place::Body,
    prepare,
    fields: LOG_FIELDS,
    submit,
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::Month(M::MapWrite),
    ready,
};

static LOG_FIELDS: &[Field] = &[
    needed(Column::Account),
    needed(Column::Day),
    needed(Column::Time),
    needed(Column::Item),
    needed(Column::Condition),
    Field {
        options: together_or_apart,
        ..needed(Column::CaseAndReason)
    },
    needed(Column::Case).shown_when(is_apart),
    needed(Column::Reason).shown_when(is_apart),
    needed(Column::Result),
];

static REGISTER_FIELDS: &[Field] = &[
    needed(Column::Number),
    needed(Column::Account),
    needed(Column::Person),
    needed(Column::Day),
    needed(Column::Time),
    needed(Column::Item),
    needed(Column::Condition),
    needed(Column::Case),
    needed(Column::Reason),
    needed(Column::Basis),
    needed(Column::Result),
    needed(Column::Output),
    needed(Column::Whereabouts),
    optional(Column::Requester),
    optional(Column::RegisteredOn),
    optional(Column::RegisteredAt),
];

const fn needed(column: Column) -> Field {
    Field::new(column.code(), Text::Column(column), Kind::List).options(cells_of_file)
}

const fn optional(column: Column) -> Field {
    Field::new(column.code(), Text::Column(column), Kind::List)
        .options(cells_or_none)
        .optional()
}

/// What a preview's record needs to know for this form.
pub(super) fn facts(shape: &Shape) -> Vec<(&'static str, String)> {
    let number = |place: usize| Json::Int(i64::try_from(place).unwrap_or(i64::MAX));
    let cells = shape.cells.iter().map(|cell| {
        Json::List(vec![
            number(cell.place),
            cell.named.name.as_str().into(),
            number(cell.named.nth),
            cell.example.as_str().into(),
        ])
    });
    let places = shape
        .columns
        .iter()
        .map(|seen| (seen.column.code().to_owned(), number(seen.place)));
    vec![
        (CELLS, Json::List(cells.collect()).write()),
        (PLACES, Json::Object(places.collect()).write()),
        (HEADER_LINE, shape.header_line.to_string()),
    ]
}

/// A column of the file as the form offers it.
struct SeenCell {
    place: usize,
    named: Named,
    example: String,
}

fn cells_in(text: &str) -> Vec<SeenCell> {
    let one = |cell: &Json| match cell.list()? {
        [place, name, nth, example] => Some(SeenCell {
            place: usize::try_from(place.int()?).ok()?,
            named: Named {
                name: name.text()?.to_owned(),
                nth: usize::try_from(nth.int()?).ok()?,
            },
            example: example.text()?.to_owned(),
        }),
        _ => None,
    };
    let cells = Json::parse(text);
    let cells = cells.as_ref().and_then(Json::list).unwrap_or_default();
    cells.iter().filter_map(one).collect()
}

fn choices(prepared: &Prepared) -> Vec<Choice> {
    prepared.list(CELLS)
}

/// The name as the file has it, and what stands below it.
fn choice(cell: &SeenCell) -> Choice {
    let mut name = shown(cell.named.name.trim()).into_owned();
    if cell.named.nth > 1 || name.is_empty() {
        name = format!("{name} #{}", cell.named.nth);
    }
    let label = format!(
        "{}  {}",
        pad(name.trim_start(), NAME_WIDTH),
        cut(&shown(&cell.example), EXAMPLE_WIDTH)
    );
    Choice::new(cell.place.to_string(), label.trim_end())
}

fn cells_of_file(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    choices(prepared)
}

fn cells_or_none(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let absent = prepared.lang().text(Text::Month(M::MapAbsent));
    let mut all = choices(prepared);
    all.insert(0, Choice::new(ABSENT, absent));
    all
}

fn together_or_apart(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let apart = prepared.lang().text(Text::Month(M::MapApart));
    let mut all = choices(prepared);
    all.push(Choice::new(APART, apart));
    all
}

fn is_apart(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(Column::CaseAndReason.code()) == APART
}

fn ready(_filled: &Filled, prepared: &Prepared) -> String {
    let peek = prepared.lang().text(Text::Month(M::MapPeek));
    peek.to_owned()
}

/// What was found stands there already; the cursor goes to what is missing.
fn prepare(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let row = &here.row;
    let line = row.fact(HEADER_LINE).parse().unwrap_or_default();
    let places = Json::parse(row.fact(PLACES));
    let place_of = |column: Column| places.as_ref()?.get(column.code())?.int();
    let is_apart = place_of(Column::Case).is_some() || place_of(Column::Reason).is_some();
    let starts = Column::ALL.into_iter().filter_map(|column| {
        let value = match place_of(column) {
            Some(place) => place.to_string(),
            None if column == Column::CaseAndReason && is_apart => APART.to_owned(),
            None if is_optional(column) => ABSENT.to_owned(),
            None => return None,
        };
        Some(Start {
            field: column.code(),
            value,
            ..Start::default()
        })
    });
    Ok(Prepared {
        title: lang.text(Text::Month(M::MapTitle)).to_owned(),
        right: shown(&dropped_name(row.fact(FILE))).into_owned(),
        lines: vec![
            Line::at(2, Cell::toned(lang.header_at(line), Tone::Dim)),
            Line::blank(),
        ],
        starts: starts.collect(),
        lists: vec![(
            CELLS,
            cells_in(row.fact(CELLS)).iter().map(choice).collect(),
        )],
        ..Prepared::of(here)
    })
}

fn is_optional(column: Column) -> bool {
    FileKind::Register.wanted().optional.contains(&column)
}

/// The places that were chosen; no column of the file is two of ours.
fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let mut given = facts_of(&prepared.here);
    let mut taken: Vec<&str> = Vec::new();
    for column in Column::ALL {
        let value = filled.get(column.code());
        if value.is_empty() || value == APART || value == ABSENT {
            continue;
        }
        if taken.contains(&value) {
            let sentence = prepared.lang().text(Text::Month(M::MapTwice)).to_owned();
            let field = column.code();
            return Err(FieldFault { field, sentence });
        }
        taken.push(value);
        given.push((column.code(), value.to_owned()));
    }
    given.push((CELLS, prepared.here.row.fact(CELLS).to_owned()));
    Ok(Errand::Job(Job {
        title: Text::Month(M::MapReading),
        breaking: Text::Month(M::ReadingBreak),
        measure: Measure::LogRow,
        given,
        run: keep_and_preview,
    }))
}

fn keep_and_preview(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let kind = kind_of(job);
    let mapping = chosen(&office.column_map(kind)?, kind, job);
    let kept = office.save_column_map(kind, &mapping)?;
    let mut after = run_preview(office, here, job, control)?;
    if let Some(done) = kept {
        after.message = here.lang.told(&done.event);
    }
    Ok(after)
}

/// The least that makes the file be read as it was chosen.
fn chosen(kept: &Mapping, kind: FileKind, job: &Job) -> Mapping {
    let cells = cells_in(given(&job.given, CELLS));
    let last = cells.iter().map(|cell| cell.place).max().unwrap_or(0);
    // A cell that is not offered has no name to be found by.
    let mut header = vec![String::new(); last.saturating_add(1)];
    for cell in cells {
        if let Some(name) = header.get_mut(cell.place) {
            *name = cell.named.name;
        }
    }
    let places: Vec<(Column, usize)> = Column::ALL
        .into_iter()
        .filter_map(|column| Some((column, given(&job.given, column.code()).parse().ok()?)))
        .collect();
    kept.for_places(&header, &places, &kind.wanted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_kind_of_file_has_its_field() {
        for (kind, fields) in [
            (FileKind::Log, LOG_FIELDS),
            (FileKind::Register, REGISTER_FIELDS),
        ] {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let wanted = kind.wanted();
            assert_eq!(names.len(), wanted.columns().count());
            for column in wanted.columns() {
                assert!(names.contains(&column.code()), "{}", column.code());
            }
        }
    }
}
