//! Labels of the roster's screens.

macro_rules! labels {
    ($($variant:ident $zh:literal $en:literal;)*) => {
        /// A label of the roster.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RosterText { $($variant,)* }

        impl RosterText {
            pub(in crate::locale) fn zh(self) -> &'static str {
                match self { $(RosterText::$variant => $zh,)* }
            }

            pub(in crate::locale) fn en(self) -> &'static str {
                match self { $(RosterText::$variant => $en,)* }
            }
        }
    };
}

labels! {
    // pages
    Roster "名冊" "Roster";
    Help "帳號、持有人、項目及最近查詢；不明者為日誌所見而名冊無" "Accounts, holders, items, last query; unknown ones stand in a log only";
    DetailHelp "一帳號之要件、項目起訖及使用情形" "One account: proofs, items with their days, use";
    SearchHelp "帳號、姓名、單位、項目、申請編號，空白分隔" "account, name, unit, item, request; blanks between";
    Officers "專責人員" "Officers";
    OfficersHelp "指派之起訖、派令文號及本年訓練時數（要點第十點）" "Appointments with their days, and this year's training (directive 10)";
    Agency "機關資格" "Agency";
    AgencyHelp "同意、暫停及終止之公文；每筆登記依當日資格標示" "Letters of consent, suspension, end; registrations are flagged by them";
    // columns and fields
    Account "帳號" "Account";
    Name "姓名" "Name";
    Unit "單位" "Unit";
    Title "職稱" "Title";
    Kind "身分" "Kind";
    Items "項目" "Items";
    LastQuery "最近查詢" "Last";
    Idle "閒置" "Idle";
    Hint "提示" "Flag";
    Status "狀態" "Status";
    Item "作業代號" "Item";
    Basis "法律依據" "Basis";
    From "起日" "From";
    To "迄日" "To";
    Request "申請編號" "Request";
    Used "近12月" "12 months";
    Login "登入名稱" "Login";
    Post "在職狀態" "Post";
    PostOn "異動日" "Since";
    Remark "備註" "Remark";
    OpenedOn "啟用日" "Opened on";
    Approved "核准" "Approved";
    Proofs "要件" "Proofs";
    OfficialOn "公務帳號" "Official acct";
    BoundOn "憑證綁定" "Certificate";
    CertificateUntil "憑證到期" "Good until";
    PledgedOn "保密切結" "Pledge";
    SecondReason "第二帳號" "Second acct";
    Others "其他帳號" "Other accounts";
    Holder "持有人" "Holder";
    Need "理由" "Reason";
    Duty "職務" "Duty";
    Since "自" "From";
    Until "至" "Until";
    Appointment "派令文號" "Appointment";
    Hours "時數" "Hours";
    Course "課程" "Course";
    HeldOn "日期" "Day";
    Standing "資格" "Standing";
    Document "文號" "Letter";
    Cause "原因" "Cause";
    File "檔案" "File";
    Out "檔名" "File";
    Why "理由" "Why";
    // what is done
    NewPerson "新增人員" "new person";
    EditPerson "人員資料" "person";
    SaveProofs "確認要件" "proofs";
    EnterAccount "登載帳號" "enter account";
    DraftDeletion "擬刪除申請" "draft deletion";
    Export "匯出清冊" "export";
    Import "匯入名冊" "import roster";
    ImportJob "匯入名冊中" "Importing";
    ImportBreak "名冊一次寫入，有一列不符即全部不寫" "A roster is written whole or not at all";
    NewOfficer "指派" "appoint";
    EndOfficer "更正或解除" "change or end";
    Train "登載訓練" "training";
    NewStanding "登載公文" "enter letter";
    // sentences
    Empty "名冊尚無帳號。請以 F1 匯入名冊，或按 Ins 新增人員。" "The roster is empty. Import one under F1, or press Ins.";
    NoOfficers "尚未指派專責人員。請按 Ins 指派。" "Nobody is appointed yet. Press Ins.";
    NoStanding "尚無公文，未登載者視為已獲同意（推定）。" "No letter is entered; consent is assumed.";
    NoFiles "in 資料夾無檔案。" "No file in the in folder.";
    DeletionFoot "產生刪除申請草稿，於申請畫面送審" "Makes a draft request; hand it in at Requests";
    Deleted "已刪除" "deleted";
    OutKinds ".odt 為清冊格式，.ods 為試算表，.csv 可再匯入。" ".odt is the form, .ods a sheet, .csv can be imported again.";
    IsUnknown "名冊無此帳號，請先登載" "not on the roster: enter it first";
    NotUnknown "名冊已有此帳號" "on the roster already";
    NoPeople "名冊無人員，請先新增人員" "nobody on the roster: enter the person first";
    PostForm "在職者免填異動日" "A person who serves needs no day";
    ItemsForm "作業代號以空白分隔，例如 LI01 LP11" "Codes with blanks between, such as LI01 LP11";
    CheckerHolds "查核人員兼具使用者或管理者" "a checker who is also user or manager";
}
