/** The exported page's own look: light or dark as the reader's system says, and fit to print. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1f2328;--faint:#5b636d;--line:#d8dee4;--ground:#fff;--card:#f6f8fa;--reference:#6e7781;--current:#0860ca;--drift:#b3400f;--quiet:#e7ebef;--amber:#8a6300}
@media(prefers-color-scheme:dark){:root{--ink:#e2e6ea;--faint:#9aa4ae;--line:#343b43;--ground:#16191d;--card:#1d2126;--reference:#9aa4ae;--current:#58a6ff;--drift:#f0883e;--quiet:#2a3037;--amber:#d6a72f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1060px;padding:32px 24px 64px;color:var(--ink);background:var(--ground);font:14px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}h2{font-size:16px;margin:36px 0 10px}h3{font-size:14px;margin:0;font-family:ui-monospace,monospace;overflow-wrap:anywhere}
p{margin:4px 0}.lead{font-size:15px}.faint{color:var(--faint)}.mono{font-family:ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:18px 0;padding:14px 18px;background:var(--card);border-radius:6px}
dl.facts dt{color:var(--faint)}dl.facts dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th{font-weight:600;text-align:left;color:var(--faint);font-size:12px}th,td{padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:middle}
td.name.chunk{white-space:nowrap}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}td.name{font-family:ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere;max-width:320px}
.state{white-space:nowrap}.state-drift{color:var(--drift);font-weight:600}.state-unknown{color:var(--amber)}.state-negligible,.state-none{color:var(--faint)}
.column{padding:14px 0;border-bottom:1px solid var(--line);break-inside:avoid}.column header{display:flex;gap:12px;align-items:baseline;flex-wrap:wrap}.column svg{display:block;width:100%;max-width:600px;margin:10px 0 2px}
details>summary{cursor:pointer;color:var(--faint)}.scroll{overflow-x:auto}
svg text{fill:var(--faint);font:11px system-ui,sans-serif}svg .axis{stroke:var(--line)}
.reference-area{fill:var(--reference);fill-opacity:.25;stroke:var(--reference);stroke-width:1}.current-area{fill:var(--current);fill-opacity:.2;stroke:var(--current);stroke-width:1.6}
.reference-line{stroke:var(--reference)}.current-line{stroke:var(--current)}.reference-bar{fill:var(--reference);fill-opacity:.6}.current-bar{fill:var(--current)}
.effect-bar{fill:var(--current);fill-opacity:.5}.whisker{stroke:var(--ink);stroke-width:1.5}.threshold{stroke:var(--drift);stroke-width:1.5}
.heat-drift{fill:var(--drift)}.heat-unknown{fill:none;stroke:var(--amber)}.heat-negligible,.heat-none{fill:var(--quiet)}.heat-absent{fill:none}svg .heat-mark{fill:var(--ink);font-size:9px}
.key{display:inline-flex;gap:6px;align-items:center;margin-right:18px}.key i{width:14px;height:10px;display:inline-block}.key .r{background:var(--reference);opacity:.6}.key .c{background:var(--current)}
@media print{body{max-width:none;padding:0}}
`.trim();
