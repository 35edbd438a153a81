// What every look at a report shares: a browser without a network, and a page that tells what it asks and what goes wrong in it.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Opens the report that is named on the command line, runs `look` on it and prints its findings as one JSON object. */
export async function lookAt(look) {
  const [report, folder] = process.argv.slice(2);
  const address = pathToFileURL(resolve(report)).href;
  const findings = { requests: [], consoleErrors: [], pageErrors: [] };
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) {
        findings.requests.push(request.url());
      }
    });
    page.on('console', (message) => message.type() === 'error' && findings.consoleErrors.push(message.text()));
    page.on('pageerror', (error) => findings.pageErrors.push(String(error)));
    const open = async () => {
      await page.route('**/*', (route) => (route.request().url() === address ? route.continue() : route.abort()));
      await page.goto(address);
      await drawn(page);
    };
    await open();
    await look({ page, findings, folder, open });
  } finally {
    await browser.close();
  }

  console.log(JSON.stringify(findings));
}

export async function drawn(page) {
  await page.waitForFunction(() => window.tributaryReport?.ready && Object.keys(window.tributaryReport.charts).every((id) => document.getElementById(id).dataset.drawn === 'true'));
}
