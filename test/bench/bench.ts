import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { nodeMachine } from '../../src/io/machine.ts';
import { providerRows } from '../../src/providers/registry.ts';
import { Workbench } from '../../src/services/workbench.ts';
import { tools } from '../support/tools.ts';

export interface Opened {
  readonly bench: Workbench;
  close(): void;
}

/** The services as the editor has them, on this folder, with nothing read and nothing cached yet. */
export function openWorkbench(folder: string, scratch: string): Opened {
  mkdirSync(scratch, { recursive: true });
  const home = mkdtempSync(path.join(scratch, 'home-'));
  const quiet = () => undefined;
  const machine = nodeMachine({
    trust: { isTrusted: true, onDidGrant: () => ({ dispose: quiet }) },
    log: { info: quiet, warn: quiet, error: quiet },
    env: {
      PATH: `${tools.pythonBin}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: home,
      MLOPS_SUPERVISOR: process.env['MLOPS_SUPERVISOR'],
      MLFLOW_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
    },
    places: { home, state: path.join(home, 'state'), cache: path.join(home, 'cache'), config: path.join(home, 'config') },
    settings: { get: <T>(key: string) => (key === 'python.path' ? tools.python : undefined) as T | undefined },
  });
  const bench = new Workbench(machine, providerRows, [folder]);
  return {
    bench,
    close() {
      bench.dispose();
      machine.dispose();
    },
  };
}
