import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mlBom, type BomInput } from '../../../src/core/governance/bom/mlBom.ts';
import { caseOf } from '../../../src/core/governance/ledger/caseOf.ts';
import { Evidence } from '../../../src/core/governance/policy/evidence.ts';
import { story } from '../../unit/governance/pack/packs.ts';

/** CycloneDX's own library, with its own copy of the schema. Reads a list on stdin; answers with what is wrong with each, or nothing. */
const validator = `
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
judge = JsonStrictValidator(SchemaVersion.V1_6)
errors = [judge.validate_str(json.dumps(one)) for one in json.load(sys.stdin)]
print(json.dumps(['' if one is None else one.data.message[:300] for one in errors]))
`;
const python = path.join(process.env['MLOPS_DEV_CACHE'] ?? '', 'python', 'tools', 'bin', 'python');

function wrongWith(...boms: readonly object[]): unknown {
  const { stdout, stderr } = spawnSync(python, ['-c', validator], { input: JSON.stringify(boms), encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function inputOf(): BomInput {
  const { input } = story();
  const { candidate, files, card, gate } = input.judged!;
  const said = caseOf(input.weighed, candidate, Date.parse(gate.evaluatedAt)).evidence;
  return { candidate, files, card: card!.sections, evidence: new Evidence(said.flatMap(({ entry }) => entry.items.map((item) => ({ item, entry: entry.digest })))) };
}

describe('the ML-BOM', () => {
  it('is one to CycloneDX itself, with all that is known, with a time and with nothing', () => {
    const full = inputOf();
    const bare: BomInput = { candidate: { ...full.candidate, data: null, commit: null, params: null, metrics: null }, evidence: new Evidence([]), files: [], card: new Map() };
    const good = [mlBom(full), mlBom({ ...full, time: '2026-01-10T00:00:00.000Z' }), mlBom({ ...full, candidate: { ...full.candidate, commit: 'b'.repeat(64), model: 'a “model” / of ours' } }), mlBom(bare)];
    // The judge can say no.
    const bad = [{ ...mlBom(bare), serialNumber: 'urn:uuid:1' }, { ...mlBom(bare), models: [] }];
    expect(wrongWith(...good, ...bad)).toEqual(['', '', '', '', expect.stringContaining('does not match'), expect.stringContaining('Additional properties')]);
  });

  it('tells of metrics, groups, data, files and the card, and has one serial number for one content', () => {
    const full = inputOf();
    const bom = mlBom(full);
    expect(mlBom(inputOf())).toEqual(bom);
    expect(bom).toMatchObject({
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
      metadata: {
        component: {
          type: 'machine-learning-model',
          name: 'churn',
          version: '7',
          hashes: [{ alg: 'SHA-256', content: full.candidate.artifact }],
          externalReferences: [{ type: 'vcs', url: `gitoid:commit:sha1:${'a'.repeat(40)}` }],
          modelCard: {
            modelParameters: { datasets: [{ ref: 'data' }] },
            quantitativeAnalysis: {
              performanceMetrics: [
                { type: 'test.auc', value: '0.874', confidenceInterval: { lowerBound: '0.861', upperBound: '0.886' } },
                { type: 'recall', value: '0.81', slice: 'region = north' },
                { type: 'recall', value: '0.78', slice: 'region = south' },
              ],
            },
            considerations: { useCases: ['Rank customers by how likely they leave.'], technicalLimitations: ['Not for customers of less than a month.'], ethicalConsiderations: [{ name: 'Regions differ.' }] },
          },
        },
      },
      components: [{ type: 'data', hashes: [{ content: full.candidate.data }] }, { type: 'file', name: 'model.pkl' }],
    });
    const other = mlBom({ ...full, candidate: { ...full.candidate, artifact: 'f'.repeat(64) } });
    expect((other as { serialNumber: string }).serialNumber).not.toBe((bom as { serialNumber: string }).serialNumber);
    expect(JSON.stringify(bom)).not.toContain('timestamp');
  });
});
