import type { Run, RunDataset } from '../../model/run.ts';
import type { ModelVersion, RegisteredModel } from '../../model/modelVersion.ts';
import type { Digest, EvidenceItem } from '../ledger/entry.ts';

/** What lineage and evidence say of a version. Absent = null, never guessed. */
export interface CardFacts {
  readonly model: Pick<RegisteredModel, 'name' | 'source'>;
  readonly version: Pick<ModelVersion, 'id' | 'version' | 'aliases' | 'createdAt' | 'commit'>;
  /** Of the artifact's files. */
  readonly artifact: Digest | null;
  readonly run: Run | null;
  readonly datasets: readonly RunDataset[];
  /** Metrics with samples, environment, drift, groups: as rules read them. */
  readonly items: readonly EvidenceItem[];
}

export interface CardMetric {
  readonly key: string;
  readonly value: number | string | boolean;
  readonly unit: string | null;
  readonly samples: number | null;
}

/** The metrics of the run, each once, in the order of their names. */
export function cardMetrics({ run, items }: Pick<CardFacts, 'run' | 'items'>): CardMetric[] {
  const values = new Map(items.filter(({ kind }) => kind === 'metrics').flatMap((item) => [...item.values]));
  return Object.keys(run?.metrics ?? {})
    .sort()
    .flatMap((key) => {
      const reading = values.get(`metrics.${key}`);
      return reading === undefined ? [] : [{ key, ...reading }];
    });
}
