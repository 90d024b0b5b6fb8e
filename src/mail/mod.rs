//! Letters: what they say, the outbox they wait in, and the ways they leave.

pub mod letters;
pub mod outbox;
pub mod transport;
pub mod written;
