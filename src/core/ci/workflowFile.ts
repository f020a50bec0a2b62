import { azureParts } from './azure.ts';
import { checkNames, slugOf, type CiFacts, type CiRequest, type Forge } from './ciRequest.ts';
import { githubParts } from './github.ts';
import { gitlabParts } from './gitlab.ts';
import { mergeParts, writeParts, type WorkflowPart } from './parts.ts';

interface ForgeRow {
  /** Where the forge looks for it, below the repository's root. */
  readonly path: (slug: string) => string;
  readonly parts: (request: CiRequest, facts: CiFacts) => WorkflowPart[];
  /** What a person does once. */
  readonly note: (path: string) => string | null;
}

const rows: Readonly<Record<Forge, ForgeRow>> = {
  github: { path: (slug) => `.github/workflows/mlops-${slug}.yml`, parts: githubParts, note: () => null },
  gitlab: { path: (slug) => `.gitlab/mlops-${slug}.yml`, parts: gitlabParts, note: (path) => `Add “include: { local: ${path} }” to .gitlab-ci.yml.` },
  azure: { path: (slug) => `azure-pipelines-mlops-${slug}.yml`, parts: azureParts, note: (path) => `Create a pipeline from ${path}, and a build policy of the branch that starts it for pull requests.` },
};

export interface WorkflowFile {
  /** Below the repository's root. */
  readonly path: string;
  /** What the file should be. */
  readonly text: string;
  readonly state: 'missing' | 'current' | 'stale' | 'foreign';
  /** Parts that a person changed, took out or added: they stay as they are. */
  readonly kept: readonly string[];
  readonly note: string | null;
}

/** Where the workflow of a model and an environment stands. Throws `invalid` for names that have no place in one. */
export function workflowPath(forge: Forge, request: CiRequest): string {
  checkNames(request);
  return rows[forge].path(slugOf(request));
}

/**
 * The workflow as it should be. `existing` is the file as it is; `foreign` where nothing in it says that we wrote it, and then its text is
 * a new file that only `isForced` puts in its place.
 */
export function workflowFile(forge: Forge, request: CiRequest, facts: CiFacts, existing: string | undefined, isForced: boolean): WorkflowFile {
  const path = workflowPath(forge, request);
  const row = rows[forge];
  const parts = row.parts(request, facts);
  const title = [
    `Written by “mlops ci ${forge} --model ${request.model} --env ${request.env} --branch ${request.branch} --write”; the same line brings it up to date.`,
    'A part that is changed by hand is left alone from then on; --force writes all of them anew.',
  ];
  const fresh = writeParts(title, parts);
  const note = row.note(path);
  if (existing === undefined) return { path, text: fresh, state: 'missing', kept: [], note };
  const merged = isForced ? undefined : mergeParts(existing, title, parts);
  const text = merged?.text ?? fresh;
  const state = text === existing.replaceAll('\r\n', '\n') ? 'current' : merged === undefined && !isForced ? 'foreign' : 'stale';
  return { path, text, state, kept: merged?.kept ?? [], note };
}
