//! 登記: one line, its versions, its case; the same in clear for a while; the sheet that shows a new number.

use std::collections::HashMap;

use super::register::{Words, record, shown_result};
use super::register_changes::{Changed, changes};
use super::register_correct::CORRECT;
use super::register_form::{AGAIN, NEW};
use super::register_result::RESULT;
use super::register_void::VOID;
use crate::app::{Command, Done, RegisterCommand};
use crate::domain::identity::{Permit, Subject, differ_under_mask};
use crate::domain::ids::RegisterNo;
use crate::domain::people::Role;
use crate::domain::query::{Approval, ApprovalState, Change, Field, Query, QueryState};
use crate::domain::roc_date;
use crate::locale::register::wide;
use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, DetailData, Head, Line, PaneData, RowData, Tone};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Offer, PageSpec, Then, ViewSpec};

const USER: &[Role] = &[Role::User];
const AMENDERS: &[Role] = &[Role::User, Role::Manager];

/// One line.
pub(super) static DETAIL: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::Register,
    help: Text::RegDetailHelp,
    views: &[ViewSpec {
        title: Text::Register,
        layout: Layout::Sheet,
        load: detail,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(
            Action::NextStep,
            Text::RegCompleteResult,
            Does::Fill(&RESULT),
        )
        .only(USER),
        Offer::record(Action::StepBack, Text::RegVoid, Does::Fill(&VOID)).only(AMENDERS),
        Offer::record(Action::Reveal, Text::ActReveal, Does::Now(&REVEAL)),
        Offer::record(Action::Again, Text::ActAgain, Does::Fill(&AGAIN)).only(USER),
        Offer::record(Action::Correct, Text::ActCorrect, Does::Fill(&CORRECT))
            .only(AMENDERS)
            .unhinted(),
        Offer::page(Action::New, Text::ActNew, Does::Fill(&NEW))
            .only(USER)
            .unhinted(),
    ],
};

/// Shows an identifier whole, for thirty seconds; an entry first.
pub(super) static REVEAL: NowSpec = NowSpec {
    errand: reveal,
    after: revealed,
};

static VERSIONS: &[Head] = &[
    Head::new(Text::RegVersion, 2).right(),
    Head::new(Text::RegWhen, 15),
    Head::new(Text::RegBy, 6),
    Head::new(Text::RegWhat, 48),
];

fn reveal(here: &Here) -> Result<Errand, String> {
    let no = number(here).ok_or_else(|| here.lang.text(Text::Nothing).to_owned())?;
    let command = Command::Register(RegisterCommand::Reveal { no });
    Ok(Errand::Command(Box::new(command)))
}

/// The line that an offer is about: the record under the cursor, else what the page is about.
pub(super) fn number(here: &Here) -> Option<RegisterNo> {
    here.row
        .key
        .parse()
        .or_else(|_none| here.about.parse())
        .ok()
}

fn revealed(office: &mut Office, done: &Done, here: &Here) -> After {
    let permit = office.permit(done);
    let shown = number(here).and_then(|no| page(office, here.lang, &no, permit.as_ref()).ok());
    After {
        message: here.lang.revealed_told(done.head.seq),
        revealed: shown.map(|detail| Box::new(PaneData::Detail(Box::new(detail)))),
        then: Then::Stay,
        ..After::default()
    }
}

/// The record under the cursor, or the one that the page is about.
pub(super) fn detail(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let detail = match asked.about.parse() {
        Ok(no) => page(office, asked.lang, &no, None)?,
        // Beside an empty list stands nothing.
        Err(_none) => DetailData::default(),
    };
    Ok(PaneData::Detail(Box::new(detail)))
}

/// How a subject is written: masked, or whole with leave.
fn written(subject: &Subject, permit: Option<&Permit>) -> String {
    permit.map_or_else(
        || subject.to_string(),
        |permit| subject.reveal(permit).to_owned(),
    )
}

fn page(
    office: &mut Office,
    lang: Lang,
    no: &RegisterNo,
    permit: Option<&Permit>,
) -> Result<DetailData, AppError> {
    let versions = office.query_versions(no)?;
    let Some(query) = versions.first() else {
        return Ok(DetailData::default());
    };
    let words = Words::of(office, lang)?;
    let names = office.names()?;
    let due = office.result_due(query)?;
    let mut right = vec![Cell::plain(lang.version_in_force(query.version))];
    if query.state == QueryState::Void {
        right.insert(0, shown_result(query, lang));
    }
    let sheet = Sheet {
        lang,
        words: &words,
        permit,
        versions: &versions,
    };
    let rows = versions
        .iter()
        .enumerate()
        .map(|(index, version)| {
            let by = names.get(&version.changed_by);
            let by = by.unwrap_or(&version.changed_by);
            sheet.version(version, versions.get(index.saturating_add(1)), by, office)
        })
        .collect();
    let mut lines = sheet.lines(query, due);
    if let Some(approval) = office.approval(no)? {
        lines.push(approval_line(lang, &approval, query, &names));
    }
    lines.push(Line::blank());
    Ok(DetailData {
        title: format!("{}  {}", lang.text(Text::Register), query.no),
        right,
        lines,
        heads: VERSIONS,
        rows,
        foot: same_case(office, query, lang)?,
        peek: due.map_or_else(
            || lang.correct_ready().to_owned(),
            |day| lang.next_is_result(day),
        ),
        record: record(office.me(), query, lang),
    })
}

/// `主管核可    已核可，林淑芬 115/11/23(一) 09:45`
fn approval_line(
    lang: Lang,
    approval: &Approval,
    query: &Query,
    names: &HashMap<String, String>,
) -> Line {
    let decided = approval.decided.as_ref().map(|(by, at)| {
        let name = names.get(by.as_str()).map_or(by.as_str(), String::as_str);
        (name, *at)
    });
    let mut words = lang.approval_stands(approval, decided);
    let is_without = approval.was_made_without(query);
    if is_without {
        words.push_str(lang.text(Text::ListComma));
        words.push_str(lang.made_without_approval());
    }
    let tone = match approval.state {
        ApprovalState::Refused => Tone::Bad,
        _ if is_without => Tone::Bad,
        ApprovalState::Waiting => Tone::Warn,
        ApprovalState::Approved => Tone::Plain,
    };
    let label = lang.text(Text::ApprovalState);
    Line::labelled(label, Cell::toned(words, tone))
}

fn same_case(office: &Office, query: &Query, lang: Lang) -> Result<Vec<Line>, AppError> {
    let mut foot = Vec::new();
    for (index, other) in office.same_case(query)?.iter().enumerate() {
        let label = if index == 0 {
            foot.push(Line::blank());
            lang.same_case_label()
        } else {
            ""
        };
        let value = format!("{}  {:<10}  ", other.no.short(), other.subject);
        let result = shown_result(other, lang);
        let line = Line::labelled(label, Cell::plain(format!("{value}{}", result.text)));
        foot.push(line);
    }
    Ok(foot)
}

struct Sheet<'a> {
    lang: Lang,
    words: &'a Words,
    permit: Option<&'a Permit>,
    /// Newest first.
    versions: &'a [Query],
}

impl Sheet<'_> {
    fn lines(&self, query: &Query, due: Option<chrono::NaiveDate>) -> Vec<Line> {
        let lang = self.lang;
        let mut lines = vec![
            self.field(Field::CaseNo, query.case_no.clone()),
            self.field(Field::Reason, query.reason.clone()),
            self.field(Field::Basis, self.words.basis(query)),
        ];
        lines.extend(self.maybe(Field::BasisReason, query.basis_reason.as_ref()));
        lines.push(self.field(Field::Item, self.words.item(&query.item)));
        lines.push(self.field(Field::Subject, self.subject(query)));
        let asked = format!(
            "{}  {} {}",
            lang.minute(query.asked_on, query.asked_at),
            query.person,
            query.account
        );
        lines.push(Line::field(lang.asked_label(), asked));
        lines.push(self.result(query, due));
        let delete_by = query.answer.as_ref().and_then(|answer| answer.delete_by);
        lines.extend(delete_by.map(|day| self.field(Field::DeleteBy, lang.day(day))));
        let recusal = query.recusal.as_ref();
        lines.extend(
            recusal.map(|recusal| Line::field(lang.recusal_label(), lang.recusal(recusal))),
        );
        lines.extend(self.details(query));
        for flag in &query.flags {
            let flag = Cell::toned(lang.red_flag(*flag), Tone::Bad);
            lines.push(Line::labelled(lang.flags_label(), flag));
        }
        lines
    }

    fn result(&self, query: &Query, due: Option<chrono::NaiveDate>) -> Line {
        let lang = self.lang;
        let value = match (&query.answer, due) {
            (Some(answer), _) => lang.answer(answer),
            (None, Some(day)) => lang.due_on(day),
            (None, None) => String::new(),
        };
        let tone = if due.is_some() {
            Tone::Warn
        } else {
            Tone::Plain
        };
        let label = lang.field(Field::Result);
        Line::labelled(label, Cell::toned(value, tone))
    }

    fn subject(&self, query: &Query) -> String {
        let kind = self.lang.subject_kind(query.subject.kind());
        let mut text = format!("{}  {kind}", written(&query.subject, self.permit));
        let relation = self.words.relation(query);
        if !relation.is_empty() {
            text.push_str(self.lang.text(Text::ListComma));
            text.push_str(&relation);
        }
        text
    }

    fn details(&self, query: &Query) -> Vec<Line> {
        let details = &query.details;
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| self.lang.day(day));
        [
            (Field::Unit, details.unit.clone()),
            (Field::SubjectName, details.subject_name.clone()),
            (Field::SpanFrom, day(details.span_from)),
            (Field::SpanTo, day(details.span_to)),
            (Field::Relevance, details.relevance.clone()),
            (Field::Requester, details.requester.clone()),
            (Field::ApprovedBy, details.approved_by.clone()),
            (Field::ApprovedOn, day(details.approved_on)),
            (Field::Remark, details.remark.clone()),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some(self.field(field, value?)))
        .collect()
    }

    fn maybe(&self, field: Field, value: Option<&String>) -> Option<Line> {
        value.map(|value| self.field(field, value.clone()))
    }

    /// A field with its value; what a correction changed says so.
    fn field(&self, field: Field, value: String) -> Line {
        let line = Line::field(self.lang.field(field), value);
        let is_corrected = self.versions.windows(2).any(|pair| match pair {
            [next, before] => {
                next.change == Change::Correction
                    && changes(before, next, self.lang)
                        .iter()
                        .any(|change| change.field == field)
            }
            _ => false,
        });
        if is_corrected {
            line.note(self.lang.corrected_mark())
        } else {
            line
        }
    }

    fn version(
        &self,
        version: &Query,
        before: Option<&Query>,
        by: &str,
        office: &Office,
    ) -> RowData {
        let lang = self.lang;
        let mut what = vec![lang.change(version.change).to_owned()];
        if let (Change::Correction, Some(before)) = (version.change, before) {
            let said: Vec<String> = changes(before, version, lang)
                .into_iter()
                .map(|change| self.said(&change, before, version))
                .collect();
            if !said.is_empty() {
                what = said;
            }
        }
        what.extend(
            version
                .change_reason
                .as_ref()
                .map(|reason| lang.because(reason)),
        );
        let day = lang.list_day(version.changed_at.day(), office.now().day());
        let time = roc_date::hour_minute(version.changed_at.time());
        let mut more = what.into_iter();
        RowData {
            key: version.version.to_string(),
            cells: vec![
                Cell::plain(version.version.to_string()),
                Cell::plain(format!("{day} {time}")),
                Cell::plain(by),
                Cell::plain(more.next().unwrap_or_default()),
            ],
            more: more.collect(),
            ..RowData::default()
        }
    }

    fn said(&self, change: &Changed, before: &Query, next: &Query) -> String {
        let lang = self.lang;
        let label = lang.field(change.field);
        if change.field != Field::Subject {
            return lang.changed_from_to(label, &change.from, &change.to);
        }
        let from = written(&before.subject, self.permit);
        let to = written(&next.subject, self.permit);
        let mut said = lang.changed_from_to(label, &from, &to);
        if self.permit.is_none()
            && let Some(place) = differ_under_mask(&before.subject, &next.subject)
        {
            said.push_str(&lang.differs_at(place));
        }
        said
    }
}

/// The number of a new line, to be put into WebIR.
pub(super) fn number_sheet(
    office: &mut Office,
    lang: Lang,
    no: &RegisterNo,
) -> Result<DetailData, AppError> {
    let query = office.query(no)?;
    let words = Words::of(office, lang)?;
    let short = office.short_reasons()?;
    let reason = short.get(&query.reason).unwrap_or(&query.reason);
    let column = lang.value_column();
    let due = office.result_due(&query)?;
    let mut lines = vec![
        Line::blank(),
        Line::at(column, Cell::plain(lang.registered_what())),
        Line::blank(),
        Line::blank(),
        Line::at(column, Cell::toned(wide(&no.to_string()), Tone::Strong)),
        Line::blank(),
        Line::blank(),
        Line::at(column, Cell::plain(format!("{reason} {no}"))).note(lang.copy_line()),
        Line::blank(),
        Line::field(lang.field(Field::CaseNo), query.case_no.clone()),
        Line::field(lang.field(Field::Item), words.item(&query.item)),
        Line::field(
            lang.field(Field::Subject),
            format!("{}  {}", query.subject, words.relation(&query)),
        ),
        Line::field(
            lang.field(Field::Asked),
            lang.minute(query.asked_on, query.asked_at),
        ),
    ];
    lines.extend(due.map(|day| Line::field(lang.result_due_label(), lang.day(day))));
    Ok(DetailData {
        title: lang.registered_title().to_owned(),
        lines,
        peek: lang.registered_next().to_owned(),
        record: record(office.me(), &query, lang),
        ..DetailData::default()
    })
}
