import * as vscode from 'vscode';
import { disposable, DisposableStore } from '../../core/base/disposable.ts';
import { Emitter, type Event } from '../../core/base/event.ts';
import { toFault } from '../../core/base/fault.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import { compareState } from '../../protocol/compare.ts';
import { approvalSubject, type ApprovalSubject } from '../../protocol/approval.ts';
import { driftKept, type DriftKept, type DriftRequest } from '../../protocol/drift.ts';
import type { Port, ToView } from '../../protocol/rpc/wire.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { ApprovalBoard } from '../approvals/board.ts';
import { plain } from '../views/rows/text.ts';
import { ApprovalController, type ShowOptions } from './approval/controller.ts';
import { approvalBench, approvalUi } from './approval/editor.ts';
import { compareBench, runsBench } from './benches.ts';
import { openCodeDiff } from './codeDiff.ts';
import { CompareController } from './compare/controller.ts';
import { DriftController } from './drift/controller.ts';
import { driftBench, driftUi } from './drift/editor.ts';
import { pickRuns } from './pickRuns.ts';
import { readMemory, memoryKey } from './runs/memory.ts';
import { RunsController } from './runs/controller.ts';
import { fillPanel, type PanelName } from './webview.ts';

export const compareViewType = 'mlops.compare';
export const runsViewType = 'mlops.runs';
export const driftViewType = 'mlops.drift';
export const approvalViewType = 'mlops.approval';

export type PanelController = CompareController | RunsController | DriftController | ApprovalController;

export interface Panels {
  /** Opens the comparison of these runs in a panel of its own; the same set again brings the old one forward. */
  openCompare(ids: readonly string[], baseline?: string): Promise<void>;
  /** Shows one run; the panel that shows one already takes it, so that looking through runs leaves one tab. */
  openRun(id: string): Promise<void>;
  openRuns(query?: { readonly filter?: string }): Promise<void>;
  /** Compares and shows: resolves when every window was compared, or the person ended it. */
  openDrift(request: DriftRequest): Promise<void>;
  /** Shows reports that are there already: windows of one reference, in time order where they tell their time. */
  openReports(reports: readonly DriftReport[]): Promise<void>;
  /** Shows how a version stands in an environment, and lets a person decide; the same one again brings its panel forward. */
  openApproval(subject: ApprovalSubject, options: ShowOptions): Promise<void>;
  /** True while one of the panels is on screen: sources are then polled. */
  isVisible(): boolean;
  /** What the open panels hold, oldest first: their runs, their picture, how many messages were sent. */
  opened(): readonly PanelController[];
  readonly onDidChangeVisibility: Event<void>;
}

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly controller: PanelController;
}

interface Lives {
  setVisible(isVisible: boolean): void;
  dispose(): void;
}

/** Registers the serializers too, so that panels come back after a reload. Does no I/O. */
export function registerPanels(context: vscode.ExtensionContext, workbench: Workbench | (() => Promise<Workbench>), approvals: Pick<ApprovalBoard, 'onDidChange'>): Panels {
  const get = typeof workbench === 'function' ? workbench : () => Promise.resolve(workbench);
  const open = new Set<Open>();
  const visibility = new Emitter<void>();
  const warn = (bench: Workbench, name: string) => (message: string) => bench.machine.log.warn(`${name} panel: ${message}`);

  const adopt = <C extends Lives & PanelController>(panel: vscode.WebviewPanel, make: (port: Port<ToView>) => C, name: PanelName): C => {
    const owned = new DisposableStore();
    const controller = owned.add(make(fillPanel(panel, context.extensionUri, name)));
    const entry: Open = { panel, controller };
    open.add(entry);
    owned.add(
      panel.onDidChangeViewState(() => {
        controller.setVisible(panel.visible);
        visibility.fire();
      }),
    );
    panel.onDidDispose(() => {
      open.delete(entry);
      owned.dispose();
      visibility.fire();
    });
    visibility.fire();
    return controller;
  };

  const fillCompare = async (panel: vscode.WebviewPanel, ids: readonly string[], baseline: string | null) => {
    const bench = await get();
    const make = (port: Port<ToView>) =>
      new CompareController(
        compareBench(bench),
        {
          openDiff: (change) => openCodeDiff(bench, change),
          openRun: async (run) => void (await vscode.commands.executeCommand('mlops.run.open', run)),
          copy: async (text) => vscode.env.clipboard.writeText(text),
          pickRuns: (chosen) => pickRuns(bench, chosen),
          rename: (title) => (panel.title = plain(title, 40)),
          warn: warn(bench, 'compare'),
        },
        port,
      );
    await adopt(panel, make, 'compare').show(ids, baseline);
  };

  const fillRuns = async (panel: vscode.WebviewPanel, filter?: string) => {
    const bench = await get();
    await bench.notes.load();
    const make = (port: Port<ToView>) =>
      new RunsController(
        runsBench(bench),
        {
          compare: (ids) => panels.openCompare(ids),
          openRun: async (run) => void (await vscode.commands.executeCommand('mlops.run.open', run)),
          recall: () => readMemory(context.workspaceState.get(memoryKey)),
          remember: (memory) => void context.workspaceState.update(memoryKey, memory),
          warn: warn(bench, 'runs'),
        },
        port,
        () => bench.machine.clock.nowMs(),
      );
    const controller = adopt(panel, make, 'runs');
    if (filter !== undefined) controller.setFilter(filter);
    await controller.load();
  };

  const fillDrift = async (panel: vscode.WebviewPanel): Promise<DriftController> => {
    const bench = await get();
    const ui = driftUi(bench, { rename: (title) => (panel.title = plain(title, 40)), warn: warn(bench, 'drift') });
    return adopt(panel, (port) => new DriftController(driftBench(context, bench), ui, port), 'drift');
  };

  const fillApproval = async (panel: vscode.WebviewPanel): Promise<ApprovalController> => {
    const bench = await get();
    const ui = approvalUi(bench, { rename: (title) => (panel.title = plain(title, 60)), warn: warn(bench, 'approval'), openCompare: (ids) => panels.openCompare(ids, ids[0]), openDiff: (change) => openCodeDiff(bench, change) });
    return adopt(panel, (port) => new ApprovalController(approvalBench(bench, (listener) => approvals.onDidChange(listener)), ui, port), 'approval');
  };

  const create = (type: string, title: string) =>
    vscode.window.createWebviewPanel(type, title, vscode.ViewColumn.Active, { enableScripts: true, enableFindWidget: false });

  const panels: Panels = {
    openCompare: async (ids, baseline) => {
      const same = [...open].find(({ controller }) => controller instanceof CompareController && sameSet(controller.ids, ids));
      if (same) same.panel.reveal();
      else await fillCompare(create(compareViewType, 'Compare Runs'), ids, baseline ?? null);
    },
    openRun: async (id) => {
      for (const { panel, controller } of open) {
        if (!(controller instanceof CompareController) || controller.ids.length !== 1) continue;
        panel.reveal();
        if (controller.ids[0] !== id) await controller.show([id], id);
        return;
      }
      await fillCompare(create(compareViewType, 'Run'), [id], id);
    },
    openRuns: async (query) => {
      const shown = [...open].find(({ controller }) => controller instanceof RunsController);
      shown?.panel.reveal();
      if (!shown) await fillRuns(create(runsViewType, 'Runs'), query?.filter);
      else if (query?.filter !== undefined && shown.controller instanceof RunsController) shown.controller.setFilter(query.filter);
    },
    openDrift: async (request) => (await fillDrift(create(driftViewType, 'Drift'))).compare(request),
    openReports: async (reports) => (await fillDrift(create(driftViewType, 'Drift'))).show(reports),
    openApproval: async (subject, options) => {
      const same = [...open].find(({ controller }) => controller instanceof ApprovalController && controller.subject?.reference === subject.reference && controller.subject.env === subject.env);
      same?.panel.reveal();
      const controller = same?.controller instanceof ApprovalController ? same.controller : await fillApproval(create(approvalViewType, 'Approval'));
      await controller.show(subject, options);
    },
    isVisible: () => [...open].some(({ panel }) => panel.visible),
    opened: () => [...open].map(({ controller }) => controller),
    onDidChangeVisibility: visibility.event,
  };

  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(compareViewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const kept = restored(state);
        await fillCompare(panel, kept.ids, kept.baseline);
      },
    }),
    vscode.window.registerWebviewPanelSerializer(driftViewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await fillDrift(panel)).restore(keptDrift(state)),
    }),
    vscode.window.registerWebviewPanelSerializer(approvalViewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await fillApproval(panel)).show(keptSubject(state), { fetches: true }),
    }),
    vscode.window.registerWebviewPanelSerializer(runsViewType, { deserializeWebviewPanel: (panel) => fillRuns(panel) }),
    // The panels themselves stay: the editor closes them for good if the host does, and they would not be there after a restart.
    disposable(() => {
      for (const { controller } of [...open]) controller.dispose();
    }),
  );
  return panels;
}

/** What an older build kept may not fit any more: the panel then opens empty and offers to choose runs. */
function restored(state: unknown): { readonly ids: readonly string[]; readonly baseline: string | null } {
  try {
    return compareState(state, 'state');
  } catch (error) {
    if (toFault(error).code !== 'invalid') throw error;
    return { ids: [], baseline: null };
  }
}

function keptDrift(state: unknown): DriftKept {
  try {
    return driftKept(typeof state === 'object' && state !== null ? (state as { host?: unknown }).host : null, 'state');
  } catch (error) {
    if (toFault(error).code !== 'invalid') throw error;
    return { request: null, windows: [] };
  }
}

function keptSubject(state: unknown): ApprovalSubject | null {
  try {
    return approvalSubject(typeof state === 'object' && state !== null ? (state as { host?: unknown }).host : null, 'state');
  } catch (error) {
    if (toFault(error).code !== 'invalid') throw error;
    return null;
  }
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && right.every((id) => left.includes(id));
}
