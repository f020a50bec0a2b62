import { fail } from '../core/base/fault.ts';
import { nearKeys } from '../core/filter/near.ts';
import type { BiasReport } from '../core/model/bias.ts';
import type { Column } from '../core/table/column.ts';
import type { TableSource } from '../core/table/tableSource.ts';
import { defaultSettings, type BiasSettings } from '../core/validation/bias/biasInput.ts';
import { measureBias } from '../core/validation/bias/measureBias.ts';
import type { Tables } from './tables.ts';

/** What is measured, by names of columns; data as DATA (see tables.ts). */
export interface BiasRequest {
  readonly data: string;
  readonly label: string;
  readonly prediction?: string;
  readonly score?: string;
  readonly groups: readonly string[];
  /** Rows apart from `data` on which a threshold may be chosen. */
  readonly tune?: string;
  readonly settings?: Partial<BiasSettings>;
  readonly model?: string;
  readonly commit?: string;
}

const mostNamed = 20;

/** Measures differences between groups in a table of labels and predictions. */
export class Bias {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Throws `invalid` for a column that is not there, with near names, and what opening and measuring throw. */
  async measure(request: BiasRequest, folder: string, signal: AbortSignal): Promise<BiasReport> {
    const { label, score, groups, settings = {}, model, commit } = request;
    const prediction = settings.threshold === undefined ? request.prediction : undefined;
    return this.#with(request.data, folder, signal, async (table) => {
      const asked = [label, prediction, score, ...groups].filter((name) => name !== undefined);
      needColumns(table, asked);
      const read = (name: string) => table.column(name, signal);
      const readSome = async (name: string | undefined) => (name === undefined ? null : read(name));
      const input = {
        data: table.digest,
        problems: table.problems,
        label: await read(label),
        prediction: await readSome(prediction),
        score: await readSome(score),
        groups: await columnsOf(table, groups, signal),
        settings: { ...defaultSettings, ...settings },
        ...(model === undefined ? {} : { model }),
        ...(commit === undefined ? {} : { commit }),
      };
      if (request.tune === undefined) return measureBias(input);
      if (score === undefined) throw fail('invalid', 'A tuning part is of use for scores only.', { hint: 'Name their column with --score.' });
      const tune = await this.#with(request.tune, folder, signal, async (part) => {
        needColumns(part, [label, score, ...groups]);
        return {
          data: part.digest,
          label: await part.column(label, signal),
          score: await part.column(score, signal),
          groups: await columnsOf(part, groups, signal),
        };
      });
      return measureBias({ ...input, tune });
    });
  }

  async #with<T>(reference: string, folder: string, signal: AbortSignal, use: (table: TableSource) => Promise<T>): Promise<T> {
    const table = await this.#tables.open(reference, folder, signal);
    try {
      return await use(table);
    } finally {
      table.close();
    }
  }
}

/** One after the other: a reader works on one column at a time. */
async function columnsOf(table: TableSource, names: readonly string[], signal: AbortSignal): Promise<Column[]> {
  const columns: Column[] = [];
  for (const name of names) columns.push(await table.column(name, signal));
  return columns;
}

function needColumns({ name, columns }: TableSource, asked: readonly string[]): void {
  const known = columns.map((column) => column.name);
  for (const one of asked) {
    if (known.includes(one)) continue;
    const near = nearKeys(one, known);
    const hint = near.length > 0 ? `Close: ${near.join(', ')}.` : `Its columns: ${known.slice(0, mostNamed).join(', ')}${known.length > mostNamed ? ', …' : ''}.`;
    throw fail('invalid', `There is no column “${one}” in ${name}.`, { hint });
  }
}
