//! The drawer: forms and questions, filters, the search, the list of functions, work that runs.

use ratatui::layout::Position;

use crate::locale::{Lang, Measure, Text};
use crate::tui::desk_data::{Cell, Line, RowData, Tone};
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::{Kind, Place};
use crate::tui::form::state::FormState;
use crate::tui::model::overlay::{Filters, Functions, Group, Leave, Leaving, Overlay, Sought};
use crate::tui::model::{Desk, Model, RunningJob};
use crate::tui::theme;
use crate::tui::widget::form::{self, Laid};
use crate::tui::widget::line::{self, Stand};
use crate::tui::widget::list::{self, Columns, Entry};
use crate::tui::widget::paper::{Paper, cells};
use crate::tui::widget::{drawer, progress};

/// So many entries of a list are shown below a field of a form in the drawer.
const LIST_IN_FORM: u16 = 6;

/// A drawer to be drawn.
pub(super) struct Drawer {
    pub(super) title: String,
    /// Lines with the rule.
    pub(super) height: u16,
    /// The list of a field that stands in the body.
    pub(super) is_a_fields_list: bool,
    lang: Lang,
    content: Content,
}

enum Content {
    /// Lines with a field under the cursor, and perhaps the list that it opens.
    Lines(Vec<Laid>, Option<(Vec<Entry>, usize)>),
    /// A list, where its labels stand, and the cursor in the title while something is typed.
    List {
        entries: Vec<Entry>,
        at: usize,
        columns: Columns,
        typed: Option<u16>,
    },
    Job(Box<RunningJob>),
}

impl Drawer {
    /// The drawer of what is open on top, in a part of so many columns over a body of so many lines.
    pub(super) fn of(
        model: &Model,
        desk: &Desk,
        top: &Overlay,
        width: u16,
        body: u16,
    ) -> Option<Drawer> {
        let lang = model.lang;
        let stand = Stand {
            value: lang.value_column(),
            end: width.saturating_sub(1),
        };
        match top {
            Overlay::Form(form) if form.spec.place == Place::Body => {
                of_list(lang, form, stand, body)
            }
            Overlay::Form(form) => Some(of_form(lang, form, stand, body)),
            Overlay::Filter(filters) => Some(of_filters(lang, filters, stand, body)),
            Overlay::Search(sought, editor) => Some(of_search(lang, *sought, editor, stand, body)),
            Overlay::Functions(functions) => {
                let record = model.record().map_or("", RowData::name);
                Some(of_functions(lang, functions, record, stand, body))
            }
            Overlay::LeaveForm(leaving) => Some(of_leaving(lang, *leaving, stand, body)),
            Overlay::Job(_) => desk.job.as_ref().map(|job| of_job(lang, job, body)),
            Overlay::Keys | Overlay::Sheet(_) => None,
        }
    }

    /// Draws what is below the rule; gives the place of the cursor.
    pub(super) fn draw(&self, paper: &mut Paper<'_>) -> Option<Position> {
        let (width, height) = (paper.width(), paper.height());
        if let Content::List {
            typed: Some(column),
            ..
        } = &self.content
        {
            let place = paper.place(*column, 0);
            self.draw_content(&mut paper.part(0, 1, width, height.saturating_sub(1)));
            return Some(place);
        }
        self.draw_content(&mut paper.part(0, 1, width, height.saturating_sub(1)))
    }

    fn draw_content(&self, paper: &mut Paper<'_>) -> Option<Position> {
        match &self.content {
            Content::Lines(lines, None) => {
                let stand = Stand {
                    value: self.lang.value_column(),
                    end: paper.end(),
                };
                let (x, y) = form::draw(paper, self.lang, lines, stand)?;
                Some(paper.place(x, y))
            }
            Content::Lines(lines, Some((entries, at))) => {
                self.draw_form_with_list(paper, lines, entries, *at)
            }
            Content::List {
                entries,
                at,
                columns,
                ..
            } => {
                let y = list::draw(paper, entries, *at, *columns)?;
                Some(paper.place(columns.label, y))
            }
            Content::Job(job) => {
                draw_job(paper, self.lang, job);
                None
            }
        }
    }

    /// The list stands below its field, as far as there is room.
    fn draw_form_with_list(
        &self,
        paper: &mut Paper<'_>,
        lines: &[Laid],
        entries: &[Entry],
        at: usize,
    ) -> Option<Position> {
        let stand = Stand {
            value: self.lang.value_column(),
            end: paper.end(),
        };
        let (width, height) = (paper.width(), paper.height());
        let shown = u16::try_from(entries.len())
            .unwrap_or(u16::MAX)
            .min(LIST_IN_FORM);
        let field = lines.iter().position(|laid| laid.is_at).unwrap_or(0);
        let until = field.saturating_add(1);
        let above = height.saturating_sub(shown);
        let head = lines.get(..until).unwrap_or(lines);
        let used = u16::try_from(until).unwrap_or(u16::MAX).min(above);
        let cursor = form::draw(&mut paper.part(0, 0, width, used), self.lang, head, stand);
        let columns = Columns::fitting(entries, stand.value, stand.end);
        let mut part = paper.part(0, used, width, shown);
        let in_list =
            list::draw(&mut part, entries, at, columns).map(|y| part.place(columns.label, y));
        let rest = lines.get(until..).unwrap_or_default();
        let below = used.saturating_add(shown);
        form::draw(
            &mut paper.part(0, below, width, height.saturating_sub(below)),
            self.lang,
            rest,
            stand,
        );
        cursor.map(|(x, y)| paper.place(x, y)).or(in_list)
    }
}

/// The list that a field of a form in the body opens.
fn of_list(lang: Lang, form: &FormState, stand: Stand, body: u16) -> Option<Drawer> {
    let (entries, at) = form::open_list(form)?;
    let (field, _) = form.field()?;
    let count = u64::try_from(entries.len()).unwrap_or(0);
    let label = lang.text(field.label);
    let title = if field.kind == Kind::Presets {
        label.to_owned()
    } else {
        format!("{label}  {}", lang.count(count, Measure::Item))
    };
    // With a blank line below the list while there is room for it.
    let wished = drawer::height(entries.len().saturating_add(1).min(8), body)
        .max(drawer::height(entries.len(), body));
    // In a tall window the list stands right below the form, not at the lower edge.
    let form_lines = u16::try_from(form::laid(form, stand).len()).unwrap_or(u16::MAX);
    let below_form = body.saturating_sub(form_lines).saturating_sub(2);
    Some(Drawer {
        title,
        height: wished.max(below_form),
        lang,
        is_a_fields_list: true,
        content: Content::List {
            columns: Columns::fitting(&entries, stand.value, stand.end),
            entries,
            at,
            typed: None,
        },
    })
}

fn of_form(lang: Lang, form: &FormState, stand: Stand, body: u16) -> Drawer {
    let lines = form::laid(form, stand);
    let list = form::open_list(form);
    let listed = list.as_ref().map_or(0, |(entries, _)| {
        entries.len().min(usize::from(LIST_IN_FORM))
    });
    let title = if form.prepared.title.is_empty() {
        lang.text(form.spec.title).to_owned()
    } else {
        form.prepared.title.clone()
    };
    Drawer {
        title,
        height: drawer::height_of_form(lines.len().saturating_add(listed), body),
        is_a_fields_list: false,
        lang,
        content: Content::Lines(lines, list),
    }
}

/// A blank line, then a row of values for each filter.
fn of_filters(lang: Lang, filters: &Filters, stand: Stand, body: u16) -> Drawer {
    let mut lines = vec![Laid::default()];
    for (index, row) in filters.rows.iter().enumerate() {
        let is_at = index == filters.at;
        let mut values = form::choices(&row.options, row.at, stand);
        for laid in &mut values {
            if !is_at {
                laid.cursor = None;
            }
        }
        if let Some(first) = values.first_mut() {
            let tone = if is_at { Tone::Strong } else { Tone::Dim };
            first.line.label = Cell::toned(lang.text(row.label), tone);
            first.is_at = is_at;
        }
        lines.extend(values);
    }
    Drawer {
        title: lang.text(Text::FilterTitle).to_owned(),
        height: drawer::height_of_form(lines.len().saturating_add(1), body).max(9.min(body)),
        is_a_fields_list: false,
        lang,
        content: Content::Lines(lines, None),
    }
}

fn of_search(lang: Lang, sought: Sought, editor: &Editor, stand: Stand, body: u16) -> Drawer {
    let (title, label) = match sought {
        Sought::Words => (Text::SearchTitle, Text::SearchFor),
        Sought::Number => (Text::JumpTitle, Text::RegNumber),
        Sought::FilterName => (Text::FilterNameTitle, Text::FilterName),
    };
    let room = usize::from(stand.end.saturating_sub(stand.value));
    let (text, cursor) = editor.window(room);
    let tone = if editor.is_selected() {
        Tone::Strong
    } else {
        Tone::Plain
    };
    let mut line = Line::at(stand.value, Cell::toned(text, tone));
    line.label = Cell::toned(lang.text(label), Tone::Strong);
    let field = Laid {
        line,
        is_at: true,
        cursor: u16::try_from(cursor)
            .ok()
            .map(|cursor| stand.value.saturating_add(cursor)),
        is_clear: false,
    };
    let lines = vec![Laid::default(), field];
    Drawer {
        title: lang.text(title).to_owned(),
        height: drawer::height(lines.len(), body),
        is_a_fields_list: false,
        lang,
        content: Content::Lines(lines, None),
    }
}

fn of_leaving(lang: Lang, leaving: Leaving, stand: Stand, body: u16) -> Drawer {
    let entry = |label: Text, note: Text| Entry {
        label: lang.text(label).to_owned(),
        note: lang.text(note).to_owned(),
        ..Entry::default()
    };
    let entries: Vec<Entry> = leaving
        .answers()
        .iter()
        .map(|answer| match answer {
            Leave::Stay => entry(Text::GoOnFilling, Text::None),
            Leave::Keep => entry(Text::LeaveKeep, Text::LeaveKeepNote),
            Leave::Discard if leaving.is_kept => entry(Text::LeaveDiscardDraft, Text::None),
            Leave::Discard => entry(Text::LeaveDiscard, Text::None),
        })
        .collect();
    Drawer {
        title: lang.text(Text::NotYetWritten).to_owned(),
        height: drawer::height(entries.len(), body),
        is_a_fields_list: false,
        lang,
        content: Content::List {
            columns: Columns::fitting(&entries, stand.value, stand.end),
            entries,
            at: leaving.at,
            typed: None,
        },
    }
}

/// What can be done: of the record, of the pane, everywhere, each under its heading.
fn of_functions(
    lang: Lang,
    functions: &Functions,
    record: &str,
    stand: Stand,
    body: u16,
) -> Drawer {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut group: Option<Group> = None;
    for (index, function) in functions.fitting().into_iter().enumerate() {
        if group != Some(function.group) {
            group = Some(function.group);
            entries.push(Entry {
                label: heading(lang, function.group, record),
                is_heading: true,
                ..Entry::default()
            });
        }
        if index == functions.at {
            at = entries.len();
        }
        entries.push(Entry {
            label: function.label,
            note: function
                .cannot
                .as_deref()
                .map_or_else(String::new, |why| lang.cannot(why)),
            key: function.key.unwrap_or_default(),
            is_barred: function.cannot.is_some(),
            is_heading: false,
        });
    }
    if entries.is_empty() {
        entries.push(Entry {
            label: lang.text(Text::NoMatch).to_owned(),
            is_heading: true,
            ..Entry::default()
        });
    }
    let typed = functions.typed.text();
    let mut title = lang.text(Text::Functions).to_owned();
    let mut column = None;
    if !typed.is_empty() {
        title = format!("{title}{}{typed}", lang.text(Text::Colon));
        column = Some(cells(&title).saturating_add(3).min(stand.end));
    }
    Drawer {
        title,
        height: drawer::height(entries.len(), body),
        is_a_fields_list: false,
        lang,
        content: Content::List {
            entries,
            at,
            columns: Columns {
                label: 2,
                key: 26,
                note: 38.min(stand.end / 2 + 8),
            },
            typed: column,
        },
    }
}

fn heading(lang: Lang, group: Group, record: &str) -> String {
    match group {
        Group::Record if record.is_empty() => lang.text(Text::ThisRecord).to_owned(),
        Group::Record => format!("{} {record}", lang.text(Text::ThisRecord)),
        Group::Pane => lang.text(Text::ThisPane).to_owned(),
        Group::Everywhere => lang.text(Text::Everywhere).to_owned(),
    }
}

fn of_job(lang: Lang, job: &RunningJob, body: u16) -> Drawer {
    let title = if job.is_breaking {
        Text::Breaking
    } else {
        job.title
    };
    Drawer {
        title: lang.text(title).to_owned(),
        height: drawer::height(7, body),
        is_a_fields_list: false,
        lang,
        content: Content::Job(Box::new(job.clone())),
    }
}

fn draw_job(paper: &mut Paper<'_>, lang: Lang, job: &RunningJob) {
    let value = lang.value_column();
    let end = paper.end();
    let percent = progress::percent(job.count.done, job.count.total);
    let room = end.saturating_sub(value).saturating_sub(7);
    let bar = progress::bar(job.count.done, job.count.total, room);
    paper.put(value, 1, &bar, theme::PLAIN);
    paper.put_before(end, 1, &percent, theme::BOLD);
    let stand = Stand { value, end };
    let read = lang.read_of(job.count.done, job.count.total, job.measure);
    line::draw(
        paper,
        3,
        &Line::field(lang.text(Text::ReadSoFar), read),
        stand,
    );
    if let Some(rate) = job.rate {
        let rate = lang.rate(rate, job.seconds_left(), job.measure);
        line::draw(paper, 4, &Line::field(lang.text(Text::Rate), rate), stand);
    }
}
