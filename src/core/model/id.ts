/**
 * Ids (DESIGN section 4). A run is `<provider>:<native id>`; everything else is
 * `<provider>:<kind>/<fully qualified native id>`. Parsed at the first colon only.
 */
export const idKinds = [
  'source',
  'experiment',
  'dataset',
  'datasetVersion',
  'model',
  'modelVersion',
  'job',
  'target',
  'file',
  'stage',
] as const;
export type IdKind = (typeof idKinds)[number] | 'run';

export interface ParsedId {
  readonly provider: string;
  readonly kind: IdKind;
  readonly native: string;
}

export function runId(provider: string, native: string): string {
  return `${provider}:${native}`;
}

export function entityId(provider: string, kind: Exclude<IdKind, 'run'>, native: string): string {
  return `${provider}:${kind}/${native}`;
}

/** The parts of an id, or undefined where it has no colon. */
export function parseId(id: string): ParsedId | undefined {
  const colon = id.indexOf(':');
  if (colon <= 0 || colon === id.length - 1) return undefined;
  const provider = id.slice(0, colon);
  const rest = id.slice(colon + 1);
  const slash = rest.indexOf('/');
  const kind = slash < 0 ? undefined : idKinds.find((name) => name === rest.slice(0, slash));
  return kind ? { provider, kind, native: rest.slice(slash + 1) } : { provider, kind: 'run', native: rest };
}
