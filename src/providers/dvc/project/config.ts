import { isFaultError } from '../../../core/base/fault.ts';
import type { Machine } from '../../../core/port/machine.ts';

/** `[section]` → key → value; `['remote "x"']` becomes section `remote "x"`. */
export type DvcConfig = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface DvcConfigFile {
  readonly folder: string;
  readonly config: DvcConfig;
}

/** DVC's config files, the strongest first: local, repository, user, system. Read without Python, absent ones skipped. */
export async function readConfigs(machine: Machine, root: string): Promise<DvcConfigFile[]> {
  const { env, places, files } = machine;
  const userFolder = env['DVC_GLOBAL_CONFIG_DIR'] ?? `${env['XDG_CONFIG_HOME'] ?? `${places.home}/.config`}/dvc`;
  const systemFolder = env['DVC_SYSTEM_CONFIG_DIR'] ?? '/etc/xdg/dvc';
  const candidates = [
    { folder: `${root}/.dvc`, name: 'config.local' },
    { folder: `${root}/.dvc`, name: 'config' },
    { folder: userFolder, name: 'config' },
    { folder: systemFolder, name: 'config' },
  ];
  const found: DvcConfigFile[] = [];
  for (const { folder, name } of candidates) {
    try {
      found.push({ folder, config: parseConfig(await files.readText(`${folder}/${name}`, { maxBytes: 1024 * 1024 })) });
    } catch (error) {
      if (!isFaultError(error) || (error.fault.code !== 'notFound' && error.fault.code !== 'forbidden')) throw error;
    }
  }
  return found;
}

/** The strongest file that sets it. */
export function configValue(
  files: readonly DvcConfigFile[],
  section: string,
  key: string,
): { readonly value: string; readonly folder: string } | undefined {
  for (const { config, folder } of files) {
    const value = config.get(section)?.get(key);
    if (value !== undefined) return { value, folder };
  }
  return undefined;
}

/** The ini dialect of DVC (configobj): sections, `key = value`, quotes, comments. */
export function parseConfig(text: string): DvcConfig {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const section = /^\[(.+)\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (section !== undefined) {
      const name = unquote(section.trim()).toLowerCase();
      current = sections.get(name) ?? new Map<string, string>();
      sections.set(name, current);
      continue;
    }
    const equals = line.indexOf('=');
    if (equals > 0) current.set(line.slice(0, equals).trim().toLowerCase(), valueOf(line.slice(equals + 1).trim()));
  }
  return sections;
}

function valueOf(text: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(text);
  return quoted ? (quoted[2] ?? '') : text.replace(/\s+#.*$/, '');
}

function unquote(text: string): string {
  return /^'.*'$/.test(text) ? text.slice(1, -1) : text;
}
