// node reload.mjs ADDRESS: a page that reloads by itself. Scrolls it down and prints {"title", "scrolled"}; once it
// has reloaded, prints them again.
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 600 });
const print = async () => {
  const shown = await page.evaluate(() => ({ title: document.title, scrolled: window.scrollY }));
  console.log(JSON.stringify(shown));
};
await page.goto(process.argv[2], { waitUntil: "load" });
await page.evaluate(() => window.scrollTo({ top: 900, behavior: "instant" }));
const reloaded = page.waitForNavigation({ waitUntil: "load", timeout: 120_000 });
await print();
await reloaded;
await page.waitForFunction(() => window.scrollY > 0, { timeout: 10_000 }).catch(() => {});
await print();
await browser.close();
