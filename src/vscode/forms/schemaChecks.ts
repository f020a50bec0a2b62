import type { JsonSchema } from '../../core/capability/actionSource.ts';

type Translate = (message: string, ...values: Array<string | number>) => string;

/** What is wrong with a typed answer, as one sentence; undefined where nothing is. */
export function mistakeIn(text: string, schema: JsonSchema, isRequired: boolean, t: Translate): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return isRequired ? t('A value is needed.') : undefined;
  if (schema.type === 'number' || schema.type === 'integer') {
    const amount = Number(trimmed);
    if (!Number.isFinite(amount)) return t('This must be a number.');
    if (schema.type === 'integer' && !Number.isInteger(amount)) return t('This must be a whole number.');
    if (schema.minimum !== undefined && amount < schema.minimum) return t('At least {0}.', schema.minimum);
    if (schema.maximum !== undefined && amount > schema.maximum) return t('At most {0}.', schema.maximum);
    return undefined;
  }
  if (schema.minLength !== undefined && trimmed.length < schema.minLength) return t('At least {0} characters.', schema.minLength);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(trimmed)) {
    return schema.description ?? t('This does not have the right form.');
  }
  return undefined;
}

/** A typed answer as the schema's type; undefined = left empty. */
export function typedAnswer(text: string, schema: JsonSchema): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (schema.type === 'number' || schema.type === 'integer') return Number(trimmed);
  if (schema.type === 'array') {
    return trimmed
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => typedAnswer(part, schema.items ?? {}));
  }
  return text;
}

/** Properties in the order to ask them: needed ones first, else as written. */
export function askedProperties(schema: JsonSchema | undefined): ReadonlyArray<readonly [string, JsonSchema]> {
  const entries = Object.entries(schema?.properties ?? {});
  const isRequired = ([name]: readonly [string, JsonSchema]) => schema?.required?.includes(name) === true;
  return [...entries.filter(isRequired), ...entries.filter((entry) => !isRequired(entry))];
}
