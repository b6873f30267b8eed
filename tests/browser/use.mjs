// node use.mjs FOLDER PAGE...: what the script of a page does for a reader with a keyboard, and with a pointer.
//   sorted     rows of the first sortable table after its second head is pressed once and twice, and what is said
//   filtered   rows of the longest table that are left when a name is typed, and what is said
//   picked     what is said of the area picked last on a chart, and how many dots are marked
//   found      where a search for an area leads, by its name
//   unknown    what a search for no area says
//   saved      every table that is offered as a file: its name and its text
//   tips       what stands beside the first dot of each chart under the pointer, and whether Escape takes it away
import { main, open } from "./browser.mjs";

const SEARCHED = JSON.parse(process.env.SEARCHED ?? "[]");

const press = async (page, handle, key = "Enter") => {
  await handle.focus();
  await page.keyboard.press(key);
};
const heard = (page) => page.$eval("main > [role=status]", (one) => one.textContent);
const names = (page) =>
  page.$eval("[data-sortable]", (table) => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent));

const sorting = async (page) => {
  const button = await page.$("[data-sortable] th:nth-child(2) button");
  if (!button) return null;
  await press(page, button);
  const once = await names(page);
  const said = [await heard(page)];
  await press(page, button);
  return { once, twice: await names(page), said: [...said, await heard(page)] };
};

const filtering = async (page) => {
  const input = await page.$(".tool:not(form) input");
  if (!input) return null;
  await input.type(process.env.TYPED ?? "");
  return page.evaluate(() => {
    const tool = document.querySelector(".tool:not(form):has(input)");
    const rows = [...tool.nextElementSibling.querySelector("table").tBodies[0].rows];
    return { left: rows.filter((row) => !row.hidden).length, said: tool.querySelector("[role=status]").textContent };
  });
};

const picking = async (page) => {
  const select = await page.$("[data-picker] select");
  if (!select) return null;
  await press(page, select, "End");
  return page.$eval("[data-picker]", (tool) => ({
    name: tool.querySelector("select").selectedOptions[0].textContent,
    said: tool.querySelector("[role=status]").textContent,
    link: tool.querySelector("a").getAttribute("href").split("/").slice(-2).join("/"),
    marked: tool.parentElement.querySelectorAll("circle.picked").length,
  }));
};

const saving = async (page) => {
  await page.evaluate(() => {
    window.saved = [];
    URL.createObjectURL = (blob) => {
      // As it is, with its byte order mark.
      const read = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      window.saved.push(blob.arrayBuffer().then(read));
      return "#saved";
    };
  });
  for (const button of await page.$$(".get button")) await press(page, button);
  return page.evaluate(() => Promise.all(window.saved));
};

const pointing = async (page) => {
  const tips = [];
  for (const chart of await page.$$("svg.chart.wide")) {
    const at = await chart.evaluate((svg) => {
      svg.scrollIntoView({ block: "center" });
      const dot = svg.querySelector("circle");
      const [x, y] = dot
        ? [dot.getAttribute("cx"), dot.getAttribute("cy")]
        : svg.matches(".tiles")
          ? ["x", "y"].map((axis) => svg.querySelector("[data-code]").getAttribute(axis))
          : svg.querySelector(".main-dot").getAttribute("d").match(/M(\S+) (\S+?)h0/).slice(1);
      const edge = svg.getBoundingClientRect();
      const scale = edge.width / svg.viewBox.baseVal.width;
      return [edge.left + x * scale, edge.top + y * scale];
    });
    await page.mouse.move(...at);
    const tip = await chart.evaluateHandle((svg) => svg.closest("figure").querySelector(".tip"));
    const lines = await tip.evaluate((one) => (one.hidden ? [] : [...one.children].map((line) => line.textContent)));
    await page.keyboard.press("Escape");
    tips.push({ lines, gone: await tip.evaluate((one) => one.hidden) });
  }
  return tips;
};

const finding = async (browser, folder, path) => {
  const found = {};
  for (const name of SEARCHED) {
    const { page } = await open(browser, folder, path);
    const input = await page.$("[data-finder] input");
    if (!input) return null;
    await input.type(name);
    const gone = page.waitForNavigation({ timeout: 3000 }).catch(() => null);
    await page.keyboard.press("Enter");
    const said = await page.$eval("[data-finder] [role=status]", (one) => one.textContent).catch(() => "");
    if (!said) await gone;
    found[name] = said || decodeURIComponent(page.url().split("/").slice(-2).join("/"));
    await page.close();
  }
  return found;
};

await main(async (browser, folder, path) => {
  const { page, requests } = await open(browser, folder, path);
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  const tips = await pointing(page);
  const picked = await picking(page);
  const saved = await saving(page);
  const sorted = await sorting(page);
  const filtered = await filtering(page);
  await page.close();
  return { requests, tips, picked, saved, sorted, filtered, found: await finding(browser, folder, path) };
});
