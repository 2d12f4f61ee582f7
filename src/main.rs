//! irdesk's process: arguments in, an exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(irdesk::cli::run(std::env::args_os()))
}
