import { nearKeys } from '../../filter/near.ts';
import { evidenceRoots } from './evidence.ts';

export type Holds = 'number' | 'text' | 'flag';

/** By root: whole paths below it, where `*` is one name or more. Kept equal to the table in evidence.ts. */
const paths: Readonly<Record<(typeof evidenceRoots)[number], Readonly<Record<string, Holds>>>> = {
  metrics: { '*': 'number' },
  champion: { '*': 'number', artifact: 'text' },
  artifact: { bytes: 'number' },
  slices: { '*': 'number' },
  drift: { verdict: 'text', report: 'text', columns: 'number', shareDrifted: 'number', 'largest.*': 'number' },
  card: { '*.words': 'number' },
  columns: { '*': 'number', '*.names.*': 'flag' },
  code: { isClean: 'flag' },
  data: { pinnedBy: 'text' },
  environment: { lock: 'text' },
  reproduction: { level: 'text', 'metrics.*': 'number' },
};

/** What stands at a path of evidence, or what is wrong with it, by its names. */
export function evidencePath([root = '', ...names]: readonly string[]): { readonly holds: Holds } | { readonly wrong: string; readonly hint: string } {
  const path = [root, ...names].join('.');
  const known = evidenceRoots.find((one) => one === root);
  if (known === undefined) {
    const [near] = nearKeys(root, evidenceRoots);
    return { wrong: `there is no evidence “${path}”.`, hint: near === undefined ? `Evidence begins with one of: ${evidenceRoots.join(', ')}.` : `Did you mean “${[near, ...names].join('.')}”?` };
  }
  const forms = Object.entries(paths[known]);
  const exact = forms.find(([form]) => form === names.join('.')) ?? forms.findLast(([form]) => isOf(names, form.split('.')));
  if (exact !== undefined && names.every((name) => name !== '')) return { holds: exact[1] };
  const [near] = nearKeys(names.join('.'), forms.map(([form]) => form));
  return { wrong: `there is no evidence “${path}”.`, hint: near === undefined ? `There are: ${forms.map(([form]) => `${root}.${form.replaceAll('*', '<name>')}`).join(', ')}.` : `Did you mean “${root}.${near.replaceAll('*', '<name>')}”?` };
}

/** `*` takes one name or more. */
function isOf(names: readonly string[], form: readonly string[]): boolean {
  const [first, ...rest] = form;
  if (first === undefined) return names.length === 0;
  if (first !== '*') return names[0] === first && isOf(names.slice(1), rest);
  return names.some((_, at) => isOf(names.slice(at + 1), rest));
}
