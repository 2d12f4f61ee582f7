//! Records → sheets → bytes: what leaves the desk on paper. Every document is Chinese, masked and reproducible:
//! the same record gives the same bytes.
//!
//! Nothing here knows files, the store or the clock; a record comes in with its sentences already worded by `locale`.

pub mod check_record;
mod csv;
pub mod deletion;
pub mod notice;
pub mod odf;
mod ods;
pub mod quarter;
pub mod review_record;
pub mod roster;
pub mod sealed;
pub mod sheet;
pub mod template;
mod text;
#[cfg(test)]
mod trial;

/// Styles of upright papers: letters and forms.
const PAPER_STYLES: odf::Part<'static> = odf::Part {
    name: "paper.styles.xml",
    source: include_str!("templates/paper.styles.xml"),
};

pub use odf::ReportError;
pub use text::masked;
