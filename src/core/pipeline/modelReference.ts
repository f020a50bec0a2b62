/** A model as files name it. */
export interface ModelReference {
  readonly model: string;
  readonly version: string | null;
  readonly alias: string | null;
}

const patterns: ReadonlyArray<{ readonly pattern: RegExp; readonly second: 'version' | 'alias' }> = [
  { pattern: /^models:\/([^/@\s]+)@([^/@\s]+)$/, second: 'alias' },
  { pattern: /^models:\/([^/@\s]+)\/(\d+)$/, second: 'version' },
  // Stages (`Production`) are what aliases were before.
  { pattern: /^models:\/([^/@\s]+)\/([^/@\s]+)$/, second: 'alias' },
  { pattern: /^azureml:([^:@/\s]+):([^:@/\s]+)$/, second: 'version' },
  { pattern: /^azureml:([^:@/\s]+)@([^:@/\s]+)$/, second: 'alias' },
  { pattern: /^azureml:\/\/registries\/[^/]+\/models\/([^/\s]+)\/versions\/([^/\s]+)$/, second: 'version' },
  { pattern: /^azureml:\/\/registries\/[^/]+\/models\/([^/\s]+)\/labels\/([^/\s]+)$/, second: 'alias' },
];

/** `models:/churn/7`, `models:/churn@champion`, `azureml:churn:7`; undefined for a place (`s3://…`) or a variable. */
export function modelReferenceOf(text: string): ModelReference | undefined {
  for (const { pattern, second } of patterns) {
    const found = pattern.exec(text.trim());
    if (!found?.[1] || !found[2]) continue;
    return { model: found[1], version: second === 'version' ? found[2] : null, alias: second === 'alias' ? found[2] : null };
  }
  return undefined;
}

/** `churn`, `churn:7`, `churn@champion`, as `mlops gate` takes it; undefined for a variable. */
export function gateSubjectOf(text: string): ModelReference | undefined {
  if (/[${}`\s]/.test(text) || text === '') return undefined;
  const at = text.lastIndexOf('@');
  if (at > 0) return { model: text.slice(0, at), version: null, alias: text.slice(at + 1) };
  const colon = text.lastIndexOf(':');
  if (colon > 0) return { model: text.slice(0, colon), version: text.slice(colon + 1), alias: null };
  return { model: text, version: null, alias: null };
}
