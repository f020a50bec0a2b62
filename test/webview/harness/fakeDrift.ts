import { fail } from '../../../src/core/base/fault.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { driftKept, type DriftRequest } from '../../../src/protocol/drift.ts';
import type { Port, ToView } from '../../../src/protocol/rpc/wire.ts';
import type { CompareOnce, DriftBench, DriftProgress } from '../../../src/vscode/panels/drift/bench.ts';
import { DriftController } from '../../../src/vscode/panels/drift/controller.ts';
import { foreignReport } from '../../../src/core/drift/foreign/foreignReport.ts';
import { hostileReport, makeReport } from './driftData.ts';

/** Stands in for the child process and the storage. */
class FakeDriftBench implements DriftBench {
  readonly saved = new Map<string, DriftReport>();
  readonly scenario: string;
  readonly columns: number;
  readonly windows: number;

  constructor(scenario: string, columns: number, windows: number) {
    this.scenario = scenario;
    this.columns = columns;
    this.windows = windows;
  }

  async compute({ current }: CompareOnce, onProgress: (progress: DriftProgress) => void, signal: AbortSignal): Promise<DriftReport> {
    const at = Number(/\d+/.exec(current.name)?.[0] ?? 0);
    if (this.scenario === 'fails') throw fail('corrupt', 'live.parquet is cut off: its footer is missing.', { hint: 'Write the file again.' });
    if (this.scenario === 'slow') {
      onProgress({ sentence: 'reading column 14 of 40', share: 0.35 });
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(fail('cancelled', 'Cancelled.')), { once: true }));
    }
    if (this.scenario === 'hostile') return hostileReport();
    return makeReport({ seed: at, columns: this.columns, progress: this.windows === 1 ? 1 : at / (this.windows - 1), day: this.windows === 1 ? null : at * 7 });
  }
  async save(report: DriftReport): Promise<void> {
    this.saved.set(report.digest, report);
    if (this.columns < 100) sessionStorage.setItem(`report:${report.digest}`, JSON.stringify(report));
  }
  async load(digest: string): Promise<DriftReport | undefined> {
    const text = sessionStorage.getItem(`report:${digest}`);
    return text === null ? undefined : (JSON.parse(text) as DriftReport);
  }
  async canRetrain(): Promise<boolean> {
    return this.scenario === 'plain';
  }
}

export interface DriftScene {
  readonly query: URLSearchParams;
  readonly port: Port<ToView>;
  readonly kept: unknown;
  readonly call: (name: string, argument: unknown) => Promise<void>;
  readonly warn: (message: string) => void;
}

export function startDrift({ query, port, kept, call, warn }: DriftScene): DriftController {
  const scenario = query.get('scenario') ?? 'plain';
  const windows = Number(query.get('windows') ?? 1);
  const bench = new FakeDriftBench(scenario, Number(query.get('columns') ?? 40), windows);
  const request: DriftRequest = {
    folder: '/project',
    reference: { text: 'data/train.parquet', name: 'data/train.parquet' },
    currents: Array.from({ length: windows }, (_, at) => ({ text: `data/live-${at}.parquet`, name: windows === 1 ? 'data/live.parquet' : `data/live-${at}.parquet` })),
  };
  const controller = new DriftController(
    bench,
    {
      saveFile: async (name, content) => {
        await call('saveFile', { name, content });
        return true;
      },
      copy: (text) => call('copy', text),
      openCode: (column) => call('openCode', column),
      pickData: async () => undefined,
      retrain: (reference, current) => call('retrain', { reference, current }),
      rename: (title) => (document.title = title),
      warn,
    },
    port,
  );
  const host = typeof kept === 'object' && kept !== null ? (kept as { host?: unknown }).host : null;
  if (host) void controller.restore(driftKept(host, 'state'));
  else if (scenario === 'empty') void controller.show([]);
  else if (scenario === 'noColumns') void controller.show([{ ...makeReport({ seed: 1, columns: 0, progress: 0, day: null }), families: [], slices: [] }]);
  else if (scenario === 'others') void controller.show(besideOthers());
  else void controller.compare(request);
  return controller;
}

/** Two windows of ours, and what two other tools say of them. */
function besideOthers(): DriftReport[] {
  const ours = [1, 2].map((seed) => makeReport({ seed, columns: 12, progress: seed / 2, day: seed * 7 }));
  const theirs = ['Evidently', 'NannyML'].flatMap((name, at) =>
    ours.map(({ columns }) => foreignReport({ name, version: '1' }, columns.slice(at).map((column, place) => ({ name: column.name, method: 'distance', limit: 0.1, drifted: place % 3 === at })), { rule: '' })),
  );
  return [...ours, ...theirs.map((report, at) => ({ ...report, digest: `${report.digest}${at}` }))];
}
