//! The development mailbox: the letters of this run, newest first.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::transport::Outgoing;

/// How many letters it keeps.
const SIZE: usize = 500;

/// The letters.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<VecDeque<Received>>>);

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The message as it would have been sent.
    #[serde(skip)]
    pub source: String,
}

impl Mailbox {
    /// Takes a letter, and `message`, which is what would have been sent.
    pub fn put(&self, letter: &Outgoing<'_>, message: &[u8]) {
        let (name, address) = letter.from;
        let received = Received {
            id: letter.id,
            to: letter.to.to_owned(),
            from: format!("{name} <{address}>"),
            subject: letter.written.subject.clone(),
            text: letter.written.text.clone(),
            html: letter.written.html.clone(),
            created_at: letter.at,
            source: String::from_utf8_lossy(message).into_owned(),
        };
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push_front(received);
        letters.truncate(SIZE);
    }

    /// All letters, newest first.
    #[must_use]
    pub fn letters(&self) -> Vec<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One letter.
    #[must_use]
    pub fn letter(&self, id: Uuid) -> Option<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|letter| letter.id == id).cloned()
    }
}

impl Received {
    /// The message's headers, for people to look at.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let (head, _) = self.source.split_once("\r\n\r\n").unwrap_or((&self.source, ""));
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}
