import type { Document } from 'yaml';
import { fail, toFault } from '../core/base/fault.ts';
import type { Machine } from '../core/port/machine.ts';

const attempts = 40;
const waitMs = 50;

/** Edits of one file by this process, one after the other. */
const queues = new WeakMap<Machine['files'], Map<string, Promise<unknown>>>();

/** Answers the new text, or nothing where the document itself was changed and may be written anew. */
export type YamlEdit = (document: Document, text: string) => string | undefined;

/**
 * Changes a YAML file in place: comments, order and everything not touched stay. The edit is made on what is on disk
 * now, under a lock, and written atomically, so that two editors and a CLI lose no change of each other.
 */
export async function editYaml(machine: Machine, path: string, edit: YamlEdit): Promise<void> {
  const queue = queues.get(machine.files) ?? new Map<string, Promise<unknown>>();
  queues.set(machine.files, queue);
  const before = queue.get(path) ?? Promise.resolve();
  const mine = before.then(() => locked(machine, path, edit));
  // The next edit waits for this one, whatever became of it; its own caller sees the failure.
  const settled = mine.catch(() => undefined);
  queue.set(path, settled);
  try {
    await mine;
  } finally {
    if (queue.get(path) === settled) queue.delete(path);
  }
}

async function locked(machine: Machine, path: string, edit: YamlEdit): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const lock = machine.files.lock ? await machine.files.lock(`${path}.lock`) : { dispose: () => undefined };
    if (lock) {
      try {
        if (await once(machine, path, edit)) return;
      } finally {
        lock.dispose();
      }
    }
    await machine.clock.sleep(waitMs);
  }
  throw fail('locked', `${path} is being changed by another program.`, { hint: 'Try again in a moment.', at: { path } });
}

/** False when a program that knows no lock changed the file meanwhile. */
async function once(machine: Machine, path: string, edit: YamlEdit): Promise<boolean> {
  const before = await textOf(machine, path);
  const yaml = await import('./yaml.ts');
  const document = yaml.parseDocument(before ?? '');
  if (document.errors[0]) {
    const line = (document.errors[0].linePos?.[0].line ?? 1) - 1;
    throw fail('invalid', `${path} is no valid YAML at line ${line + 1}; it was not changed.`, {
      hint: 'Correct the file first.',
      at: { path, line },
    });
  }
  const after = edit(document, before ?? '') ?? document.toString({ lineWidth: 0 });
  if (after === before) return true;
  if ((await textOf(machine, path)) !== before) return false;
  await machine.files.writeAtomic(path, after);
  return true;
}

async function textOf(machine: Machine, path: string): Promise<string | undefined> {
  try {
    return await machine.files.readText(path);
  } catch (error) {
    if (toFault(error).code === 'notFound') return undefined;
    throw error;
  }
}
