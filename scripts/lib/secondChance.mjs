// What a driven browser does on two shared cores may fail by chance: it is played once more, and the sum tells of it.

/**
 * Plays, and once more where something failed. Each play begins from nothing: a workspace and a profile of its own.
 * @param {() => Promise<Result[]>} play
 */
export async function withSecondChance(name, play, log = console.log) {
  const first = await play();
  if (!first.some(isFailed)) return first;
  log(`  ${name}: failed, is played once more`);
  return secondTry(first, await play());
}

/** The second play's results; `unsteady` is what failed only in the first, in its words. */
export function secondTry(first, second) {
  const due = new Map(first.filter(isFailed).map((one) => [one.name, one.message ?? 'no reason given']));
  for (const { name } of second.filter(isFailed)) due.delete(name);
  const results = second.map((one) => {
    const unsteady = due.get(one.name);
    return due.delete(one.name) ? { ...one, unsteady } : one;
  });
  // Told only where it fails (“plays to its end”), or not reached the second time: the whole second play decides.
  const hasPassed = second.length > 0 && !second.some(isFailed);
  const rest = first.filter((one) => isFailed(one) && due.delete(one.name));
  return [...results, ...rest.map((one) => (hasPassed ? { ...one, state: 'passed', message: undefined, unsteady: one.message ?? 'no reason given' } : one))];
}

const isFailed = ({ state }) => state === 'failed';
