// Two lanes for two cores: most suites wait for other programs half of their time.

/**
 * One lane runs the whole suites in their order, the other takes pieces of those that fall into pieces; a lane that is done helps
 * with the pieces. What is `alone` runs at the end, with nothing beside it.
 * @param {Array<{ name: string, isAlone?: boolean, pieces?: () => Promise<Array<() => Promise<Result[]>>>, run?: () => Promise<Result[]> }>} jobs
 * @param {(name: string, run: () => Promise<Result[]>) => Promise<Result[]>} play how one is run; never throws
 * @returns {Promise<Result[]>} by job, in their order
 */
export async function runInLanes(jobs, play) {
  const results = new Map(jobs.map(({ name }) => [name, []]));
  const take = async (name, run) => results.get(name).push(...(await play(name, run)));
  const pieces = [];
  for (const { name, pieces: piecesOf } of jobs.filter((job) => job.pieces)) {
    try {
      pieces.push(...(await piecesOf()).map((run) => ({ name, run })));
    } catch (error) {
      await take(name, () => Promise.reject(error));
    }
  }
  const whole = jobs.filter((job) => !job.pieces && !job.isAlone);
  const lane = async (queues) => {
    for (const queue of queues) for (let next = queue.shift(); next; next = queue.shift()) await take(next.name, next.run);
  };
  await Promise.all([lane([whole, pieces]), lane([pieces])]);
  await lane([jobs.filter((job) => job.isAlone)]);
  return jobs.flatMap(({ name }) => results.get(name));
}
