//! Lists, records, pairs and what opens over them.

use super::*;

/// The mock-up without its heads.
const MOCK_UP: &str = include_str!("../../../../tests/it/fixtures/register-list.txt");

#[test]
fn the_registers_list_stands_cell_by_cell_as_on_the_mock_up() {
    let text = shot(&register(Lang::ZhTw, 0), 80, 24);
    let wished = MOCK_UP.lines().enumerate();
    for ((line, wished), drawn) in wished.zip(text.lines()) {
        // Line 2 knows only the panes that there are, line 5 has heads of words of the register's own.
        if line != 1 && line != 4 {
            assert_eq!(drawn, wished.trim_end(), "line {}", line + 1);
        }
    }
    assert!(text.ends_with("@ 6,3\n"), "the cursor stands on the row");
}

#[test]
fn lists_and_what_opens_over_them() {
    snap("list", |lang| register(lang, 4));
    snap("list-empty", register_empty);
    snap("filter", |lang| with(register(lang, 1), filters(lang)));
    snap("search", |lang| with(register(lang, 1), search()));
    snap("functions", |lang| with(register(lang, 1), functions("")));
    snap("functions-typed", |lang| {
        with(register(lang, 1), functions("作"))
    });
    snap("keys", |lang| with(register(lang, 1), Overlay::Keys));
    snap("job", job);
}

#[test]
fn records_and_pairs() {
    snap("record", record);
    snap("record-clear", sheet);
    snap("walk", walk);
    snap("proposals", proposals);
}

#[test]
fn the_row_meant_stays_in_sight_above_the_drawer() {
    let text = shot(&with(register(Lang::ZhTw, 14), filters(Lang::ZhTw)), 80, 24);
    assert!(text.contains("> 11511-0008"), "{text}");
}

#[test]
fn what_is_said_last_goes_before_the_work_that_runs_elsewhere() {
    let mut model = job(Lang::ZhTw);
    model.pane_mut().unwrap().overlays.clear();
    let line = |model: &Model| shot(model, 80, 24).lines().nth(22).unwrap().to_owned();
    assert_eq!(line(&model), "  匯入查詢日誌 50%");
    model.say("已登記 SOC-11511-0043。", Tone::Good);
    assert_eq!(line(&model), "  已登記 SOC-11511-0043。");
}
