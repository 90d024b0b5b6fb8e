// What driving a browser takes, for the checks beside this file.
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

export const browsers = {
  chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync),
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync),
};

export function launch(name) {
  const args = name === "chromium" ? ["--no-sandbox", "--disable-gpu"] : [];
  return puppeteer.launch({ browser: name === "firefox" ? "firefox" : "chrome", executablePath: browsers[name], args });
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export async function until(what, check, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
    const found = await check().catch(() => undefined);
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

// Everything is asked of the page anew: what a navigation leaves of an element's handle differs between browsers.
export const text = (page, selector) =>
  page.evaluate((selector) => document.querySelector(selector)?.textContent.trim(), selector);
export const sees = (page, selector, wanted) => until(`${selector} to say ${wanted}`, async () => (await text(page, selector)) === wanted);
export const shows = (page, selector) => until(selector, async () => (await text(page, selector)) !== undefined);

/// Presses what has these words, once it is there and the page has loaded.
export async function press(page, words) {
  const { x, y } = await until(`"${words}"`, () =>
    page.evaluate((words) => {
      const found = [...document.querySelectorAll("a, button")].find(
        (element) => element.textContent.trim() === words && element.getClientRects().length > 0,
      );
      if (!found || document.readyState !== "complete") return undefined;
      found.scrollIntoView({ block: "center" });
      const box = found.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, words),
  );
  await page.mouse.click(x, y);
}

/// Types into a field, in place of what stands there.
export async function type(page, selector, value) {
  await page.evaluate((selector) => {
    const field = document.querySelector(selector);
    field.focus();
    field.select();
  }, selector);
  await page.keyboard.type(value);
}

/// The newest letter to somebody that the development mailbox holds and that says something, once it is there.
export const letter = (portal, to, says) =>
  until(`a letter to ${to}`, async () => {
    const letters = await (await fetch(`${portal}/dev/mailbox.json`)).json();
    return letters.find((letter) => letter.to === to && says.test(letter.text));
  });
