//! What 期限, its forms and the office calendars say.

mod calendar;
mod refused;
mod terms;
mod told;

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of 期限 and of the calendars.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum DueText { $($variant,)* }

        impl DueText {
            pub const ALL: &[DueText] = &[$(DueText::$variant,)*];

            pub(super) fn zh(self) -> &'static str {
                match self { $(DueText::$variant => $zh,)* }
            }

            pub(super) fn en(self) -> &'static str {
                match self { $(DueText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    Retention "期限" "Retention";
    RetentionHelp "留存資料之使用、保存與刪除；期限以建議完成日為準" "What is held, until when, and the proof that it was deleted";
    // columns
    Term "期限" "Due";
    DateHead "日期" "Date";
    Number "編號" "Number";
    Content "內容" "Content";
    State "狀態" "State";
    Custodian "保管人" "Keeper";
    Elapsed "已過期間" "Elapsed";
    Medium "載體" "Medium";
    Basis "依據" "Basis";
    // views
    Open "留存" "Held";
    Records "五年紀錄" "Five-year records";
    Done "已結" "Done";
    // fields
    Sources "來源登記" "Source";
    ItemTitle "資料名稱" "Title";
    KeptAt "存放處" "Kept at";
    MediumAndPlace "載體存放" "Medium";
    Quantity "件數" "Quantity";
    ObtainedOn "取得日" "Obtained";
    UseUntil "使用期限" "Use until";
    UseBasis "期限依據" "Use basis";
    CompletedOn "使用完竣" "Used up";
    UnneededOn "無保存必要" "No need since";
    Citation "法令依據" "Statute";
    StatuteFrom "起算日" "From";
    StatuteSpan "保存期間" "Period";
    StatuteUntil "法定保存至" "Kept until";
    EventOn "變更日" "Changed on";
    Reason "理由" "Reason";
    ArchiveNo "檔號" "Archive no.";
    Method "方式" "Method";
    ExecutedAt "執行日時" "Done at";
    Executed "執行" "Done by";
    Witness "會同" "Witness";
    EvidenceRef "佐證" "Evidence";
    ClearedOn "清除日" "Cleared on";
    ClearedHow "清除方式" "How";
    VerifyHow "驗證方法" "How verified";
    Verified "驗證" "Verified";
    Hold "暫停" "Hold";
    Cause "事由" "Cause";
    Path "程序" "Path";
    Now "現在待" "Waits for";
    Then "其後" "Then";
    History "歷程" "History";
    Rule "規定" "Rule";
    FreeFrom "得處置日" "Free from";
    StartsOn "起算日" "From";
    KeptUntil "保存至" "Kept until";
    Class "類別" "Class";
    Origin "列管" "Listed";
    Legal "法律依據" "Legal basis";
    Scope "刪除範圍" "Scope";
    KeepRegister "登記表保存" "Register kept";
    KeepNotice "異動通知保存" "Notices kept";
    KeepForm "推定之保存期間，例如 5年、60個月。" "An assumed period, for example 5y, 60m.";
    // calendars
    Calendars "辦公日曆" "Office calendars";
    CalendarsHelp "各年辦公日曆之來源與版本；官方檔整年匯入，停止上班日另行宣告" "Where each year's days come from; a year is imported whole, stop-work days are declared";
    Year "年度" "Year";
    DaysOff "放假日數" "Days off";
    Source "來源" "From";
    Version "版次" "Version";
    ImportedAt "匯入" "Imported";
    CameWithProgram "程式內附" "with the program";
    NoCalendar "無資料，僅計週末" "none: weekends only";
    CalendarFiles "辦公日曆  匯入檔" "Office calendars  files";
    CalendarFilesHelp "由匯入資料夾選官方辦公日曆表（CSV），先預覽再匯入" "Pick the official CSV from the in folder; it is shown before it is taken";
    ImportCalendar "匯入日曆" "import calendar";
    ReadingCalendar "讀取中" "Reading";
    TakingCalendar "匯入並重算期限中" "Importing, counting deadlines anew";
    CalendarBreaks "中止後日曆與期限均不變" "Broken off, days and deadlines stay as they are";
    TakeCalendar "匯入" "import";
    RowsRead "列數" "Rows";
    Encoding "編碼" "Encoding";
    ChangedDays "異動日" "Changed days";
    NoChangedDays "與現行日曆相同" "none, as the calendar in force";
    KnownCalendar "此檔即為現行版本，無須再匯入。" "This very file is in force; nothing was done.";
    CalendarWhole "整年收入或全不收；匯入後重算未結期限" "Taken whole or not at all; open deadlines are counted anew";
    StopDays "停止上班日" "Stop-work days";
    StopDaysHelp "颱風等停止上班日由保管人依公告宣告，期限依之順延" "Days on which the office was stopped, declared by the keeper; deadlines roll over them";
    StopDay "停止上班日" "Day";
    StopReason "公告" "Announcement";
    StopState "狀態" "State";
    Stopped "停止上班" "stopped";
    Withdrawn "已撤回" "withdrawn";
    DeclareStop "宣告停止上班" "declare";
    WithdrawStop "撤回宣告" "withdraw";
    WithdrawReason "撤回理由" "Reason";
    NoStops "無停止上班日。" "No stop-work days.";
    AlreadyWithdrawn "已撤回" "withdrawn already";
    Date "日期" "Date";
    Holiday "放假" "off";
    MakeUpDay "補行上班" "worked";
    DeclaredBy "宣告人" "By";
    NameOfDay "備註" "Remark";
}
