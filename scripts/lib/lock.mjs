// A lock that two runs on one machine respect, and that a killed run does not leave behind for good.
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while holding `file`. Waits for a live holder, says so once, and takes over from a dead one. */
export async function withLock(file, what, work, log = console.log) {
  await mkdir(path.dirname(file), { recursive: true });
  let hasSaid = false;
  while (!(await take(file))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (holder > 0 && !isAlive(holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (!hasSaid) log(`Waiting for ${what} by process ${holder || 'unknown'} (${file})`);
    hasSaid = true;
    await sleep(500);
  }
  const release = () => rm(file, { force: true });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function take(file) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
