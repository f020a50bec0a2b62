export interface RegisteredModel {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly description: string | null;
  readonly aliases: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly latest: ModelVersion | null;
  readonly versionCount: number | null;
  readonly updatedAt: string | null;
}

export interface ModelVersion {
  readonly id: string;
  readonly model: string;
  /** As the system writes it: "7", "v1.2.3". */
  readonly version: string;
  readonly aliases: readonly string[];
  readonly stage: string | null;
  readonly stages: readonly string[];
  readonly status: string | null;
  readonly runId: string | null;
  readonly commit: string | null;
  readonly createdAt: string | null;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Where its bytes lie, in the system's own words. */
  readonly location: string | null;
  readonly user: string | null;
  readonly url: string | null;
}
