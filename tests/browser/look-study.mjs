// Opens a report with a study of transfer in Chromium without a network and prints what it sees as one JSON object.
// node look-study.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { lookAt } from './page.mjs';

await lookAt(async ({ page, findings, folder, open }) => {
  const section = page.locator('#study-section');
  const shot = (name) => section.screenshot({ path: join(folder, `study-${name}.png`) });
  findings.visible = await section.isVisible();
  if (!findings.visible) {
    return;
  }

  findings.injected = await page.evaluate(() => window.injected === true);
  findings.note = await page.locator('#study-table p').textContent();
  findings.columns = await page.locator('#study-table thead th').allTextContents();
  findings.rows = await page.locator('#study-table tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  findings.predictors = await page.locator('#study-predictors tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  findings.charts = await charts(page);
  findings.sizesCaption = await page.locator('#study-sizes-caption').textContent();
  await shot('light');

  await page.locator('#study-years button').last().click();
  findings.later = await charts(page);
  await page.locator('#study-attribute').selectOption('1');
  findings.attribute = await page.locator('#study-attributes').getAttribute('aria-label');

  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  await shot('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  findings.narrow = await page.evaluate(() => document.documentElement.scrollWidth);
  await shot('narrow');
});

/** Each chart: its series and the numbers that it draws. */
function charts(page) {
  return page.evaluate(() => Object.fromEntries(['study-distribution', 'study-sizes', 'study-source', 'study-attributes'].map((id) => {
    const chart = window.tributaryReport.charts[id];
    return [id, chart ? { names: chart.series.slice(1).map((series) => series.label), data: chart.data.map((column) => Array.from(column)) } : null];
  })));
}
