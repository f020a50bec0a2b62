import { counted } from '../base/counted.ts';
import { shellQuoted } from '../base/shellQuoted.ts';
import type { Judged } from './judgeWindows.ts';
import type { Monitor } from './monitor.ts';
import type { MonitorAlarm, MonitorReport, MonitorWindow, RetrainFinding } from '../model/monitor.ts';
import { firings } from './retrainRule.ts';
import { hitWords, ruleWords } from './words.ts';

/** How many windows are judged where nothing else is asked: the rule's own, its rest, and enough to see a course. */
export function windowsToJudge({ retrain, window }: Monitor): number {
  const least = 12;
  if (retrain === null || retrain.when === 'schedule') return least;
  const lengthMs = window.kind === 'time' ? window.ms : 86_400_000;
  return Math.max(least, retrain.of + 2 * Math.ceil(retrain.cooldownMs / lengthMs));
}

/** The judged windows as a report; what follows from the rule is told, and not done here. */
export function monitorReport(monitor: Monitor, judged: readonly Judged[], olderWindows: number, problems: readonly string[]): MonitorReport {
  const closed = judged.filter(({ window }) => !window.isOpen);
  const fired = new Set(monitor.retrain === null ? [] : firings(monitor.retrain, closed.map(({ window, isHit }) => ({ endMs: window.toMs, isHit }))).map((at) => closed[at]));
  const newest = closed.at(-1);
  return {
    monitor: monitor.name,
    model: monitor.model,
    reference: monitor.reference,
    current: monitor.current,
    verdict: newest?.report.verdict ?? 'unknown',
    reason: newest?.report.reason ?? 'There is no whole window yet.',
    windows: judged.map((one) => windowOf(one, fired.has(one))),
    olderWindows,
    latest: newest?.report ?? null,
    quality: newest?.quality ?? [],
    alarms: newest ? alarmsOf(newest) : [{ kind: 'drift', name: null, message: 'There is no whole window yet.' }],
    retrain: monitor.retrain === null ? null : finding(monitor, closed, newest !== undefined && fired.has(newest)),
    problems: [...problems, ...judged.flatMap(({ problem, window }) => (problem === null ? [] : [`${isoOf(window.fromMs) ?? 'window'}: ${problem}`]))],
  };
}

/** Unknown is no good news either. */
function alarmsOf({ report, performance, quality }: Judged): MonitorAlarm[] {
  const alarms: MonitorAlarm[] = report.verdict === 'no-drift' ? [] : [{ kind: 'drift', name: null, message: report.reason }];
  if (performance?.isGood === false) {
    alarms.push({ kind: 'performance', name: performance.metric, message: `${performance.metric} is ${performance.value?.toPrecision(4)}, the limit is ${performance.limit}.` });
  }
  const broken = quality.filter(({ outcome }) => outcome !== 'pass');
  return [...alarms, ...broken.map(({ name, message }): MonitorAlarm => ({ kind: 'quality', name, message }))];
}

function finding(monitor: Monitor, closed: readonly Judged[], fires: boolean): RetrainFinding {
  const rule = monitor.retrain!;
  const words = ruleWords(rule);
  return {
    rule: words,
    fires,
    reason: reasonOf(monitor, closed, fires),
    policy: monitor.onRetrain.policy,
    proposal: proposalOf(monitor),
    job: null,
  };
}

function reasonOf({ retrain, quality }: Monitor, closed: readonly Judged[], fires: boolean): string {
  if (retrain === null || closed.length === 0) return 'There is no whole window yet.';
  if (retrain.when === 'schedule') return fires ? 'The time has come.' : 'It is not time yet.';
  const recent = closed.slice(-retrain.of);
  const hits = recent.filter(({ isHit }) => isHit).length;
  const seen = `${hits} of the last ${counted(recent.length, 'whole window', 'whole windows')} ${hitWords({ retrain, quality })}`;
  if (fires || hits < retrain.least) return `${seen}; ${retrain.least} of ${retrain.of} are needed.`;
  return closed.at(-1)?.isHit ? `${seen}, but the rule fired before and rests.` : `${seen}, but not the newest one.`;
}

/** As a person may paste it: each word stays one, whatever the repository wrote into it. */
function proposalOf({ onRetrain }: Monitor): string | null {
  if (onRetrain.stage !== null) return `mlops launch --stage ${shellQuoted(onRetrain.stage)}`;
  return onRetrain.command.length > 0 ? `mlops launch -- ${onRetrain.command.map(shellQuoted).join(' ')}` : null;
}

function windowOf({ window, report, performance, quality, isHit }: Judged, fired: boolean): MonitorWindow {
  return {
    from: isoOf(window.fromMs),
    to: isoOf(window.toMs),
    rows: window.rows.length,
    isOpen: window.isOpen,
    verdict: report.verdict,
    columns: report.columns.map(({ name, state, effect, pAdjusted }) => ({ name, state, effect, pAdjusted })),
    performance,
    quality: quality.map(({ name, outcome }) => ({ name, outcome })),
    isHit,
    fired,
    digest: report.digest,
  };
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
