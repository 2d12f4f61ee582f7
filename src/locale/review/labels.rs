//! Labels of the review's screens.

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of the review.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ReviewText { $($variant,)* }

        impl ReviewText {
            pub(in crate::locale) fn zh(self) -> &'static str {
                match self { $(ReviewText::$variant => $zh,)* }
            }

            pub(in crate::locale) fn en(self) -> &'static str {
                match self { $(ReviewText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    // pages
    Reviews "清查" "Reviews";
    ReviewsHelp "每年至少一次之帳號清查（要點第六點第六款）" "The review of all accounts, at least once a year (directive 6(6))";
    Review "清查" "Review";
    ReviewHelp "逐筆判定保留、調整或刪除，申請均結案後始得結案" "A verdict a line; closed once every application is closed";
    LineHelp "凍結當日之帳號、上年判定及同單位持有情形" "The account as it was frozen, last year's verdict, its peers";
    // columns and fields
    Number "編號" "Number";
    OpenedOn "清查日" "Opened";
    State "狀態" "State";
    Lines "帳號數" "Accounts";
    Undecided "未定" "Open";
    Waiting "未完成" "Waiting";
    Urgent "即時" "At once";
    ClosedOn "結案日" "Closed";
    InPost "在職" "Post";
    Verdict "判定" "Verdict";
    VerdictHead "判定" "Call";
    Handling "理由或處置" "Reason, handling";
    Before "上年" "Before";
    Findings "發現" "Findings";
    FoundOn "發現日" "Found on";
    Unused "近年未用" "Unused";
    GivenUp "刪除項目" "Items to go";
    GivenUpNote "以空白分隔，例如 UB07 EI03" "blanks between, such as UB07 EI03";
    Reason "理由" "Reason";
    Request "處置申請" "Application";
    Decided "判定人" "Decided by";
    Peers "同單位" "Same unit";
    Holder "持有人" "Holder";
    Handover "經過" "Way";
    Accounts "帳號" "Accounts";
    Marked "標記" "Marked";
    // what is done
    Open "開立清查" "open a review";
    Decide "判定" "verdict";
    MakeRequest "產生申請" "make the application";
    OpenRequest "開啟申請" "open the application";
    Report "報請核章" "report";
    Approve "核章" "approve";
    Return "退回判定" "return";
    Resume "重行判定" "decide again";
    Close "簽章結案" "sign and close";
    Print "印清查紀錄" "print the record";
    TodayKind "名冊" "Acct";
    // settings
    SettingDue "清查期限日" "Review's day";
    SettingDueForm "每年之月日，例如 12/15（要點未定，推定）。" "A day of the year such as 12/15 (the directive sets none).";
    // sentences
    NoReviews "尚無清查。請按 Ins 開立，凍結目前帳號。" "No review yet. Press Ins: it freezes the accounts.";
    OpenSays "凍結現有帳號及日誌所見帳號，凍結後不再增減" "Freezes all accounts, those only a log knows too; the list stays";
    ReportSays "全部判定後報請權責主管核章" "All verdicts go to the supervisor";
    ApproveSays "核章後由管理者完成各申請，始得結案" "The manager then sees every application to its end";
    ReturnSays "退回管理者重行判定" "Back to the manager's verdicts";
    ResumeSays "回到判定，須再報請核章" "Back to verdicts; it is reported again";
    CloseSays "簽章後清查紀錄保存五年" "The signed record is kept for five years";
    DeleteSays "刪除者另產生刪除申請" "A deletion makes an application";
    ChangeSays "調整者另產生項目申請" "A change makes an application";
    NoHolder "無此人" "nobody";
    DefaultReason "職務相符" "fits the duties";
    Nothing "無" "none";
    NoLines "查無符合之列。" "No such line.";
    IsClosed "清查已結案" "the review is closed";
}
