import path from 'node:path';
import * as vscode from 'vscode';
import type { LaunchSpec } from '../../core/model/launch.ts';
import type { StageParam } from '../../core/model/pipeline.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { Choice } from '../forms/steps.ts';
import { plain } from '../views/rows/text.ts';
import type { Params } from './paramText.ts';

/** Something that can be launched: a stage of a pipeline file, or a typed command (file and stage are then null). */
export interface Entry {
  readonly folder: string;
  readonly file: string | null;
  readonly stage: string | null;
  readonly params: readonly StageParam[];
  readonly makeSpec: (params: Params, signal: AbortSignal) => Promise<LaunchSpec>;
}

export async function stageEntries(workbench: Workbench, signal: AbortSignal): Promise<Array<Choice<Entry>>> {
  const choices: Array<Choice<Entry>> = [];
  for (const connected of await workbench.catalog.with('pipelines', signal)) {
    const { folder } = connected.config;
    for (const file of await connected.connection.pipelines.files(signal)) {
      const absolute = path.resolve(folder, file);
      const parsed = await workbench.pipelines.parse(absolute, undefined, signal);
      for (const stage of parsed?.file.stages ?? []) {
        choices.push({
          label: `$(play-circle) ${plain(stage.name, 80)}`,
          description: plain(file, 80),
          ...(stage.command === null ? {} : { detail: plain(stage.command, 160) }),
          value: stageEntry(workbench, folder, absolute, stage),
        });
      }
    }
  }
  return choices;
}

export function stageEntry(workbench: Workbench, folder: string, file: string, stage: { readonly name: string; readonly params: readonly StageParam[] }): Entry {
  return {
    folder,
    file,
    stage: stage.name,
    params: stage.params,
    makeSpec: (params, signal) => workbench.pipelines.toLaunch(file, stage.name, params, signal),
  };
}

export function commandEntry(workbench: Workbench, folder: string, command: readonly string[], name: string): Entry {
  return {
    folder,
    file: null,
    stage: null,
    params: [],
    makeSpec: (params, signal) => workbench.launch.command({ command, folder, name, params }, signal),
  };
}

export function commandChoice(): Choice<null> {
  return { label: `$(terminal) ${vscode.l10n.t('A command…')}`, description: vscode.l10n.t('typed, run in the folder'), value: null };
}
