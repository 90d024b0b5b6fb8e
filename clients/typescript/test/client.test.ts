import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createClient, Problem, type Client, type Tokens, type TokenStorage } from "vestibule-client";

import { baseUrl, mailedCode, mailedToken, PASSWORD, someone, temporaryPassword } from "./portal.js";

const NEW = "a different horse altogether";

/** A storage that a test can look into. */
class Drawer implements TokenStorage {
  tokens: Tokens | null = null;
  get = () => this.tokens;
  set = (tokens: Tokens | null) => void (this.tokens = tokens);
}

/** A client that notes where it asks, and how often it hears that the login is over. */
function watched(storage: TokenStorage = new Drawer()) {
  const seen = { paths: [] as string[], ended: 0, refreshes: () => seen.paths.filter((path) => path.endsWith("/refresh")).length };
  const client = createClient({
    baseUrl,
    storage,
    onSessionEnded: () => seen.ended++,
    fetch: (url, request) => {
      seen.paths.push(String(url));
      return fetch(url, request);
    },
  });
  return { client, seen };
}

async function join(client: Client) {
  const email = someone();
  const { signup_token } = await client.signUp({ email, password: PASSWORD });
  return client.verifyEmail({ signup_token, code: await mailedCode(email) });
}

async function refusal(work: Promise<unknown>): Promise<Problem> {
  const problem = await work.then(() => assert.fail("it was not refused"), (problem: unknown) => problem);
  assert(problem instanceof Problem, String(problem));
  return problem;
}

test("somebody signs up by code, is in, leaves, and comes back", async () => {
  const { client, seen } = watched();
  const user = await join(client);
  assert.equal(user.email_verified, true);
  assert.equal((await client.updateProfile({ name: "Ada Lovelace" })).name, "Ada Lovelace");
  await client.logOut();
  assert.equal((await refusal(client.me())).code, "token_invalid");
  assert.equal((await client.logIn({ email: user.email, password: PASSWORD })).id, user.id);
  assert.deepEqual(await client.me(), await client.call("get", "/api/user/profile"));
  assert.equal(seen.ended, 0, "who logs out knows it");
});

test("a mailed link proves the address, too, and the mail can be sent again", async () => {
  const { client } = watched();
  const email = someone();
  const { signup_token } = await client.signUp({ email, password: PASSWORD });
  await mailedToken(email);
  await setTimeout(1100);
  await client.resendVerification({ signup_token });
  const token = await mailedToken(email);
  assert.equal((await client.verifyEmail({ token, password: PASSWORD })).email, email);
});

test("thirty calls at once with an expired access token make one refresh", async () => {
  const { client, seen } = watched();
  const user = await join(client);
  await setTimeout(2100);
  const answers = await Promise.all(Array.from({ length: 30 }, () => client.me()));
  assert(answers.every(({ id }) => id === user.id));
  assert.equal(seen.refreshes(), 1);
  assert.equal(seen.paths.filter((path) => path.endsWith("/me")).length, 30, "none was sent in vain");
});

test("an access token that is refused is renewed once, and the call made again", async () => {
  const drawer = new Drawer();
  const { client, seen } = watched(drawer);
  await join(client);
  drawer.tokens = { ...drawer.tokens!, accessToken: "stale", renewAt: Date.now() + 60_000 };
  await Promise.all([client.me(), client.sessions(), client.exportData()]);
  assert.equal(seen.refreshes(), 1);
});

test("tabs that share storage refresh once where the browser has locks", async () => {
  const drawer = new Drawer();
  const tabs = [watched(drawer), watched(drawer), watched(drawer)];
  await join(tabs[0]!.client);
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  let last: Promise<unknown> = Promise.resolve();
  const locks = { request: (_: string, work: () => Promise<unknown>) => (last = last.then(work, work)) };
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  try {
    await setTimeout(2100);
    await Promise.all(tabs.map(({ client }) => client.me()));
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
  assert.equal(tabs.reduce((sum, { seen }) => sum + seen.refreshes(), 0), 1);
});

test("tabs that share storage stay logged in where it has none", async () => {
  const drawer = new Drawer();
  const tabs = [watched(drawer), watched(drawer), watched(drawer)];
  await join(tabs[0]!.client);
  for (let round = 0; round < 2; round++) {
    await setTimeout(2100);
    await Promise.all(tabs.map(({ client }) => client.me()));
  }
  assert(tabs.every(({ seen }) => seen.ended === 0));
});

test("a refresh whose answer got lost costs nothing", async () => {
  const drawer = new Drawer();
  const { client, seen } = watched(drawer);
  await join(client);
  const { refreshToken } = drawer.tokens!;
  const lost = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ refresh_token: refreshToken }) };
  await fetch(`${baseUrl}/api/auth/refresh`, lost);
  for (const refreshes of [1, 2]) {
    await setTimeout(2100);
    await client.me();
    await client.me();
    assert.deepEqual([seen.refreshes(), seen.ended], [refreshes, 0]);
  }
});

test("a login that was ended elsewhere is told once", async () => {
  const { client, seen } = watched();
  const { email } = await join(client);
  const elsewhere = createClient({ baseUrl });
  await elsewhere.logIn({ email, password: PASSWORD });
  assert.equal((await elsewhere.sessions()).length, 2);
  const other = (await elsewhere.sessions()).find(({ current }) => !current);
  await elsewhere.endSession(other!.id);
  await Promise.all(Array.from({ length: 5 }, () => refusal(client.me())));
  assert.deepEqual([seen.refreshes(), seen.ended], [1, 1]);
  await client.logIn({ email, password: PASSWORD });
  await client.endOtherSessions();
  assert.equal((await refusal(elsewhere.me())).code, "token_invalid");
});

test("a portal that cannot be reached costs no login", async () => {
  let away = false;
  const client = createClient({
    baseUrl,
    fetch: (...request) => (away ? Promise.reject(new TypeError("fetch failed")) : fetch(...request)),
    onSessionEnded: () => assert.fail("nothing has ended"),
  });
  const user = await join(client);
  await setTimeout(2100);
  away = true;
  await assert.rejects(client.me(), TypeError);
  away = false;
  assert.equal((await client.me()).id, user.id);
});

test("logging out while a refresh is under way stays logged out", async () => {
  const drawer = new Drawer();
  const { client } = watched(drawer);
  await join(client);
  await setTimeout(2100);
  await Promise.allSettled([client.me(), drawer.set(null)]);
  assert.equal(drawer.tokens, null);
});

test("a forgotten password is replaced by code, and every login ends", async () => {
  const { client, seen } = watched();
  const { email } = await join(client);
  await client.forgotPassword(email);
  await client.resetPassword({ email, code: await mailedCode(email), password: NEW });
  await refusal(client.me());
  assert.equal(seen.ended, 1);
  assert.equal((await client.logIn({ email, password: NEW })).email, email);
});

test("a temporary password lets choose another", async () => {
  const { client } = watched();
  const { id, email } = await join(client);
  const password = await temporaryPassword(id);
  const refused = await refusal(client.logIn({ email, password }));
  assert.deepEqual([refused.status, refused.code], [403, "password_change_required"]);
  await client.resetPassword({ token: refused.resetToken!, password: NEW });
  assert.equal((await client.logIn({ email, password: NEW })).id, id);
});

test("password and address change, and in the end the account goes", async () => {
  const { client } = watched();
  await join(client);
  await client.changePassword({ current_password: PASSWORD, password: NEW });
  const address = someone();
  await client.changeEmail({ new_email: address, current_password: NEW });
  assert.equal((await client.confirmEmailChange(await mailedToken(address))).email, address);
  assert.equal((await client.exportData()).user.email, address);
  await client.deleteAccount(NEW);
  assert.equal((await refusal(client.me())).status, 401);
});

test("what is wrong is said in codes", async () => {
  const { client } = watched();
  const email = someone();
  const weak = await refusal(client.signUp({ email, password: "short" }));
  assert.deepEqual([weak.status, weak.code, weak.errors[0]?.field, weak.errors[0]?.code], [422, "validation_failed", "password", "too_short"]);
  assert.match(weak.requestId ?? "", /^[0-9a-f-]{36}$/);
  const unknown = await refusal(client.logIn({ email, password: PASSWORD }));
  assert.deepEqual([unknown.status, unknown.code, unknown.errors, unknown.retryAfter], [401, "invalid_credentials", [], undefined]);
  const { signup_token } = await client.signUp({ email, password: PASSWORD });
  const soon = await refusal(client.resendVerification({ signup_token }));
  assert.deepEqual([soon.status, soon.code, soon.retryAfter], [429, "too_many_attempts", 1]);
  const proxy = createClient({ baseUrl, fetch: async () => new Response("<h1>Bad gateway</h1>", { status: 502 }) });
  assert.deepEqual((await refusal(proxy.config())).code, "no_problem_document");
});

test("everybody may see what the site's forms need", async () => {
  const config = await createClient({ baseUrl: `${baseUrl}/` }).config();
  assert.deepEqual([config.name, config.policies.signup], ["Acme Cycles", "open"]);
});
