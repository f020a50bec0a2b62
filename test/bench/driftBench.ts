import { statSync } from 'node:fs';
import path from 'node:path';
import { tools } from '../support/tools.ts';
import { acceleratedEnv, driftFiles } from './driftFixture.ts';
import { told, type Line } from './line.ts';
import { median } from './measure.ts';
import { costText, measuredProgram, megabytes, type Cost } from './program.ts';

export interface DriftSizes {
  readonly rows: number;
  readonly manyRows: number;
  /** As many as make a file of 1.5 GB. */
  readonly mostRows: number;
  readonly rounds: number;
}

const smallContainer = 512e6;

interface Answer {
  readonly data: { readonly digest: string; readonly columns: readonly unknown[]; readonly engine: { readonly mode: string; readonly reader: string } };
}

interface Ours {
  readonly cost: Cost;
  readonly answer: Answer['data'];
}

/** Whole processes from start to exit, imports and loading included. CPU is the measure: others may use the machine. */
class Bench {
  readonly #root: string;
  readonly #scratch: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string, scratch: string, env: NodeJS.ProcessEnv) {
    this.#root = root;
    this.#scratch = scratch;
    this.#env = env;
  }

  async ours(files: readonly [string, string], flags: readonly string[], mostBytes = 0): Promise<Ours> {
    const program = path.join(this.#root, 'dist', 'cli.js');
    // A verdict of drift is exit 1.
    const { cost, stdout } = await measuredProgram(this.#root, this.#scratch, [tools.node, program, 'drift', '--json', '--reference', files[0], '--current', files[1], ...flags], this.#env, { codes: [0, 1], mostBytes });
    const answer = (JSON.parse(stdout) as Answer).data;
    if (answer.columns.length !== 30) throw new Error(`${answer.columns.length} of 30 columns`);
    return { cost, answer };
  }

  /** Each way in turn, round by round, so that a machine that is slow for a while is so for all. Of each the round in the middle by CPU; its peak is the highest of all rounds. */
  async inTurns<K extends string>(files: readonly [string, string], ways: Readonly<Record<K, readonly string[]>>, rounds: number): Promise<Record<K, Ours>> {
    const found = Object.entries<readonly string[]>(ways).map(([name, flags]) => ({ name, flags, rounds: [] as Ours[] }));
    for (let round = 0; round < rounds; round += 1) for (const way of found) way.rounds.push(await this.ours(files, way.flags));
    return Object.fromEntries(found.map(({ name, rounds: all }) => [name, middleOf(all)])) as Record<K, Ours>;
  }

  async other(argv: readonly string[]): Promise<Cost> {
    return (await measuredProgram(this.#root, this.#scratch, argv, this.#env)).cost;
  }
}

function middleOf(rounds: readonly Ours[]): Ours {
  const middle = median(rounds.map(({ cost }) => cost.cpuMs));
  const { cost, answer } = rounds.find((one) => one.cost.cpuMs === middle)!;
  return { answer, cost: { ...cost, peakBytes: Math.max(...rounds.map((one) => one.cost.peakBytes)) } };
}

/** Many rows beside Evidently: not like for like, its plots are made as it computes and are in its figures. */
export async function driftLines(root: string, scratch: string, { rows, rounds }: DriftSizes): Promise<Line[]> {
  const files = await driftFiles(root, rows);
  const bench = new Bench(root, scratch, await acceleratedEnv(scratch));
  await bench.ours(files, []); // Compiled code is kept for the next start, as Python keeps its own.
  const { grid, exact, forced, own } = await bench.inTurns(files, { grid: [], exact: ['--exact'], forced: ['--reader', 'duckdb'], own: ['--reader', 'own'] }, rounds);
  // DuckDB is installed; of this file everything is read by our own reader, which takes less time.
  expectModes([grid, 'grid', 'own'], [exact, 'exact', 'own'], [forced, 'grid', 'duckdb'], [own, 'grid', 'own']);
  if (new Set([grid, forced, own].map(({ answer }) => answer.digest)).size > 1) throw new Error('the two readers differ');
  const scan = await bench.other([tools.node, path.join(root, 'test', 'bench', 'scan.mjs'), tools.duckdb, ...files]);
  const peer = await bench.other([tools.peersPython, path.join(root, 'test', 'bench', 'driftPeer.py'), ...files]);
  const name = `drift, 2 x ${rows.toLocaleString('en')} rows x 30`;
  return [
    told(`${name}: Evidently DataDriftPreset, plots included`, costText(peer)),
    told(`${name}: DuckDB's own scan (sums)`, costText(scan)),
    cpuRatio(`${name}: grid, DuckDB installed`, grid.cost, peer, 50),
    peak(`${name}: grid, DuckDB installed`, grid.cost, 350e6),
    cpuRatio(`${name}: exact, DuckDB installed`, exact.cost, peer, 15),
    told(`${name}: grid, all by DuckDB`, `${costText(forced.cost)}, ${(peer.cpuMs / forced.cost.cpuMs).toFixed(1)}x less CPU`),
    cpuRatio(`${name}: grid, own reader`, own.cost, peer, 12),
    peak(`${name}: grid, own reader`, own.cost, 500e6),
  ];
}

/** Ten times as many: cost in proportion, and memory below what a small container has; of a file of 1.5 GB as well. */
export async function largeDriftLines(root: string, scratch: string, { rows, manyRows, mostRows }: DriftSizes): Promise<Line[]> {
  const [few, many, most] = [await driftFiles(root, rows), await driftFiles(root, manyRows), await driftFiles(root, mostRows)];
  const bench = new Bench(root, scratch, await acceleratedEnv(scratch));
  await bench.ours(few, []);
  const lines: Line[] = [];
  const digests = new Set<string>();
  const readers = [['all by DuckDB', ['--reader', 'duckdb']], ['own reader', ['--reader', 'own']]] as const;
  const named = (file: string, count: number, reader: string) => `drift, 2 x ${count.toLocaleString('en')} rows x 30 (${megabytes(statSync(file).size)} a side), grid, ${reader}`;
  for (const [reader, flags] of readers) {
    const [small, large] = [await bench.ours(few, flags), await bench.ours(many, flags)];
    digests.add(large.answer.digest);
    const ratio = large.cost.cpuMs / small.cost.cpuMs;
    const name = named(many[0], manyRows, reader);
    lines.push(
      told(name, costText(large.cost)),
      // Starting costs the same for both, so that less than in proportion is linear too.
      { what: `${name}: CPU against ${rows.toLocaleString('en')} rows`, ours: '', theirs: '', figure: `${ratio.toFixed(1)}x`, target: `<= ${(1.2 * manyRows) / rows}x`, isMet: ratio <= (1.2 * manyRows) / rows },
      peak(name, large.cost, 500e6),
    );
  }
  if (digests.size > 1) throw new Error('the two readers differ');
  for (const [reader, flags] of readers) {
    const { cost } = await bench.ours(most, flags, smallContainer);
    const name = named(most[0], mostRows, reader);
    lines.push(peak(name, cost, smallContainer), told(`${name}: held to ${megabytes(smallContainer)} by the kernel`, cost.isLimited ? 'yes' : 'no: no control group may be made here'));
  }
  return lines;
}

function expectModes(...found: ReadonlyArray<readonly [Ours, string, string]>): void {
  for (const [{ answer }, mode, reader] of found) {
    if (answer.engine.mode !== mode || answer.engine.reader !== reader) throw new Error(`${answer.engine.mode} by ${answer.engine.reader} in place of ${mode} by ${reader}`);
  }
}

function cpuRatio(what: string, ours: Cost, theirs: Cost, least: number): Line {
  const figure = theirs.cpuMs / ours.cpuMs;
  return { what: `${what}: CPU`, ours: costText(ours), theirs: '', figure: `${figure.toFixed(1)}x less`, target: `>= ${least}x`, isMet: figure >= least };
}

function peak(what: string, { peakBytes }: Cost, most: number): Line {
  return { what: `${what}: peak memory`, ours: '', theirs: '', figure: megabytes(peakBytes), target: `<= ${megabytes(most)}`, isMet: peakBytes <= most };
}
