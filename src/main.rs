//! irdesk's process: arguments to the desk or to a command, an exit code out.

use std::process::ExitCode;

use irdesk::app::Clock;
use irdesk::cli::{self, DeskAsked, Ran};
use irdesk::tui::runtime::{self, CannotOpen, Opening};

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        Ran::Exit(code) => code,
        Ran::Desk(asked) => open(asked),
    })
}

fn open(asked: DeskAsked) -> u8 {
    let lang = asked.lang;
    let opening = Opening {
        dir: asked.dir,
        clock: Clock::Host,
        lang,
        login: asked.login,
        pick: asked.pick,
    };
    match runtime::open(&opening) {
        Ok(()) => 0,
        Err(CannotOpen::Store(error)) => cli::desk_failed(error, lang),
        Err(CannotOpen::NotATerminal | CannotOpen::Terminal(_)) => cli::no_terminal(lang),
    }
}
