import { toFault } from '../../core/base/fault.ts';
import type { ApprovalMirror, MirrorPointer } from '../../core/capability/approvalMirror.ts';
import type { RegisteredModel } from '../../core/model/modelVersion.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Catalog } from '../catalog.ts';
import type { Models } from '../models.ts';

export interface ModelMirror {
  readonly source: string;
  readonly model: RegisteredModel;
  readonly mirror: ApprovalMirror;
}

/** The systems that hold a model of this name and have a field of their own for decisions. */
export async function mirrorsOf({ catalog, models }: { readonly catalog: Catalog; readonly models: Models }, name: string, signal: AbortSignal): Promise<{ readonly mirrors: readonly ModelMirror[]; readonly problems: readonly Problem[] }> {
  const entries = await catalog.with('approvals', signal);
  const { items, problems } = await models.list(signal, entries.map(({ config }) => config.id));
  const mirrors = items.filter((model) => model.name === name).flatMap((model) => {
    const entry = entries.find(({ config }) => config.id === model.source);
    return entry ? [{ source: model.source, model, mirror: entry.connection.approvals }] : [];
  });
  return { mirrors, problems };
}

export interface HeldPointer extends MirrorPointer {
  readonly source: string;
  /** For people: `alias production`. */
  readonly field: string;
}

/** What every system says of these environments. One that does not answer is a problem of its own. */
export async function pointersOf(mirrors: readonly ModelMirror[], environments: readonly string[], signal: AbortSignal): Promise<{ readonly pointers: readonly HeldPointer[]; readonly problems: readonly Problem[] }> {
  const pointers: HeldPointer[] = [];
  const problems: Problem[] = [];
  for (const { source, model, mirror } of mirrors) {
    try {
      const found = await mirror.pointers(model.id, environments, signal);
      pointers.push(...found.map((one) => ({ ...one, source, field: mirror.fieldOf(one.env) })));
    } catch (error) {
      signal.throwIfAborted();
      problems.push(problemOf(source, toFault(error)));
    }
  }
  return { pointers, problems };
}
