//! Forms: every kind of field, with the cursor in it and without, in the body and in the drawer.

use super::*;
use crate::tui::desk_data::Line;
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::spec::{Choice, Field, FieldFault, Filled, FormSpec, Kind, Prepared, Start};
use crate::tui::form::state::FormState;
use crate::tui::model::overlay::{AfterLeaving, Leaving};
use crate::tui::pane::{After, Here};

#[expect(clippy::unnecessary_wraps, reason = "a preparation's signature")]
fn prepare(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared::of(here))
}

fn submit(_filled: &Filled, _prepared: &Prepared) -> Result<Errand, FieldFault> {
    Err(FieldFault {
        field: "case",
        sentence: String::new(),
    })
}

fn after(_office: &mut Office, _done: &Done, _here: &Here) -> After {
    After::default()
}

fn bases(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    vec![
        Choice::new("SOC-01", "SOC-01 社會救助法").note("18、20、21、44-3(1)"),
        Choice::new("SOC-02", "SOC-02 老人福利法").note("12-1(2)、43(3)"),
        Choice::new("SOC-07", "SOC-07 身心障礙者參加社會保險保險費補助辦法").note("9(3)"),
    ]
}

fn checks(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    vec![
        Choice::new("back", "返回修改"),
        Choice::new("so", "確以此號查詢"),
    ]
}

fn relations(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    ["當事人", "關係人", "依分案查詢（填分案依據）"]
        .map(|name| Choice::new(name, name))
        .to_vec()
}

fn outcomes(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    [
        "時間不符",
        "登記不符",
        "條件不符",
        "案號或事由不符",
        "逾授權項目",
        "非分案",
        "異動後仍查詢",
        "無佐證",
        "無法提示案卷",
        "其他",
        "相符，附說明",
    ]
    .map(|name| Choice::new(name, name))
    .to_vec()
}

fn kind_of_subject(filled: &Filled, _prepared: &Prepared) -> (String, Tone) {
    let text = if filled.get("subject").is_empty() {
        ""
    } else {
        "身分證字號"
    };
    (text.to_owned(), Tone::Dim)
}

fn digit(filled: &Filled, _prepared: &Prepared) -> Vec<String> {
    if filled.get("subject").ends_with('8') {
        vec!["【檢查碼不符】請核對證件。確曾以此號查詢者，仍請照實登記。".to_owned()]
    } else {
        Vec::new()
    }
}

fn is_odd(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get("subject").ends_with('8')
}

fn last_four(value: &str) -> String {
    format!("{}****", value.get(..6).unwrap_or_default())
}

fn recusal(_filled: &Filled, _prepared: &Prepared) -> Vec<String> {
    vec!["按 Enter 即確認本案依分案辦理，被查詢者非己身、親屬、主管、同僚，並登記本筆。".to_owned()]
}

static FORM: FormSpec = FormSpec {
    title: Text::Register,
    place: Place::Body,
    prepare,
    fields: &[
        Field::new("case", Text::Login, Kind::Text),
        Field::new("basis", Text::ActExport, Kind::List).options(bases),
        Field::new("at", Text::Now, Kind::Moment),
        Field {
            note: kind_of_subject,
            below: digit,
            mask: last_four,
            ..Field::new("subject", Text::ThisRecord, Kind::Masked).gap()
        },
        Field {
            sends_back: Some(("back", "subject")),
            ..Field::new("check", Text::NotYetConfirmed, Kind::Choice)
                .options(checks)
                .shown_when(is_odd)
                .needed_when(is_odd)
        },
        Field {
            below: recusal,
            enter_writes: Some(Text::ActWrite),
            ..Field::new("relation", Text::Signature, Kind::Choice)
                .options(relations)
                .gap()
        },
        Field::new("note", Text::SearchFor, Kind::Text).optional(),
        Field::new("secret", Text::Passphrase, Kind::Secret).optional(),
    ],
    submit,
    after,
    blames: FormSpec::blames_nothing,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};
pub(super) const FIELDS: usize = 8;

static QUESTION: FormSpec = FormSpec {
    place: Place::Drawer,
    fields: &[
        Field::new("outcome", Text::None, Kind::Grid).options(outcomes),
        Field::new("why", Text::SearchFor, Kind::Text).gap(),
        Field::new("basis", Text::ActExport, Kind::ListOrText)
            .options(bases)
            .optional(),
        Field::new("relation", Text::Signature, Kind::Choice)
            .options(relations)
            .optional(),
    ],
    ..FORM
};

static RESULT: FormSpec = FormSpec {
    fields: &[
        Field::new("preset", Text::KeysHere, Kind::Presets)
            .options(relations)
            .optional(),
        Field::new("why", Text::SearchFor, Kind::Text),
    ],
    ..FORM
};

fn prepared(model: &Model) -> Prepared {
    let start = |field, value: &str, note: &str| Start {
        field,
        value: value.to_owned(),
        note: note.to_owned(),
        is_suggested: false,
    };
    let carried = model.lang.text(Text::CarriedOver);
    Prepared {
        title: "登記  同案再登，沿用 11511-0042".to_owned(),
        right: "草稿 09:44 已存".to_owned(),
        starts: vec![
            start("case", "高市社救字第11531234600號", carried),
            start("basis", "SOC-01", carried),
            start("at", "2026-11-23 09:44:00", model.lang.text(Text::Now)),
            start("subject", "L160181598", ""),
        ],
        ..Prepared::of(&model.here().unwrap())
    }
}

/// The form of the register's mock-ups, the cursor in one of its fields.
pub(super) fn filling(lang: Lang, at: usize) -> Model {
    let model = register(lang, 0);
    let mut form = FormState::open(&FORM, prepared(&model));
    assert!(form.is_shown(at), "field {at} is not shown");
    form.go_to(at);
    with(model, Overlay::Form(Box::new(form)))
}

/// The question of mock-up 78, the cursor in one of its fields.
pub(super) fn asking(lang: Lang, at: usize) -> Model {
    let model = register(lang, 1);
    let prepared = Prepared {
        title: "第 4 筆結果".to_owned(),
        lines: vec![
            Line::at(14, Cell::plain("原登記仍予保留，作廢不得回復。")),
            Line::blank(),
        ],
        foot: vec![
            Line::blank(),
            Line::field("簽章", "許婷辰（使用者），記入軌跡"),
        ],
        ..Prepared::of(&model.here().unwrap())
    };
    let mut form = FormState::open(&QUESTION, prepared);
    form.go_to(at);
    with(model, Overlay::Form(Box::new(form)))
}

fn presets(lang: Lang) -> Model {
    let model = register(lang, 1);
    let form = FormState::open(
        &RESULT,
        Prepared {
            focus: Some("preset"),
            ..Prepared::of(&model.here().unwrap())
        },
    );
    with(model, Overlay::Form(Box::new(form)))
}

#[test]
fn forms_with_the_cursor_in_each_kind_of_field() {
    snap("form-text", |lang| filling(lang, 0));
    snap("form-list", |lang| filling(lang, 1));
    snap("form-moment", |lang| filling(lang, 2));
    snap("form-masked", |lang| filling(lang, 3));
    snap("form-choice", |lang| filling(lang, 4));
    snap("form-writes", |lang| filling(lang, 5));
    snap("form-secret", |lang| filling(lang, 7));
    snap("form-presets", presets);
}

#[test]
fn questions_in_the_drawer() {
    snap("question-grid", |lang| asking(lang, 0));
    snap("question-text", |lang| asking(lang, 1));
    snap("question-list", |lang| asking(lang, 2));
    snap("question-leaving", |lang| {
        with(
            filling(lang, 0),
            Overlay::LeaveForm(Leaving {
                is_kept: true,
                at: 0,
                then: AfterLeaving::Close,
            }),
        )
    });
}

#[test]
fn an_identifier_is_seen_only_where_the_cursor_or_its_question_is() {
    for (at, is_seen) in [(0, false), (3, true), (4, true), (5, false)] {
        let text = shot(&filling(Lang::ZhTw, at), 80, 24);
        assert_eq!(text.contains("L160181598"), is_seen, "{at}: {text}");
        assert_eq!(text.contains("【明碼】"), is_seen, "{at}: {text}");
        assert_eq!(text.contains("L16018****"), !is_seen, "{at}: {text}");
    }
}

#[test]
fn the_cursor_stands_in_the_focused_field_and_never_on_the_last_two_lines() {
    for lang in [Lang::ZhTw, Lang::En] {
        for (model, value) in (0..FIELDS).map(|at| (filling(lang, at), lang.value_column())) {
            let mut screen = Screen::new(80, 24, Palette::Sixteen);
            screen.draw(&model);
            let (y, x) = screen.seen.screen().cursor_position();
            assert!(y < 22 && x >= value, "{y} {x}");
            let line = screen
                .text()
                .lines()
                .nth(usize::from(y))
                .unwrap()
                .to_owned();
            assert!(line.starts_with('>'), "{line}");
        }
    }
}

#[test]
fn a_form_that_was_handed_in_shows_no_field_as_open() {
    let mut model = filling(Lang::ZhTw, 5);
    if let Some(Overlay::Form(form)) = model.pane_mut().unwrap().overlays.last_mut() {
        form.handed = Some(crate::tui::model::Ticket(3));
    }
    let text = shot(&model, 80, 24);
    assert!(!text.contains("\n>"), "{text}");
    assert!(text.contains("存檔中"), "{text}");
}
