import { fail } from '../../../core/base/fault.ts';
import { isMap, Moment, setKey, type Data, type DataMap } from '../formats/data.ts';
import type { TemplateContext } from './context.ts';
import { fromNode, local, toNode, type Node } from './node.ts';
import { templateText, type FlagStyle } from './text.ts';

const expressions = /(?<!\\)\$\{(.*?)\}/g;
const wellFormed = /^[^.[\]]+(?:\.[^.[\]]+|\[[^.[\]]+\])*$/;

export interface Interpolation {
  readonly context: TemplateContext;
  /** The stage's section, which decides what may be put in: a dictionary only in `cmd`. Null = no rule. */
  readonly section: string | null;
  readonly style?: FlagStyle | undefined;
}

export function hasTemplate(value: Data): boolean {
  if (typeof value === 'string') return value.includes('${') && [...value.matchAll(expressions)].length > 0;
  if (Array.isArray(value)) return value.some(hasTemplate);
  return isMap(value) && Object.entries(value).some(([key, one]) => hasTemplate(key) || hasTemplate(one));
}

/** Every `${…}` in a value, replaced. Throws `corrupt` for an unknown name or a value that does not fit. */
export function interpolate(value: Data, how: Interpolation): Data {
  if (typeof value === 'string') return interpolateText(value, how);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, how));
  if (!isMap(value)) return value;
  const map: DataMap = {};
  for (const [key, one] of Object.entries(value)) {
    const name = interpolateText(key, how);
    setKey(map, typeof name === 'string' ? name : templateText(name), interpolate(one, how));
  }
  return map;
}

/** Like `interpolate`, but what a lone `${…}` names keeps its origin. For `foreach` and `matrix`. */
export function interpolateToNode(value: Data, context: TemplateContext): Node {
  const how: Interpolation = { context, section: null };
  if (typeof value === 'string') {
    const matches = [...value.matchAll(expressions)];
    const only = matches[0];
    if (matches.length === 1 && only?.[0] === value) return context.select(checked(only[1] ?? ''));
    return toNode(interpolateText(value, how), local);
  }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => interpolateToNode(item, context)), origin: local };
  if (!isMap(value)) return toNode(value, local);
  const entries = new Map<string, Node>();
  for (const [key, one] of Object.entries(value)) entries.set(templateText(interpolateText(key, how)), interpolateToNode(one, context));
  return { kind: 'map', entries, origin: local };
}

function interpolateText(text: string, how: Interpolation): Data {
  if (!text.includes('${')) return text;
  const matches = [...text.matchAll(expressions)];
  const only = matches[0];
  if (matches.length === 1 && only?.[0] === text) return pick(only[1] ?? '', how);
  let result = '';
  let at = 0;
  for (const match of matches) {
    result += text.slice(at, match.index) + templateText(pick(match[1] ?? '', how), how.style);
    at = match.index + match[0].length;
  }
  return (result + text.slice(at)).replaceAll('\\${', '${');
}

function pick(expression: string, how: Interpolation): Data {
  const value = fromNode(how.context.select(checked(expression)));
  const isContainer = Array.isArray(value) || isMap(value) || value instanceof Moment;
  if (isContainer && how.section !== null && !how.section.includes('foreach') && !(isMap(value) && how.section === 'cmd')) {
    throw fail('corrupt', `Cannot interpolate data of type '${Array.isArray(value) ? 'list' : 'dict'}' in \${${expression}}`);
  }
  return value;
}

function checked(expression: string): string {
  if (!wellFormed.test(expression)) throw fail('corrupt', `\${${expression}} is no valid template.`);
  return expression;
}
