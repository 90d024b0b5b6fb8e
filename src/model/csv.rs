//! Comma-separated values (RFC 4180) that a spreadsheet may open without harm.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// What a spreadsheet takes for the beginning of a formula, which could read other cells and send them away. OWASP, CSV injection.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One line. A cell that looks like a formula begins with an apostrophe, as spreadsheets mark text.
#[must_use]
pub fn line(cells: &[&str]) -> String {
    let quoted = cells.iter().map(|cell| {
        let mark = if cell.trim_start_matches([' ', '\n', '\u{a0}']).starts_with(FORMULA) { "'" } else { "" };
        format!("\"{mark}{}\"", cell.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

/// A time, or an empty cell.
#[must_use]
pub fn time(at: Option<OffsetDateTime>) -> String {
    at.and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out() {
        for (cell, expected) in [
            ("Ada", "\"Ada\"\r\n"),
            ("a\"b,c\nd", "\"a\"\"b,c\nd\"\r\n"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n"),
            ("+1", "\"'+1\"\r\n"),
            ("-1", "\"'-1\"\r\n"),
            ("@SUM(A1)", "\"'@SUM(A1)\"\r\n"),
            ("\t=1", "\"'\t=1\"\r\n"),
            (" =1", "\"' =1\"\r\n"),
            ("\r=1", "\"'\r=1\"\r\n"),
            ("", "\"\"\r\n"),
        ] {
            assert_eq!(line(&[cell]), expected, "{cell:?}");
        }
        assert_eq!(line(&["a", "b"]), "\"a\",\"b\"\r\n");
    }
}
