// Debian's Chromium, driven by Playwright. A watched page remembers everything that must never happen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Role } from './program-setup';
import { type Language, type Texts, textsOf } from './texts';

export interface View {
  language: Language;
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
  /** Another program than the one that all files share. */
  origin?: string;
}

const actionMillis = 30_000;

export const usualView: View = { language: 'en', colorScheme: 'light', width: 1280, height: 800 };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

/** One person's browser: own cookies, language and size of window. */
export class Visitor {
  readonly troubles: string[] = [];
  readonly t: Texts;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    language: Language,
  ) {
    this.t = textsOf(language);
  }

  static async arrive(browser: Browser, view: Partial<View> = {}): Promise<Visitor> {
    const { language, colorScheme, width, height, origin } = { ...usualView, ...view };
    const context = await browser.newContext({
      baseURL: origin ?? inject('origin'),
      ignoreHTTPSErrors: true,
      locale: language,
      colorScheme,
      viewport: { width, height },
    });
    context.setDefaultTimeout(actionMillis);
    const visitor = new Visitor(context, await context.newPage(), language);
    await visitor.watch();
    return visitor;
  }

  /** Collects violations of the content security policy, uncaught errors and native dialogs. */
  private async watch(): Promise<void> {
    this.page.on('pageerror', (error) => this.troubles.push(`uncaught: ${error.message}`));
    this.page.on('dialog', (dialog) => {
      this.troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await this.context.exposeFunction('reportViolation', (what: string) => this.troubles.push(what));
    await this.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (globalThis as unknown as { reportViolation(what: string): void }).reportViolation;
        report(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  /** Fills the sign-in form and sends it. */
  async enter(userName: string, password: string): Promise<void> {
    await this.page.locator('input[name=userName]').fill(userName);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.getByRole('button', { name: this.t('session.sign_in'), exact: true }).click();
  }

  /** Signs in as a person does, and waits until the page is live. */
  async signIn(role: Role): Promise<this> {
    await this.page.goto('/');
    await this.enter(role, inject('passwords')[role]);
    await this.page.getByRole('navigation', { name: this.t('nav.label') }).waitFor();
    return this;
  }

  /** The one row of a table that shows a text. */
  row(text: string | RegExp): Locator {
    return this.page.getByRole('row').filter({ hasText: text }).first();
  }

  /** A button once it may be pressed: a click waits for that by itself, a key does not. */
  pressable(button: Locator): Locator {
    return button.and(this.page.locator(':not([aria-disabled=true])'));
  }

  /** The serious findings of axe on what is shown now. */
  async accessibilityFindings(): Promise<string[]> {
    // Evaluated over the debugging protocol, which the page's policy on scripts does not concern.
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } };
      interface Finding {
        id: string;
        impact: string;
        nodes: { html: string }[];
      }
      const result = await axe.run({ resultTypes: ['violations'] });
      return result.violations
        .filter((finding) => finding.impact === 'serious' || finding.impact === 'critical')
        .map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
