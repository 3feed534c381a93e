import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';

let browser: Browser;
let visitor: Visitor;
const password = 'a password that was just made up';

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
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
  await dialog.getByLabel(t('users.name')).fill('newcomer');
  await dialog.locator('input[type=password]').fill(password);
  await dialog.getByRole('button', { name: t('users.add') }).click();
  await visitor.row('newcomer').waitFor();

  const newcomer = await Visitor.arrive(browser);
  await newcomer.page.goto('/');
  await newcomer.enter('newcomer', password);
  await newcomer.page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  await visitor
    .row('newcomer')
    .getByRole('button', { name: t('users.disable') })
    .click();
  await visitor.row('newcomer').getByText(t('users.disabled')).waitFor();

  await newcomer.page.getByRole('heading', { name: t('session.sign_in') }).waitFor({ timeout: 15_000 });
  await newcomer.leave();
});

it('keeps others than administrators out', async () => {
  visitor = await (await Visitor.arrive(browser)).signIn('operator');
  await visitor.page.goto('/users');

  await visitor.page.getByText(visitor.t('users.admin_only')).waitFor();
  expect((await visitor.context.request.get('/api/v1/users')).status()).toBe(403);
});
