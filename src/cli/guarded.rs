//! A panic in a command is an answer like any other: one sentence, JSON where JSON is wanted, and nothing of what was typed.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use super::Ran;
use super::output::{self, CliError};
use crate::locale::Lang;

/// From here on a panic says on standard error where it was, and no more: its words may quote a person.
pub(super) fn quiet() {
    set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(|| "?".to_owned(), ToString::to_string);
        output::remark(&format!("irdesk {}: {place}", env!("CARGO_PKG_VERSION")));
    }));
}

/// What the work came to; a panic is exit code 3.
pub(super) fn guarded(lang: Lang, as_json: bool, work: impl FnOnce() -> Ran) -> Ran {
    // What the work held is dropped by then; an open transaction is rolled back.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_words| Ran::Exit(output::fail(&CliError::Panicked, lang, as_json)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_with_an_exit_code_and_not_with_the_process() {
        let ran = guarded(Lang::En, true, || panic!("somebody's name"));
        assert!(matches!(ran, Ran::Exit(3)), "{ran:?}");
        let ran = guarded(Lang::ZhTw, false, || Ran::Exit(0));
        assert!(matches!(ran, Ran::Exit(0)), "{ran:?}");
    }
}
