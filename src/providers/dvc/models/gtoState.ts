import { compareSemver } from './semver.ts';
import type { GtoName } from './gtoTag.ts';

/** One annotated tag that GTO understands. */
export interface GtoEvent extends GtoName {
  readonly tag: string;
  readonly commit: string;
  readonly createdMs: number;
  readonly author: string;
  readonly message: string;
}

export interface GtoVersion {
  /** `v1.2.3`, or the commit where a stage was assigned to a commit without a version. */
  readonly version: string;
  readonly commit: string;
  readonly events: readonly GtoEvent[];
  /** Stages active for this version, last assigned first. */
  readonly stages: readonly string[];
  readonly isRegistered: boolean;
  readonly isActive: boolean;
}

export interface GtoArtifact {
  readonly name: string;
  readonly isDeprecated: boolean;
  /** Every active version: by semantic version, highest first; then those known by their commit. */
  readonly versions: readonly GtoVersion[];
  /** Stage → version that holds it now. */
  readonly stages: Readonly<Record<string, string>>;
}

interface OpenVersion {
  readonly version: string;
  readonly commit: string;
  readonly events: GtoEvent[];
}

/** Replays the events in GTO's own order: registrations, then stages, then deprecations; each by time, which tags know to the second. */
export function gtoArtifacts(events: readonly GtoEvent[]): GtoArtifact[] {
  const byArtifact = new Map<string, GtoEvent[]>();
  for (const event of [...events].sort(byTime)) {
    const own = byArtifact.get(event.artifact);
    if (own) own.push(event);
    else byArtifact.set(event.artifact, [event]);
  }
  return [...byArtifact].map(([name, own]) => artifactOf(name, own));
}

/** Within one second GTO lets what takes away win over what gives, whatever the counters say. */
function byTime(a: GtoEvent, b: GtoEvent): number {
  return a.createdMs - b.createdMs || Number(takesAway(a)) - Number(takesAway(b));
}

function takesAway({ action }: GtoEvent): boolean {
  return action === 'deregister' || action === 'unassign';
}

function artifactOf(name: string, events: readonly GtoEvent[]): GtoArtifact {
  const open: OpenVersion[] = [];
  for (const event of events) {
    if (event.version !== null) openVersion(open, event, event.version).events.push(event);
  }
  for (const event of events) {
    if (event.stage !== null) versionAt(open, event).events.push(event);
  }
  const active = open.map(closed).filter((version) => version.isActive);
  const sorted = active.toSorted(byVersion);
  return {
    name,
    isDeprecated: isDeprecated(events),
    versions: sorted,
    stages: stagesOf(active, events),
  };
}

/** Deprecated only while nothing happened to the artifact after it, as GTO has it. */
function isDeprecated(events: readonly GtoEvent[]): boolean {
  const last = (isMark: boolean) =>
    Math.max(-1, ...events.filter((event) => (event.action === 'deprecate') === isMark).map((event) => event.createdMs));
  return last(true) > last(false);
}

function openVersion(open: OpenVersion[], event: GtoEvent, version: string): OpenVersion {
  const found = open.find((one) => one.version === version && one.commit === event.commit);
  if (found) return found;
  const made = { version, commit: event.commit, events: [] };
  open.push(made);
  return made;
}

/** A stage tag names no version: it belongs to the one registered at its commit, else to the commit itself. */
function versionAt(open: OpenVersion[], event: GtoEvent): OpenVersion {
  const registered = open.findLast((one) => one.commit === event.commit);
  return registered ?? openVersion(open, event, event.commit);
}

function closed({ version, commit, events }: OpenVersion): GtoVersion {
  const registrations = events.filter((event) => event.version !== null);
  const lastOfStage = new Map<string, GtoEvent>();
  // At a commit without a version GTO takes every stage tag for itself, so that taking one away takes nothing away.
  const counted = registrations.length > 0 ? events : events.filter((event) => event.action === 'assign');
  for (const event of counted) if (event.stage !== null) lastOfStage.set(event.stage, event);
  const active = [...lastOfStage.values()].filter((event) => event.action === 'assign');
  return {
    version,
    commit,
    events,
    stages: active.sort((a, b) => b.createdMs - a.createdMs).map((event) => event.stage ?? ''),
    isRegistered: registrations.some((event) => event.action === 'register'),
    isActive: registrations.length > 0 ? registrations.at(-1)?.action === 'register' : events.length > 0,
  };
}

function byVersion(a: GtoVersion, b: GtoVersion): number {
  return compareSemver(b.version, a.version);
}

/**
 * The version a stage points to: of all active versions the one where it was assigned last. Within one second GTO takes
 * the version that is older itself (a commit without one is as old as its stage), then the one it met first.
 */
function stagesOf(versions: readonly GtoVersion[], events: readonly GtoEvent[]): Record<string, string> {
  const held = new Map<string, { readonly version: string; readonly rank: readonly number[] }>();
  for (const { version, stages, events: own } of versions) {
    const registered = own.findLast((event) => event.action === 'register');
    for (const stage of stages) {
      const assigned = own.findLast((event) => event.stage === stage && event.action === 'assign');
      if (!assigned) continue;
      const rank = [-assigned.createdMs, (registered ?? assigned).createdMs, registered ? -1 : events.indexOf(assigned)];
      const other = held.get(stage);
      if (!other || isBefore(rank, other.rank)) held.set(stage, { version, rank });
    }
  }
  return Object.fromEntries([...held].map(([stage, { version }]) => [stage, version]));
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
