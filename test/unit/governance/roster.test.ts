import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/core/base/base64.ts';
import { decodeRoster } from '../../../src/core/governance/roster/decodeRoster.ts';
import { TextPlaces } from '../../../src/core/pipeline/textPlaces.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { signer } from './ledgers.ts';

const [one, two] = [signer('one'), signer('two')];
const line = ({ key }: typeof one) => `ssh-ed25519 ${toBase64(key.blob)}`;
const problemsOf = (text: string) => {
  const { roster, problems } = decodeRoster(parseYaml(text));
  expect(roster).toBeNull();
  const places = new TextPlaces(text);
  return problems.map(({ message, hint, start, end }) => `${places.place(start).line + 1}: ${text.slice(start, end).split('\n')[0]} | ${message} ${hint}`);
};

describe('a roster', () => {
  it('takes the line of a key, and a map with how far it counts', () => {
    const { roster, problems } = decodeRoster(parseYaml(`people:\n  ada:\n    roles: [ml-lead]\n    keys:\n      - ${line(one)} ada@host\n      - { key: "${line(two)}", retired_at_heads: [${'a'.repeat(64)}], revoked: true }\n  pipeline: { roles: [ci] }\n`));
    expect(problems).toEqual([]);
    expect(roster!.people[0]!.keys).toMatchObject([{ retiredAtHeads: null, isRevoked: false }, { retiredAtHeads: ['a'.repeat(64)], isRevoked: true }]);
    expect(roster!.signer(two.key.fingerprint)?.person.id).toBe('ada');
    // What has no role but ci is no person.
    expect(roster!.people.map(({ isBot }) => isBot)).toEqual([false, true]);
  });

  it.each([
    ['the same id', `people:\n  ada:\n    roles: [risk]\n  bo:\n    roles: [risk]\n  ada:\n    roles: [admin]\n`, ['2: ada', '6: ada'], '“ada” is there twice, in lines 2 and 6.'],
    ['an id that looks the same', `people:\n  ada: { roles: [risk] }\n  Ａda: { roles: [risk] }\n`, ['2: ada', '3: Ａda'], '“Ａda” is that of “ada” already, in lines 2 and 3.'],
    ['the same key', `people:\n  ada:\n    keys:\n      - ${line(one)}\n  bo:\n    keys:\n      - { key: "${line(one)} other" }\n`, ['4: ssh-ed25519', '7: { key'], 'is that of “ada” already, in lines 4 and 7.'],
    ['the same address', `people:\n  ada: { emails: [x@example.org, ada@example.org] }\n  bo: { emails: [ADA@example.org] }\n`, ['2: ada@example.org', '3: ADA@example.org'], 'the address ADA@example.org is that of “ada” already, in lines 2 and 3.'],
  ])('names both places of one person twice: %s', (_, text, places, words) => {
    const told = problemsOf(text).filter((problem) => problem.includes(words));
    expect(told.map((problem, at) => problem.startsWith(places[at]!)), told.join('\n')).toEqual([true, true]);
  });

  it.each(['valid_from', 'valid_to', 'valid-before', 'from', 'until', 'expires', 'revoked_at'])('refuses “%s”, of a person or a key: a time is a claim', (time) => {
    for (const text of [`people:\n  ada: { roles: [risk], ${time}: "2026-01-01" }\n`, `people:\n  ada:\n    keys: [{ key: "${line(one)}", ${time}: "2026-01-01" }]\n`]) {
      const told = problemsOf(text);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(/a time is claimed by whoever signs.*retired_at_heads:.*revoked: true/);
    }
  });

  it.each([
    ['roles: [1.10]', '1.10 is read as the number 1.1'],
    ['role: [risk]', 'Did you mean “roles”?'],
    ['roles: [ci, risk]', 'ci is the role of a machine'],
    ['roles: [risk], bot: true', 'a bot has no role but ci'],
    ['bot: perhaps', 'neither true nor false'],
    ['keys: [ssh-rsa AAAA]', 'ssh-rsa AAAA | Person “ada”'],
    ['keys: [{ key: ssh-rsa AAAA, retired_at_heads: [] }]', 'retired at digests'],
    ['keys: ssh-rsa', 'is not a list'],
  ])('refuses %j', (person, words) => {
    expect(problemsOf(`people:\n  ada: { ${person} }\n`).join('\n')).toContain(words);
  });
});
