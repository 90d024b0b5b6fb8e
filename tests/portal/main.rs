//! Stories of the portal, one file per flow, told on a real Postgres, the real router and real letters.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on says where it stopped")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod admin_audit;
mod admin_users;
mod api_account;
mod api_ground;
mod api_login;
mod architecture;
mod backchannel_logout;
mod bad_input;
mod both_doors;
mod change_password;
mod check_mail;
mod clients;
mod command;
mod confirm_identity;
mod dashboard;
mod dashboard_audit;
mod dashboard_clients;
mod dashboard_mail;
mod dashboard_sites;
mod database;
mod delete_account;
mod devices;
mod email_change;
mod every_route;
mod export;
mod from_empty;
mod headers;
mod invitation;
mod keys;
mod limits;
mod lists;
mod log;
mod login;
mod logout;
mod look;
mod look_files;
mod look_page;
mod look_pictures;
mod mail;
mod mail_senders;
mod many_windows;
mod oidc;
mod openapi;
mod operator;
mod outage;
mod outbox;
mod people;
mod platform_events;
mod profile;
mod reset;
mod revocation;
mod rules;
mod signup;
mod sites;
mod temporary_password;
mod texts;
mod verify;
mod words;
