import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/io/files.ts';
import { CardFiles } from '../../../src/services/governance/cardFiles.ts';
import { missing, tools } from '../../support/tools.ts';
import { facts, hostileFacts } from '../../unit/governance/card/facts.ts';

interface HubCard {
  readonly name: string | null;
  readonly keys: readonly string[];
  readonly results: ReadonlyArray<readonly unknown[]>;
  readonly license: string | null;
  readonly text: string;
}

describe.skipIf(missing('checkersPython'))('a card, read by the client of the Hugging Face hub', () => {
  it('has the results of the run, what people wrote, and one text below', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mlops-card-'));
    try {
      const cards = new CardFiles({ files: nodeFiles() });
      const file = path.join(folder, 'card.md');
      const fresh = (await cards.plan(file, facts)).text;
      await writeFile(file, fresh.replace(/^# Fill in.*$/m, 'license: apache-2.0\nlanguage: [en]\ntags: [churn]\npipeline_tag: tabular-classification'));
      const filled = (await cards.plan(file, { ...facts, run: { ...facts.run!, metrics: { test_auc: 0.9125 } } })).text;
      const hostile = (await cards.plan(path.join(folder, 'other.md'), hostileFacts)).text;
      const read = JSON.parse(execFileSync(tools.checkersPython, [path.join(import.meta.dirname, 'hubCard.py')], { input: JSON.stringify([fresh, filled, hostile]), encoding: 'utf8', env: { ...process.env, HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_TELEMETRY: '1' } })) as HubCard[];
      expect(read[0]).toMatchObject({ name: 'churn', license: null, results: [['other', 'churn-2026', 'roc_auc', 'test_auc', 0.9125]] });
      expect(read[1]).toMatchObject({ name: 'churn', license: 'apache-2.0', results: [['tabular-classification', 'churn-2026', 'roc_auc', 'test_auc', 0.9125]], keys: expect.arrayContaining(['datasets', 'language', 'license', 'metrics', 'pipeline_tag', 'tags']) as unknown });
      expect(read[1]!.text.trimStart().startsWith('# churn')).toBe(true);
      expect(read[2]).toMatchObject({ name: hostileFacts.model.name });
      expect(read[2]!.results).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
