import { sha256 } from '../../base/sha256.ts';
import { byText } from '../../base/byText.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { Candidate, Instant } from '../ledger/entry.ts';
import type { ModelFile } from '../modelDigest.ts';
import type { Evidence } from '../policy/evidence.ts';
import { considerationsOf } from './considerations.ts';
import { performanceMetrics } from './performanceMetrics.ts';

export interface BomInput {
  readonly candidate: Candidate;
  readonly evidence: Evidence;
  /** Of the model's artifact; empty where they were not listed. */
  readonly files: readonly ModelFile[];
  /** Sections of the model card by name. */
  readonly card: ReadonlyMap<string, string>;
  /** When it was made; left out where it is not given, so that the same facts make the same file. */
  readonly time?: Instant;
}

/** A component of CycloneDX, as far as it is used here. */
interface Component {
  readonly type: 'machine-learning-model' | 'data' | 'file' | 'application';
  readonly 'bom-ref'?: string;
  readonly name: string;
  readonly [more: string]: unknown;
}

/** A model with its data, metrics and card as a CycloneDX 1.6 ML-BOM; its JSON is the same for the same facts. */
export function mlBom(input: BomInput): object {
  const { candidate, time } = input;
  const data = dataOf(candidate);
  const model = modelOf(input, data);
  const files = input.files.toSorted((a, b) => byText(a.path, b.path)).map(fileOf);
  const content = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { ...(time === undefined ? {} : { timestamp: time }), tools: { components: [{ type: 'application', name: 'mlops-workbench' }] }, component: model },
    ...(data.length + files.length === 0 ? {} : { components: [...data, ...files] }),
    dependencies: [{ ref: model['bom-ref'], dependsOn: [...data, ...files].map((one) => one['bom-ref']) }, ...[...data, ...files].map((one) => ({ ref: one['bom-ref'] }))],
  };
  const { bomFormat, specVersion, ...rest } = content;
  return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat, specVersion, serialNumber: serialOf(canonicalJson(content)), ...rest };
}

function modelOf({ candidate, evidence, card }: BomInput, data: readonly Component[]): Component {
  const { model, version, env, artifact, commit, params, metrics, rules } = candidate;
  const considerations = considerationsOf(card);
  const measured = performanceMetrics(evidence);
  const properties = [
    ['mlops:environment', env],
    ['mlops:modelDigest', artifact],
    // CycloneDX has no word for the digest of a folder: what the hash is of has to be said.
    ['mlops:modelDigest:over', 'sorted lines “sha256 SP size SP path LF” of the files of the model'],
    ['mlops:paramsDigest', params],
    ['mlops:metricsDigest', metrics],
    ['mlops:rulesDigest', rules],
    ['mlops:environmentLock', textAt(evidence, 'environment.lock')],
    ['mlops:reproduction', textAt(evidence, 'reproduction.level')],
  ].flatMap(([name, value]) => (value === null || value === undefined ? [] : [{ name, value }]));
  return {
    type: 'machine-learning-model',
    'bom-ref': 'model',
    name: model,
    version,
    hashes: [{ alg: 'SHA-256', content: artifact }],
    ...(commit === null ? {} : { externalReferences: [{ type: 'vcs', url: `gitoid:commit:${commit.length === 64 ? 'sha256' : 'sha1'}:${commit}`, comment: 'The commit that the model was made from.' }] }),
    modelCard: {
      modelParameters: { ...(data.length === 0 ? {} : { datasets: data.map((one) => ({ ref: one['bom-ref'] })) }), ...(card.get('inputs') === undefined ? {} : { inputs: [{ format: card.get('inputs') }] }), ...(card.get('outputs') === undefined ? {} : { outputs: [{ format: card.get('outputs') }] }) },
      ...(measured.length === 0 ? {} : { quantitativeAnalysis: { performanceMetrics: measured } }),
      ...(Object.keys(considerations).length === 0 ? {} : { considerations }),
    },
    properties,
  };
}

/** What the candidate binds of its data is one digest over all versions that went in. */
function dataOf({ data }: Candidate): Component[] {
  if (data === null) return [];
  return [{ type: 'data', 'bom-ref': 'data', name: 'data versions', hashes: [{ alg: 'SHA-256', content: data }], data: [{ type: 'dataset', name: 'data versions', description: 'All versions of data that the model was trained on and judged by, under one digest.' }] }];
}

function fileOf({ path, size, sha256: content }: ModelFile): Component {
  return { type: 'file', 'bom-ref': `file:${path}`, name: path, hashes: [{ alg: 'SHA-256', content }], properties: [{ name: 'mlops:bytes', value: String(size) }] };
}

function textAt(evidence: Evidence, path: string): string | null {
  const value = evidence.at(path)?.value;
  return typeof value === 'string' ? value : null;
}

/** A UUID of version 8 (RFC 9562), whose bits are its maker's: here those of the content. */
function serialOf(content: string): string {
  const hex = sha256(content);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
