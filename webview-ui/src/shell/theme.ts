import { useEffect, useState } from 'preact/hooks';
import { readTheme, type ThemeColors } from '../charts/palette.ts';

/** The editor tells a new theme by new variables on the root and a new class on the body; canvases must re-read both. */
export function useTheme(): ThemeColors {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    let pending = 0;
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(() => setTheme(readTheme()));
    });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
    return () => {
      cancelAnimationFrame(pending);
      observer.disconnect();
    };
  }, []);
  return theme;
}
