import { rmSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { eventually, makeUnit, run, supervise, superviseWorker, unitProperty } from '../support/host';
import type { Language } from '../support/texts';

const supervisor = '/etc/supervisor/supervisord.conf';
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  run('systemctl', 'start', 'nginx.service');
  makeUnit('dies-at-once.service', "ExecStart=/bin/sh -c 'sleep 0.3; echo the disk is full; exit 3'");
  await superviseWorker();
  browser = await launchBrowser();
});
afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(() => browser.close());

async function openForm(as: 'admin' | 'operator', language: Language = 'en'): Promise<void> {
  visitor = await (await Visitor.arrive(browser, { language })).signIn(as);
  await visitor.page.goto('/services');
  await visitor.page.getByRole('button', { name: visitor.t('services.form.open') }).click();
}

async function fillName(name: string): Promise<void> {
  await visitor.page.getByLabel(visitor.t('services.form.name')).first().fill(name);
  // Leaves the field, which closes the names it offers if there are any; Escape would close the form if there are none.
  await visitor.page.keyboard.press('Tab');
}

function dialog(): Locator {
  return visitor.page.getByRole('dialog', { name: visitor.t('services.form.title') });
}

async function choose(operation: string): Promise<void> {
  const name = visitor.t(`services.operation.${operation}`);
  await dialog().getByRole('radio', { name, exact: true }).check();
}

async function submit(label: string): Promise<void> {
  await dialog()
    .getByRole('button', { name: visitor.t(label), exact: true })
    .click();
}

describe.each<Language>(['en', 'zh-CN'])('the form in %s', (language) => {
  it('stops and starts a real service', async () => {
    run('systemctl', 'start', 'nginx.service');
    await openForm('operator', language);
    await fillName('nginx');
    await choose('stop');
    await submit('services.operation.stop');
    await eventually('nginx stopped', () => unitProperty('nginx.service', 'ActiveState') === 'inactive');

    await visitor.page.getByRole('button', { name: visitor.t('services.start_again') }).click();
    await eventually('nginx started', () => unitProperty('nginx.service', 'ActiveState') === 'active');
  });

  it('keeps a failure on the screen with its reason until it is read', async () => {
    await openForm('admin', language);
    await fillName('dies-at-once.service');
    await choose('start');
    await submit('services.operation.start');

    const problem = visitor.page.getByTestId('problem');
    await problem.getByText('the disk is full').first().waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    await visitor.page.getByRole('button', { name: visitor.t('ui.understood') }).click();
    await problem.waitFor({ state: 'detached' });
  });

  it('names the nearest services when there is none of that name', async () => {
    await openForm('admin', language);
    await fillName('ngimx');

    await visitor.page
      .getByRole('button', { name: /^nginx\.service/ })
      .first()
      .waitFor();
  });

  it("runs the seed's own command against a real supervisord", async () => {
    const before = run('supervisorctl', '-c', supervisor, 'pid', 'worker').trim();
    await openForm('admin', language);
    await visitor.page
      .getByLabel(visitor.t('services.form.command'), { exact: true })
      .fill(`supervisorctl -c ${supervisor} restart all`);
    await dialog().getByRole('radio', { disabled: true }).first().waitFor();
    await visitor.page.getByText('/usr/bin/supervisorctl').first().waitFor();
    await submit('commands.run');

    await visitor.page.getByText('worker: started').first().waitFor();
    expect(run('supervisorctl', '-c', supervisor, 'pid', 'worker').trim()).not.toBe(before);
  });
});

describe('clearing all failures at once', () => {
  async function openFailed(as: 'admin' | 'viewer'): Promise<Locator> {
    makeUnit('fails-to-be-cleared.service', 'ExecStart=/bin/false');
    run('systemctl', 'start', 'fails-to-be-cleared.service');
    await supervise('never-up', '/nonexistent/program', 'startretries=0');
    visitor = await (await Visitor.arrive(browser)).signIn(as);
    await visitor.page.goto('/services?show=failed');
    await visitor.row('fails-to-be-cleared').waitFor();
    await visitor.row('never-up:never-up').waitFor();
    return visitor.page.getByRole('button', { name: /^Clear \d+ failure/ });
  }

  it('is not for a viewer, who reads why', async () => {
    const clear = await openFailed('viewer');
    expect(await clear.getAttribute('aria-disabled')).toBe('true');
    expect(await clear.getAttribute('aria-description')).toContain('Viewer');
  });

  it('leaves out what its manager cannot clear', async () => {
    await (await openFailed('admin')).click();
    const asked = visitor.page.getByRole('dialog');
    await asked.getByText('fails-to-be-cleared.service').waitFor();
    expect(await asked.getByText('never-up').count()).toBe(0);
    await asked.getByRole('button', { name: visitor.t('services.operation.reset-failed') }).click();
    await eventually(
      'the failure is cleared',
      () => unitProperty('fails-to-be-cleared.service', 'ActiveState') === 'inactive',
    );
  });
});

it('shows nothing of a service that is gone but that it is', async () => {
  makeUnit('soon-gone.service', 'ExecStart=/bin/sleep 1000');
  run('systemctl', 'start', 'soon-gone.service');
  visitor = await (await Visitor.arrive(browser)).signIn('operator');
  await visitor.page.goto('/services?name=soon-gone.service');
  const drawer = visitor.page.getByRole('dialog');
  await drawer.getByRole('tablist').waitFor();
  expect(await drawer.getByText(visitor.t('services.column.mainPid')).count()).toBe(1);

  rmSync('/etc/systemd/system/soon-gone.service');
  run('systemctl', 'stop', 'soon-gone.service');
  run('systemctl', 'daemon-reload');
  await drawer.getByText(visitor.t('problem.no_such_service.what')).waitFor();
  await drawer.getByRole('tablist').waitFor({ state: 'detached' });
  expect(await drawer.getByText(visitor.t('services.column.mainPid')).count()).toBe(0);
});

it('shows a refused command with the line that would allow it', async () => {
  await openForm('admin');
  await visitor.page.getByLabel(visitor.t('services.form.command'), { exact: true }).fill('cat /etc/shadow');

  await visitor.page.getByText('procdeck policy allow').first().waitFor();
});
