//! The parameters of a request by OAuth's rules: none more than once, and one without a value is not there (RFC 6749 §3.1).

use percent_encoding::percent_decode;
use url::form_urlencoded;

/// Names and values, as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// A parameter that was sent more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated;

impl Parameters {
    /// Reads a query or a form; `None` when it is not text, or holds what Postgres cannot store.
    #[must_use]
    pub fn read(encoded: &[u8]) -> Option<Self> {
        percent_decode(encoded).decode_utf8().ok()?;
        let pairs: Vec<(String, String)> = form_urlencoded::parse(encoded).into_owned().collect();
        let storable = pairs.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0'));
        storable.then_some(Self(pairs))
    }

    /// From names and values that were sent earlier.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// All of them.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// One parameter's value.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Repeated> {
        let mut values = self.0.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (value, None) => Ok(value.filter(|value| !value.is_empty())),
            (_, Some(_)) => Err(Repeated),
        }
    }

    /// Whether any was sent more than once.
    #[must_use]
    pub fn repeat(&self) -> bool {
        self.0.iter().any(|(name, _)| self.one(name) == Err(Repeated))
    }

    /// One parameter's value, as if it were not there when it was sent more than once.
    #[must_use]
    pub fn single(&self, name: &str) -> Option<&str> {
        self.one(name).ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_counts_once_and_not_without_a_value() {
        let read = Parameters::read(b"a=1&b=&c=%C3%A9+%26&d=1&d=1").unwrap();
        assert_eq!(read.one("a"), Ok(Some("1")));
        assert_eq!(read.one("b"), Ok(None));
        assert_eq!(read.one("c"), Ok(Some("é &")));
        assert_eq!(read.one("d"), Err(Repeated));
        assert_eq!(read.one("e"), Ok(None));
        assert!(read.repeat() && !Parameters::read(b"a=1&b=2").unwrap().repeat());
        for broken in [&b"a=%00"[..], b"a=%FF", b"%00=a", b"\xff"] {
            assert_eq!(Parameters::read(broken), None);
        }
    }
}
