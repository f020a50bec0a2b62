/** Round numbers within [low, high], about `most` of them: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  if (!Number.isFinite(step) || step <= 0) return [low, high];
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high && ticks.length <= most + 2; index++) ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}
