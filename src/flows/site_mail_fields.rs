//! What may be said of a site's mail, field by field.

use secrecy::{ExposeSecret, SecretString};

use super::site_changes::Change;
use crate::{
    app::App,
    model::{
        email::Email,
        mail_url::{Encryption, MailUrl},
        problem::{Code, Field, Problem},
    },
};

/// Longer lines are no address of a mail server.
const LONGEST_LINE: usize = 2000;

/// Where answers go.
pub fn reply_to(change: Change<String>) -> Result<Option<String>, Problem> {
    match change {
        Change::Clear => Ok(None),
        Change::Set(typed) => match Email::parse(&typed) {
            Ok(email) => Ok(Some(email.as_str().to_owned())),
            Err(_) => Err(Problem::new(Field::ReplyTo, Code::Malformed)),
        },
    }
}

/// The way mail leaves, as one line. Where its server stands is looked at whenever it is connected to, because that can change.
pub fn own_mail(app: &App, change: Change<SecretString>) -> Result<Option<SecretString>, Problem> {
    let Change::Set(line) = change else { return Ok(None) };
    let problem = |code| Problem::new(Field::MailUrl, code);
    if line.expose_secret().len() > LONGEST_LINE {
        return Err(problem(Code::Malformed));
    }
    let is_open = !app.config.site_mail_networks.is_empty();
    match MailUrl::parse(line.expose_secret()).map_err(|_| problem(Code::Malformed))? {
        MailUrl::Smtp(server) if is_open || server.encryption != Encryption::None => Ok(Some(line)),
        MailUrl::Mailgun(account) if app.config.is_development() || account.api.is_none() => Ok(Some(line)),
        MailUrl::Smtp(_) | MailUrl::Mailgun(_) | MailUrl::File(_) => Err(problem(Code::NotAllowed)),
    }
}
