/**
 * Drift reports of one table by the tool that made them: `{tool, windows: [{verdict, flagged, of}], columns: Map(name →
 * [state])}`, ours first, windows in the order given. NannyML has no verdict of a window, so that its is null.
 */
export function verdictsOf(reports) {
  const byTool = new Map();
  for (const report of reports) {
    const tool = report.engine.mode === 'foreign' ? report.engine.name : 'MLOps Workbench';
    const found = byTool.get(tool) ?? { tool, windows: [], columns: new Map() };
    byTool.set(tool, found);
    const flagged = report.columns.filter(({ state }) => state === 'drift').length;
    found.windows.push({ verdict: tool === 'NannyML' ? null : report.verdict, flagged, of: report.columns.length });
    for (const { name, state } of report.columns) found.columns.set(name, [...(found.columns.get(name) ?? []), state]);
  }
  return [...byTool.values()].sort((left, right) => Number(right.tool === 'MLOps Workbench') - Number(left.tool === 'MLOps Workbench'));
}

/** One section a table: windows × tools, then columns × tools. `sections`: what `verdictsOf` gives, by the table's name. */
export function verdictsMarkdown(sections, missing = []) {
  const parts = Object.entries(sections).flatMap(([table, tools]) => [
    `## ${table}: windows`,
    markdownTable(['window', ...tools.map(({ tool }) => tool)], tools[0].windows.map((_, at) => [`${at + 1}`, ...tools.map(({ windows }) => windowCell(windows[at]))])),
    `## ${table}: columns`,
    'In which of the windows a column is flagged.',
    markdownTable(['column', ...tools.map(({ tool }) => tool)], [...tools[0].columns.keys()].sort().map((name) => [`\`${name}\``, ...tools.map(({ columns }) => columnCell(columns.get(name)))])),
  ]);
  const without = missing.map(({ name, reason }) => `${name} was not run here: ${reason}`);
  return `${['# The same windows, told by three tools', 'Made by the rule and with the settings of `docs/demo-drift.md`: every tool at its defaults.', ...without, ...parts].join('\n\n')}\n`;
}

function windowCell(window) {
  if (!window) return '–';
  const share = `${window.flagged} of ${window.of} columns`;
  return window.verdict === null ? share : `${window.verdict}: ${share}`;
}

function columnCell(states) {
  if (!states) return '–';
  const places = (wanted) => states.flatMap((state, at) => (state === wanted ? [at + 1] : []));
  const [flagged, unknown, negligible] = ['drift', 'unknown', 'negligible'].map(places);
  const words = [
    ...(flagged.length > 0 ? [`**${flagged.join(', ')}**`] : []),
    ...(negligible.length > 0 ? [`negligible in ${negligible.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`unknown in ${unknown.join(', ')}`] : []),
  ];
  return words.length > 0 ? words.join('; ') : 'none';
}

function markdownTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
