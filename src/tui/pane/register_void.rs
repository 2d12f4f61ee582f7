//! 登記: 作廢, in the drawer, the row meant in sight above it.

use super::register_detail::number;
use super::register_form::blamed_field;
use crate::app::{Command, Done, RegisterCommand};
use crate::domain::query::Field as Of;
use crate::domain::refusal::Refusal;
use crate::locale::Text;
use crate::tui::desk_data::{Cell, Line};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::spec::{Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared};
use crate::tui::pane::{After, Here, Then};

pub(super) const CHANGE_REASON: &str = "change_reason";
/// The version that was read.
pub(super) const VERSION: &str = "version";

pub(super) static VOID: FormSpec = FormSpec {
    title: Text::RegVoid,
    place: Place::Drawer,
    prepare,
    fields: &[Field::new(
        CHANGE_REASON,
        Text::OfField(Of::ChangeReason),
        Kind::Text,
    )],
    submit,
    after,
    blames: blamed_field,
    write: Text::RegVoid,
    ready: FormSpec::says_nothing,
};

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let query = office.query(&no)?;
    let signed = lang.signed_by(&here.me, here.me.roles);
    Ok(Prepared {
        title: lang.void_title(&no),
        lines: vec![
            Line::at(lang.value_column(), Cell::plain(lang.void_sentence())),
            Line::blank(),
        ],
        foot: vec![
            Line::blank(),
            Line::field(lang.text(Text::Signature), signed),
        ],
        facts: vec![(VERSION, query.version.to_string())],
        ..Prepared::of(here)
    })
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let command = RegisterCommand::Void {
        no,
        version,
        reason: filled.get(CHANGE_REASON).to_owned(),
    };
    Ok(Errand::Command(Box::new(Command::Register(command))))
}

/// The line that a form is about, and the version that was read when it was opened.
pub(super) fn meant(
    prepared: &Prepared,
) -> Result<(crate::domain::ids::RegisterNo, u32), FieldFault> {
    let version = prepared.fact(VERSION).parse().ok();
    number(&prepared.here)
        .zip(version)
        .ok_or_else(|| FieldFault {
            field: CHANGE_REASON,
            sentence: prepared.lang().text(Text::Nothing).to_owned(),
        })
}

/// The deed is told, and the cursor stays on the line.
pub(super) fn after(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: number(here).map_or(Then::Stay, |no| Then::To(no.to_string())),
        ..After::default()
    }
}
