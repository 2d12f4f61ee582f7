//! 使用者清冊 as a document: for the bureau's audit (12(5)) as .ods, or as data that `import roster` reads back.

use chrono::NaiveDate;

use super::lines::RosterLine;
use crate::app::outgoing::{Document, unfilled};
use crate::app::{AppError, Office, Outgoing, Written};
use crate::domain::event::DocumentFacts;
use crate::domain::refusal::Refusal;
use crate::domain::roster::{AccountStatus, Grant};
use crate::locale::{Lang, Paper};
use crate::report::roster::{PaperLine, RosterPaper, TEMPLATE, render};
use crate::report::sheet::{SheetColumn, SheetFormat, SheetFrame};
use crate::store;

/// Documents are Chinese whatever the screen's language.
const LANG: Lang = Lang::ZhTw;
/// The form itself.
const PAPER: &str = ".odt";
const SUFFIXES: [&str; 3] = [".ods", ".csv", PAPER];

impl Office {
    /// Writes the roster beneath `out`, the deleted accounts and those that only a log knows among it; leaves an entry.
    /// It names staff and accounts, never anybody who was looked up: it may leave plain, or sealed in a .zip.
    pub fn export_roster(&mut self, out: &Outgoing) -> Result<Written, AppError> {
        let role = self.allow("list.roster")?;
        out.check()?;
        let name = out
            .document_name(SheetFormat::Ods.suffix(), &SUFFIXES)
            .ok_or(Refusal::Form { field: "out" })?;
        let is_paper = name.ends_with(PAPER);
        let format = name.parse().unwrap_or(SheetFormat::Ods);
        let document = Document {
            facts: DocumentFacts {
                kind: "roster",
                record: String::new(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        self.write_document(role, document, |office, sink| {
            let lines = office.all_lines()?;
            let grants = store::roster::grants(office.store.reader())?;
            if is_paper {
                sink.put(&office.roster_paper(&lines, &grants)?)?;
                return Ok(u64::try_from(lines.len()).unwrap_or_default());
            }
            let frame = office.roster_frame(&lines, format)?;
            let mut count = 0_u32;
            sink.sheet(format, frame, |put| {
                for line in &lines {
                    count = count.saturating_add(1);
                    put(&cells(line, &grants, (count, format)))?;
                }
                Ok(())
            })?;
            Ok(u64::from(count))
        })
    }

    /// The form T4, by the office's own template where it has one.
    fn roster_paper(&self, lines: &[RosterLine], grants: &[Grant]) -> Result<Vec<u8>, AppError> {
        let frame = self.roster_frame(lines, SheetFormat::Ods)?;
        let numbered = lines.iter().zip(1_u32..);
        let paper = RosterPaper {
            agency_name: frame.agency_name,
            is_demo: frame.is_demo,
            number: frame.title,
            counts: frame.notes.join(" "),
            lines: numbered
                .map(|(line, no)| on_paper(cells(line, grants, (no, SheetFormat::Ods))))
                .collect(),
            head: self.head()?.to_string(),
            printed_by: frame.printed_by,
            printed_at: frame.printed_at,
        };
        let own = self.own_template(TEMPLATE)?;
        render(&paper, own.as_deref()).map_err(unfilled)
    }

    fn roster_frame(
        &self,
        lines: &[RosterLine],
        format: SheetFormat,
    ) -> Result<SheetFrame, AppError> {
        let now = self.now();
        let active = lines
            .iter()
            .filter(|line| {
                line.held
                    .as_ref()
                    .is_some_and(|(account, _)| account.status.is_active())
            })
            .count();
        Ok(SheetFrame {
            agency_name: self.agency_on_paper(),
            title: Paper::ROSTER.to_owned(),
            is_demo: self.is_demo()?,
            notes: vec![Paper::roster_counts(
                lines.len(),
                active,
                LANG.day(now.day()),
            )],
            columns: columns(format),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(now),
        })
    }
}

/// The items without the bases, which have a column of their own on the form.
pub(super) fn items_alone(items: &str) -> String {
    let comma = LANG.text(crate::locale::Text::ListComma);
    let mut alone: Vec<&str> = items
        .split(comma)
        .map(|item| item.split_once('/').map_or(item, |(item, _basis)| item))
        .collect();
    alone.dedup();
    alone.join(comma)
}

/// The form joins what the sheet keeps in columns of their own.
fn on_paper(cells: Vec<String>) -> PaperLine {
    let mut cells = cells.into_iter();
    let mut next = || cells.next().unwrap_or_default();
    let mut line = PaperLine {
        order: next(),
        unit: next(),
        name: next(),
        title: next(),
        account: next(),
        kind: next(),
        items: items_alone(&next()),
        bases: next(),
        approved: next(),
        opened: String::new(),
        last: String::new(),
        status: String::new(),
        changed: String::new(),
        remark: String::new(),
    };
    let joined = |one: String, other: String| format!("{one} {other}").trim().to_owned();
    line.approved = joined(line.approved, next());
    (line.opened, line.last, line.status) = (next(), next(), next());
    line.changed = joined(next(), next());
    line.remark = next();
    line
}

/// The columns of the form T4; the data also carries what only an import needs.
fn columns(format: SheetFormat) -> Vec<SheetColumn> {
    let [
        no,
        unit,
        name,
        title,
        account,
        kind,
        items,
        bases,
        approved,
        request,
        opened,
        last,
        status,
        changed,
        cause,
        remark,
    ] = Paper::ROSTER_HEADS;
    let mut columns = vec![
        SheetColumn::new(no, 4).right(),
        SheetColumn::new(unit, 12),
        SheetColumn::new(name, 8),
        SheetColumn::new(title, 8),
        SheetColumn::new(account, 12),
        SheetColumn::new(kind, 8),
        SheetColumn::new(items, 20),
        SheetColumn::new(bases, 10),
        SheetColumn::new(approved, 10),
        SheetColumn::new(request, 12),
        SheetColumn::new(opened, 10),
        SheetColumn::new(last, 10),
        SheetColumn::new(status, 6),
        SheetColumn::new(changed, 10),
        SheetColumn::new(cause, 8),
        SheetColumn::new(remark, 12),
    ];
    if format == SheetFormat::Csv {
        let more = Paper::ROSTER_DATA_HEADS;
        columns.extend(more.map(|head| SheetColumn::new(head, 10)));
    }
    columns
}

fn day(on: Option<NaiveDate>) -> String {
    on.map_or_else(String::new, |day| {
        use chrono::Datelike;
        let year = day.year().saturating_sub(1911);
        format!("{year}/{:02}/{:02}", day.month(), day.day())
    })
}

fn cells(line: &RosterLine, grants: &[Grant], (no, format): (u32, SheetFormat)) -> Vec<String> {
    let last = day(line.last_query);
    let Some((account, person)) = &line.held else {
        let mut cells = vec![String::new(); columns(format).len()];
        let known = [(0, no.to_string()), (4, line.account.clone()), (11, last)];
        for (place, text) in known {
            if let Some(cell) = cells.get_mut(place) {
                *cell = text;
            }
        }
        if let Some(cell) = cells.get_mut(15) {
            Paper::NOT_ON_ROSTER.clone_into(cell);
        }
        return cells;
    };
    let (items, bases) = held(account.id, account.status == AccountStatus::Deleted, grants);
    let changed = account.deleted_on.or(account.stopped_on).or(person.post_on);
    let cause = account
        .cause
        .or(person.post.cause())
        .map_or(String::new(), |cause| LANG.change_cause(cause).to_owned());
    let mut cells = vec![
        no.to_string(),
        person.unit.clone(),
        person.name.clone(),
        person.title.clone(),
        account.account.clone(),
        LANG.account_kind(account.kind).to_owned(),
        items,
        bases,
        day(account.approved_on),
        account.request.clone(),
        day(Some(account.opened_on)),
        last,
        LANG.account_status(account.status).to_owned(),
        day(changed),
        cause,
        account.remark.clone(),
    ];
    if format == SheetFormat::Csv {
        let proofs = account.proofs;
        let login = person.login.as_ref().map(ToString::to_string);
        cells.extend([
            login.unwrap_or_default(),
            day(proofs.official_on),
            day(proofs.bound_on),
            day(proofs.certificate_until),
            day(proofs.pledged_on),
        ]);
    }
    cells
}

/// Items and bases as the import reads them: `LI01、LP11` on one basis, else `LI01/SOC-01、LP11/SOC-02`. Of an account
/// that has ended, what it held at the end.
fn held(account: i64, is_deleted: bool, grants: &[Grant]) -> (String, String) {
    let own: Vec<&Grant> = grants
        .iter()
        .filter(|grant| grant.account == account && (grant.valid_to.is_none() || is_deleted))
        .collect();
    let mut bases: Vec<&str> = own.iter().map(|grant| grant.basis.as_str()).collect();
    bases.sort_unstable();
    bases.dedup();
    let mut items: Vec<String> = own
        .iter()
        .map(|grant| match bases.len() {
            0 | 1 => grant.item.clone(),
            _ => format!("{}/{}", grant.item, grant.basis),
        })
        .collect();
    items.dedup();
    let comma = LANG.text(crate::locale::Text::ListComma);
    (items.join(comma), bases.join(comma))
}
