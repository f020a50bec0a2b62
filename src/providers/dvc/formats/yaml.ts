import { defineMappingTag, defineScalarTag, FAILSAFE_SCHEMA, load, mergeTag, NOT_RESOLVED, type Schema } from 'js-yaml';
import { fail } from '../../../core/base/fault.ts';
import { isMap, Moment, PyFloat, setKey, type Data, type DataMap, type ParseOptions } from './data.ts';
import { BadScalar, resolvePlain } from './scalar.ts';
import { parseFastYaml } from './yamlFast.ts';

const plainFirst = [...'tTfFnN~+-.0123456789', ''];

/** A key as Python's JSON would write it. */
function keyText(key: unknown): string {
  if (key === null || typeof key === 'number' || typeof key === 'boolean') return String(key);
  if (key instanceof Moment) return key.iso;
  if (key instanceof PyFloat) return String(key.value);
  return typeof key === 'string' ? key : JSON.stringify(key);
}

/** Mappings with text keys, safe for `__proto__`. */
const mapping = defineMappingTag<DataMap>('tag:yaml.org,2002:map', {
  create: () => ({}),
  addPair: (map, key, value) => {
    if (Array.isArray(key) || isMap(key as Data)) return 'a key must be a plain value';
    setKey(map, keyText(key), value as Data);
    return '';
  },
  has: (map, key) => Object.hasOwn(map, keyText(key)),
  keys: (map) => Object.keys(map),
  get: (map, key) => map[keyText(key)],
  identify: isMap,
});

function schemaFor(markFloats: boolean): Schema {
  const plain = defineScalarTag<Exclude<Data, Data[] | DataMap>>('tag:mlops,2026:plain', {
    implicit: true,
    implicitFirstChars: plainFirst,
    resolve: (source) => {
      const value = resolvePlain(source, markFloats);
      return typeof value === 'string' ? NOT_RESOLVED : value;
    },
    identify: () => false,
  });
  const explicit = (name: string, accepts: (value: unknown) => boolean) =>
    defineScalarTag<Exclude<Data, Data[] | DataMap>>(`tag:yaml.org,2002:${name}`, {
      resolve: (source) => {
        const value = resolvePlain(source, markFloats);
        return accepts(value) ? value : NOT_RESOLVED;
      },
      identify: () => false,
    });
  const isNumber = (value: unknown) => typeof value === 'number' || value instanceof PyFloat;
  return FAILSAFE_SCHEMA.withTags(
    mapping,
    plain,
    mergeTag,
    explicit('int', isNumber),
    explicit('float', isNumber),
    explicit('bool', (value) => typeof value === 'boolean'),
    explicit('null', (value) => value === null),
    explicit('timestamp', (value) => value instanceof Moment),
  );
}

const schemas = new Map<boolean, Schema>();

/** A YAML document by DVC's rules; an empty one is null. Throws `corrupt` with the 0-based line. */
export function parseYaml(text: string, options: ParseOptions = {}): Data {
  const markFloats = options.markFloats ?? false;
  try {
    return parseFastYaml(text, markFloats) ?? parseFullYaml(text, markFloats);
  } catch (error) {
    throw asFault(error);
  }
}

/** The full parser alone; exported so that a test can hold both against each other. */
export function parseFullYaml(text: string, markFloats: boolean): Data {
  if (isEmptyDocument(text)) return null;
  let schema = schemas.get(markFloats);
  if (!schema) {
    schema = schemaFor(markFloats);
    schemas.set(markFloats, schema);
  }
  return load(text, { schema }) as Data;
}

function isEmptyDocument(text: string): boolean {
  return /^\ufeff?(?:\s*(?:#[^\n]*)?(?:\n|$))*$/.test(text.length > 4096 ? text.slice(0, 4096) : text) && text.length <= 4096;
}

interface YamlMark {
  readonly line: number;
  readonly column: number;
}

function asFault(error: unknown): Error {
  if (error instanceof BadScalar) return fail('corrupt', error.message, { at: { path: '' } });
  const { mark, reason } = error as { mark?: YamlMark; reason?: string };
  return fail('corrupt', reason ?? 'The YAML cannot be read.', {
    at: { path: '', ...(mark ? { line: mark.line, column: mark.column } : {}) },
  });
}

