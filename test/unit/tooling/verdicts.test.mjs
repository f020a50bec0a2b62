import { describe, expect, it } from 'vitest';
import { verdictsMarkdown, verdictsOf } from '../../../scripts/demoWorkspace/verdicts.mjs';

const report = (tool, verdict, states) => ({
  verdict,
  engine: { name: tool, mode: tool === 'mlops' ? 'exact' : 'foreign' },
  columns: Object.entries(states).map(([name, state]) => ({ name, state })),
});

describe('the verdicts that the demo tells', () => {
  it('stand by window and by column, no verdict made up, and what was not run said', () => {
    const tools = verdictsOf([
      report('NannyML', 'drift', { a: 'drift', b: 'none' }),
      report('NannyML', 'no-drift', { a: 'none', b: 'none' }),
      report('mlops', 'no-drift', { a: 'negligible', b: 'unknown' }),
      report('mlops', 'drift', { a: 'drift', b: 'unknown' }),
    ]);
    expect(verdictsMarkdown({ people: tools }, [{ name: 'Evidently', reason: 'ImportError: none' }]).split('\n')).toEqual(
      expect.arrayContaining([
        'Evidently was not run here: ImportError: none',
        '| window | MLOps Workbench | NannyML |',
        '| 1 | no-drift: 0 of 2 columns | 1 of 2 columns |',
        '| 2 | drift: 1 of 2 columns | 0 of 2 columns |',
        '| `a` | **2**; negligible in 1 | **1** |',
        '| `b` | unknown in 1, 2 | none |',
      ]),
    );
  });
});
