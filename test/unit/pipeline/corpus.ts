import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parseYamlStream } from '../../../src/io/yamlSyntax.ts';
import { parsePythonSyntax } from '../../../src/io/pythonSyntax.ts';
import { isPython } from '../../../src/core/pipeline/fileNames.ts';
import type { NearbyFile, Recognised } from '../../../src/core/pipeline/recognised.ts';
import { recogniseWith, rowsForText } from '../../../src/core/pipeline/table.ts';
import { TextPlaces } from '../../../src/core/pipeline/textPlaces.ts';

const root = new URL('../../fixtures/recognisers/', import.meta.url);

/** A file of the corpus: what it is, or what it only looks like. */
export interface Sample {
  /** A row of the printed table: `kfp-v2`, `ray-<kind>`. */
  readonly row: string;
  /** The kind it must be found as; null for a near-miss. */
  readonly kind: string | null;
  readonly origin: string;
  /** Its text comes from the origin as it is, or is an outline of it, or was made for this test. */
  readonly form: 'file' | 'outline' | 'made';
  readonly path: string;
  readonly text: string;
  readonly isHeldOut: boolean;
}

const families: Readonly<Record<string, string>> = { 'kubeflow-job': 'kubeflow-<kind>', 'ray-object': 'ray-<kind>', azureml: 'azureml-<schema>' };
const rowOf = (kind: string): string => families[kind] ?? (kind.startsWith('azureml-') ? 'azureml-<schema>' : kind);

/** Written down before any held-out file was looked at: about 5 of 16. */
export function isHeldOut(origin: string): boolean {
  return parseInt(createHash('sha256').update(origin).digest('hex').slice(0, 1), 16) < 5;
}

export function recogniseText(path: string, text: string, nearby: readonly NearbyFile[] = []): Recognised[] {
  const rows = rowsForText(path, text).filter((row) => !row.nearby || nearby.length > 0);
  const isCode = isPython(path);
  return recogniseWith(rows, {
    path,
    text,
    places: new TextPlaces(text),
    yaml: isCode ? null : parseYamlStream(text),
    python: isCode ? parsePythonSyntax(text) : null,
    nearby,
  });
}

interface Entry {
  readonly head: readonly string[];
  readonly text: string;
}

/** Entries of a text, each behind a line `### word word …`. */
function entriesOf(file: string): Entry[] {
  const parts = readFileSync(new URL(file, root), 'utf8').split(/^### (.*)\n/m).slice(1);
  const entries: Entry[] = [];
  for (let at = 0; at < parts.length; at += 2) entries.push({ head: (parts[at] ?? '').split(' '), text: parts[at + 1] ?? '' });
  return entries;
}

/** `### repository path commit licence [kind]`: a file name gives the kind where the line does not. */
function outlines(file: string, nearOf?: true): Sample[] {
  const kind = file.slice(file.lastIndexOf('/') + 1, -'.txt'.length);
  return entriesOf(file).map(({ head: [repository = '', path = '', , , given], text }) => {
    const own = given !== undefined && given !== '-' ? given : kind;
    const row = rowOf(families[kind] !== undefined ? kind : own);
    const origin = `${repository}/${path}`;
    return { row, kind: nearOf ? null : own, origin, form: 'outline' as const, path: `/work/${path}`, text, isHeldOut: isHeldOut(origin) };
  });
}

interface Origin {
  readonly file: string;
  readonly kind: string;
  readonly near: boolean;
  readonly repository: string;
  readonly path: string;
  readonly sha256: string;
}

export function origins(): Origin[] {
  return JSON.parse(readFileSync(new URL('origins.json', root), 'utf8')) as Origin[];
}

export function bytesOf({ file }: Origin): Buffer {
  return readFileSync(new URL(file, root));
}

function files(): Sample[] {
  return origins().map((one) => {
    const origin = `${one.repository}/${one.path}`;
    return {
      row: rowOf(one.kind),
      kind: one.near ? null : one.kind,
      origin,
      form: 'file' as const,
      path: `/work/${one.path}`,
      text: bytesOf(one).toString('utf8'),
      isHeldOut: isHeldOut(origin),
    };
  });
}

function made(): Sample[] {
  return entriesOf('near/made.txt').map(({ head: [kind = '', ...path], text }) => {
    const name = path.join(' ');
    return { row: rowOf(kind), kind: null, origin: `made ${kind}/${name}`, form: 'made' as const, path: `/work/${name}`, text, isHeldOut: isHeldOut(`made ${kind}/${name}`) };
  });
}

export function corpus(): Sample[] {
  const own = readdirSync(new URL('outlines/', root)).filter((file) => file.endsWith('.txt'));
  return [...own.flatMap((file) => outlines(`outlines/${file}`)), ...outlines('near/real.txt', true), ...files(), ...made()];
}
