import { fail } from '../../../core/base/fault.ts';
import { isMap, type Data, type DataMap } from '../formats/data.ts';

type Rule = (value: Data) => boolean;

const isText: Rule = (value) => typeof value === 'string';
const isFlag: Rule = (value) => typeof value === 'boolean';
const isAnything: Rule = () => true;
const isCommand: Rule = (value) => isText(value) || Array.isArray(value);
const isOrNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null || rule(value);
const listOf =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.every(rule);
const mapOf =
  (rule: Rule): Rule =>
  (value) =>
    isMap(value) && Object.values(value).every(rule);
const textOr =
  (rule: Rule): Rule =>
  (value) =>
    isText(value) || rule(value);

type Rules = Readonly<Record<string, Rule>>;
/** A dictionary of these keys only. */
const shape =
  (rules: Rules, required: readonly string[] = []): Rule =>
  (value) =>
    isMap(value) && required.every((key) => key in value) && Object.entries(value).every(([key, one]) => Object.hasOwn(rules, key) && rules[key]?.(one));

const annotation: Rules = { desc: isText, type: isText, labels: listOf(isText), meta: isAnything };
const outFlags: Rules = { ...annotation, cache: isFlag, persist: isFlag, checkpoint: isFlag, remote: isText, push: isFlag };
const outs = listOf(textOr(mapOf(shape(outFlags))));
const plotFlags = shape({ ...outFlags, template: isText, x: isText, y: isText, x_label: isText, y_label: isText, title: isText, header: isFlag });
const textOrTexts = textOr(listOf(isText));
const plot = shape({
  x: textOr(mapOf(isText)),
  y: (value) => textOrTexts(value) || mapOf(textOrTexts)(value),
  x_label: isText,
  y_label: isText,
  title: isText,
  template: isText,
});
const stageRules: Rules = {
  matrix: mapOf((value) => isText(value) || Array.isArray(value)),
  cmd: isCommand,
  wdir: isText,
  deps: listOf(isText),
  params: listOf(textOr(isMap)),
  vars: listOf(textOr(isMap)),
  frozen: isFlag,
  meta: isAnything,
  desc: isText,
  always_changed: isFlag,
  outs,
  metrics: outs,
  plots: listOf(textOr(mapOf((value) => plotFlags(value) || listOf(plotFlags)(value)))),
};
const topRules: Rules = {
  datasets: (value) => Array.isArray(value) || isMap(value),
  plots: listOf(textOr(mapOf(isOrNull(plot)))),
  stages: isMap,
  vars: listOf(textOr(isMap)),
  params: listOf(isText),
  metrics: listOf(isText),
  artifacts: mapOf(shape({ ...annotation, path: isText }, ['path'])),
};
const foreachRules: Rules = { foreach: (value) => isText(value) || Array.isArray(value) || isMap(value), do: isMap };
const lockedItems = listOf((value) => isMap(value) && isText(value['path'] ?? null));
const lockRules: Rules = {
  cmd: isCommand,
  deps: lockedItems,
  params: mapOf(isMap),
  outs: lockedItems,
};
const isInt: Rule = (value) => Number.isInteger(value);
const isDigest: Rule = (value) => value === null || (typeof value === 'string' ? value.length !== 1 && value.length !== 2 : isInt(value) && `${Number(value)}`.length >= 3);
const stored: Rules = { md5: isDigest, checksum: isDigest, etag: isDigest, size: isInt, nfiles: isInt, isexec: isFlag, version_id: isText };
const cloud: Rule = (value) => mapOf(shape(stored))(value) && Object.keys(value as DataMap).length <= 1;
const content: Rules = {
  ...stored,
  path: isText,
  persist: isFlag,
  cloud,
  hash: isText,
  files: listOf(shape({ ...stored, relpath: isText, cloud }, ['relpath'])),
  fs_config: isMap,
};
const textOrMap = textOr(isMap);
const fileDep: Rules = {
  ...content,
  repo: shape({ url: isText, rev: isText, rev_lock: isText, config: textOrMap, remote: textOrMap }, ['url']),
  db: shape({ query: isText, connection: isText, file_format: isText, table: isText }),
};
const fileOut: Rules = { ...content, ...annotation, cache: isFlag, remote: isText, push: isFlag };
const dataFileRules: Rules = {
  md5: isOrNull((value) => isText(value) || typeof value === 'number'),
  wdir: isOrNull(isText),
  deps: isOrNull(listOf(shape(fileDep, ['path']))),
  outs: isOrNull(listOf(shape(fileOut, ['path']))),
  locked: isFlag,
  frozen: isFlag,
  meta: isAnything,
  always_changed: isFlag,
  desc: isText,
};

/** Refuses what DVC refuses, since DVC then shows nothing of that commit. Throws `corrupt`. */
export function checkPipeline(path: string, data: Data): DataMap {
  const map = asMap(path, data);
  check(path, '', map, topRules);
  for (const [name, stage] of Object.entries((map['stages'] as DataMap | undefined) ?? {})) {
    const where = `stages.${name}`;
    if (!isMap(stage)) throw broken(path, where, 'is no dictionary');
    const isForeach = 'foreach' in stage || 'do' in stage;
    if (isForeach) check(path, where, stage, foreachRules, ['foreach', 'do']);
    const body = isForeach ? (stage['do'] as DataMap) : stage;
    check(path, isForeach ? `${where}.do` : where, body, stageRules, ['cmd']);
  }
  return map;
}

export function checkLock(path: string, data: Data): DataMap {
  const map = asMap(path, data);
  if (Object.keys(map).length === 0) return map;
  if (map['schema'] !== '2.0') throw broken(path, 'schema', 'is not 2.0');
  check(path, '', map, { schema: isText, datasets: isAnything, stages: isMap });
  for (const [name, stage] of Object.entries((map['stages'] as DataMap | undefined) ?? {})) {
    if (!isMap(stage)) throw broken(path, `stages.${name}`, 'is no dictionary');
    check(path, `stages.${name}`, stage, lockRules, ['cmd']);
  }
  return map;
}

export function checkDataFile(path: string, data: Data): DataMap {
  const map = asMap(path, data);
  check(path, '', map, dataFileRules);
  return map;
}

function asMap(path: string, data: Data): DataMap {
  if (isMap(data)) return data;
  if (data === null || data === '' || data === 0 || data === false || (Array.isArray(data) && data.length === 0)) return {};
  throw broken(path, '', 'is no dictionary');
}

function check(path: string, where: string, map: DataMap, rules: Rules, required: readonly string[] = []): void {
  for (const [key, value] of Object.entries(map)) {
    const rule = rules[key];
    const place = where === '' ? key : `${where}.${key}`;
    if (!rule) throw broken(path, place, 'is not allowed here');
    if (!rule(value)) throw broken(path, place, 'has the wrong form');
  }
  const absent = required.find((key) => !(key in map));
  if (absent !== undefined) throw broken(path, where, `has no ${absent}`);
}

function broken(path: string, where: string, what: string): Error {
  return fail('corrupt', `${path} is invalid: ${where === '' ? 'it' : where} ${what}.`, { at: { path } });
}
