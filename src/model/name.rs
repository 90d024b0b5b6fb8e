//! A person's name as they write it.

use super::{
    problem::{Code, Field, Problem},
    without_invisible,
};

const LONGEST: usize = 100;

/// Reads a name; an empty one is none. Links are refused, because names stand in mails to others' addresses.
pub fn parse(typed: &str) -> Result<Option<String>, Problem> {
    let name = without_invisible(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST {
        return Err(Problem::numbered(Field::Name, Code::TooLong, LONGEST as u64));
    }
    if name.contains("://")
        || name.to_lowercase().contains("www.")
        || name.chars().any(|c| c.is_control() || c == '<' || c == '>')
    {
        return Err(Problem::new(Field::Name, Code::Unusable));
    }
    Ok((!name.is_empty()).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whatever_people_say_they_are() {
        assert_eq!(parse("  Ada   Lovelace ").unwrap().as_deref(), Some("Ada Lovelace"));
        for name in ["Ñ", "孔子", "O'Neil-Smith Jr.", "X Æ A-12", "محمد"] {
            assert_eq!(parse(name).unwrap().as_deref(), Some(name));
        }
        assert_eq!(parse("   ").unwrap(), None);
    }

    #[test]
    fn names_do_not_carry_messages() {
        for name in ["Win at https://evil.example", "WWW.evil.example", "a\0b", "<b>x</b>"] {
            assert_eq!(parse(name).unwrap_err().code, Code::Unusable, "{name:?}");
        }
        assert_eq!(parse(&"x".repeat(101)).unwrap_err().code, Code::TooLong);
    }
}
