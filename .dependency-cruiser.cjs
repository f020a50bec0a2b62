// The layers of docs/architecture.md. An import that is not drawn there fails `npm run check`.
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|webview-ui)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('core-is-pure', '^src/core/', []),
    layer('io-knows-ports-only', '^src/io/', ['^src/core/(port|base|table)/']),
    layer('clients', '^src/clients/', ['^src/io/', '^src/core/']),
    layer('providers', '^src/providers/', ['^src/clients/', '^src/io/', '^src/core/']),
    layer('services', '^src/services/', ['^src/core/']),
    layer('protocol', '^src/protocol/', ['^src/core/']),
    layer('cli', '^src/cli/(?!main)', ['^src/cli/', '^src/services/', '^src/core/']),
    layer('cli-main', '^src/cli/main', ['^src/']),
    layer('vscode', '^src/vscode/(?!compose)', ['^src/vscode/', '^src/services/', '^src/protocol/', '^src/core/']),
    layer('vscode-compose', '^src/vscode/compose', ['^src/']),
    layer('webview', '^webview-ui/', ['^src/protocol/', '^src/core/']),
    {
      name: 'core-needs-no-node',
      severity: 'error',
      from: { path: '^src/(core|protocol)/' },
      // CEL is text in, answer out: as pure as core itself (docs/decisions.md).
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/@marcbachmann/cel-js/' },
    },
    {
      name: 'vscode-in-one-folder',
      severity: 'error',
      from: { path: '^(src|webview-ui)/', pathNot: '^src/vscode/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'toolkit-in-one-folder',
      severity: 'error',
      from: { path: '^(src|webview-ui)/', pathNot: '^webview-ui/src/kit/' },
      to: { path: 'webview-ui-toolkit' },
    },
    {
      name: 'providers-apart',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: '^src/providers/([^/]+)/', pathNot: '^src/providers/($1|registry)' },
    },
    {
      name: 'supervisor-has-no-dependencies',
      severity: 'error',
      from: { path: '^src/providers/local/supervisor/' },
      to: { pathNot: '^(src/providers/local/supervisor/|node:|fs|path|child_process|http|https|net|os|crypto|url|process|events|stream|util|timers)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
