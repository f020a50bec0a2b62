import { fail } from '../core/base/fault.ts';
import type { JsonSchema } from '../core/capability/actionSource.ts';

type Inputs = Readonly<Record<string, unknown>>;

/**
 * Inputs checked against an object schema: text becomes the property's type, defaults are filled in, and the first
 * thing wrong is an `invalid` fault that names the property.
 */
export function checkedInputs(schema: JsonSchema | undefined, inputs: Inputs): Inputs {
  const properties = schema?.properties ?? {};
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!property) {
      const names = Object.keys(properties).join(', ');
      throw fail('invalid', `There is no input “${name}”.`, { hint: names ? `Inputs: ${names}.` : 'It takes no inputs.' });
    }
    if (value !== undefined && value !== '') checked[name] = typed(name, property, value);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (checked[name] === undefined && property.default !== undefined) checked[name] = property.default;
  }
  for (const name of schema?.required ?? []) {
    if (checked[name] === undefined) throw fail('invalid', `“${properties[name]?.title ?? name}” is needed.`);
  }
  return checked;
}

function typed(name: string, schema: JsonSchema, value: unknown): unknown {
  const converted = typeof value === 'string' ? fromText(name, schema, value) : value;
  const title = schema.title ?? name;
  if (schema.enum && !schema.enum.includes(converted)) {
    throw fail('invalid', `“${title}” must be one of ${schema.enum.map(String).join(', ')}.`);
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    if (typeof converted !== 'number' || !Number.isFinite(converted) || (schema.type === 'integer' && !Number.isInteger(converted))) {
      throw fail('invalid', `“${title}” must be ${schema.type === 'integer' ? 'a whole number' : 'a number'}.`);
    }
    if (schema.minimum !== undefined && converted < schema.minimum) throw fail('invalid', `“${title}” must be at least ${schema.minimum}.`);
    if (schema.maximum !== undefined && converted > schema.maximum) throw fail('invalid', `“${title}” must be at most ${schema.maximum}.`);
  }
  if (schema.type === 'boolean' && typeof converted !== 'boolean') throw fail('invalid', `“${title}” must be true or false.`);
  if (schema.type === 'string') {
    if (typeof converted !== 'string') throw fail('invalid', `“${title}” must be text.`);
    if (schema.minLength !== undefined && converted.length < schema.minLength) throw fail('invalid', `“${title}” is too short.`);
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(converted)) {
      throw fail('invalid', `“${title}” does not have the right form.`, { hint: schema.description ?? `It must match ${schema.pattern}.` });
    }
  }
  if (schema.type === 'array' && !Array.isArray(converted)) throw fail('invalid', `“${title}” must be a list.`);
  return converted;
}

function fromText(name: string, schema: JsonSchema, text: string): unknown {
  switch (schema.type) {
    case 'number':
    case 'integer':
      return text.trim() === '' ? NaN : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'array':
      return text.split(',').map((part) => typed(name, schema.items ?? {}, part.trim()));
    default:
      return text;
  }
}
