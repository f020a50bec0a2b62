import * as vscode from 'vscode';
import { toFault } from '../core/base/fault.ts';
import { unclaimedFiles } from '../core/pipeline/fileGlob.ts';
import { registerGovernedFiles } from './documents/governedFiles.ts';
import { guarded, showFault } from './guard.ts';
import { artifactScheme, commandIds, gitScheme, taskType, type ContextKey } from './ids.ts';
import type { Product } from './product.ts';
import { createShell } from './shell.ts';
import { registerValidation } from './validation/controller.ts';

const panelPrefix = /(^|-)mlops\./;

/**
 * Registers what the editor must know at once and loads nothing else: no file is read, no network asked, nothing
 * awaited. The product comes with the first view, command, panel or pipeline file that needs it.
 */
export function activate(context: vscode.ExtensionContext): unknown {
  const startedAt = performance.now();
  let loading: Promise<Product> | undefined;
  const product = (): Promise<Product> => {
    loading ??= import('./compose.ts').then(({ compose }) => compose(context, shell)).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const soon = (): void => {
    void product().catch((error: unknown) => showFault(toFault(error), () => undefined));
  };

  const shell = createShell(context, async (view) => (await product()).trees[view]);
  for (const id of commandIds) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, (...args: unknown[]) =>
        guarded(id, async () => (await product()).run(id, args), (fault) => showFault(fault, () => undefined)),
      ),
    );
  }
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(gitScheme, {
      provideTextDocumentContent: async (uri) => (await product()).documents.git(uri),
    }),
    vscode.workspace.registerTextDocumentContentProvider(artifactScheme, {
      provideTextDocumentContent: async (uri) => (await product()).documents.artifact(uri),
    }),
    vscode.tasks.registerTaskProvider(taskType, {
      provideTasks: async (token) => (await product()).tasks.provide(token),
      resolveTask: async (task) => (await product()).tasks.resolve(task),
    }),
  );
  // A link opens a page and does nothing else; what it may not say is not read.
  context.subscriptions.push(vscode.window.registerUriHandler({ handleUri: (uri) => guarded('link', async () => (await product()).openLink(uri), (fault) => showFault(fault, () => undefined)) }));
  registerLenses(context, product);
  registerMonitorLenses(context, product);
  registerGovernedFiles(context, product);
  registerRecognisedLenses(context, product);
  const validation = registerValidation(context, async () => (await product()).validation);

  // A panel that is restored, and a log that was open before a reload, need the product without anyone's click.
  const hasPanel = vscode.window.tabGroups.all.some((group) =>
    group.tabs.some((tab) => tab.input instanceof vscode.TabInputWebview && panelPrefix.test(tab.input.viewType)),
  );
  if (hasPanel || context.workspaceState.get<boolean>('needed') === true) setTimeout(soon, 0);

  const filter = context.workspaceState.get<string>('filter') ?? '';
  setContext('mlops.experiments.isFiltered', filter !== '');
  if (process.env['MLOPS_TEST'] !== '1') return undefined;
  return { product, shell, validation, isLoaded: () => loading !== undefined, activateMs: performance.now() - startedAt };
}

function registerLenses(context: vscode.ExtensionContext, product: () => Promise<Product>): void {
  const manifest = context.extension.packageJSON as { contributes?: Record<string, unknown> };
  const names = manifest.contributes?.['mlops.pipelineFiles'];
  if (!Array.isArray(names)) return;
  const changed = new vscode.EventEmitter<void>();
  const selector = names.map((name) => ({ scheme: 'file', pattern: `**/${String(name)}` }));
  context.subscriptions.push(
    changed,
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document, token) {
        const { lenses } = await product();
        lenses.onDidChange(() => changed.fire());
        return lenses.provide(document, token);
      },
      resolveCodeLens: async (lens, token) => (await product()).lenses.resolve(lens, token),
    }),
  );
}

function registerMonitorLenses(context: vscode.ExtensionContext, product: () => Promise<Product>): void {
  const changed = new vscode.EventEmitter<void>();
  let isHeard = false;
  context.subscriptions.push(
    changed,
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/.mlops/monitors.yaml' }, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        const { monitors, workbench } = await product();
        if (!isHeard) context.subscriptions.push(monitors.onDidChange(() => changed.fire()));
        isHeard = true;
        return (await import('./lens/monitorLenses.ts')).monitorLenses(workbench, document);
      },
    }),
  );
}

function setContext(key: ContextKey, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** Files by name, and of languages whose texts may be pipelines: most are ruled out before anything else is loaded. */
const recognised: vscode.DocumentSelector = [
  ...['yaml', 'json', 'python', 'github-actions-workflow', 'azure-pipelines'].map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: unclaimedFiles },
];

function registerRecognisedLenses(context: vscode.ExtensionContext, product: () => Promise<Product>): void {
  context.subscriptions.push(
    vscode.languages.registerCodeLensProvider(recognised, {
      async provideCodeLenses(document, token) {
        const { rowsForText } = await import('../core/pipeline/table.ts');
        const rows = rowsForText(document.uri.fsPath.replaceAll('\\', '/'), document.getText());
        // A file of parameters is told by another file, and shows nothing of its own.
        if (!rows.some((row) => row.nearby === undefined)) return [];
        const { workbench } = await product();
        return (await import('./lens/recognisedLenses.ts')).recognisedLenses(workbench, document, token);
      },
    }),
  );
}
