//! 抽查: the freeze with its slip, and the draw.

use super::checks::{MONTH, month_of};
use super::checks_drawn::DRAWN;
use crate::app::{AtTheDraw, CheckCommand, CheckerChoice, Command, Done, Slip};
use crate::domain::event::{CheckEvent, Event};
use crate::domain::ids::{Login, Period};
use crate::domain::monthly_check::{CheckRefusal, Slip as SlipHead};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::PublicSource;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::{Lang, Text, group};
use crate::tui::desk_data::{Asked, Cell, DetailData, Line, PaneData, RowData, Tone};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read, Start,
};
use crate::tui::pane::{After, Here, Layout, PageSpec, Target, Then, ViewSpec};

const SOURCE: &str = "source";
const CHECKER: &str = "checker";
const NEEDS: &str = "needs_source";

/// 凍結.
pub(super) static FREEZE: FormSpec = FormSpec {
    title: Text::Month(M::Freeze),
    place: Place::Body,
    prepare: prepare_freeze,
    fields: &[
        Field {
            note: commit_of,
            ..Field::new(CHECKER, Text::Month(M::Checker), Kind::List)
                .options(checkers)
                .shown_when(has_choice)
        },
        Field {
            read: read_source,
            note: source_note,
            ..Field::new(SOURCE, Text::Month(M::Source), Kind::Code).needed_when(needs_source)
        },
    ],
    submit: freeze,
    after: frozen,
    blames: freeze_blames,
    write: Text::Month(M::Freeze),
    ready: freeze_ready,
};

fn freeze_ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().text(Text::Month(M::FreezePeek)).to_owned()
}

fn checkers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(CHECKER)
}

/// With one checker there is nothing to choose.
fn has_choice(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.list(CHECKER).len() > 1
}

/// What is known of the chosen checker, or of the only one: the commitment, and whether a public source is obligatory.
fn chosen(filled: &Filled, prepared: &Prepared) -> Option<Choice> {
    let all = prepared.list(CHECKER);
    let login = filled.get(CHECKER);
    let named = all.iter().find(|choice| choice.key == login);
    match all.as_slice() {
        [only] => Some(only.clone()),
        _ => named.cloned(),
    }
}

fn commit_of(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let note = chosen(filled, prepared).map_or_else(String::new, |choice| choice.note);
    (note, Tone::Dim)
}

fn needs_source(filled: &Filled, prepared: &Prepared) -> bool {
    chosen(filled, prepared).is_some_and(|choice| choice.facts.iter().any(|fact| fact == NEEDS))
}

fn source_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let lang = prepared.lang();
    if needs_source(filled, prepared) {
        let needed = lang.text(Text::Month(M::NoCommit));
        return (needed.to_owned(), Tone::Warn);
    }
    (lang.text(Text::Month(M::SourceForm)).to_owned(), Tone::Dim)
}

pub(super) fn read_source(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    match typed.trim().parse::<PublicSource>() {
        Ok(source) => Read::taken(format!("{}/{}", source.name, source.digits)),
        Err(_bad) => Read::Fault(prepared.lang().source_fault().to_owned()),
    }
}

fn checker_choice(lang: Lang, choice: CheckerChoice) -> Choice {
    let note = match &choice.commit {
        Some((commit, at)) => lang.committed_on(commit, *at),
        None => lang.text(Text::Month(M::NoCommit)).to_owned(),
    };
    let mut made = Choice::new(choice.login.to_string(), shown(&choice.name)).note(note);
    if choice.needs_source {
        made.facts.push(NEEDS.to_owned());
    }
    made
}

fn prepare_freeze(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let period = month_of(here);
    let plan = office.freeze_plan(period)?;
    let view = &plan.view;
    let counts = view.counts;
    let matched = counts
        .p1
        .saturating_add(counts.p2)
        .saturating_add(counts.retry)
        .saturating_add(counts.confirmed);
    let text = |word: M| lang.text(Text::Month(word));
    let number = |label: M, letter: &str, count: u32, note: String| {
        Line::field(text(label), letter)
            .and(19, Cell::plain(format!("{:>7}", group(u64::from(count)))))
            .and(29, Cell::plain(note))
    };
    let mut lines = vec![
        Line::at(2, Cell::toned(lang.freeze_title(period), Tone::Strong)),
        Line::blank(),
        number(M::Population, "N", view.rows, lang.rows_fixed(view.rows)),
        number(
            M::Sample,
            "n",
            view.sample,
            lang.sample_reason(view.rows, view.sample),
        ),
        number(
            M::MatchedRows,
            "",
            matched,
            lang.confirmed_among(counts.confirmed),
        ),
        number(
            M::Unregistered,
            "",
            counts.unregistered,
            lang.explained_state(view.unexplained),
        ),
        number(
            M::Proposals,
            "",
            view.open_proposals,
            lang.open_count(view.open_proposals),
        ),
        Line::blank(),
    ];
    if let [only] = plan.checkers.as_slice() {
        lines.extend(only_checker(lang, only));
    }
    let starts = plan.checkers.first().map(|choice| Start {
        field: CHECKER,
        value: choice.login.to_string(),
        ..Start::default()
    });
    let list: Vec<Choice> = plan
        .checkers
        .into_iter()
        .map(|choice| checker_choice(lang, choice))
        .collect();
    let me = lang.person(&here.me.name, here.me.roles);
    let into = lang.text(Text::IntoTrail);
    let mut foot = vec![
        Line::blank(),
        Line::field(text(M::FrozenAfter), text(M::FrozenAfterWords)),
        Line::field(lang.text(Text::Signature), me).note(into),
    ];
    if list.is_empty() {
        let none = Cell::toned(text(M::NoChecker), Tone::Bad);
        foot.push(Line::at(2, none));
    }
    Ok(Prepared {
        title: lang.month_title(period),
        right: lang.step_place(3),
        lines,
        foot,
        starts: starts.into_iter().collect(),
        lists: vec![(CHECKER, list)],
        ..Prepared::of(here)
    })
}

/// The one who will draw, and the commitment that the freeze names.
fn only_checker(lang: Lang, choice: &CheckerChoice) -> Vec<Line> {
    let text = |word: M| lang.text(Text::Month(word));
    let name = lang.who_draws(&shown(&choice.name));
    let mut lines = vec![Line::field(text(M::Checker), name)];
    if let Some((commit, at)) = &choice.commit {
        lines.push(Line::field(text(M::Commit), lang.hex_groups(commit)));
        lines.push(Line::field("", lang.committed_at(*at)));
    } else {
        let none = Cell::toned(text(M::NoCommit), Tone::Warn);
        lines.push(Line::labelled(text(M::Commit), none));
    }
    lines.push(Line::blank());
    lines
}

fn freeze(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let lang = prepared.lang();
    let source = Some(filled.get(SOURCE)).filter(|text| !text.is_empty());
    let source: Option<PublicSource> =
        source
            .map(str::parse)
            .transpose()
            .map_err(|_bad| FieldFault {
                field: SOURCE,
                sentence: lang.source_fault().to_owned(),
            })?;
    let checker = chosen(filled, prepared).and_then(|choice| choice.key.parse::<Login>().ok());
    let checker = checker.ok_or_else(|| FieldFault {
        field: SOURCE,
        sentence: lang.text(Text::Month(M::NoChecker)).to_owned(),
    })?;
    Ok(Errand::Command(Box::new(Command::Check(
        CheckCommand::Freeze {
            period: month_of(&prepared.here),
            source,
            checker: Some(checker),
        },
    ))))
}

fn freeze_blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Check(CheckRefusal::PublicSourceNeeded)) => Some(SOURCE),
        AppError::Refused(Refusal::Form { field: CHECKER }) => Some(CHECKER),
        _ => None,
    }
}

/// After the freeze its slip is shown. The desk calls the checker by his name.
fn frozen(office: &mut Office, done: &Done, here: &Here) -> After {
    let mut event = done.event.clone();
    if let Event::Check(CheckEvent::Frozen(frozen)) = &mut event {
        let view = office.month_view(frozen.period).ok();
        let named = view.and_then(|view| view.checker);
        frozen.checker = named.map_or(frozen.checker.clone(), |(_, name)| {
            shown(&name).into_owned()
        });
    }
    After {
        message: here.lang.told(&event),
        then: Then::Go(Target {
            page: &SLIP,
            about: month_of(here).to_string(),
            view: 0,
        }),
        ..After::default()
    }
}

/// 凍結單.
pub(super) static SLIP: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Month(M::Slip),
    help: Text::Month(M::SlipHelp),
    views: &[ViewSpec {
        title: Text::Month(M::Slip),
        layout: Layout::Sheet,
        load: load_slip,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[],
};

fn load_slip(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let period = super::checks::asked_month(office, asked);
    let slip = office.slip(period)?;
    let view = office.month_view(period)?;
    let lang = asked.lang;
    let mut lines = vec![Line::blank()];
    lines.extend(slip_lines(lang, &slip));
    if let Some((by, at)) = &view.frozen {
        lines.push(Line::blank());
        lines.push(Line::field(
            lang.text(Text::Month(M::Freeze)),
            format!("{}  {}", shown(by), lang.moment(*at)),
        ));
    }
    Ok(PaneData::Detail(Box::new(DetailData {
        title: lang.slip_title(period),
        right: vec![Cell::toned(lang.step(view.step), Tone::Good)],
        lines,
        peek: lang.text(Text::Month(M::SlipHint)).to_owned(),
        record: RowData {
            key: period.to_string(),
            facts: vec![(MONTH, period.to_string())],
            ..RowData::default()
        },
        ..DetailData::default()
    })))
}

/// All 64 digits in two lines of 32.
fn hash_lines(lang: Lang, label: &str, hash: &str) -> [Line; 2] {
    let (first, second) = hash.split_at_checked(32).unwrap_or((hash, ""));
    [
        Line::field(label, lang.hex_groups(first)),
        Line::field("", lang.hex_groups(second)),
    ]
}

fn slip_lines(lang: Lang, slip: &Slip) -> Vec<Line> {
    let text = |word: M| lang.text(Text::Month(word));
    let rows = format!("N  {}", group(u64::from(slip.rows)));
    let mut lines = vec![Line::field(text(M::Population), rows), Line::blank()];
    lines.extend(hash_lines(lang, text(M::PopulationHash), &slip.population));
    match &slip.commit {
        Some(commit) => lines.extend(hash_lines(lang, text(M::Commit), commit)),
        None => lines.push(Line::field(text(M::Commit), "-")),
    }
    let head = slip.head.to_string();
    let (seq, hash) = head.split_once(':').unwrap_or(("", &head));
    lines.extend(hash_lines(lang, text(M::Head), hash));
    lines.push(Line::field("", format!("SEQ {seq}")));
    lines.push(Line::blank());
    let source = slip.source.as_deref().unwrap_or(text(M::NoSource));
    lines.push(Line::field(text(M::Source), source));
    lines.push(Line::field(
        text(M::Checker),
        shown(&slip.checker).into_owned(),
    ));
    lines
}

const TOTAL_KNOWN: &str = "total_known";
const TOTAL: &str = "total";
const SLIP_KNOWN: &str = "slip_known";
const SLIP_HEAD: &str = "slip";
const PUBLIC: &str = "public";
const YES: &str = "yes";
const NO: &str = "no";
const DIGITS: &str = "digits";

/// 抽樣: what the checker sees elsewhere is typed first.
pub(super) static DRAW: FormSpec = FormSpec {
    title: Text::Month(M::Draw),
    place: Place::Body,
    prepare: prepare_draw,
    fields: &[
        Field {
            below: |_filled, prepared| {
                vec![prepared.lang().text(Text::Month(M::TotalHelp)).to_owned()]
            },
            ..Field::new(TOTAL_KNOWN, Text::Month(M::TotalKnown), Kind::Choice)
                .options(total_answers)
        },
        Field::new(TOTAL, Text::Month(M::Total), Kind::Number).shown_when(is_total_known),
        Field {
            below: |_filled, prepared| {
                vec![
                    prepared
                        .lang()
                        .text(Text::Month(M::SlipAnswerHelp))
                        .to_owned(),
                ]
            },
            ..Field::new(SLIP_KNOWN, Text::Month(M::SlipKnown), Kind::Choice)
                .options(slip_answers)
                .gap()
        },
        Field {
            read: read_slip,
            ..Field::new(SLIP_HEAD, Text::Month(M::SlipHead), Kind::Code).shown_when(is_slip_known)
        },
        Field::new(PUBLIC, Text::Month(M::PublicDigits), Kind::Code)
            .shown_when(is_public)
            .gap(),
    ],
    submit: draw,
    after: drawn,
    blames: draw_blames,
    write: Text::Month(M::Draw),
    ready: draw_ready,
};

fn draw_ready(_filled: &Filled, prepared: &Prepared) -> String {
    prepared.lang().text(Text::Month(M::DrawPeek)).to_owned()
}

fn total_answers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(YES, lang.text(Text::Month(M::TotalSeen))),
        Choice::new(NO, lang.text(Text::Month(M::NotAvailable))),
    ]
}

fn slip_answers(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(YES, lang.text(Text::Month(M::SlipAtHand))),
        Choice::new(NO, lang.text(Text::Month(M::NotAvailable))),
    ]
}

fn is_total_known(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(TOTAL_KNOWN) == YES
}

fn is_slip_known(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(SLIP_KNOWN) == YES
}

fn is_public(_filled: &Filled, prepared: &Prepared) -> bool {
    !prepared.fact(DIGITS).is_empty()
}

fn read_slip(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    match typed.parse::<SlipHead>() {
        Ok(_slip) => Read::taken(typed.trim()),
        Err(_bad) => Read::Fault(prepared.lang().slip_form_fault().to_owned()),
    }
}

fn prepare_draw(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let period: Period = month_of(here);
    let slip = office.slip(period)?;
    let view = office.month_view(period)?;
    let text = |word: M| lang.text(Text::Month(word));
    let mut lines = vec![
        Line::at(2, Cell::toned(lang.draw_title(period), Tone::Strong)),
        Line::blank(),
        Line::field(
            text(M::Population),
            format!("N  {}", group(u64::from(slip.rows))),
        ),
        Line::field(
            text(M::Sample),
            format!("n  {}", group(u64::from(view.sample))),
        ),
    ];
    if let Some(source) = &slip.source {
        let needed = lang.public_needed(source, slip.digits);
        lines.push(Line::field(text(M::Source), needed));
    }
    lines.push(Line::blank());
    let me = lang.person(&here.me.name, here.me.roles);
    let digits = slip.source.as_ref().map(|_| slip.digits.to_string());
    Ok(Prepared {
        title: lang.month_title(period),
        right: lang.step_place(4),
        lines,
        foot: vec![
            Line::blank(),
            Line::field(lang.text(Text::Signature), me).note(lang.text(Text::IntoTrail)),
        ],
        facts: vec![(DIGITS, digits.unwrap_or_default())],
        ..Prepared::of(here)
    })
}

fn draw(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let is_typed = |known: &str| filled.get(known) == YES;
    let total = is_typed(TOTAL_KNOWN).then(|| filled.get(TOTAL).parse());
    let total = total.transpose().map_err(|_bad| FieldFault {
        field: TOTAL,
        sentence: prepared.lang().text(Text::NotANumber).to_owned(),
    })?;
    let public = Some(filled.get(PUBLIC).to_owned()).filter(|text| !text.is_empty());
    let typed = AtTheDraw {
        public,
        total,
        slip: is_typed(SLIP_KNOWN).then(|| filled.get(SLIP_HEAD).to_owned()),
    };
    Ok(Errand::Command(Box::new(Command::Check(
        CheckCommand::Draw {
            period: month_of(&prepared.here),
            typed,
        },
    ))))
}

fn draw_blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Check(
            CheckRefusal::PublicLength { .. }
            | CheckRefusal::PublicResultNeeded { .. }
            | CheckRefusal::PublicNotDeclared,
        )) => Some(PUBLIC),
        AppError::Refused(Refusal::Check(CheckRefusal::SlipDiffers)) => Some(SLIP_HEAD),
        _ => None,
    }
}

/// After the draw its rows are shown.
fn drawn(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::Go(Target {
            page: &DRAWN,
            about: month_of(here).to_string(),
            view: 0,
        }),
        ..After::default()
    }
}
