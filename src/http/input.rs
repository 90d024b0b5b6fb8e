//! What is wrong with the shape of an input, as far as it can be told: a field that is missing, repeated, unknown or of the
//! wrong type. What it may say is for the flow to judge.

use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use serde_path_to_error::Error;

use super::error::Refusal;
use crate::model::problem::Code;

/// The most characters of a name that is told back.
const LONGEST_NAME: usize = 100;

/// The field that is wrong. It travels beside `Refusal::Field`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongField {
    /// Its path, such as `settings.signup`; empty for the input as a whole.
    pub field: String,
    /// What is wrong with it.
    pub code: Code,
}

impl WrongField {
    /// Reads serde's own sentence, the one place where the name of a missing or unknown field stands.
    #[must_use]
    pub fn of(error: &Error<impl Display>) -> Self {
        let sentence = error.inner().to_string();
        let path = error.path().to_string();
        let path = path.trim_start_matches('.');
        let code = match sentence.split(' ').take(2).collect::<Vec<_>>()[..] {
            ["missing", "field"] => Code::Missing,
            ["duplicate", "field"] => Code::Repeated,
            ["unknown", "field"] => Code::Unknown,
            _ => Code::Malformed,
        };
        let named = sentence.split('`').nth(1).unwrap_or_default();
        let field = match code {
            // The path leads to the object that lacks it, or has it twice.
            Code::Missing | Code::Repeated if path.is_empty() => named.to_owned(),
            Code::Missing | Code::Repeated => format!("{path}.{named}"),
            _ => path.to_owned(),
        };
        Self { field: field.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect(), code }
    }
}

impl IntoResponse for WrongField {
    fn into_response(self) -> Response {
        let mut response = Refusal::Field.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
