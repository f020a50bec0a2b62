import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Emitter } from '../../../src/core/base/event.ts';
import type { ProviderRow } from '../../../src/core/capability/provider.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { dummyRow } from '../../fixtures/dummyProvider/row.ts';

export interface Bench {
  readonly folder: string;
  readonly machine: Machine;
  readonly workbench: Workbench;
  write(name: string, content: unknown): Promise<void>;
  close(): Promise<void>;
}

export interface DummyRuns {
  readonly runs: ReadonlyArray<{ id: string; name: string; metrics: Record<string, number>; tags?: Record<string, string> }>;
}

export function dummyRuns(prefix: string, count: number, tags: Record<string, string> = {}): DummyRuns {
  return { runs: Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, name: `${prefix}-${index}`, metrics: { acc: index / 10 }, tags })) };
}

/** A workbench on a real folder of its own and the machine's real ports. */
export async function openBench(
  files: Readonly<Record<string, unknown>>,
  options: { isTrusted?: boolean; rows?: readonly ProviderRow[] } = {},
): Promise<Bench> {
  const root = await mkdtemp(path.join(tmpdir(), 'mlops-services-'));
  const folder = path.join(root, 'project');
  const write = async (name: string, content: unknown) => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await write(name, content);
  const granted = new Emitter<void>();
  const machine = nodeMachine({
    trust: { isTrusted: options.isTrusted ?? true, onDidGrant: granted.event },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    places: { home: root, state: path.join(root, 'state'), cache: path.join(root, 'cache'), config: path.join(root, 'config') },
  });
  const workbench = new Workbench(machine, options.rows ?? [dummyRow], [folder]);
  return {
    folder,
    machine,
    workbench,
    write,
    async close() {
      workbench.dispose();
      machine.dispose();
      await rm(root, { recursive: true, force: true });
    },
  };
}
