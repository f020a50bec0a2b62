import { entriesOf, keyOf as nameOf, valueAt } from '../../pipeline/syntaxNodes.ts';
import { TextPlaces } from '../../pipeline/textPlaces.ts';
import type { SyntaxDocument } from '../../port/syntax.ts';
import type { Fields, WrittenProblem } from '../../written/fields.ts';
import { documentProblems, topOf } from '../written.ts';
import { decodeKeys, noClaimedTimes } from './decodeKeys.ts';
import { Roster, type Person } from './roster.ts';

export interface DecodedRoster {
  /** Null where anything is wrong: a roster that was read in part would count fewer people than it names. */
  readonly roster: Roster | null;
  readonly problems: readonly WrittenProblem[];
}

/** `.mlops/roster.yaml`: a map `people:` of id → keys, roles and addresses. */
export function decodeRoster(document: SyntaxDocument): DecodedRoster {
  const problems = documentProblems(document);
  const top = topOf(document, 'Roster', 'people:', problems);
  if (top === undefined) return { roster: null, problems };
  const report = (problem: WrittenProblem): void => void problems.push(problem);
  const places = new TextPlaces(document.text);
  const named = top.named('people', (id) => `Person “${id}”`);
  top.finish();
  const once = new Once(places, report);
  for (const { key } of entriesOf(valueAt(document.root, 'people'))) once.take(plain(String(key.value)), `“${String(key.value)}”`, String(key.value), key);
  const people = named.map(([id, fields]) => personOf(id, fields, once));
  if (people.length === 0 && problems.length === 0) top.refuse('people', 'nobody is named.', 'Name one person at least, with a key and a role.');
  return { roster: problems.length === 0 ? new Roster(people) : null, problems };
}

interface Spot {
  readonly start: number;
  readonly end: number;
}

/** What only one person may have, and where it was written first. */
class Once {
  readonly #places: TextPlaces;
  readonly #report: (problem: WrittenProblem) => void;
  readonly #taken = new Map<string, { readonly by: string; readonly at: Spot }>();

  constructor(places: TextPlaces, report: (problem: WrittenProblem) => void) {
    this.#places = places;
    this.#report = report;
  }

  /** Reports at both places what was taken before. */
  take(what: string, words: string, by: string, at: Spot): void {
    const first = this.#taken.get(what);
    this.#taken.set(what, first ?? { by, at });
    if (first === undefined) return;
    const lines = [first.at, at].map((spot) => this.#places.range(spot).start.line + 1);
    const whose = first.by === by ? `is there twice` : `is that of “${first.by}” already`;
    for (const spot of [first.at, at]) this.#report({ message: `Person “${by}”: ${words} ${whose}, in lines ${lines[0]} and ${lines[1]}.`, hint: 'Write one person once, with all keys and addresses: two keys of one person count once.', start: spot.start, end: spot.end });
  }
}

function personOf(id: string, fields: Fields, once: Once): Person {
  const keys = decodeKeys(fields, (key, at) => once.take(`key ${key.key.fingerprint}`, `the key ${key.key.fingerprint}`, id, at));
  const roles = fields.texts('roles') ?? [];
  const emails = fields.texts('emails') ?? [];
  const written = entriesOf(fields.map).find((entry) => nameOf(entry) === 'emails')?.value;
  emails.forEach((email, at) => once.take(`address ${plain(email)}`, `the address ${email}`, id, (written?.kind === 'list' ? written.items[at] : written) ?? fields.map));
  const accounts = fields.texts('accounts') ?? [];
  const listed = entriesOf(fields.map).find((entry) => nameOf(entry) === 'accounts')?.value;
  accounts.forEach((account, at) => once.take(`account ${account}`, `the account ${account}`, id, (listed?.kind === 'list' ? listed.items[at] : listed) ?? fields.map));
  // What has no role but ci is a machine, said or not: it never counts for a person.
  const isBot = fields.flag('bot') ?? (roles.length > 0 && roles.every((role) => role === 'ci'));
  noClaimedTimes(fields);
  fields.finish({ mayBeEmpty: ['keys', 'roles', 'emails', 'accounts'] });
  if (isBot && roles.some((role) => role !== 'ci')) fields.refuse('roles', 'a bot has no role but ci.', 'Give the role to a person, or take “bot: true” away.');
  if (!isBot && roles.includes('ci')) fields.refuse('roles', 'ci is the role of a machine: nobody has it beside others.', 'Give ci an id and a key of its own.');
  return { id, roles, emails, accounts, isBot, keys };
}

/** Names that look alike are one. */
function plain(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
