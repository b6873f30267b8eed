// node reach.mjs FOLDER PAGE...: what a reader without a mouse, or without script, cannot reach on finished pages.
//   controls   how many controls there are
//   unreached  controls that the Tab key does not reach
//   hidden     headings, paragraphs and tables that are not there without script
import { main, open } from "./browser.mjs";

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const TEXTS = "main h1, main h2, main h3, main p, main li, main table";

// Presses Tab once for every control that is shown, and names those that never had the focus.
const byKeyboard = async (page) => {
  const controls = await page.evaluate((selector) => {
    const shown = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    window.left = new Set(shown);
    document.addEventListener("focusin", ({ target }) => window.left.delete(target));
    return shown.length;
  }, CONTROLS);
  for (let press = 0; press <= controls; press += 1) await page.keyboard.press("Tab");
  const unreached = await page.evaluate(() => [...window.left].map((one) => one.outerHTML.slice(0, 120)));
  return { controls, unreached };
};

const notShown = (page) =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((one) => !one.closest("details:not([open])") && !one.checkVisibility())
        .map((one) => one.textContent.slice(0, 80)),
    TEXTS,
  );

await main(async (browser, folder, path) => {
  const scripted = await open(browser, folder, path);
  const found = await byKeyboard(scripted.page);
  await scripted.page.close();
  const plain = await open(browser, folder, path, false);
  const hidden = await notShown(plain.page);
  await plain.page.close();
  return { ...found, hidden };
});
