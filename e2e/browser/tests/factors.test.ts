// Second factors as people use them: an authenticator app, recovery codes, a passkey; and ending a session elsewhere.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { appCode, arriveAs, makeAccount, plugInAuthenticator } from '../support/accounts';
import { launchBrowser, Visitor } from '../support/browser';

let browser: Browser;
const visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  const gone = visitors.splice(0);
  for (const visitor of gone) await visitor.leave();
  expect(gone.flatMap((visitor) => visitor.troubles)).toEqual([]);
});
afterAll(() => browser.close());

function watched(visitor: Visitor): Visitor {
  visitors.push(visitor);
  return visitor;
}

/** Leaves the page as somebody who signs out, then enters name and password again. */
async function enterAgain(visitor: Visitor, person: { userName: string; password: string }): Promise<void> {
  const { page, t } = visitor;
  await page.getByRole('button', { name: t('nav.user', { user: person.userName }) }).click();
  await page.getByRole('menuitem', { name: t('session.sign_out') }).click();
  await visitor.enter(person.userName, person.password);
}

it('A11: an authenticator app is set up, asked for at the next sign-in, and replaced by a recovery code', async () => {
  const person = await makeAccount('operator');
  const visitor = watched(await arriveAs(browser, person));
  const { page, t } = visitor;
  await page.getByRole('button', { name: t('account.totp.add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('img', { name: t('account.totp.qr') }).waitFor();
  expect(await visitor.accessibilityFindings()).toEqual([]);
  const secret = (await dialog.locator('.seed').textContent()) ?? '';
  await dialog.locator('input[name=code]').fill(appCode(secret));
  await dialog.getByRole('button', { name: t('account.totp.confirm') }).click();
  const codes = page.getByRole('list', { name: t('account.recovery.title') }).getByRole('listitem');
  await codes.first().waitFor();
  expect(await codes.count()).toBe(10);
  const recovery = (await codes.first().textContent()) ?? '';
  await page.getByRole('button', { name: t('account.recovery.done') }).click();

  await enterAgain(visitor, person);
  await page.getByRole('heading', { name: t('session.factor.title') }).waitFor();
  expect((await visitor.context.request.get('/api/v1/processes')).status()).toBe(401);
  expect(await visitor.accessibilityFindings()).toEqual([]);
  await page.locator('input[name=code]').fill('000000');
  await page.getByRole('button', { name: t('session.factor.confirm'), exact: true }).click();
  await page.getByText(t('problem.wrong_code.what')).waitFor();
  await page.locator('input[name=code]').fill(appCode(secret, 1));
  await page.getByRole('button', { name: t('session.factor.confirm'), exact: true }).click();
  await page.getByRole('navigation', { name: t('nav.label') }).waitFor();

  await enterAgain(visitor, person);
  await page.getByRole('button', { name: t('session.factor.instead_recovery_code') }).click();
  await page.locator('input[name=recoveryCode]').fill(recovery);
  await page.getByRole('button', { name: t('session.factor.confirm'), exact: true }).click();
  await page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  await page.getByText(t('account.recovery.left', { count: 9 })).waitFor();
});

it('A12: a passkey is added, gets another name and signs in without a password', async () => {
  const origin = inject('origin').replace('127.0.0.1', 'localhost');
  const person = await makeAccount('viewer');
  const visitor = watched(await Visitor.arrive(browser));
  const { page, t } = visitor;
  await plugInAuthenticator(visitor.context, page);
  await page.goto(`${origin}/account`);
  await visitor.enter(person.userName, person.password);
  await page.getByRole('button', { name: t('account.passkey.add') }).click();
  await page.getByRole('dialog').locator('input[name=name]').fill('the virtual one');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('account.passkey.add') })
    .click();
  await page.getByRole('button', { name: t('account.recovery.done') }).click();
  await page.getByText('the virtual one').waitFor();

  await page.getByRole('button', { name: t('account.passkey.rename', { name: 'the virtual one' }) }).click();
  await page.getByRole('dialog').locator('input[name=name]').fill('the one on the desk');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('account.passkey.rename_short') })
    .click();
  await page.getByText('the one on the desk').waitFor();

  await page.getByRole('button', { name: t('nav.user', { user: person.userName }) }).click();
  await page.getByRole('menuitem', { name: t('session.sign_out') }).click();
  await page.getByRole('button', { name: t('session.with_passkey') }).click();
  await page.getByRole('navigation', { name: t('nav.label') }).waitFor();
  const session = await (await visitor.context.request.get(`${origin}/api/v1/session`)).json();
  expect(session).toMatchObject({ userName: person.userName, factors: ['passkey'] });
});

it('A12: under an IP address the page says why there can be no passkey', async () => {
  const person = await makeAccount('viewer');
  const visitor = watched(await arriveAs(browser, person));
  await visitor.page.getByText(visitor.t('account.passkey.needs_name')).first().waitFor();
});

it('A10: a session in another browser is listed and ended, at once for its open page', async () => {
  const person = await makeAccount('viewer');
  const here = watched(await arriveAs(browser, person));
  const there = watched(await arriveAs(browser, person));
  await there.page.getByRole('navigation', { name: there.t('nav.label') }).waitFor();
  await here.page.reload();

  await here.page.getByRole('button', { name: here.t('account.end_session'), exact: true }).click();

  await there.page.getByRole('heading', { name: there.t('session.sign_in') }).waitFor();
  await here.page
    .getByRole('button', { name: here.t('account.end_session'), exact: true })
    .waitFor({ state: 'detached' });
  expect((await here.context.request.get('/api/v1/account/sessions')).status()).toBe(200);
});
