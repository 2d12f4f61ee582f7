//! Forms: what they declare (spec), what they read (read), the state of one being filled in (state), one field's text (editor).

pub mod draft;
pub mod editor;
pub mod read;
pub mod spec;
pub mod state;
