// What must hold on every page: no violation of the policy, no uncaught error, nothing serious from axe, no sideways scrolling.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type View, Visitor } from '../support/browser';
import { run } from '../support/host';
import { pages } from '../support/pages';
import type { Language } from '../support/texts';

const views: [string, Partial<View>][] = [
  ['English, light, wide', { language: 'en' }],
  // As narrow as WCAG 1.4.10 asks for: what is too wide scrolls by itself, and by keyboard.
  ['English, dark, 320 wide', { language: 'en', colorScheme: 'dark', width: 320, height: 640 }],
  ['Chinese, dark, narrow', { language: 'zh-CN' as Language, colorScheme: 'dark', width: 390, height: 844 }],
];
let browser: Browser;

beforeAll(async () => {
  run('systemctl', 'start', 'nginx.service');
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(views)('in %s', (_, view) => {
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await (await Visitor.arrive(browser, view)).signIn('admin');
  });
  afterAll(() => visitor.leave());

  it.each(pages)('$name is sound', async ({ path, ready }) => {
    visitor.troubles.length = 0;
    await visitor.page.goto(path);
    await ready(visitor);

    expect(visitor.troubles).toEqual([]);
    expect(await visitor.accessibilityFindings()).toEqual([]);
    const overflow = await visitor.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});
