import type { CountedEntry } from './ledger/weigh.ts';
import { runningIn } from './ledger/running.ts';

export interface AuditPointer {
  readonly env: string;
  readonly source: string;
  readonly field: string;
  readonly version: string | null;
  readonly entry: string | null;
}

/** A field of a registry that says something else than the ledger. */
export interface TruthDrift {
  readonly model: string;
  readonly env: string;
  readonly source: string;
  readonly field: string;
  /** What the registry points to, and what was decided last; null = nothing. */
  readonly points: string | null;
  readonly decided: string | null;
  readonly reason: string;
}

/** Every pointer that no decision of the ledger explains. `live`: see `liveEntries`. */
export function truthDrifts(live: readonly CountedEntry[], model: string, pointers: readonly AuditPointer[]): TruthDrift[] {
  const counted = new Set(live.map(({ entry }) => entry.digest));
  return pointers.flatMap(({ env, source, field, version, entry }) => {
    const running = runningIn(live, model, env);
    const decided = running?.entry.candidate.version ?? null;
    const reason = reasonOf(version, entry, running?.entry.digest ?? null, decided, counted);
    return reason === undefined ? [] : [{ model, env, source, field, points: version, decided, reason }];
  });
}

function reasonOf(version: string | null, entry: string | null, running: string | null, decided: string | null, counted: ReadonlySet<string>): string | undefined {
  if (version === null && decided === null) return undefined;
  if (decided === null) return `It points to ${version}, and no decision of the ledger ever put a version there.`;
  if (version === null) return `It points nowhere, and ${decided} was decided.`;
  if (version !== decided) return `It points to ${version}, and ${decided} was decided.`;
  if (entry === null) return `It points to ${version} without saying which decision put it there.`;
  if (!counted.has(entry)) return `It names entry ${entry.slice(0, 8)}, which does not count.`;
  return entry === running ? undefined : `It names entry ${entry.slice(0, 8)}, and ${running?.slice(0, 8)} was the last to decide.`;
}
