import { fail } from '../base/fault.ts';
import { sha256 } from '../base/sha256.ts';

export const forges = ['github', 'gitlab', 'azure'] as const;
export type Forge = (typeof forges)[number];

/** What a workflow is written for. */
export interface CiRequest {
  readonly model: string;
  readonly env: string;
  /** The protected branch: what is on it may be deployed, and policy and roster are read from its tip. */
  readonly branch: string;
}

/** Files that say what trains (stages that are reproduced, a project that is run) and what pip installs: the first that is there. */
export const trainingFiles = ['dvc.yaml', 'MLproject'] as const;
export const requirementFiles = ['requirements.txt', 'pyproject.toml'] as const;

/** What is in the folder, and so what the workflow runs. */
export interface CiFacts {
  readonly training: (typeof trainingFiles)[number] | null;
  readonly requirements: (typeof requirementFiles)[number] | null;
  readonly hasValidation: boolean;
  readonly hasMonitors: boolean;
}

/**
 * Names go into YAML, shells and expressions of forges: letters, digits and a few signs mean nothing in any of them. Throws `invalid`.
 */
export function checkNames({ model, env, branch }: CiRequest): void {
  for (const [what, name] of [['model', model], ['environment', env], ['branch', branch]] as const) {
    if (/^[\p{L}\p{N}_][\p{L}\p{N}_./-]{0,99}$/u.test(name) && !name.includes('..')) continue;
    throw fail('invalid', `A workflow cannot be written for the ${what} “${name.slice(0, 100)}”.`, { hint: 'Letters, digits and _ . - / are safe in every forge; at most 100 of them.' });
  }
}

/** Of a model in an environment, for names of files and locks; two of them never share one. */
export function slugOf({ model, env }: CiRequest): string {
  const plain = `${model}-${env}`;
  const slug = plain.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
  return slug === plain && !model.includes('-') ? slug : `${slug}-${sha256(JSON.stringify([model, env])).slice(0, 6)}`;
}
