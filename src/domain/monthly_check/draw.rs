//! What a freeze and a draw need (monthly_check §4).

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use unicode_normalization::UnicodeNormalization;

use super::{CheckRefusal, Deed, Step, check_checker, check_move};
use crate::domain::ids::{BadForm, Head, Login};
use crate::domain::people::Clerk;
use crate::domain::sampling::{PublicDraw, PublicSource};

/// What is known when a month is to be frozen.
#[derive(Debug, Clone, Copy)]
pub struct Freezing<'a> {
    pub step: Step,
    /// Who will draw.
    pub checker: &'a Login,
    /// That checker holds a commitment that no freeze has named.
    pub is_committed: bool,
    pub source: Option<&'a PublicSource>,
    /// The checker holds another role by an exception.
    pub is_excepted: bool,
}

/// Whether a public source is obligatory: nothing secret would go into the seed, one person knows both sides, or the
/// checker is one by an exception.
pub fn needs_public_source(
    manager: &Clerk,
    checker: &Login,
    is_committed: bool,
    is_excepted: bool,
) -> bool {
    !is_committed || manager.login == *checker || is_excepted
}

/// An import with the month's `--period`, a reconcile later than the last rows, something unknown; nothing else.
pub fn check_freeze(manager: &Clerk, freezing: Freezing<'_>) -> Result<(), CheckRefusal> {
    check_move(Deed::Freeze, manager, freezing.step)?;
    let is_needed = needs_public_source(
        manager,
        freezing.checker,
        freezing.is_committed,
        freezing.is_excepted,
    );
    if is_needed && freezing.source.is_none() {
        return Err(CheckRefusal::PublicSourceNeeded);
    }
    Ok(())
}

/// What a checker types from the printed slip: the head's first hex digits, 16 or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip(String);

impl Slip {
    /// Whether the digits begin the hash of this head.
    pub fn names(&self, head: &Head) -> bool {
        HEXLOWER.encode(&head.hash).starts_with(&self.0)
    }
}

/// As the freeze printed it: four digits a group.
impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, digit) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// Accepts what stands on paper: blanks between groups, capitals, full-width digits, `SEQ:` in front.
impl FromStr for Slip {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Self, BadForm> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let digits = match plain.split_once(':') {
            Some((seq, digits)) if seq.bytes().all(|b| b.is_ascii_digit()) => digits,
            Some(_) => return Err(BadForm),
            None => &plain,
        };
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hex && (16..=64).contains(&digits.len()) {
            Ok(Slip(digits.to_ascii_lowercase()))
        } else {
            Err(BadForm)
        }
    }
}

/// What is known and typed when a sample is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    pub step: Step,
    /// The checker named by the freeze.
    pub checker: &'a Login,
    /// The freeze's own entry.
    pub freeze: &'a Head,
    /// As typed; `None` for "not available".
    pub slip: Option<&'a str>,
    pub source: Option<&'a PublicSource>,
    /// As typed.
    pub public: Option<&'a str>,
    /// The checker holds another role by an exception that began after the freeze.
    pub is_excepted: bool,
}

/// Lets that checker draw once; gives the public draw for the seed text.
pub fn check_draw(
    checker: &Clerk,
    drawing: Drawing<'_>,
) -> Result<Option<PublicDraw>, CheckRefusal> {
    check_move(Deed::Draw, checker, drawing.step)?;
    check_checker(drawing.checker, checker)?;
    if let Some(typed) = drawing.slip {
        let is_same = typed
            .parse::<Slip>()
            .is_ok_and(|slip| slip.names(drawing.freeze));
        if !is_same {
            return Err(CheckRefusal::SlipDiffers);
        }
    }
    match (drawing.source, drawing.public) {
        (None, None) if drawing.is_excepted => Err(CheckRefusal::PublicSourceNeeded),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(CheckRefusal::PublicNotDeclared),
        (Some(source), None) => Err(CheckRefusal::PublicResultNeeded {
            digits: source.digits,
        }),
        (Some(source), Some(typed)) => {
            source
                .accept(typed)
                .map(Some)
                .map_err(|wrong| CheckRefusal::PublicLength {
                    declared: wrong.declared,
                    typed: wrong.typed,
                })
        }
    }
}

/// Whether WebIR's own total differs from the population: no refusal, a finding for the record.
pub fn total_differs(population: u32, webir_total: Option<u64>) -> bool {
    webir_total.is_some_and(|total| total != u64::from(population))
}
