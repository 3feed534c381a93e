// A user without rights starts the program, makes the first administrator in the browser, and sees what is missing and why.
import { mkdtempSync, rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { run } from '../support/host';
import { Program, tree } from '../support/program';

const anybodys = '/var/tmp/procdeck-for-anybody';
let browser: Browser;
let home: string;
let program: Program;

beforeAll(async () => {
  run('cp', '-a', '-T', tree, anybodys);
  browser = await launchBrowser();
});
// A program of its own for each try: its code is good for one account.
beforeEach(async () => {
  home = mkdtempSync('/var/tmp/without-rights-');
  run('chown', '1234:1234', home);
  program = await Program.start(
    18410,
    `${home}/data`,
    anybodys,
    ...['setpriv', '--reuid=1234', '--regid=1234', '--clear-groups', 'env', '-i', `HOME=${home}`],
  );
});
afterEach(async () => {
  await program.stop();
  rmSync(home, { recursive: true, force: true });
});
afterAll(() => browser.close());

it('makes the first administrator with the printed code, once', async () => {
  const code = /Set-up code[^:]*: (\S+)/.exec(program.printed)?.[1] ?? '';
  const visitor = await Visitor.arrive(browser);
  const { page, t } = visitor;
  await page.goto(program.origin);
  await page.locator('input[name=code]').fill(code);
  await page.locator('input[name=userName]').fill('joe');
  await page.locator('input[name=password]').fill('a password of my own');
  await page.locator('input[name=repeated]').fill('a password of my own');
  await page.getByRole('button', { name: t('session.setup.create') }).click();

  await page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  expect((await visitor.context.request.get(`${program.origin}/api/v1/session`)).ok()).toBe(true);
  expect(await setUpAgain(code)).toBe(404);

  await page.goto(`${program.origin}/processes?q=procdeck`);
  await visitor.row('java').waitFor();
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});

/** The status of a second attempt, by somebody who is not signed in. */
async function setUpAgain(code: string): Promise<number> {
  const stranger = await Visitor.arrive(browser);
  const { request } = stranger.context;
  await request.get(`${program.origin}/api/v1/session`);
  const token = (await stranger.context.cookies()).find((cookie) => cookie.name === '__Host-XSRF-TOKEN')?.value ?? '';
  const answer = await request.post(`${program.origin}/api/v1/setup`, {
    data: { code, userName: 'eve', password: 'a password of my own' },
    headers: { 'X-XSRF-TOKEN': token },
  });
  await stranger.leave();
  return answer.status();
}
