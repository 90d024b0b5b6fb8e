//! The program itself: its refusals, its exit codes, and its life from start to orderly end.

use std::{
    fs::File,
    io::{Read, Write},
    process::{Output, Stdio},
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use sqlx::ConnectOptions;

use crate::support::{Running, fresh_database, vestibule};

const GOOD: [(&str, &str); 5] = [
    ("VESTIBULE_ENV", "production"),
    ("SECRET_KEY", "kB3xQ9vLr2WmT7yHc5NdZ8pFj4SgU6aE"),
    ("MASTER_API_KEY", "Zp8FqX2mLw9RtV4yKc7NbH3sGj6DuE5a"),
    ("PUBLIC_URL", "https://login.example.com"),
    ("MAIL_URL", "smtp://user:password@mail.example.com:587"),
];

fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn help_lists_every_setting_and_usage_errors_say_so() {
    let help = vestibule(&["--help"], &[]).output().unwrap();
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    for setting in [
        "LISTEN",
        "PUBLIC_URL",
        "DATABASE_URL",
        "SECRET_KEY",
        "MAIL_URL",
        "TRUSTED_PROXIES",
        "LIMIT_LOGIN_ACCOUNT",
        "SESSION_IDLE",
        "ACCESS_TOKEN_LIFETIME",
    ] {
        assert!(text.contains(setting), "{setting}");
    }
    assert_eq!(vestibule(&["dance"], &[]).output().unwrap().status.code(), Some(2));
    assert_eq!(vestibule(&["--listen", "nowhere"], &[]).output().unwrap().status.code(), Some(2));
    let too_long = vestibule(&["--access-token-lifetime", "2h"], &[]).output().unwrap();
    assert_eq!(too_long.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&too_long.stderr).contains("1h at most"), "{too_long:?}");
}

#[test]
fn production_refuses_what_guards_nothing_and_names_the_setting() {
    let bad = [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        (
            "MASTER_API_KEY",
            "change-me-change-me-change-me-change-me",
            "MASTER_API_KEY is shorter than 32 characters or an example",
        ),
        ("MASTER_API_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "MASTER_API_KEY"),
        ("PUBLIC_URL", "http://login.example.com", "PUBLIC_URL is http://login.example.com/"),
        ("PUBLIC_URL", "https://login.example.com/path", "PUBLIC_URL"),
        ("MAIL_URL", "", "MAIL_URL is not set"),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must begin with postgres://"),
    ];
    for (name, value, sentence) in bad {
        let mut command = vestibule(&["migrate"], &GOOD);
        if value.is_empty() {
            command.env_remove(name)
        } else {
            command.env(name, value)
        };
        let said = refusal(&command.output().unwrap());
        assert!(said.contains(sentence), "{name}={value}: {said}");
    }
}

#[test]
fn a_mail_address_that_cannot_work_is_refused_without_showing_its_password() {
    let mut command = vestibule(&["migrate"], &GOOD);
    command
        .env("MAIL_URL", "carrier-pigeon://user:hunter2hunter2@loft")
        .env("DATABASE_URL", "postgres://nobody@localhost:1/none");
    let said = refusal(&command.output().unwrap());
    assert!(said.contains("MAIL_URL") && said.contains("smtp://") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_broken_theme_stops_the_start_and_names_file_and_key() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("loud")).unwrap();
    std::fs::write(folder.path().join("loud/theme.toml"), "title = \"Loud\"\n[color]\ntext = \"#ff00ff00\"\n").unwrap();
    let url = fresh_database("broken_theme").await.to_url_lossy().to_string();
    let settings = [("DATABASE_URL", url.as_str()), ("THEMES_DIR", folder.path().to_str().unwrap())];
    let said = refusal(&vestibule(&["site", "list"], &[&GOOD[..], &settings].concat()).output().unwrap());
    assert!(said.contains("loud/theme.toml") && said.contains("color.text"), "{said}");
}

#[tokio::test]
async fn themes_and_looks_are_told_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let (acme, taken) = (folder.path().join("acme"), folder.path().join("taken"));
    let (acme, taken) = (acme.to_str().unwrap(), taken.to_str().unwrap());
    let url = fresh_database("command_line_themes").await.to_url_lossy().to_string();
    let settings = [("DATABASE_URL", url.as_str()), ("THEMES_DIR", folder.path().to_str().unwrap())];
    let run = |arguments: &[&str]| -> serde_json::Value {
        let output = vestibule(arguments, &[&GOOD[..], &settings].concat()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(run(&["theme", "new", acme, "--json"])["files"][0], format!("{acme}/theme.toml"));
    let checked = run(&["theme", "check", "acme", "--json"]);
    assert_eq!((checked.as_array().unwrap().len(), &checked[0]["name"]), (1, &"acme".into()));
    for mode in ["light", "dark"] {
        let text = &checked[0]["colors"]["text"][mode];
        assert!(text["has"].as_f64() >= text["needs"].as_f64() && text["color"].is_string(), "{text}");
    }
    assert!(checked[0]["colors"]["border"]["light"]["needs"].is_null(), "decoration");
    assert_eq!(run(&["theme", "check", "--json"]).as_array().unwrap().len(), 6);
    let site = ["--name", "Acme", "--domain", "acme.example", "--frontend-url", "https://acme.example"];
    let sender = ["--email-from", "a@acme.example", "--email-from-name", "Acme", "--json"];
    let slug = run(&[&["site", "create"][..], &site, &sender].concat())["slug"].as_str().unwrap().to_owned();
    assert_eq!(run(&["theme", "import", &slug, acme, "--json"]), serde_json::json!({ "site": slug, "faults": [] }));
    assert_eq!(run(&["theme", "export", &slug, taken, "--json"])["files"][0], format!("{taken}/theme.toml"));
}

#[tokio::test]
async fn clients_are_managed_from_the_command_line() {
    let url = fresh_database("command_line_clients").await.to_url_lossy().to_string();
    let run = |arguments: &str| {
        vestibule(&arguments.split(' ').collect::<Vec<_>>(), &[&GOOD[..], &[("DATABASE_URL", &url)]].concat()).output().unwrap()
    };
    let read = |arguments: &str| -> serde_json::Value {
        let output = run(arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments}: {output:?}"))
    };
    let said = |arguments: &str| {
        let output = run(arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let site = "site create --name Acme --domain acme.example --frontend-url https://acme.example";
    said(&format!("{site} --email-from hello@acme.example --email-from-name Acme"));

    let shop = "client create --site acme --name Shop --kind web --redirect-uri https://shop.example/callback";
    let client = read(&format!("{shop} --json"));
    assert_eq!(client["issuer"], "https://login.example.com/s/acme");
    let id = client["client_id"].as_str().unwrap();
    assert!(said(shop).contains("Client secret, shown this once"));
    assert!(!said("client create --site acme --name Page --kind spa --redirect-uri http://localhost:9002/").contains("secret"));
    let bad = "client create --site acme --name Shop --kind web --redirect-uri https://a.example --redirect-uri http://b.example";
    assert!(refusal(&run(bad)).contains("redirect_uris: Line 2: begin with https://"));
    assert_eq!(run("client create --site acme --name Shop --kind toaster").status.code(), Some(2));
    assert!(refusal(&run("client list --site nowhere")).contains("vestibule site list"));

    assert_eq!(read("client list --site acme --json").as_array().unwrap().len(), 3);
    assert_eq!(said("client list --site acme --search page").lines().count(), 1);
    said(&format!("client update {id} --site acme --first-party true --home https://shop.example --scope openid"));
    let shown = read(&format!("client show {id} --site acme"));
    assert_eq!((&shown["first_party"], &shown["scopes"]), (&true.into(), &serde_json::json!(["openid"])));
    assert!(!shown.to_string().contains(client["client_secret"].as_str().unwrap()));

    let secret = read(&format!("client secret add {id} --site acme --expires-at 2999-01-01T00:00:00Z --json"));
    assert_eq!(secret["client_secret"].as_str().unwrap().len(), 43);
    let secret = secret["id"].as_str().unwrap();
    assert_eq!(said(&format!("client secret list {id} --site acme")).lines().count(), 2);
    said(&format!("client secret revoke {id} --site acme --secret {secret}"));
    assert!(refusal(&run(&format!("client secret revoke {id} --site acme --secret {secret}"))).contains("client secret list"));
    said(&format!("client delete {id} --site acme"));
    assert!(refusal(&run(&format!("client show {id} --site acme"))).contains("there is no client"));
}

#[tokio::test]
async fn sites_and_accounts_are_managed_from_the_command_line() {
    let url = fresh_database("command_line").await.to_url_lossy().to_string();
    let run =
        |arguments: &[&str]| vestibule(arguments, &[&GOOD[..], &[("DATABASE_URL", url.as_str())]].concat()).output().unwrap();
    let create = [
        "site",
        "create",
        "--name",
        "Acme Cycles",
        "--domain",
        "acme.example",
        "--frontend-url",
        "https://acme.example",
        "--email-from",
        "hello@acme.example",
        "--email-from-name",
        "Acme",
    ];
    let created = run(&create);
    assert_eq!(
        String::from_utf8_lossy(&created.stdout),
        "Acme Cycles is at https://login.example.com/s/acme-cycles/login\n",
        "{created:?}"
    );
    assert!(refusal(&run(&create)).contains("slug: Another site has this short name"));
    let unfinished = run(&create[..6]);
    assert_eq!(unfinished.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unfinished.stderr).contains("--frontend-url is missing"), "{unfinished:?}");
    let sites: serde_json::Value = serde_json::from_slice(&run(&["site", "list", "--json"]).stdout).unwrap();
    assert_eq!(sites[0]["slug"], "acme-cycles");
    assert!(String::from_utf8_lossy(&run(&["site", "show", "acme-cycles"]).stdout).contains("acme.example"));
    assert!(refusal(&run(&["site", "show", "no-such"])).contains("vestibule site list"));

    let created = run(&["user", "create", "--site", "acme-cycles", "--email", " Ada@Acme.example", "--admin"]);
    assert!(String::from_utf8_lossy(&created.stdout).contains("Password, shown this once"), "{created:?}");
    assert!(refusal(&run(&["user", "create", "--site", "acme-cycles", "--email", "ada@acme.example"])).contains("already"));
    let users: serde_json::Value =
        serde_json::from_slice(&run(&["user", "list", "--site", "acme-cycles", "--json"]).stdout).unwrap();
    assert_eq!((&users[0]["email"], &users[0]["role"]), (&"ada@acme.example".into(), &"admin".into()));
    assert!(users[0].get("password_hash").is_none());
}

#[tokio::test]
async fn people_are_administered_from_the_command_line() {
    let url = fresh_database("command_line_people").await.to_url_lossy().to_string();
    let run =
        |arguments: &[&str]| vestibule(arguments, &[&GOOD[..], &[("DATABASE_URL", url.as_str())]].concat()).output().unwrap();
    let read = |output: &Output| -> serde_json::Value {
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let site = ["--name=Acme", "--domain=acme.example", "--frontend-url=https://acme.example", "--email-from=a@acme.example"];
    assert!(run(&[&["site", "create", "--email-from-name=Acme"], &site[..]].concat()).status.success());
    let at = |verb: &'static str, rest: &[&'static str]| run(&[&["user", verb, "--site", "acme"], rest].concat());

    let made = read(&at("create", &["--email", "root@acme.example", "--admin", "--json"]));
    assert!(made["password"].as_str().unwrap().len() >= 20);
    let ada = read(&at("create", &["--email", "ada@acme.example", "--name", "Ada", "--invite", "--json"]));
    assert_eq!((&ada["status"], &ada["role"]), (&"invited".into(), &"user".into()));
    assert!(String::from_utf8_lossy(&at("create", &["--email", "ada@acme.example", "--invite"]).stdout).contains("on its way"));
    assert!(refusal(&at("create", &["--email", "nobody", "--invite"])).contains("email: Enter an email"));
    let listed = read(&at("list", &["--status", "invited", "--json"]));
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["id"]), (1, &ada["id"]));

    assert!(refusal(&at("disable", &["root@acme.example"])).contains("last admin"));
    assert!(refusal(&at("set-role", &["root@acme.example", "--role", "user"])).contains("last admin"));
    assert!(refusal(&at("delete", &["root@acme.example"])).contains("last admin"));
    assert_eq!(read(&at("set-role", &["ada@acme.example", "--role", "admin", "--json"]))["role"], "admin");
    assert!(refusal(&at("set-role", &["ada@acme.example", "--role", "owner"])).contains("user or admin"));
    assert!(refusal(&at("send-reset", &["ada@acme.example"])).contains("is invited"));
    assert_eq!(
        String::from_utf8_lossy(&at("send-reset", &["root@acme.example"]).stdout),
        "A mail is on its way to root@acme.example\n"
    );
    assert_eq!(read(&at("disable", &["ada@acme.example", "--json"]))["status"], "disabled");
    assert_eq!(read(&at("enable", &["ada@acme.example", "--json"]))["status"], "invited");
    assert_eq!(String::from_utf8_lossy(&at("delete", &["Ada@Acme.example"]).stdout), "ada@acme.example is gone\n");
    assert!(refusal(&at("delete", &["ada@acme.example"])).contains("vestibule user list"));
    assert!(refusal(&run(&["user", "list", "--site", "no-such"])).contains("vestibule site list"));

    // Nobody sits at a terminal here, so nobody is asked.
    for missing in
        [&["user", "create", "--site", "acme"][..], &["user", "list"], &["user", "disable", "--site", "acme"], &["mail", "test"]]
    {
        let output = run(missing);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is missing"), "{output:?}");
    }
}

/// A terminal: what is typed at it, and what it shows.
fn terminal() -> (File, File) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let name = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
    (File::from(keyboard), File::options().read(true).write(true).open(name).unwrap())
}

#[tokio::test]
async fn whoever_sits_at_a_terminal_is_asked_for_what_a_site_needs() {
    let url = fresh_database("command_line_asks").await.to_url_lossy().to_string();
    let (mut keyboard, screen) = terminal();
    let mut command = vestibule(&["site", "create", "--email-from", "post@acme.example"], &GOOD);
    command.env("DATABASE_URL", &url).stdin(screen.try_clone().unwrap()).stderr(screen).stdout(Stdio::piped());
    let child = command.spawn().unwrap();
    drop(command);
    keyboard.write_all(b"Acme Cycles\nacme.example\n\nAcme\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let mut shown = Vec::new();
    // Ends with an error once nobody holds the other side.
    let _ = keyboard.read_to_end(&mut shown);
    let shown = String::from_utf8_lossy(&shown).into_owned();
    assert!(output.status.success(), "{output:?} {shown}");
    assert!(shown.contains("Name: ") && shown.contains("Address of its front end [https://acme.example]: "), "{shown}");
    assert!(
        shown.contains("Name that its mail comes from [Acme Cycles]: ") && !shown.contains("Address that its mail"),
        "{shown}"
    );
    let run = vestibule(&["site", "list", "--json"], &GOOD).env("DATABASE_URL", &url).output().unwrap();
    let sites: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let given = ["slug", "frontend_url", "email_from", "email_from_name"].map(|field| sites[0][field].as_str().unwrap());
    assert_eq!(given, ["acme-cycles", "https://acme.example", "post@acme.example", "Acme"]);
}

#[tokio::test]
async fn the_way_out_of_mail_is_tried_from_the_command_line() {
    let url = fresh_database("command_line_mail").await.to_url_lossy().to_string();
    let folder = tempfile::tempdir().unwrap();
    let place = format!("file://{}", folder.path().display());
    let test = |mail: &str, to: &str| {
        vestibule(&["mail", "test", "--to", to], &[&GOOD[..4], &[("DATABASE_URL", &url), ("MAIL_URL", mail)]].concat())
            .output()
            .unwrap()
    };
    let sent = test(&place, "ada@example.com");
    assert!(String::from_utf8_lossy(&sent.stdout).starts_with("Taken: "), "{sent:?}");
    let letter = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    assert!(std::fs::read_to_string(letter).unwrap().contains("vestibule@login.example.com"));
    let closed = [&GOOD[..4], &[("DATABASE_URL", url.as_str()), ("MAIL_URL", "smtp://127.0.0.1:1")]].concat();
    let told = vestibule(&["mail", "test", "--to", "ada@example.com", "--json"], &closed).output().unwrap();
    let read: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((&read["to"], &read["taken"]), (&"ada@example.com".into(), &false.into()), "{told:?}");
    assert!(refusal(&told).contains("no letter leaves this way"));
    assert!(refusal(&test(&place, "nobody")).contains("no email address"));
    assert!(refusal(&test("smtp://127.0.0.1:1", "ada@example.com")).contains("no letter leaves this way"));
}

#[tokio::test]
async fn a_site_is_changed_and_deleted_from_the_command_line() {
    let url = fresh_database("command_line_sites").await.to_url_lossy().to_string();
    let run =
        |arguments: &[&str]| vestibule(arguments, &[&GOOD[..], &[("DATABASE_URL", url.as_str())]].concat()).output().unwrap();
    let read = |output: &Output| -> serde_json::Value {
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let required = ["--frontend-url", "https://acme.example", "--email-from", "a@acme.example", "--email-from-name", "Acme"];
    let create =
        [&["site", "create", "--name", "Acme", "--domain", "acme.example", "--protected", "--json"][..], &required].concat();
    let site = read(&run(&[&create[..], &["--settings", r#"{"signup":"closed"}"#]].concat()));
    assert_eq!((&site["settings"]["signup"], &site["protected"]), (&"closed".into(), &true.into()));

    let changed = read(&run(&["site", "update", "acme", "--login-host", "login.acme.example", "--status", "disabled", "--json"]));
    assert_eq!((&changed["url"], &changed["status"]), (&"https://login.acme.example".into(), &"disabled".into()));
    assert_eq!(changed["settings"]["signup"], "closed", "what was not given stays");
    assert!(String::from_utf8_lossy(&run(&["site", "list"]).stdout).contains("(disabled)"));
    let id = site["id"].as_str().unwrap();
    let changed = read(&run(&["site", "update", id, "--login-host", "", "--settings", r#"{"ask_name":true}"#, "--json"]));
    assert_eq!((&changed["login_host"], &changed["settings"]["ask_name"]), (&serde_json::Value::Null, &true.into()));

    assert!(refusal(&run(&["site", "update", "acme", "--domain", "a b"])).contains("domain: Enter a domain"));
    assert!(refusal(&run(&["site", "update", "acme", "--settings", r#"{"support_url":"javascript:x"}"#])).contains("https://"));
    assert_eq!(run(&["site", "update", "acme", "--settings", "{\"nothing\":1}"]).status.code(), Some(2));
    assert_eq!(run(&["site", "update", "acme", "--status", "gone"]).status.code(), Some(2));

    assert!(refusal(&run(&["site", "delete", "acme"])).contains("--protected false"));
    assert!(run(&["site", "update", "acme", "--protected", "false"]).status.success());
    assert_eq!(String::from_utf8_lossy(&run(&["site", "delete", "acme"]).stdout), "Acme is gone\n");
    assert!(refusal(&run(&["site", "delete", "acme"])).contains("vestibule site list"));
}

#[tokio::test]
async fn signing_keys_are_changed_from_the_command_line() {
    let url = fresh_database("command_keys").await.to_url_lossy().to_string();
    let run =
        |arguments: &[&str]| vestibule(arguments, &[&GOOD[..], &[("DATABASE_URL", url.as_str())]].concat()).output().unwrap();
    let read = |output: &Output| -> serde_json::Value { serde_json::from_slice(&output.stdout).unwrap() };
    let site = [
        "--name=Acme",
        "--domain=acme.example",
        "--frontend-url=https://acme.example",
        "--email-from=hello@acme.example",
        "--email-from-name=Acme",
    ];
    assert!(run(&[&["site", "create"], &site[..]].concat()).status.success());
    assert!(refusal(&run(&["keys", "rotate", "--site", "no-such"])).contains("vestibule site list"));
    assert_eq!(run(&["keys", "rotate"]).status.code(), Some(2));
    assert_eq!(read(&run(&["keys", "list", "--site", "acme", "--json"])), serde_json::json!([]));

    let first = run(&["keys", "rotate", "--site", "acme"]);
    assert!(String::from_utf8_lossy(&first.stdout).contains("first key and signs from now on"), "{first:?}");
    let mut elsewhere =
        vestibule(&["keys", "rotate", "--site", "acme"], &[&GOOD[..], &[("DATABASE_URL", url.as_str())]].concat());
    let elsewhere = elsewhere.env("SECRET_KEY", "Wm7yHc5NdkB3xQ9vLr2TZ8pFj4SgU6aE").output().unwrap();
    assert!(refusal(&elsewhere).contains("SECRET_KEY"), "{elsewhere:?}");

    let next = read(&run(&["keys", "rotate", "--site", "acme", "--json"]));
    assert_eq!((&next["state"], &next["algorithm"], &next["retires_at"]), (&"next".into(), &"RS256".into(), &().into()));
    let waiting = refusal(&run(&["keys", "rotate", "--site", "acme"]));
    assert!(
        waiting.contains(next["kid"].as_str().unwrap()) && waiting.contains(next["active_at"].as_str().unwrap()),
        "{waiting}"
    );
    let keys = read(&run(&["keys", "list", "--site", "acme", "--json"]));
    assert_eq!((&keys[0], &keys[1]["state"]), (&next, &"active".into()));
    assert!(keys[1]["retires_at"].is_string());
    let listed = run(&["keys", "list", "--site", "acme"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 2, "{listed:?}");
}

#[tokio::test]
async fn the_portal_starts_serves_and_ends_in_order() {
    let url = fresh_database("life").await.to_url_lossy().to_string();
    let portal = Running::start(&url);
    assert!(portal.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(portal.get("/s/acme/login").contains("Acme Cycles"));
    assert!(portal.get("/s/nightjar/login").contains("Nightjar Radio"));
    assert!(portal.get("/dev/mailbox").starts_with("HTTP/1.1 200"));
    assert!(
        portal
            .raw(b"GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n")
            .starts_with("HTTP/1.1 4")
    );
    assert!(
        portal.raw(format!("GET /healthz HTTP/1.1\r\nx: {}\r\n\r\n", "a".repeat(70_000)).as_bytes()).starts_with("HTTP/1.1 431")
    );
    portal.terminate();
    let (status, said) = portal.end();
    assert!(status.success(), "{said}");
    assert!(said.contains("\"/s/acme/login\"") && !said.contains("token="));
}

/// As after `kill -9`: neither portal nor database had time to say good-bye.
#[test]
fn a_killed_portal_s_private_database_serves_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let settings = [("DATA_DIR", data.to_str().unwrap())];
    let mut first = Running::start_with(&settings);
    let beside = vestibule(&["site", "show", "acme"], &settings).output().unwrap();
    let before: serde_json::Value = serde_json::from_slice(&beside.stdout).unwrap();
    first.process.kill().unwrap();
    first.process.wait().unwrap();

    let second = Running::start_with(&settings);
    assert!(second.get("/s/acme/login").contains("Acme Cycles"));
    let beside = vestibule(&["site", "show", "acme"], &settings).output().unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&beside.stdout).unwrap()["id"], before["id"]);
    second.terminate();
    assert!(second.end().0.success());
}

#[test]
fn without_postgres_the_refusal_says_what_to_install() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let output =
        vestibule(&["site", "list"], &[("DATA_DIR", path), ("VESTIBULE_PG_BIN", path), ("PATH", path)]).output().unwrap();
    let said = refusal(&output);
    assert!(said.contains("apt install postgresql") && said.contains("DATABASE_URL"), "{said}");
}

/// What comes after a request that can be read in two ways, for whoever reads it the other way.
const HIDDEN: &str = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// A proxy and the portal that disagree about where a request ends would let one person's request into another's.
#[tokio::test]
async fn no_request_hides_in_another() {
    let url = fresh_database("smuggling").await.to_url_lossy().to_string();
    let portal = Running::start(&url);
    let whole = HIDDEN.len();
    for framing in [
        format!("content-length: 5\r\ncontent-length: {whole}\r\n"),
        format!("content-length: {whole}\r\ncontent-length: 5\r\n"),
        format!("content-length: 5, {whole}\r\n"),
        "content-length: +5\r\n".to_owned(),
        "content-length: 0x5\r\n".to_owned(),
        "content-length: 5 5\r\n".to_owned(),
        "content-length: -1\r\n".to_owned(),
        "content-length: 99999999999999999999\r\n".to_owned(),
        "content-length : 5\r\n".to_owned(),
        "content-length\t: 5\r\n".to_owned(),
        format!("content-length: {whole}\r\ntransfer-encoding: chunked\r\n"),
        format!("transfer-encoding: chunked\r\ncontent-length: {whole}\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding: xchunked\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding: chunked, identity\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding : chunked\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding: \x0bchunked\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding:\r\n chunked\r\n"),
        format!("content-length: {whole}\r\n transfer-encoding: chunked\r\n"),
        format!("content-length: {whole}\r\ntransfer-encoding: identity\r\ntransfer-encoding: chunked\r\n"),
        "transfer-encoding: \"chunked\"\r\n".to_owned(),
        "x: a\rtransfer-encoding: chunked\r\n".to_owned(),
        format!("content-length: {whole}\ntransfer-encoding: chunked\r\n"),
        format!("content-length: {whole}\ntransfer-encoding: chunked\n"),
        format!("content-length: 5\ncontent-length: {whole}\n"),
    ] {
        let request = format!("POST /s/acme/login HTTP/1.1\r\nhost: localhost:{}\r\n{framing}\r\n{HIDDEN}", portal.port);
        let answer = portal.raw(request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 4") && answer.matches("HTTP/1.1 ").count() == 1, "{framing:?}: {answer}");
    }
    portal.terminate();
    assert!(!portal.end().1.contains("smuggled"));
}

/// A header may hold more than letters, and what it holds is compared byte by byte.
#[tokio::test]
async fn a_key_of_strange_bytes_is_a_wrong_key_and_no_fault() {
    let url = fresh_database("strange_keys").await.to_url_lossy().to_string();
    let key = "Zp8FqX2mLw9RtV4yKc7NbH3sGj6DuE5a";
    let portal = Running::start_with(&[
        ("DATABASE_URL", &url),
        ("DATA_DIR", "/nonexistent"),
        ("MASTER_API_KEY", key),
        ("SECRET_KEY", &key.repeat(2)),
    ]);
    let ask = |sent: &[u8]| {
        let head = format!("GET /api/sites HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\nx-api-key: ", portal.port);
        let answer = portal.raw(&[head.as_bytes(), sent, b"\r\n\r\n"].concat());
        answer["HTTP/1.1 ".len()..][..3].to_owned()
    };
    assert_eq!(ask(key.as_bytes()), "200");
    let lower = key.to_lowercase();
    let latin: Vec<u8> = key.bytes().map(|byte| byte | 0x80).collect();
    let strange: [&[u8]; 6] = [&latin, b"\xe9", "\u{212a}ey".as_bytes(), b"\xff\xfe", lower.as_bytes(), b"\xc0\x80"];
    for sent in strange.into_iter().map(<[u8]>::to_vec).chain([[key.as_bytes(), b"\xe9"].concat()]) {
        assert_eq!(ask(&sent), "401", "{sent:?}");
    }
    for sent in [[key.as_bytes(), b"\0"].concat(), b"\0".to_vec(), [key.as_bytes(), b"\x1b"].concat()] {
        assert_eq!(ask(&sent), "400", "{sent:?}: no header holds that");
    }
    portal.terminate();
    let (status, log) = portal.end();
    assert!(status.success() && !log.contains(key) && !log.contains("ERROR"), "{log}");
}
