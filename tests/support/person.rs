//! Somebody at a site, through its pages or through a program. What holds for both is told once, in these words.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vestibule::model::site::Site;

use super::{Browser, Client, Portal, Reply};

/// How somebody comes in.
#[derive(Debug, Clone, Copy)]
pub enum Door {
    Pages,
    Api,
}

impl Door {
    pub const BOTH: [Self; 2] = [Self::Pages, Self::Api];
}

/// Somebody, with what they hold.
pub enum Person {
    Reader(Box<Browser>),
    Program(Program),
}

pub struct Program {
    client: Client,
    /// The latest tokens, of a signup or a login.
    session: Value,
}

/// What whoever does not get what was asked for is told, in sentences.
pub type Said = Result<(), Vec<String>>;

impl Person {
    pub fn new(portal: &Portal, site: &Site, door: Door) -> Self {
        match door {
            Door::Pages => Self::Reader(Box::new(portal.browser(site))),
            Door::Api => Self::Program(Program { client: portal.client(site), session: Value::Null }),
        }
    }

    pub async fn sign_up(&mut self, email: &str, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/signup").await;
                browser.fill("Email", email).fill("Create a password", password);
                press(browser, "Sign up").await
            }
            Self::Program(program) => program.post("/api/auth/register", json!({ "email": email, "password": password })).await,
        }
    }

    /// With the code of the signup's letter.
    pub async fn prove(&mut self, code: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.fill("Code", code);
                press(browser, "Continue").await
            }
            Self::Program(program) => {
                let proof = json!({ "signup_token": program.session["signup_token"], "code": code });
                program.post("/api/auth/verify-email", proof).await
            }
        }
    }

    pub async fn log_in(&mut self, email: &str, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.log_in(email, password).await;
                told(browser)
            }
            Self::Program(program) => program.post("/api/auth/login", json!({ "email": email, "password": password })).await,
        }
    }

    pub async fn log_out(&mut self) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/logout").await;
                press(browser, "Log out").await
            }
            Self::Program(program) => program.post("/api/auth/logout", json!({})).await,
        }
    }

    pub async fn is_in(&self) -> bool {
        match self {
            Self::Reader(browser) => browser.is_logged_in().await,
            Self::Program(program) => program.bearer().get("/api/auth/me").await.status == StatusCode::OK,
        }
    }

    pub async fn forget(&mut self, email: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/forgot").await;
                browser.fill("Email", email);
                press(browser, "Send").await
            }
            Self::Program(program) => program.post("/api/auth/forgot-password", json!({ "email": email })).await,
        }
    }

    /// By the mailed code, after `forget`.
    pub async fn reset_by_code(&mut self, email: &str, code: &str, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.fill("Code", code).fill("New password", password);
                press(browser, "Change password").await
            }
            Self::Program(program) => {
                let proof = json!({ "email": email, "code": code, "password": password });
                program.post("/api/auth/reset-password", proof).await
            }
        }
    }

    pub async fn reset_by_link(&mut self, link: &str, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit(link).await;
                if browser.status != StatusCode::OK {
                    return Err(vec![browser.heading()]);
                }
                browser.fill("New password", password);
                press(browser, "Change password").await
            }
            Self::Program(program) => {
                let proof = json!({ "token": token(link), "password": password });
                program.post("/api/auth/reset-password", proof).await
            }
        }
    }

    pub async fn change_password(&mut self, current: &str, new: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account/password").await;
                browser.fill("Current password", current).fill("New password", new);
                press(browser, "Change password").await
            }
            Self::Program(program) => {
                let passwords = json!({ "current_password": current, "password": new });
                program.post("/api/user/change-password", passwords).await
            }
        }
    }

    /// Asks for a letter to the new address.
    pub async fn move_to(&mut self, email: &str, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account/email").await;
                browser.fill("New email", email);
                press(browser, "Send the link").await
            }
            Self::Program(program) => {
                let change = json!({ "new_email": email, "current_password": password });
                program.post("/api/user/change-email", change).await
            }
        }
    }

    /// With the link of that letter.
    pub async fn confirm_move(&mut self, link: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit(link).await;
                if browser.status != StatusCode::OK {
                    return Err(vec![browser.heading()]);
                }
                press(browser, "Confirm").await
            }
            Self::Program(program) => program.post("/api/auth/confirm-email-change", json!({ "token": token(link) })).await,
        }
    }

    pub async fn rename(&mut self, name: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account/profile").await;
                browser.fill("Full name (optional)", name);
                press(browser, "Save").await
            }
            Self::Program(program) => {
                let reply = program.bearer().patch("/api/user/profile", json!({ "name": name })).await;
                program.keep(reply)
            }
        }
    }

    /// Whether the account shows this.
    pub async fn sees(&mut self, words: &str) -> bool {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account").await;
                browser.sees(words)
            }
            Self::Program(program) => {
                let bearer = program.bearer();
                let (me, sessions) = (bearer.get("/api/auth/me").await, bearer.get("/api/user/sessions").await);
                format!("{}{}", me.text, sessions.text).contains(words)
            }
        }
    }

    pub async fn end_others(&mut self) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account").await;
                press(browser, "Log out on all other devices").await
            }
            Self::Program(program) => {
                let reply = program.bearer().delete("/api/user/sessions").await;
                program.keep(reply)
            }
        }
    }

    /// Asks for the account's deletion, soon after the password was given.
    pub async fn give_up_account(&mut self, password: &str) -> Said {
        match self {
            Self::Reader(browser) => {
                browser.visit("/account/delete").await;
                press(browser, "Delete account").await
            }
            Self::Program(program) => {
                let proof = json!({ "current_password": password });
                let reply = program.bearer().json(Method::DELETE, "/api/user/account", &proof).await;
                program.keep(reply)
            }
        }
    }
}

impl Program {
    fn bearer(&self) -> Client {
        let token = self.session["access_token"].as_str().unwrap_or_default();
        self.client.with("authorization", &format!("Bearer {token}"))
    }

    async fn post(&mut self, path: &str, body: Value) -> Said {
        let reply = self.bearer().post(path, body).await;
        self.keep(reply)
    }

    fn keep(&mut self, reply: Reply) -> Said {
        if reply.status.is_success() {
            if ["access_token", "signup_token"].iter().any(|token| reply.body.get(token).is_some()) {
                self.session = reply.body;
            }
            return Ok(());
        }
        reply.problem();
        let errors = reply.body["errors"].as_array().unwrap().iter().map(|error| &error["detail"]);
        let sentences: Vec<String> = errors.map(|detail| detail.as_str().unwrap().to_owned()).collect();
        Err(if sentences.is_empty() { vec![reply.body["detail"].as_str().unwrap().to_owned()] } else { sentences })
    }
}

async fn press(browser: &mut Browser, words: &str) -> Said {
    browser.press(words).await;
    told(browser)
}

fn told(browser: &Browser) -> Said {
    match browser.status {
        StatusCode::OK => Ok(()),
        _ => Err(browser.problems()),
    }
}

fn token(link: &str) -> &str {
    link.rsplit_once('=').unwrap().1
}
