// Opens a report in Chromium without a network and prints what it sees as one JSON object.
// node look.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { drawn, lookAt } from './page.mjs';

await lookAt(async ({ page, findings, folder, open }) => {
  findings.title = await page.title();
  findings.h1 = await page.locator('h1').allTextContents();
  findings.headings = (await page.locator('section:visible h2').allTextContents()).map((text) => text.trim());
  findings.injected = await page.evaluate(() => window.injected === true);
  findings.charts = await page.evaluate(inspect);
  findings.boldScores = await page.locator('#scores td.best').count();
  findings.scoreRows = await page.locator('#scores tbody tr').count();
  findings.flags = await page.locator('#parameters .badge.flag').allTextContents();
  findings.explained = await explained(page);
  findings.unnamedTables = await page.locator('table:not(.u-legend)').evaluateAll((tables) => tables.filter((table) => !table.querySelector('thead th[scope]')).length);
  findings.unlabelledCharts = await page.locator('.chart[data-drawn]:not([aria-label])').count();
  findings.unlabelledSelects = await page.locator('select').evaluateAll((selects) => selects.filter((select) => select.labels.length === 0 && !select.ariaLabel).length);
  await page.screenshot({ path: join(folder, 'light.png'), fullPage: true });

  findings.zoom = await zoomed(page, folder);
  findings.wheel = await wheeled(page);
  findings.keys = await keyed(page);
  findings.gapsKept = await page.evaluate(() => {
    const { charts } = window.tributaryReport;
    const observed = charts.hydrograph.series.findIndex((series) => series.label === 'Observed');
    return { hydrograph: charts.hydrograph.data[observed].filter((value) => value === null).length, residuals: charts.residuals.data[1].filter((value) => value === null).length };
  });

  await page.locator('#hydrograph-scale button', { hasText: 'Logarithmic' }).click();
  await page.locator('#statistics-scale button', { hasText: 'Logarithmic' }).click();
  findings.log = await page.evaluate(() => ({ hydrograph: window.tributaryReport.charts.hydrograph.scales.q.distr, scatter: window.tributaryReport.charts.scatter.scales.x.distr }));
  await drawn(page);
  await page.screenshot({ path: join(folder, 'logarithmic.png'), fullPage: true });

  const periods = page.locator('#period button');
  findings.periods = await periods.allTextContents();
  if (findings.periods.length > 1) {
    const before = await page.evaluate(() => window.tributaryReport.charts.duration.data[0].length);
    await periods.last().click();
    findings.periodNarrows = (await page.evaluate(() => window.tributaryReport.charts.duration.data[0].length)) < before;
  }

  if (await page.locator('#member-choice input').count() > 1) {
    const before = await page.evaluate(() => window.tributaryReport.charts.hydrograph.series.length);
    await page.locator('#member-choice input').nth(1).uncheck();
    findings.memberToggles = (await page.evaluate(() => window.tributaryReport.charts.hydrograph.series.length)) === before - 1;
    await page.locator('#member-choice input').nth(1).check();
  }

  findings.basins = await page.locator('#basin option').allTextContents();
  if (findings.basins.length > 1) {
    const before = await page.locator('#hydrograph').getAttribute('aria-label');
    await page.locator('#basin').selectOption('1');
    await drawn(page);
    findings.basinSwitches = (await page.locator('#hydrograph').getAttribute('aria-label')) !== before;
    findings.second = await page.evaluate(inspect);
    await page.screenshot({ path: join(folder, 'second.png'), fullPage: true });
    await page.locator('#basin').selectOption('0');
  }

  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  findings.dark = await page.evaluate(inspect);
  findings.darkGround = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.screenshot({ path: join(folder, 'dark.png'), fullPage: true });

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  await open();
  findings.narrow = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, window: window.innerWidth, charts: Math.max(...Object.values(window.tributaryReport.charts).map((chart) => chart.width)) }));
  await page.screenshot({ path: join(folder, 'narrow.png'), fullPage: true });

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  findings.printedBytes = (await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4', printBackground: true })).length;
});

// Runs in the page: for each chart, its painted pixels and those of each series' own colour.
function inspect() {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channels = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  return Object.fromEntries(Object.entries(window.tributaryReport.charts).map(([id, chart]) => {
    const { canvas } = chart.ctx;
    const { data } = chart.ctx.getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let i = 3; i < data.length; i += 4) {
      painted += data[i] > 0 ? 1 : 0;
    }

    const series = chart.series.slice(1).map((one, k) => {
      const stroke = typeof one.stroke === 'function' ? one.stroke(chart, k + 1) : one.stroke;
      const [r, g, b] = channels(stroke);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        count += data[i + 3] > 90 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 48 ? 1 : 0;
      }

      return { label: one.label ?? '', bands: one.width === 0 && !one.fill, pixels: count };
    });
    return [id, { drawn: document.getElementById(id).dataset.drawn === 'true', width: chart.width, painted, series }];
  }));
}

// The explanation's figures, and of each heat map how many colours its cells have in the first row.
async function explained(page) {
  return page.evaluate(() => {
    const texts = (query) => [...document.querySelectorAll(`#explanation ${query}`)].map((node) => node.textContent.trim());
    const coloured = (id) => {
      const chart = window.tributaryReport.charts[id];
      if (!chart) {
        return 0;
      }

      const { left, width } = chart.bbox;
      const { data } = chart.ctx.getImageData(left, Math.round(chart.valToPos(0, 'v', true)), width, 1);
      return new Set(Array.from({ length: width }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
    };
    return {
      titles: texts('h3'),
      names: texts('tbody th'),
      weights: texts('tbody td:last-child'),
      keys: [...document.querySelectorAll('#explanation .map-ticks')].map((node) => [...node.children].map((mark) => mark.textContent).join(' ')),
      cells: ['explanation-1', 'explanation-2'].map(coloured),
    };
  });
}

async function span(page) {
  return page.evaluate(() => { const { min, max } = window.tributaryReport.charts.hydrograph.scales.x; return max - min; });
}

async function zoomed(page, folder) {
  const over = page.locator('#hydrograph .u-over');
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  const whole = await span(page);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.6, { steps: 6 });
  await page.mouse.up();
  const narrowed = await span(page);
  const residuals = await page.evaluate(() => { const { min, max } = window.tributaryReport.charts.residuals.scales.x; return max - min; });
  const strip = await page.evaluate(() => window.tributaryReport.charts.overview.select.width / window.tributaryReport.charts.overview.over.clientWidth);
  await page.screenshot({ path: join(folder, 'zoomed.png') });
  await page.mouse.dblclick(box.x + box.width * 0.7, box.y + box.height * 0.6);
  return { whole, narrowed, residuals, strip, restored: await span(page) };
}

async function wheeled(page) {
  const whole = await span(page);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction((before) => { const { min, max } = window.tributaryReport.charts.hydrograph.scales.x; return max - min < before; }, whole, { timeout: 5000 });
  const narrowed = await span(page);
  await page.locator('#range button', { hasText: 'All' }).first().click();
  return { whole, narrowed, restored: await span(page) };
}

async function keyed(page) {
  const whole = await span(page);
  await page.locator('#hydrograph').focus();
  await page.keyboard.press('+');
  const narrowed = await span(page);
  await page.keyboard.press('Home');
  return { whole, narrowed, restored: await span(page) };
}
