// Takes pictures of every page against a running preview: FIXTURE or the real program. Usage: npm run pictures -- OUT_DIR [URL] [FILTER]
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [out = 'pictures', url = 'http://localhost:4173/', filter = ''] = process.argv.slice(2);
const VIEWS = {
  overview: '',
  moment: `?at=${new Date(Date.now() - 420_000).toISOString()}`,
  processes: 'processes',
  tree: 'processes?view=tree',
  process: 'processes?pid=330&start=1330',
  follow: 'processes?follow=330.1330&q=nginx',
  sockets: 'sockets',
  services: 'services',
  service: 'services?name=nginx.service',
  log: 'services?name=mysqld.service&tab=log',
  form: 'services?form=true',
  operations: 'operations',
  operation: 'operations?id=1233',
  search: 'search?q=nginx',
  users: 'users',
  account: 'account',
};
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
let problems = 0;
for (const [language, scheme, width, height] of [
  ['zh-CN', 'light', 1440, 900],
  ['en', 'dark', 1440, 900],
  ['zh-CN', 'dark', 390, 844],
  ['en', 'light', 390, 844],
]) {
  const context = await browser.newContext({
    locale: language,
    colorScheme: scheme,
    viewport: { width, height },
    ignoreHTTPSErrors: true,
  });
  for (const [name, path] of Object.entries(VIEWS)) {
    const picture = `${name}-${language}-${scheme}-${width}`;
    if (!picture.includes(filter)) continue;
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() !== 'error' && !/Content Security|TrustedHTML/.test(message.text())) return;
      problems += 1;
      process.stdout.write(`${picture}: ${message.text()}\n`);
    });
    page.on('pageerror', (error) => process.stdout.write(`${picture}: ${error.message}\n`));
    await page.goto(url + path);
    await page.locator('main h1, [role=dialog]').first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(1300);
    await page.screenshot({ path: `${out}/${picture}.png` });
    await page.close();
  }
  await context.close();
}
await browser.close();
process.stdout.write(`${problems} problems\n`);
