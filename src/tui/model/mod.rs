//! The screen's state, what it hears and what it asks for. Plain data: no handle, lock, callback of others or clock.
//!
//! [`view`](crate::tui) draws from `&Model`; its way in is [`Model::stage`], then [`Desk::pane`], [`PaneState::page`],
//! [`PageState::view`], and on top of them [`PaneState::overlay`]. What can be done now: [`Model::offers`]; which keys
//! count: [`Model::contexts`].

pub mod lock;
pub mod login;
pub mod msg;
pub mod offers;
pub mod overlay;
pub mod page;

use crate::app::SavedFilter;
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Marked, RowData, Tone};
use crate::tui::errand::Count;
use crate::tui::keymap::{DRAWER, EVERYWHERE, FORM, Keymap, LIST};
use crate::tui::pane::{Here, PaneSpec};
use lock::{Idleness, Lock};
use login::Login;
use msg::Waiting;
use overlay::Overlay;
use page::PageState;

/// Names an errand, so that its answer finds whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// All that the screen knows.
#[derive(Debug)]
pub struct Model {
    pub lang: Lang,
    pub keymap: Keymap,
    /// Columns and lines of the window.
    pub width: u16,
    pub height: u16,
    /// As the last tick said it.
    pub now: Moment,
    pub stage: Stage,
    /// Persons to pick from, in a store of made-up work.
    pub people: Vec<login::Person>,
    pub message: Message,
    /// Bells rung so far; one more than last time: ring with this frame.
    pub bells: u64,
    /// Times that all was to be drawn anew.
    pub redraws: u64,
    /// The clerk leaves: nothing more is drawn.
    pub is_over: bool,
    /// Errands sent so far.
    pub tickets: u64,
    pub hearing: Hearing,
}

/// Where the clerk is.
#[derive(Debug)]
pub enum Stage {
    Login(Box<Login>),
    Desk(Box<Desk>),
    Locked(Box<Lock>),
}

/// Line 23.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Empty when there is none.
    pub text: String,
    pub tone: Tone,
}

/// What is due, for line 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Badges {
    /// 逾期.
    pub overdue: u64,
    /// 今日.
    pub today: u64,
}

/// What keys are not listened to, and which wait.
#[derive(Debug, Default)]
pub struct Hearing {
    /// A refusal or question is not drawn yet: keys were meant for something else.
    pub is_deaf: bool,
    /// Keys up to this time of the reader's clock came before it was drawn.
    pub deaf_till_ms: Option<u64>,
    /// When a character of an input method came last.
    pub wide_char_ms: Option<u64>,
    /// The key just pressed did nothing: it is no use of the desk.
    pub is_idle_key: bool,
    /// An unmarked burst outside a field: when its last key came.
    pub burst_ms: Option<u64>,
    /// Keys that came while an answer was awaited.
    pub waiting: std::collections::VecDeque<crate::tui::keys::Input>,
}

/// The desk of one person.
#[derive(Debug)]
pub struct Desk {
    pub me: Clerk,
    /// The agency's short name, for line 1.
    pub agency: String,
    /// A store of made-up work: 示範 in the title, and persons can be switched.
    pub is_demo: bool,
    /// The panes that this person sees, in the order of their keys.
    pub panes: Vec<PaneState>,
    /// Which of them is open.
    pub at: usize,
    pub badges: Badges,
    /// Filters that this person has given a name.
    pub filters: Vec<SavedFilter>,
    /// Long work that runs beside the desk.
    pub job: Option<RunningJob>,
    /// A form being fetched or a command given at once: keys wait for its answer.
    pub waiting: Option<Waiting>,
    /// When a key last did something.
    pub last_use: Moment,
    pub idleness: Idleness,
}

/// A pane as it was left.
#[derive(Debug)]
pub struct PaneState {
    pub spec: &'static PaneSpec,
    /// Pages over each other, never empty; the last is shown.
    pub pages: Vec<PageState>,
    /// What is open over the page, the last on top.
    pub overlays: Vec<Overlay>,
}

/// Long work that runs.
#[derive(Debug, Clone)]
pub struct RunningJob {
    pub ticket: Ticket,
    /// The pane that started it; there its drawer stands.
    pub pane: usize,
    /// 匯入中.
    pub title: Text,
    /// What breaking it off means.
    pub breaking: Text,
    pub measure: crate::locale::Measure,
    pub count: Count,
    /// Pieces a second, once that is known.
    pub rate: Option<u64>,
    /// Esc was pressed; it ends as soon as it can.
    pub is_breaking: bool,
    pub started_at: Moment,
}

impl RunningJob {
    /// Of a hundred, when the total is known.
    pub fn percent(&self) -> Option<u64> {
        let total = self.count.total.filter(|total| *total > 0)?;
        Some(self.count.done.min(total).saturating_mul(100) / total)
    }

    /// Seconds that are left at this rate.
    pub fn seconds_left(&self) -> Option<u64> {
        let left = self.count.total?.saturating_sub(self.count.done);
        Some(left.div_ceil(self.rate.filter(|rate| *rate > 0)?))
    }
}

impl Model {
    /// A desk at its login.
    pub fn new(lang: Lang, keymap: Keymap, now: Moment, login: Login) -> Model {
        Model {
            lang,
            keymap,
            width: 80,
            height: 24,
            now,
            people: login.people.clone(),
            stage: Stage::Login(Box::new(login)),
            message: Message::default(),
            bells: 0,
            redraws: 0,
            is_over: false,
            tickets: 0,
            hearing: Hearing::default(),
        }
    }

    /// The desk, once somebody has logged in; behind its lock as well, where its work goes on.
    pub fn desk(&self) -> Option<&Desk> {
        match &self.stage {
            Stage::Desk(desk) => Some(desk),
            Stage::Locked(locked) => Some(&locked.desk),
            Stage::Login(_) => None,
        }
    }

    pub fn desk_mut(&mut self) -> Option<&mut Desk> {
        match &mut self.stage {
            Stage::Desk(desk) => Some(desk),
            Stage::Locked(locked) => Some(&mut locked.desk),
            Stage::Login(_) => None,
        }
    }

    /// The pane that is open.
    pub fn pane(&self) -> Option<&PaneState> {
        self.desk().and_then(Desk::pane)
    }

    pub fn pane_mut(&mut self) -> Option<&mut PaneState> {
        self.desk_mut().and_then(Desk::pane_mut)
    }

    /// The page that is open.
    pub fn page(&self) -> Option<&PageState> {
        self.pane().and_then(PaneState::page)
    }

    pub fn page_mut(&mut self) -> Option<&mut PageState> {
        self.pane_mut().and_then(PaneState::page_mut)
    }

    /// What is open over the page, on top.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.pane().and_then(PaneState::overlay)
    }

    /// Whether list and detail stand side by side.
    pub fn is_wide(&self) -> bool {
        self.width >= 120
    }

    /// Too small to draw anything but a line that says so.
    pub fn is_too_small(&self) -> bool {
        self.width < 80 || self.height < 24
    }

    /// The keymap's tables that count now, nearest first.
    pub fn contexts(&self) -> Vec<&'static str> {
        let page = || {
            let own = self.page().map_or(&[][..], |page| page.spec.contexts);
            let mut contexts = own.to_vec();
            contexts.extend([LIST, EVERYWHERE]);
            contexts
        };
        match &self.stage {
            Stage::Login(login) if login.is_picking() => vec![LIST, EVERYWHERE],
            Stage::Login(_) | Stage::Locked(_) => vec![FORM, EVERYWHERE],
            Stage::Desk(_) => match self.overlay() {
                None | Some(Overlay::Sheet(_)) => page(),
                Some(Overlay::Form(_)) => vec![FORM, EVERYWHERE],
                Some(_) => vec![DRAWER, EVERYWHERE],
            },
        }
    }

    /// The name of the key that an action has here.
    pub fn key_name(&self, action: Action) -> Option<String> {
        self.keymap.key_name(&self.contexts(), action)
    }

    /// The record that keys are about: of the sheet on top, or under the cursor of the page.
    pub fn record(&self) -> Option<&RowData> {
        let sheet = self.pane().and_then(PaneState::sheet);
        match sheet {
            Some(sheet) => Some(&sheet.data.record),
            None => self.page().and_then(PageState::record),
        }
    }

    /// All that an offer knows.
    pub fn here(&self) -> Option<Here> {
        let desk = self.desk()?;
        Some(Here {
            lang: self.lang,
            now: self.now,
            me: desk.me.clone(),
            about: self
                .page()
                .map_or_else(String::new, |page| page.about.clone()),
            row: self.record().cloned().unwrap_or_default(),
            marked: Marked::default(),
        })
    }

    pub fn next_ticket(&mut self) -> Ticket {
        self.tickets = self.tickets.saturating_add(1);
        Ticket(self.tickets)
    }

    pub fn say(&mut self, text: impl Into<String>, tone: Tone) {
        self.message = Message {
            text: text.into(),
            tone,
        };
    }

    /// A refusal: the reason on the message line, one bell, and keys that were meant for something else are dropped.
    pub fn refuse(&mut self, reason: impl Into<String>) {
        self.say(reason, Tone::Bad);
        self.bells = self.bells.saturating_add(1);
        self.go_deaf();
    }

    /// Keys received before the next frame is drawn are dropped.
    pub fn go_deaf(&mut self) {
        self.hearing.is_deaf = true;
        self.hearing.waiting.clear();
    }

    /// Whether the runtime is to say when the next frame was drawn.
    pub fn is_deaf(&self) -> bool {
        self.hearing.is_deaf
    }

    /// When something changes by itself: a revealed record is masked, the screen locks, the session ends.
    pub fn alarm(&self) -> Option<Moment> {
        match &self.stage {
            Stage::Login(_) => None,
            Stage::Locked(locked) => Some(locked.ends_at()),
            Stage::Desk(desk) => {
                let masks = desk.panes.iter().filter_map(PaneState::alarm);
                let drafts = desk.panes.iter().flat_map(PaneState::forms);
                let drafts = drafts.filter_map(|form| form.keeping.due());
                masks.chain(drafts).chain([desk.locks_at()]).min()
            }
        }
    }
}

impl Desk {
    /// When the screen locks by itself.
    pub fn locks_at(&self) -> Moment {
        Moment(self.last_use.0.saturating_add(self.idleness.locks_after))
    }

    pub fn pane(&self) -> Option<&PaneState> {
        self.panes.get(self.at)
    }

    pub fn pane_mut(&mut self) -> Option<&mut PaneState> {
        self.panes.get_mut(self.at)
    }

    /// Work that runs while its drawer is not on top: the message line shows it where there is no message.
    pub fn job_elsewhere(&self) -> Option<&RunningJob> {
        let is_shown = self
            .pane()
            .and_then(PaneState::overlay)
            .is_some_and(|overlay| matches!(overlay, Overlay::Job(_)));
        self.job.as_ref().filter(|_job| !is_shown)
    }
}

impl PaneState {
    pub fn page(&self) -> Option<&PageState> {
        self.pages.last()
    }

    pub fn page_mut(&mut self) -> Option<&mut PageState> {
        self.pages.last_mut()
    }

    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// Forms that are open.
    fn forms(&self) -> impl Iterator<Item = &crate::tui::form::state::FormState> {
        self.overlays.iter().filter_map(|overlay| match overlay {
            Overlay::Form(form) => Some(&**form),
            _ => None,
        })
    }

    /// The form that is open, wherever it lies in the stack.
    pub fn form(&self) -> Option<&crate::tui::form::state::FormState> {
        self.overlays
            .iter()
            .rev()
            .find_map(|overlay| match overlay {
                Overlay::Form(form) => Some(&**form),
                _ => None,
            })
    }

    /// The sheet that stands in place of the page.
    pub fn sheet(&self) -> Option<&overlay::Sheet> {
        self.overlays
            .iter()
            .rev()
            .find_map(|overlay| match overlay {
                Overlay::Sheet(sheet) => Some(&**sheet),
                _ => None,
            })
    }

    fn alarm(&self) -> Option<Moment> {
        let pages = self.pages.iter().filter_map(PageState::alarm);
        let sheets = self.overlays.iter().filter_map(|overlay| match overlay {
            Overlay::Sheet(sheet) => sheet.until,
            _ => None,
        });
        pages.chain(sheets).min()
    }
}
