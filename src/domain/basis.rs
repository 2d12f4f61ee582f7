//! The annex (附表): which agency may query on which legal basis, for whom. A versioned table; law changes, rows stay.

use std::str::FromStr;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::ids::{AgencyCode, BadForm};

/// The annex as it comes with the program.
const EMBEDDED: &str = include_str!("../store/seed/legal_basis.toml");

/// What an agency is in the directive's point 2; one agency may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgencyRole {
    /// 總管理機關.
    Central,
    /// 權責管理機關.
    Authority,
    /// 資料需求機關.
    Demand,
}

impl AgencyRole {
    /// The annex's code.
    pub fn code(self) -> &'static str {
        match self {
            AgencyRole::Central => "TOTAL",
            AgencyRole::Authority => "AUTH",
            AgencyRole::Demand => "DEMAND",
        }
    }
}

impl FromStr for AgencyRole {
    type Err = BadForm;
    fn from_str(code: &str) -> Result<Self, BadForm> {
        [
            AgencyRole::Central,
            AgencyRole::Authority,
            AgencyRole::Demand,
        ]
        .into_iter()
        .find(|role| role.code() == code)
        .ok_or(BadForm)
    }
}

/// What the articles of a basis are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleUnit {
    /// 條 of a statute.
    Article,
    /// 點 of an administrative rule.
    Point,
}

/// 法律依據: a statute and its articles, valid between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// `SOC-01`.
    pub id: String,
    pub statute: String,
    pub statute_en: String,
    pub unit: ArticleUnit,
    /// `44-3(1)` is article 44 之 3, paragraph 1; `8.2` is item 2 of 8.
    pub articles: Vec<String>,
    /// The citation written out, as documents quote it.
    pub display_zh: String,
    /// First day, or always.
    pub effective_from: Option<NaiveDate>,
    /// Last day, or for ever.
    pub effective_to: Option<NaiveDate>,
}

impl Basis {
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.effective_from.is_none_or(|from| from <= day)
            && self.effective_to.is_none_or(|to| day <= to)
    }
}

/// An agency of the annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    pub code: AgencyCode,
    pub name_zh: String,
    pub name_en: String,
    pub roles: Vec<AgencyRole>,
    /// 業務範圍.
    pub scope_zh: String,
    pub scope_en: String,
    /// 使用目的.
    pub purpose_zh: String,
    pub purpose_en: String,
    /// 與案件關係: who may be looked up; the text is also the code that a row stores.
    pub subjects: Vec<String>,
    /// The same in English, in the same order.
    pub subjects_en: Vec<String>,
    pub bases: Vec<Basis>,
}

impl Agency {
    /// The bases that may be offered for a query on that day.
    pub fn bases_valid_on(&self, day: NaiveDate) -> impl Iterator<Item = &Basis> {
        self.bases
            .iter()
            .filter(move |basis| basis.is_valid_on(day))
    }

    /// The basis of that id valid on the day; a law may change and keep its id.
    pub fn basis_on(&self, id: &str, day: NaiveDate) -> Option<&Basis> {
        self.bases_valid_on(day).find(|basis| basis.id == id)
    }

    /// A basis as the store keeps it; how its articles are counted and quoted is the annex's where it has the same.
    pub fn kept_basis(
        &self,
        id: String,
        statute: String,
        statute_en: String,
        articles: Vec<String>,
        (effective_from, effective_to): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> Basis {
        let same = self
            .bases
            .iter()
            .find(|basis| basis.id == id && basis.statute == statute && basis.articles == articles);
        Basis {
            unit: same.map_or(ArticleUnit::Article, |basis| basis.unit),
            display_zh: same.map_or_else(|| statute.clone(), |basis| basis.display_zh.clone()),
            id,
            statute,
            statute_en,
            articles,
            effective_from,
            effective_to,
        }
    }

    pub fn has_subject(&self, relation: &str) -> bool {
        self.subjects.iter().any(|subject| subject == relation)
    }

    /// English for a relation that a row stores.
    pub fn subject_en(&self, relation: &str) -> Option<&str> {
        let place = self
            .subjects
            .iter()
            .position(|subject| subject == relation)?;
        self.subjects_en.get(place).map(String::as_str)
    }

    /// Whether the agency queries at all: 資訊處 does not, and so has no register.
    pub fn has_register(&self) -> bool {
        self.roles.contains(&AgencyRole::Demand)
    }
}

/// The whole annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    pub agencies: Vec<Agency>,
}

impl Annex {
    /// The annex that comes with the program, read once: a list asks for it at every page.
    pub fn embedded() -> &'static Annex {
        static ANNEX: OnceLock<Annex> = OnceLock::new();
        // The embedded text is checked by a test, so that the default is never taken.
        ANNEX.get_or_init(|| {
            Annex::parse(EMBEDDED).unwrap_or(Annex {
                agencies: Vec::new(),
            })
        })
    }

    /// The agency of that code; one that the annex does not name has no bases, and the usual subjects.
    pub fn agency_or_plain(&self, code: &AgencyCode) -> Agency {
        if let Some(agency) = self.agency(code) {
            return agency.clone();
        }
        let usual = self.agencies.iter().find(|agency| agency.has_register());
        Agency {
            code: code.clone(),
            name_zh: code.to_string(),
            name_en: code.to_string(),
            roles: vec![AgencyRole::Demand],
            scope_zh: String::new(),
            scope_en: String::new(),
            purpose_zh: String::new(),
            purpose_en: String::new(),
            subjects: usual.map_or_else(Vec::new, |agency| agency.subjects.clone()),
            subjects_en: usual.map_or_else(Vec::new, |agency| agency.subjects_en.clone()),
            bases: Vec::new(),
        }
    }

    /// Reads the seed table. Refused whole for an unknown key, role, unit or day.
    pub fn parse(text: &str) -> Result<Annex, BadForm> {
        let table: AnnexTable = toml::from_str(text).map_err(|_bad| BadForm)?;
        let agencies = table
            .agency
            .into_iter()
            .map(AgencyTable::read)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Annex { agencies })
    }

    pub fn agency(&self, code: &AgencyCode) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.code == *code)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnnexTable {
    agency: Vec<AgencyTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencyTable {
    code: String,
    name_zh: String,
    name_en: String,
    roles: Vec<String>,
    scope_zh: String,
    scope_en: String,
    purpose_zh: String,
    purpose_en: String,
    subjects: Vec<String>,
    subjects_en: Vec<String>,
    #[serde(default)]
    bases: Vec<BasisTable>,
}

impl AgencyTable {
    fn read(self) -> Result<Agency, BadForm> {
        if self.subjects.len() != self.subjects_en.len() {
            return Err(BadForm);
        }
        Ok(Agency {
            code: self.code.parse()?,
            name_zh: self.name_zh,
            name_en: self.name_en,
            roles: self
                .roles
                .iter()
                .map(|role| role.parse())
                .collect::<Result<_, _>>()?,
            scope_zh: self.scope_zh,
            scope_en: self.scope_en,
            purpose_zh: self.purpose_zh,
            purpose_en: self.purpose_en,
            subjects: self.subjects,
            subjects_en: self.subjects_en,
            bases: self
                .bases
                .into_iter()
                .map(BasisTable::read)
                .collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BasisTable {
    id: String,
    statute: String,
    statute_en: String,
    unit: String,
    articles: Vec<String>,
    display_zh: String,
    effective_from: String,
    effective_to: String,
}

impl BasisTable {
    fn read(self) -> Result<Basis, BadForm> {
        Ok(Basis {
            id: self.id,
            statute: self.statute,
            statute_en: self.statute_en,
            unit: match self.unit.as_str() {
                "條" => ArticleUnit::Article,
                "點" => ArticleUnit::Point,
                _ => return Err(BadForm),
            },
            articles: self.articles,
            display_zh: self.display_zh,
            effective_from: limit(&self.effective_from)?,
            effective_to: limit(&self.effective_to)?,
        })
    }
}

fn limit(text: &str) -> Result<Option<NaiveDate>, BadForm> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_bad| BadForm)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str) -> Agency {
        let annex = Annex::embedded();
        annex.agency(&code.parse().unwrap()).unwrap().clone()
    }

    #[test]
    fn the_embedded_annex_has_six_agencies_and_twenty_five_bases() {
        let annex = Annex::parse(EMBEDDED).unwrap();
        assert_eq!(annex.agencies.len(), 6);
        let bases = annex.agencies.iter().map(|agency| agency.bases.len());
        assert_eq!(bases.sum::<usize>(), 25);
        for agency in &annex.agencies {
            for basis in &agency.bases {
                assert!(basis.id.starts_with(agency.code.as_str()), "{}", basis.id);
                assert!(basis.display_zh.starts_with(&basis.statute), "{}", basis.id);
            }
            assert_eq!(agency.has_register(), !agency.subjects.is_empty());
        }
    }

    #[test]
    fn an_agency_names_whom_it_may_look_up() {
        let social = agency("SOC");
        assert_eq!(social.bases.len(), 8);
        assert_eq!(
            social.bases.first().unwrap().articles,
            ["18", "20", "21", "44-3(1)"]
        );
        assert!(social.has_subject("關係人"));
        assert!(!social.has_subject("申請人"));
        assert_eq!(social.subject_en("關係人"), Some("related person"));
        assert_eq!(agency("YTH").subjects, ["申請人"]);
        assert!(!agency("DIT").has_register());
        assert!(agency("LAB").roles.contains(&AgencyRole::Authority));
    }

    #[test]
    fn a_basis_is_offered_from_its_first_to_its_last_day() {
        let mut social = agency("SOC");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let first = social.bases.first_mut().unwrap();
        first.effective_from = Some(day("2026-03-01"));
        first.effective_to = Some(day("2026-11-23"));
        for (on, is_offered) in [
            ("2026-02-28", false),
            ("2026-03-01", true),
            ("2026-11-23", true),
            ("2026-11-24", false),
        ] {
            assert_eq!(
                social.basis_on("SOC-01", day(on)).is_some(),
                is_offered,
                "{on}"
            );
        }
        assert_eq!(social.bases_valid_on(day("2026-11-24")).count(), 7);
    }

    #[test]
    fn a_table_with_a_slip_is_refused_whole() {
        for (right, wrong) in [
            ("effective_to = \"\"", "effective_to = \"2026-02-30\""),
            ("unit = \"條\"", "unit = \"章\""),
            ("code = \"SOC\"", "code = \"soc\""),
            ("subjects_en", "subjects_fr"),
        ] {
            assert!(EMBEDDED.contains(right));
            assert_eq!(
                Annex::parse(&EMBEDDED.replacen(right, wrong, 1)),
                Err(BadForm)
            );
        }
    }
}
