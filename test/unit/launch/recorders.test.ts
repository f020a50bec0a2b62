import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { providerRows } from '../../../src/providers/registry.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { machineIn, scratch, signal } from '../jobs/support.ts';

const place = scratch();
afterAll(() => place.remove());

function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(place.root, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return folder;
}

function bench(folders: readonly string[], env: Readonly<Record<string, string>> = {}): Workbench {
  return new Workbench(machineIn({ root: place.root, supervisor: '/none', env }), providerRows, folders);
}

async function recorders(workbench: Workbench, folder: string, ...command: string[]): Promise<readonly string[]> {
  return (await workbench.launch.command({ command, folder }, signal)).recorders;
}

describe('where a launch is recorded when nobody chose', () => {
  const logs = 'import mlflow\nmlflow.start_run()\n';

  it('in the folder’s own store, or in the one its script would make; in none where no script logs', async () => {
    const held = folderWith('held', { 'mlflow.db': '', 'train.py': logs });
    const fresh = folderWith('fresh', { 'train.py': logs, 'plain.py': 'print(1)\n' });
    const workbench = bench([held, fresh]);
    expect(await recorders(workbench, held, 'python', 'train.py')).toEqual(['mlflow:mlflow.db']);
    expect(await recorders(workbench, fresh, 'python', 'plain.py')).toEqual([]);
    // The other folder has that name already, and must not be written to.
    const [id = ''] = await recorders(workbench, fresh, 'python', 'train.py');
    expect((await workbench.catalog.entry(id, signal))?.config).toMatchObject({ id: 'mlflow:mlflow.db@fresh', folder: fresh, origin: path.join(fresh, 'mlflow.db') });
    expect((await workbench.catalog.entries(signal)).map(({ config }) => config.id)).not.toContain(id);
    workbench.dispose();
  });

  it('in a connection that the script names, not in one it does not', async () => {
    const folder = folderWith('named', { 'here.py': 'import mlflow\nmlflow.set_tracking_uri("http://127.0.0.1:9/")\n', 'train.py': 'import mlflow\nmlflow.set_tracking_uri("http://127.0.0.1:7")\n' });
    mkdirSync(path.join(folder, '.mlops'));
    writeFileSync(path.join(folder, '.mlops', 'sources.yaml'), 'sources:\n  - {id: far, provider: mlflow, uri: "http://127.0.0.1:9"}\n');
    const workbench = bench([folder]);
    expect(await recorders(workbench, folder, 'python', 'here.py')).toEqual(['far']);
    expect(await recorders(workbench, folder, 'python', 'train.py')).toEqual([]);
    workbench.dispose();
  });

  it('in the one that the environment names; an address that is not spoken here stops no launch', async () => {
    const folder = folderWith('environment', { 'train.py': logs });
    const server = bench([folder], { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' });
    const [id = '', ...others] = await recorders(server, folder, 'python', 'train.py');
    expect(others).toEqual([]);
    expect((await server.catalog.entry(id, signal))?.config.origin).toBe('http://127.0.0.1:9');
    const odd = bench([folder], { MLFLOW_TRACKING_URI: 'databricks' });
    expect(await recorders(odd, folder, 'python', 'train.py')).toEqual([]);
    server.dispose();
    odd.dispose();
  });
});
