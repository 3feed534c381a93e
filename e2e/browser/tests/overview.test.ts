import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { run } from '../support/host';

let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  writeFileSync('/etc/cron.d/shown', '*/7 * * * * www-data /usr/bin/true shown-on-the-overview\n');
  browser = await launchBrowser();
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});
afterAll(() => browser.close());

it('shows what the host is and the four lines of top in KiB', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  const { page, t } = visitor;

  await page.getByText(run('hostname').trim(), { exact: true }).first().waitFor();
  await page.getByText(run('uname', '-r').trim()).first().waitFor();
  const lines = page.getByRole('region', { name: t('resources.top') });
  const totalKib = Number(/MemTotal: +(\d+)/.exec(run('cat', '/proc/meminfo'))?.[1]);
  await lines
    .getByText(totalKib.toLocaleString('en-US'))
    .or(lines.getByText(String(totalKib)))
    .first()
    .waitFor();
  for (const word of ['us', 'sy', 'ni', 'id', 'wa', 'hi', 'si', 'st']) {
    await lines.getByText(word, { exact: true }).first().waitFor();
  }
});

it('shows scheduled tasks with where they come from', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');

  await visitor.page.getByText('shown-on-the-overview').waitFor();
  await visitor.page.getByText('/etc/cron.d/shown').first().waitFor();
});

it('is live: the numbers change without a reload', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  const lines = visitor.page.getByRole('region', { name: visitor.t('resources.top') });
  await lines.waitFor();

  await visitor.page.waitForFunction(
    ({ label, before }) => document.querySelector(`section[aria-label="${label}"]`)?.textContent !== before,
    { label: visitor.t('resources.top'), before: await lines.textContent() },
  );
});
