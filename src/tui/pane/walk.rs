//! 逐筆查核: the drawn rows one by one, log and registration side by side.

use chrono::{NaiveDate, NaiveTime};

use super::checks::MONTH;
use super::sign::{SIGN, signed_page};
use super::walk_forms::{EVIDENCE, EXTEND, MATCH, MISMATCH, OUTCOME, START};
use super::walk_words::{found_cell, notice_words};
use crate::app::{Around, DrawnPage, DrawnRow, Office, WalkAsked, WalkOrder};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{Group, Outcome, Step};
use crate::domain::normal::{Field, Sameness};
use crate::domain::people::Role;
use crate::domain::roc_date::{hour_minute, hour_minute_second};
use crate::domain::shown::shown;
use crate::locale::RulesText as R;
use crate::locale::WalkText as W;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, Line, Mark, PageAt, PairData, PairRow, PaneData, RowData, RowMove,
    TableData, Tone,
};
use crate::tui::errand::AppError;
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, Target, ViewSpec};
use crate::tui::widget::progress;

/// Facts of a row: sequence number, whether Enter says 相符, the month's step, whether all rows have their outcome.
pub(super) const SEQ: &str = "seq";
pub(super) const PLAIN: &str = "plain";
pub(super) const STEP: &str = "step";
pub(super) const ALL_DONE: &str = "walk_done";
pub(super) const YES: &str = "yes";
/// The row stands in the order of the files.
pub(super) const BY_FILE: &str = "by_file";
/// Fields that differ where the masks are the same are told apart by the notice.
const BAR: u16 = 15;

/// What F8 does wherever the month's next step is the walk: rows there have the facts [`STEP`] and [`ALL_DONE`].
pub(super) const NEXT: Does = Does::Either {
    when: is_drawn,
    then: &Does::Fill(&START),
    otherwise: &Does::Either {
        when: is_all_done,
        then: &Does::Fill(&SIGN),
        otherwise: &Does::GoTo(walk_page),
    },
};

/// What opening the walk's own step does: the rows, done or not.
pub(super) const OPEN: Does = Does::Either {
    when: is_drawn,
    then: &Does::Fill(&START),
    otherwise: &Does::GoTo(rows_page),
};

/// The drawn rows.
pub(super) static WALK: PageSpec = PageSpec {
    contexts: &["walk", "checks"],
    title: Text::Walk(W::Walk),
    help: Text::Walk(W::Help),
    views: &[
        ViewSpec {
            title: Text::Rules(R::TicketOrder),
            layout: Layout::Side,
            load: list,
            side: Some(pair),
            filters: &[BY_OUTCOME],
            search: None,
        },
        ViewSpec {
            title: Text::Rules(R::FileOrder),
            layout: Layout::Side,
            load: list_by_file,
            side: Some(pair_by_file),
            filters: &[BY_OUTCOME],
            search: None,
        },
    ],
    offers: &[
        Offer::record(
            Action::Match,
            Text::Walk(W::MatchNext),
            Does::Either {
                when: is_plain,
                then: &Does::Now(&MATCH),
                otherwise: &Does::Fill(&OUTCOME),
            },
        ),
        Offer::record(
            Action::StepBack,
            Text::Walk(W::Mismatch),
            Does::Fill(&MISMATCH),
        ),
        Offer::record(
            Action::NoteEvidence,
            Text::Walk(W::NoteEvidence),
            Does::Fill(&EVIDENCE),
        ),
        Offer::record(
            Action::NextStep,
            Text::Walk(W::Choose),
            Does::Either {
                when: is_drawn,
                then: &Does::Fill(&START),
                otherwise: &Does::Either {
                    when: is_all_done,
                    then: &Does::Fill(&SIGN),
                    otherwise: &Does::Fill(&OUTCOME),
                },
            },
        )
        .unhinted(),
        Offer::record(
            Action::Export,
            Text::Walk(W::Export),
            Does::Fill(&super::export::CHECK),
        )
        .unhinted(),
        Offer::record(Action::Extend, Text::Rules(R::Extend), Does::Fill(&EXTEND))
            .only(&[Role::Checker])
            .unhinted(),
    ],
};

fn is_plain(here: &Here) -> bool {
    here.row.fact(PLAIN) == YES
}

fn is_drawn(here: &Here) -> bool {
    here.row.fact(STEP) == Step::Drawn.code()
}

fn is_all_done(here: &Here) -> bool {
    here.row.fact(ALL_DONE) == YES && here.row.fact(STEP) == Step::Walking.code()
}

/// Where the month is walked, or what is known of it once it is signed. `here` is about the month.
pub(super) fn walk_page(here: &Here) -> Option<Target> {
    let step = here.row.fact(STEP).to_owned();
    let is_signed = Step::ALL
        .into_iter()
        .any(|known| known >= Step::Signed && known.code() == step);
    Some(if is_signed {
        signed_page(month(here))
    } else {
        walk_of(month(here))
    })
}

fn rows_page(here: &Here) -> Option<Target> {
    Some(walk_of(month(here)))
}

pub(super) fn walk_of(period: Period) -> Target {
    Target {
        page: &WALK,
        about: period.to_string(),
        view: 0,
    }
}

/// The month that a page, a form or a row is about.
pub(super) fn month(here: &Here) -> Period {
    let named = here.row.key.split_once('#').map(|(period, _)| period);
    let of_row = || Some(here.row.fact(MONTH)).filter(|text| !text.is_empty());
    let text = named.or_else(of_row).unwrap_or(&here.about);
    month_or_last(text, here.now.day())
}

/// The month that a text names, or the last one.
pub(super) fn month_or_last(text: &str, today: NaiveDate) -> Period {
    let last = Period::of(today).unwrap_or_default().previous();
    text.parse().unwrap_or(last)
}

/// A row's key: `11510#4`.
pub(super) fn key(period: Period, place: u32) -> String {
    format!("{period}#{place}")
}

fn place_in(key: &str) -> Option<(Period, u32)> {
    let (period, place) = key.split_once('#')?;
    Some((period.parse().ok()?, place.parse().ok()?))
}

/// What was found of rows, and those that wait.
const BY_OUTCOME: Filter = Filter {
    label: Text::Walk(W::Outcome),
    options: outcome_choices,
    start: "",
};
const OPEN_ROWS: &str = "open";

fn outcome_choices(lang: Lang, _now: Moment) -> Vec<Choice> {
    let open = Choice::new(OPEN_ROWS, lang.text(Text::Rules(R::OpenRows)));
    let outcomes = Outcome::ALL
        .into_iter()
        .map(|outcome| Choice::new(outcome.code(), lang.outcome(outcome)));
    std::iter::once(open).chain(outcomes).collect()
}

/// By case number, for walking to the shelf; with a filter, of those rows alone.
fn list_by_file(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    in_order(office, asked, WalkOrder::File)
}

fn in_order(office: &mut Office, asked: &Asked, order: WalkOrder) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = month_or_last(&asked.about, office.now().day());
    let chosen = asked.filters.first().map_or("", String::as_str);
    let outcome = match chosen {
        "" => None,
        OPEN_ROWS => Some(""),
        code => Some(code),
    };
    let which = WalkAsked { order, outcome };
    let limit = asked.limit.max(1);
    let resume = match order {
        WalkOrder::Ticket => office.next_open(period, 1)?,
        WalkOrder::File => office.next_open_file(period, 0)?,
    };
    let (_none, total) = office.drawn_in_order(period, which, (0, 0))?;
    let place = |key: &String| place_in(key).map_or(0, |(_, place)| place);
    let at = |office: &mut Office, place: u32| office.index_of(period, which, place);
    let from = match &asked.page {
        PageAt::Top => match resume {
            Some((place, _)) => at(office, place)?
                .unwrap_or_default()
                .saturating_sub(limit / 2),
            None => 0,
        },
        PageAt::Bottom => total,
        PageAt::From(key) => at(office, place(key))?.unwrap_or_default(),
        PageAt::UpTo(key) => at(office, place(key))?
            .unwrap_or_default()
            .saturating_add(1)
            .saturating_sub(limit),
    };
    let from = from.min(total.saturating_sub(limit));
    let (found, _total) = office.drawn_in_order(period, which, (from, limit))?;
    let page = office.drawn_page(period, 1, 0)?;
    let can = can(office, lang, period)?;
    let rows: Vec<RowData> = found
        .iter()
        .map(|row| {
            let mut listed = list_row(&can, row, &page);
            let order = if order == WalkOrder::File { YES } else { "" };
            listed.facts.push((BY_FILE, order.to_owned()));
            listed
        })
        .collect();
    let is_among = |place: u32| found.iter().any(|row| row.place == place);
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.walk_order_title(period, order == WalkOrder::File),
        measure: Some(Measure::Query),
        heads: HEADS,
        has_before: from > 0,
        has_after: from.saturating_add(found.len()) < total,
        total: u64::try_from(total).ok(),
        first_number: u64::try_from(from.saturating_add(1)).ok(),
        rows,
        empty: vec![lang.text(Text::Walk(W::Empty)).to_owned()],
        begin: resume
            .filter(|(place, _)| is_among(*place))
            .map(|(place, _)| key(period, place)),
        ..TableData::default()
    })))
}

fn can(office: &mut Office, lang: Lang, period: Period) -> Result<Can, AppError> {
    let state = office.standing_of(period)?;
    let is_mine = state.checker.as_deref() == Some(office.me().login.as_str())
        && office.me().roles.has(Role::Checker);
    Ok(Can {
        lang,
        step: state.step,
        is_mine,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Walk(W::Place), 4).right().gap(1),
    Head::new(Text::Walk(W::Number), 10),
    Head::new(Text::Walk(W::Person), 6).gap(1),
    Head::new(Text::Walk(W::Outcome), 10),
];

fn list(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    if asked.filters.iter().any(|chosen| !chosen.is_empty()) {
        return in_order(office, asked, WalkOrder::Ticket);
    }
    let lang = asked.lang;
    let period = month_or_last(&asked.about, office.now().day());
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX).max(1);
    let resume = office.next_open(period, 1)?;
    let from = match &asked.page {
        PageAt::Top => 1,
        PageAt::Bottom => u32::MAX,
        PageAt::From(key) => place_in(key).map_or(1, |(_, place)| place),
        PageAt::UpTo(key) => place_in(key)
            .map_or(1, |(_, place)| {
                place.saturating_add(1).saturating_sub(limit)
            })
            .max(1),
    };
    let (drawn, _done) = office.walk_progress(period)?;
    let from = from.min(drawn.saturating_add(1).saturating_sub(limit).max(1));
    let page = office.drawn_page(period, from, limit)?;
    let can = can(office, lang, period)?;
    let rows: Vec<RowData> = page
        .rows
        .iter()
        .map(|row| list_row(&can, row, &page))
        .collect();
    let last = page.rows.last().map_or(0, |row| row.place);
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.walk_title(period),
        measure: Some(Measure::Query),
        heads: HEADS,
        has_before: from > 1 && drawn > 0,
        has_after: last < page.drawn,
        total: Some(u64::from(page.drawn)),
        rows,
        empty: vec![lang.text(Text::Walk(W::Empty)).to_owned()],
        begin: resume.map(|(place, _)| key(period, place)),
        ..TableData::default()
    })))
}

/// Whether this person may do something to the rows now.
struct Can {
    lang: Lang,
    step: Step,
    is_mine: bool,
}

impl Can {
    fn cannot(&self, row: &DrawnRow) -> Option<String> {
        let word = match self.step {
            Step::Drawn => W::NotStarted,
            Step::Signed | Step::Complete | Step::Submitted | Step::Filed => W::AlreadySigned,
            _ if row.may_judge => return None,
            _ if row.is_own => W::OwnRow,
            _ if row.is_checkers => W::CheckersRow,
            _ => W::ReadOnly,
        };
        Some(self.lang.text(Text::Walk(word)).to_owned())
    }
}

fn list_row(can: &Can, row: &DrawnRow, page: &DrawnPage) -> RowData {
    let lang = can.lang;
    let cannot = can.cannot(row);
    let number = row.query.as_ref().filter(|_query| !row.is_own);
    let is_plain = row.row.is_plain() && !row.is_own;
    let label = if is_plain { W::MatchNext } else { W::Choose };
    let a_move = |action: Action, label: Option<W>| RowMove {
        action,
        label: label.map(|label| lang.text(Text::Walk(label)).to_owned()),
        cannot: cannot.clone(),
    };
    let is_all_done = page.resume.is_none() && page.drawn > 0;
    let mut moves = vec![
        a_move(Action::Match, Some(label)),
        a_move(Action::StepBack, None),
        a_move(Action::NoteEvidence, None),
    ];
    let may_extend = can.is_mine && can.step == Step::Walking;
    if !may_extend {
        let why = lang.text(Text::Rules(R::OnlyWhileWalking)).to_owned();
        moves.push(RowMove {
            action: Action::Extend,
            label: None,
            cannot: Some(why),
        });
    }
    let may_go_on = can.is_mine && matches!(can.step, Step::Drawn | Step::Walking);
    if may_go_on {
        let label = match can.step {
            Step::Drawn => W::Start,
            _ if is_all_done => W::SignStep,
            _ => W::Choose,
        };
        moves.push(RowMove {
            action: Action::NextStep,
            label: Some(lang.text(Text::Walk(label)).to_owned()),
            cannot: None,
        });
    } else {
        moves.push(a_move(Action::NextStep, None));
    }
    RowData {
        key: key(row.period, row.place),
        name: lang.walk_log_head(row.seq),
        cells: vec![
            Cell::plain(row.place.to_string()),
            number.map_or_else(Cell::default, |query| Cell::number(query.no.short())),
            Cell::plain(shown(&row.person).into_owned()),
            found_cell(lang, row),
        ],
        peek: peek(lang, row),
        moves,
        facts: vec![
            (SEQ, row.seq.to_string()),
            (PLAIN, if is_plain { YES } else { "" }.to_owned()),
            (STEP, can.step.code().to_owned()),
            (ALL_DONE, if is_all_done { YES } else { "" }.to_owned()),
        ],
        ..RowData::default()
    }
}

fn peek(lang: Lang, row: &DrawnRow) -> String {
    if row.is_own {
        lang.own_row(row.place)
    } else if row.row.is_plain() {
        lang.text(Text::Walk(W::PlainPeek)).to_owned()
    } else {
        lang.enter_asks(row.differing())
    }
}

fn pair(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    pair_in(office, asked, WalkOrder::Ticket)
}

fn pair_by_file(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    pair_in(office, asked, WalkOrder::File)
}

/// A row and its registration, with its place in the order in which the rows are walked.
fn pair_in(office: &mut Office, asked: &Asked, order: WalkOrder) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let Some((period, place)) = place_in(&asked.about) else {
        return Ok(PaneData::Pair(Box::default()));
    };
    let page = office.drawn_page(period, place, 1)?;
    let Some(row) = page.rows.first() else {
        return Ok(PaneData::Pair(Box::default()));
    };
    let around = office.around(row)?;
    let bar = progress::bar(u64::from(page.done), Some(u64::from(page.drawn)), BAR);
    let number = match order {
        WalkOrder::Ticket => u64::from(place),
        WalkOrder::File => {
            let all = WalkAsked {
                order,
                outcome: None,
            };
            let index = office.index_of(period, all, place)?.unwrap_or_default();
            u64::try_from(index).unwrap_or_default().saturating_add(1)
        }
    };
    let at = lang.place(number, Some(u64::from(page.drawn)), Measure::Query);
    let mut data = PairData {
        title: lang.walk_order_title(period, order == WalkOrder::File),
        right: vec![Cell::plain(if row.group == Group::Base {
            format!("{bar}  {at}")
        } else {
            format!("{}  {bar}  {at}", lang.group(row.group))
        })],
        peek: peek(lang, row),
        ..PairData::default()
    };
    if row.is_own {
        data.notes = vec![Line::words(lang.own_row(place))];
        return Ok(PaneData::Pair(Box::new(data)));
    }
    data.left_head = lang.walk_log_head(row.seq);
    data.right_head =
        lang.walk_registration_head(row.query.as_ref().map(|query| query.no.to_string()));
    data.rows = pair_rows(office, lang, row)?;
    data.notes = notes(lang, row, &page, &around);
    let left = page.drawn.saturating_sub(page.done);
    let speed = lang.pace(left, page.pace);
    data.notes
        .push(Line::field(lang.text(Text::Rules(R::Pace)), speed));
    let control = office.control(period)?;
    let words = lang.control_totals(&control.facts());
    let label = lang.text(Text::Rules(R::Control));
    data.notes.push(Line::field(label, words));
    Ok(PaneData::Pair(Box::new(data)))
}

fn pair_rows(office: &mut Office, lang: Lang, row: &DrawnRow) -> Result<Vec<PairRow>, AppError> {
    let names = office.code_names()?;
    let log = &row.log;
    let query = row.query.as_ref();
    let text = |text: &str| shown(text).into_owned();
    let clock = |secs: Option<u32>| {
        let time = secs.and_then(|secs| NaiveTime::from_num_seconds_from_midnight_opt(secs, 0));
        time.map(hour_minute_second).unwrap_or_default()
    };
    let day = |day: Option<NaiveDate>| day.map(|day| lang.day(day)).unwrap_or_default();
    let mut rows = Vec::new();
    let mut push = |label: W, field: Option<Field>, left: String, right: String| {
        let mark = field.map_or(Mark::None, |field| {
            let diff = row.differences.iter().find(|diff| diff.field == field);
            match diff.map(|diff| diff.sameness) {
                Some(Sameness::Equal) => Mark::Same,
                Some(Sameness::Different) => Mark::Differs,
                Some(Sameness::Absent) | None => Mark::None,
            }
        });
        rows.push(PairRow {
            label: lang.text(Text::Walk(label)).to_owned(),
            left: Cell::plain(left),
            mark,
            right: Cell::plain(right),
        });
    };
    let of = |read: fn(&crate::domain::query::Query) -> String| query.map(read).unwrap_or_default();
    push(
        W::Date,
        Some(Field::Date),
        day(log.day),
        day(query.map(|query| query.asked_on)),
    );
    push(
        W::Time,
        Some(Field::Time),
        clock(log.secs),
        of(|query| hour_minute(query.asked_at)),
    );
    let account = of(|query| format!("{} {}", query.account, query.person));
    push(
        W::Account,
        Some(Field::Account),
        text(&log.account),
        text(&account),
    );
    let item = query
        .map(|query| names.item(&query.item))
        .unwrap_or_default();
    push(W::Item, Some(Field::Item), text(&log.item), text(&item));
    push(
        W::Subject,
        Some(Field::Subject),
        log.subject.to_string(),
        of(|query| query.subject.to_string()),
    );
    let (case, reason) = (
        of(|query| query.case_no.clone()),
        of(|query| query.reason.clone()),
    );
    push(W::Case, Some(Field::Case), text(&log.case), text(&case));
    push(
        W::Reason,
        Some(Field::Reason),
        text(&log.reason),
        text(&reason),
    );
    let answer = query.and_then(|query| query.answer.as_ref());
    let result = answer.map(|answer| lang.query_result(answer.result).to_owned());
    push(
        W::Result,
        Some(Field::Result),
        text(&log.result),
        result.unwrap_or_default(),
    );
    let basis = query
        .map(|query| names.basis(&query.basis, lang))
        .unwrap_or_default();
    push(W::Basis, None, String::new(), text(&basis));
    let made = answer.map(|answer| {
        let parts = [
            answer.output.map(|output| lang.output(output)),
            answer.whereto.map(|place| lang.where_to(place)),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        parts.join(lang.text(Text::ListComma))
    });
    push(W::Output, None, String::new(), made.unwrap_or_default());
    Ok(rows)
}

fn notes(lang: Lang, row: &DrawnRow, page: &DrawnPage, around: &Around) -> Vec<Line> {
    let label = |word: W| lang.text(Text::Walk(word));
    let none = || label(W::None).to_owned();
    let notices = notice_words(lang, row);
    let notices = if notices.is_empty() { none() } else { notices };
    let mut lines = vec![Line::field(label(W::Notice), notices)];
    let evidence = if row.found.evidence.is_empty() {
        lang.case_file(&shown(row.case()), false)
    } else {
        shown(&row.found.evidence).into_owned()
    };
    let compared = row.found.compared.or(page.compared);
    let evidence = Line::field(label(W::Evidence), evidence);
    lines.push(match compared {
        Some(compared) => evidence.note(lang.compared(compared)),
        None => evidence,
    });
    if let Some(outcome) = row.found.outcome {
        let said = lang.outcome(outcome);
        let said = if row.found.note.is_empty() {
            said.to_owned()
        } else {
            format!("{said}{}{}", lang.text(Text::Colon), shown(&row.found.note))
        };
        let tone = if outcome.is_bad() {
            Tone::Warn
        } else {
            Tone::Good
        };
        lines.push(Line::labelled(label(W::Found), Cell::toned(said, tone)));
    }
    let named: Vec<String> = around.same_case.iter().map(RegisterNo::short).collect();
    let named = named.join(lang.text(Text::ListComma));
    let same_case = match around.same_case_count {
        0 => none(),
        total => lang.same_case(&named, total),
    };
    lines.push(Line::field(label(W::SameCase), same_case));
    if let (Some((total, first, last)), Some(day)) = (around.same_day, row.log.day) {
        let minute = |secs: u32| {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(secs, 0);
            time.map(hour_minute).unwrap_or_default()
        };
        let said = lang.same_day(&lang.month_day(day), total, &minute(first), &minute(last));
        lines.push(Line::field(label(W::SameDay), said));
    }
    lines.push(Line::field(label(W::Raw), shown(&row.raw).into_owned()));
    lines
}
