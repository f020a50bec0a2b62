import type { Interval } from './interval.ts';

/**
 * A distribution-free interval for sup |F − G| around the two-sample statistic: ± √(½ ln(2 / α) (1/n + 1/m)), the two-sample
 * form of the Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant (Wei and Dudley 2012). It is proved for F = G;
 * elsewhere simulation finds it conservative. `ksBandStrict` holds for any F and G and is 1.5 times as wide for n = m.
 */
export function ksBand(statistic: number, n: number, m: number, level = 0.95): Interval {
  return around(statistic, Math.sqrt((Math.log(2 / (1 - level)) / 2) * (1 / n + 1 / m)));
}

/** Each sample within its own band at (1 + level) / 2: proved for any two laws and any sizes, and wide. */
export function ksBandStrict(statistic: number, n: number, m: number, level = 0.95): Interval {
  return around(statistic, Math.sqrt(Math.log(4 / (1 - level)) / 2) * (1 / Math.sqrt(n) + 1 / Math.sqrt(m)));
}

function around(statistic: number, halfWidth: number): Interval {
  return { low: Math.max(0, statistic - halfWidth), high: Math.min(1, statistic + halfWidth) };
}
