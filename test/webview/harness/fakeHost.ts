import { disposable } from '../../../src/core/base/disposable.ts';
import type { Problem } from '../../../src/core/model/problem.ts';
import type { Run } from '../../../src/core/model/run.ts';
import type { Port, ToView } from '../../../src/protocol/rpc/wire.ts';
import { compareState } from '../../../src/protocol/compare.ts';
import { CompareController } from '../../../src/vscode/panels/compare/controller.ts';
import { RunsController } from '../../../src/vscode/panels/runs/controller.ts';
import { crossed } from './channel.ts';
import { bigRuns, hostileRuns, makeRun } from './data.ts';
import { FakeBench, FakeRunsBench } from './fakeBench.ts';
import { startApproval } from './fakeApproval.ts';
import { startDrift } from './fakeDrift.ts';
import themes from './themes.json' with { type: 'json' };

/** Runs in the page before the panel: plays the editor (API, theme, messages) around the real controllers. */
export type ThemeName = keyof typeof themes;

interface Harness {
  calls: Array<[name: string, argument: unknown]>;
  warnings: string[];
  violations: string[];
  bytes: number;
  theme(name: ThemeName): void;
  hide(): void;
  show(): void;
  posted(): number;
  grow(): void;
  /** Drift panel, scenario `arrives`: lets more columns through. */
  arrive(columns: number): void;
}
declare global {
  interface Window {
    harness: Harness;
    acquireVsCodeApi: () => unknown;
  }
}

const query = new URLSearchParams(location.search);
const panel = query.get('panel') ?? 'compare';
const stateKey = `state:${panel}`;
const classes: Record<ThemeName, string> = { dark: 'vscode-dark', light: 'vscode-light', 'hc-dark': 'vscode-high-contrast', 'hc-light': 'vscode-high-contrast vscode-high-contrast-light' };

function runsOf(scenario: string): Run[] {
  if (scenario === 'hostile') return hostileRuns();
  if (scenario === 'big') return bigRuns(10_000, 190);
  if (scenario === 'empty') return [];
  if (scenario === 'same') return [makeRun(0, { name: 'first' }), makeRun(0, { id: 'beta:again', name: 'second' })];
  return Array.from({ length: Number(query.get('runs') ?? 5) }, (_, index) => makeRun(index));
}

const scenario = query.get('scenario') ?? 'plain';
const runs = runsOf(scenario);
const bench = new FakeBench(runs);
if (scenario === 'long') bench.curveLength = 20_000;
const listeners = new Set<(message: unknown) => void>();
const later = (work: () => void) => setTimeout(work, 2);
let isShown = true;

const port: Port<ToView> = {
  post: (message) => {
    const { value, bytes } = crossed(message);
    window.harness.bytes += bytes;
    if (!isShown) return Promise.resolve(false);
    later(() => window.postMessage(value, '*'));
    return Promise.resolve(true);
  },
  onMessage: (listener) => {
    listeners.add(listener);
    return disposable(() => listeners.delete(listener));
  },
};

const call = (name: string, argument: unknown) => {
  window.harness.calls.push([name, argument]);
  return Promise.resolve();
};
const problems: Problem[] =
  scenario === 'problems'
    ? [
        { source: 'beta', severity: 'error', code: 'unreachable', message: 'The server at 127.0.0.1:5999 does not answer.', hint: 'Start it, or check the connection.' },
        { source: 'alpha', severity: 'warning', code: 'corrupt', message: 'params.yaml of 3 commits is no valid YAML.', hint: null },
      ]
    : [];

const kept = () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as unknown;

function startCompare(): { posted: number; setVisible(isVisible: boolean): void } {
  const controller = new CompareController(
    bench,
    {
      openDiff: (change) => call('openDiff', change),
      openRun: (run) => call('openRun', run),
      copy: (text) => call('copy', text),
      pickRuns: async () => undefined,
      rename: (title) => (document.title = title),
      warn: (message) => window.harness.warnings.push(message),
    },
    port,
  );
  const ids = runs.map((run) => run.id);
  if (scenario === 'problems') ids.splice(1, 0, 'beta:gone');
  // A reload reads what the panel kept, as the editor's serializer does.
  const state = kept() === null ? { ids, baseline: query.get('baseline') } : compareState(kept(), 'state');
  void controller.show(state.ids, state.baseline);
  return controller;
}

function startRuns(): { posted: number; setVisible(isVisible: boolean): void } {
  const memoryKey = 'memory:runs';
  const controller = new RunsController(
    new FakeRunsBench(bench, problems),
    {
      compare: (ids) => call('compare', ids),
      openRun: (run) => call('openRun', run),
      recall: () => (JSON.parse(sessionStorage.getItem(memoryKey) ?? '{}') as object),
      remember: (memory) => sessionStorage.setItem(memoryKey, JSON.stringify(memory)),
      warn: (message) => window.harness.warnings.push(message),
    },
    port,
    () => performance.now(),
  );
  void controller.load();
  return controller;
}

function setTheme(name: ThemeName): void {
  const root = document.documentElement;
  root.removeAttribute('style');
  for (const [token, value] of Object.entries(themes[name])) root.style.setProperty(token, value);
  document.body.className = classes[name];
  document.body.dataset['vscodeThemeKind'] = classes[name].split(' ')[0] ?? '';
}

window.harness = {
  calls: [],
  warnings: [],
  violations: [],
  bytes: 0,
  theme: setTheme,
  hide: () => {
    isShown = false;
    controller.setVisible(false);
  },
  show: () => {
    isShown = true;
    controller.setVisible(true);
  },
  posted: () => controller.posted,
  arrive: () => undefined,
  grow: () => {
    const live = [...bench.runs.values()].find((run) => run.status === 'running');
    if (!live) return;
    bench.curveLength += 50;
    const grown: Run = { ...live, metrics: { ...live.metrics, 'eval/accuracy': 0.999 } };
    bench.runs.set(live.id, grown);
    bench.changed.fire({ upserted: [grown], removed: [] });
    bench.refreshed.fire({ source: live.source });
  },
};
document.addEventListener('securitypolicyviolation', (event) => window.harness.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`));
setTheme((query.get('theme') ?? 'dark') as ThemeName);
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    const { value } = crossed(message);
    later(() => listeners.forEach((listener) => listener(value)));
  },
  getState: () => kept() ?? undefined,
  setState: (state: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
});
const controller =
  panel === 'drift' ? startDrift({ query, port, kept: kept(), call, warn: (message) => window.harness.warnings.push(message) })
  : panel === 'approval' ? startApproval({ query, port, kept: kept(), call, warn: (message) => window.harness.warnings.push(message) })
  : panel === 'runs' ? startRuns()
  : startCompare();
