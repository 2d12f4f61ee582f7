//! What happened to a request, as the message line says it.

use crate::domain::event::RequestEvent;
use crate::domain::request::{Stage, Step};
use crate::locale::Lang;

impl Lang {
    /// `已核准 A11511-014。`
    pub(in crate::locale) fn request_told(self, event: &RequestEvent) -> String {
        match self {
            Lang::ZhTw => zh(event),
            Lang::En => en(event),
        }
    }
}

fn zh(event: &RequestEvent) -> String {
    let lang = Lang::ZhTw;
    match event {
        RequestEvent::Drafted { no, to, .. } if *to == Stage::Draft => {
            format!("已起案 {no}，尚未送審。")
        }
        RequestEvent::Drafted { no, to, .. } => {
            format!("已送審 {no}。其後：{}。", lang.request_waits(*to))
        }
        RequestEvent::Moved {
            no,
            step,
            from,
            to,
            acting_for,
        } => {
            // What was done in WebIR or by another agency is entered here, not done.
            let is_elsewhere = from.is_elsewhere() || *step == Step::StopOld;
            let acting = match acting_for {
                Some(_principal) => "代理",
                None if is_elsewhere => "登錄",
                None => "",
            };
            let step = lang.request_step(*step);
            if to.is_end() || *to == Stage::Draft {
                format!("已{acting}{step} {no}。")
            } else {
                let waits = lang.request_waits(*to);
                format!("已{acting}{step} {no}。其後：{waits}。")
            }
        }
        RequestEvent::Delegated { from, to, .. } => {
            let (from, to) = (lang.day(*from), lang.day(*to));
            format!("已委由代理，自 {from} 至 {to}。")
        }
        RequestEvent::DelegationEnded { .. } => "已終止代理。".to_owned(),
    }
}

fn en(event: &RequestEvent) -> String {
    let lang = Lang::En;
    match event {
        RequestEvent::Drafted { no, to, .. } if *to == Stage::Draft => {
            format!("Drafted {no}, not yet handed in.")
        }
        RequestEvent::Drafted { no, to, .. } => {
            format!("Handed in {no}. Next: {}.", lang.request_waits(*to))
        }
        RequestEvent::Moved {
            no,
            step,
            to,
            acting_for,
            ..
        } => {
            let step = lang.request_step(*step);
            let acting = if acting_for.is_some() {
                " as deputy"
            } else {
                ""
            };
            if to.is_end() || *to == Stage::Draft {
                format!("{no} {step}{acting}.")
            } else {
                let waits = lang.request_waits(*to);
                format!("{no} {step}{acting}. Next: {waits}.")
            }
        }
        RequestEvent::Delegated { from, to, .. } => {
            let (from, to) = (lang.day(*from), lang.day(*to));
            format!("Delegated from {from} to {to}.")
        }
        RequestEvent::DelegationEnded { .. } => "The delegation is ended.".to_owned(),
    }
}
