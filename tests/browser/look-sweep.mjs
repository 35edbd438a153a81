// Opens a report with a sweep in Chromium without a network and prints what it sees as one JSON object.
// node look-sweep.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { lookAt } from './page.mjs';

await lookAt(async ({ page, findings, folder, open }) => {
  const section = page.locator('#sweep-section');
  const shot = (name) => section.screenshot({ path: join(folder, `sweep-${name}.png`) });
  findings.visible = await section.isVisible();
  if (!findings.visible) {
    return;
  }

  findings.injected = await page.evaluate(() => window.injected === true);
  findings.label = await page.locator('#sweep-plot svg').getAttribute('aria-label');
  findings.axes = await page.locator('#sweep-plot .axis').evaluateAll((axes) => axes.map((axis) => ({ name: axis.querySelector('.name').firstChild.textContent, key: axis.querySelector('title').textContent, ticks: [...axis.querySelectorAll('.tick')].map((tick) => tick.textContent) })));
  findings.lines = await lines(page);
  findings.told = await page.locator('#sweep-told').textContent();
  findings.caption = await page.locator('#sweep-caption').textContent();
  findings.columns = await page.locator('#sweep-table thead th').allTextContents();
  findings.rows = await page.locator('#sweep-table tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  await section.scrollIntoViewIfNeeded();
  await shot('light');

  const worst = findings.lines.at(-1).number;
  await page.locator(`#sweep-table tr[data-point="${worst}"]`).hover();
  findings.markedLine = await page.locator('#sweep-plot .marked').evaluateAll((groups) => groups.map((group) => Number(group.dataset.point)));
  findings.toldOfMarked = await page.locator('#sweep-told').textContent();

  const target = findings.lines.find((line) => line.kind === 'point done')?.number ?? worst;
  const box = await page.evaluate((point) => {
    const path = document.querySelector(`#sweep-plot [data-point="${point}"] .line`);
    const at = path.getPointAtLength(0.37 * path.getTotalLength());
    const host = document.querySelector('#sweep-plot svg').getBoundingClientRect();
    return [host.x + at.x, host.y + at.y];
  }, target);
  await page.locator('#sweep-plot').scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  await page.mouse.move(...box);
  findings.markedRow = await page.locator('#sweep-table .marked').count();
  await shot('marked');

  await page.locator('#sweep-table th button').first().click();
  findings.byNumber = await page.locator('#sweep-table tbody th').allTextContents();
  findings.sorted = await page.locator('#sweep-table th[aria-sort]').allTextContents();

  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  findings.dark = await lines(page);
  await shot('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  findings.narrow = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, plot: document.querySelector('#sweep-plot svg').getBoundingClientRect().width }));
  await shot('narrow');
});

/** Each line: its point, how it is drawn, its colour, and the heights at which it crosses the axes. */
function lines(page) {
  return page.locator('#sweep-plot .point').evaluateAll((groups) => groups.map((group) => {
    const line = group.querySelector('.line');
    const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(line);
    return { number: Number(group.dataset.point), kind: group.getAttribute('class'), stroke, dash: strokeDasharray, width: parseFloat(strokeWidth), heights: line.getAttribute('d').split(/[ML]/).slice(1).map((part) => Number(part.split(' ')[1])) };
  }));
}
