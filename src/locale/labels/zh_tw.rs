//! 正體中文: an office's written Chinese, short.

use super::{Measure, Text};
use crate::domain::people::Role;
use crate::domain::roc_date::{DateFault, TimeFault};

/// A label.
#[expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "a list of words, one line each"
)]
pub(super) fn text(text: Text) -> &'static str {
    match text {
        Text::Program => "irdesk",
        Text::ProgramLine => "勞保 WebIR 查詢登記、帳號、期限及每月抽查",
        Text::DemoMark => "示範",
        Text::ListComma => "、",
        Text::ClauseComma => "；",
        Text::Colon => "：",
        Text::Today => "今日",
        Text::Register => "登記",
        Text::Checks => "抽查",
        Text::Trail => "軌跡",
        Text::Login => "登入",
        Text::LoginName => "登入帳號",
        Text::Passphrase => "密碼",
        Text::EnrolmentCode => "註冊碼",
        Text::NewPassphrase => "新密碼",
        Text::AgainPassphrase => "再輸入一次",
        Text::CodeFits => "相符",
        Text::PassphraseRule1 => "請至少 12 字且含大寫、小寫、數字、符號中三種，",
        Text::PassphraseRule2 => "或至少 16 字。",
        Text::PassphrasesDiffer => "兩次輸入不同。請再輸入一次。",
        Text::LoginNotice1 => {
            "使用勞保局資料違反個人資料保護法，致資料遭不法蒐集、處理、利用或侵害當事人"
        }
        Text::LoginNotice2 => {
            "權利者，應依法負民事、刑事及行政責任（要點第十三點）。登入及查閱均留軌跡。"
        }
        Text::EnterLogsIn => "登入",
        Text::Leave => "離開",
        Text::Opening => "開啟中。",
        Text::PickPerson => "選擇人員",
        Text::TooSmall => "視窗至少需 80 欄 24 列。請放大視窗，輸入之內容仍保留。",
        Text::Overdue => "逾期",
        Text::DueToday => "今日",
        Text::Clear => "【明碼】",
        Text::NotYetConfirmed => "未確認",
        Text::NotYetChosen => "尚未選用",
        Text::CarriedOver => "沿用",
        Text::Now => "現在",
        Text::Optional => "可不填",
        Text::Needed => "必填",
        Text::NoSuchValue => "無此值",
        Text::NoMatch => "無符合之項目",
        Text::TypeToNarrow => "輸入字詞可縮小清單",
        Text::FieldEmpty => "尚未填寫。請填寫。",
        Text::FieldNotChosen => "尚未選擇。請以左右鍵選擇後按 Enter。",
        Text::NotInList => "清單內無此項。請自清單選用。",
        Text::NotANumber => "不是數字。請改填，例如 12。",
        Text::TooLong => "字數過長。請縮短。",
        Text::PasteRefused => "貼上之文字僅可置於欄位內，未採用。",
        Text::BurstRefused => "一次送入過多字元，未採用。請於欄位內貼上。",
        Text::NotHere => "此處無此功能。請按 F1 查看可辦事項。",
        Text::TimeMissing => "僅有日期，尚缺時間。請改填，例如 1123 857。",
        Text::ConfirmShortYear => "請核對年份，無誤請再按 Enter。",
        Text::ConfirmFarAhead => "為日後之日期，無誤請再按 Enter。",
        Text::NotYetWritten => "本筆尚未存檔",
        Text::GoOnFilling => "繼續填寫",
        Text::LeaveDiscard => "離開，捨棄輸入之內容",
        Text::Signature => "簽章",
        Text::IntoTrail => "記入軌跡",
        Text::FilterTitle => "篩選",
        Text::SearchTitle => "搜尋",
        Text::SearchFor => "字詞",
        Text::NoLimit => "不限",
        Text::Functions => "功能  輸入字詞縮小，Enter執行",
        Text::ThisRecord => "本筆",
        Text::ThisPane => "本窗格",
        Text::Everywhere => "各畫面",
        Text::KeysHere => "本畫面可用的鍵",
        Text::KeysEverywhere => "各畫面相同",
        Text::KeysTitle => "說明",
        Text::KeysChinese1 => "中文輸入中亦可使用以上各鍵；",
        Text::KeysChinese2 => "英文字母鍵僅為捷徑，非必要。",
        Text::Nothing => "查無資料。",
        Text::NothingFound => "無符合者。",
        Text::Writing => "存檔中。",
        Text::Loading => "讀取中。",
        Text::Breaking => "中止中。",
        Text::JobRuns => "作業進行中。請待其完成，或於其視窗按 Esc 中止。",
        Text::ReadSoFar => "已讀",
        Text::Rate => "速率",
        Text::HintNextMissing => "下一缺項",
        Text::HintTake => "選用",
        Text::HintTakeNext => "選用，到下一缺項",
        Text::HintConfirmNext => "確認，到下一缺項",
        Text::HintChoose => "選擇",
        Text::HintUpDownChoose => "選擇",
        Text::HintNextField => "下一欄",
        Text::HintUpDownFields => "選欄",
        Text::HintValues => "選值",
        Text::HintVersions => "看各版",
        Text::HintApply => "套用",
        Text::HintRun => "執行",
        Text::HintGoOn => "繼續填寫",
        Text::HintBreak => "中止",
        Text::HintBackToList => "回清單",
        Text::HintAllKeys => "各鍵說明",
        Text::HintOneByOne => "逐欄填寫",
        Text::HintReadOn => "下一頁",
        Text::ActFunctions => "功能",
        Text::ActBack => "返回",
        Text::ActRedraw => "重畫畫面",
        Text::ActNew => "新增",
        Text::ActOpen => "開啟",
        Text::ActNextStep => "下一步",
        Text::ActStepBack => "退回",
        Text::ActWrite => "存檔",
        Text::ActSearch => "搜尋",
        Text::ActFilter => "篩選",
        Text::ActReveal => "明碼",
        Text::ActExport => "匯出",
        Text::ActAgain => "同案再登",
        Text::ActMark => "標記",
        Text::ActClear => "清除",
        Text::ActDitto => "同上",
        Text::ActLeave => "離開 irdesk",
        Text::ActSwitch => "換人",
        Text::ActUp => "上一筆",
        Text::ActDown => "下一筆",
        Text::ActPageUp => "上一頁",
        Text::ActPageDown => "下一頁",
        Text::ActFirst => "最前",
        Text::ActLast => "最後",
        Text::ActNextView => "下一檢視",
        Text::ActPreviousView => "前一檢視",
        Text::ActNextMissing => "下一缺項",
        Text::ActNextField => "下一欄",
        Text::ActPreviousField => "前一欄",
        Text::ActFieldUp => "上一欄",
        Text::ActFieldDown => "下一欄",
        Text::ActChooseLeft => "左選",
        Text::ActChooseRight => "右選",
        Text::ActErase => "刪前字",
        Text::ActEraseAhead => "刪後字",
        Text::ActHome => "欄首",
        Text::ActEnd => "欄末",
        Text::ActTake => "選用",
        Text::ActMatch => "相符",
        Text::ActNoteEvidence => "註記佐證",
        Text::ActCorrect => "更正",
        Text::ActItems => "作業目錄",
        Text::ActReasons => "事由目錄",
        Text::ActImportLog => "匯入查詢日誌",
        Text::ActImportRegister => "匯入登記表",
        Text::ActReconcile => "勾稽",
        Text::ActVerify => "驗證",
        Text::ActEnrol => "新增人員",
        Text::ActPeople => "人員",
        Text::ActBackup => "備份",
        Text::ActSettings => "設定",
        Text::None => "",
        Text::HintScroll => "捲動",
        // kernel: model, update, login
        // widgets and drawing
        Text::UpDownKeys => "上下鍵",
        Text::LeftRightKeys => "左右鍵",
        Text::Differs => "不同",
        // register
        // month: import, reconcile, freeze, draw
        // walk: outcomes, signature, record
        // desk: today, trail, settings, people
        Text::EntryNumber => "序號",
        Text::EntryAt => "日時",
        Text::EntryPerson => "人員",
        Text::EntryRole => "角色",
        Text::EntryAction => "動作",
        Text::EntryRecord => "編號",
        Text::PersonName => "姓名",
        Text::PersonRoles => "角色",
        Text::PersonAccount => "查詢帳號",
        Text::PersonItems => "項目",
        Text::PersonKeys => "金鑰",
        Text::KeysHeld => "已註冊",
        Text::KeysNone => "無註冊碼",
        // demo
        Text::DemoPeople => "示範：註冊人員",
        Text::DemoRegistered => "示範：登記查詢",
        Text::DemoLogged => "示範：製作查詢日誌",
        Text::DemoImported => "示範：匯入查詢日誌",
        Text::DemoChecked => "示範：查核已簽章",
    }
}

/// A role.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::User => "使用者",
        Role::Manager => "管理者",
        Role::Checker => "查核人員",
        Role::Supervisor => "權責主管",
        Role::Keeper => "保管人",
    }
}

/// Monday to Sunday.
pub(super) const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Query => "筆",
        Measure::Record => "件",
        Measure::Print => "份",
        Measure::LogRow => "列",
        Measure::Item => "項",
        Measure::Step => "步",
    }
}

pub(super) fn date_fault(fault: DateFault) -> String {
    const EXAMPLE: &str = "請改填，例如 1123、115/11/23 或 -1（昨日）。";
    match fault {
        DateFault::Empty => format!("尚未填寫。{EXAMPLE}"),
        DateFault::NotADate => format!("無法讀為日期。{EXAMPLE}"),
        DateFault::BeforeTheRepublic => format!("早於民國元年。{EXAMPLE}"),
        DateFault::OnlyAMonth => format!("僅有年月。{EXAMPLE}"),
        DateFault::NoSuchMonth { year, month } => format!("{year} 年無 {month} 月。{EXAMPLE}"),
        DateFault::NoSuchDay {
            year,
            month,
            day,
            last: _,
        } => format!("{year} 年 {month} 月無 {day} 日。{EXAMPLE}"),
    }
}

pub(super) fn time_fault(fault: TimeFault) -> String {
    const EXAMPLE: &str = "請改填，例如 857、0857 或 08:57。";
    match fault {
        TimeFault::Empty => format!("尚缺時間。{EXAMPLE}"),
        TimeFault::NotATime => format!("無法讀為時間。{EXAMPLE}"),
        TimeFault::TooShort => format!("時間過短，不知為時或分。{EXAMPLE}"),
        TimeFault::NoSuchTime {
            hour,
            minute,
            second,
        } => format!("無 {hour:02}:{minute:02}:{second:02}。{EXAMPLE}"),
    }
}
