//! Problems as programs read them (RFC 9457), whoever found them: an endpoint, the plumbing or a fault. An endpoint hands out
//! a `Refused`; `dress` gives it its body, in the caller's language and with the request's id.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use time::Duration;
use utoipa::ToSchema;

use super::kind::Kind;
use crate::{
    app::App,
    flows::{Visit, confirm_identity, dead_link::DeadLink},
    http::{
        error::{Fault as Failure, Refusal},
        input::WrongField,
        log::RequestId,
        visit::locale,
    },
    model::{
        problem::{Field, Problem as FieldProblem},
        theme::Fault,
        token::Token,
        user::Kept,
    },
    words::Locale,
};

/// The type of every answer that says what is wrong.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What is wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// The address of the code's explanation.
    #[serde(rename = "type")]
    #[schema(example = "https://login.example.com/docs#validation_failed")]
    kind: String,
    /// The code, spelt for people.
    #[schema(example = "Validation failed")]
    title: String,
    /// The HTTP status once more.
    #[schema(example = 422)]
    status: u16,
    /// What is wrong, in a word that never changes.
    #[schema(value_type = Kind, example = "validation_failed")]
    code: &'static str,
    /// The same as a sentence in the caller's language.
    detail: String,
    /// The fields that have to be put right, if it is about fields.
    errors: Vec<FieldError>,
    /// What names this request in the log.
    #[schema(example = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10")]
    request_id: String,
    /// Only with `password_change_required`: the `token` that a password of one's own is chosen with.
    #[serde(skip_serializing_if = "Option::is_none")]
    reset_token: Option<String>,
}

/// One field that has to be put right.
#[derive(Serialize, ToSchema)]
struct FieldError {
    /// Its path in the input; empty for the input as a whole.
    #[schema(example = "frontend_url")]
    field: String,
    /// What is wrong with it, in a word that never changes.
    #[schema(example = "malformed")]
    code: String,
    /// The same as a sentence.
    detail: String,
}

/// Why an endpoint has no better answer.
#[derive(Debug, Clone)]
pub struct Refused {
    kind: Kind,
    fields: Vec<Wrong>,
    retry_after: Option<i64>,
    reset_token: Option<SecretString>,
}

#[derive(Debug, Clone)]
struct Wrong {
    field: String,
    code: &'static str,
    said: Said,
}

/// The sentence that explains it.
#[derive(Debug, Clone)]
enum Said {
    /// The one of this key, with a number.
    Key(String, u64),
    /// What is to be said of a value of a look.
    Fault(Box<Fault>),
}

impl Refused {
    /// These fields have to be put right.
    #[must_use]
    pub fn fields(problems: Vec<FieldProblem>) -> Self {
        Self { fields: problems.into_iter().map(Wrong::from).collect(), ..Self::from(Kind::ValidationFailed) }
    }

    /// These values of a look have to be put right.
    #[must_use]
    pub fn faults(faults: Vec<Fault>) -> Self {
        Self { fields: faults.into_iter().map(Wrong::from).collect(), ..Self::from(Kind::ValidationFailed) }
    }

    /// A limit is used up for so long.
    #[must_use]
    pub fn too_many(wait: Duration) -> Self {
        Self { retry_after: Some(wait.whole_seconds().max(1)), ..Self::from(Kind::TooManyAttempts) }
    }

    /// The password is a temporary one, and with this token another can be chosen.
    #[must_use]
    pub fn must_choose(token: &Token) -> Self {
        Self { reset_token: Some(token.reveal().into()), ..Self::from(Kind::PasswordChangeRequired) }
    }

    /// What an answer was refused for, by an endpoint or by the plumbing.
    fn of(response: &mut Response) -> Option<Self> {
        let marks = response.extensions_mut();
        if let Some(refused) = marks.remove::<Self>() {
            return Some(refused);
        }
        let field = marks.remove::<WrongField>();
        let refusal = Refusal::of(response)?;
        response.extensions_mut().remove::<Refusal>();
        Some(Self { fields: field.into_iter().map(Wrong::from).collect(), ..Self::from(refusal) })
    }

    fn body(&self, app: &App, locale: Locale, request_id: String) -> Problem {
        let sentence = |key: &str, number: i64| app.words.text(locale, key, &[("number", number.into())]);
        let error = |wrong: &Wrong| FieldError {
            field: wrong.field.clone(),
            code: wrong.code.replace('-', "_"),
            detail: match &wrong.said {
                Said::Key(key, number) => sentence(key, i64::try_from(*number).unwrap_or(i64::MAX)),
                Said::Fault(fault) => app.words.fault(locale, fault),
            },
        };
        Problem {
            kind: format!("{}docs#{}", app.config.public_url, self.kind.word()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            code: self.kind.word(),
            detail: sentence(&self.kind.message_key(), self.retry_after.unwrap_or_default()),
            errors: self.fields.iter().map(error).collect(),
            request_id,
            reset_token: self.reset_token.as_ref().map(|token| token.expose_secret().to_owned()),
        }
    }
}

impl From<Kind> for Refused {
    fn from(kind: Kind) -> Self {
        Self { kind, fields: Vec::new(), retry_after: None, reset_token: None }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { retry_after: refusal.retry_after(), ..Self::from(Kind::from(refusal)) }
    }
}

impl From<confirm_identity::Refused> for Refused {
    fn from(refused: confirm_identity::Refused) -> Self {
        match refused {
            confirm_identity::Refused::Problem(problem) => Self::fields(vec![problem]),
            confirm_identity::Refused::TooMany(wait) => Self::too_many(wait),
        }
    }
}

impl From<DeadLink> for Refused {
    fn from(link: DeadLink) -> Self {
        link.wait.map_or_else(|| Kind::TokenInvalid.into(), Self::too_many)
    }
}

impl From<Kept> for Refused {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Protected => Kind::UserProtected.into(),
            Kept::LastAdmin => Kind::LastAdmin.into(),
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Refused {
    fn from(fault: E) -> Self {
        Failure::from(fault).refusal().into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<FieldProblem> for Wrong {
    fn from(problem: FieldProblem) -> Self {
        // Pages tell the two passwords of a form apart; in the API the new one is the password.
        let field = if problem.field == Field::NewPassword { Field::Password } else { problem.field };
        let said = Said::Key(problem.message_key(), problem.number);
        Self { field: field.name().to_owned(), code: problem.code.word(), said }
    }
}

impl From<WrongField> for Wrong {
    fn from(WrongField { field, code }: WrongField) -> Self {
        Self { field, code: code.word(), said: Said::Key(format!("api-field-{}", code.word()), 0) }
    }
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self { field: fault.key.clone(), code: fault.reason.word(), said: Said::Fault(Box::new(fault)) }
    }
}

/// Gives what was refused its body. Other headers stay as they are.
pub async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri(), request.headers());
    let visit = request.extensions().get::<Visit>();
    let locale = visit.map_or_else(|| locale(&app, None, uri, headers), |visit| visit.locale);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(refused) = Refused::of(&mut response) else { return response };
    let Ok(body) = serde_json::to_vec(&refused.body(&app, locale, id)) else { return response };
    let (mut head, _) = response.into_parts();
    head.status = refused.kind.status();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    if let Some(seconds) = refused.retry_after {
        head.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(challenge) = refused.kind.challenge() {
        head.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    Response::from_parts(head, body.into())
}
