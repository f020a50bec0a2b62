import { expect, it } from 'vitest';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import type { ToolResult } from '../../../src/core/model/toolResult.ts';
import type { KeptRun } from '../../../src/core/monitor/keptRun.ts';
import type { Monitor } from '../../../src/core/monitor/monitor.ts';
import { monitorRow, toolResultRow } from '../../../src/vscode/views/rows/monitorRow.ts';
import type { RowContext } from '../../../src/vscode/views/rows/row.ts';

const context: RowContext = { t: (message, ...values) => message.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])), nowMs: Date.UTC(2026, 0, 3) };
const run: KeptRun = { version: 1, at: '2026-01-01T00:00:00.000Z', definition: 'd', verdict: 'drift', reason: 'Moved.', columns: { drifted: 3, all: 24 }, families: [], alarms: [], retrain: null, windows: [] };
const row = (last: KeptRun | null, isChanged = false) => monitorRow({ folder: '/w', monitor: { name: 'churn' } as Monitor, last, isChanged }, 'v', context);

it.each<[KeptRun | null, string, string]>([
  [run, 'drift · 3 of 24 columns · 2 d ago', 'graph-scatter'],
  [{ ...run, verdict: 'no-drift' }, 'no drift · 2 d ago', 'pass'],
  [{ ...run, verdict: 'no-drift', alarms: [{ kind: 'quality', name: 'q', message: '' }] }, 'no drift · 1 quality rule not met · 2 d ago', 'warning'],
  [{ ...run, verdict: 'unknown', reason: 'Too few rows.' }, 'unknown: Too few rows. · 2 d ago', 'question'],
  [{ ...run, retrain: { proposal: null, job: null } }, 'drift · 3 of 24 columns · 2 d ago · retrain', 'graph-scatter'],
  [null, 'never run', 'circle-large-outline'],
])('a monitor that found %j says %s', (last, description, icon) => {
  const { description: text, icon: shown, tokens } = row(last);
  expect([text, shown.name, tokens.includes('ran')]).toEqual([description, icon, last !== null]);
});

it('says that a monitor was written anew since it ran', () => {
  expect(row(run, true).description).toBe('drift · 3 of 24 columns · 2 d ago · written anew since');
});

it('shows what other tools found', () => {
  const report = { verdict: 'drift', columns: [{ drifted: true }, { drifted: false }] } as unknown as DriftReport;
  const drift: ToolResult = { kind: 'drift', run: 'x:1', path: 'evidently/report.json', tool: 'Evidently', reports: [report, report] };
  const evaluation: ToolResult = { kind: 'evaluation', run: 'x:1', tool: 'MLflow', rows: 120, metrics: { accuracy: 0.82, f1: 0.8, recall: 0.7, precision: 0.9 }, tables: [] };
  expect(toolResultRow(drift, 'v', 0, context)).toMatchObject({ label: 'evidently/report.json', description: 'Evidently · drift · 1 of 2 columns · 2 windows', icon: { name: 'graph-scatter' } });
  expect(toolResultRow(evaluation, 'v', 1, context)).toMatchObject({ label: 'Evaluation', description: 'MLflow · accuracy 0.82 · f1 0.8 · recall 0.7 · 120 rows', icon: { name: 'checklist' } });
});
