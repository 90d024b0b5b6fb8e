//! Letters as they are sent: subject, text and page, in the site's look and the reader's language.

use anyhow::Result;
use askama::Template;
use time::OffsetDateTime;

use super::{
    letter_page::LetterPage,
    letters::{Administered, Circumstances},
};

/// A letter ready to be sent.
pub struct Written {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
}

/// A function that fills in a letter's three templates.
macro_rules! letter {
    ($name:ident($($field:ident: $kind:ty),*), $subject:literal, $text:literal, $html:literal) => {
        fn $name<'a>(letter: &'a LetterPage<'a>, $($field: $kind),*) -> Result<Written> {
            #[derive(Template)]
            #[template(path = $subject, escape = "none")]
            struct Subject<'a> {
                letter: &'a LetterPage<'a>,
            }
            #[derive(Template)]
            #[template(path = $text, escape = "none")]
            struct Text<'a> {
                letter: &'a LetterPage<'a>,
                $($field: $kind,)*
            }
            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a> {
                letter: &'a LetterPage<'a>,
                $($field: $kind,)*
            }
            let subject = Subject { letter }.render()?;
            Ok(Written {
                subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
                text: Text { letter, $($field),* }.render()?,
                html: Html { letter, $($field),* }.render()?,
            })
        }
    };
}

letter!(
    fill_verify(link: &'a str, code: &'a str, link_hours: i64, code_minutes: i64),
    "mail/verify.subject", "mail/verify.txt", "mail/verify.html"
);
letter!(
    fill_already(login_link: &'a str, reset_link: &'a str),
    "mail/already.subject", "mail/already.txt", "mail/already.html"
);
letter!(
    fill_reset(link: &'a str, code: &'a str, link_minutes: i64, code_minutes: i64),
    "mail/reset.subject", "mail/reset.txt", "mail/reset.html"
);
letter!(
    fill_invitation(link: &'a str, days: i64, dashboard_link: Option<&'a str>),
    "mail/invitation.subject", "mail/invitation.txt", "mail/invitation.html"
);
letter!(
    fill_temporary_password(until: &'a str, login_link: &'a str, reset_link: &'a str),
    "mail/temporary_password.subject", "mail/temporary_password.txt", "mail/temporary_password.html"
);
letter!(
    fill_password_changed(time: &'a str, device: &'a str, address: &'a str, reset_link: &'a str),
    "mail/password_changed.subject", "mail/password_changed.txt", "mail/password_changed.html"
);
letter!(
    fill_email_change(link: &'a str, link_hours: i64),
    "mail/email_change.subject", "mail/email_change.txt", "mail/email_change.html"
);
letter!(
    fill_email_taken(login_link: &'a str, reset_link: &'a str),
    "mail/email_taken.subject", "mail/email_taken.txt", "mail/email_taken.html"
);
letter!(
    fill_email_change_notice(link: &'a str, days: i64, time: &'a str, device: &'a str, address: &'a str),
    "mail/email_change_notice.subject", "mail/email_change_notice.txt", "mail/email_change_notice.html"
);
letter!(
    fill_new_device(time: &'a str, device: &'a str, address: &'a str, password_link: &'a str),
    "mail/new_device.subject", "mail/new_device.txt", "mail/new_device.html"
);
letter!(
    fill_deletion(until: &'a str, days: i64, login_link: &'a str, formerly: bool),
    "mail/deletion.subject", "mail/deletion.txt", "mail/deletion.html"
);
letter!(
    fill_deletion_undone(time: &'a str, password_link: &'a str),
    "mail/deletion_undone.subject", "mail/deletion_undone.txt", "mail/deletion_undone.html"
);
letter!(
    fill_administered(said: &'a str),
    "mail/administered.subject", "mail/administered.txt", "mail/administered.html"
);
letter!(fill_test(portal: &'a str), "mail/test.subject", "mail/test.txt", "mail/test.html");

/// The letter that proves an address.
pub fn verify(page: &LetterPage<'_>, token: &str, code: &str) -> Result<Written> {
    let lifetimes = &page.app.config.lifetimes;
    let link = page.link("/verify", token);
    fill_verify(page, &link, code, lifetimes.signup_link.whole_hours(), lifetimes.signup_code.whole_minutes())
}

/// The letter to the owner of an address that somebody signed up with again.
pub fn already(page: &LetterPage<'_>) -> Result<Written> {
    fill_already(page, &page.site.base.url("/login"), &page.site.base.url("/forgot"))
}

/// The letter that lets its reader choose a new password.
pub fn reset(page: &LetterPage<'_>, token: &str, code: &str) -> Result<Written> {
    let lifetimes = &page.app.config.lifetimes;
    let link = page.link("/reset", token);
    fill_reset(page, &link, code, lifetimes.reset_link.whole_minutes(), lifetimes.reset_code.whole_minutes())
}

/// The letter that invites somebody, perhaps to administer the site.
pub fn invitation(page: &LetterPage<'_>, token: &str, is_admin: bool) -> Result<Written> {
    let dashboard = is_admin.then(|| page.site.base.url("/admin"));
    let days = page.app.config.lifetimes.invitation.whole_days().max(1);
    fill_invitation(page, &page.link("/reset", token), days, dashboard.as_deref())
}

/// The letter that tells an account's owner of a temporary password.
pub fn temporary_password(page: &LetterPage<'_>, until: OffsetDateTime, time_zone: Option<&str>) -> Result<Written> {
    let base = &page.site.base;
    fill_temporary_password(page, &page.moment(until, time_zone), &base.url("/login"), &base.url("/forgot"))
}

/// The letter that tells an account's owner of its new password.
pub fn password_changed(page: &LetterPage<'_>, when: &Circumstances) -> Result<Written> {
    let (time, device, address) = page.circumstances(when);
    fill_password_changed(page, &time, &device, &address, &page.site.base.url("/forgot"))
}

/// The letter that proves the address an account is to move to.
pub fn email_change(page: &LetterPage<'_>, token: &str) -> Result<Written> {
    let link = page.link("/email-change", token);
    fill_email_change(page, &link, page.app.config.lifetimes.email_change.whole_hours())
}

/// The letter to the owner of an address that somebody wants to move another account to.
pub fn email_taken(page: &LetterPage<'_>) -> Result<Written> {
    fill_email_taken(page, &page.site.base.url("/login"), &page.site.base.url("/forgot"))
}

/// The letter that lets an account's old address take it back.
pub fn email_change_notice(page: &LetterPage<'_>, token: &str, when: &Circumstances) -> Result<Written> {
    let (time, device, address) = page.circumstances(when);
    let link = page.link("/email-change/undo", token);
    fill_email_change_notice(page, &link, page.app.config.lifetimes.email_undo.whole_days(), &time, &device, &address)
}

/// The letter that tells of a login with a browser and from a network that are both new.
pub fn new_device(page: &LetterPage<'_>, when: &Circumstances) -> Result<Written> {
    let (time, device, address) = page.circumstances(when);
    fill_new_device(page, &time, &device, &address, &page.site.base.url("/account/password"))
}

/// The letter that tells until when an account can be kept, to its owner or to whoever had it `formerly`.
pub fn deletion(page: &LetterPage<'_>, until: OffsetDateTime, time_zone: Option<&str>, formerly: bool) -> Result<Written> {
    let days = page.app.config.lifetimes.deletion.whole_days();
    fill_deletion(page, &page.moment(until, time_zone), days, &page.site.base.url("/login"), formerly)
}

/// The letter that tells that an account stays.
pub fn deletion_undone(page: &LetterPage<'_>, when: &Circumstances) -> Result<Written> {
    let (time, ..) = page.circumstances(when);
    fill_deletion_undone(page, &time, &page.site.base.url("/account/password"))
}

/// The letter that shows that mail arrives.
pub fn test(page: &LetterPage<'_>) -> Result<Written> {
    fill_test(page, page.app.config.public_url.host_str().unwrap_or_default())
}

/// The letter that tells what an admin did to an account.
pub fn administered(page: &LetterPage<'_>, what: &Administered, at: OffsetDateTime, time_zone: Option<&str>) -> Result<Written> {
    let time = page.moment(at, time_zone);
    fill_administered(page, &page.text_with_all(what.key(), &[("time", &time), ("site", page.site_name), ("app", what.app())]))
}
