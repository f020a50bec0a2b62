import type { LineCounter, Node as YamlNode, Pair } from 'yaml';
import { fail, toFault, type FaultPlace } from '../core/base/fault.ts';
import type { Provider } from '../core/capability/provider.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { SourceConfig } from '../core/model/source.ts';
import type { Machine } from '../core/port/machine.ts';

export interface WrittenSources {
  readonly configs: readonly SourceConfig[];
  readonly problems: readonly Problem[];
}

const secretKey = /(?:password|passwd|token|secret|credential|api[-_]?key)/i;
const urlWithUser = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;
const maxBytes = 1024 * 1024;

/** The committed file of a folder, and the user's own that goes for every folder. */
export function sourcesFiles(machine: Machine, folder: string): { readonly folder: string; readonly user: string } {
  return { folder: `${folder}/.mlops/sources.yaml`, user: `${machine.places.config}/sources.yaml` };
}

/** Connections written by hand or by "Add connection…". Each wrong entry is one problem with its line; the rest stay. */
export async function readSourcesFile(
  machine: Machine,
  folder: string,
  provider: (id: string) => Promise<Provider | undefined>,
): Promise<WrittenSources> {
  const paths = sourcesFiles(machine, folder);
  const configs = new Map<string, SourceConfig>();
  const problems: Problem[] = [];
  for (const path of [paths.folder, paths.user]) {
    try {
      const text = await readIfThere(machine, path);
      if (text === undefined) continue;
      for (const entry of await entriesOf(text, path, problems)) {
        try {
          const config = await configure(entry, folder, provider);
          if (configs.has(config.id)) throw fail('invalid', `There are two sources “${config.id}”.`, { at: entry.at });
          configs.set(config.id, config);
        } catch (error) {
          const fault = toFault(error);
          problems.push(problemOf(path, fault.at ? fault : { ...fault, at: entry.at }));
        }
      }
    } catch (error) {
      problems.push(problemOf(path, { ...toFault(error), at: { path } }));
    }
  }
  return { configs: [...configs.values()], problems };
}

async function readIfThere(machine: Machine, path: string): Promise<string | undefined> {
  try {
    return await machine.files.readText(path, { maxBytes });
  } catch (error) {
    if (toFault(error).code === 'notFound') return undefined;
    throw error;
  }
}

interface Entry {
  readonly values: Readonly<Record<string, unknown>>;
  readonly at: FaultPlace;
}

async function entriesOf(text: string, path: string, problems: Problem[]): Promise<Entry[]> {
  const yaml = await import('./yaml.ts');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const at = place(path, lines, error.pos[0]);
    const message = `${path} is no valid YAML at line ${(at.line ?? 0) + 1}: ${firstLine(error.message)}`;
    problems.push(problemOf(path, { code: 'invalid', message, hint: 'Correct this line and save the file.', at }));
  }
  if (document.errors.length > 0 || document.contents === null) return [];
  const list = document.get('sources');
  if (!yaml.isSeq(list)) {
    if (yaml.isMap(document.contents) && list === null) return [];
    throw fail('invalid', `${path} has no list “sources”.`, { hint: 'It begins with “sources:” and one “- id: …” per source.' });
  }
  return list.items.map((item) => {
    const at = place(path, lines, (item as YamlNode).range?.[0] ?? 0);
    if (yaml.isMap(item)) refuseSecrets(item.items as Array<Pair<YamlNode, YamlNode>>, path, lines, problems);
    const values: unknown = yaml.isNode(item) ? item.toJS(document) : undefined;
    return { values: typeof values === 'object' && values !== null ? { ...values } : {}, at };
  });
}

/** A secret in this file would be committed. It is reported, and `configure` refuses the entry. */
function refuseSecrets(pairs: ReadonlyArray<Pair<YamlNode, YamlNode>>, path: string, lines: LineCounter, problems: Problem[]): void {
  for (const pair of pairs) {
    const key = String(pair.key);
    if (!isSecret(key, undefined) && !isSecret(key, scalarText(pair.value))) continue;
    const at = place(path, lines, pair.key.range?.[0] ?? 0);
    problems.push(
      problemOf(path, {
        code: 'invalid',
        message: `“${key}” in ${path} (line ${(at.line ?? 0) + 1}) looks like a secret. This file is committed, so the source is left out.`,
        hint: 'Remove it here, change the secret where it was issued, and enter it through “Add connection…”.',
        at,
      }),
    );
  }
}

function scalarText(node: YamlNode | null): string | undefined {
  const value = node !== null && 'value' in node ? node.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function isSecret(key: string, value: unknown): boolean {
  return (secretKey.test(key) && value !== null) || (typeof value === 'string' && urlWithUser.test(value));
}

async function configure(
  entry: Entry,
  folder: string,
  provider: (id: string) => Promise<Provider | undefined>,
): Promise<SourceConfig> {
  const { id, provider: providerId, label, ...settings } = entry.values;
  if (typeof id !== 'string' || id === '') throw fail('invalid', 'A source needs an “id”.', { at: entry.at });
  if (typeof providerId !== 'string') throw fail('invalid', `Source “${id}” needs a “provider”.`, { at: entry.at });
  const loaded = await provider(providerId);
  if (!loaded) throw fail('invalid', `Source “${id}”: there is no provider “${providerId}”.`, { at: entry.at });
  if (!loaded.configure) throw fail('invalid', `Source “${id}”: “${providerId}” takes no written connections.`, { at: entry.at });
  if (Object.entries(settings).some(([key, value]) => isSecret(key, value))) {
    throw fail('forbidden', `Source “${id}” holds a secret and is left out.`, { at: entry.at });
  }
  const config = loaded.configure(folder, id, settings);
  return { ...config, id, ...(typeof label === 'string' && label !== '' ? { label } : {}) };
}

function place(path: string, lines: LineCounter, offset: number): FaultPlace {
  const { line, col } = lines.linePos(offset);
  return { path, line: Math.max(0, line - 1), column: Math.max(0, col - 1) };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
