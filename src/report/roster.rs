//! 使用者清冊 (domain.md T4) for the file and the bureau's audit (12(5)). It names staff and accounts, nobody who was looked up.

use serde::Serialize;

use crate::report::masked;
use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::template;

const LAYOUT: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "roster.content.xml",
        source: include_str!("templates/roster.content.xml"),
    },
    // Broad sheets look alike.
    styles: Part {
        name: "review_record.styles.xml",
        source: include_str!("templates/review_record.styles.xml"),
    },
};

/// What an office's own template of it is called.
pub const TEMPLATE: &str = "roster.odt";

/// The roster, ready for paper; words are Chinese.
#[derive(Debug, Clone, Serialize)]
pub struct RosterPaper {
    pub agency_name: String,
    pub is_demo: bool,
    /// What it is called, in its title and at its foot.
    pub number: String,
    /// How many accounts, and on which day.
    pub counts: String,
    pub lines: Vec<PaperLine>,
    pub head: String,
    pub printed_by: String,
    pub printed_at: String,
}

/// A line of it.
#[derive(Debug, Clone, Serialize)]
pub struct PaperLine {
    pub order: String,
    pub unit: String,
    pub name: String,
    pub title: String,
    pub account: String,
    pub kind: String,
    pub items: String,
    pub bases: String,
    /// 核准日 and 申請編號.
    pub approved: String,
    pub opened: String,
    pub last: String,
    pub status: String,
    /// 異動日 and its cause.
    pub changed: String,
    pub remark: String,
}

/// The .odt, by the office's own template where it has one.
pub fn render(paper: &RosterPaper, own: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    let mut paper = paper.clone();
    for line in &mut paper.lines {
        for text in [&mut line.account, &mut line.remark] {
            *text = masked(text);
        }
    }
    if let Some(own) = own {
        return template::fill(TEMPLATE, own, &paper);
    }
    let title = format!("{}{}", paper.agency_name, paper.number);
    Document::fill(&LAYOUT, &title, &paper)?.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::trial::read_by_libreoffice;

    fn paper() -> RosterPaper {
        let text = str::to_owned;
        RosterPaper {
            agency_name: text("高雄市政府社會局"),
            is_demo: false,
            number: text("使用者清冊"),
            counts: text("115/11/25(三) 帳號 1（啟用 1）"),
            lines: vec![PaperLine {
                order: text("1"),
                unit: text("社會救助科"),
                name: text("許婷辰"),
                title: text("科員"),
                account: text("KCGSOC0101"),
                kind: text("使用者"),
                items: text("LI01、LP11"),
                bases: text("SOC-01"),
                approved: text("115/03/02 A11503-004"),
                opened: text("115/03/03"),
                last: text("115/11/23"),
                status: text("啟用"),
                changed: String::new(),
                remark: text("代 A123456789 查詢"),
            }],
            head: text("253:d42e9e77"),
            printed_by: text("陳怡君"),
            printed_at: text("115/11/25(三) 09:01"),
        }
    }

    #[test]
    fn the_roster_opens_in_libreoffice_and_says_what_the_form_asks() {
        let bytes = render(&paper(), None).unwrap();
        assert_eq!(bytes, render(&paper(), None).unwrap(), "the same bytes");
        let Some(text) = read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes) else {
            return;
        };
        for part in [
            "高雄市政府社會局使用者清冊",
            "KCGSOC0101",
            "A11503-004",
            "最近查詢日",
            "軌跡末端 253:d42e9e77",
            "A12345****",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("A123456789"), "masked: {text}");
    }
}
