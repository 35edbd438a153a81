// Opens a report of a member that says what it went by in Chromium without a network and prints what it sees as one JSON object.
// node look-influence.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { lookAt } from './page.mjs';

await lookAt(async ({ page, findings, folder, open }) => {
  const shot = (section, name) => page.locator(section).screenshot({ path: join(folder, `influence-${name}.png`) });
  const texts = (selector) => page.locator(selector).allTextContents();
  const figures = page.locator('#influence figure');
  findings.seasons = await figures.nth(0).locator('tbody th').allTextContents();
  findings.bars = await figures.nth(0).locator('.parts').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label')));
  findings.widths = await figures.nth(0).locator('.parts').evaluateAll((bars) => bars.map((bar) => [...bar.children].map((part) => part.getBoundingClientRect().width / bar.getBoundingClientRect().width)));
  findings.ranked = await figures.nth(2).locator('tbody th').allTextContents();
  findings.zones = await texts('#influence .path tbody th');
  findings.path = await page.evaluate(() => {
    const rows = [...document.querySelectorAll('#influence .path tbody tr')];
    return [...rows[0].querySelectorAll('td')].map((_, month) => rows.find((row) => row.querySelectorAll('td')[month].classList.contains('highest')).querySelector('th').textContent);
  });
  findings.verdicts = await texts('#influence .verdict');
  await shot('#explanation-section', 'light');

  findings.results = await texts('#map-result option');
  findings.noteOfOther = await page.locator('#map-note').isVisible();
  await page.locator('#map-result').selectOption({ label: 'Influence of air temperature (trace)' });
  const cell = () => page.evaluate(() => ({ value: window.tributaryReport.map.valueOf('units', 0), colour: window.tributaryReport.map.colourOf('units', 0), label: document.querySelector('#map-player output').textContent }));
  const january = await cell();
  findings.note = await page.locator('#map-note').textContent();
  findings.noteVisible = await page.locator('#map-note').isVisible();
  findings.frames = await page.evaluate(() => Number(document.querySelector('#map-player input').max) + 1);
  await page.locator('#map-player input').focus();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('ArrowRight');
  }

  const july = await cell();
  [findings.first, findings.later] = [january.label, july.label];
  findings.values = [january.value, july.value];
  findings.colours = [january.colour, july.colour];
  await shot('#map-section', 'map-light');

  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  await page.locator('#map-result').selectOption({ label: 'Influence of all variables (trace)' });
  await shot('#map-section', 'map-dark');
  await shot('#explanation-section', 'dark');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  await open();
  findings.narrow = await page.evaluate(() => document.documentElement.scrollWidth);
  await shot('#explanation-section', 'narrow');
});
