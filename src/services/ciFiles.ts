import { fail, toFault } from '../core/base/fault.ts';
import { requirementFiles, trainingFiles, type CiFacts, type CiRequest, type Forge } from '../core/ci/ciRequest.ts';
import { workflowFile, workflowPath, type WorkflowFile } from '../core/ci/workflowFile.ts';
import { decodePolicy } from '../core/governance/policy/decodePolicy.ts';
import type { Machine } from '../core/port/machine.ts';

const maxBytes = 1024 * 1024;

/** What of a request a person left out is taken from the policy, where it leaves no choice. */
export type AskedCi = Partial<CiRequest>;

/** Workflows of forges in a folder: what they should be, and writing them. Runs nothing. */
export class CiFiles {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Throws `invalid` where model and environment are not given and the policy has more than one or none. */
  async workflow(folder: string, forge: Forge, asked: AskedCi, isForced: boolean): Promise<WorkflowFile> {
    const request = await this.#request(folder, asked);
    const existing = await this.#text(`${folder}/${workflowPath(forge, request)}`);
    return workflowFile(forge, request, await this.#facts(folder), existing, isForced);
  }

  /** Throws `invalid` for a file that somebody else wrote. */
  async write(folder: string, { path, text, state }: WorkflowFile): Promise<void> {
    if (state === 'foreign') throw fail('invalid', `${path} was not written by mlops, or no part of it is marked any more.`, { hint: 'Move it away, or write over it with --force.' });
    if (state !== 'current') await this.#machine.files.writeAtomic(`${folder}/${path}`, text);
  }

  async #request(folder: string, { model, env, branch = 'main' }: AskedCi): Promise<CiRequest> {
    if (model !== undefined && env !== undefined) return { model, env, branch };
    const text = await this.#text(`${folder}/.mlops/policy.yaml`);
    const policy = text === undefined ? null : decodePolicy(await this.#machine.parseYaml(text)).policy;
    const [only, ...others] = policy?.models.keys() ?? [];
    const name = model ?? (others.length === 0 ? only : undefined);
    if (name === undefined) throw fail('invalid', 'Which model is the workflow for?', { hint: policy === null ? 'Give --model and --env: there is no readable .mlops/policy.yaml to take them from.' : `Give --model: ${[...policy.models.keys()].join(', ')}.` });
    // The last environment is where a gate counts most.
    const chosen = env ?? policy?.models.get(name)?.environments.at(-1);
    if (chosen === undefined) throw fail('invalid', 'Which environment is the workflow for?', { hint: 'Give --env, or write the environments of the model in .mlops/policy.yaml.' });
    return { model: name, env: chosen, branch };
  }

  async #facts(folder: string): Promise<CiFacts> {
    const isThere = async (path: string) => (await this.#machine.files.stat(`${folder}/${path}`, { followLinks: true }))?.kind === 'file';
    const first = async <T extends string>(names: readonly T[]) => {
      for (const name of names) if (await isThere(name)) return name;
      return null;
    };
    return {
      training: await first(trainingFiles),
      requirements: await first(requirementFiles),
      hasValidation: await isThere('.mlops/validation.yaml'),
      hasMonitors: await isThere('.mlops/monitors.yaml'),
    };
  }

  async #text(path: string): Promise<string | undefined> {
    try {
      return await this.#machine.files.readText(path, { maxBytes });
    } catch (error) {
      if (toFault(error).code === 'notFound') return undefined;
      throw error;
    }
  }
}
