//! What the month's check says on its screens: imports, matching, freeze, draw.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::{Lang, group};
use crate::domain::file_fault::FileRefusal;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of the month's check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MonthText { $($variant,)* }

        impl MonthText {
            pub(super) fn zh(self) -> &'static str {
                match self { $(MonthText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(MonthText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    // columns
    Step "步驟" "Step";
    State "狀態" "State";
    By "經手人" "By";
    At "日時" "Date and time";
    Contents "內容" "Contents";
    Place "序" "#";
    Row "列" "Row";
    Account "帳號" "Account";
    AskedOn "查詢日期" "Queried";
    Subject "對象" "Subject";
    Number "登記編號" "Register";
    Why "提議理由" "Why proposed";
    Decision "決定" "Said";
    Name "姓名" "Name";
    Item "作業" "Item";
    Explanation "說明" "Explanation";
    Person "查詢人" "User";
    Reason "事由" "Reason";
    Case "案號" "Case";
    Time "時間" "Time";
    Result "結果" "Result";
    File "檔名" "File";
    Size "位元組" "Bytes";
    Changed "日時" "Modified";
    Line "行" "Line";
    Fault "無法判讀之理由（仍計入筆數，抽中者記為無法判讀）" "Why it cannot be read (counted all the same)";
    Rejected "未收之理由" "Why it is not taken";
    // pages and views
    Files "匯入查詢日誌" "Import a log";
    RegisterFiles "匯入登記表" "Import a register";
    Proposals "提議" "Proposals";
    Unregistered "查而未登" "Unregistered";
    NotPerformed "登而未查" "Not performed";
    Drawn "抽樣結果" "The draw";
    Slip "凍結單" "Slip";
    Months "他期" "Months";
    MonthForm "或輸入期別，例如 11507" "or typed, such as 11507";
    NoSuchMonth "無此期別，或尚未開始。請輸入民國年月，例如 11507、115/7。" "No such month, or it has not begun. Type it as 11507 or 115/7.";
    // steps
    Import "匯入" "Import";
    Reconcile "勾稽" "Match";
    Freeze "凍結" "Freeze";
    Draw "抽樣" "Draw";
    Walk "逐筆查核" "Walk";
    Sign "簽章" "Sign";
    // what is done
    OpenStep "開啟該步驟" "open the step";
    NextStep "下一步" "next step";
    OtherMonth "他期" "other months";
    Preview "預覽" "preview";
    TakeFile "匯入" "import";
    Confirm "採認，下一筆" "confirm, next";
    Refuse "不採" "refuse";
    Explain "說明" "explain";
    SaveExplanation "存說明" "save";
    ShowSlip "凍結單" "slip";
    MatchAnew "重新勾稽" "match anew";
    StartWalk "開始逐筆查核" "begin the walk";
    // fields
    RefuseReason "不採理由" "Reason";
    Cause "原因" "Cause";
    Words "說明" "Explanation";
    ExplainedBy "說明人" "Said by";
    Source "公開亂數" "Public source";
    Checker "查核人員" "Checker";
    TotalKnown "WebIR總數" "WebIR total";
    Total "所示總數" "As shown";
    SlipKnown "凍結單" "Slip";
    SlipHead "末端16碼" "Head, 16";
    PublicDigits "公開亂數" "Public digits";
    FooterAnswer "檔尾合計" "Footer";
    PlainFile "原檔" "Plain file";
    Month "期別" "Month";
    // jobs
    Reading "讀檔中" "Reading";
    ReadingBreak "中止者不預覽，未變更任何資料" "Breaking off leaves everything as it is";
    Importing "匯入中" "Importing";
    ImportingBreak "中止者全部不匯入，原有資料不變" "Broken off, nothing is imported and nothing changed";
    Reconciling "勾稽中" "Matching";
    ReconcilingBreak "中止者保留前次勾稽結果" "Broken off, the last matching stands";
    // helps
    OverviewHelp "每月抽查之步驟；F8 辦理下一步，Enter 開啟游標所在步驟" "The steps of the month's check; the next step, or the one under the cursor";
    FilesHelp "自 in 資料夾選檔，預覽後始匯入" "Pick a file of the in folder; it is shown before it is imported";
    MatchHelp "逐筆決定提議，說明查而未登" "Decide the proposals, explain queries without a registration";
    DrawnHelp "抽中之列，依抽樣次序" "The drawn rows, in the order of the draw";
    SlipHelp "凍結單，請抄錄末端或列印，抽樣時核對" "The slip of the freeze, to be compared at the draw";
    // sentences without facts
    NoFiles "in 資料夾無檔案。請先以 sftp 置入自 WebIR 下載之原檔。" "No file in the in folder. Put the downloaded file there by sftp.";
    NoProposals "無提議。" "No proposals.";
    NoUnregistered "無查而未登。" "No query without a registration.";
    NoNotPerformed "無登而未查。" "No registration without a query.";
    NotMatchedYet "尚未勾稽。請先辦理勾稽。" "Not matched yet.";
    NotDrawnYet "尚未抽樣。" "Not drawn yet.";
    NothingToDraw "本期無查詢紀錄，無應抽之列；請返回後簽章。" "The month has no queries; go back and sign.";
    ProposalPeek "採認後列為同一筆，記錄決定人與日時；不採則分列查而未登、登而未查" "Confirmed: one query. Refused: each stands alone. Who said so is kept.";
    UnregisteredPeek "查而未登均有說明後，查核人員始得簽章" "The checker signs when all of these are explained";
    NotPerformedPeek "已登記而日誌無此查詢，請使用者查明" "Registered, but the log has no such query: the user is to find out";
    DrawnPeek "種子文字印於查核紀錄，任何人均可據以重算（irdesk recompute）" "The seed text is printed on the record; anybody can draw again (irdesk recompute)";
    DirectivePeek "每月至少 3% 且至少 10 筆，不足 10 筆者全查（要點第十二點第一款）" "Each month 3 % and at least 10; all where there are fewer (directive 12(1))";
    FreezePeek "請核對查詢總筆數與 WebIR 畫面所示相符" "Compare the number of queries with what WebIR shows";
    DrawPeek "一經抽樣不得再抽；秘密隨即揭露，並立下期承諾" "Drawn once and for all; the secret is revealed, the next one committed";
    TotalHelp "WebIR 畫面所示之總筆數；與母體不同者記入查核紀錄" "The total that WebIR itself shows; a difference goes into the record";
    SlipAnswerHelp "管理者交付之凍結單末端前 16 碼；不符者不得抽樣" "The first 16 digits of the slip's head; with another one nothing is drawn";
    FilesPeek "匯入不得撤回，請先預覽核對" "An import cannot be withdrawn: look at the preview first";
    Confirmed "採" "yes";
    Refused "不採" "no";
    Undecided "未決" "open";
    LateConfirmed "後採" "later";
    LateRefused "後不採" "not";
    Unexplained "未說明" "not explained";
    Decided "本筆已決定，變更請先撤回決定" "decided already; take the decision back first";
    OnlyManager "須由管理者辦理" "for a manager";
    OnlyChecker "須由查核人員辦理" "for a checker";
    PreviewFirst "請先預覽" "preview it first";
    SheetIsOpen "已在預覽" "already shown";
    // which column is which
    MapTitle "欄位對應" "Columns";
    MapWrite "存對應，重新預覽" "keep, look anew";
    MapColumns "改欄位對應" "columns";
    MapFirst "標題列未能辨識，請先改欄位對應" "the header is not recognised: say first which column is which";
    MapTwice "同一欄已對應他項。請改選。" "This column is another one already. Choose another.";
    MapPeek "對應存於本機關，嗣後匯入自動採用" "Kept for this agency and used by itself from now on";
    MapReading "依新對應讀檔中" "Reading anew";
    MapApart "（案號、事由分列兩欄）" "(case and reason apart)";
    MapAbsent "（檔內無此欄）" "(not in the file)";
    NotInFile "檔內無此欄名" "no such name in the file";
    NoRowTaken "無一列可收入" "not one row can be taken";
    NothingToDo "無待辦事項" "nothing to do";
    NotImportedYet "尚未匯入" "not imported";
    NotFrozenYet "尚未凍結" "not frozen";
    AlreadySigned "已簽章" "signed";
    StateDone "完成" "done";
    StateOpen "可辦理" "ready";
    StateWaits "待處理" "waits";
    StateRuns "進行中" "begun";
    Missing "簽章前尚缺" "Before the signature";
    Recent "近期" "Lately";
    KnownFile "本檔前已匯入，未再收入任何資料。" "This very file was imported before; nothing was taken.";
    FooterRefuse "不匯入" "do not import";
    FooterTake "仍予照收" "take it all the same";
    KeepFile "保留於 in 資料夾" "keep it in the folder";
    DeleteFile "刪除" "delete it";
    FileDeleted "已刪除原檔，資料庫內仍存全檔。" "The plain file is deleted; the store keeps the whole of it.";
    FileKept "原檔仍在 in 資料夾。" "The plain file stays in the folder.";
    TotalSeen "已查得" "seen";
    NotAvailable "無法取得" "not available";
    SlipAtHand "有" "at hand";
    NoCommit "無可用之承諾，應宣告公開亂數" "no commitment: a public source is obligatory";
    NoSource "不採用" "none";
    NoChecker "尚無查核人員。請保管人登錄。" "There is no checker yet. The keeper enrols one.";
    SourceForm "名稱/碼數，例如 539-115000270/10" "NAME/DIGITS, such as 539-115000270/10";
    FrozenAfter "其後" "Then";
    FrozenAfterWords "不得改列；嗣後補到之日誌另行等候，不入本期母體" "no row changes; rows that come later wait on their own";
    SlipHint "請列印或抄錄本單，交查核人員於抽樣時核對" "Print or copy this slip; the checker compares it at the draw";
    Population "查詢總筆數" "Queries";
    Sample "應抽筆數" "To be drawn";
    MatchedRows "勾稽相符" "Matched";
    PopulationHash "母體雜湊" "Population";
    Commit "承諾" "Commitment";
    Head "末端" "Head";
    Seed "種子" "Seed";
    Encoding "編碼" "Encoding";
    HeaderLine "標題列" "Header";
    Column "欄位" "Column";
    NameInFile "檔內欄名" "Name in the file";
    FirstContents "首筆內容" "First contents";
    AllDecoded "自動判定，全檔可解" "found by itself, all of it readable";
    Count "筆數" "Rows";
    Foreign "他月" "Elsewhere";
    ControlDays "無紀錄之日" "Days without";
    ControlAccounts "無紀錄帳號" "Accounts without";
    Matched "含採認" "confirmed";
    NotMatched "未勾稽" "not matched";
}

impl Lang {
    /// How a log row stands, by the code of `list log`.
    pub fn row_state(self, state: &str) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, "matched") => "相符",
            (Lang::ZhTw, "proposed") => "提議",
            (Lang::ZhTw, "unregistered") => "查而未登",
            (Lang::ZhTw, "unreadable") => "無法判讀",
            (Lang::ZhTw, _) => "未勾稽",
            (Lang::En, "matched") => "matched",
            (Lang::En, "proposed") => "proposed",
            (Lang::En, "unregistered") => "unregistered",
            (Lang::En, "unreadable") => "unreadable",
            (Lang::En, _) => "not matched",
        }
    }

    /// `抽查  期別 11510（115/10/01 至 115/10/31）`.
    pub fn month_title(self, period: Period) -> String {
        let day = |day: NaiveDate| {
            let year = day.year().saturating_sub(1911);
            format!("{year}/{:02}/{:02}", day.month(), day.day())
        };
        let (first, last) = (day(period.first_day()), day(period.last_day()));
        match self {
            Lang::ZhTw => format!("抽查  期別 {period}（{first} 至 {last}）"),
            Lang::En => format!("Check  period {period} ({first} to {last})"),
        }
    }

    /// `最遲 115/11/30(一) 剩7日`.
    pub fn check_due(self, due: NaiveDate, today: NaiveDate) -> String {
        let left = due.signed_duration_since(today).num_days();
        let day = self.day(due);
        match (self, left) {
            (Lang::ZhTw, 4..) => format!("最遲 {day} 剩{left}日"),
            (Lang::ZhTw, 1..4) => format!("最遲 {day} 【剩{left}日】"),
            (Lang::ZhTw, 0) => format!("最遲 {day} 【今日】"),
            (Lang::ZhTw, _) => format!("最遲 {day} 【逾期{}日】", left.saturating_neg()),
            (Lang::En, 1..) => format!("due {day}, {left} days left"),
            (Lang::En, 0) => format!("due {day}, today"),
            (Lang::En, _) => format!("due {day}, {} days late", left.saturating_neg()),
        }
    }

    /// `412 筆，無法判讀 2，候補 3`.
    pub fn imported_contents(self, rows: u32, unreadable: u32, waiting: u32) -> String {
        let rows = group(u64::from(rows));
        let all = match self {
            Lang::ZhTw => format!("{rows} 筆"),
            Lang::En => format!("{rows} rows"),
        };
        let bad = (unreadable > 0).then(|| match self {
            Lang::ZhTw => format!("、無法判讀 {unreadable}"),
            Lang::En => format!(", unreadable {unreadable}"),
        });
        let late = (waiting > 0).then(|| match self {
            Lang::ZhTw => format!("、凍結後補到 {waiting}"),
            Lang::En => format!(", waiting {waiting}"),
        });
        [Some(all), bad, late].into_iter().flatten().collect()
    }

    /// `相符 390、提議 4、未登 18`.
    pub fn matched_contents(self, matched: u32, proposed: u32, unregistered: u32) -> String {
        let [matched, proposed, unregistered] =
            [matched, proposed, unregistered].map(|count| group(u64::from(count)));
        match self {
            Lang::ZhTw => format!("相符 {matched}、提議 {proposed}、未登 {unregistered}"),
            Lang::En => format!("{matched} matched, {proposed} open, {unregistered} not"),
        }
    }

    /// `11/02(一) 10:15`, of another year than the month's `116/01/04 10:15`.
    pub fn list_minute(self, at: Moment, period: Period) -> String {
        let time = crate::domain::roc_date::hour_minute(at.time());
        format!("{} {time}", self.list_day(at.day(), period.first_day()))
    }

    pub fn to_draw(self, sample: u32, is_drawn: bool) -> String {
        let sample = group(u64::from(sample));
        match (self, is_drawn) {
            (Lang::ZhTw, false) => format!("應抽 {sample} 筆"),
            (Lang::ZhTw, true) => format!("已抽 {sample} 筆"),
            (Lang::En, false) => format!("{sample} to be drawn"),
            (Lang::En, true) => format!("{sample} drawn"),
        }
    }

    pub fn walked(self, done: u32, all: u32) -> String {
        match self {
            Lang::ZhTw => format!("{done}／{all} 筆"),
            Lang::En => format!("{done} of {all}"),
        }
    }

    /// `提議未決 4 筆，請逐筆確認或不採`.
    pub fn missing_proposals(self, open: u32) -> String {
        match self {
            Lang::ZhTw => format!("提議未決 {open} 筆，請逐筆採認或不採"),
            Lang::En => format!("{open} proposals are open: confirm or refuse each"),
        }
    }

    pub fn missing_explanations(self, all: u32, open: u32) -> String {
        match self {
            Lang::ZhTw => format!("查而未登 {all} 筆中 {open} 筆未說明"),
            Lang::En => format!("{open} of {all} queries without a registration are not explained"),
        }
    }

    pub fn missing_outcomes(self, open: u32) -> String {
        match self {
            Lang::ZhTw => format!("抽中之列 {open} 筆尚無結果"),
            Lang::En => format!("{open} drawn rows have no outcome"),
        }
    }

    pub fn missing_judgement(self) -> &'static str {
        match self {
            Lang::ZhTw => "重大異常之判定",
            Lang::En => "the decision on major anomalies",
        }
    }

    /// `11509 已送備查`.
    pub fn month_step(self, period: Period, step: Step) -> String {
        format!("{period} {}", self.step(step))
    }

    pub fn who_draws(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("由 {name} 抽樣"),
            Lang::En => format!("{name} draws"),
        }
    }

    /// `處理提議`, what the next step is called.
    pub fn handle_proposals(self) -> &'static str {
        match self {
            Lang::ZhTw => "處理提議",
            Lang::En => "decide proposals",
        }
    }

    pub fn handle_unregistered(self) -> &'static str {
        match self {
            Lang::ZhTw => "說明查而未登",
            Lang::En => "explain the unregistered",
        }
    }

    /// `勾稽 11510`.
    pub fn matching_title(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("勾稽 {period}"),
            Lang::En => period.to_string(),
        }
    }

    pub fn open_count(self, open: u32) -> String {
        match self {
            Lang::ZhTw => format!("未決 {open}"),
            Lang::En => format!("{open} open"),
        }
    }

    pub fn unexplained_count(self, open: u32) -> String {
        match self {
            Lang::ZhTw => format!("未說明 {open}"),
            Lang::En => format!("{open} open"),
        }
    }

    /// `登記日早 1 辦公日`.
    pub fn days_apart(self, days: i64) -> String {
        match (self, days) {
            (Lang::ZhTw, 0) => "同日，案號不同".to_owned(),
            (Lang::En, 0) => "same day, other case".to_owned(),
            (Lang::ZhTw, 1..) => format!("登記日早 {days} 辦公日"),
            (Lang::ZhTw, _) => format!("登記日晚 {} 辦公日", days.saturating_neg()),
            (Lang::En, 1) => "1 day before".to_owned(),
            (Lang::En, -1) => "1 day after".to_owned(),
            (Lang::En, 1..) => format!("{days} days before"),
            (Lang::En, _) => format!("{} days after", days.saturating_neg()),
        }
    }

    pub fn log_row_head(self, seq: u32) -> String {
        match self {
            Lang::ZhTw => format!("查詢日誌 第 {seq} 列"),
            Lang::En => format!("Log, row {seq}"),
        }
    }

    pub fn registration_head(self, number: &str) -> String {
        match self {
            Lang::ZhTw => format!("登記 {number}"),
            Lang::En => format!("Register {number}"),
        }
    }

    pub fn differs_masked(self, place: usize) -> String {
        match self {
            Lang::ZhTw => format!("遮蔽處第 {place} 碼不同"),
            Lang::En => format!("differs under the mask, character {place}"),
        }
    }

    pub fn decided_note(self, by: &str, at: Moment, reason: &str) -> String {
        let at = self.moment(at);
        match (self, reason.is_empty()) {
            (Lang::ZhTw, true) => format!("{by} 於 {at} 決定"),
            (Lang::ZhTw, false) => format!("{by} 於 {at} 不採：{reason}"),
            (Lang::En, true) => format!("decided by {by}, {at}"),
            (Lang::En, false) => format!("refused by {by}, {at}: {reason}"),
        }
    }

    /// `第 123 列 說明`.
    pub fn explain_title(self, seq: u32) -> String {
        match self {
            Lang::ZhTw => format!("第 {seq} 列 說明"),
            Lang::En => format!("Row {seq}: explanation"),
        }
    }

    pub fn refuse_title(self, seq: u32) -> String {
        match self {
            Lang::ZhTw => format!("第 {seq} 列 不採"),
            Lang::En => format!("Row {seq}: refuse"),
        }
    }

    pub fn refuse_words(self, number: &str) -> String {
        match self {
            Lang::ZhTw => format!("不採後，本列列為查而未登，{number} 列為登而未查。"),
            Lang::En => format!("The row then stands unregistered, {number} not performed."),
        }
    }

    /// `案號 11538686715，身心障礙者生活補助，查無資料。`
    pub fn left_over_words(self, case: &str, reason: &str, result: &str) -> String {
        let parts = [case, reason, result].map(str::trim);
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match self {
            Lang::ZhTw => format!("案號 {}。", parts.join("，")),
            Lang::En => format!("Case {}.", parts.join(", ")),
        }
    }

    pub fn recorded_by(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("由 {name} 登錄"),
            Lang::En => format!("entered by {name}"),
        }
    }

    pub fn account_holder(self) -> &'static str {
        match self {
            Lang::ZhTw => "帳號持有人",
            Lang::En => "the account's holder",
        }
    }

    /// `第 1 至第 412 列，凍結後不變`.
    pub fn rows_fixed(self, rows: u32) -> String {
        let rows = group(u64::from(rows));
        match self {
            Lang::ZhTw => format!("第 1 至第 {rows} 列，凍結後不變"),
            Lang::En => format!("rows 1 to {rows}, fixed from now on"),
        }
    }

    /// `3% 為 12.36，進位 13；至少 10`.
    pub fn sample_reason(self, rows: u32, sample: u32) -> String {
        if rows < 10 {
            return match self {
                Lang::ZhTw => "不足 10 筆，全數查核".to_owned(),
                Lang::En => "fewer than 10: all of them".to_owned(),
            };
        }
        let hundredths = u64::from(rows).saturating_mul(3);
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match self {
            Lang::ZhTw => format!("3% 為 {whole}.{rest:02}，應抽 {sample}；至少 10"),
            Lang::En => format!("3 % is {whole}.{rest:02}, so {sample}; at least 10"),
        }
    }

    pub fn confirmed_among(self, confirmed: u32) -> String {
        match self {
            Lang::ZhTw => format!("含採認提議 {confirmed}"),
            Lang::En => format!("{confirmed} of them confirmed"),
        }
    }

    pub fn explained_state(self, open: u32) -> String {
        match (self, open) {
            (Lang::ZhTw, 0) => "均已說明".to_owned(),
            (Lang::ZhTw, _) => format!("{open} 筆未說明，簽章前補齊"),
            (Lang::En, 0) => "all explained".to_owned(),
            (Lang::En, _) => format!("{open} not explained; due before the signature"),
        }
    }

    pub fn committed_at(self, at: Moment) -> String {
        let at = self.moment(at);
        match self {
            Lang::ZhTw => format!("(前 32 碼)  {at} 立"),
            Lang::En => format!("(first 32)  made {at}"),
        }
    }

    /// `3d3f49e79df01dc8  115/10/06(二) 立`, in a list of checkers.
    pub fn committed_on(self, commit: &str, at: Moment) -> String {
        let first: String = commit.chars().take(16).collect();
        let day = self.day(at.day());
        match self {
            Lang::ZhTw => format!("承諾 {first}，{day} 立"),
            Lang::En => format!("committed {first}, {day}"),
        }
    }

    /// Below a preview: the digest, and that there is no way back.
    pub fn preview_peek(self, sha256: &str) -> String {
        let first = self.hex_groups(sha256.get(..16).unwrap_or(sha256));
        match self {
            Lang::ZhTw => format!("SHA-256 {first}    匯入後不得撤回"),
            Lang::En => format!("SHA-256 {first}    an import cannot be withdrawn"),
        }
    }

    /// `第 3 步，共 7 步`.
    pub fn step_place(self, place: u32) -> String {
        match self {
            Lang::ZhTw => format!("第 {place} 步，共 7 步"),
            Lang::En => format!("step {place} of 7"),
        }
    }

    pub fn freeze_title(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("凍結 {period}"),
            Lang::En => format!("Freeze {period}"),
        }
    }

    pub fn slip_title(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("凍結單 {period}"),
            Lang::En => format!("Slip {period}"),
        }
    }

    pub fn draw_title(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("抽樣 {period}"),
            Lang::En => format!("Draw {period}"),
        }
    }

    /// `抽樣結果 11510  N 412、應抽 13、實抽 13`.
    pub fn drawn_title(self, period: Period, [rows, sample, drawn]: [u32; 3]) -> String {
        let [rows, sample, drawn] = [rows, sample, drawn].map(|count| group(u64::from(count)));
        match self {
            Lang::ZhTw => format!("抽樣結果 {period}  N {rows}、應抽 {sample}、實抽 {drawn}"),
            Lang::En => format!("The draw {period}  N {rows}, to draw {sample}, drawn {drawn}"),
        }
    }

    /// `3.16%`, in integers.
    pub fn share(self, part: u32, whole: u32) -> String {
        crate::locale::percent(part, whole)
    }

    pub fn public_needed(self, source: &str, digits: u32) -> String {
        match self {
            Lang::ZhTw => format!("{source} 公告之結果，共 {digits} 碼"),
            Lang::En => format!("the result of {source}, {digits} characters"),
        }
    }

    /// `第 3 行；略過標題 2 行、重複標題 8 行、空白 3 行`.
    pub fn header_found(self, line: u64, [titles, repeated, blanks, notes]: [u64; 4]) -> String {
        let mut skipped = Vec::new();
        for (count, zh, en) in [
            (titles, "標題", "titles"),
            (repeated, "重複標題", "repeated headers"),
            (blanks, "空白", "blank lines"),
            (notes, "頁尾及合計", "notes and footers"),
        ] {
            if count > 0 {
                skipped.push(match self {
                    Lang::ZhTw => format!("{zh} {count} 行"),
                    Lang::En => format!("{count} {en}"),
                });
            }
        }
        let list = skipped.join(match self {
            Lang::ZhTw => "、",
            Lang::En => ", ",
        });
        match (self, list.is_empty()) {
            (Lang::ZhTw, true) => format!("第 {line} 行"),
            (Lang::ZhTw, false) => format!("第 {line} 行；略過{list}"),
            (Lang::En, true) => format!("line {line}"),
            (Lang::En, false) => format!("line {line}; passed over {list}"),
        }
    }

    /// `標題列為第 3 行。請逐欄選檔內欄名，右為首筆內容。`
    pub fn header_at(self, line: u64) -> String {
        let line = group(line);
        match self {
            Lang::ZhTw => format!("標題列為第 {line} 行。請逐欄選檔內欄名，右為首筆內容。"),
            Lang::En => format!("The header is line {line}. Choose the file's column for each."),
        }
    }

    pub fn unknown_letters(self, count: u64) -> String {
        match self {
            Lang::ZhTw => format!("{count} 字無法解，以方框標記"),
            Lang::En => format!("{count} characters unreadable, marked"),
        }
    }

    pub fn read_as_day(self, day: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("讀為 {}", self.day(day)),
            Lang::En => format!("read as {}", self.day(day)),
        }
    }

    pub fn read_as_time(self, time: NaiveTime) -> String {
        let time = crate::domain::roc_date::hour_minute_second(time);
        match self {
            Lang::ZhTw => format!("讀為 {time}"),
            Lang::En => format!("read as {time}"),
        }
    }

    /// `讀入 412  收入 410  重複 0  無法判讀 2`.
    pub fn import_counts(self, [read, accepted, duplicate, faults]: [u64; 4]) -> String {
        let [read, accepted, duplicate, faults] = [read, accepted, duplicate, faults].map(group);
        match self {
            Lang::ZhTw => {
                format!("讀入 {read}  收入 {accepted}  重複 {duplicate}  無法判讀 {faults}")
            }
            Lang::En => {
                format!("read {read}  taken {accepted}  duplicate {duplicate}  unreadable {faults}")
            }
        }
    }

    pub fn footer_found(self, footer: Option<u64>, read: u64) -> String {
        match (self, footer) {
            (Lang::ZhTw, None) => "檔尾無合計".to_owned(),
            (Lang::ZhTw, Some(footer)) if footer == read => format!("檔尾合計 {footer}，相符"),
            (Lang::ZhTw, Some(footer)) => format!("檔尾合計 {footer}，不符"),
            (Lang::En, None) => "no footer".to_owned(),
            (Lang::En, Some(footer)) if footer == read => format!("footer {footer}, agrees"),
            (Lang::En, Some(footer)) => format!("footer {footer}, differs"),
        }
    }

    /// `11509 3 筆、11511 1 筆（待查）`.
    pub fn month_rows(self, rows: &[(Period, u64)]) -> String {
        let one = |(period, rows): &(Period, u64)| match self {
            Lang::ZhTw => format!("{period} {} 筆", group(*rows)),
            Lang::En => format!("{period}: {}", group(*rows)),
        };
        let all: Vec<String> = rows.iter().map(one).collect();
        all.join(match self {
            Lang::ZhTw => "、",
            Lang::En => ", ",
        })
    }

    pub fn outside_rows(self, rows: &[(Period, u64)]) -> String {
        match (self, rows.is_empty()) {
            (Lang::ZhTw, true) => "他月 0".to_owned(),
            (Lang::En, true) => "elsewhere 0".to_owned(),
            (Lang::ZhTw, false) => format!("他月 {}", self.month_rows(rows)),
            (Lang::En, false) => format!("elsewhere {}", self.month_rows(rows)),
        }
    }

    pub fn waiting_rows(self, rows: &[(Period, u64)]) -> String {
        match self {
            Lang::ZhTw => format!("已凍結之期，另行等候：{}", self.month_rows(rows)),
            Lang::En => format!("frozen months, rows wait: {}", self.month_rows(rows)),
        }
    }

    /// `期間無紀錄之日 9 日，均為假日`.
    pub fn days_without(self, days: usize, working: usize) -> String {
        match (self, working) {
            (Lang::ZhTw, 0) => format!("期間無紀錄之日 {days} 日，均為假日"),
            (Lang::ZhTw, _) => format!("期間無紀錄之日 {days} 日，其中辦公日 {working} 日"),
            (Lang::En, 0) => format!("{days} days without a row, none a working day"),
            (Lang::En, _) => format!("{days} days without a row, {working} of them working days"),
        }
    }

    pub fn accounts_without(self, accounts: usize) -> String {
        match self {
            Lang::ZhTw => format!("無紀錄帳號 {accounts}"),
            Lang::En => format!("{accounts} accounts without a row"),
        }
    }

    pub fn import_rows(self, rows: u64) -> String {
        match self {
            Lang::ZhTw => format!("匯入 {} 筆", group(rows)),
            Lang::En => format!("import {}", group(rows)),
        }
    }

    pub fn footer_question(self, footer: u64, read: u64) -> String {
        match self {
            Lang::ZhTw => format!(
                "檔尾合計 {} 筆，實讀 {} 筆。請先重新下載核對；確認無誤者始予照收。",
                group(footer),
                group(read)
            ),
            Lang::En => format!(
                "The footer says {}, {} were read. Download it anew first; take it only when sure.",
                group(footer),
                group(read)
            ),
        }
    }

    pub fn delete_question(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("{name} 已全檔存入資料庫。in 資料夾之原檔未加密，建議刪除。"),
            Lang::En => {
                format!("{name} is kept whole in the store. The file in the folder is plain.")
            }
        }
    }

    pub fn kept_file_title(self) -> &'static str {
        match self {
            Lang::ZhTw => "匯入結果",
            Lang::En => "Imported",
        }
    }

    pub fn more_faults(self, count: u64) -> String {
        match self {
            Lang::ZhTw => format!("另有 {} 列", group(count)),
            Lang::En => format!("and {} more", group(count)),
        }
    }

    /// `--map 之「依據」非本檔應有之欄。請用：查詢者帳號、…，例如 --map 查詢者帳號=帳號。`
    pub fn no_such_column(self, written: &str, names: &[&str]) -> String {
        match self {
            Lang::ZhTw => format!(
                "--map 之「{written}」非應有之欄。請用：{}，例如 --map {}=帳號。",
                names.join("、"),
                names.first().unwrap_or(&"")
            ),
            Lang::En => format!(
                "--map: \"{written}\" is no column of such a file. Use one of: {}.",
                names.join(", ")
            ),
        }
    }

    /// Behind the refusal of a file whose columns are not known: how the command line says which is which.
    pub fn map_hint(self, refusal: &FileRefusal) -> String {
        let FileRefusal::NoHeader {
            nearest: Some(near),
        } = refusal
        else {
            return String::new();
        };
        let pairs: Vec<String> = near
            .missing
            .iter()
            .map(|column| match self {
                Lang::ZhTw => format!("{}=檔內欄名", self.column(*column)),
                Lang::En => format!("{}=NAME", column.code()),
            })
            .collect();
        let pairs = pairs.join(",");
        match self {
            Lang::ZhTw => format!("例如 --map {pairs}"),
            Lang::En => format!(" Such as --map {pairs}"),
        }
    }

    /// `另有 1,234 列未逐列列出。`
    pub fn faults_unlisted(self, count: u64) -> String {
        match self {
            Lang::ZhTw => format!("另有 {} 列未逐列列出。", group(count)),
            Lang::En => format!("{} more rows are counted but not listed.", group(count)),
        }
    }

    pub fn number_conflict(self, number: &str) -> String {
        match self {
            Lang::ZhTw => format!("{number} 已登記，內容不同"),
            Lang::En => format!("{number} is registered with other content"),
        }
    }

    pub fn source_fault(self) -> &'static str {
        match self {
            Lang::ZhTw => "格式不符。請改填名稱/碼數，例如 539-115000270/10。",
            Lang::En => "not of the form NAME/DIGITS. Such as 539-115000270/10.",
        }
    }

    pub fn slip_form_fault(self) -> &'static str {
        match self {
            Lang::ZhTw => "應為 16 碼以上之十六進位數字。請照凍結單抄錄。",
            Lang::En => "16 hex digits or more. Copy them from the slip.",
        }
    }

    pub fn where_kept(self, period: Period) -> String {
        match self {
            Lang::ZhTw => format!("期別 {period}"),
            Lang::En => format!("period {period}"),
        }
    }

    /// Six letters of a hash at a time would be too many: fours, in pairs of groups.
    pub fn hex_groups(self, hex: &str) -> String {
        let letters: Vec<char> = hex.chars().take(32).collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|chunk| chunk.iter().collect::<String>())
            .collect();
        let halves: Vec<String> = groups.chunks(4).map(|half| half.join(" ")).collect();
        halves.join("  ")
    }
}
