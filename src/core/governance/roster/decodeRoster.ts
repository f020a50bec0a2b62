import { toFault } from '../../base/fault.ts';
import type { SyntaxDocument } from '../../port/syntax.ts';
import { Fields, type WrittenProblem } from '../../written/fields.ts';
import { parsePublicKey, type PublicKey } from '../signature/publicKey.ts';
import { Roster, type Person, type RosterKey } from './roster.ts';

export interface DecodedRoster {
  /** Null where anything is wrong: a roster that was read in part would count fewer people than it names. */
  readonly roster: Roster | null;
  readonly problems: readonly WrittenProblem[];
}

const digest = /^[0-9a-f]{64}$/;

/** `.mlops/roster.yaml`: a map `people:` of id → keys, roles and addresses. */
export function decodeRoster(document: SyntaxDocument): DecodedRoster {
  const problems: WrittenProblem[] = document.issues.map(({ message, offset }) => ({ message: `no valid YAML: ${message}`, hint: 'Correct this line and save the file.', start: offset, end: offset + 1 }));
  const report = (problem: WrittenProblem): void => void problems.push(problem);
  const { root } = document;
  if (root?.kind !== 'map') {
    if (problems.length === 0) report({ message: 'the roster is no map', hint: 'It begins with “people:”.', start: root?.start ?? 0, end: root?.end ?? 1 });
    return { roster: null, problems };
  }
  const top = new Fields(root, 'Roster', report);
  const named = top.named('people', (id) => `Person “${id}”`);
  top.finish();
  const taken = new Map<string, string>();
  const people = named.map(([id, fields]) => personOf(id, fields, taken));
  if (people.length === 0 && problems.length === 0) top.refuse('people', 'nobody is named.', 'Name one person at least, with a key and a role.');
  return { roster: problems.length === 0 ? new Roster(people) : null, problems };
}

/** `taken`: key or address → who has it. */
function personOf(id: string, fields: Fields, taken: Map<string, string>): Person {
  const claim = (key: string, what: string, words: string): void => {
    const other = taken.get(what);
    if (other !== undefined) fields.refuse(key, `${words} is that of “${other}” already.`, 'Write one person once, with all keys and addresses.');
    taken.set(what, id);
  };
  const keys = fields.list('keys').flatMap((one): RosterKey[] => {
    const key = keyOf(one);
    if (key !== undefined) claim('keys', key.key.fingerprint, `the key ${key.key.fingerprint}`);
    return key === undefined ? [] : [key];
  });
  const roles = fields.texts('roles') ?? [];
  const emails = fields.texts('emails') ?? [];
  for (const email of emails) claim('emails', email.toLowerCase(), `the address ${email}`);
  const isBot = fields.flag('bot') ?? false;
  fields.finish();
  if (isBot && roles.some((role) => role !== 'ci')) fields.refuse('roles', 'a bot has no role but ci.', 'Give the role to a person, or take “bot: true” away.');
  return { id, roles, emails, isBot, keys };
}

function keyOf(fields: Fields): RosterKey | undefined {
  const line = fields.neededText('key', 'Paste the line of the .pub file: ssh-ed25519 AAAA….');
  const heads = fields.texts('retired_at_heads') ?? null;
  const isRevoked = fields.flag('revoked') ?? false;
  fields.finish();
  if (heads !== null && (heads.length === 0 || !heads.every((one) => digest.test(one)))) fields.refuse('retired_at_heads', 'a key is retired at digests of entries.', 'Write the heads that “mlops approvals verify” prints.');
  const key = line === undefined ? undefined : parsed(line, fields);
  return key && { key, retiredAtHeads: heads, isRevoked };
}

function parsed(line: string, fields: Fields): PublicKey | undefined {
  try {
    return parsePublicKey(line);
  } catch (error) {
    const { message, hint } = toFault(error);
    return fields.refuse('key', message, hint ?? 'Paste the line of the .pub file again.');
  }
}
