interface IntervalMarkProps {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** Of all marks of one measure. */
  readonly range: readonly [number, number] | null;
}

const width = 84;
const edge = 5;

/** A value with its interval on a scale that all groups share. */
export function IntervalMark({ value, interval, range }: IntervalMarkProps) {
  if (range === null) return null;
  const [low, high] = range;
  const x = (at: number) => (high > low ? edge + ((at - low) / (high - low)) * (width - 2 * edge) : width / 2);
  return (
    <svg class="interval-mark" width={width} height="14" viewBox={`0 0 ${width} 14`} aria-hidden="true">
      <line class="interval-track" x1="0" x2={width} y1="7" y2="7" />
      {interval === null ? null : (
        <>
          <line class="interval-line" x1={x(interval[0])} x2={x(interval[1])} y1="7" y2="7" />
          <line class="interval-line" x1={x(interval[0])} x2={x(interval[0])} y1="4" y2="10" />
          <line class="interval-line" x1={x(interval[1])} x2={x(interval[1])} y1="4" y2="10" />
        </>
      )}
      <circle class="interval-value" cx={x(value)} cy="7" r="3.5" />
    </svg>
  );
}
