import { afterAll, beforeAll, expect, it } from 'vitest';
import { LogLines } from '../../../src/core/log/lines.ts';
import { LogView } from '../../../src/core/log/view.ts';
import { buildSupervisor, connect, machineIn, scratch, signal, specOf, start, type Local } from './support.ts';

const place = scratch();
let local: Local;

beforeAll(async () => {
  local = connect(machineIn({ root: place.root, supervisor: await buildSupervisor(place.root) }), place.workspace);
});
afterAll(() => {
  local.dispose();
  place.remove();
});

it('a flood of 500,000 lines is followed whole, in pieces of at most 256 KiB', async () => {
  const lines = 500_000;
  const job = await start(local, specOf(place.workspace, ['seq', '-f', 'step %.0f loss 0.123 accuracy 0.987 and some words', '1', String(lines)]));
  const model = new LogLines();
  const view = new LogView(['a-secret-value']);
  let count = 0;
  let bytes = 0;
  let largest = 0;
  let last = '';
  for await (const event of local.logs.open(job.id, 'main', { follow: true }, signal)) {
    if (event.kind === 'state') continue;
    largest = Math.max(largest, event.bytes.length);
    bytes += event.bytes.length;
    view.write(event.bytes);
    model.write(event.bytes);
    const taken = model.take();
    count += taken.length;
    last = taken.at(-1) ?? last;
  }
  model.end();
  count += model.take().length;
  expect(count).toBe(lines);
  expect(bytes).toBe((await local.jobs.job(job.id, signal)).logBytes);
  expect(largest).toBeLessThanOrEqual(256 * 1024);
});
