import { hostname } from 'node:os';
import type { Connection } from '../../core/capability/connection.ts';
import type { Provider } from '../../core/capability/provider.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { JobStore } from './job/store.ts';
import { LocalJobs } from './jobTarget.ts';
import { SpoolLogs } from './logs.ts';

/** This machine as a place for jobs. There is one, whatever folders are open. */
export const provider: Provider = {
  async detect(folder: string): Promise<SourceConfig[]> {
    return [{ id: 'local', provider: 'local', label: 'This machine', origin: hostname(), folder, detected: true, settings: {} }];
  },

  connect(config: SourceConfig, machine: Machine): Connection {
    const store = new JobStore(machine);
    const jobs = new LocalJobs(machine, config.id, store);
    return {
      source: { id: config.id, provider: config.provider, label: config.label, origin: config.origin },
      refresh: { minIntervalMs: 1_000, budgetPerMin: 60 },
      jobs,
      logs: new SpoolLogs(machine, store, (job) => jobs.nativeOf(job)),
      watch: { onDidChange: jobs.onDidChangeJobs },
      async probe(signal) {
        const targets = await jobs.targets(signal);
        const gpus = targets.length - 1;
        return { detail: `${targets[0]?.cpuCount ?? 0} CPUs, ${gpus === 1 ? '1 GPU' : `${gpus} GPUs`}` };
      },
      invalidate: () => undefined, // Nothing is kept that can change: final jobs are kept by their folder's change time.
      dispose: () => jobs.dispose(),
    };
  },
};
