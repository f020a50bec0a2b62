/** Three digits, for a sentence. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A share in per cent. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

export function pWords(p: number): string {
  if (p === 0) return 'p below 1e-300';
  return p < 0.001 ? `p ${p.toExponential(1)}` : `p ${Number(p.toPrecision(2))}`;
}
