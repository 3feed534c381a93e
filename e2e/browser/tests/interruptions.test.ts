// What the page does when something between it and the host gives way, and when it must ask again before it acts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { appCode } from '../support/accounts';
import { launchBrowser, Visitor } from '../support/browser';
import { eventually, makeUnit, run, unitProperty } from '../support/host';
import { Program, tree } from '../support/program';
import { addAccounts, type Role } from '../support/program-setup';

const port = 18411;
/** A page that polls tries the stream again after half a minute. */
const backMillis = 90_000;
const policy = '/etc/procdeck/policy';
const typed = 'systemd-typed-name.service';
let data: string;
let browser: Browser;
let program: Program;
let visitor: Visitor;

beforeAll(async () => {
  data = mkdtempSync('/var/tmp/interruptions-');
  run('chmod', '755', data);
  addAccounts(data);
  program = await Program.start(port, data);
  makeUnit(typed, 'ExecStart=/bin/sleep 100000');
  makeUnit('takes-long.service', 'Type=oneshot', 'ExecStart=/bin/sleep 600');
  run('systemctl', 'start', typed);
  browser = await launchBrowser();
});
afterEach(async () => {
  await visitor.leave();
  expect(visitor.troubles).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(data, { recursive: true, force: true });
});

async function signIn(role: Role): Promise<void> {
  visitor = await Visitor.arrive(browser, { origin: program.origin });
  await visitor.signIn(role);
}

/** The mark in the header that says how old what is on the screen may be. */
function mark(state: string): Locator {
  return visitor.page.locator(`.connection[data-state=${state}]`);
}

/** What nobody can wait for in a test: time that went by, written into the program's own tables. */
function intoDatabase(statement: string): void {
  run('sh', '-c', `sqlite3 -cmd '.timeout 5000' "$(ls ${data}/server/*.db | head -n 1)" "${statement}"`);
}

/** How many streams the server holds open, as it tells those who collect metrics. */
function openStreams(token: string): number {
  const metrics = run('curl', '-sSk', '--header', `Authorization: Bearer ${token}`, `${program.origin}/metrics`);
  return Number(/^procdeck_streams (\d+)$/m.exec(metrics)?.[1]);
}

it('holds one stream for a browser, however often it is reloaded and in however many tabs', async () => {
  const token = run(`${tree}/bin/procdeck`, 'token', 'add', 'counting', '--data-dir', data)
    .trim()
    .split(/\s+/)
    .at(-1) as string;
  await signIn('viewer');
  await mark('live').waitFor();
  for (let reloads = 0; reloads < 10; reloads += 1) {
    await visitor.page.reload();
    await mark('live').waitFor();
  }
  const second = await visitor.context.newPage();
  await second.goto('/processes');
  await second.locator('.connection[data-state=live]').waitFor();
  await second.getByRole('row').filter({ hasText: 'systemd' }).first().waitFor();

  await eventually('one stream for two tabs', () => openStreams(token) === 1);
  // The tab that held the stream goes: the other takes over.
  await visitor.page.close();
  await eventually('one stream for the tab that is left', () => openStreams(token) === 1);
  await second.locator('.connection[data-state=live]').waitFor();
  await second.close();
  await eventually('no stream without a tab', () => openStreams(token) === 0);
}, 240_000);

it('asks for the password again before something sensitive, when the sign-in is long ago', async () => {
  await signIn('admin');
  const pid = program.half('agent');
  await visitor.page.goto(`/processes?pid=${pid}&tab=environment`);
  intoDatabase(`update user_session set factor_at = factor_at - 3600000 where user_name = 'admin'`);
  await visitor.page.getByRole('button', { name: visitor.t('processes.environment.show') }).click();

  const dialog = visitor.page.getByRole('dialog', { name: visitor.t('session.step_up.title') });
  await dialog.locator('input[autocomplete=current-password]').fill('not the password of anyone');
  await dialog.getByRole('button', { name: visitor.t('session.step_up.confirm') }).click();
  await dialog.locator('[aria-invalid=true]').waitFor();
  expect(await visitor.accessibilityFindings()).toEqual([]);

  await dialog.locator('input[autocomplete=current-password]').fill(inject('passwords').admin);
  await dialog.getByRole('button', { name: visitor.t('session.step_up.confirm') }).click();
  await dialog.waitFor({ state: 'detached' });
  await visitor.page.getByRole('cell', { name: 'PATH', exact: true }).waitFor();
});

it('I9: shows what is masked after the password, and the log has the look without the secret', async () => {
  const secret = `canary-${process.pid}`;
  const unit = 'keeps-a-secret.service';
  makeUnit(unit, `Environment=TOKEN=${secret}`, 'ExecStart=/bin/sleep 100000');
  run('systemctl', 'start', unit);
  const pid = unitProperty(unit, 'MainPID');
  await signIn('admin');
  const { page, t } = visitor;
  const show = page.getByRole('button', { name: t('processes.secrets.show') });
  await page.goto(`/processes?pid=${pid}&tab=environment`);
  await page.getByRole('button', { name: t('processes.environment.show') }).click();
  await page.getByRole('cell', { name: 'TOKEN', exact: true }).waitFor();
  expect(await page.getByText(secret).count()).toBe(0);

  intoDatabase(`update user_session set factor_at = factor_at - 3600000 where user_name = 'admin'`);
  await show.click();
  const dialog = page.getByRole('dialog', { name: t('session.step_up.title') });
  await dialog.locator('input[autocomplete=current-password]').fill(inject('passwords').admin);
  await dialog.getByRole('button', { name: t('session.step_up.confirm') }).click();
  await page.getByRole('cell', { name: secret, exact: true }).waitFor();
  expect(await visitor.accessibilityFindings()).toEqual([]);
  await page.getByRole('button', { name: t('processes.secrets.hide') }).click();
  await show.waitFor();
  expect(await page.getByText(secret).count()).toBe(0);

  await page.goto('/operations');
  await visitor.row(t('operations.operation.show_environment')).waitFor();
  const kept = await visitor.context.request.get(`${program.origin}/api/v1/operations?limit=1000`);
  expect(await kept.text()).not.toContain(secret);
});

it('A13: leads an open page to a second factor once the policy requires one, and then goes on', async () => {
  await signIn('operator');
  const { page, t } = visitor;
  await page.goto('/processes');
  mkdirSync('/etc/procdeck', { recursive: true });
  const usual = run(`${tree}/bin/procdeck`, 'policy', 'show', '--built-in');
  writeFileSync(policy, `${usual}require operator second-factor\n`);
  try {
    await page.getByRole('heading', { name: t('account.due.title') }).waitFor();
    expect(await visitor.accessibilityFindings()).toEqual([]);
    expect((await visitor.context.request.get(`${program.origin}/api/v1/processes`)).status()).toBe(403);
    await page.getByRole('button', { name: t('account.totp.add') }).click();
    const dialog = page.getByRole('dialog');
    const secret = (await dialog.locator('.seed').textContent()) ?? '';
    await dialog.locator('input[name=code]').fill(appCode(secret));
    await dialog.getByRole('button', { name: t('account.totp.confirm') }).click();
    await page.getByRole('list', { name: t('account.recovery.title') }).waitFor();
    await page.getByRole('button', { name: t('account.recovery.done') }).click();
    await visitor.row('systemd').waitFor();
  } finally {
    rmSync(policy);
  }
});

it('wants the name typed before it touches a part of the system', async () => {
  const before = unitProperty(typed, 'MainPID');
  await signIn('admin');
  await visitor.page.goto(`/services?name=${typed}`);
  const act = visitor.page.getByRole('button', { name: visitor.t('services.operation.restart'), exact: true });
  await act.first().click();
  const dialog = visitor.page.getByRole('dialog').filter({ hasText: visitor.t('services.confirm_label') });
  const confirm = dialog.getByRole('button', { name: visitor.t('services.operation.restart'), exact: true });
  const box = dialog.getByLabel(visitor.t('services.confirm_label'));

  await box.fill('systemd-typed');
  await confirm.click({ force: true });
  expect(unitProperty(typed, 'MainPID')).toBe(before);
  await box.fill(typed);
  await confirm.click();

  await eventually('the service has another process', () => {
    const now = unitProperty(typed, 'MainPID');
    return now !== before && now !== '0';
  });
});

it('cancels a command, and what the command started', async () => {
  await signIn('admin');
  await visitor.page.goto('/services');
  await visitor.page.getByRole('button', { name: visitor.t('services.form.open') }).click();
  await visitor.page
    .getByLabel(visitor.t('services.form.command'), { exact: true })
    .fill('systemctl start takes-long.service');
  await visitor.page.getByRole('button', { name: visitor.t('commands.run'), exact: true }).click();
  await eventually('the command runs', () => unitProperty('takes-long.service', 'ActiveState') === 'activating');

  await visitor.page.getByRole('button', { name: visitor.t('commands.cancel'), exact: true }).click();

  await visitor.page.getByText(visitor.t('commands.canceled')).first().waitFor();
  await eventually(
    'what it started has ended too',
    () => run('sh', '-c', "pgrep -fx 'systemctl start takes-long.service' || true") === '',
  );
  run('systemctl', 'stop', 'takes-long.service');
});

it('asks in time when the stream does not get through, and goes back to it', async () => {
  visitor = await Visitor.arrive(browser, { origin: program.origin });
  await visitor.context.route('**/api/v1/stream*', (route) => route.abort());
  await visitor.signIn('viewer');
  await visitor.page.goto('/processes');

  await mark('polling').waitFor();
  await visitor.row('systemd').waitFor();
  await visitor.context.unroute('**/api/v1/stream*');
  await visitor.page.locator('.connection').click();
  await mark('live').waitFor();
});

it('says that the agent is down and that nothing can be done, and lives again with it', async () => {
  await signIn('admin');
  await visitor.page.goto('/processes');
  await mark('live').waitFor();
  const banner = visitor.page.getByText(visitor.t('connection.agent_down_banner').slice(0, 40));
  const down = Promise.all([mark('agent_down').waitFor(), banner.waitFor()]);
  // The launcher starts the first one again at once, the second after a second.
  const first = program.half('agent');
  process.kill(first, 'SIGKILL');
  let second = first;
  await eventually('another agent', () => {
    second = agentIfAny() ?? first;
    return second !== first;
  });
  process.kill(second, 'SIGKILL');
  await down;

  await mark('live').waitFor({ timeout: backMillis });
  await banner.waitFor({ state: 'detached' });
  await visitor.row('systemd').waitFor();
}, 180_000);

it('says that nothing may be done while the policy is wrong, and no longer, without a reload', async () => {
  await signIn('admin');
  await visitor.page.goto(`/services?name=${typed}`);
  await mark('live').waitFor();
  const stop = visitor.page.getByRole('button', { name: visitor.t('services.operation.stop'), exact: true }).first();
  await visitor.pressable(stop).waitFor();
  const banner = visitor.page.getByText(visitor.t('connection.read_only', { reason: '/etc/procdeck/policy' }));
  mkdirSync('/etc/procdeck', { recursive: true });
  try {
    writeFileSync('/etc/procdeck/policy', 'allow nonsense\n');
    await banner.waitFor();
    await stop.and(visitor.page.locator('[aria-disabled=true]')).waitFor();
    writeFileSync('/etc/procdeck/policy', run(`${tree}/bin/procdeck`, 'policy', 'show', '--built-in'));
    await banner.waitFor({ state: 'detached' });
    await visitor.pressable(stop).waitFor();
  } finally {
    rmSync('/etc/procdeck/policy');
  }
});

function agentIfAny(): number | undefined {
  try {
    return program.half('agent') || undefined;
  } catch {
    return undefined;
  }
}

it('says since when the page is stale while the server is away, and goes on by itself', async () => {
  await signIn('viewer');
  await visitor.page.goto('/processes');
  await mark('live').waitFor();

  await program.stop();
  await mark('stale').waitFor();
  program = await Program.start(port, data);

  await mark('live').waitFor({ timeout: backMillis });
  await visitor.row('systemd').waitFor();
}, 240_000);

it('leads to the sign-in when the session ends elsewhere', async () => {
  await signIn('viewer');
  await visitor.page.goto('/processes');
  await mark('live').waitFor();

  intoDatabase(`delete from user_session where user_name = 'viewer'`);

  await visitor.page.getByRole('heading', { name: visitor.t('session.sign_in') }).waitFor();
  await visitor.enter('viewer', inject('passwords').viewer);
  await mark('live').waitFor();
});
