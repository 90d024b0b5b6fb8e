// Has axe look at pages in Chromium, by day and by night, on a phone and on a desktop. Nobody lists the pages: each visitor goes
// wherever a link leads, and sends every form empty to see what it answers. How all of them look in a theme, the dashboard's preview
// shows.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { launch, letter } from "./browser.mjs";

const { PORTAL, MASTER_API_KEY, SEED = "14", SHOTS } = process.env;
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const password = "correct horse battery staple";
const brands = 20;
const lanes = 2;

const phone = { name: "phone", width: 320, height: 640 };
const desktop = { name: "desktop", width: 1280, height: 900 };
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const everything = { type: "tag", values: [...wcag, "best-practice"] };
/// All that a colour can break. Every other rule is about names, order, roles and sizes, which are the same in whatever colour: they
/// are asked of each theme as it is.
const colours = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
/// Mail programs put a letter into a page of their own, so what concerns a page's landmarks is theirs.
const ofLetters = { type: "tag", values: wcag };
const isLetter = (address) => /\/html(\?|$)|view=letter/.test(address);

const looked = { pages: 0, times: 0, undecided: {} };
const findings = new Map();

function find(rule, where, selector, seen) {
  const key = `${rule} at ${where}\n    ${selector}`;
  findings.set(key, [...(findings.get(key) ?? []), seen]);
}

/// How pages are looked at. By night nothing differs but the colours.
const fully = (name) => ({ name, devices: [phone, desktop], modes: { light: everything, dark: colours } });
const byDay = (name) => ({ name, devices: [phone, desktop], modes: { light: everything } });
const forColours = (name) => ({ name, devices: [desktop], modes: { light: colours, dark: colours } });

/// What axe has to say about the page as it stands.
async function examine(page, how, where, address = page.url()) {
  looked.pages += 1;
  await page.evaluate(axe);
  for (const { name: device, ...size } of how.devices) {
    await page.setViewport(size);
    for (const [mode, rules] of Object.entries(how.modes)) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: mode },
        { name: "prefers-reduced-motion", value: "reduce" }, // colours on their way from one mode to the other are nobody's
      ]);
      const said = await page.evaluate(async (runOnly) => {
        const options = { runOnly, rules: { "frame-tested": { enabled: false } }, iframes: false, preload: false, resultTypes: ["violations", "incomplete"] };
        const brief = (rules) =>
          rules.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, selector: node.target.join(" "), why: node.failureSummary })));
        const { violations, incomplete } = await axe.run(document, options);
        const { scrollWidth, clientWidth, scrollHeight } = document.documentElement;
        return { wrong: brief(violations), undecided: incomplete.map((rule) => rule.id), overflows: scrollWidth > clientWidth, height: scrollHeight };
      }, rules === everything && isLetter(address) ? ofLetters : rules);
      looked.times += 1;
      const seen = [how.name, mode, device].join(", ");
      for (const { id, selector, why } of said.wrong) find(id, where, `${selector}: ${why.split("\n")[1].trim()}`, seen);
      if (said.overflows) find("overflow", where, "the page scrolls sideways", seen);
      for (const rule of said.undecided) looked.undecided[rule] = (looked.undecided[rule] ?? 0) + 1;
      if (SHOTS) await shoot(page, [how.name, where, mode, device].join(" "), { x: 0, y: 0, width: size.width, height: said.height });
    }
  }
}

const shoot = (page, name, clip) =>
  page.screenshot({
    path: `${SHOTS}/${name.replace(/[^\w{}.-]+/g, "-")}.png`,
    clip: { ...clip, height: Math.min(clip.height, 8000) }, // Chromium draws no more of the API's description at once
  });

/// Opens a page of the portal; nothing if it is a file to keep. The dashboard may want the master key on the way.
async function open(page, address) {
  const response = await page.goto(PORTAL + address).catch((error) => {
    if (!/ERR_ABORTED/.test(error.message)) throw error;
  });
  // A letter's page runs no scripts, not even axe. Elsewhere it is the same letter.
  if (/sandbox/.test(response?.headers()["content-security-policy"])) {
    const letter = await response.text();
    await page.goto("about:blank");
    await page.setContent(letter);
  }
  const stopped = response && new URL(page.url()).pathname === "/admin/confirm" && !address.startsWith("/admin/confirm");
  return stopped ? send(page, { master_key: MASTER_API_KEY }) : response;
}

/// Sends a form of the page with these values, and every other field empty.
async function send(page, values, form = 0) {
  const arrived = page.waitForNavigation();
  await page.evaluate(
    (values, form) => {
      const { elements } = document.querySelectorAll("form[method=post]")[form];
      for (const field of elements) {
        if (field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [readonly])")) field.value = "";
        if (field.name in values) field.value = values[field.name];
      }
      setTimeout(() => elements[0].form.requestSubmit());
    },
    values,
    form,
  );
  return arrived;
}

/// Goes wherever links lead from these pages on, within `scope` and but for what is known.
async function explore(page, how, scope, known, seeds) {
  const waiting = seeds.map((address) => ({ address }));
  const kind = (address) => address.replace(/[?#].*/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}");
  while (waiting.length) {
    const { address, from } = waiting.shift();
    const response = await open(page, address);
    if (!response || !/html/.test(response.headers()["content-type"])) continue;
    if (from && !response.ok()) find("dead link", from, address, `${response.status()}`);
    const see = async (answer) => {
      const shown = await page.evaluate(() => ({
        title: document.title,
        links: [...document.querySelectorAll('a[href]:not([href^="#"], [download]), iframe[src]')].map((link) => link.href ?? link.src),
        forms: [...document.querySelectorAll("form[method=post]")].map(
          (form) => form.querySelector("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [readonly])") !== null,
        ),
      }));
      const { pathname, searchParams } = new URL(answer.url());
      const where = [kind(pathname), searchParams.get("q"), answer.status(), `“${shown.title}”`].filter(Boolean).join(" ");
      if (known.has(where)) return [];
      known.add(where);
      await examine(page, how, where, answer.url());
      for (const link of shown.links) {
        const url = new URL(link);
        const next = url.pathname + url.search;
        if (url.origin !== PORTAL || !scope.test(url.pathname) || known.has(kind(next))) continue;
        known.add(kind(next));
        waiting.push({ address: next, from: answer.ok() ? where : undefined });
      }
      if (/form-action 'none'/.test(answer.headers()["content-security-policy"])) return [];
      return shown.forms.flatMap((takes, form) => (takes ? [form] : []));
    };
    known.add(kind(address));
    for (const form of await see(response)) {
      await open(page, address);
      const answer = await send(page, {}, form);
      if (answer.status() >= 400) await see(answer);
    }
  }
}

/// Asks the API.
async function ask(method, path, body, { token, language = "en" } = {}) {
  const key = token ? { authorization: `Bearer ${token}` } : { "x-api-key": MASTER_API_KEY };
  const answer = await fetch(PORTAL + path, {
    method,
    headers: { "content-type": "application/json", "accept-language": language, ...key },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return /json/.test(answer.headers.get("content-type")) ? answer.json() : undefined;
}

const link = async (to, says = /token=/) => {
  const { pathname, search } = new URL((await letter(PORTAL, to, says)).text.match(/http\S+token=\S+/)[0]);
  return pathname + search;
};

/// Small texts in every place for them.
const slots = Object.fromEntries(
  ["header", "footer", "before_form", "after_form", "split_panel"].map((place) => [place, "**Bold** and a [link](https://help.example/)"]),
);

/// A site with somebody in it.
async function stage(name, theme, language) {
  const slug = name.toLowerCase().replaceAll(" ", "-");
  const domain = `${slug}.example`;
  const site = await ask("POST", "/api/sites", {
    name, slug, domain, theme, frontend_url: `https://${domain}`, email_from: `hello@${domain}`, email_from_name: name,
    settings: {
      ask_name: true, usernames: true, temporary_passwords: true, terms_version: "1",
      support_url: "https://help.example/", privacy_url: "https://privacy.example/", terms_url: "https://terms.example/",
    },
  });
  await ask("PATCH", `/api/sites/${site.id}/look`, { slots });
  await ask("POST", `/api/sites/${site.id}/look/publish`, {});
  const base = `/s/${slug}`;
  const email = `ada@${domain}`;
  const { signup_token } = await ask("POST", `${base}/api/auth/register`, { email, password, terms: true, name: "Ada Lovelace" }, { language });
  const code = (await letter(PORTAL, email, /\d{6}/)).text.match(/\b\d{6}\b/)[0];
  const { access_token: token, user } = await ask("POST", `${base}/api/auth/verify-email`, { signup_token, code });
  return { id: site.id, base, domain, email, token, user: user.id };
}

/// Everything that a site shows to strangers and members.
async function site(page, theme, language) {
  const { id, base, domain, email, token } = await stage(language ? `${theme} ${language}` : theme, theme, language);
  const how = language ? byDay(`${theme} ${language}`) : fully(theme);
  const known = new Set();
  const visit = (seeds) => explore(page, how, new RegExp(`^${base}/(?!admin)`), known, seeds);
  const client = await ask("POST", `/api/sites/${id}/clients`, {
    name: "Acme Shop", kind: "native", redirect_uris: ["com.example.shop:/callback"],
  });
  const challenge = createHash("sha256").update("v".repeat(43)).digest("base64url");
  const app = `${base}/oauth2/authorize?response_type=code&client_id=${client.client_id}&code_challenge=${challenge}` +
    "&code_challenge_method=S256&scope=openid+profile+email+offline_access+orders:read&state=s&redirect_uri=com.example.shop:/callback";

  await ask("POST", `${base}/api/auth/forgot-password`, { email }, { language });
  await ask("POST", `${base}/api/user/change-email`, { new_email: `new@${domain}`, current_password: password }, { token, language });
  await ask("POST", `/api/sites/${id}/users`, { email: `invited@${domain}`, role: "user" });
  const mailed = [
    await link(email, /\/reset\?/), await link(`new@${domain}`), await link(email, /\/undo\?/), await link(`invited@${domain}`),
  ];
  const dead = ["verify", "reset", "email-change", "email-change/undo"].map((path) => `${base}/${path}?token=${"x".repeat(43)}`);

  if (language) await page.goto(`${PORTAL}${base}/login?ui_locales=${language}`);
  await visit(["/login", "/logout", "/device", "/oauth2/authorize", "/consent", "/nowhere"].map((path) => base + path));
  for (const path of ["wrong", "locked"]) {
    await page.goto(`${PORTAL}${base}/login`);
    const answer = await send(page, { email: `stranger@${domain}`, password: path });
    await examine(page, how, `${base}/login ${answer.status()}`);
  }
  await page.goto(`${PORTAL}${base}/signup`);
  await page.evaluate(() => document.querySelector("#terms").click());
  await send(page, { email: `eve@${domain}`, password, name: "Eve" });
  await visit([`${base}/check-mail`, await link(`eve@${domain}`), ...dead, ...mailed]);

  await page.goto(`${PORTAL}${base}/login`);
  await send(page, { email, password });
  if (language) await page.goto(`${PORTAL}${base}/account?ui_locales=${language}`);
  await visit([`${base}/account`, `${base}/login`, `${base}/logout`, `${base}/device`, `${base}/confirm-identity`, app, ...dead, ...mailed]);
  await page.goto(PORTAL + app);
  await send(page, {}, 0);
  await examine(page, how, `${base}/consent allowed`);
  await page.goto(`${PORTAL}${base}/account`);
  await examine(page, how, `${base}/account with an app`);
  for (const signup of ["closed", "invitation"]) {
    await ask("PATCH", `/api/sites/${id}`, { settings: { signup } });
    await page.goto(`${PORTAL}${base}/signup`);
    await examine(page, how, `${base}/signup ${signup}`);
  }
}

async function enter(page, language) {
  await page.goto(`${PORTAL}/admin/login${language ? `?ui_locales=${language}` : ""}`);
  await send(page, { master_key: MASTER_API_KEY });
}

/// The dashboard, with what stands beside it.
async function dashboard(page, language) {
  const { id, base, email, user } = await stage(`Desk ${language ?? ""}`.trim(), "default");
  const slug = base.slice("/s/".length);
  const how = language ? byDay(`dashboard ${language}`) : fully("dashboard");
  await ask("POST", `/api/sites/${id}/clients`, { name: "Acme Shop", kind: "web", redirect_uris: ["https://shop.example/callback"] });
  const known = new Set();
  const visit = (seeds) => explore(page, how, new RegExp(`^/admin(?!/sites/(?!${slug}(/|$)))|^/dev/`), known, seeds);
  await visit(["/admin/login", `/admin/enter?token=${"x".repeat(43)}`, "/", "/docs", "/dev/mailbox", "/nowhere"]);
  await enter(page, language);
  await page.goto(`${PORTAL}/admin/sites/${slug}/letters`);
  const letters = await page.evaluate(() => [...document.querySelectorAll("#letter option")].map((option) => option.value));
  const own = ["", "/setup/identity", "/setup/access", "/setup/look", "/setup/done", "/users?q=nobody", `/users/bulk?act=disable&id=${user}`,
    ...letters.map((letter) => `/letters/${letter}/html`)];
  await visit([
    "/admin", "/admin/confirm", `/admin/search?q=${email}`, "/admin/search?q=nobody", "/admin/sites?q=nobody", "/admin/nowhere",
    ...own.map((path) => `/admin/sites/${slug}${path}`),
  ]);
}

/// A site's pages in every state that the dashboard offers to whoever works on a look, in a theme as it is or in brand colours.
async function samples(page, name, drafts) {
  const { id, base } = await stage(`Look ${name}`, "default");
  await enter(page);
  const preview = `/admin/sites/${base.slice("/s/".length)}/look`;
  await page.goto(PORTAL + preview);
  const views = await page.evaluate(() => [...document.querySelectorAll("#view option")].map((option) => option.value));
  for (const { theme, brand } of drafts) {
    await ask("PATCH", `/api/sites/${id}/look`, { extends: theme, tokens: brand && { color: { brand } } });
    const how = brand ? forColours(`${theme} with ${brand}`) : fully(theme);
    for (const view of views.filter((view) => !view.startsWith("text-"))) {
      await page.goto(`${PORTAL}${preview}/preview?view=${view}`);
      await examine(page, how, `sample ${view}`);
    }
  }
}

/// Colours that are the same for the same seed (mulberry32).
function* random(state) {
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield `#${((mixed ^ (mixed >>> 14)) >>> 8).toString(16).padStart(6, "0")}`;
  }
}

const themes = readdirSync("themes");
const drawn = random(Number(SEED));
const branded = Array.from({ length: brands }, (_, at) => ({ theme: themes[at % themes.length], brand: drawn.next().value }));
const parts = Object.fromEntries([
  ["dashboard", (page) => dashboard(page)],
  ["site", (page) => site(page, "default")],
  ["right-to-left", (page) => site(page, "default", "ar-XB")],
  ["right-to-left-dashboard", (page) => dashboard(page, "ar-XB")],
  ...themes.map((theme) => [theme, (page) => samples(page, theme, [{ theme }])]),
  ...themes.map((theme) => [`${theme}-brands`, (page) => samples(page, `${theme} brands`, branded.filter((draft) => draft.theme === theme))]),
]);

if (SHOTS) mkdirSync(SHOTS, { recursive: true });
const begun = Date.now();
const browser = await launch("chromium");
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (let part; (part = chosen.shift()); ) {
      const since = Date.now();
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      try {
        await parts[part](page);
      } catch (error) {
        throw new Error(`${part}: ${error.message}\nat ${page.url()}`, { cause: error });
      }
      await context.close();
      console.log(`${part}: looked at (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    }
  }),
);
await browser.close();

for (const [finding, looks] of findings) console.error(`${finding}\n    ${[...new Set(looks)].join("; ")}`);
const undecided = Object.entries(looked.undecided).map(([rule, times]) => `${rule} ${times}`).join(", ");
console.log(`${looked.pages} pages, ${looked.times} looks, ${findings.size} findings in ${((Date.now() - begun) / 1000).toFixed(0)} s (seed ${SEED})`);
if (undecided) console.log(`what axe leaves to people: ${undecided}`);
process.exit(findings.size ? 1 : 0);
