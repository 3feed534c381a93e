import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeAccount } from '../support/accounts';
import { launchBrowser, Visitor } from '../support/browser';

let browser: Browser;
let visitor: Visitor;
const password = 'a password that was just made up';

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(() => browser.close());

it('adds a user, who signs in, and is put out when disabled', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page, t } = visitor;
  await page.goto('/users');
  await page
    .getByRole('main')
    .getByRole('button', { name: t('users.add') })
    .click();
  const dialog = page.getByRole('dialog');
  const name = `newcomer-${Date.now()}`;
  await dialog.getByLabel(t('users.name')).fill(name);
  await dialog.getByRole('button', { name: t('users.add') }).click();
  const code = (await dialog.locator('.one-time-code').textContent()) ?? '';
  expect(await visitor.accessibilityFindings()).toEqual([]);
  await dialog
    .getByRole('button', { name: t('ui.close') })
    .last()
    .click();
  await visitor.row(name).getByText(t('users.invited')).waitFor();

  const newcomer = await Visitor.arrive(browser);
  await choosePassword(newcomer, code, password);
  await newcomer.page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  await visitor
    .row(name)
    .getByRole('button', { name: t('users.disable') })
    .click();
  await visitor.row(name).getByText(t('users.disabled')).waitFor();

  await newcomer.page.getByRole('heading', { name: t('session.sign_in') }).waitFor();
  await newcomer.leave();
});

it('A10: resets somebody who cannot sign in any more; the code works once', async () => {
  const person = await makeAccount('viewer');
  visitor = await (await Visitor.arrive(browser)).signIn('admin');
  const { page, t } = visitor;
  await page.goto('/users');
  await visitor
    .row(person.userName)
    .getByRole('button', { name: t('users.reset') })
    .click();
  await page.getByRole('button', { name: t('users.make_code') }).click();
  const code = (await page.getByRole('dialog').locator('.one-time-code').textContent()) ?? '';

  const theirs = await Visitor.arrive(browser);
  await choosePassword(theirs, code, 'their own new password');
  await theirs.page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  await theirs.leave();
  const again = await Visitor.arrive(browser);
  await choosePassword(again, code, 'their own new password');
  await again.page.getByText(t('problem.ticket_wrong.what')).waitFor();
  await again.leave();
});

async function choosePassword({ page, t }: Visitor, code: string, chosen: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: t('session.ticket.offer') }).click();
  await page.locator('input[name=code]').fill(code);
  await page.locator('input[name=password]').fill(chosen);
  await page.locator('input[name=repeated]').fill(chosen);
  await page.getByRole('button', { name: t('session.ticket.choose') }).click();
}

it('keeps others than administrators out', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('operator');
  await visitor.page.goto('/users');

  await visitor.page.getByText(visitor.t('users.admin_only')).waitFor();
  expect((await visitor.context.request.get('/api/v1/users')).status()).toBe(403);
});
