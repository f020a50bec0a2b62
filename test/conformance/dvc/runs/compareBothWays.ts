import path from 'node:path';
import { expect } from 'vitest';
import type { Run } from '../../../../src/core/model/run.ts';
import type { Mlops } from '../../cli/mlops.ts';
import type { RealProject } from '../realProject.ts';
import { expShow, type Row } from './expShow.ts';

export interface Compared {
  readonly rows: ReadonlyMap<string, Row>;
  readonly runs: ReadonlyMap<string, Run>;
  readonly problems: ReadonlyArray<{ readonly source: string; readonly severity: string; readonly code: string; readonly message: string; readonly hint: string | null }>;
}

/** `mlops runs --all-commits` equals `dvc exp show -A`: nothing missing, nothing extra, nothing different. */
export async function compareBothWays(project: RealProject, mlops: Mlops, { below = '', from = '.' }: { readonly below?: string; readonly from?: string } = {}): Promise<Compared> {
  // Ours first: what DVC writes while it looks must not help us.
  const source = below === '' ? 'dvc' : `dvc:${below}`;
  const answer = await mlops.json<{ runs: Run[]; total: number }>(['runs', '--source', source, '--all-commits', '--limit', '100000'], path.join(project.root, from));
  const rows = await expShow(project, below, from);
  const runs = new Map(answer.data.runs.map((run) => [run.id, run]));
  expect(runs.size).toBe(answer.data.runs.length);
  expect(Object.fromEntries([...runs.values()].map((run) => [run.id, rowOf(run)]).sort())).toEqual(Object.fromEntries([...rows].sort()));
  // Types too: toEqual takes 1 and 1.0 for one number, as JSON does, but never "1" for 1.
  expect(answer.data.total).toBe(rows.size);
  return { rows, runs, problems: answer.problems };
}

function rowOf({ id, name, status, parentId, params, metrics }: Run): Row {
  return { id, name, status, parentId, params, metrics };
}
