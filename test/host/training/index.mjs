// The demo with one more training in its MLproject, which takes as long as a scenario needs.
import { appendFile, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Adds the entry point `name`, which prints `lines` lines, twenty a second. */
export async function addTraining(workspace, name, lines) {
  await copyFile(path.join(path.dirname(fileURLToPath(import.meta.url)), 'slow.py'), path.join(workspace, 'slow.py'));
  await appendFile(path.join(workspace, 'MLproject'), `  ${name}:\n    command: "python slow.py ${lines}"\n`);
}
