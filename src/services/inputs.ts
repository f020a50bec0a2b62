import { fail } from '../core/base/fault.ts';
import type { JsonSchema } from '../core/capability/actionSource.ts';

type Inputs = Readonly<Record<string, unknown>>;

/**
 * Inputs checked against an object schema: text becomes the property's type, defaults are filled in, and the first
 * thing wrong is an `invalid` fault that names the property by its title and, in the hint, by the key to give it under.
 * `option` stands before that key, where a command line has one: `--input `.
 */
export function checkedInputs(schema: JsonSchema | undefined, inputs: Inputs, option = ''): Inputs {
  const properties = schema?.properties ?? {};
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!property) {
      const names = Object.keys(properties).join(', ');
      throw fail('invalid', `There is no input “${name}”.`, { hint: names ? `Inputs: ${names}.` : 'It takes no inputs.' });
    }
    if (value !== undefined && value !== '') checked[name] = typed(name, property, value, option);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (checked[name] === undefined && property.default !== undefined) checked[name] = property.default;
  }
  for (const name of schema?.required ?? []) {
    if (checked[name] === undefined) throw fail('invalid', `“${properties[name]?.title ?? name}” is needed.`, { hint: howToGive(name, properties[name], option) });
  }
  return checked;
}

function typed(name: string, schema: JsonSchema, value: unknown, option: string): unknown {
  const converted = typeof value === 'string' ? fromText(name, schema, value, option) : value;
  const title = schema.title ?? name;
  const hint = howToGive(name, schema, option);
  if (schema.enum && !schema.enum.includes(converted)) {
    throw fail('invalid', `“${title}” must be one of ${schema.enum.map(String).join(', ')}.`, { hint });
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    if (typeof converted !== 'number' || !Number.isFinite(converted) || (schema.type === 'integer' && !Number.isInteger(converted))) {
      throw fail('invalid', `“${title}” must be ${schema.type === 'integer' ? 'a whole number' : 'a number'}.`, { hint });
    }
    if (schema.minimum !== undefined && converted < schema.minimum) throw fail('invalid', `“${title}” must be at least ${schema.minimum}.`, { hint });
    if (schema.maximum !== undefined && converted > schema.maximum) throw fail('invalid', `“${title}” must be at most ${schema.maximum}.`, { hint });
  }
  if (schema.type === 'boolean' && typeof converted !== 'boolean') throw fail('invalid', `“${title}” must be true or false.`, { hint });
  if (schema.type === 'string') {
    if (typeof converted !== 'string') throw fail('invalid', `“${title}” must be text.`, { hint });
    if (schema.minLength !== undefined && converted.length < schema.minLength) throw fail('invalid', `“${title}” is too short.`, { hint });
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(converted)) {
      throw fail('invalid', `“${title}” does not have the right form.`, { hint: `${(schema.description ?? `It must match ${schema.pattern}`).replace(/\.$/, '')}. ${hint}` });
    }
  }
  if (schema.type === 'array' && !Array.isArray(converted)) throw fail('invalid', `“${title}” must be a list.`, { hint });
  return converted;
}

/** The title of a property is not what one types: its key is. */
function howToGive(name: string, schema: JsonSchema | undefined, option: string): string {
  if (schema?.type === 'boolean') return `Give it as ${option}${name}=true or ${option}${name}=false.`;
  return `Give it as ${option}${name}=${schema?.type === 'array' ? 'VALUE,VALUE' : 'VALUE'}.`;
}

function fromText(name: string, schema: JsonSchema, text: string, option: string): unknown {
  switch (schema.type) {
    case 'number':
    case 'integer':
      return text.trim() === '' ? NaN : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'array':
      return text.split(',').map((part) => typed(name, schema.items ?? {}, part.trim(), option));
    default:
      return text;
  }
}
