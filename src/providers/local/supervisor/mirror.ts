import { closeSync, constants, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** A folder that is really there and no link: a clone may bring a link that points anywhere. */
function realFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is not a folder of its own; nothing is written there.`);
}

function put(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const fd = openSync(temporary, flags, 0o644);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
  try {
    renameSync(temporary, file); // Replaces a link that may lie there; never writes through it.
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * A copy of the job for whoever reads the workspace: `.mlops/jobs/<name>`, ignored by git. It is written only; nothing
 * that lies there is ever believed.
 */
export function writeMirror(workspace: string, name: string, job: Readonly<Record<string, unknown>>): void {
  const mlops = path.join(workspace, '.mlops');
  const jobs = path.join(mlops, 'jobs');
  realFolder(mlops);
  realFolder(jobs);
  put(path.join(jobs, '.gitignore'), '*\n');
  put(path.join(jobs, name), `${JSON.stringify(job, null, 2)}\n`);
}
