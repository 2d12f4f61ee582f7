//! What happened in a review. Entries name lines by their place: never an account, and never a person.

use crate::domain::canonical::Json;
use crate::domain::event::{Written, written};
use crate::domain::request::RequestNo;
use crate::domain::review::{ReviewNo, ReviewState, ReviewStep, Verdict};

/// 清查.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewEvent {
    /// The accounts were frozen.
    Opened {
        no: ReviewNo,
        lines: u32,
        urgent: u32,
    },
    /// A line has its verdict, and where that asks for one its application, made here or under way already.
    Decided {
        no: ReviewNo,
        place: u32,
        verdict: Verdict,
        request: Option<RequestNo>,
        is_new: bool,
    },
    /// A line has an application, made here or under way already.
    Drafted {
        no: ReviewNo,
        place: u32,
        request: RequestNo,
        is_new: bool,
    },
    /// The review took a step.
    Moved {
        no: ReviewNo,
        step: ReviewStep,
        to: ReviewState,
    },
    /// The record is signed.
    Closed {
        no: ReviewNo,
        kept: u32,
        changed: u32,
        deleted: u32,
        sha256: String,
    },
}

fn made(request: Option<RequestNo>, is_new: bool) -> [(&'static str, Json); 2] {
    let number = request.map_or_else(String::new, |no| no.to_string());
    [
        ("is_new", u32::from(is_new).into()),
        ("request", Json::from(number.as_str())),
    ]
}

impl ReviewEvent {
    pub(in crate::domain) fn written(&self) -> Written {
        match self {
            ReviewEvent::Opened { no, lines, urgent } => written(
                "review.opened/1",
                no.to_string(),
                [("lines", (*lines).into()), ("urgent", (*urgent).into())],
            ),
            ReviewEvent::Decided {
                no,
                place,
                verdict,
                request,
                is_new,
            } => {
                let [is_new, request] = made(*request, *is_new);
                let facts = [
                    is_new,
                    ("place", (*place).into()),
                    request,
                    ("verdict", verdict.code().into()),
                ];
                written("review.decided/1", no.to_string(), facts)
            }
            ReviewEvent::Drafted {
                no,
                place,
                request,
                is_new,
            } => {
                let [is_new, request] = made(Some(*request), *is_new);
                let facts = [is_new, ("place", (*place).into()), request];
                written("review.drafted/1", no.to_string(), facts)
            }
            ReviewEvent::Moved { no, step, to } => written(
                "review.moved/1",
                no.to_string(),
                [("step", step.code().into()), ("to", to.code().into())],
            ),
            ReviewEvent::Closed {
                no,
                kept,
                changed,
                deleted,
                sha256,
            } => written(
                "review.closed/1",
                no.to_string(),
                [
                    ("changed", (*changed).into()),
                    ("deleted", (*deleted).into()),
                    ("kept", (*kept).into()),
                    ("sha256", sha256.as_str().into()),
                ],
            ),
        }
    }
}
