//! A page as it stands: its views, what was loaded for them, where the cursor is. Plain data.

use crate::domain::moment::Moment;
use crate::tui::desk_data::{PageAt, PaneData, RowData};
use crate::tui::model::Ticket;
use crate::tui::pane::{Layout, PageSpec, ViewSpec};

/// A page that is open.
#[derive(Debug)]
pub struct PageState {
    pub spec: &'static PageSpec,
    /// The record or month that it is about.
    pub about: String,
    /// Which view is shown.
    pub at: usize,
    pub views: Vec<ViewState>,
    /// Opened for the record under the cursor of the page beneath: the next page's record is the next one there.
    pub follows: bool,
}

/// A view that was looked at, or not yet.
#[derive(Debug, Clone, Default)]
pub struct ViewState {
    pub search: String,
    /// The chosen key of each filter, empty: no limit.
    pub filters: Vec<String>,
    /// Which page of the list is shown.
    pub page: PageAt,
    /// What was loaded; nothing before the first answer.
    pub data: Option<PaneData>,
    /// Where the cursor is: the record, and the row it has in `data`. Of a detail, the row among its versions.
    pub cursor: Cursor,
    /// Lines scrolled, of a sheet without rows.
    pub scroll: usize,
    /// Records that were marked, in the order of their marking, as they were seen last.
    pub marks: Vec<RowData>,
    /// What stands beside or below the list.
    pub side: Option<Side>,
    /// A record in clear.
    pub revealed: Option<Revealed>,
    pub loading: Option<Loading>,
    pub side_loading: Option<(Ticket, String)>,
    /// Others have written since: to be loaded anew when it is shown.
    pub is_stale: bool,
    /// The number that was typed, until it is found or not.
    pub jump: Option<String>,
    /// Where the cursor goes once what is being loaded has come.
    pub want: Option<Want>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    pub key: String,
    pub index: usize,
}

/// What stands beside the list, and of which record.
#[derive(Debug, Clone)]
pub struct Side {
    pub of: String,
    pub data: PaneData,
}

/// A record in clear, in place of what is loaded.
#[derive(Debug, Clone)]
pub struct Revealed {
    pub of: String,
    pub data: PaneData,
    /// When it is masked again.
    pub until: Moment,
}

/// A load under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loading {
    pub ticket: Ticket,
    /// Keys wait for it.
    pub blocks: bool,
}

/// Where the cursor goes after a load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// So many rows after (before) this record.
    From(String, isize),
    /// To this record; looked for once on a page of its own.
    Record {
        key: String,
        is_last_try: bool,
    },
    First,
    Last,
}

impl PageState {
    pub fn new(spec: &'static PageSpec, about: String, at: usize) -> PageState {
        let views = spec.views.iter().map(ViewState::new).collect();
        PageState {
            spec,
            about,
            at: at.min(spec.views.len().saturating_sub(1)),
            views,
            follows: false,
        }
    }

    /// The view that is shown: its declaration and its state.
    pub fn view(&self) -> Option<(&'static ViewSpec, &ViewState)> {
        self.spec.views.get(self.at).zip(self.views.get(self.at))
    }

    pub fn view_mut(&mut self) -> Option<(&'static ViewSpec, &mut ViewState)> {
        self.spec
            .views
            .get(self.at)
            .zip(self.views.get_mut(self.at))
    }

    /// The record that keys are about: the page's own, or the row under the cursor.
    pub fn record(&self) -> Option<&RowData> {
        let (spec, view) = self.view()?;
        view.record(spec.layout)
    }

    pub fn alarm(&self) -> Option<Moment> {
        let revealed = self.views.iter().filter_map(|view| view.revealed.as_ref());
        revealed.map(|revealed| revealed.until).min()
    }
}

impl ViewState {
    pub fn new(spec: &ViewSpec) -> ViewState {
        ViewState {
            filters: starts(spec),
            ..ViewState::default()
        }
    }

    /// Whether a search or a filter leaves out more than the view does by itself.
    pub fn is_narrowed(&self, spec: &ViewSpec) -> bool {
        !self.search.is_empty() || self.filters != starts(spec)
    }

    /// What is shown in place of the page: loaded, or in clear.
    pub fn shown(&self, layout: Layout) -> Option<&PaneData> {
        match &self.revealed {
            Some(revealed) if reveals_whole(layout, &revealed.data) => Some(&revealed.data),
            _ => self.data.as_ref(),
        }
    }

    /// What is shown beside or below the list, of the record under the cursor; the one before it while this one is
    /// being fetched.
    pub fn shown_side(&self, layout: Layout) -> Option<&PaneData> {
        match &self.revealed {
            Some(revealed) if !reveals_whole(layout, &revealed.data) => Some(&revealed.data),
            _ => self.side.as_ref().map(|side| &side.data),
        }
    }

    /// The rows among which the cursor moves: of the list, or a detail's versions.
    pub fn rows(&self) -> &[RowData] {
        match &self.data {
            Some(PaneData::Table(table)) => &table.rows,
            Some(PaneData::Detail(detail)) => &detail.rows,
            Some(PaneData::Pair(_)) | None => &[],
        }
    }

    pub fn is_marked(&self, key: &str) -> bool {
        self.marks.iter().any(|marked| marked.key == key)
    }

    /// Whether it is a list with records.
    pub fn is_list(&self) -> bool {
        matches!(self.data, Some(PaneData::Table(_)))
    }

    /// The record that keys are about. Where only the side is shown, it knows best what can be done.
    pub fn record(&self, layout: Layout) -> Option<&RowData> {
        match &self.data {
            Some(PaneData::Detail(detail)) => Some(&detail.record),
            Some(PaneData::Pair(pair)) => Some(&pair.record),
            Some(PaneData::Table(table)) => {
                let row = table.rows.get(self.cursor.index)?;
                match &self.side {
                    Some(side) if layout == Layout::Side && side.of == row.key => {
                        record_of(&side.data).or(Some(row))
                    }
                    _ => Some(row),
                }
            }
            None => None,
        }
    }

    /// Whether an answer is awaited before there is anything to show.
    pub fn is_loading(&self) -> bool {
        self.data.is_none() && self.loading.is_some()
    }
}

/// The filters as the view opens.
fn starts(spec: &ViewSpec) -> Vec<String> {
    let start = spec.filters.iter().map(|filter| filter.start.to_owned());
    start.collect()
}

/// What is in clear stands in place of the page, not of its side.
fn reveals_whole(layout: Layout, data: &PaneData) -> bool {
    layout == Layout::Sheet || matches!(data, PaneData::Table(_))
}

/// The record of a side, when it says what can be done.
fn record_of(data: &PaneData) -> Option<&RowData> {
    let record = match data {
        PaneData::Detail(detail) => &detail.record,
        PaneData::Pair(pair) => &pair.record,
        PaneData::Table(_) => return None,
    };
    (!record.key.is_empty()).then_some(record)
}
