import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkCard } from '../../../../src/core/governance/policy/rules/card.ts';
import { Evidence } from '../../../../src/core/governance/policy/evidence.ts';
import type { RuleContext } from '../../../../src/core/governance/policy/rules/finding.ts';
import { splitCard } from '../../../../src/core/governance/card/cardText.ts';
import { sectionId } from '../../../../src/core/governance/card/sections.ts';
import { nodeFiles } from '../../../../src/io/files.ts';
import { CardFiles, cardPath } from '../../../../src/services/governance/cardFiles.ts';
import { markdownBlocks } from '../../../../src/services/governance/markdownBlocks.ts';
import { facts, hostileFacts } from './facts.ts';

const cards = new CardFiles({ files: nodeFiles() });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mlops-card-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

describe('a card', () => {
  it('begins with the facts, and asks people for the rest', async () => {
    const card = await cards.plan(at('new.md'), facts);
    expect(card).toMatchObject({ state: 'missing', empty: ['owner', 'intended_use', 'out_of_scope', 'limitations', 'training_data', 'evaluation', 'ethical_considerations', 'license', 'language', 'tags'] });
    const { frontMatter } = splitCard(card.text);
    expect(parse(frontMatter!)).toMatchObject({ datasets: ['churn-2026'], metrics: ['roc_auc'], 'model-index': [{ name: 'churn', results: [{ metrics: [{ type: 'roc_auc', name: 'test_auc', value: 0.9125 }] }] }] });
    for (const part of ['| test\\_auc | 0.9125 | – | 5000 |', '| loss | NaN |', `| SHA\\-256 of its files | ${'a'.repeat(64)} |`.replace('SHA\\-256', 'SHA\\-256'), '| lr | 0.1 |', 'md5:d41d8cd98f00b204e9800998ecf8427e', '| drift.verdict | no\\-drift |', 'From uv.lock at ccccccc', '7 &#64;champion']) expect(card.text).toContain(part);
  });

  it('names what went in as its data, and not the model that came out', async () => {
    const both = { ...facts, datasets: [{ name: 'model.json', digest: 'md5:00', context: 'output' }, { name: 'data/train.csv', digest: 'md5:01', context: 'input' }] };
    const { frontMatter } = splitCard((await cards.plan(at('data.md'), both)).text);
    expect(parse(frontMatter!)).toMatchObject({ datasets: ['data/train.csv'], 'model-index': [{ results: [{ dataset: { name: 'data/train.csv', revision: 'md5:01' } }] }] });
  });

  it('keeps every word of people when the facts change', async () => {
    const file = at('kept.md');
    const first = (await cards.plan(file, facts)).text;
    const mine = first
      .replace(/^# Fill in.*\n/m, 'license: apache-2.0 # ours\npipeline_tag: tabular-classification\n')
      .replace('datasets:\n  - churn-2026', 'datasets:\n  - acme/churn')
      .replace('<!-- Who answers for this model, and how to reach them. -->', 'Ann, of the retention team.\r\n\r\n```sh\n## Limitations\nnot prose\n```')
      .concat('\n## More of mine\n\n<div>kept</div>\n');
    await writeFile(file, mine);
    const next = await cards.plan(file, { ...facts, version: { ...facts.version, version: '8' } });
    expect(next.state).toBe('stale');
    expect(next.text).toContain('| Version | 8 &#64;champion |');
    expect(next.text).not.toContain('| Version | 7 ');
    for (const part of ['license: apache-2.0 # ours', '- acme/churn', 'Ann, of the retention team.\r\n\r\n```sh', '<div>kept</div>', 'type: tabular-classification']) expect(next.text).toContain(part);
    expect(next.words).toMatchObject({ owner: 5, limitations: 0, more_of_mine: 0 });
    await cards.write(next);
    expect((await cards.plan(file, { ...facts, version: { ...facts.version, version: '8' } })).state).toBe('current');
    expect(await readFile(file, 'utf8')).toBe(next.text);
  });

  it('is refused with a plain word where it is huge, where its marks are broken, and where its front matter is', async () => {
    await writeFile(at('huge.md'), 'a'.repeat(10 * 1024 * 1024));
    await expect(cards.plan(at('huge.md'), facts)).rejects.toThrow(/too large for a model card: one has at most 256 KiB/);
    await expect(cards.evidence(at('huge.md'), 'huge.md', '2026-01-01T00:00:00.000Z')).rejects.toThrow(/too large/);
    const { text } = await cards.plan(at('none.md'), facts);
    await writeFile(at('half.md'), text.replace('<!-- mlops:facts end -->', ''));
    await expect(cards.plan(at('half.md'), facts)).rejects.toThrow(/not one pair/);
    await writeFile(at('yaml.md'), '---\nlicense: [\n---\n# churn\n');
    await expect(cards.plan(at('yaml.md'), facts)).rejects.toThrow(/front matter .* is no valid YAML/);
  });

  it('has a file name of its own for any model', () => {
    expect(cardPath('churn')).toBe('.mlops/cards/churn.md');
    const names = ['a/b', 'a:b', '../a', '..', '', 'a b', 'ä'].map(cardPath);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^\.mlops\/cards\/[^/\\:.][^/\\:]*\.md$|^\.mlops\/cards\/-[0-9a-f]{8}\.md$/);
  });

  it('lets no name from outside be markup or end the facts', async () => {
    const { text } = await cards.plan(at('hostile.md'), hostileFacts);
    const { body } = splitCard(text);
    expect(body.match(/<!-- mlops:facts/g)).toHaveLength(2);
    expect(body.match(/^# /gm)).toHaveLength(1);
    const shown = JSON.stringify(await markdownBlocks(body));
    expect(shown).toContain('<script>');
    expect(shown).not.toContain('"kind":"link"');
    expect(body.replace(/<!--.*?-->/g, '')).not.toContain('<');
  });

  it('is evidence that the rule of cards reads', async () => {
    const { text } = await cards.plan(at('rule.md'), facts);
    await writeFile(at('rule.md'), text.replace('<!-- Where it is known', 'It was never tried on customers below the age of twenty.\n\n<!-- Where it is known'));
    const item = await cards.evidence(at('rule.md'), '.mlops/cards/churn.md', '2026-01-01T00:00:00.000Z');
    const context = { evidence: new Evidence([{ item: item!, entry: 'e' }]), now: '2026-01-02T00:00:00.000Z' } as RuleContext;
    const rule = (required: string[], least: number) => checkCard({ kind: 'card', required, minWords: new Map([['limitations', least]]) }, context).outcome;
    expect([rule(['limitations'], 11), rule(['limitations'], 12), rule(['owner'], 1), rule(['no_such'], 1)]).toEqual(['pass', 'fail', 'fail', 'fail']);
    expect(await cards.evidence(at('nothing.md'), 'x', '2026-01-01T00:00:00.000Z')).toBeUndefined();
  });
});

describe('Markdown to show', () => {
  it('has headings, text, lists, tables, code and https links', async () => {
    expect(await markdownBlocks('# A *b*\n\n1. x\n   - y `c`\n\n| h | i |\n| - | - |\n| 1 | **2** |\n\n> q\n\n---\n\n    code\n\n[say](https://example.com/a "t")')).toEqual([
      { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'A ' }, { kind: 'emphasis', children: [{ kind: 'text', text: 'b' }] }] },
      { kind: 'list', isOrdered: true, items: [[{ kind: 'paragraph', children: [{ kind: 'text', text: 'x' }] }, { kind: 'list', isOrdered: false, items: [[{ kind: 'paragraph', children: [{ kind: 'text', text: 'y ' }, { kind: 'code', text: 'c' }] }]] }]] },
      { kind: 'table', head: [[{ kind: 'text', text: 'h' }], [{ kind: 'text', text: 'i' }]], rows: [[[{ kind: 'text', text: '1' }], [{ kind: 'strong', children: [{ kind: 'text', text: '2' }] }]]] },
      { kind: 'quote', children: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'q' }] }] },
      { kind: 'line' },
      { kind: 'code', text: 'code\n' },
      { kind: 'paragraph', children: [{ kind: 'link', href: 'https://example.com/a', children: [{ kind: 'text', text: 'say' }] }] },
    ]);
  });

  it('has no HTML, no other address and no image', async () => {
    const text = ['<script>alert(1)</script>', 'a <img src=x onerror=alert(1)> b', '[x](javascript:alert(1))', '[x](data:text/html,x)', '[x](http://example.com)', '[x](//example.com)', '[x](https://user:pw@example.com)', '[](https://example.com)', '[x](command:foo)', '![alt](https://example.com/pixel.png)', '<https://example.com>', '[ref]\n\n[ref]: vbscript:x', '<!-- c -->'].join('\n\n');
    const shown = await markdownBlocks(text);
    const links = JSON.stringify(shown).match(/"href":"[^"]*"/g);
    expect(links).toEqual(['"href":"https://example.com"']);
    expect(JSON.stringify(shown)).not.toMatch(/script>|onerror|pixel|javascript|data:|<!--/);
    expect(JSON.stringify(shown)).toContain('alt');
  });

  it('goes through a large hostile card at once', async () => {
    for (const part of ['[', '![', '*', '_a', '> ', '- ', '`', '<', '|a', '[a](', '&', '<!--', '~~~\n', '**a ', '\\', '[a]: <', '  - a\n']) await markdownBlocks(part.repeat(Math.ceil((64 * 1024) / part.length)));
  });

  it('names sections as policies do', () => {
    expect(['Out-of-scope use', 'ETHICAL  considerations:', 'Größe', '—'].map(sectionId)).toEqual(['out_of_scope_use', 'ethical_considerations', 'größe', '']);
  });
});
