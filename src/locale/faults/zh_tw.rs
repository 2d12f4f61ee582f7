//! Refusals and faults, in an office's written Chinese: what is so, then 請 and what to do.

use crate::domain::file_fault::{CalendarFault, Column, Evidence, FileRefusal, RowFault};
use crate::domain::monthly_check::{CheckRefusal, Missing, Step};
use crate::domain::passphrase::PassphraseFault;
use crate::domain::query::{Field, QueryRefusal};
use crate::domain::roc_date::{DateFault, TimeFault};
use crate::domain::signers::SignerFault;
use crate::locale::{Lang, group};

const LANG: Lang = Lang::ZhTw;

pub(super) fn query_refusal(refusal: QueryRefusal) -> &'static str {
    match refusal {
        QueryRefusal::NotAUser => "僅使用者得登記查詢。請由帳號持有人登記。",
        QueryRefusal::NoRegister => "本機關不辦理查詢，無登記表。請由資料需求機關登記。",
        QueryRefusal::NoAccount => "本人名下無查詢帳號。請保管人補登，例如 kcgsoc0101。",
        QueryRefusal::NotOwnAccount => "僅得登記本人帳號之查詢。請由該帳號持有人登記。",
        QueryRefusal::NotOwnQuery => "本筆為他人之登記，不得變更。請由原登記人辦理。",
        QueryRefusal::AlreadyVoid => "本筆已作廢，不得變更。確有查詢者，請另行登記。",
        QueryRefusal::AlreadyComplete => "本筆已補登結果。請改用更正，並附理由。",
        QueryRefusal::NotComplete => "本筆尚無結果，不得更正結果。請先補登結果。",
        QueryRefusal::NoApproval => "本筆登記無須主管核可。請逕行查詢、補登。",
        QueryRefusal::OwnApproval => "本筆為本人之查詢，不得自行核可。請由其他主管辦理。",
        QueryRefusal::AlreadyDecided => "本筆已核可或不予核可。如須變更，請使用者先更正登記。",
        QueryRefusal::NothingChanged => "內容與原登記相同，未另存新版。請修改後再存。",
        QueryRefusal::FieldMissing(field) => field_missing(field),
        QueryRefusal::BasisNeedsReason => {
            "所填依據當日不在本機關附表。請改選附表之依據，或敘明理由。"
        }
        QueryRefusal::RelationNotInSubjects => "非本機關得查詢之對象。請改選，例如當事人。",
        QueryRefusal::ChecksumNeedsConfirming => {
            "檢查碼不符或格式不明。請核對證件；確以此號查詢者，請予確認。"
        }
        QueryRefusal::FutureTime => "晚於現在。請改填，例如 1123 857。",
        QueryRefusal::SpanReversed => "迄日早於起日。請改填，例如 115/11/23。",
        QueryRefusal::ApprovedInFuture => "晚於今日。請改填，例如 1123 或 -1（昨日）。",
        QueryRefusal::RowsDisagree => "與結果不一致。查有資料者請填 1 以上，其餘請填 0。",
        QueryRefusal::OutputWithoutQuery => "未查詢者不得有產出或去處。請清除，或改選結果。",
        QueryRefusal::WhereToDisagrees => {
            "與產出不一致。僅閱覽者請選未留存，其餘請選附卷、併案或銷毀。"
        }
        QueryRefusal::DeleteByTooEarly => "早於查詢日。請改填查詢日以後之日期，例如 1223。",
    }
}

pub(super) fn field_missing(field: Field) -> &'static str {
    match field {
        Field::Account => "尚未填寫。請填查詢帳號，例如 kcgsoc0101。",
        Field::CaseNo => "尚未填寫。請填公文文號，例如 11531234600。",
        Field::Reason => "尚未填寫。請填事由，例如低收入戶審查。",
        Field::Basis => "尚未選用。請選用，例如 SOC-01。",
        Field::BasisReason => "尚未填寫。依據不在附表者，請敘明理由。",
        Field::Item => "尚未選用。請選用作業，例如 LI01。",
        Field::Asked => "尚未填寫。請填日期及時間，例如 1123 857。",
        Field::Subject => "尚未填寫。請填證號，例如 A123456789。",
        Field::ChecksumConfirmed => "尚未確認。請核對證件後確認，或返回修改。",
        Field::Relation => "尚未確認。請選當事人或關係人，並確認無須迴避。",
        Field::Assignment => "尚未填寫。請填分案依據，例如分案簿 115-0231。",
        Field::Unit => "尚未填寫。請填單位，例如社會救助科。",
        Field::SubjectName => "尚未填寫。請填姓名，非必要者免填。",
        Field::SpanFrom => "尚未填寫。請填起日，例如 1101。",
        Field::SpanTo => "尚未填寫。請填迄日，例如 1130。",
        Field::Relevance => "尚未填寫。請敘明與業務之關聯，例如核定補助。",
        Field::Requester => "尚未填寫。請填委託人姓名，非代查者免填。",
        Field::ApprovedBy => "尚未填寫。請填核可主管姓名。",
        Field::ApprovedOn => "尚未填寫。請填核可日期，例如 1123。",
        Field::Remark => "尚未填寫。請填備註。",
        Field::Result => "尚未選擇。請選擇，例如查有資料。",
        Field::Rows => "尚未填寫。請填筆數，例如 1。",
        Field::Output => "尚未選擇。請選擇，例如僅閱覽。",
        Field::Copies => "尚未填寫。請填列印份數，例如 1。",
        Field::WhereTo => "尚未選擇。請選擇，例如附卷。",
        Field::FiledIn => "尚未填寫。請填所併案號，例如 11531234600。",
        Field::Sealed => "尚未確認。請確認紙本已註記密件，或檔案已加密。",
        Field::DeleteBy => "尚未填寫。請填日期，例如 1223。",
        Field::ChangeReason => "尚未填寫。請敘明理由，例如誤植前一案案號。",
    }
}

pub(super) fn check_place(refusal: &CheckRefusal) -> &'static str {
    match refusal {
        CheckRefusal::Role { .. }
        | CheckRefusal::NotImported
        | CheckRefusal::NotReconciled
        | CheckRefusal::AlreadyFrozen
        | CheckRefusal::AlreadyDrawn
        | CheckRefusal::AlreadySigned
        | CheckRefusal::NotYet { .. }
        | CheckRefusal::OtherChecker { .. } => "抽查",
        CheckRefusal::PublicSourceNeeded
        | CheckRefusal::PublicResultNeeded { .. }
        | CheckRefusal::PublicNotDeclared
        | CheckRefusal::PublicLength { .. } => "公開亂數",
        CheckRefusal::SlipDiffers => "查詢紀錄單",
        CheckRefusal::OwnQuery { .. }
        | CheckRefusal::OtherCheckersRow { .. }
        | CheckRefusal::NotDrawn => "逐筆查核",
        CheckRefusal::NothingToExtend => "擴大抽查",
        CheckRefusal::OwnException => "分權例外",
        CheckRefusal::OutcomeNotOffered { .. } => "結果",
        CheckRefusal::NoteNeeded => "說明",
        CheckRefusal::ReasonNeeded => "重大異常",
        CheckRefusal::Incomplete { .. } => "簽章",
    }
}

/// So many of what is missing are named: more would not fit the line.
const NAMED: usize = 3;

pub(super) fn check_refusal(refusal: &CheckRefusal) -> String {
    let fixed = match refusal {
        CheckRefusal::Role { needed } => {
            let role = LANG.role(*needed);
            return format!("須由{role}辦理。請{role}登入後辦理。");
        }
        CheckRefusal::NotYet { step } => return not_yet(*step),
        CheckRefusal::OtherChecker { checker } => {
            return format!("本期查核人員為 {checker}。請由該員辦理。");
        }
        CheckRefusal::PublicResultNeeded { digits } => {
            return format!("凍結時已指定公開亂數。請輸入其結果，共 {digits} 碼。");
        }
        CheckRefusal::PublicLength { declared, typed } => {
            return format!("應 {declared} 碼，現為 {typed} 碼。請依公告核對後重填。");
        }
        CheckRefusal::OwnQuery { place } => {
            return format!("第 {place} 筆為本人帳號之查詢，不得自行查核。請由其他查核人員辦理。");
        }
        CheckRefusal::NothingToExtend => "已擴大至此，或母體已無他列。請改選倍數。",
        CheckRefusal::OwnException => "不得核准本人之例外。請由其他權責主管辦理。",
        CheckRefusal::OtherCheckersRow { place } => {
            return format!("第 {place} 筆為查核人員本人之查詢。請由其他查核人員辦理。");
        }
        CheckRefusal::NotDrawn => "該列未經抽出。請自抽樣結果選取。",
        CheckRefusal::OutcomeNotOffered { outcome } => {
            let outcome = LANG.outcome(*outcome);
            return format!("本列不得記為{outcome}。請自清單改選。");
        }
        CheckRefusal::Incomplete { missing } => {
            let names: Vec<String> = missing.iter().map(|one| check_missing(*one)).collect();
            let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
            if names.len() > NAMED {
                let (all, list) = (names.len(), first.join("、"));
                return format!("尚缺 {all} 項：{list}等。請補齊。");
            }
            return format!("{}。請補齊。", LANG.missing(&first));
        }
        CheckRefusal::NotImported => "本期尚未匯入查詢日誌。請管理者先匯入。",
        CheckRefusal::NotReconciled => "最近匯入後尚未勾稽。請管理者先勾稽。",
        CheckRefusal::AlreadyFrozen => "本期已凍結，其後不變。請接續抽樣。",
        CheckRefusal::AlreadyDrawn => "本期已抽樣，僅得一次。請接續逐筆查核。",
        CheckRefusal::AlreadySigned => "本期已簽章，其後不變。須更正者，請另存新版。",
        CheckRefusal::PublicSourceNeeded => {
            "無可用之承諾，或管理者兼查核人員。請指定公開亂數，例如 DICE/6。"
        }
        CheckRefusal::PublicNotDeclared => "凍結時未指定公開亂數。請清除後再抽樣。",
        CheckRefusal::SlipDiffers => {
            "雜湊與凍結時不符。請核對紙本前 16 碼；仍不符者，請保管人查明。"
        }
        CheckRefusal::NoteNeeded => "尚未填寫。請敘明，例如案卷收文為 10/08。",
        CheckRefusal::ReasonNeeded => "判定為有者須附理由。請敘明事實及影響。",
    };
    fixed.to_owned()
}

fn not_yet(step: Step) -> String {
    let next = match step {
        Step::None => "請先匯入查詢日誌",
        Step::Imported => "請先勾稽",
        Step::Reconciled => "請先凍結",
        Step::Frozen => "請先抽樣",
        Step::Drawn => "請先開始逐筆查核",
        Step::Walking => "請先完成逐筆查核並簽章",
        Step::Signed => "請先完成核章",
        Step::Complete => "請先送備查",
        Step::Submitted | Step::Filed => "請改辦其他期別",
    };
    format!("本期現為「{}」，尚不得辦理。{next}。", LANG.step(step))
}

pub(super) fn check_missing(missing: Missing) -> String {
    let count = |number: u32| group(u64::from(number));
    match missing {
        Missing::Proposals(number) => format!("採否 {} 筆", count(number)),
        Missing::Explanations(number) => format!("說明 {} 筆", count(number)),
        Missing::Outcomes(number) => format!("結果 {} 筆", count(number)),
        Missing::Gaps(number) => format!("疑日誌缺漏 {} 筆", count(number)),
        Missing::OwnRows(number) => format!("他員結果 {} 筆", count(number)),
        Missing::Judgement => "重大異常判定".to_owned(),
    }
}

pub(super) fn passphrase_fault(fault: PassphraseFault) -> &'static str {
    match fault {
        PassphraseFault::TooWeak => {
            "未達規定。請用 16 字以上，或 12 字以上並含大小寫、數字、符號三類。"
        }
        PassphraseFault::Reused => "與前三次之一相同。請另訂。",
    }
}

pub(super) fn signer_reason(fault: SignerFault) -> &'static str {
    match fault {
        SignerFault::Genesis => "首筆非建庫紀錄，或建庫紀錄重複",
        SignerFault::UnknownKey => "簽章金鑰不在名冊，或非本人所有",
        SignerFault::Revoked => "簽章金鑰已註銷",
        SignerFault::RoleNotHeld => "簽章人無所載之角色",
        SignerFault::RoleNotAllowed => "所載角色不得為此動作",
        SignerFault::UnknownAction => "動作不明，或由較新版程式所記",
        SignerFault::Body => "內容欠缺此動作應載之項目",
        SignerFault::Code => "註冊碼非本人、已用，或尚有金鑰",
        SignerFault::UnknownPerson => "所涉人員不在名冊",
        SignerFault::OwnRoles => "自行增加本人角色",
        SignerFault::LastKeeper => "將無可簽章之保管人",
    }
}

pub(super) fn signer_fault(seq: u64, fault: SignerFault) -> String {
    let (seq, reason) = (group(seq), signer_reason(fault));
    format!("! 軌跡第 {seq} 筆：{reason}。請保管人停止使用並查明。")
}

pub(super) fn file_refusal(refusal: &FileRefusal) -> String {
    match refusal {
        FileRefusal::Empty => "檔案無內容。請重新下載後再匯入。".to_owned(),
        FileRefusal::Undecodable { bad, pairs } => format!(
            "{} 字中有 {} 字無法判讀，逾百分之一。請重新下載後再匯入。",
            group(*pairs),
            group(*bad)
        ),
        FileRefusal::NoHeader { nearest: None } => {
            "找不到標題列。請確認檔案為 CSV，並含欄名。".to_owned()
        }
        FileRefusal::NoHeader {
            nearest: Some(near),
        } => format!(
            "找不到標題列；第 {} 行最近，缺{}。檔內欄名：{}。請指定欄位對應。",
            group(near.line),
            columns(&near.missing),
            near.names.join("、")
        ),
        FileRefusal::NoSuchName { name, names } => format!(
            "標題列無「{name}」欄。檔內欄名：{}。請照檔內欄名指定。",
            names.join("、")
        ),
        FileRefusal::IsRegister => "此檔為登記表，非查詢日誌。請改用匯入登記表。".to_owned(),
        FileRefusal::OpenQuote { line } => {
            format!("第 {} 行之引號未結束。請重新下載完整檔案。", group(*line))
        }
        FileRefusal::RecordTooLong { line } => format!(
            "第 {} 行起之一筆過長。請確認檔案為 CSV，並重新下載。",
            group(*line)
        ),
        FileRefusal::Unreadable => "檔案無法讀取。請確認檔案完整並得讀取。".to_owned(),
        FileRefusal::Calendar { line, why } => format!(
            "辦公日曆第 {} 行：{}，全檔未收入。請重新下載後再匯入。",
            group(*line),
            calendar_fault(*why)
        ),
    }
}

/// Why a line is none of a year's calendar.
fn calendar_fault(why: CalendarFault) -> String {
    match why {
        CalendarFault::NoCsv => "不是 CSV".to_owned(),
        CalendarFault::NoHeader => "缺欄名西元日期或是否放假".to_owned(),
        CalendarFault::NoRows => "欄名之下無任何日期".to_owned(),
        CalendarFault::TooFewFields => "欄數不足".to_owned(),
        CalendarFault::Date(why) => format!("日期{}", date_reason(why)),
        CalendarFault::State => "是否放假應為 0 或 2".to_owned(),
        CalendarFault::Weekday { day } => format!("星期不符，應為 {}", LANG.day(day)),
        CalendarFault::Doubled { day } => format!("日期 {} 重複", LANG.day(day)),
        CalendarFault::Gap { wanted, found } => {
            format!("應為 {}，卻為 {}", LANG.day(wanted), LANG.day(found))
        }
        CalendarFault::Beyond { day } => format!("全年已畢，又有 {}", LANG.day(day)),
        CalendarFault::Count { rows, wanted } => format!("應 {wanted} 列，僅 {rows} 列"),
        CalendarFault::TooLong => "檔案過大，不是一年之日曆".to_owned(),
    }
}

fn columns(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| LANG.column(*column)).collect();
    names.join("、")
}

pub(super) fn row_reason(fault: &RowFault) -> String {
    match fault {
        RowFault::TooFewFields {
            expected,
            found,
            missing,
        } => {
            let lack = if missing.is_empty() {
                String::new()
            } else {
                format!("（缺{}）", columns(missing))
            };
            let short = expected.saturating_sub(*found);
            format!("少 {short} 欄：{}{lack}", field_counts(fault))
        }
        RowFault::TooManyFields { expected, found } => {
            let over = found.saturating_sub(*expected);
            format!("多 {over} 欄：{}", field_counts(fault))
        }
        RowFault::BadDate { column, text, why } => cell(*column, text, &date_reason(*why)),
        RowFault::BadTime { column, text, why } => cell(*column, text, &time_reason(*why)),
        RowFault::BadNumber { text } => cell(Column::Number, text, "格式不符：應如 SOC-11510-0226"),
        RowFault::UnknownWord { column } => format!("{}之用語不明", LANG.column(*column)),
        RowFault::EmptyCell { column } => format!("{}空白", LANG.column(*column)),
        RowFault::DatesReversed { earlier, later } => {
            format!("{}早於{}", LANG.column(*later), LANG.column(*earlier))
        }
    }
}

/// What the line of a row says: the counts alone, or the cell's reason.
fn field_counts(fault: &RowFault) -> String {
    match fault {
        RowFault::TooFewFields {
            expected, found, ..
        } => format!("應 {expected} 欄，僅 {found} 欄"),
        RowFault::TooManyFields { expected, found } => format!("應 {expected} 欄，卻有 {found} 欄"),
        RowFault::BadDate { .. }
        | RowFault::BadTime { .. }
        | RowFault::BadNumber { .. }
        | RowFault::UnknownWord { .. }
        | RowFault::EmptyCell { .. }
        | RowFault::DatesReversed { .. } => row_reason(fault),
    }
}

/// `查詢日期 1151032 不存在：10 月無 32 日`; without the cell where it may not be shown.
fn cell(column: Column, text: &Evidence, reason: &str) -> String {
    let column = LANG.column(column);
    match text.as_str() {
        "" => format!("{column}{reason}"),
        text => format!("{column} {text} {reason}"),
    }
}

fn date_reason(why: DateFault) -> String {
    match why {
        DateFault::Empty => "空白".to_owned(),
        DateFault::NotADate => "無法讀為日期".to_owned(),
        DateFault::BeforeTheRepublic => "早於民國元年".to_owned(),
        DateFault::OnlyAMonth => "僅有年月".to_owned(),
        DateFault::NoSuchMonth { month, .. } => format!("不存在：無 {month} 月"),
        DateFault::NoSuchDay {
            year,
            month: 2,
            day,
            ..
        } => format!("不存在：{year} 年 2 月無 {day} 日"),
        DateFault::NoSuchDay { month, day, .. } => format!("不存在：{month} 月無 {day} 日"),
    }
}

fn time_reason(why: TimeFault) -> String {
    match why {
        TimeFault::Empty => "空白".to_owned(),
        TimeFault::NotATime => "無法讀為時間".to_owned(),
        TimeFault::TooShort => "過短，不知為時或分".to_owned(),
        TimeFault::NoSuchTime {
            hour,
            minute,
            second,
        } => format!("不存在：無 {hour:02}:{minute:02}:{second:02}"),
    }
}

pub(super) fn unreadable_row(line: u64, fault: &RowFault) -> String {
    let (line, reason) = (group(line), field_counts(fault));
    format!("! 第 {line} 行：{reason}，列為無法判讀，仍計入筆數。")
}

pub(super) fn rejected_row(line: u64, fault: &RowFault) -> String {
    let (line, reason) = (group(line), field_counts(fault));
    format!("! 第 {line} 行：{reason}，未收入。請更正後再匯入。")
}
