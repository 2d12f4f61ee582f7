//! The demo's words: made-up people, reasons and cases, and the log as WebIR's download spells it. Nobody here exists.

use crate::domain::people::Role;

/// A made-up person of the demo's office.
pub(super) struct Person {
    pub(super) login: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) account: Option<&'static str>,
    /// Granted query items.
    pub(super) items: &'static [&'static str],
}

const fn officer(login: &'static str, name: &'static str, role: Role) -> Person {
    Person {
        login,
        name,
        role,
        account: None,
        items: &[],
    }
}

const fn user(
    login: &'static str,
    name: &'static str,
    account: &'static str,
    items: &'static [&'static str],
) -> Person {
    Person {
        login,
        name,
        role: Role::User,
        account: Some(account),
        items,
    }
}

pub(super) const AGENCY: &str = "SOC";

/// Who founds the store.
pub(super) const KEEPER: Person = officer("wang.yf", "王雅芳", Role::Keeper);

/// Everybody else, in the order of their enrolment.
#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    officer("chen.yj", "陳怡君", Role::Manager),
    officer("chang.ml", "張美玲", Role::Checker),
    officer("lin.sf", "林淑芬", Role::Supervisor),
    user("hsu.tc", "許婷辰", "kcgsoc0101", &["LI01", "LP11"]),
    user("chou.mc", "周明俊", "kcgsoc0102", &["LI01", "LP11", "UB07"]),
    user("ho.yc", "何郁建", "kcgsoc0103", &["LI01", "LP11", "EI03"]),
    user("cheng.mp", "鄭明柏", "kcgsoc0104", &["LI01", "LI02", "LP11"]),
    user("wu.cc", "吳志傑", "kcgsoc0105", &["EI03", "LP11"]),
    user("liu.cw", "劉傑雯", "kcgsoc0107", &["EI03", "LI01"]),
    user("kuo.ty", "郭婷郁", "kcgsoc0112", &["LI01", "UB07"]),
    user("chang.hw", "張翰雯", "kcgsoc0113", &["EI03", "LI01", "UB07"]),
    officer("su.pe", "蘇品恩", Role::User),
];

/// Every item that a person of the demo may query.
pub(super) const ITEMS: [&str; 5] = ["LI01", "LI02", "LP11", "UB07", "EI03"];

/// Why people are looked up, and the legal basis that fits.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("低收入戶審查", "SOC-01"),
    ("急難救助", "SOC-01"),
    ("中低收入老人生活津貼", "SOC-02"),
    ("身心障礙者生活補助", "SOC-03"),
    ("單親家庭子女生活補助", "SOC-05"),
    ("育有未滿二歲兒童育兒津貼", "SOC-08"),
];

/// What is said of held items.
pub(super) const HELD_CITATION: &str = "社會救助法施行細則所定保存期限";
pub(super) const HELD_PLACE: &str = "社會救助科辦公室";
pub(super) const HELD_HOW: &str = "碎紙";
pub(super) const HELD_WITNESS: &str = "吳志傑";
pub(super) const HELD_EVIDENCE: &str = "銷毀清冊，存本科檔案櫃";
pub(super) const HOLD_REASON: &str = "政風室調閱，文號 11530012300";
pub(super) const USE_WORDS: &str = "案件審結並歸卷前查證所需";

pub(super) const VOID_REASON: &str = "申請人撤回申請，未辦理查詢。";

/// The log's first lines; the agency's name and the month go between.
pub(super) const LOG_TITLE: &str = "勞保局電子查驗服務 查詢紀錄清單,,,,,,";
pub(super) const LOG_AGENCY: &str = "機關：高雄市政府";
pub(super) const LOG_SPAN: &str = "　查詢期間：";
pub(super) const LOG_HEADER: &str =
    "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果";
/// The footer's words around the total.
pub(super) const LOG_TOTAL: (&str, &str) = ("合計：", "筆,,,,,,");

/// What WebIR says of a query, in the order of the register's results.
pub(super) const LOG_FOUND: &str = "查有資料";
pub(super) const LOG_NO_DATA: &str = "查無資料";
pub(super) const LOG_SYSTEM_ERROR: &str = "系統異常";

/// 單位 of the users, in turn.
pub(super) const UNITS: [&str; 3] = ["社會救助科", "兒少福利科", "身障福利科"];

/// Why the demo's reviews keep an account.
pub(super) const KEPT_BECAUSE: &str = "職務相符";
pub(super) const GONE_BECAUSE: &str = "已調職";

/// What the demo's requests say.
pub(super) struct Needs {
    pub(super) title: &'static str,
    pub(super) agency_item: &'static str,
    pub(super) item_too: &'static str,
    pub(super) second_manager: &'static str,
    pub(super) second_reason: &'static str,
    pub(super) items: &'static str,
    pub(super) newcomer: &'static str,
    pub(super) vague: &'static str,
    pub(super) returned: &'static str,
    pub(super) letter: &'static str,
    pub(super) grant_letter: &'static str,
    pub(super) batch: &'static str,
}

pub(super) const NEEDS: Needs = Needs {
    title: "科員",
    item_too: "保費資料",
    agency_item: "中低收入老人生活津貼審查須核對投保薪資。",
    second_manager: "管理者僅一人，須有職務代理人辦理日誌下載。",
    second_reason: "兼辦管理業務，使用者帳號仍須保留。",
    items: "調辦急難救助案件，須查失業給付。",
    newcomer: "新進承辦低收入戶審查。",
    vague: "不需要。",
    returned: "請敘明何項業務已不辦理及其移交對象。",
    letter: "高市社救字第11530001200號",
    grant_letter: "保費資字第11510002310號",
    batch: "115-02",
};
