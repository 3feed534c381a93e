import { type ChildProcess, spawn } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { eventually } from '../support/host';

let browser: Browser;
let visitor: Visitor;
const children: ChildProcess[] = [];

/** A real process whose command line begins with any text. */
function start(name: string): ChildProcess {
  const child = spawn('bash', ['-c', 'exec -a "$1" sleep 1000', 'bash', name], { stdio: 'ignore' });
  children.push(child);
  return child;
}

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(() => browser.close());

it('filters by words at once and keeps the filter in the address', async () => {
  start('needle-in-the-table');
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  await visitor.page.goto('/processes');
  await visitor.page.getByRole('combobox', { name: visitor.t('processes.filter') }).fill('needle-in-the');

  await visitor.row('needle-in-the-table').waitFor();
  await visitor.page.waitForURL(/q=needle/);
  await visitor.page.reload();
  await visitor.row('needle-in-the-table').waitFor();
});

it('ends a process by the keyboard alone', async () => {
  const victim = start('victim-of-the-keyboard');
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page, t } = visitor;
  await page.goto('/processes?q=victim-of-the-keyboard');
  await visitor.row('victim-of-the-keyboard').waitFor();

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await visitor.pressable(page.getByRole('button', { name: t('processes.send_signal') })).press('Enter');
  await visitor.pressable(page.getByRole('button', { name: t('processes.send', { signal: 'TERM' }) })).press('Enter');

  await eventually('the end of the process', () => victim.signalCode === 'SIGTERM');
  await page.goto('/operations?logType=signal');
  await visitor.row(String(victim.pid)).waitFor();
});

it('keeps the signal dialog, with what was chosen, when it is refused', async () => {
  const victim = start('gone-before-the-signal');
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page, t } = visitor;
  await page.goto('/processes?q=gone-before-the-signal');
  await visitor.row('gone-before-the-signal').click();
  await page.getByRole('button', { name: t('processes.send_signal') }).click();
  const dialog = page.getByRole('dialog', { name: t('processes.send_signal') });
  await dialog.getByRole('radio', { name: 'HUP' }).check();
  victim.kill('SIGKILL');
  await eventually('the end of the process', () => victim.signalCode === 'SIGKILL');
  const send = dialog.getByRole('button', { name: t('processes.send', { signal: 'HUP' }) });
  await send.click();
  await page.getByText(t('problem.no_such_process.what')).waitFor();
  await page.getByRole('button', { name: t('ui.understood') }).click();
  await send.waitFor();
});

it('closes the uppermost dialog alone on Escape, and goes back to the list', async () => {
  start('closed-one-by-one');
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page, t } = visitor;
  await page.goto('/processes?q=closed-one-by-one');
  await visitor.row('closed-one-by-one').click();
  await page.getByRole('button', { name: t('processes.send_signal') }).click();
  const confirm = page.getByRole('button', { name: t('processes.send', { signal: 'TERM' }) });
  await confirm.waitFor();

  await page.keyboard.press('Escape');
  await confirm.waitFor({ state: 'detached' });
  const drawer = page.getByRole('dialog').getByRole('tablist');
  await drawer.waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await visitor.row('closed-one-by-one').waitFor();
});

it('shows hostile names as text', async () => {
  start('<img src=x onerror=alert(1)>hostile"\u202e\u0007name');
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  await visitor.page.goto('/processes?q=onerror');

  await visitor.row('<img src=x onerror=alert(1)>hostile').waitFor();
  expect(await visitor.page.locator('img[src="x"]').count()).toBe(0);
});

it('sends nothing to a selection that the policy keeps an operator from', async () => {
  const spared = start('spared-by-the-policy');
  visitor = await (await Visitor.arrive(browser)).signIn('operator');
  const { page, t } = visitor;
  await page.goto('/processes?q=spared-by-the-policy');
  await visitor.row('spared-by-the-policy').getByRole('checkbox').check();
  await page.getByRole('button', { name: t('processes.send_signal') }).click();

  const send = page.getByRole('button', { name: t('processes.send', { signal: 'TERM' }) });
  await send.and(page.locator('[aria-disabled=true]')).waitFor();
  expect(await send.getAttribute('aria-description')).toBe(t('reason.policy_denied'));
  expect(spared.exitCode).toBeNull();
});

it('tells a viewer why the button may not be pressed', async () => {
  const child = start('only-to-look-at');
  visitor = await (await Visitor.arrive(browser)).signIn('viewer');
  await visitor.page.goto('/processes?q=only-to-look-at');
  await visitor.row('only-to-look-at').click();

  const button = visitor.page.getByRole('button', { name: visitor.t('processes.send_signal') });
  await button.waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  expect(await button.getAttribute('aria-description')).toBeTruthy();
  expect(child.exitCode).toBeNull();
});
