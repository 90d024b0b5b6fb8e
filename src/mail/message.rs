//! A letter as it travels (RFC 5322). Names and addresses are encoded by the library, so no line of one can become a header.

use anyhow::{Context, Result};
use lettre::{
    Message,
    address::Envelope,
    message::{Mailbox, MultiPart, header},
};

use super::transport::Outgoing;

/// Puts it together.
pub fn message(letter: &Outgoing<'_>) -> Result<Message> {
    let (name, address) = letter.from;
    // Written past all checks, perhaps; the library would break off at a line's end.
    let name: String = name.chars().filter(|character| !character.is_control()).collect();
    let from = Mailbox::new(Some(name), address.parse().with_context(|| format!("the sender {address:?} is no address"))?);
    let to = Mailbox::new(None, letter.to.parse().context("the recipient is no address")?);
    let domain = from.email.domain().to_owned();
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?;
    let date = std::time::SystemTime::from(letter.at);
    let mut builder = Message::builder().envelope(envelope).from(from).to(to);
    if let Some(reply_to) = letter.reply_to {
        builder = builder.reply_to(Mailbox::new(None, reply_to.parse().context("the address for answers is none")?));
    }
    Ok(builder
        .subject(letter.written.subject.as_str())
        .date(date)
        .message_id(Some(format!("<{}@{domain}>", letter.id)))
        .header(AutoSubmitted)
        .header(ContentLanguage(letter.locale.to_owned()))
        .multipart(MultiPart::alternative_plain_html(letter.written.text.clone(), letter.written.html.clone()))?)
}

/// Tells mail programs not to answer by themselves (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 3282.
#[derive(Clone)]
struct ContentLanguage(String);

impl header::Header for ContentLanguage {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), self.0.clone())
    }
}
