//! 窗口異動通知 (point 7): the letter to the bureau after a change of contact, designated officer or unit head.

use serde::Serialize;

use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::{PAPER_STYLES, template};

const LAYOUT: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "notice.content.xml",
        source: include_str!("templates/notice.content.xml"),
    },
    styles: PAPER_STYLES,
};

/// What an office's own template is called.
pub const TEMPLATE: &str = "notice.odt";

/// A notice, ready for paper; words are Chinese.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeReport {
    pub agency_name: String,
    pub bureau_name: String,
    pub authority_name: String,
    pub is_demo: bool,
    pub is_secret: bool,
    pub document_name: String,
    /// 聯繫窗口, 專責人員, 單位主管.
    pub duty: String,
    pub before: String,
    pub after: String,
    pub changed_day: String,
    pub due: String,
    pub remark: String,
    pub letter_day: String,
    pub letter_no: String,
    pub printed_by: String,
    pub printed_at: String,
}

/// The .odt, by the office's own template where it has one.
pub fn render(report: &NoticeReport, own: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    if let Some(own) = own {
        return template::fill(TEMPLATE, own, report);
    }
    let title = format!("{} {}", report.agency_name, report.document_name);
    Document::fill(&LAYOUT, &title, report)?.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::trial::read_by_libreoffice;

    #[test]
    fn the_letter_opens_in_libreoffice_and_says_who_and_by_when() {
        let text = str::to_owned;
        let report = NoticeReport {
            agency_name: text("高雄市政府資訊處"),
            bureau_name: text("勞動部勞工保險局"),
            authority_name: text("高雄市政府勞工局"),
            is_demo: false,
            is_secret: false,
            document_name: text("N11502-001"),
            duty: text("單位主管"),
            before: text("王主任"),
            after: text("李主任"),
            changed_day: text("中華民國115年2月10日"),
            due: text("115/02/17(二)"),
            remark: String::new(),
            letter_day: text("中華民國115年2月11日"),
            letter_no: text("（發文後填）"),
            printed_by: text("陳怡君"),
            printed_at: text("115/02/11(三) 09:00"),
        };
        let bytes = render(&report, None).unwrap();
        let Some(said) = read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes) else {
            return;
        };
        for part in [
            "受文者：勞動部勞工保險局",
            "單位主管自中華民國115年2月10日起，由王主任異動為李主任",
            "115/02/17(二)",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains('密') || !said.contains("密　"), "{said}");
    }
}
