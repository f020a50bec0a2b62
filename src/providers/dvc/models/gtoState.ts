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
  const versions = open.map(closed).filter((version) => version.isActive);
  const sorted = versions.sort(byVersion);
  return {
    name,
    isDeprecated: isDeprecated(events),
    versions: sorted,
    stages: stagesOf(sorted),
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
  for (const event of events) if (event.stage !== null) lastOfStage.set(event.stage, event);
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

/** The version a stage points to: of all active versions the one where it was assigned last. */
function stagesOf(versions: readonly GtoVersion[]): Record<string, string> {
  const held = new Map<string, { version: string; atMs: number }>();
  for (const { version, stages, events } of versions) {
    for (const stage of stages) {
      const atMs = events.findLast((event) => event.stage === stage && event.action === 'assign')?.createdMs ?? 0;
      const other = held.get(stage);
      if (!other || other.atMs <= atMs) held.set(stage, { version, atMs });
    }
  }
  return Object.fromEntries([...held].map(([stage, { version }]) => [stage, version]));
}
