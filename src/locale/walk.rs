//! What the walk, the signature and the record say on their screens.

use super::{Lang, group};
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::reconcile::Delay;

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of the walk.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum WalkText { $($variant,)* }

        impl WalkText {
            pub(super) fn zh(self) -> &'static str {
                match self { $(WalkText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(WalkText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    Walk "逐筆查核" "Row by row";
    Help "逐筆核對抽出之查詢日誌與登記，並記下結果" "Compare each drawn log row with its registration";
    Place "序" "#";
    Number "登記編號" "Register";
    Person "查詢人" "User";
    Outcome "結果" "Outcome";
    Date "日期" "Date";
    Time "時間" "Time";
    Account "帳號" "Account";
    Item "作業" "Item";
    Subject "對象" "Subject";
    Case "案號" "Case";
    Reason "事由" "Reason";
    Result "結果" "Result";
    Basis "法律依據" "Legal basis";
    Output "產出去處" "Output";
    Notice "提示" "Notice";
    Evidence "佐證" "Evidence";
    SameCase "同案登記" "Same case";
    SameDay "同帳號當日" "Same day";
    Raw "原始列" "Raw row";
    Compared "核對" "Compared";
    Found "結果" "Outcome";
    Note "說明" "Note";
    None "無" "none";
    MatchNext "相符，下一筆" "match, next";
    Choose "選擇結果" "outcome";
    Mismatch "不符" "mismatch";
    NoteEvidence "註記佐證" "note";
    OutcomeTitle "本筆結果" "Outcome of this row";
    Record "記錄，下一筆" "record, next";
    WriteNote "記錄" "record";
    Start "開始逐筆查核" "begin the walk";
    StartTitle "開始逐筆查核：核對範圍" "Begin the walk: what is compared";
    GoOn "續行逐筆查核" "go on with the walk";
    StartPeek "選定後記於每筆結果，個別筆數仍得改選" "It is kept with each outcome and can be changed row by row";
    StartNow "開始" "begin";
    MatchedNoted "相符，附說明" "match, with note";
    SignTitle "查核結果與簽章" "Outcome and signature";
    SignStep "結果與簽章" "signature";
    Major "重大異常" "Major anomaly";
    Undecided "未判斷" "not decided";
    No "無" "none";
    Yes "有" "yes";
    MajorNote "由查核人員判斷，系統不代為認定" "the checker decides, never the program";
    ReasonNote "有者必填" "needed if yes";
    SignNow "簽章" "sign";
    SignReady "簽章後不得變更，更正另存新版" "After signing nothing changes; a correction is a new version";
    Signing "核對並簽章中" "Checking and signing";
    SignBreaks "中止後尚未簽章" "Broken off, nothing is signed";
    Proves "本次抽查證明" "What the sample proves";
    NotSigned "尚未簽章" "not yet signed";
    Signed "已簽章" "Signed";
    SignedHelp "查核紀錄已簽章，可再匯出" "The record is signed and can be exported again";
    RecordFile "查核紀錄" "Record";
    FileHash "檔案雜湊" "File digest";
    TrailHead "軌跡末端" "Trail head";
    NextCommit "次期承諾" "Next commit";
    NextStep "下一步" "Next";
    NextWords "列印並陳核；管理者、權責主管核章後併入季報。" "Print it and pass it on for the manager's and supervisor's stamps.";
    NoFile "尚未寫出，請按 Ctrl-E 匯出" "not written yet: Ctrl-E exports it";
    Export "匯出查核紀錄" "export the record";
    ExportTitle "匯出查核紀錄" "Export the record";
    Exporting "匯出中" "Exporting";
    ExportBreaks "中止後不留檔案" "Broken off, no file is left";
    ExportReason "理由" "Reason";
    FileName "檔名" "File name";
    ReadOnly "僅指定之查核人員得辦理" "only the month's checker";
    NotStarted "尚未開始逐筆查核" "the walk has not begun";
    AlreadySigned "本期已簽章" "the month is signed";
    RuleOwnRows "查核人員不得查核本人之查詢，應由他人為之" "Nobody checks his own queries";
    CheckersRow "為查核人員本人之查詢，應由其他查核人員查核" "the checker's own query: for another checker";
    OwnRow "為本人之查詢，應由其他查核人員查核" "your own query: for another checker";
    PlainPeek "相符：已核對，與查詢日誌及登記一致" "Match: compared, log and registration agree";
    Empty "本期尚未抽樣" "Nothing is drawn yet";
    AllDone "各筆均有結果" "every row has its outcome";
}

fn count(number: u32) -> String {
    group(u64::from(number))
}

impl Lang {
    /// `逐筆查核 11510  抽樣序`.
    pub fn walk_title(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("逐筆查核 {period}  抽樣序"),
            Lang::En => format!("Walk {period}  draw order"),
        }
    }

    pub fn walk_log_head(self, seq: u32) -> String {
        match self {
            Lang::ZhTw => format!("查詢日誌 第 {seq} 列"),
            Lang::En => format!("log row {seq}"),
        }
    }

    pub fn walk_registration_head(self, number: Option<String>) -> String {
        match (self, number) {
            (Lang::ZhTw, Some(number)) => format!("登記 {number}"),
            (Lang::ZhTw, None) => "查無登記".to_owned(),
            (Lang::En, Some(number)) => format!("registration {number}"),
            (Lang::En, None) => "no registration".to_owned(),
        }
    }

    /// An import flag by its code.
    pub fn import_flag(self, flag: &str) -> String {
        let word = match (self, flag) {
            (Lang::ZhTw, "rare") => "含罕用字",
            (Lang::ZhTw, "empty") => "帳號、作業或條件空白",
            (Lang::ZhTw, "control") => "含控制字元",
            (Lang::En, "rare") => "rare characters",
            (Lang::En, "empty") => "an empty field",
            (Lang::En, "control") => "control characters",
            (Lang::ZhTw | Lang::En, other) => other,
        };
        word.to_owned()
    }

    /// What the peek line says of a row that is not plain.
    pub fn enter_asks(self, differing: usize) -> String {
        match (self, differing) {
            (Lang::ZhTw, 0) => "本筆有提示事項，按 Enter 將請先選擇結果".to_owned(),
            (Lang::ZhTw, differing) => {
                format!("本筆有 {differing} 欄不同，按 Enter 將請先選擇結果")
            }
            (Lang::En, 0) => "Something is to be noted: Enter will ask for the outcome".to_owned(),
            (Lang::En, 1) => "1 field differs: Enter will ask for the outcome first".to_owned(),
            (Lang::En, differing) => {
                format!("{differing} fields differ: Enter will ask for the outcome first")
            }
        }
    }

    pub fn fields_differ(self, differing: usize) -> String {
        match self {
            Lang::ZhTw => format!("{differing} 欄不同"),
            Lang::En => format!("{differing} differ"),
        }
    }

    pub fn needs_words(self) -> &'static str {
        match self {
            Lang::ZhTw => "有相異欄位或提示者，記為相符須附說明",
            Lang::En => "Where something differs, a match needs a note",
        }
    }

    pub fn case_file(self, case: &str, is_noted: bool) -> String {
        match (self, is_noted) {
            (Lang::ZhTw, false) => format!("案卷 {case}，尚未註記"),
            (Lang::ZhTw, true) => format!("案卷 {case}"),
            (Lang::En, false) => format!("case file {case}, not yet noted"),
            (Lang::En, true) => format!("case file {case}"),
        }
    }

    pub fn same_case(self, named: &str, total: u32) -> String {
        match self {
            Lang::ZhTw => format!("{named}，共 {} 筆", count(total)),
            Lang::En => format!("{named}, {} in all", count(total)),
        }
    }

    pub fn same_day(self, day: &str, total: u32, first: &str, last: &str) -> String {
        match self {
            Lang::ZhTw => format!("{day} 共 {} 筆，{first} 至 {last}", count(total)),
            Lang::En => format!("{day}: {} rows, {first} to {last}", count(total)),
        }
    }

    pub fn day_apart(self, days: i64) -> String {
        let number = days.unsigned_abs();
        match (self, days < 0) {
            (Lang::ZhTw, false) => format!("登記日早 {number} 辦公日"),
            (Lang::ZhTw, true) => format!("登記日晚 {number} 辦公日"),
            (Lang::En, false) => format!("registered for {number} working days earlier"),
            (Lang::En, true) => format!("registered for {number} working days later"),
        }
    }

    pub fn confirmed_by(self, name: &str, at: Moment, is_after_freeze: bool) -> String {
        let day = self.day(at.day());
        match (self, is_after_freeze) {
            (Lang::ZhTw, false) => format!("{name} {day} 採認為同一筆"),
            (Lang::ZhTw, true) => format!("{name} {day} 凍結後採認為同一筆"),
            (Lang::En, false) => format!("{name} confirmed it as one query, {day}"),
            (Lang::En, true) => format!("{name} confirmed it after the freeze, {day}"),
        }
    }

    pub fn refused_by(self, name: &str, number: &str, reason: &str) -> String {
        match self {
            Lang::ZhTw => format!("{name} 不採 {number}：{reason}"),
            Lang::En => format!("{name} refused {number}: {reason}"),
        }
    }

    pub fn undecided(self, number: &str) -> String {
        match self {
            Lang::ZhTw => format!("提議 {number} 未決"),
            Lang::En => format!("proposal {number} is undecided"),
        }
    }

    pub fn late(self, at: Moment, delay: Delay) -> String {
        let (at, delay) = (self.moment(at), self.delay(delay));
        match self {
            Lang::ZhTw => format!("事後補登，{at}（{delay}）"),
            Lang::En => format!("registered {at}, {delay}"),
        }
    }

    pub fn imported_line(self) -> &'static str {
        match self {
            Lang::ZhTw => "匯入之登記",
            Lang::En => "imported registration",
        }
    }

    pub fn retry(self) -> &'static str {
        match self {
            Lang::ZhTw => "同一登記之再次查詢",
            Lang::En => "one of several queries of this registration",
        }
    }

    pub fn version_after_freeze(self, version: u32) -> String {
        match self {
            Lang::ZhTw => format!("凍結後另有第 {version} 版"),
            Lang::En => format!("version {version} came after the freeze"),
        }
    }

    pub fn voided_since(self) -> &'static str {
        match self {
            Lang::ZhTw => "凍結後作廢",
            Lang::En => "voided since the freeze",
        }
    }

    pub fn explained(self, cause: &str, words: &str) -> String {
        match self {
            Lang::ZhTw if words.is_empty() => format!("查而未登，說明：{cause}"),
            Lang::ZhTw => format!("查而未登，說明：{cause}，{words}"),
            Lang::En if words.is_empty() => format!("not registered: {cause}"),
            Lang::En => format!("not registered: {cause}, {words}"),
        }
    }

    pub fn unreadable_line(self, line: u64) -> String {
        match self {
            Lang::ZhTw => format!("檔案第 {line} 行無法判讀"),
            Lang::En => format!("line {line} of the file cannot be read"),
        }
    }

    pub fn differs_under_mask(self, place: usize) -> String {
        match self {
            Lang::ZhTw => format!("對象第 {place} 字不同"),
            Lang::En => format!("the subjects differ in character {place}"),
        }
    }

    /// `結果與簽章` heads: due, done, matched, noted, bad.
    pub fn sign_heads(self) -> [&'static str; 5] {
        match self {
            Lang::ZhTw => ["應查", "已查", "相符", "附說明", "不符"],
            Lang::En => ["due", "done", "match", "noted", "bad"],
        }
    }

    pub fn base_label(self, drawn: u32, population: u32) -> String {
        match self {
            Lang::ZhTw => format!("法定抽樣 {}／{}", count(drawn), count(population)),
            Lang::En => format!("Sample {} of {}", count(drawn), count(population)),
        }
    }

    /// What 12(1) asks for, met: a share, all of fewer than ten, or nothing of a month without queries.
    pub fn ratio(self, population: u32, ratio: &str) -> String {
        match (self, population) {
            (Lang::ZhTw, 0) => "本期無查詢紀錄，無應抽之列。".to_owned(),
            (Lang::En, 0) => "The month has no queries: nothing is to be drawn.".to_owned(),
            (Lang::ZhTw, 1..10) => "不足 10 筆，全數查核。".to_owned(),
            (Lang::En, 1..10) => "Fewer than 10 rows: all of them are checked.".to_owned(),
            (Lang::ZhTw, _) => format!("抽查比率 {ratio}，法定 3% 且至少 10 筆，已達。"),
            (Lang::En, _) => {
                format!("Ratio {ratio}; the law asks for 3% and at least 10 rows: met.")
            }
        }
    }

    pub fn exceptions(self, unregistered: u32, unexplained: u32, not_performed: u32) -> String {
        let (all, open, idle) = (
            count(unregistered),
            count(unexplained),
            count(not_performed),
        );
        match (self, unexplained) {
            (Lang::ZhTw, 0) => format!("查而未登 {all} 筆，均已說明；登而未查 {idle} 筆。"),
            (Lang::ZhTw, _) => {
                format!("查而未登 {all} 筆，{open} 筆未說明；登而未查 {idle} 筆。")
            }
            (Lang::En, 0) => {
                format!("Not registered: {all}, all explained. Not performed: {idle}.")
            }
            (Lang::En, _) => {
                format!("Not registered: {all}, {open} unexplained. Not performed: {idle}.")
            }
        }
    }

    pub fn signed_line(self, name: &str, at: Moment) -> String {
        match self {
            Lang::ZhTw => format!("已簽章：{name} {}", self.moment(at)),
            Lang::En => format!("Signed: {name} {}", self.moment(at)),
        }
    }

    pub fn titled_month(self, title: &str, period: Period) -> String {
        format!("{title} {period}")
    }

    pub fn first_digits(self, digits: &str) -> String {
        match self {
            Lang::ZhTw => format!("{digits} (前 16 碼)"),
            Lang::En => format!("{digits} (first 16)"),
        }
    }

    pub fn written_file(self, shown: &str) -> String {
        match self {
            Lang::ZhTw => format!("已寫出 {shown}。"),
            Lang::En => format!("Written: {shown}."),
        }
    }

    pub fn signed_without_file(self, why: &str) -> String {
        match self {
            Lang::ZhTw => format!("已簽章；紀錄檔未寫出，請按 Ctrl-E 再匯出。{why}"),
            Lang::En => format!("Signed; the file was not written, export it again. {why}"),
        }
    }

    pub fn own_row(self, place: u32) -> String {
        match self {
            Lang::ZhTw => {
                format!("第 {place} 筆為本人之查詢，不得自行查核，應由其他查核人員查核。")
            }
            Lang::En => format!("Row {place} is your own query; another checker has to take it."),
        }
    }
}
