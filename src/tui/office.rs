//! Stands where the office will be until its layer is there.

/// A session.
#[derive(Debug)]
pub struct Office;

/// A write.
#[derive(Debug, Clone)]
pub enum Command {}

/// What was done.
#[derive(Debug)]
pub struct Done;

/// Why not.
#[derive(Debug)]
pub struct AppError;
