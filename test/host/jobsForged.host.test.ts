import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { driven, lines, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const native = variable('MLOPS_NATIVE');
const id = `local:job/local/${native}`;
const secretText = readFileSync(variable('MLOPS_SECRET'), 'utf8').trim();
const fine = (): AbortSignal => AbortSignal.timeout(60_000);

function isAlive(): boolean {
  try {
    process.kill(Number(variable('MLOPS_BYSTANDER')), 0);
    return true;
  } catch {
    return false;
  }
}

async function logText(job: string): Promise<string> {
  const { workbench } = await (await driven()).product();
  const { connection } = await workbench.locator.find(job, fine());
  let text = '';
  for (const stream of (await connection.logs?.streams(job, 1, fine())) ?? []) {
    for await (const event of connection.logs?.open(job, stream.id, { follow: false }, fine()) ?? []) {
      if (event.kind === 'bytes') text += new TextDecoder().decode(event.bytes);
    }
  }
  return text;
}

const tests: HostTest[] = [
  {
    name: 'a forged .mlops/jobs shows no job in the tree',
    body: async () => {
      await vscode.commands.executeCommand('mlops.jobs.focus');
      const { trees, workbench, board } = await (await driven()).product();
      await until('the Jobs view was read', () => trees['mlops.jobs'].roots !== undefined || undefined);
      await board.refresh();
      assert.ok(!lines(trees['mlops.jobs']).some((line) => line.includes('forged')), lines(trees['mlops.jobs']).join('\n'));
      assert.deepEqual((await workbench.jobs.list(fine())).items, []);
    },
  },
  {
    name: 'stopping it by its id signals nobody; its log, by any name that leaves the folder, shows nothing',
    body: async () => {
      const { workbench, stops } = await (await driven()).product();
      for (const job of [id, `local:job/local/../../state/jobs/${native}`, `local:job/local/${encodeURIComponent(`../../${native}`)}`]) {
        await assert.rejects(workbench.jobs.cancel(job, { graceMs: 100 }, fine()), job);
        await assert.rejects(stops.now(job), job);
        const text = await logText(job).catch(() => '');
        assert.ok(!text.includes(secretText), job);
      }
      assert.ok(isAlive());
    },
  },
  {
    name: 'a record of our own folder whose process ended and whose number someone else has now is not signalled either',
    body: async () => {
      const { workbench } = await (await driven()).product();
      const [target] = (await workbench.targets.list(fine())).items;
      const spec = await workbench.launch.command({ command: ['sh', '-c', 'echo done'], folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', params: {}, recorders: [] }, fine());
      const job = await workbench.launch.launch(await workbench.launch.plan(spec, target?.id ?? '', fine()), fine());
      await until('the end of the job', async () => ((await workbench.jobs.job(job.id, fine())).status === 'finished' ? true : undefined));
      const root = path.join(workbench.machine.places.state, 'jobs');
      const own = path.join(root, job.id.split('/').at(-1) ?? '');
      const record = JSON.parse(readFileSync(path.join(own, 'record.json'), 'utf8')) as Record<string, unknown>;
      const state = JSON.parse(readFileSync(path.join(own, 'state.json'), 'utf8')) as { supervisor: object; child: object };
      const pid = Number(variable('MLOPS_BYSTANDER'));
      // As after a reboot or a wrapped pid counter: the number lives again, its start time is another.
      const reused = `20260101T000001-${'b'.repeat(20)}`;
      mkdirSync(path.join(root, reused));
      const write = (name: string, value: unknown): void => writeFileSync(path.join(root, reused, name), JSON.stringify(value));
      write('record.json', { ...record, native: reused, job: { ...(record['job'] as object), id: `local:job/local/${reused}` } });
      write('state.json', { ...state, supervisor: { ...state.supervisor, pid }, child: { ...state.child, pid } });
      const stopped = await workbench.jobs.cancel(`local:job/local/${reused}`, { graceMs: 100 }, fine());
      assert.equal(stopped.status, 'lost');
      assert.ok(isAlive());
    },
  },
];

export const run = hostSuite('jobsForged', tests);
