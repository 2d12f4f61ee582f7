//! Models as they stand on the mock-ups: the register's list, a record, the walk, proposals, what opens over them.

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::locale::Measure;
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, DetailData, Head as Column, Line, Mark, PairData, PairRow, PaneData, RowData, RowMove,
    TableData,
};
use crate::tui::errand::{AppError, Count, Office};
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::Choice;
use crate::tui::model::lock::Idleness;
use crate::tui::model::overlay::{FilterRow, Filters, Function, Functions, Group, Sheet};
use crate::tui::model::page::{Cursor, PageState, Side, ViewState};
use crate::tui::model::{RunningJob, Ticket};
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, PaneSpec, Target, ViewSpec};

pub(super) fn at(hour: u32, minute: u32) -> Moment {
    Moment::from_local(
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
    )
}

#[expect(clippy::unnecessary_wraps, reason = "a load's signature")]
fn unused(_office: &mut Office, _asked: &Asked) -> Result<PaneData, AppError> {
    Ok(PaneData::Table(Box::default()))
}

fn nowhere(_here: &Here) -> Option<Target> {
    None
}

fn no_options(_lang: Lang, _now: Moment) -> Vec<Choice> {
    Vec::new()
}

const VIEW: ViewSpec = ViewSpec {
    title: Text::Register,
    layout: Layout::List,
    load: unused,
    side: Some(unused),
    filters: &[],
    search: None,
};
const PAGE: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::Register,
    views: &[],
    offers: &[],
    help: Text::LoginNotice2,
};
static FILTERS: &[Filter] = &[Filter {
    label: Text::SearchFor,
    options: no_options,
    start: "",
}];
static LIST_VIEWS: &[ViewSpec] = &[ViewSpec {
    filters: FILTERS,
    search: Some(Text::TypeToNarrow),
    ..VIEW
}];
static SHEET_VIEWS: &[ViewSpec] = &[ViewSpec {
    layout: Layout::Sheet,
    side: None,
    ..VIEW
}];
static WALK_VIEWS: &[ViewSpec] = &[
    ViewSpec {
        title: Text::Checks,
        layout: Layout::Side,
        ..VIEW
    },
    ViewSpec {
        title: Text::Trail,
        layout: Layout::Side,
        ..VIEW
    },
];
static BELOW_VIEWS: &[ViewSpec] = &[ViewSpec {
    title: Text::Checks,
    layout: Layout::Below(6),
    ..VIEW
}];

const fn go(action: Action, label: Text) -> Offer {
    Offer::record(action, label, Does::GoTo(nowhere))
}
static OFFERS: &[Offer] = &[
    go(Action::Open, Text::ActOpen),
    Offer::page(Action::New, Text::ActNew, Does::GoTo(nowhere)),
    go(Action::NextStep, Text::ActNextStep),
    go(Action::Again, Text::ActAgain),
    go(Action::StepBack, Text::ActStepBack).unhinted(),
];
static WALK_OFFERS: &[Offer] = &[
    go(Action::Match, Text::ActMatch),
    go(Action::StepBack, Text::Differs),
    go(Action::NoteEvidence, Text::ActNoteEvidence),
];
static LIST: PageSpec = PageSpec {
    views: LIST_VIEWS,
    offers: OFFERS,
    ..PAGE
};
static RECORD: PageSpec = PageSpec {
    views: SHEET_VIEWS,
    offers: OFFERS,
    ..PAGE
};
static WALK: PageSpec = PageSpec {
    contexts: &["walk", "checks"],
    views: WALK_VIEWS,
    offers: WALK_OFFERS,
    ..PAGE
};
static BELOW: PageSpec = PageSpec {
    contexts: &["reconcile", "checks"],
    views: BELOW_VIEWS,
    offers: WALK_OFFERS,
    ..PAGE
};

const PANE: PaneSpec = PaneSpec {
    title: Text::Today,
    slot: 0,
    action: Action::GoToday,
    roles: &Role::ALL,
    page: &LIST,
};
static TODAY: PaneSpec = PANE;
static REGISTER: PaneSpec = PaneSpec {
    title: Text::Register,
    slot: 1,
    action: Action::GoRegister,
    page: &LIST,
    ..PANE
};
static CHECKS: PaneSpec = PaneSpec {
    title: Text::Checks,
    slot: 4,
    action: Action::GoChecks,
    page: &WALK,
    ..PANE
};
static TRAIL: PaneSpec = PaneSpec {
    title: Text::Trail,
    slot: 6,
    action: Action::GoTrail,
    page: &LIST,
    ..PANE
};

pub(super) fn clerk(name: &str, roles: &[Role]) -> Clerk {
    Clerk {
        login: "hsu.tc".parse().unwrap(),
        name: name.to_owned(),
        roles: Roles::of(roles),
        account: Some("kcgsoc0101".to_owned()),
        items: Vec::new(),
    }
}

/// A desk with one page open in one of its panes.
pub(super) fn desk(
    lang: Lang,
    spec: &'static PaneSpec,
    page: &'static PageSpec,
    view: ViewState,
) -> Model {
    let mut model = Model::new(lang, Keymap::standard(), at(9, 42), Login::typed(""));
    let (name, agency) = match lang {
        Lang::ZhTw => ("許婷辰", "社會局"),
        Lang::En => ("Hsu Ting-chen", "Social Affairs"),
    };
    let panes: Vec<PaneState> = [&TODAY, &REGISTER, &CHECKS, &TRAIL]
        .into_iter()
        .map(|pane| PaneState {
            spec: pane,
            pages: vec![PageState::new(
                if pane.action == spec.action {
                    page
                } else {
                    pane.page
                },
                String::new(),
                0,
            )],
            overlays: Vec::new(),
        })
        .collect();
    let at = panes
        .iter()
        .position(|pane| pane.spec.action == spec.action)
        .unwrap();
    model.stage = Stage::Desk(Box::new(Desk {
        me: clerk(name, &[Role::User]),
        agency: agency.to_owned(),
        is_demo: false,
        panes,
        at,
        filters: Vec::new(),
        badges: Badges {
            overdue: 1,
            today: 0,
        },
        job: None,
        waiting: None,
        last_use: model.now,
        idleness: Idleness::minutes(10, 30),
    }));
    let open = model.page_mut().unwrap();
    open.views[0] = view;
    model
}

pub(super) fn with(mut model: Model, overlay: Overlay) -> Model {
    model.pane_mut().unwrap().overlays.push(overlay);
    model
}

#[rustfmt::skip]
static HEADS: &[Column] = &[
    Column::new(Text::None, 10), Column::new(Text::None, 9).gap(1).dims_repeats(), Column::new(Text::None, 5),
    Column::new(Text::None, 10), Column::new(Text::None, 11), Column::new(Text::None, 13).widths([13, 13, 0]),
    Column::new(Text::None, 8),
];

/// The mock-up's rows.
#[rustfmt::skip]
const ROWS: &[[&str; 7]] = &[
    ["11511-0042", "11/23(一)", "09:12", "L16018****", "11531234600", "低收入戶審查", "待補登"],
    ["11511-0041", "11/23(一)", "09:05", "C17684****", "11531234600", "低收入戶審查", "查有資料"],
    ["11511-0040", "11/23(一)", "09:01", "Y21221****", "11531234600", "低收入戶審查", "查無資料"],
    ["11511-0037", "11/20(五)", "16:48", "91703423", "11531198800", "急難救助", "查有資料"],
    ["11511-0036", "11/19(四)", "16:31", "S11311****", "11531198800", "急難救助", "待補登"],
    ["11511-0033", "11/19(四)", "10:07", "F15901****", "11531177200", "身障生活補助", "查有資料"],
    ["11511-0031", "11/18(三)", "15:22", "A24003****", "11531166300", "單親生活補助", "查有資料"],
    ["11511-0030", "11/18(三)", "15:18", "O10666****", "11531166300", "單親生活補助", "查有資料"],
    ["11511-0029", "11/18(三)", "11:40", "X28611****", "11531166300", "單親生活補助", "系統異常"],
    ["11511-0024", "11/16(一)", "14:02", "T28433****", "11531142000", "中低老人津貼", "查有資料"],
    ["11511-0023", "11/16(一)", "13:55", "T28433****", "11531142000", "中低老人津貼", "已作廢"],
    ["11511-0019", "11/12(四)", "09:30", "Q14504****", "11531120700", "急難救助", "查有資料"],
    ["11511-0014", "11/10(二)", "17:12", "V14708****", "11531099100", "急難救助", "查無資料"],
    ["11511-0011", "11/09(一)", "10:44", "33125815", "11531090500", "育兒津貼", "未查詢"],
    ["11511-0008", "11/05(四)", "08:59", "F25167****", "11531077900", "低收入戶審查", "查有資料"],
];

const PEEKS: [&str; 3] = [
    "LI01 投保資料  SOC-01  當事人",
    "UB07 失業給付  SOC-03  關係人",
    "LP11 給付資料  SOC-02  當事人",
];

fn row(index: usize, cells: &[&str; 7]) -> RowData {
    let [number, day, time, subject, case, reason, result] = *cells;
    let tone = match result {
        "待補登" => Tone::Warn,
        "已作廢" => Tone::Dim,
        _ => Tone::Plain,
    };
    RowData {
        key: number.to_owned(),
        cells: vec![
            Cell::number(number),
            Cell::plain(day),
            Cell::plain(time),
            Cell::plain(subject),
            Cell::plain(case),
            Cell::plain(reason),
            Cell::toned(result, tone),
        ],
        peek: format!("SOC-{number}  {}", PEEKS[index % 3]),
        moves: vec![RowMove {
            action: Action::NextStep,
            label: Some("補登".to_owned()),
            cannot: None,
        }],
        ..RowData::default()
    }
}

fn cursor(rows: &[RowData], index: usize) -> Cursor {
    Cursor {
        key: rows
            .get(index)
            .map_or_else(String::new, |row| row.key.clone()),
        index,
    }
}

/// Mock-up 30: the register's list with the cursor on a row.
pub(super) fn register(lang: Lang, index: usize) -> Model {
    let rows: Vec<RowData> = ROWS
        .iter()
        .enumerate()
        .map(|(index, cells)| row(index, cells))
        .collect();
    let view = ViewState {
        cursor: cursor(&rows, index),
        side: Some(Side {
            of: rows[index].key.clone(),
            data: PaneData::Detail(Box::new(detail())),
        }),
        data: Some(PaneData::Table(Box::new(TableData {
            title: "登記  本人、11511 期".to_owned(),
            right: vec![Cell::plain("待補登 2")],
            measure: Some(Measure::Query),
            heads: HEADS,
            rows,
            has_after: true,
            total: Some(42),
            ..TableData::default()
        }))),
        ..ViewState::new(&LIST_VIEWS[0])
    };
    desk(lang, &REGISTER, &LIST, view)
}

/// Mock-up 31: nothing registered yet.
pub(super) fn register_empty(lang: Lang) -> Model {
    let table = TableData {
        title: "登記  本人、11511 期".to_owned(),
        measure: Some(Measure::Query),
        heads: HEADS,
        empty: vec![
            "尚無登記。".to_owned(),
            "查詢勞保 WebIR 時，每查一筆請登記一筆（要點第九點第一款）。".to_owned(),
        ],
        ..TableData::default()
    };
    let view = ViewState {
        data: Some(PaneData::Table(Box::new(table))),
        ..ViewState::new(&LIST_VIEWS[0])
    };
    desk(lang, &REGISTER, &LIST, view)
}

#[rustfmt::skip]
static VERSIONS: &[Column] = &[
    Column::new(Text::None, 2).right(), Column::new(Text::None, 15), Column::new(Text::None, 6),
    Column::new(Text::None, 46).widths([46, 46, 20]),
];

fn version(number: &str, at: &str, what: &str, more: &[&str]) -> RowData {
    RowData {
        key: number.to_owned(),
        cells: [number, at, "許婷辰", what].map(Cell::plain).to_vec(),
        more: more.iter().map(|line| (*line).to_owned()).collect(),
        ..RowData::default()
    }
}

fn detail() -> DetailData {
    let field = |label: &str, value: &str| Line::field(label, value);
    DetailData {
        title: "登記  SOC-11511-0033".to_owned(),
        right: vec![Cell::plain("第 3 版（現行）")],
        lines: vec![
            field("案號", "高市社救字第11531177200號").note("更正"),
            field("事由", "身心障礙者生活補助"),
            field("法律依據", "SOC-03 身心障礙者權益保障法 42(1)"),
            field("作業", "LI01 投保資料"),
            field("被查詢者", "F15901****  身分證字號、當事人"),
            field("查詢", "115/11/19(四) 10:07  許婷辰 kcgsoc0101"),
            field("結果", "查有資料 1 筆，列印 1 份附卷，密件"),
            field("留存", "K11511-012  使用中"),
            field("迴避確認", "非己身、親屬、主管、同僚"),
            Line::blank(),
        ],
        heads: VERSIONS,
        rows: vec![
            version(
                "3",
                "11/19(四) 10:30",
                "更正案號：11531177100 改為 11531177200",
                &["理由：誤植前一案案號"],
            ),
            version("2", "11/19(四) 10:09", "補登結果", &[]),
            version("1", "11/19(四) 10:07", "登記", &[]),
        ],
        peek: "原登記不得修改或刪除；更正另存新版並附理由".to_owned(),
        record: RowData {
            key: "SOC-11511-0033".to_owned(),
            ..RowData::default()
        },
        ..DetailData::default()
    }
}

/// Mock-up 38.
pub(super) fn record(lang: Lang) -> Model {
    let detail = detail();
    let view = ViewState {
        cursor: cursor(&detail.rows, 0),
        data: Some(PaneData::Detail(Box::new(detail))),
        ..ViewState::new(&SHEET_VIEWS[0])
    };
    let mut model = desk(lang, &REGISTER, &RECORD, view);
    let page = PageState::new(&LIST, String::new(), 0);
    model.pane_mut().unwrap().pages.insert(0, page);
    model
}

/// Mock-up 35, and the record in clear of 39.
pub(super) fn sheet(lang: Lang) -> Model {
    let sheet = Sheet {
        data: Box::new(detail()),
        scroll: 0,
        until: Some(at(9, 43)),
    };
    with(record(lang), Overlay::Sheet(Box::new(sheet)))
}

fn pair() -> PairData {
    let row = |label: &str, left: &str, mark, right: &str| PairRow {
        label: label.to_owned(),
        left: Cell::plain(left),
        mark,
        right: Cell::plain(right),
    };
    PairData {
        title: "逐筆查核 11510  抽樣序".to_owned(),
        right: vec![Cell::plain("[===>---------]"), Cell::plain("第 4／13 筆")],
        left_head: "查詢日誌 第 106 列".to_owned(),
        right_head: "登記 SOC-11510-0226".to_owned(),
        rows: vec![
            row("日期", "115/10/08(四)", Mark::Differs, "115/10/07(三)"),
            row("時間", "16:45:00", Mark::Same, "16:45"),
            row("帳號", "kcgsoc0103", Mark::Same, "kcgsoc0103 何郁建"),
            row("作業", "EI03", Mark::Same, "EI03 就保資料"),
            row("對象", "H12941****", Mark::Same, "H12941****"),
            row("案號", "11533755350", Mark::Same, "11533755350"),
            row("事由", "低收入戶審查", Mark::Same, "低收入戶審查"),
            row("結果", "查無資料", Mark::Same, "查無資料"),
            row(
                "法律依據",
                "",
                Mark::None,
                "SOC-04 兒童及少年福利與權益保障法 70(3)",
            ),
            row("產出去處", "", Mark::None, "列印 1 份，附卷"),
        ],
        notes: vec![
            Line::field(
                "提示",
                "登記日早 1 辦公日；陳怡君 115/11/12(四) 採認為同一筆",
            ),
            Line::field("佐證", "案卷 11533755350，尚未註記"),
        ],
        peek: "本筆有 1 欄不同，按 Enter 將請先選擇結果".to_owned(),
        record: RowData {
            key: "4".to_owned(),
            ..RowData::default()
        },
    }
}

#[rustfmt::skip]
static DRAWN: &[Column] = &[
    Column::new(Text::None, 2).right(), Column::new(Text::None, 10), Column::new(Text::None, 6), Column::new(Text::None, 10),
];

fn drawn_rows() -> Vec<RowData> {
    (1..=13)
        .map(|number: usize| RowData {
            key: number.to_string(),
            cells: vec![
                Cell::plain(number.to_string()),
                Cell::number(format!("11510-{:04}", 97 + number * 7)),
                Cell::plain("劉傑雯"),
                Cell::plain(if number < 4 { "相符" } else { "" }),
            ],
            ..RowData::default()
        })
        .collect()
}

/// Mock-up 76.
pub(super) fn walk(lang: Lang) -> Model {
    let rows = drawn_rows();
    let view = ViewState {
        cursor: cursor(&rows, 3),
        side: Some(Side {
            of: "4".to_owned(),
            data: PaneData::Pair(Box::new(pair())),
        }),
        data: Some(PaneData::Table(Box::new(TableData {
            title: "逐筆查核 11510  抽樣序".to_owned(),
            heads: DRAWN,
            rows,
            ..TableData::default()
        }))),
        ..ViewState::new(&WALK_VIEWS[0])
    };
    desk(lang, &CHECKS, &WALK, view)
}

/// Mock-up 72.
pub(super) fn proposals(lang: Lang) -> Model {
    let rows: Vec<RowData> = drawn_rows().into_iter().take(6).collect();
    let view = ViewState {
        cursor: cursor(&rows, 2),
        side: Some(Side {
            of: "3".to_owned(),
            data: PaneData::Pair(Box::new(PairData {
                rows: pair().rows.into_iter().take(7).collect(),
                notes: Vec::new(),
                ..pair()
            })),
        }),
        data: Some(PaneData::Table(Box::new(TableData {
            title: "勾稽 11510  提議 19".to_owned(),
            right: vec![Cell::plain("未決 4")],
            measure: Some(Measure::Query),
            heads: DRAWN,
            rows,
            has_after: true,
            total: Some(19),
            ..TableData::default()
        }))),
        ..ViewState::new(&BELOW_VIEWS[0])
    };
    desk(lang, &CHECKS, &BELOW, view)
}

/// Mock-up 3a.
pub(super) fn filters(lang: Lang) -> Overlay {
    let row = |label, values: &[&str], at| FilterRow {
        label,
        options: values
            .iter()
            .map(|value| Choice::new(*value, *value))
            .collect(),
        at,
    };
    let all = lang.text(Text::NoLimit);
    Overlay::Filter(Filters {
        view: String::new(),
        rows: vec![
            row(Text::Today, &["11511", "11510", "近三期", "本年度", all], 0),
            row(
                Text::Register,
                &[all, "待補登", "查有資料", "查無資料", "已作廢"],
                2,
            ),
            row(Text::Checks, &[all, "LI01", "LP11"], 0),
        ],
        at: 1,
    })
}

pub(super) fn search() -> Overlay {
    Overlay::Search(
        crate::tui::model::overlay::Sought::Words,
        Editor::selected("115311 急難"),
    )
}

/// Mock-up 81.
pub(super) fn functions(typed: &str) -> Overlay {
    let function = |group, action, label: &str, key: Option<&str>, cannot: Option<&str>| Function {
        group,
        action,
        label: label.to_owned(),
        key: key.map(str::to_owned),
        cannot: cannot.map(str::to_owned),
    };
    let mut editor = Editor::default();
    editor.insert(typed);
    Overlay::Functions(Functions {
        help: "每查一筆登記一筆（要點第九點第一款）。".to_owned(),
        items: vec![
            function(
                Group::Record,
                Action::NextStep,
                "補登結果",
                Some("F8"),
                None,
            ),
            function(
                Group::Record,
                Action::StepBack,
                "作廢",
                Some("Del"),
                Some("已作廢"),
            ),
            function(Group::Record, Action::Correct, "更正", None, None),
            function(Group::Pane, Action::New, "新增", Some("Ins"), None),
            function(Group::Pane, Action::Items, "作業目錄", None, None),
            function(Group::Everywhere, Action::GoTrail, "軌跡", Some("F9"), None),
            function(Group::Everywhere, Action::Leave, "離開 irdesk", None, None),
        ],
        typed: editor,
        at: 0,
    })
}

/// Mock-up 80.
pub(super) fn job(lang: Lang) -> Model {
    let mut model = with(register(lang, 0), Overlay::Job(Ticket(7)));
    model.desk_mut().unwrap().job = Some(RunningJob {
        ticket: Ticket(7),
        pane: 1,
        title: Text::ActImportLog,
        breaking: Text::Breaking,
        measure: Measure::LogRow,
        count: Count {
            done: 500_000,
            total: Some(1_000_000),
        },
        rate: Some(84_200),
        is_breaking: false,
        started_at: at(9, 42),
    });
    model
}
