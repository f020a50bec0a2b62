import { fail } from '../../../core/base/fault.ts';

export type ParamValue = string | number | boolean;

/**
 * `dvc exp run` for one stage, as arguments. Each value travels in one `--set-param=…` argument, so nothing in it can
 * become an option, and text is quoted for the override language DVC reads (in it `a,b` would be two experiments).
 */
export function expRunArguments(options: {
  /** `dvc.yaml` or `sub/dvc.yaml`, relative to the project's root; null = everything. */
  readonly file: string | null;
  readonly stage: string | null;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly name?: string | null;
  readonly isQueued?: boolean;
  readonly inTemporaryFolder?: boolean;
}): string[] {
  const { file, stage, params, name, isQueued, inTemporaryFolder } = options;
  const target = file === null ? [] : [stage === null ? guarded(file) : `${guarded(file)}:${stage}`];
  return [
    'exp',
    'run',
    ...(isQueued ? ['--queue'] : []),
    ...(inTemporaryFolder ? ['--temp'] : []),
    ...(name ? [`--name=${name}`] : []),
    ...Object.entries(params).map(([key, value]) => `--set-param=${overrideKey(key)}=${overrideValue(value)}`),
    ...(target.length > 0 ? ['--', ...target] : []),
  ];
}

/** A file name that begins with a dash is no option. */
function guarded(file: string): string {
  return file.startsWith('-') ? `./${file}` : file;
}

function overrideKey(key: string): string {
  // `=` would end the key early; `+` and `~` add and delete in the override language.
  if (key === '' || /[=\s\0]/.test(key) || /^[+~]/.test(key.slice(key.indexOf(':') + 1))) {
    throw fail('invalid', `“${key}” cannot be set as a parameter.`);
  }
  return key;
}

function overrideValue(value: ParamValue): string {
  if (typeof value !== 'string') return String(value);
  if (/^[A-Za-z_./-][A-Za-z0-9_./@-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|nan|-?inf)$/i.test(value) && !/^[-.]?[.\d]/.test(value)) {
    return value;
  }
  if (/[\0\r\n]/.test(value)) throw fail('invalid', 'A parameter of DVC cannot hold line breaks.');
  // Inside single quotes a backslash counts only before a quote, so those before one (or the end) are doubled.
  return `'${value.replace(/(\\*)('|$)/g, (_, slashes: string, quote: string) => slashes + slashes + (quote ? `\\'` : ''))}'`;
}
