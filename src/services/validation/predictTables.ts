import type { Column } from '../../core/table/column.ts';
import type { Predictions } from '../../core/validation/scenarios/predictions.ts';
import { predictionsOf } from './foldsOfRecipes.ts';
import type { SuiteContext } from './host.ts';
import type { ModelToLoad } from './models.ts';

export type Answered = { readonly predictions: Predictions } | { readonly failed: string };

/** Fixed models in the person's Python, asked of one table after another: each is sent when the one before is answered. */
export interface Predictor {
  /** Of each model, in their order. */
  ask(features: readonly Column[]): Promise<Answered[]>;
  /** No further table comes; Python is kept for the next suite. */
  finish(): Promise<void>;
  dispose(): void;
}

export async function startPredictor(models: readonly ModelToLoad[], needsScores: boolean, { python, progress }: SuiteContext): Promise<Predictor> {
  const told = models.map(({ name, kind, at, loaders, env }) => ({ name, kind, at, loaders, env }));
  const job = await python.begin({ job: 'predict', models: told, scores: needsScores, seed: 0 });
  return {
    async ask(features) {
      job.send(features);
      const answers: Answered[] = [];
      while (answers.length < models.length) {
        const message = await job.next();
        if (message.loaded !== undefined) progress(`model ${message.loaded} of ${message.of ?? models.length} loaded`);
        else answers.push(message.failed === undefined ? { predictions: predictionsOf(message) } : { failed: message.failed });
      }
      return answers;
    },
    async finish() {
      job.endTables();
      while ((await job.next()).done !== true); // What it still says of models that were loaded for nothing.
    },
    dispose: () => job.dispose(),
  };
}
