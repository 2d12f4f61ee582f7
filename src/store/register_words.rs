//! The index behind search and filters of the register: the beginnings of Latin words, other words as characters and
//! pairs of them, and marks for what a filter names.
//!
//! Whatever is asked for often is one term of the index, whose lines are read in order until the page is full; asking
//! for all terms with a common beginning would gather every line of each before the first is shown.
//! A cache beside `query`, in the order of its ids; no entry binds it. Whoever disposes of a line drops its words too.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::domain::identity::{Subject, SubjectKind};
use crate::domain::ids::{AgencyCode, Period, RegisterNo};
use crate::domain::query::{Query, QueryState, Recusal};
use crate::store::Reader;
use crate::store::error::StoreError;

/// Begins what no clerk can type: a private character of plane 15, dropped from every text.
const MARK: char = '\u{F0000}';

/// A Latin word is found by its beginnings of up to so many characters; case numbers and accounts share many of their
/// first ones. Longer words stand whole too.
const BEGINNING: usize = 8;

/// The same of identifiers, which are as good as random behind a few characters.
const SUBJECT_BEGINNING: usize = 4;

/// What a filter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// The exact account.
    Account(String),
    /// The month of the query.
    Month(Period),
    /// The month of the query, where it is another than that which numbers the line (a corrected date).
    MovedTo(Period),
    /// Where the line stands, as lists say it: `pending`, a result's code, `void`.
    Shown(&'static str),
    Item(String),
    Output(&'static str),
    Relation(String),
    Number(RegisterNo),
}

impl Facet {
    fn word(&self) -> String {
        let (kind, text) = match self {
            Facet::Account(account) => ('a', hex(account)),
            Facet::Month(period) => ('m', period.to_string()),
            Facet::MovedTo(period) => ('x', period.to_string()),
            Facet::Shown(code) => ('s', hex(code)),
            Facet::Item(item) => ('i', hex(&item.to_uppercase())),
            Facet::Output(code) => ('o', hex(code)),
            Facet::Relation(relation) => ('r', hex(relation)),
            Facet::Number(number) => ('n', hex(&number.to_string())),
        };
        format!("{MARK}{kind}{text}")
    }
}

fn hex(text: &str) -> String {
    data_encoding::HEXLOWER.encode(text.as_bytes())
}

/// What a line shows as its result.
pub fn shown_code(query: &Query) -> &'static str {
    match (query.state, &query.answer) {
        (QueryState::Void, _) => QueryState::Void.code(),
        (QueryState::Complete, Some(answer)) => answer.result.code(),
        (QueryState::Pending | QueryState::Complete, _) => QueryState::Pending.code(),
    }
}

fn facets(query: &Query) -> Vec<Facet> {
    let mut facets = vec![
        Facet::Account(query.account.clone()),
        Facet::Shown(shown_code(query)),
        Facet::Item(query.item.clone()),
        Facet::Number(query.no.clone()),
    ];
    let month = Period::of(query.asked_on);
    facets.extend(month.map(Facet::Month));
    let moved = month.filter(|month| *month != query.no.period);
    facets.extend(moved.map(Facet::MovedTo));
    facets.extend(query.relation.clone().map(Facet::Relation));
    let output = query.answer.as_ref().and_then(|answer| answer.output);
    facets.extend(output.map(|output| Facet::Output(output.code())));
    facets
}

/// One spelling for a line's text and for what is searched: NFKC, lower case, one way to write 臺.
fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|letter| *letter != MARK)
        .map(|letter| if letter == '台' { '臺' } else { letter })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Runs of Latin letters and digits, and runs of everything else that is written.
fn runs(text: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Latin,
        Written,
        Blank,
    }
    let kind = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            Kind::Latin
        } else if letter.is_alphanumeric() || ('\u{E000}'..='\u{F8FF}').contains(&letter) {
            Kind::Written
        } else {
            Kind::Blank
        }
    };
    let mut runs: Vec<String> = Vec::new();
    let mut last = Kind::Blank;
    for letter in text.chars() {
        let this = kind(letter);
        if this != Kind::Blank {
            match runs.last_mut() {
                Some(run) if this == last => run.push(letter),
                _ => runs.push(letter.to_string()),
            }
        }
        last = this;
    }
    runs
}

fn is_latin(run: &str) -> bool {
    run.is_ascii()
}

/// Each character of a run with the one after it.
fn pairs(run: &str) -> impl Iterator<Item = String> {
    run.chars().zip(run.chars().skip(1)).map(|(one, next)| {
        let mut pair = one.to_string();
        pair.push(next);
        pair
    })
}

fn push(words: &mut String, word: &str) {
    words.push_str(word);
    words.push(' ');
}

/// A word's beginnings of up to so many characters; Latin words have a byte a character.
fn push_beginnings(words: &mut String, run: &str, longest: usize) {
    for length in 1..=longest.min(run.len()) {
        push(words, run.get(..length).unwrap_or_default());
    }
}

/// Every character of a run and every pair of them.
fn push_written(words: &mut String, run: &str) {
    for letter in run.chars() {
        words.push(letter);
        words.push(' ');
    }
    for pair in pairs(run) {
        push(words, &pair);
    }
}

fn add(words: &mut String, text: &str) {
    for run in runs(&plain(text)) {
        if !is_latin(&run) {
            push_written(words, &run);
            continue;
        }
        push_beginnings(words, &run, BEGINNING);
        if run.len() > BEGINNING {
            push(words, &run);
        }
    }
}

fn add_subject(words: &mut String, text: &str) {
    for run in runs(&plain(text)) {
        if is_latin(&run) {
            push_beginnings(words, &run, SUBJECT_BEGINNING);
            push(words, &subject_word(&run));
        } else {
            push_written(words, &run);
        }
    }
}

/// An identifier's own kind of word: so its beginnings are few.
fn subject_word(run: &str) -> String {
    format!("{MARK}d{run}")
}

fn words(query: &Query) -> String {
    let mut words = String::new();
    let details = &query.details;
    let assignment = match &query.recusal {
        Some(Recusal::Assigned(assignment)) => Some(assignment),
        Some(Recusal::Confirmed) | None => None,
    };
    let filed_in = query
        .answer
        .as_ref()
        .and_then(|answer| answer.filed_in.as_ref());
    let texts = [
        Some(&query.case_no),
        Some(&query.reason),
        Some(&query.item),
        Some(&query.account),
        Some(&query.person),
        Some(&query.basis),
        query.basis_reason.as_ref(),
        query.relation.as_ref(),
        assignment,
        details.unit.as_ref(),
        details.subject_name.as_ref(),
        details.relevance.as_ref(),
        details.requester.as_ref(),
        details.approved_by.as_ref(),
        details.remark.as_ref(),
        filed_in,
        query.change_reason.as_ref(),
    ];
    add_subject(&mut words, query.subject.as_stored());
    for text in texts.into_iter().flatten() {
        add(&mut words, text);
    }
    for facet in facets(query) {
        words.push_str(&facet.word());
        words.push(' ');
    }
    words
}

/// Indexes a line; `is_new` when it had no words before.
pub(in crate::store) fn put(
    connection: &rusqlite::Connection,
    id: i64,
    query: &Query,
    is_new: bool,
) -> Result<(), StoreError> {
    if !is_new {
        connection
            .prepare_cached("delete from query_words where rowid = ?1")?
            .execute([id])?;
    }
    connection
        .prepare_cached("insert into query_words (rowid, words) values (?1, ?2)")?
        .execute((id, words(query)))?;
    Ok(())
}

/// Writes the whole index anew from the register, after a migration that emptied it.
pub(in crate::store) fn rebuild(connection: &rusqlite::Connection) -> Result<(), StoreError> {
    super::register::each(Reader { connection }, |stored| {
        put(connection, stored.id, &stored.query, true)
    })
}

/// What a list wants of the index: what was searched for, and what the filters name.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub search: String,
    /// Every one of these.
    pub all_of: Vec<Facet>,
    /// One of these, when there are any.
    pub one_of: Vec<Facet>,
}

impl Wanted {
    /// Whether the index has to be asked at all.
    pub fn is_everything(&self) -> bool {
        self.search.trim().is_empty() && self.all_of.is_empty() && self.one_of.is_empty()
    }

    /// The question as the index takes it; `None`: nothing can be found.
    pub(in crate::store) fn question(&self, agency: &AgencyCode) -> Option<String> {
        let mut parts: Vec<String> = self
            .all_of
            .iter()
            .map(|facet| quoted(&facet.word(), false))
            .collect();
        if !self.one_of.is_empty() {
            let any: Vec<String> = self
                .one_of
                .iter()
                .map(|facet| quoted(&facet.word(), false))
                .collect();
            parts.push(format!("({})", any.join(" OR ")));
        }
        for term in self.search.split_whitespace() {
            let found = term_parts(term, agency);
            if found.is_empty() {
                return None;
            }
            parts.extend(found);
        }
        (!parts.is_empty()).then(|| parts.join(" AND "))
    }
}

/// A word as the index quotes it; it holds letters and digits alone.
fn quoted(word: &str, is_beginning: bool) -> String {
    let mut text = format!("\"{word}\"");
    if is_beginning {
        let written = write!(text, " *");
        debug_assert!(written.is_ok());
    }
    text
}

/// A register number, an identifier as it is written, or words: Latin ones by their beginning, others anywhere.
fn term_parts(term: &str, agency: &AgencyCode) -> Vec<String> {
    let code: String = term.nfkc().collect::<String>().to_uppercase();
    let number = code
        .parse::<RegisterNo>()
        .or_else(|_short| format!("{agency}-{code}").parse());
    if let Ok(number) = number {
        return vec![quoted(&Facet::Number(number).word(), false)];
    }
    let subject = Subject::read(term);
    let whole = if subject.kind() == SubjectKind::Unknown {
        term
    } else {
        subject.as_stored()
    };
    let mut parts = Vec::new();
    for run in runs(&plain(whole)) {
        if is_latin(&run) {
            parts.push(beginning(&run));
        } else if run.chars().nth(1).is_none() {
            parts.push(quoted(&run, false));
        } else {
            parts.extend(pairs(&run).map(|pair| quoted(&pair, false)));
        }
    }
    parts
}

/// Lines with a Latin word that begins so.
fn beginning(run: &str) -> String {
    let length = run.len();
    if length <= SUBJECT_BEGINNING {
        return quoted(run, false);
    }
    let word = quoted(run, length > BEGINNING);
    format!("({word} OR {})", quoted(&subject_word(run), true))
}

/// How many lines answer a question, counted to a limit; `None` beyond it.
pub(in crate::store) fn count(
    reader: Reader<'_>,
    question: &str,
    limit: u32,
) -> Result<Option<u64>, StoreError> {
    let sql =
        "select count(*) from (select 1 from query_words where query_words match ?1 limit ?2)";
    let found: u32 = reader
        .connection()
        .prepare_cached(sql)?
        .query_row((question, limit), |row| row.get(0))?;
    Ok((found < limit).then(|| u64::from(found)))
}

/// Ids that answer a question, downwards from one or upwards from one, itself included.
pub(in crate::store) fn ids(
    reader: Reader<'_>,
    question: &str,
    from: Option<i64>,
    is_down: bool,
    limit: u32,
) -> Result<Vec<i64>, StoreError> {
    let (sql, from) = if is_down {
        (
            "select rowid from query_words where query_words match ?1 and rowid <= ?2 order by rowid desc limit ?3",
            from.unwrap_or(i64::MAX),
        )
    } else {
        (
            "select rowid from query_words where query_words match ?1 and rowid >= ?2 order by rowid limit ?3",
            from.unwrap_or(0),
        )
    };
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map((question, from, limit), |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<i64>, _>>()?)
}
