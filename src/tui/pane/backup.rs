//! 備份, and the loss of the trail's end that the keeper accepts.

use std::path::Path;

use crate::app::DeskCommand;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::trouble::{FileWhy, Trouble};
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Cell, DetailData, Line, RowData, RowMove, Tone};
use crate::tui::errand::{AppError, Command, Count, Done, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{Field, FormSpec, Kind, Place, Prepared, Start};
use crate::tui::pane::{After, Here};

const FILE: &str = "file";
const MISSING: &str = "missing";

pub(super) static BACKUP: FormSpec = FormSpec {
    title: Text::TitleBackup,
    place: Place::Drawer,
    prepare: |office, here| {
        let name = format!(
            "irdesk-{}-{}-{}.zip",
            office.agency(),
            roc_date::roc_digits(here.now.day()),
            roc_date::hour_minute(here.now.time()).replace(':', "")
        );
        let target = office.out_dir()?.join(name);
        Ok(Prepared {
            starts: vec![Start {
                field: FILE,
                value: target.display().to_string(),
                ..Start::default()
            }],
            foot: here.lang.backup_advice().map(Line::words).to_vec(),
            ..Prepared::of(here)
        })
    },
    fields: &[Field::new(FILE, Text::BackupFile, Kind::Text)],
    submit: |filled, _prepared| {
        Ok(Errand::Job(Job {
            title: Text::BackingUp,
            breaking: Text::BreakingBackup,
            measure: Measure::Page,
            given: vec![(FILE, filled.get(FILE).to_owned())],
            run: back_up,
        }))
    },
    after: |_office, _done, _here| After::default(),
    blames: |error| match error {
        AppError::Failed(Trouble::File { .. }) => Some(FILE),
        _ => None,
    },
    write: Text::ActBackup,
    ready: FormSpec::says_nothing,
};

fn back_up(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let interrupter = office.interrupter();
    let target = given(&job.given, FILE);
    if target.is_empty() {
        return Err(Trouble::File {
            path: String::new(),
            why: FileWhy::Missing,
        }
        .into());
    }
    // A plain name stands beneath the folder of what goes out.
    let target = office.out_dir()?.join(Path::new(target));
    let made = office.back_up(&target, |copied| {
        if control.is_broken_off() {
            interrupter.break_off();
        }
        (control.tell)(Count {
            done: copied.pages,
            total: Some(copied.of),
        });
    })?;
    let lang = here.lang;
    let name = target.display().to_string();
    let told = lang.backed_up(&name, made.bytes, made.head);
    Ok(After {
        message: told.first().cloned().unwrap_or_default(),
        show: Some(Box::new(sheet(lang, &told))),
        ..After::default()
    })
}

fn sheet(lang: Lang, told: &[String]) -> DetailData {
    let mut lines = vec![Line::blank()];
    for (index, text) in told.iter().enumerate() {
        let tone = if index == 0 { Tone::Good } else { Tone::Plain };
        lines.push(Line::at(2, Cell::toned(text.clone(), tone)));
        lines.push(Line::blank());
    }
    DetailData {
        title: lang.text(Text::TitleBackup).to_owned(),
        lines,
        record: nothing_further(lang),
        ..DetailData::default()
    }
}

/// The record of a sheet that is only read.
pub(super) fn nothing_further(lang: Lang) -> RowData {
    RowData {
        moves: vec![RowMove {
            action: Action::NextStep,
            label: None,
            cannot: Some(lang.text(Text::NothingToDo).to_owned()),
        }],
        ..RowData::default()
    }
}

/// 確認遺失: a question that names the number.
pub(super) static ACCEPT: FormSpec = FormSpec {
    title: Text::TitleAcceptLoss,
    place: Place::Drawer,
    prepare: |office, here| {
        let missing = office.lost_tail().ok_or(Refusal::Stale)?;
        Ok(Prepared {
            lines: here.lang.loss_question(missing).map(Line::words).to_vec(),
            facts: vec![(MISSING, missing.to_string())],
            ..Prepared::of(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| {
        let missing = prepared.fact(MISSING).parse().unwrap_or(u64::MAX);
        let command = Command::Desk(DeskCommand::AcceptLoss { missing });
        Ok(Errand::Command(Box::new(command)))
    },
    after: |_office: &mut Office, done: &Done, here: &Here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: FormSpec::blames_nothing,
    write: Text::ActAcceptLoss,
    ready: FormSpec::says_nothing,
};
