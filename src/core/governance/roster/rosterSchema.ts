import { closed, named, text, texts, type WrittenSchema } from '../../written/schema.ts';

const line = text('The line of the .pub file: ssh-ed25519 AAAA…');

const textsOrNone = (description: string): WrittenSchema => ({ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { type: 'null' }], description });

/** `.mlops/roster.yaml`, for completion and errors while it is written; read by decodeRoster. */
export const rosterSchema: WrittenSchema = {
  title: 'Roster',
  ...closed(
    'Who may decide on models. What counts is this file on the remote’s protected branch.',
    {
      people: {
        ...named(
          'Pseudonym to keys and roles: the ledger keeps the pseudonym for ever, and never a name.',
          closed('One person, once: two keys of one person count once.', {
            roles: textsOrNone('Roles that the policy asks for; admin revokes entries, ci measures.'),
            emails: textsOrNone('Addresses of commits: they tell who wrote a model.'),
            accounts: textsOrNone('Names under which trackers note who ran something. Where anybody has some, a run of nobody’s account makes “not: trainer” and “not: author” unknown, and no waiver counts.'),
            bot: { type: 'boolean', description: 'No human: its decisions count for nobody. It has the role ci or none.' },
            keys: {
              type: ['array', 'null'],
              items: {
                anyOf: [
                  line,
                  closed(
                    'A key and how far it counts. No time is used: times are claims.',
                    { key: line, retired_at_heads: texts('Retired: it counts for these entries and what they build on only.', { type: 'string', pattern: '^[0-9a-f]{64}$' }), revoked: { type: 'boolean', default: false, description: 'Stolen or lost: it counts for nothing, whenever it signed.' } },
                    ['key'],
                  ),
                ],
              },
              description: 'SSH keys that sign.',
            },
          }),
        ),
        minProperties: 1,
      },
    },
    ['people'],
  ),
};
