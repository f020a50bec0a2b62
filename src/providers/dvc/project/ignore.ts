/** Rules of one `.dvcignore` (gitignore's syntax), for paths below its folder. */
interface Rule {
  readonly pattern: RegExp;
  readonly isNegated: boolean;
  readonly isFolderOnly: boolean;
}

/** What the `.dvcignore` files from the root down to a folder hide. Immutable: a folder's own file makes a new one. */
export class IgnoreRules {
  readonly #levels: ReadonlyArray<{ readonly folder: string; readonly rules: readonly Rule[] }>;

  constructor(levels: ReadonlyArray<{ readonly folder: string; readonly rules: readonly Rule[] }> = []) {
    this.#levels = levels;
  }

  with(folder: string, text: string): IgnoreRules {
    const rules = text.split('\n').flatMap((line) => parseRule(line.replace(/\r$/, '')));
    return rules.length === 0 ? this : new IgnoreRules([...this.#levels, { folder, rules }]);
  }

  /** The last rule that matches decides. */
  ignores(path: string, isFolder: boolean): boolean {
    let isIgnored = false;
    for (const { folder, rules } of this.#levels) {
      const below = folder === '' ? path : path.slice(folder.length + 1);
      for (const rule of rules) {
        if ((!rule.isFolderOnly || isFolder) && rule.pattern.test(below)) isIgnored = !rule.isNegated;
      }
    }
    return isIgnored;
  }
}

function parseRule(line: string): Rule[] {
  let text = line.replace(/(?<!\\)\s+$/, '');
  if (text === '' || text.startsWith('#')) return [];
  const isNegated = text.startsWith('!');
  if (isNegated) text = text.slice(1);
  const isFolderOnly = text.endsWith('/');
  if (isFolderOnly) text = text.slice(0, -1);
  const isAnchored = text.includes('/');
  const body = globSource(text.replace(/^\//, ''));
  if (body === undefined) return [];
  return [{ pattern: new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}$`, 's'), isNegated, isFolderOnly }];
}

/** Undefined for a pattern that matches nothing. Every piece is bounded, so no input makes it slow. */
function globSource(glob: string): string | undefined {
  let source = '';
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob[at] ?? '';
    if (glob.startsWith('**/', at) && (at === 0 || glob[at - 1] === '/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = glob.indexOf(']', at + 2);
      if (end < 0) return undefined;
      const set = glob.slice(at + 1, end).replace(/^!/, '^').replaceAll('\\', '\\\\').replaceAll('[', '\\[');
      source += `[${set}]`;
      at = end;
    } else if (character === '\\' && at + 1 < glob.length) {
      at += 1;
      source += escape(glob[at] ?? '');
    } else source += escape(character);
  }
  return source;
}

function escape(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
