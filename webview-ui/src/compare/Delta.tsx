import type { CompareMetric } from '../../../src/protocol/compare.ts';
import { shortNumber } from '../shell/words.ts';
import { judge } from './lines.ts';

const words = { better: 'better', worse: 'worse', changed: 'changed', same: 'the same' } as const;

/**
 * The change against the baseline. Colour is never alone: the arrow tells the way, a full arrow is better, a hollow one
 * worse, and the words are there for a screen reader.
 */
export function Delta({ delta, direction }: { readonly delta: number; readonly direction: CompareMetric['direction'] }) {
  const judgement = judge(delta, direction);
  if (judgement === 'same') {
    return (
      <span class="delta delta-same" title="the same as the baseline">
        =<span class="sr-only"> the same as the baseline</span>
      </span>
    );
  }
  const arrow = delta > 0 ? (judgement === 'worse' ? '△' : '▲') : judgement === 'worse' ? '▽' : '▼';
  const size = shortNumber(Math.abs(delta));
  return (
    <span class={`delta delta-${judgement}`} title={`${delta > 0 ? '+' : '−'}${size}, ${words[judgement]} than the baseline`.replace('changed than', 'against')}>
      <span aria-hidden>
        {arrow} {size}
      </span>
      <span class="sr-only">
        {delta > 0 ? 'up' : 'down'} {size}, {words[judgement]}
      </span>
    </span>
  );
}
