//! A form that is filled in once for many marked records: prepared for each, handed in for each, with a guard and an
//! entry of its own. Runs on the office's side; knows no keys and no drawing.

use crate::locale::{self, Lang, Text};
use crate::tui::desk_data::{Line, Marked, RowData};
use crate::tui::errand::{AppError, Each, Errand, Office, worded};
use crate::tui::form::spec::{Filled, FormSpec, Prepared, Start};
use crate::tui::pane::{After, Here};

/// The form of the first record that can be prepared, about all that can; it names these and the others.
pub(super) fn prepare(
    office: &mut Office,
    spec: &FormSpec,
    here: &Here,
) -> Result<Prepared, AppError> {
    let mut ready: Vec<(RowData, Prepared)> = Vec::new();
    let mut barred = here.marked.barred.clone();
    let mut first_error = None;
    for row in &here.marked.rows {
        match (spec.prepare)(office, &about(here, row)) {
            Ok(prepared) => ready.push((row.clone(), prepared)),
            Err(error) => {
                barred.push((
                    row.name().to_owned(),
                    locale::bare(&worded(here.lang, &error)),
                ));
                first_error.get_or_insert(error);
            }
        }
    }
    let (starts, own_of_each) = common_starts(&ready);
    let rows: Vec<RowData> = ready.iter().map(|(row, _)| row.clone()).collect();
    let Some((_, first)) = ready.into_iter().next() else {
        let nothing = crate::domain::refusal::Refusal::NoSuchRecord;
        return Err(first_error.unwrap_or_else(|| nothing.into()));
    };
    let marked = Marked {
        rows,
        barred,
        measure: here.marked.measure,
    };
    let lang = here.lang;
    Ok(Prepared {
        title: lang.marked_step(lang.text(spec.title), marked.rows.len()),
        right: String::new(),
        lines: named(lang, &marked),
        foot: vec![
            Line::blank(),
            Line::field(
                lang.text(Text::Signature),
                lang.signed_by(&here.me, here.me.roles),
            ),
        ],
        starts,
        own_of_each,
        draft: None,
        here: Here {
            marked,
            ..first.here.clone()
        },
        ..first
    })
}

/// A session at one of the records.
fn about(here: &Here, row: &RowData) -> Here {
    Here {
        row: row.clone(),
        marked: Marked::default(),
        ..here.clone()
    }
}

/// The names of all that is marked, and why it cannot be done with some.
fn named(lang: Lang, marked: &Marked) -> Vec<Line> {
    let comma = lang.text(Text::ListComma);
    let names: Vec<&str> = marked.rows.iter().map(RowData::name).collect();
    let mut lines = vec![Line::field(
        lang.text(Text::MarkedRecords),
        names.join(comma),
    )];
    for (index, (name, why)) in marked.barred.iter().enumerate() {
        let label = if index == 0 {
            lang.text(Text::BarredRecords)
        } else {
            ""
        };
        lines.push(Line::field(label, format!("{name}  {why}")));
    }
    lines.push(Line::blank());
    lines
}

/// What all of them begin with, and where their values differ.
fn common_starts(ready: &[(RowData, Prepared)]) -> (Vec<Start>, Vec<&'static str>) {
    let Some(((_, first), others)) = ready.split_first() else {
        return (Vec::new(), Vec::new());
    };
    let mut starts = Vec::new();
    let mut differing = Vec::new();
    for start in &first.starts {
        let own = others.iter().map(|(_, other)| start_of(other, start.field));
        let own: Option<Vec<&str>> = own.collect();
        let Some(own) = own else {
            continue;
        };
        starts.push(start.clone());
        if own.iter().any(|value| *value != start.value) {
            differing.push(start.field);
        }
    }
    (starts, differing)
}

fn start_of<'a>(prepared: &'a Prepared, field: &str) -> Option<&'a str> {
    let start = prepared.starts.iter().find(|start| start.field == field);
    start.map(|start| start.value.as_str())
}

/// What is handed in for all of them.
pub(super) fn of(filled: Filled, prepared: &Prepared) -> Each {
    let was_left = |field: &&'static str| start_of(prepared, field) == Some(filled.get(field));
    let own = prepared.own_of_each.iter().copied();
    Each {
        own: own.filter(was_left).collect(),
        filled,
    }
}

/// Takes the step for each; what cannot be done keeps its mark. `Err`: it could be done with none, and why with the first.
pub(super) fn run(
    office: &mut Office,
    spec: &FormSpec,
    given: &Each,
    here: &Here,
) -> Result<After, Barred> {
    let mut unmark = Vec::new();
    let mut refused = Vec::new();
    for row in &here.marked.rows {
        let here = about(here, row);
        match one(office, spec, given, &here) {
            Ok(()) => unmark.push(row.key.clone()),
            Err(why) => refused.push((row.name().to_owned(), why)),
        }
    }
    if unmark.is_empty() && !refused.is_empty() {
        return Err(refused.remove(0).1);
    }
    let refused = refused
        .iter()
        .map(|(name, why)| (name.clone(), locale::bare(&why.worded(here.lang))));
    let mut barred: Vec<(String, String)> = refused.collect();
    barred.extend(here.marked.barred.clone());
    Ok(After {
        message: here
            .lang
            .done_with_each(unmark.len(), here.marked.measure, &barred),
        unmark,
        ..After::default()
    })
}

/// Why it could not be done with one of them.
pub(super) enum Barred {
    By(AppError),
    Said(String),
}

impl Barred {
    fn worded(&self, lang: Lang) -> String {
        match self {
            Barred::By(error) => worded(lang, error),
            Barred::Said(sentence) => sentence.clone(),
        }
    }
}

fn one(office: &mut Office, spec: &FormSpec, given: &Each, here: &Here) -> Result<(), Barred> {
    let prepared = (spec.prepare)(office, here).map_err(Barred::By)?;
    let own = own_values(given, &prepared);
    let errand = (spec.submit)(&own, &prepared).map_err(|fault| Barred::Said(fault.sentence))?;
    let done = match errand {
        Errand::Command(command) => office.execute(*command).map(drop),
        Errand::Read(read, given) => read(office, here, &given).map(drop),
        Errand::Job(_) | Errand::Each(..) => Err(crate::domain::trouble::Trouble::BrokenOff.into()),
    };
    done.map_err(Barred::By)
}

/// What was filled in, with this record's own values where they were left as they stood.
fn own_values(given: &Each, prepared: &Prepared) -> Filled {
    let mut values = given.filled.clone();
    for (field, value) in &mut values.values {
        if given.own.contains(field)
            && let Some(own) = start_of(prepared, field)
        {
            own.clone_into(value);
        }
    }
    values
}
