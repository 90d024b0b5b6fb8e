/** The portal that `tests/clients/portal` runs beside these tests, and what it mails. */
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

export const PASSWORD = "correct horse battery staple";
export const portal = process.env["PORTAL"] ?? "";
export const baseUrl = `${portal}/s/acme`;

let people = 0;

/** An address that nobody has. */
export const someone = () => `person-${process.pid}-${++people}@example.com`;

const read = new Set<string>();

/** What a letter holds that was not read before. */
async function letter(to: string, holds: RegExp): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const letters = (await (await fetch(`${portal}/dev/mailbox.json`)).json()) as { id: string; to: string; text: string }[];
    const newest = letters.find((letter) => letter.to.includes(to) && !read.has(letter.id));
    const found = newest?.text.match(holds)?.[1];
    if (newest && found) {
      read.add(newest.id);
      return found;
    }
    await setTimeout(50);
  }
  assert.fail(`no letter to ${to}`);
}

export const mailedCode = (to: string) => letter(to, /^\s*(\d{6})\s*$/m);
export const mailedToken = (to: string) => letter(to, /[?&]token=([\w-]+)/);

/** One that the operator has made for somebody, on a site that allows it. */
export async function temporaryPassword(user: string): Promise<string> {
  const headers = { "x-api-key": process.env["MASTER_API_KEY"]?.split(",")[0] ?? "", "content-type": "application/json" };
  const { items } = (await (await fetch(`${portal}/api/sites?search=acme`, { headers })).json()) as { items: { id: string }[] };
  const site = `${portal}/api/sites/${items[0]?.id}`;
  await fetch(site, { method: "PATCH", headers, body: JSON.stringify({ settings: { temporary_passwords: true } }) });
  const made = await fetch(`${site}/users/${user}/temporary-password`, { method: "POST", headers, body: "{}" });
  return ((await made.json()) as { password: string }).password;
}
