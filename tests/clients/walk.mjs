// Makes a site in the dashboard, dresses it, invites its admin, registers an app and runs what the page shows for it; somebody signs up
// on the way into the app, is found, and has her login ended. The dashboard's part runs without JavaScript.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { launch, letter, press, sees, text, type, until } from "./browser.mjs";

const { PORTAL, PORTAL_LOG, APP, SHOTS } = process.env;
const home = "http://localhost:4002/";
const grace = "grace@northwind.example";
const ada = "ada@example.com";
const password = "correct horse battery staple";

const browser = await launch("chromium");
let shown = 0;

async function visitor({ scripts }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.setJavaScriptEnabled(scripts);
  return page;
}

/// Presses what has these words, and is where that leads.
const follow = (page, words) => Promise.all([page.waitForNavigation(), press(page, words)]);

/// Fills in the field with this label; of a list, what has these words.
async function fill(page, label, value) {
  const [id, isList] = await until(`the field “${label}”`, () =>
    page.evaluate((label) => {
      const field = [...document.querySelectorAll("label")].find((found) => found.textContent.trim() === label)?.control;
      return field && [field.id, field.matches("select")];
    }, label),
  );
  if (!isList) return type(page, `[id="${id}"]`, value);
  await page.evaluate(
    (id, words) => {
      const list = document.getElementById(id);
      list.value = [...list.options].find((option) => option.text === words).value;
    },
    id,
    value,
  );
}

const says = (page, words) => until(`the page to say “${words}”`, async () => (await text(page, "main")).includes(words));

const told = (page) =>
  page.evaluate(() => [...document.querySelectorAll(".record tbody th > a")].map((link) => link.textContent.trim()));

/// Checks that a record tells all of this.
async function tells(page, wanted) {
  const happened = await told(page);
  for (const what of wanted) if (!happened.includes(what)) throw new Error(`the record does not tell “${what}”: ${happened.join("; ")}`);
}

/// Pictures of a page, on a phone and on a desktop, by day and by night.
async function shoot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  const number = String(++shown).padStart(2, "0");
  for (const mode of ["light", "dark"]) {
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: mode },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    for (const width of [390, 1280]) {
      await page.setViewport({ width, height: 900 });
      await page.screenshot({ path: `${SHOTS}/${number}-${name}-${mode}-${width}.png`, fullPage: true });
    }
  }
}

async function deskOpens(desk) {
  const once = readFileSync(PORTAL_LOG, "utf8").match(/Dashboard, once\s+(\S+)/)[1];
  await desk.goto(once);
  await shoot(desk, "enter");
  await follow(desk, "Log in");
  await shoot(desk, "overview-first");
}

/// Development begins with sites to look at. Nobody needs them here.
async function nothingIsLeft(desk) {
  await follow(desk, "Sites");
  for (const [name, slug] of [["Acme Cycles", "acme"], ["Nightjar Radio", "nightjar"]]) {
    await follow(desk, name);
    await follow(desk, "Disable or delete");
    await follow(desk, "Delete for good");
    await fill(desk, `Type ${slug} to delete it`, slug);
    await shoot(desk, "delete");
    await follow(desk, "Delete for good");
    await says(desk, "The site is deleted.");
  }
  await desk.goto(`${PORTAL}/admin/sites`);
  await shoot(desk, "no-sites");
}

async function siteIsMade(desk) {
  await desk.goto(`${PORTAL}/admin/sites`);
  await follow(desk, "New site");
  await follow(desk, "Create site");
  await shoot(desk, "site-refused");
  await fill(desk, "Name", "Northwind");
  await fill(desk, "Domain", "northwind.example");
  await follow(desk, "Create site");
  await fill(desk, "Shortest password", "12");
  await shoot(desk, "site-access");
  await follow(desk, "Continue");
  await shoot(desk, "site-look");
  await follow(desk, "Look");
  await fill(desk, "Theme", "Meadow");
  await fill(desk, "Brand colour", "#b3541e");
  await follow(desk, "Publish");
  await says(desk, "Every page wears it from now on");
  await shoot(desk, "look");
  await desk.goto(`${PORTAL}/admin/sites/northwind/setup/done`);
  await says(desk, `${PORTAL}/s/northwind`);
  await shoot(desk, "site-done");
}

async function adminIsInvited(desk) {
  await follow(desk, "Invitations");
  await follow(desk, "Invite somebody");
  await fill(desk, "Email", grace);
  await fill(desk, "Role", "Admin");
  await shoot(desk, "invite");
  await follow(desk, "Send invitation");
  await says(desk, "The invitation is on its way.");
  const { text: said } = await letter(PORTAL, grace, /http/);
  const page = await visitor({ scripts: true });
  await page.goto(said.match(/http\S+token=\S+/)[0]);
  await shoot(page, "invited");
  await fill(page, "New password", password);
  await follow(page, "Accept the invitation");
  await fill(page, "Email", grace);
  await fill(page, "Password", password);
  await follow(page, "Log in");
  await page.goto(`${PORTAL}/s/northwind/admin`);
  await shoot(page, "site-admin");
  return page;
}

/// Registers the app, and starts what its page shows, as it is shown.
async function appIsConnected(desk) {
  await follow(desk, "Apps");
  await shoot(desk, "no-apps");
  await follow(desk, "Register an app");
  await fill(desk, "Name", "Northwind Shop");
  await fill(desk, "Redirect addresses", `${home}callback`);
  await fill(desk, "Addresses after logging out", home);
  await follow(desk, "Register");
  await shoot(desk, "app-connect");
  const secret = await text(desk, "[aria-labelledby=secret] pre");
  const program = await desk.evaluate(() => document.querySelector('pre[aria-label="Node: Express, openid-client"]').textContent);
  writeFileSync(`${APP}/server.mjs`, program);
  const app = spawn(`${APP}/start`, { detached: true, stdio: "inherit", env: { ...process.env, CLIENT_SECRET: secret } });
  await until("the app to answer", () => fetch(home));
  return app;
}

/// Somebody new comes by way of the app.
async function somebodySignsUp() {
  const page = await visitor({ scripts: true });
  await page.goto(home);
  await follow(page, "Log in");
  await shoot(page, "login");
  await follow(page, "Sign up");
  await fill(page, "Email", ada);
  await fill(page, "Create a password", password);
  await shoot(page, "signup");
  await follow(page, "Sign up");
  await shoot(page, "check-mail");
  const { text: said } = await letter(PORTAL, ada, /\b\d{6}\b/);
  await fill(page, "Code", said.match(/\b\d{6}\b/)[0]);
  await follow(page, "Continue");
  await shoot(page, "consent");
  await press(page, "Allow");
  await sees(page, "#who", ada);
  await press(page, "Refresh");
  await sees(page, "#refreshed", "1");
  await page.goto(`${PORTAL}/s/northwind/account`);
  await shoot(page, "account");
  return page;
}

async function loginIsEnded(admin, person) {
  await follow(admin, "Users");
  await fill(admin, "Search", "ada");
  await follow(admin, "Apply");
  await shoot(admin, "users");
  await follow(admin, ada);
  await shoot(admin, "user");
  await follow(admin, "End login");
  await shoot(admin, "end-login");
  await follow(admin, "End login");
  await says(admin, "The login was ended.");
  await person.reload();
  await sees(person, "h1", "Log in");
  await follow(admin, "Audit");
  await shoot(admin, "record");
  await tells(admin, ["One login ended", "Look published", "Email confirmed", "Invitation accepted", "Invited", "App registered"]);
}

async function operatorReadsTheRecord(desk) {
  await desk.goto(`${PORTAL}/admin/audit`);
  await shoot(desk, "operators-record");
  await tells(desk, ["Login link used", "Site deleted", "Site added", "Site changed"]);
}

const begun = Date.now();
const desk = await visitor({ scripts: false });
let app;
try {
  await deskOpens(desk);
  await nothingIsLeft(desk);
  await siteIsMade(desk);
  const admin = await adminIsInvited(desk);
  app = await appIsConnected(desk);
  const person = await somebodySignsUp();
  await loginIsEnded(admin, person);
  await operatorReadsTheRecord(desk);
} catch (error) {
  const seen = (await browser.pages()).map(async (page) => `${page.url()}\n${await page.evaluate(() => document.body?.innerText).catch(() => "")}`);
  throw new Error(`${error.message}\n${(await Promise.all(seen)).join("\n--\n")}`, { cause: error });
} finally {
  if (app) process.kill(-app.pid, "SIGTERM");
  await browser.close();
}
console.log(`from an empty instance to a login that was ended, by pages alone (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
process.exit(0);
