/** Of one fixed model: what is known of the rows it was trained on. */
export interface TrainingFacts {
  /** Who it is, in words: `the champion models:/churn/3`. */
  readonly who: string;
  /** Digests of inputs that its training run recorded; null where there is no run or it recorded none. */
  readonly recorded: readonly string[] | null;
  /** The data that it is stated to be trained on; null where none is. */
  readonly trainedOn: {
    readonly name: string;
    /** Every digest that this data goes by. */
    readonly digests: readonly string[];
    /** How many rows of the data it is judged on stand in it too. */
    readonly sharedRows: number;
  } | null;
}

export interface Unseen {
  readonly isUnseen: boolean;
  /** How that is known, or why it is not. */
  readonly reason: string;
  readonly hint: string | null;
}

const howTo = 'Name each model’s training data as trainedOn, so that rows can be compared, or state holdOut: true where these rows were kept apart.';

/**
 * Whether rows are new to both models: only then does a comparison of fixed models mean anything. It is shown by comparing rows
 * with the data each was trained on, which the recorded digest of its training run must not contradict, or stated by a person.
 * Other digests alone show nothing: the same rows may stand in another file.
 */
export function unseenBy(models: readonly TrainingFacts[], data: { readonly name: string; readonly digests: readonly string[] }, isHoldOut: boolean): Unseen {
  for (const { who, recorded, trainedOn } of models) {
    if (recorded?.some((digest) => data.digests.includes(digest))) {
      return seen(`${who} may have seen these rows: its training run recorded ${data.name} by its digest.`, 'Compare on data that is no input of either training run.');
    }
    if (trainedOn && trainedOn.sharedRows > 0) {
      return seen(`${who} may have seen these rows: ${trainedOn.sharedRows} of them stand in ${trainedOn.name}, which it was trained on.`, 'Compare on other rows.');
    }
  }
  if (isHoldOut) return { isUnseen: true, reason: 'The rows are stated to be a hold-out that neither model saw.', hint: null };
  for (const { who, recorded, trainedOn } of models) {
    if (!trainedOn) return seen(`${who} may have seen these rows: nothing says what it was trained on.`, howTo);
    const comparable = recorded?.filter((digest) => trainedOn.digests.some((one) => kindOf(one) === kindOf(digest))) ?? [];
    if (comparable.length > 0 && !comparable.some((digest) => trainedOn.digests.includes(digest))) {
      return seen(`${who} may have seen these rows: its training run recorded other data than ${trainedOn.name}.`, 'Name the data that the run recorded as trainedOn.');
    }
  }
  const isTied = models.every(({ recorded, trainedOn }) => recorded?.some((digest) => trainedOn?.digests.includes(digest)) ?? false);
  return {
    isUnseen: true,
    reason: `No row stands in the data that the models were trained on${isTied ? ', which their training runs recorded by digest' : ' as stated'}.`,
    hint: null,
  };
}

function seen(reason: string, hint: string): Unseen {
  return { isUnseen: false, reason, hint };
}

/** `md5:…` and `sha256:…` cannot be compared. */
function kindOf(digest: string): string {
  return digest.includes(':') ? digest.slice(0, digest.indexOf(':')) : '';
}
