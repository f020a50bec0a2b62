import { fail } from '../../../core/base/fault.ts';
import { entriesOf, keyOf, textOf, valueAt } from '../../../core/pipeline/syntaxNodes.ts';
import type { StageParam } from '../../../core/model/pipeline.ts';
import type { SyntaxNode } from '../../../core/port/syntax.ts';

/** MLflow's parameter types; `float` is the one it takes for a number. */
const types: Readonly<Record<string, StageParam['type']>> = { float: 'number', path: 'path', uri: 'uri', string: 'string' };

/** `parameters` of an entry point: `name: type`, `name: {type, default}`, or a name alone. */
export function parametersOf(body: SyntaxNode | null, file: string): StageParam[] {
  return entriesOf(valueAt(body, 'parameters')).map((entry) => {
    const type = types[textOf(entry.value) ?? textOf(valueAt(entry.value, 'type')) ?? 'string'] ?? 'string';
    const written = valueAt(entry.value, 'default');
    const value = written?.kind === 'scalar' ? written.value : null;
    return { key: keyOf(entry), file, value, type };
  });
}

/** Parameters as `-P k=v`. Throws `invalid` for a missing one, or for a word where a number is wanted. */
export function launchParameters(
  declared: readonly StageParam[],
  given: Readonly<Record<string, string | number | boolean>>,
): Record<string, string | number | boolean> {
  const all: Record<string, string | number | boolean> = {};
  for (const param of declared) {
    const value = given[param.key] ?? param.value;
    if (value === null) {
      throw fail('invalid', `The parameter “${param.key}” needs a value.`, { hint: 'It has no default in MLproject.' });
    }
    if (param.type === 'number' && Number.isNaN(Number(value))) {
      throw fail('invalid', `The parameter “${param.key}” is a number, “${String(value)}” is not.`);
    }
    all[param.key] = value;
  }
  for (const [key, value] of Object.entries(given)) {
    if (key.includes('=')) throw fail('invalid', `A parameter’s name cannot hold “=”: ${key}`);
    all[key] = value;
  }
  return all;
}
