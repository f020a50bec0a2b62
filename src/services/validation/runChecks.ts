import { runCheck } from '../../core/validation/checks/runCheck.ts';
import type { CheckResult } from '../../core/validation/checks/check.ts';
import type { DataResult } from '../../core/validation/report/validationReport.ts';
import { worstOutcome } from '../../core/validation/outcome.ts';
import type { DataSuite } from '../../core/validation/suite.ts';
import type { SuiteContext } from './host.ts';

/** Checks of data need no Python and no trust: the data are read, nothing runs. */
export async function runChecks(suite: DataSuite, { openTable, machine, folder, signal, progress }: SuiteContext): Promise<DataResult> {
  const table = await openTable(suite.data, folder, signal);
  try {
    const checks: CheckResult[] = [];
    for (const check of suite.checks) {
      checks.push(await runCheck(check, table, machine.clock.nowMs(), signal));
      progress(check.name);
    }
    return {
      name: suite.name,
      kind: 'data',
      outcome: worstOutcome(checks.map(({ outcome }) => outcome)),
      reason: null,
      data: { name: table.name, digest: table.digest, rows: table.rows, leftOut: 0 },
      checks,
    };
  } finally {
    table.close();
  }
}
