interface NamedColumn {
  readonly name: string;
  readonly kind: string;
}

export interface GuessedRoles {
  readonly target: string | null;
  readonly prediction: string | null;
  readonly score: string | null;
  readonly time: string | null;
  readonly groups: readonly string[];
}

const words = {
  target: ['target', 'label', 'labels', 'y', 'y_true', 'actual', 'truth', 'ground_truth', 'outcome', 'class'],
  prediction: ['prediction', 'predicted', 'y_pred', 'pred', 'predictions', 'predicted_label', 'predicted_class'],
  score: ['score', 'probability', 'proba', 'y_score', 'y_pred_proba', 'y_proba', 'prob', 'predicted_probability', 'prediction_score'],
  time: ['time', 'timestamp', 'date', 'datetime', 'event_time', 'created_at', 'ts', 'day'],
  groups: ['sex', 'gender', 'age_group', 'race', 'ethnicity', 'region', 'country', 'nationality', 'marital_status'],
} as const;

/** Columns that are likely to be what a model did, by the names that people give them: a proposal to be looked at. */
export function guessRoles(columns: readonly NamedColumn[]): GuessedRoles {
  const plainName = ({ name }: NamedColumn) => name.toLowerCase().replace(/[\s-]+/g, '_');
  const named = (role: keyof typeof words, kinds: readonly string[]) =>
    words[role].flatMap((word) => columns.filter((column) => plainName(column) === word && kinds.includes(column.kind)).map(({ name }) => name));
  const any = ['numeric', 'categorical', 'boolean', 'empty'];
  return {
    target: named('target', any)[0] ?? null,
    prediction: named('prediction', any)[0] ?? null,
    score: named('score', ['numeric'])[0] ?? null,
    time: named('time', ['datetime'])[0] ?? columns.find(({ kind }) => kind === 'datetime')?.name ?? null,
    groups: named('groups', ['categorical', 'boolean']).slice(0, 2),
  };
}
