// node axe.mjs FOLDER PAGE...: what axe-core finds on finished pages, and whether they fit a small screen.
//   violations  rules of WCAG 2.0 to 2.2, A and AA, and best practice; of contrast in the dark scheme too
//   requests    what the page asked for from outside itself
//   overflow    pixels that it is wider than a screen of 320 pixels, which is 400% zoom (WCAG 2.2, 1.4.10)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { main, open } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const CONTRAST = { type: "rule", values: ["color-contrast"] };

const violations = async (page, scheme, rules) => {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const run = (runOnly) => axe.run(document, { runOnly, resultTypes: ["violations"] });
  const found = await page.evaluate(run, rules);
  return found.violations.map(
    ({ id, help, nodes }) => `${scheme}: ${id} ×${nodes.length}: ${help}: ${nodes[0].html.slice(0, 160)}`,
  );
};

await main(async (browser, folder, path) => {
  const { page, requests } = await open(browser, folder, path);
  await page.evaluate(AXE);
  const found = [...(await violations(page, "light", ALL)), ...(await violations(page, "dark", CONTRAST))];
  await page.setViewport({ width: 320, height: 640 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await page.close();
  return { violations: found, requests, overflow };
});
