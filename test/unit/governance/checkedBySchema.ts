import type { WrittenSchema } from '../../../src/core/written/schema.ts';

/** Whether a value is what a schema describes: the part of draft 7 that ours use, by its own words. */
export function isBySchema(value: unknown, schema: WrittenSchema): boolean {
  const { type, enum: options, anyOf, oneOf } = schema;
  if (type !== undefined && !(Array.isArray(type) ? type : [type]).some((one) => isOfType(value, one as string))) return false;
  if ('const' in schema && value !== schema.const) return false;
  if (options !== undefined && !options.includes(value as string)) return false;
  if (anyOf !== undefined && !anyOf.some((one) => isBySchema(value, one))) return false;
  if (oneOf !== undefined && oneOf.filter((one) => isBySchema(value, one)).length !== 1) return false;
  if (typeof value === 'string') return value.length >= (schema.minLength ?? 0) && value.length <= (schema.maxLength ?? Infinity) && new RegExp(schema.pattern ?? '', 'u').test(value);
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (Array.isArray(value)) return value.length >= (schema.minItems ?? 0) && value.every((one) => isBySchema(one, schema.items ?? {}));
  if (typeof value !== 'object' || value === null) return true;
  const keys = Object.keys(value);
  if (keys.length < (schema.minProperties ?? 0) || keys.length > (schema.maxProperties ?? Infinity)) return false;
  if (schema.required?.some((key) => !keys.includes(key))) return false;
  if (Object.entries(schema.dependencies ?? {}).some(([key, others]) => keys.includes(key) && others.some((one) => !keys.includes(one)))) return false;
  return keys.every((key) => {
    const below = schema.properties?.[key] ?? schema.additionalProperties ?? true;
    return typeof below === 'boolean' ? below : isBySchema((value as Record<string, unknown>)[key], below);
  });
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
