import { sha256 } from '../../base/sha256.ts';
import type { DriftReport } from '../../model/drift.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';

/**
 * `sha256:<hex>` of the canonical JSON of a report without `digest`, `key.model`, `key.commit` and `engine.reader`: what was
 * found in these data by these rules, whoever asked and read. Anyone can compute it again from the report.
 */
export function reportDigest(report: Omit<DriftReport, 'digest'>): string {
  return `sha256:${sha256(reportContent(report))}`;
}

/** The text that the digest is of. */
export function reportContent(report: Omit<DriftReport, 'digest'>): string {
  const { reference, current } = report.key;
  const { name, version, mode, dependence } = report.engine;
  const content: Record<string, unknown> = { ...report, key: { reference, current }, engine: { name, version, mode, dependence } };
  delete content['digest'];
  return canonicalJson(content);
}
