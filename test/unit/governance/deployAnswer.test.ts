import { expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/governance/ledger/entry.ts';
import { answerOf } from '../../../src/cli/deploying.ts';
import type { Context } from '../../../src/cli/noun.ts';
import { styleFor } from '../../../src/cli/style.ts';
import type { Deployed } from '../../../src/services/governance/deployments.ts';

const candidate = (version: string): Candidate => ({ model: 'churn', version, env: 'staging', artifact: version.repeat(64), data: null, params: null, metrics: null, commit: null, rules: '' });
const deployed = (more: Partial<Deployed>): Deployed => ({ report: { decision: 'pass' } as Deployed['report'], entry: 'e'.repeat(64), from: candidate('1'), to: candidate('2'), pointers: [], notSet: [], synced: null, problems: [], ...more });
const answer = (more: Partial<Deployed>) => answerOf({ rest: undefined } as Context, deployed(more), { fetches: true, adopts: false, plansOnly: false });

it('a decision that is signed is told with the registry’s field that could not be set, and ends as a source that failed', async () => {
  const { exitCode, text } = await answer({ notSet: [{ source: 'mlflow:a', field: 'alias staging', fault: { code: 'missingTool', message: 'mlflow is not installed.' } }] });
  expect(exitCode).toBe(3);
  expect(text?.(styleFor(false, {}))).toMatch(/churn · staging: 1 → 2[^]*artifact +1{12} +2{12} +changes[^]*done: entry e{64}\nnot set: alias staging of mlflow:a/);
  expect((await answer({})).exitCode).toBe(0);
});
