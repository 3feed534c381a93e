import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from '../support/browser';
import { run } from '../support/host';

let browser: Browser;

beforeAll(async () => {
  run('systemctl', 'start', 'redis-server.service');
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Acts through the API with the visitor's own session, as the page does. */
async function restart(visitor: Visitor, service: string): Promise<{ status: number; code?: string }> {
  return visitor.page.evaluate(async (name) => {
    const token = /__Host-XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    const answer = await fetch(`/api/v1/services/${name}/operations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token },
      body: JSON.stringify({ operation: 'restart' }),
    });
    const { code } = await answer.json();
    return { status: answer.status, code };
  }, service);
}

/** The count as the server has it: a badge that is not there yet looks like one that has nothing to say. */
async function countUnseen(visitor: Visitor): Promise<number> {
  return visitor.page.evaluate(async () => (await (await fetch('/api/v1/operations/unseen')).json()).count);
}

it("counts an act of somebody else's in every open page, until it is seen", async () => {
  const admin = await (await Visitor.arrive(browser)).signIn('admin');
  const operator = await (await Visitor.arrive(browser)).signIn('operator');
  await admin.page.goto('/operations');
  const badge = admin.page.getByTestId('unseen');
  const mark = admin.page.getByRole('button', { name: /^Mark \d+ as seen$/ });
  await admin.page.getByRole('grid').waitFor();
  if ((await countUnseen(admin)) > 0) await mark.click();
  await badge.waitFor({ state: 'detached' });
  const second = await admin.context.newPage();
  await second.goto('/processes');
  await second.getByRole('grid').waitFor();

  expect((await restart(operator, 'redis-server')).status).toBe(200);

  await badge.getByText('1', { exact: true }).first().waitFor();
  await second.getByTestId('unseen').getByText('1', { exact: true }).first().waitFor();
  await admin.row(/redis-server/).waitFor();
  await mark.click();
  await badge.waitFor({ state: 'detached' });
  await second.getByTestId('unseen').waitFor({ state: 'detached' });
  expect([...admin.troubles, ...operator.troubles]).toEqual([]);
  await admin.leave();
  await operator.leave();
});

it('shows the refused act of a viewer to the administrator', async () => {
  const viewer = await (await Visitor.arrive(browser)).signIn('viewer');
  expect(await restart(viewer, 'redis-server')).toEqual({ status: 403, code: 'forbidden' });
  const admin = await (await Visitor.arrive(browser, { language: 'zh-CN' })).signIn('admin');

  await admin.page.goto('/operations?userName=viewer&retStatus=refused');

  await admin.row(/redis-server/).waitFor();
  await viewer.leave();
  await admin.leave();
});
