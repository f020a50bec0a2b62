import { fail, isFaultError } from '../../../core/base/fault.ts';
import type { Data, ParseOptions } from './data.ts';
import { parseJson } from './json.ts';
import { parsePython } from './python.ts';
import { parseToml } from './toml.ts';
import { parseYaml } from './yaml.ts';

/** A params or metrics file above this is not parsed: such a file is data, not settings. */
export const maxParsedBytes = 8 * 1024 * 1024;

/** The text of a file, or `corrupt` where it is not UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw fail('corrupt', `${path} is not valid UTF-8.`, { at: { path } });
  }
}

/** A file by its suffix, anything unknown as YAML, as DVC does. Throws `corrupt` with path and line. */
export function parseData(path: string, text: string, options: ParseOptions = {}): Data {
  try {
    return parserOf(path)(text, options);
  } catch (error) {
    if (!isFaultError(error)) throw error;
    const { at, message, code } = error.fault;
    const place = { ...at, path };
    const line = at?.line === undefined ? '' : ` (line ${at.line + 1})`;
    throw fail(code, `${path} cannot be read${line}: ${message}`, { at: place });
  }
}

function parserOf(path: string): (text: string, options: ParseOptions) => Data {
  const suffix = /\.[^./]+$/.exec(path)?.[0].toLowerCase();
  if (suffix === '.json') return parseJson;
  if (suffix === '.toml') return parseToml;
  if (suffix === '.py') return parsePython;
  return parseYaml;
}
