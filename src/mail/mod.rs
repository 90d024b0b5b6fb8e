//! Letters: what they say, the outbox they wait in, and the ways they leave.

pub mod dialogue;
pub mod letter_page;
pub mod letters;
pub mod mailbox;
pub mod mailgun;
pub mod message;
pub mod outbox;
pub mod reach;
pub mod senders;
pub mod smtp;
pub mod transport;
pub mod writing;
pub mod written;
