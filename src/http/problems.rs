//! What the pages of both kinds, hosted and the dashboard's, say of a form that will not do; and the queries of their links.

use time::Duration;

use crate::model::problem::{self, Code, Field};

/// From how many minutes on a wait is told in hours.
const LONG: i64 = 120;

/// What is wrong with a form, as its page shows it.
#[derive(Default)]
pub struct Problems(Vec<Problem>);

/// One thing wrong: the field it stands beside, the key of its sentence, and the number in it.
pub struct Problem {
    /// The field's name; empty for the form as a whole.
    pub field: &'static str,
    /// The key of its sentence.
    pub key: String,
    /// The number in its sentence.
    pub number: i64,
}

impl Problems {
    /// One thing that concerns the form as a whole.
    #[must_use]
    pub fn of_form(code: Code) -> Self {
        vec![problem::Problem::new(Field::Form, code)].into()
    }

    /// Too many tries. The wait is told in minutes, or in hours if it is long, rounded up.
    #[must_use]
    pub fn too_many(wait: Duration) -> Self {
        let mut problems = Self::waiting(wait);
        for problem in problems.0.iter_mut().filter(|problem| problem.number > LONG) {
            problem.key.push_str("-hours");
            problem.number = (problem.number + 59) / 60;
        }
        problems
    }

    /// As `too_many`, for the operator.
    #[must_use]
    pub fn too_many_keys(wait: Duration) -> Self {
        let mut problems = Self::waiting(wait);
        problems.0.iter_mut().for_each(|problem| "problem-master-key-too-many-attempts".clone_into(&mut problem.key));
        problems
    }

    fn waiting(wait: Duration) -> Self {
        let minutes = (wait.whole_seconds().max(1) + 59) / 60;
        vec![problem::Problem::numbered(Field::Form, Code::TooManyAttempts, minutes.unsigned_abs())].into()
    }

    /// In words for a site where people may log in by username, too.
    #[must_use]
    pub fn with_usernames(mut self, usernames: bool) -> Self {
        for problem in self.0.iter_mut().filter(|problem| usernames && matches!(problem.field, "" | "email")) {
            let by_either = ["problem-wrong-credentials", "problem-email-missing", "problem-email-malformed"];
            if by_either.contains(&problem.key.as_str()) {
                problem.key.push_str("-username");
            }
        }
        self
    }

    /// With what concerns one field told beside another, where a form asks for it in a field of its own.
    #[must_use]
    pub fn told_at(mut self, field: &str, place: &'static str) -> Self {
        self.0.iter_mut().filter(|problem| problem.field == field).for_each(|problem| problem.field = place);
        self
    }

    /// Whether all is well.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything that is wrong.
    #[must_use]
    pub fn all(&self) -> &[Problem] {
        &self.0
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }
}

impl From<Vec<problem::Problem>> for Problems {
    fn from(problems: Vec<problem::Problem>) -> Self {
        let shown = |problem: problem::Problem| {
            let number = i64::try_from(problem.number).unwrap_or(i64::MAX);
            Problem { field: problem.field.name(), key: problem.message_key(), number }
        };
        Self(problems.into_iter().map(shown).collect())
    }
}

/// Names and values as a query, without the question mark; empty values are left out.
#[must_use]
pub fn query(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

/// As `query`, with the question mark if there is anything to ask.
#[must_use]
pub fn question(pairs: &[(&str, &str)]) -> String {
    let query = query(pairs);
    if query.is_empty() { query } else { format!("?{query}") }
}
