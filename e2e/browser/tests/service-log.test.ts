import { appendFileSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { supervise } from '../support/host';

// supervisord keeps what was written under a name before.
const speaker = `speaker-${process.pid}`;
const mute = `mute-${process.pid}`;
const spoken = `/var/tmp/${speaker}`;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  writeFileSync(spoken, 'ready for work\n');
  await supervise(speaker, `/usr/bin/tail -n +1 -F ${spoken}`);
  await supervise(mute, '/bin/sleep 100000', 'stdout_logfile=NONE');
  browser = await launchBrowser();
});
afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(() => browser.close());

async function openLogOf(program: string): Promise<void> {
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  await visitor.page.goto(`/services?name=${program}:${program}&tab=log`);
  await visitor.page.getByRole('tab', { name: visitor.t('services.tab.log'), selected: true }).waitFor();
}

it('shows what a supervised program writes, as it comes, and finds a word in it', async () => {
  await openLogOf(speaker);
  const { page, t } = visitor;
  const log = page.getByRole('group', { name: t('services.tab.log') });
  await log.getByText('ready for work', { exact: true }).waitFor();

  // What an earlier try wrote stays in the log.
  const job = Date.now();
  appendFileSync(spoken, `took <b>job</b> ${job}\nfinished 作业 ${job}\n`);
  await log.getByText(`finished 作业 ${job}`, { exact: true }).waitFor();
  await log.getByText(`took <b>job</b> ${job}`, { exact: true }).waitFor();
  await log.getByText('ready for work', { exact: true }).waitFor();

  await page.getByRole('textbox', { name: t('services.log.filter') }).fill(`作业 ${job}`);
  await log.getByText('ready for work').waitFor({ state: 'detached' });
  await log.getByText(`finished 作业 ${job}`, { exact: true }).waitFor();
  expect(await log.locator('div').allInnerTexts()).toEqual([`finished 作业 ${job}`]);
  appendFileSync(spoken, `took job ${job}\nagain 作业 ${job}\n`);
  await log.getByText(`again 作业 ${job}`, { exact: true }).waitFor();
  expect(await log.locator('div').allInnerTexts()).toEqual([`finished 作业 ${job}`, `again 作业 ${job}`]);
});

it('holds the log still, and goes on where it was', async () => {
  await openLogOf(speaker);
  const { page, t } = visitor;
  const log = page.getByRole('group', { name: t('services.tab.log') });
  await log.getByText('ready for work', { exact: true }).waitFor();

  await page.getByRole('button', { name: t('ui.pause') }).click();
  const words = `said while nobody listened ${Date.now()}`;
  appendFileSync(spoken, `${words}\n`);
  await page.getByRole('button', { name: t('ui.resume') }).click();
  await log.getByText(words, { exact: true }).waitFor();
});

it('says that an output is kept nowhere', async () => {
  await openLogOf(mute);

  await visitor.page.getByText(visitor.t('problem.log_not_kept.what')).waitFor();
});
