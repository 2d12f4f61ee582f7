//! What the register's pages and forms say.

use chrono::NaiveDate;

use crate::domain::basis::{Agency, Basis};
use crate::domain::identity::{Subject, SubjectKind};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Roles};
use crate::domain::query::{
    Answer, Approval, ApprovalMode, ApprovalState, Output, Query, QueryResult, Recusal, WhereTo,
};
use crate::locale::{Lang, Text, group};

/// The number's letters and digits as wide ones, so that they are read across a desk.
pub fn wide(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '-' => " \u{ff0d} ".to_owned(),
            '!'..='~' => char::from_u32(u32::from(letter).saturating_add(0xfee0))
                .unwrap_or(letter)
                .to_string(),
            other => other.to_string(),
        })
        .collect()
}

impl Lang {
    /// `登記  本人、11511 期`.
    pub fn lines_title(self, is_all: bool, period: &str) -> String {
        let whose = match (self, is_all) {
            (Lang::ZhTw, true) => "全機關",
            (Lang::ZhTw, false) => "本人",
            (Lang::En, true) => "everybody's",
            (Lang::En, false) => "mine",
        };
        let pane = self.text(Text::Register);
        let comma = self.text(Text::ListComma);
        if period.is_empty() {
            format!("{pane}  {whose}")
        } else {
            format!("{pane}  {whose}{comma}{period}")
        }
    }

    /// Months in force: `11511 期`, `11509 至 11511 期`.
    pub fn periods(self, first: Period, last: Period) -> String {
        match (self, first == last) {
            (Lang::ZhTw, true) => format!("{first} 期"),
            (Lang::ZhTw, false) => format!("{first} 至 {last} 期"),
            (Lang::En, true) => format!("period {first}"),
            (Lang::En, false) => format!("periods {first} to {last}"),
        }
    }

    /// `搜尋  115311 急難（11510 期）`
    pub fn search_title(self, search: &str, period: &str) -> String {
        let title = self.text(Text::SearchTitle);
        match self {
            _ if period.is_empty() => format!("{title}  {search}"),
            Lang::ZhTw => format!("{title}  {search}（{period}）"),
            Lang::En => format!("{title}  {search} ({period})"),
        }
    }

    pub fn last_three_periods(self) -> &'static str {
        match self {
            Lang::ZhTw => "近三期",
            Lang::En => "last three periods",
        }
    }

    pub fn this_year(self) -> &'static str {
        match self {
            Lang::ZhTw => "本年度",
            Lang::En => "this year",
        }
    }

    /// A line's result in eight cells of a list.
    pub fn list_result(self, code: &str) -> &'static str {
        match (self, code) {
            (Lang::En, "pending") => "pending",
            (Lang::En, "found") => "found",
            (Lang::En, "system_error") => "error",
            (Lang::En, "not_asked") => "unasked",
            _ => self.shown_result(code),
        }
    }

    /// `待補登 2`.
    pub fn pending_count(self, count: u64) -> String {
        match self {
            Lang::ZhTw => format!("待補登 {}", group(count)),
            Lang::En => format!("{} pending", group(count)),
        }
    }

    /// What an empty register says, the first line alone.
    pub fn no_lines(self) -> Vec<String> {
        let lines: [&str; 3] = match self {
            Lang::ZhTw => [
                "尚無登記。",
                "查詢勞保 WebIR 時，每查一筆請登記一筆（要點第九點第一款）。",
                "舊有登記表可請管理者匯入。",
            ],
            Lang::En => [
                "Nothing is registered yet.",
                "Register each query that is made in WebIR (point 9(1)1).",
                "A register from before can be imported by the manager.",
            ],
        };
        lines.map(str::to_owned).to_vec()
    }

    /// `SOC-01 社會救助法 18、20、21、44-3(1)`.
    pub fn basis(self, basis: &Basis) -> String {
        let articles = basis.articles.join(self.text(Text::ListComma));
        format!("{} {} {articles}", basis.id, basis.statute)
            .trim_end()
            .to_owned()
    }

    /// A relation as the annex says it, in English where it has one.
    pub fn relation(self, agency: &Agency, relation: &str) -> String {
        match self {
            Lang::ZhTw => relation.to_owned(),
            Lang::En => agency.subject_en(relation).unwrap_or(relation).to_owned(),
        }
    }

    /// `身分證字號，檢查碼相符`.
    pub fn subject_note(self, subject: &Subject) -> String {
        let kind = self.subject_kind(subject.kind());
        match (self, subject.is_valid()) {
            (Lang::ZhTw, true) => format!("{kind}，檢查碼相符"),
            (Lang::En, true) => format!("{kind}, check digit fits"),
            (_, false) => kind.to_owned(),
        }
    }

    /// What stands below a number that fails its checksum, or has the form of none.
    pub fn checksum_warning(self, subject: &Subject) -> &'static str {
        match (self, subject.kind() == SubjectKind::Unknown) {
            (Lang::ZhTw, true) => "【格式不明】請核對證件。確曾以此號查詢者，仍請照實登記。",
            (Lang::ZhTw, false) => "【檢查碼不符】請核對證件。確曾以此號查詢者，仍請照實登記。",
            (Lang::En, true) => {
                "[UNKNOWN FORM] Compare it with the document. If this number was really asked for, register it as it was."
            }
            (Lang::En, false) => {
                "[CHECK DIGIT] Compare it with the document. If this number was really asked for, register it as it was."
            }
        }
    }

    /// What choosing a relation confirms (8¶2).
    pub fn recusal_sentence(self, writes: bool) -> String {
        match (self, writes) {
            (Lang::ZhTw, true) => "按 Enter 即確認本案依分案辦理，被查詢者非己身、親屬、主管、同僚，並登記本筆。".to_owned(),
            (Lang::ZhTw, false) => "確認本案依分案辦理，被查詢者非己身、親屬、主管、同僚。".to_owned(),
            (Lang::En, true) => "Enter confirms that the case is assigned to you and the subject is not yourself, a relative, superior or colleague, and registers the query.".to_owned(),
            (Lang::En, false) => "Confirms that the case is assigned to you and the subject is not yourself, a relative, superior or colleague.".to_owned(),
        }
    }

    /// The same when one of these is looked up under an assignment.
    pub fn assigned_sentence(self) -> &'static str {
        match self {
            Lang::ZhTw => "按 Enter 即確認本案依所填分案查詢，並登記本筆。",
            Lang::En => {
                "Enter confirms that the query is made under this assignment, and registers it."
            }
        }
    }

    /// Free text that looks like wages or insurance data.
    pub fn pay_warning(self) -> &'static str {
        match self {
            Lang::ZhTw => "【疑為薪資或投保內容】登記表不得記載查得之內容，請刪除。",
            Lang::En => "[PAY DATA?] The register must not hold what was found. Please remove it.",
        }
    }

    /// An item that is not in the catalogue.
    pub fn unknown_item_note(self) -> &'static str {
        match self {
            Lang::ZhTw => "不在目錄，仍予登記並標示",
            Lang::En => "not in the catalogue, will be flagged",
        }
    }

    /// An item that the account does not hold on the day of the query.
    pub fn item_not_held_note(self) -> &'static str {
        match self {
            Lang::ZhTw => "當日未持有，仍予登記並標示",
            Lang::En => "not held that day, will be flagged",
        }
    }

    /// An item that the account holds on other bases only.
    pub fn basis_not_held_note(self) -> &'static str {
        match self {
            Lang::ZhTw => "未依此依據持有，將標示",
            Lang::En => "not held on this basis, will be flagged",
        }
    }

    pub fn unknown_basis_note(self) -> &'static str {
        match self {
            Lang::ZhTw => "不在附表，應敘明理由",
            Lang::En => "not in the annex, needs a reason",
        }
    }

    /// `登記  同案再登，沿用 11511-0042`.
    pub fn again_title(self, no: &RegisterNo) -> String {
        match self {
            Lang::ZhTw => format!("登記  同案再登，沿用 {}", no.short()),
            Lang::En => format!("Register  same case again, from {}", no.short()),
        }
    }

    pub fn new_title(self) -> &'static str {
        match self {
            Lang::ZhTw => "登記  新增查詢",
            Lang::En => "Register  new query",
        }
    }

    /// `登記  補登結果 11511-0043`.
    pub fn result_title(self, no: &RegisterNo) -> String {
        match self {
            Lang::ZhTw => format!("登記  補登結果 {}", no.short()),
            Lang::En => format!("Register  result of {}", no.short()),
        }
    }

    /// `登記  更正 11511-0043`.
    pub fn correct_title(self, no: &RegisterNo) -> String {
        match self {
            Lang::ZhTw => format!("登記  更正 {}", no.short()),
            Lang::En => format!("Register  correct {}", no.short()),
        }
    }

    /// `作廢 11511-0041`.
    /// `事前核可 11511-0042`.
    pub fn approval_title(self, no: &RegisterNo, mode: ApprovalMode) -> String {
        let no = no.short();
        match self {
            Lang::ZhTw => format!("{} {no}", self.pre_approval(mode.code())),
            Lang::En => format!("Approve {no} ({})", mode.code()),
        }
    }

    /// `待核可查詢  不予核可`: the list's title.
    pub fn approvals_title(self, state: ApprovalState) -> String {
        let [waiting, refused] = match self {
            Lang::ZhTw => ["待核可", "不予核可"],
            Lang::En => ["to approve", "refused"],
        };
        let name = match self {
            Lang::ZhTw => "主管核可",
            Lang::En => "Approval",
        };
        match state {
            ApprovalState::Refused => format!("{name}  {waiting}  [{refused}]"),
            ApprovalState::Waiting | ApprovalState::Approved => {
                format!("{name}  [{waiting}]  {refused}")
            }
        }
    }

    pub fn made_without_approval(self) -> &'static str {
        match self {
            Lang::ZhTw => "未經事前核可即查詢",
            Lang::En => "made before it was approved",
        }
    }

    /// Basis and relation, or why it was refused.
    pub fn approval_peek(self, basis: &str, relation: &str, refused_for: Option<&str>) -> String {
        match (self, refused_for) {
            (Lang::ZhTw, Some(reason)) => format!("不予核可：{reason}"),
            (Lang::En, Some(reason)) => format!("Refused: {reason}"),
            (_, None) => format!("{basis}  {relation}"),
        }
    }

    /// What was said, by whom and when, or until when it is to be said.
    pub fn approval_stands(self, approval: &Approval, decided: Option<(&str, Moment)>) -> String {
        let when = |at: Moment| self.minute(at.day(), at.time());
        let reason = approval.reason.as_deref().unwrap_or_default();
        match (self, decided, approval.state) {
            (Lang::ZhTw, Some((name, at)), ApprovalState::Refused) => {
                format!("不予核可：{reason}，{name} {}", when(at))
            }
            (Lang::En, Some((name, at)), ApprovalState::Refused) => {
                format!("refused: {reason}, {name} {}", when(at))
            }
            (Lang::ZhTw, Some((name, at)), _) => format!("已核可，{name} {}", when(at)),
            (Lang::En, Some((name, at)), _) => format!("approved, {name} {}", when(at)),
            (Lang::ZhTw, None, _) => format!("待核可，最遲 {}", self.day(approval.due_on)),
            (Lang::En, None, _) => format!("to be approved by {}", self.day(approval.due_on)),
        }
    }

    pub fn void_title(self, no: &RegisterNo) -> String {
        match self {
            Lang::ZhTw => format!("作廢 {}", no.short()),
            Lang::En => format!("Void {}", no.short()),
        }
    }

    pub fn void_sentence(self) -> &'static str {
        match self {
            Lang::ZhTw => "原登記仍予保留，作廢不得回復；屬誤植者請改用更正。",
            Lang::En => "The line stays; voiding cannot be undone. A slip is corrected instead.",
        }
    }

    /// `許婷辰（使用者），記入軌跡`.
    pub fn signed_by(self, clerk: &Clerk, roles: Roles) -> String {
        let roles = self.roles(roles);
        match self {
            Lang::ZhTw => format!("{}（{roles}），記入軌跡", clerk.name),
            Lang::En => format!("{} ({roles}), an entry in the trail", clerk.name),
        }
    }

    pub fn kept_as_registered(self) -> &'static str {
        match self {
            Lang::ZhTw => "沿用登記",
            Lang::En => "as registered",
        }
    }

    /// The peek lines of forms.
    pub fn result_ready(self) -> &'static str {
        match self {
            Lang::ZhTw => "上半為將存入之內容，隨所選項目變動",
            Lang::En => "Above stands what will be written; it changes with the choice",
        }
    }

    pub fn correct_ready(self) -> &'static str {
        match self {
            Lang::ZhTw => "原登記不得修改或刪除；更正另存新版並附理由",
            Lang::En => "Never edited or deleted: a correction is a new version with its reason",
        }
    }

    /// `原 11531177100`.
    pub fn was(self, text: &str) -> String {
        match self {
            Lang::ZhTw => format!("原 {text}"),
            Lang::En => format!("was {text}"),
        }
    }

    pub fn unchanged_subject(self, masked: &str) -> String {
        match self {
            Lang::ZhTw => format!("{masked}，不更正者免填"),
            Lang::En => format!("{masked}, leave empty to keep"),
        }
    }

    pub fn this_case(self) -> &'static str {
        match self {
            Lang::ZhTw => "本案",
            Lang::En => "this case",
        }
    }

    /// The sheet after registering: its title and what to do with the number.
    pub fn registered_title(self) -> &'static str {
        match self {
            Lang::ZhTw => "登記  已登記，請至 WebIR 查詢",
            Lang::En => "Register  registered, now ask WebIR",
        }
    }

    pub fn registered_what(self) -> &'static str {
        match self {
            Lang::ZhTw => "請將登記編號填入 WebIR「案號及事由」欄末：",
            Lang::En => "Put the number at the end of WebIR's case and reason:",
        }
    }

    pub fn copy_line(self) -> &'static str {
        match self {
            Lang::ZhTw => "可整行複製",
            Lang::En => "may be copied whole",
        }
    }

    pub fn result_due_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "補登期限",
            Lang::En => "Result due",
        }
    }

    pub fn registered_next(self) -> &'static str {
        match self {
            Lang::ZhTw => "查畢返回，請按 F8 補登結果；同案下一人請按 Ctrl-D",
            Lang::En => "Then complete the result with F8; the next of the same case with Ctrl-D",
        }
    }

    /// `待補登，最遲 115/11/24(二)`.
    pub fn due_on(self, day: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("待補登，最遲 {}", self.day(day)),
            Lang::En => format!("pending, due {}", self.day(day)),
        }
    }

    /// The peek of a pending record.
    pub fn next_is_result(self, day: NaiveDate) -> String {
        match self {
            Lang::ZhTw => format!("下一步：補登結果，最遲 {}", self.day(day)),
            Lang::En => format!("Next: complete the result, due {}", self.day(day)),
        }
    }

    /// `第 3 版（現行）`.
    pub fn version_in_force(self, version: u32) -> String {
        match self {
            Lang::ZhTw => format!("第 {version} 版（現行）"),
            Lang::En => format!("version {version} (in force)"),
        }
    }

    /// `已顯示明碼，並記入軌跡（序號 48,214）。`
    pub fn revealed_told(self, seq: u64) -> String {
        match self {
            Lang::ZhTw => format!("已顯示明碼，並記入軌跡（序號 {}）。", group(seq)),
            Lang::En => format!("Shown in clear; entry {} of the trail.", group(seq)),
        }
    }

    pub fn not_masked(self) -> &'static str {
        match self {
            Lang::ZhTw => "統一編號及保險證號不遮罩，已為明碼。",
            Lang::En => "Business and insurance numbers are not masked.",
        }
    }

    /// `查有資料 1 筆，列印 1 份附卷，密件`.
    pub fn answer(self, answer: &Answer) -> String {
        let mut parts = vec![self.result_with_rows(answer)];
        if let Some(output) = answer.output {
            parts.push(self.output_with_place(answer, output));
        }
        if let Some(case) = &answer.filed_in {
            parts.push(case.clone());
        }
        match (self, answer.output, answer.is_sealed) {
            (_, _, None) => {}
            (Lang::ZhTw, Some(Output::File), Some(true)) => parts.push("已加密".to_owned()),
            (Lang::ZhTw, _, Some(true)) => parts.push("密件".to_owned()),
            (Lang::ZhTw, _, Some(false)) => parts.push("尚未密件或加密".to_owned()),
            (Lang::En, Some(Output::File), Some(true)) => parts.push("encrypted".to_owned()),
            (Lang::En, _, Some(true)) => parts.push("classified".to_owned()),
            (Lang::En, _, Some(false)) => parts.push("not yet guarded".to_owned()),
        }
        parts.join(match self {
            Lang::ZhTw => "，",
            Lang::En => ", ",
        })
    }

    fn result_with_rows(self, answer: &Answer) -> String {
        let result = self.query_result(answer.result);
        match (answer.result, answer.rows) {
            (QueryResult::Found, Some(rows)) => {
                let rows = self.count(u64::from(rows), crate::locale::Measure::Query);
                format!("{result} {rows}")
            }
            _ => result.to_owned(),
        }
    }

    fn output_with_place(self, answer: &Answer, output: Output) -> String {
        let mut text = self.output(output).to_owned();
        if let (Output::Printed, Some(copies)) = (output, answer.copies) {
            let copies = self.count(u64::from(copies), crate::locale::Measure::Print);
            text = format!("{text} {copies}");
        }
        match answer.whereto {
            None | Some(WhereTo::NotKept) => text,
            Some(place) => match self {
                Lang::ZhTw => format!("{text}{}", self.where_to(place)),
                Lang::En => format!("{text}, {}", self.where_to(place)),
            },
        }
    }

    /// `查有資料、列印 1 份、附卷`: a usual result in the list.
    pub fn usual_result(
        self,
        result: QueryResult,
        output: Option<Output>,
        whereto: Option<WhereTo>,
    ) -> String {
        let mut parts = vec![self.query_result(result).to_owned()];
        match output {
            Some(Output::Printed) => {
                let one = self.count(1, crate::locale::Measure::Print);
                parts.push(format!("{} {one}", self.output(Output::Printed)));
            }
            Some(output) if result != QueryResult::SystemError => {
                parts.push(self.output(output).to_owned());
            }
            Some(_) | None => {}
        }
        match whereto {
            Some(place) if place.is_kept() => parts.push(self.where_to(place).to_owned()),
            Some(_) | None => {}
        }
        parts.join(self.text(Text::ListComma))
    }

    /// 迴避確認 of a line.
    pub fn recusal(self, recusal: &Recusal) -> String {
        match (self, recusal) {
            (Lang::ZhTw, Recusal::Confirmed) => "非己身、親屬、主管、同僚".to_owned(),
            (Lang::En, Recusal::Confirmed) => {
                "not self, relative, superior or colleague".to_owned()
            }
            (Lang::ZhTw, Recusal::Assigned(assignment)) => format!("依分案查詢：{assignment}"),
            (Lang::En, Recusal::Assigned(assignment)) => format!("by assignment: {assignment}"),
        }
    }

    /// Labels of the record that no form has.
    pub fn recusal_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "迴避確認",
            Lang::En => "Recusal",
        }
    }

    pub fn asked_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "查詢",
            Lang::En => "Query",
        }
    }

    pub fn same_case_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "同案",
            Lang::En => "Same case",
        }
    }

    pub fn flags_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "提示",
            Lang::En => "Remarks",
        }
    }

    pub fn registered_label(self) -> &'static str {
        match self {
            Lang::ZhTw => "登記日時",
            Lang::En => "Registered",
        }
    }

    pub fn corrected_mark(self) -> &'static str {
        match self {
            Lang::ZhTw => "更正",
            Lang::En => "corrected",
        }
    }

    /// `更正案號：11531177100 改為 11531177200`.
    pub fn changed_from_to(self, label: &str, from: &str, to: &str) -> String {
        let nothing = match self {
            Lang::ZhTw => "（空白）",
            Lang::En => "(empty)",
        };
        let from = if from.is_empty() { nothing } else { from };
        let to = if to.is_empty() { nothing } else { to };
        match self {
            Lang::ZhTw => format!("更正{label}：{from} 改為 {to}"),
            Lang::En => format!("{label}: {from} becomes {to}"),
        }
    }

    /// `第 9 字不同`: two numbers that differ under their masks.
    pub fn differs_at(self, place: usize) -> String {
        match self {
            Lang::ZhTw => format!("（第 {place} 字不同）"),
            Lang::En => format!(" (character {place} differs)"),
        }
    }

    /// `理由：誤植前一案案號`.
    pub fn because(self, reason: &str) -> String {
        match self {
            Lang::ZhTw => format!("理由：{reason}"),
            Lang::En => format!("Reason: {reason}"),
        }
    }

    /// The agency's standing by its code.
    pub fn standing(self, code: &str) -> &'static str {
        match (self, code.parse()) {
            (lang, Ok(flag)) => lang.query_flag(flag),
            (Lang::ZhTw, Err(_)) => "已獲同意",
            (Lang::En, Err(_)) => "consented",
        }
    }

    /// `【機關暫停或終止】`: what the agency's standing says of a line.
    pub fn red_flag(self, flag: crate::domain::query::QueryFlag) -> String {
        match self {
            Lang::ZhTw => format!("【{}】", self.query_flag(flag)),
            Lang::En => format!("[{}]", self.query_flag(flag).to_uppercase()),
        }
    }

    /// What a field of a catalogue does not take.
    pub fn catalogue_fault(self, fault: crate::domain::catalogue::CatalogueFault) -> &'static str {
        use crate::domain::catalogue::CatalogueFault;
        match (self, fault) {
            (Lang::ZhTw, CatalogueFault::Code) => "僅得用英數字，至多 20 字。請改填，例如 LI01。",
            (Lang::ZhTw, CatalogueFault::Name) => "尚未填寫或逾 60 字。請改填，例如 投保資料。",
            (Lang::ZhTw, CatalogueFault::ShortName) => {
                "逾 6 字或名稱逾 6 字而未填。請改填，例如 身障生活補助。"
            }
            (Lang::ZhTw, CatalogueFault::Until) => "迄日早於起日。請改填，例如 115/12/31。",
            (Lang::En, CatalogueFault::Code) => {
                "Letters and digits alone, 20 at most. Type it again, for example LI01."
            }
            (Lang::En, CatalogueFault::Name) => {
                "Empty, or longer than 60 characters. Type it again."
            }
            (Lang::En, CatalogueFault::ShortName) => {
                "Longer than 6 characters, or missing for a longer name. Type it again."
            }
            (Lang::En, CatalogueFault::Until) => "Before the first day. Type it again.",
        }
    }

    /// What the columns leave out of a line.
    pub fn line_peek(self, query: &Query, item_name: &str, relation: &str) -> String {
        let item = format!("{} {item_name}", query.item);
        let mut parts = vec![
            query.no.to_string(),
            item.trim().to_owned(),
            query.basis.clone(),
            relation.to_owned(),
        ];
        parts.extend(query.flags.iter().map(|flag| self.red_flag(*flag)));
        parts.retain(|part| !part.is_empty());
        parts.join("  ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_wide() {
        assert_eq!(wide("SOC-11511-0043"), "ＳＯＣ － １１５１１ － ００４３");
    }

    #[test]
    fn an_answer_is_said_in_one_line() {
        let answer = Answer {
            result: QueryResult::Found,
            rows: Some(1),
            output: Some(Output::Printed),
            copies: Some(1),
            whereto: Some(WhereTo::Filed),
            filed_in: None,
            is_sealed: Some(true),
            delete_by: None,
        };
        assert_eq!(
            Lang::ZhTw.answer(&answer),
            "查有資料 1 筆，列印 1 份附卷，密件"
        );
        let sentence = Lang::ZhTw.usual_result(answer.result, answer.output, answer.whereto);
        assert_eq!(sentence, "查有資料、列印 1 份、附卷");
    }
}
