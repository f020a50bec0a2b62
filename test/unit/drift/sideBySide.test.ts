import { describe, expect, it } from 'vitest';
import { foreignReport } from '../../../src/core/drift/foreign/foreignReport.ts';
import { sideBySide } from '../../../src/core/drift/foreign/sideBySide.ts';
import type { DriftReport, DriftState } from '../../../src/core/model/drift.ts';
import { makeReport } from '../../webview/harness/driftData.ts';

const ours = (states: Readonly<Record<string, DriftState>>): DriftReport => {
  const report = makeReport({ seed: 1, columns: 1, progress: 0, day: null });
  const [column] = report.columns;
  return { ...report, columns: Object.entries(states).map(([name, state]) => ({ ...column!, name, state, drifted: state === 'drift' })) };
};
const theirs = (tool: string, flags: Readonly<Record<string, boolean | null>>): DriftReport =>
  foreignReport({ name: tool, version: '1' }, Object.entries(flags).map(([name, drifted]) => ({ name, method: 'm', limit: 0.1, drifted })), { rule: '' });

describe('verdicts side by side', () => {
  it('count each tool’s reports by column, ours first, and know what is not told', () => {
    const found = sideBySide(
      [ours({ age: 'drift', plan: 'negligible' }), ours({ age: 'unknown', plan: 'none' })],
      [theirs('Zeta', { age: false, extra: true }), theirs('Alpha', { plan: null }), theirs('Zeta', { age: true })],
    );
    expect(found).toEqual({
      columns: ['age', 'plan', 'extra'],
      tools: [
        { name: 'MLOps Workbench', reports: 2, columns: [{ drift: [1], negligible: 0, unknown: 1 }, { drift: [], negligible: 1, unknown: 0 }, null] },
        { name: 'Alpha', reports: 1, columns: [null, { drift: [], negligible: 0, unknown: 1 }, null] },
        { name: 'Zeta', reports: 2, columns: [{ drift: [2], negligible: 0, unknown: 0 }, null, { drift: [1], negligible: 0, unknown: 0 }] },
      ],
    });
  });

  it('are none where only one side is there', () => {
    expect(sideBySide([ours({ age: 'drift' })], [])).toBeNull();
    expect(sideBySide([], [theirs('Alpha', { age: true })])).toBeNull();
  });
});
