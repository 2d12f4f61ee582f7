//! irdesk's process: arguments in, an exit code out.

use std::process::ExitCode;

use irdesk::cli::{self, Ran};

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        Ran::Exit(code) => code,
        Ran::Desk(asked) => cli::no_terminal(asked.lang),
    })
}
