// Opens a report of several members in Chromium without a network and prints what helps to choose among them as one JSON object.
// node look-decision.mjs REPORT.html FOLDER-FOR-SCREENSHOTS
import { join } from 'node:path';
import { lookAt } from './page.mjs';

await lookAt(async ({ page, findings, folder }) => {
  const section = page.locator('#decision-section');
  findings.visible = await section.isVisible();
  if (!findings.visible) {
    return;
  }

  findings.injected = await page.evaluate(() => window.injected === true);
  const rows = (id) => page.locator(`#${id} table tr`).evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  findings.standings = await rows('standings-nse');
  findings.significance = await rows('significance-nse');
  findings.bold = await page.locator('#significance-nse td.best').allTextContents();
  findings.regimes = await rows('regimes');
  findings.contributions = await page.locator('#contributions').count() ? await rows('contributions') : [];
  findings.harm = await page.locator('#contributions td.harm').allTextContents();
  findings.dots = await page.locator('#standings-nse .interval i').evaluateAll((dots) => dots.map((dot) => parseFloat(dot.style.left)));
  await section.scrollIntoViewIfNeeded();
  await section.screenshot({ path: join(folder, 'decision.png') });
});
