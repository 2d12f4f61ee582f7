//! The words of the domain, as an office in Taiwan writes them.

use crate::domain::file_fault::Column;
use crate::domain::identity::SubjectKind;
use crate::domain::monthly_check::{Cause, Compared, Outcome, Step};
use crate::domain::query::{Change, Field, Output, QueryFlag, QueryResult, QueryState, WhereTo};

pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::Account => "帳號",
        Field::CaseNo => "案號",
        Field::Reason => "事由",
        Field::Basis => "法律依據",
        Field::BasisReason => "依據理由",
        Field::Item => "作業",
        Field::Asked => "查詢日時",
        Field::Subject => "被查詢者",
        Field::ChecksumConfirmed => "號碼確認",
        Field::Relation => "關係及迴避",
        Field::Assignment => "分案依據",
        Field::Unit => "單位",
        Field::SubjectName => "對象姓名",
        Field::SpanFrom => "期間起日",
        Field::SpanTo => "期間迄日",
        Field::Relevance => "業務關聯",
        Field::Requester => "委託查詢人",
        Field::ApprovedBy => "主管核可",
        Field::ApprovedOn => "核可日期",
        Field::Remark => "備註",
        Field::Result => "結果",
        Field::Rows => "筆數",
        Field::Output => "產出",
        Field::Copies => "份數",
        Field::WhereTo => "去處",
        Field::FiledIn => "併入案號",
        Field::Sealed => "密件或加密",
        Field::DeleteBy => "刪除期限",
        Field::ChangeReason => "理由",
    }
}

pub(super) fn query_state(query_state: QueryState) -> &'static str {
    match query_state {
        QueryState::Pending => "待補登",
        QueryState::Complete => "已補登",
        QueryState::Void => "已作廢",
    }
}

pub(super) fn query_result(query_result: QueryResult) -> &'static str {
    match query_result {
        QueryResult::Found => "查有資料",
        QueryResult::NoData => "查無資料",
        QueryResult::SystemError => "系統異常",
        QueryResult::NotAsked => "未查詢",
    }
}

pub(super) fn output(output: Output) -> &'static str {
    match output {
        Output::ViewedOnly => "僅閱覽",
        Output::Printed => "列印",
        Output::File => "電子檔",
    }
}

pub(super) fn where_to(where_to: WhereTo) -> &'static str {
    match where_to {
        WhereTo::Filed => "附卷",
        WhereTo::Merged => "併案",
        WhereTo::Destroyed => "銷毀",
        WhereTo::NotKept => "未留存",
    }
}

pub(super) fn change(change: Change) -> &'static str {
    match change {
        Change::Registered => "登記",
        Change::Result => "補登結果",
        Change::Correction => "更正",
        Change::Void => "作廢",
        Change::Imported => "匯入",
    }
}

pub(super) fn query_flag(query_flag: QueryFlag) -> &'static str {
    match query_flag {
        QueryFlag::UnknownItem => "作業不在清單",
        QueryFlag::EmptyAccount => "帳號空白",
        QueryFlag::EmptyItem => "作業空白",
        QueryFlag::EmptySubject => "被查詢者空白",
        QueryFlag::RareCharacter => "含罕用字",
        QueryFlag::ControlCharacter => "含控制字元",
        QueryFlag::NotConsented => "機關未獲同意",
        QueryFlag::Suspended => "機關暫停或終止",
        QueryFlag::AccountNotOpen => "帳號當日未啟用",
        QueryFlag::ItemNotHeld => "當日未持有項目",
        QueryFlag::BasisNotHeld => "未依此依據持有",
    }
}

pub(super) fn subject_kind(subject_kind: SubjectKind) -> &'static str {
    match subject_kind {
        SubjectKind::NationalId => "身分證字號",
        SubjectKind::ResidentNo => "新式統一證號",
        SubjectKind::OldResidentNo => "舊式統一證號",
        SubjectKind::BusinessNo => "統一編號",
        SubjectKind::InsuranceNo => "保險證號",
        SubjectKind::Unknown => "格式不明",
    }
}

pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::None => "未開始",
        Step::Imported => "已匯入",
        Step::Reconciled => "已勾稽",
        Step::Frozen => "已凍結",
        Step::Drawn => "已抽樣",
        Step::Walking => "查核中",
        Step::Signed => "待核章",
        Step::Complete => "已完成",
        Step::Submitted => "已送備查",
        Step::Filed => "已備查",
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Matched => "相符",
        Outcome::Unregistered => "查而未登",
        Outcome::Condition => "條件不符",
        Outcome::Case => "案號或事由不符",
        Outcome::Time => "時間不符",
        Outcome::Register => "登記不符",
        Outcome::Beyond => "逾授權項目",
        Outcome::Unassigned => "非分案",
        Outcome::AfterChange => "異動後仍查詢",
        Outcome::NoEvidence => "無佐證",
        Outcome::NotProduced => "無法提示案卷",
        Outcome::Unreadable => "無法判讀",
        Outcome::Other => "其他",
    }
}

pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Missed => "漏登",
        Cause::Repeated => "重複查詢",
        Cause::NotHolder => "非本人使用",
        Cause::OffDuty => "非公務使用",
        Cause::Other => "其他",
    }
}

pub(super) fn compared(compared: Compared) -> &'static str {
    match compared {
        Compared::Register => "僅登記",
        Compared::RegisterAndCase => "登記及案卷",
    }
}

pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::Number => "登記編號",
        Column::Account => "查詢者帳號",
        Column::Person => "查詢人",
        Column::Day => "查詢日期",
        Column::Time => "查詢時間",
        Column::Item => "作業代號",
        Column::Condition => "查詢條件",
        Column::CaseAndReason => "案號及事由",
        Column::Case => "案號",
        Column::Reason => "事由",
        Column::Basis => "法律依據",
        Column::Result => "查詢結果",
        Column::Output => "產出",
        Column::Whereabouts => "去處",
        Column::Requester => "委託查詢人",
        Column::RegisteredOn => "登記日期",
        Column::RegisteredAt => "登記時間",
        Column::Unit => "單位",
        Column::PersonTitle => "職稱",
        Column::Login => "登入名稱",
        Column::AccountKind => "身分",
        Column::AccountStatus => "狀態",
        Column::ApprovedOn => "核准日",
        Column::Request => "申請編號",
        Column::OpenedOn => "啟用日",
        Column::ChangedOn => "異動日",
        Column::ChangeCause => "異動原因",
        Column::OfficialOn => "公務帳號確認日",
        Column::BoundOn => "憑證綁定日",
        Column::CertificateUntil => "憑證到期日",
        Column::PledgedOn => "保密切結日",
        Column::Remark => "備註",
    }
}

/// `None` for an action of a later program.
pub(super) fn action(action: &str) -> Option<&'static str> {
    Some(match action {
        "store.created/1" => "建立資料庫",
        "store.migrated/1" => "更新資料庫",
        "store.restored/1" => "還原備份",
        "tail.lost/1" => "確認末端遺失",
        "person.added/1" => "登錄人員",
        "person.roles/1" => "變更角色",
        "person.removed/1" => "移除人員",
        "code.made/1" => "發給註冊碼",
        "key.enrolled/1" => "註冊金鑰",
        "key.revoked/1" => "註銷金鑰",
        "login.opened/1" => "登入",
        "login.failed/1" => "登入失敗",
        "role.refused/1" => "拒絕越權操作",
        "desk.seeded/1" => "建立代碼表",
        "held.listed/1" => "列管留存",
        "held.moved/1" => "留存異動",
        "held.law/1" => "法令變更",
        "held.taken_over/1" => "接管留存",
        "deletion.signed/1" => "銷毀簽章",
        "deletion.moved/1" => "銷毀異動",
        "kept.moved/1" => "五年紀錄異動",
        "use_period.set/1" => "設定使用期限",
        "notice.recorded/1" => "登載窗口異動",
        "notice.sent/1" => "窗口發文",
        "calendar.imported/1" => "匯入辦公日曆",
        "calendar.stopped/1" => "宣告停止上班",
        "calendar.withdrawn/1" => "撤回停止上班",
        "setting.changed/1" => "變更設定",
        "item.saved/1" => "儲存作業代號",
        "reason.saved/1" => "儲存常用事由",
        "backup.made/1" => "備份",
        "roster.person/1" => "登載人員",
        "roster.account/1" => "登載帳號",
        "roster.proofs/1" => "確認帳號要件",
        "roster.agency_item/1" => "登載機關項目",
        "roster.agency_item_ended/1" => "終止機關項目",
        "roster.officer/1" => "登載專責人員",
        "roster.training/1" => "登載訓練",
        "roster.imported/1" => "匯入名冊",
        "agency.standing/1" => "登載機關資格",
        "review.opened/1" => "開立清查",
        "review.decided/1" => "清查判定",
        "review.drafted/1" => "清查產生申請",
        "review.moved/1" => "清查進程",
        "review.closed/1" => "清查結案",
        "clock.jumped/1" => "時鐘跳動",
        "document.written/1" | "document.written/2" => "產製文件",
        "query.registered/1" => "登記查詢",
        "query.bulk/1" => "大量登記",
        "query.completed/1" => "補登結果",
        "query.corrected/1" => "更正登記",
        "query.voided/1" => "作廢登記",
        "query.approved/1" => "主管核可",
        "query.refused/1" => "主管不予核可",
        "query.revealed/1" => "顯示明碼",
        "log.imported/1" => "匯入查詢日誌",
        "columns.mapped/1" => "改欄位對應",
        "register.imported/1" => "匯入登記表",
        "match.reconciled/1" => "勾稽",
        "match.decided/1" => "決定提議",
        "match.undone/1" => "撤回採否",
        "match.gap_explained/1" => "說明疑日誌缺漏",
        "match.explained/1" => "說明查而未登",
        "secret.committed/1" => "立承諾",
        "staff.entered/1" => "登錄職員雜湊",
        "staff.removed/1" => "移除職員雜湊",
        "check.frozen/1" | "check.frozen/2" => "凍結",
        "check.drawn/1" | "check.drawn/2" => "抽樣",
        "walk.started/1" => "開始逐筆查核",
        "walk.outcome/1" => "逐筆結果",
        "walk.evidence/1" => "註記佐證",
        "check.judged/1" => "判定重大異常",
        "request.drafted/1" => "申請起案",
        "request.moved/1" => "申請辦理",
        "delegation.made/1" => "委由代理",
        "delegation.ended/1" => "終止代理",
        "exception.granted/1" => "核准分權例外",
        "exception.ended/1" => "終止分權例外",
        "walk.extended/1" => "擴大抽查",
        "check.public/1" => "指定公開亂數",
        "log.handed/1" => "交付查詢紀錄單",
        "check.countersigned/1" => "核章查核紀錄",
        "check.reopened/1" => "另存查核新版",
        "check.joint/1" => "會同稽核",
        "quarter.dispatched/1" => "季報發文",
        "quarter.filed/1" => "季報備查",
        "quarter.returned/1" => "季報退補正",
        "check.signed/1" => "簽章查核紀錄",
        _ => return None,
    })
}
