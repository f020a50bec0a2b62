/** The page's own look: light or dark as the reader's system says, and fit to print. */
export const style = `
:root{color-scheme:light dark;--ink:#1c2128;--faint:#59636e;--line:#d6dbe1;--ground:#fff;--card:#f5f7f9;--link:#0a5bc4;--pass:#1a7037;--pass-ground:#e3f5e8;--fail:#b42318;--fail-ground:#fdecea;--unknown:#7a5200;--unknown-ground:#fdf2d8;--waived:#6339ad;--waived-ground:#f1ebfc}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ec;--faint:#9ba6b1;--line:#353c45;--ground:#14171b;--card:#1c2025;--link:#6cb0ff;--pass:#6fd08c;--pass-ground:#16301f;--fail:#ff9a8d;--fail-ground:#3a1b18;--unknown:#f0c560;--unknown-ground:#352a10;--waived:#c4a7ff;--waived-ground:#2a2140}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:980px;padding:40px 28px 72px;color:var(--ink);background:var(--ground);font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:30px;line-height:1.2;letter-spacing:-.01em;margin:2px 0 14px;overflow-wrap:anywhere}
h2{font-size:18px;margin:44px 0 4px}h3{font-size:14px;margin:22px 0 6px}
p{margin:6px 0}a{color:var(--link)}.kicker,.faint{color:var(--faint)}.kicker{margin:0;font-size:13px;letter-spacing:.04em}
.mono,code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:12.5px;overflow-wrap:anywhere}
.verdict{display:flex;gap:16px;align-items:baseline;margin:0 0 20px;padding:14px 18px;border-left:4px solid;border-radius:4px}
.verdict b{font-size:17px}.verdict span{color:var(--ink)}
.pass{color:var(--pass)}.fail{color:var(--fail)}.unknown{color:var(--unknown)}.waived{color:var(--waived)}
.verdict.pass,.chip.pass{background:var(--pass-ground)}.verdict.fail,.chip.fail{background:var(--fail-ground)}.verdict.unknown,.chip.unknown{background:var(--unknown-ground)}.chip.waived{background:var(--waived-ground)}
.chip{display:inline-block;padding:1px 9px;border-radius:10px;font-size:12.5px;font-weight:600;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:5px 22px;margin:12px 0;padding:16px 18px;background:var(--card);border-radius:6px}
dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere;min-width:0}
.scroll{overflow-x:auto;margin-top:10px}table{border-collapse:collapse;width:100%}
th{font-weight:600;text-align:left;color:var(--faint);font-size:12.5px;white-space:nowrap}th,td{padding:7px 16px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}time,.short{white-space:nowrap}table.even td:first-child,table.even th:first-child{width:17%}table.even td:nth-child(2),table.even th:nth-child(2){width:33%}
blockquote{margin:6px 0 0;padding:2px 0 2px 12px;border-left:2px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
ol.line{list-style:none;margin:14px 0 0;padding:0}ol.line li{position:relative;padding:0 0 16px 24px;border-left:2px solid var(--line);margin-left:6px}
ol.line li:last-child{border-color:transparent}ol.line li::before{content:"";position:absolute;left:-6px;top:6px;width:10px;height:10px;border-radius:50%;background:var(--faint);border:2px solid var(--ground)}
ol.line li.approve::before{background:var(--pass)}ol.line li.reject::before,ol.line li.request-changes::before,ol.line li.revoke::before,ol.line li.withdraw::before{background:var(--fail)}ol.line li.waive::before{background:var(--waived)}ol.line li.deploy::before,ol.line li.rollback::before{background:var(--link)}
pre{margin:10px 0;padding:14px 16px;background:var(--card);border-radius:6px;white-space:pre-wrap}
footer{margin-top:52px;padding-top:14px;border-top:1px solid var(--line);color:var(--faint);font-size:13px}
@media(max-width:620px){body{padding:24px 16px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media print{:root{--ink:#000;--faint:#444;--line:#bbb;--ground:#fff;--card:#f5f5f5;--link:#000;color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt}h2{break-after:avoid}tr,li,dl,blockquote{break-inside:avoid}.scroll{overflow:visible}a{text-decoration:none}.verdict,.chip,li::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.trim();
