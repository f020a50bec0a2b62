import type { Browser } from 'playwright-core';
import { below, time, told, type Line } from './line.ts';

const frames = 80;

/**
 * 500 columns scrolled by three rows and by a page a frame. Beside the frame's time stands what the page's own thread worked for
 * it, which a machine that is busy with other things changes less.
 */
export async function scrolled(browser: Browser, origin: string): Promise<Line[]> {
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await page.goto(`${origin}/?panel=drift&columns=500`);
  await page.waitForSelector('.detail .canvas-frame');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workMs = async () => ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  const lines: Line[] = [];
  for (const [how, pixels] of [['by 3 rows', 66], ['by a page', 700]] as const) {
    const before = await workMs();
    const wall = await page.evaluate(
      async ([count, distance]) => {
        const grid = document.getElementById('grid-columns');
        if (!grid) throw new Error('no grid');
        const took: number[] = [];
        let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        for (let frame = 0; frame < count; frame++) {
          grid.scrollTop = grid.scrollTop + grid.clientHeight >= grid.scrollHeight ? 0 : grid.scrollTop + distance;
          const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          took.push(now - last);
          last = now;
        }
        return took.sort((a, b) => a - b);
      },
      [frames, pixels] as const,
    );
    lines.push(below(`panel, 500 columns ${how}: frame p95`, wall[Math.floor(frames * 0.95)] ?? NaN, 33, 'ms', { ours: `median ${time(wall[frames / 2] ?? NaN)}` }));
    lines.push(told(`panel, 500 columns ${how}: work a frame`, time(((await workMs()) - before) / frames)));
  }
  await session.send('HeapProfiler.collectGarbage');
  const heap = (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
  await page.close();
  return [...lines, { what: 'panel, 500 columns: heap', ours: '', theirs: '', figure: `${heap.toFixed(1)} MB`, target: '< 300 MB', isMet: heap < 300 }];
}
