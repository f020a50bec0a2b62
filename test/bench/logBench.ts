import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { LogLines } from '../../src/core/log/lines.ts';
import { LogView } from '../../src/core/log/view.ts';
import { openWorkbench } from './bench.ts';
import { below, told, type Line } from './line.ts';
import { blockMs, elapsedMs } from './measure.ts';

const signal = new AbortController().signal;

/** A training that floods its log, followed live through the services, masked and cut to lines as a terminal shows it. */
export async function followedLog(scratch: string, lines: number): Promise<Line[]> {
  const folder = path.join(scratch, 'log');
  mkdirSync(folder, { recursive: true });
  const { bench, close } = openWorkbench(folder, path.join(scratch, 'homes'));
  try {
    const command = ['seq', '-f', 'step %.0f loss 0.123 accuracy 0.987 and some words', '1', String(lines)];
    const [target] = (await bench.targets.list(signal)).items;
    if (!target) throw new Error('no target');
    let count = 0;
    let elapsed = 0;
    const block = await blockMs(async () => {
      elapsed = await elapsedMs(async () => {
        const spec = await bench.launch.command({ command, cwd: folder, folder, recorders: [] }, signal);
        const job = await bench.launch.launch(await bench.launch.plan(spec, target.id, signal), signal);
        const model = new LogLines();
        const view = new LogView(['a-secret-value']);
        for await (const piece of bench.logs.read(job.id, { follow: true }, signal)) {
          if (piece.kind !== 'bytes') continue;
          view.write(piece.bytes);
          model.write(piece.bytes);
          count += model.take().length;
        }
        model.end();
        count += model.take().length;
      });
    });
    if (count !== lines) throw new Error(`${count} of ${lines} lines`);
    return [
      told(`a log of ${lines} lines followed live`, `${Math.round(lines / (elapsed / 1000)).toLocaleString('en')} lines/s`),
      below(`longest block, following ${lines} lines`, block, 50, 'ms'),
    ];
  } finally {
    close();
  }
}
