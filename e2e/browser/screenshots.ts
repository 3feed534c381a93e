// Pictures of every page for people to look at; run by dev/screenshots.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchBrowser, type View, Visitor } from './support/browser';
import { makeUnit, run, superviseWorker } from './support/host';
import { pages } from './support/pages';

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const views: [string, View][] = [];
for (const language of ['zh-CN', 'en'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, frame] of Object.entries(sizes)) {
      views.push([`${language}-${colorScheme}-${size}`, { language, colorScheme, ...frame }]);
    }
  }
}
let browser: Browser;

beforeAll(async () => {
  run('systemctl', 'start', 'nginx.service', 'redis-server.service');
  await superviseWorker();
  makeUnit('broken.service', "ExecStart=/bin/sh -c 'echo the disk is full; exit 3'");
  run('systemctl', 'start', 'broken.service');
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(views)('%s', (name, view) => {
  it('is pictured', { timeout: 600_000 }, async () => {
    const visitor = await Visitor.arrive(browser, view);
    const shoot = (page: string) =>
      visitor.page.screenshot({ path: join(process.env.SCREENSHOTS ?? '.', `${page}-${name}.png`) });
    await visitor.page.goto('/');
    await visitor.page.locator('input[name=userName]').waitFor();
    await shoot('sign-in');
    await visitor.signIn('admin');
    for (const page of pages) {
      await visitor.page.goto(page.path);
      await page.ready(visitor).catch(() => undefined);
      // Two ticks, so that rates are numbers and charts have a line.
      await visitor.page.waitForTimeout(2500);
      await shoot(page.name);
    }
    await visitor.leave();
  });
});
