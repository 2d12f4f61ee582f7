//! 驗證 as a job, its result, and the head from paper compared with the chain.

use unicode_normalization::UnicodeNormalization;

use crate::app::{Expect, Problem, Verification};
use crate::domain::ids::Head;
use crate::locale::prose::Found;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::desk_data::{Cell, DetailData, Line, Tone};
use crate::tui::errand::{AppError, Count, Done, Errand, Job, JobControl, Office, given};
use crate::tui::form::spec::{Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read};
use crate::tui::pane::trail::grouped;
use crate::tui::pane::{After, Here, NowSpec};

/// Findings that one sheet shows; all of them stand in `irdesk verify`.
const SHOWN: usize = 12;

pub(super) static VERIFY: NowSpec = NowSpec {
    errand: |_here| {
        Ok(Errand::Job(Job {
            title: Text::Verifying,
            breaking: Text::BreakingReads,
            measure: Measure::Query,
            given: Vec::new(),
            run: verify,
        }))
    },
    after: |_office, _done, _here| After::default(),
};

fn verify(
    office: &mut Office,
    here: &Here,
    _job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    let began = office.now();
    let interrupter = office.interrupter();
    let found = office.verify(None, |verified| {
        if control.is_broken_off() {
            interrupter.break_off();
        }
        (control.tell)(Count {
            done: verified.entries,
            total: Some(verified.of),
        });
    })?;
    let millis = office.now().0.saturating_sub(began.0);
    let at = match found.head {
        Some(head) => office.entry(head.seq)?.map(|row| row.entry.at),
        None => None,
    };
    let people = office.people_and_keys()?.len();
    let lang = here.lang;
    let mut sheet = sheet(lang, &found);
    if let (Some(head), Some(at)) = (found.head, at) {
        sheet
            .lines
            .insert(2, head_line(lang, head, &lang.moment(at)));
        sheet.lines.insert(
            3,
            Line::field(lang.text(Text::Signers), lang.signers_fit(people)),
        );
    }
    sheet.right = vec![Cell::plain(lang.seconds(millis))];
    Ok(After {
        message: message(lang, &found),
        show: Some(Box::new(sheet)),
        ..After::default()
    })
}

fn message(lang: Lang, found: &Verification) -> String {
    if found.ok {
        lang.text(Text::VerifiedWhole).to_owned()
    } else {
        lang.not_verified(found.problems.len(), found.first_bad)
    }
}

fn head_line(lang: Lang, head: Head, at: &str) -> Line {
    let value = format!("{}   {}   {at}", group(head.seq), grouped(&head.hash, 4));
    Line::field(lang.text(Text::TrailEnd), value)
}

fn sheet(lang: Lang, found: &Verification) -> DetailData {
    let mut lines = if found.ok {
        whole(lang, found)
    } else {
        broken(lang, found)
    };
    lines.push(Line::blank());
    lines.extend(lang.paper_advice().map(Line::words));
    DetailData {
        title: lang.verify_title(),
        lines,
        ..DetailData::default()
    }
}

fn whole(lang: Lang, found: &Verification) -> Vec<Line> {
    let last = found.head.map_or(0, |head| head.seq);
    let mut lines = vec![
        Line::labelled(
            lang.text(Text::Whole),
            Cell::toned(lang.chain_fits(last), Tone::Good),
        ),
        Line::blank(),
        Line::field(lang.text(Text::Database), lang.text(Text::PagesFit)),
    ];
    if found.months > 0 {
        lines.push(Line::field(
            lang.text(Text::FrozenMonths),
            lang.months_fit(found.months),
        ));
    }
    lines
}

fn broken(lang: Lang, found: &Verification) -> Vec<Line> {
    let mut lines = vec![
        Line::labelled(
            lang.text(Text::NotWhole),
            Cell::toned(
                lang.not_verified(found.problems.len(), found.first_bad),
                Tone::Bad,
            ),
        ),
        Line::blank(),
    ];
    lines.extend(
        found
            .problems
            .iter()
            .take(SHOWN)
            .map(|problem| Line::words(worded(lang, problem))),
    );
    let hidden = found.problems.len().saturating_sub(SHOWN);
    if hidden > 0 {
        lines.push(Line::words(lang.more_findings(hidden)));
    }
    lines
}

fn worded(lang: Lang, problem: &Problem) -> String {
    lang.problem(Found {
        kind: problem.kind,
        table: problem.table.as_deref(),
        id: problem.id,
        seq: problem.seq,
    })
}

pub(super) static COMPARE: FormSpec = FormSpec {
    title: Text::ActCompareHead,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            foot: here.lang.paper_advice().map(Line::words).to_vec(),
            ..Prepared::of(here)
        })
    },
    fields: &[Field {
        read: read_head,
        enter_writes: Some(Text::ActCompare),
        ..Field::new("head", Text::PaperHead, Kind::Code)
    }],
    submit: |filled, _prepared| {
        Ok::<Errand, FieldFault>(Errand::Read(
            compare,
            vec![("head", filled.get("head").to_owned())],
        ))
    },
    after: |_office: &mut Office, _done: &Done, _here: &Here| After::default(),
    blames: FormSpec::blames_nothing,
    write: Text::ActCompare,
    ready: FormSpec::says_nothing,
};

/// As it stands on paper: number, then a colon or a blank, then digits in groups.
fn read_head(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let plain: String = typed.nfkc().filter(|letter| *letter != ',').collect();
    let plain = plain.trim();
    let parts = plain
        .split_once(':')
        .or_else(|| plain.split_once(char::is_whitespace));
    let expect = parts.and_then(|(seq, digits)| {
        let digits: String = digits.split_whitespace().collect();
        Expect::parse(&format!("{}:{digits}", seq.trim()))
    });
    match expect {
        Some(expect) => Read::taken(format!("{}:{}", expect.seq, expect.hex)),
        None => Read::Fault(prepared.lang().text(Text::PaperHeadForm).to_owned()),
    }
}

fn compare(
    office: &mut Office,
    here: &Here,
    values: &[(&'static str, String)],
) -> Result<After, AppError> {
    let expect = Expect::parse(given(values, "head"));
    let found = match &expect {
        Some(expect) => office.entry(expect.seq)?,
        None => None,
    };
    let fits = expect
        .zip(found)
        .is_some_and(|(expect, row)| crate::domain::trail::hex(&row.hash).starts_with(&expect.hex));
    let message = if fits {
        Text::PaperHeadFits
    } else {
        Text::PaperHeadGone
    };
    Ok(After {
        message: here.lang.text(message).to_owned(),
        ..After::default()
    })
}
