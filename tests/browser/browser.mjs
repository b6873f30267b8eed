// What both checks share: headless Chromium, several pages at once, a line of JSON a page.
// CHROME names another browser; TABS is how many pages are open at once.
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

// Opens a page of a folder; `requests` takes up what it asks for from outside itself.
export const open = async (browser, folder, path, script = true) => {
  const page = await browser.newPage();
  const requests = [];
  page.on("request", (request) => /^(file|data):/.test(request.url()) || requests.push(request.url()));
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(resolve(join(folder, path))).href, { waitUntil: "load" });
  return { page, requests };
};

// Calls `check(browser, folder, path)` for every page named on the command line and prints what it returns.
export const main = async (check) => {
  const [folder, ...waiting] = process.argv.slice(2);
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const work = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      console.log(JSON.stringify({ path, ...(await check(browser, folder, path)) }));
    }
  };
  await Promise.all(Array.from({ length: Number(process.env.TABS ?? 2) }, work));
  await browser.close();
};
