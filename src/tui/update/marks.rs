//! Marks in a list, and a step for all that is marked: which form it opens, and for which of the records.

use crate::locale::Text;
use crate::tui::desk_data::{Marked, PaneData, RowData};
use crate::tui::form::spec::FormSpec;
use crate::tui::model::Model;
use crate::tui::model::PaneState;
use crate::tui::model::msg::Effect;
use crate::tui::model::offers::Offered;
use crate::tui::model::page::{PageState, ViewState};
use crate::tui::pane::{Does, Here};
use crate::tui::update::{deeds, lists, pages};

/// Marks the record under the cursor, or takes its mark away, and goes on to the next.
pub(super) fn mark(model: &mut Model) {
    let record = model.record().cloned();
    let view = model.page_mut().and_then(PageState::view_mut);
    let (Some(record), Some((_, view))) = (record, view.filter(|(_, view)| view.is_list())) else {
        pages::not_here(model);
        return;
    };
    if view.is_marked(&record.key) {
        view.marks.retain(|marked| marked.key != record.key);
    } else {
        view.marks.push(record);
    }
    lists::move_cursor(view, lists::Move::By(1));
}

/// Records that came anew are remembered as they now are.
pub(super) fn see_again(view: &mut ViewState) {
    let Some(PaneData::Table(table)) = &view.data else {
        return;
    };
    for marked in &mut view.marks {
        if let Some(row) = table.rows.iter().find(|row| row.key == marked.key) {
            marked.clone_from(row);
        }
    }
}

/// Marks of records that the step was taken for.
pub(super) fn take_away(pane: &mut PaneState, done: &[String]) {
    for view in pane.pages.iter_mut().flat_map(|page| &mut page.views) {
        view.marks.retain(|marked| !done.contains(&marked.key));
    }
}

/// Opens the form of the step for all marked records that can take it; it names the others.
pub(super) fn take_for_each(model: &mut Model, offer: &Offered, out: &mut Vec<Effect>) {
    let view = model.page().and_then(PageState::view);
    let measure = view.and_then(|(_, view)| match &view.data {
        Some(PaneData::Table(table)) => table.measure,
        _ => None,
    });
    let (marks, here) = (model.marked().to_vec(), model.here());
    let Some(here) = here else {
        return;
    };
    let mut spec: Option<&'static FormSpec> = None;
    let mut marked = Marked {
        measure,
        ..Marked::default()
    };
    for row in marks {
        match form_for(model, offer, &here, &row) {
            Err(reason) => marked.barred.push((row.name().to_owned(), reason)),
            Ok(own) if spec.is_none_or(|first| std::ptr::eq(first, own)) => {
                spec = Some(own);
                marked.rows.push(row);
            }
            Ok(_other) => {
                let reason = model.lang.text(Text::AnotherStep).to_owned();
                marked.barred.push((row.name().to_owned(), reason));
            }
        }
    }
    let (Some(spec), Some(first)) = (spec, marked.rows.first().cloned()) else {
        if let Some((name, reason)) = marked.barred.first() {
            let sentence = model.lang.fault(name, reason);
            model.refuse(sentence);
        }
        return;
    };
    let here = Here {
        row: first,
        marked,
        ..here
    };
    deeds::fill_here(model, spec, here, out);
}

/// The form that the step opens for this record, or why it cannot be taken.
fn form_for(
    model: &Model,
    offer: &Offered,
    here: &Here,
    row: &RowData,
) -> Result<&'static FormSpec, String> {
    if let Some(reason) = row
        .about(offer.action)
        .and_then(|said| said.cannot.as_ref())
    {
        return Err(reason.clone());
    }
    let here = Here {
        row: row.clone(),
        ..here.clone()
    };
    let spec = form_of(offer.does, &here);
    spec.ok_or_else(|| model.lang.text(Text::NotHere).to_owned())
}

fn form_of(does: &'static Does, here: &Here) -> Option<&'static FormSpec> {
    match does {
        Does::Fill(spec) => Some(spec),
        Does::FillOf(find) => find(here),
        Does::ByFact { name, of } => {
            let value = here.row.fact(name);
            let (_, next) = of.iter().find(|(known, _)| *known == value)?;
            form_of(next, here)
        }
        Does::Either {
            when,
            then,
            otherwise,
        } => form_of(if when(here) { then } else { otherwise }, here),
        Does::Go(_) | Does::GoTo(_) | Does::Now(_) | Does::Mark => None,
    }
}
