/**
 * Watches over one training, apart from the editor or terminal that launched it: `supervisor.js <job folder>`, its spec
 * as JSON on stdin. Writes the raw log, the state, the exit record, and tells the trackers how it ended.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tell } from './finish.ts';
import { sleep } from './group.ts';
import { isAlive } from './identity.ts';
import { Report } from './report.ts';
import { jobFiles, type ExitRecord, type SupervisorSpec, type SupervisorState } from './spec.ts';
import { Spool } from './spool.ts';
import { Stopper } from './stopper.ts';
import { train } from './train.ts';

const queuePollMs = 500;

async function readSpec(): Promise<SupervisorSpec> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as SupervisorSpec;
}

/** Has the job in this folder ended, by its exit record or because nobody watches over it any more? */
function hasEnded(folder: string): boolean {
  if (existsSync(path.join(folder, jobFiles.exit))) return true;
  let text: string;
  try {
    text = readFileSync(path.join(folder, jobFiles.state), 'utf8');
  } catch {
    return !existsSync(folder); // Not started yet: it counts as long as its folder is there.
  }
  return !isAlive((JSON.parse(text) as SupervisorState).supervisor);
}

async function waitForTurn(spec: SupervisorSpec, stopper: Stopper): Promise<void> {
  const ahead = new Set(spec.after);
  while (ahead.size > 0 && !stopper.isRequested) {
    for (const folder of ahead) if (hasEnded(folder)) ahead.delete(folder);
    if (ahead.size > 0) await sleep(queuePollMs);
  }
}

async function tellAll(spec: SupervisorSpec, exit: ExitRecord, report: Report): Promise<void> {
  const told: string[] = [];
  await Promise.all(
    spec.finish.map(async (finish) => {
      try {
        await tell(finish, exit);
        if (finish.run === undefined) return;
        told.push(finish.run);
        report.settled(told);
      } catch (error) {
        report.note(`end of ${finish.run ?? 'a run'} not told`, error);
      }
    }),
  );
}

async function supervise(folder: string): Promise<void> {
  const spool = new Spool(path.join(folder, jobFiles.spool));
  const stopper = new Stopper(path.join(folder, jobFiles.stop));
  const spec = await readSpec();
  const report = new Report(folder, spool, spec);
  // Whatever else goes wrong in here, the training goes on and its end is recorded.
  process.on('uncaughtException', (error) => report.note('unexpected', error));
  report.enter(spec.after.length > 0 ? 'queued' : 'starting');
  await waitForTurn(spec, stopper);
  const exit = await train(spec, folder, spool, stopper, report);
  spool.close();
  await report.exit(exit);
  report.enter('finishing');
  await tellAll(spec, exit, report);
  report.enter('done');
  process.exit(0); // All is written; timers that wait for nothing must not hold the process.
}

process.umask(0o077);
const folder = process.argv[2];
if (folder === undefined || !path.isAbsolute(folder)) {
  process.exitCode = 2;
} else {
  await supervise(folder);
}
