import { fail } from '../../core/base/fault.ts';
import { foldCount, type Splitter } from '../../core/validation/folds/splitter.ts';
import { judgedRows, labelsOf, type JudgedRows, type Predictions } from '../../core/validation/scenarios/predictions.ts';
import type { SuiteContext } from './host.ts';
import type { Message } from './python/messageQueue.ts';
import type { TaskData } from './taskData.ts';

export interface FittedFold {
  readonly trainRows: number;
  /** Places in the task's data. */
  readonly test: Int32Array;
  /** Of each recipe: what it said of the test rows, or why it could not. */
  readonly recipes: ReadonlyArray<{ readonly judged: JudgedRows } | { readonly failed: string }>;
}

export interface FittedFolds {
  readonly folds: readonly FittedFold[];
  readonly versions: Readonly<Record<string, string>>;
}

interface FoldsAsk {
  readonly recipes: readonly string[];
  readonly splitter: Splitter;
  readonly positive: string | null;
  readonly needsScores: boolean;
}

/** Fits each recipe on each fold of scikit-learn's splitter, in the person's Python. Throws what keeps all folds from being made. */
export async function fitFolds(data: TaskData, { recipes, splitter, positive, needsScores }: FoldsAsk, context: SuiteContext): Promise<FittedFolds> {
  const ask = {
    job: 'crossValidate',
    recipes,
    splitter,
    features: data.features.map(({ name }) => name),
    target: data.target.name,
    group: data.group?.name ?? null,
    scores: needsScores,
  };
  const job = await context.python.begin(ask);
  try {
    job.send(uniqueColumns([...data.features, data.target, ...(data.group ? [data.group] : [])]));
    const folds: Array<{ trainRows: number; test: Int32Array; recipes: Array<FittedFold['recipes'][number]> }> = [];
    let versions: FittedFolds['versions'] = {};
    for (;;) {
      const message = await job.next();
      if (message.done) return { folds, versions };
      if (message.versions) versions = message.versions;
      else if (message.test) folds.push({ trainRows: message.trainRows ?? 0, test: Int32Array.from(message.test), recipes: [] });
      else if (message.recipe === undefined) throw fail('invalid', message.failed ?? 'The folds could not be made.', { hint: 'Correct the recipe or the splitter in .mlops/validation.yaml.' });
      else {
        const fold = folds.at(-1)!;
        fold.recipes.push(message.failed === undefined ? { judged: judgedRows(labelsOf(data.target, fold.test), predictionsOf(message), positive) } : { failed: message.failed });
        if (fold.recipes.length === recipes.length) context.progress(`fold ${folds.length} of ${foldCount(splitter)}`);
      }
    }
  } finally {
    job.dispose();
  }
}

/** A group may be a feature as well. */
function uniqueColumns(columns: TaskData['features']): TaskData['features'] {
  return [...new Map(columns.map((column) => [column.name, column])).values()];
}

export function predictionsOf({ labels = [], classes = null, scores = null, width = 0, probabilities = false }: Message): Predictions {
  return { labels, classes, scores: scores === null ? null : Float64Array.from(scores), width, areProbabilities: probabilities };
}
