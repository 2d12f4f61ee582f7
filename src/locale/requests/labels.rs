//! Labels of the pane of requests.

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of requests.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RequestText { $($variant,)* }

        impl RequestText {
            pub(in crate::locale) fn zh(self) -> &'static str {
                match self { $(RequestText::$variant => $zh,)* }
            }

            pub(in crate::locale) fn en(self) -> &'static str {
                match self { $(RequestText::$variant => $en,)* }
            }

            #[cfg(test)]
            pub(in crate::locale) const ALL: &[RequestText] = &[$(RequestText::$variant,)*];
        }
    };
}

labels! {
    // pages and views
    Requests "申請" "Requests";
    UnderWay "辦理中" "under way";
    Ended "已結" "ended";
    Delegations "代理" "Delegations";
    NewRequest "新申請" "New request";
    // columns
    Due "期限" "Due";
    DueDay "日期" "Day";
    Number "申請編號" "Request";
    Kind "類別" "Kind";
    About "對象" "About";
    WaitsFor "現在待" "Waits for";
    Waited "已候" "For";
    Unit "單位" "Unit";
    Outcome "結果" "Outcome";
    ClosedOn "結案日" "Closed";
    Principal "主管" "Supervisor";
    Deputy "代理人" "Deputy";
    Scope "範圍" "Scope";
    From "自" "From";
    To "至" "To";
    Reason "原因" "Reason";
    State "狀態" "State";
    // record
    WaitsNow "現在待" "Waits for";
    Afterwards "其後" "Then";
    Item "項目" "Item";
    Held "現有" "Held";
    Asked "申請" "Asked";
    Reference "參考" "For reference";
    Checks "檢核" "Checks";
    History "經過" "History";
    Account "帳號" "Account";
    Successor "接任管理者" "New manager";
    Facts "四項事實" "Four facts";
    Flags "警示" "Flags";
    // forms
    What "申請類別" "Kind";
    Then "送審" "Hand in";
    HandIn "送審" "hand in";
    KeepDraft "暫存草稿" "keep as a draft";
    SaveWrite "存檔" "save";
    Handling "處理" "Do";
    Opinion "意見" "Opinion";
    Added "新增" "Add";
    Deleted "刪除" "Give up";
    Basis "法律依據" "Legal basis";
    Monthly "每月筆數" "A month";
    Result "結果" "Result";
    Agreed "同意" "agreed";
    NotAgreed "不同意" "not agreed";
    AllKinds "所有申請" "all requests";
    // what is done
    ActHandIn "送審" "hand in";
    ActApprove "核准" "approve";
    ActBack "退件、駁回、撤回" "back";
    ActReturn "退件或駁回" "return, reject";
    ActWithdraw "撤回" "withdraw";
    ActRevise "修改草稿" "edit the draft";
    ActSetUp "設定" "set up";
    ActRecord "登錄" "record";
    ActTakeOver "承接" "take over";
    ActStopOld "停止原帳號" "stop the old one";
    ActClose "結案" "close";
    ActDelegate "委由代理" "delegate";
    ActEndDelegation "終止代理" "end";
    ActDelegations "代理" "delegations";
    // help
    Help "帳號及項目之申請：起案、送審、核准、設定、登錄他機關結果。本人應辦者在前。" "Applications for accounts and items, from draft to closing. What waits for you comes first.";
    DetailHelp "一件申請：現在待何人、申請與現有之差異、經過。" "One request: who must act, what is asked beside what is held, its history.";
    DelegationsHelp "權責主管請假或公出時，委由他人代為核准；載明起迄及範圍。" "A supervisor lets another approve, from a day to a day.";
    SearchHelp "申請編號、姓名、帳號、項目" "number, name, account or item";
    Rule "申請人不得自行核准，核准人不得自行設定" "Nobody approves his own request; whoever approved does not carry it out";
    NothingOpen "目前無辦理中之申請。" "No request is under way.";
    OwnAgency "本機關" "agency";
    NothingOpen2 "按 Ins 起案：帳號新增、刪除、項目調整，管理者交接，機關項目。" "Ins begins one: accounts, items, a hand-over, the agency's items.";
    NothingEnded "尚無已結之申請。" "No request has ended yet.";
    NoDelegation "目前無代理。" "Nobody acts for another.";
    // accounts under 5(1)
    Official "公務帳號" "Official account";
    Certificate "自然人憑證" "Certificate";
    Pledge "保密切結" "Pledge";
    OptionalOpinion "可不填" "optional";
    TodayKind "申請" "Req.";
    TodayRule "申請依規定程序逐關辦理，異動最遲當日完成（要點第五點、第六點）" "Requests go from hand to hand; a change is made on its day at the latest (points 5, 6)";
}
