import { cp, mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import type { ValidationHost } from '../../../src/services/validation/host.ts';
import { Validation } from '../../../src/services/validation/validation.ts';
import { tools } from '../../support/tools.ts';
import { csvTable } from './csvTable.ts';

export interface ValidateBench {
  readonly folder: string;
  readonly host: ValidationHost;
  readonly validation: Validation;
  write(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** A small project with recipes, data and the real Python, on the machine's real ports. */
export async function openValidateBench({ isTrusted = true, run }: { isTrusted?: boolean; run?: ValidationHost['run'] } = {}): Promise<ValidateBench> {
  const root = await mkdtemp(path.join(tmpdir(), 'mlops-validate-'));
  const folder = path.join(root, 'project');
  await cp(path.join(import.meta.dirname, 'project'), folder, { recursive: true });
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  };
  const machine = nodeMachine({
    trust: { isTrusted, onDidGrant: () => ({ dispose: () => undefined }) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    places: { home: root, state: path.join(root, 'state'), cache: path.join(root, 'cache'), config: path.join(root, 'config') },
    settings: { get: <T>(key: string) => (key === 'python.path' ? (tools.python as T) : undefined) },
  });
  const host: ValidationHost = {
    machine,
    openTable: csvTable,
    pythonModel: async () => undefined,
    run: run ?? (() => Promise.reject(new Error('no tracker here'))),
  };
  return { folder, host, validation: new Validation(host), write, close: () => rm(root, { recursive: true, force: true }) };
}

/** y: 0 or 1, cost: a number, team: groups, at: an order other than the rows'. One label in fifty is missing. */
export function sampleCsv(seed: string, rows: number): string {
  const random = new RandomGenerator(seed);
  const lines = ['a,b,whole,city,team,at,y,cost'];
  for (let row = 0; row < rows; row += 1) {
    const [a, b] = [random.normal(), random.normal()];
    const y = row % 50 === 7 ? '' : String(Number(a + b + random.normal() > 0));
    lines.push([a, b, random.integerBelow(9), ['north', 'south', 'east'][random.integerBelow(3)], random.integerBelow(12), (row * 7919) % rows, y, 3 * a - b + random.normal()].join(','));
  }
  return `${lines.join('\n')}\n`;
}
