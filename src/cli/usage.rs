//! A command line that cannot be read: clap's own words in English, ours in Chinese.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::locale::Lang;
use crate::locale::usage::{UsageFault, usage_in_chinese};

/// The language that a command line asks for although it cannot be read.
pub(super) fn lang_of(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut asked = None;
    while let Some(word) = words.next() {
        match word.strip_prefix("--lang") {
            Some("") => asked = words.next().map(str::to_owned),
            Some(value) if value.starts_with('=') => asked = Some(value.replacen('=', "", 1)),
            Some(_) | None if word == "--" => break,
            Some(_) | None => {}
        }
    }
    Lang::of_tag(
        &asked
            .or_else(|| std::env::var("LANG").ok())
            .unwrap_or_default(),
    )
}

/// What is wrong, in this language.
pub(super) fn worded(error: &clap::Error, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::ZhTw => {
            let usage = text(error, ContextKind::Usage).unwrap_or_default();
            usage_in_chinese(&fault(error), &usage)
        }
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    all(error, kind).into_iter().next()
}

fn all(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

/// Of what was meant perhaps, the likest comes last.
fn likest(error: &clap::Error, kind: ContextKind) -> Option<String> {
    all(error, kind).pop()
}

fn fault(error: &clap::Error) -> UsageFault {
    let argument = || text(error, ContextKind::InvalidArg).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => UsageFault::Unknown {
            word: argument(),
            like: likest(error, ContextKind::SuggestedArg),
        },
        ErrorKind::InvalidSubcommand => UsageFault::NoCommand {
            word: text(error, ContextKind::InvalidSubcommand).unwrap_or_default(),
            like: likest(error, ContextKind::SuggestedSubcommand),
        },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            UsageFault::CommandMissing
        }
        ErrorKind::MissingRequiredArgument => UsageFault::Missing {
            arguments: all(error, ContextKind::InvalidArg),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match text(error, ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
                None => UsageFault::NoValue {
                    argument: argument(),
                },
                Some(value) => UsageFault::BadValue {
                    example: argument().contains("PERIOD").then_some("11510"),
                    argument: argument(),
                    value,
                },
            }
        }
        ErrorKind::ArgumentConflict => UsageFault::Conflict {
            argument: argument(),
        },
        _ => UsageFault::Other,
    }
}
