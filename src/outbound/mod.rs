//! What the portal tells other programs without being asked.

pub mod logouts;
pub mod messenger;
