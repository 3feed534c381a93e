// Measures the page with many live rows: tasks of the main thread over 50 ms, frame times, heap. Against a running preview
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
  const result = await page.evaluate(async (seconds) => {
    const long = [];
    const observer = new PerformanceObserver((list) =>
      long.push(...list.getEntries().map((entry) => Math.round(entry.duration))),
    );
    observer.observe({ type: 'longtask' });
    const frames = [];
    let last = performance.now();
    const end = last + seconds * 1000;
    await new Promise((resolve) => {
      const frame = (now) => {
        frames.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    frames.sort((a, b) => a - b);
    const at = (share) => Math.round(frames[Math.floor(frames.length * share)] * 10) / 10;
    return {
      tasksOver50: long,
      p50: at(0.5),
      p99: at(0.99),
      longest: at(0.9999),
      heapMB: Math.round(performance.memory.usedJSHeapSize / 1e6),
    };
  }, SECONDS);
  process.stdout.write(`${name}: ${JSON.stringify(result)}\n`);
}
await browser.close();
