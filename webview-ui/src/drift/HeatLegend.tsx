import { useEffect, useRef } from 'preact/hooks';
import { stateOrder } from '../../../src/core/drift/ranking.ts';
import { stateWords } from '../../../src/core/drift/export/words.ts';
import type { ThemeColors } from '../charts/palette.ts';
import { heatRow, painter } from './heatChart.ts';

/** The cells as the map draws them, each with its word. */
export function HeatLegend({ theme }: { readonly theme: ThemeColors }) {
  return (
    <ul class="heat-legend" aria-label="Cells">
      {stateOrder.map((state, index) => (
        <li key={state}>
          <Cell code={index + 1} weight={2} theme={theme} /> {stateWords[state]}
        </li>
      ))}
    </ul>
  );
}

const width = 20;

function Cell({ code, weight, theme }: { readonly code: number; readonly weight: number; readonly theme: ThemeColors }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = width * ratio;
    element.height = heatRow * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = theme.font;
    context.textBaseline = 'middle';
    painter(context, theme)(code, weight, 1, 1, width);
  }, [code, weight, theme]);
  return <canvas ref={canvas} class="heat-key" aria-hidden="true" />;
}
