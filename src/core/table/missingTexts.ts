/** Texts that stand for "no value" in a text file: the ones that pandas takes by default. Compared exactly. */
export const missingTexts: ReadonlySet<string> = new Set([
  '', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA', 'NULL', 'NaN', 'None',
  'n/a', 'nan', 'null',
]);

/** Where a missing value has a sign of its own (JSON's null, a database's NULL), every text is a value. */
export const noMissingTexts: ReadonlySet<string> = new Set();
