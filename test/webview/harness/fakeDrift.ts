import { fail } from '../../../src/core/base/fault.ts';
import { startEvents } from '../../../src/core/drift/events/driftEvent.ts';
import type { ProvisionalColumn } from '../../../src/core/drift/provisional.ts';
import type { DriftColumn, DriftReport } from '../../../src/core/model/drift.ts';
import { driftKept, type DriftRequest } from '../../../src/protocol/drift.ts';
import type { Port, ToView } from '../../../src/protocol/rpc/wire.ts';
import type { CompareListener, CompareOnce, DriftBench } from '../../../src/vscode/panels/drift/bench.ts';
import { DriftController } from '../../../src/vscode/panels/drift/controller.ts';
import { foreignReport } from '../../../src/core/drift/foreign/foreignReport.ts';
import { hostileReport, makeReport } from './driftData.ts';
import { modelParts, modelRoles } from './modelData.ts';

const hostileName = '<img src=x onerror="window.__pwned=1">';

/** Lets through as many as it was opened for. */
class Gate {
  #left = 0;
  #waiting: (() => void) | undefined;

  open(times: number): void {
    this.#left += times;
    this.#waiting?.();
  }

  async pass(signal: AbortSignal): Promise<void> {
    while (this.#left === 0) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting = resolve;
        signal.addEventListener('abort', () => reject(fail('cancelled', 'Cancelled.')), { once: true });
      });
    }
    this.#left -= 1;
  }
}

/** What a report says of a column without its verdict; the product's own is taken from a finding. */
function withoutVerdict({ state: _state, drifted: _drifted, reason: _reason, pAdjusted: _p, tests, ...seen }: DriftColumn): ProvisionalColumn {
  return { ...seen, tests: tests.map(({ state: _of, pAdjusted: _adjusted, ...test }) => test) };
}

/** Stands in for the child process and the storage. */
class FakeDriftBench implements DriftBench {
  readonly saved = new Map<string, DriftReport>();
  readonly scenario: string;
  readonly columns: number;
  readonly windows: number;
  readonly #gate = new Gate();

  constructor(scenario: string, columns: number, windows: number) {
    this.scenario = scenario;
    this.columns = columns;
    this.windows = windows;
    window.harness.arrive = (columns) => this.#gate.open(columns);
  }

  async compute({ current, roles }: CompareOnce, listener: CompareListener, signal: AbortSignal): Promise<DriftReport> {
    const at = Number(/\d+/.exec(current.name)?.[0] ?? 0);
    if (this.scenario === 'fails') throw fail('corrupt', 'live.parquet is cut off: its footer is missing.', { hint: 'Write the file again.' });
    if (this.scenario === 'slow') {
      listener.onProgress({ sentence: 'reading column 14 of 40', share: 0.35 });
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(fail('cancelled', 'Cancelled.')), { once: true }));
    }
    if (this.scenario === 'hostile') return hostileReport();
    const report = makeReport({ seed: at, columns: this.columns, progress: this.windows === 1 ? 1 : at / (this.windows - 1), day: this.windows === 1 ? null : at * 7 });
    if (this.scenario === 'arrives') await this.#arrive(report, listener, signal);
    if (roles === null) return report;
    // As the command does where the columns make no model: the report says why and the rest of it stays.
    if (roles.target === 'age') return { ...report, digest: `${report.digest}0`, problems: [{ side: 'both', code: 'performance', message: 'The label “age” has no classes.' }] };
    const parts = await modelParts({ ...modelRoles, groups: roles.groups.length === 0 ? [] : modelRoles.groups }, this.scenario === 'hostileModel' ? hostileName : '');
    return { ...report, ...parts, digest: `${report.digest}${roles.groups.length}` };
  }

  /** As the command tells it; `window.harness.arrive(n)` lets n more columns through, and after the last one the report. */
  async #arrive(report: DriftReport, listener: CompareListener, signal: AbortSignal): Promise<void> {
    const { rows, thresholds } = report;
    startEvents({ rows, thresholds, columns: report.columns.map(({ name, kind }) => ({ name, kind })) }).forEach((event) => listener.onEvent(event));
    for (const [place, column] of report.columns.entries()) {
      await this.#gate.pass(signal);
      listener.onEvent({ event: 'column', place, column: withoutVerdict(column) });
      listener.onProgress({ sentence: `${place + 1} of ${report.columns.length}: ${column.name}`, share: (place + 1) / report.columns.length });
    }
    await this.#gate.pass(signal);
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
    roles: scenario === 'model' || scenario === 'hostileModel' ? modelRoles : null,
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
