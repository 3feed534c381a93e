// Measures the page with many live rows: tasks of the main thread by the clock and by the processor time they took, heap. Against a running preview
// started with FIXTURE_PROCESSES=10000. Usage: npm run measure -- [URL]
import { chromium } from 'playwright-core';

const [url = 'http://localhost:4173/'] = process.argv.slice(2);
const SECONDS = 15;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
for (const [name, path] of [
  ['list', 'processes'],
  ['list, fuzzy filter', 'processes?q=ngx'],
  ['tree', 'processes?view=tree'],
]) {
  await page.goto(url + path);
  await page.locator('.data-table-row').first().waitFor();
  await page.waitForTimeout(4000);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await page.waitForTimeout(SECONDS * 1000);
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const threads = new Map();
  for (const { name: event, pid, tid, args } of traceEvents) {
    if (event === 'thread_name') threads.set(`${pid}.${tid}`, args.name);
  }
  const tasks = traceEvents.filter(
    ({ name: event, pid, tid }) => event?.endsWith('RunTask') && threads.get(`${pid}.${tid}`) === 'CrRendererMain',
  );
  const wall = tasks.map(({ dur = 0 }) => Math.round(dur / 1000)).filter((millis) => millis > 50);
  const cpu = tasks.map(({ tdur = 0 }) => Math.round(tdur / 1000)).sort((x, y) => y - x);
  const heapMB = await page.evaluate(() => Math.round(performance.memory.usedJSHeapSize / 1e6));
  const result = {
    tasksOver50: wall,
    tasksOver50OfCpu: cpu.filter((millis) => millis > 50),
    longestCpu: cpu.slice(0, 5),
    cpuPerSecond: Math.round(cpu.reduce((sum, millis) => sum + millis, 0) / SECONDS),
    heapMB,
  };
  process.stdout.write(`${name}: ${JSON.stringify(result)}\n`);
}
await browser.close();
