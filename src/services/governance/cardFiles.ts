import { fail, toFault } from '../../core/base/fault.ts';
import { sha256 } from '../../core/base/sha256.ts';
import type { CardFacts } from '../../core/governance/card/cardFacts.ts';
import { joinCard, maxCardBytes, newBody, proseOf, splitCard, withFacts } from '../../core/governance/card/cardText.ts';
import { frontMatterOf, writtenKeys } from '../../core/governance/card/frontMatter.ts';
import { cardEvidence, cardSections, wordsBySection } from '../../core/governance/card/sections.ts';
import type { EvidenceItem, Instant } from '../../core/governance/ledger/entry.ts';
import type { Machine } from '../../core/port/machine.ts';
import { markdownBlocks } from './markdownBlocks.ts';

export interface PlannedCard {
  readonly path: string;
  readonly text: string;
  readonly state: 'missing' | 'current' | 'stale';
  /** Words of prose, by section. */
  readonly words: Readonly<Record<string, number>>;
  /** Sections that a card is asked for and that say nothing yet, and keys of its front matter that a person fills in. */
  readonly empty: readonly string[];
}

/** Where the card of a model lies below a folder. A name that is no file name gets one that no other model has. */
export function cardPath(model: string): string {
  const plain = model.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '').slice(0, 80);
  return `.mlops/cards/${plain === model && plain !== '' ? plain : `${plain}-${sha256(model).slice(0, 8)}`}.md`;
}

/** Files that hold model cards: what they should say, and what rules read of them. Paths are absolute. */
export class CardFiles {
  readonly #machine: Pick<Machine, 'files'>;

  constructor(machine: Pick<Machine, 'files'>) {
    this.#machine = machine;
  }

  /** The card with its facts as they are now, and every word of people as it is. Throws `invalid` for a card that is too large or broken. */
  async plan(path: string, facts: CardFacts): Promise<PlannedCard> {
    const existing = await this.#read(path);
    const text = existing === undefined ? await newCard(facts) : await renewed(existing, facts, path);
    const { frontMatter, body } = splitCard(text);
    const words = Object.fromEntries(wordsBySection(await markdownBlocks(proseOf(body))));
    const yaml = await import('../yaml.ts');
    const written = yaml.parseDocument(frontMatter ?? '');
    return {
      path,
      text,
      state: existing === undefined ? 'missing' : existing === text ? 'current' : 'stale',
      words,
      empty: [...cardSections.filter(({ id }) => (words[id] ?? 0) === 0).map(({ id }) => id), ...writtenKeys.filter((key) => !written.has(key))],
    };
  }

  write({ path, text }: PlannedCard): Promise<void> {
    return this.#machine.files.writeAtomic(path, text);
  }

  /** What rules read of a card; undefined where there is none. `from`: its path for people. */
  async evidence(path: string, from: string, asOf: Instant): Promise<EvidenceItem | undefined> {
    const text = await this.#read(path);
    return text === undefined ? undefined : cardEvidence(text, await markdownBlocks(proseOf(splitCard(text).body)), from, asOf);
  }

  async #read(path: string): Promise<string | undefined> {
    try {
      return await this.#machine.files.readText(path, { maxBytes: maxCardBytes });
    } catch (error) {
      const { code } = toFault(error);
      if (code === 'notFound') return undefined;
      if (code !== 'tooLarge') throw error;
      throw fail('invalid', `${path} is too large for a model card: one has at most ${maxCardBytes / 1024} KiB.`, { hint: 'Move tables, images and logs to files of their own, and link to them.', at: { path } });
    }
  }
}

async function newCard(facts: CardFacts): Promise<string> {
  const yaml = await import('../yaml.ts');
  const asked = `# Fill in for people and for the Hugging Face hub: ${writtenKeys.join(', ')}, and pipeline_tag.\n`;
  const known = yaml.stringify(frontMatterOf(facts, null), { lineWidth: 0 });
  return joinCard({ frontMatter: `${asked}${known === '{}\n' ? '' : known}`, body: newBody(facts) });
}

async function renewed(existing: string, facts: CardFacts, path: string): Promise<string> {
  const { frontMatter, body } = splitCard(existing);
  const yaml = await import('../yaml.ts');
  const document = yaml.parseDocument(frontMatter ?? '');
  if (document.errors[0]) {
    const line = document.errors[0].linePos?.[0].line ?? 1;
    throw fail('invalid', `The front matter of ${path} is no valid YAML at its line ${line}.`, { hint: 'Correct it; nothing was changed.', at: { path, line } });
  }
  const before = (document.toJS() ?? {}) as Readonly<Record<string, unknown>>;
  const task = before['pipeline_tag'];
  const { datasets, ...wanted } = frontMatterOf(facts, typeof task === 'string' ? task : null);
  // Where people name the data as the hub does, that stays; the facts below have it as the run does.
  const values = Object.entries({ ...('datasets' in before || datasets === undefined ? {} : { datasets }), ...wanted });
  const isSame = values.every(([key, value]) => JSON.stringify(before[key]) === JSON.stringify(value));
  for (const [key, value] of values) document.set(key, document.createNode(value));
  return joinCard({ frontMatter: isSame ? frontMatter : document.toString({ lineWidth: 0 }), body: withFacts(body, facts) });
}
