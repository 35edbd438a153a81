// Opens a report with a map in Chromium without a network and prints what it sees as one JSON object.
// node look-map.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { drawn, lookAt } from './page.mjs';

const probe = 40;

await lookAt(async ({ page, findings, folder, open }) => {
  const shot = (name) => page.locator('#map-section').screenshot({ path: join(folder, `map-${name}.png`) });
  findings.visible = await page.locator('#map-section').isVisible();
  findings.results = await page.locator('#map-result option').allTextContents();
  findings.members = await page.locator('#map-member option').allTextContents();
  findings.frames = await page.evaluate(() => Number(document.querySelector('#map-player input').max) + 1);
  findings.unlabelled = await page.locator('#map-section :is(button:not([aria-label]):not([data-value]), canvas:not([aria-label]):not([aria-hidden]), output:not([aria-live]))').count();
  findings.first = await colours(page);
  findings.expected = await page.evaluate((unit) => window.tributaryReport.map.colourOf('units', unit), probe);
  await shot('light');

  await page.locator('#map-player input').focus();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('ArrowRight');
  }

  findings.frame = await page.evaluate(() => window.tributaryReport.map.state.frame);
  findings.label = await page.locator('#map-player output').textContent();
  findings.later = await colours(page);
  findings.tip = await hover(page, 'units', probe);
  await shot('hovered');
  findings.tipWithout = await hover(page, 'units', 17);

  await click(page, 'units', probe);
  await drawn(page);
  findings.series = await page.evaluate(() => ({ title: document.getElementById('map-series-title').textContent, labels: window.tributaryReport.charts['map-series'].series.map((one) => one.label), values: window.tributaryReport.charts['map-series'].data.slice(1).map((one) => one[6]) }));
  if (findings.members.length > 1) {
    await page.locator('#map-member').selectOption('1');
    findings.otherMember = await hover(page, 'units', probe);
    await page.locator('#map-member').selectOption('0');
  }

  await shot('chosen');
  const over = await page.locator('#map-series .u-over').boundingBox();
  await page.mouse.click(over.x + over.width - 2, over.y + over.height / 2);
  findings.frameOfChart = await page.evaluate(() => window.tributaryReport.map.state.frame);

  await page.locator('#map-range button', { hasText: 'This frame' }).click();
  findings.ownColours = await colours(page);
  await page.locator('#map-range button', { hasText: 'All frames' }).click();

  findings.played = await played(page);
  findings.zoom = await zoomed(page);

  await page.locator('#map-result').selectOption({ label: 'Discharge' });
  await page.mouse.move(5, 5);
  findings.logarithmic = await page.locator('#map-scale button[aria-pressed="true"]').textContent();
  await shot('rivers');
  findings.reach = await hover(page, 'reaches', probe);
  await click(page, 'reaches', probe);
  await drawn(page);
  findings.reachTitle = await page.locator('#map-series-title').textContent();
  await shot('river-chosen');

  await page.locator('#map-result').selectOption('2');
  findings.playerOfStatic = await page.locator('#map-player').isVisible();
  await shot('static');
  for (const [i, name] of findings.results.entries()) {
    if (/bias|difference/i.test(name)) {
      await page.locator('#map-result').selectOption({ label: findings.results[i] });
      await shot('diverging');
    }
  }

  const id = await page.evaluate(() => JSON.parse(document.getElementById('report-content').textContent).map.units[3]);
  await page.locator('#map-find').fill(id);
  await page.keyboard.press('Enter');
  findings.found = await page.evaluate(() => ({ unit: window.tributaryReport.map.state.chosen?.items.includes(3), zoom: window.tributaryReport.map.view.k / window.tributaryReport.map.view.fit }));
  await shot('found');
  await page.locator('#map-whole').click();

  await gauge(page);
  findings.basin = await page.locator('#basin').inputValue();
  findings.speed = await speed(page);

  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  findings.dark = await colours(page);
  await shot('dark');
  await click(page, 'units', probe);
  await page.locator('#map-result').selectOption({ label: 'Discharge' });
  await shot('dark-rivers');
  await page.locator('#map-result').selectOption({ label: findings.results.find((name) => /bias|difference/i.test(name)) });
  await shot('dark-diverging');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  await open();
  findings.narrow = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, map: document.getElementById('map').clientWidth }));
  await shot('narrow');
});

async function frame(page) {
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** The painted pixels of the map, its different colours, and the colour in the middle of one unit. */
async function colours(page) {
  await frame(page);
  return page.evaluate((unit) => {
    const canvas = document.getElementById('map-canvas');
    const context = canvas.getContext('2d');
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    let painted = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 255) {
        painted++;
        seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      }
    }

    const [left, top, right, bottom] = window.tributaryReport.map.boxOf('units', unit);
    const ratio = canvas.width / canvas.clientWidth;
    const at = (dx, dy) => [...context.getImageData(Math.round(ratio * ((left + right) / 2 + dx)), Math.round(ratio * ((top + bottom) / 2 + dy)), 1, 1).data.slice(0, 3)];
    return { painted: painted / (canvas.width * canvas.height), colours: seen.size, unit: `rgb(${at(-6, 6).join(',')})` };
  }, probe);
}

async function place(page, on, index) {
  await page.locator('#map').scrollIntoViewIfNeeded();
  const host = await page.locator('#map-canvas').boundingBox();
  const [left, top, right, bottom] = await page.evaluate(([kind, item]) => window.tributaryReport.map.boxOf(kind, item), [on, index]);
  return [host.x + (left + right) / 2, host.y + (top + bottom) / 2];
}

async function hover(page, on, index) {
  await page.mouse.move(...await place(page, on, index));
  await frame(page);
  return page.locator('#map-tip').innerText();
}

async function click(page, on, index) {
  await page.mouse.click(...await place(page, on, index));
  await frame(page);
}

async function gauge(page) {
  await page.locator('#map').scrollIntoViewIfNeeded();
  const host = await page.locator('#map-canvas').boundingBox();
  const [x, y] = await page.evaluate(() => { const [one] = JSON.parse(document.getElementById('report-content').textContent).map.gauges; return window.tributaryReport.map.view.screenOf(one.x, one.y); });
  if (await page.locator('#basin option').count() > 1) {
    await page.locator('#basin').selectOption('1');
  }

  await page.mouse.click(host.x + x, host.y + y);
  await drawn(page);
}

async function played(page) {
  const start = await page.evaluate(() => { window.tributaryReport.map.state.frame = 0; return 0; });
  await page.locator('#map-speed').selectOption('20');
  await page.locator('[data-part="play"]').click();
  await page.waitForFunction(() => window.tributaryReport.map.state.frame > 2, undefined, { timeout: 10000 });
  const label = await page.locator('[data-part="play"]').getAttribute('aria-label');
  await page.locator('[data-part="play"]').click();
  const stopped = await page.evaluate(() => window.tributaryReport.map.state.frame);
  await frame(page);
  return { start, label, still: (await page.evaluate(() => window.tributaryReport.map.state.frame)) === stopped };
}

async function zoomed(page) {
  const zoom = () => page.evaluate(() => window.tributaryReport.map.view.k / window.tributaryReport.map.view.fit);
  const [x, y] = await place(page, 'units', probe);
  const grid = () => page.evaluate(([a, b]) => { const box = document.getElementById('map-canvas').getBoundingClientRect(); return window.tributaryReport.map.view.gridOf(a - box.left, b - box.top); }, [x, y]);
  await page.locator('#map-canvas').focus();
  const before = await grid();
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction((k) => window.tributaryReport.map.view.k / window.tributaryReport.map.view.fit > k, 1.05);
  const wheel = await zoom();
  const after = await grid();
  await page.keyboard.press('+');
  const keys = await zoom();
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 5 });
  await page.mouse.up();
  const moved = await grid();
  await page.keyboard.press('Home');
  return { wheel, keys, pinned: Math.hypot(after[0] - before[0], after[1] - before[1]), dragged: Math.hypot(moved[0] - after[0], moved[1] - after[1]), whole: await zoom() };
}

/** Milliseconds that one drawing of all shapes takes. */
async function speed(page) {
  await page.locator('#map-result').selectOption('0');
  return page.evaluate(() => {
    const { map } = window.tributaryReport;
    const begun = performance.now();
    for (let i = 0; i < 20; i++) {
      map.draw();
    }

    document.getElementById('map-canvas').getContext('2d').getImageData(0, 0, 1, 1);
    return (performance.now() - begun) / 20;
  });
}
