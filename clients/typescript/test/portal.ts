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
