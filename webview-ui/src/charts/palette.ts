/** Colours and dashes of runs. A run keeps its place's look over all charts and tables. */
export interface RunLook {
  readonly color: string;
  /** uPlot dash; empty = solid. */
  readonly dash: readonly number[];
}

const tokens = ['blue', 'yellow', 'green', 'purple', 'red', 'orange'] as const;
const fallbacks = ['#3794ff', '#cca700', '#89d185', '#b180d7', '#f14c4c', '#d18616'];
const dashes: ReadonlyArray<readonly number[]> = [[], [6, 4], [2, 3], [10, 4, 2, 4], [14, 5]];

/** Theme values as the canvas needs them: resolved, re-read when the theme changes. */
export interface ThemeColors {
  readonly kind: 'dark' | 'light' | 'hc-dark' | 'hc-light';
  readonly series: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
}

/** Some themes derive a chart colour from a translucent highlight; a line needs its full strength. */
function opaque(color: string): string {
  return /^#[0-9a-f]{8}$/i.test(color) ? color.slice(0, 7) : color.replace(/^rgba\(([^,]+,[^,]+,[^,]+),[^)]+\)$/, 'rgb($1)');
}

export function readTheme(): ThemeColors {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string, fallback: string) => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const classes = document.body.classList;
  const isHighContrast = classes.contains('vscode-high-contrast');
  const isLight = classes.contains('vscode-light') || classes.contains('vscode-high-contrast-light');
  return {
    kind: isHighContrast ? (isLight ? 'hc-light' : 'hc-dark') : isLight ? 'light' : 'dark',
    series: tokens.map((token, index) => opaque(value(`charts-${token}`, fallbacks[index] ?? '#888888'))),
    text: value('foreground', '#cccccc'),
    muted: value('descriptionForeground', '#9d9d9d'),
    grid: isHighContrast ? value('contrastBorder', '#6fc3df') : value('charts-lines', value('panel-border', '#80808055')),
    background: value('editor-background', '#1f1f1f'),
    font: `11px ${value('font-family', 'sans-serif')}`,
  };
}

/** Beyond the sixth run the colours repeat with another dash; in high contrast each run has its own dash at once. */
export function lookOf(place: number, theme: ThemeColors): RunLook {
  const round = Math.floor(place / theme.series.length);
  const isHighContrast = theme.kind === 'hc-dark' || theme.kind === 'hc-light';
  return {
    color: theme.series[place % theme.series.length] ?? theme.text,
    dash: dashes[(isHighContrast ? place : round) % dashes.length] ?? [],
  };
}
