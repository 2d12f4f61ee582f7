//! 今日: what waits for whoever must act, soonest first; each line opens its record, F8 takes its next step.

use chrono::NaiveDate;

use crate::app::{Agenda, Badges as Unlisted, CheckProgress, Due, Duty, ReviewDue};
use crate::app::{due_category, due_held_words, due_number, due_words};
use crate::domain::deadline::DueState;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::locale::WalkText as W;
use crate::locale::{CheckWaits, DueText, Lang, RequestText, ReviewText, RosterText, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Office};
use crate::tui::model::Badges;
use crate::tui::pane::backup::{ACCEPT, BACKUP};
use crate::tui::pane::calendars::{CALENDARS, STOPS};
use crate::tui::pane::checks::{MONTH, NEXT as NEXT_FACT, NEXT_STEP, OVERVIEW, next_row};
use crate::tui::pane::closing::page_month;
use crate::tui::pane::contacts::{CONTACTS, SEND};
use crate::tui::pane::people::{CODE, ENROL, PEOPLE};
use crate::tui::pane::register_approvals::{APPROVE, approvals};
use crate::tui::pane::register_detail::DETAIL;
use crate::tui::pane::register_form::NEW;
use crate::tui::pane::register_result::RESULT;
use crate::tui::pane::requests_steps::next_form;
use crate::tui::pane::review_lines::REVIEW;
use crate::tui::pane::reviews::reviews_page;
use crate::tui::pane::roster_officers::OFFICERS;
use crate::tui::pane::settings::SETTINGS;
use crate::tui::pane::use_periods::USE_PERIODS;
use crate::tui::pane::walk::walk_of;
use crate::tui::pane::{Does, Here, Layout, Offer, PageSpec, PaneSpec, Target, ViewSpec};
use crate::tui::pane::{
    requests, requests_detail, retention, retention_detail, retention_kept, weeks,
};

const KEEPER: &[Role] = &[Role::Keeper];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Today,
    slot: 0,
    action: Action::GoToday,
    roles: &Role::ALL,
    page: &LIST,
};

static LIST: PageSpec = PageSpec {
    contexts: &["today", "settings"],
    title: Text::Today,
    help: Text::TodayHelp,
    views: &[ViewSpec {
        title: Text::Today,
        layout: Layout::List,
        load,
        side: Some(record),
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, OPEN),
        Offer::record(Action::NextStep, Text::ActNextStep, NEXT),
        Offer::page(Action::New, Text::ActRegisterQuery, Does::Fill(&NEW)).only(&[Role::User]),
        Offer::page(Action::Enrol, Text::ActEnrol, Does::Fill(&ENROL))
            .only(KEEPER)
            .unhinted(),
        Offer::page(Action::People, Text::ActPeople, Does::GoTo(people)).unhinted(),
        Offer::page(Action::Backup, Text::ActBackup, Does::Fill(&BACKUP))
            .only(KEEPER)
            .unhinted(),
        Offer::page(Action::Settings, Text::ActSettings, Does::GoTo(settings))
            .only(KEEPER)
            .unhinted(),
        Offer::page(Action::Calendars, Text::ActCalendars, Does::GoTo(calendars))
            .only(KEEPER)
            .unhinted(),
        Offer::page(Action::StopDays, Text::ActStopDays, Does::GoTo(stops))
            .only(KEEPER)
            .unhinted(),
        Offer::page(
            Action::UsePeriods,
            Text::ActUsePeriods,
            Does::GoTo(use_periods),
        )
        .only(KEEPER)
        .unhinted(),
        Offer::page(Action::AcceptLoss, Text::ActAcceptLoss, Does::Fill(&ACCEPT))
            .only(KEEPER)
            .unhinted(),
    ],
};

/// What waits, as a sheet.
static RECORD: PageSpec = PageSpec {
    contexts: &["today", "settings"],
    title: Text::Today,
    help: Text::TodayHelp,
    views: &[ViewSpec {
        title: Text::Today,
        layout: Layout::Sheet,
        load: record,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[Offer::record(Action::NextStep, Text::ActNextStep, NEXT)],
};

/// Where a line's own record stands; what has none is shown as a sheet.
const OPEN: Does = Does::ByFact {
    name: KIND,
    of: &[
        (KIND_RESULT, Does::Go(&DETAIL)),
        (KIND_APPROVAL, Does::GoTo(approvals)),
        (KIND_REQUEST, Does::Go(&requests_detail::DETAIL)),
        (KIND_HELD, Does::Go(&retention_detail::DETAIL)),
        (KIND_CHECK, Does::GoTo(check)),
        (KIND_OWN_ROWS, Does::GoTo(own_rows)),
        (KIND_SUPPLEMENT, Does::Go(&RECORD)),
        (KIND_BACKUP, Does::Go(&RECORD)),
        (KIND_CODE, Does::Go(&RECORD)),
        (KIND_TAIL, Does::Go(&RECORD)),
        (KIND_RECOVERY, Does::Go(&RECORD)),
        (KIND_GAP, Does::Go(&RECORD)),
        (KIND_NOTICE, Does::GoTo(contacts)),
        (KIND_DISPOSAL, Does::Go(&retention_detail::DETAIL)),
        (KIND_REVIEW, Does::GoTo(review)),
    ],
};
/// What is done about it; a supplement and a used recovery code are only told.
const NEXT: Does = Does::ByFact {
    name: KIND,
    of: &[
        (KIND_RESULT, Does::Fill(&RESULT)),
        (KIND_APPROVAL, Does::Fill(&APPROVE)),
        (KIND_REQUEST, Does::FillOf(next_form)),
        (KIND_HELD, retention::NEXT),
        (KIND_CHECK, NEXT_STEP),
        (KIND_OWN_ROWS, Does::GoTo(own_rows)),
        (KIND_BACKUP, Does::Fill(&BACKUP)),
        (KIND_CODE, Does::Fill(&CODE)),
        (KIND_TAIL, Does::Fill(&ACCEPT)),
        (KIND_GAP, Does::GoTo(officers)),
        (KIND_NOTICE, Does::Fill(&SEND)),
        (KIND_DISPOSAL, Does::Fill(&retention_kept::KEPT_APPROVE)),
        (KIND_REVIEW, Does::GoTo(review)),
    ],
};

/// The rows of a walk that this person judges.
fn own_rows(here: &Here) -> Option<Target> {
    let period = here.row.fact(PERIOD).parse().ok()?;
    Some(walk_of(period))
}

/// The review's lines; where none is open, the list of reviews.
fn review(here: &Here) -> Option<Target> {
    let about = here.row.fact(REVIEW_NO).to_owned();
    if about.is_empty() {
        return reviews_page(here);
    }
    Some(Target {
        page: &REVIEW,
        about,
        view: 0,
    })
}

/// The month's page.
fn check(here: &Here) -> Option<Target> {
    Some(Target {
        page: &OVERVIEW,
        about: here.row.fact(PERIOD).to_owned(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    // Three digits of days take the gap: their bracket ends in a blank half.
    Head::new(Text::DueTerm, 13).gap(0),
    Head::new(Text::DueDay, 9),
    Head::new(Text::DueKind, 4).widths([4, 4, 4]),
    Head::new(Text::DueWhat, 35).widths([35, 55, 31]),
    Head::new(Text::EntryRecord, 10).widths([10, 10, 0]),
];

/// Names of facts, and of kinds.
const KIND: &str = "kind";
const PERIOD: &str = "period";
const KIND_RESULT: &str = "result";
const KIND_APPROVAL: &str = "approval";
const KIND_REQUEST: &str = "request";
const KIND_HELD: &str = "held";
const KIND_CHECK: &str = "check";
const KIND_SUPPLEMENT: &str = "supplement";
const KIND_OWN_ROWS: &str = "own_rows";
const KIND_BACKUP: &str = "backup";
const KIND_CODE: &str = "code";
const KIND_TAIL: &str = "tail";
const KIND_RECOVERY: &str = "recovery";
const KIND_GAP: &str = "gap";
const KIND_NOTICE: &str = "notice";
const KIND_DISPOSAL: &str = "disposal";
const KIND_REVIEW: &str = "review";
/// The review that a line is about; none yet where one is to be opened.
const REVIEW_NO: &str = "review_no";

fn people(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &PEOPLE,
        about: String::new(),
        view: 0,
    })
}

fn officers(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &OFFICERS,
        about: String::new(),
        view: 0,
    })
}

fn contacts(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &CONTACTS,
        about: String::new(),
        view: 0,
    })
}

fn settings(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &SETTINGS,
        about: String::new(),
        view: 0,
    })
}

fn calendars(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &CALENDARS,
        about: String::new(),
        view: 0,
    })
}

fn use_periods(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &USE_PERIODS,
        about: String::new(),
        view: 0,
    })
}

fn stops(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &STOPS,
        about: String::new(),
        view: 0,
    })
}

/// What line 2 says.
pub(super) fn badges(office: &mut Office, _now: Moment) -> Result<Badges, AppError> {
    let counted = office.badges()?;
    Ok(Badges {
        overdue: counted.overdue,
        today: counted.today,
    })
}

fn kind(duty: &Duty) -> &'static str {
    match duty {
        Duty::Result { .. } => KIND_RESULT,
        Duty::Approval { .. } => KIND_APPROVAL,
        Duty::Check { .. }
        | Duty::Countersign { .. }
        | Duty::Joint { .. }
        | Duty::Quarter { .. } => KIND_CHECK,
        Duty::Supplement { .. } => KIND_SUPPLEMENT,
        Duty::OwnRows { .. } => KIND_OWN_ROWS,
        Duty::Backup { .. } => KIND_BACKUP,
        Duty::Code { .. } => KIND_CODE,
        Duty::LostTail { .. } => KIND_TAIL,
        Duty::RecoveryUsed { .. } | Duty::KeyRevoked { .. } => KIND_RECOVERY,
        Duty::OfficerGap { .. } => KIND_GAP,
        Duty::Notice(_) => KIND_NOTICE,
        Duty::Disposal(_) => KIND_DISPOSAL,
        Duty::Review(_) => KIND_REVIEW,
        Duty::Request(_) => KIND_REQUEST,
        Duty::Held(_) => KIND_HELD,
    }
}

/// Names a line; of results and checks the record's own number.
fn key(duty: &Duty) -> String {
    match duty {
        Duty::Result { no, .. } | Duty::Approval { no, .. } => no.to_string(),
        Duty::Check { period, .. } => period.to_string(),
        Duty::Request(row) => row.request.no.to_string(),
        Duty::Held(line) => line.no().to_string(),
        Duty::Notice(notice) => notice.no.to_string(),
        Duty::Disposal(kept) => retention_kept::key(kept),
        Duty::Countersign { period, .. } => format!("sign:{period}"),
        Duty::Joint { period } => format!("joint:{period}"),
        Duty::Quarter { quarter, .. } => quarter.to_string(),
        Duty::Supplement { period, .. } => format!("{KIND_SUPPLEMENT}:{period}"),
        Duty::OwnRows { period, .. } => format!("{KIND_OWN_ROWS}:{period}"),
        Duty::Code { login, .. } => login.to_string(),
        Duty::OfficerGap { gap } => format!("{KIND_GAP}:{}", gap.duty.code()),
        Duty::KeyRevoked { name, .. } => format!("{KIND_RECOVERY}:{name}"),
        Duty::Review(ReviewDue::Urgent { no, .. }) => format!("{no}!"),
        Duty::Review(ReviewDue::Running { no, .. }) => no.to_string(),
        Duty::Review(ReviewDue::Opening { .. })
        | Duty::Backup { .. }
        | Duty::LostTail { .. }
        | Duty::RecoveryUsed { .. } => {
            format!("{}:", kind(duty))
        }
    }
}

/// What F8 does for it.
fn step(duty: &Duty) -> Text {
    match duty {
        Duty::Result { .. } => Text::ActCompleteResult,
        Duty::Approval { .. } => Text::ActApprove,
        Duty::Backup { .. } => Text::ActBackup,
        Duty::OwnRows { .. } => Text::Walk(W::GoOn),
        Duty::Code { .. } => Text::ActMakeCode,
        Duty::LostTail { .. } => Text::ActAcceptLoss,
        Duty::Review(_) => Text::Review(ReviewText::Review),
        // A month's step is called as on its own page.
        Duty::Joint { .. } => Text::ActJointCheck,
        Duty::Quarter { .. } => Text::ActQuarter,
        Duty::Check { .. }
        | Duty::Countersign { .. }
        | Duty::Supplement { .. }
        | Duty::RecoveryUsed { .. }
        | Duty::KeyRevoked { .. }
        | Duty::OfficerGap { .. }
        | Duty::Held(_)
        | Duty::Request(_) => Text::ActNextStep,
        Duty::Notice(_) => Text::Due(DueText::SendNotice),
        Duty::Disposal(_) => Text::Due(DueText::ActApprove),
    }
}

/// Why it stands here: the rule.
fn rule(duty: &Duty) -> Text {
    match duty {
        Duty::Approval { .. } => Text::RuleApproval,
        Duty::Result { .. } => Text::RuleResult,
        Duty::Check { .. } | Duty::Countersign { .. } => Text::RuleCheck,
        Duty::Joint { .. } => Text::RuleJoint,
        Duty::Quarter { .. } => Text::RuleQuarter,
        Duty::Supplement { .. } => Text::RuleSupplement,
        Duty::OwnRows { .. } => Text::Walk(W::RuleOwnRows),
        Duty::Backup { .. } => Text::RuleBackup,
        Duty::Code { .. } => Text::RuleCode,
        Duty::LostTail { .. } => Text::RuleTail,
        Duty::RecoveryUsed { .. } => Text::RuleRecovery,
        Duty::KeyRevoked { .. } => Text::RuleKeyRevoked,
        Duty::OfficerGap { .. } => Text::Roster(RosterText::OfficersHelp),
        Duty::Review(_) => Text::Review(ReviewText::ReviewsHelp),
        Duty::Request(_) => Text::Request(RequestText::TodayRule),
        Duty::Held(_) => Text::Due(DueText::TodayRule),
        Duty::Notice(_) => Text::Due(DueText::NoticeRule),
        Duty::Disposal(_) => Text::Due(DueText::ApproveSays),
    }
}

pub(super) fn tone(state: DueState) -> Tone {
    match state {
        DueState::Overdue(_) => Tone::Bad,
        DueState::Today | DueState::Rolled(_) | DueState::RolledToday => Tone::Warn,
        DueState::Left(_) => Tone::Plain,
    }
}

/// Lines of a group stand together: overdue, today, soon, later, at any time.
fn group(state: Option<DueState>) -> u8 {
    match state {
        Some(DueState::Overdue(_)) => 0,
        Some(DueState::Today | DueState::Rolled(_) | DueState::RolledToday) => 1,
        Some(state) if state.is_soon() => 2,
        Some(_) => 3,
        None => 4,
    }
}

fn row(lang: Lang, due: &Due, now: Moment) -> RowData {
    let today = now.day();
    let state = due.deadline.map(|deadline| deadline.state(today));
    let day = due.deadline.map(|deadline| deadline.counted_day(today));
    let cannot = match &due.duty {
        Duty::Supplement { .. } | Duty::RecoveryUsed { .. } | Duty::KeyRevoked { .. } => {
            Some(Text::NothingToDo)
        }
        _ if !due.is_mine => Some(Text::OthersToDo),
        _ => None,
    };
    let mut moves = vec![RowMove {
        action: Action::NextStep,
        label: Some(lang.text(step(&due.duty)).to_owned()),
        cannot: cannot.map(|why| lang.text(why).to_owned()),
    }];
    if !matches!(due.duty, Duty::LostTail { .. }) {
        moves.push(RowMove {
            action: Action::AcceptLoss,
            label: None,
            cannot: Some(lang.text(Text::NothingLost).to_owned()),
        });
    }
    let number = due_number(&due.duty);
    RowData {
        key: key(&due.duty),
        name: if number.is_empty() {
            lang.text(due_category(&due.duty)).to_owned()
        } else {
            number
        },
        cells: vec![
            state.map_or_else(Cell::default, |state| {
                Cell::toned(lang.due(state), tone(state))
            }),
            Cell::plain(day.map_or_else(String::new, |day| lang.list_day(day, today))),
            Cell::plain(lang.text(due_category(&due.duty))),
            Cell::plain(due_words(lang, due, now)),
            Cell::number(due_number(&due.duty)),
        ],
        peek: lang.text(rule(&due.duty)).to_owned(),
        moves,
        facts: facts(&due.duty),
        ..RowData::default()
    }
}

/// A month's next step is called, and done, as on the month's own page.
fn take_step(
    office: &mut Office,
    lang: Lang,
    due: &Due,
    row: &mut RowData,
) -> Result<(), AppError> {
    let own = match &due.duty {
        Duty::Check { period, .. } | Duty::Countersign { period, .. } => {
            let view = office.month_view(*period)?;
            let me = office.me().clone();
            next_row(lang, &view, &me)
        }
        Duty::Request(found) => requests::record(found, lang),
        Duty::Held(line) => retention::row(lang, line, &office.me().clone(), office.now().day()),
        _ => return Ok(()),
    };
    row.facts.extend(own.facts);
    row.moves
        .retain(|row_move| row_move.action != Action::NextStep);
    let is_next = |row_move: &RowMove| row_move.action == Action::NextStep;
    row.moves.extend(own.moves.into_iter().filter(is_next));
    Ok(())
}

/// A month whose next step is not that of its check.
fn closing_facts(period: Period, next: &str) -> [(&'static str, String); 3] {
    [
        (PERIOD, period.to_string()),
        (MONTH, period.to_string()),
        (NEXT_FACT, next.to_owned()),
    ]
}

fn facts(duty: &Duty) -> Vec<(&'static str, String)> {
    let mut facts = vec![(KIND, kind(duty).to_owned())];
    match duty {
        Duty::Check { period, .. }
        | Duty::OwnRows { period, .. }
        | Duty::Countersign { period, .. } => {
            facts.push((PERIOD, period.to_string()));
        }
        Duty::Joint { period } => facts.extend(closing_facts(*period, "joint")),
        Duty::Quarter { quarter, .. } => {
            facts.extend(closing_facts(page_month(*quarter), "quarter"));
        }
        Duty::Code { login, .. } => facts.push(("login", login.to_string())),
        Duty::Notice(notice) => facts.push((retention::VERSION, notice.version.to_string())),
        Duty::Disposal(kept) => facts.push((retention::VERSION, kept.version.to_string())),
        Duty::LostTail { missing } => facts.push(("missing", missing.to_string())),
        Duty::Review(ReviewDue::Running { no, .. } | ReviewDue::Urgent { no, .. }) => {
            facts.push((REVIEW_NO, no.to_string()));
        }
        Duty::Result { .. }
        | Duty::Approval { .. }
        | Duty::Supplement { .. }
        | Duty::Backup { .. }
        | Duty::RecoveryUsed { .. }
        | Duty::KeyRevoked { .. }
        | Duty::OfficerGap { .. }
        | Duty::Review(ReviewDue::Opening { .. })
        | Duty::Held(_)
        | Duty::Request(_) => {}
    }
    facts
}

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let now = asked.now.unwrap_or_else(|| office.now());
    let today = now.day();
    let agenda = office.agenda()?;
    let state = |due: &Due| due.deadline.map(|deadline| deadline.state(today));
    let mut rows: Vec<RowData> = Vec::new();
    let mut before = None;
    for due in &agenda.dues {
        let group = group(state(due));
        let mut row = row(lang, due, now);
        take_step(office, lang, due, &mut row)?;
        row.has_gap_before = before.is_some_and(|before| before != group);
        before = Some(group);
        rows.push(row);
    }
    let right = if rows.is_empty() {
        Vec::new()
    } else {
        let states = agenda.dues.iter().filter_map(state).collect();
        counts(lang, states, agenda.unlisted)
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: format!(
            "{}  {}",
            lang.text(Text::Today),
            lang.todo_count(rows.len(), agenda.unlisted.overdue > 0)
        ),
        right,
        heads: if rows.is_empty() { &[] } else { HEADS },
        empty: nothing_due(lang, &agenda, today),
        foot: foot(office, lang, &agenda, today)?,
        is_foot_low: true,
        rows,
        ..TableData::default()
    })))
}

fn counts(lang: Lang, states: Vec<DueState>, unlisted: Unlisted) -> Vec<Cell> {
    let more = |number: usize, more: u64| {
        number.saturating_add(usize::try_from(more).unwrap_or(usize::MAX))
    };
    let count = |fits: &dyn Fn(DueState) -> bool| {
        let fitting = states.iter().filter(|state| fits(**state));
        fitting.count()
    };
    let overdue = more(count(&DueState::is_overdue), unlisted.overdue);
    let today = more(count(&DueState::is_today), unlisted.today);
    let within = |from: u32, to: u32| {
        count(&move |state| matches!(state, DueState::Left(days) if (from..=to).contains(&days)))
    };
    let toned = |text: Text, number: usize, tone: Tone| {
        let tone = if number > 0 { tone } else { Tone::Plain };
        Cell::toned(format!("{} {number}", lang.text(text)), tone)
    };
    vec![
        toned(Text::Overdue, overdue, Tone::Bad),
        toned(Text::DueToday, today, Tone::Warn),
        Cell::plain(lang.within(7, within(1, 7))),
        Cell::plain(lang.within(30, within(8, 30))),
    ]
}

fn nothing_due(lang: Lang, agenda: &Agenda, today: NaiveDate) -> Vec<String> {
    let mut lines = vec![lang.text(Text::NothingDue).to_owned()];
    let check = agenda
        .later
        .first()
        .map(|(period, deadline)| (*deadline, lang.check_named(*period)));
    let held = agenda.beyond.as_deref().map(|line| {
        let words = format!("{} {}", line.no(), due_held_words(lang, line, true));
        (line.deadline(), words)
    });
    let first = check.into_iter().chain(held).min_by_key(|(day, _)| *day);
    if let Some((deadline, what)) = first {
        let day = deadline.counted_day(today);
        lines.push(lang.nearest(deadline.state(today), day, &what));
    }
    lines
}

/// How far the check is, and what falls due in each of the next weeks; what is overdue counts in this one.
fn foot(
    office: &Office,
    lang: Lang,
    agenda: &Agenda,
    today: NaiveDate,
) -> Result<Vec<Line>, AppError> {
    let mut lines: Vec<Line> = agenda
        .progress
        .map(|progress| check_bar(lang, progress))
        .into_iter()
        .collect();
    let mut weeks = office.due_weeks(weeks::WEEKS)?;
    let is_other = |due: &&Due| !matches!(due.duty, Duty::Held(_));
    let dated = agenda.dues.iter().filter(is_other);
    let dated = dated.filter_map(|due| due.deadline);
    let later = agenda.later.iter().map(|(_period, deadline)| *deadline);
    let mondays = weeks::mondays(today, weeks::WEEKS);
    for deadline in dated.chain(later) {
        let day = deadline.counted_day(today).max(today);
        let place = mondays.iter().rposition(|monday| *monday <= day);
        let is_beyond = mondays
            .last()
            .is_some_and(|last| day.signed_duration_since(*last).num_days() >= 7);
        if let Some(count) = place.and_then(|place| weeks.get_mut(place))
            && !is_beyond
        {
            *count = count.saturating_add(1);
        }
    }
    lines.extend(weeks::lines(lang, &weeks, today));
    Ok(lines)
}

/// Cells of the check's bar: two for each step, eight for the walk's rows.
const CHECK_BAR: usize = 20;

/// `抽查進度  ####----------------  11510 已勾稽，可凍結`
fn check_bar(lang: Lang, progress: CheckProgress) -> Line {
    let CheckProgress {
        period,
        step,
        walked,
        sample,
    } = progress;
    let rows = walked.min(sample).saturating_mul(8);
    let done = match step {
        Step::None => 0,
        Step::Imported => 2,
        Step::Reconciled => 4,
        Step::Frozen => 6,
        Step::Drawn => 8,
        Step::Walking => rows.checked_div(sample).unwrap_or(0).saturating_add(8),
        Step::Signed => 18,
        Step::Complete | Step::Submitted | Step::Filed => 20,
    };
    let full = usize::try_from(done).unwrap_or(CHECK_BAR).min(CHECK_BAR);
    let rest = CHECK_BAR.saturating_sub(full);
    let words = lang.check_waits(CheckWaits {
        period,
        step,
        checker: None,
        walked,
        sample,
    });
    Line {
        label: Cell::toned(lang.text(Text::Due(DueText::CheckProgress)), Tone::Dim),
        ..Line::default()
    }
    .and(
        weeks::AT,
        Cell::plain(format!("{}{}  {words}", "#".repeat(full), "-".repeat(rest))),
    )
}

/// What waits, as a sheet: what, by when by the three dates, why.
fn record(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let now = asked.now.unwrap_or_else(|| office.now());
    let agenda = office.agenda()?;
    let due = agenda.dues.iter().find(|due| key(&due.duty) == asked.about);
    let Some(due) = due else {
        return Ok(PaneData::Detail(Box::new(DetailData {
            title: lang.text(Text::DoneMeanwhile).to_owned(),
            ..DetailData::default()
        })));
    };
    let mut row = row(lang, due, now);
    take_step(office, lang, due, &mut row)?;
    let mut lines = vec![
        Line::field(lang.text(Text::DueWhat), due_words(lang, due, now)),
        Line::blank(),
    ];
    if let Some(deadline) = due.deadline {
        for (label, day) in [
            (Text::EndsOn, deadline.ends_on),
            (Text::RolledOn, deadline.rolled_on),
            (Text::AdvisedOn, deadline.advised_on),
        ] {
            lines.push(Line::field(lang.text(label), lang.day(day)));
        }
        lines.push(Line::blank());
    }
    lines.push(Line::field(
        lang.text(Text::Why),
        lang.text(rule(&due.duty)),
    ));
    let state = due.deadline.map(|deadline| deadline.state(now.day()));
    Ok(PaneData::Detail(Box::new(DetailData {
        title: format!(
            "{}  {}",
            lang.text(due_category(&due.duty)),
            due_number(&due.duty)
        ),
        right: state
            .map(|state| Cell::toned(lang.due(state).trim().to_owned(), tone(state)))
            .into_iter()
            .collect(),
        lines,
        record: row,
        ..DetailData::default()
    })))
}
