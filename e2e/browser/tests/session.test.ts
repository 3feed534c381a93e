import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import type { Language } from '../support/texts';

let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(() => browser.close());

describe.each<Language>(['en', 'zh-CN'])('the sign-in page in %s', (language) => {
  it("speaks the browser's language and names what is missing on each field", async () => {
    visitor = await Visitor.arrive(browser, { language });
    await visitor.page.goto('/');
    await visitor.page.getByRole('heading', { name: visitor.t('session.sign_in') }).waitFor();

    await visitor.page.getByRole('button', { name: visitor.t('session.sign_in'), exact: true }).click();

    await visitor.page.getByText(visitor.t('session.user_name_missing')).waitFor();
    await visitor.page.getByText(visitor.t('session.password_missing')).waitFor();
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe(language);
    expect(await visitor.accessibilityFindings()).toEqual([]);
  });

  it('answers a wrong password and an unknown user alike', async () => {
    visitor = await Visitor.arrive(browser, { language });
    await visitor.page.goto('/');
    const alert = visitor.page.getByRole('alert').or(visitor.page.locator('.banner')).first();

    await visitor.enter('viewer', 'not the password of anyone');
    const wrongPassword = await alert.textContent();
    await visitor.page.reload();
    await visitor.enter('nobody-at-all', 'not the password of anyone');
    const unknownUser = await alert.textContent();

    expect(wrongPassword).not.toBe('');
    expect(unknownUser).toBe(wrongPassword);
  });
});

it('signs in, and out again for good', async () => {
  visitor = await Visitor.arrive(browser);
  await visitor.signIn('viewer');

  await visitor.page.getByRole('button', { name: visitor.t('nav.user', { user: 'viewer' }) }).click();
  await visitor.page.getByRole('menuitem', { name: visitor.t('session.sign_out') }).click();

  await visitor.page.getByRole('heading', { name: visitor.t('session.sign_in') }).waitFor();
  const answer = await visitor.context.request.get('/api/v1/processes');
  expect(answer.status()).toBe(401);
});

it('remembers the language that was chosen', async () => {
  visitor = await Visitor.arrive(browser, { language: 'en' });
  await visitor.page.goto('/');
  await visitor.page.getByRole('button', { name: visitor.t('ui.language') }).click();
  await visitor.page.getByRole('menuitem', { name: '简体中文' }).click();
  await visitor.page.getByRole('button', { name: '登录' }).waitFor();

  await visitor.page.reload();

  await visitor.page.getByRole('button', { name: '登录' }).waitFor();
});

it('keeps its cookies out of reach of scripts and other sites', async () => {
  visitor = await Visitor.arrive(browser);
  await visitor.signIn('viewer');

  const session = (await visitor.context.cookies()).find((cookie) => cookie.name === '__Host-session');
  expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  expect(await visitor.page.evaluate(() => document.cookie)).not.toContain('__Host-session');
  expect(visitor.page.url()).toMatch(inject('origin'));
});
