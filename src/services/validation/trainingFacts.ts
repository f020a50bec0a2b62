import { fail } from '../../core/base/fault.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { sharedRows } from '../../core/validation/champion/sharedRows.ts';
import type { TrainingFacts } from '../../core/validation/champion/unseen.ts';
import type { SuiteContext } from './host.ts';
import type { TaskData } from './taskData.ts';

interface Asked {
  readonly who: string;
  /** Our id of the run that trained it. */
  readonly run: string | null;
  /** DATA. */
  readonly trainedOn: string | null;
}

/** Every digest that the content goes by: its bytes, and as the system names it that keeps it. */
export function digestsOf({ digest, origin }: TableSource): string[] {
  return [digest, ...(origin?.revision ? [origin.revision] : [])];
}

/** What the tracker and the file say of a model's training. Throws `invalid` where rows cannot be compared. */
export async function trainingFacts({ who, run, trainedOn }: Asked, table: TableSource, data: TaskData, { openTable, run: readRun, folder, signal }: SuiteContext): Promise<TrainingFacts> {
  const digests = run === null ? [] : (await readRun(run, signal)).datasets.flatMap(({ digest }) => (digest === null ? [] : [digest]));
  const recorded = digests.length === 0 ? null : digests;
  if (trainedOn === null) return { who, recorded, trainedOn: null };
  const training = await openTable(trainedOn, folder, signal);
  try {
    const columns = [...data.features, data.target];
    const other = columns.find(({ name, kind }) => training.columns.find((column) => column.name === name)?.kind !== kind);
    if (other) {
      throw fail('invalid', `Rows of ${table.name} and ${trainedOn} cannot be compared: “${other.name}” is missing or of another kind there.`, {
        hint: 'Name the training data as it was before any preparation, or state holdOut: true.',
      });
    }
    const others = [];
    for (const { name } of columns) others.push(await training.column(name, signal));
    return { who, recorded, trainedOn: { name: trainedOn, digests: digestsOf(training), sharedRows: training.digest === table.digest ? data.seen.rows : sharedRows(columns, others) } };
  } finally {
    training.close();
  }
}
