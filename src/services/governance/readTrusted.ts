import { fail, toFault } from '../../core/base/fault.ts';
import type { WrittenProblem } from '../../core/written/fields.ts';
import { TextPlaces } from '../../core/pipeline/textPlaces.ts';
import { decodePolicy } from '../../core/governance/policy/decodePolicy.ts';
import { decodeRoster } from '../../core/governance/roster/decodeRoster.ts';
import { sha256 } from '../../core/base/sha256.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { Trusted } from './trusted.ts';
import type { TrustedRef } from './trustedRef.ts';

export const policyPath = '.mlops/policy.yaml';
export const rosterPath = '.mlops/roster.yaml';

const maxBytes = 1024 * 1024;

/** Why there is nothing to judge by: that is unknown, and never a pass. */
export interface Ungoverned {
  readonly unknown: string;
  readonly hint: string;
}

/**
 * Policy and roster as a commit has them. Throws `invalid` with the place where one of them is wrong; one that is not there is no
 * mistake of the file's, and answered as such.
 */
export async function readTrusted(machine: Pick<Machine, 'parseYaml'>, repository: GitRepository, prefix: string, { ref, commit }: TrustedRef, signal: AbortSignal): Promise<Trusted | Ungoverned> {
  const below = (path: string) => (prefix === '' ? path : `${prefix}/${path}`);
  const [policyText, rosterText] = await Promise.all([policyPath, rosterPath].map((path) => textAt(repository, commit, below(path), signal)));
  const short = `${ref} (${commit.slice(0, 7)})`;
  if (policyText === undefined) return { unknown: `There is no policy at ${short}.`, hint: `Commit ${below(policyPath)} there: “mlops approvals init” writes a first one.` };
  if (rosterText === undefined) return { unknown: `There is no roster at ${short}, so nobody may decide.`, hint: `Commit ${below(rosterPath)} there: “mlops approvals init” writes a first one.` };
  const policy = decodePolicy(await machine.parseYaml(policyText));
  if (policy.policy === null) throw wrong(below(policyPath), policyText, policy.problems, short);
  const roster = decodeRoster(await machine.parseYaml(rosterText));
  if (roster.roster === null) throw wrong(below(rosterPath), rosterText, roster.problems, short);
  return { root: repository.root, ref, commit, policy: policy.policy, policyDigest: sha256(policyText), roster: roster.roster, rosterDigest: sha256(rosterText) };
}

async function textAt(repository: GitRepository, commit: string, path: string, signal: AbortSignal): Promise<string | undefined> {
  const [object] = await repository.objects([`${commit}:${path}`], signal, { maxBytes });
  if (object === null || object === undefined) return undefined;
  if (object.type !== 'blob') return undefined;
  if (object.tooLarge !== undefined) throw fail('invalid', `${path} has ${object.tooLarge} bytes, which is more than ${maxBytes}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(object.bytes);
  } catch (error) {
    throw fail('invalid', `${path} is no UTF-8 text: ${toFault(error).message}`);
  }
}

function wrong(path: string, text: string, problems: readonly WrittenProblem[], where: string): Error {
  const [first] = problems;
  const place = new TextPlaces(text).place(first?.start ?? 0);
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return fail('invalid', `${path} at ${where}, line ${place.line + 1}: ${first?.message ?? 'it cannot be read.'}${more}`, { ...(first ? { hint: first.hint } : {}), at: { path, line: place.line, column: place.character } });
}
