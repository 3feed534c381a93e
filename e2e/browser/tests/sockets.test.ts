import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { run, unitProperty } from '../support/host';

let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  run('systemctl', 'start', 'redis-server.service');
  browser = await launchBrowser();
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});
afterAll(() => browser.close());

it('finds a listener by its port and leads to its process and its service', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  await visitor.page.goto('/sockets?q=port:6379');

  const row = visitor.row('127.0.0.1');
  await row.getByText('redis-server').first().waitFor();
  await row.getByText(unitProperty('redis-server.service', 'MainPID')).first().waitFor();
});

it('answers the search box from the back end, in the language that asks', async () => {
  visitor = await (await Visitor.arrive(browser, { language: 'zh-CN' })).signIn('viewer');
  // The shortcut is there once the page has come to life, a moment after its frame is drawn.
  await visitor.page.locator('.connection[data-state=live]').waitFor();
  await visitor.page.keyboard.press('/');
  await visitor.page.locator('input[name=q]:focus').waitFor();
  await visitor.page.keyboard.type('redis');
  await visitor.page.keyboard.press('Enter');

  await visitor.page.waitForURL(/search\?q=redis/);
  await visitor.page.getByText('redis-server.service').first().waitFor();
  await visitor.page.getByText('6379').first().waitFor();
});
