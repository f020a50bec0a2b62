import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Flat, Scalar } from '../../../../src/core/model/value.ts';
import { tools } from '../../../support/tools.ts';
import type { RealProject } from '../realProject.ts';

/** A row of `dvc exp show` in the words of the command line's contract. */
export interface Row {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly parentId: string | null;
  readonly params: Flat;
  readonly metrics: Flat;
}

interface Shown {
  readonly rev: string;
  readonly name: string | null;
  readonly data: { readonly params: Files; readonly metrics: Files } | null;
  readonly error?: unknown;
  readonly experiments: ReadonlyArray<{ readonly name: string | null; readonly revs: readonly Shown[]; readonly executor: { readonly state: string } | null }> | null;
}
type Files = Readonly<Record<string, { readonly data?: unknown; readonly error?: unknown }>> | null;

/** Python writes bare NaN and Infinity, which are no JSON: they become the words the contract uses. */
const asJson = `
import json, math, sys
def named(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: named(one) for key, one in value.items()}
    return [named(one) for one in value] if isinstance(value, list) else value
print(json.dumps(named(json.loads(sys.stdin.read()))))
`;

/** What DVC itself lists with `-A`, without the workspace, which is no run. Keyed by run id. */
export async function expShow(project: RealProject, below = '', from = '.'): Promise<Map<string, Row>> {
  const cwd = path.join(project.root, from, below);
  const { stdout } = await promisify(execFile)(tools.dvc, ['exp', 'show', '-A', '--json'], { cwd, env: project.env, maxBuffer: 256 * 1024 * 1024 });
  const converted = promisify(execFile)(tools.python, ['-c', asJson], { maxBuffer: 256 * 1024 * 1024 });
  converted.child.stdin?.end(stdout);
  const shown = JSON.parse((await converted).stdout) as readonly Shown[];
  const idOf = (sha: string) => `dvc:${sha}${below === '' ? '' : `/${below}`}`;
  const rows = new Map<string, Row>();
  for (const commit of shown) {
    if (commit.rev === 'workspace') continue;
    rows.set(idOf(commit.rev), rowOf(commit, commit.name, 'finished', null, idOf));
    for (const experiment of commit.experiments ?? []) {
      const [tip] = experiment.revs;
      if (!tip) continue;
      const state = experiment.executor?.state;
      const status = state === 'queued' || state === 'failed' || state === 'running' ? state : 'finished';
      rows.set(idOf(tip.rev), rowOf(tip, experiment.name ?? tip.name, status, idOf(commit.rev), idOf));
    }
  }
  return rows;
}

function rowOf(shown: Shown, name: string | null, status: string, parentId: string | null, idOf: (sha: string) => string): Row {
  return { id: idOf(shown.rev), name, status, parentId, params: flat(shown.data?.params ?? null), metrics: flat(shown.data?.metrics ?? null) };
}

/** DESIGN's rule: dotted keys, and the file in front only where two files share a key. */
function flat(files: Files): Flat {
  const entries = Object.entries(files ?? {}).flatMap(([file, { data, error }]) => (error !== undefined || data === undefined ? [] : leaves(file, data, '').map(([key, value]) => ({ file, key, value }))));
  const isShared = (key: string, file: string) => entries.some((other) => other.key === key && other.file !== file);
  return Object.fromEntries(entries.map(({ file, key, value }) => [isShared(key, file) ? `${file}:${key}` : key, value]));
}

function leaves(file: string, data: unknown, prefix: string): Array<[string, Scalar]> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [[prefix === '' ? file : prefix, data as Scalar]];
  return Object.entries(data).flatMap(([key, value]) => leaves(file, value, prefix === '' ? key : `${prefix}.${key}`));
}
