//! Writes down what is said to a mail server and by it, so that a person can see why a letter did not leave. The library tells
//! each line as an event for the log; while a letter is sent under observation, these events come here instead.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    field::{Field, Visit},
    instrument::WithSubscriber,
    span,
};

/// Stands where a secret was.
const HIDDEN: &str = "••••";
/// How the library begins to tell what it said, and what it heard.
const SAID: &str = "Wrote: ";
const HEARD: &str = "<< ";

/// Does something and returns what was said meanwhile, without `secrets`.
pub async fn record<T>(secrets: &[String], doing: impl Future<Output = T>) -> (Vec<String>, T) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let done = doing.with_subscriber(Dispatch::new(Recorder(Arc::clone(&told)))).await;
    let told = std::mem::take(&mut *told.lock().unwrap_or_else(PoisonError::into_inner));
    (readable(told, secrets), done)
}

/// Each line of the dialogue as a line of text.
fn readable(told: Vec<String>, secrets: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut is_letter, mut is_secret) = (false, false);
    let mut told = told.into_iter().peekable();
    while let Some(event) = told.next() {
        if let Some(said) = event.strip_prefix(SAID) {
            let (verb, _) = said.split_at(said.find([' ', '<']).unwrap_or(said.len()));
            if is_letter {
                // The letter and the dot after it come as two events.
                if said != "<CRLF>.<CRLF>" {
                    lines.push(format!(">> (the letter, {} bytes)", said.replace("<CRLF>", "\r\n").len()));
                }
            } else if is_secret {
                lines.push(format!(">> {HIDDEN}"));
            } else if verb.eq_ignore_ascii_case("AUTH") {
                let mechanism = said.split([' ', '<']).nth(1).unwrap_or_default();
                lines.push(format!(">> AUTH {mechanism} {HIDDEN}"));
            } else {
                lines.extend(said.split("<CRLF>").filter(|line| !line.is_empty()).map(|line| format!(">> {line}")));
            }
        } else if let Some(heard) = event.strip_prefix(HEARD) {
            // An answer of several lines is told anew with each of them.
            if told.peek().and_then(|next| next.strip_prefix(HEARD)).is_some_and(|next| next.starts_with(heard)) {
                continue;
            }
            is_letter = heard.starts_with("354");
            is_secret = heard.starts_with("334");
            lines.extend(heard.split("<CRLF>").filter(|line| !line.is_empty()).map(|line| format!("<< {line}")));
        } else if event == "connection encrypted" {
            lines.push("-- encrypted from here on".to_owned());
        }
    }
    lines.into_iter().map(|line| without(secrets, line)).collect()
}

/// What a server said without the secrets that it may have been told.
#[must_use]
pub fn without(secrets: &[String], line: String) -> String {
    secrets.iter().filter(|secret| !secret.is_empty()).fold(line, |line, secret| line.replace(secret.as_str(), HIDDEN))
}

struct Recorder(Arc<Mutex<Vec<String>>>);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with("lettre")
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Message(&self.0));
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

struct Message<'a>(&'a Mutex<Vec<String>>);

impl Visit for Message<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{value:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialogue_is_told_line_by_line_and_without_secrets() {
        let told = [
            "creating a new connection",
            "<< 220 mail.example<CRLF>",
            "Wrote: EHLO portal<CRLF>",
            "<< 250-mail.example<CRLF>",
            "<< 250-mail.example<CRLF>250 AUTH PLAIN LOGIN<CRLF>",
            "Wrote: AUTH LOGIN<CRLF>",
            "<< 334 VXNlcm5hbWU6<CRLF>",
            "Wrote: YWRh<CRLF>",
            "<< 334 UGFzc3dvcmQ6<CRLF>",
            "Wrote: aHVudGVyMg==<CRLF>",
            "<< 535 no, not hunter2<CRLF>",
            "Wrote: AUTH PLAIN AGFkYQBodW50ZXIy<CRLF>",
            "<< 354 go on<CRLF>",
            "Wrote: Subject: x<CRLF><CRLF>token=abc",
            "Wrote: <CRLF>.<CRLF>",
            "<< 250 taken<CRLF>",
            "Wrote: QUIT<CRLF>",
        ];
        let told = told.map(str::to_owned).to_vec();
        let lines = readable(told, &["hunter2".to_owned(), String::new()]);
        let expected = [
            "<< 220 mail.example",
            ">> EHLO portal",
            "<< 250-mail.example",
            "<< 250 AUTH PLAIN LOGIN",
            ">> AUTH LOGIN ••••",
            "<< 334 VXNlcm5hbWU6",
            ">> ••••",
            "<< 334 UGFzc3dvcmQ6",
            ">> ••••",
            "<< 535 no, not ••••",
            ">> AUTH PLAIN ••••",
            "<< 354 go on",
            ">> (the letter, 23 bytes)",
            "<< 250 taken",
            ">> QUIT",
        ];
        assert_eq!(lines, expected);
    }
}
