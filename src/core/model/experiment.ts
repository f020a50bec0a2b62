export interface Experiment {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  /** What a person reads beside the name: branch tips, commit subject, artifact location. */
  readonly detail: string | null;
  readonly runCount: number | null;
  readonly updatedAt: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** True for a group that no branch reaches any more (a rebased DVC baseline). */
  readonly orphaned?: boolean;
}
