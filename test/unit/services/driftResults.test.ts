import { expect, it } from 'vitest';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import { driftReportsIn } from '../../../src/services/driftResults.ts';
import { numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';

const side = (name: string, shift: number) => memoryTable(name, [numberColumn('a', Array.from({ length: 200 }, (_, row) => ((row * 7919) % 1000) / 100 + shift))], { digest: `sha256:${name}` });
const ours = () => driftReport(side('left', 0), side('right', 3), {}, { signal: new AbortController().signal });

it('reads our own evidence, bare or as the command answers, and refuses a changed one', async () => {
  const report = await ours();
  const text = JSON.stringify(report);
  expect(await driftReportsIn(text, 'evidence.json')).toEqual([report]);
  expect(await driftReportsIn(JSON.stringify({ schemaVersion: 1, data: report, problems: [] }), 'answer.json')).toEqual([report]);
  await expect(driftReportsIn(text.replace('"verdict":"drift"', '"verdict":"no-drift"'), 'forged.json')).rejects.toThrow('digest');
});

it('reads other tools’ files by what they hold', async () => {
  const chunks = 'chunk_key,chunk_index,chunk_start_index,chunk_end_index,chunk_period,a_jensen_shannon_value,a_jensen_shannon_upper_threshold,a_jensen_shannon_alert\n"[0:9]",0,0,9,analysis,0.5,0.1,True\n';
  expect((await driftReportsIn(chunks, 'result.csv'))[0]).toMatchObject({ verdict: 'drift', engine: { name: 'NannyML' }, columns: [{ name: 'a', effect: 0.5 }] });
  expect((await driftReportsIn('{"violations": []}', 'constraint_violations.json'))[0]?.verdict).toBe('no-drift');
  await expect(driftReportsIn('a,b\n1,2\n', 'table.csv')).rejects.toThrow('no drift result that is known');
  await expect(driftReportsIn('{', 'x.json')).rejects.toThrow('no valid JSON');
});
