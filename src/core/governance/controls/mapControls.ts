import { frameworks } from './controls.ts';
import { sources, type PackFacts, type SourceId } from './sources.ts';

export const noEvidence = 'no evidence in this pack';

/** What evidence a pack holds for which control. It never says that anything complies. */
export interface ControlMap {
  readonly reads: string;
  /** By id: what it is, and the files of the pack that hold it. Only what is there. */
  readonly evidence: Readonly<Partial<Record<SourceId, { readonly what: string; readonly files: readonly string[] }>>>;
  readonly frameworks: ReadonlyArray<{ readonly name: string; readonly controls: ReadonlyArray<{ readonly id: string; readonly title: string; readonly evidenceFor: readonly SourceId[] | typeof noEvidence }> }>;
}

const reads = 'Each control names what in this pack is evidence for it. Whether that is enough is for whoever audits to say; where nothing is named, there is no evidence in this pack.';

export function mapControls(facts: PackFacts): ControlMap {
  const ids = Object.keys(sources) as SourceId[];
  const found = new Map(ids.map((id) => [id, [...new Set(sources[id].find(facts))].sort()]));
  const isThere = (id: SourceId) => found.get(id)!.length > 0;
  return {
    reads,
    evidence: Object.fromEntries(ids.filter(isThere).map((id) => [id, { what: sources[id].what, files: found.get(id)! }])),
    frameworks: frameworks.map(({ name, controls }) => ({
      name,
      controls: controls.map(({ id, title, by }) => {
        const there = by.filter(isThere);
        return { id, title, evidenceFor: there.length === 0 ? noEvidence : there };
      }),
    })),
  };
}
