import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/io/files.ts';
import { folderContents } from '../../../src/providers/mlflow/contents.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mlflow-model-')));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...parts: string[]) => path.join(folder, ...parts);
for (const name of ['plain/sub', 'inner', 'deep/sub']) mkdirSync(at(name), { recursive: true });
for (const name of ['plain/weights.bin', 'plain/sub/a.txt', 'inner/weights.bin', 'deep/sub/a.txt']) writeFileSync(at(name), 'w');
symlinkSync(at('plain/weights.bin'), at('inner/more.bin'));
symlinkSync(at('plain/sub'), at('deep/sub/link'));
symlinkSync(at('plain'), at('whole'));
const pathsOf = async (uri: string) => (await folderContents({ path: at('mlflow.db') } as Parameters<typeof folderContents>[0], nodeFiles())(uri, AbortSignal.timeout(5_000)))?.map((file) => file.path).sort();

describe('the files of a model in a folder', () => {
  it('are all of its plain files', async () => {
    for (const uri of [`file://${at('plain')}`, `file://${at('plain')}/`, 'plain']) expect(await pathsOf(uri)).toEqual(['sub/a.txt', 'weights.bin']);
  });

  it('are refused where one of them, a folder or the whole is a link', async () => {
    for (const name of ['inner', 'deep', 'whole', 'whole/']) await expect(pathsOf(`file://${at('.')}/${name}`)).rejects.toMatchObject({ fault: { code: 'invalid', message: expect.stringContaining('is a link') as string } });
  });
});
