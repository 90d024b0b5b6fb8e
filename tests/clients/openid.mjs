// Drives the examples in real browsers: log in, allow, refresh, log out, and be asked for the password again.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { browsers, launch, press, sees, shows, text, type, until } from "./browser.mjs";

const { EXAMPLES, PORTAL, PORTAL_LOG, EMAIL, PASSWORD } = process.env;

const apache = "/usr/lib/apache2/modules/mod_auth_openidc.so";

/// Each example's page, and the browsers that try it.
const examples = {
  axum: ["http://localhost:4001/", ["chromium"]],
  express: ["http://localhost:4002/", ["chromium", "firefox"]],
  flask: ["http://localhost:4003/", ["chromium"]],
  spa: ["http://localhost:4004/", ["chromium", "firefox"]],
  apache: ["http://localhost:4005/", ["chromium"]],
  native: [undefined, ["chromium"]],
  device: [undefined, ["chromium", "firefox"]],
};

function start(name) {
  const child = spawn(`${EXAMPLES}/${name}/start`, { detached: true, stdio: "pipe" });
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said.text += data));
  return { said, stop: () => process.kill(-child.pid, "SIGTERM") };
}

async function logIn(page, isNew) {
  await shows(page, "#password");
  await type(page, "#email", EMAIL);
  await type(page, "#password", PASSWORD);
  await press(page, "Log in");
  if (isNew) await press(page, "Allow");
}

async function webApp(page, home, isNew) {
  await page.goto(home);
  await press(page, "Log in");
  await logIn(page, isNew);
  await sees(page, "#who", EMAIL);
  for (const times of ["1", "2"]) {
    await press(page, "Refresh");
    await sees(page, "#refreshed", times);
  }
  await press(page, "Log out");
  await until("the app's own page", async () => page.url() === home && (await text(page, "#who")) === undefined);
  await press(page, "Log in");
  await shows(page, "#password");
}

const issued = () => readFileSync(PORTAL_LOG, "utf8").split("\n").filter((line) => /000000004005/.test(line) && /issued/.test(line)).length;

async function behindApache(page, home, isNew) {
  await page.goto(`${home}members/`);
  await logIn(page, isNew);
  await sees(page, "#who", EMAIL);
  const before = issued();
  await page.reload();
  await sees(page, "#who", EMAIL);
  if (issued() <= before) throw new Error("Apache did not refresh its tokens");
  await press(page, "Log out");
  await until("the open page", async () => page.url() === home);
  await page.goto(`${home}members/`);
  await shows(page, "#password");
}

async function onOwnMachine(page, said) {
  const url = await until("an address", async () => said.text.match(/Open (\S+)/)?.[1]);
  await page.goto(url);
  await logIn(page, true);
  await until("the greeting", async () => said.text.includes(`Hello ${EMAIL}, for 50 seconds`));
}

async function onDevice(page, said) {
  const [, url, code] = await until("a code", async () => said.text.match(/Open (\S+) on any device and enter (\S+)/));
  await page.goto(url);
  await shows(page, "#user_code");
  await type(page, "#user_code", code.toLowerCase());
  await press(page, "Continue");
  await logIn(page, false);
  await sees(page, ".user-code", code);
  await press(page, "Allow");
  await until("the greeting", async () => said.text.includes(`Hello ${EMAIL}, for 50 seconds`));
}

async function run(name, browserName, isNew) {
  const [home] = examples[name];
  const { said, stop } = start(name);
  const browser = await launch(browserName);
  const page = await browser.newPage();
  try {
    if (home) await until(`${name} to answer`, () => fetch(home));
    if (name === "native") await onOwnMachine(page, said);
    else if (name === "device") await onDevice(page, said);
    else if (name === "apache") await behindApache(page, home, isNew);
    else await webApp(page, home, isNew);
  } catch (error) {
    const shown = await page.evaluate(() => document.body?.innerText).catch(() => "");
    throw new Error(`${name} in ${browserName}: ${error.message}\nat ${page.url()}\n${shown}\n${said.text}`);
  } finally {
    await browser.close();
    try { stop(); } catch { /* It has ended by itself. */ }
  }
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(examples);
for (const name of chosen) {
  let isNew = true;
  for (const browserName of examples[name][1]) {
    const begun = Date.now();
    if (!browsers[browserName] || (name === "apache" && !existsSync(apache))) {
      console.error(`warning: ${name} was not tried in ${browserName}: it is not installed`);
      continue;
    }
    await run(name, browserName, isNew);
    isNew = false;
    console.log(`${name} in ${browserName}: logged in, refreshed and logged out (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  }
}
process.exit(0);
