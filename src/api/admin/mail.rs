//! `…/mail`

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        mail_settings::{self, MailChanges, MailSettings},
        mail_test::{self, Sample},
    },
    http::json::Json,
};

/// A letter that is to be sent at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailTest {
    /// To whom.
    #[schema(example = "ada@example.com")]
    email: String,
    /// Which letter, with made-up particulars; otherwise one that only says that mail arrives.
    #[schema(example = "reset")]
    letter: Option<String>,
    /// Settings to try it with that are not saved.
    #[serde(default)]
    settings: MailChanges,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct MailTested {
    /// To which address it went, or was to go.
    #[schema(example = "ada@example.com")]
    email: String,
    /// Whether the mail server took it.
    taken: bool,
    /// What the mail server said last, or why there was none to say anything. Of the portal's own, only the operator is told.
    #[schema(example = "250 2.0.0 Ok: queued as 4bXq3z1t")]
    answer: String,
    /// All that was said, line by line: `>>` by the portal, `<<` by the mail server. Secrets are blanked out.
    #[schema(example = json!(["-- mail.acme.example:587, STARTTLS", "<< 220 mail.acme.example ESMTP"]))]
    dialogue: Vec<String>,
}

/// Show who sends the site's mail.
#[utoipa::path(get, path = "/mail", tag = "Administration", operation_id = "mail_settings",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 200, body = MailSettings), (status = 404, description = "`not_found`")))]
pub async fn show(admin: Admin) -> Result<Json<MailSettings>, Refused> {
    Ok(Json(mail_settings::show(&admin).await?.ok_or(Kind::NotFound)?))
}

/// Change who sends the site's mail.
///
/// A mail server of the site's own has to be one in the public network, at one of the ports 25, 465, 587 and 2525, and encrypted;
/// the operator can open others. While it does not work, letters wait in the outbox and do not leave by the portal's.
#[utoipa::path(patch, path = "/mail", tag = "Administration", operation_id = "change_mail_settings",
    security(("bearer" = []), ("masterKey" = [])), request_body = MailChanges,
    responses((status = 200, body = MailSettings), (status = 403, description = "`forbidden`"), (status = 404, description = "`not_found`")))]
pub async fn update(admin: Admin, Json(changes): Json<MailChanges>) -> Result<Json<MailSettings>, Refused> {
    match mail_settings::submit(&admin, changes).await? {
        mail_settings::Outcome::Changed(settings) => Ok(Json(settings)),
        mail_settings::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        mail_settings::Outcome::Forbidden => Err(Kind::Forbidden.into()),
        mail_settings::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Send a letter to see whether mail arrives.
///
/// At once and past the outbox, so it may take half a minute.
#[utoipa::path(post, path = "/mail/test", tag = "Administration", operation_id = "test_mail",
    security(("bearer" = []), ("masterKey" = [])), request_body = MailTest,
    responses((status = 200, body = MailTested), (status = 403, description = "`forbidden`"), (status = 404, description = "`not_found`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn test(admin: Admin, Json(test): Json<MailTest>) -> Result<Json<MailTested>, Refused> {
    let sample = test.letter.as_deref().map(|letter| Sample { letter, locale: admin.visit.locale });
    match mail_test::submit(&admin, &test.email, sample, test.settings).await? {
        mail_test::Outcome::Tried(tried) => {
            let mail_test::Tried { to, is_taken, answer, dialogue } = tried;
            Ok(Json(MailTested { email: to, taken: is_taken, answer, dialogue }))
        }
        mail_test::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        mail_test::Outcome::Forbidden => Err(Kind::Forbidden.into()),
        mail_test::Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
        mail_test::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}
