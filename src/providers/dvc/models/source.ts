import { fail } from '../../../core/base/fault.ts';
import type { ModelContent } from '../../../core/capability/modelContent.ts';
import type { ModelRegistry } from '../../../core/capability/modelRegistry.ts';
import type { Page, PageRequest } from '../../../core/capability/page.ts';
import type { ModelVersion, RegisteredModel } from '../../../core/model/modelVersion.ts';
import type { DvcContext } from '../context.ts';
import { paged } from '../datasets/paged.ts';
import { locationAt, modelsOf, type DvcModel } from './catalog.ts';
import { contentsAt } from './contents.ts';
import type { GtoEvent, GtoVersion } from './gtoState.ts';
import { modelAddress, modelId, modelVersionId } from './modelId.ts';

/** Models declared in `dvc.yaml` and the versions and stages that git tags (GTO) give them. Reads git alone. */
export function dvcModels(ctx: DvcContext): ModelRegistry {
  const source = ctx.config.id;

  async function models(request: PageRequest, signal: AbortSignal): Promise<Page<RegisteredModel>> {
    const { models: all, problems } = await modelsOf(ctx, signal);
    const page = paged(all, request);
    return { ...page, items: await Promise.all(page.items.map((model) => registered(model, signal))), problems };
  }

  async function registered(model: DvcModel, signal: AbortSignal): Promise<RegisteredModel> {
    const { declared, tags } = model;
    const versions = newestFirst(tags?.versions ?? []);
    const [latest] = tags?.versions ?? [];
    const labels = declared?.labels ?? [];
    return {
      id: modelId(source, model.name),
      source,
      name: model.name,
      description: declared?.description ?? null,
      aliases: {},
      tags: {
        ...(declared?.type ? { type: declared.type } : {}),
        ...(labels.length > 0 ? { labels: labels.join(', ') } : {}),
        ...(declared?.path ? { path: declared.path } : {}),
        ...(tags?.isDeprecated ? { deprecated: 'true' } : {}),
      },
      latest: latest ? await versionOf(model, latest, signal) : null,
      versionCount: versions.length,
      updatedAt: isoOf(tags?.versions.flatMap((version) => version.events).reduce(later, undefined)),
    };
  }

  async function versions(model: string, request: PageRequest, signal: AbortSignal): Promise<Page<ModelVersion>> {
    const { name } = modelAddress(source, model);
    const found = (await modelsOf(ctx, signal)).models.find((one) => one.name === name);
    if (!found) throw fail('notFound', `No model is named ${name} here.`);
    const page = paged(newestFirst(found.tags?.versions ?? []), request);
    return { ...page, items: await Promise.all(page.items.map((version) => versionOf(found, version, signal))) };
  }

  async function versionOf(model: DvcModel, version: GtoVersion, signal: AbortSignal): Promise<ModelVersion> {
    const held = Object.entries(model.tags?.stages ?? {}).filter(([, holder]) => holder === version.version);
    const stages = version.stages.filter((stage) => held.some(([name]) => name === stage));
    const made = authoring(version);
    return {
      id: modelVersionId(source, model.name, version.version),
      model: modelId(source, model.name),
      version: version.version,
      aliases: [],
      stage: stages[0] ?? null,
      stages,
      status: version.isRegistered ? 'registered' : 'assigned without a version',
      runId: await ctx.runId(version.commit, signal),
      commit: version.commit,
      createdAt: isoOf(made),
      description: made?.message ?? null,
      tags: made ? { tag: made.tag } : {},
      location: await locationAt(ctx, version.commit, model.name, signal),
      user: made?.author ?? null,
      url: null,
    };
  }

  async function contents(id: string, signal: AbortSignal): Promise<readonly ModelContent[]> {
    const { name, version } = modelAddress(source, id);
    const found = (await modelsOf(ctx, signal)).models.find((one) => one.name === name)?.tags?.versions.find((one) => one.version === version);
    if (!found) throw fail('notFound', `“${name}” has no version ${version ?? ''}.`);
    return contentsAt(ctx, found.commit, name, signal);
  }

  return { models, versions, contents };
}

function newestFirst(versions: readonly GtoVersion[]): GtoVersion[] {
  return [...versions].sort((a, b) => (authoring(b)?.createdMs ?? 0) - (authoring(a)?.createdMs ?? 0));
}

/** The event that made a version: its last registration, else the last stage given to its commit. */
function authoring({ events }: GtoVersion): GtoEvent | undefined {
  return events.findLast((event) => event.action === 'register') ?? events.findLast((event) => event.action === 'assign');
}

function later(a: GtoEvent | undefined, b: GtoEvent): GtoEvent {
  return a && a.createdMs > b.createdMs ? a : b;
}

function isoOf(event: GtoEvent | undefined): string | null {
  return event ? new Date(event.createdMs).toISOString() : null;
}
