//! The keeper's calendars at the desk, by keys.

use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::Desk;

fn keeper_with_file(lang: Lang, text: &str) -> Desk {
    Desk::prepared(Role::Keeper, lang, |sit| {
        let dir = sit.dir().join("in");
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("115-rev.csv"), text).unwrap();
    })
}

fn sample() -> String {
    std::fs::read_to_string("tests/fixtures/samples/calendar-115.csv").unwrap()
}

/// Opens the calendars through the list of functions.
fn open(desk: &mut Desk, word: &str) {
    desk.press("F2 F1").type_text(word).press("Enter");
}

#[test]
fn a_revised_year_is_previewed_and_taken_from_the_drop_folder() {
    let revised = sample().replace("20261224,四,0,", "20261224,四,2,調整放假");
    for (lang, word, tag) in [(Lang::ZhTw, "辦公日曆", "zh"), (Lang::En, "calend", "en")] {
        let mut desk = keeper_with_file(lang, &revised);
        open(&mut desk, word);
        let mut all = desk.screen();
        desk.press("Ins");
        desk.press("Enter");
        let preview = desk.screen();
        all += &preview;
        assert!(preview.contains("12/24"), "{preview}");
        desk.press("F10");
        assert!(desk.message().contains("365"), "{}", desk.message());
        let office = desk.office();
        let bridge = "2026-12-24".parse().unwrap();
        assert!(office.changed().is_ok() && !office.calendar().is_working(bridge));
        desk.press("Esc Esc");
        open(&mut desk, word);
        desk.press("Down Enter");
        all += &desk.screen();
        let alike: Vec<String> = all.lines().map(without_clock).collect();
        insta::assert_snapshot!(format!("calendars-{tag}"), alike.join("\n"));
    }
}

/// The drop folder's file carries the time of the run, and a digest.
fn without_clock(line: &str) -> String {
    let is_file = line.contains("115-rev.csv") && line.contains("6,");
    if is_file {
        return line.split("115-rev.csv").next().unwrap_or("").to_owned() + "115-rev.csv ...";
    }
    line.to_owned()
}

#[test]
fn a_bad_calendar_is_refused_with_line_and_reason_and_nothing_is_taken() {
    let bad = sample().replace("20260304,三,0,\r\n", "");
    let mut desk = keeper_with_file(Lang::ZhTw, &bad);
    open(&mut desk, "辦公日曆");
    desk.press("Ins Enter");
    let message = desk.message().to_owned();
    assert!(
        message.contains("64") && message.contains("115/03/04"),
        "{message}"
    );
}

#[test]
fn a_stopped_day_is_declared_and_withdrawn_with_reasons() {
    let mut desk = Desk::new(Role::Keeper, Lang::ZhTw);
    open(&mut desk, "停止上班");
    desk.press("Ins").type_text("1124").press("Enter");
    desk.type_text("颱風").press("F10");
    assert!(desk.message().contains("11/24"), "{}", desk.message());
    let stopped = "2026-11-24".parse().unwrap();
    // The job wrote in a session of its own; the desk looks once a second.
    desk.office().changed().unwrap();
    assert!(!desk.office().calendar().is_working(stopped));
    desk.press("Del").type_text("轉向").press("F10");
    desk.office().changed().unwrap();
    assert!(desk.office().calendar().is_working(stopped));
    insta::assert_snapshot!("stop-days-zh", desk.screen());
}
