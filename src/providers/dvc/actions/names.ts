import { fail } from '../../../core/base/fault.ts';

/**
 * A name for something git keeps (an experiment, a branch), by git's own rules; nothing that could be read as an
 * option passes. Throws `invalid`.
 */
export function refName(name: unknown, what: string, options: { readonly allowsSlash?: boolean } = {}): string {
  const isText = typeof name === 'string' && name.length > 0 && name.length <= 200;
   
  const hasBad = isText && /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-./]|[./]$|\.lock(\/|$)|\/\.|^@$/.test(name);
  if (!isText || hasBad || (!options.allowsSlash && name.includes('/'))) {
    throw fail('invalid', `“${shown(name)}” is no name that git accepts for ${what}.`, {
      hint: 'Use letters, digits, dots, dashes and underscores; begin with a letter or digit.',
    });
  }
  return name;
}

/** A remote's name, or undefined for none. A URL or path is refused: it would be contacted on a web page's word. */
export function remoteName(name: unknown): string | undefined {
  if (name === undefined || name === '') return undefined;
  if (typeof name !== 'string' || !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
    throw fail('invalid', `“${shown(name)}” is no name of a remote.`, { hint: 'Name a remote that is configured here.' });
  }
  return name;
}

/** `key=value key2=value2`, values with spaces in double quotes. Numbers and booleans become such. */
export function paramsFrom(text: unknown): Record<string, string | number | boolean> {
  if (text === undefined || text === '') return {};
  if (typeof text !== 'string') throw fail('invalid', 'Parameters are given as key=value, separated by spaces.');
  const params: Record<string, string | number | boolean> = {};
  const form = /\s*([^\s=]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|$)/y;
  const wanted = text.trimEnd();
  while (form.lastIndex < wanted.length) {
    const at = form.lastIndex;
    const match = form.exec(wanted);
    if (!match) {
      throw fail('invalid', `“${wanted.slice(at).trim()}” is not of the form key=value.`, { hint: 'For example: train.epochs=40 train.name="a b"' });
    }
    const [, key = '', value = ''] = match;
    params[key] = value.startsWith('"') ? unquoted(value) : typed(value);
  }
  return params;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}

function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

export function shown(value: unknown): string {
   
  return (typeof value === 'string' ? value : JSON.stringify(value) ?? '').replace(/[\u0000-\u001f\u007f]/g, '�').slice(0, 80);
}
