//! 清查 as rows: reviews and their lines, superseded versions beside them. Who may do what is asked above; triggers ask
//! once more.

use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::Value;

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::review::{
    Compared, Decided, Finding, Frozen, HolderSeen, Review, ReviewLine, ReviewNo, ReviewStep,
    Signed, Verdict,
};
use crate::store::error::StoreError;
use crate::store::read::{Columns, id_of, int, maybe_moment, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static REVIEW: Table = Table {
    name: "review",
    columns: &[
        "year",
        "serial",
        "state",
        "opened_by",
        "opened_name",
        "opened_at",
        "idle_warn",
        "idle_delete",
        "before",
        "compared",
        "reported_by",
        "reported_name",
        "reported_at",
        "approved_by",
        "approved_name",
        "approved_at",
        "closed_by",
        "closed_name",
        "closed_at",
        "reason",
        "change",
        "changed_by",
        "changed_at",
    ],
    binding: Binding::History,
};
pub(in crate::store) static REVIEW_LINE: Table = Table {
    name: "review_line",
    columns: &[
        "year",
        "serial",
        "place",
        "account",
        "holder_name",
        "holder_unit",
        "holder_title",
        "holder_login",
        "post",
        "post_on",
        "is_managers",
        "kind",
        "status",
        "items",
        "bases",
        "unused",
        "last_query",
        "idle",
        "findings",
        "before",
        "verdict",
        "reason",
        "given_up",
        "decided_by",
        "decided_name",
        "decided_role",
        "decided_at",
        "request",
    ],
    binding: Binding::History,
};

fn code<T>(value: Option<T>, code: fn(T) -> &'static str) -> Value {
    value.map_or(Value::Null, |value| text(code(value)))
}

/// Codes without blanks, one after the other.
fn joined<T>(all: &[T], code: impl Fn(&T) -> String) -> Value {
    let codes: Vec<String> = all.iter().map(code).collect();
    text(codes.join(" "))
}

fn signed(signed: Option<&Signed>) -> [Value; 3] {
    [
        maybe_text(signed.map(|signed| &signed.by)),
        maybe_text(signed.map(|signed| &signed.name)),
        maybe_moment(signed.map(|signed| signed.at)),
    ]
}

fn review_values(review: &Review) -> Vec<Value> {
    let compared = review.compared.map(|of| {
        let counts = [of.added, of.removed, of.items_added, of.items_removed];
        counts.map(|count| count.to_string()).join(" ")
    });
    let mut values = vec![
        int(review.no.year),
        int(review.no.serial),
        text(review.state.code()),
    ];
    values.extend(signed(Some(&review.opened)));
    values.extend([
        int(review.idle_warn),
        int(review.idle_delete),
        maybe_text(review.before.as_ref()),
        maybe_text(compared.as_ref()),
    ]);
    for signature in [&review.reported, &review.approved, &review.closed] {
        values.extend(signed(signature.as_ref()));
    }
    values.extend([
        text(&review.reason),
        code(review.change, ReviewStep::code),
        text(&review.changed_by),
        moment(review.changed_at),
    ]);
    values
}

fn line_values(line: &ReviewLine) -> Vec<Value> {
    let frozen = &line.frozen;
    let holder = frozen.holder.as_ref();
    let decided = line.decided.as_ref();
    let words = |of: fn(&HolderSeen) -> &String| text(holder.map_or("", |holder| of(holder)));
    let mut values = vec![
        int(line.no.year),
        int(line.no.serial),
        int(line.place),
        text(&frozen.account),
        maybe_text(holder.map(|holder| &holder.name)),
        words(|holder| &holder.unit),
        words(|holder| &holder.title),
        maybe_text(holder.and_then(|holder| holder.login.as_ref())),
        maybe_text(holder.map(|holder| holder.post.code()).as_ref()),
        maybe_text(holder.and_then(|holder| holder.post_on.as_ref())),
        int(frozen.is_managers),
        text(frozen.kind.code()),
        text(frozen.status.code()),
        joined(&frozen.items, String::clone),
        joined(&frozen.bases, String::clone),
        joined(&frozen.unused, String::clone),
        maybe_text(frozen.last_query.as_ref()),
        int(frozen.idle),
        joined(&frozen.findings, |finding| finding.code().to_owned()),
        code(frozen.before, Verdict::code),
    ];
    values.extend([
        code(line.verdict(), Verdict::code),
        text(decided.map_or("", |decided| &decided.reason)),
        joined(decided.map_or(&[], |decided| &decided.items), String::clone),
    ]);
    values.extend({
        let [by, name, at] = signed(decided.map(|decided| &decided.signed));
        [
            by,
            name,
            code(decided.map(|decided| decided.role), Role::code),
            at,
        ]
    });
    values.push(maybe_text(line.request.as_ref()));
    values
}

fn number(columns: &mut Columns<'_, '_>) -> Result<ReviewNo, StoreError> {
    Ok(ReviewNo {
        year: columns.plain()?,
        serial: columns.plain()?,
    })
}

fn signature(
    columns: &mut Columns<'_, '_>,
    [by, at]: [&'static str; 2],
) -> Result<Option<Signed>, StoreError> {
    let login: Option<Login> = columns.maybe(by)?;
    let name: Option<String> = columns.plain()?;
    let moment: Option<Moment> = columns.maybe_moment(at)?;
    match (login, name, moment) {
        (None, None, None) => Ok(None),
        (Some(by), Some(name), Some(at)) => Ok(Some(Signed { by, name, at })),
        _ => Err(columns.garbled(by)),
    }
}

fn compared(text: &str) -> Option<Compared> {
    let counts: Vec<u32> = text
        .split(' ')
        .map(|count| count.parse().ok())
        .collect::<Option<_>>()?;
    let [added, removed, items_added, items_removed] = counts[..].try_into().ok()?;
    Some(Compared {
        added,
        removed,
        items_added,
        items_removed,
    })
}

fn review(row: &Row<'_>) -> Result<Review, StoreError> {
    let mut columns = Columns::of(row, "review");
    let version = columns.plain()?;
    Ok(Review {
        version,
        no: number(&mut columns)?,
        state: columns.read("state")?,
        opened: signature(&mut columns, ["opened_by", "opened_at"])?
            .ok_or_else(|| columns.garbled("opened_by"))?,
        idle_warn: columns.plain()?,
        idle_delete: columns.plain()?,
        before: columns.maybe("before")?,
        compared: {
            let found: Option<String> = columns.plain()?;
            found
                .map(|text| compared(&text).ok_or_else(|| columns.garbled("compared")))
                .transpose()?
        },
        reported: signature(&mut columns, ["reported_by", "reported_at"])?,
        approved: signature(&mut columns, ["approved_by", "approved_at"])?,
        closed: signature(&mut columns, ["closed_by", "closed_at"])?,
        reason: columns.plain()?,
        change: columns.maybe("change")?,
        changed_by: columns.read("changed_by")?,
        changed_at: columns.moment("changed_at")?,
    })
}

fn words<T: FromStr>(
    columns: &mut Columns<'_, '_>,
    name: &'static str,
) -> Result<Vec<T>, StoreError> {
    let found: String = columns.plain()?;
    found
        .split_whitespace()
        .map(|word| word.parse().map_err(|_bad| columns.garbled(name)))
        .collect()
}

fn frozen(columns: &mut Columns<'_, '_>) -> Result<Frozen, StoreError> {
    let account = columns.plain()?;
    let name: Option<String> = columns.plain()?;
    let (unit, title): (String, String) = (columns.plain()?, columns.plain()?);
    let login = columns.maybe("holder_login")?;
    let post = columns.maybe("post")?;
    let post_on = columns.maybe("post_on")?;
    let holder = match (name, post) {
        (None, _) => None,
        (Some(name), Some(post)) => Some(HolderSeen {
            name,
            unit,
            title,
            login,
            post,
            post_on,
        }),
        (Some(_), None) => return Err(columns.garbled("post")),
    };
    let is_managers: i64 = columns.plain()?;
    Ok(Frozen {
        account,
        holder,
        is_managers: is_managers != 0,
        kind: columns.read("kind")?,
        status: columns.read("status")?,
        items: words(columns, "items")?,
        bases: words(columns, "bases")?,
        unused: words(columns, "unused")?,
        last_query: columns.maybe("last_query")?,
        idle: columns.plain()?,
        findings: words::<Finding>(columns, "findings")?,
        before: columns.maybe("before")?,
    })
}

fn line(row: &Row<'_>) -> Result<ReviewLine, StoreError> {
    let mut columns = Columns::of(row, "review_line");
    let version = columns.plain()?;
    let no = number(&mut columns)?;
    let place = columns.plain()?;
    let frozen = frozen(&mut columns)?;
    let verdict: Option<Verdict> = columns.maybe("verdict")?;
    let reason: String = columns.plain()?;
    let items = words(&mut columns, "given_up")?;
    let by: Option<Login> = columns.maybe("decided_by")?;
    let name: Option<String> = columns.plain()?;
    let role: Option<Role> = columns.maybe("decided_role")?;
    let at = columns.maybe_moment("decided_at")?;
    let decided = match (verdict, by, name, role, at) {
        (None, None, ..) => None,
        (Some(verdict), Some(by), Some(name), Some(role), Some(at)) => Some(Decided {
            verdict,
            reason,
            items,
            signed: Signed { by, name, at },
            role,
        }),
        _ => return Err(columns.garbled("decided_by")),
    };
    Ok(ReviewLine {
        no,
        place,
        version,
        frozen,
        decided,
        request: columns.maybe("request")?,
    })
}

fn all<T>(
    reader: Reader<'_>,
    table: &'static Table,
    (rest, parameters): (&str, impl rusqlite::Params),
    read: fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let columns = table.columns.join(", ");
    let sql = format!("select version, {columns} from {} {rest}", table.name);
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Writes a review; the next version where the number is known.
pub fn put(tx: &mut WriteTx<'_>, review: &Review) -> Result<(), StoreError> {
    let sql = "select id from review where year = ?1 and serial = ?2";
    let id = id_of(tx.reader(), sql, (review.no.year, review.no.serial))?;
    tx.put(&REVIEW, id, &review_values(review))?;
    Ok(())
}

/// Writes a line; the next version where it is known.
pub fn put_line(tx: &mut WriteTx<'_>, line: &ReviewLine) -> Result<(), StoreError> {
    let sql = "select id from review_line where year = ?1 and serial = ?2 and place = ?3";
    let place = (line.no.year, line.no.serial, line.place);
    let id = id_of(tx.reader(), sql, place)?;
    tx.put(&REVIEW_LINE, id, &line_values(line))?;
    Ok(())
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: ReviewNo) -> Result<Option<Review>, StoreError> {
    let rest = ("where year = ?1 and serial = ?2", (no.year, no.serial));
    Ok(all(reader, &REVIEW, rest, review)?.pop())
}

/// Every review, the newest first.
pub fn list(reader: Reader<'_>) -> Result<Vec<Review>, StoreError> {
    all(
        reader,
        &REVIEW,
        ("order by year desc, serial desc", ()),
        review,
    )
}

/// The lines of a review, in their order.
pub fn lines(reader: Reader<'_>, no: ReviewNo) -> Result<Vec<ReviewLine>, StoreError> {
    let rest = "where year = ?1 and serial = ?2 order by place";
    all(reader, &REVIEW_LINE, (rest, (no.year, no.serial)), line)
}

/// One line by its account.
pub fn line_of(
    reader: Reader<'_>,
    no: ReviewNo,
    account: &str,
) -> Result<Option<ReviewLine>, StoreError> {
    let rest = "where year = ?1 and serial = ?2 and account = ?3";
    Ok(all(
        reader,
        &REVIEW_LINE,
        (rest, (no.year, no.serial, account)),
        line,
    )?
    .pop())
}
