import { mostRows, type CheckResult, type OffendingRow } from './check.ts';

/** What a rule found; the rest of a result is the same for all. */
export type Finding = Pick<CheckResult, 'outcome' | 'message' | 'observed' | 'checked' | 'failed' | 'rows'>;

export function unknownFinding(message: string): Finding {
  return { outcome: 'unknown', message, observed: 'nothing', checked: 0, failed: 0, rows: [] };
}

/** Counts rows that break a rule and keeps the first ones. */
export class Offenders {
  readonly #rows: OffendingRow[] = [];
  #checked = 0;
  #failed = 0;

  ok(): void {
    this.#checked += 1;
  }

  bad(row: number, value: string): void {
    this.#checked += 1;
    this.#failed += 1;
    if (this.#rows.length < mostRows) this.#rows.push({ row, value });
  }

  /** `what`: of one row that breaks it, as in “outside the range”; `good`: of one that does not. Nothing looked at is unknown. */
  finding(column: string, what: string, good: string): Finding {
    const [checked, failed] = [this.#checked, this.#failed];
    if (checked === 0) return unknownFinding(`“${column}” has no values to check.`);
    const [first] = this.#rows;
    const message = first ? `${failed} of ${checked} values of “${column}” are ${what}, first “${first.value}” in row ${first.row + 1}.` : `${checked === 1 ? 'The one value' : `All ${checked} values`} of “${column}” ${checked === 1 ? 'is' : 'are'} ${good}.`;
    return { outcome: failed === 0 ? 'pass' : 'fail', message, observed: `${failed} of ${checked} ${what}`, checked, failed, rows: this.#rows };
  }
}
