//! What the rules around the check say on their screens: exceptions, flags, groups, staff.

use super::{Lang, group};
use crate::domain::ids::Period;
use crate::domain::monthly_check::Group;
use crate::domain::reconcile::Delay;
use crate::domain::rules::{Class, Hit, Rule};

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of exceptions, flags, groups and staff.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RulesText { $($variant,)* }

        impl RulesText {
            pub(super) fn zh(self) -> &'static str {
                match self { $(RulesText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(RulesText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    // exceptions to the separation of roles
    Exceptions "分權例外" "Role exceptions";
    ExceptionsHelp "查核人員兼任使用者或管理者之例外，由權責主管核准" "Checkers who also hold another role, approved by the supervisor";
    NoExceptions "無分權例外" "No exceptions";
    Login "登入帳號" "Login";
    Name "姓名" "Name";
    Beside "兼任" "Also";
    From "起日" "From";
    To "迄日" "To";
    Reason "理由" "Reason";
    Approver "核准" "By";
    State "狀態" "State";
    InForce "有效" "in force";
    NotYet "未生效" "not yet";
    Over "已屆滿" "over";
    Ended "已終止" "ended";
    Grant "核准例外" "approve";
    GrantTitle "核准分權例外" "Approve an exception";
    End "終止" "end";
    EndTitle "終止分權例外" "End an exception";
    GrantPeek "例外期間之抽樣須指定公開亂數，查核紀錄並載明例外" "While it holds a draw needs a public source, and the record says so";
    EndPeek "終止後即不得再任查核人員，先前紀錄不變" "The checker's role ends with it; earlier records stand";
    OnlySupervisor "僅權責主管得辦理" "only the supervisor";
    // a public draw in place of a secret
    PublicTitle "指定公開亂數" "Declare a public draw";
    PublicPeek "承諾無人能開啟者，查核紀錄載明承諾未揭露" "The record says that the commitment was not revealed";
    // matching
    Undo "撤回決定" "take back";
    UndoTitle "撤回採否" "Take a decision back";
    UndoPeek "撤回後提議復為未決；決定人、撤回人及日時均留軌跡" "The proposal is open again; who said and who took back stays in the trail";
    NotDecided "尚未決定" "not yet decided";
    FixedByFreeze "凍結前之決定，凍結後不變" "decided before the freeze, which fixed it";
    Gap "疑日誌缺漏" "log gap?";
    GapTitle "疑日誌缺漏：說明" "Log gap: explanation";
    GapWords "說明" "Words";
    ExplainedBy "說明人" "Said by";
    GapPeek "登記之結果稱已查詢而日誌無之，有說明後始得簽章" "The result says it was asked and the log has nothing: it holds up the signature";
    SaveGap "存說明" "keep";
    // rules that flag rows
    RulesTitle "規則" "Rules";
    RulesHelp "標示須說明之查詢；規則本身不認定違失" "What flags a row; no rule states guilt";
    RuleColumn "規則" "Rule";
    ClassColumn "類" "Cl.";
    ThresholdColumn "門檻" "Threshold";
    HitsColumn "本期" "Hits";
    PrecisionColumn "精確率" "Right";
    RulesPeek "甲類逐筆查核；乙類須同列二規則；丙類供參。精確率滿 20 筆始顯示" "A: every hit is walked; B: two on a row; C: quality. The share needs 20 outcomes";
    SettingThresholds "規則門檻" "Rule thresholds";
    ThresholdsForm "例如 R13.rows=12 R16.idle=60；空白即用預設" "for example R13.rows=12 R16.idle=60; blank: as given";
    SettingCover "涵蓋抽查" "COVER";
    CoverForm "未入抽樣及高風險之帳號，各取排序最前一筆" "The first row of each account that is in neither group";
    // staff
    Staff "職員雜湊" "Staff hashes";
    StaffHelp "全機關職員及申報親屬，識別碼僅存雜湊，不再顯示" "All staff and declared relatives; only hashes are kept";
    NoStaff "尚未登錄職員" "Nobody is entered";
    StaffKind "類別" "Kind";
    StaffAccount "帳號" "Account";
    StaffAt "登錄日" "Entered";
    StaffSelf "職員" "staff";
    StaffRelative "親屬" "relative";
    Identifier "身分證號" "Identifier";
    EnterStaff "登錄職員" "enter";
    ImportStaff "匯入職員名單" "import a list";
    StaffFile "檔名" "File name";
    StaffFileNote "in 資料夾內之 CSV：姓名、身分證號、帳號、類別" "a CSV in the in folder: 姓名, 身分證號, 帳號, 類別";
    RemoveStaff "移除" "remove";
    StaffPeek "存檔後僅留雜湊，任何人均不得再查看" "After saving only the hash is left";
    // the walk
    TicketOrder "抽樣序" "Order of the draw";
    FileOrder "案號序" "By case";
    OpenRows "未查" "open";
    Pace "進度" "Pace";
    Assignment "分案依據" "Assignment";
    // extension
    Extend "擴大抽查" "extend";
    ExtendTitle "擴大抽查：同一排序之次列" "Extend: the next rows of the same order";
    Factor "倍數" "Times n";
    ExtendPeek "擴大之列另計，不影響法定抽樣之推論" "Counted apart; what the sample proves stays as it is";
    OnlyWhileWalking "限本期查核人員於查核中辦理" "only the month's checker while walking";
    Control "控制總數" "Control totals";
    NotFrozen "限已凍結、未抽樣之期別" "only a frozen month that is not drawn";
}

fn rule_names(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::R01 => ("查詢本人", "own record"),
        Rule::R02 => ("查詢同仁或主管", "colleague or superior"),
        Rule::R03 => ("查詢申報之親屬", "declared relative"),
        Rule::R05 => ("帳號不在名冊或已停用", "account not open"),
        Rule::R06 => ("查而未登", "not registered"),
        Rule::R07 => ("逾期登記或核可", "registered late"),
        Rule::R08 => ("項目未經授權", "item not granted"),
        Rule::R10 => ("案號空白或虛填", "no case number"),
        Rule::R11 => ("非本人承辦之案", "another's case"),
        Rule::R12 => ("非上班時間", "off hours"),
        Rule::R13 => ("短時間大量查詢", "burst"),
        Rule::R14 => ("同一對象數日數案", "same subject again"),
        Rule::R15 => ("數帳號查同一對象", "several accounts"),
        Rule::R16 => ("閒置帳號復用", "dormant account"),
        Rule::R18 => ("試探性查詢", "probing"),
    }
}

/// What is worded of a month's control totals.
#[derive(Debug, Clone)]
pub struct ControlFacts<'a> {
    pub days_without: u32,
    pub working_days_without: u32,
    pub accounts_without: &'a [String],
    pub outside: u32,
    pub has_footer: bool,
    /// Footer and rows read, of files where they differ.
    pub differing: Vec<(u32, u32)>,
}

/// So many accounts are named.
const ACCOUNTS_NAMED: usize = 10;

impl Lang {
    /// Why a row is walked.
    pub fn group(self, group: Group) -> &'static str {
        match (self, group) {
            (Lang::ZhTw, Group::Base) => "法定抽樣",
            (Lang::ZhTw, Group::Risk) => "高風險",
            (Lang::ZhTw, Group::Cover) => "涵蓋",
            (Lang::ZhTw, Group::Extension) => "擴大抽查",
            (Lang::En, Group::Base) => "Sample",
            (Lang::En, Group::Risk) => "Risk",
            (Lang::En, Group::Cover) => "Cover",
            (Lang::En, Group::Extension) => "Extension",
        }
    }

    /// Whether the supervisor approves queries.
    pub fn pre_approval(self, value: &str) -> &'static str {
        match (self, value) {
            (Lang::ZhTw, "before") => "事前核可",
            (Lang::ZhTw, "after") => "事後核可",
            (Lang::ZhTw, _) => "不需核可",
            (Lang::En, "before") => "before the query",
            (Lang::En, "after") => "after the query",
            (Lang::En, _) => "none",
        }
    }

    /// When COVER is walked.
    pub fn cover(self, value: &str) -> &'static str {
        match (self, value) {
            (Lang::ZhTw, "monthly") => "每月",
            (Lang::ZhTw, "never") => "不辦",
            (Lang::ZhTw, _) => "每季末月",
            (Lang::En, "monthly") => "every month",
            (Lang::En, "never") => "never",
            (Lang::En, _) => "last month of each quarter",
        }
    }

    pub fn walk_order_title(self, period: Period, is_by_file: bool) -> String {
        match (self, is_by_file) {
            (_, false) => self.walk_title(period),
            (Lang::ZhTw, true) => format!("逐筆查核 {period}  案號序"),
            (Lang::En, true) => format!("Check {period}, row by row  by case number"),
        }
    }

    /// `剩 9 筆，每筆約 2 分，約剩 18 分`.
    pub fn pace(self, left: u32, pace: Option<u32>) -> String {
        let rows = group(u64::from(left));
        let minutes = |seconds: u64| group(seconds.div_ceil(60));
        match (self, pace) {
            (Lang::ZhTw, None) => format!("剩 {rows} 筆"),
            (Lang::ZhTw, Some(pace)) => format!(
                "剩 {rows} 筆，每筆約 {} 分，約剩 {} 分",
                minutes(u64::from(pace)),
                minutes(u64::from(pace) * u64::from(left))
            ),
            (Lang::En, None) => format!("{rows} rows left"),
            (Lang::En, Some(pace)) => format!(
                "{rows} rows left, about {} min each, {} min in all",
                minutes(u64::from(pace)),
                minutes(u64::from(pace) * u64::from(left))
            ),
        }
    }

    /// A note with the assignment that was shown.
    pub fn with_assignment(self, note: &str, assignment: &str) -> String {
        let assignment = assignment.trim();
        if assignment.is_empty() {
            return note.to_owned();
        }
        let label = self.text(super::Text::Rules(RulesText::Assignment));
        let colon = self.text(super::Text::Colon);
        let comma = self.text(super::Text::ClauseComma);
        let said = format!("{label}{colon}{assignment}");
        if note.trim().is_empty() {
            said
        } else {
            format!("{note}{comma}{said}")
        }
    }

    pub fn times_n(self, factor: u32) -> String {
        match self {
            Lang::ZhTw => format!("{factor} 倍"),
            Lang::En => format!("{factor}n"),
        }
    }

    pub fn class(self, class: Class) -> &'static str {
        match (self, class) {
            (Lang::ZhTw, Class::A) => "甲",
            (Lang::ZhTw, Class::B) => "乙",
            (Lang::ZhTw, Class::C) => "丙",
            (Lang::En, Class::A) => "A",
            (Lang::En, Class::B) => "B",
            (Lang::En, Class::C) => "C",
        }
    }

    pub fn rule(self, rule: Rule) -> &'static str {
        let (zh, en) = rule_names(rule);
        match self {
            Lang::ZhTw => zh,
            Lang::En => en,
        }
    }

    /// What a rule saw of a row, and that it is to be explained.
    pub fn hit(self, hit: Hit) -> String {
        let [one, two] = hit.saw;
        let code = hit.rule.code();
        let name = self.rule(hit.rule);
        let saw = match (self, hit.rule) {
            (Lang::ZhTw, Rule::R07) if two > 0 => format!("核可晚 {one} 辦公日"),
            (Lang::ZhTw, Rule::R07) => format!("登記晚 {one} 辦公日"),
            (Lang::ZhTw, Rule::R11) => format!("本帳號 {one} 筆、他帳號 {two} 筆"),
            (_, Rule::R12) => format!("{:02}:{:02}", one / 100, one % 100),
            (Lang::ZhTw, Rule::R13) => format!("{two} 分內 {one} 筆"),
            (Lang::ZhTw, Rule::R14) => format!("{one} 日、{two} 案"),
            (Lang::ZhTw, Rule::R15) => format!("{one} 帳號、{two} 案"),
            (Lang::ZhTw, Rule::R16) => format!("閒置 {one} 日"),
            (Lang::ZhTw, Rule::R18) if one > 0 => format!("查無資料 {one} 筆"),
            (Lang::ZhTw, Rule::R18) => format!("相近對象 {two} 個"),
            (Lang::En, Rule::R07) if two > 0 => format!("approved {one} working days late"),
            (Lang::En, Rule::R07) => format!("{one} working days"),
            (Lang::En, Rule::R11) => format!("{one} of this account, {two} of another"),
            (Lang::En, Rule::R13) => format!("{one} in {two} min"),
            (Lang::En, Rule::R14) => format!("{one} days, {two} cases"),
            (Lang::En, Rule::R15) => format!("{one} accounts, {two} cases"),
            (Lang::En, Rule::R16) => format!("{one} days idle"),
            (Lang::En, Rule::R18) if one > 0 => format!("{one} without a result"),
            (Lang::En, Rule::R18) => format!("{two} alike"),
            (
                _,
                Rule::R01 | Rule::R02 | Rule::R03 | Rule::R05 | Rule::R06 | Rule::R08 | Rule::R10,
            ) => String::new(),
        };
        match (self, saw.is_empty()) {
            (Lang::ZhTw, true) => format!("{code} {name}，需說明"),
            (Lang::ZhTw, false) => format!("{code} {name}（{saw}），需說明"),
            (Lang::En, true) => format!("{code} {name}: to be explained"),
            (Lang::En, false) => format!("{code} {name} ({saw}): to be explained"),
        }
    }

    /// `61%（43 筆）`.
    pub fn precision(self, flagged: u32, bad: u32) -> String {
        let share = u64::from(bad) * 100 / u64::from(flagged.max(1));
        let flagged = group(u64::from(flagged));
        match self {
            Lang::ZhTw => format!("{share}%／{flagged}"),
            Lang::En => format!("{share}% of {flagged}"),
        }
    }

    /// `晚 2 辦公日`, `晚 45 分`.
    pub fn delay(self, delay: Delay) -> String {
        match (self, delay) {
            (Lang::ZhTw, Delay::WorkingDays(days)) => format!("晚 {days} 辦公日"),
            (Lang::ZhTw, Delay::Minutes(minutes)) => format!("晚 {minutes} 分"),
            (Lang::En, Delay::WorkingDays(1)) => "1 working day later".to_owned(),
            (Lang::En, Delay::WorkingDays(days)) => format!("{days} working days later"),
            (Lang::En, Delay::Minutes(minutes)) => format!("{minutes} min later"),
        }
    }

    /// Why a pair is proposed whose identifiers differ in one character.
    pub fn mistyped(self, place: usize) -> String {
        match self {
            Lang::ZhTw => format!("對象第 {place} 字不同"),
            Lang::En => format!("character {place}"),
        }
    }

    /// 代查.
    pub fn proxy(self, number: &str) -> String {
        match self {
            Lang::ZhTw => format!("代查 {number}"),
            Lang::En => format!("for {number}"),
        }
    }

    pub fn undone_note(self, by: &str, at: crate::domain::moment::Moment, reason: &str) -> String {
        let at = self.moment(at);
        match self {
            Lang::ZhTw => format!("{by} 於 {at} 撤回決定：{reason}"),
            Lang::En => format!("taken back by {by}, {at}: {reason}"),
        }
    }

    pub fn missing_gaps(self, open: u32) -> String {
        let open = group(u64::from(open));
        match self {
            Lang::ZhTw => format!("疑日誌缺漏 {open} 筆未說明"),
            Lang::En => format!("{open} suspected log gaps are unexplained"),
        }
    }

    /// One sentence of all control totals.
    pub fn control_totals(self, facts: &ControlFacts<'_>) -> String {
        let count = |number: u32| group(u64::from(number));
        let accounts = self.accounts_named(facts.accounts_without);
        let (days, working) = (count(facts.days_without), count(facts.working_days_without));
        let footer = self.footer_words(facts);
        match self {
            Lang::ZhTw => format!(
                "無紀錄之日 {days} 日（辦公日 {working} 日）；無紀錄之帳號 {accounts}；他月 {} 筆；{footer}。",
                count(facts.outside)
            ),
            Lang::En => format!(
                "{days} days without a row ({working} working days); accounts without a row: {accounts}; rows of other months: {}; {footer}.",
                count(facts.outside)
            ),
        }
    }

    fn accounts_named(self, accounts: &[String]) -> String {
        let named: Vec<&str> = accounts
            .iter()
            .take(ACCOUNTS_NAMED)
            .map(String::as_str)
            .collect();
        let total = group(u64::try_from(accounts.len()).unwrap_or(u64::MAX));
        let comma = self.text(super::Text::ListComma);
        let named = named.join(comma);
        let is_cut = accounts.len() > ACCOUNTS_NAMED;
        match (self, accounts.is_empty()) {
            (Lang::ZhTw, true) => "無".to_owned(),
            (Lang::En, true) => "none".to_owned(),
            (Lang::ZhTw, false) if is_cut => format!("{total} 個（{named} 等）"),
            (Lang::ZhTw, false) => format!("{total} 個（{named}）"),
            (Lang::En, false) if is_cut => format!("{total} ({named} and others)"),
            (Lang::En, false) => format!("{total} ({named})"),
        }
    }

    fn footer_words(self, facts: &ControlFacts<'_>) -> String {
        let count = |number: u32| group(u64::from(number));
        let differing: Vec<String> = facts
            .differing
            .iter()
            .map(|(footer, read)| match self {
                Lang::ZhTw => format!("檔尾合計 {}，實讀 {}", count(*footer), count(*read)),
                Lang::En => format!("footer {}, read {}", count(*footer), count(*read)),
            })
            .collect();
        match (self, differing.is_empty(), facts.has_footer) {
            (_, false, _) => differing.join(self.text(super::Text::ListComma)),
            (Lang::ZhTw, true, true) => "檔尾合計與實讀相符".to_owned(),
            (Lang::ZhTw, true, false) => "檔尾無合計".to_owned(),
            (Lang::En, true, true) => "footers agree".to_owned(),
            (Lang::En, true, false) => "no footer".to_owned(),
        }
    }

    /// The title of a page about the check: `抽查  分權例外`.
    pub fn check_page(self, title: RulesText) -> String {
        let (zh, en) = (title.zh(), title.en());
        match self {
            Lang::ZhTw => format!("抽查  {zh}"),
            Lang::En => format!("Check  {en}"),
        }
    }
}
