// Two lanes for two cores, for most suites wait for other programs part of their time; a third for what does little else.

/**
 * One lane runs the whole suites in their order, the second takes pieces of those that fall into pieces, the third the pieces that
 * mostly wait; the first two help where they are done. What is `alone` runs at the end, with nothing beside it.
 * @param {Array<{ name: string, isAlone?: boolean, pieces?: () => Promise<Piece[]>, run?: () => Promise<Result[]> }>} jobs a `Piece` is
 * `{ waits: boolean, run: () => Promise<Result[]> }`
 * @param {(name: string, run: () => Promise<Result[]>) => Promise<Result[]>} play how one is run; never throws
 * @returns {Promise<Result[]>} by job, in their order
 */
export async function runInLanes(jobs, play) {
  const results = new Map(jobs.map(({ name }) => [name, []]));
  const take = async (name, run) => results.get(name).push(...(await play(name, run)));
  const pieces = [];
  for (const { name, pieces: piecesOf } of jobs.filter((job) => job.pieces)) {
    try {
      pieces.push(...(await piecesOf()).map((piece) => ({ name, ...piece })));
    } catch (error) {
      await take(name, () => Promise.reject(error));
    }
  }
  const busy = pieces.filter(({ waits }) => !waits);
  const waiting = pieces.filter(({ waits }) => waits);
  const whole = jobs.filter((job) => !job.pieces && !job.isAlone);
  const lane = async (queues) => {
    for (const queue of queues) for (let next = queue.shift(); next; next = queue.shift()) await take(next.name, next.run);
  };
  await Promise.all([lane([whole, busy, waiting]), lane([busy, waiting]), lane([waiting])]);
  await lane([jobs.filter((job) => job.isAlone)]);
  return jobs.flatMap(({ name }) => results.get(name));
}
