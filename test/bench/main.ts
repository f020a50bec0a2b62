import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { driftLines, largeDriftLines } from './driftBench.ts';
import { nullLines } from './driftNulls.ts';
import { firstList, refreshAfterOne } from './dvcBench.ts';
import { governanceLines } from './governanceBench.ts';
import { table, type Line } from './line.ts';
import { followedLog } from './logBench.ts';
import { mlflowLines } from './mlflowBench.ts';
import { panelLines } from './panelBench.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' }, root: { type: 'string' } } });
const root = path.resolve(values.root ?? '.');
const sizes = values.quick ? { experiments: 100, runs: 500, rounds: 1, lines: 50_000, wide: { rows: 50_000, columns: 50 } } : { experiments: 1000, runs: 5000, rounds: 5, lines: 500_000, wide: { rows: 1_000_000, columns: 50 } };
const drift = values.quick ? { rows: 250_000, manyRows: 1_000_000, mostRows: 1_500_000, rounds: 1 } : { rows: 1_000_000, manyRows: 10_000_000, mostRows: 11_500_000, rounds: 3 };
const nulls = values.quick
  ? { large: { pairs: 3, rows: 100_000 }, beside: { pairs: 3, rows: [100] } }
  : { large: { pairs: 300, rows: 100_000 }, beside: { pairs: 100, rows: [100, 1_000] } };
const program = path.join(root, 'dist', 'cli.js');
// Bundled, the local target does not find its supervisor beside itself.
process.env['MLOPS_SUPERVISOR'] = path.join(root, 'dist', 'supervisor.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'mlops-bench-'));

const parts: Readonly<Record<string, () => Promise<Line[]>>> = {
  list: () => firstList(scratch, program, sizes),
  refresh: () => refreshAfterOne(scratch, sizes),
  mlflow: () => mlflowLines(scratch, sizes),
  log: () => followedLog(scratch, sizes.lines),
  drift: () => driftLines(root, scratch, drift),
  'drift-large': () => largeDriftLines(root, scratch, drift),
  'drift-nulls': () => nullLines(root, scratch, nulls),
  panel: () => panelLines(root, sizes.wide),
  governance: () => governanceLines(scratch, program, { entries: values.quick ? 1_000 : 10_000, models: 20, rounds: sizes.rounds }),
};

const lines: Line[] = [];
try {
  const wanted = values.only?.split(',') ?? Object.keys(parts);
  for (const name of wanted) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part “${name}”. Parts: ${Object.keys(parts).join(', ')}.`);
    process.stderr.write(`bench: ${name}\n`);
    lines.push(...(await part()));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${table(lines)}\n`);
if (values.quick) process.stdout.write('A quick look: small sizes, one round. The targets are for the full sizes.\n');
process.exit(!values.quick && lines.some(({ isMet }) => isMet === false) ? 1 : 0);
