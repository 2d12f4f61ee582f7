//! The commands beside the screen: arguments in, one JSON value or prose out, an exit code (DESIGN §6).

mod free;
mod output;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::locale::Lang;
use output::{CliError, Said};

/// What every command may be given, before or after its name.
#[derive(Debug, Clone, Args)]
struct Global {
    /// zh-TW or en
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<String>,
    /// One JSON value on standard output
    #[arg(long, global = true)]
    json: bool,
}

impl Global {
    /// The language asked for, or LANG's.
    fn lang(&self) -> Lang {
        let tag = self.lang.clone().or_else(|| std::env::var("LANG").ok());
        Lang::of_tag(&tag.unwrap_or_default())
    }
}

/// irdesk: the desk for WebIR queries, accounts and the monthly check
#[derive(Debug, Parser)]
#[command(name = "irdesk", version, disable_help_subcommand = true)]
struct Line {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Draw the base sample of a published seed text again; needs no store
    Recompute { file: PathBuf },
    /// Read identifiers from standard input, one a line; needs no store
    Identify,
}

/// Runs one command line and says the process's exit code: 0 done, 1 refused, 2 usage, 3 store or file, 4 passphrase.
pub fn run(arguments: impl Iterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.collect();
    let as_json = arguments.iter().any(|argument| argument == "--json");
    let line = match Line::try_parse_from(&arguments) {
        Ok(line) => line,
        Err(usage) => return output::usage(&usage, as_json),
    };
    match dispatch(&line) {
        Ok(said) => output::say(&said, as_json),
        Err(error) => output::fail(&error, line.global.lang(), as_json),
    }
}

fn dispatch(line: &Line) -> Result<Said, CliError> {
    match &line.command {
        Sub::Recompute { file } => free::recompute(file, line.global.lang()),
        Sub::Identify => free::identify(&mut std::io::stdin().lock()),
    }
}
