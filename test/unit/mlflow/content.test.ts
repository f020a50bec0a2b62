import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fail, toFault } from '../../../src/core/base/fault.ts';
import type { ArtifactStore } from '../../../src/core/capability/artifactStore.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { contentOf, type ContentParts } from '../../../src/providers/mlflow/content.ts';
import { Ids } from '../../../src/providers/mlflow/ids.ts';
import type { StoredRun } from '../../../src/providers/mlflow/store/store.ts';

const signal = new AbortController().signal;
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mlflow-content-')));
const elsewhere = realpathSync(mkdtempSync(path.join(tmpdir(), 'mlflow-elsewhere-')));
for (const place of [folder, elsewhere]) writeFileSync(path.join(place, 'train.csv'), 'x\n1\n');
afterAll(() => [folder, elsewhere].forEach((place) => rmSync(place, { recursive: true })));

const bytes = new TextEncoder().encode('y\n2\n');
const served: ArtifactStore = {
  list: async () => [],
  read: async (_, name) => {
    if (name !== 'set/a.csv') throw fail('notFound', 'Nothing there.');
    return bytes;
  },
};

/** What a server says of one run with one dataset; `source` as its logger wrote it. */
function parts(source: unknown): ContentParts {
  const dataset = { name: 'taken', digest: 'abc', context: null, sourceType: 'local', source: typeof source === 'string' ? source : JSON.stringify(source) };
  const run: Pick<StoredRun, 'runId' | 'tags' | 'datasets'> = { runId: 'r1', tags: { 'mlflow.source.git.commit': 'c0ffee' }, datasets: [dataset] };
  return { store: { run: async () => run } as unknown as ContentParts['store'], artifacts: served, ids: new Ids('s'), files: nodeFiles() };
}

describe('the content of a run on a server', () => {
  const content = (source: unknown, name: string) => contentOf(parts(source), `r1/${name}`, folder, signal);
  it('is an artifact’s bytes', async () => {
    expect(await content({}, 'set/a.csv')).toEqual({ fileName: 'a.csv', place: { bytes }, origin: { revision: null, commit: 'c0ffee', run: 'mlflow:r1' } });
  });
  it.each([{ uri: 'train.csv' }, { uri: `file://${folder}/train.csv` }, { path: `${folder}/train.csv` }])('or a dataset’s file in the folder: %j', async (source) => {
    expect(await content(source, 'taken')).toEqual({
      fileName: 'train.csv', place: { path: `${folder}/train.csv` }, origin: { revision: 'abc', commit: 'c0ffee', run: 'mlflow:r1' },
    });
  });
  it.each([
    [{ uri: `${elsewhere}/train.csv` }, 'taken', 'forbidden'],
    [{ uri: '../../../../../../../../etc/passwd' }, 'taken', 'forbidden'],
    [{ uri: 's3://bucket/train.csv' }, 'taken', 'notPulled'],
    [{ uri: 'none.csv' }, 'taken', 'notPulled'],
    [{ uri: 'train.csv' }, 'other', 'notFound'],
    [{ uri: 'train.csv' }, '', 'invalid'],
  ])('%j as %s is %s', async (source, name, code) => {
    expect(await content(source, name).then(() => undefined, toFault)).toMatchObject({ code });
  });
});
