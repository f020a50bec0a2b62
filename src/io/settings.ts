import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../core/base/fault.ts';
import type { Settings } from '../core/port/machine.ts';

/** Settings outside an editor: `settings.json` in the user's config folder, flat keys without the `mlops.` prefix. */
export function fileSettings(configFolder: string): Settings {
  const file = path.join(configFolder, 'settings.json');
  let values: Readonly<Record<string, unknown>> | undefined;
  return {
    get<T>(key: string): T | undefined {
      values ??= read(file);
      return (Object.hasOwn(values, key) ? values[key] : undefined) as T | undefined;
    },
  };
}

function read(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw fail('forbidden', `${file} cannot be read.`, { at: { path: file } });
  }
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values === 'object' && values !== null) return values as Record<string, unknown>;
  } catch (error) {
    throw fail('invalid', `${file} is no valid JSON: ${(error as Error).message}`, { at: { path: file } });
  }
  throw fail('invalid', `${file} must hold one JSON object.`, { at: { path: file } });
}
