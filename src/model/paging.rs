//! Which part of a long list.

use super::problem::{Code, Field, Problem};

const MOST_PAGES: i64 = 1_000_000;
const MOST_PER_PAGE: i64 = 100;
const USUAL_PER_PAGE: i64 = 25;

/// A page of a list, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Which one.
    pub page: i64,
    /// How many entries it has.
    pub per_page: i64,
}

impl Paging {
    /// Reads what was asked for; the first page of usual length when nothing was.
    pub fn parse(page: Option<i64>, per_page: Option<i64>) -> Result<Self, Vec<Problem>> {
        let asked = Self { page: page.unwrap_or(1), per_page: per_page.unwrap_or(USUAL_PER_PAGE) };
        let mut wrong = Vec::new();
        if !(1..=MOST_PAGES).contains(&asked.page) {
            wrong.push(Problem::numbered(Field::Page, Code::OutOfRange, MOST_PAGES.unsigned_abs()));
        }
        if !(1..=MOST_PER_PAGE).contains(&asked.per_page) {
            wrong.push(Problem::numbered(Field::PerPage, Code::OutOfRange, MOST_PER_PAGE.unsigned_abs()));
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    /// How many entries come before it.
    #[must_use]
    pub fn offset(self) -> i64 {
        (self.page - 1) * self.per_page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_a_beginning_and_an_end() {
        assert_eq!(Paging::parse(None, None).unwrap().offset(), 0);
        assert_eq!(Paging::parse(Some(3), Some(10)).unwrap().offset(), 20);
        for (page, per_page, wrong) in [(0, 10, 1), (-1, 10, 1), (1, 0, 1), (1, 101, 1), (i64::MAX, i64::MIN, 2)] {
            assert_eq!(Paging::parse(Some(page), Some(per_page)).unwrap_err().len(), wrong);
        }
    }
}
