import { isFaultError } from '../../../core/base/fault.ts';
import type { Files } from '../../../core/port/files.ts';
import { isMap, type Data, type DataMap } from '../formats/data.ts';
import { parseJson } from '../formats/json.ts';

/** One task of DVC's queue as its broker wrote it down. */
export interface QueueMessage {
  readonly taskId: string;
  readonly stashSha: string;
  readonly baseline: string;
  readonly name: string | null;
}

const task = 'dvc.repo.experiments.queue.tasks.run_exp';
const sha = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const maxBytes = 4 * 1024 * 1024;

/** The messages of one broker folder (`in` = waiting, `processed` = taken by a worker), oldest first. */
export async function readMessages(files: Files, folder: string): Promise<QueueMessage[]> {
  const names = ((await files.list(folder)) ?? []).filter(({ kind, name }) => kind === 'file' && name.endsWith('.msg'));
  const messages: QueueMessage[] = [];
  for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const message = messageOf(await readJson(files, `${folder}/${name}`));
    if (message) messages.push(message);
  }
  return messages;
}

/** A JSON file of DVC's own; undefined where it is not there, half written, or something else. */
export async function readJson(files: Files, path: string): Promise<DataMap | undefined> {
  try {
    const data = parseJson(await files.readText(path, { maxBytes }));
    return isMap(data) ? data : undefined;
  } catch (error) {
    if (isFaultError(error) && ['notFound', 'corrupt', 'tooLarge'].includes(error.fault.code)) return undefined;
    throw error;
  }
}

function messageOf(data: DataMap | undefined): QueueMessage | undefined {
  const headers = mapIn(data, 'headers');
  if (headers?.['task'] !== task || typeof data?.['body'] !== 'string') return undefined;
  const entry = entryOf(decodeBody(data['body']));
  const { stash_rev: stashSha, baseline_rev: baseline, name } = entry ?? {};
  if (typeof stashSha !== 'string' || typeof baseline !== 'string' || !sha.test(stashSha) || !sha.test(baseline)) return undefined;
  return {
    taskId: typeof headers['id'] === 'string' ? headers['id'] : '',
    stashSha,
    baseline,
    name: typeof name === 'string' ? name : null,
  };
}

function decodeBody(body: string): Data | undefined {
  try {
    return parseJson(Buffer.from(body, 'base64').toString('utf8'));
  } catch (error) {
    if (isFaultError(error)) return undefined;
    throw error;
  }
}

/** A Celery body is `[args, kwargs, embed]`; the entry is `entry_dict`, or the first argument. */
function entryOf(body: Data | undefined): DataMap | undefined {
  if (!Array.isArray(body)) return undefined;
  const [args, kwargs] = body;
  const named = isMap(kwargs) ? kwargs['entry_dict'] : undefined;
  const entry = named ?? (Array.isArray(args) ? args[0] : undefined);
  return isMap(entry) ? entry : undefined;
}

function mapIn(data: DataMap | undefined, key: string): DataMap | undefined {
  const value = data?.[key];
  return isMap(value) ? value : undefined;
}
