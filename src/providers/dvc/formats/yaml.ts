import { defineMappingTag, defineScalarTag, FAILSAFE_SCHEMA, load, mergeTag, NOT_RESOLVED, type Schema } from 'js-yaml';
import { fail, isFaultError } from '../../../core/base/fault.ts';
import { floatText } from '../templating/text.ts';
import { isMap, Moment, PyFloat, setKey, unmark, type Data, type DataMap, type ParseOptions } from './data.ts';
import { BadScalar, resolvePlain } from './scalar.ts';
import { parseFastYaml } from './yamlFast.ts';
import { withDvcLayout } from './yamlFlow.ts';

const plainFirst = [...'tTfFnN~+-.0123456789', ''];

/** A key as Python's JSON would write it. */
function keyText(key: unknown): string {
  if (key === null || typeof key === 'number' || typeof key === 'boolean') return String(key);
  if (key instanceof Moment) return key.iso;
  if (key instanceof PyFloat) return Number.isFinite(key.value) ? floatText(key.value) : String(key.value);
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

/** `1.0:` is the key "1.0", which only a float that knows to be one can tell. */
const floatKey = /(?:^|[\s{,?])[-+]?[\d_]*(?:\.|\d[eE])[^\s:]*[ ]*:/m;

function schemaOf(markFloats: boolean): Schema {
  let schema = schemas.get(markFloats);
  if (!schema) {
    schema = schemaFor(markFloats);
    schemas.set(markFloats, schema);
  }
  return schema;
}

/** The full parser alone; exported so that a test can hold both against each other. */
export function parseFullYaml(text: string, markFloats: boolean): Data {
  if (isEmptyDocument(text)) return null;
  const hasFloatKey = !markFloats && floatKey.test(text);
  const schema = schemaOf(markFloats || hasFloatKey);
  const loaded = loadLenient(text, schema);
  const data = hasFloatKey ? unmark(loaded) : loaded;
  if (text.includes('*')) checkAliases(data);
  return data;
}

/** What the parser refuses is tried in the layout that DVC's own parser allows. */
function loadLenient(text: string, schema: Schema): Data {
  const written = text.includes('\t') ? withDvcLayout(text) : text;
  try {
    return load(written, { schema }) as Data;
  } catch (error) {
    const relaid = withDvcLayout(text);
    if (relaid === written) throw error;
    return load(relaid, { schema }) as Data;
  }
}

/** Far above any settings; aliases of aliases reach it with a few lines. */
const maxValues = 1_000_000;

/** Aliases may make a value its own part, or so many copies that nobody can walk them. */
function checkAliases(data: Data): void {
  const path = new Set<Data>();
  let count = 0;
  const walk = (value: Data) => {
    count += 1;
    if (count > maxValues) throw fail('corrupt', `Its aliases stand for more than ${maxValues} values.`);
    if (typeof value !== 'object' || value === null || value instanceof PyFloat || value instanceof Moment) return;
    if (path.has(value)) throw fail('corrupt', 'An alias stands for what it is a part of.');
    path.add(value);
    for (const one of Object.values<Data>(value)) walk(one);
    path.delete(value);
  };
  walk(data);
}

function isEmptyDocument(text: string): boolean {
  return /^\ufeff?(?:\s*(?:#[^\n]*)?(?:\n|$))*$/.test(text.length > 4096 ? text.slice(0, 4096) : text) && text.length <= 4096;
}

interface YamlMark {
  readonly line: number;
  readonly column: number;
}

function asFault(error: unknown): Error {
  if (isFaultError(error)) return error;
  if (error instanceof BadScalar) return fail('corrupt', error.message, { at: { path: '' } });
  const { mark, reason } = error as { mark?: YamlMark; reason?: string };
  return fail('corrupt', reason ?? 'The YAML cannot be read.', {
    at: { path: '', ...(mark ? { line: mark.line, column: mark.column } : {}) },
  });
}

