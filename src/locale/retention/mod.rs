//! What 期限, its forms and the office calendars say.

mod calendar;
mod refused;
mod screens;
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
    Retention "期限" "Retain";
    KindHeld "期限" "held";
    TodayRule "使用完竣後一個月內刪除並留佐證，由他人驗證（要點第十一點）" "Deleted within a month of its use, with proof, verified by another (11)";
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
    // 期限: what is done
    ActComplete "使用完竣" "used up";
    ActConfirm "無保存必要" "no need";
    ActLapse "法定屆滿" "statute over";
    ActDelete "刪除" "delete";
    ActDestroy "銷毀" "destroy";
    ActVerify "驗證" "verify";
    ActRefuse "驗證不符" "not verified";
    ActClear "延後列已清" "line cleared";
    ActEnter "列管" "list item";
    ActSign "簽銷毀紀錄" "sign";
    ActPropose "擬銷毀" "propose";
    ActApprove "核准銷毀" "approve";
    ActDecline "不予核准" "decline";
    // 期限: words
    Week "建議週次" "Week";
    CheckProgress "抽查進度" "Check";
    SearchHelp "輸入編號之一部，例如 K11510-031、033" "Part of a number, for example K11510-031 or 033";
    NothingHeld "無留存資料。" "Nothing is held.";
    NothingKept "無五年紀錄。" "No records are kept.";
    NothingDone "無已結之件。" "Nothing is done with yet.";
    NotACertificate "限銷毀紀錄" "for certificates only";
    NotAnItem "限留存資料" "for held items only";
    DeferredLine "延後列" "deferred line";
    RuleEnds "首日不計，民法 120、121" "Civil Code 120, 121";
    RuleRolled "屆滿日為假日，民法 122" "holiday, 122";
    RuleNotRolled "屆滿日為辦公日" "the end is a working day";
    RuleAdvised "屆滿前最後辦公日" "last working day";
    RuleNoRoll "不因假日順延，次日起始得處置" "no holiday moves it";
    EvidenceFive "佐證保存五年" "evidence 5 years";
    EvidenceUntil "佐證保存" "Evidence";
    EvidenceNotYet "延後列清畢並驗證之日起算五年" "five years from the day the last line is cleared and verified";
    Certificate "銷毀紀錄" "Certificate";
    CertificateTitle "銷毀紀錄" "Certificate";
    CertificateReady "延後列未清前，本件不結案；簽後由另一人驗證" "A deferred line keeps it open; another person verifies";
    Items "留存編號" "Items";
    Handling "處理" "State";
    Remark "說明" "Remark";
    Cleared "已清" "cleared";
    Absent "無" "none";
    Deferred "延後" "deferred";
    DeferredUntil "延後至" "Until";
    ExecutedWhere "執行處所" "Place";
    Digest "佐證雜湊" "SHA-256";
    DigestForm "應為 64 碼十六進位；佐證檔置於匯入資料夾者免填。" "64 hex digits; nothing for a file in the in folder.";
    Together "併同" "Together";
    OneItem "僅本件" "this item";
    MediumDefault "依載體預設" "as usual";
    AsBefore "沿用" "as before";
    NowNote "現在" "now";
    Need "保存必要" "Need";
    NoNeed "已無" "none";
    StillAsked "尚待確認" "to be confirmed";
    CompleteSays "使用完竣且無保存必要者，一個月內刪除。" "Used up and not needed: to be deleted within a month.";
    MonthFromLater "一個月自使用完竣與確認無保存必要之較晚日起算。" "The month runs from the later of the two days.";
    LapseSays "法定保存期限已屆滿，自屆滿起一個月內刪除。" "The statutory period is over: to be deleted within a month of its end.";
    StatuteTitle "適用法定保存期限" "Statutory period";
    StatuteSays "法令規定之保存期限優先適用，屆滿前不得刪除。" "A statutory period prevails; nothing is deleted before its end.";
    SpanForm "應為數字加單位，例如 6個月、5年。" "A number and a unit, for example 6m, 5y.";
    ArchiveTitle "歸檔" "File as archive record";
    ArchiveSays "歸檔後依檔案法管理，不再由本系統列管刪除。" "It is kept under the archives act and leaves our control.";
    HoldTitle "暫停刪除" "Hold";
    HoldSays "暫停期間不得刪除，原期限仍列示；須敘明法律依據或機關命令。" "Nothing is deleted while it holds; the day stays. Cite the statute or order.";
    ReleaseTitle "恢復" "Release";
    ReleaseSays "恢復後原期限仍為準；已逾者應即刪除。" "The day that stood is due again; if it has passed, delete at once.";
    AssignTitle "移交保管" "Hand over";
    AssignSays "保管人調離職時，由現任使用者承接保管。" "When its custodian leaves, another user keeps it.";
    LawTitle "法令變更或已無需求" "Law changed, or no more need";
    LawSays "要點 11(2)3：未結之留存一次列為待刪除，一個月內刪除；法定保存者不列入。" "Point 11(2)3: all open items become due within a month, except those under a statute.";
    LawScope "範圍" "Scope";
    EnterTitle "列管留存資料" "List a held item";
    EnterSays "無法定保存期限者，應敘明使用期限及其依據（11(2)2）" "Without a statutory period: use period and its basis (11(2)2)";
    GroundUse "使用期限" "use period";
    GroundStatute "法定保存" "statutory period";
    SourcesForm "應為登記編號，以空白分隔，例如 SOC-11510-0075。" "Register numbers with blanks between, for example SOC-11510-0075.";
    VerifyTitle "驗證無法復原" "Verify";
    VerifySays "確認各範圍均已刪除且無法復原；延後列清除後另行驗證。" "Nothing can be recovered; a deferred line is verified when cleared.";
    RefuseTitle "驗證不符" "Not verified";
    RefuseSays "仍可復原者退回，各件回復待刪除。" "Something can be recovered: the items are to be deleted still.";
    ClearTitle "延後列已清" "Deferred line cleared";
    ClearSays "清除後由另一人再行驗證，程序始完成。" "Another person verifies again; then it is complete.";
    ExceptTitle "延後逾期限之例外" "Exception";
    ExceptSays "備份亦在一個月內刪除之範圍；逾期限者須主管敘明理由。" "Backups are inside the month; past it the supervisor must say why.";
    ProposeSays "敘明擬如何銷毀，由權責主管核准。" "Say how it is to be disposed of; the supervisor approves.";
    ApproveSays "核准後由管理者銷毀，本紀錄仍予保留。" "The manager disposes of it; its record stays.";
    DeclineSays "不予核准者續予保存。" "It is kept further.";
    DeclareSays "無法定保存期限者，應敘明使用期限及其依據；延長須另敘依據。" "Without a statutory period: until when and why; a later day needs its own reason.";
    UsePeriods "使用期限" "Use periods";
    UsePeriodsHelp "各法律依據之使用期限及其依據（要點 11(2)2）；登記結果有產出時依此列管" "How long what a basis gave is used, and why (11(2)2); a result with output is listed by it";
    UseSpan "使用期間" "Period";
    UseNone "未申報：登記結果時逐筆敘明" "none: asked with each result";
    SetUse "設定使用期限" "Set";
    SetUseSays "未結留存尚無依據者，一併改依本期限。" "Open items that have no reason of their own take it too.";
    DeclaredFor "申報" "declared:";
    ExportCertificate "匯出銷毀紀錄" "export certificate";
    NoCertificate "尚無銷毀紀錄" "no certificate yet";
    // point 7
    Notices "窗口異動" "Contacts";
    NoticesHelp "聯繫窗口、專責人員、單位主管之異動；總管理機關應於七日內函知勞保局（要點第七點）" "Contact, officer, unit head: the central desk tells the bureau within seven days (7)";
    ContactDuty "職別" "Post";
    NoticeBefore "原任" "Before";
    NoticeAfter "新任" "Now";
    SentOn "發文日" "Sent on";
    LetterNo "發文字號" "Letter no.";
    NewNotice "登載異動" "record change";
    SendNotice "記錄發文" "note letter";
    SendSays "函知勞保局後，記錄其發文日期及字號。" "The letter to the bureau, with its number and day.";
    NoNotices "無窗口異動。" "No changes.";
    NoticeRule "異動後七日內函知勞保局（要點第七點）" "The bureau is told within seven days (point 7)";
    OnlyRecorded "本機關僅登載異動；第七點僅拘束總管理機關" "Recorded only: point 7 binds the central desk";
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
    Recounting "重算期限中" "Counting deadlines anew";
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
